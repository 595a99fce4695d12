"""Agreement of a machine with humans beside that of humans with each other, on the same units."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.close import within
from rf_scorer.agreement.combining import combined, over_pairs
from rf_scorer.agreement.correlation import pearson, spearman
from rf_scorer.agreement.differences import mean_absolute, mean_difference, standardised
from rf_scorer.agreement.estimation import Statistic, measure
from rf_scorer.agreement.intraclass import icc
from rf_scorer.agreement.kappa import cohen
from rf_scorer.agreement.prepared import quotient
from rf_scorer.agreement.result import Label
from rf_scorer.agreement.truescore import TrueScores, true_scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["Beside", "HumanMachine", "Rule", "human_machine"]

_ETS = "Williamson, Xi & Breyer 2012, Educ Meas Issues Pract 31(1):2-13"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One figure of humans and of the machine.

    Attributes
    ----------
    id, title : str
        Of the figure.
    human : Coefficient
        Mean over pairs of humans.
    machine : Coefficient
        Mean over humans of the machine paired with each, on the same units.
    degradation : Coefficient
        How much worse the machine does: human minus machine, or the other way where less is better.
    share : Coefficient or None
        Machine as a share of human; None for figures where less is better.
    every : Coefficient
        The machine's figure on every unit that it and at least one human rated.
    """

    id: str
    title: str
    human: Coefficient
    machine: Coefficient
    degradation: Coefficient
    share: Coefficient | None
    every: Coefficient


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of thumb for automated scores, to be checked before it is relied on.

    Attributes
    ----------
    id : str
    text : str
        What it asks for.
    threshold : float
    value : float or None
        What was found.
    met : bool or None
        None where the figure is undefined.
    source : str
    check : str
        What a reader must do before citing it.
    """

    id: str
    text: str
    threshold: float
    value: float | None
    met: bool | None
    source: str
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanMachine:
    """The machine among the humans.

    Attributes
    ----------
    machine : str
    humans : tuple of str
    n_same : int
        Units that the machine and at least two humans rated: those of ``figures``, but for ``every``.
    n_every : int
        Units that the machine and at least one human rated.
    figures : tuple of Beside
    bias : Coefficient
        Machine minus human in levels, mean over humans, on every unit.
    smd : Coefficient
        The same over the human's standard deviation.
    smd_pooled : Coefficient
        The same over the root of the mean of both variances, as the rule of thumb wants it.
    true_scores : TrueScores
        PRMSE, on every unit.
    rules : tuple of Rule
        Kappa, correlation and the mean difference on every unit; drops on the same units for humans and machine.
    """

    machine: str
    humans: tuple[str, ...]
    n_same: int
    n_every: int
    figures: tuple[Beside, ...]
    bias: Coefficient
    smd: Coefficient
    smd_pooled: Coefficient
    true_scores: TrueScores
    rules: tuple[Rule, ...]


def human_machine(
    ratings: Ratings,
    *,
    machine: str,
    scores: ArrayLike | None = None,
    confidence: float = 0.95,
    resampling: Resampling | None = None,
) -> HumanMachine:
    """A machine's agreement beside the humans' own.

    Parameters
    ----------
    ratings : Ratings
        The machine's levels are one of the columns.
    machine : str
        Its id.
    scores : array of float, shape (n_units,), optional
        Its scores where they are finer than levels, for PRMSE only; NaN where there is none.
    confidence : float
    resampling : Resampling, optional
        For intervals; human, machine, degradation and share then come from the same draws.

    Returns
    -------
    HumanMachine
        With one human, or no unit that two humans and the machine rated, the human figures are None with the reason, and
        ``every`` still tells how far the machine agrees.

    Raises
    ------
    UnknownName
        Where the machine is not among the raters.
    """
    column = ratings.column(machine)
    humans = tuple(rater for rater in ratings.raters if rater != machine)
    scored = ratings.given[:, column]
    judged = np.delete(ratings.given, column, axis=1).sum(axis=1)
    every, same = scored & (judged >= 1), scored & (judged >= 2)
    figures = _beside(ratings, machine, humans, every, same, confidence, resampling)
    signed = _signed(ratings.only(every), machine, humans, confidence, _kept(resampling, every))
    return HumanMachine(
        machine=machine,
        humans=humans,
        n_same=int(same.sum()),
        n_every=int(every.sum()),
        figures=figures,
        bias=signed["mean_difference_machine"],
        smd=signed["smd_second_machine"],
        smd_pooled=signed["smd_pooled_machine"],
        true_scores=true_scores(ratings, machine, scores=scores, confidence=confidence, resampling=resampling),
        rules=_rules({figure.id: figure for figure in figures}, signed["smd_pooled_machine"]),
    )


def _kept(resampling: Resampling | None, keep: NDArray[np.bool_]) -> Resampling | None:
    return None if resampling is None else resampling.only(keep)


def _statistics() -> tuple[tuple[Statistic, bool], ...]:
    """Figures of pairs, and whether more of each is better."""
    return (
        (cohen("quadratic"), True),
        (cohen("linear"), True),
        (icc("icc_a_1_random"), True),
        (icc("icc_c_1_random"), True),
        (pearson(), True),
        (spearman(), True),
        (within(0.0), True),
        (within(1.0), True),
        (mean_absolute(), False),
    )


def _beside(
    ratings: Ratings,
    machine: str,
    humans: tuple[str, ...],
    every: NDArray[np.bool_],
    same: NDArray[np.bool_],
    confidence: float,
    resampling: Resampling | None,
) -> tuple[Beside, ...]:
    among = list(combinations(humans, 2))
    against = [(machine, human) for human in humans]
    narrow, wide = ratings.only(same), ratings.only(every)
    found = []
    # One figure after the other: what each adds for every unit and pair need not be held for all of them at once.
    for statistic, more in _statistics():
        label = statistic.label
        human = _named(statistic, "human", "mean over pairs of humans", among)
        other = _named(statistic, "machine", "mean over humans, each paired with the machine", against)
        wanted = [human, other, _degradation(label, human, other, more=more)]
        wanted += [_share(label, human, other)] if more else []
        given = measure(narrow, wanted, confidence=confidence, resampling=_kept(resampling, same))
        found.append(
            Beside(
                id=label.id,
                title=label.title,
                human=given[f"{label.id}_human"],
                machine=given[f"{label.id}_machine"],
                degradation=given[f"{label.id}_degradation"],
                share=given.get(f"{label.id}_share"),
                every=other.of(wide, confidence=confidence, resampling=_kept(resampling, every)),
            )
        )
    return tuple(found)


def _named(statistic: Statistic, who: str, how: str, pairs: Sequence[tuple[str, str]]) -> Statistic:
    label = statistic.label
    return over_pairs(
        statistic,
        Label(
            id=f"{label.id}_{who}",
            title=f"{label.title}: {how}",
            method=f"{how}; {label.method}",
            source=label.source,
        ),
        pairs=pairs,
    )


def _degradation(label: Label, human: Statistic, other: Statistic, *, more: bool) -> Statistic:
    named = Label(
        id=f"{label.id}_degradation",
        title=f"{label.title}: how much worse the machine does than humans do",
        method=f"{'human minus machine' if more else 'machine minus human'}, on the same units",
        source=_ETS,
    )
    return combined(
        human, other, named, (lambda one, two: one - two) if more else (lambda one, two: two - one), undefined=""
    )


def _share(label: Label, human: Statistic, other: Statistic) -> Statistic:
    named = Label(
        id=f"{label.id}_share",
        title=f"{label.title}: the machine's figure as a share of the humans'",
        method="machine over human, on the same units",
        source="ratio of two figures of agreement",
    )
    return combined(
        human,
        other,
        named,
        lambda one, two: quotient(two, one),
        undefined="Humans agree with each other no better than chance, so a share of that means nothing.",
    )


def _signed(
    ratings: Ratings, machine: str, humans: tuple[str, ...], confidence: float, resampling: Resampling | None
) -> Mapping[str, Coefficient]:
    against = [(machine, human) for human in humans]
    wanted = [
        _named(statistic, "machine", "machine minus human, mean over humans", against)
        for statistic in (mean_difference(), standardised("second"), standardised("pooled"))
    ]
    return measure(ratings, wanted, confidence=confidence, resampling=resampling)


def _rules(figures: Mapping[str, Beside], smd: Coefficient) -> tuple[Rule, ...]:
    kappa, correlation = figures["kappa_quadratic"], figures["pearson"]
    return (
        _rule("kappa", "Quadratic kappa of machine and humans is 0.70 or more", 0.70, kappa.every.value, least=True),
        _rule(
            "correlation",
            "Correlation of machine and humans is 0.70 or more",
            0.70,
            correlation.every.value,
            least=True,
        ),
        _rule("kappa_drop", "Quadratic kappa is no more than 0.10 below humans'", 0.10, kappa.degradation.value),
        _rule(
            "correlation_drop", "Correlation is no more than 0.10 below humans'", 0.10, correlation.degradation.value
        ),
        _rule(
            "smd",
            "The standardised mean difference is 0.15 or less in size (0.10 in a subgroup)",
            0.15,
            None if smd.value is None else abs(smd.value),
        ),
    )


def _rule(name: str, text: str, threshold: float, value: float | None, *, least: bool = False) -> Rule:
    met = None if value is None else (value >= threshold - 1e-12 if least else value <= threshold + 1e-12)
    return Rule(
        id=name,
        text=text,
        threshold=threshold,
        value=value,
        met=met,
        source=_ETS,
        check="A rule of thumb for essay scoring, given here from general knowledge: check it against the paper before citing it.",
    )
