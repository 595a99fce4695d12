"""Human ratings as a lab keeps them: answers with a rating and a participant, read from a table and checked as a whole."""

from rf_scorer.study.ratings.answers import RatedAnswer, RatedAnswers
from rf_scorer.study.ratings.columns import Wanted
from rf_scorer.study.ratings.reading import RatingRules, read
from rf_scorer.study.ratings.scale import parse_scale

__all__ = ["RatedAnswer", "RatedAnswers", "RatingRules", "Wanted", "parse_scale", "read"]
