"""REFI-QDA projects and codebooks (version 1.0 of the schemas), for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

Positions count code points from 0 and a selection ends behind its last character, as programs write it; the standard's text can be
read so that the last character is named instead. The words of every selection stand in its ``name``, so that a reader can tell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rf_scorer.domain.rating import OVERALL
from rf_scorer.exchange.codes import Code, code_tree, guid, write_codes
from rf_scorer.exchange.material import CONSENSUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.domain.rating import MarkerTag
    from rf_scorer.exchange.material import Given, Material, Options
    from rf_scorer.exchange.talk import Talk

__all__ = ["CODEBOOK", "PROGRAM", "PROJECT", "PROJECT_FILE", "SOURCES", "write_qdc", "write_qdpx"]

#: Namespaces.
PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
#: Names in the container.
PROJECT_FILE, SOURCES = "project.qde", "sources"
#: The user to whom highlights belong.
PROGRAM = "rf_scorer"
#: Where no time is known: the first day that a zip container knows.
_NO_TIME = "1980-01-01T00:00:00Z"
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: What XML 1.0 cannot hold.
_UNHELD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOM = "\ufeff"


def _held(text: str) -> str:
    return _UNHELD.sub("\ufffd", text)


def write_qdc(material: Material, options: Options) -> Mapping[str, bytes]:  # noqa: ARG001 (every format is called so)
    """The codebook alone; nothing of an interview is in it."""
    root = Element("CodeBook", {"xmlns": CODEBOOK, "origin": PROGRAM})
    write_codes(SubElement(root, "Codes"), code_tree())
    return {"codebook.qdc": _text(root)}


def write_qdpx(material: Material, options: Options) -> Mapping[str, bytes]:
    """A project: an interview is a text, a rater a user, a highlight or a rater's marker a coded selection, a rating a note and a variable."""
    writer = _Writer(material, options)
    root = writer.project()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        _put(container, PROJECT_FILE, _text(root))
        for name, talk in material.talks.items():
            # Programs on Windows take a text without a mark for one in the system's own code page.
            _put(container, f"{SOURCES}/{_source(name)}.txt", (_BOM + talk.text).encode("utf-8", "replace"))
    return {"project.qdpx": buffer.getvalue()}


