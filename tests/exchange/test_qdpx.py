"""REFI-QDA: a project and a codebook that keep the standard's rules, and the way back, from other programs too."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import pytest
from exchange_studies import documents_of, same, text_of
from refi_rules import faults

from rf_scorer.errors import DataError, UnreadableFile
from rf_scorer.exchange.codes import guid
from rf_scorer.exchange.material import Options
from rf_scorer.exchange.qdpx import CODEBOOK, PROJECT, write_qdc, write_qdpx
from rf_scorer.exchange.qdpx_back import read_qdpx

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.exchange.material import Material

Q = f"{{{PROJECT}}}"


def _unpacked(data: bytes) -> tuple[Element, dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        texts = {name: container.read(name).decode("utf-8") for name in container.namelist() if name != "project.qde"}
        return fromstring(container.read("project.qde")), texts


def _packed(root: Element | bytes, texts: dict[str, str | bytes]) -> dict[str, bytes]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("project.qde", root if isinstance(root, bytes) else tostring(root, encoding="utf-8"))
        for name, text in texts.items():
            container.writestr(name, text)
    return {"back.qdpx": buffer.getvalue()}


def _project(material: Material, **options: Any) -> tuple[Element, dict[str, str]]:
    return _unpacked(write_qdpx(material, Options(**options))["project.qdpx"])


def _source(root: Element, name: str) -> Element:
    return next(one for one in root.iter(f"{Q}TextSource") if one.get("name") == name)


def _codes(root: Element) -> dict[str, str]:
    return {one.get("guid", ""): one.get("name", "") for one in root.iter(f"{Q}Code")}


@pytest.mark.parametrize("suggestions", [False, True])
@pytest.mark.parametrize("use", ["blind", "final", "consensus"])
def test_a_project_keeps_the_standards_rules(material: Material, use: Any, suggestions: bool) -> None:
    """Elements, their order, attributes and their types; no reference leads nowhere, and every text is in the file."""
    root, texts = _project(material, use=use, suggestions=suggestions)
    assert list(faults(root, PROJECT)) == []
    paths = {
        f"sources/{one.get('plainTextPath', '').removeprefix('internal://')}" for one in root.iter(f"{Q}TextSource")
    }
    assert paths == set(texts)


def test_the_rules_find_what_is_wrong(rated: Material) -> None:
    """The checker of these tests is no rubber stamp."""
    root, _ = _project(rated)
    code = next(root.iter(f"{Q}Code"))
    code.set("color", "red")
    del code.attrib["isCodable"]
    source = _source(root, "talk-1")
    source.append(source[0])
    source.set("creatingUser", guid("nobody"))
    told = " ".join(faults(root, PROJECT))
    for part in ("Code.color", "lacks isCodable", "stands twice", "leads nowhere"):
        assert part in told


def test_a_codebook_keeps_them_too(rated: Material) -> None:
    """And holds nothing of an interview."""
    root = fromstring(write_qdc(rated, Options())["codebook.qdc"])
    assert list(faults(root, CODEBOOK)) == []
    names = [code.get("name", "") for code in root.iter(f"{{{CODEBOOK}}}Code")]
    assert "Cognition" in names
    assert any(name.startswith("B1 ") for name in names)
    assert len(set(names)) == len(names)  # programs that know codes by name alone keep them apart
    assert "harbour" not in " ".join(names)


def test_selections_cut_their_words_out_of_the_text(material: Material) -> None:
    """Code points from 0, behind the byte-order mark, an end behind the last one; line ends are line feeds."""
    root, texts = _project(material)
    seen = 0
    for source in root.iter(f"{Q}TextSource"):
        stored = texts[f"sources/{source.get('plainTextPath', '').removeprefix('internal://')}"]
        assert stored.startswith("\ufeff")
        assert "\r" not in stored
        for one in source.iter(f"{Q}PlainTextSelection"):
            start, end = int(one.get("startPosition", "")), int(one.get("endPosition", ""))
            assert stored[1:][start:end].split() == one.get("name", "").split()
            seen += 1
    assert seen > 10


def test_every_highlight_is_coded(rated: Material) -> None:
    """A mention with its category, whose state it is, and what else is true of it; a marker with its code; by the program."""
    root, _ = _project(rated)
    codes = _codes(root)
    users = {one.get("guid"): one.get("name") for one in root.iter(f"{Q}User")}
    by_guid = {one.get("guid"): one for one in _source(root, "talk-1").iter(f"{Q}PlainTextSelection")}
    mention = by_guid[guid("mark", "talk-1", "m1")]
    assert {codes[ref.get("targetGUID", "")] for ref in mention.iter(f"{Q}CodeRef")} == {
        "Cognition", "Whose: the speaker's", "Also: negated",
    }  # fmt: skip
    marker = by_guid[guid("mark", "talk-1", "k1")]
    assert [codes[ref.get("targetGUID", "")][:3] for ref in marker.iter(f"{Q}CodeRef")] == ["A2 "]
    assert users[marker.get("creatingUser")] == "rf_scorer"


def test_what_raters_did_is_theirs(rated: Material) -> None:
    """Their markers have codes of their own and them as coders; ratings are variables of the case and notes at the passage."""
    root, _ = _project(rated, use="blind")
    users = {one.get("guid"): one.get("name") for one in root.iter(f"{Q}User")}
    assert set(users.values()) == {"rf_scorer", "anna", "ben"}
    codes = _codes(root)
    tagged = [
        one for one in root.iter(f"{Q}PlainTextSelection")
        if any(codes[ref.get("targetGUID", "")].startswith("Seen: B1") for ref in one.iter(f"{Q}CodeRef"))
    ]  # fmt: skip
    (tag,) = tagged
    assert users[tag.get("creatingUser")] == "anna"
    variables = {one.get("guid"): one.get("name") for one in root.iter(f"{Q}Variable")}
    case = next(one for one in root.iter(f"{Q}Case") if one.get("name") == "talk-1")
    values = {variables[value[0].get("targetGUID")]: value[1].text for value in case.iter(f"{Q}VariableValue")}
    assert values["anna aai.5"] == "4"
    assert values["ben aai.5"] == "0"
    assert values["ben overall"] == "-1"
    notes = {one.get("name"): one[0].text or "" for one in root.iter(f"{Q}Note")}
    assert "no level: inaudible" in notes["talk-1 p03 anna: no level: inaudible"]
    assert "zwickelmond" in notes["talk-1 p02 anna: level 4"]
    linked = {ref.get("targetGUID") for ref in root.iter(f"{Q}NoteRef")}
    assert linked == {one.get("guid") for one in root.iter(f"{Q}Note")}


def test_suggestions_only_where_they_are_asked_for(rated: Material) -> None:
    """As codes that say what they are, and never as a rating."""
    without, _ = _project(rated)
    assert "rovisional" not in " ".join(_codes(without).values())
    asked, _ = _project(rated, suggestions=True)
    assert "Provisional suggestion: 3" in _codes(asked).values()
    assert not any("rovisional" in (one.get("name") or "") for one in asked.iter(f"{Q}Variable"))


def test_the_same_study_gives_the_same_bytes(rated: Material) -> None:
    """GUIDs are made of ids, and no time of the day is in it."""
    assert write_qdpx(rated, Options()) == write_qdpx(rated, Options())


def test_there_and_back_nothing_has_changed(material: Material) -> None:
    """Exactly the sheet's mentions and markers, in the sheet's coordinates; raters' own markers are no news."""
    found = documents_of(read_qdpx(write_qdpx(material, Options(suggestions=True)), material), material)
    assert set(found) == set(material.sheets)
    for name, sheet in material.sheets.items():
        same(found[name], sheet)


