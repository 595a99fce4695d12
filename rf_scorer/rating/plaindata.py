"""What model files are made of: plain data written short, and read back or refused with a sentence that quotes nothing.

Numbers are written with six significant digits, which suggestions cannot tell from sixteen and which leave out the last bits in which machines
differ.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from rf_scorer.domain import Level, Scale
from rf_scorer.errors import InvalidDocument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

__all__ = [
    "DAMAGE",
    "array",
    "contents",
    "damage",
    "number",
    "numbers",
    "same",
    "scale",
    "scale_document",
    "table",
    "text",
    "texts",
    "value",
    "whole",
]

#: What the functions of this module raise, and what reading a part raises that is not there.
DAMAGE = (KeyError, TypeError, AttributeError, OverflowError, ValueError)
#: More levels than any scale has.
_MOST_LEVELS = 1000


def numbers(values: NDArray[np.float64]) -> list[float]:
    """Six significant digits of every value, row by row for a table."""
    return [float(f"{value:.6g}") + 0.0 for value in np.ravel(values).tolist()]


def array(values: Any, *shape: int) -> NDArray[np.float64]:
    """Finite numbers of a given shape.

    Raises
    ------
    TypeError, ValueError
        If they are none, or too few or many.
    """
    if not isinstance(values, list) or not set(map(type, values)) <= {int, float}:
        raise TypeError
    found = np.array(values, dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("a number is not finite")
    if shape and found.size != int(np.prod(shape)):
        raise ValueError("a list of numbers is of the wrong length")
    return found.reshape(shape) if shape else found


def table(rows: Sequence[Any], width: int) -> NDArray[np.float64]:
    """Rows of ``width`` finite numbers each, all of them at once: a vocabulary has tens of thousands.

    Raises
    ------
    TypeError, ValueError
        If they are none, or too few or many.
    """
    if not all(isinstance(row, list) for row in rows):
        raise TypeError
    if any(len(row) != width for row in rows):
        raise ValueError("a list of numbers is of the wrong length")
    return array(list(chain.from_iterable(rows)), len(rows), width)


def number(value: Any) -> float:
    """One finite number: no text that looks like one, which ``float`` would take and whose failure it would quote.

    Raises
    ------
    TypeError, ValueError
        If it is none.
    """
    return float(array([value], 1)[0])


def whole(values: Any) -> NDArray[np.int64]:
    """Whole numbers.

    Raises
    ------
    TypeError
        If they are none.
    """
    if not isinstance(values, list) or not all(type(value) is int for value in values):
        raise TypeError
    return np.array(values, dtype=np.int64)


def text(value: Any) -> str:
    """A text.

    Raises
    ------
    TypeError
        If it is none.
    """
    if not isinstance(value, str):
        raise TypeError
    return value


def texts(values: Any) -> tuple[str, ...]:
    """Texts.

    Raises
    ------
    TypeError
        If they are none.
    """
    if not isinstance(values, list):
        raise TypeError
    return tuple(text(value) for value in values)


def value(found: Any) -> str | int | float:
    """A text or a number.

    Raises
    ------
    TypeError
        If it is neither.
    """
    if not isinstance(found, str | int | float):
        raise TypeError
    return found


def scale_document(scale: Scale) -> dict[str, Any]:
    """A declared scale: its id and both ends."""
    return {"id": scale.id, "minimum": scale.minimum, "maximum": scale.maximum}


def scale(found: Any) -> Scale:
    """A scale of whole numbers without gaps, its levels without names.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is none.
    """
    minimum, maximum = found["minimum"], found["maximum"]
    if type(minimum) is not int or type(maximum) is not int or not 1 <= maximum - minimum <= _MOST_LEVELS:
        raise ValueError("the scale has no whole-number ends")
    return Scale(id=text(found["id"]), levels=tuple(Level(value=level) for level in range(minimum, maximum + 1)))


def contents(file: Traversable, *, most: int, kind: str, where: str) -> bytes:
    """The bytes of a model's file.

    Parameters
    ----------
    file : Traversable
    most : int
        Bytes.
    kind : str
        What errors call the model.
    where : str
        How errors name the file.

    Raises
    ------
    InvalidDocument
        If there are more bytes.
    """
    with file.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise InvalidDocument(f"The file has more than {most // 1_000_000} MB, which no {kind} has.", where=where)
    return data


def same(key: str, found: Any, wanted: str | int, *, kind: str, where: str, remedy: str) -> None:
    """Refuse a file that was written for another version: one whose ``key`` is not what this version works with.

    Raises
    ------
    InvalidDocument
        With the place ``where.key``.
    """
    if type(found) is not type(wanted) or found != wanted:
        raise InvalidDocument(
            f"This {kind}'s {key!r} is not {wanted!r}, the only one this version of rf_scorer works with.",
            where=f"{where}.{key}",
            remedy=remedy,
        )


def damage(error: Exception) -> str:
    """What one of :data:`DAMAGE` says of a file; of what stands there, nothing: a key or a number may be the message."""
    if isinstance(error, KeyError):
        return "a part is missing"
    if isinstance(error, TypeError | AttributeError):
        return "a part is of the wrong kind"
    if isinstance(error, OverflowError):
        return "a number is too large"
    return str(error)
