"""What of a transcript is replaced: in what is said, and beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rf_scorer import privacy
from rf_scorer.domain.privacy import Action
from rf_scorer.privacy.codes import Mention
from rf_scorer.privacy.relations import role_beside
from rf_scorer.privacy.replacing import Target, outside
from rf_scorer.transcripts.margins import margins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.privacy import Policy
    from rf_scorer.study.privacy.held import Held

__all__ = ["REPLACED", "Found", "found_in", "mentions", "stays"]

#: Actions of the classes that are replaced; what is only noted (initials) may stand.
REPLACED = frozenset({Action.BLOCK, Action.WARN})


def stays(policy: Policy, kind: str, words: str) -> bool:
    """Whether words of a class may stand in a copy."""
    return policy.action(kind) not in REPLACED or policy.allows(words)


class Found(NamedTuple):
    """What identifies somebody in one file.

    ``speech`` holds by turn what stands in its text, ``beside`` what stands in the source text outside of all turns.
    """

    speech: dict[int, tuple[Target, ...]]
    beside: tuple[Target, ...]


def found_in(one: Held, policy: Policy) -> Found:
    """What the gate finds in a file and can be replaced by place."""
    speech: dict[int, list[Target]] = {}
    for index, span in privacy.spans(one.transcript, policy=policy):
        if policy.action(span.kind) in REPLACED:
            text = one.transcript.turns[index].text
            # What is found within a note is no part of a code, which the gate does not look at.
            parts = tuple(outside(text, span.start, span.end)) or ((span.start, span.end),)
            speech.setdefault(index, []).extend(Target(*part, span.kind) for part in parts)
    return Found(
        speech={index: tuple(targets) for index, targets in speech.items() if targets},
        beside=tuple(_beside(one, policy)),
    )


def _beside(one: Held, policy: Policy) -> Iterator[Target]:
    from rf_scorer.privacy.detector import find  # spaCy and Presidio take a second to load

    placed = [margin for margin in margins(one.document, one.transcript) if margin.start is not None]
    for margin, spans in zip(placed, find([margin.text for margin in placed]), strict=True):
        start = margin.start
        assert start is not None
        if margin.names and not policy.allows(margin.text) and policy.action("person") in REPLACED:
            yield from (
                Target(start + first, start + last, "person")
                for first, last in outside(margin.text, 0, len(margin.text))
            )
            continue
        for span in spans:
            words = margin.text[span.start : span.end]
            if policy.action(span.kind) in REPLACED and not policy.allows(words):
                yield from (
                    Target(start + first, start + last, span.kind)
                    for first, last in outside(margin.text, span.start, span.end)
                )


def mentions(one: Held, found: Found, *, file: str) -> Iterator[Mention]:
    """What was found, as the book of codes learns it."""
    for index, targets in sorted(found.speech.items()):
        text = one.transcript.turns[index].text
        for start, end, kind in targets:
            role = role_beside(text, start, end) if kind == "person" else None
            yield Mention(kind=kind, words=text[start:end], role=role, file=file)
    source = one.transcript.source.text
    for start, end, kind in found.beside:
        yield Mention(kind=kind, words=source[start:end], file=file)
