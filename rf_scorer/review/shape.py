"""Values as JSON gives them, checked one by one: what is wrong is told by its path, never by what stands there.

``desk/static/js/ledger.js`` checks the same and says the same.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from rf_scorer.review.refused import Refused

if TYPE_CHECKING:
    from enum import StrEnum

__all__ = [
    "LARGEST",
    "LONGEST_TEXT",
    "bad",
    "check_object",
    "code_of",
    "code_or_none",
    "matching",
    "seconds",
    "text",
    "time",
    "truth",
    "whole",
]

#: Characters (code points) of a note or a reason.
LONGEST_TEXT = 4000
#: Beyond this a script's numbers are no longer exact.
LARGEST = 2**53 - 1

#: A rater's active time with a unit stays below this, in seconds.
_LONGEST_TIME = 1e6
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_SURROGATE = re.compile("[\ud800-\udfff]")

_Code = TypeVar("_Code", bound="StrEnum")


def bad(message: str, where: str) -> Refused:
    """The refusal of a value."""
    return Refused(
        message, code="shape", where=where, remedy="Load the page again; if it stays so, tell who runs the study."
    )


def check_object(value: Any, where: str, required: frozenset[str], optional: frozenset[str]) -> None:
    """An object has every required key, and no key that is neither required nor optional."""
    if not isinstance(value, dict):
        raise bad("An object is expected here.", where)
    keys = value.keys()
    if not keys >= required:
        raise bad("A key is missing.", where)
    if len(keys) != len(required) and not keys <= required | optional:
        raise bad("There is a key that is not known.", where)


def text(value: Any, where: str) -> str:
    """A note or a reason: text of at most :data:`LONGEST_TEXT` characters that a file can hold."""
    if not isinstance(value, str):
        raise bad("Text is expected here.", where)
    if len(value) > LONGEST_TEXT:
        raise bad(f"The text is too long: at most {LONGEST_TEXT} characters.", where)
    # Half of a character pair, as a script can make by cutting: no file can hold it.
    if not value.isascii() and _SURROGATE.search(value):
        raise bad("The text has a character that cannot be stored.", where)
    return value


def matching(value: Any, pattern: re.Pattern[str], where: str) -> str:
    """Text that a pattern matches in full."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise bad("This is not an id.", where)
    return value


def code_of(value: Any, codes: type[_Code], where: str) -> _Code:
    """A member of a list of codes."""
    # By type first: a list, say, cannot be looked up.
    if isinstance(value, str):
        try:
            return codes(value)
        except ValueError:
            pass
    raise bad("This is not one of the codes.", where)


def code_or_none(value: Any, codes: type[_Code], where: str) -> _Code | None:
    """A member of a list of codes, or nothing."""
    return None if value is None else code_of(value, codes, where)


def truth(value: Any, where: str) -> bool:
    """True or false, not 1 or 0."""
    if not isinstance(value, bool):
        raise bad("True or false is expected here.", where)
    return value


def whole(value: Any, where: str, low: int, high: int) -> int:
    """A whole number from ``low`` to ``high``; 3.0 is one, as in JSON, and True is none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise bad("A whole number is expected here.", where)
    return value


def seconds(value: Any, where: str) -> float | None:
    """A time in seconds, not negative and below a million, or nothing."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < _LONGEST_TIME:
        raise bad("A number of seconds is expected here.", where)
    # One way to write a number, in a script as here.
    return int(value) if math.floor(value) == value else value


def time(value: Any, where: str) -> str:
    """A time in UTC with milliseconds, as ``2026-11-30T10:15:00.000Z``."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return value
    raise bad("A time in UTC is expected here.", where)
