"""Label Studio, doccano, Prodigy and brat: there and back, with and without edits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest
from exchange_studies import documents_of, same, text_of

from rf_scorer.errors import DataError
from rf_scorer.exchange.formats import FORMATS
from rf_scorer.exchange.material import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rf_scorer.exchange.material import Material

TOOLS = ("labelstudio", "doccano", "prodigy", "brat")


def _written(tool: str, material: Material, **options: Any) -> dict[str, bytes]:
    return dict(FORMATS[tool].writes(material, Options(**options)))


def _read(tool: str, files: dict[str, bytes], material: Material) -> dict[str, dict[str, Any]]:
    reads = FORMATS[tool].reads
    assert reads is not None
    return documents_of(reads(files, material), material)


def _annotated(tool: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """What the tool gives back where nobody changed anything."""
    if tool == "labelstudio":
        tasks = json.loads(files["tasks.json"])
        for task in tasks:
            task["annotations"] = [{"id": 1, "completed_by": 7, "result": task.pop("predictions")[0]["result"]}]
        return {"project.json": json.dumps(tasks).encode()}
    if tool == "doccano":
        return {"all.jsonl": files["interviews.jsonl"]}
    if tool == "prodigy":
        return {"out.jsonl": files["interviews.jsonl"]}
    return {name: data for name, data in files.items() if name.endswith((".txt", ".ann"))}


def _lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def _dump(records: Iterable[Any]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


@pytest.mark.parametrize("tool", TOOLS)
def test_there_and_back_nothing_has_changed(tool: str, material: Material) -> None:
    """Exactly the sheet's mentions and markers, in the sheet's coordinates."""
    found = _read(tool, _annotated(tool, _written(tool, material, suggestions=True)), material)
    assert set(found) == set(material.sheets)
    for name, sheet in material.sheets.items():
        same(found[name], sheet)


@pytest.mark.parametrize("tool", TOOLS)
def test_suggestions_only_where_they_are_asked_for(tool: str, rated: Material) -> None:
    """Apart from the highlights, and with a name that says what they are."""
    without = b"".join(_written(tool, rated).values())
    assert b"provisional" not in without
    asked = _written(tool, rated, suggestions=True)
    assert b"provisional_level" in b"".join(asked.values())


@pytest.mark.parametrize("tool", TOOLS)
def test_the_same_study_gives_the_same_bytes(tool: str, rated: Material) -> None:
    """Whenever it is exported."""
    assert _written(tool, rated) == _written(tool, rated)


def _edit_labelstudio(files: dict[str, bytes], material: Material, gone: str, moved: str, new: str) -> dict[str, bytes]:
    tasks = json.loads(files["project.json"])
    task = next(one for one in tasks if one["data"]["interview"] == "crlf")
    result = [one for one in task["annotations"][0]["result"] if one["id"] != gone]
    turn = next(number for number, one in enumerate(task["data"]["dialogue"]) if "mother" in one["text"])
    said = task["data"]["dialogue"][turn]["text"]
    for one in result:
        if one["id"] == moved:
            start = said.index("mother")
            one["value"].update(start=str(turn), end=str(turn), startOffset=start, endOffset=start + 6, text="mother")
    turn = next(number for number, one in enumerate(task["data"]["dialogue"]) if "nobody" in one["text"])
    # Older versions count in UTF-16.
    start = len(task["data"]["dialogue"][turn]["text"].split(new)[0].encode("utf-16-le")) // 2
    value = {"start": str(turn), "end": str(turn), "startOffset": start, "endOffset": start + len(new), "text": new}
    result.append(
        {
            "id": "xYz",
            "from_name": "label",
            "to_name": "dialogue",
            "type": "paragraphlabels",
            "value": {**value, "paragraphlabels": ["desire"]},
        }
    )
    result.append(
        {
            "id": "xYz",
            "from_name": "holder",
            "to_name": "dialogue",
            "type": "choices",
            "value": {**value, "choices": ["other"]},
        }
    )
    task["annotations"][0]["result"] = result
    return {"project.json": json.dumps(tasks).encode()}


def _edit_spans(field: str) -> Callable[..., dict[str, bytes]]:
    def edit(files: dict[str, bytes], material: Material, gone: str, moved: str, new: str) -> dict[str, bytes]:
        ((name, data),) = files.items()
        records = _lines(data)
        sheet, talk = material.sheets["crlf"], material.talks["crlf"]
        for record in records:
            if "crlf" not in (record.get("interview"), record.get("meta", {}).get("interview")):
                continue
            text = record["text"]
            place = {one["id"]: talk.span(talk.place(one)) for one in sheet["mentions"]}
            start = text.index(new)
            kept = []
            for span in record[field]:
                ends = [span["start"], span["end"]] if isinstance(span, dict) else span[:2]
                label = span["label"] if isinstance(span, dict) else span[2]
                if ends == list(place[gone]) and label == "cognition":
                    continue
                if ends == list(place[moved]) and label == "emotion":
                    if isinstance(span, dict):
                        span.update(start=text.index("mother"), end=text.index("mother") + 6)
                    else:
                        # Without ids a span is known again where it shares words with what it was.
                        span = [place[moved][0] - 4, place[moved][1], label]
                kept.append(span)
            fresh = {"start": start, "end": start + len(new), "label": "desire"}
            record[field] = [*kept, fresh if field == "spans" else list(fresh.values())]
        return {name: _dump(records)}

    return edit


def _edit_brat(files: dict[str, bytes], material: Material, gone: str, moved: str, new: str) -> dict[str, bytes]:
    text = files["crlf.txt"].decode()
    lines = files["crlf.ann"].decode().splitlines()
    bound = {line.split("\t")[2]: line.split("\t")[1].split()[1] for line in lines if line.startswith("#")}
    lines = [line for line in lines if bound[gone] not in line.replace("\t", " ").split()]
    start = text.index("mother")
    lines = [
        f"{bound[moved]}\temotion {start} {start + 6}\tmother" if line.startswith(f"{bound[moved]}\t") else line for line in lines
    ]  # fmt: skip
    start = text.index(new)
    lines += [f"{bound[gone]}\tdesire {start} {start + len(new)}\t{new}", f"A900\tHolder {bound[gone]} other"]
    return {**files, "crlf.ann": "\n".join([*lines, ""]).encode()}


EDITS = {
    "labelstudio": _edit_labelstudio,
    "doccano": _edit_spans("label"),
    "prodigy": _edit_spans("spans"),
    "brat": _edit_brat,
}


@pytest.mark.parametrize("tool", TOOLS)
def test_what_was_edited_comes_back(tool: str, awkward: Material) -> None:
    """One mention deleted, one moved, one added: exactly that, and every place cuts its words out of the original text."""
    sheet = awkward.sheets["crlf"]
    gone = next(one for one in sheet["mentions"] if one["category"] == "cognition")
    moved = next(one for one in sheet["mentions"] if one["category"] == "emotion")
    files = EDITS[tool](_annotated(tool, _written(tool, awkward)), awkward, gone["id"], moved["id"], "nobody")
    found = _read(tool, files, awkward)
    document = found.pop("crlf")
    for name in found:
        same(found[name], awkward.sheets[name])
    spans = {span["id"]: span for span in document["spans"]}
    assert document["removed"] == [gone["id"]]
    assert text_of(sheet, spans[None]) == "nobody"
    assert (spans[None]["status"], spans[None]["label"]) == ("added", "desire")
    assert spans[None]["holder"] == ("other" if tool in {"labelstudio", "brat"} else None)
    edited = spans[moved["id"]]
    assert edited["status"] == "changed"
    if tool == "doccano":
        assert text_of(sheet, edited).endswith(moved["text"])
    else:
        assert text_of(sheet, edited) == "mother"
    assert (edited["before"]["start"], edited["before"]["end"]) == (moved["start"], moved["end"])
    others = [span for span in document["spans"] if span["id"] not in {None, moved["id"]}]
    assert {span["status"] for span in others} == {"kept"}
    assert len(others) == len(sheet["mentions"]) + len(sheet["markers"]) - 2


@pytest.mark.parametrize("tool", TOOLS)
def test_a_text_that_was_changed_is_refused(tool: str, awkward: Material) -> None:
    """With the place, and without a word of it."""
    files = {name: data.replace(b"angry", b"cross") for name, data in _annotated(tool, _written(tool, awkward)).items()}
    with pytest.raises(DataError) as told:
        _read(tool, files, awkward)
    assert "not that of the interview" in str(told.value)
    assert "cross" not in str(told.value)


@pytest.mark.parametrize("tool", ["labelstudio", "doccano", "prodigy"])
@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b"[1]",
        b'{"text": 3, "label": [[1]], "spans": [{}]}',
        b'{"data": {"dialogue": [{}]}}',
        b"\xff",
        b"nothing",
        b'"text"',
        b'{"text": "a", "label": [[1e400, 2, "x"]], "spans": [{"start": 1e400, "end": 2, "label": "x"}]}',
    ],
)
def test_files_of_another_shape_are_refused(tool: str, data: bytes, rated: Material) -> None:
    """With their place, never with a traceback."""
    with pytest.raises(DataError) as told:
        _read(tool, {"odd.json": data}, rated)
    assert "odd.json" in str(told.value)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.ann": b""}, "text"),
        ({"a.txt": b""}, "no .ann"),
        ({"a.ann": b"T1\tcognition x y\tz\nnothing\n", "a.txt": b"a"}, "a.ann:1"),
    ],
)
def test_a_broken_collection_is_refused(files: dict[str, bytes], told: str, rated: Material) -> None:
    """An annotation file without its text, a text without annotations, a line that is none."""
    with pytest.raises(DataError) as refused:
        _read("brat", files, rated)
    assert told in str(refused.value)


def test_label_studio_gets_an_interface_for_these_tasks(rated: Material) -> None:
    """Every label of a prediction is declared, for the object that is named; whose state it is belongs to a region."""
    files = _written("labelstudio", rated)
    view = fromstring(files["config.xml"])
    labels = {one.get("value") for one in view.iter("Label")}
    tasks = json.loads(files["tasks.json"])
    regions = [one for task in tasks for one in task["predictions"][0]["result"]]
    names = {one.get("name"): one for one in view}
    for one in regions:
        assert names[one["from_name"]].get("toName") == one["to_name"] == "dialogue"
        if one["type"] == "paragraphlabels":
            assert set(one["value"]["paragraphlabels"]) <= labels
            said = next(task for task in tasks if one in task["predictions"][0]["result"])["data"]["dialogue"]
            paragraph = said[int(one["value"]["start"])]["text"]
            assert paragraph[one["value"]["startOffset"] : one["value"]["endOffset"]] == one["value"]["text"]
        else:
            assert names[one["from_name"]].get("perRegion") == "true"
    assert tasks[0]["predictions"][0]["model_version"].startswith("rf_scorer")


def test_two_annotators_of_one_task_are_two_documents(rated: Material) -> None:
    """Each with its own copy; what was skipped is nobody's."""
    files = _annotated("labelstudio", _written("labelstudio", rated))
    tasks = json.loads(files["project.json"])
    first = tasks[0]["annotations"][0]
    tasks[0]["annotations"] = [
        first,
        {**first, "completed_by": {"id": 9, "email": "b@lab"}, "result": first["result"][:1]},
        {**first, "was_cancelled": True},
    ]
    reads = FORMATS["labelstudio"].reads
    assert reads is not None
    returned = list(reads({"a.json": json.dumps(tasks[:1]).encode()}, rated))
    assert [(one.annotator, len(one.spans)) for one in returned] == [
        ("7", len(rated.sheets["talk-1"]["mentions"]) + len(rated.sheets["talk-1"]["markers"])),
        ("b@lab", 1),
    ]


