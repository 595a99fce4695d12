"""What a person asked of a comparison of timepoints."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rf_scorer.errors import UsageError

__all__ = ["Plan"]

_LEAST_RESAMPLES = 200
#: Levels; documents hold six decimals, and errors of measurement are smaller than deviations.
_LEAST_SD = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How change is worked out.

    Attributes
    ----------
    timepoints : tuple of str or None
        Their order; None to take it from their names.
    reliability : float or None
        Of one value; None to estimate it from interviews that several rated.
    sd : float or None
        Standard deviation in levels; None for that of the values at the first timepoint.
    reference_mean : float or None
        The mean towards which ratings come back; None for that of the values at the first timepoint.
    blind : bool or None
        Whether raters did not know the timepoint; None where nobody says.
    confidence : float
    seed, resamples : int
        Of the bootstrap.

    Raises
    ------
    UsageError
        For a number that cannot be on any scale; :meth:`check` knows the scale.
    """

    timepoints: tuple[str, ...] | None = None
    reliability: float | None = None
    sd: float | None = None
    reference_mean: float | None = None
    blind: bool | None = None
    confidence: float = 0.95
    seed: int = 20
    resamples: int = 2000

    def __post_init__(self) -> None:
        if not 0.0 < self.confidence < 1.0:
            raise UsageError(
                "The confidence does not lie between 0 and 1.", where="--confidence", remedy="Give 0.95, for example."
            )
        if self.reliability is not None and not 0.0 < self.reliability < 1.0:
            raise UsageError(
                "The reliability does not lie between 0 and 1.",
                where="--reliability",
                remedy="Give an intraclass correlation that was estimated, such as 0.8.",
            )
        if self.sd is not None and not (self.sd > 0.0 and math.isfinite(self.sd)):
            raise UsageError("The standard deviation is not above 0.", where="--sd", remedy="Give it in levels.")
        if self.reference_mean is not None and not math.isfinite(self.reference_mean):
            raise UsageError("The mean is no number.", where="--reference-mean", remedy="Give it in levels.")
        if self.resamples < _LEAST_RESAMPLES:
            raise UsageError(
                f"Fewer than {_LEAST_RESAMPLES} resamples cannot hold the ends of an interval.",
                where="--resamples",
                remedy="Give 2000 or more.",
            )

    def check(self, minimum: float, maximum: float) -> None:
        """Hold the numbers against the declared scale.

        Raises
        ------
        UsageError
            If ratings on it cannot vary so, or have no such mean.
        """
        told = f"the scale ({minimum:g} to {maximum:g})"
        if self.sd is not None and not _LEAST_SD <= self.sd <= maximum - minimum:
            raise UsageError(
                f"Ratings cannot have this standard deviation on {told}.", where="--sd", remedy="Give it in levels."
            )
        if self.reference_mean is not None and not minimum <= self.reference_mean <= maximum:
            raise UsageError(f"The mean lies off {told}.", where="--reference-mean", remedy="Give it in levels.")
