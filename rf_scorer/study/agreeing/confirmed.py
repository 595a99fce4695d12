"""Ratings that humans confirmed at the desk, as matrices: passages and whole interviews, each rater's levels blind or final."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rf_scorer.agreement import Range
from rf_scorer.domain.amounts import counted
from rf_scorer.domain.confirmed import Seen
from rf_scorer.errors import DataError, UnknownName
from rf_scorer.study.agreeing.matrix import Column, Gathered, LeftOut, Machine, Matrix, Twice, Unit
from rf_scorer.study.ratings import cells
from rf_scorer.study.ratings.faults import Faults, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from rf_scorer.domain.confirmed import RatedInterview, RatedUnit
    from rf_scorer.study.agreeing.matrix import LevelName
    from rf_scorer.study.agreeing.plan import CalibrationSet, Levels, Use

    #: What a sheet suggests for a unit of an interview, with the keys status, level and expected; None where there is no sheet.
    Suggested = Callable[[str, str], Mapping[str, Any] | None]

__all__ = ["GROUPS", "MACHINE", "gathered_from"]

#: How suggestions are called among raters.
MACHINE = "suggestion"
#: By what confirmed ratings can be told apart.
GROUPS = ("assistance", "protocol", "question", "role", "state", "timepoint", "topic")
_SECONDS_OF_A_DAY = 86_400.0
_OVERALL = "overall"


def gathered_from(
    rated: Sequence[RatedInterview],
    *,
    use: Use = "blind",
    level: Levels = "both",
    group: str | None = None,
    suggested: Suggested | None = None,
    calibration: Collection[str] = (),
    calibration_set: CalibrationSet = "left-out",
) -> Gathered:
    """Matrices of raters' documents.

    Parameters
    ----------
    rated : sequence of RatedInterview
        Those that are not finished are left out, and counted.
    use : {"blind", "final"}
        Levels as they were locked, or as they stood in the end.
    level : {"both", "passages", "overall"}
        What is read, and counted where it does not count.
    group : str, optional
        One of :data:`GROUPS`.
    suggested : callable, optional
        What the sheets suggest, for units whose suggestion no rater was shown.
    calibration : collection of str
        Interviews of the calibration set: agreement on what raters were trained on says little of the others.
    calibration_set : {"left-out", "only", "counted"}
        What becomes of these.

    Raises
    ------
    DataError
        With every fault at once: nothing finished, scales that differ, codes that differ by case, transcripts that differ.
    UnknownName
        For another group.
    """
    if group is not None and group not in GROUPS:
        raise UnknownName("property of confirmed ratings to group by", group, GROUPS)
    finished = [one for one in rated if one.finished]
    if not finished:
        raise DataError(
            "No rater has finished an interview here.", remedy="Let raters finish; what is open is nobody's rating yet."
        )
    unfinished = len(rated) - len(finished)
    trained_on = [one for one in finished if one.sheet.interview in calibration]
    if calibration_set != "counted":
        finished = [one for one in finished if (one.sheet.interview in calibration) == (calibration_set == "only")]
    if not finished:
        whose = (
            "No interview of a calibration set is"
            if calibration_set == "only"
            else "Nothing but the calibration set is"
        )
        other = "counted" if calibration_set == "only" else "only"
        raise DataError(f"{whose} finished here.", remedy=f"Let raters go on, or give --calibration-set {other}.")
    faults = Faults(unit="interview")
    scale = _checked(finished, faults)
    faults.raise_any("confirmed ratings")
    reading = _Reading(use=use, group=group, suggested=suggested)
    levels: tuple[LevelName, ...] = ("passages", "overall") if level == "both" else (level,)
    matrices = tuple(matrix for level in levels if (matrix := reading.matrix(level, finished)) is not None)
    return Gathered(
        source="documents",
        scale=scale,
        step=1.0,
        matrices=matrices,
        sha256=_digest(finished),
        use=use,
        group=group,
        left_out=tuple(reading.told(unfinished, trained_on if calibration_set == "left-out" else ())),
        remarks=tuple(reading.remarks(trained_on if calibration_set != "left-out" else ())),
        assistance=dict(sorted(Counter(_help(one) for one in _interviews(finished)).items())),
        protocols=tuple(sorted({one.sheet.protocol for one in finished if one.sheet.protocol is not None})),
    )


def _interviews(finished: Iterable[RatedInterview]) -> list[RatedInterview]:
    return list({one.sheet.interview: one for one in finished}.values())


def _help(rated: RatedInterview) -> str:
    return "control" if rated.assistance.control else "assisted"


def _digest(finished: Sequence[RatedInterview]) -> str:
    digest = hashlib.sha256()
    for one in sorted(finished, key=lambda one: (one.sheet.interview, one.rater)):
        units = [(unit.facts.unit, _level(unit, "blind"), _level(unit, "final")) for unit in (*one.units, one.overall)]
        digest.update(f"{one.sheet.interview} {one.rater} {one.sheet.source_sha256} {units!r}\n".encode())
    return digest.hexdigest()


def _checked(finished: Sequence[RatedInterview], faults: Faults) -> Range:
    scales = {(one.sheet.scale, one.sheet.minimum, one.sheet.maximum) for one in finished}
    if len(scales) > 1:
        faults.add(
            "The interviews were rated on different scales.",
            remedy="Compare those of one scale: put their documents into a folder of their own.",
        )
    kinds = {
        "raters": [(one.rater, one.sheet.interview) for one in finished],
        "participants": [(one.sheet.participant, one.sheet.interview) for one in finished if one.sheet.participant],
        "interviews": [(one.sheet.interview, one.sheet.interview) for one in finished],
    }
    for kind, codes in kinds.items():
        spelt: dict[str, dict[str, str]] = {}
        for code, place in codes:
            spelt.setdefault(cells.same(code), {}).setdefault(code, place)
        for spellings in spelt.values():
            if len(spellings) > 1:
                faults.add(
                    f"Interviews {listed(list(spellings.values()))} name {kind} that differ in case, spaces or width alone.",
                    remedy="One under two names would count twice: write the name alike, or make it differ.",
                )
    sources: dict[str, set[str]] = {}
    for one in finished:
        sources.setdefault(one.sheet.interview, set()).add(one.sheet.source_sha256)
    for interview, digests in sources.items():
        if len(digests) > 1:
            faults.add(
                "Raters rated different versions of the transcript.",
                place=interview,
                remedy="Compare those of one version: put their documents into a folder of their own.",
            )
    _, low, high = min(scales)
    return Range(minimum=low, maximum=high)


def _level(unit: RatedUnit, use: Use) -> float | None:
    rating = unit.rating
    judgement = rating.final if use == "final" else rating.blind.judgement if rating.blind else None
    return None if judgement is None or judgement.level is None else float(judgement.level)


def _days(at: str | None) -> float | None:
    if at is None:
        return None
    return datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp() / _SECONDS_OF_A_DAY


@dataclass(slots=True)
class _Reading:
    """Units of one kind after the other, with what is to be said of all."""

    use: Use
    group: str | None
    suggested: Suggested | None
    counts: Counter[str] = field(default_factory=Counter)
    locked: int = 0
    after_others: int = 0
    nameless: set[str] = field(default_factory=set)
    differ: int = 0
    from_sheets: int = 0

    def matrix(self, level: LevelName, finished: Sequence[RatedInterview]) -> Matrix | None:
        raters = sorted({one.rater for one in finished})
        given: dict[str, dict[str, RatedUnit]] = {}
        units: dict[str, Unit] = {}
        for one in finished:
            for unit in one.units if level == "passages" else (one.overall,):
                if _level(unit, self.use) is None and _level(unit, "blind") is None:
                    self._without(unit)
                    continue
                name = f"{one.sheet.interview}/{unit.facts.unit}" if level == "passages" else one.sheet.interview
                units.setdefault(name, self._unit(name, one, unit))
                given.setdefault(name, {})[one.rater] = unit
        if not units:
            return None
        names = tuple(units)
        columns = tuple(self._column(rater, [given[name].get(rater) for name in names]) for rater in raters)
        return Matrix(
            level=level,
            units=tuple(units.values()),
            columns=columns,
            machine=self._machine(level, units, given),
            twice=tuple(made for rater in raters if (made := _twice(rater, units, given)) is not None),
        )

    def _without(self, unit: RatedUnit) -> None:
        blind = unit.rating.blind
        if blind is not None and blind.judgement.unratable is not None:
            self.counts[f"ratings with a reason for no level ({blind.judgement.unratable.value}), never low ones"] += 1

    def _unit(self, name: str, one: RatedInterview, unit: RatedUnit) -> Unit:
        sheet, facts = one.sheet, unit.facts
        participant = None if sheet.participant is None or cells.blank(sheet.participant) else sheet.participant
        if participant is None:
            self.nameless.add(sheet.interview)
        groups = {
            "assistance": _help(one),
            "protocol": sheet.protocol,
            "question": facts.question_id,
            "role": facts.role,
            "state": facts.state,
            "timepoint": sheet.timepoint,
            "topic": facts.topic,
        }
        return Unit(
            id=name,
            interview=sheet.interview,
            participant=participant,
            group=None if self.group is None else groups[self.group],
            control=one.assistance.control,
        )

    def _column(self, rater: str, given: Sequence[RatedUnit | None]) -> Column:
        levels, times = [], []
        for unit in given:
            level = None if unit is None else _level(unit, self.use)
            levels.append(level)
            blind = None if unit is None else unit.rating.blind
            times.append(None if blind is None or level is None else _days(blind.at))
            if unit is not None and level is not None:
                self.locked += 1
                self.after_others += unit.seen is Seen.OTHER_PASSAGES
        return Column(rater=rater, levels=levels, times=times)

    def _machine(
        self, level: LevelName, units: Mapping[str, Unit], given: Mapping[str, Mapping[str, RatedUnit]]
    ) -> Machine | None:
        levels: list[float | None] = []
        scores: list[float | None] = []
        for name, unit in units.items():
            said = {
                (float(one.shown.level), one.shown.expected)
                for one in given[name].values()
                if one.shown is not None and one.shown.level is not None
            }
            if len(said) > 1:
                self.differ += 1
                said = set()
            elif not said and self.suggested is not None:
                passage = _OVERALL if level == "overall" else name.removeprefix(f"{unit.interview}/")
                found = self.suggested(unit.interview, passage)
                if found is not None and found["level"] is not None:
                    said = {(float(found["level"]), found["expected"])}
                    self.from_sheets += 1
            (one_level, one_score) = next(iter(said), (None, None))
            levels.append(one_level)
            scores.append(one_level if one_score is None else one_score)
        if all(found is None for found in levels):
            return None
        return Machine(name=MACHINE, levels=levels, scores=scores)

    def told(self, unfinished: int, trained_on: Sequence[RatedInterview]) -> list[LeftOut]:
        """What does not count."""
        found = [LeftOut(what=what, count=count) for what, count in sorted(self.counts.items())]
        if unfinished:
            found.append(LeftOut(what="raters' interviews that are not finished", count=unfinished))
        if trained_on:
            found.append(LeftOut(what="raters' interviews of the calibration set", count=len(trained_on)))
        return found

    def remarks(self, trained_on: Sequence[RatedInterview]) -> list[str]:
        """What a person should know before reading any figure."""
        found = []
        if trained_on:
            found.append(
                f"{counted(len(_interviews(trained_on)), 'interview of the calibration set counts', 'interviews of the calibration set count')}: "
                "raters may have talked about what they were trained on, and then agree more than elsewhere."
            )
        if self.use == "final":
            found.append(
                "The levels were taken as they stood after suggestions had been seen (--use final): raters who follow the same suggestion "
                "agree more than they would by themselves."
            )
        elif self.after_others:
            found.append(
                f"{self.after_others} of {self.locked} blind ratings were locked after suggestions for other passages of the same interview "
                "had been seen."
            )
        if self.nameless:
            found.append(f"Interviews without a participant count as a person each: {listed(sorted(self.nameless))}.")
        if self.differ:
            found.append(
                f"{counted(self.differ, 'unit was', 'units were')} shown to raters with different suggestions; there no suggestion is compared."
            )
        if self.from_sheets:
            found.append(
                f"{counted(self.from_sheets, 'suggestion that no rater was shown was', 'suggestions that no rater was shown were')} taken from the sheets as they stand."
            )
        return found


def _twice(rater: str, units: Mapping[str, Unit], given: Mapping[str, Mapping[str, RatedUnit]]) -> Twice | None:
    seen = [(name, given[name][rater]) for name in units if rater in given[name]]
    seen = [(name, unit) for name, unit in seen if unit.rating.decision is not None and unit.shown is not None]
    if not any(unit.shown is not None and unit.shown.level is not None for _, unit in seen):
        return None
    timed = []
    for _, unit in seen:
        blind, decision = unit.rating.blind, unit.rating.decision
        if blind is not None and decision is not None and blind.seconds is not None and decision.seconds is not None:
            timed.append((blind.seconds, max(decision.seconds - blind.seconds, 0.0)))
    return Twice(
        rater=rater,
        before=[_level(unit, "blind") for _, unit in seen],
        after=[_level(unit, "final") for _, unit in seen],
        suggestion=[
            None if unit.shown is None or unit.shown.level is None else float(unit.shown.level) for _, unit in seen
        ],
        clusters=[units[name].cluster for name, _ in seen],
        units=[name for name, _ in seen],
        seconds_before=[before for before, _ in timed],
        seconds_more=[more for _, more in timed],
    )
