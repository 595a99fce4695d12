"""The settings of a study, in its ``study.toml``: read, and looked over for all their faults at once."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from rf_scorer import validation
from rf_scorer.errors import InvalidDocument, RfScorerError, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.identity import shown
from rf_scorer.validation import Fault, Located, tomltext
from rf_scorer.validation.messages import json_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["FILE", "SCHEMA", "located", "read", "repeated"]

#: What makes a folder a study.
FILE = "study.toml"
SCHEMA = "urn:rf-scorer:schema:study:1"
#: Two hundred raters with all their interviews take less.
_MAX_BYTES = 2_000_000
_REMEDY = "Mend the file; 'rf-scorer schema study' describes every key."


def read(path: Path) -> dict[str, Any]:
    """The settings as a document that matches ``schemas/study.schema.json``.

    Raises
    ------
    UsageError
        If the file is not there or cannot be opened.
    InvalidDocument
        With every fault at once: not TOML, against the schema, two raters with one code.
    """
    document, faults = _looked_over(path)
    if document is None or faults:
        told = " ".join(fault.message if fault.path == "$" else f"{fault.path}: {fault.message}" for fault in faults)
        raise InvalidDocument(told, where=shown(str(path)), remedy=_REMEDY)
    return document


def located(path: Path) -> Located:
    """The faults of a ``study.toml``, as those of any document are told."""
    try:
        _, faults = _looked_over(path)
    except RfScorerError as error:
        faults = (Fault(path="$", rule="file", message=error.message),)
    return Located(where=str(path), faults=faults)


def repeated(raters: list[Mapping[str, Any]]) -> Iterator[Fault]:
    """Raters whose code stood before, in whatever case: codes become file names, and some systems know no case there."""
    seen = set()
    for index, rater in enumerate(raters):
        code = rater["id"].casefold()
        if code in seen:
            message = "Another rater has this code, or one that differs by case alone."
            yield Fault(path=f"$.raters[{index}].id", rule="unique", message=message)
        seen.add(code)


def _looked_over(path: Path) -> tuple[dict[str, Any] | None, tuple[Fault, ...]]:
    document, fault = _parsed(_text(path))
    if document is None:
        return None, (fault,) if fault is not None else ()
    dates = tuple(_dates(document, ()))
    # A date is no JSON, and neither of the validators would have it.
    faults = dates or validation.faults(document, "study")
    return document, faults or tuple(repeated(document.get("raters", [])))


def _text(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InvalidDocument(
                f"The file has more than {_MAX_BYTES // 1_000_000} MB, which no settings of a study have.",
                where=shown(str(path)),
                remedy=_REMEDY,
            )
        return read_bytes(path)
    except OSError as error:
        raise UsageError(
            f"The settings of the study cannot be opened ({error.strerror}).",
            where=shown(str(path)),
            remedy="Check its permissions, and whether this is the folder of a study.",
        ) from None


def _parsed(data: bytes) -> tuple[dict[str, Any] | None, Fault | None]:
    try:
        return tomltext.loads(data), None
    except InvalidDocument as error:
        return None, Fault(path="$", rule="toml", message=error.message)


def _dates(value: Any, place: tuple[str | int, ...]) -> Iterator[Fault]:
    if isinstance(value, date | time):
        message = "A date or a time means nothing here; text stands in quotes."
        yield Fault(path=json_path(place), rule="type", message=message)
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _dates(below, (*place, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _dates(below, (*place, index))
