"""Who rates what: planned once, kept in the study, and changed as little as possible when interviews or people come and go.

=================  =========================================================================================
``rating_plan``    what a plan is
``sampling``       which interviews two people rate, across strata
``calibration``    which everybody rates first
``assignment``     who gets them, so that words stay balanced (``board``: who has what; ``polish``: made better)
``order``          in which order
``making``         ``make``, ``extend``; ``changing``: ``leave``, ``join``
``cases``          a lab's table of groups, sites and the like
``document``       the plan as it is kept; ``listing``: the list for people; ``codes``: blinded names
``overview``       what there is to tell of a plan
``size``           how many double-coded interviews an agreement needs, by simulation
=================  =========================================================================================

Nothing here knows of the desk: what raters have begun or finished, and what is rated without help, is handed in.
"""

from rf_scorer.study.planning.changing import join, leave
from rf_scorer.study.planning.making import extend, make, taken_away
from rf_scorer.study.planning.rating_plan import APART, TOGETHER, Interview, RatingPlan, Rules

__all__ = ["APART", "TOGETHER", "Interview", "RatingPlan", "Rules", "extend", "join", "leave", "make", "taken_away"]
