"""Taking back what worksheets saved: judged in the study like what is entered at the desk, whole files or nothing of them.

In a saved file an event's ``after`` counts as its page did: the events that the study had when the worksheet was made are
numbered from 1 in their order, and those of the file go on from there. Each file is judged twice: by itself, as the worksheet
must have judged it, and on top of what the study has now. Events that were collected before are known by their ids.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rf_scorer.domain.rating import EventKind
from rf_scorer.errors import DataError, UnknownName, UsageError
from rf_scorer.review import returns
from rf_scorer.review.events import event_document
from rf_scorer.review.ledger import Ledger, read_terms
from rf_scorer.review.refused import Refused
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from rf_scorer.domain.rating import RatingEvent
    from rf_scorer.review.ledger import Terms
    from rf_scorer.review.room import Room

__all__ = ["Row", "collect", "find"]

_MEANWHILE = (
    "What was entered at the desk stays; enter the rest of the worksheet there, or settle with the rater what holds."
)
_NEW_WORKSHEET = "Make a new worksheet for the rater: rf-scorer worksheet."
_SUFFIX = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one file.

    Attributes
    ----------
    file : str
    status : str
        ``collected``: it had something new; ``unchanged``: all of it was here; ``refused``: nothing of it was stored.
    interview, rater : str or None
        None where the file was refused before they were known to be right.
    events, earlier : int
        Events that were stored now, and that were here before.
    finished : bool
        Whether the rater is done with the interview.
    reason, remedy : str or None
        Why it was refused, and what to do.
    """

    file: str
    status: str
    interview: str | None = None
    rater: str | None = None
    events: int = 0
    earlier: int = 0
    finished: bool = False
    reason: str | None = None
    remedy: str | None = None


