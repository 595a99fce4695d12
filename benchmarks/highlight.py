"""How well mentions are found: precision, recall and F1 after section 5 of the highlight codebook, beside two baselines.

    python benchmarks/highlight.py PASSAGES.jsonl [--lemmas] [--errors] [--speed] [--json FILE]

``PASSAGES.jsonl`` holds one passage a line: ``text``, ``question`` (may be missing), ``doc``, and ``mentions`` with half-open character offsets,
``category``, ``holder`` and ``flags``. A predicted mention matches a gold one of the same category with which it shares a token; each matches once.
Intervals are bootstrap intervals of 95 % over documents.

baseline 1
    every single word of the codebook wherever it stands, under the first category that lists it;
baseline 2
    the same, where the shipped pipeline's tag is one that the entry's part of speech can have.

``--lemmas`` adds precision and recall of the thirty headwords that are most frequent in gold and found mentions together. ``--errors`` lists every
miss, false hit and wrong attribute with the words around it, for sets whose words may be seen; it is for developers. ``--speed`` measures words a
second of processor time, which is that of one core, in one run over the texts, repeated until they are long enough.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from figures import keeping

from rf_scorer import language
from rf_scorer.domain import CATEGORIES, FLAGS
from rf_scorer.language.analysis import question_words, shipped
from rf_scorer.language.codebook import load_codebook
from rf_scorer.language.lexicon import spellings
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.transcripts.conventions import word_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Span = dict[str, Any]
Table = dict[str, np.ndarray]

_TOKEN = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_WORD = re.compile(r"\w+")
_SEED, _ROUNDS = 1, 2000
_MOST_FREQUENT = 30
#: Fewest words over which speed is measured, and texts that go through all stages before the next.
_LONG_ENOUGH, _BATCH = 100_000, 128
#: Beginnings of the Penn tags that a part of speech may have. Participles are often tagged as verbs where they are adjectives.
_TAGS = {"verb": ("VB",), "noun": ("NN",), "adjective": ("JJ", "VBN", "VBG"), "word": ("",)}


class Sense(NamedTuple):
    """What a form may be a form of."""

    part: str
    category: str
    headword: str


def documents(passages: list[Span]) -> list[int]:
    """Of which document each passage is a part, numbered from 0."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(passage.get("doc", passage["id"]), len(numbers)) for passage in passages]


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


def tally(passages: list[Span], predictions: list[list[Span]]) -> Table:
    """Hits, predictions and gold mentions by document (rows: documents, columns: hit, found, gold) for the total and each category."""
    numbers = documents(passages)
    counts = {name: np.zeros((max(numbers, default=0) + 1, 3)) for name in ("total", *CATEGORIES)}
    for row, passage, found in zip(numbers, passages, predictions, strict=True):
        gold = passage["mentions"]
        hits = [gold[g] for g, _ in pair(passage["text"], gold, found)]
        for column, items in enumerate((hits, found, gold)):
            for item in items:
                for name in ("total", item["category"]):
                    counts[name][row, column] += 1
    return counts


def attributes(passages: list[Span], predictions: list[list[Span]]) -> Table:
    """Matched mentions whose holder, whose flags together and each of whose flags are right (rows: documents, columns: right, matched)."""
    numbers = documents(passages)
    counts = {name: np.zeros((max(numbers, default=0) + 1, 2)) for name in ("holder", "all flags", *FLAGS)}
    for row, passage, found in zip(numbers, passages, predictions, strict=True):
        for g, f in pair(passage["text"], passage["mentions"], found):
            gold, item = passage["mentions"][g], found[f]
            unlike = set(gold["flags"]) ^ set(item["flags"])
            right = {"holder": gold["holder"] == item["holder"], "all flags": not unlike}
            right |= {flag: flag not in unlike for flag in FLAGS}
            for name, value in right.items():
                counts[name][row] += (value, 1)
    return counts


