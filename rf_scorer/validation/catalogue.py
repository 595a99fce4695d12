"""The schemas that ship with rf_scorer, and validators made of them once a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from rf_scorer import jsonio, resources
from rf_scorer.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PREFIX", "judge", "key_of", "name_of", "quick", "schema", "schema_names"]

#: What the ``$id`` of every schema begins with; the name and the version follow.
PREFIX = "urn:rf-scorer:schema:"
_SUFFIX = ".schema.json"
#: A keyword of ours beside ``type``, for the quick validator.
_WHOLE = "x-whole"


class _Whole:
    """What 2020-12 calls an integer may be written 3.0, and Python can count with it, but not find a place by it."""

    def __init__(self, parent: object, value: object, path: object) -> None:
        """What the validator knows of the place in the schema; none of it matters."""

    def validate(self, instance: object) -> None:
        """Refuse a fraction's type."""
        if isinstance(instance, float):
            raise TypeError("no whole number")


def _is_whole(_: object, instance: object) -> bool:
    return type(instance) is int


def _nowhere(address: str) -> Any:
    """What a schema refers to outside of itself is not looked for: nothing is ever fetched."""
    raise LookupError(address)


def _strict(node: Any) -> Any:
    """A schema with our keyword wherever it asks for a whole number."""
    if isinstance(node, list):
        return [_strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    made = {key: _strict(part) for key, part in node.items()}
    kinds = node.get("type")
    if kinds == "integer" or (isinstance(kinds, list) and "integer" in kinds and "number" not in kinds):
        made[_WHOLE] = True
    return made


@cache
def schema_names() -> tuple[str, ...]:
    """Names of the schemas, sorted, such as ``rating-sheet``."""
    files = resources.folder("schemas").iterdir()
    return tuple(sorted(file.name.removesuffix(_SUFFIX) for file in files if file.name.endswith(_SUFFIX)))


@cache
def _text(name: str) -> str:
    if name not in schema_names():
        raise UnknownName("schema", name, schema_names())
    return (resources.folder("schemas") / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def schema(name: str) -> dict[str, Any]:
    """A schema (JSON Schema 2020-12); the caller's own copy.

    Parameters
    ----------
    name : str
        One of :func:`schema_names`.

    Raises
    ------
    UnknownName
        If there is none of that name.
    """
    document: dict[str, Any] = jsonio.loads(_text(name), where=f"{name}{_SUFFIX}")
    return document


@cache
def quick(name: str) -> jsonschema_rs.Draft202012Validator:
    """A validator that only says yes or no, a hundred times faster than :func:`judge`.

    Raises
    ------
    UnknownName
        If there is no schema of that name.
    """
    return jsonschema_rs.Draft202012Validator(_strict(schema(name)), keywords={_WHOLE: _Whole}, retriever=_nowhere)


@cache
def judge(name: str) -> Any:
    """A validator whose findings can be reported.

    Raises
    ------
    UnknownName
        If there is no schema of that name.
    """
    import jsonschema  # here, since only a document that has faults needs it
    from referencing import Registry

    known = jsonschema.Draft202012Validator
    whole = known.TYPE_CHECKER.redefine("integer", _is_whole)
    made: Any = jsonschema.validators.extend(known, type_checker=whole)  # type: ignore[no-untyped-call]
    return made(schema(name), registry=Registry())


@cache
def _keys() -> Mapping[str, str]:
    found = {}
    for name in schema_names():
        constant = schema(name).get("properties", {}).get("schema", {}).get("const")
        if isinstance(constant, str):
            found[constant] = name
    return found


def key_of(name: str) -> str | None:
    """What the ``schema`` key of such a document holds; None for records of a stream."""
    return next((key for key, known in _keys().items() if known == name), None)


def name_of(key: object) -> str | None:
    """The schema that a document's ``schema`` key names, or None."""
    return _keys().get(key) if isinstance(key, str) else None
