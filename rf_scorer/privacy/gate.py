"""The gate: one transcript, with all that stands in and beside it, against a policy."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from rf_scorer.domain.privacy import Action, Finding, Verdict
from rf_scorer.privacy.policy import Policy
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rf_scorer.domain import Transcript
    from rf_scorer.language.entities import Looked
    from rf_scorer.transcripts.margins import Margin

__all__ = ["FILE_NAME", "LABELS", "RULES", "SPEECH", "inspect", "revealed", "spans"]

#: Version of our own rules and lists; a change of what they find is a new one.
RULES = "3"
SPEECH, LABELS, FILE_NAME, DOCUMENT = "speech", "speaker labels", "file name", "document"
_POLICY = Policy()
_WORD = re.compile(r"\w+")


def _find(texts: Sequence[str], named: Looked | None = None) -> list[list[Span]]:
    # Here, since spaCy and Presidio take a second to load, and settings that merely name a policy do not need them.
    from rf_scorer.privacy.detector import find

    return find(texts, named=named)


@cache
def _detectors() -> dict[str, str]:
    from importlib.metadata import version

    from rf_scorer.language.entities import pipeline_version

    return {
        "rf_scorer.privacy": RULES,
        "presidio-analyzer": version("presidio-analyzer"),
        "en_interview": pipeline_version(),
    }


def spans(
    transcript: Transcript, *, policy: Policy = _POLICY, named: Looked | None = None
) -> tuple[tuple[int, Span], ...]:
    """What may identify somebody in what is said.

    Parameters
    ----------
    transcript : Transcript
    policy : Policy
    named : Looked, optional
        The turns, if the language pipeline has looked at them, or will, for somebody else as well.

    Returns
    -------
    tuple of (int, Span)
        Index of the turn, and the span in its text; without what the policy lets pass or does not look for.
    """
    found = _find([turn.text for turn in transcript.turns], named)
    return tuple(
        (turn.index, span)
        for turn, part in zip(transcript.turns, found, strict=True)
        for span in part
        if policy.action(span.kind) is not Action.OFF and not policy.allows(turn.text[span.start : span.end])
    )


def inspect(
    transcript: Transcript,
    *,
    policy: Policy = _POLICY,
    margins: Sequence[Margin] = (),
    pictures: int = 0,
    named: Looked | None = None,
) -> Verdict:
    """Look through one transcript.

    Parameters
    ----------
    transcript : Transcript
    policy : Policy
    margins : sequence of Margin
        What stands in the file beside the interview.
    pictures : int
        How many pictures the document holds.
    named : Looked, optional
        The turns, if the language pipeline has looked at them, or will, for somebody else as well.

    Returns
    -------
    Verdict
        Places and classes, never words.
    """
    return revealed(transcript, policy=policy, margins=margins, pictures=pictures, named=named)[0]


def revealed(
    transcript: Transcript,
    *,
    policy: Policy = _POLICY,
    margins: Sequence[Margin] = (),
    pictures: int = 0,
    named: Looked | None = None,
) -> tuple[Verdict, tuple[str, ...]]:
    """:func:`inspect` with the words of each finding, for somebody who sits before the screen. They are to be written nowhere."""
    lines = _Lines(transcript.source.text)
    found = [
        (finding, words)
        for finding, words in (
            *_in_speech(transcript, policy, lines, named),
            *_in_labels(transcript, policy, lines),
            *_in_file_name(transcript, policy),
            *_in_margins(margins, policy, lines),
            *_in_pictures(pictures, policy),
        )
        if finding.action is not Action.OFF
    ]
    looked = [*(turn.text for turn in transcript.turns), *(margin.text for margin in margins)]
    verdict = Verdict(
        findings=tuple(finding for finding, _ in found),
        detectors={**_detectors()},
        words=sum(len(_WORD.findall(text)) for text in looked),
    )
    return verdict, tuple(words for _, words in found)


class _Lines:
    """Lines of a source text by offset."""

    def __init__(self, text: str) -> None:
        self._ends = list(accumulate(map(len, text.splitlines(keepends=True))))

    def __call__(self, offset: int) -> int:
        return bisect_right(self._ends, offset) + 1


#: A finding, and its words, which stay with whoever asked for them.
_Found: TypeAlias = "Iterator[tuple[Finding, str]]"


def _finding(span: Span, policy: Policy, where: str, *, offset: int = 0, line: int | None = None) -> Finding:
    return Finding(
        kind=span.kind,
        action=policy.action(span.kind),
        where=where,
        start=offset + span.start,
        end=offset + span.end,
        line=line,
        found_by=span.found_by,
    )


def _in_speech(transcript: Transcript, policy: Policy, lines: _Lines, named: Looked | None) -> _Found:
    for index, span in spans(transcript, policy=policy, named=named):
        turn = transcript.turns[index]
        start, end = turn.to_source(span.start, span.end)
        placed = Span(start, end, span.kind, span.found_by)
        yield _finding(placed, policy, SPEECH, line=lines(start)), turn.text[span.start : span.end]


def _in_labels(transcript: Transcript, policy: Policy, lines: _Lines) -> _Found:
    from rf_scorer.privacy.labels import label_kind  # whose patterns take their time, too

    first: dict[str, int] = {}
    for turn in transcript.turns:
        if turn.label is not None:
            first.setdefault(turn.label, turn.start)
    for label, place in first.items():
        kind = label_kind(label)
        if kind is not None and not policy.allows(label):
            span = Span(0, len(label), kind, ("labels",))
            yield _finding(span, policy, LABELS, line=lines(place)), label


def _in_file_name(transcript: Transcript, policy: Policy) -> _Found:
    from rf_scorer.privacy.labels import name_kinds

    name = transcript.source.name
    for span in name_kinds(name):
        words = name[span.start : span.end]
        if not policy.allows(words):
            yield _finding(span, policy, FILE_NAME), words


def _in_margins(margins: Sequence[Margin], policy: Policy, lines: _Lines) -> _Found:
    for margin, found in zip(margins, _find([margin.text for margin in margins]), strict=True):
        # What a field holds that is for names is one, in whatever language and however made up.
        parts = [Span(0, len(margin.text), "person", ("labels",))] if margin.names else found
        offset = margin.start or 0
        for span in parts:
            words = margin.text[span.start : span.end]
            if not policy.allows(words):
                line = lines(offset + span.start) if margin.start is not None else None
                yield _finding(span, policy, margin.where, offset=offset, line=line), words


def _in_pictures(pictures: int, policy: Policy) -> _Found:
    if pictures:
        yield _finding(Span(0, 0, "picture", ("document",)), policy, DOCUMENT), ""
