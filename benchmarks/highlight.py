"""How well mentions are found: precision, recall and F1 after section 5 of the highlight codebook, beside two baselines.

    python benchmarks/highlight.py PASSAGES.jsonl [--errors] [--speed]

``PASSAGES.jsonl`` holds one passage a line: ``text``, ``question`` (may be missing), ``doc``, and ``mentions`` with half-open character offsets,
``category``, ``holder`` and ``flags``. A predicted mention matches a gold one of the same category with which it shares a token; each matches once.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from rf_scorer import language
from rf_scorer.domain import CATEGORIES, FLAGS
from rf_scorer.language.codebook import load_codebook
from rf_scorer.language.lexicon import spellings

Span = dict[str, Any]
_TOKEN = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")


def tokens(text: str, start: int, end: int) -> frozenset[int]:
    """Offsets of the tokens that a span touches."""
    return frozenset(match.start() for match in _TOKEN.finditer(text) if match.start() < end and match.end() > start)


def pair(text: str, gold: list[Span], found: list[Span]) -> list[tuple[int, int]]:
    """Match gold and found mentions of one passage, most shared tokens first."""
    touched_gold = [tokens(text, item["start"], item["end"]) for item in gold]
    touched = [tokens(text, item["start"], item["end"]) for item in found]
    choices = sorted(
        (-len(touched_gold[g] & touched[f]), g, f)
        for g in range(len(gold))
        for f in range(len(found))
        if gold[g]["category"] == found[f]["category"] and touched_gold[g] & touched[f]
    )
    pairs, used_gold, used = [], set(), set()
    for _, g, f in choices:
        if g not in used_gold and f not in used:
            pairs.append((g, f))
            used_gold.add(g)
            used.add(f)
    return pairs


def tally(passages: list[Span], predictions: list[list[Span]]) -> dict[str, np.ndarray]:
    """Hits, predictions and gold mentions by document (rows: documents, columns: hit, predicted, gold) for the total and each category."""
    docs = sorted({passage.get("doc", passage["id"]) for passage in passages})
    row = {doc: index for index, doc in enumerate(docs)}
    counts = {name: np.zeros((len(docs), 3)) for name in ("total", *CATEGORIES)}
    for passage, found in zip(passages, predictions, strict=True):
        index = row[passage.get("doc", passage["id"])]
        for g, _ in pair(passage["text"], passage["mentions"], found):
            for name in ("total", passage["mentions"][g]["category"]):
                counts[name][index, 0] += 1
        for column, items in ((1, found), (2, passage["mentions"])):
            for item in items:
                for name in ("total", item["category"]):
                    counts[name][index, column] += 1
    return counts


def scores(counts: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    hit, predicted, gold = counts.sum(axis=0)
    precision = hit / predicted if predicted else 0.0
    recall = hit / gold if gold else 0.0
    return precision, recall, 2 * hit / (predicted + gold) if predicted + gold else 0.0


def interval(counts: np.ndarray, *, rounds: int = 2000, seed: int = 1) -> tuple[float, float]:
    """95 % bootstrap interval of F1 over documents."""
    random = np.random.default_rng(seed)
    values = [scores(counts[random.integers(0, len(counts), len(counts))])[2] for _ in range(rounds)]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def word_list() -> dict[str, str]:
    """Every single word of the codebook with the category under which it stands first."""
    codebook = load_codebook()
    inflector = codebook.words.inflector
    listed: dict[str, str] = {}
    for entry in codebook.entries:
        if entry.skip:
            continue
        for lemma in entry.lemmas:
            for variant in spellings(lemma):
                for forms in inflector.forms(variant, entry.part).values():
                    for form in forms:
                        listed.setdefault(form, entry.category)
    return listed


def bare(text: str, listed: dict[str, str]) -> list[Span]:
    """The word list without any context."""
    return [
        {"start": m.start(), "end": m.end(), "category": listed[m.group().lower()]}
        for m in re.finditer(r"\w+", text)
        if m.group().lower() in listed
    ]


def closed_class(text: str, listed: dict[str, str]) -> list[Span]:
    """The word list, kept only where the neighbouring closed-class words allow the part of speech.

    A stand-in for agreement of the part of speech, which needs a tagger: a word of a verb's form is dropped after a determiner, a word of a noun's
    or an adjective's after a subject pronoun; 'like' and 'know' are dropped after 'be' and 'you'.
    """
    codebook = load_codebook()
    verbs, classes = codebook.words.verb_tags, codebook.words.classes
    kept = []
    for item in bare(text, listed):
        word = text[item["start"] : item["end"]].lower()
        previous = re.findall(r"\w+", text[: item["start"]].lower())[-1:]
        before = previous[0] if previous else ""
        if (
            word in verbs
            and "base" in verbs[word]
            and before in classes["det"] | {"my", "his", "their", "our"}
            and item["category"] not in {"emotion"}
        ):
            continue
        if (
            word not in verbs
            and before in {"i", "he", "she", "we", "they"}
            and item["category"] in {"emotion", "cognition"}
        ):
            continue
        if (word == "like" and before in {"was", "is", "are", "s", "m", "just", "it", "and", "stuff"}) or (
            word == "know" and before == "you"
        ):
            continue
        kept.append(item)
    return kept


def attributes(passages: list[Span], predictions: list[list[Span]]) -> dict[str, float]:
    """Accuracy of the holder, and of each flag, over matched mentions."""
    right: dict[str, list[bool]] = defaultdict(list)
    for passage, found in zip(passages, predictions, strict=True):
        for g, f in pair(passage["text"], passage["mentions"], found):
            gold, item = passage["mentions"][g], found[f]
            right["holder"].append(gold["holder"] == item["holder"])
            right["all flags"].append(set(gold["flags"]) == set(item["flags"]))
            for flag in FLAGS:
                right[flag].append((flag in gold["flags"]) == (flag in item["flags"]))
    return {name: float(np.mean(values)) for name, values in right.items()}


def predict(passages: list[Span]) -> list[list[Span]]:
    """The highlighter's mentions for each passage."""
    highlights = language.load().highlight((passage["text"], passage.get("question")) for passage in passages)
    return [
        [
            {
                "start": m.start,
                "end": m.end,
                "category": m.category,
                "holder": m.holder,
                "flags": m.flags,
                "rule": m.rule,
                "lemma": m.lemma,
            }
            for m in one.mentions
        ]
        for one in highlights
    ]


