"""How much of what identifies somebody the gate finds, and how often it raises a false alarm.

    python benchmarks/privacy.py                                     # the test passages, by class, beside baselines
    python benchmarks/privacy.py --errors benchmarks/data/privacy/dev.jsonl
    python benchmarks/privacy.py --transcripts DIR [--transcripts DIR]   # findings per 1,000 words of real transcripts

``--json FILE`` hands the figures over.

Passages are invented and hold identifiers between ``[[class|`` and ``]]`` (benchmarks/data/privacy/README.md). An identifier counts as found if half of
its characters are marked, whatever class they were given; a false alarm is a marked stretch that touches no identifier. Each passage is looked through
by itself, as a document of its own. Intervals are Wilson's, at 95 %.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import keeping

from rf_scorer import privacy, transcripts
from rf_scorer.errors import RfScorerError
from rf_scorer.language.entities import named_words
from rf_scorer.privacy.detector import find
from rf_scorer.privacy.presidio import presidio_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DATA = Path(__file__).parent / "data" / "privacy"
TEST = [DATA / f"test{part}.jsonl" for part in (1, 2, 3)]
_MARKED = re.compile(r"\[\[([a-z-]+)\|([^\[\]|]+)\]\]")
_CAPITAL = re.compile(r"(?<![.?!\"“'(\n]\s)(?<!^)(?<=\s)[A-Z][a-zà-ÿ]+(?:\s[A-Z][a-zà-ÿ]+)*")

Place = tuple[int, int, str]


@dataclass(slots=True)
class Tally:
    """Counts by class."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    classed: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    words: int = 0
    errors: list[str] = field(default_factory=list)

    def recall(self, kinds: Iterable[str]) -> tuple[int, int]:
        """Found and there, over some classes."""
        chosen = list(kinds)
        return sum(self.found[kind] for kind in chosen), sum(self.there[kind] for kind in chosen)


def passages(paths: Iterable[Path]) -> Iterator[tuple[str, str, list[Place]]]:
    """Id, text and identifiers of each passage."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            text, places, last = "", [], 0
            for match in _MARKED.finditer(record["text"]):
                text += record["text"][last : match.start()]
                places.append((len(text), len(text) + len(match[2]), match[1]))
                text += match[2]
                last = match.end()
            yield record["id"], text + record["text"][last:], places


def ours(text: str) -> list[Place]:
    """The detectors of the gate."""
    return [(span.start, span.end, span.kind) for span in find([text])[0]]


def presidio_and_entities(text: str) -> list[Place]:
    """Presidio's recognisers and the shipped pipeline's entities, without our own layer."""
    found = [(span.start, span.end, span.kind) for span in presidio_spans(text)]
    kinds = {"PERSON": "person", "PLACE": "place", "ORG": "employer"}
    for start, label in next(iter(named_words([text]))).entities.items():
        word = re.compile(r"[\w'’-]+").match(text, start)
        # Its dates are years and weekdays, too.
        if word is not None and label != "DATE" and word.group()[0].isupper():
            found.append((start, word.end(), kinds[label]))
    return found


def capitals(text: str) -> list[Place]:
    """Every capitalised word inside a sentence, and every number of six figures and more."""
    found = [(*match.span(), "person") for match in _CAPITAL.finditer(text)]
    return found + [(*match.span(), "record") for match in re.finditer(r"\d(?:[\d ./-]{4,}\d)", text)]


BASELINES: dict[str, Callable[[str], list[Place]]] = {
    "Presidio and the shipped pipeline's entities alone": presidio_and_entities,
    "capitals inside sentences and long numbers": capitals,
}


def tallied(detect: Callable[[str], list[Place]], paths: Iterable[Path]) -> Tally:
    """Look through all passages."""
    tally = Tally()
    for name, text, places in passages(paths):
        spans = detect(text)
        tally.words += len(text.split())
        for start, end, kind in places:
            touching = [span for span in spans if span[0] < end and start < span[1]]
            covered = len({place for span in touching for place in range(max(start, span[0]), min(end, span[1]))})
            tally.there[kind] += 1
            if 2 * covered >= end - start:
                tally.found[kind] += 1
                tally.classed[kind] += any(span[2] == kind for span in touching)
            else:
                tally.errors.append(f"missed {name} {kind}: {_around(text, start, end)}")
        for start, end, kind in spans:
            if any(start < other[1] and other[0] < end for other in places):
                tally.hits[kind] += 1
            else:
                tally.alarms[kind] += 1
                tally.errors.append(f"alarm  {name} {kind}: {_around(text, start, end)}")
    return tally


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 35) : start]}<<{text[start:end]}>>{text[end : end + 25]}"


def wilson(found: int, there: int) -> str:
    """A share with its 95 % interval."""
    if not there:
        return "-"
    z, p = 1.959964, found / there
    middle, half = p + z * z / (2 * there), z * math.sqrt(p * (1 - p) / there + z * z / (4 * there * there))
    scale = 1 + z * z / there
    return f"{p:.3f} ({(middle - half) / scale:.2f} to {(middle + half) / scale:.2f})"


def counted(tally: Tally) -> dict[str, Any]:
    """One detector's counts, by class."""
    kinds = sorted(tally.there, key=lambda kind: (kind not in privacy.DIRECT, -tally.there[kind], kind))
    return {
        "words": tally.words,
        "alarms": tally.alarms.total(),
        "hits": tally.hits.total(),
        "direct": tally.recall(kind for kind in kinds if kind in privacy.DIRECT),
        "all": tally.recall(kinds),
        "classes": {
            kind: {
                "there": tally.there[kind],
                "found": tally.found[kind],
                "classed": tally.classed[kind],
                "alarms": tally.alarms[kind],
                "hits": tally.hits[kind],
                "direct": kind in privacy.DIRECT,
            }
            for kind in kinds
        },
    }


