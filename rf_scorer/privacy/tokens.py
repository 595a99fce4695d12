"""Words of a text as the detectors of names see them: where they stand, how they are written, and what stands between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rf_scorer.transcripts.conventions import asides, masked

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Token", "Writing", "spoken", "tokens", "writing"]

#: A word with its apostrophes and hyphens; a cut-off word keeps its dash ("Oluwa-").
_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ`‑-][^\W\d_]+)*(?:[-‑–—](?=[\s,.…]|$))?")
#: What between two words ends a sentence, or begins somebody's words.
_BREAK = re.compile(r"[.?!…:;\"“”«»‘(\[{}\])–—\n\0/•*]|(?<=\s)['’](?=\S|$)|\s-(?=\s|$)")
_ABBREVIATED = re.compile(r"\b(?:dr|mr|mrs|ms|prof|st|sr|jr|rev|sgt|capt|col|lt|fr|mx)\.?\s*$", re.IGNORECASE)


class Writing(StrEnum):
    """How a text uses capitals."""

    MIXED = "mixed"
    LOWER = "lower"
    UPPER = "upper"


@dataclass(frozen=True, slots=True)
class Token:
    """A word.

    Attributes
    ----------
    start, end : int
        Half-open span.
    text : str
        As written.
    word : str
        Lower-case, with straight apostrophes, without a possessive ending and without the dash of a word that was cut off.
    begins : bool
        Whether a sentence, or a quotation, begins here.
    cut : bool
        Whether the speaker broke off in the word.
    """

    start: int
    end: int
    text: str
    word: str
    begins: bool
    cut: bool

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def loud(self) -> bool:
        """Whether all of its letters are capitals, and there are two at least."""
        return len(self.text) > 1 and self.text.isupper()


def spoken(text: str) -> str:
    """A text with transcriber's notes and codes blanked out, by a character that is no white space, so that nothing reads across them."""
    found = asides(text)
    if not found:
        return text
    blank = masked(text, found)
    parts, last = [], 0
    for aside in found:
        parts += [blank[last : aside.start], "\0" * (aside.end - aside.start)]
        last = aside.end
    return "".join([*parts, blank[last:]])


def tokens(text: str) -> list[Token]:
    """The words of a text whose notes are blanked out already."""
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        raw = match.group()
        between = text[last : match.start()]
        begins = not found or _breaks(text, last, between)
        cut = raw[-1] in "-‑–—"
        bare = raw.rstrip("-‑–—")
        word = bare.replace("’", "'").replace("ʼ", "'").lower()
        end = match.end() - (len(raw) - len(bare))
        if word.endswith("'s"):
            word, end = word[:-2], end - 2
        if word:
            found.append(Token(match.start(), end, text[match.start() : end], word, begins, cut))
        last = match.end()
    return found


def _breaks(text: str, last: int, between: str) -> bool:
    if not _BREAK.search(between):
        return False
    # The full stop of a title or an initial ends no sentence.
    return not (between.strip() == "." and (_ABBREVIATED.search(text, max(0, last - 6), last) or _initial(text, last)))


def _initial(text: str, end: int) -> bool:
    return end > 0 and text[end - 1].isupper() and (end == 1 or not text[end - 2].isalnum()) and text[end - 1] != "I"


def writing(words: Sequence[Token]) -> Writing:
    """Whether capitals mean anything in a text: captions have none, or nothing else."""
    letters = [token for token in words if token.word not in {"i", "i'm", "i've", "i'd", "i'll"}]
    if not letters:
        return Writing.MIXED
    upper = sum(token.text.isupper() and len(token.text) > 1 for token in letters)
    capital = sum(token.capital for token in letters)
    if upper > 0.6 * len(letters):
        return Writing.UPPER
    begins = sum(token.begins for token in letters)
    # A long text of sentences without any capital is a caption's; so is a short one.
    return (
        Writing.LOWER
        if capital <= max(0.004 * len(letters), 0) or (begins > 8 and capital < 0.1 * begins)
        else Writing.MIXED
    )