def _recoded(root: Element) -> None:
    """As a program does it that knows no selections: each coding is one of its own, with new GUIDs and the coder's name alone."""
    for source in root.iter(f"{Q}TextSource"):
        old = [one for one in source if one.tag == f"{Q}PlainTextSelection"]
        for one in old:
            source.remove(one)
        for number, one in enumerate(old):
            for coding in [child for child in one if child.tag == f"{Q}Coding"]:
                fresh = SubElement(source, f"{Q}PlainTextSelection", dict(one.attrib))
                key = guid("fresh", source.get("name") or "", number, coding.get("guid") or "")
                fresh.set("guid", "{" + key.lower() + "}")
                fresh.append(coding)
    for code in root.iter(f"{Q}Code"):
        fresh_code = guid("fresh code", code.get("guid") or "")
        for ref in root.iter(f"{Q}CodeRef"):
            if ref.get("targetGUID") == code.get("guid"):
                ref.set("targetGUID", fresh_code)
        code.set("guid", fresh_code)


def test_new_guids_do_no_harm(awkward: Material) -> None:
    """Codes are known by their names, and spans by their places."""
    root, texts = _project(awkward)
    _recoded(root)
    found = documents_of(read_qdpx(_packed(root, dict(texts)), awkward), awkward)
    for name, sheet in awkward.sheets.items():
        same(found[name], sheet)


