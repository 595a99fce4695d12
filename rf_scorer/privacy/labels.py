"""Names where there is no sentence around them: speaker labels, file names, transcriber's notes, fields that hold a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy.contacts import contact_spans
from rf_scorer.privacy.cues import KIN_TITLES, RELATIONS, TITLES
from rf_scorer.privacy.dates import date_spans
from rf_scorer.privacy.glance import glance
from rf_scorer.privacy.lists import folded, lists
from rf_scorer.privacy.span import Span, merged
from rf_scorer.transcripts.conventions import asides
from rf_scorer.transcripts.speaker_words import INTERVIEWER, PARTICIPANT, TRANSCRIBER, kinds

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

__all__ = ["label_kind", "name_kinds", "note_spans"]

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CODE = re.compile(r"^(?:[\W\d_]*|[A-Z]{1,3}\d*|[A-Za-z]{1,2}\d+)$")
#: "[Bo]": a note with a name in it has more letters than a pause has signs.
_SHORTEST_NOTE = 4
_ORDER = ("email", "date", "phone", "person")
#: Letters of roles: "P", "INT", "MOT".
_USUAL = frozenset(
    """
    i p q a s t c m f int par pt th cl iv ie ir inv mot fat chi sub res id sp spk in pp po
    """.split()  # noqa: SIM905
)
#: What readers call speakers that a document marks by style.
_STYLES = frozenset({"bold", "plain", "underlined", "italic", "capitals"})


def label_kind(label: str) -> str | None:
    """Class of a speaker label, or None where it is a role or a code.

    Two or three capitals may be somebody's initials and are told as such unless they are the usual letters of roles.
    """
    known = lists()
    words = [folded(word) for word in _LETTERS.findall(label)]
    if not words or _CODE.match(label.strip()):
        letters = label.strip()
        return "initials" if letters.isalpha() and 2 <= len(letters) <= 3 and letters.lower() not in _USUAL else None
    if len(words) == 1 and words[0] in _STYLES:
        return None
    if _titled(words):
        return "person"
    if any(word in known.given and word not in known.worded for word in words):
        return "person"
    if len(words) <= 3 and any(len(word) > 3 and not known.english(word) and word not in known.plain for word in words):
        return "person"
    if any(word in known.worded or word in known.family for word in words) and not any(
        word in RELATIONS | TITLES | KIN_TITLES or word in known.plain for word in words
    ):
        return (
            "person" if len(words) <= 2 and all(word in known.given or word in known.family for word in words) else None
        )
    return None


def _titled(words: list[str]) -> bool:
    """Whether a name follows a role: "Dr Smith", "Interviewer Jones"."""
    known = lists()
    kind = kinds((words[0],))[words[0]]
    titled = words[0] in TITLES or (kind in {INTERVIEWER, PARTICIPANT, TRANSCRIBER} and len(words) == 2)
    return titled and len(words) > 1 and (words[-1] in known.given or words[-1] in known.family)


def name_kinds(file_name: str) -> Iterator[Span]:
    """Names, mail addresses, telephones and dates in a file name; what merely is no English word may be the name of a project."""
    yield from _in_fragment(file_name.rpartition(".")[0] or file_name)


def note_spans(text: str, names: Container[str] = ()) -> Iterator[Span]:
    """The same in what a transcriber noted in a turn, such as ``[Tobias laughs]``; role codes in double braces are left alone.

    Parameters
    ----------
    text : str
        A turn's text.
    names : container of str
        Words, case folded and without accents, that are names elsewhere in the document.
    """
    for aside in asides(text):
        note = text[aside.start : aside.end]
        if len(note) < _SHORTEST_NOTE or (aside.kind == "code" and note.startswith("{{")):
            continue
        for span in _in_fragment(note, names):
            yield Span(aside.start + span.start, aside.start + span.end, span.kind, span.found_by)


def _in_fragment(stem: str, names: Container[str] = ()) -> Iterator[Span]:
    known = lists()
    found: list[Span] = []
    spaced = re.sub(r"[_]", " ", stem)
    seen = glance(spaced)
    for pattern in (date_spans, contact_spans):
        found += [
            Span(span.start, span.end, span.kind, ("labels",)) for span in pattern(spaced, seen) if span.kind in _ORDER
        ]
    for match in _LETTERS.finditer(stem):
        word = folded(match.group())
        if (
            len(word) > 2
            and word not in known.plain
            and (
                (word in known.given and word not in known.worded)
                or (word in known.family and not known.english(word))
                or word in names
            )
        ):
            found.append(Span(match.start(), match.end(), "person", ("labels",)))
    yield from merged(found, order=_ORDER)
