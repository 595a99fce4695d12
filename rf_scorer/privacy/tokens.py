"""Words of a text as the detectors of names see them: where they stand, how they are written, and what stands between."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING

from rf_scorer.privacy.forms import FORMS
from rf_scorer.transcripts.conventions import asides, masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.privacy.forms import Form

__all__ = ["Tokens", "Writing", "shouted", "spoken", "tokens", "writing"]

#: A word with its apostrophes and hyphens; a cut-off word keeps its dash ("Oluwa-").
_WORD = re.compile(r"([^\W\d_]+(?:['’ʻʼ`‑-][^\W\d_]+)*(?:[-‑–—](?=[\s,.…]|$))?)")
#: What between two words ends a sentence, or begins somebody's words.
_BREAK = re.compile(r"[.?!…:;\"“”«»‘(\[{}\])–—\n\0/•*]|(?<=\s)['’](?=\S|$)|\s-(?=\s|$)")
_ABBREVIATED = re.compile(r"\b(?:dr|mr|mrs|ms|prof|st|sr|jr|rev|sgt|capt|col|lt|fr|mx)\.?\s*$", re.IGNORECASE)


class Writing(StrEnum):
    """How a text uses capitals."""

    MIXED = "mixed"
    LOWER = "lower"
    UPPER = "upper"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tokens:
    """The words of a text, in order; one column for each thing that is asked of them.

    Attributes
    ----------
    forms : sequence of Form
        The words as they are written.
    starts : sequence of int
        Where their texts begin.
    begins : sequence of bool
        Whether a sentence, or a quotation, begins with the word.
    folded : sequence of str
        The words in lower case without accents.
    """

    forms: Sequence[Form]
    starts: Sequence[int]
    begins: Sequence[bool]
    folded: Sequence[str]

    def __len__(self) -> int:
        return len(self.forms)

    def end(self, index: int) -> int:
        """Where the text of a word ends."""
        return self.starts[index] + len(self.forms[index].text)


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


def tokens(text: str) -> Tokens:
    """The words of a text whose notes are blanked out already."""
    # What stands between words, and the words, in turn: each word is looked up, and nothing is asked of it twice.
    parts = _WORD.split(text)
    reached = [0, *accumulate(map(len, parts))]
    forms = list(map(FORMS.__getitem__, parts[1::2]))
    starts = reached[1:-1:2]
    begins = [
        between != " " and _breaks(text, last, between)
        for last, between in zip(reached[0:-2:2], parts[:-1:2], strict=True)
    ]
    if "" in [form.word for form in forms]:
        kept = [place for place, form in enumerate(forms) if form.word]
        forms = [forms[place] for place in kept]
        starts, begins = [starts[place] for place in kept], [begins[place] for place in kept]
    if begins:
        begins[0] = True
    return Tokens(forms=forms, starts=starts, begins=begins, folded=[form.folded for form in forms])


def _breaks(text: str, last: int, between: str) -> bool:
    if not _BREAK.search(between):
        return False
    # The full stop of a title or an initial ends no sentence.
    return not (between.strip() == "." and (_ABBREVIATED.search(text, max(0, last - 6), last) or _initial(text, last)))


def _initial(text: str, end: int) -> bool:
    return end > 0 and text[end - 1].isupper() and (end == 1 or not text[end - 2].isalnum()) and text[end - 1] != "I"


def writing(parts: Sequence[Tokens]) -> Writing:
    """Whether capitals mean anything in the texts of a document: captions have none, or nothing else."""
    counts = Counter(form for part in parts for form in part.forms if not form.speaker)
    letters = counts.total()
    if not letters:
        return Writing.MIXED
    if sum(count for form, count in counts.items() if form.loud) > 0.6 * letters:
        return Writing.UPPER
    capital = sum(count for form, count in counts.items() if form.capital)
    if capital <= 0.004 * letters:
        return Writing.LOWER
    begins = sum(
        begun and not form.speaker for part in parts for form, begun in zip(part.forms, part.begins, strict=True)
    )
    # A long text of sentences without any capital is a caption's; so is a short one.
    return Writing.LOWER if begins > 8 and capital < 0.1 * begins else Writing.MIXED


def shouted(part: Tokens) -> bool:
    """Whether one text is all in capitals, as :func:`writing` would find."""
    loud = sum([form.loud and not form.speaker for form in part.forms])
    return bool(loud) and loud > 0.6 * sum(not form.speaker for form in part.forms)
