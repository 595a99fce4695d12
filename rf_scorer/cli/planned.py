"""What ``rf-scorer plan`` gathers from a study for the planner, and what it leaves in the study."""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio
from rf_scorer.cli.text import listed
from rf_scorer.errors import DataError, OutputExists, UsageError
from rf_scorer.review import access
from rf_scorer.review.draw import controls
from rf_scorer.review.kept import has_ratings
from rf_scorer.review.shelf import Shelf
from rf_scorer.review.store import Store
from rf_scorer.study.files import lock
from rf_scorer.study.planning import codes, listing
from rf_scorer.study.planning.cases import Cases, grouped, read_cases
from rf_scorer.study.planning.document import plan_text, read_plan
from rf_scorer.study.planning.making import taken_away
from rf_scorer.study.planning.rating_plan import Interview

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rf_scorer.review.shelf import ShelfRow
    from rf_scorer.study.folder import Rater, Study
    from rf_scorer.study.planning.rating_plan import RatingPlan

__all__ = [
    "Facts",
    "alone",
    "beside",
    "counted",
    "facts_of",
    "interviews_of",
    "kept",
    "plan_of",
    "raters_of",
    "refuse_taken_away",
    "write",
]

#: What sheets say of an interview that can make strata.
_OF_SHEETS = ("timepoint", "protocol")
#: Seconds to wait for another plan.
_PATIENCE = 10.0
_CODES, _KEY = "codes.csv", "codes.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the sheets and the desk say.

    Attributes
    ----------
    rows : tuple of ShelfRow
        Of sheets that can be used.
    unusable : tuple of str
        Interviews whose sheets cannot.
    controls : frozenset of str
        Interviews that are rated without help: drawn already, or to be drawn when the desk is opened next.
    begun, finished : mapping of str to tuple of str
        For interviews, raters who have begun or finished; what was finished was begun.
    """

    rows: tuple[ShelfRow, ...]
    unusable: tuple[str, ...]
    controls: frozenset[str]
    begun: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    finished: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class _NoTable:
    """Where a shelf keeps nothing: of a study whose desk nobody has opened, planning makes no database."""

    def shelf_rows(self) -> dict[str, dict[str, Any]]:
        return {}

    def put_shelf_rows(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Keep nothing."""

    def drop_shelf_rows(self, interviews: Iterable[str]) -> None:
        """Keep nothing."""


def alone(study: Study) -> AbstractContextManager[None]:
    """Plan while nobody else plans or scores, for as long as the context lasts.

    Raises
    ------
    FolderTaken
        If another run is still at work after a few seconds.
    """
    return lock.inside(study.root, wait=_PATIENCE)


def plan_of(study: Study) -> RatingPlan:
    """The plan of a study.

    Raises
    ------
    DataError
        If it has none, or one that cannot be used.
    """
    plan = read_plan(study.plan, study=study.id)
    if plan is None:
        raise DataError(
            "The study has no plan yet.", where=str(study.root), remedy="Make one: rf-scorer plan make STUDY."
        )
    return plan


def facts_of(study: Study) -> Facts:
    """Ask sheets and desk; nothing is drawn by it.

    Raises
    ------
    UsageError
        If the sheets cannot be listed, or the database is busy or another study's.
    """
    with Store.open(study.database, study=study.id) if has_ratings(study) else nullcontext() as store:
        shelf = Shelf(study, _NoTable() if store is None else store)
        rows = shelf.rows()
        drawn = {} if store is None else store.draws()
        standings = () if store is None else store.standings()
    usable = tuple(row for row in rows if row.fault is None)
    new = [row.interview for row in usable if row.interview not in drawn]
    drawn |= controls(new, share=study.desk.control_share, seed=study.desk.seed, earlier=drawn)
    begun, finished = defaultdict(list), defaultdict(list)
    for one in standings:
        if one.status != "new":
            begun[one.interview].append(one.rater)
        if one.status == "finished":
            finished[one.interview].append(one.rater)
    return Facts(
        rows=usable,
        unusable=tuple(row.interview for row in rows if row.fault is not None),
        controls=frozenset(interview for interview, control in drawn.items() if control),
        begun={interview: tuple(who) for interview, who in begun.items()},
        finished={interview: tuple(who) for interview, who in finished.items()},
    )


def interviews_of(facts: Facts, by: Sequence[str], table: Path | None) -> tuple[tuple[Interview, ...], tuple[str, ...]]:
    """The interviews with their strata, and what there is to remark.

    Raises
    ------
    UsageError
        If nothing says what a column holds.
    DataError
        If the table of cases has faults.
    """
    unknown = [name for name in by if name not in _OF_SHEETS]
    if unknown and table is None:
        raise UsageError(
            f"Nothing says the {unknown[0]!r} of an interview (--by).",
            remedy=f"Give a table with this column: --cases TABLE.csv. Without one there are {' and '.join(_OF_SHEETS)}.",
        )
    cases = Cases() if table is None else read_cases(table, by, known=_OF_SHEETS)
    plain = [Interview(id=row.interview, words=row.words, participant=row.participant) for row in facts.rows]
    sheets = {row.interview: {"timepoint": row.timepoint, "protocol": row.protocol} for row in facts.rows}
    found, remarks = grouped(plain, sheets, by, cases)
    if facts.unusable:
        remarks = (*remarks, f"Interviews whose sheets cannot be used were not planned: {listed(facts.unusable)}.")
    return found, remarks