def _shifted(root: Element, texts: dict[str, str], count: Callable[[str], int], last: int) -> None:
    for source in root.iter(f"{Q}TextSource"):
        stored = texts[f"sources/{source.get('plainTextPath', '').removeprefix('internal://')}"][1:]
        for one in source.iter(f"{Q}PlainTextSelection"):
            start, end = int(one.get("startPosition", "")), int(one.get("endPosition", ""))
            one.set("startPosition", str(count(stored[:start])))
            one.set("endPosition", str(count(stored[:end]) - last))


@pytest.mark.parametrize("last", [0, 1])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("way", "count"),
    [
        ("crlf counted twice", lambda before: len(before) + before.count("\n")),
        ("crlf counted once", len),
        ("UTF-16", lambda before: len(before.encode("utf-16-le")) // 2 + before.count("\n")),
        ("mark counted", lambda before: len(before) + before.count("\n") + 1),
    ],
)
def test_another_programs_way_to_count_is_found_out(
    awkward: Material, way: str, count: Callable[[str], int], last: int, named: bool
) -> None:
    """With carriage returns in the text, by code points or UTF-16, with an end that is the last character: told from names, or from our own GUIDs."""
    root, texts = _project(awkward)
    _shifted(root, texts, count, last)
    if not named:
        for one in root.iter(f"{Q}PlainTextSelection"):
            one.set("name", "")
    wider = {name: text.replace("\n", "\r\n") for name, text in texts.items()}
    found = documents_of(read_qdpx(_packed(root, dict(wider)), awkward), awkward)
    for name, sheet in awkward.sheets.items():
        same(found[name], sheet)


def test_a_text_in_utf_16_or_in_the_project_is_read(awkward: Material) -> None:
    """As stored in the container, or in the XML itself."""
    root, texts = _project(awkward)
    wide: dict[str, str | bytes] = {name: text[1:].encode("utf-16") for name, text in texts.items()}
    source = _source(root, "lf")
    path = source.attrib.pop("plainTextPath").removeprefix("internal://")
    content = Element(f"{Q}PlainTextContent")
    content.text = texts[f"sources/{path}"][1:]
    source.insert(0, content)
    found = documents_of(read_qdpx(_packed(root, wide), awkward), awkward)
    for name, sheet in awkward.sheets.items():
        same(found[name], sheet)


def test_what_was_edited_comes_back(awkward: Material) -> None:
    """A selection that was moved, one that was deleted, one that somebody added."""
    root, texts = _project(awkward)
    source = _source(root, "crlf")
    sheet, talk = awkward.sheets["crlf"], awkward.talks["crlf"]
    gone, moved = sheet["mentions"][0], sheet["mentions"][1]
    selections = {one.get("guid"): one for one in source if one.tag == f"{Q}PlainTextSelection"}
    source.remove(selections[guid("mark", "crlf", gone["id"])])
    edited = selections[guid("mark", "crlf", moved["id"])]
    start = talk.text.index("mother")
    edited.set("startPosition", str(start))
    edited.set("endPosition", str(start + 6))
    user = SubElement(next(root.iter(f"{Q}Users")), f"{Q}User", {"guid": guid("user", "eva"), "name": "eva"})
    start = talk.text.index("angry")
    added = Element(
        f"{Q}PlainTextSelection",
        {"guid": guid("new"), "name": "angry", "startPosition": str(start), "endPosition": str(start + 5), "creatingUser": user.get("guid", "")},
    )  # fmt: skip
    coding = SubElement(added, f"{Q}Coding", {"guid": guid("new coding"), "creatingUser": user.get("guid", "")})
    code = next(key for key, name in _codes(root).items() if name == "Desire")
    SubElement(coding, f"{Q}CodeRef", {"targetGUID": code})
    source.insert(0, added)
    document = documents_of(read_qdpx(_packed(root, dict(texts)), awkward), awkward)["crlf"]
    spans = {span["id"]: span for span in document["spans"]}
    assert document["removed"] == [gone["id"]]
    assert spans[moved["id"]]["status"] == "changed"
    assert text_of(sheet, spans[moved["id"]]) == "mother"
    assert spans[moved["id"]]["before"]["start"] == moved["start"]
    assert (spans[None]["status"], spans[None]["label"], spans[None]["by"]) == ("added", "desire", "eva")
    assert text_of(sheet, spans[None]) == "angry"
    assert (
        sum(span["status"] == "kept" for span in document["spans"])
        == len(sheet["mentions"]) + len(sheet["markers"]) - 2
    )


