"""Turns and questions brought together: a transcript's passages under a protocol, or exchange by exchange."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rf_scorer.domain import Note, Passage, PassageState, Protocol, QuestionRole, Role, Severity
from rf_scorer.protocols.closing import closing_turn
from rf_scorer.protocols.matching import Ask, Forced, Matcher
from rf_scorer.protocols.override import Decisions, decide
from rf_scorer.protocols.session import BidMatcher
from rf_scorer.protocols.states import state_of
from rf_scorer.protocols.units import Draft, merge_backchannels, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rf_scorer.domain import Transcript, Turn

__all__ = ["Alignment", "align", "asks"]

#: Below this a match is reported as doubtful.
_DOUBTFUL = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Passages in the order of the interview (questions that were not asked last), and notes."""

    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]


@lru_cache(maxsize=16)
def _matcher(protocol: Protocol) -> Matcher | BidMatcher:
    return BidMatcher(protocol) if protocol.kind == "session" else Matcher(protocol)


def asks(transcript: Transcript, protocol: Protocol, *, decisions: Decisions | None = None) -> dict[int, Ask]:
    """The interviewer's turns that ask, by index of the turn."""
    decisions = decisions or Decisions()
    turns = [
        turn for turn in transcript.turns if turn.role is Role.INTERVIEWER and turn.index not in decisions.excluded
    ]
    forced = {place: decisions.forced[turn.index] for place, turn in enumerate(turns) if turn.index in decisions.forced}
    found = _matcher(protocol).match([spoken(turn) for turn in turns], forced)
    return {turns[place].index: ask for place, ask in found.items()}


def align(transcript: Transcript, protocol: Protocol | None, *, override: Mapping[str, Any] | None = None) -> Alignment:
    """Cut a transcript into passages.

    With an interview's protocol a passage is a question with its answer and follow-ups. A question that is
    asked again later continues its passage, so its turns need not be adjacent. Turns before the first question,
    the closing, and turns that a person set outside, form passages without a question. With a session's protocol every bid
    opens a passage. Without a protocol every exchange is one; turns that only keep the answer going ("mhm", "go
    on") do not begin one. Turns of other speakers belong to no passage and never break one.

    Parameters
    ----------
    transcript : Transcript
        With its speakers known.
    protocol : Protocol or None
    override : mapping, optional
        A document of the schema ``alignment``; what it says wins.

    Returns
    -------
    Alignment

    Raises
    ------
    AlignmentError
        If the override does not fit.
    """
    decisions = decide(override, transcript, protocol) if override is not None else Decisions()
    if protocol is None:
        return _exchanges(transcript, decisions)
    found = asks(transcript, protocol, decisions=decisions)
    if protocol.kind == "session":
        return _session(transcript, protocol, decisions, found)
    return _interview(transcript, protocol, decisions, found)


