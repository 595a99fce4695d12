"""From a prepared figure to a coefficient: its value, and an interval by formula or by bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement import bca
from rf_scorer.agreement.prepared import total
from rf_scorer.agreement.resampling import LEAST_CLUSTERS, Resampling, blocks, by_cluster, drawn
from rf_scorer.agreement.result import Coefficient, checked_confidence
from rf_scorer.domain.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from rf_scorer.agreement.prepared import Prepared
    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.result import Label

    Array = NDArray[np.float64]

__all__ = ["Statistic", "bootstrap", "estimate", "estimates", "measure"]

_NO_INTERVAL = "No interval by formula is offered for this figure; give clusters for one by bootstrap."
_OPEN = "There are too few units, or too little variation, for an interval by this method."
_FLAT = "Nothing varies here that an interval could be estimated from."
#: Of resamples, the share that may be undefined before the interval of the others says too little.
_LOST = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A figure that any ratings can be asked for.

    Attributes
    ----------
    label : Label
    prepare : callable
        From ratings to what is worked with: sums over units.
    """

    label: Label
    prepare: Callable[[Ratings], Prepared]

    def of(self, ratings: Ratings, *, confidence: float = 0.95, resampling: Resampling | None = None) -> Coefficient:
        """The figure of these ratings.

        Parameters
        ----------
        ratings : Ratings
        confidence : float
            Of the interval.
        resampling : Resampling, optional
            For an interval by bootstrap; without it the interval is the formula's, where there is one.
        """
        return estimate(self.prepare(ratings), self.label, confidence=confidence, resampling=resampling)


def bootstrap(
    ratings: Ratings,
    statistic: Statistic,
    *,
    clusters: Sequence[str],
    seed: int,
    resamples: int = 2000,
    confidence: float = 0.95,
) -> Coefficient:
    """A figure with its BCa bootstrap interval, whole clusters drawn with replacement.

    Parameters
    ----------
    ratings : Ratings
    statistic : Statistic
    clusters : sequence of str, one for each unit
        Interviews, or participants. Clusters without a unit that the figure rests on are not drawn.
    seed : int
    resamples : int
        At least 200.
    confidence : float

    Returns
    -------
    Coefficient
        Without an interval, and with the reason, where there are fewer than 8 clusters, where more than one resample of
        twenty is undefined, or where the resamples do not vary. Fewer undefined ones are left out and counted in the note.

    Notes
    -----
    Efron & Tibshirani 1993, An Introduction to the Bootstrap, section 14.3; acceleration by the jackknife over clusters.
    Time grows with resamples x clusters x parts; no more than some millions of numbers are held at once beside the parts.
    """
    resampling = Resampling(clusters=clusters, seed=seed, resamples=resamples)
    return statistic.of(ratings, confidence=confidence, resampling=resampling)


def measure(
    ratings: Ratings,
    statistics: Sequence[Statistic],
    *,
    confidence: float = 0.95,
    resampling: Resampling | None = None,
) -> dict[str, Coefficient]:
    """Several figures of the same ratings by their ids; with resampling, from the same draws."""
    items = [(statistic.label, statistic.prepare(ratings)) for statistic in statistics]
    found = estimates(items, confidence=confidence, resampling=resampling)
    return {coefficient.id: coefficient for coefficient in found}


def estimate(
    prepared: Prepared, label: Label, *, confidence: float = 0.95, resampling: Resampling | None = None
) -> Coefficient:
    """One prepared figure as a coefficient."""
    return estimates([(label, prepared)], confidence=confidence, resampling=resampling)[0]


