"""What was asked: every question over all interviews of a protocol, the matrix of both, and how far interviewers follow the protocol."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

from rf_scorer.domain.study_report import Adherence, Asked, Matrix, ProtocolPart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rf_scorer.domain import Protocol
    from rf_scorer.study.reporting.facts import SheetFacts

__all__ = ["Asking", "adherence", "asking_of", "protocol_parts"]

#: Interviews of a matrix, and rows of a table: what still fits on a page.
MOST_COLUMNS = 60
MOST_ROWS = 40
_LETTER = {"answered": "a", "not_answered": "n", "inaudible": "i", "not_asked": "x"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """A question as the protocol has it, or as it occurs where the protocol is not at hand."""

    question: str
    topic: str | None
    role: str
    expected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One interview against its protocol.

    Attributes
    ----------
    interview : str
    states : str
        A letter for each planned question, as :class:`rf_scorer.domain.study_report.Matrix` has them.
    expected, asked, demand_expected, demand_missing : int
        Of the expected questions.
    in_order : float or None
    confidences : tuple of float
        Of questions that were told by their wording.
    """

    interview: str
    states: str
    expected: int
    asked: int
    demand_expected: int
    demand_missing: int
    in_order: float | None
    confidences: tuple[float, ...]


def protocol_parts(
    sheets: Sequence[SheetFacts], known: Callable[[str, str], Protocol | None]
) -> tuple[tuple[ProtocolPart, ...], dict[str, Asking]]:
    """Protocols by id with what was asked, and every interview that has one against its own.

    Parameters
    ----------
    sheets : sequence of SheetFacts
    known : callable
        From a protocol's id and version to the protocol, or None where that one is not at hand.
    """
    by_protocol: dict[tuple[str, str], list[SheetFacts]] = defaultdict(list)
    for sheet in sheets:
        if sheet.protocol is not None:
            by_protocol[sheet.protocol, sheet.protocol_version or ""].append(sheet)
    parts: list[ProtocolPart] = []
    found: dict[str, Asking] = {}
    for (name, version), ones in sorted(by_protocol.items()):
        protocol = known(name, version)
        session = protocol is not None and protocol.kind == "session"
        planned = _planned(protocol, ones)
        made = {} if session else {one.interview: asking_of(one, planned) for one in ones}
        found |= made
        parts.append(
            ProtocolPart(
                id=name,
                title=ones[0].protocol_title or name,
                kind="session" if session else "interview",
                interviews=len(ones),
                known=protocol is not None,
                questions=_asked(planned, ones, made),
                demand_expected=sum(one.demand_expected for one in made.values()),
                demand_missing=sum(one.demand_missing for one in made.values()),
                lacking=sum(one.demand_missing > 0 for one in made.values()),
                matrix=None if session else _matrix(made),
            )
        )
    return tuple(parts), found


def _planned(protocol: Protocol | None, sheets: Sequence[SheetFacts]) -> tuple[_Planned, ...]:
    if protocol is not None:
        return tuple(
            _Planned(question=one.id, topic=one.topic, role=one.role.value, expected=one.expected)
            for one in protocol.questions
        )
    # Without the protocol: what occurs, where it stands on average; what is ever said to be missing is expected.
    places: dict[str, list[int]] = defaultdict(list)
    facts = {}
    missing: set[str] = set()
    for sheet in sheets:
        for place, one in enumerate(sheet.questions):
            places[one.question].append(place)
            facts[one.question] = one
            if one.state == "not_asked":
                missing.add(one.question)
    order = sorted(places, key=lambda name: (fmean(places[name]), name))
    return tuple(
        _Planned(
            question=name,
            topic=facts[name].topic,
            role=facts[name].role,
            expected=name in missing or len(places[name]) == len(sheets),
        )
        for name in order
    )


