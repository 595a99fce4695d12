"""What speakers are called in copies: roles instead of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain import Role
from rf_scorer.privacy.labels import label_kind
from rf_scorer.study.pseudonymising.targets import REPLACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rf_scorer.domain import Transcript
    from rf_scorer.privacy import Policy

__all__ = ["CHAT", "LETTERS", "NAMES", "named_labels", "renamed", "roles"]

#: Labels by which every reader knows who asks and who answers; main lines of CHAT have codes.
NAMES = {Role.PARTICIPANT: "Participant", Role.INTERVIEWER: "Interviewer", Role.OTHER: "Other"}
#: Where a file says "Participant:" of something else.
LETTERS = {Role.PARTICIPANT: "P", Role.INTERVIEWER: "I", Role.OTHER: "O"}
CHAT = {Role.PARTICIPANT: "PAR", Role.INTERVIEWER: "INV", Role.OTHER: "OTH"}


def named_labels(transcript: Transcript, policy: Policy) -> dict[str, Role]:
    """Labels that name somebody, with the roles of those whom they name."""
    found: dict[str, Role] = {}
    for label, role in {turn.label: turn.role for turn in transcript.turns if turn.label is not None}.items():
        kind = label_kind(label)
        if kind is not None and policy.action(kind) in REPLACED and not policy.allows(label):
            found[label] = role
    return found


def renamed(named: Mapping[str, Role], others: Iterable[str], *, names: Mapping[Role, str] = NAMES) -> dict[str, str]:
    """A label for each that names somebody, none of which is another's.

    Parameters
    ----------
    named : mapping of str to Role
        Of :func:`named_labels`.
    others : iterable of str
        Labels that stay.
    names : mapping of Role to str
        :data:`NAMES`, :data:`LETTERS` or :data:`CHAT`.
    """
    used = {label.casefold() for label in others}
    made = {}
    for label, role in named.items():
        base, blank = names[role], " " if names is NAMES else ""
        number, name = 1, base
        while name.casefold() in used:
            number += 1
            name = f"{base}{blank}{number}"
        used.add(name.casefold())
        made[label] = name
    return made


def roles(transcript: Transcript) -> dict[str | None, str]:
    """A label made of its role for every label of a transcript, in order of appearance."""
    counts: dict[Role, int] = {}
    made: dict[str | None, str] = {}
    for turn in transcript.turns:
        if turn.label not in made:
            counts[turn.role] = counts.get(turn.role, 0) + 1
            made[turn.label] = NAMES[turn.role] + (f" {counts[turn.role]}" if counts[turn.role] > 1 else "")
    return made