def test_doccanos_other_export_is_read_too(rated: Material) -> None:
    """Entities with ids of its own, of which we know nothing; labels of the annotators' own are left out and told."""
    records = _lines(_annotated("doccano", _written("doccano", rated))["all.jsonl"])
    for record in records:
        record["entities"] = [
            {"id": 90 + number, "start_offset": start, "end_offset": end, "label": label}
            for number, (start, end, label) in enumerate(record.pop("label"))
        ]
        record["relations"] = []
    records[0]["entities"].append({"id": 5, "start_offset": 0, "end_offset": 9, "label": "odd"})
    found = _read("doccano", {"all.jsonl": _dump(records)}, rated)
    assert found["talk-1"]["left_out"] == [{"label": None, "reason": "label"}]
    same(found["talk-2"], rated.sheets["talk-2"])


def test_prodigy_gets_tokens_that_fit(awkward: Material) -> None:
    """Every span begins and ends where a token does, and every token is what stands at its place."""
    for record in _lines(_written("prodigy", awkward)["interviews.jsonl"]):
        tokens = record["tokens"]
        for token in tokens:
            assert record["text"][token["start"] : token["end"]] == token["text"]
        assert "".join(token["text"] for token in tokens) == "".join(record["text"].split(" ")).replace("\t", "")
        for span in record["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]


def test_prodigys_rejected_lines_are_passed_over(rated: Material) -> None:
    """What was not accepted is no annotation."""
    records = _lines(_annotated("prodigy", _written("prodigy", rated))["out.jsonl"])
    records[0]["answer"] = "reject"
    records[1].update(answer="accept", _annotator_id="db-eva")
    reads = FORMATS["prodigy"].reads
    assert reads is not None
    returned = list(reads({"a.jsonl": _dump(records)}, rated))
    assert [one.interview for one in returned] == ["talk-2", "talk-3"]
    assert returned[0].annotator == "db-eva"


def test_brats_files_say_what_they_use(rated: Material) -> None:
    """Every type and attribute of an annotation is declared, and its words stand at its places in the text."""
    files = _written("brat", rated)
    conf = files["annotation.conf"].decode()
    entities = conf.partition("[entities]")[2].partition("[relations]")[0].split()
    for name in rated.sheets:
        text = files[f"{name}.txt"].decode()
        for line in files[f"{name}.ann"].decode().splitlines():
            parts = line.split("\t")
            if line.startswith("T"):
                kind, start, end = parts[1].split()
                assert kind in entities
                assert text[int(start) : int(end)] == parts[2]
            elif line.startswith("A"):
                assert f"\n{parts[1].split()[0]}\tArg:" in conf
