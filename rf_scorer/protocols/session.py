"""A therapy session: which of the therapist's turns bid for mental states, told by phrases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.domain import QuestionRole
from rf_scorer.protocols.matching import Ask, Forced
from rf_scorer.protocols.similarity import sentences
from rf_scorer.protocols.units import count_words, trivial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.domain import Protocol

__all__ = ["BidMatcher"]

#: A word's apostrophes belong to the word alone: with two ways to read a run of them, matching could take for ever.
#: Up to five words. All of it is bounded and no sign can be two things, so that no text is tried in many ways.
_GAP = r"(?:\W{1,20}+\w{1,60}+(?:'\w{1,20}+){0,4}+){0,5}?\W{1,20}+"
_OPENER = re.compile(
    r"(?:(?:okay|ok|so|and|well|right|all right|alright|um|uh|yeah|now|but|then)[\s,.]+){0,4}"
    r"(?:what|how|why|when|where|who|which|can|could|would|do|did|does|is|are|were|was|have|has|will)\b",
    re.IGNORECASE,
)
#: Without a question mark a phrase bids only where a sentence begins with it, or wonders.
_EARLY = 2
_WONDERING = re.compile(r"\b(?:wonder\w*|curious|interested|like to (?:hear|know|understand))\b")
_SHORTEST_QUESTION = 5
_RUN = re.compile(r"\w+")


def _parts(phrase: str) -> list[str]:
    """What stands around the gaps of a wording."""
    return [part.strip().casefold().replace("’", "'") for part in re.split(r"\.\.\.|…", phrase)]


def _pattern(phrase: str) -> str:
    parts = [re.escape(part).replace(r"\ ", r"\W+") for part in _parts(phrase)]
    return r"\b" + _GAP.join(part for part in parts if part) + r"\b"


def _needed(phrase: str) -> frozenset[str]:
    """What must stand in a turn for a wording to be in it: a look that costs a small part of what its pattern does."""
    return frozenset(run for part in _parts(phrase) for run in _RUN.findall(part))


class BidMatcher:
    """The kinds of bid of a session protocol, made ready.

    A turn counts as the first kind, in the protocol's order, of which a phrase stands in one of its sentences;
    questions first, then the other sentences, since a reflection ("you feel torn") that ends in a question is
    judged by the question. A kind with role ``none`` also takes every other question of five words or more that
    opens like one.

    Parameters
    ----------
    protocol : Protocol
        Of kind ``session``.
    """

    def __init__(self, protocol: Protocol) -> None:
        self._kinds = [
            (place, re.compile("|".join(map(_pattern, question.wordings))), tuple(map(_needed, question.wordings)))
            for place, question in enumerate(protocol.questions)
            if question.wordings
        ]
        plain = [place for place, question in enumerate(protocol.questions) if question.role is QuestionRole.NONE]
        self._information = plain[0] if plain else None

    def match(self, texts: Sequence[str], forced: Mapping[int, Forced] | None = None) -> dict[int, Ask]:
        """Find the turns that bid; the counterpart of :meth:`rf_scorer.protocols.matching.Matcher.match`."""
        forced = forced or {}
        found: dict[int, Ask] = {}
        for place, text in enumerate(texts):
            decided = forced.get(place)
            if decided is not None:
                if decided.question is not None or decided.outside:
                    found[place] = Ask(decided.question, 1.0, "override", decided.merged)
                continue
            ask = self._bid(text)
            if ask is not None:
                found[place] = ask
        return found

    def _bid(self, text: str) -> Ask | None:
        if trivial(text):
            return None
        flat = text.casefold().replace("’", "'")
        parts = [flat[start:end] for start, end in sentences(flat)]
        asking = [part for part in parts if part.rstrip().endswith("?")]
        there = frozenset(_RUN.findall(flat))
        kinds = [(place, pattern) for place, pattern, needed in self._kinds if any(map(there.issuperset, needed))]
        for place, pattern in kinds:
            if any(pattern.search(part) for part in asking):
                return Ask(place, 0.9, "wording")
        for place, pattern in kinds:
            for part in parts:
                hit = pattern.search(part) if part not in asking else None
                if hit and (count_words(part[: hit.start()]) <= _EARLY or _WONDERING.search(part[: hit.start()])):
                    return Ask(place, 0.7, "wording")
        if self._information is not None and any(
            count_words(part) >= _SHORTEST_QUESTION and _OPENER.match(part.strip()) for part in asking
        ):
            return Ask(self._information, 0.6, "wording")
        return None
