"""One look at a text, by which finders of patterns know that they need not search it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from rf_scorer.privacy.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.privacy.forms import Form

__all__ = ["Glance", "glance"]

_DIGIT = re.compile(r"\d")
#: Signs of mail, web, handles and addresses of machines; any of them is looked at.
_SIGNS = re.compile(r"[@:_]|\.[^\W\d_]")
#: Letters that patterns without case take for i, k and s, while no lower-case word holds them.
_ODD = re.compile("[İıſ\u212a]")
_ALL, _MANY = -1, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a text holds that patterns need.

    Attributes
    ----------
    hints : int
        Of all words (:mod:`rf_scorer.privacy.hints`).
    numbers, letters : int
        Words for numbers and for strokes between them, and words of one letter.
    digit : bool
        Whether there is any digit.
    signs : bool
        Whether there is any sign of mail, web, handles or addresses.
    """

    hints: int
    numbers: int
    letters: int
    digit: bool
    signs: bool

    @property
    def anything(self) -> bool:
        """Whether anything but a role can be found."""
        return bool(self.hints or self.digit or self.signs or self.letters)


_EVERYTHING = Glance(hints=_ALL, numbers=_MANY, letters=_MANY, digit=True, signs=True)


def glance(text: str, forms: Sequence[Form] | None = None) -> Glance:
    """Look at a text once.

    Parameters
    ----------
    text : str
    forms : sequence of Form, optional
        Its words, where they are known already.
    """
    if not text.isascii() and _ODD.search(text):
        return _EVERYTHING
    if forms is None:
        forms = tokens(text).forms
    return Glance(
        hints=reduce(or_, [form.hints for form in forms], 0),
        numbers=sum([form.numbers for form in forms]),
        letters=sum([form.letters for form in forms]),
        digit=_DIGIT.search(text) is not None,
        signs=_SIGNS.search(text) is not None,
    )
