"""The list for people: who rates what in which order, and nothing that raters should not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.study.files.csvtext import csv_text
from rf_scorer.study.planning.rating_plan import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.study.planning.rating_plan import RatingPlan

__all__ = ["FILE", "assignments"]

#: What the list is called in the folder of its study.
FILE = "assignments.csv"
_FIRST, _ONCE, _AGAIN = "calibration", "rating", "recalibration"


def assignments(plan: RatingPlan, codes: Mapping[str, str] | None = None) -> str:
    """Every rater's list as CSV: ``rater``, ``place`` (from 1), ``interview`` or ``code``, ``words``, ``round``.

    It says neither group nor timepoint nor participant nor which interviews somebody else rates too, so that each rater can be given
    their own part. ``round`` is ``calibration``, ``rating`` or ``recalibration``.

    Parameters
    ----------
    plan : RatingPlan
    codes : mapping of str to str, optional
        Names that stand in the place of ids.
    """
    return csv_text(("rater", "place", "interview" if codes is None else "code", "words", "round"), _rows(plan, codes))


def _rows(plan: RatingPlan, codes: Mapping[str, str] | None) -> Iterator[tuple[str, int, str, int, str]]:
    for rater in plan.raters:
        first = [one for one in rater.interviews if plan.by_id[one].purpose is Purpose.CALIBRATION]
        listed = [
            (one, _FIRST if plan.by_id[one].purpose is Purpose.CALIBRATION else _ONCE) for one in rater.interviews
        ]
        if plan.rules.recalibrate and rater.active:
            listed += [(one, _AGAIN) for one in first]
        for place, (interview, round_) in enumerate(listed, start=1):
            name = interview if codes is None else codes[interview]
            yield rater.id, place, name, plan.by_id[interview].interview.words, round_
