"""All detectors over the texts of one document."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from rf_scorer.language.entities import Looked
from rf_scorer.privacy.animals import called
from rf_scorer.privacy.asking import Asking
from rf_scorer.privacy.classes import CLASSES
from rf_scorer.privacy.contacts import contact_spans
from rf_scorer.privacy.dates import age_spans, date_spans
from rf_scorer.privacy.glance import glance
from rf_scorer.privacy.kinds import named_spans
from rf_scorer.privacy.labels import note_spans
from rf_scorer.privacy.lists import lists
from rf_scorer.privacy.names import NameFinder, is_foreign
from rf_scorer.privacy.numbers import number_spans
from rf_scorer.privacy.presidio import presidio_spans
from rf_scorer.privacy.roles import role_spans
from rf_scorer.privacy.span import Span, merged
from rf_scorer.privacy.spelled import spelled_spans
from rf_scorer.privacy.tokens import Writing, spoken, tokens, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rf_scorer.language.entities import NamedWords
    from rf_scorer.privacy.glance import Glance
    from rf_scorer.privacy.names import Names
    from rf_scorer.privacy.sight import Signs

__all__ = ["find"]

_ORDER = tuple(CLASSES)
_PATTERNS = (date_spans, age_spans, contact_spans, number_spans, spelled_spans, role_spans, presidio_spans)


def find(texts: Sequence[str], *, named: Looked | Sequence[NamedWords] | None = None) -> list[list[Span]]:
    """Look through the texts of one document, in which a name that is sure in one place is a name in every place.

    Parameters
    ----------
    texts : sequence of str
        What is said, turn by turn. Role codes are not looked at; a transcriber's note is no sentence, and is looked at as file names are.
    named : Looked or sequence of NamedWords, optional
        What the language pipeline says about each text, if somebody has looked already. Texts in capitals are looked at again, without them.

    Returns
    -------
    list of list of Span
        For each text its spans in order, without overlap.
    """
    blanks = [spoken(text) for text in texts]
    words = [tokens(blank) for blank in blanks]
    style, foreign = writing(words), is_foreign(words)
    if style is Writing.UPPER:
        # Models learnt from words whose capitals mean something.
        named = Looked(text.lower() if len(text.lower()) == len(text) else text for text in texts)
    elif named is None:
        named = Looked(texts)
    asking = Asking(named, len(texts))

    def finder(index: int, signs: Signs) -> NameFinder:
        return NameFinder(blanks[index], words[index], signs, style=style, foreign=foreign)

    finders = list(asking.settled(finder))
    known, before = _known(one.names for one in finders), asking.signs

    def spans(index: int, signs: Signs) -> list[Span]:
        # Who asks about a text only now, in the light of the other texts, begins with it anew.
        one = finders[index] if before[index] is signs else finder(index, signs)
        return list(named_spans(blanks[index], one.knowing(known), signs))

    glances = [glance(blank, part.forms) for blank, part in zip(blanks, words, strict=True)]
    pets = called(blanks, glances)
    return [
        merged([*found, *_patterned(blank, seen), *pets.spans(blank), *note_spans(text, known)], order=_ORDER)
        for found, text, blank, seen in zip(asking.settled(spans), texts, blanks, glances, strict=True)
    ]


def _patterned(blank: str, seen: Glance) -> Iterator[Span]:
    if not seen.anything:
        return role_spans(blank, seen)
    return chain.from_iterable(pattern(blank, seen) for pattern in _PATTERNS)


def _known(texts: Iterable[Names]) -> frozenset[str]:
    """Words that are names somewhere in a document: those that English does not have, and those that are given to people."""
    marked = {
        names.tokens.folded[index] for names in texts for index in names.marked if not names.tokens.forms[index].cut
    }
    known = lists()
    return frozenset(word for word in marked if len(word) > 2 and (word in known.given or not known.english(word)))