def commonest(passages: list[Span], predictions: list[list[Span]]) -> dict[str, float]:
    """How often the commonest holder would be right, and no flag at all, of the same matched mentions: what attributes must beat."""
    matched = [
        passage["mentions"][g]
        for passage, found in zip(passages, predictions, strict=True)
        for g, _ in pair(passage["text"], passage["mentions"], found)
    ]
    holders = Counter(item["holder"] for item in matched)
    return {
        "holder": _share(max(holders.values(), default=0), len(matched)),
        "all flags": _share(sum(not item["flags"] for item in matched), len(matched)),
    }


def scores(counts: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1 of a table of hits, found and gold."""
    hit, found, gold = counts.sum(axis=0)
    return _share(hit, found), _share(hit, gold), _share(2 * hit, found + gold)


def accuracy(counts: np.ndarray) -> float:
    """Share of a table of right and matched."""
    return _share(*counts.sum(axis=0))


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


def interval(counts: np.ndarray, value: Callable[[np.ndarray], float]) -> tuple[float, float]:
    """95 % bootstrap interval of a value over documents."""
    random = np.random.default_rng(_SEED)
    values = [value(counts[random.integers(0, len(counts), len(counts))]) for _ in range(_ROUNDS)]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def word_list() -> dict[str, list[Sense]]:
    """What every single word of the codebook may be, in the order in which its senses are tried."""
    codebook = load_codebook()
    listed: dict[str, list[Sense]] = defaultdict(list)
    for entry in codebook.entries:
        for lemma in () if entry.skip else entry.lemmas:
            for variant in spellings(lemma):
                for forms in codebook.words.inflector.forms(variant, entry.part).values():
                    for form in forms:
                        listed[form].append(Sense(entry.part, entry.category, lemma))
    return dict(listed)


def bare(texts: Iterable[str], listed: dict[str, list[Sense]]) -> list[list[Span]]:
    """The word list without any context."""
    return [
        [
            {"start": match.start(), "end": match.end(), "category": listed[match.group().lower()][0].category}
            for match in _WORD.finditer(text)
            if match.group().lower() in listed
        ]
        for text in texts
    ]


def agreeing(texts: Iterable[str], listed: dict[str, list[Sense]]) -> list[list[Span]]:
    """The word list where the tag of the word agrees with the entry's part of speech."""
    pipeline = load_pipeline()
    heard = [pipeline.hear(text) for text in texts]
    predictions = []
    for spoken, grammar in zip(heard, pipeline.grammars(heard), strict=True):
        found = []
        for word, start, end, tag in zip(spoken.words, spoken.starts, spoken.ends, grammar.tag, strict=True):
            senses = (sense for sense in listed.get(word, ()) if tag.startswith(_TAGS[sense.part]))
            if sense := next(senses, None):
                found.append({"start": start, "end": end, "category": sense.category})
        predictions.append(found)
    return predictions


def predict(passages: list[Span]) -> list[list[Span]]:
    """The highlighter's mentions for each passage."""
    fields = ("start", "end", "category", "holder", "flags", "rule")
    highlights = language.load().highlight((passage["text"], passage.get("question")) for passage in passages)
    return [[{name: getattr(mention, name) for name in fields} for mention in one.mentions] for one in highlights]


def headword(text: str, item: Span, listed: dict[str, list[Sense]]) -> str:
    """The codebook's headword for a mention, gold or found: of its first word that is listed in its category, a verb before a noun; or what was said."""
    words = _WORD.findall(text[item["start"] : item["end"]].lower())
    for word in words:
        senses = [sense for sense in listed.get(word, ()) if sense.category == item["category"]]
        if senses:
            return min(senses, key=lambda sense: sense.part != "verb").headword
    return " ".join(words)


def by_headword(
    passages: list[Span], predictions: list[list[Span]], listed: dict[str, list[Sense]]
) -> list[tuple[str, str, int, int, int, int]]:
    """Category, headword, gold, gold that was found, found, found that is gold; most frequent first."""
    gold, recalled, found, right = (Counter[tuple[str, str]]() for _ in range(4))
    for passage, items in zip(passages, predictions, strict=True):
        text, wanted = passage["text"], passage["mentions"]
        pairs = pair(text, wanted, items)
        names = [(item["category"], headword(text, item, listed)) for item in wanted]
        others = [(item["category"], headword(text, item, listed)) for item in items]
        gold.update(names)
        found.update(others)
        recalled.update(names[g] for g, _ in pairs)
        right.update(others[f] for _, f in pairs)
    ranked = sorted((-count, name) for name, count in (gold + found).items())[:_MOST_FREQUENT]
    return [(*name, gold[name], recalled[name], found[name], right[name]) for _, name in ranked]


class Clock:
    """Processor time by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Add what is done inside to the stage."""
        began = time.process_time()
        yield
        self.seconds[stage] += time.process_time() - began


def speed(passages: list[Span], *, fewest: int = _LONG_ENOUGH) -> tuple[int, dict[str, float]]:
    """Words, and the processor seconds of each stage over the same words in turn, a batch at a time.

    ``bare pipeline`` is spaCy alone, from the text to tags and parse; ``spoken`` tokenizes and keeps what was said; ``mentions`` includes the view
    that the rules read; ``markers`` includes the levels; ``highlight`` is everything, through the package's own door.
    """
    items = [(passage["text"], passage.get("question")) for passage in passages]
    once = sum(word_count(text) for text, _ in items)
    repeats = -(-fewest // once) if once else 0
    items *= repeats
    pipeline, analyser, highlighter = load_pipeline(), shipped(), language.load()
    list(highlighter.highlight(items[:_BATCH]))  # compiles what is compiled on first use
    clock = Clock()
    for first in range(0, len(items), _BATCH):
        batch = items[first : first + _BATCH]
        with clock.time("bare pipeline"):
            list(pipeline.nlp.pipe([text for text, _ in batch]))
        with clock.time("spoken"):
            heard = [pipeline.hear(text) for text, _ in batch]
        with clock.time("tags and parse"):
            grammars = list(pipeline.grammars(heard, base=analyser.base))
        with clock.time("mentions"):
            views = [analyser.view_of(spoken, grammar) for spoken, grammar in zip(heard, grammars, strict=True)]
            echoes = [analyser.echoes(question) for _, question in batch]
            found = [analyser.mentions.find(view, echo) for view, echo in zip(views, echoes, strict=True)]
        with clock.time("markers"):
            for view, mentions, (_, question) in zip(views, found, batch, strict=True):
                markers = analyser.markers.find(view, mentions, question_words(question))
                analyser.levels.find(view, mentions, markers)
        with clock.time("highlight"):
            list(highlighter.highlight(batch))
    return once * repeats, dict(clock.seconds)


def counted(counts: Table) -> dict[str, Any]:
    """Precision, recall and F1 with its interval, and counts, for the total and each category."""
    found = {}
    for name, table in counts.items():
        precision, recall, f1 = scores(table)
        low, high = interval(table, lambda part: scores(part)[2])
        _, marked, gold = table.sum(axis=0)
        found[name] = {
            "precision": precision,
            "recall": recall,
            "f1": {"value": f1, "low": low, "high": high},
            "gold": int(gold),
            "found": int(marked),
        }
    return found


def show(title: str, counts: Table) -> None:
    """One table of precision, recall and F1."""
    print(f"\n{title}\n{'':12} {'P':>5} {'R':>5} {'F1':>5}   95 % of F1      gold  found")
    for name, table in counts.items():
        precision, recall, f1 = scores(table)
        low, high = interval(table, lambda part: scores(part)[2])
        _, found, gold = table.sum(axis=0)
        print(f"{name:12} {precision:5.3f} {recall:5.3f} {f1:5.3f}   {low:.3f} - {high:.3f} {gold:7.0f} {found:6.0f}")


def show_attributes(counts: Table) -> None:
    """How often the attributes of matched mentions are right."""
    print(f"\n{'of matched':12} right   95 %            matched")
    for name, table in counts.items():
        low, high = interval(table, accuracy)
        print(f"{name:12} {accuracy(table):5.3f}   {low:.3f} - {high:.3f} {table[:, 1].sum():7.0f}")


def show_headwords(rows: list[tuple[str, str, int, int, int, int]]) -> None:
    """Precision and recall of each headword; a dash where there is nothing to divide by."""
    print(f"\n{'category':12} {'headword':16} {'P':>5} {'R':>5}    gold  found")
    for category, name, gold, recalled, found, right in rows:
        precision = f"{right / found:5.3f}" if found else "    -"
        recall = f"{recalled / gold:5.3f}" if gold else "    -"
        print(f"{category:12} {name:16} {precision} {recall} {gold:7} {found:6}")


def show_speed(words: int, seconds: dict[str, float]) -> None:
    """Words a second, and what the rules add to the bare pipeline."""
    print(f"\n{words} words: words a second of processor time, and as a share of the bare pipeline's time")
    base = seconds.get("bare pipeline", 0.0)
    for name, value in seconds.items():
        print(f"{name:16} {_share(words, value):9.0f} {_share(value, base):7.1%}")
    added = seconds.get("mentions", 0.0) + seconds.get("markers", 0.0)
    print(f"mentions and markers add {_share(added, base):.1%} to the bare pipeline")


def show_errors(passages: list[Span], predictions: list[list[Span]]) -> None:
    """Every miss, false hit and wrong attribute, to the screen only."""
    for passage, found in zip(passages, predictions, strict=True):
        gold, text = passage["mentions"], passage["text"]
        pairs = pair(text, gold, found)
        for g in sorted(set(range(len(gold))) - {g for g, _ in pairs}):
            print(f"MISS  {gold[g]['category']:10} {_around(text, gold[g])}")
        for f in sorted(set(range(len(found))) - {f for _, f in pairs}):
            print(f"FALSE {found[f]['category']:10} {_around(text, found[f])}   <{found[f]['rule']}>")
        for g, f in sorted(pairs):
            want, got = gold[g], found[f]
            if want["holder"] != got["holder"] or set(want["flags"]) != set(got["flags"]):
                said = f"{want['holder']} {list(want['flags'])} != {got['holder']} {list(got['flags'])}"
                print(f"ATTR  {said}: {_around(text, want)}   <{got['rule']}>")


def _around(text: str, item: Span) -> str:
    start, end = item["start"], item["end"]
    return f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 40]}"