def _put(container: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, date_time=_EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    container.writestr(info, data)


def _text(root: Element) -> bytes:
    for element in root.iter():
        for key, value in element.items():
            element.set(key, _held(value))
        if element.text:
            element.text = _held(element.text)
    indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode("utf-8") + b"\n"


def _source(interview: str) -> str:
    return guid("source", interview)


def _user(rater: str) -> str:
    return guid("user", rater)


@dataclass(frozen=True, slots=True)
class _Note:
    guid: str
    name: str
    text: str
    user: str
    at: str


class _Writer:
    def __init__(self, material: Material, options: Options) -> None:
        self.material, self.options = material, options
        self.given = list(material.given(options.use))
        self.tree = code_tree(material, options)
        self.codes = {code.key: code for top in self.tree for code in top.all()}
        self.notes: list[_Note] = []
        self.by_interview: dict[str, list[Given]] = defaultdict(list)
        for one in self.given:
            self.by_interview[one.interview].append(one)
        self.tagged: dict[str, list[Given]] = defaultdict(list)
        for one in material.given("final" if options.use == CONSENSUS else options.use):
            self.tagged[one.interview].append(one)
        self.at = max((one.at for one in self.given if one.at), default=_NO_TIME)

    def project(self) -> Element:
        material = self.material
        root = Element(
            "Project",
            {
                "xmlns": PROJECT,
                "name": material.title or material.study,
                "origin": PROGRAM,
                "creatingUserGUID": _user(PROGRAM),
                "creationDateTime": self.at,
            },
        )
        users = SubElement(root, "Users")
        for user in dict.fromkeys((PROGRAM, *material.raters, *(one.rater for one in self.given))):
            SubElement(users, "User", {"guid": _user(user), "name": user, "id": user})
        write_codes(SubElement(SubElement(root, "CodeBook"), "Codes"), self.tree)
        variables = self._variables()
        places = SubElement(root, "Variables")
        for name, (kind, about) in variables.items():
            SubElement(
                SubElement(places, "Variable", {"guid": guid("variable", name), "name": name, "typeOfVariable": kind}),
                "Description",
            ).text = about
        cases = SubElement(root, "Cases")
        for name, sheet in material.sheets.items():
            self._case(cases, name, sheet, variables)
        sources = SubElement(root, "Sources")
        for name, sheet in material.sheets.items():
            self._text_source(sources, name, sheet)
        self._write_notes(root)
        SubElement(
            root, "Description"
        ).text = "Highlights are suggestions of a program, never findings. Ratings are raters' own; a provisional suggestion is not a rating."
        return root

    def _write_notes(self, root: Element) -> None:
        if not self.notes:
            return
        notes = Element("Notes")
        for note in self.notes:
            element = SubElement(
                notes,
                "Note",
                {"guid": note.guid, "name": note.name, "creatingUser": note.user, "creationDateTime": note.at},
            )
            SubElement(element, "PlainTextContent").text = note.text
        root.append(notes)

    def _variables(self) -> dict[str, tuple[str, str]]:
        kind = "Float" if self.options.use == CONSENSUS else "Integer"
        found = {
            "participant": ("Text", "Code of the person interviewed"),
            "timepoint": ("Text", "When in the study the interview took place"),
            "protocol": ("Text", "Id of the interview protocol"),
        }
        for one in self.given:
            if (name := _variable(one)) is not None:
                about = "the whole interview" if one.facts.unit == OVERALL else one.facts.topic or ""
                found.setdefault(
                    name,
                    (
                        kind,
                        f"Level given by {one.rater} ({self.options.use}): {about}. Why there is none stands in a note.",
                    ),
                )
        return found

    def _case(
        self, cases: Element, name: str, sheet: Mapping[str, Any], variables: Mapping[str, tuple[str, str]]
    ) -> None:
        case = SubElement(cases, "Case", {"guid": guid("case", name), "name": name})
        protocol = sheet["protocol"]
        facts = {
            "participant": sheet["transcript"]["participant"],
            "timepoint": sheet["transcript"]["timepoint"],
            "protocol": None if protocol is None else protocol["id"],
        }
        levels: dict[str, Any] = {}
        for one in self.by_interview[name]:
            if one.level is not None and (key := _variable(one)) is not None:
                levels.setdefault(
                    key, one.level
                )  # a question that was asked twice has its first answer here, and all in notes
        for key, value in (facts | levels).items():
            if value is None:
                continue
            element = SubElement(case, "VariableValue")
            SubElement(element, "VariableRef", {"targetGUID": guid("variable", key)})
            SubElement(element, f"{variables[key][0]}Value").text = str(value)
        SubElement(case, "SourceRef", {"targetGUID": _source(name)})

    def _text_source(self, sources: Element, name: str, sheet: Mapping[str, Any]) -> None:
        talk = self.material.talks[name]
        source = SubElement(
            sources,
            "TextSource",
            {
                "guid": _source(name),
                "name": name,
                "plainTextPath": f"internal://{_source(name)}.txt",
                "creatingUser": _user(PROGRAM),
                "creationDateTime": self.at,
            },
        )
        made = [
            *self._highlights(name, sheet, talk),
            *self._tags(name, talk),
            *self._passages(name, sheet, talk),
        ]
        for _, _, element in sorted(made, key=lambda one: one[:2]):
            source.append(element)
        for one in self.by_interview[name]:
            if one.facts.unit == OVERALL:
                SubElement(source, "NoteRef", {"targetGUID": self._note(one)})

    def _selection(
        self, talk: Talk, start: int, end: int, key: str, codes: list[Code], user: str, at: str
    ) -> tuple[int, int, Element]:
        element = Element(
            "PlainTextSelection",
            {
                "guid": key,
                "name": talk.text[start:end],
                "startPosition": str(start),
                "endPosition": str(end),
                "creatingUser": _user(user),
                "creationDateTime": at,
            },
        )
        for code in codes:
            coding = SubElement(
                element,
                "Coding",
                {"guid": guid("coding", key, *code.key), "creatingUser": _user(user), "creationDateTime": at},
            )
            SubElement(coding, "CodeRef", {"targetGUID": code.guid})
        return start, -end, element

    def _highlights(self, name: str, sheet: Mapping[str, Any], talk: Talk) -> Iterator[tuple[int, int, Element]]:
        for mention in sheet["mentions"]:
            keys = [("mention", mention["category"]), ("holder", mention["holder"])]
            keys += [("flag", flag) for flag in mention["flags"]]
            codes = [self.codes[key] for key in keys]
            span = talk.span(talk.place(mention))
            yield self._selection(talk, *span, guid("mark", name, mention["id"]), codes, PROGRAM, self.at)
        for marker in sheet["markers"]:
            codes = [self.codes["marker", marker["marker"]]]
            span = talk.span(talk.place(marker))
            yield self._selection(talk, *span, guid("mark", name, marker["id"]), codes, PROGRAM, self.at)

    def _tags(self, name: str, talk: Talk) -> Iterator[tuple[int, int, Element]]:
        for one in self.tagged[name]:
            if one.judgement is None:
                continue
            for number, tag in enumerate(one.judgement.markers):
                code = self.codes.get(("seen", tag.marker))
                if code is None:  # a marker that no codebook knows any more
                    continue
                key = guid("tag", name, one.rater, one.facts.unit, number)
                yield self._selection(
                    talk, *talk.span(talk.place(_mark(tag))), key, [code], one.rater, one.at or self.at
                )

    def _passages(self, name: str, sheet: Mapping[str, Any], talk: Talk) -> Iterator[tuple[int, int, Element]]:
        suggested = {made["passage"]: made for made in sheet["suggestions"]}
        for passage in sheet["passages"]:
            if not passage["answering"]:
                continue
            spans = [talk.span(talk.whole(turn)) for turn in passage["answering"]]
            start, end = min(span[0] for span in spans), max(span[1] for span in spans)
            codes = [self.codes["question", passage["question_id"] or ""]]
            level = suggested[passage["id"]]["level"]
            if self.options.suggestions and level is not None:
                codes.append(self.codes["suggestion", str(level)])
            made = self._selection(talk, start, end, guid("passage", name, passage["id"]), codes, PROGRAM, self.at)
            for one in self.by_interview[name]:
                if one.facts.unit == passage["id"]:
                    SubElement(made[2], "NoteRef", {"targetGUID": self._note(one)})
            yield made

    def _note(self, one: Given) -> str:
        key = guid("note", one.interview, one.rater, one.facts.unit)
        said = f"level {one.level}" if one.level is not None else f"no level: {one.unratable}"
        unit = "the whole interview" if one.facts.unit == OVERALL else one.facts.unit
        about = " ".join(part for part in (one.facts.question_id, one.facts.topic) if part)
        lines = [
            f"Rating by {one.rater} of {unit}{f' ({about})' if about else ''}: {said}. Which one: {self.options.use}."
        ]
        if one.judgement is not None and one.judgement.note:
            lines += ["", one.judgement.note]
        self.notes.append(
            _Note(
                guid=key,
                name=f"{one.interview} {one.facts.unit} {one.rater}: {said}",
                text="\n".join(lines),
                user=_user(one.rater),
                at=one.at or self.at,
            )
        )
        return key


def _variable(one: Given) -> str | None:
    """The name of the variable for a rating: by question, which means the same in every interview; None where there is no question."""
    unit = OVERALL if one.facts.unit == OVERALL else one.facts.question_id
    return None if unit is None else f"{one.rater} {unit}"


def _mark(tag: MarkerTag) -> Mapping[str, int]:
    return {"turn": tag.turn, "start": tag.start, "end": tag.end}
