"""Title, code and date lines above an unlabelled interview, and the line that says it is over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.domain import Note

if TYPE_CHECKING:
    from rf_scorer.transcripts.readers.styled import Layout, Line

__all__ = ["body", "is_front_matter"]

_KEYS = (
    "participant|subject|patient|client|respondent|interviewer|interviewee|interview|transcri\\w+|date|time|study|id|code|"
    "case|file|tape|audio|page|location|place|site|duration|length|version|project|coder|rater|session|wave|visit|name|"
    "age|gender|sex|language|recorded|recording|reviewed|checked|typed|verified|pseudonym|protocol|key|legend|notes?"
)
_KEY_VALUE = re.compile(rf"\W*(?:{_KEYS})\b[^:=?\n]{{0,30}}[:=#].*", re.IGNORECASE)
_CODE = re.compile(
    rf"\W*(?:{_KEYS})\s*(?:no\.?|number|id|code)?\s*[\w-]*\d[\w./-]*\W*|[\W\d]*\d[\W\d]*",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:interview|transcript|transcription|protocol|session)\b", re.IGNORECASE)
_SPOKEN = re.compile(r"\b(?:i|you|me|my|we|he|she|they|it|yes|yeah|no|okay|um|uh)\b", re.IGNORECASE)
_END = re.compile(
    r"\W*(?:the )?end(?: of (?:the |this )?(?:interview|recording|transcript\w*|tape|session|audio|file))?\W*",
    re.IGNORECASE,
)
_MAX_WORDS = 15
_MAX_LENGTH = 200


def is_front_matter(text: str, *, heading: bool) -> bool:
    """Whether a line above the first question is a title, a code, or a date rather than something said.

    Parameters
    ----------
    text : str
        One line.
    heading : bool
        Whether its paragraph style is a title's or heading's.
    """
    words = len(text.split(maxsplit=_MAX_WORDS + 1))
    if "?" in text or words > _MAX_WORDS or len(text) > _MAX_LENGTH:
        return False
    if _KEY_VALUE.fullmatch(text) or _CODE.fullmatch(text):
        return True
    return not _SPOKEN.search(text) and (heading or (words <= 10 and _TITLE.search(text) is not None))


def body(layout: Layout, text: str) -> tuple[list[tuple[int, Line]], list[Note]]:
    """The numbered lines of an unlabelled interview without its front matter.

    Returns
    -------
    lines : list of (int, Line)
        1-based line numbers, and lines.
    notes : list of Note
        One for what was left out above, one for below. The lines stay in the text.
    """
    numbered = list(enumerate(layout.lines, start=1))
    first = 0
    dropped = 0
    for place, (_, line) in enumerate(numbered):
        content = text[line.start : line.end].strip()
        if content and not is_front_matter(content, heading=line.heading):
            break
        first, dropped = place + 1, dropped + bool(content)
    notes = []
    if dropped:
        message = f"{dropped} lines above the first question (title, codes, dates) are nobody's words: left out."
        remedy = "Look at the top of the document if somebody speaks there."
        notes.append(Note(code="front-matter-dropped", message=message, line=1, remedy=remedy))
    last = len(numbered)
    while last > first and not text[numbered[last - 1][1].start : numbered[last - 1][1].end].strip():
        last -= 1
    closing = text[numbered[last - 1][1].start : numbered[last - 1][1].end] if last > first else ""
    if len(closing) <= _MAX_LENGTH and _END.fullmatch(closing):
        last -= 1
        notes.append(Note(code="end-mark-dropped", message="The closing line is nobody's words.", line=last + 1))
    return numbered[first:last], notes
