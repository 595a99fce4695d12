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
    "name": "names of people or places (capitalised words inside a sentence)",
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
_LOWER = re.compile(r"\b[a-zà-ÿ]+\b")
#: A title is followed by a name, whatever its full stop looks like.
_TITLED = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Sir|Sister|Father|Nurse|Uncle|Aunt|Auntie)\.?\s+$")
#: Where a capital letter is only that of a beginning.
_SENTENCE_START = re.compile(r"(?:^|[.?!…:;\"“”‘(\[{–—-]|//|\n)\s*$")
#: Capitalised in any sentence and nobody's name.
_PLAIN = frozenset(
    f"I I'm I've I'd I'll OK Okay Mm Mhm Hmm Uh Um Yeah Yes No Well Oh Ah God Jesus Lord Christmas Easter Ramadan Diwali Hanukkah Eid English French German Spanish "
    f"American British Irish Scottish Welsh Indian Chinese African European Catholic Christian Muslim Jewish Hindu Protestant Bible Mum Mom Mam Mummy Mommy Mother "
    f"Dad Daddy Father Papa Mama Nan Nana Gran Granny Grandma Grandpa Grandad Auntie Aunt Uncle Sister Brother Doctor Company Region City School Person Monday "
    f"Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays Internet TV DVD PhD {_MONTHS.replace('|', ' ')} "
    "Mr Mrs Ms Dr Miss Professor Sir Interviewer Interviewee Participant Client Therapist Patient Speaker Subject Country Town Village Hospital University State "
    # Capitals that captions leave where they cut, and people where they quote.
    "A An The This That These Those There Here It He She We They You My Your His Her Our Their What When Where Who Why How Which Whose If Then And But Or So As At By "
    "For From In Into Of On Off Out Over To Up With Without About After Before Because Cause Since While Until Although Though Not None Nothing Nobody Now Just Like "
    "Is Are Was Were Be Been Do Does Did Has Have Had Can Could Would Should Might Must Shall Don't Doesn't Didn't Isn't Wasn't Can't Couldn't Wouldn't Won't "
    "All Any Some Every Everything Everybody Something Somebody Each Both Many Much More Most One Two Three First Second Next Last Let Let's Get Go Come Hey Hi Hello "
    "Hm Huh Uh-huh Uh-oh Mm-hmm Mm-hm Mm-mm Mmm Thanksgiving Covid Um Thank Thanks Please Sorry Right Exactly Sure Good Great Nice Fine Cool True Wow Actually Basically Maybe Perhaps Probably "
    "Really Also Even Still Only Again Always Never Sometimes Tell Say Start Stop Think Know See Look Wait".split()
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
    lower = frozenset(_LOWER.findall(text))
    named = frozenset(
        word
        for turn in transcript.turns
        for kind, start, end in _in_turn(turn)
        if kind == "name" and (word := _bare(turn.text[start:end])).lower() not in lower
    )
    line_ends = list(accumulate(map(len, text.splitlines(keepends=True))))
    found = [
        Finding(kind=kind, start=begin, end=finish, line=bisect_right(line_ends, begin) + 1)
        for turn in transcript.turns
        for kind, start, end in _joined(turn.text, _in_turn(turn, named))
        for begin, finish in [turn.to_source(start, end)]
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind)))


def _in_turn(turn: Turn, named: frozenset[str] = frozenset()) -> Iterator[tuple[str, int, int]]:
    """Findings in a turn; what is ``named`` elsewhere is a name at the beginning of a sentence, too."""
    text = masked(turn.text, asides(turn.text))
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield kind, *match.span()
    for match in _CAPITALISED.finditer(text):
        word, start = _bare(match.group()), match.start()
        if word in _PLAIN or re.split(r"[-'’]", word)[0] in _PLAIN:
            continue
        begins = _SENTENCE_START.search(text, max(0, start - 4), start) is not None
        if begins and word not in named and not _TITLED.search(text, max(0, start - 12), start):
            continue
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield "name", *match.span()


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word)


def _joined(text: str, found: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Names that follow one another within a space are one person's, or one place's."""
    last: tuple[str, int, int] | None = None
    for kind, start, end in found:
        if last and kind == last[0] == "name" and text[last[2] : start] == " ":
            last = (kind, last[1], end)
            continue
        if last:
            yield last
        last = (kind, start, end)
    if last:
        yield last


def notes(transcript: Transcript) -> tuple[Note, ...]:
    """The findings as notes: for each kind how many and on which lines, never what."""
    lines: dict[str, list[int]] = defaultdict(list)
    for finding in findings(transcript):
        lines[finding.kind].append(finding.line)
    return tuple(
        Note(
            code=f"identifier-{kind}",
            message=f"Possible {meaning}: {len(lines[kind])}, on {_listed(lines[kind])}.",
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
