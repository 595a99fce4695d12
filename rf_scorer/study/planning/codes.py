"""Names for interviews that say nothing: made with a key, so that nobody who lacks it can go from one to the other."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from rf_scorer.study.files.csvtext import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["code_list", "codes"]

#: Digits and capital letters without those that are taken for one another when read aloud or off paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def codes(key: bytes, interviews: Iterable[str]) -> dict[str, str]:
    """A code for each interview, such as ``K7QF-2MXD``: the same as long as the key is the same.

    Two that would have one code, of ten thousand interviews about once in thirteen thousand studies, get longer ones.
    """
    ids = sorted(set(interviews))
    length = _LENGTH
    while True:
        found = {one: _code(key, one, length) for one in ids}
        if len(set(found.values())) == len(ids):
            return found
        length += 4


def _code(key: bytes, interview: str, length: int) -> str:
    number = int.from_bytes(hmac.new(key, f"rf-interview:{interview}".encode(), hashlib.sha256).digest(), "big")
    letters = []
    for _ in range(length):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "-".join("".join(letters[place : place + 4]) for place in range(0, length, 4))


def code_list(named: Mapping[str, str]) -> str:
    """The list that leads from interviews to codes, as CSV; whoever has it is no longer blind."""
    return csv_text(("interview", "code"), sorted(named.items()))
