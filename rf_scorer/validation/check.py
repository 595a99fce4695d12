"""Every fault of one document, in the document's order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.errors import UnknownName
from rf_scorer.validation import catalogue, ratings, sheets, transcripts
from rf_scorer.validation.messages import json_path, keyword, kinds, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jsonschema import ValidationError

    from rf_scorer.validation.places import Place

__all__ = ["MAX_DEPTH", "MAX_FAULTS", "Fault", "faults"]

#: Our deepest document has eight levels; beyond this somebody wants to exhaust the stack.
MAX_DEPTH = 40
#: Faults that are listed; the rest is counted. A file of the wrong kind can hold one a line.
MAX_FAULTS = 100

#: Kinds of value beside objects, lists, strings and fractions; TOML has more.
_OTHERS = frozenset({int, bool, type(None), tuple})

_MEANING: dict[str, Callable[[dict[str, Any]], Iterator[tuple[Place, str, str]]]] = {
    "rating": ratings.faults,
    "rating-sheet": sheets.faults,
    "transcript": transcripts.faults,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a document.

    Attributes
    ----------
    path : str
        Where, such as ``$.mentions[3].end``.
    rule : str
        The keyword of the schema that is broken, or a stable name of a rule beyond it, such as ``offsets``.
    message : str
        One sentence that holds no value of the document.
    """

    path: str
    rule: str
    message: str


def faults(document: Any, name: str | None = None) -> tuple[Fault, ...]:
    """Find what is wrong with a document.

    Parameters
    ----------
    document : object
        As :func:`rf_scorer.jsonio.loads` gives it.
    name : str, optional
        Schema to hold it against; by default the one that the document's ``schema`` key names.

    Returns
    -------
    tuple of Fault
        In the document's order, at most :data:`MAX_FAULTS` and one that counts the others; empty where all is well.

    Raises
    ------
    UnknownName
        If ``name`` is given and there is no such schema. A document that names an unknown one is a fault, not an error.
    """
    if name is not None and name not in catalogue.schema_names():
        raise UnknownName("schema", name, catalogue.schema_names())
    if found := _unfit(document):
        return (found,)
    if name is None:
        name = catalogue.name_of(document.get("schema")) if isinstance(document, dict) else None
        if name is None:
            return (_nameless(document),)
    if not catalogue.quick(name).is_valid(document):
        broken = _first_of_each(sorted(catalogue.judge(name).iter_errors(document), key=_order))
        if broken:
            return _capped(broken)
    if (meaning := _MEANING.get(name)) is None:
        return ()
    return _capped([Fault(path=json_path(place), rule=rule, message=text) for place, rule, text in meaning(document)])


def _unfit(document: Any) -> Fault | None:
    """Guard against what neither validator nor writer can bear: depth, infinity, halves of characters."""
    level: list[Any] = [document]
    strings: list[str] = []
    keys: set[str] = set()
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is dict:
                below += value.values()
                keys.update(value)
            elif kind is list:
                below += value
            elif kind is str:
                strings.append(value)
            elif kind is float:
                if not math.isfinite(value):
                    return Fault(path="$", rule="number", message="A number is not finite.")
            elif kind not in _OTHERS:
                return Fault(
                    path="$", rule="type", message="A value is of a kind that JSON does not have, as a date is."
                )
        if not below:
            return _unwritable([*keys, *strings])
        level = below
    return Fault(path="$", rule="depth", message=f"The nesting is deeper than {MAX_DEPTH} levels.")


def _unwritable(strings: list[str]) -> Fault | None:
    # One long string is checked many times faster than thousands of short ones.
    try:
        together = "\n".join(strings)
        if not together.isascii():
            together.encode()
    except TypeError:
        return Fault(path="$", rule="type", message="A key is not a string.")
    except UnicodeEncodeError:
        return Fault(path="$", rule="characters", message="A string holds half of a surrogate pair.")
    return None


def _nameless(document: Any) -> Fault:
    known = ", ".join(f"'{key}'" for name in catalogue.schema_names() if (key := catalogue.key_of(name)))
    if not isinstance(document, dict):
        return Fault(path="$", rule="type", message="This must be an object with a key 'schema'.")
    if "schema" not in document:
        return Fault(path="$", rule="required", message=f"The key 'schema' is missing. Known schemas: {known}.")
    return Fault(path="$.schema", rule="enum", message=f"This names no known schema. Known schemas: {known}.")


def _order(error: ValidationError) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    steps = (
        (isinstance(step, str), 0, step) if isinstance(step, str) else (False, step, "") for step in error.absolute_path
    )
    return tuple(steps), str(error.validator)


def _first_of_each(errors: Iterable[ValidationError]) -> list[Fault]:
    # jsonschema reports every missing key of an object on its own; our message names them all at once.
    return list(
        dict.fromkeys(
            Fault(path=json_path(told.absolute_path), rule=keyword(told), message=message(told))
            for error in errors
            for told in _within(error)
        )
    )


def _within(error: ValidationError) -> Sequence[ValidationError]:
    """What is wrong within the one alternative whose type the value has, where alternatives differ by type; else the fault itself."""
    if kinds(error) is None:
        return (error,)
    others = {part.relative_schema_path[0] for part in error.context if part.validator == "type" and not part.path}
    return [part for part in error.context if part.relative_schema_path[0] not in others] or (error,)


def _capped(found: list[Fault]) -> tuple[Fault, ...]:
    more = len(found) - MAX_FAULTS
    if more <= 0:
        return tuple(found)
    plural = "fault is" if more == 1 else "faults are"
    return (*found[:MAX_FAULTS], Fault(path="$", rule="more", message=f"{more} more {plural} not listed."))
