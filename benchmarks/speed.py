"""CPU of the whole of ``score`` against the bare spaCy pipeline on the same words, in one run on one core.

Usage::

    python benchmarks/speed.py FOLDER [--protocol session] [--repeat 5]

FOLDER holds transcripts, for instance AnnoMI's (uccollab/AnnoMI). Five figures, each the median of alternating repetitions in one process,
imports and loading left out of all of them:

tokens
    tokenizing every speaker's words alone (spaCy's tokenizer caches words, so repetitions flatter it);
bare
    tokenizing every speaker's words and running the shipped pipeline over them with ``nlp.pipe``;
plugin
    the same with ``rf_mentions`` and ``rf_markers`` behind it;
highlight
    the same through our own door, with masking and records;
score
    everything: reading, speakers, alignment, mentions, markers, features, suggestions, sheets, validation, pages, writing.

Also the peak of memory after scoring the folder once and after scoring it as often again.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

from rf_scorer import language, transcripts
from rf_scorer.errors import DataError
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.study import batch, inputs
from rf_scorer.study.options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rf_scorer.study.inputs import Input


def _cpu(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _read(folder: Path) -> tuple[list[Input], list[str], int]:
    """The inputs that can be read, every speaker's turns, and how many files there are."""
    found = inputs.find([folder])
    readable, texts = [], []
    for item in found:
        try:
            texts += [turn.text for turn in transcripts.read(item.path).turns]
        except DataError:
            continue
        readable.append(item)
    return readable, texts, len(found)


def _drain(items: Iterable[object]) -> None:
    for _ in items:
        pass


def _pipeline() -> spacy.Language:
    nlp = load_pipeline().nlp
    nlp.add_pipe("rf_mentions")
    nlp.add_pipe("rf_markers")
    return nlp


def _score(readable: list[Input], options: RunOptions) -> None:
    with tempfile.TemporaryDirectory() as folder:
        batch.run(readable, Path(folder) / "out", options)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--protocol", default=None)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--no-pages", action="store_true")
    given = parser.parse_args()

    readable, texts, found = _read(given.folder)
    words = sum(len(text.split()) for text in texts)
    tokenizer, bare, plugin, highlighter = spacy.blank("en"), load_pipeline().nlp, _pipeline(), language.load()
    options = RunOptions(protocol=given.protocol, pages=not given.no_pages)
    jobs: dict[str, Callable[[], None]] = {
        "tokens": lambda: _drain(tokenizer.pipe(texts)),
        "bare": lambda: _drain(bare.pipe(texts)),
        "plugin": lambda: _drain(plugin.pipe(texts)),
        "highlight": lambda: _drain(highlighter.highlight((text, None) for text in texts)),
        "score": lambda: _score(readable, options),
    }
    for job in jobs.values():  # warm caches and lazy imports
        job()
    once = _peak()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(given.repeat):
        for name, job in jobs.items():
            seconds[name].append(_cpu(job))
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    print(f"{len(readable)} of {found} files, {words} words by all speakers")
    for name, value in middle.items():
        print(f"{name:10} {value:7.2f} s CPU  {words / value:9,.0f} words/s  {value / middle['bare']:5.2f} x bare")
    print(f"peak memory: {once:.0f} MB after the first pass, {_peak():.0f} MB after {given.repeat} more")


if __name__ == "__main__":
    main()