def _numbered(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    width = max(2, len(str(len(passages))))
    return tuple(replace(passage, id=f"p{number:0{width}d}") for number, passage in enumerate(passages, 1))


def _state(draft: Draft, turns: Sequence[Turn]) -> PassageState:
    return state_of(turns[index] for index in draft.answering)


def _exchanges(transcript: Transcript, decisions: Decisions) -> Alignment:
    drafts: list[tuple[Draft, str]] = []
    run: list[Turn] = []

    def close(method: str) -> None:
        drafts.extend((draft, method if first else "exchange") for first, draft in _firsts(merge_backchannels(run)))
        run.clear()

    method = "exchange"
    for turn in transcript.turns:
        if turn.index in decisions.excluded:
            continue
        decided = decisions.forced.get(turn.index)
        if decided is not None and decided == Forced():  # a follow-up: joins whatever runs
            close(method)
            method = "exchange"
            if drafts:
                drafts[-1][0].asking.append(turn.index)
                continue
        elif decided is not None:
            close(method)
            method = "override"
        elif not run and drafts and turn.role is Role.PARTICIPANT and method == "exchange":
            drafts[-1][0].answering.append(turn.index)
            continue
        run.append(turn)
    close(method)
    passages = [
        Passage(
            id="",
            state=_state(draft, transcript.turns),
            asking=tuple(draft.asking),
            answering=tuple(draft.answering),
            method=method,
        )
        for draft, method in drafts
    ]
    return Alignment(passages=_numbered(passages), notes=())


def _firsts(drafts: list[Draft]) -> list[tuple[bool, Draft]]:
    return [(number == 0, draft) for number, draft in enumerate(drafts)]


@dataclass(slots=True)
class _Segment:
    ask: Ask | None
    draft: Draft


def _segments(
    transcript: Transcript, decisions: Decisions, found: Mapping[int, Ask], closing: int | None = None
) -> list[_Segment]:
    """Cut at every turn that asks; what comes before the first, and the closing, are segments of their own."""
    segments: list[_Segment] = []
    for turn in transcript.turns:
        if turn.index in decisions.excluded or turn.role is Role.OTHER:
            continue
        ask = found.get(turn.index)
        if ask is not None or not segments or turn.index == closing:
            segments.append(_Segment(ask, Draft()))
        (segments[-1].draft.asking if turn.role is Role.INTERVIEWER else segments[-1].draft.answering).append(
            turn.index
        )
    return segments


def _passage(segment: _Segment, protocol: Protocol, turns: Sequence[Turn]) -> Passage:
    ask, draft = segment.ask, segment.draft
    question = protocol.questions[ask.question] if ask is not None and ask.question is not None else None
    merged = tuple(protocol.questions[other].id for other in ask.merged) if ask else ()
    roles = {protocol.questions[other].role for other in ask.merged} if ask else set()
    role = question.role if question else QuestionRole.NONE
    if QuestionRole.DEMAND in roles:
        # Two questions in one breath share an answer; if either demands, the answer was demanded.
        role = QuestionRole.DEMAND
    return Passage(
        id="",
        state=_state(draft, turns),
        question_id=question.id if question else None,
        role=role,
        asking=tuple(sorted(draft.asking)),
        answering=tuple(sorted(draft.answering)),
        confidence=ask.confidence if ask else None,
        method=ask.method if ask else "none",
        merged=merged,
    )


def _session(transcript: Transcript, protocol: Protocol, decisions: Decisions, found: Mapping[int, Ask]) -> Alignment:
    passages = [_passage(segment, protocol, transcript.turns) for segment in _segments(transcript, decisions, found)]
    notes = []
    if not any(passage.role is QuestionRole.DEMAND for passage in passages):
        notes.append(
            Note(
                code="session-no-bids",
                message="No turn of the therapist asks for mental states.",
                severity=Severity.WARNING,
                remedy="Are the therapist's turns labelled as such? Otherwise no passage of this session is a demand.",
            )
        )
    return Alignment(passages=_numbered(passages), notes=tuple(notes))


def _interview(transcript: Transcript, protocol: Protocol, decisions: Decisions, found: Mapping[int, Ask]) -> Alignment:
    kept: list[_Segment] = []
    home: dict[int, _Segment] = {}
    notes: list[Note] = []
    line = _LineOf(transcript)
    for segment in _segments(transcript, decisions, found, closing_turn(transcript, {*found, *decisions.forced})):
        question = segment.ask.question if segment.ask else None
        earlier = home.get(question) if question is not None else None
        if earlier is None:
            kept.append(segment)
            if question is not None:
                home[question] = segment
            continue
        name = protocol.questions[question].id if question is not None else ""
        notes.append(
            Note(
                code="question-repeated",
                message=f"{name} is asked again; both places are one passage.",
                line=line(segment),
            )
        )
        earlier.draft.asking += segment.draft.asking
        earlier.draft.answering += segment.draft.answering
        if earlier.ask and segment.ask:
            merged = tuple(dict.fromkeys((*earlier.ask.merged, *segment.ask.merged)))
            best = max(earlier.ask, segment.ask, key=lambda ask: ask.confidence)
            earlier.ask = replace(best, merged=merged)
    merged_away = {other for segment in kept if segment.ask for other in segment.ask.merged} - home.keys()
    for segment in kept:
        if segment.ask:  # a question that has a passage of its own is not also merged into another
            segment.ask = replace(
                segment.ask, merged=tuple(other for other in segment.ask.merged if other in merged_away)
            )
    notes += _order_notes(kept, protocol, line)
    notes += _cut_off(kept, protocol, transcript.turns, line)
    passages = [_passage(segment, protocol, transcript.turns) for segment in kept]
    missing = [
        question
        for place, question in enumerate(protocol.questions)
        if question.expected and place not in home and place not in merged_away
    ]
    passages += [
        Passage(id="", state=PassageState.NOT_ASKED, question_id=question.id, role=question.role, method="none")
        for question in missing
    ]
    if not home:
        notes.append(
            Note(
                code="no-question-found",
                message=f"No question of {protocol.title} was found in the interviewer's turns.",
                severity=Severity.WARNING,
                remedy="Is this the right protocol, and are the speakers right? Without one: --protocol none.",
            )
        )
    else:
        notes += [
            Note(
                code="demand-not-asked" if question.role is QuestionRole.DEMAND else "question-not-asked",
                message=f"{question.id} ({question.topic}) was not found.",
                severity=Severity.WARNING if question.role is QuestionRole.DEMAND else Severity.INFO,
                remedy="If it was asked, say where in NAME.align.json."
                if question.role is QuestionRole.DEMAND
                else None,
            )
            for question in missing
        ]
    return Alignment(passages=_numbered(passages), notes=tuple(notes))


def _order_notes(kept: Sequence[_Segment], protocol: Protocol, line: _LineOf) -> list[Note]:
    notes: list[Note] = []
    order = _in_order([segment.ask.question for segment in kept if segment.ask and segment.ask.question is not None])
    for segment in kept:
        ask = segment.ask
        if ask is None or ask.question is None:
            continue
        name = protocol.questions[ask.question].id
        if ask.question not in order:
            message = f"{name} is asked out of the protocol's order."
            notes.append(Note(code="question-out-of-order", message=message, line=line(segment)))
        if ask.merged:
            others = ", ".join(protocol.questions[other].id for other in ask.merged)
            notes.append(
                Note(
                    code="questions-merged", message=f"{name} is asked in one breath with {others}.", line=line(segment)
                )
            )
        if ask.mismatch:
            notes.append(
                Note(
                    code="number-mismatch",
                    message=f"The words are those of {name}, the number before them is another question's.",
                    severity=Severity.WARNING,
                    line=line(segment),
                )
            )
        if ask.confidence < _DOUBTFUL:
            notes.append(
                Note(
                    code="alignment-doubtful",
                    message=f"That this turn asks {name} is not certain (confidence {ask.confidence:.2f}).",
                    severity=Severity.WARNING,
                    line=line(segment),
                    remedy="Look, and decide in NAME.align.json if it is wrong.",
                )
            )
    return notes


def _cut_off(kept: Sequence[_Segment], protocol: Protocol, turns: Sequence[Turn], line: _LineOf) -> Iterator[Note]:
    """Questions that break off, in transcripts that punctuate."""
    if not any("?" in turn.text for turn in turns if turn.role is Role.INTERVIEWER):
        return
    for segment in kept:
        asked = [spoken(turns[index]).rstrip() for index in segment.draft.asking]
        ask = segment.ask
        if ask is None or ask.question is None or not asked or any("?" in text for text in asked):
            continue
        if asked[-1][-1:].isalnum() or asked[-1].endswith(("-", "–", "—", "//")):
            yield Note(
                code="question-cut-off",
                message=f"{protocol.questions[ask.question].id} breaks off, and nobody finishes it.",
                severity=Severity.WARNING,
                line=line(segment),
                remedy="Look whether it was answered; if not, set the turns outside in NAME.align.json.",
            )


def _in_order(questions: Sequence[int]) -> set[int]:
    """The longest run of questions that keeps the protocol's order: what is not in it was moved."""
    best: list[tuple[int, ...]] = []
    for question in questions:
        before: tuple[int, ...] = ()
        for run in best:
            if run[-1] < question and len(run) > len(before):
                before = run
        best.append((*before, question))
    longest: tuple[int, ...] = ()
    for run in best:
        if len(run) > len(longest):
            longest = run
    return set(longest)


class _LineOf:
    """1-based source line on which a segment begins."""

    def __init__(self, transcript: Transcript) -> None:
        self._turns = transcript.turns
        self._text = transcript.source.text

    def __call__(self, segment: _Segment) -> int:
        first = min(segment.draft.asking + segment.draft.answering)
        before = self._text[: self._turns[first].start]
        return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
