"""Interviews that are awkward for positions, a study that was rated, and what is expected of a road there and back."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from rated_studies import decision, opened, rate

from rf_scorer import validation
from rf_scorer.exchange.fitting import fit
from rf_scorer.exchange.matching import spans_document
from rf_scorer.review.adjudication import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rf_scorer.exchange.material import Material
    from rf_scorer.exchange.spans import Returned

__all__ = ["AWKWARD", "SHEET", "documents_of", "rated_study", "shape", "text_of"]

SHEET = "e" * 64
_LINES = (
    "I: What was it like at home? \U0001f600",
    "P: I think \U0001f622 my mother was frightened \U0001f469\u200d\U0001f467, and I {cafe} wanted to hide from her.",
    "I: Why do you think she did that?",
    "P: Maybe she was angry because she felt alone & lost, \U0001f622 or she believed nobody knew what she wanted.",
)
_TALK = [line.replace("{cafe}", unicodedata.normalize("NFD", "é")) for line in _LINES]
#: By file name: every kind of line end, a byte-order mark, characters beyond the basic plane, combining marks, captions with entities.
AWKWARD = {
    "crlf.txt": "\ufeff".encode() + "\r\n".join([*_TALK, ""]).encode(),
    "lf.txt": "\n\n".join([*_TALK, ""]).encode(),
    "cr.txt": "\r".join([*_TALK, ""]).encode(),
    "wrapped.txt": "\r\n".join([line.replace(" and ", " and\r\n") for line in _TALK] + [""]).encode(),
    "captions.vtt": (
        "WEBVTT\n\n"
        + "".join(
            f"00:00:0{number}.000 --> 00:00:0{number + 1}.000\n<v {line[0]}>{line[3:].replace('&', '&amp;').replace(', ', ',' + chr(10))}</v>\n\n"
            for number, line in enumerate(_TALK)
        )
    ).encode(),
}


def rated_study(root: Path) -> Path:
    """Two raters finished the first interview, one with markers of her own; one began the second; a third person decided."""
    room = opened(root)
    said = {"p02": 4, "p03": "inaudible", "overall": 3}
    marker = {"marker": "B1", "turn": 3, "start": 10, "end": 34, "suggested": False}
    rate(room, "anna", "talk-1", said, then={"p02": 5}, markers={"p02": [marker]})
    rate(room, "ben", "talk-1", {"p02": 0, "p03": 6, "overall": -1})
    rate(room, "anna", "talk-2", {"p02": 4}, finish=False)
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("overall", 4)])
    folder = room.study.root
    room.close()
    return folder


def documents_of(returned: Iterable[Returned], material: Material) -> dict[str, dict[str, Any]]:
    """What came back, by interview; every document keeps its schema."""
    found = {}
    for one in returned:
        document = spans_document(fit(one, material), material, tool="tool", sheet_sha256=SHEET, provenance={})
        assert validation.faults(document) == ()
        found[document["interview"]["id"]] = document
    return found


def shape(sheet: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The mentions and markers of a sheet, as the spans of a document must be."""
    mentions = [
        (one["id"], "mention", one["turn"], one["start"], one["end"], one["category"], one["holder"], one["flags"])
        for one in sheet["mentions"]
    ]
    markers = [
        (one["id"], "marker", one["turn"], one["start"], one["end"], one["marker"], None, None)
        for one in sheet["markers"]
    ]
    return sorted(mentions + markers)


def same(document: dict[str, Any], sheet: dict[str, Any]) -> None:
    """Nothing was changed: exactly the sheet's mentions and markers came back."""
    keys = ("id", "kind", "turn", "start", "end", "label", "holder", "flags")
    assert sorted(tuple(span[key] for key in keys) for span in document["spans"]) == shape(sheet)
    assert {span["status"] for span in document["spans"]} <= {"kept"}
    assert document["removed"] == []
    assert document["left_out"] == []


def text_of(sheet: dict[str, Any], span: dict[str, Any]) -> str:
    """The words at a span's place in the original text."""
    return sheet["transcript"]["text"][span["start"] : span["end"]]
