"""Patterns of identifiers in a transcript: counts and lines, never the words.

The patterns are simple on purpose and their silence means little: published tools miss about a quarter of the identifiers in texts
they have not seen (Alrazihi 2025, 10.25259/SNI_459_2025).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.transcripts.conventions import asides, masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.domain import Transcript, Turn

__all__ = ["KINDS", "Finding", "findings", "notes"]

#: What is looked for, with the words a coder reads.
KINDS = {
    "email": "e-mail addresses",
    "url": "web addresses or handles",
    "phone": "telephone or other long numbers",
    "date": "dates",
    "name": "capitalised words inside a sentence (names of people or places?)",
}

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_PATTERNS = {
    "email": re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    "url": re.compile(r"\b(?:https?://|www\.)\S{3,200}|(?<![\w@])@[A-Za-z]\w{2,30}\b"),
    "phone": re.compile(r"(?<![\w.])\+?\d(?:[ ().-]{0,2}\d){6,14}(?!\w)"),
    "date": re.compile(
        rf"\b\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b"
        rf"|\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b",
        re.IGNORECASE,
    ),
}
_CAPITALISED = re.compile(r"\b[A-Z][a-zà-ÿ]+(?:[-'’][A-Z]?[a-zà-ÿ]+)*\b")
#: Where a capital letter is only that of a beginning.
_SENTENCE_START = re.compile(r"(?:^|[.?!…:;\"“”‘(\[{–—-]|//|\n)\s*$")
#: Capitalised in any sentence and nobody's name.
_PLAIN = frozenset(
    f"I I'm I've I'd I'll OK Okay Mm Mhm Hmm Uh Um Yeah Yes No Well Oh Ah God Jesus Lord Christmas Easter Ramadan Diwali Hanukkah Eid English French German Spanish "
    f"American British Irish Scottish Welsh Indian Chinese African European Catholic Christian Muslim Jewish Hindu Protestant Bible Mum Mom Mam Mummy Mommy Mother "
    f"Dad Daddy Father Papa Mama Nan Nana Gran Granny Grandma Grandpa Grandad Auntie Aunt Uncle Sister Brother Doctor Company Region City School Person Monday "
    f"Tuesday Wednesday Thursday Friday Saturday Sunday Internet TV DVD PhD {_MONTHS.replace('|', ' ')}".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that may identify somebody: its kind (a key of :data:`KINDS`) and its place in the source."""

    kind: str
    start: int
    end: int
    line: int


def findings(transcript: Transcript) -> tuple[Finding, ...]:
    """Look through what everybody says, transcriber's notes and codes left out.

    Returns
    -------
    tuple of Finding
        In order of place, first kind first.
    """
    text = transcript.source.text
    line_ends = list(accumulate(map(len, text.splitlines(keepends=True))))
    found = [
        Finding(kind=kind, start=begin, end=finish, line=bisect_right(line_ends, begin) + 1)
        for turn in transcript.turns
        for kind, start, end in _in_turn(turn)
        for begin, finish in [turn.to_source(start, end)]
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind)))


def _in_turn(turn: Turn) -> Iterator[tuple[str, int, int]]:
    text = masked(turn.text, asides(turn.text))
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield kind, *match.span()
    # A turn that is written in capitals, or with every word capitalised, says nothing by its capitals.
    for match in _CAPITALISED.finditer(text):
        if match.group() in _PLAIN or _SENTENCE_START.search(text, max(0, match.start() - 4), match.start()):
            continue
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield "name", *match.span()


def notes(transcript: Transcript) -> tuple[Note, ...]:
    """The findings as notes: for each kind how many and on which lines, never what."""
    lines: dict[str, list[int]] = defaultdict(list)
    for finding in findings(transcript):
        lines[finding.kind].append(finding.line)
    return tuple(
        Note(
            code=f"identifier-{kind}",
            message=f"{len(lines[kind])} possible {meaning} on {_listed(lines[kind])}.",
            severity=Severity.WARNING,
            line=lines[kind][0],
            remedy="Look at the lines; replace what identifies somebody by a role code such as {{Brother}}.",
        )
        for kind, meaning in KINDS.items()
        if lines[kind]
    )


def _listed(lines: list[int]) -> str:
    unique = sorted(set(lines))
    shown = ", ".join(map(str, unique[:8]))
    return f"line{'s' if len(unique) > 1 else ''} {shown}{f' and {len(unique) - 8} more' if len(unique) > 8 else ''}"
