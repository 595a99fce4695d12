"""The sheets of a study, of the results of ``rf-scorer score``, or of a folder of sheets."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.errors import DataError, InvalidDocument, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Sheets", "sheets_in"]

_SHEETS = "sheets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """Sheets that were read.

    Attributes
    ----------
    documents : mapping of str to mapping
        Without faults, by interview, in order.
    sources : mapping of str to (str, bytes)
        By file name: the interview, and the bytes.
    """

    documents: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, tuple[str, bytes]]


def sheets_in(folder: Path) -> Sheets:
    """Read every sheet of a folder.

    Parameters
    ----------
    folder : Path
        A study, results, or the folder of the sheets itself.

    Raises
    ------
    UsageError
        If there are none.
    InvalidDocument
        If one breaks its schema.
    DataError
        If one cannot be read, or two are about one interview.
    """
    below = folder / _SHEETS
    where = below if os.path.isdir(below) else folder  # noqa: PTH112 (Path.is_dir raises where a name is too long)
    # Where the name is too long for the system, glob raises.
    inside = where.glob("*.json") if os.path.isdir(where) else ()  # noqa: PTH112
    paths = sorted(path for path in inside if not path.name.startswith(".") and path.is_file())
    found: dict[str, Mapping[str, Any]] = {}
    sources: dict[str, tuple[str, bytes]] = {}
    for path in paths:
        name = f"{where.name}/{shown(path.name)}"
        try:
            data = read_bytes(path)
        except OSError as error:
            raise DataError(f"The file cannot be opened ({error.strerror}).", where=name) from None
        document = jsonio.loads(data, where=name)
        faults = validation.faults(document, "rating-sheet")
        if faults:
            more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
            raise InvalidDocument(
                f"{faults[0].path}: {faults[0].message}{more}", where=name, remedy="Score the interview again."
            )
        interview = document["transcript"]["id"]
        if interview in found:
            raise DataError("Two sheets are about one interview.", where=name, remedy="Keep one of them.")
        found[interview] = document
        sources[f"{_SHEETS}/{path.name}"] = (interview, data)
    if not found:
        raise UsageError(
            "There are no rating sheets.",
            where=str(folder),
            remedy="Give a study that was scored, or the folder that 'rf-scorer score' wrote.",
        )
    return Sheets(documents={name: found[name] for name in sorted(found)}, sources=sources)