def estimates(
    items: Sequence[tuple[Label, Prepared]], *, confidence: float = 0.95, resampling: Resampling | None = None
) -> tuple[Coefficient, ...]:
    """Prepared figures as coefficients, in the same order; figures that rest on the same clusters share their draws."""
    checked_confidence(confidence)
    values = [float(prepared.value(total(prepared.parts)[None])[0]) for _, prepared in items]
    known = [place for place, value in enumerate(values) if np.isfinite(value)]
    ends: dict[int, _Ends] = {}
    if resampling is None:
        ends = {place: _by_formula(items[place][1], confidence) for place in known}
    else:
        wanted = {place: (items[place][1], values[place]) for place in known}
        ends = _by_bootstrap(wanted, resampling, confidence)
    return tuple(
        _coefficient(label, prepared, value, ends.get(place), confidence)
        for place, ((label, prepared), value) in enumerate(zip(items, values, strict=True))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ends:
    """An interval with its method, or the reason why there is none."""

    low: float | None = None
    high: float | None = None
    method: str = ""
    reason: str | None = None
    note: str = ""


def _coefficient(label: Label, prepared: Prepared, value: float, ends: _Ends | None, confidence: float) -> Coefficient:
    if ends is None:
        ends = _Ends(reason=prepared.why(total(prepared.parts)))
    return Coefficient(
        id=label.id,
        title=label.title,
        value=value if np.isfinite(value) else None,
        low=ends.low,
        high=ends.high,
        confidence=confidence,
        method="; ".join(part for part in (label.method, ends.method) if part),
        n_units=int(prepared.used.sum()),
        n_raters=prepared.raters,
        reason=ends.reason,
        source=label.source,
        note=" ".join(part for part in (prepared.note, ends.note) if part),
    )


def _by_formula(prepared: Prepared, confidence: float) -> _Ends:
    if prepared.limits is None:
        return _Ends(reason=_NO_INTERVAL)
    lows, highs = prepared.limits(total(prepared.parts)[None], confidence)
    low, high = float(lows[0]), float(highs[0])
    if not (np.isfinite(low) and np.isfinite(high)):
        return _Ends(reason=_OPEN)
    if high - low <= 1e-9:
        return _Ends(reason=_FLAT)
    return _Ends(low=low, high=high, method=f"interval: {prepared.interval}")


def _by_bootstrap(
    wanted: dict[int, tuple[Prepared, float]], resampling: Resampling, confidence: float
) -> dict[int, _Ends]:
    together: dict[bytes, list[int]] = {}
    patterns: dict[bytes, NDArray[np.bool_]] = {}
    for place, (prepared, _) in wanted.items():
        index = resampling.index(len(prepared.used))
        adds = np.asarray(abs(prepared.parts).sum(axis=1)).reshape(-1) > 0
        present = np.zeros(int(index.max()) + 1 if len(index) else 0, dtype=np.bool_)
        present[index[adds]] = True
        together.setdefault(present.tobytes(), []).append(place)
        patterns[present.tobytes()] = present
    found: dict[int, _Ends] = {}
    for key, places in together.items():
        present = patterns[key]
        if int(present.sum()) < LEAST_CLUSTERS:
            few = (
                f"There are only {counted(int(present.sum()), 'cluster')} to draw from; an interval by bootstrap needs at "
                f"least {LEAST_CLUSTERS}."
            )
            found |= {place: _Ends(reason=few) for place in places}
            continue
        found |= _drawn_together({place: wanted[place] for place in places}, present, resampling, confidence)
    return found


def _drawn_together(
    wanted: dict[int, tuple[Prepared, float]],
    present: NDArray[np.bool_],
    resampling: Resampling,
    confidence: float,
) -> dict[int, _Ends]:
    sums: dict[int, Any] = {}
    for place, (prepared, _) in wanted.items():
        sums[place] = by_cluster(prepared.parts, resampling.index(len(prepared.used)))[present]
    clusters = int(present.sum())
    width = max(int(part.shape[1]) for part in sums.values())
    draws: dict[int, list[Array]] = {place: [] for place in wanted}
    for counts in drawn(clusters, resampling.resamples, seed=resampling.seed, width=width):
        for place, (prepared, _) in wanted.items():
            draws[place].append(prepared.value(counts @ sums[place]))
    return {
        place: _ends(value, np.concatenate(draws[place]), _left_one_out(prepared, sums[place]), resampling, confidence)
        for place, (prepared, value) in wanted.items()
    }


def _left_one_out(prepared: Prepared, sums: Any) -> Array:
    """The figure without each cluster, array of shape (n_clusters,)."""
    whole = total(sums)
    found = []
    for block in blocks(int(sums.shape[0]), int(sums.shape[1])):
        part = sums[block]
        found.append(prepared.value(whole - (part if isinstance(part, np.ndarray) else part.toarray())))
    return np.concatenate(found)


def _ends(value: float, draws: Array, jackknife: Array, resampling: Resampling, confidence: float) -> _Ends:
    kept = draws[np.isfinite(draws)]
    lost = len(draws) - len(kept)
    clusters = counted(len(jackknife), "cluster")
    if lost > _LOST * len(draws):
        return _Ends(
            reason=f"The figure is undefined in {lost:,} of {len(draws):,} resamples of {clusters}: too many for an interval."
        )
    found = bca.bca(value, kept, jackknife, confidence)
    if isinstance(found, str):
        return _Ends(reason=found)
    low, high, method = found
    return _Ends(
        low=low,
        high=high,
        method=f"interval: {method} over {clusters}, {len(draws):,} resamples, seed {resampling.seed}",
        note=f"{counted(lost, 'resample')} of {len(draws):,} undefined and left out." if lost else "",
    )
