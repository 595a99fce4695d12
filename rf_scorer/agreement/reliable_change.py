"""Whether a participant changed by more than the error of measurement would."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import estimates
from rf_scorer.agreement.ids import check_ids
from rf_scorer.agreement.means import mean_of, share_of, z_of
from rf_scorer.agreement.result import Label, checked_confidence
from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["Change", "GroupChange", "PersonChange", "change"]

_SOURCE = "Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19"
#: The group that everybody belongs to.
_ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """One participant.

    Attributes
    ----------
    participant : str
    group : str or None
    before, after : float or None
        Levels; None where there is none.
    difference : float or None
        After minus before.
    index : float or None
        The reliable change index: ``difference`` in standard errors of a difference.
    verdict : str or None
        ``risen`` or ``fallen`` where the index is beyond what chance allows, otherwise ``unchanged``; None where a rating is
        missing.
    """

    participant: str
    group: str | None
    before: float | None
    after: float | None
    difference: float | None
    index: float | None
    verdict: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """Everybody, or one group.

    Attributes
    ----------
    name : str
        ``all`` for everybody.
    n : int
        Participants with both ratings.
    risen, fallen, unchanged : int
    mean : Coefficient
        Of the differences, with Student's interval.
    standardised : float or None
        The mean over ``sd``.
    share_risen, share_fallen : Coefficient
        With Wilson's interval.
    """

    name: str
    n: int
    risen: int
    fallen: int
    unchanged: int
    mean: Coefficient
    standardised: float | None
    share_risen: Coefficient
    share_fallen: Coefficient


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change against the error of measurement.

    Attributes
    ----------
    reliability, sd, confidence : float
        As they were given.
    standard_error : float
        Of measurement: ``sd sqrt(1 - reliability)``, in levels.
    difference_error : float
        Of a difference of two ratings: ``sqrt(2)`` times that.
    least : float
        The least difference in levels that counts as reliable: the normal deviate of ``confidence`` times that.
    people : tuple of PersonChange
    groups : tuple of GroupChange
        Everybody first, then groups by name.
    source : str
    """

    reliability: float
    sd: float
    confidence: float
    standard_error: float
    difference_error: float
    least: float
    people: tuple[PersonChange, ...]
    groups: tuple[GroupChange, ...]
    source: str = _SOURCE


def change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    reliability: float,
    sd: float,
    participants: Sequence[str] | None = None,
    groups: Sequence[str | None] | None = None,
    confidence: float = 0.95,
) -> Change:
    """Reliable change of participants and groups.

    Parameters
    ----------
    before, after : array of float, shape (n_participants,)
        Levels at two times; NaN where there is none.
    reliability : float
        Of one rating as it was given: ICC(A,1) for a single rater, ICC(A,k) for a mean of k; for change over months a
        retest figure is the stricter choice. Above 0 and below 1.
    sd : float
        Standard deviation of ratings before treatment, in levels; above 0.
    participants : sequence of str, optional
        Codes, each once; by default running numbers.
    groups : sequence of (str or None), optional
    confidence : float
        Of a verdict, and of the intervals: 0.95 asks for an index beyond 1.96.

    Returns
    -------
    Change

    Raises
    ------
    DataError
        For a reliability or a standard deviation out of range, infinite levels, lengths that do not fit, and a participant
        that is listed twice.

    Notes
    -----
    ``RC = (after - before) / sqrt(2 SE ** 2)`` with ``SE = sd sqrt(1 - reliability)`` (Jacobson & Truax 1991, page 14). It
    presumes that error is alike at both times and for everybody.
    """
    checked_confidence(confidence)
    if not 0.0 < reliability < 1.0:
        raise DataError("The reliability does not lie between 0 and 1.", remedy="Give an ICC that was estimated.")
    if not (sd > 0.0 and math.isfinite(sd)):
        raise DataError("The standard deviation is not above 0.", remedy="Give that of the ratings before treatment.")
    first, final = _levels(before), _levels(after)
    names = [str(place) for place in range(1, len(first) + 1)] if participants is None else list(participants)
    parts = [None] * len(first) if groups is None else list(groups)
    if not len(first) == len(final) == len(names) == len(parts):
        raise DataError(
            "Ratings before and after, participants and groups are not equally many.",
            remedy="Give one of each for every participant.",
        )
    check_ids("participant", names)
    error = sd * math.sqrt(1.0 - reliability)
    between = math.sqrt(2.0) * error
    index = (final - first) / between
    beyond = z_of(confidence)
    people = tuple(
        _person(name, part, float(one), float(two), float(rc), beyond)
        for name, part, one, two, rc in zip(names, parts, first, final, index, strict=True)
    )
    wanted = [_ALL, *sorted({part for part in parts if part is not None})]
    return Change(
        reliability=reliability,
        sd=sd,
        confidence=confidence,
        standard_error=error,
        difference_error=between,
        least=beyond * between,
        people=people,
        groups=tuple(_group(name, people, sd, confidence) for name in wanted),
    )


def _levels(levels: ArrayLike) -> Array:
    found = np.atleast_1d(np.array(levels, dtype=np.float64))
    if np.isinf(found).any():
        place = int(np.flatnonzero(np.isinf(found))[0]) + 1
        raise DataError("A level is infinite.", where=f"participant {place} of the list", remedy="Leave it empty.")
    return found


def _person(name: str, group: str | None, before: float, after: float, index: float, beyond: float) -> PersonChange:
    known = not math.isnan(index)
    verdict = None
    if known:
        # Exactly the deviate counts as reliable, whatever the rounding of a quotient makes of it.
        reliable = abs(index) >= beyond - 1e-9
        verdict = "unchanged" if not reliable else "risen" if index > 0 else "fallen"
    return PersonChange(
        participant=name,
        group=group,
        before=None if math.isnan(before) else before,
        after=None if math.isnan(after) else after,
        difference=after - before if known else None,
        index=index if known else None,
        verdict=verdict,
    )


def _group(name: str, people: Sequence[PersonChange], sd: float, confidence: float) -> GroupChange:
    members = [one for one in people if one.verdict is not None and (name == _ALL or one.group == name)]
    differences = np.array([one.difference for one in members], dtype=np.float64)
    verdicts = np.array([one.verdict for one in members], dtype=np.str_)
    everybody = np.ones(len(members), dtype=np.bool_)
    why = "No participant has a rating at both times."
    items = [(_label("mean", "Mean change in levels, after minus before"), mean_of(differences, raters=1, why=why))]
    for verdict in ("risen", "fallen"):
        share = share_of(verdicts == verdict, everybody, raters=1, why=why)
        items.append((_label(verdict, f"Share of participants reliably {verdict}"), share))
    mean, risen, fallen = estimates(items, confidence=confidence)
    return GroupChange(
        name=name,
        n=len(members),
        risen=int((verdicts == "risen").sum()),
        fallen=int((verdicts == "fallen").sum()),
        unchanged=int((verdicts == "unchanged").sum()),
        mean=mean,
        standardised=None if mean.value is None else mean.value / sd,
        share_risen=risen,
        share_fallen=fallen,
    )


def _label(name: str, title: str) -> Label:
    return Label(id=f"change_{name}", title=title, method="participants rated at both times", source=_SOURCE)
