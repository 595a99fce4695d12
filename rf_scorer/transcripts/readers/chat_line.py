"""The words of a CHAT main line, without the codes of the CHAT manual (MacWhinney, TalkBank) that are not words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BULLET", "Stretch", "stretches"]

#: A time mark: milliseconds from and to, between two control characters.
BULLET = re.compile(r"\x15(?:[^\x15\n]*?_)??(\d{1,10})_(\d{1,10})-?\x15")

_CODE = re.compile(
    r"""
      (?P<gone>
          \x15[^\x15\n]*\x15?                       # time mark
        | \[[^\[\]\n]*\]                              # [//] [: gloss] [=! tone] [* error] [+ code]
        | [<>‡„]                                    # scope of a code, satellites
        | \+["^<,+](?=\s)                           # linker at the head of a line
        | (?<!\S)&=\S+                              # event: &=laughs
        | (?<!\S)&\*[A-Z0-9]+[:=]\S+                # another speaker's word inside the line
        | (?<!\S)0[a-z]\S*                          # a word that was not said
      )
    | (?P<joined>
          (?<!\S)&[-+~](?=\w)                       # mark of a filler or fragment, which was said
        | (?<=\w)@[a-z]\S*                          # kind of a special form
        | (?<=\w)[()](?=\w) | (?<!\S)\((?=\w+\)\w) | (?<=\w)\)(?=\s|$)   # letters that were not said: (be)cause, go(t)
      )
    | (?P<ending>
          [ \t\r\n]{0,20}\+["/!]*(?=[.?!])               # how a line ends, before its punctuation
        | [ \t\r\n]{1,20}(?=[.?!,;](?:\s|$|\x15))       # CHAT sets punctuation apart from words
      )
    """,
    re.VERBOSE,
)


#: Letters left unsaid within a word are fewer.
_LONGEST_UNSAID = 40


class Stretch(NamedTuple):
    """Where words stand; ``joined`` if they continue the word before."""

    start: int
    end: int
    joined: bool


def stretches(text: str, start: int, end: int) -> Iterator[Stretch]:
    """The words between two offsets, in order, without codes.

    Fillers (``&-um``), fragments (``&+b``), pauses (``(.)``), retraced words and ``xxx`` stay: they were said, or stand
    for what was.
    """
    place, joined = start, False
    for match in _CODE.finditer(text, start, end):
        if match.group() == ")" and not _within_word(text, start, match.start()):
            continue
        if match.start() > place:
            yield from _cut(text, place, match.start(), joined=joined)
            joined = False
        kind = match.lastgroup
        joined = kind == "ending" or (
            kind == "joined" and match.start() > start and not text[match.start() - 1].isspace()
        )
        place = match.end()
    if end > place:
        yield from _cut(text, place, end, joined=joined)


def _within_word(text: str, start: int, closing: int) -> bool:
    """Whether a parenthesis closes letters of a word, as in ``go(t)``, and not a remark such as ``(laughs)``."""
    if text[closing + 1 : closing + 2].isalnum():
        return True
    opening = text.rfind("(", max(start, closing - _LONGEST_UNSAID), closing)
    return opening > start and text[opening - 1].isalnum() and text[opening + 1 : closing].isalnum()


def _cut(text: str, start: int, end: int, *, joined: bool) -> Iterator[Stretch]:
    """A stretch; of one that continues a word, the rest of the word on its own, so that blanks are kept single."""
    rest = start
    while joined and rest < end and not text[rest].isspace():
        rest += 1
    if rest > start:
        yield Stretch(start, rest, joined=True)
    if rest < end:
        yield Stretch(rest, end, joined=False)
