"""The bias-corrected and accelerated bootstrap interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["SOURCE", "acceleration", "bca"]

SOURCE = (
    "Efron 1987, J Am Stat Assoc 82:171-185; Efron & Tibshirani 1993, An Introduction to the Bootstrap, section 14.3"
)


def acceleration(jackknife: Array) -> float | None:
    """How fast the figure's standard error changes with the figure: a sixth of the skewness of the jackknife values.

    Parameters
    ----------
    jackknife : array of float, shape (n_clusters,)
        The figure without each cluster; NaN where undefined.

    Returns
    -------
    float or None
        None where a jackknife value is undefined or all are the same.

    Notes
    -----
    Efron & Tibshirani 1993, equation 14.15.
    """
    if not np.isfinite(jackknife).all():
        return None
    apart = jackknife.mean() - jackknife
    spread = float((apart**2).sum())
    if spread <= 1e-24:
        return None
    return float((apart**3).sum() / (6.0 * spread**1.5))


def bca(value: float, draws: Array, jackknife: Array, confidence: float) -> tuple[float, float, str] | str:
    """An interval from resamples.

    Parameters
    ----------
    value : float
        The figure of the ratings themselves.
    draws : array of float, shape (resamples,)
        The figure of each resample, all finite.
    jackknife : array of float, shape (n_clusters,)
    confidence : float

    Returns
    -------
    (float, float, str) or str
        Low end, high end, and the method in words; or the reason why there is no interval.

    Notes
    -----
    Efron & Tibshirani 1993, equations 14.9 to 14.15; resamples equal to the figure count as half below it. Where the
    acceleration is undefined the interval is corrected for bias alone.
    """
    same = 1e-9 * max(1.0, abs(value))
    if float(np.ptp(draws)) <= same:
        return "Every resample gives the same figure, so the interval cannot be estimated from these units."
    below = float((draws < value - same).mean() + 0.5 * (np.abs(draws - value) <= same).mean())
    tail = (1.0 - confidence) / 2.0
    if not tail < below < 1.0 - tail:
        return "Nearly all resamples lie on one side of the figure, so no interval around it can be trusted."
    shift = float(ndtri(below))
    speed = acceleration(jackknife)
    edges = shift + ndtri(np.array([tail, 1.0 - tail]))
    bend = 1.0 - (speed or 0.0) * edges
    method = "BCa bootstrap" if speed is not None else "bias-corrected bootstrap without acceleration"
    if (bend <= 0.0).any():
        bend, method = np.ones(2), "bias-corrected bootstrap without acceleration"
    low, high = np.quantile(draws, ndtr(shift + edges / bend))
    # A figure that few resamples reach lies between two of them: rounding must not leave it outside its own interval.
    return min(float(low), value), max(float(high), value), method
