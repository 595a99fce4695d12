"""What leaves the desk: a document for each rater and interview, the consensus, and tables for statistics programs.

Only what a rater locked or decided leaves it. A suggestion stands beside a rating, where it was seen, and never in place of one.
The same ratings, settings and version give the same bytes, and the name of an export says which ratings those are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import rf_scorer
from rf_scorer.domain.confirmed import Gap
from rf_scorer.domain.rating import EventKind
from rf_scorer.errors import DataError, RfScorerError
from rf_scorer.review.export_files import NAMES, Work, files_of
from rf_scorer.review.export_folder import ExportFolder
from rf_scorer.review.outcome import outcome
from rf_scorer.study.files import lock
from rf_scorer.study.ratings.exported import COMMAND, SEQ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rf_scorer.domain.rating import RatingEvent
    from rf_scorer.review.room import Room

__all__ = ["Export", "export", "work_of"]

#: What changes an export; drafts and visits do not.
_COUNTING = tuple(kind for kind in EventKind if kind not in {EventKind.VISITED, EventKind.DRAFTED})
_REMEDY = "Raters finish an interview at the desk, or in a worksheet that you collect; --unfinished exports what they have locked so far."


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was written.

    Attributes
    ----------
    path : Path
    ratings, raters, interviews : int
        Documents of raters, and of how many raters and interviews.
    unfinished : int
        Those of them that are open.
    waiting : int
        Units whose ratings differ and that nobody has decided.
    left_out : tuple of str
        Interviews that were rated and are not in the study any more.
    """

    path: Path
    ratings: int
    raters: int
    interviews: int
    unfinished: int
    waiting: int
    left_out: tuple[str, ...]


def export(
    room: Room, out: Path | None = None, *, unfinished: bool = False, notes: bool = True, force: bool = False
) -> Export:
    """Write an export, whole or not at all.

    Parameters
    ----------
    room : Room
    out : Path, optional
        Its folder. Without it one in the study's ``exports``, named after the day and the number of the newest event that counts.
    unfinished : bool
        Whether interviews that a rater has not finished are written as well, marked as open.
    notes : bool
        Whether the words that raters and adjudicators wrote are written.
    force : bool
        Whether an earlier export is replaced.

    Raises
    ------
    DataError
        If nobody has finished anything, or interviews are not what was rated; with every one of these at once.
    OutputExists, UsageError, OutputFailed
        As :class:`~rf_scorer.review.export_folder.ExportFolder` says.
    """
    newest = _newest(room)
    path = out or room.study.exports / _name(newest, unfinished=unfinished, notes=notes)
    folder = ExportFolder(path=path, names=NAMES, force=force)
    with lock.beside(path):
        folder.check()
        return _written(room, folder, newest, unfinished=unfinished, notes=notes)


def _written(room: Room, folder: ExportFolder, newest: RatingEvent, *, unfinished: bool, notes: bool) -> Export:
    work = work_of(room, unfinished=unfinished)
    if not work.rated:
        lost = f"Interviews that were rated and have no sheet any more: {len(work.gone)}. " if work.gone else ""
        raise DataError(
            "No rater has finished an interview yet.", where=str(room.study.root), remedy=f"{lost}{_REMEDY}"
        )
    files = files_of(
        work,
        settings=room.study.settings,
        provenance={
            "rf_scorer": rf_scorer.__version__,
            "program": f"rf-scorer {COMMAND}",
            SEQ: str(newest.seq),
            "events.at": newest.at,
        },
        options={"unfinished": unfinished, "notes": notes},
        notes=notes,
    )
    folder.write({name: text.encode("utf-8") for name, text in files.items()})
    units = [unit for one in work.agreed for unit in (*one.units, one.overall)]
    return Export(
        path=folder.path,
        ratings=len(work.rated),
        raters=len({one.rater for one in work.rated}),
        interviews=len({one.sheet.interview for one in work.rated}),
        unfinished=sum(not one.finished for one in work.rated),
        waiting=sum(unit.gap is Gap.NOT_ADJUDICATED for unit in units),
        left_out=work.gone,
    )


def _newest(room: Room) -> RatingEvent:
    events = room.store.events(kinds=_COUNTING)
    if not events:
        raise DataError("Nobody has rated anything in this study yet.", where=str(room.study.root), remedy=_REMEDY)
    return events[-1]


def _name(newest: RatingEvent, *, unfinished: bool, notes: bool) -> str:
    ending = ("-unfinished" if unfinished else "") + ("" if notes else "-no-notes")
    return f"{newest.at[:10]}-{newest.seq:06}{ending}"


def work_of(room: Room, *, unfinished: bool = False) -> Work:
    """What raters finished, and what follows from it; empty where nobody has.

    Raises
    ------
    DataError
        If interviews are not what was rated; with every one of these at once.
    """
    found = outcome(room)
    if found.faulty:
        raise _together([error for _, error in found.faulty])
    rated = tuple(one for one in found.rated if one.finished or unfinished)
    return Work(rated=rated, agreed=found.agreed, gone=found.gone)


def _together(faults: Sequence[RfScorerError]) -> DataError:
    if len(faults) == 1:
        (one,) = faults
        return DataError(one.message, where=one.where, remedy=one.remedy)
    told = "".join(f"\n  {one.where}: {one.message}" + (f" {one.remedy}" if one.remedy else "") for one in faults)
    return DataError(f"{len(faults)} interviews cannot be exported:{told}")
