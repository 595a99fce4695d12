"""The rules of the REFI-QDA schemas (project and codebook, version 1.0), written from the standard: what stands in what, in which order, and of which type.

The schema files themselves are not in this project: their notice leaves open who may pass them on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

__all__ = ["faults"]

_GUID = re.compile(
    r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}"
)
_TYPES = {
    "guid": _GUID,
    "text": re.compile(r".*", re.DOTALL),
    "bool": re.compile(r"true|false|0|1"),
    "whole": re.compile(r"[+-]?[0-9]+"),
    "time": re.compile(
        r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
    "colour": re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"),
    "variable": re.compile(r"Text|Boolean|Integer|Float|Date|DateTime"),
}
_WHO = {"creatingUser": "guid", "creationDateTime": "time", "modifyingUser": "guid", "modifiedDateTime": "time"}
#: Children in their order, each with the least and the most (None: any number).
_ONE, _MAYBE, _ANY, _SOME = (1, 1), (0, 1), (0, None), (1, None)
_CHILDREN: dict[str, list[tuple[str, tuple[int, int | None]]]] = {
    "Project": [
        ("Users", _MAYBE), ("CodeBook", _MAYBE), ("Variables", _MAYBE), ("Cases", _MAYBE), ("Sources", _MAYBE), ("Notes", _MAYBE),
        ("Links", _MAYBE), ("Sets", _MAYBE), ("Graphs", _MAYBE), ("Description", _MAYBE), ("NoteRef", _ANY),
    ],
    "Users": [("User", _SOME)],
    "User": [],
    "CodeBook": [("Codes", _ONE), ("Sets", _MAYBE)],
    "Codes": [("Code", _SOME)],
    "Code": [("Description", _MAYBE), ("NoteRef", _ANY), ("Code", _ANY)],
    "Variables": [("Variable", _SOME)],
    "Variable": [("Description", _MAYBE)],
    "Cases": [("Case", _SOME)],
    "Case": [("Description", _MAYBE), ("CodeRef", _ANY), ("VariableValue", _ANY), ("SourceRef", _ANY), ("SelectionRef", _ANY)],
    "VariableValue": [
        ("VariableRef", _ONE), ("TextValue", _MAYBE), ("BooleanValue", _MAYBE), ("IntegerValue", _MAYBE), ("FloatValue", _MAYBE),
    ],
    "Sources": [("TextSource", _SOME)],
    "TextSource": [
        ("Description", _MAYBE), ("PlainTextContent", _MAYBE), ("PlainTextSelection", _ANY), ("Coding", _ANY), ("NoteRef", _ANY),
        ("VariableValue", _ANY),
    ],
    "PlainTextSelection": [("Description", _MAYBE), ("Coding", _ANY), ("NoteRef", _ANY)],
    "Coding": [("CodeRef", _ONE), ("NoteRef", _ANY)],
    "Notes": [("Note", _SOME)],
    **{name: [] for name in ("NoteRef", "CodeRef", "SourceRef", "VariableRef", "SelectionRef")},
    **{name: [] for name in ("Description", "PlainTextContent", "TextValue", "IntegerValue", "FloatValue", "BooleanValue")},
}  # fmt: skip
_CHILDREN["Note"] = _CHILDREN["TextSource"]
_REF = {"targetGUID!": "guid"}
#: Attributes with their types; those with an exclamation mark must be there.
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "Project": {
        "name!": "text", "origin": "text", "creatingUserGUID": "guid", "creationDateTime": "time", "modifyingUserGUID": "guid",
        "modifiedDateTime": "time", "basePath": "text",
    },
    "CodeBook": {"origin": "text"},
    "User": {"guid!": "guid", "name": "text", "id": "text"},
    "Code": {"guid!": "guid", "name!": "text", "isCodable!": "bool", "color": "colour"},
    "Variable": {"guid!": "guid", "name!": "text", "typeOfVariable!": "variable"},
    "Case": {"guid!": "guid", "name": "text"},
    "TextSource": {"guid!": "guid", "name": "text", "richTextPath": "text", "plainTextPath": "text", **_WHO},
    "PlainTextSelection": {"guid!": "guid", "name": "text", "startPosition!": "whole", "endPosition!": "whole", **_WHO},
    "Coding": {"guid!": "guid", "creatingUser": "guid", "creationDateTime": "time"},
    **dict.fromkeys(("NoteRef", "CodeRef", "SourceRef", "VariableRef", "SelectionRef"), _REF),
}  # fmt: skip
_ATTRIBUTES["Note"] = _ATTRIBUTES["TextSource"]


def faults(root: Element, namespace: str) -> Iterator[str]:
    """What breaks the rules: by element; and references that lead nowhere, GUIDs that stand twice, texts that are neither here nor there."""
    yield from _element(root, namespace)
    ids = [one.get("guid") for one in root.iter() if one.get("guid")]
    if len(ids) != len(set(ids)):
        yield "a GUID stands twice"
    for one in root.iter():
        target = one.get("targetGUID") or one.get("creatingUser") or one.get("creatingUserGUID")
        if target is not None and target not in ids:
            yield f"{one.tag}: leads nowhere"
        name = one.tag.rpartition("}")[2]
        if name in {"TextSource", "Note"}:
            content = any(child.tag.endswith("}PlainTextContent") for child in one)
            if content == (one.get("plainTextPath") is not None):
                yield f"{name}: either content or path"


def _element(element: Element, namespace: str) -> Iterator[str]:
    name = element.tag.removeprefix(f"{{{namespace}}}")
    if name not in _CHILDREN:
        yield f"{element.tag}: unknown here"
        return
    known = _ATTRIBUTES.get(name, {})
    if namespace.endswith(":project:1.0") and name == "CodeBook":
        known = {}
    for key in known:
        if key.endswith("!") and element.get(key[:-1]) is None:
            yield f"{name}: lacks {key[:-1]}"
    for key, value in element.items():
        kind = known.get(key) or known.get(f"{key}!")
        if kind is None:
            yield f"{name}: has {key}"
        elif not _TYPES[kind].fullmatch(value):
            yield f"{name}.{key}: is no {kind}"
    names = [child.tag.removeprefix(f"{{{namespace}}}") for child in element]
    pattern = "".join(
        f"(?:{child};){{{least},{'' if most is None else most}}}" for child, (least, most) in _CHILDREN[name]
    )
    if not re.fullmatch(pattern, "".join(f"{child};" for child in names)):
        yield f"{name}: children out of order: {sorted(set(names))}"
    for child in element:
        yield from _element(child, namespace)
