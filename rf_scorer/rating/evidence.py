"""What spoke for a higher and for a lower rating, in a rater's words and with the mentions and markers that carry it.

The model is additive on its latent scale: a feature contributes its coefficient times its standardised value, so that
nothing has to be approximated. A contribution is relative to the typical example: the absence of something common is
evidence, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain import Evidence, Marker
from rf_scorer.rating.features import FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.rating.view import View

__all__ = ["MOST", "evidence"]

#: At most this many of each direction.
MOST = 4
#: A contribution smaller than this moves no rating.
SMALLEST = 0.05


def evidence(view: View, contributions: NDArray[np.float64], deviations: NDArray[np.float64]) -> tuple[Evidence, ...]:
    """The strongest contributions, strongest first, one for each topic.

    Parameters
    ----------
    view : View
    contributions : array of shape (features,)
        On the latent scale; signed.
    deviations : array of shape (features,)
        Standardised values: above or below the typical example.
    """
    found: list[Evidence] = []
    seen: set[tuple[str, str]] = set()
    count = {"for": 0, "against": 0}
    # A stable sort on rounded values: machines that differ in the last bit still give one order.
    for index in np.argsort(-np.abs(np.round(contributions, 6)), kind="stable").tolist():
        size = float(contributions[index])
        if abs(size) < SMALLEST:
            break
        feature = FEATURES[index]
        present = bool(deviations[index] > 0)
        # That somebody does not blame, or speaks of nobody at large, is the usual case and tells a rater nothing.
        if feature.sign < 0 and not present:
            continue
        direction = "for" if size > 0 else "against"
        if (feature.topic, direction) in seen or count[direction] == MOST:
            continue
        seen.add((feature.topic, direction))
        count[direction] += 1
        carriers = list(feature.carriers(view)) if present else []
        found.append(
            Evidence(
                feature=feature.name,
                direction=direction,
                contribution=round(size, 3),
                text=feature.more if present else feature.less,
                mentions=_ids(item for item in carriers if not isinstance(item, Marker)),
                markers=_ids(item for item in carriers if isinstance(item, Marker)),
            )
        )
    return tuple(found)


def _ids(items: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.id for item in items if item.id))  # type: ignore[attr-defined]
