"""Human ratings: answers with a rating and a participant, read from a lab's table or from an export of the desk, and checked as a whole."""

from rf_scorer.study.ratings.answers import RatedAnswer, RatedAnswers
from rf_scorer.study.ratings.columns import Wanted
from rf_scorer.study.ratings.confirmed import read_confirmed
from rf_scorer.study.ratings.exported import Exported, locate
from rf_scorer.study.ratings.reading import RatingRules, read
from rf_scorer.study.ratings.scale import parse_scale

__all__ = [
    "Exported",
    "RatedAnswer",
    "RatedAnswers",
    "RatingRules",
    "Wanted",
    "locate",
    "parse_scale",
    "read",
    "read_confirmed",
]