def told(title: str, tally: Tally, *, by_class: bool) -> None:
    """Print one detector's figures."""
    if by_class:
        print(f"{'class':12} {'there':>5} {'recall':>22} {'class right':>11} {'alarms':>6} {'precision':>9}")
        for kind in sorted(tally.there, key=lambda kind: (kind not in privacy.DIRECT, -tally.there[kind])):
            marked = tally.hits[kind] + tally.alarms[kind]
            right = f"{tally.classed[kind] / tally.found[kind]:.2f}" if tally.found[kind] else "-"
            precision = f"{tally.hits[kind] / marked:.2f}" if marked else "-"
            print(
                f"{kind:12} {tally.there[kind]:5} {wilson(tally.found[kind], tally.there[kind]):>22} {right:>11} {tally.alarms[kind]:6} {precision:>9}"
            )
    direct = tally.recall(kind for kind in tally.there if kind in privacy.DIRECT)
    every = tally.recall(tally.there)
    alarms, hits = tally.alarms.total(), tally.hits.total()
    print(
        f"{title}: direct identifiers {wilson(*direct)}, all {wilson(*every)}; precision {hits / max(hits + alarms, 1):.3f}; "
        f"{alarms} false alarms, {1000 * alarms / max(tally.words, 1):.2f} per 1,000 of {tally.words} words"
    )


def real(folder: Path) -> dict[str, Any]:
    """Findings in transcripts that were de-identified, or not: each is to be looked at by a person. Their counts, which it prints, too."""
    words, kinds, files, blocked, unread = 0, Counter[str](), 0, 0, 0
    begun = time.process_time()
    for path in sorted(folder.iterdir()):
        try:
            # Whoever speaks: names are looked for before anybody knows who the participant is.
            transcript = transcripts.read_document(transcripts.Document.open(path), speakers=None)
        except RfScorerError:
            unread += 1
            continue
        verdict = privacy.inspect(transcript)
        files, words, blocked = (
            files + 1,
            words + sum(len(turn.text.split()) for turn in transcript.turns),
            blocked + verdict.blocked,
        )
        kinds.update(verdict.counts())
    took = time.process_time() - begun
    print(
        f"{folder.name}: {files} files ({unread} unread), {words} words, {blocked} blocked; {1000 * kinds.total() / max(words, 1):.2f} findings per 1,000 words: {dict(kinds.most_common())}; {words / took:.0f} words/s of processor time"
    )
    return {
        "folder": folder.name,
        "files": files,
        "unread": unread,
        "words": words,
        "blocked": blocked,
        "findings": kinds.total(),
        "classes": dict(kinds.most_common()),
        "seconds": took,
    }


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", nargs="*", type=Path, help="by default the test passages")
    parser.add_argument(
        "--errors",
        action="store_true",
        help="print every miss and every false alarm (never look at those of the test passages while building)",
    )
    parser.add_argument("--transcripts", action="append", type=Path, default=[], metavar="DIR")
    keeping.offer(parser)
    chosen = parser.parse_args()
    if chosen.transcripts:
        keeping.write(chosen.json, {"folders": [real(folder) for folder in chosen.transcripts]})
        return
    paths = chosen.passages or TEST
    tally = tallied(ours, paths)
    if chosen.errors:
        print("\n".join(sorted(tally.errors)))
    told("the gate", tally, by_class=True)
    others = {title: tallied(detect, paths) for title, detect in BASELINES.items()}
    for title, other in others.items():
        told(title, other, by_class=False)
    figures = {"passages": sum(1 for _ in passages(paths)), "ours": counted(tally)}
    keeping.write(chosen.json, figures | {"baselines": {title: counted(other) for title, other in others.items()}})


if __name__ == "__main__":
    main()
