"""Numbers as documents hold them: short, the same on every machine, and still true together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DIGITS", "probabilities", "rounded"]

#: Decimal places that are written. Beyond the sixth, figures differ between builds of the same numeric library.
DIGITS = 6
_UNITS = 10**DIGITS


def rounded(value: float | None) -> float | None:
    """A figure with :data:`DIGITS` decimal places and no negative zero; None stays None.

    Raises
    ------
    ValueError
        If the figure is not finite.
    """
    if value is None:
        return None
    figure = round(float(value), DIGITS) + 0.0
    if figure - figure != 0.0:
        raise ValueError("a figure is not finite")
    return figure


def probabilities(distribution: Mapping[int, float]) -> dict[str, float]:
    """A distribution by level, lowest first, rounded so that it still makes 1.

    Plain rounding of eleven probabilities can miss 1 by several millionths. Here each is cut to whole millionths and
    the millionths left over go to those that lost most by it (largest remainders), lower levels first where equal.

    Parameters
    ----------
    distribution : mapping of int to float
        Probability by level; at least one level, none negative, together 1 within 1e-6.

    Returns
    -------
    dict of str to float
        Keys are the levels as JSON wants them; the values make exactly a million millionths.

    Raises
    ------
    ValueError
        If this is not a distribution.
    """
    levels = sorted(distribution)
    exact = [float(distribution[level]) for level in levels]
    if not exact or not all(0.0 <= p <= 1.0 for p in exact) or abs(sum(exact) - 1.0) > 1e-6:
        raise ValueError("a distribution is not made of probabilities that make 1")
    # A tiny tie-break by binary noise would differ between machines: remainders are compared at nine digits.
    scaled = [round(p * _UNITS, 9) for p in exact]
    whole = [int(p) for p in scaled]
    missing = _UNITS - sum(whole)
    by_loss = sorted(range(len(levels)), key=lambda i: (-round(scaled[i] - whole[i], 6), i))
    for turn in range(abs(missing)):
        place = by_loss[turn % len(by_loss)] if missing > 0 else whole.index(max(whole))
        whole[place] += 1 if missing > 0 else -1
    return {str(level): units / _UNITS for level, units in zip(levels, whole, strict=True)}
