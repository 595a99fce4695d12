"""A passage seen in windows: which states and markers stand together, so that links between them can be read off.

A *window* is a sentence as punctuated. Interviews are punctuated as spoken, so a long run-on is cut into stretches of
at most :data:`LONGEST` characters, and a sentence that opens with a link ("Because …") is read with the one before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rf_scorer.domain import Highlights, Marker, Mention
    from rf_scorer.rating.inputs import RatingInput

__all__ = ["DIFFUSE", "LONGEST", "View", "Window", "is_kind"]

#: About forty-five spoken words: what two states may be apart and still be said of one another.
LONGEST = 240

#: Feeling words that say only that something was pleasant or not (highlight codebook: affect of any specificity).
DIFFUSE = frozenset(
    {
        "upset",
        "bad",
        "good",
        "fine",
        "okay",
        "ok",
        "alright",
        "awful",
        "weird",
        "stressed",
        "stress",
        "stressful",
        "down",
        "happy",
        "unhappy",
        "nice",
        "terrible",
        "horrible",
        "great",
        "uncomfortable",
        "comfortable",
        "fun",
        "enjoy",
        "like",
        "dislike",
        "feel",
        "feeling",
        "feelings",
        "emotional",
        "emotion",
        "emotions",
        "mood",
        "moody",
        "crap",
        "rubbish",
        "rough",
        "lovely",
        "well",
    }
)

_BREAK = re.compile(r"[.!?…]+[\"'”’)\]]*\s+|[.!?…]+[\"'”’)\]]*$")
#: A link this close to the beginning of a sentence opens it.
_OPENS = 8


@dataclass
class Window:
    """States, stances and markers that stand together.

    Attributes
    ----------
    states : list of Mention
        Cognition, emotion, desire and perception: no echo of the question, no mere recall of a scene.
    stances : list of Mention
        Modulation: the speaker's own certainty.
    markers : list of Marker
    """

    states: list[Mention] = field(default_factory=list)
    stances: list[Mention] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)

    def has(self, *kinds: str) -> bool:
        """Whether a marker is of one of these families or ids."""
        return any(is_kind(marker, kinds) for marker in self.markers)

    @cached_property
    def holders(self) -> frozenset[str]:
        """Whose states these are."""
        return frozenset(state.holder for state in self.states)

    @property
    def linked(self) -> bool:
        """A cause or a result stands beside a state."""
        return bool(self.states) and self.has("link.cause", "link.result")

    @property
    def two_minds(self) -> bool:
        """A particular other person's state and somebody else's stand together."""
        return "other" in self.holders and len(self.holders & {"self", "other", "shared"}) > 1

    @property
    def two_states(self) -> bool:
        """Two different states stand together."""
        return len({state.lemma or state.rule for state in self.states}) > 1

    @property
    def specific(self) -> bool:
        """A state that says more than pleasant or unpleasant."""
        return any(state.lemma not in DIFFUSE for state in self.states)

    @property
    def uncertain(self) -> bool:
        """A state is put forward as a guess, a limit of insight, or a disguise."""
        return bool(self.states) and (bool(self.stances) or self.has("A"))

    @property
    def level(self) -> int:
        """Level of the best reference to a mental state, 0 to 5 (our own ladder, parallel to the scale's anchors).

        0 no state, 1 a diffuse one, 2 a specific one, 3 with a cause or consequence, 4 two minds or two times linked,
        5 with uncertainty, perspective or disguise about that link.
        """
        if not self.states:
            return 0
        link = self.has("link.cause", "link.result", "link.contrast", "B", "C")
        if link and self.two_states and (self.two_minds or self.has("link.time", "C")):
            return 5 if self.uncertain else 4
        if self.linked:
            return 3
        return 2 if self.specific else 1


class View:
    """What features read off a passage.

    Parameters
    ----------
    item : RatingInput

    Attributes
    ----------
    words : int
    sentences : int
    states, stances : list of Mention
        As in :class:`Window`, over the whole passage.
    mentions : list of Mention
        All, echoes and recall included.
    markers : list of Marker
    windows : list of Window
        In order, at least one; those without a mention or marker are kept, for what share of the talk is about minds.
    """

    def __init__(self, item: RatingInput) -> None:
        self.words = sum(found.words for found in item.highlights)
        self.sentences = sum(found.sentences for found in item.highlights)
        self._highlights = item.highlights
        self._totals: dict[str, float] = {}
        for found in item.highlights:
            for name, value in found.measures.items():
                self._totals[name] = self._totals.get(name, 0.0) + _sound(value)
        self._by_category: dict[tuple[str, ...], list[Mention]] = {}
        self._by_kind: dict[tuple[str, ...], list[Marker]] = {}
        self._one_kind: dict[str, list[Marker]] = {}
        self.mentions: list[Mention] = []
        self.states: list[Mention] = []
        self.stances: list[Mention] = []
        self.markers: list[Marker] = []
        self.windows: list[Window] = []
        for text, found in zip(item.texts, item.highlights, strict=True):
            self._add(text, found)
        if not self.windows:
            self.windows.append(Window())

    def _add(self, text: str, found: Highlights) -> None:
        starts = _starts(text, found.markers)
        windows = [Window() for _ in starts]
        for mention in found.mentions:
            self.mentions.append(mention)
            if "echo" in mention.flags:
                continue
            window = windows[_place(starts, mention.start)]
            if mention.category == "modulation":
                window.stances.append(mention)
                self.stances.append(mention)
            elif "recall" not in mention.flags:
                window.states.append(mention)
                self.states.append(mention)
        for marker in found.markers:
            windows[_place(starts, marker.start)].markers.append(marker)
            self.markers.append(marker)
            for kind in (marker.family, marker.marker):
                self._one_kind.setdefault(kind, []).append(marker)
        self.windows += windows

    def per_hundred(self, count: float) -> float:
        """A count for every hundred words; short answers count as thirty, or one word would stand for many."""
        return 100.0 * count / max(self.words, 30)

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
        several = sum(1 for found in self._highlights if found.words)
        return self.measure("types") / float(max(several, 1) ** 0.3)

    def held(self, *holders: str) -> list[Mention]:
        """States of these holders."""
        return [state for state in self.states if state.holder in holders]

    def of(self, *categories: str) -> list[Mention]:
        """States of these categories."""
        if categories not in self._by_category:
            self._by_category[categories] = [state for state in self.states if state.category in categories]
        return self._by_category[categories]

    def marked(self, *kinds: str) -> list[Marker]:
        """Markers of these families or ids."""
        # Features ask for the same kinds again and again: for a value, a density, and what carries it.
        if kinds not in self._by_kind:
            self._by_kind[kinds] = (
                self._one_kind.get(kinds[0], [])
                if len(kinds) == 1
                else [marker for marker in self.markers if is_kind(marker, kinds)]
            )
        return self._by_kind[kinds]

    @cached_property
    def levels(self) -> list[int]:
        """Levels of the windows that name a state, highest first; ``[0]`` where none does."""
        return sorted((window.level for window in self.windows if window.states), reverse=True) or [0]


def _sound(value: float) -> float:
    return value if 0.0 < value < 1e9 else 0.0


def is_kind(marker: Marker, kinds: tuple[str, ...]) -> bool:
    """Whether a marker is of one of these families (``A``, ``low``) or ids (``B3``, ``link.cause``)."""
    return marker.family in kinds or marker.marker in kinds


def _place(starts: list[int], position: int) -> int:
    return max(bisect_right(starts, position) - 1, 0)


def _starts(text: str, markers: Iterable[Marker]) -> list[int]:
    """Where the windows of a text begin, ascending, the first at 0."""
    sentences = [0, *(match.end() for match in _BREAK.finditer(text) if match.end() < len(text))]
    opening = [marker.start for marker in markers if marker.family == "link"]
    starts: list[int] = []
    for position, start in enumerate(sentences):
        if starts and any(start <= place < start + _OPENS for place in opening) and start - starts[-1] < LONGEST:
            continue
        starts.append(start)
        end = sentences[position + 1] if position + 1 < len(sentences) else len(text)
        while end - starts[-1] > 2 * LONGEST:
            # A run-on is cut behind a word, so that no mention is split from the window in which it begins.
            cut = text.rfind(" ", starts[-1] + LONGEST // 2, starts[-1] + LONGEST)
            starts.append((cut if cut > starts[-1] else starts[-1] + LONGEST) + 1)
    return starts
