"""What is wrong, in words made of the schema alone: a document's values, and keys that may be speech, stay out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jsonschema import ValidationError

__all__ = ["json_path", "keyword", "kinds", "message"]

#: A key that is shown: one lower-case word of a program's making, or a level. Speech and names do not look like this.
_SHOWN = re.compile(r"[a-z][a-z0-9]*(?:[_.-][a-z0-9]+)*\Z|-?[0-9]{1,3}\Z")
_LONGEST = 30
#: How many unexpected keys are named before the rest is counted.
_NAMED = 5

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}


def _shown(key: object) -> bool:
    return isinstance(key, str) and len(key) <= _LONGEST and _SHOWN.match(key) is not None


def json_path(parts: Iterable[str | int]) -> str:
    """A place in a document, such as ``$.turns[3].role``; a key that may be speech reads ``[?]``."""
    path = "$"
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        elif not _shown(part):
            path += "[?]"
        else:
            path += f".{part}" if part[0].isalpha() else f'["{part}"]'
    return path


def _quoted(values: Iterable[Any]) -> str:
    return ", ".join("null" if value is None else f"'{value}'" for value in values)


def _missing(required: Iterable[str], instance: Mapping[str, Any]) -> str:
    missing = [key for key in required if key not in instance]
    return f"The key {_quoted(missing)} is missing." if len(missing) == 1 else f"Keys are missing: {_quoted(missing)}."


def _unexpected(instance: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    patterns = [re.compile(pattern) for pattern in schema.get("patternProperties", ())]
    known = schema.get("properties", {})
    extra = [key for key in instance if key not in known and not any(pattern.search(key) for pattern in patterns)]
    named = [key for key in extra if _shown(key)][:_NAMED]
    hidden = len(extra) - len(named)
    parts = [_quoted(named)] if named else []
    if hidden:
        parts.append("an unexpected key" if hidden == 1 else f"{hidden} unexpected keys")
    allowed = f" Allowed: {_quoted(known)}." if known else ""
    return f"Not allowed here: {' and '.join(parts)}.{allowed}"


def _count(limit: int, one: str, many: str) -> str:
    return f"{limit} {one if limit == 1 else many}"


def kinds(error: ValidationError) -> list[str] | None:
    """The types that a fault's schema allows; None where the fault is about something else.

    Several types are written as alternatives, each with its type and what is asked of that type alone: the strict readers of other languages take no list of them.
    """
    limit: Any = error.validator_value
    if error.validator == "type":
        return [limit] if isinstance(limit, str) else list(limit)
    if error.validator != "anyOf" or not all("type" in part for part in limit):
        return None
    given = (part["type"] for part in limit)
    return [kind for one in given for kind in ([one] if isinstance(one, str) else one)]


def keyword(error: ValidationError) -> str:
    """The keyword that a fault is told by; a choice between types is told as the type that it is about."""
    return "type" if kinds(error) is not None else str(error.validator)


def message(error: ValidationError) -> str:
    """One sentence for a fault that jsonschema found; its own message repeats the value and is never used."""
    limit: Any = error.validator_value
    instance: Any = error.instance
    schema: Any = error.schema
    # Every branch reads the schema; the two that look at the instance read its keys, never a value.
    if (allowed := kinds(error)) is not None:
        return "This must be " + " or ".join(_TYPES[kind] for kind in allowed) + "."
    match error.validator:
        case "enum":
            return f"This must be one of {_quoted(limit)}."
        case "const":
            return f"This must be '{limit}'."
        case "required":
            return _missing(limit, instance)
        case "additionalProperties":
            return _unexpected(instance, schema)
        case "pattern":
            return f"This does not have the form {limit}"
        case _:
            return _bounds(str(error.validator), limit)


def _bounds(rule: str, limit: Any) -> str:
    match rule:
        case "minimum":
            return f"This must be {limit} or more."
        case "maximum":
            return f"This must be {limit} or less."
        case "exclusiveMinimum":
            return f"This must be more than {limit}."
        case "exclusiveMaximum":
            return f"This must be less than {limit}."
        case "minLength":
            return "This must not be empty." if limit == 1 else f"This must have at least {limit} characters."
        case "maxLength":
            return f"This must have at most {_count(limit, 'character', 'characters')}."
        case "minItems" | "minProperties":
            return f"This must have at least {_count(limit, 'entry', 'entries')}."
        case "maxItems" | "maxProperties":
            return f"This must have at most {_count(limit, 'entry', 'entries')}."
        case "uniqueItems":
            return "An entry stands here twice."
        case _:
            return f"This breaks the schema's rule '{rule}'."
