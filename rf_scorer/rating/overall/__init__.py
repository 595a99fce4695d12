"""The learned overall rating: all passages of an interview weighed by a small monotone model."""

from rf_scorer.rating.overall.aggregate import learned
from rf_scorer.rating.overall.model import Overall
from rf_scorer.rating.overall.modelfile import load

__all__ = ["Overall", "learned", "load"]
