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
    settings: str | None = None,
    summary: str | None = None,
    shard: Mapping[str, Any] | None = None,
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
        such, ``reason``, ``remedy``, ``sha256``, ``beside`` and ``outputs``
        (each with ``path`` below the output folder, ``sha256`` and ``size`` in bytes), in a shard also its ``place``.
    settings, summary : str, optional
        Digests of the settings that bear on what sheets hold, and of the table of the run, where it can be resumed.
    shard : mapping, optional
        ``number``, ``of``, ``inputs`` and ``digest``, where the run did a part of the inputs alone.
    """
    rows = [
        {
            "file": row["file"],
            "id": row["id"],
            "status": row["status"],
            "reason": row.get("reason") or None,
            "remedy": row.get("remedy") or None,
            "sha256": row.get("sha256") or None,
            **({"beside": row.get("beside") or None} if settings is not None else {}),
            "outputs": list(row.get("outputs") or ()),
            **({"place": row["place"]} if shard is not None else {}),
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
        **({"settings": settings, "summary": summary} if settings is not None else {}),
        **({"shard": dict(shard)} if shard is not None else {}),
        "counts": {status: counts[status] for status in STATUSES},
        "files": rows,
    }
