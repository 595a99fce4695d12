"""Numbers of interviews beside each other: quartiles, and who lies far from the others of the same protocol."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING

from rf_scorer.domain.study_report import Outlier, Profile
from rf_scorer.study.reporting.facts import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rf_scorer.study.reporting.facts import SheetFacts

__all__ = ["LIMIT", "MEASURES", "profiles", "robust"]

#: From this robust z on an interview is told (Iglewicz & Hoaglin 1993, How to Detect and Handle Outliers).
LIMIT = 3.5
#: With fewer interviews of a protocol none is told from the others.
LEAST = 8
#: Dots of one drawing, and outliers that are named.
MOST_VALUES = 300
MOST_OUTLIERS = 12
#: What makes a median of absolute deviations, or their mean, a standard deviation where values are normal.
_MAD, _MEAN_AD = 0.6745, 1.253314

MEASURES: tuple[tuple[str, str, Callable[[SheetFacts], float | None]], ...] = (
    ("words", "Participant's words", lambda one: float(one.words)),
    ("answer_words", "Words of an answer (median)", lambda one: one.answer_words),
    ("mentions", "Mentions in 100 words", lambda one: one.density),
    *((name, f"{name.capitalize()} in 100 words", lambda one, name=name: one.dense(name)) for name in CATEGORIES),
)


def robust(values: Sequence[float]) -> list[float]:
    """Robust z of each value: 0.6745 times its distance from the median, over the median of such distances.

    Where half of the values or more are the same, the mean distance stands for their median; where all are the same, every z is 0.
    """
    middle = median(values)
    distances = [abs(value - middle) for value in values]
    half = median(distances)
    unit = half / _MAD if half > 0 else _MEAN_AD * fmean(distances)
    return [(value - middle) / unit if unit > 0 else 0.0 for value in values]


def profiles(sheets: Sequence[SheetFacts]) -> tuple[Profile, ...]:
    """Every measure of every protocol's interviews; interviews without a protocol are one of their own."""
    by_protocol: Mapping[str | None, list[SheetFacts]] = defaultdict(list)
    for sheet in sheets:
        by_protocol[sheet.protocol].append(sheet)
    found = []
    for protocol, ones in sorted(by_protocol.items(), key=lambda pair: (pair[0] is None, pair[0] or "")):
        for name, title, number in MEASURES:
            known = [(value, one.interview) for one in ones if (value := number(one)) is not None]
            if known:
                found.append(_profile(protocol, name, title, sorted(known)))
    return tuple(found)


def _profile(protocol: str | None, name: str, title: str, known: Sequence[tuple[float, str]]) -> Profile:
    values = [value for value, _ in known]
    judged = len(values) >= LEAST
    far = []
    lower, middle, upper = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    # What most interviews do not have at all is rare, and a single one of it is no oddity.
    if judged and middle > 0:
        far = [
            Outlier(interview=interview, value=value, z=z)
            for (value, interview), z in zip(known, robust(values), strict=True)
            if abs(z) > LIMIT
        ]
        far.sort(key=lambda one: (-abs(one.z), one.interview))
    return Profile(
        protocol=protocol,
        id=name,
        title=title,
        n=len(values),
        lowest=values[0],
        lower=lower,
        median=middle,
        upper=upper,
        highest=values[-1],
        values=tuple(_some(values)),
        outliers=tuple(far[:MOST_OUTLIERS]),
        judged=judged,
    )


def _some(values: Sequence[float]) -> Sequence[float]:
    """All, or of many evenly chosen ones with both ends."""
    if len(values) <= MOST_VALUES:
        return values
    step = (len(values) - 1) / (MOST_VALUES - 1)
    return [values[round(place * step)] for place in range(MOST_VALUES)]
