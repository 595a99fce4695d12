"""Members: models that each see an answer from one side, and give it a place on a latent scale."""

from rf_scorer.rating.members.boosted import Boosted, learn_boosted
from rf_scorer.rating.members.graded import Graded, learn_graded
from rf_scorer.rating.members.linear import Linear, learn_linear
from rf_scorer.rating.members.worded import Worded, learn_worded

__all__ = ["Boosted", "Graded", "Linear", "Worded", "learn_boosted", "learn_graded", "learn_linear", "learn_worded"]