def test_codes_of_their_own_and_selections_across_turns_are_told(awkward: Material) -> None:
    """They are left out with the reason, and nothing else is lost."""
    root, texts = _project(awkward)
    code = SubElement(
        next(root.iter(f"{Q}Codes")), f"{Q}Code", {"guid": guid("own"), "name": "Metaphor", "isCodable": "true"}
    )
    source = _source(root, "lf")
    known = next(key for key, name in _codes(root).items() if name == "Emotion")
    for number, (start, end, target) in enumerate([(3, 7, code.get("guid", "")), (3, 60, known)]):
        one = SubElement(
            source,
            f"{Q}PlainTextSelection",
            {"guid": guid("odd", number), "startPosition": str(start), "endPosition": str(end)},
        )
        SubElement(
            SubElement(one, f"{Q}Coding", {"guid": guid("odd coding", number)}), f"{Q}CodeRef", {"targetGUID": target}
        )
    document = documents_of(read_qdpx(_packed(root, dict(texts)), awkward), awkward)["lf"]
    assert document["left_out"] == [{"label": None, "reason": "label"}, {"label": "emotion", "reason": "place"}]
    assert document["removed"] == []


def test_a_text_as_the_file_was_will_do(awkward: Material) -> None:
    """Whoever loaded the transcript itself into the program coded other positions; they lead to the same words."""
    root, _ = _project(awkward)
    for source in list(root.iter(f"{Q}TextSource")):
        if source.get("name") != "crlf":
            next(root.iter(f"{Q}Sources")).remove(source)
    source = _source(root, "crlf")
    for one in list(source):
        source.remove(one)
    text = awkward.sheets["crlf"]["transcript"]["text"]
    plain = text.replace("\r\n", "\n")
    start = plain.index("angry")
    one = SubElement(
        source,
        f"{Q}PlainTextSelection",
        {"guid": guid("a"), "name": "angry", "startPosition": str(start), "endPosition": str(start + 5)},
    )
    code = next(key for key, name in _codes(root).items() if name == "Emotion")
    SubElement(SubElement(one, f"{Q}Coding", {"guid": guid("b")}), f"{Q}CodeRef", {"targetGUID": code})
    path = source.get("plainTextPath", "").removeprefix("internal://")
    document = documents_of(read_qdpx(_packed(root, {f"sources/{path}": plain}), awkward), awkward)["crlf"]
    (span,) = document["spans"]
    assert text_of(awkward.sheets["crlf"], span) == "angry"
    assert span["status"] == "kept"


@pytest.mark.parametrize("named", [True, False])
def test_a_text_that_was_changed_is_refused(awkward: Material, named: bool) -> None:
    """With the place, and without a word of it."""
    root, texts = _project(awkward)
    if not named:
        for source in root.iter(f"{Q}TextSource"):
            source.set("name", "something else")
    changed = {name: text.replace("angry", "cross") for name, text in texts.items()}
    with pytest.raises(DataError) as told:
        documents_of(read_qdpx(_packed(root, dict(changed)), awkward), awkward)
    assert "back.qdpx, text 1" in str(told.value)
    assert "cross" not in str(told.value)


def _bomb() -> dict[str, bytes]:
    return _packed(b"<a>" + b" " * 40_000_000 + b"</a>", {})


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.qdpx": b"no zip"}, "no REFI-QDA project"),
        (_packed(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", {}), "entities"),
        (_packed(b"<Project xmlns='urn:QDA-XML:project:1.0'>", {}), "damaged"),
        (_bomb(), "unpack"),
        (_packed(f"<Project xmlns='{PROJECT}' name='a'/>".encode(), {}), "no text"),
        (_packed(f"<Project xmlns='{PROJECT}' name='a'><Sources><TextSource guid='a' plainTextPath='relative:///etc/passwd'/></Sources></Project>".encode(), {}), "not in the file"),
    ],
)  # fmt: skip
def test_hostile_and_broken_files_are_refused(rated: Material, files: dict[str, bytes], told: str) -> None:
    """Bombs, entities, damage, paths that lead out, and projects without texts."""
    with pytest.raises((UnreadableFile, DataError)) as refused:
        list(read_qdpx(files, rated))
    assert told in str(refused.value)


def test_characters_that_xml_cannot_hold_do_not_stop_it(rated: Material) -> None:
    """A control character in a code's name or a note becomes a replacement character."""
    material = replace(rated, title="A\x00study\ufffe")
    root, _ = _project(material)
    assert root.get("name") == "A\ufffdstudy\ufffd"
