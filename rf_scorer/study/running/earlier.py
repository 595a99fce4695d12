"""What an earlier run left in a folder, file by file: whether it would be made again is told by digests, without reading a transcript's speakers.

A sheet follows from the transcript's bytes, from what stands beside it (a person's alignment, an attestation), from the settings, and from versions
and models. The manifest of a run has a digest or a name of each; where all of them are as they were, and what was written is there and unchanged,
the row of the earlier run holds. Wherever anything is missing or in doubt, the sheet itself is asked (``work``).
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from dataclasses import dataclass, fields
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from rf_scorer import jsonio, validation
from rf_scorer.errors import RfScorerError
from rf_scorer.protocols import override_paths
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.files.csvtext import as_it_was
from rf_scorer.study.privacy.attestation import attestation_path
from rf_scorer.study.running.summary import DONE, KEPT, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.running.layout import Layout

__all__ = ["Earlier", "Output", "beside", "holds", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file that was written: path below the output folder, digest, bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an earlier run said of one file.

    Attributes
    ----------
    row : Row
    outputs : tuple of Output
    beside : str or None
        As :func:`beside` made it.
    """

    row: Row
    outputs: tuple[Output, ...]
    beside: str | None


def beside(path: Path) -> str | None:
    """Digest of what stands beside a transcript and bears on its sheet, 64 hexadecimal digits; None where nothing does.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    whole = hashlib.sha256()
    nothing = True
    for one in (*override_paths(path), attestation_path(path)):
        if os.path.lexists(one):
            nothing = False
            data = read_bytes(one)
            whole.update(f"{one.name}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
            whole.update(data)
    return None if nothing else whole.hexdigest()


def read(layout: Layout, *, settings: str, provenance: Mapping[str, str]) -> dict[tuple[str, str], Earlier]:
    """What the last run in a folder made with these settings, versions and models, by file and id; empty where another was at work, or none.

    Parameters
    ----------
    layout : Layout
    settings : str
        Digest of the settings of now.
    provenance : mapping of str to str
        Versions and models of now.
    """
    try:
        document = jsonio.loads(read_bytes(layout.manifest), where=layout.manifest.name)
        table = read_bytes(layout.summary)
    except (OSError, RfScorerError):
        return {}
    if not isinstance(document, dict) or validation.faults(document, "manifest"):
        return {}
    same = document.get("settings") == settings and document["provenance"] == dict(provenance)
    # A table that somebody has edited is nobody's word any more.
    if not same or document.get("summary") != hashlib.sha256(table).hexdigest():
        return {}
    rows = _rows(table)
    if len(rows) != len(document["files"]):
        return {}
    return {
        (entry["file"], entry["id"]): Earlier(
            row=row,
            outputs=tuple(Output(**output) for output in entry["outputs"]),
            beside=entry.get("beside"),
        )
        for entry, row in zip(document["files"], rows, strict=True)
        if entry["status"] in {DONE, KEPT}
    }


def holds(earlier: Earlier, item: Input, root: Path, *, wanted: Sequence[str]) -> bool:
    """Whether an earlier run's outputs for a file are what this run would make.

    Parameters
    ----------
    earlier : Earlier
        Made with the settings, versions and models of this run.
    item : Input
    root : Path
        The output folder.
    wanted : sequence of str
        Paths below it of the outputs that this run makes.
    """
    if [output.path for output in earlier.outputs] != list(wanted):
        return False
    try:
        return (
            _sha256(item.path) == earlier.row.sha256
            and beside(item.path) == earlier.beside
            and all(_sha256(root / output.path) == output.sha256 for output in earlier.outputs)
        )
    except OSError:
        return False


def _sha256(path: Path) -> str:
    return hashlib.sha256(read_bytes(path)).hexdigest()


def _rows(table: bytes) -> list[Row]:
    """The rows of a summary that this version wrote."""
    lines = csv.reader(io.StringIO(table.decode("utf-8", "surrogatepass"), newline=""))
    kinds = _kinds()
    if next(lines, None) != list(kinds):
        return []
    return [
        Row(**{name: _value(cell, kind) for (name, kind), cell in zip(kinds.items(), line, strict=True)})
        for line in lines
    ]


def _kinds() -> dict[str, type]:
    """The class of each column's values."""
    hints = get_type_hints(Row)
    return {
        field.name: next((one for one in get_args(hints[field.name]) if one is not NoneType), hints[field.name])
        for field in fields(Row)
    }


def _value(cell: str, kind: type) -> Any:
    if kind is str:
        # A mark before what a spreadsheet would run is the table's, not the name's.
        return as_it_was(cell) or None
    return kind(cell) if cell else None