def read(path: Path) -> list[Span]:
    """The passages of a file; one without mentions may leave them out."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [{"mentions": [], **json.loads(line)} for line in lines if line.strip()]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--lemmas", action="store_true", help="precision and recall of the most frequent headwords")
    parser.add_argument("--errors", action="store_true", help="list every miss, false hit and wrong attribute")
    parser.add_argument("--speed", action="store_true", help="measure words a second of each stage")
    keeping.offer(parser)
    options = parser.parse_args(arguments)
    passages = read(options.passages)
    texts = [passage["text"] for passage in passages]
    predictions = predict(passages)
    listed = word_list()
    if options.errors:
        show_errors(passages, predictions)
    ours, right = tally(passages, predictions), attributes(passages, predictions)
    lists = {"word list": bare(texts, listed), "word list and part of speech": agreeing(texts, listed)}
    bases = {name: tally(passages, said) for name, said in lists.items()}
    show("highlighter", ours)
    show_attributes(right)
    for number, (name, counts) in enumerate(bases.items(), 1):
        show(f"baseline {number}: {name}", counts)
    figures = {
        "passages": len(passages),
        "documents": len(set(documents(passages))),
        "words": sum(word_count(text) for text in texts),
        "ours": counted(ours),
        "attributes": {name: _told_share(table) for name, table in right.items()},
        "baselines": {name: counted(counts)["total"] for name, counts in bases.items()},
        "commonest": commonest(passages, predictions),
    }
    if options.lemmas:
        rows = by_headword(passages, predictions, listed)
        show_headwords(rows)
        figures["headwords"] = rows
    if options.speed:
        measured = speed(passages)
        show_speed(*measured)
        figures["speed"] = {"words": measured[0], "seconds": measured[1]}
    keeping.write(options.json, figures)


def _told_share(table: np.ndarray) -> dict[str, Any]:
    low, high = interval(table, accuracy)
    return {"value": accuracy(table), "low": low, "high": high, "matched": int(table[:, 1].sum())}


if __name__ == "__main__":
    main()
