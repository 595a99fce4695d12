"""Edited spans held against the highlights of a sheet: what was kept, changed, added and removed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.exchange.labels import MARKER, MENTION
from rf_scorer.exchange.material import CONSENSUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rf_scorer.exchange.fitting import Fitted
    from rf_scorer.exchange.material import Material
    from rf_scorer.exchange.spans import Said
    from rf_scorer.exchange.talk import Place, Talk

__all__ = ["SCHEMA", "spans_document"]

SCHEMA = "urn:rf-scorer:schema:spans:1"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A highlight of the sheet."""

    id: str
    kind: str
    name: str
    place: Place
    start: int
    end: int
    holder: str | None
    flags: tuple[str, ...] | None


def spans_document(
    fitted: Fitted, material: Material, *, tool: str, sheet_sha256: str, provenance: Mapping[str, str]
) -> dict[str, Any]:
    """What came back of one interview (``schemas/spans.schema.json``).

    Parameters
    ----------
    fitted : Fitted
    material : Material
    tool : str
        Name of the format.
    sheet_sha256 : str
        Digest of the sheet's bytes.
    provenance : mapping of str to str
    """
    talk = fitted.talk
    sheet = material.sheets[talk.interview]
    transcript = sheet["transcript"]
    marks = list(_marks(sheet, talk))
    tags = _tags(material, talk)
    usable = [
        (said, place)
        for said, place in fitted.placed
        if place is not None and said.kind and (place, said.name, said.by) not in tags
    ]
    partner = _partners(usable, marks)
    spans = [_span(said, place, partner.get(number), talk) for number, (said, place) in enumerate(usable)]
    left = [
        {"label": said.name or None, "reason": "label" if not said.kind else "place"}
        for said, place in fitted.placed
        if place is None or not said.kind
    ]
    met = {mark.id for mark in partner.values()}
    return {
        "schema": SCHEMA,
        "interview": {
            "id": talk.interview,
            "participant": transcript["participant"],
            "timepoint": transcript["timepoint"],
            "source_sha256": transcript["source"]["sha256"],
            "sheet_sha256": sheet_sha256,
        },
        "tool": tool,
        "annotator": fitted.returned.annotator,
        "spans": sorted(spans, key=_order),
        "removed": [mark.id for mark in marks if mark.id not in met],
        "left_out": left,
        "provenance": dict(sorted(provenance.items())),
    }


def _order(span: Mapping[str, Any]) -> tuple[Any, ...]:
    return span["start"], span["end"], span["kind"] == MARKER, span["label"], span["id"] or ""


def _marks(sheet: Mapping[str, Any], talk: Talk) -> Iterator[_Mark]:
    for one in sheet["mentions"]:
        yield _Mark(
            one["id"], MENTION, one["category"], talk.place(one), one["start"], one["end"], one["holder"], tuple(one["flags"])
        )  # fmt: skip
    for one in sheet["markers"]:
        yield _Mark(one["id"], MARKER, one["marker"], talk.place(one), one["start"], one["end"], None, None)


def _tags(material: Material, talk: Talk) -> frozenset[tuple[Place, str, str | None]]:
    """What raters marked at the desk: that stands in their ratings, and is nothing new when it comes back."""
    return frozenset(
        (talk.place({"turn": tag.turn, "start": tag.start, "end": tag.end}), tag.marker, given.rater)
        for use in ("blind", "final")
        for given in material.given(use)
        if given.interview == talk.interview and given.rater != CONSENSUS and given.judgement is not None
        for tag in given.judgement.markers
    )


def _partners(spans: Sequence[tuple[Said, Place]], marks: Sequence[_Mark]) -> dict[int, _Mark]:
    """The highlight that each span was, by the span's number: by its id, else by place and label, by place, or by words in common.

    Where a tool keeps ids, a span without one is new, and is given none by words in common.
    """
    found: dict[int, _Mark] = {}
    taken: set[str] = set()

    def pair(candidates: Iterable[tuple[int, _Mark]]) -> None:
        for number, mark in candidates:
            if number not in found and mark.id not in taken:
                found[number] = mark
                taken.add(mark.id)

    numbered = list(enumerate(spans))
    by_id = {mark.id: mark for mark in marks}
    pair(
        (number, by_id[said.id])
        for number, (said, _) in numbered
        if said.id in by_id and by_id[said.id].kind == said.kind
    )
    pair(_alike(numbered, marks, named=True))
    pair(_alike(numbered, marks, named=False))
    if not any(said.id for said, _ in spans):
        pair(_touching(numbered, marks))
    return found


def _alike(
    numbered: Sequence[tuple[int, tuple[Said, Place]]], marks: Sequence[_Mark], *, named: bool
) -> Iterator[tuple[int, _Mark]]:
    """Pairs of one kind and one place, and of one label where that matters."""
    known: dict[tuple[str, Place], list[_Mark]] = defaultdict(list)
    for mark in marks:
        known[mark.kind, mark.place].append(mark)
    for number, (said, place) in numbered:
        for mark in known.get((said.kind, place), ()):
            if not named or mark.name == said.name:
                yield number, mark


def _touching(
    numbered: Sequence[tuple[int, tuple[Said, Place]]], marks: Sequence[_Mark]
) -> Iterator[tuple[int, _Mark]]:
    """Pairs of one kind and one turn that share characters: those of one label first, and those that share most."""
    near: dict[tuple[str, int], list[tuple[int, _Mark]]] = defaultdict(list)
    for order, mark in enumerate(marks):
        near[mark.kind, mark.place.turn].append((order, mark))
    pairs = [
        (said.name != mark.name, -shared, number, order)
        for number, (said, place) in numbered
        for order, mark in near.get((said.kind, place.turn), ())
        for shared in [min(mark.place.end, place.end) - max(mark.place.start, place.start)]
        if shared > 0
    ]
    for _, _, number, order in sorted(pairs):
        yield number, marks[order]


def _span(said: Said, place: Place, mark: _Mark | None, talk: Talk) -> dict[str, Any]:
    holder, flags = said.holder, said.flags
    if mark is not None and said.kind == MENTION:
        holder = mark.holder if holder is None else holder
        flags = mark.flags if flags is None else flags
    moved = mark is None or mark.place != place
    start, end = talk.to_source(place) if mark is None or moved else (mark.start, mark.end)
    other = (
        mark is not None
        and said.kind == MENTION
        and (holder != mark.holder or set(flags or ()) != set(mark.flags or ()))
    )
    changed = mark is not None and (moved or other or said.name != mark.name)
    return {
        "id": None if mark is None else mark.id,
        "status": "added" if mark is None else "changed" if changed else "kept",
        "kind": said.kind,
        "turn": place.turn,
        "start": start,
        "end": end,
        "label": said.name,
        "holder": holder,
        "flags": None if flags is None else list(flags),
        "by": said.by,
        "before": None
        if mark is None or not changed
        else {
            "turn": mark.place.turn,
            "start": mark.start,
            "end": mark.end,
            "label": mark.name,
            "holder": mark.holder,
            "flags": None if mark.flags is None else list(mark.flags),
        },
    }
