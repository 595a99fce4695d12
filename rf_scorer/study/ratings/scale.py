"""The scale on which answers were rated: always declared, never guessed from the ratings that happen to occur."""

from __future__ import annotations

import re

from rf_scorer import protocols
from rf_scorer.domain import Level, Scale
from rf_scorer.errors import UsageError

__all__ = ["parse_scale"]

_ENDS = re.compile(r"\s*([-−]?\d{1,3})\s*(?::|\.\.|\bto\b)\s*([-−+]?\d{1,3})\s*")
#: The RF scale has eleven levels; more than this is a percentage or a sum, not levels.
_MOST_LEVELS = 30


def parse_scale(text: str) -> Scale:
    """A scale from ``MIN:MAX``, such as ``-1:9``, or from the name of a protocol that declares one.

    Raises
    ------
    UsageError
        If it is neither, or has fewer than two or more than thirty levels.
    """
    match = _ENDS.fullmatch(text)
    if match is None:
        if re.fullmatch(r"[A-Za-z][\w./\\-]*", text.strip()):
            return protocols.load(text.strip()).scale
        raise UsageError(
            "The scale is not understood.",
            where="--scale",
            remedy="Give its lowest and highest level, such as --scale 0:2 or --scale -1:9, or the name of a protocol.",
        )
    low, high = (int(end.replace("−", "-")) for end in match.groups())
    if not 1 <= high - low < _MOST_LEVELS:
        raise UsageError(
            f"A scale has 2 to {_MOST_LEVELS} whole-number levels, the lowest first.",
            where="--scale",
            remedy="Give its lowest and highest level, such as --scale 0:2 or --scale -1:9.",
        )
    return Scale(id=f"{low}:{high}", levels=tuple(Level(value=value) for value in range(low, high + 1)))
