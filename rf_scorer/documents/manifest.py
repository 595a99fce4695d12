"""The manifest of a run as a document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["STATUSES", "manifest_document"]

#: What can become of a file: scored, its earlier sheet kept, not acceptable, our own bug, or not reached.
STATUSES = ("done", "kept", "refused", "error", "not_done")


def manifest_document(
    *,
    version: str,
    command: str,
    options: Mapping[str, Any],
    provenance: Mapping[str, str],
    files: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """What one run read and wrote (``schemas/manifest.schema.json``), the same for the same run.

    Parameters
    ----------
    version : str
        Of rf_scorer.
    command : str
        Such as ``score``.
    options : mapping
        Those that bear on the outputs; strings, numbers, booleans, None, or lists of strings.
    provenance : mapping of str to str
    files : iterable of mapping
        In the order of the run, each with ``file``, ``id``, ``status`` (one of :data:`STATUSES`), and where there are
        such, ``reason``, ``remedy``, ``sha256`` and ``outputs``
        (each with ``path`` below the output folder, ``sha256`` and ``size`` in bytes).
    """
    rows = [
        {
            "file": row["file"],
            "id": row["id"],
            "status": row["status"],
            "reason": row.get("reason") or None,
            "remedy": row.get("remedy") or None,
            "sha256": row.get("sha256") or None,
            "outputs": list(row.get("outputs") or ()),
        }
        for row in files
    ]
    counts = Counter(row["status"] for row in rows)
    return {
        "schema": "urn:rf-scorer:schema:manifest:1",
        "version": version,
        "command": command,
        "options": dict(sorted(options.items())),
        "provenance": dict(sorted(provenance.items())),
        "counts": {status: counts[status] for status in STATUSES},
        "files": rows,
    }
