"""Label Studio: tasks as dialogues with the highlights as predictions, and the labelling interface for them.

Positions lie within a paragraph, which is a turn. The words of each region are written and read: versions differ in how they count
characters beyond the basic plane.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rf_scorer.domain import FLAGS, HOLDERS
from rf_scorer.exchange.jsontext import kinds, name_of, read_records
from rf_scorer.exchange.labels import FLAG_TITLES, HOLDER_TITLES, MENTION, labels
from rf_scorer.exchange.marks import Marked, marks_of, suggestion_lines
from rf_scorer.exchange.positions import Counted, count
from rf_scorer.exchange.spans import Returned, Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.exchange.material import Material, Options

__all__ = ["read_labelstudio", "write_labelstudio"]

_TOOL = "Label Studio"
_LABELS, _HOLDER, _FLAGS, _TEXT = "label", "holder", "flags", "dialogue"


def write_labelstudio(material: Material, options: Options) -> Mapping[str, bytes]:
    """``tasks.json`` with a task for each interview, and ``config.xml`` with the labelling interface."""
    tasks = [_task(material, name, options) for name in material.sheets]
    text = json.dumps(tasks, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return {"tasks.json": text.encode("utf-8", "replace"), "config.xml": _config(material)}


def _task(material: Material, name: str, options: Options) -> dict[str, Any]:
    sheet, talk = material.sheets[name], material.talks[name]
    data: dict[str, Any] = {
        _TEXT: [{"author": speaker, "text": said} for speaker, said in zip(talk.speakers, talk.said, strict=True)],
        "interview": name,
        "source_sha256": sheet["transcript"]["source"]["sha256"],
    }
    if options.suggestions:
        data["provisional_suggestions"] = suggestion_lines(material, name)
    regions = [region for mark in marks_of(material, name) for region in _regions(mark, talk.words(mark.place))]
    version = sheet["provenance"].get("rf_scorer", "")
    return {"data": data, "predictions": [{"model_version": f"rf_scorer {version}".strip(), "result": regions}]}


def _regions(mark: Marked, words: str) -> Iterator[dict[str, Any]]:
    place = {
        "start": str(mark.place.turn),
        "end": str(mark.place.turn),
        "startOffset": mark.place.start,
        "endOffset": mark.place.end,
        "text": words,
    }
    shared = {"id": mark.id, "to_name": _TEXT}
    yield {
        **shared,
        "from_name": _LABELS,
        "type": "paragraphlabels",
        "value": {**place, "paragraphlabels": [mark.label]},
    }
    if mark.holder is not None:
        yield {**shared, "from_name": _HOLDER, "type": "choices", "value": {**place, "choices": [mark.holder]}}
    if mark.flags:
        yield {**shared, "from_name": _FLAGS, "type": "choices", "value": {**place, "choices": list(mark.flags)}}


def _config(material: Material) -> bytes:
    view = Element("View")
    named = SubElement(view, "ParagraphLabels", {"name": _LABELS, "toName": _TEXT})
    for label in labels(material.sheets.values()):
        SubElement(named, "Label", {"value": label.id, "background": label.colour, "hint": label.named})
    SubElement(view, "Paragraphs", {"name": _TEXT, "value": f"${_TEXT}", "layout": "dialogue", "saveTextResult": "yes"})
    for name, values, titles, choice in (
        (_HOLDER, HOLDERS, HOLDER_TITLES, "single"),
        (_FLAGS, FLAGS, FLAG_TITLES, "multiple"),
    ):
        choices = SubElement(
            view,
            "Choices",
            {
                "name": name,
                "toName": _TEXT,
                "perRegion": "true",
                "choice": choice,
                "whenTagName": _LABELS,
            },
        )
        for value in values:
            SubElement(choices, "Choice", {"value": value, "hint": titles[value]})
    indent(view)
    return tostring(view, encoding="unicode").encode("utf-8") + b"\n"


def read_labelstudio(files: Mapping[str, bytes], material: Material) -> Iterator[Returned]:
    """Every annotation of every task (the export ``JSON``, not ``JSON-MIN``).

    Parameters
    ----------
    files : mapping of str to bytes
        By file name.
    material : Material

    Raises
    ------
    DataError
        If a record has another shape.
    """
    known = kinds(material)
    return read_records(files, _TOOL, lambda task, where: _annotations(task, where, known))


def _annotations(task: Any, where: str, known: Mapping[str, str]) -> Iterator[Returned]:
    paragraphs = [(str(one["author"]), str(one["text"])) for one in task["data"][_TEXT]]
    starts, text = [], ""
    for author, said in paragraphs:
        starts.append(len(text) + len(author) + 2)
        text += f"{author}: {said}\n"
    annotations = task["annotations"]
    for number, annotation in enumerate(annotations):
        if annotation.get("was_cancelled"):
            continue
        spans = tuple(_spans(annotation["result"], paragraphs, starts, known))
        yield Returned(
            where=where if len(annotations) == 1 else f"{where}, annotation {number + 1}",
            interview=name_of(task["data"].get("interview")),
            text=text,
            annotator=_annotator(annotation.get("completed_by")),
            spans=spans,
        )


def _annotator(given: Any) -> str | None:
    if isinstance(given, dict):
        given = given.get("email") or given.get("id")
    return name_of(given)


def _spans(
    result: list[Any], paragraphs: list[tuple[str, str]], starts: list[int], known: Mapping[str, str]
) -> Iterator[Said]:
    choices: dict[tuple[str, str], list[str]] = {}
    for region in result:
        if region["type"] == "choices":
            choices[region["id"], region["from_name"]] = [str(one) for one in region["value"]["choices"]]
    for region in result:
        if region["type"] != "paragraphlabels":
            continue
        value, key = region["value"], region["id"]
        found = _place(value, paragraphs, starts)
        for label in value["paragraphlabels"]:
            kind = known.get(label, "")
            holder = next(iter(choices.get((key, _HOLDER), ())), None) if kind == MENTION else None
            flags = tuple(flag for flag in FLAGS if flag in choices.get((key, _FLAGS), ()))
            yield Said(
                start=found[0],
                end=found[1],
                label=str(label),
                kind=kind,
                name=label if kind else "",
                id=str(key),
                holder=holder if holder in HOLDERS else None,
                flags=flags if kind == MENTION else None,
            )


def _place(value: Mapping[str, Any], paragraphs: list[tuple[str, str]], starts: list[int]) -> tuple[int, int]:
    first, last = int(value["start"]), int(value["end"])
    begin, end = int(value["startOffset"]), int(value["endOffset"])
    if not 0 <= first <= last < len(paragraphs):
        return 0, 0
    if first < last:
        return starts[first] + begin, starts[last] + end
    # One paragraph is one text, in which this version's way to count shows.
    _, (found,), _ = count(paragraphs[first][1], [Counted(begin, end, value.get("text"))])
    return (0, 0) if found is None else (starts[first] + found[0], starts[first] + found[1])