def show(title: str, counts: dict[str, np.ndarray]) -> None:
    """One table."""
    print(f"\n{title}\n{'':12} {'P':>5} {'R':>5} {'F1':>5}   95 % of F1      gold  found")
    for name, table in counts.items():
        precision, recall, f1 = scores(table)
        low, high = interval(table)
        _, predicted, gold = table.sum(axis=0)
        print(
            f"{name:12} {precision:5.3f} {recall:5.3f} {f1:5.3f}   {low:.3f} - {high:.3f} {gold:7.0f} {predicted:6.0f}"
        )


def show_errors(passages: list[Span], predictions: list[list[Span]]) -> None:
    """Every miss, false hit and wrong attribute, to the screen only."""
    for passage, found in zip(passages, predictions, strict=True):
        gold, text = passage["mentions"], passage["text"]
        pairs = pair(text, gold, found)
        for g in set(range(len(gold))) - {g for g, _ in pairs}:
            item = gold[g]
            print(
                f"MISS  {item['category']:10} {text[max(0, item['start'] - 50) : item['start']]}[{text[item['start'] : item['end']]}]{text[item['end'] : item['end'] + 40]}"
            )
        for f in set(range(len(found))) - {f for _, f in pairs}:
            item = found[f]
            print(
                f"FALSE {item['category']:10} {text[max(0, item['start'] - 50) : item['start']]}[{text[item['start'] : item['end']]}]{text[item['end'] : item['end'] + 40]}   <{item['rule']}>"
            )
        for g, f in pairs:
            want, got = gold[g], found[f]
            if want["holder"] != got["holder"] or set(want["flags"]) != set(got["flags"]):
                print(
                    f"ATTR  {want['holder']} {want['flags']} != {got['holder']} {list(got['flags'])}: {text[max(0, want['start'] - 60) : want['start']]}[{text[want['start'] : want['end']]}]{text[want['end'] : want['end'] + 30]}   <{got['rule']}>"
                )


def speed(passages: list[Span], *, seconds: float = 2.0) -> None:
    """Words a second of CPU: the bare tokenizer and the whole highlighter on the same texts."""
    texts = [passage["text"] for passage in passages if len(passage["text"]) > 200] or [
        passage["text"] for passage in passages
    ]
    blank, highlighter = spacy.blank("en"), language.load()
    words = sum(len(re.findall(r"\w+(?:['’]\w+)?", text)) for text in texts)
    jobs = {
        "blank tokenizer": lambda: sum(1 for _ in blank.pipe(texts)),
        "highlighter": lambda: sum(1 for _ in highlighter.highlight((text, None) for text in texts)),
    }
    for name, job in jobs.items():
        job()
        begin, rounds = time.process_time(), 0
        while time.process_time() - begin < seconds:
            job()
            rounds += 1
        print(f"{name:16} {words * rounds / (time.process_time() - begin):9.0f} words a second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every miss and false hit")
    parser.add_argument("--speed", action="store_true", help="measure words a second")
    options = parser.parse_args()
    passages = [json.loads(line) for line in options.passages.read_text(encoding="utf-8").splitlines()]
    passages = [{"mentions": [], **passage} for passage in passages]
    predictions = predict(passages)
    if options.errors:
        show_errors(passages, predictions)
    listed = word_list()
    show("highlighter", tally(passages, predictions))
    for name, value in attributes(passages, predictions).items():
        print(f"  {name:10} right in {value:.3f} of matched mentions")
    show(
        "baseline 1: bare word list of the codebook",
        tally(passages, [bare(passage["text"], listed) for passage in passages]),
    )
    show(
        "baseline 2 (stand-in): word list with closed-class context; agreement of the part of speech needs a tagger",
        tally(passages, [closed_class(passage["text"], listed) for passage in passages]),
    )
    if options.speed:
        print()
        speed(passages)


if __name__ == "__main__":
    main()
