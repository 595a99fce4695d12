"""A passage as features see it: its mentions and markers sorted once, so that every feature finds its own by a look-up.

*States* are mentions of cognition, emotion, desire and perception that are neither an echo of the question nor a mere recall of a scene; *stances* are
modulations, the speaker's own certainty. A *person* is the speaker, a particular other, or both together; people at large and nobody are none.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.domain import reach
from rf_scorer.rating.wording import spoken_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain import Highlights, Marker, Mention
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.wording import Words

__all__ = ["NEAR", "PERSONS", "Tie", "View", "is_kind"]

#: About forty-five spoken words: what two states may be apart and still be said of one another.
NEAR = 240
#: Holders that are somebody in particular.
PERSONS = frozenset({"self", "other", "shared"})
#: How far behind a stance, or before one that is added ("she was hurt, I think"), stands the state it is about.
_AHEAD, _BEHIND = 60, 20
#: An answer's parts, for how far states run through it.
_PARTS = 4
#: No count is as high as this: it was made up, or went wrong.
_MOST = 1e9


class Tie(NamedTuple):
    """A marker and the states that carry it."""

    marker: Marker
    states: tuple[Mention, ...]

    @property
    def persons(self) -> frozenset[str]:
        """Whose states these are, people at large and nobody left out."""
        return PERSONS.intersection(state.holder for state in self.states)


class View:
    """What features read off a passage.

    Parameters
    ----------
    item : RatingInput

    Attributes
    ----------
    words, sentences : int
    turns : int
        Turns in which something was said.
    mentions : list of Mention
        All, echoes and recall included.
    states, stances : list of Mention
    hedged, unscoped : list of Mention
        The stances that are about a state, and the others.
    markers : list of Marker
    ties : list of Tie
        The markers that name the states that carry them.
    parts : int
        How many quarters of the answer name a state.
    pairs : list of (Mention, Mention)
        Neighbouring states of two different persons, near enough to be said of one another.
    """

    def __init__(self, item: RatingInput) -> None:
        self._highlights = item.highlights
        self._texts = item.texts
        self.words = sum(found.words for found in item.highlights)
        self.sentences = sum(found.sentences for found in item.highlights)
        self.turns = sum(1 for found in item.highlights if found.words)
        self._scale = 100.0 / max(self.words, 30)
        self._totals: dict[str, float] = {}
        for found in item.highlights:
            for name, value in found.measures.items():
                if 0.0 < value < _MOST:
                    self._totals[name] = self._totals.get(name, 0.0) + value
        self._cells: dict[str | tuple[str, str], list[Mention]] = defaultdict(list)
        self._flags: dict[str, list[Mention]] = defaultdict(list)
        self._kinds: dict[str, list[Marker]] = defaultdict(list)
        self._several: dict[tuple[str, ...], list[Marker]] = {}
        self.mentions: list[Mention] = []
        self.states: list[Mention] = []
        self.stances: list[Mention] = []
        self.hedged: list[Mention] = []
        self.unscoped: list[Mention] = []
        self.markers: list[Marker] = []
        self.ties: list[Tie] = []
        self.pairs: list[tuple[Mention, Mention]] = []
        whole, before, parts = sum(map(len, item.texts)), 0, set()
        for text, found in zip(item.texts, item.highlights, strict=True):
            first = len(self.states)
            self._add(found)
            for state in self.states[first:]:
                parts.add(min(_PARTS * (before + state.start) // max(whole, 1), _PARTS - 1))
            before += len(text)
        self.parts = len(parts)

    def _add(self, found: Highlights) -> None:
        held: Mention | None = None
        before = -_BEHIND - 1
        waiting: list[Mention] = []
        for mention in found.mentions:
            self.mentions.append(mention)
            for flag in mention.flags:
                self._flags[flag].append(mention)
            if "echo" in mention.flags:
                continue
            if mention.category == "modulation":
                self.stances.append(mention)
                (self.hedged if mention.start - before <= _BEHIND else waiting).append(mention)
            elif "recall" not in mention.flags:
                self.states.append(mention)
                before = mention.end
                for stance in waiting:
                    (self.hedged if mention.start - stance.end <= _AHEAD else self.unscoped).append(stance)
                waiting.clear()
                self._cells[mention.category].append(mention)
                self._cells[mention.holder].append(mention)
                self._cells[mention.category, mention.holder].append(mention)
                if mention.holder in PERSONS:
                    if held is not None and held.holder != mention.holder and mention.start - held.end <= NEAR:
                        self.pairs.append((held, mention))
                    held = mention
        self.unscoped += waiting
        count = len(found.mentions)
        for marker in found.markers:
            self.markers.append(marker)
            self._kinds[marker.family].append(marker)
            self._kinds[marker.marker].append(marker)
            if marker.mentions:
                states = tuple(
                    found.mentions[place]
                    for place in marker.mentions
                    if 0 <= place < count and found.mentions[place].category != "modulation"
                )
                self.ties.append(Tie(marker, states))

    def per_hundred(self, count: float) -> float:
        """A count for every hundred words; short answers count as thirty, or one word would stand for many."""
        return self._scale * count

    def measured(self, name: str) -> bool:
        """Whether the language package makes this count at all."""
        return any(name in found.measures for found in self._highlights)

    def measure(self, name: str) -> float:
        """A count of the language package summed over the turns; 0 where it is not made, is negative or has no end."""
        return self._totals.get(name, 0.0)

    def rate(self, name: str) -> float:
        """A count for every word."""
        return self.measure(name) / max(self.words, 1)

    def average(self, name: str) -> float:
        """A share or mean of the language package, averaged over the turns by their words."""
        total = sum(_sound(found.measures.get(name, 0.0)) * found.words for found in self._highlights)
        return total / max(self.words, 1)

    @property
    def distinct(self) -> float:
        """Distinct words; over several turns the sum of each turn's, less what they share (by Heaps' law)."""
        return self.measure("types") / float(max(self.turns, 1) ** 0.3)

    def of(self, category: str, *holders: str) -> list[Mention]:
        """States of a category, of all holders or of these."""
        if not holders:
            return self._cells.get(category, [])
        return [state for holder in holders for state in self._cells.get((category, holder), ())]

    def held(self, *holders: str) -> list[Mention]:
        """States of these holders."""
        if len(holders) == 1:
            return self._cells.get(holders[0], [])
        return [state for holder in holders for state in self._cells.get(holder, ())]

    def flagged(self, flag: str) -> list[Mention]:
        """Mentions with a flag, echoes and recall among them."""
        return self._flags.get(flag, [])

    def marked(self, *kinds: str) -> Sequence[Marker]:
        """Markers of these families (``A``, ``low``) or ids (``B3``, ``link.cause``)."""
        if len(kinds) == 1:
            return self._kinds.get(kinds[0], [])
        if kinds not in self._several:
            self._several[kinds] = [marker for marker in self.markers if is_kind(marker, kinds)]
        return self._several[kinds]

    def tied(self, *kinds: str) -> list[Tie]:
        """Ties by markers of these families or ids."""
        return [tie for tie in self.ties if is_kind(tie.marker, kinds)]

    @cached_property
    def said(self) -> tuple[Words, ...]:
        """The words of every turn, as a model of wording knows them."""
        return tuple(map(spoken_words, self._texts))

    @cached_property
    def reach(self) -> tuple[int, int]:
        """Highest level of a reference to a mental state, and the 75th percentile (:func:`rf_scorer.domain.highlight.reach`)."""
        return reach((state.level for state in self.states), self.words)

    def at_least(self, level: int) -> list[Mention]:
        """States that reach a level."""
        return [state for state in self.states if state.level is not None and state.level >= level]

    @cached_property
    def loose(self) -> list[Mention]:
        """States that no marker names: nothing is made of them."""
        tied = {id(state) for tie in self.ties if tie.marker.family != "low" for state in tie.states}
        return [state for state in self.states if id(state) not in tied]

    @cached_property
    def depth(self) -> int:
        """How many minds are nested in one another: 0 without a mind about a mind, 2 for 'she thought I was hurt', 3 for one more within."""
        found = self.tied("link.recursion")
        deepest = 2 if self.marked("link.recursion") else 0
        for tie in found:
            inner = {id(state) for state in tie.states[1:]}
            if any(other.states and id(other.states[0]) in inner for other in found if other is not tie):
                deepest = max(deepest, 3)
        return deepest


def _sound(value: float) -> float:
    return value if 0.0 < value < _MOST else 0.0


def is_kind(marker: Marker, kinds: tuple[str, ...]) -> bool:
    """Whether a marker is of one of these families (``A``, ``low``) or ids (``B3``, ``link.cause``)."""
    return marker.family in kinds or marker.marker in kinds