def asking_of(sheet: SheetFacts, planned: Sequence[_Planned]) -> Asking:
    """One interview against its protocol's questions."""
    state: dict[str, str] = {}
    for one in sheet.questions:
        state.setdefault(one.question, _LETTER[one.state])
        for other in one.merged:
            state.setdefault(other, "m")
    letters = [
        # A sheet says of expected questions alone that they were not asked.
        state.get(one.question, "x" if one.expected else ".")
        for one in planned
    ]
    places = {one.question: place for place, one in enumerate(planned)}
    run = [places[one.question] for one in sheet.questions if one.state != "not_asked" and one.question in places]
    wanted = [(one, letter) for one, letter in zip(planned, letters, strict=True) if one.expected]
    demand = [letter for one, letter in wanted if one.role == "demand"]
    return Asking(
        interview=sheet.interview,
        states="".join(letters),
        expected=len(wanted),
        asked=sum(letter != "x" for _, letter in wanted),
        demand_expected=len(demand),
        demand_missing=demand.count("x"),
        in_order=_longest(run) / len(run) if len(run) > 1 else None,
        confidences=tuple(
            one.confidence for one in sheet.questions if one.method == "wording" and one.confidence is not None
        ),
    )


def _longest(run: Sequence[int]) -> int:
    """Length of the longest increasing part of a sequence (patience sorting)."""
    ends: list[int] = []
    for place in run:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _asked(planned: Sequence[_Planned], sheets: Sequence[SheetFacts], made: dict[str, Asking]) -> tuple[Asked, ...]:
    found = []
    for place, one in enumerate(planned):
        if made:
            counts = Counter(each.states[place] for each in made.values())
        else:
            # Bids of a session come any number of times: each interview counts once, by the first.
            firsts = (next((q.state for q in sheet.questions if q.question == one.question), None) for sheet in sheets)
            counts = Counter(_LETTER[state] for state in firsts if state is not None)
        found.append(
            Asked(
                question=one.question,
                topic=one.topic,
                role=one.role,
                expected=one.expected,
                answered=counts["a"],
                not_answered=counts["n"],
                inaudible=counts["i"],
                merged=counts["m"],
                missing=counts["x"],
            )
        )
    return tuple(found)


def _matrix(made: dict[str, Asking]) -> Matrix:
    ordered = sorted(made.values(), key=lambda one: (-one.demand_missing, one.asked - one.expected, one.interview))
    shown = ordered[:MOST_COLUMNS]
    return Matrix(
        interviews=tuple(one.interview for one in shown),
        states=tuple(one.states for one in shown),
        more=len(ordered) - len(shown),
    )


def adherence(sheets: Sequence[SheetFacts], made: dict[str, Asking]) -> tuple[str, tuple[Adherence, ...], int]:
    """By interviewer where labels tell who that is, else by interview; the least faithful first, and how many more there are."""
    followed = [sheet for sheet in sheets if sheet.interview in made]
    named = any(sheet.interviewer is not None for sheet in followed)
    rows: dict[str | None, list[Asking]] = defaultdict(list)
    for sheet in followed:
        rows[sheet.interviewer if named else sheet.interview].append(made[sheet.interview])
    found = [_row(who, ones) for who, ones in rows.items()]
    found.sort(key=lambda one: (one.asked / one.expected if one.expected else 1.0, one.who or ""))
    return "interviewer" if named else "interview", tuple(found[:MOST_ROWS]), max(len(found) - MOST_ROWS, 0)


def _row(who: str | None, ones: Sequence[Asking]) -> Adherence:
    orders = [one.in_order for one in ones if one.in_order is not None]
    confidences = [confidence for one in ones for confidence in one.confidences]
    return Adherence(
        who=who,
        interviews=len(ones),
        expected=sum(one.expected for one in ones),
        asked=sum(one.asked for one in ones),
        demand_missing=sum(one.demand_missing for one in ones),
        in_order=fmean(orders) if orders else None,
        confidence=median(confidences) if confidences else None,
    )
