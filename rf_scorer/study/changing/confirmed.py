"""Values out of confirmed ratings: the consensus on an interview, the mean of its raters, or one rater's, with what is known of each."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from rf_scorer import jsonio, validation
from rf_scorer.documents import consensus_from_document
from rf_scorer.domain.amounts import counted
from rf_scorer.domain.confirmed import Seen
from rf_scorer.errors import DataError, InvalidDocument, UnknownName, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.agreeing.documents import read_documents
from rf_scorer.study.changing.observed import Observation, Observed
from rf_scorer.study.ratings import cells
from rf_scorer.study.ratings.exported import MANIFEST, RATINGS
from rf_scorer.study.ratings.faults import Faults, listed
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from rf_scorer.domain.confirmed import Consensus, ConsensusUnit, RatedInterview, RatedUnit

__all__ = ["LevelName", "Use", "observed_of", "read_folder"]

#: Which of the ratings of an interview is taken, and of what.
Use: TypeAlias = Literal["consensus", "final", "blind", "mean"]
LevelName: TypeAlias = Literal["overall", "passages"]

_OVERALL = "overall"


def read_folder(folder: Path) -> tuple[tuple[RatedInterview, ...], tuple[Consensus, ...]]:
    """Raters' documents, and those of the consensus, in a folder of rating documents or in an export.

    Raises
    ------
    UsageError, InvalidDocument, DataError
        As :func:`rf_scorer.study.agreeing.confirmed.read_documents` says.
    """
    rated = read_documents(folder)
    ratings = folder / RATINGS if (folder / MANIFEST).is_file() and (folder / RATINGS).is_dir() else folder
    agreed = {}
    for path in sorted(ratings.glob("*.json")):
        if path.name.startswith(".") or path.name == MANIFEST:
            continue
        document = _loaded(path)
        if document["kind"] == "consensus":
            found = consensus_from_document(document)
            if found.sheet.interview in agreed:
                raise DataError(
                    "Two documents hold the consensus on one interview.",
                    where=shown(path.name),
                    remedy="Give one export, not several in one folder.",
                )
            agreed[found.sheet.interview] = found
    return rated, tuple(agreed.values())


def _loaded(path: Path) -> dict[str, Any]:
    name = shown(path.name)
    try:
        document: dict[str, Any] = jsonio.loads(read_bytes(path), where=name)
    except OSError as error:
        raise DataError(f"The file cannot be opened ({error.strerror}).", where=name) from None
    faults = validation.faults(document, "rating")
    if faults:
        raise InvalidDocument(f"{faults[0].path}: {faults[0].message}", where=name, remedy="Export the ratings again.")
    return document


def observed_of(
    rated: Sequence[RatedInterview],
    agreed: Sequence[Consensus],
    *,
    source: Literal["study", "documents"],
    use: Use = "consensus",
    level: LevelName = "overall",
    rater: str | None = None,
    groups: Mapping[str, str] | None = None,
    calibration: Collection[str] = (),
) -> Observed:
    """The value of each participant at each timepoint.

    Parameters
    ----------
    rated : sequence of RatedInterview
        Those that are not finished are left out, and counted.
    agreed : sequence of Consensus
        Needed for ``use="consensus"`` alone.
    source : {"study", "documents"}
    use : {"consensus", "final", "blind", "mean"}
        The consensus by the study's rules; one rater's rating as it stood in the end, or as it was locked; the mean of what all who
        finished locked.
    level : {"overall", "passages"}
        The overall rating, or passages by question: the level of each question, several passages of one averaged.
    rater : str, optional
        Whose rating ``final`` and ``blind`` take; needed where several finished an interview.
    groups : mapping of str to str, optional
        Groups by participant.
    calibration : collection of str
        Interviews that raters were trained on: their ratings count, and tell nothing of how reliable raters are.

    Raises
    ------
    DataError
        With every fault at once: nothing finished, scales that differ, codes that differ by case, two interviews of one participant at one
        timepoint.
    UsageError
        If ``rater`` is needed, or means nothing.
    UnknownName
        If there is no such rater.
    """
    finished = [one for one in rated if one.finished]
    if not finished:
        raise DataError(
            "No rater has finished an interview here.", remedy="Let raters finish; what is open is nobody's rating yet."
        )
    _check_rater(finished, use, rater)
    faults = Faults(unit="interview")
    low, high = _scale(finished, faults)
    reading = _Reading(use=use, level=level, rater=rater, groups=groups or {}, calibration=calibration)
    reading.left_out["raters' interviews that are not finished"] += len(rated) - len(finished)
    consensus = {one.sheet.interview: one for one in agreed}
    by_interview: dict[str, list[RatedInterview]] = defaultdict(list)
    for one in finished:
        by_interview[one.sheet.interview].append(one)
    for interview in sorted(by_interview):
        reading.interview(by_interview[interview], consensus.get(interview), faults)
    reading.told_apart(faults)
    faults.raise_any("confirmed ratings")
    raters = tuple(sorted({one.rater for one in finished}))
    return Observed(
        source=source,
        sha256=_digest(finished, agreed if use == "consensus" else ()),
        minimum=low,
        maximum=high,
        level=level,
        use=use,
        observations=tuple(reading.values()),
        raters=raters,
        rows=tuple(tuple(row.get(name) for name in raters) for row in reading.rows),
        left_out={what: count for what, count in sorted(reading.left_out.items()) if count},
        cautions=tuple(reading.cautions(by_interview)),
    )


def _check_rater(finished: Sequence[RatedInterview], use: Use, rater: str | None) -> None:
    one = use in {"final", "blind"}
    if rater is not None and not one:
        raise UsageError("A rater is chosen for --use final or blind alone.", where="--rater", remedy="Leave it out.")
    known = sorted({each.rater for each in finished})
    if rater is not None and rater not in known:
        raise UnknownName("rater who finished", rater, known)
    counts = Counter(each.sheet.interview for each in finished)
    if one and rater is None and max(counts.values()) > 1:
        several = sum(count > 1 for count in counts.values())
        raise UsageError(
            f"Several raters finished {several} of the interviews.",
            where=f"--use {use}",
            remedy=f"Say whose rating counts: --rater {' or --rater '.join(known[:5])}; or take --use mean or consensus.",
        )


def _scale(finished: Sequence[RatedInterview], faults: Faults) -> tuple[float, float]:
    scales = {(one.sheet.scale, one.sheet.minimum, one.sheet.maximum) for one in finished}
    if len(scales) > 1:
        faults.add(
            "The interviews were rated on different scales.",
            remedy="Compare those of one scale: put their documents into a folder of their own.",
        )
    _, low, high = min(scales)
    return float(low), float(high)


def _digest(finished: Sequence[RatedInterview], agreed: Sequence[Consensus]) -> str:
    digest = hashlib.sha256()
    for one in sorted(finished, key=lambda one: (one.sheet.interview, one.rater)):
        units = [(unit.facts.unit, _blind(unit), _final(unit)) for unit in (*one.units, one.overall)]
        digest.update(f"{one.sheet.interview} {one.rater} {one.sheet.source_sha256} {units!r}\n".encode())
    for two in sorted(agreed, key=lambda two: two.sheet.interview):
        levels = [(unit.facts.unit, unit.level) for unit in (*two.units, two.overall)]
        digest.update(f"{two.sheet.interview} {levels!r}\n".encode())
    return digest.hexdigest()


def _blind(unit: RatedUnit) -> float | None:
    given = unit.rating.blind
    return None if given is None or given.judgement.level is None else float(given.judgement.level)


def _final(unit: RatedUnit) -> float | None:
    final = unit.rating.final
    return None if final is None or final.level is None else float(final.level)


def _mean(levels: Sequence[float]) -> float:
    return math.fsum(levels) / len(levels)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Interviews one after another, with what is to be said of all."""

    use: Use
    level: LevelName
    rater: str | None
    groups: Mapping[str, str]
    calibration: Collection[str]
    left_out: Counter[str] = field(default_factory=Counter)
    found: dict[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)
    place: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: list[dict[str, float]] = field(default_factory=list)
    spelt: dict[str, dict[str, str]] = field(default_factory=dict)
    trained_on: int = 0
    single: int = 0
    counted: int = 0
    after: int = 0

    def interview(self, rated: Sequence[RatedInterview], agreed: Consensus | None, faults: Faults) -> None:
        """Take the value of an interview, and what raters say of it apart from each other."""
        sheet = rated[0].sheet
        trained_on = sheet.interview in self.calibration
        self.trained_on += trained_on
        if len(rated) > 1 and not trained_on:
            self._apart(rated)
        participant, timepoint = _code(sheet.participant), _code(sheet.timepoint)
        if participant is None or timepoint is None:
            lacking = "participant" if participant is None else "timepoint"
            self.left_out[f"interviews without a {lacking}"] += 1
            return
        self.spelt.setdefault(cells.same(participant), {}).setdefault(participant, sheet.interview)
        used, levels = self._levels(rated, agreed)
        if not levels:
            self.left_out[self._lacking()] += 1
            return
        key = (participant, timepoint)
        if key in self.found:
            faults.add(
                "Another interview is of the same participant at the same timepoint.",
                place=f"{sheet.interview} (beside {self.place[key]})",
                remedy="Name their timepoints differently, or export those of one protocol into a folder of their own.",
            )
            return
        self.found[key], self.place[key] = levels, sheet.interview
        self.counted += 1
        self.single += len(rated) == 1
        self.after += any(_helped(one, self.level) for one in used)

    def _lacking(self) -> str:
        if self.use == "consensus":
            return "interviews without a consensus (raters differ and nobody has decided, or nothing could be rated)"
        return "interviews without a level of the chosen rating"

    def _levels(
        self, rated: Sequence[RatedInterview], agreed: Consensus | None
    ) -> tuple[Sequence[RatedInterview], Mapping[str, float]]:
        """The level of the whole, or of each question; and whose ratings it rests on."""
        if self.use == "consensus":
            units = () if agreed is None else (agreed.overall,) if self.level == _OVERALL else agreed.units
            return rated, self._by_question([(_question(unit), unit.level) for unit in units])
        used = [one for one in rated if self.rater is None or one.rater == self.rater]
        pick = _final if self.use == "final" else _blind
        given: dict[str, list[tuple[str | None, float | None]]] = defaultdict(list)
        for one in used:
            for unit in self._units(one):
                given[unit.facts.unit].append((_question(unit), pick(unit)))
        means = []
        for pairs in given.values():
            known = [level for _, level in pairs if level is not None]
            means.append((pairs[0][0], _mean(known) if known else None))
        return used, self._by_question(means)

    def _units(self, one: RatedInterview) -> Sequence[RatedUnit]:
        return (one.overall,) if self.level == _OVERALL else one.units

    def _by_question(self, levels: Sequence[tuple[str | None, float | None]]) -> Mapping[str, float]:
        if self.level == _OVERALL:
            known = [level for _, level in levels if level is not None]
            return {_OVERALL: known[0]} if known else {}
        by_question: dict[str, list[float]] = defaultdict(list)
        for question, level in levels:
            if question is not None and level is not None:
                by_question[question].append(level)
            elif level is not None:
                self.left_out["passages that no question of the protocol covers"] += 1
        return {question: _mean(known) for question, known in by_question.items()}

    def _apart(self, rated: Sequence[RatedInterview]) -> None:
        """A row of what raters locked, each for themselves; of passages the mean of those that all of them rated."""
        locked = [
            {unit.facts.unit: level for unit in self._units(one) if (level := _blind(unit)) is not None}
            for one in rated
        ]
        shared = set.intersection(*(set(each) for each in locked))
        if shared:
            self.rows.append(
                {
                    one.rater: _mean([levels[unit] for unit in sorted(shared)])
                    for one, levels in zip(rated, locked, strict=True)
                }
            )

    def told_apart(self, faults: Faults) -> None:
        """Add a fault where two codes may be one and the same person."""
        for spellings in self.spelt.values():
            if len(spellings) > 1:
                faults.add(
                    f"Interviews {listed(list(spellings.values()))} name participants that differ in case, spaces or width alone.",
                    remedy="One person under two names would lose a timepoint: write the name alike in the table of cases.",
                )

    def values(self) -> list[Observation]:
        """What was found, where there is something to compare."""
        if self.level == _OVERALL:
            return [
                Observation(participant=who, timepoint=when, value=levels[_OVERALL], group=self.groups.get(who))
                for (who, when), levels in self.found.items()
            ]
        common: dict[str, set[str]] = {}
        for (who, _), levels in self.found.items():
            common[who] = common[who] & set(levels) if who in common else set(levels)
        made = []
        for (who, when), levels in self.found.items():
            if not common[who]:
                self.left_out[
                    "interviews of participants with no question that was rated at each of their timepoints"
                ] += 1
                continue
            value = _mean([levels[question] for question in sorted(common[who])])
            made.append(
                Observation(
                    participant=who, timepoint=when, value=value, group=self.groups.get(who), questions=dict(levels)
                )
            )
        return made

    def cautions(self, by_interview: Mapping[str, Sequence[RatedInterview]]) -> list[str]:
        """What a person should know of how these values came about."""
        found = []
        if self.single == self.counted:
            found.append(
                "Every interview has one rater: nothing here tells rater error from change but the reliability."
            )
        elif self.single:
            found.append(
                f"{self.single} of {counted(self.counted, 'interview')} {'has' if self.single == 1 else 'have'} one rater only."
            )
        if self.trained_on:
            found.append(
                f"{counted(self.trained_on, 'interview of the calibration set counts', 'interviews of the calibration set count')} as all others do, and "
                "not towards the reliability: raters may have talked about what they were trained on."
            )
        if self.after:
            told = "were locked after suggestions for other passages of the interview had been seen, or decided after the unit's own"
            found.append(
                f"In {self.after} of {counted(self.counted, 'interview')} ratings that count {told}: they may follow the suggestions, "
                "and so may their change."
            )
        alone: dict[str, set[str | None]] = defaultdict(set)
        for rated in by_interview.values():
            for one in rated:
                alone[one.rater].add(one.sheet.timepoint)
        kept = sorted(rater for rater, times in alone.items() if len(times) == 1)
        if kept and len(alone) > 1:
            found.append(
                f"Raters who rated one timepoint only: {', '.join(kept)}. A difference between raters looks like change there."
            )
        return found


def _question(unit: RatedUnit | ConsensusUnit) -> str | None:
    return unit.facts.question_id


def _code(text: str | None) -> str | None:
    return None if text is None or cells.blank(text) else text.strip()


def _helped(one: RatedInterview, level: LevelName) -> bool:
    units = (one.overall,) if level == _OVERALL else one.units
    return any(unit.seen is Seen.OTHER_PASSAGES or unit.rating.revealed_at is not None for unit in units)
