"""Judging what a model said of answers it had not seen: figures with intervals, calibration, levels, questions, subgroups, length, raters."""

from rf_scorer.rating.appraisal.agreement import Judged, compared, gain
from rf_scorer.rating.appraisal.calibration import reliability
from rf_scorer.rating.appraisal.levels import rated_levels
from rf_scorer.rating.appraisal.people import rated_questions, subgroups
from rf_scorer.rating.appraisal.raters import human
from rf_scorer.rating.appraisal.volume import length_check, words_of

__all__ = [
    "Judged",
    "compared",
    "gain",
    "human",
    "length_check",
    "rated_levels",
    "rated_questions",
    "reliability",
    "subgroups",
    "words_of",
]
