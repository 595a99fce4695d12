"""The study's rating sheets: what there is to rate, known without opening every sheet each time somebody looks.

What is kept of a sheet between two looks holds counts, ids and codes, and no word of a participant.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

from rf_scorer import jsonio, validation
from rf_scorer.domain.rating import OVERALL, Assistance
from rf_scorer.errors import InvalidDocument, UnknownName, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.review.case import terms_of
from rf_scorer.study.folder import PRACTICE
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rf_scorer.study.folder import Study

__all__ = ["Shelf", "ShelfRow", "ShelfTable"]

#: Raised when a row holds other things than before: rows of another form are made anew.
_FORM = 2
#: Sheets that are held open: one for each of a handful of raters.
_HELD = 6
_REMEDY = "Score the study again: rf-scorer score STUDY."


class ShelfTable(Protocol):
    """Where rows are kept: the part of the store that a shelf uses."""

    def shelf_rows(self) -> Mapping[str, Mapping[str, Any]]:
        """Rows by interview, with the keys interview, file, mtime_ns, size, sha256 and row (an object)."""

    def put_shelf_rows(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows, or replace those of the same interviews."""

    def drop_shelf_rows(self, interviews: Iterable[str]) -> None:
        """Forget interviews."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfRow:
    """What is known of one sheet.

    Attributes
    ----------
    interview : str
        Id of the interview, and the name of the sheet without ``.json``.
    sha256 : str
        Of the sheet's bytes; empty where it cannot be read.
    source_sha256 : str
        Of the transcript that it was made of; this and the rest is empty, None or 0 where there is a fault.
    participant, timepoint, protocol, protocol_title : str or None
    words : int
        The participant's.
    units : int
        Passages, rated or not.
    ratable_units, required_units : tuple of str
        Passages that can be rated, and those of them that must be.
    overall : bool
        Whether the whole is rated too.
    fault : str or None
        Why the sheet cannot be used.
    """

    interview: str
    sha256: str
    source_sha256: str = ""
    participant: str | None = None
    timepoint: str | None = None
    protocol: str | None = None
    protocol_title: str | None = None
    words: int = 0
    units: int = 0
    ratable_units: tuple[str, ...] = ()
    required_units: tuple[str, ...] = ()
    overall: bool = True
    fault: str | None = None

    @property
    def ratable(self) -> int:
        """How many passages can be rated."""
        return len(self.ratable_units)

    @property
    def required(self) -> int:
        """How many passages must be rated."""
        return len(self.required_units)

    @property
    def needed(self) -> tuple[str, ...]:
        """All that must be rated, the overall rating last."""
        return (*self.required_units, OVERALL) if self.overall else self.required_units


@dataclass(frozen=True, slots=True)
class _Stamp:
    """By what a file that was written anew is told from the one that was read; sheets are replaced, never edited."""

    mtime_ns: int
    size: int

    @classmethod
    def of(cls, found: os.stat_result) -> _Stamp:
        return cls(found.st_mtime_ns, found.st_size)


#: Of a file that could not be read: no file has it, so it is tried again.
_NEVER = _Stamp(-1, -1)


class Shelf:
    """The sheets of a study; safe to use from several threads.

    Parameters
    ----------
    study : Study
    store : ShelfTable
        Where rows outlast the program.
    """

    def __init__(self, study: Study, store: ShelfTable) -> None:
        self._study, self._store = study, store
        self._lock = threading.RLock()
        self._rows: tuple[ShelfRow, ...] | None = None
        self._held: OrderedDict[str, tuple[_Stamp, dict[str, Any], str]] = OrderedDict()

    def refresh(self) -> None:
        """Look at sheets that are new or were written anew, and forget those that are gone.

        A sheet that cannot be used becomes a row with its fault. Costs a millisecond or two where nothing has changed, and up to ten for a
        sheet of half a megabyte that has.

        Raises
        ------
        UsageError
            If the sheets cannot be listed, or the store is busy or cannot be written.
        """
        with self._lock:
            known = self._store.shelf_rows()
            rows: dict[str, ShelfRow] = {}
            changed = []
            for name, stamp in _files(self._study.sheets):
                interview = shown(name.removesuffix(".json"))
                row = _kept(known.get(interview), name, stamp)
                if row is None:
                    practice = self._study.kind == PRACTICE
                    row, stamp = _indexed(self._study.sheets / name, interview, stamp, practice=practice)
                    changed.append(_record(row, name, stamp))
                rows[interview] = row
            gone = known.keys() - rows.keys()
            if changed:
                self._store.put_shelf_rows(changed)
            if gone:
                self._store.drop_shelf_rows(sorted(gone))
            self._rows = tuple(rows[interview] for interview in sorted(rows))

    def rows(self) -> tuple[ShelfRow, ...]:
        """What the last :meth:`refresh` found (the first call makes one), by interview."""
        with self._lock:
            if self._rows is None:
                self.refresh()
            assert self._rows is not None
            return self._rows

    def row(self, interview: str) -> ShelfRow:
        """One of them.

        Raises
        ------
        UnknownName
            If there is no sheet of that interview.
        """
        rows = self.rows()
        found = next((row for row in rows if row.interview == interview), None)
        if found is None:
            raise UnknownName("interview", interview, (row.interview for row in rows))
        return found

    def sheet(self, interview: str) -> tuple[dict[str, Any], str]:
        """A sheet as it stands now, and the digest of its bytes (64 hexadecimal digits).

        The document is shared by all who ask for it: nobody may change it.

        Raises
        ------
        UnknownName
            If there is no sheet of that interview.
        InvalidDocument
            If it cannot be used.
        """
        row = self.row(interview)
        path = self._study.layout.sheet(row.interview)
        try:
            stamp = _Stamp.of(path.stat())
        except OSError:
            stamp = _NEVER
        with self._lock:
            held = self._held.get(interview)
            if held is not None and held[0] == stamp:
                self._held.move_to_end(interview)
                return held[1], held[2]
        document, digest, fault = _read(path, interview)
        if document is None or fault is not None:
            raise InvalidDocument(fault or "The sheet cannot be read.", where=f"sheets/{path.name}", remedy=_REMEDY)
        with self._lock:
            self._held[interview] = stamp, document, digest
            self._held.move_to_end(interview)
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
        if digest != row.sha256:
            self.refresh()
        return document, digest


def _files(folder: Path) -> list[tuple[str, _Stamp]]:
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".json") and not entry.name.startswith("."):
                    with suppress(FileNotFoundError):  # gone while we looked
                        found.append((entry.name, _Stamp.of(entry.stat())))
    except FileNotFoundError:  # nothing was scored yet
        return []
    except OSError as error:
        raise UsageError(
            f"The sheets cannot be listed ({error.strerror}).", where=str(folder), remedy="Check the permissions."
        ) from None
    return found


def _kept(known: Mapping[str, Any] | None, name: str, stamp: _Stamp) -> ShelfRow | None:
    """The row of an earlier look, if the file is still the same."""
    if known is None or (known["file"], known["mtime_ns"], known["size"]) != (shown(name), stamp.mtime_ns, stamp.size):
        return None
    found = dict(known["row"])
    if found.pop("form", None) != _FORM:
        return None
    found |= {key: tuple(found[key]) for key in ("ratable_units", "required_units")}
    return ShelfRow(interview=known["interview"], sha256=known["sha256"], **found)


def _record(row: ShelfRow, name: str, stamp: _Stamp) -> dict[str, Any]:
    summary = asdict(row)
    interview, sha256 = summary.pop("interview"), summary.pop("sha256")
    return {
        "interview": interview,
        "file": shown(name),
        "mtime_ns": stamp.mtime_ns,
        "size": stamp.size,
        "sha256": sha256,
        "row": {"form": _FORM, **summary},
    }


def _indexed(path: Path, interview: str, stamp: _Stamp, *, practice: bool) -> tuple[ShelfRow, _Stamp]:
    sheet, digest, fault = _read(path, interview)
    if sheet is None or fault is not None:
        return ShelfRow(interview=interview, sha256=digest, fault=fault), stamp if digest else _NEVER
    transcript, protocol = sheet["transcript"], sheet["protocol"]
    terms = terms_of(sheet, Assistance(), practice=practice)
    row = ShelfRow(
        interview=interview,
        sha256=digest,
        source_sha256=transcript["source"]["sha256"],
        participant=transcript["participant"],
        timepoint=transcript["timepoint"],
        protocol=protocol["id"] if protocol is not None else None,
        protocol_title=protocol["title"] if protocol is not None else None,
        words=sum(turn["words"] for turn in transcript["turns"] if turn["role"] == "participant"),
        units=len(sheet["passages"]),
        ratable_units=terms.ratable,
        required_units=terms.required,
        overall=terms.overall,
    )
    return row, stamp


def _read(path: Path, interview: str) -> tuple[dict[str, Any] | None, str, str | None]:
    """A sheet, the digest of its bytes, and what is wrong with it."""
    try:
        data = read_bytes(path)
    except OSError as error:
        return None, "", f"The sheet cannot be opened ({error.strerror})."
    digest = hashlib.sha256(data).hexdigest()
    try:
        document = jsonio.loads(data)
    except InvalidDocument as error:
        return None, digest, error.message
    faults = validation.faults(document, "rating-sheet")
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        return None, digest, f"{faults[0].path}: {faults[0].message}{more}"
    if document["transcript"]["id"] != interview:
        return None, digest, "The file is not named after the interview in it: it was renamed or copied."
    return document, digest, None
