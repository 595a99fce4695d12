"""The codes of a REFI-QDA project: a tree of what the program highlighted, what raters saw, and what is a passage."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from rf_scorer.domain import FLAGS, HOLDERS, MARKER_FAMILIES
from rf_scorer.exchange.labels import FAMILIES, FLAG_TITLES, HOLDER_TITLES, MARKER, MENTION, Label, labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.exchange.material import Material, Options

__all__ = ["Code", "code_tree", "guid", "key_of", "write_codes"]

#: GUIDs are made of ids, so that one study gives one project however often it is exported.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:rf-scorer:refi-qda")
_GREY, _HUMAN, _MACHINE = "#5C636D", "#1F5C60", "#A0A6AD"


def guid(*parts: str | int) -> str:
    """A GUID that follows from these parts, upper case as the tools write it."""
    return str(uuid.uuid5(_SPACE, "\n".join(map(str, parts)))).upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code; ``key`` is what it means to us, and makes its GUID."""

    key: tuple[str, ...]
    name: str
    about: str = ""
    colour: str = _GREY
    codable: bool = True
    below: tuple[Code, ...] = field(default=())

    @property
    def guid(self) -> str:
        """Its GUID, the same in every project."""
        return guid("code", *self.key)

    def all(self) -> Iterator[Code]:
        """The code, and all below it."""
        yield self
        for code in self.below:
            yield from code.all()


def code_tree(material: Material | None = None, options: Options | None = None) -> tuple[Code, ...]:
    """The codes of a project.

    Parameters
    ----------
    material : Material, optional
        Without it the codebook alone: what the program highlights, and what raters can mark.
    options : Options, optional
        Where suggestions are asked for, they have codes of their own.
    """
    found = labels(() if material is None else material.sheets.values())
    tree = [
        Code(
            key=("highlights",),
            name="Highlighted by rf_scorer",
            about="Suggestions of a program to a rater, never findings.",
            codable=False,
            below=(
                Code(
                    key=("mentions",),
                    name="Mental-state language",
                    codable=False,
                    below=tuple(_label(label) for label in found if label.kind == MENTION),
                ),
                Code(
                    key=("holders",),
                    name="Whose state",
                    codable=False,
                    below=tuple(Code(key=("holder", name), name=f"Whose: {HOLDER_TITLES[name]}") for name in HOLDERS),
                ),
                Code(
                    key=("flags",),
                    name="Also true of the state",
                    codable=False,
                    below=tuple(Code(key=("flag", name), name=f"Also: {FLAG_TITLES[name]}") for name in FLAGS),
                ),
                *_families("marker", found, "", " (possible)"),
            ),
        ),
        Code(
            key=("seen",),
            name="Markers seen by raters",
            about="What raters marked themselves; the coder says who.",
            colour=_HUMAN,
            codable=False,
            below=tuple(_families("seen", found, "Seen: ", "")),
        ),
    ]
    if material is not None:
        tree.append(
            Code(
                key=("passages",),
                name="Passages",
                about="An answer, from its first turn to its last.",
                codable=False,
                below=tuple(_passages(material)),
            )
        )
        if options is not None and options.suggestions:
            tree.append(_suggestions(material))
    return tuple(tree)


def _label(label: Label) -> Code:
    return Code(key=(label.kind, label.id), name=label.named, about=label.about, colour=label.colour)


def _families(kind: str, found: tuple[Label, ...], before: str, behind: str) -> Iterator[Code]:
    for family in MARKER_FAMILIES:
        members = [label for label in found if label.kind == MARKER and label.family == family]
        if kind == "seen" and family == "link":
            continue  # raters do not mark words that connect
        yield Code(
            key=(f"{kind}-family", family),
            name=f"{before}{FAMILIES[family]}{behind}",
            colour=members[0].colour if members else _GREY,
            codable=False,
            below=tuple(
                Code(key=(kind, label.id), name=f"{before}{label.named}", about=label.about, colour=label.colour)
                for label in members
            ),
        )


def _passages(material: Material) -> Iterator[Code]:
    topics: dict[str, str] = {}
    for sheet in material.sheets.values():
        for passage in sheet["passages"]:
            if passage["question_id"] is not None:
                topics.setdefault(passage["question_id"], passage["topic"] or "")
    yield Code(key=("question", ""), name="Passage: no question of the protocol")
    for question, topic in sorted(topics.items()):
        yield Code(key=("question", question), name=f"Passage: {question} {topic}".strip())


def _suggestions(material: Material) -> Code:
    levels = sorted(
        {
            made["level"]
            for sheet in material.sheets.values()
            for made in sheet["suggestions"]
            if made["level"] is not None
        }
    )
    return Code(
        key=("suggestions",),
        name="Provisional suggestions",
        about="Levels that a program suggests for a trained rater to confirm; not ratings.",
        colour=_MACHINE,
        codable=False,
        below=tuple(
            Code(key=("suggestion", str(level)), name=f"Provisional suggestion: {level}", colour=_MACHINE)
            for level in levels
        ),
    )


def key_of(tree: tuple[Code, ...]) -> Mapping[str, tuple[str, ...]]:
    """What each code means, by its GUID in capitals and by its name."""
    codes = [code for top in tree for code in top.all()]
    return {code.name: code.key for code in codes} | {code.guid: code.key for code in codes}


def write_codes(parent: Element, tree: tuple[Code, ...]) -> None:
    """Put the tree below a ``Codes`` element, in the namespace of the document."""
    for code in tree:
        element = SubElement(
            parent,
            "Code",
            {
                "guid": code.guid,
                "name": code.name,
                "isCodable": "true" if code.codable else "false",
                "color": code.colour,
            },
        )
        if code.about:
            SubElement(element, "Description").text = code.about
        write_codes(element, code.below)
