"""Rating: features of a passage, the ordinal model, provisional suggestions, aggregates."""

from rf_scorer.rating.aggregates import aggregates
from rf_scorer.rating.inputs import RatingInput
from rf_scorer.rating.model import RatingModel, load

__all__ = ["RatingInput", "RatingModel", "aggregates", "load"]
