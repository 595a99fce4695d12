"""What a coefficient comes out as: a figure and its interval, or a plain reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rf_scorer.errors import UsageError

__all__ = ["Coefficient", "Label", "checked_confidence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a figure is called and where it comes from, before there is a figure.

    Attributes
    ----------
    id : str
        For programs: ``alpha_ordinal``.
    title : str
        For people: what it measures, in words.
    method : str
        How it is worked out, with whatever two packages could do differently.
    source : str
        Author, year, and equation or section.
    """

    id: str
    title: str
    method: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One figure.

    Attributes
    ----------
    id, title : str
    value : float or None
        None where the figure is undefined; never NaN and never a stand-in such as 0 or 1.
    low, high : float or None
        The interval; both None where there is none.
    confidence : float
        What the interval is meant to cover, above 0 and below 1.
    method : str
        How the figure and its interval were worked out.
    n_units, n_raters : int
        What it rests on, once what cannot count was left out.
    reason : str or None
        Why ``value`` or the interval is None, in plain words.
    source : str
        Where the formula was published.
    note : str
        What a reader must know besides: units, pairs or resamples left out. Empty where there is nothing.
    """

    id: str
    title: str
    value: float | None
    low: float | None = None
    high: float | None = None
    confidence: float = 0.95
    method: str
    n_units: int
    n_raters: int
    reason: str | None = None
    source: str
    note: str = ""

    def __post_init__(self) -> None:
        figures = [self.value, self.low, self.high]
        if any(figure is not None and not math.isfinite(figure) for figure in figures):
            raise ValueError("an undefined figure is None, with a reason")
        if (self.low is None) is not (self.high is None) or (self.value is None and self.low is not None):
            raise ValueError("an interval has two ends, and a figure")
        if (self.value is None or self.low is None) and not self.reason:
            raise ValueError("what is undefined has a reason")


def checked_confidence(confidence: float) -> float:
    """The same number, if it can be a level of confidence.

    Raises
    ------
    UsageError
        Where it does not lie between 0 and 1.
    """
    if not 0.0 < confidence < 1.0:
        raise UsageError("The confidence does not lie between 0 and 1.", remedy="Ask for 0.95, for example.")
    return confidence
