"""What was suggested for the answers of each rated level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain.evaluation import RatedLevel

if TYPE_CHECKING:
    from rf_scorer.rating.appraisal.agreement import Judged

__all__ = ["rated_levels"]

_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def rated_levels(judged: Judged) -> tuple[RatedLevel, ...]:
    """Every level of the scale, lowest first, rated or not."""
    return tuple(_level(judged, level) for level in judged.corpus.scale.values)


def _level(judged: Judged, level: int) -> RatedLevel:
    made, here = judged.made, judged.rounded == level
    if not here.any():
        none = tuple(0 for _ in judged.corpus.scale.values)
        return RatedLevel(level=level, answers=0, suggested=none, spread=None, coverage=None, width=None)
    widths = made.high[here] - made.low[here] + 1 if made.low is not None and made.high is not None else None
    return RatedLevel(
        level=level,
        answers=int(here.sum()),
        suggested=tuple(int((made.level[here] == other).sum()) for other in judged.corpus.scale.values),
        spread=tuple(float(edge) for edge in np.quantile(made.expected[here], _QUARTERS)),
        coverage=float(judged.covered[here].mean()) if judged.covered is not None else None,
        width=float(widths.mean()) if widths is not None else None,
    )
