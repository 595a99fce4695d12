"""Interviews that somebody should look at, and why in plain words; and what to do next."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rf_scorer.domain.amounts import counted, percent
from rf_scorer.domain.study_report import Look
from rf_scorer.study.reporting.spread import LIMIT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from rf_scorer.domain.study_report import Profile, RatingsPart, Read, StudyFacts
    from rf_scorer.study.reporting.asking import Asking
    from rf_scorer.study.reporting.facts import SheetFacts

__all__ = ["MOST", "looks", "next_steps"]

#: Interviews that the list holds.
MOST = 40
#: Shares from which a rule speaks.
_MISSING, _SILENT, _LOST = 1 / 3, 0.5, 0.2
#: Below this share of the words the participant may not be the participant.
_LITTLE = 0.35
#: In a session, or without a protocol, others say more.
_LITTLE_OF_A_TALK = 0.2
_UNSURE = 0.8


def looks(
    sheets: Sequence[SheetFacts],
    *,
    asking: Mapping[str, Asking],
    profiles: Sequence[Profile],
    faulty: Sequence[tuple[str, str]],
    waiting: Mapping[str, int],
    pages: Collection[str],
) -> tuple[tuple[Look, ...], int]:
    """The list, those with most reasons first, and how many more there are.

    Parameters
    ----------
    sheets : sequence of SheetFacts
    asking : mapping of str to Asking
        By interview.
    profiles : sequence of Profile
    faulty : sequence of (str, str)
        Interviews whose sheet or ratings cannot be used, with the reason.
    waiting : mapping of str to int
        Units on which raters differ and nobody has decided, by interview.
    pages : collection of str
        Interviews that have a page.
    """
    reasons: dict[str, list[str]] = defaultdict(list)
    for interview, reason in faulty:
        reasons[interview].append(reason)
    for sheet in sheets:
        reasons[sheet.interview] += _rules(sheet, asking.get(sheet.interview))
    for profile in profiles:
        for one in profile.outliers:
            side = "far more" if one.z > 0 else "far fewer"
            reasons[one.interview].append(
                f"{profile.title}: {side} than the others ({_number(one.value)}; median {_number(profile.median)}; robust z "
                f"{one.z:.1f}, beyond {LIMIT})."
            )
    for interview, others in _twins(sheets).items():
        reasons[interview].append(f"Made of the same file as {', '.join(others)}: one interview would count twice.")
    for interview, others in _doubles(sheets).items():
        reasons[interview].append(f"Same participant, timepoint and protocol as {', '.join(others)}.")
    found_by_rules = {interview: len(told) for interview, told in reasons.items()}
    for interview, units in waiting.items():
        if units:
            reasons[interview].append(f"Raters differ on {counted(units, 'unit')} and nobody has decided.")
    found = [
        Look(
            interview=interview,
            reasons=tuple(told),
            page=f"pages/{interview}.html" if interview in pages else None,
        )
        for interview, told in reasons.items()
        if told
    ]
    first = {interview for interview, _ in faulty}
    # What waits for an adjudicator is no outlier: it comes last, where it is all there is to say.
    found.sort(key=lambda one: (one.interview not in first, -found_by_rules.get(one.interview, 0), one.interview))
    return tuple(found[:MOST]), max(len(found) - MOST, 0)


def _rules(sheet: SheetFacts, asking: Asking | None) -> Iterator[str]:
    if "no-question-found" in sheet.warnings:
        yield "No question of the protocol was found in it: is it the right protocol?"
    elif asking is not None and asking.demand_expected:
        share = asking.demand_missing / asking.demand_expected
        if share >= _MISSING:
            yield f"{asking.demand_missing} of {asking.demand_expected} demand questions were not found."
    total = sheet.words + sheet.other_words
    if not sheet.words:
        yield "The participant says nothing: are the speakers right?"
    elif sheet.words < (_LITTLE if asking is not None else _LITTLE_OF_A_TALK) * total:
        yield f"The participant says {percent(sheet.words / total)} of the words: are the speakers right?"
    if sheet.speakers < _UNSURE:
        yield f"Who speaks is not certain (certainty {sheet.speakers:.2f})."
    if sheet.ratable and sheet.abstained_ratable > _SILENT * sheet.ratable:
        yield f"No suggestion for {sheet.abstained_ratable} of {counted(sheet.ratable, 'answer that is', 'answers that are')} long enough for one."
    if sheet.inaudible and sheet.inaudible > _LOST * sheet.passages:
        yield f"{sheet.inaudible} of {sheet.passages} answers could not be heard."


def _twins(sheets: Sequence[SheetFacts]) -> dict[str, list[str]]:
    return _shared([(one.source_sha256, one.interview) for one in sheets])


def _doubles(sheets: Sequence[SheetFacts]) -> dict[str, list[str]]:
    return _shared(
        [
            ((one.participant.casefold(), one.timepoint, one.protocol), one.interview)
            for one in sheets
            if one.participant is not None
        ]
    )


def _shared(pairs: Sequence[tuple[object, str]]) -> dict[str, list[str]]:
    """Interviews that share a key with others, and the first few of these."""
    together: dict[object, list[str]] = defaultdict(list)
    for key, interview in pairs:
        together[key].append(interview)
    return {
        interview: [other for other in ones if other != interview][:3]
        for ones in together.values()
        if len(ones) > 1
        for interview in ones
    }


def next_steps(
    facts: StudyFacts,
    read: Read,
    *,
    lacking: int,
    ratings: RatingsPart | None,
    raters: int,
    timepoints: int,
) -> Iterator[str]:
    """What to do next, the first things first.

    Parameters
    ----------
    facts : StudyFacts
    read : Read
    lacking : int
        Interviews without at least one expected demand question.
    ratings : RatingsPart or None
        None where nobody has opened the desk.
    raters : int
        Raters that the study names.
    timepoints : int
    """
    if not read.sheets and not read.faulty and not read.refused:
        yield "Copy transcripts into the study and score it: rf-scorer score STUDY."
        return
    refused = len(read.refused) + read.refused_more
    if refused:
        yield f"{counted(refused, 'file has no sheet: mend or remove it', 'files have no sheet: mend or remove them')}, then: rf-scorer score STUDY --resume."
    faulty = len(read.faulty) + read.faulty_more
    if faulty:
        yield f"{counted(faulty, 'sheet cannot be used: score its transcript', 'sheets cannot be used: score their transcripts')} again: rf-scorer score STUDY."
    if read.twins:
        yield "Remove copies: some interviews are made of the same file."
    if facts.without_participant:
        yield f"Say whose {counted(facts.without_participant, 'interview without a participant is', 'interviews without a participant are')}: in the study's table of cases."
    if lacking:
        yield (
            f"Look at {counted(lacking, 'interview')} without a demand question. If it was asked, say where in NAME.align.json; if not, it is "
            "missing, and never a low rating."
        )
    if not read.sheets:
        return
    yield from _rating_steps(facts, ratings, raters=raters, timepoints=timepoints)


def _rating_steps(facts: StudyFacts, ratings: RatingsPart | None, *, raters: int, timepoints: int) -> Iterator[str]:
    if not raters:
        yield "Name the raters in study.toml, then let them in: rf-scorer review STUDY."
        return
    if ratings is None or not ratings.rated:
        yield "No rater has finished an interview yet: rf-scorer review STUDY opens the desk."
        return
    left = sum(one.new + one.open for one in ratings.raters)
    if left:
        yield f"{counted(left, 'interview')} of raters' lists still to be finished: rf-scorer ratings status STUDY."
    waiting = ratings.differ - ratings.decided
    if waiting:
        yield f"{counted(waiting, 'unit waits', 'units wait')} for an adjudicator: rf-scorer review STUDY."
    if ratings.twice:
        yield f"{counted(ratings.twice, 'interview has', 'interviews have')} two raters or more: rf-scorer agree STUDY tells how far they agree."
    elif facts.interviews > 1:
        yield "No interview has two raters yet: without them nothing tells how reliable the ratings are."
    if timepoints > 1:
        yield "There are several timepoints: rf-scorer change STUDY compares confirmed ratings."
    yield "Export what is confirmed: rf-scorer ratings export STUDY."


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
