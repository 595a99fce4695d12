"""What seeing a suggestion did to ratings: the same units rated before and after it was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.combining import combined
from rf_scorer.agreement.estimation import Statistic, estimates
from rf_scorer.agreement.kappa import cohen
from rf_scorer.agreement.means import mean_of, share_of
from rf_scorer.agreement.prepared import Prepared, quotient
from rf_scorer.agreement.ratings import Ratings
from rf_scorer.agreement.result import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from rf_scorer.agreement.ratings import ScaleLike
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["Anchoring", "anchoring"]

_SOURCE = "blind rating, then suggestion, then final rating; cf. advice taking: Harvey & Fischer 1997, Organ Behav Hum Decis Process 70:117-133"
_NONE_DIFFER = "No blind rating differs from the suggestion."
_NONE = "No unit has a blind rating, a suggestion and a final rating."


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """Ratings before and after a suggestion.

    Whose ratings they are is not known here: ``n_raters`` is 1 throughout, and 2 for kappas, which count the suggestion.

    Attributes
    ----------
    n_units : int
        Units with a blind rating, a suggestion and a final rating.
    n_differing : int
        Of these, units whose blind rating was not the suggested level: only there can a suggestion draw.
    agreed_before, agreed_after : Coefficient
        Share of units rated at the suggested level, blind and final.
    changed : Coefficient
        Share of units whose rating was changed at all.
    towards, away : Coefficient
        Of differing units, the share whose final rating lies nearer to the suggestion, or farther from it.
    accepted : Coefficient
        Of differing units, the share whose final rating is the suggested level.
    left : Coefficient
        Of units that agreed blind, the share that was changed away from the suggestion.
    shift : Coefficient
        Of differing units, the mean change in levels, counted positive towards the suggestion.
    taken : Coefficient
        The whole shift as a share of the whole distance: 0 nobody moved, 1 all suggestions were taken.
    kappa_before, kappa_after, kappa_gain : Coefficient
        Quadratic kappa with the suggestion, blind and final, and the difference: what agreement measured after the
        suggestion was seen is too high by.
    """

    n_units: int
    n_differing: int
    agreed_before: Coefficient
    agreed_after: Coefficient
    changed: Coefficient
    towards: Coefficient
    away: Coefficient
    accepted: Coefficient
    left: Coefficient
    shift: Coefficient
    taken: Coefficient
    kappa_before: Coefficient
    kappa_after: Coefficient
    kappa_gain: Coefficient


def anchoring(
    before: ArrayLike,
    after: ArrayLike,
    suggestion: ArrayLike,
    *,
    scale: ScaleLike,
    step: float = 1.0,
    units: Sequence[str] | None = None,
    confidence: float = 0.95,
    resampling: Resampling | None = None,
) -> Anchoring:
    """How far ratings moved towards a suggestion once it was seen.

    Parameters
    ----------
    before, after : array of float, shape (n_units,)
        Of one rater or of several one after the other: the blind rating and the final one. NaN where there is none.
    suggestion : array of float, shape (n_units,)
        The suggested level, NaN where there was none.
    scale : ScaleLike
    step : float
        1 or 0.5.
    units : sequence of str, optional
        Ids for messages; by default running numbers.
    confidence : float
    resampling : Resampling, optional
        For intervals that do not take units of one interview as independent.

    Returns
    -------
    Anchoring
        Figures of nothing are None with the reason.

    Raises
    ------
    DataError
        For levels off the scale or between steps, and shapes that do not fit.
    """
    table = np.column_stack([np.asarray(each, dtype=np.float64) for each in (before, after, suggestion)])
    names = tuple(str(place) for place in range(1, len(table) + 1)) if units is None else tuple(units)
    whole = Ratings(levels=table, scale=scale, step=step, raters=("before", "after", "suggestion"), units=names)
    known = whole.complete
    ratings = whole.only(known)
    first, final, shown = ratings.levels.T
    start, end = np.abs(first - shown), np.abs(final - shown)
    apart, every = start > 0, np.ones(len(start), dtype=np.bool_)
    towards = (final - first) * np.sign(shown - first)
    items = [
        _share("agreed_before", "Blind ratings at the suggested level", start == 0, every, _NONE),
        _share("agreed_after", "Final ratings at the suggested level", end == 0, every, _NONE),
        _share("changed", "Ratings changed after the suggestion was seen", final != first, every, _NONE),
        _share("towards", "Of differing ratings, moved nearer to the suggestion", end < start, apart, _NONE_DIFFER),
        _share("away", "Of differing ratings, moved farther from the suggestion", end > start, apart, _NONE_DIFFER),
        _share("accepted", "Of differing ratings, changed to the suggested level", end == 0, apart, _NONE_DIFFER),
        _share("left", "Of agreeing ratings, changed away", end > 0, ~apart, "No blind rating is the suggested level."),
        (
            _label("shift", "Mean change in levels towards the suggestion, of differing ratings"),
            mean_of(np.where(apart, towards, np.nan), raters=int(apart.any()), why=_NONE_DIFFER),
        ),
        (_label("taken", "Share of the distance to the suggestion that was moved"), _taken(towards, start, apart)),
        *_kappas(ratings),
    ]
    kept = None if resampling is None else resampling.only(known)
    found = {figure.id: figure for figure in estimates(items, confidence=confidence, resampling=kept)}
    return Anchoring(
        n_units=len(start),
        n_differing=int(apart.sum()),
        agreed_before=found["anchoring_agreed_before"],
        agreed_after=found["anchoring_agreed_after"],
        changed=found["anchoring_changed"],
        towards=found["anchoring_towards"],
        away=found["anchoring_away"],
        accepted=found["anchoring_accepted"],
        left=found["anchoring_left"],
        shift=found["anchoring_shift"],
        taken=found["anchoring_taken"],
        kappa_before=found["anchoring_kappa_before"],
        kappa_after=found["anchoring_kappa_after"],
        kappa_gain=found["anchoring_kappa_gain"],
    )


def _label(name: str, title: str) -> Label:
    return Label(
        id=f"anchoring_{name}",
        title=title,
        method="units with a blind rating, a suggestion and a final rating",
        source=_SOURCE,
    )


def _share(name: str, title: str, yes: NDArray[np.bool_], among: NDArray[np.bool_], why: str) -> tuple[Label, Prepared]:
    return _label(name, title), share_of(yes, among, raters=int(among.any()), why=why)


def _taken(towards: Array, distance: Array, apart: NDArray[np.bool_]) -> Prepared:
    return Prepared(
        parts=np.column_stack([np.where(apart, distance, 0.0), np.where(apart, towards, 0.0)]),
        value=lambda sums: quotient(sums[..., 1], sums[..., 0]),
        why=lambda _: _NONE_DIFFER,
        used=apart,
        raters=int(apart.any()),
    )


def _kappas(ratings: Ratings) -> list[tuple[Label, Prepared]]:
    kappa = cohen("quadratic")

    def of(pair: tuple[str, str]) -> Statistic:
        return Statistic(label=kappa.label, prepare=lambda whole: kappa.prepare(whole.of(pair)))

    blind, final = of(("before", "suggestion")), of(("after", "suggestion"))
    label = _label("kappa_gain", "Quadratic kappa with the suggestion: final minus blind")
    gain = combined(blind, final, label, lambda one, two: two - one, undefined=_NONE)
    return [
        (_label("kappa_before", "Quadratic kappa of blind ratings with the suggestion"), blind.prepare(ratings)),
        (_label("kappa_after", "Quadratic kappa of final ratings with the suggestion"), final.prepare(ratings)),
        (label, gain.prepare(ratings)),
    ]
