"""Agreement of raters on a declared ordinal scale: coefficients, their intervals, and what to make of them.

Everything starts from :class:`Ratings` (``ratings_of`` makes one of plain lists), a matrix of units by raters on a scale whose ends and step are declared, used or
not. A :class:`Statistic` can be asked of any ratings: ``alpha("ordinal").of(ratings)``; :func:`bootstrap` gives it an
interval over interviews or participants. What comes out is a :class:`Coefficient`: a figure, or None and the reason.

=====================  ===================================================================================================
``iccs``, ``icc``      the ten forms of McGraw and Wong; ``icc_unequal`` where numbers of raters differ
``cohen``, ``light``   kappa of a pair, its mean over pairs; ``conger`` for any number
``alpha``              Krippendorff's, nominal, ordinal, interval
``gwet``               AC1, AC2; ``brennan_prediger``
``closeness``          exact, within half a level, within one, beside always giving the modal rating
``mean_difference``    and ``mean_absolute``, ``root_mean_square``, ``standardised``, ``pearson``, ``spearman``
``bland_altman``       limits of agreement
``prmse``              of a machine's scores against raters' true scores; ``true_scores`` for what it is made of
``pairs``              each pair of raters; ``profiles`` each rater; ``drift`` over time; ``confusion`` of two
``human_machine``      a machine among humans; ``anchoring`` before and after a suggestion
``subgroups``          with a least size; ``change`` of participants against the error of measurement
``precision``          of a design, by simulation; ``sample_sizes`` for several
=====================  ===================================================================================================
"""

from rf_scorer.agreement.ac import brennan_prediger, gwet
from rf_scorer.agreement.anchor import Anchoring, anchoring
from rf_scorer.agreement.close import Closeness, closeness, modal, within
from rf_scorer.agreement.correlation import pearson, spearman
from rf_scorer.agreement.differences import mean_absolute, mean_difference, root_mean_square, standardised
from rf_scorer.agreement.drifting import Drift, drift
from rf_scorer.agreement.estimation import Statistic, bootstrap, measure
from rf_scorer.agreement.groups import Subgroup, subgroups
from rf_scorer.agreement.intraclass import FORMS, icc, iccs
from rf_scorer.agreement.kappa import cohen, conger, light
from rf_scorer.agreement.krippendorff import alpha
from rf_scorer.agreement.limits import Limits, bland_altman
from rf_scorer.agreement.machine import HumanMachine, human_machine
from rf_scorer.agreement.oneway import icc_unequal
from rf_scorer.agreement.pairwise import Pair, pairs
from rf_scorer.agreement.profile import Profile, profiles
from rf_scorer.agreement.ratings import Range, Ratings, ScaleLike
from rf_scorer.agreement.reliable_change import Change, change
from rf_scorer.agreement.resampling import Resampling
from rf_scorer.agreement.result import Coefficient
from rf_scorer.agreement.rows import ratings_of
from rf_scorer.agreement.simulation import Population, Precision, SampleSizes, precision, sample_sizes
from rf_scorer.agreement.tables import Confusion, confusion
from rf_scorer.agreement.truescore import TrueScores, prmse, true_scores

__all__ = [
    "FORMS",
    "Anchoring",
    "Change",
    "Closeness",
    "Coefficient",
    "Confusion",
    "Drift",
    "HumanMachine",
    "Limits",
    "Pair",
    "Population",
    "Precision",
    "Profile",
    "Range",
    "Ratings",
    "Resampling",
    "SampleSizes",
    "ScaleLike",
    "Statistic",
    "Subgroup",
    "TrueScores",
    "alpha",
    "anchoring",
    "bland_altman",
    "bootstrap",
    "brennan_prediger",
    "change",
    "closeness",
    "cohen",
    "confusion",
    "conger",
    "drift",
    "gwet",
    "human_machine",
    "icc",
    "icc_unequal",
    "iccs",
    "light",
    "mean_absolute",
    "mean_difference",
    "measure",
    "modal",
    "pairs",
    "pearson",
    "precision",
    "prmse",
    "profiles",
    "ratings_of",
    "root_mean_square",
    "sample_sizes",
    "spearman",
    "standardised",
    "subgroups",
    "true_scores",
    "within",
]
