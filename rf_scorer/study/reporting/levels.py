"""Levels over the scale: what is suggested for passages, and what raters who finished said, blind and in the end; and why nothing is suggested."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rf_scorer.domain.study_report import Abstention, Distribution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.domain.confirmed import RatedInterview, RatedUnit
    from rf_scorer.study.reporting.facts import SheetFacts

__all__ = ["abstentions", "distributions"]

#: Reasons for no suggestion, as people are told them; a sheet's own sentences are not copied.
_REASONS = {
    "state_not_asked": "the question was not asked",
    "state_not_answered": "the question was asked and not answered",
    "state_inaudible": "the answer could not be heard",
    "role_none": "the protocol does not rate this question",
    "scale_differs": "the model was trained on another scale",
    "too_short": "too few words",
    "not_prose": "hardly any connected English",
    "recited_words": "words for mental states strung together",
    "repeats_question": "the answer repeats the question",
    "repeats_itself": "the answer repeats itself",
    "out_of_domain": "far from every example of the model",
}


def distributions(
    sheets: Sequence[SheetFacts], rated: Sequence[RatedInterview], *, suggestions: bool
) -> tuple[Distribution, ...]:
    """One for each scale that occurs.

    Parameters
    ----------
    sheets : sequence of SheetFacts
    rated : sequence of RatedInterview
        Those that are not finished are passed over: only what was confirmed counts.
    suggestions : bool
        Whether suggestions are counted.
    """
    finished = [one for one in rated if one.finished]
    scales = {one.scale for one in sheets if one.scale is not None}
    scales |= {(one.sheet.scale, one.sheet.minimum, one.sheet.maximum) for one in finished}
    found = []
    for scale in sorted(scales):
        name, low, high = scale
        offered: Counter[int] = Counter()
        for sheet in sheets:
            if sheet.scale == scale:
                offered.update(sheet.suggested)
        ones = [one for one in finished if (one.sheet.scale, one.sheet.minimum, one.sheet.maximum) == scale]
        passages = [unit for one in ones for unit in one.units]
        wholes = [one.overall for one in ones]
        found.append(
            Distribution(
                scale=name,
                minimum=low,
                maximum=high,
                suggestions=_over(offered, low, high) if suggestions else None,
                blind=_over(_blind(passages), low, high),
                final=_over(_final(passages), low, high),
                blind_overall=_over(_blind(wholes), low, high),
                final_overall=_over(_final(wholes), low, high),
            )
        )
    return tuple(found)


def _over(counts: Mapping[int, int], low: int, high: int) -> dict[int, int]:
    return {level: counts.get(level, 0) for level in range(low, high + 1)}


def _blind(units: Sequence[RatedUnit]) -> Counter[int]:
    judged = (unit.rating.blind.judgement.level for unit in units if unit.rating.blind is not None)
    return Counter(level for level in judged if level is not None)


def _final(units: Sequence[RatedUnit]) -> Counter[int]:
    judged = (final.level for unit in units if (final := unit.rating.final) is not None)
    return Counter(level for level in judged if level is not None)


def abstentions(sheets: Sequence[SheetFacts]) -> tuple[Abstention, ...]:
    """Passages without a suggestion by the first reason for it, the most frequent first."""
    counts: Counter[str] = Counter()
    for sheet in sheets:
        counts.update(sheet.abstained)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Abstention(code=code, text=_REASONS.get(code), passages=count) for code, count in ordered)
