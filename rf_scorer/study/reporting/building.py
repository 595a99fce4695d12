"""The report of a study, put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.domain.amounts import counted, percent
from rf_scorer.domain.study_report import (
    GroupCount,
    RatingsPart,
    Read,
    Refused,
    StudyFacts,
    StudyReport,
    TimepointCount,
)
from rf_scorer.study.reporting.asking import adherence, protocol_parts
from rf_scorer.study.reporting.levels import abstentions, distributions
from rf_scorer.study.reporting.looking import looks, next_steps
from rf_scorer.study.reporting.spread import profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rf_scorer.domain import Protocol
    from rf_scorer.domain.confirmed import RatedInterview
    from rf_scorer.domain.study_report import RaterPart
    from rf_scorer.study.folder import Study
    from rf_scorer.study.reporting.facts import SheetFacts
    from rf_scorer.study.reporting.reading import Found

__all__ = ["Progress", "build", "statements"]

#: Rows of a list.
MOST = 50
_MOST_TWINS = 20
_NO_SHEET = ("refused", "error", "not_done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far raters are, as whoever may see their work tells it.

    Attributes
    ----------
    raters : tuple of RaterPart
    rated : tuple of RatedInterview
        Finished or not.
    waiting : mapping of str to int
        Units to decide on, by interview.
    differ, decided : int
    faulty : tuple of (str, str)
        Interviews whose ratings cannot be taken, with the reason.
    """

    raters: tuple[RaterPart, ...]
    rated: tuple[RatedInterview, ...]
    waiting: Mapping[str, int]
    differ: int
    decided: int
    faulty: tuple[tuple[str, str], ...] = ()


def build(
    study: Study,
    found: Found,
    *,
    progress: Progress | None,
    known: Callable[[str, str], Protocol | None],
    groups: Mapping[str, str] | None = None,
    suggestions: bool = True,
) -> StudyReport:
    """The report.

    Parameters
    ----------
    study : Study
    found : Found
    progress : Progress or None
        None where nobody has opened the desk.
    known : callable
        :func:`rf_scorer.study.reporting.reading.known_protocols`.
    groups : mapping of str to str, optional
        Groups by participant.
    suggestions : bool
        Whether suggestions are told.
    """
    sheets = found.sheets
    facts, read = _facts(study, sheets), _read(found)
    parts, asking = protocol_parts(sheets, known)
    by, rows, more = adherence(sheets, asking)
    spread = profiles(sheets)
    faulty = [(one.name, f"Its sheet cannot be used. {one.reason}") for one in found.faulty]
    faulty += list(progress.faulty) if progress is not None else []
    look, look_more = looks(
        sheets,
        asking=asking,
        profiles=spread,
        faulty=faulty,
        waiting={} if progress is None else progress.waiting,
        pages=found.pages,
    )
    ratings = None if progress is None else _ratings(progress)
    times, complete = _timepoints(sheets)
    return StudyReport(
        facts=facts,
        read=read,
        protocols=parts,
        adherence_by=by,
        adherence=rows,
        adherence_more=more,
        profiles=spread,
        distributions=distributions(sheets, () if progress is None else progress.rated, suggestions=suggestions),
        abstentions=abstentions(sheets) if suggestions else (),
        ratings=ratings,
        look=look,
        look_more=look_more,
        timepoints=times,
        complete=complete,
        groups=_groups(sheets, groups),
        next=tuple(
            next_steps(
                facts,
                read,
                lacking=sum(part.lacking for part in parts),
                ratings=ratings,
                raters=sum(not one.adjudicates for one in study.raters),
                timepoints=sum(one.name is not None for one in times),
            )
        ),
    )


def _facts(study: Study, sheets: Sequence[SheetFacts]) -> StudyFacts:
    return StudyFacts(
        id=study.id,
        title=study.title,
        interviews=len(sheets),
        participants=len({one.participant for one in sheets if one.participant is not None}),
        without_participant=sum(one.participant is None for one in sheets),
        without_timepoint=sum(one.timepoint is None for one in sheets),
        words=sum(one.words for one in sheets),
        passages=sum(one.passages for one in sheets),
        answered=sum(one.answered for one in sheets),
    )


