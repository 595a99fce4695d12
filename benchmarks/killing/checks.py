"""What must hold of a folder after a run was killed in it, and after the next one."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["SECRET", "contents", "events_of", "found_words", "hidden", "sound", "whole_or_old"]

#: In every answer and every note of these trials, and nowhere else on the machine.
SECRET = "glimmerquast"
_SHARED = Path("/dev/shm")
_OURS = (".rf-part", ".rf-lock")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder that has a name of its own, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def hidden(folder: Path) -> list[str]:
    """What a run has for itself in a folder and beside it, and must not leave for good."""
    return sorted(path.name for path in folder.rglob(".*") if any(mark in path.name for mark in _OURS))


def sound(files: Mapping[str, bytes]) -> list[str]:
    """Files that are not whole: each by its name and what is wrong."""
    wrong = []
    for name, data in files.items():
        fault = _fault(name, data)
        if fault is not None:
            wrong.append(f"{name}: {fault}")
    return wrong


def _fault(name: str, data: bytes) -> str | None:
    if not data:
        return "it is empty"
    if name.endswith(".json"):
        try:
            document = jsonio.loads(data)
        except jsonio.InvalidDocument:
            return "no JSON"
        if isinstance(document, dict) and "schema" in document and validation.faults(document):
            return "it breaks its schema"
    elif name.endswith(".html") and not data.rstrip().endswith(b"</html>"):
        return "it has no end"
    elif name.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        if len({len(row) for row in rows}) != 1 or not data.endswith(b"\n"):
            return "its rows are not whole"
    return None


def whole_or_old(found: Mapping[str, bytes], *allowed: Mapping[str, bytes], free: Iterable[str] = ()) -> list[str]:
    """Files whose bytes are none of those that an undisturbed run has written, now or before.

    Those of ``free`` tell how far a run is, and only have to be sound.
    """
    known = set(free)
    return [
        f"{name}: other bytes than any run writes"
        for name, data in found.items()
        if name not in known and data not in [files[name] for files in allowed if name in files]
    ]


def found_words(*folders: Path) -> list[str]:
    """Files in folders for temporary files that hold a participant's or a rater's word."""
    marks = tuple(SECRET.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
    wrong = []
    for folder in (*folders, _SHARED):
        for path in folder.rglob("*") if folder.is_dir() else ():
            try:
                data = path.read_bytes() if path.is_file() else b""
            except OSError:  # another program's, or gone
                continue
            if any(mark in data for mark in marks):
                wrong.append(f"{path}: words in a temporary file")
    return wrong


def events_of(database: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """What is wrong with a database of ratings, and its events."""
    with closing(sqlite3.connect(database)) as db:
        checked = [row[0] for row in db.execute("PRAGMA integrity_check").fetchall()]
        wrong = [] if checked == ["ok"] else ["the database is damaged"]
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return wrong, []  # killed before its tables were made, all of them at once
        rows = db.execute(
            "SELECT seq, id, at, rater, interview, unit, kind, body, origin FROM events ORDER BY seq"
        ).fetchall()
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        wrong.append("events are not numbered one after the other")
    if len({row[1] for row in rows}) != len(rows):
        wrong.append("an event stands twice")
    return wrong, rows
