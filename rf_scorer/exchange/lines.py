"""doccano and Prodigy: a record a line, with the text and the spans in it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rf_scorer.domain import FLAGS, HOLDERS
from rf_scorer.exchange.jsontext import kinds, name_of, read_records
from rf_scorer.exchange.labels import MARKER, MENTION, labels
from rf_scorer.exchange.marks import marks_of, suggestion_lines
from rf_scorer.exchange.positions import Counted, count
from rf_scorer.exchange.spans import Returned, Said
from rf_scorer.jsonio import dumps, dumps_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from rf_scorer.exchange.material import Material, Options

__all__ = ["read_doccano", "read_prodigy", "write_doccano", "write_prodigy"]

#: A word with what is joined to it, a sign, or a line break.
_TOKEN = re.compile(r"\w+|\n|[^\w\s]")


def _lines(made: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(f"{dumps_line(record)}\n" for record in made).encode("utf-8", "replace")


def _meta(material: Material, name: str, options: Options) -> dict[str, Any]:
    meta: dict[str, Any] = {
        "interview": name,
        "source_sha256": material.sheets[name]["transcript"]["source"]["sha256"],
    }
    if options.suggestions:
        meta["provisional_suggestions"] = suggestion_lines(material, name)
    return meta


def write_doccano(material: Material, options: Options) -> Mapping[str, bytes]:
    """``interviews.jsonl`` for a project of sequence labelling with overlapping spans, and ``labels.json`` with its labels."""
    made = (
        {
            "text": material.talks[name].text,
            "label": [[mark.start, mark.end, mark.label] for mark in marks_of(material, name)],
            **_meta(material, name, options),
        }
        for name in material.sheets
    )
    named = [
        {"text": label.id, "suffix_key": None, "background_color": label.colour, "text_color": "#ffffff"}
        for label in labels(material.sheets.values())
    ]
    return {"interviews.jsonl": _lines(made), "labels.json": dumps(named).encode("utf-8")}


def read_doccano(files: Mapping[str, bytes], material: Material) -> Iterator[Returned]:
    """Every line of these files: the exports ``JSONL`` and ``JSONL(relation)``.

    Raises
    ------
    DataError
        If a record has another shape.
    """
    known = kinds(material)
    return read_records(files, "doccano", lambda record, where: (_doccano(record, where, known),))


def _doccano(record: Any, where: str, known: Mapping[str, str]) -> Returned:
    # The name of the field depends on what is labelled, and on the version.
    key = next((name for name in ("entities", "label", "labels") if name in record), "label")
    given = [
        (int(one["start_offset"]), int(one["end_offset"]), str(one["label"]))
        if isinstance(one, dict)
        else (int(one[0]), int(one[1]), str(one[2]))
        for one in record[key]
    ]
    text, found, _ = count(record["text"], [Counted(start, end) for start, end, _ in given])
    interview = record.get("interview")
    interview = interview if isinstance(interview, str) else (record.get("meta") or {}).get("interview")
    return Returned(
        where=where,
        interview=name_of(interview),
        text=text,
        annotator=name_of(record.get("username")),
        spans=tuple(_said(place, label, known) for place, (_, _, label) in zip(found, given, strict=True)),
    )


def _said(place: tuple[int, int] | None, label: str, known: Mapping[str, str], **more: Any) -> Said:
    start, end = place or (0, 0)
    kind = known.get(label, "")
    return Said(start=start, end=end, label=label, kind=kind, name=label if kind else "", **more)


def write_prodigy(material: Material, options: Options) -> Mapping[str, bytes]:
    """``interviews.jsonl`` for ``spans.manual``, and ``labels.txt`` for its ``--label``.

    Tokens are given with the text: where Prodigy makes its own, it refuses spans that do not end where one of them does.
    """
    made = (_prodigy_task(material, name, options) for name in material.sheets)
    named = "".join(f"{label.id}\n" for label in labels(material.sheets.values()))
    return {"interviews.jsonl": _lines(made), "labels.txt": named.encode("utf-8")}


def _prodigy_task(material: Material, name: str, options: Options) -> dict[str, Any]:
    text = material.talks[name].text
    marks = list(marks_of(material, name))
    tokens = _tokens(text, {place for mark in marks for place in (mark.start, mark.end)})
    first = {token["start"]: token["id"] for token in tokens}
    last = {token["end"]: token["id"] for token in tokens}
    return {
        "text": text,
        "tokens": tokens,
        "spans": [
            {
                "start": mark.start,
                "end": mark.end,
                "token_start": first[mark.start],
                "token_end": last[mark.end],
                "label": mark.label,
                "id": mark.id,
                **({"holder": mark.holder, "flags": list(mark.flags)} if mark.kind == MENTION else {}),
            }
            for mark in marks
        ],
        "meta": _meta(material, name, options),
    }


def _tokens(text: str, cuts: Collection[int]) -> list[dict[str, Any]]:
    """Words, signs and line breaks, cut wherever a span begins or ends."""
    ends = [0, *sorted(cuts), len(text)]
    runs = [
        (found.start(), found.end()) for start, end in pairwise(ends) for found in _TOKEN.finditer(text, start, end)
    ]
    return [
        {"text": text[start:end], "start": start, "end": end, "id": number, "ws": text[end : end + 1] == " "}
        for number, (start, end) in enumerate(runs)
    ]


def read_prodigy(files: Mapping[str, bytes], material: Material) -> Iterator[Returned]:
    """Every accepted line that ``db-out`` wrote.

    Raises
    ------
    DataError
        If a record has another shape.
    """
    known = kinds(material)
    return read_records(files, "Prodigy", lambda record, where: _accepted(record, where, known))


def _accepted(record: Mapping[str, Any], where: str, known: Mapping[str, str]) -> Iterator[Returned]:
    if record.get("answer", "accept") == "accept":
        yield _prodigy(record, where, known)


def _prodigy(record: Mapping[str, Any], where: str, known: Mapping[str, str]) -> Returned:
    given = list(record.get("spans") or ())
    text, found, _ = count(record["text"], [Counted(int(one["start"]), int(one["end"])) for one in given])
    return Returned(
        where=where,
        interview=name_of((record.get("meta") or {}).get("interview")),
        text=text,
        annotator=name_of(record.get("_annotator_id")),
        spans=tuple(
            _said(
                place,
                str(one["label"]),
                known,
                id=one.get("id") if isinstance(one.get("id"), str) else None,
                holder=one.get("holder") if one.get("holder") in HOLDERS else None,
                flags=tuple(flag for flag in FLAGS if flag in one["flags"])
                if isinstance(one.get("flags"), list)
                else None,
            )
            if known.get(str(one["label"])) != MARKER
            else _said(place, str(one["label"]), known, id=one.get("id") if isinstance(one.get("id"), str) else None)
            for place, one in zip(found, given, strict=True)
        ),
    )