def _read(found: Found) -> Read:
    manifest = found.manifest
    rows = () if manifest is None else manifest["files"]
    refused = [
        Refused(name=row["file"], reason=row["reason"] or "No reason is told.", remedy=row["remedy"])
        for row in rows
        if row["status"] in _NO_SHEET
    ]
    there = {one.interview for one in found.sheets} | {one.name for one in found.faulty}
    refused += [
        Refused(
            name=row["file"],
            reason="It was scored, and its sheet is gone.",
            remedy="Score the study again: rf-scorer score STUDY.",
        )
        for row in rows
        if row["status"] not in _NO_SHEET and row["id"] not in there
    ]
    twins: dict[str, list[str]] = defaultdict(list)
    for one in found.sheets:
        twins[one.source_sha256].append(one.interview)
    return Read(
        files=None if manifest is None else {status: count for status, count in manifest["counts"].items() if count},
        formats=dict(sorted(Counter(one.format for one in found.sheets).items())),
        sheets=len(found.sheets),
        refused=tuple(refused[:MOST]),
        refused_more=max(len(refused) - MOST, 0),
        faulty=found.faulty[:MOST],
        faulty_more=max(len(found.faulty) - MOST, 0),
        twins=tuple(tuple(ones) for ones in twins.values() if len(ones) > 1)[:_MOST_TWINS],
    )


def _ratings(progress: Progress) -> RatingsPart:
    counts = Counter(one.sheet.interview for one in progress.rated if one.finished)
    return RatingsPart(
        raters=progress.raters,
        rated=len(counts),
        twice=sum(count > 1 for count in counts.values()),
        differ=progress.differ,
        decided=progress.decided,
    )


def _timepoints(sheets: Sequence[SheetFacts]) -> tuple[tuple[TimepointCount, ...], int]:
    names = sorted({one.timepoint for one in sheets}, key=lambda name: (name is None, name or ""))
    found = []
    people: dict[str, set[str]] = defaultdict(set)
    for name in names:
        there = [one for one in sheets if one.timepoint == name]
        who = {one.participant for one in there if one.participant is not None}
        found.append(TimepointCount(name=name, interviews=len(there), participants=len(who)))
        if name is not None:
            for participant in who:
                people[participant].add(name)
    stated = sum(name is not None for name in names)
    return tuple(found), sum(len(times) == stated for times in people.values()) if stated > 1 else 0


def _groups(sheets: Sequence[SheetFacts], groups: Mapping[str, str] | None) -> tuple[GroupCount, ...]:
    if groups is None:
        return ()
    members: dict[str | None, list[SheetFacts]] = defaultdict(list)
    for one in sheets:
        members[groups.get(one.participant or "")].append(one)
    return tuple(
        GroupCount(
            name=name,
            participants=len({one.participant for one in ones if one.participant is not None}),
            interviews=len(ones),
        )
        for name, ones in sorted(members.items(), key=lambda pair: (pair[0] is None, pair[0] or ""))
    )


def statements(report: StudyReport) -> tuple[str, ...]:
    """What the report says in plain sentences, the most important first."""
    return tuple(_sentences(report))


def _sentences(report: StudyReport) -> Iterator[str]:
    facts, read = report.facts, report.read
    whose = (
        f"{counted(facts.participants, 'participant')} with a code"
        if facts.participants
        else "participants without a code"
    )
    refused, faulty = len(read.refused) + read.refused_more, len(read.faulty) + read.faulty_more
    yield (
        f"{counted(facts.interviews, 'interview')} of {whose}, {counted(facts.words, 'word')} of theirs; "
        f"{counted(refused, 'file')} without a sheet, {counted(faulty, 'sheet')} that cannot be used."
    )
    expected = sum(part.demand_expected for part in report.protocols)
    if expected:
        missing = sum(part.demand_missing for part in report.protocols)
        lacking = sum(part.lacking for part in report.protocols)
        yield (
            f"{missing:,} of {expected:,} expected demand questions were not found ({percent(missing / expected)}), in "
            f"{counted(lacking, 'interview')}. A question that was not asked is never a low rating."
        )
    if report.ratings is None or not report.ratings.rated:
        yield "No rater has finished an interview: whatever stands here of levels is a suggestion."
    else:
        done = sum(one.finished for one in report.ratings.raters)
        every = sum(one.finished + one.open + one.new for one in report.ratings.raters)
        yield (
            f"Raters finished {done:,} of {counted(every, 'interview')} on their lists; "
            f"{counted(report.ratings.twice, 'interview has', 'interviews have')} two raters or more; "
            f"{counted(report.ratings.differ - report.ratings.decided, 'unit waits', 'units wait')} for a decision."
        )
    many = len(report.look) + report.look_more
    if many:
        yield f"{counted(many, 'interview')} should be looked at; the reasons stand below."
