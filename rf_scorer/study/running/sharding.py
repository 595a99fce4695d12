"""Parts of a large set of transcripts that are scored by themselves, such as by the tasks of a job array.

Which part a transcript belongs to follows from its id alone: the first eight bytes of the SHA-256 digest of the id in UTF-8, read as a whole
number with the highest byte first, modulo the number of parts. So every machine, in every version, cuts the same set in the same way.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.study.inputs import Input

__all__ = ["MOST", "Shard", "cut", "part_of", "read_part"]

#: Parts that a set can be cut into.
MOST = 100_000
_PART = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One part of a set.

    Attributes
    ----------
    number, of : int
        The part, from 1, and how many there are.
    inputs : int
        Transcripts in the whole set.
    digest : str
        Of the names and ids of the whole set in their order, 64 hexadecimal digits: parts of other sets have another.
    """

    number: int
    of: int
    inputs: int
    digest: str

    @property
    def name(self) -> str:
        """Such as ``3-of-10``: what names of its tables have in them."""
        return f"{self.number}-of-{self.of}"


def read_part(text: str) -> tuple[int, int] | None:
    """Number and count of ``3/10``; None where the text is none, or there is no such part."""
    found = _PART.fullmatch(text)
    if found is None:
        return None
    number, of = int(found[1]), int(found[2])
    return (number, of) if number <= of <= MOST else None


def part_of(transcript_id: str, of: int) -> int:
    """The part, from 1, that a transcript belongs to."""
    digest = hashlib.sha256(transcript_id.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % of + 1


def cut(found: Sequence[Input], number: int, of: int) -> tuple[Shard, tuple[Input, ...]]:
    """One part of what was found, in the same order; it may be empty.

    Parameters
    ----------
    found : sequence of Input
        The whole set: clashes of ids are those of the set, not of the part.
    number, of : int
        The part, from 1, and how many there are.
    """
    whole = hashlib.sha256()
    for item in found:
        whole.update(f"{item.name}\0{item.id}\n".encode("utf-8", "surrogatepass"))
    shard = Shard(number=number, of=of, inputs=len(found), digest=whole.hexdigest())
    return shard, tuple(item for item in found if part_of(item.id, of) == number)
