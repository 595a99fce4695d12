"""What a ledger must know of an interview, and no more: a page and a worksheet get the same as JSON."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio
from rf_scorer.domain.rating import OVERALL, Assistance, Reveal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Terms", "division", "read_terms", "terms_document"]

#: A scale of more levels than this has ends that need a note; on a shorter one every level would.
_SHORT_SCALE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms on which an interview is rated.

    Attributes
    ----------
    minimum, maximum : int
        Of the scale.
    ratable : tuple of str
        Passages that have turns, in the order of the interview; the overall rating is not among them.
    required : tuple of str
        Those of them that must be rated.
    turns : mapping
        For each unit its turns' indices and the lengths of their texts in code points.
    markers : frozenset of str
        Ids that a rater can tag.
    assistance : Assistance
    overall : bool
        Whether there is a rating of the whole. There is none where every answer is somebody else's, as in a set to practise with.
    """

    minimum: int
    maximum: int
    ratable: tuple[str, ...]
    required: tuple[str, ...]
    turns: Mapping[str, Mapping[int, int]]
    markers: frozenset[str]
    assistance: Assistance
    overall: bool = True

    def __post_init__(self) -> None:
        if self.minimum >= self.maximum:
            raise ValueError("a scale has at least two levels")
        if not set(self.required) <= set(self.ratable):
            raise ValueError("what must be rated can be rated")

    def knows(self, unit: str) -> bool:
        """Whether a unit can be rated."""
        return unit in self.ratable or (self.overall and unit == OVERALL)

    @property
    def units(self) -> tuple[str, ...]:
        """All that can be rated, the overall rating last."""
        return (*self.ratable, OVERALL) if self.overall else self.ratable

    @property
    def needed(self) -> tuple[str, ...]:
        """All that must be rated, the overall rating last."""
        return (*self.required, OVERALL) if self.overall else self.required

    def extreme(self, level: int) -> bool:
        """Whether a level is at an end of the scale, where a rating needs a note: the lowest, and the two highest."""
        long = self.maximum - self.minimum + 1 > _SHORT_SCALE
        return long and (level == self.minimum or level >= self.maximum - 1)


def terms_document(terms: Terms) -> dict[str, Any]:
    """The terms as JSON."""
    return {
        "minimum": terms.minimum,
        "maximum": terms.maximum,
        "ratable": list(terms.ratable),
        "required": list(terms.required),
        "turns": {unit: {str(turn): length for turn, length in turns.items()} for unit, turns in terms.turns.items()},
        "markers": sorted(terms.markers),
        "assistance": {
            "control": terms.assistance.control,
            "highlights": terms.assistance.highlights,
            "reveal": terms.assistance.reveal.value,
        },
        "overall": terms.overall,
    }


def read_terms(document: Mapping[str, Any]) -> Terms:
    """The terms of a document that :func:`terms_document` made; what was made before there was ``overall`` has one."""
    given = document["assistance"]
    return Terms(
        minimum=document["minimum"],
        maximum=document["maximum"],
        ratable=tuple(document["ratable"]),
        required=tuple(document["required"]),
        turns={
            unit: {int(turn): length for turn, length in turns.items()} for unit, turns in document["turns"].items()
        },
        markers=frozenset(document["markers"]),
        assistance=Assistance(control=given["control"], highlights=given["highlights"], reveal=Reveal(given["reveal"])),
        overall=document.get("overall", True),
    )


def division(terms: Terms) -> str:
    """A digest of how an interview is divided into passages, and of the ends of its scale: what ratings of it rest on."""
    divided = [terms.minimum, terms.maximum, {unit: list(terms.turns[unit].items()) for unit in terms.ratable}]
    return hashlib.sha256(jsonio.dumps_line(divided).encode()).hexdigest()
