"""Who the invented speakers are, read from their one-line descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .passages import Passage

__all__ = ["AGES", "SETTINGS", "age", "gender", "setting"]

#: Last year of every band but the oldest.
_BANDS = (12, 17, 29, 44, 59, 74)
AGES = (*(f"{low + 1} to {high}" for low, high in zip((7, *_BANDS), _BANDS, strict=False)), "75 and over")
_FEMALE = frozenset({"woman", "girl", "mother", "expectant mother"})
#: The first that fits is taken; what is said last about most speakers is one of these, the earliest were described freely.
SETTINGS = {
    "non-clinical": r"\bnon-clinical\b",
    "court or justice": r"\bcourt|\bjustice\b",
    "perinatal or parenting service": r"\b(?:peri|post)natal\b|\bparent(?:ing|s')|\bhospital clinic\b",
    "mental-health or addiction service": r"\bclinic\b|\bdisorders?\b|\baddiction\b|\boutpatient\b|(?<!non-)\binpatient\b",
    "therapy or counselling": r"\btherapy\b|\bcounselling\b|\bpatient\b|\banger management\b",
    "another, or none given": r"",
}


def age(passage: Passage) -> str:
    """Age band of the speaker."""
    years = int(passage.speaker.split(", ")[1])
    return AGES[sum(years > last for last in _BANDS)]


def gender(passage: Passage) -> str:
    """Gender as the description has it."""
    return "women and girls" if passage.speaker.split(", ")[0] in _FEMALE else "men and boys"


def setting(passage: Passage) -> str:
    """Where the speaker would have been interviewed."""
    return next(name for name, pattern in SETTINGS.items() if re.search(pattern, passage.speaker))
