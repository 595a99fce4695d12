"""The gate before scoring: what a study lets pass, and what becomes of a transcript in which somebody might be known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rf_scorer import privacy
from rf_scorer.domain import Note, Severity
from rf_scorer.domain.privacy import Action
from rf_scorer.errors import Identifying, UsageError
from rf_scorer.privacy.gate import RULES
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.privacy.held import Held, inspected
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rf_scorer.domain.privacy import Finding, Verdict
    from rf_scorer.language import Looked
    from rf_scorer.study.case import Opened
    from rf_scorer.study.privacy.attestation import Attestation

__all__ = ["Gate", "Mode", "gate_of", "look", "looked_by", "notes", "placed", "read_pseudonyms", "seen", "statement"]

#: Lines that one message lists.
_LISTED = 8
_MAX_BYTES = 1_000_000


class Mode(StrEnum):
    """What the gate does: refuse a file with findings that block, tell of them only, or not look at all."""

    BLOCK = "block"
    WARN = "warn"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """How transcripts are looked through before they are scored.

    Attributes
    ----------
    mode : Mode
    policy : Policy
        Actions by class, and words that may stand.
    """

    mode: Mode = Mode.BLOCK
    policy: privacy.Policy = field(default_factory=privacy.Policy)

    def __repr__(self) -> str:
        # In a stable order, and another one where detectors find other things: digests of settings are made of it.
        actions = sorted((kind, action.value) for kind, action in self.policy.actions.items())
        return f"Gate({self.mode.value}, {actions}, {sorted(self.policy.allowed)}, rules {RULES})"


def gate_of(root: Path, settings: Mapping[str, Any]) -> Gate:
    """The gate as the settings of a study have it.

    Parameters
    ----------
    root : Path
        The study's folder, from which paths lead.
    settings : mapping
        The table ``privacy`` of ``study.toml``, sound.

    Raises
    ------
    UsageError
        If the list of pseudonyms cannot be read.
    """
    words = [*settings.get("allow", ())]
    if "pseudonyms" in settings:
        words += read_pseudonyms(root / settings["pseudonyms"])
    return Gate(
        mode=Mode(settings.get("gate", Mode.BLOCK.value)),
        policy=privacy.Policy.of(actions=settings.get("classes"), allowed=words),
    )


def read_pseudonyms(path: Path) -> tuple[str, ...]:
    """The words that may stand: one entry a line, ``#`` begins a remark.

    Raises
    ------
    UsageError
        If the file cannot be read, is too large, or is not UTF-8.
    """
    remedy = "It is a text file in UTF-8 with one pseudonym a line."
    try:
        data = read_bytes(path, most=_MAX_BYTES)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"The list of pseudonyms cannot be opened ({error.strerror}).", where=shown(str(path)), remedy=remedy
        ) from None
    except ValueError:
        raise UsageError("The list of pseudonyms is no text in UTF-8.", where=shown(str(path)), remedy=remedy) from None
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def look(opened: Opened, gate: Gate, *, looked: Looked | None = None) -> Verdict:
    """Look through a transcript, and what stands beside it in its file."""
    return inspected(Held(document=opened.document, transcript=opened.transcript), gate.policy, looked=looked)


def seen(opened: Opened, gate: Gate, *, looked: Looked | None = None) -> tuple[Note, ...]:
    """Let a transcript through the gate, and say what a sheet tells of it.

    Parameters
    ----------
    opened : Opened
    gate : Gate
    looked : Looked, optional
        Its turns, if they are looked at for somebody else as well.

    Raises
    ------
    Identifying
        If something was found that blocks, and nobody has attested the file.
    """
    if gate.mode is Mode.OFF:
        return (Note(code="privacy-gate", message="Nobody looked for identifiers: the gate was off."),)
    verdict, attestation = look(opened, gate, looked=looked), opened.attestation
    blocking = verdict.counts(Action.BLOCK)
    if blocking and gate.mode is Mode.BLOCK and attestation is None:
        raise Identifying(
            f"Something in this file may identify somebody: {_listed(verdict, Action.BLOCK)}.",
            remedy="Look at the places: rf-scorer check --privacy --show-words FILE. Replace what identifies (rf-scorer pseudonymise helps), "
            "list pseudonyms with --pseudonyms FILE, or, if all is as it may be, say so: rf-scorer attest FILE.",
        )
    text = statement(verdict)
    if attestation is not None:
        text += f" A named person attested on {attestation.at[:10]} that this file may be used as it is."
    found = Note(
        code="privacy-gate",
        message=text,
        severity=Severity.WARNING if blocking and attestation is None else Severity.INFO,
    )
    return (found,)


def statement(verdict: Verdict, *, by_what: bool = True) -> str:
    """The verdict in one sentence: never that a text is free of identifiers, only that nothing was found, and by what.

    Parameters
    ----------
    verdict : Verdict
    by_what : bool
        False where many verdicts are told and what looked is told once, by :func:`looked_by`.
    """
    by = f" by {looked_by(verdict)}" if by_what else ""
    counts = {action: sum(verdict.counts(action).values()) for action in (Action.BLOCK, Action.WARN, Action.NOTE)}
    if not any(counts.values()):
        return f"Nothing that might identify somebody was found{by} in {verdict.words} words, which does not show that nothing is there."
    told = ", ".join(f"{count} to {action.value}" for action, count in counts.items() if count)
    return f"What might identify somebody, found{by} in {verdict.words} words: {told}."


def looked_by(verdict: Verdict) -> str:
    """What looked for identifiers, with versions."""
    return ", ".join(f"{name} {version}" for name, version in verdict.detectors.items())


def notes(verdict: Verdict, gate: Gate, attestation: Attestation | None) -> tuple[Note, ...]:
    """The findings for somebody who checks: for each class how many and where, never what."""
    severities = {
        Action.BLOCK: Severity.ERROR if gate.mode is Mode.BLOCK and attestation is None else Severity.WARNING,
        Action.WARN: Severity.WARNING,
        Action.NOTE: Severity.INFO,
    }
    by_kind: dict[str, list[Finding]] = defaultdict(list)
    for finding in verdict.findings:
        by_kind[finding.kind].append(finding)
    return tuple(
        Note(
            code=f"identifier-{kind}",
            message=f"Possible {privacy.CLASSES[kind].title}: {len(found)}, {_places(found)}.",
            severity=severities[found[0].action],
            line=next((one.line for one in found if one.line is not None), None),
            remedy="Look at the places; replace what identifies somebody by a role code such as {{Brother}}."
            if found[0].action is not Action.NOTE
            else None,
        )
        for kind, found in _sorted(by_kind)
    )


def _sorted(by_kind: Mapping[str, list[Finding]]) -> list[tuple[str, list[Finding]]]:
    order = list(privacy.CLASSES)
    return sorted(by_kind.items(), key=lambda pair: (list(Action).index(pair[1][0].action), order.index(pair[0])))


def _listed(verdict: Verdict, action: Action) -> str:
    by_kind: dict[str, list[Finding]] = defaultdict(list)
    for finding in verdict.findings:
        if finding.action is action:
            by_kind[finding.kind].append(finding)
    return "; ".join(
        f"{privacy.CLASSES[kind].title}: {len(found)} ({_places(found)})" for kind, found in _sorted(by_kind)
    )


def placed(where: str) -> str:
    """A place of a file in a sentence: "in the speech", "beside the turns"."""
    return where if where.startswith("beside") else f"in the {where}"


def _places(found: list[Finding]) -> str:
    lines = sorted({one.line for one in found if one.line is not None})
    others = list(dict.fromkeys(one.where for one in found if one.line is None))
    told = []
    if lines:
        more = f" and {len(lines) - _LISTED} more" if len(lines) > _LISTED else ""
        told.append(f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines[:_LISTED]))}{more}")
    return ", ".join([*told, *map(placed, others)])
