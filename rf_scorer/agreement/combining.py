"""Statistics made of statistics: means over pairs of raters, and two figures compared on the same draws."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.prepared import Prepared, total
from rf_scorer.domain.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.result import Label

    Array = NDArray[np.float64]

__all__ = ["combined", "over_pairs"]


def over_pairs(statistic: Statistic, label: Label, *, pairs: Sequence[tuple[str, str]] | None = None) -> Statistic:
    """The plain mean of a figure over pairs of raters.

    Parameters
    ----------
    statistic : Statistic
        Of two raters.
    label : Label
        Of the mean.
    pairs : sequence of (str, str), optional
        By default all pairs, in the order of the columns.

    Returns
    -------
    Statistic
        Pairs for which the figure is undefined are left out and counted in the note, and are left out of a resample in
        the same way; undefined where none is left.
    """

    def prepare(ratings: Ratings) -> Prepared:
        chosen = list(combinations(ratings.raters, 2)) if pairs is None else list(pairs)
        members = [statistic.prepare(ratings.of(pair)) for pair in chosen]
        if not members:
            return Prepared(
                parts=np.zeros((len(ratings.units), 1)),
                value=lambda sums: np.full(sums.shape[:-1], np.nan),
                why=lambda _: "There is no pair of raters to compare.",
                used=np.zeros(len(ratings.units), dtype=np.bool_),
                raters=0,
            )
        cuts = _cuts(members)

        def each(sums: Array) -> Array:
            return np.stack([member.value(sums[..., cut]) for member, cut in zip(members, cuts, strict=True)])

        def value(sums: Array) -> Array:
            figures = each(sums)
            known = np.isfinite(figures)
            count = known.sum(axis=0)
            mean = np.where(known, figures, 0.0).sum(axis=0) / np.maximum(count, 1)
            return np.where(count > 0, mean, np.nan)

        def why(sums: Array) -> str:
            first = members[0].why(sums[cuts[0]])
            return (
                first
                if len(members) == 1
                else f"The figure is undefined for every pair of raters. For the first: {first}"
            )

        parts = _joined(members)
        lost = int((~np.isfinite(each(total(parts)[None]))).sum())
        seen = {rater for pair, member in zip(chosen, members, strict=True) if member.used.any() for rater in pair}
        return Prepared(
            parts=parts,
            value=value,
            why=why,
            used=np.any([member.used for member in members], axis=0),
            raters=len(seen),
            limits=members[0].limits if len(members) == 1 else None,
            interval=members[0].interval,
            note=f"{lost:,} of {counted(len(members), 'pair')} of raters undefined and left out." if lost else "",
        )

    return Statistic(label=label, prepare=prepare)


def combined(
    one: Statistic, two: Statistic, label: Label, how: Callable[[Array, Array], Array], *, undefined: str
) -> Statistic:
    """A figure of two figures, such as their difference; in a bootstrap both come from the same draws.

    Parameters
    ----------
    one, two : Statistic
    label : Label
    how : callable
        From the values of both to the new figure; NaN where undefined.
    undefined : str
        The reason given where both are known and the new figure is not.
    """

    def prepare(ratings: Ratings) -> Prepared:
        members = [one.prepare(ratings), two.prepare(ratings)]
        cuts = _cuts(members)

        def value(sums: Array) -> Array:
            first, second = (member.value(sums[..., cut]) for member, cut in zip(members, cuts, strict=True))
            return how(first, second)

        def why(sums: Array) -> str:
            for member, cut in zip(members, cuts, strict=True):
                if not np.isfinite(member.value(sums[None, cut])[0]):
                    return member.why(sums[cut])
            return undefined

        return Prepared(
            parts=_joined(members),
            value=value,
            why=why,
            used=members[0].used | members[1].used,
            raters=max(member.raters for member in members),
            note=" ".join(dict.fromkeys(member.note for member in members if member.note)),
        )

    return Statistic(label=label, prepare=prepare)


def _cuts(members: Sequence[Prepared]) -> list[slice]:
    edges = np.cumsum([0, *(int(member.parts.shape[1]) for member in members)])
    return [slice(int(start), int(end)) for start, end in pairwise(edges)]


def _joined(members: list[Prepared]) -> Any:
    """The members' parts side by side; the members, which work out their figures from sums alone, let go of theirs."""
    parts = _beside([member.parts for member in members])
    members[:] = [replace(member, parts=None) for member in members]
    return parts


def _beside(parts: Sequence[Any]) -> Any:
    if any(sparse.issparse(part) for part in parts):
        return sparse.hstack([sparse.csr_array(part) for part in parts], format="csr")
    return np.hstack(list(parts))
