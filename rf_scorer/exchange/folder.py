"""The folder of an export: there as a whole or not at all, and only an earlier export of ours is ever replaced."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer import documents, jsonio, validation
from rf_scorer.errors import InvalidDocument, OutputExists, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.files.placing import SYSTEM, names_there, put

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["MANIFEST", "check", "write"]

#: What was written, and of what.
MANIFEST = "manifest.json"


def check(path: Path, *, command: str, force: bool) -> None:
    """Refuse a place where the folder cannot be made, before any time is spent.

    Parameters
    ----------
    path : Path
    command : str
        What the manifest of an earlier folder must name for that to be replaced.
    force : bool

    Raises
    ------
    OutputExists
        If there is one already and ``force`` is false.
    UsageError
        If there is a file of this name, or a folder of something else.
    """
    if not names_there(path):
        return
    if not _ours(path, command):
        raise UsageError("The folder holds other things.", where=str(path), remedy="Give a new folder with -o.")
    if not force:
        raise OutputExists(
            "The folder is there already.",
            where=str(path),
            remedy="Give another folder with -o, or --force to replace it.",
        )


def _ours(path: Path, command: str) -> bool:
    """Whether all that stands there is what the manifest of an earlier run of this command names."""
    try:
        document = jsonio.loads(read_bytes(path / MANIFEST))
    except (OSError, InvalidDocument):
        return False
    if validation.faults(document, "manifest") or document["command"] != command:
        return False
    written = {output["path"] for row in document["files"] for output in row["outputs"]} | {MANIFEST}
    there = {entry.relative_to(path).as_posix() for entry in path.rglob("*") if not entry.is_dir()}
    return not {name for name in there if name.rpartition("/")[2] not in SYSTEM} - written


def write(
    path: Path,
    files: Mapping[str, bytes],
    *,
    command: str,
    options: Mapping[str, Any],
    provenance: Mapping[str, str],
    sources: Mapping[str, tuple[str | None, bytes]],
    force: bool,
) -> None:
    """Write the files and their manifest beside the folder, and give them its name when they are complete.

    Parameters
    ----------
    path : Path
    files : mapping of str to bytes
        By path in the folder, with forward slashes.
    command : str
    options, provenance : mapping
        Stand in the manifest.
    sources : mapping of str to (str or None, bytes)
        What was read, by file name: the interview's id where it is one's, and the bytes.
    force : bool
        Whether an earlier one is replaced.

    Raises
    ------
    OutputExists, UsageError
        As :func:`check`.
    OutputFailed
        If the folder cannot be written; what was there is there still.
    """
    check(path, command=command, force=force)
    outputs = [
        {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in sorted(files.items())
    ]
    rows = [
        {
            "file": name,
            "id": interview,
            "status": "done",
            "sha256": hashlib.sha256(data).hexdigest(),
            "outputs": outputs if place_ == 0 else [],
        }
        for place_, (name, (interview, data)) in enumerate(sorted(sources.items()))
    ]
    document = documents.manifest_document(
        version=rf_scorer.__version__, command=command, options=options, provenance=provenance, files=rows
    )
    faults = validation.faults(document)
    if faults:
        raise AssertionError(f"the manifest breaks its own schema at {faults[0].path}")
    whole = {**files, MANIFEST: documents.document_text(document).encode("utf-8")}
    put(path, whole)