def find(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Files to collect: those that are named, and every ``.json`` below the folders that are.

    Raises
    ------
    UsageError
        If a path does not exist, or nothing is found.
    """
    found: dict[str, Path] = {}
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
            below = sorted(path.rglob("*"))
            files = [file for file in below if file.suffix.lower() == _SUFFIX and not file.name.startswith(".")]
        elif os.path.lexists(path):
            files = [path]
        else:
            raise UsageError("There is no such file or folder.", where=shown(str(path)), remedy="Check the path.")
        for file in files:
            found.setdefault(os.path.abspath(file), file)  # noqa: PTH100 (two links to one file are two files)
    if not found:
        raise UsageError(
            "There was nothing to collect.",
            where=", ".join(shown(str(path)) for path in paths),
            remedy="Give the .rating.json files that worksheets saved, or folders that hold some.",
        )
    return tuple(found.values())


def collect(
    room: Room,
    files: Iterable[Path],
    *,
    dry_run: bool = False,
    any_clock: bool = False,
    now: datetime | None = None,
) -> tuple[Row, ...]:
    """Take back saved worksheets, one after another; a file that is refused does not stop the others.

    Parameters
    ----------
    room : Room
    files : iterable of Path
        Never changed.
    dry_run : bool
        Say what would be done, and store nothing.
    any_clock : bool
        Whether times that lie in the future are taken.
    now : datetime, optional
        By default what this machine's clock says.

    Raises
    ------
    UsageError
        If the study's database cannot be written now.
    """
    taking = _Taking(room, dry_run=dry_run)
    rows = []
    for path in files:
        file = shown(str(path))
        told: dict[str, Any] = {}
        try:
            rows.append(taking.take(returns.read(path, now=now, any_clock=any_clock), file, told))
        except (DataError, UnknownName) as error:
            place = f"{error.where}: " if error.where else ""
            rows.append(Row(file=file, status="refused", reason=f"{place}{error.message}", remedy=error.remedy, **told))
    return tuple(rows)


class _Taking:
    """One run. What a dry run would have stored is remembered, so that its later files are judged as in earnest."""

    def __init__(self, room: Room, *, dry_run: bool) -> None:
        self.room = room
        self.dry_run = dry_run
        self.pretended: dict[tuple[str, str], list[RatingEvent]] = {}
        #: Whose the stored events are, by id.
        self.owners = {event.id: (event.rater, event.interview) for event in room.store.events()}

    def take(self, saved: returns.Return, file: str, told: dict[str, Any]) -> Row:
        """Take one file; ``told`` gets what is known of it, for a row that is refused later on."""
        terms = self._terms(saved)
        told |= {"interview": saved.interview, "rater": saved.rater}
        stored = self._stored(saved)
        base = _base(stored, saved)
        own = _judged_alone(terms, base, saved)
        here = {event.id: event for event in stored}
        fresh = [event for event in own if event.id not in here]
        _undisputed([event for event in own if event.id in here], here)
        self._nobody_elses(fresh, saved)
        _nothing_meanwhile(stored[len(base) :], own, fresh)
        before = Ledger.replay(terms, stored)
        fresh = [_known(event, before) for event in fresh]
        after = Ledger.replay(terms, stored)
        try:
            after.apply_all([replace(event, seq=0) for event in fresh])
            if fresh and not self.dry_run:
                raw = [event_document(event) for event in fresh]
                self.room.record(
                    saved.rater,
                    saved.interview,
                    raw,
                    origin=f"worksheet:{saved.digest}",
                    sheet=saved.sheet_sha256,
                )
        except Refused as refused:
            raise DataError(
                f"This does not go with what was entered at the desk meanwhile. {refused.message}",
                where=refused.where,
                remedy=_MEANWHILE,
            ) from None
        for event in fresh:
            self.owners[event.id] = (saved.rater, saved.interview)
        if self.dry_run:
            self.pretended.setdefault((saved.rater, saved.interview), []).extend(fresh)
        return Row(
            file=file,
            status="collected" if fresh else "unchanged",
            interview=saved.interview,
            rater=saved.rater,
            events=len(fresh),
            earlier=len(own) - len(fresh),
            finished=after.status == "finished",
        )

    def _terms(self, saved: returns.Return) -> Terms:
        study = self.room.study
        if saved.study != study.id:
            raise DataError(
                "This belongs to another study.",
                where="$.study",
                remedy="Collect it with the study that the worksheet was made in.",
            )
        study.rater(saved.rater)
        case = self.room.case(saved.rater, saved.interview)
        if case["source_sha256"] != saved.source_sha256:
            raise DataError(
                "This was made for another version of the transcript.",
                where="$.source_sha256",
                remedy=f"What was rated is not what the study has now. {_NEW_WORKSHEET}",
            )
        return read_terms(case["terms"])

    def _stored(self, saved: returns.Return) -> list[RatingEvent]:
        """Events of this rater and interview, oldest first; numbers beyond the store's for what a dry run pretends."""
        stored = list(self.room.store.events(rater=saved.rater, interview=saved.interview))
        stored = [event for event in stored if event.kind is not EventKind.ADJUDICATED]
        last = stored[-1].seq if stored else 0
        pretended = self.pretended.get((saved.rater, saved.interview), ())
        return stored + [replace(event, seq=last + number) for number, event in enumerate(pretended, start=1)]

    def _nobody_elses(self, fresh: Sequence[RatingEvent], saved: returns.Return) -> None:
        ours = (saved.rater, saved.interview)
        for event in fresh:
            owner = self.owners.get(event.id, ours)
            if owner != ours:
                raise DataError(
                    "Events of this file are known from another rater or another interview.",
                    where="$.rater" if owner[0] != saved.rater else "$.interview",
                    remedy="Find out whose file it is: a worksheet carries its rater's code.",
                )


def _base(stored: Sequence[RatingEvent], saved: returns.Return) -> list[RatingEvent]:
    """What the study had when the worksheet was made."""
    if saved.went_on_from is None:
        return []
    index = next((index for index, event in enumerate(stored) if event.id == saved.went_on_from), None)
    if index is None:
        raise DataError(
            "The worksheet goes on from work that is not in this study's database.",
            where="$.went_on_from",
            remedy=f"Restore the database that it was made from. {_NEW_WORKSHEET}",
        )
    return list(stored[: index + 1])


def _judged_alone(terms: Terms, base: Sequence[RatingEvent], saved: returns.Return) -> list[RatingEvent]:
    """The file's events as the worksheet must have judged them, without visits that meant nothing."""
    ledger = Ledger.replay(terms, (replace(event, seq=number) for number, event in enumerate(base, start=1)))
    taken = []
    for index, event in enumerate(saved.events):
        try:
            if ledger.apply(replace(event, seq=len(base) + index + 1)):
                taken.append(event)
        except Refused as refused:
            raise DataError(
                f"This cannot have happened in the worksheet. {refused.message}",
                where=f"$.events[{index}]",
                remedy="Ask the rater to open the file in the worksheet and save it again.",
            ) from None
    return taken


def _undisputed(again: Iterable[RatingEvent], here: dict[str, RatingEvent]) -> None:
    """What was collected before must be what it was."""
    for event in again:
        known = here[event.id]
        if (known.kind, known.unit, _said(known)) != (event.kind, event.unit, _said(event)):
            raise DataError(
                "The file tells something that was collected before differently.",
                where=event.unit,
                remedy="What was collected first stays. Ask the rater which file is the right one.",
            )


def _said(event: RatingEvent) -> dict[str, Any]:
    """The body of an event but for ``after``, which counts differently in a worksheet and in the study."""
    return {key: value for key, value in event.body.items() if key != "after"}


def _nothing_meanwhile(later: Iterable[RatingEvent], own: Sequence[RatingEvent], fresh: Sequence[RatingEvent]) -> None:
    """What is new in the file must not concern a unit that was worked on elsewhere since the worksheet was made."""
    ours, touched = {event.id for event in own}, {event.unit for event in fresh if event.kind is not EventKind.VISITED}
    for event in later:
        if event.id not in ours and event.kind is not EventKind.VISITED and event.unit in touched:
            raise DataError(
                "This was worked on at the desk, or in another worksheet, since the worksheet was made.",
                where=event.unit,
                remedy=_MEANWHILE,
            )


def _known(event: RatingEvent, ledger: Ledger) -> RatingEvent:
    """The event with ``after`` as the study counts."""
    if event.unit is None or "after" not in event.body:
        return event
    return replace(event, body={**event.body, "after": ledger.unit(event.unit).seq})