def raters_of(study: Study, names: Sequence[str], capacities: Mapping[str, int]) -> dict[str, int | None]:
    """Who rates, with the most that they take.

    Raises
    ------
    UnknownName
        If somebody is not in the settings.
    UsageError
        If somebody is an adjudicator, has interviews of their own in the settings, or has a capacity and no part.
    """
    chosen = [study.rater(name) for name in names] or [one for one in study.raters if not one.adjudicates]
    for one in chosen:
        _may_be_planned(study, one)
    found = {one.id: capacities.get(one.id) for one in chosen}
    beside = sorted(name for name in capacities if name not in found)
    if beside:
        raise UsageError(
            f"{beside[0]} has a --capacity and is no rater of this plan.",
            remedy=f"Raters: {', '.join(found) or 'none'}.",
        )
    return found


def _may_be_planned(study: Study, rater: Rater) -> None:
    if rater.adjudicates:
        raise UsageError(f"{rater.id} adjudicates, and rates nothing.", where=str(study.settings))
    if rater.interviews is not None:
        raise UsageError(
            f"The settings name the interviews of {rater.id}, and would go before the plan.",
            where=str(study.settings),
            remedy="Delete that line, or plan for the others alone: --rater NAME for each of them.",
        )


def counted(facts: Facts, raters: Collection[str], interviews: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What has been done of some interviews: begun by these raters, or finished by whomever.

    What somebody began who is no rater any more will not be finished, and counts for nothing.
    """
    found = {}
    for one in interviews:
        done = facts.finished.get(one, ())
        who = tuple(rater for rater in facts.begun.get(one, ()) if rater in raters or rater in done)
        if who:
            found[one] = who
    return found


def refuse_taken_away(plan: RatingPlan, begun: Mapping[str, Collection[str]]) -> None:
    """Refuse a plan in which somebody would lose what they have begun.

    Raises
    ------
    DataError
        With who that is.
    """
    away = taken_away(plan, begun)
    if away:
        told = "; ".join(f"{rater} {len(those)} ({listed(those)})" for rater, those in away.items())
        raise DataError(
            f"The plan would take away interviews that raters have begun: {told}.",
            remedy="Plan all anew with --force --keep-begun: they stay with whoever began them, and the rest is planned around them.",
        )


def kept(study: Study, *, force: bool) -> None:
    """Refuse to write over a plan, or a list, that is there.

    Raises
    ------
    OutputExists
        If one is there and ``force`` is false.
    """
    if force:
        return
    if os.path.lexists(study.plan):
        raise OutputExists(
            "The study has a plan already.",
            where=str(study.plan),
            remedy="Plan new interviews with --extend, see it with 'rf-scorer plan show', or give --force to plan all anew.",
        )
    if os.path.lexists(study.root / listing.FILE):
        raise OutputExists(
            "There is a list of assignments already.",
            where=str(study.root / listing.FILE),
            remedy="Give it another name, or --force to replace it.",
        )


def write(study: Study, plan: RatingPlan) -> tuple[Path, ...]:
    """Write the plan, the list for people, and the list of codes where raters are to be blind; which files that were.

    Raises
    ------
    OutputFailed
        If one cannot be written.
    """
    named = None
    folder = study.root / "codes"
    texts = {}
    if plan.rules.blind:
        named = codes.codes(access.load_or_make_key(folder / _KEY), plan.by_id)
        texts[folder / _CODES] = codes.code_list(named)
    texts[study.root / listing.FILE] = listing.assignments(plan, named)
    # Last: whoever finds a plan finds the lists that belong to it.
    texts[study.plan] = plan_text(plan)
    for parent in {path.parent for path in texts}:
        jsonio.remove_parts(parent)
    for path, text in texts.items():
        jsonio.write_text(path, text, force=True)
    return tuple(texts)


def beside(study: Study, plan: RatingPlan) -> list[str]:
    """Where settings and plan do not know the same people."""
    active = {rater.id for rater in plan.active}
    # Who has left is known to the plan, and stays in the settings for the sake of their ratings.
    known = {rater.id for rater in plan.raters}
    without = [one.id for one in study.raters if not one.adjudicates and one.id not in known and one.interviews is None]
    gone = sorted(active - {one.id for one in study.raters})
    own = [one.id for one in study.raters if one.id in active and one.interviews is not None]
    told = []
    if without:
        told.append(
            f"Raters of the study who have no part in the plan: {listed(without)}. 'rf-scorer plan join' gives them one."
        )
    if gone:
        told.append(
            f"Raters of the plan who are not in study.toml: {listed(gone)}. 'rf-scorer plan leave' gives their part to others."
        )
    if own:
        told.append(f"Raters whose interviews study.toml names, which goes before the plan: {listed(own)}.")
    return told
