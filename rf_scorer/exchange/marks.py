"""The highlights of a sheet as spans of a talk: what span tools get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.exchange.labels import MARKER, MENTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.exchange.material import Material
    from rf_scorer.exchange.talk import Place

__all__ = ["Marked", "marks_of", "suggestion_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A highlight.

    Attributes
    ----------
    id, kind, label : str
    place : Place
    start, end : int
        In the talk's text.
    holder : str or None
    flags : tuple of str
    """

    id: str
    kind: str
    label: str
    place: Place
    start: int
    end: int
    holder: str | None = None
    flags: tuple[str, ...] = ()


def marks_of(material: Material, interview: str) -> Iterator[Marked]:
    """Mentions, then markers, each in the sheet's order."""
    sheet, talk = material.sheets[interview], material.talks[interview]
    for one in sheet["mentions"]:
        place = talk.place(one)
        start, end = talk.span(place)
        yield Marked(
            id=one["id"],
            kind=MENTION,
            label=one["category"],
            place=place,
            start=start,
            end=end,
            holder=one["holder"],
            flags=tuple(one["flags"]),
        )
    for one in sheet["markers"]:
        place = talk.place(one)
        start, end = talk.span(place)
        yield Marked(id=one["id"], kind=MARKER, label=one["marker"], place=place, start=start, end=end)


def suggestion_lines(material: Material, interview: str) -> list[dict[str, object]]:
    """The provisional suggestions, as plain records that say what they are."""
    return [
        {
            "passage": made["passage"],
            "provisional_level": made["level"],
            "provisional_interval": made["interval"],
            "model": made["model"],
        }
        for made in material.sheets[interview]["suggestions"]
        if made["level"] is not None
    ]
