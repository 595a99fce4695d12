"""Which interviewer turn asks which question: the best path through likeness, numbering and order (Viterbi).

At every interviewer turn the path either stays with the question that is running (a follow-up) or asks one of
the turn's candidates. Asking earns what the turn's likeness exceeds :data:`THRESHOLD` by; following the
protocol's order earns a little and leaving it costs a little, so that questions may be skipped, swapped or
asked again where the words are clear. The constants were set on the interviews under
``tests/protocols/interviews/tuning`` and are measured by ``benchmarks/alignment.py`` on others.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.protocols.similarity import Likeness, Profiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.domain import Protocol

__all__ = ["THRESHOLD", "Ask", "Forced", "Matcher"]

#: Likeness from which a turn rather asks a question than follows one up.
THRESHOLD = 0.43
#: Below this a question is no candidate, whatever the order says.
_CANDIDATE = 0.30
_NEXT, _AHEAD, _BACK, _AGAIN = 0.10, 0.04, -0.08, -0.06
_AHEAD_STEP = 0.008
#: What a follow-up of the running question is worth beside asking another one.
_PROBE = 0.45
_NUMBERED = 0.55
#: A second question in the same turn must be this sure by itself, and stand in sentences of its own.
_MERGED = 0.56
_SLOPE = 9.0
#: At the head of a turn, or of a sentence in it: acknowledgements often stand before the next question.
_NUMBER = re.compile(
    r"(?:^|(?<=[.?!…]\s))\s*+"
    r"(?:(?:q|qu|question|item|no|nr)\s*+\.?\s*+#?\s*+(\d{1,3}[a-z]?)(?:\s*+[.:)\]–—-]\s|\s++)|"
    r"[(\[]?(\d{1,3}[a-z]?)\s*+[.:)\]]\s+(?=\D))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Forced:
    """What a person decided about a turn: a question (with others in one breath), a follow-up, or outside of all."""

    question: int | None = None
    merged: tuple[int, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """An interviewer turn that asks.

    ``question`` is None for a turn outside of all questions; ``confidence`` 0 to 1; ``method`` ``number``,
    ``wording``, ``order`` or ``override``; ``mismatch`` where the number written before the turn is another
    question's.
    """

    question: int | None
    confidence: float
    method: str
    merged: tuple[int, ...] = ()
    mismatch: bool = False


@dataclass(frozen=True, slots=True)
class _Evidence:
    asked: dict[int, Likeness]
    probed: dict[int, float]
    numbered: int | None

    def score(self, question: int) -> float:
        found = self.asked.get(question)
        bonus = _NUMBERED if question == self.numbered else 0.0
        return (found.score if found else 0.0) + bonus


class Matcher:
    """A protocol made ready for matching; build it once, use it for many transcripts.

    Parameters
    ----------
    protocol : Protocol
        Of kind ``interview``.
    """

    def __init__(self, protocol: Protocol) -> None:
        self._profiles = Profiles(protocol)
        self._numbers = {
            question.number.casefold(): place for place, question in enumerate(protocol.questions) if question.number
        }

    def match(self, texts: Sequence[str], forced: Mapping[int, Forced] | None = None) -> dict[int, Ask]:
        """Find the turns that ask.

        Parameters
        ----------
        texts : sequence of str
            The interviewer's turns in order, without what is not their words.
        forced : mapping of int to Forced, optional
            What a person decided, by position in ``texts``.

        Returns
        -------
        dict of int to Ask
            By position in ``texts``; every other turn follows up.
        """
        forced = forced or {}
        evidence = [self._evidence(text) for text in texts]
        path = self._path(evidence, forced)
        found: dict[int, Ask] = {}
        running: int | None = None
        for place, question in enumerate(path):
            decided = forced.get(place)
            if decided is not None:
                if decided.question is not None or decided.outside:
                    found[place] = Ask(decided.question, 1.0, "override", decided.merged)
                    running = decided.question
            elif question is not None:
                found[place] = self._ask(question, evidence[place], running)
                running = question
        return found

    def _evidence(self, text: str) -> _Evidence:
        heads = [hit for hit in _NUMBER.finditer(text) if (hit[1] or hit[2]).casefold() in self._numbers]
        numbered = self._numbers[(heads[0][1] or heads[0][2]).casefold()] if heads else None
        for hit in reversed(heads):
            text = text[: hit.start()] + " " + text[hit.end() :]
        asked, probed = self._profiles.likeness(text)
        if numbered is not None and asked:
            # Another edition's numbers must not outvote words that are plainly another question's.
            best = max(asked, key=lambda question: asked[question].score)
            if best != numbered and asked[best].score >= 0.7 and asked[best].score - _likeness(asked, numbered) >= 0.4:
                numbered = None
        return _Evidence(asked, probed, numbered)

    def _path(self, evidence: list[_Evidence], forced: Mapping[int, Forced]) -> list[int | None]:
        # State: the question that is running (None before the first). One best way into each state is kept a turn.
        best: dict[int | None, float] = {None: 0.0}
        steps: list[dict[int | None, tuple[int | None, bool]]] = []
        for place, turn in enumerate(evidence):
            decided = forced.get(place)
            ahead: dict[int | None, float] = {}
            origin: dict[int | None, tuple[int | None, bool]] = {}
            if decided is None or (decided.question is None and not decided.outside):
                for state, value in best.items():
                    ahead[state] = value + (_follow(turn, state) if decided is None else 0.0)
                    origin[state] = (state, False)
                options = {} if decided is not None else self._candidates(turn)
            else:
                options = {decided.question: 0.0}
            for question, gain in options.items():
                for state, value in best.items():
                    total = value + gain + (_order(state, question) if decided is None else 0.0)
                    if question not in ahead or total > ahead[question] + 1e-12:
                        ahead[question] = total
                        origin[question] = (state, True)
            best = ahead
            steps.append(origin)
        state = max(best, key=lambda key: (best[key], -1 if key is None else -key))
        path: list[int | None] = []
        for origin in reversed(steps):
            before, asks = origin[state]
            path.append(state if asks else None)
            state = before
        return path[::-1]

    def _candidates(self, turn: _Evidence) -> dict[int | None, float]:
        places = set(turn.asked) | ({turn.numbered} if turn.numbered is not None else set())
        return {place: turn.score(place) - THRESHOLD for place in sorted(places) if turn.score(place) >= _CANDIDATE}

    def _ask(self, question: int, turn: _Evidence, running: int | None) -> Ask:
        own = turn.score(question)
        rival = max((turn.score(other) for other in turn.asked if other != question), default=0.0)
        order = _order(running, question)
        by_number = question == turn.numbered
        words = _likeness(turn.asked, question)
        method = "number" if by_number else ("wording" if words >= THRESHOLD and words >= rival else "order")
        strength = min(own - THRESHOLD + order, own - rival + 0.15 + order)
        confidence = 1 / (1 + math.exp(-_SLOPE * strength)) if not by_number or words < 0.2 else 0.99
        merged = self._merged(question, turn)
        return Ask(
            question, round(min(max(confidence, 0.05), 0.99), 2), method, merged, turn.numbered not in (None, question)
        )

    def _merged(self, question: int, turn: _Evidence) -> tuple[int, ...]:
        first = turn.asked.get(question)
        if first is None:
            return ()
        taken = set(range(first.first, first.last))
        found = []
        for other, likeness in sorted(turn.asked.items(), key=lambda item: (-item[1].score, item[0])):
            span = set(range(likeness.first, likeness.last))
            if other != question and likeness.score >= _MERGED and not span & taken:
                found.append(other)
                taken |= span
        return tuple(sorted(found))


def _likeness(asked: Mapping[int, Likeness], question: int) -> float:
    return asked[question].score if question in asked else 0.0


def _follow(turn: _Evidence, running: int | None) -> float:
    if running is None:
        return 0.0
    probe = turn.probed.get(running, 0.0)
    return max(0.0, _PROBE * (probe - 0.4))


def _order(before: int | None, after: int | None) -> float:
    if after is None:
        return 0.0
    if before is None:
        return max(_AHEAD - _AHEAD_STEP * after, -0.02)
    distance = after - before
    if distance == 1:
        return _NEXT
    if distance > 1:
        return max(_AHEAD - _AHEAD_STEP * (distance - 2), -0.02)
    return _BACK if distance < 0 else _AGAIN
