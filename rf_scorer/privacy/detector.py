"""All detectors over the texts of one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.entities import named_words
from rf_scorer.privacy.classes import CLASSES
from rf_scorer.privacy.contacts import contact_spans
from rf_scorer.privacy.dates import age_spans, date_spans
from rf_scorer.privacy.kinds import named_spans
from rf_scorer.privacy.lists import folded, lists
from rf_scorer.privacy.names import is_foreign, name_tokens
from rf_scorer.privacy.numbers import number_spans
from rf_scorer.privacy.presidio import presidio_spans
from rf_scorer.privacy.roles import role_spans
from rf_scorer.privacy.sight import Signs
from rf_scorer.privacy.span import Span, merged
from rf_scorer.privacy.spelled import spelled_spans
from rf_scorer.privacy.tokens import Writing, spoken, tokens, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.privacy.names import Names

__all__ = ["find"]

_ORDER = tuple(CLASSES)
_PATTERNS = (date_spans, age_spans, contact_spans, number_spans, spelled_spans, role_spans, presidio_spans)


@dataclass(frozen=True, slots=True)
class _Text:
    blank: str
    signs: Signs
    names: Names


def find(texts: Sequence[str]) -> list[list[Span]]:
    """Look through the texts of one document, in which a name that is sure in one place is a name in every place.

    Parameters
    ----------
    texts : sequence of str
        What is said, turn by turn; transcriber's notes and role codes are not looked at.

    Returns
    -------
    list of list of Span
        For each text its spans in order, without overlap.
    """
    blanks = [spoken(text) for text in texts]
    words = [tokens(blank) for blank in blanks]
    everything = [token for part in words for token in part]
    style, foreign = writing(everything), is_foreign(everything)
    signs = [
        Signs(entities=found.entities, tags=found.tags)
        for found in named_words(
            blank.lower() if style is Writing.UPPER and len(blank.lower()) == len(blank) else blank for blank in blanks
        )
    ]
    first = [
        _Text(blank, sign, name_tokens(blank, part, sign, style=style, foreign=foreign))
        for blank, part, sign in zip(blanks, words, signs, strict=True)
    ]
    known = _known(first)
    found = []
    for text in first:
        names = (
            name_tokens(text.blank, text.names.tokens, text.signs, known=known, style=style, foreign=foreign)
            if known
            else text.names
        )
        spans = [*named_spans(text.blank, names, text.signs)]
        for pattern in _PATTERNS:
            spans += pattern(text.blank)
        found.append(merged(spans, order=_ORDER))
    return found


def _known(texts: Sequence[_Text]) -> frozenset[str]:
    """Words that are names somewhere in a document: those that English does not have, and those that are given to people."""
    marked = {
        folded(text.names.tokens[index].word)
        for text in texts
        for index in text.names.marked
        if not text.names.tokens[index].cut
    }
    known = lists()
    return frozenset(word for word in marked if len(word) > 2 and (word in known.given or not known.english(word)))
