"""Which protocol an interview follows, or why that cannot be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Protocol, QuestionRole, Role, Severity
from rf_scorer.protocols import catalogue
from rf_scorer.protocols.align import asks
from rf_scorer.protocols.units import spoken, trivial

if TYPE_CHECKING:
    from rf_scorer.domain import Transcript

__all__ = ["Choice", "choose"]

#: An interview follows a protocol if it asks at least this share of the expected questions, and this many of them …
_COVERAGE = 0.40
_QUESTIONS = 4
#: … and if this share of its real questions is the protocol's or follows within it directly.
_SHARE = 0.12
#: The best must lead the second best by this much.
_LEAD = 0.06
_SURE = 0.5
_THERAPY = re.compile(r"therap|counsel|^t$|^th$|clinician|psycholog|psychiat|analyst|practitioner", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A protocol, or None, and why.

    Attributes
    ----------
    protocol : Protocol or None
    reason : str
        One sentence without the transcript's words.
    scores : mapping of str to float
        Every protocol that was tried, 0 to 1: the harmonic mean of the share of its expected questions that
        were found and the certainty with which they were.
    """

    protocol: Protocol | None
    reason: str
    scores: dict[str, float]

    @property
    def note(self) -> Note:
        """The choice as a note for the record."""
        if self.protocol is None:
            return Note(
                code="protocol-none",
                message=self.reason,
                severity=Severity.WARNING,
                remedy="Name one (--protocol NAME); without one, every exchange is a passage.",
            )
        return Note(code="protocol-chosen", message=self.reason)


@dataclass(frozen=True, slots=True)
class _Fit:
    protocol: Protocol
    score: float
    found: int
    expected: int
    share: float

    @property
    def holds(self) -> bool:
        return (
            self.found >= min(_QUESTIONS, self.expected)
            and self.found / self.expected >= _COVERAGE
            and self.share >= _SHARE
        )


def _fit(transcript: Transcript, protocol: Protocol) -> _Fit:
    found = asks(transcript, protocol)
    sure: dict[int, float] = {}
    for ask in found.values():
        for question in (ask.question, *ask.merged):
            if question is not None:
                sure[question] = max(sure.get(question, 0.0), ask.confidence)
    expected = [place for place, question in enumerate(protocol.questions) if question.expected]
    held = [place for place in expected if sure.get(place, 0.0) >= _SURE]
    asking = [
        turn
        for turn in transcript.turns
        if turn.role is Role.INTERVIEWER and "?" in turn.text and not trivial(spoken(turn))
    ]
    share = min(1.0, sum(confidence >= _SURE for confidence in sure.values()) / max(len(asking), 1))
    coverage = sum(sure[place] for place in held) / max(len(expected), 1)
    certainty = sum(sure.values()) / max(len(sure), 1)
    score = 2 * coverage * certainty / (coverage + certainty) if coverage else 0.0
    return _Fit(protocol, round(score, 3), len(held), max(len(expected), 1), share)


def choose(transcript: Transcript) -> Choice:
    """Tell which protocol an interview follows.

    Interviews are told by their questions: at least two in five of the expected ones must be found, in a fair
    share of the turns that ask. A therapy session has no questions in an order; it is told by the therapist's
    label, and only where no interview fits.

    Parameters
    ----------
    transcript : Transcript
        With its speakers known.
    """
    loaded = [catalogue.load(name) for name in catalogue.names()]
    fits = sorted(
        (_fit(transcript, protocol) for protocol in loaded if protocol.kind == "interview"),
        key=lambda fit: (-fit.score, fit.protocol.id),
    )
    scores = {fit.protocol.id: fit.score for fit in fits}
    holding = [fit for fit in fits if fit.holds]
    if holding:
        best = holding[0]
        rivals = [fit for fit in holding[1:] if best.score - fit.score < _LEAD]
        if not rivals:
            reason = f"{best.found} of {best.expected} expected questions of {best.protocol.title} were found."
            return Choice(protocol=best.protocol, reason=reason, scores=scores)
        names = ", ".join(f"{fit.protocol.id} ({fit.score:.2f})" for fit in [best, *rivals])
        return Choice(protocol=None, reason=f"Several protocols fit about equally well: {names}.", scores=scores)
    sessions = [protocol for protocol in loaded if protocol.kind == "session"]
    labels = [speaker.label for speaker in transcript.speakers if speaker.role is Role.INTERVIEWER]
    if sessions and any(_THERAPY.search(label) for label in labels):
        protocol = sessions[0]
        found = [
            protocol.questions[ask.question] for ask in asks(transcript, protocol).values() if ask.question is not None
        ]
        bids = sum(kind.role is QuestionRole.DEMAND for kind in found)
        reason = f"A therapist speaks and no interview protocol fits; mental states are asked for {bids} times."
        return Choice(protocol=protocol, reason=reason, scores=scores)
    nearest = ", ".join(f"{fit.protocol.id} ({fit.found} of {fit.expected} questions)" for fit in fits[:3])
    return Choice(protocol=None, reason=f"No protocol fits; nearest: {nearest}.", scores=scores)
