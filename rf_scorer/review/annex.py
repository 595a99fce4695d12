"""What stands in a study's database beside the events: the draw of control interviews, what was rated and shown, the shelf.

The draw is only ever added to. The shelf, what is known of the sheets, can be made anew from them at any time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from rf_scorer.review.database import Database

__all__ = ["Annex"]

#: Digests of what was rated, if somebody did more than look.
_RATED = """SELECT source_sha256, shape FROM rated r WHERE interview = :interview AND EXISTS
    (SELECT 1 FROM events e WHERE e.interview = r.interview AND e.kind NOT IN ('visited', 'adjudicated'))"""
_PUT_RATED = """INSERT OR REPLACE INTO rated (interview, source_sha256, shape, at)
    SELECT :interview, :source_sha256, :shape, :at WHERE NOT EXISTS
    (SELECT 1 FROM rated r JOIN events e ON e.interview = r.interview
     WHERE r.interview = :interview AND e.kind NOT IN ('visited', 'adjudicated'))"""


class Annex:
    """The part of a store that holds no events.

    Parameters
    ----------
    database : Database
    clock : callable
        Gives the time that rows are stored with.
    """

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._database = database
        self._clock = clock

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def draws(self) -> dict[str, bool]:
        """Which interviews were drawn to be rated without help, and which were not."""
        with self._database.reading() as db:
            return {
                interview: bool(control)
                for interview, control in db.execute(
                    "SELECT interview, control FROM draw ORDER BY interview"
                ).fetchall()
            }

    def add_draws(self, controls: Mapping[str, bool]) -> dict[str, bool]:
        """Add to the draw; an interview that was drawn already stays as it was.

        Returns
        -------
        dict of str to bool
            The whole draw as it is now stored.
        """
        at = self._clock()
        with self._database.writing() as db:
            db.executemany(
                "INSERT INTO draw (interview, control, at) VALUES (?, ?, ?)",
                [(interview, int(control), at) for interview, control in controls.items()],
            )
        return self.draws()

    def rated(self, interview: str) -> tuple[str, str] | None:
        """What was rated of an interview: the digests of its transcript and of its division into passages; None while nobody rated it."""
        with self._database.reading() as db:
            found = db.execute(_RATED, {"interview": interview}).fetchone()
        return None if found is None else (found[0], found[1])

    def put_rated(self, interview: str, *, source_sha256: str, shape: str) -> None:
        """Remember what is about to be rated of an interview; once somebody rated it, it stays."""
        with self._database.writing() as db:
            values = {"interview": interview, "source_sha256": source_sha256, "shape": shape, "at": self._clock()}
            db.execute(_PUT_RATED, values)

    def shown(self) -> dict[str, tuple[str, dict[str, Any] | None]]:
        """What was shown of the machine, by the id of the event that revealed it: the sheet's digest, and the figures if they are known."""
        with self._database.reading() as db:
            rows = db.execute("SELECT event, sheet_sha256, document FROM shown ORDER BY event").fetchall()
        return {
            event: (digest, None if document is None else self._loads(document, f"what event {event} showed"))
            for event, digest, document in rows
        }

    def put_shown(self, figures: Mapping[str, Mapping[str, Any] | None], *, sheet_sha256: str) -> None:
        """Remember what events are about to show, by their ids; what is there already stays."""
        at = self._clock()
        with self._database.writing() as db:
            db.executemany(
                "INSERT OR IGNORE INTO shown (event, sheet_sha256, document, at) VALUES (?, ?, ?, ?)",
                [
                    (event, sheet_sha256, None if one is None else jsonio.dumps_line(dict(one)), at)
                    for event, one in figures.items()
                ],
            )

    def shelf_rows(self) -> dict[str, dict[str, Any]]:
        """What is known of the sheets, by interview: ``interview``, ``file``, ``mtime_ns``, ``size``, ``sha256``, ``row``."""
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT interview, file, mtime_ns, size, sha256, row FROM shelf ORDER BY interview"
            ).fetchall()
        keys = ("interview", "file", "mtime_ns", "size", "sha256")
        return {
            values[0]: {
                **dict(zip(keys, values, strict=True)),
                "row": self._loads(row, f"the shelf's row of {values[0]}"),
            }
            for *values, row in rows
        }

    def put_shelf_rows(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add or replace what is known of sheets, each row with the keys of :meth:`shelf_rows`; ``row`` is a JSON object."""
        with self._database.writing() as db:
            db.executemany(
                """INSERT OR REPLACE INTO shelf (interview, file, mtime_ns, size, sha256, row)
                   VALUES (:interview, :file, :mtime_ns, :size, :sha256, :row)""",
                [{**row, "row": jsonio.dumps_line(row["row"])} for row in rows],
            )

    def drop_shelf_rows(self, interviews: Iterable[str]) -> None:
        """Forget sheets that are no longer there."""
        with self._database.writing() as db:
            db.executemany("DELETE FROM shelf WHERE interview = ?", [(interview,) for interview in interviews])

    def _loads(self, text: str, what: str) -> dict[str, Any]:
        # Written by us: the strict reader would take ten times as long for the same answer.
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self._unreadable(what)
        return found

    def _unreadable(self, what: str) -> InvalidDocument:
        return InvalidDocument(
            f"The database of ratings is damaged: {what} cannot be read.",
            where=str(self.path),
            remedy="Keep the file as it is, and put back the newest copy that you have of the folder.",
        )
