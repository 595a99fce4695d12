"""Tables of what the file holds: levels, sub-types, protocols, ways of speaking, speakers, surface features."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from . import speakers
from .markdown import number, table
from .passages import LEVELS, PROTOCOLS, STYLES, SUBTYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .passages import Passage

__all__ = ["levels", "overview", "people", "protocols", "styles", "subtypes", "surfaces", "varieties"]


def _range(values: Iterable[float], places: int = 0) -> str:
    found = list(values)
    return f"{number(min(found), places)} to {number(max(found), places)}"


def _ratings(passages: Sequence[Passage]) -> list[str]:
    ratings = [passage.rating for passage in passages]
    return [number(np.mean(ratings), 1), number(np.std(ratings), 1), _range(ratings, 1)]


def _people(passages: Iterable[Passage]) -> int:
    return len({passage.participant for passage in passages})


def _by(passages: Sequence[Passage], key: Callable[[Passage], str], order: Iterable[str]) -> Iterable[list[object]]:
    for name in order:
        chosen = [passage for passage in passages if key(passage) == name]
        if chosen:
            yield [name, len(chosen), _people(chosen), *_ratings(chosen)]


def _grouped(
    title: str, passages: Sequence[Passage], key: Callable[[Passage], str], order: Iterable[str] | None = None
) -> str:
    """A table by one property; without an order the commonest value stands first."""
    counts = Counter(map(key, passages))
    names = order or sorted(counts, key=lambda name: (-counts[name], name))
    return table([title, "passages", "speakers", "mean rating", "SD", "range"], _by(passages, key, names))


def overview(passages: Sequence[Passage]) -> str:
    """Sizes, as a list."""
    each = Counter(passage.participant for passage in passages)
    last = int(passages[-1].id.removeprefix("ex-"))
    several = [
        [passage.rating for passage in passages if passage.participant == person]
        for person, count in each.items()
        if count > 1
    ]
    within = np.sqrt(np.mean([np.var(ratings, ddof=1) for ratings in several])) if several else None
    spread = np.std([passage.rating for passage in passages])
    return (
        f"* {len(passages):,} passages of {len(each):,} invented speakers ({_range(each.values())} each), "
        f"{sum(passage.length for passage in passages):,} words of answers.\n"
        f"* Ids were given before the readings, up to {last:,}; {last - len(passages):,} of those passages were dropped afterwards.\n"
        f"* Ratings: mean {number(np.mean([passage.rating for passage in passages]))}, standard deviation {number(spread)}, "
        f"and {number(within)} within a speaker.\n"
    )


def levels(passages: Sequence[Passage]) -> str:
    """Passages of every level by role, with their length and the commonest sub-types."""
    rows = []
    for level in (*LEVELS, None):
        chosen = [passage for passage in passages if level is None or passage.level == level]
        if not chosen:
            continue
        roles = Counter(passage.role for passage in chosen)
        words = [passage.length for passage in chosen]
        kinds = Counter(passage.subtype for passage in chosen)
        common = ", ".join(f"{kind} {kinds[kind]}" for kind in SUBTYPES if kinds[kind])
        rows.append(
            [
                "all" if level is None else level,
                len(chosen),
                roles["demand"],
                roles["permit"],
                number(np.median(words), 0),
                _range(words),
                "" if level is None else common,
            ]
        )
    head = ["level", "passages", "demand", "permit", "words, median", "words, range", "writers' sub-types"]
    return table(head, rows)


def subtypes(passages: Sequence[Passage]) -> str:
    """Ratings by the writer's sub-type."""
    return _grouped("sub-type", passages, lambda passage: passage.subtype, SUBTYPES)


def protocols(passages: Sequence[Passage]) -> str:
    """Ratings by protocol."""
    return _grouped("protocol", passages, lambda passage: f"`{passage.protocol}`", [f"`{name}`" for name in PROTOCOLS])


def styles(passages: Sequence[Passage]) -> str:
    """Ratings by style of transcription."""
    return _grouped("transcription", passages, lambda passage: passage.style, STYLES)


def varieties(passages: Sequence[Passage]) -> str:
    """Ratings by variety of English."""
    return _grouped("variety of English", passages, lambda passage: passage.variety)


def people(passages: Sequence[Passage]) -> str:
    """Ratings by age, gender and setting."""
    return "\n".join(
        (
            _grouped("age", passages, speakers.age, speakers.AGES),
            _grouped("gender", passages, speakers.gender),
            _grouped("setting", passages, speakers.setting, speakers.SETTINGS),
        )
    )


def surfaces(passages: Sequence[Passage]) -> str:
    """Ratings by the surface feature that a passage had to show."""
    return _grouped("surface feature", passages, lambda passage: passage.surface or "none asked for")
