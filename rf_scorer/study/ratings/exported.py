"""Where confirmed ratings stand, and the sheets whose words they are about, for whatever folder a person names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.errors import DataError, InvalidDocument, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COMMAND", "EXPORTS", "MANIFEST", "RATINGS", "SEQ", "Exported", "locate"]

#: What the manifest of an export says made it, and under which name it tells the newest event.
COMMAND = "ratings export"
SEQ = "events.seq"
#: Names in an export, and of the folder of exports in a study.
MANIFEST = "manifest.json"
RATINGS = "ratings"
EXPORTS = "exports"
_SETTINGS = "study.toml"
_SHEETS = "sheets"
#: Where the sheets of a study lie, from an export in its usual place.
_ABOVE = 2
_REMEDY = "Give the folder that 'rf-scorer ratings export' wrote, or the study after an export."


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A folder of rating documents, the folder of their sheets, and the name of the export that was chosen among several."""

    ratings: Path
    sheets: Path
    chosen: str | None = None


def locate(data: Path, *, sheets: Path | None = None) -> Exported:
    """Find ratings and sheets.

    Parameters
    ----------
    data : Path
        A study (its newest export is taken), an export, or the folder ``ratings`` in one.
    sheets : Path, optional
        The folder of the sheets; without it, that of the study in which the export stands.

    Raises
    ------
    UsageError
        If the folder is none of these, or no sheets are found.
    DataError
        If the study has no export yet.
    """
    chosen = None
    export = data
    if _is_file(data / _SETTINGS):
        export = _newest(data)
        chosen = f"{EXPORTS}/{export.name}"
    ratings = export / RATINGS if _is_file(export / MANIFEST) else export
    if not _is_dir(ratings) or not any(ratings.glob("*.json")):
        raise UsageError("The folder holds no exported ratings.", where=shown(str(data)), remedy=_REMEDY)
    if sheets is None:
        above = ratings.absolute().parent.parents
        sheets = above[_ABOVE - 1] / _SHEETS if len(above) >= _ABOVE else ratings / _SHEETS
    if not _is_dir(sheets):
        raise UsageError(
            "The sheets of these ratings are not found: what was answered stands in them alone.",
            where=shown(str(data)),
            remedy="Give the folder of the sheets: --sheets STUDY/sheets.",
        )
    return Exported(ratings=ratings, sheets=sheets, chosen=chosen)


def _newest(study: Path) -> Path:
    found = [
        (int(manifest["provenance"].get(SEQ, "0")), folder.name, folder)
        for folder in _folders(study / EXPORTS)
        if (manifest := _manifest(folder / MANIFEST)) is not None
    ]
    if not found:
        raise DataError(
            "Nothing was exported from this study yet.",
            where=shown(str(study)),
            remedy="Export what raters have finished: rf-scorer ratings export STUDY.",
        )
    # Of two exports of one state (with and without notes, say) the first by name: the ratings are the same.
    newest = max(seq for seq, _, _ in found)
    return min(folder for seq, _, folder in found if seq == newest)


def _folders(exports: Path) -> list[Path]:
    try:
        return [path for path in exports.iterdir() if path.is_dir() and not path.name.startswith(".")]
    except OSError:
        return []


def _manifest(path: Path) -> dict[str, Any] | None:
    """The manifest of an export; None for a folder of something else."""
    try:
        document = jsonio.loads(read_bytes(path))
    except (OSError, InvalidDocument):
        return None
    if validation.faults(document, "manifest") or document["command"] != COMMAND:
        return None
    seq = document["provenance"].get(SEQ, "")
    return document if seq.isascii() and seq.isdigit() else None


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 (Path.is_file raises where a name is too long)


def _is_dir(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112
