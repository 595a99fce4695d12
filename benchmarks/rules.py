"""What the rules cost, stage by stage: CPU of a word, with the parse taken out.

Usage::

    python benchmarks/rules.py FOLDER [--repeat 7] [--everybody] [--against CHECKOUT]

FOLDER holds transcripts, for instance AnnoMI's (uccollab/AnnoMI). The participants' turns are tokenized and parsed once; then their rules are worked
out again and again, each text as often as ``--repeat`` says, and for every stage the least time of each text counts: other work on the machine
disturbs some of the repetitions, not all. Microseconds a word of the text:

view
    contractions undone, fillers left out, sentences;
question
    words of the question before it;
mentions, markers, levels, quotes, counting
    what the rules find;
words
    how many words were spoken;
whole
    all of it at once, with the highlights made of it.

``--against`` measures the rules of another checkout of this repository on the same parses in the same run, text by text in turn, and prints the ratios.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

STAGES = ("view", "question", "mentions", "markers", "levels", "quotes", "counting", "words", "whole")


@dataclass(slots=True)
class Rules:
    """The rules of one checkout, which know nothing of another's, and how long they took to compile."""

    analyser: Any
    highlighter: Any
    question_words: Any
    quotes: Any
    word_count: Any
    asides: Any
    compiled: float


def _load(root: Path | None) -> Rules:
    """Import the package anew, of a checkout or of where it is installed."""
    for name in [name for name in sys.modules if name == "rf_scorer" or name.startswith("rf_scorer.")]:
        del sys.modules[name]
    if root is not None:
        sys.path.insert(0, str(root))
    try:
        analysis = importlib.import_module("rf_scorer.language.analysis")
        flags = importlib.import_module("rf_scorer.language.flags")
        conventions = importlib.import_module("rf_scorer.transcripts.conventions")
        highlighter = importlib.import_module("rf_scorer.language.highlighter").Highlighter
    finally:
        if root is not None:
            sys.path.remove(str(root))
    began = time.process_time()
    analyser = analysis.shipped()
    compiled = time.process_time() - began
    return Rules(
        analyser=analyser,
        highlighter=highlighter(analyser, None),
        question_words=analysis.question_words,
        quotes=flags.quotes,
        word_count=conventions.word_count,
        asides=conventions.asides,
        compiled=compiled,
    )


def _texts(folder: Path, *, everybody: bool) -> Iterator[tuple[str, str]]:
    """Participants' turns (or everybody's) with the question before each."""
    from rf_scorer import transcripts  # of the checkout that was loaded last
    from rf_scorer.domain import Role
    from rf_scorer.errors import DataError
    from rf_scorer.study import inputs

    for item in inputs.find([folder]):
        try:
            turns = transcripts.read(item.path).turns
        except DataError:
            continue
        question = ""
        for turn in turns:
            if turn.role is Role.INTERVIEWER:
                question = turn.text
            if everybody or turn.role is Role.PARTICIPANT:
                yield turn.text, question


def _parsed(texts: list[tuple[str, str]], rules: Rules) -> list[tuple[Any, Any, str]]:
    from rf_scorer.language.pipelines import load_pipeline  # of the checkout that was loaded last

    pipeline = load_pipeline()
    heard = [pipeline.hear(text) for text, _ in texts]
    grammars = pipeline.grammars(heard, base=rules.analyser.base)
    return [(spoken, grammar, asked) for spoken, grammar, (_, asked) in zip(heard, grammars, texts, strict=True)]


def _once(rules: Rules, spoken: Any, grammar: Any, question: str) -> list[float]:
    """Seconds of each stage of one text."""
    analyser, clock = rules.analyser, time.perf_counter
    rules.asides.cache_clear()
    marks = [clock()]
    view = analyser.view_of(spoken, grammar)
    marks.append(clock())
    asked = rules.question_words(question)
    echoes = analyser.echoes(question)
    marks.append(clock())
    mentions = analyser.mentions.find(view, echoes, asked)
    marks.append(clock())
    markers = analyser.markers.find(view, mentions, asked)
    marks.append(clock())
    analyser.levels.find(view, mentions, markers)
    marks.append(clock())
    quotes = rules.quotes(view, analyser.mentions.finder)
    marks.append(clock())
    analyser.counter.measure(view, quotes, asked)
    marks.append(clock())
    rules.word_count(spoken.text)
    marks.append(clock())
    rules.asides.cache_clear()
    began = clock()
    rules.highlighter._one(spoken, grammar, question)
    whole = clock() - began
    return [*(after - before for before, after in pairwise(marks)), whole]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--everybody", action="store_true", help="all speakers' turns")
    parser.add_argument("--against", type=Path, help="root of another checkout")
    given = parser.parse_args()

    versions = {} if given.against is None else {"against": _load(given.against)}
    versions["here"] = _load(Path(__file__).resolve().parents[1])
    parsed = _parsed(list(_texts(given.folder, everybody=given.everybody)), versions["here"])
    words = sum(versions["here"].word_count(spoken.text) for spoken, _, _ in parsed)
    gc.collect()
    gc.freeze()  # what was loaded and parsed is not looked through again and again
    totals = {name: [0.0] * len(STAGES) for name in versions}
    for spoken, grammar, question in parsed:
        for name, rules in versions.items():
            runs = [_once(rules, spoken, grammar, question) for _ in range(given.repeat)]
            totals[name] = [
                total + min(times) for total, times in zip(totals[name], zip(*runs, strict=True), strict=True)
            ]

    print(f"{len(parsed)} texts, {words} words; microseconds a word, least of {given.repeat} of each text")
    print(f"{'':10}" + "".join(f"{name:>10}" for name in versions) + ("     ratio" if given.against else ""))
    for number, stage in enumerate(STAGES):
        values = [totals[name][number] / words * 1e6 for name in versions]
        ratio = f"{values[-1] / values[0]:10.2f}" if given.against else ""
        print(f"{stage:10}" + "".join(f"{value:10.2f}" for value in values) + ratio)
    for name, rules in versions.items():
        print(f"codebook compiled, {name}: {rules.compiled * 1000:.0f} ms CPU")


if __name__ == "__main__":
    main()
