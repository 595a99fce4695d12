"""What a cell says: a rating, or whether two participants' codes may be one and the same."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

__all__ = ["NotARating", "blank", "rating", "same"]

_NUMBER = re.compile(r"[-+−–]?(?:\d{1,9}(?:[.,]\d{0,9})?|[.,]\d{1,9})")
_NO_NUMBER = frozenset({"nan", "inf", "infinity", "na", "n/a", "#n/a", "null", "none", "nil"})
#: Characters without width, which nobody sees.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class NotARating(Enum):
    """Why a cell holds no rating."""

    MISSING = "missing"
    NO_NUMBER = "no number"
    TEXT = "text"


def blank(text: str) -> bool:
    """Whether a cell holds nothing that anybody could see."""
    return not text.translate(_UNSEEN).strip()


def rating(text: str) -> float | NotARating:
    """The number in a cell, with a decimal point or comma and any minus sign, or why there is none."""
    plain = text.translate(_UNSEEN).strip()
    if not plain:
        return NotARating.MISSING
    if plain.casefold().lstrip("+-−") in _NO_NUMBER:
        return NotARating.NO_NUMBER
    if _NUMBER.fullmatch(plain) is None:
        return NotARating.TEXT
    return float(plain.replace(",", ".").replace("−", "-").replace("–", "-"))


def same(code: str) -> str:
    """What is left of a participant's code without case, spaces and width: two with the same rest may be one person."""
    plain = unicodedata.normalize("NFKC", code).translate(_UNSEEN).casefold()
    return "".join(plain.split())
