"""Attesting transcripts: look, write what a person says of these bytes, and tell which attestations still hold."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import rf_scorer
from rf_scorer import jsonio
from rf_scorer.errors import DataError, InvalidDocument, OutputExists, UnreadableFile, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.privacy.attestation import Attestation, OtherBytes, attestation_path, document, read_attestation
from rf_scorer.study.privacy.looking import Looked, look
from rf_scorer.transcripts.document import MAX_BYTES
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from rf_scorer.study.inputs import Input

__all__ = ["STATEMENT", "Standing", "State", "attest", "attester", "check_targets", "look", "standings", "stated"]

#: What a person attests who gives no words of their own.
STATEMENT = (
    "I have looked through this transcript and through what stands beside the interview in its file. I have weighed whatever the program found "
    "and whatever else may tell who somebody is, and it may be used as it is, within what the participant has agreed to and the study was approved for."
)
_LONGEST, _LONGEST_STATEMENT = 200, 4000


class State(StrEnum):
    """Whether a transcript is attested: it is, it was and has changed since, it never was, or what stands there is no attestation."""

    VALID = "valid"
    VOID = "void"
    NONE = "none"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with one transcript's attestation.

    Attributes
    ----------
    file : str
    state : State
    attestation : Attestation or None
        Where it is valid.
    problem : str
        Where it is not, why.
    """

    file: str
    state: State
    attestation: Attestation | None = None
    problem: str = ""


def attester(text: str) -> str:
    """Who attests, as it is written down: ``NAME, ROLE``.

    Raises
    ------
    UsageError
        If a name or a role is missing, or it is too long or holds line breaks.
    """
    name, _, role = (part.strip() for part in text.partition(","))
    if not name or not role or not text.isprintable() or len(text) > _LONGEST:
        raise UsageError(
            f"An attestation is a person's: 'NAME, ROLE', on one line, in at most {_LONGEST} characters.",
            where="--by",
            remedy="Give your name, a comma, and what you are in the study: --by 'R. Ek, data manager'.",
        )
    return f"{name}, {role}"


def stated(text: str | None) -> str:
    """What is attested: somebody's own words, or ours.

    Raises
    ------
    UsageError
        If it is empty or too long.
    """
    if text is None:
        return STATEMENT
    if not text.strip() or len(text) > _LONGEST_STATEMENT:
        raise UsageError(f"A statement has words, and at most {_LONGEST_STATEMENT} characters.", where="--statement")
    return text.strip()


def check_targets(inputs: Sequence[Input], *, folder: Path | None, force: bool) -> None:
    """Refuse before anybody has read anything what could not be written afterwards.

    Raises
    ------
    UsageError
        If two transcripts of one name would have one attestation in ``folder``.
    OutputExists
        If an attestation is there already and ``force`` is false.
    """
    seen: dict[Path, Input] = {}
    for item in inputs:
        target = attestation_path(item.path, folder=folder)
        other = seen.setdefault(target, item)
        if other is not item:
            raise UsageError(
                "Two transcripts would have the same attestation.",
                where=f"{other.name}, {item.name}",
                remedy="Attest them one by one into folders of their own, or leave out --out.",
            )
        if not force and os.path.lexists(target):
            raise OutputExists(
                "The transcript has an attestation already.",
                where=item.name,
                remedy="See whether it holds: rf-scorer attest --check. Give --force to replace it.",
            )


def attest(
    item: Input,
    looked: Looked,
    *,
    by: str,
    statement: str,
    at: datetime,
    folder: Path | None = None,
    force: bool = False,
) -> Looked:
    """Write the attestation of a transcript that somebody has seen the findings of.

    Parameters
    ----------
    item : Input
    looked : Looked
        Of :func:`~rf_scorer.study.privacy.looking.look`, with a verdict.
    by : str
        Of :func:`attester`.
    statement : str
        What the person attests.
    at : datetime
        In UTC.
    folder : Path, optional
        Where to write, if not beside the transcript.
    force : bool
        Replace an attestation that is there.

    Returns
    -------
    Looked
        The same with the attestation.

    Raises
    ------
    DataError
        If the file is not what was looked through any more.
    OutputExists, OutputFailed
        If the attestation cannot be written.
    """
    assert looked.verdict is not None
    assert looked.sha256 is not None
    made = Attestation(
        file=shown(item.path.name),
        sha256=looked.sha256,
        size=_unchanged(item, looked.sha256),
        by=by,
        at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        statement=statement,
        findings=looked.verdict.counts(),
        words=looked.verdict.words,
        detectors=looked.verdict.detectors,
        version=rf_scorer.__version__,
    )
    jsonio.write_text(attestation_path(item.path, folder=folder), jsonio.dumps(document(made)), force=force)
    return replace(looked, attestation=made, problem="", remedy="")


def _bytes(item: Input) -> bytes:
    try:
        return read_bytes(item.path, most=MAX_BYTES)
    except OSError as error:
        raise UnreadableFile(f"The file cannot be opened ({error.strerror}).", where=item.name) from None


def _unchanged(item: Input, sha256: str) -> int:
    data = _bytes(item)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DataError(
            "The file was changed after it had been looked through.",
            where=item.name,
            remedy="Close whatever program works on it, and attest it again.",
        )
    return len(data)


def standings(inputs: Sequence[Input], *, folder: Path | None = None) -> Iterator[Standing]:
    """Which transcripts have an attestation that holds for their bytes, in order."""
    for item in inputs:
        try:
            found = read_attestation(item.path, sha256=hashlib.sha256(_bytes(item)).hexdigest(), folder=folder)
        except OtherBytes as error:
            yield Standing(file=item.name, state=State.VOID, problem=error.message)
        except InvalidDocument as error:
            yield Standing(file=item.name, state=State.DAMAGED, problem=error.message)
        except UnreadableFile as error:
            yield Standing(file=item.name, state=State.VOID, problem=error.message)
        else:
            state = State.NONE if found is None else State.VALID
            yield Standing(file=item.name, state=state, attestation=found)
