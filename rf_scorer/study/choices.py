"""What a program may choose for a run, in plain values."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from rf_scorer.domain import Role
from rf_scorer.errors import UnknownName
from rf_scorer.privacy import Policy
from rf_scorer.study.case import check_names
from rf_scorer.study.casemap import CaseMap
from rf_scorer.study.options import RunOptions
from rf_scorer.study.privacy.gate import Gate, Mode
from rf_scorer.transcripts import ReadOptions, SpeakerChoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["AnyPath", "Choices", "options_of"]

AnyPath = str | os.PathLike[str]


class Choices(TypedDict, total=False):
    """What :class:`rf_scorer.Scorer` takes, and says about each."""

    protocol: AnyPath | None
    model: AnyPath
    language_model: AnyPath | None
    gate: Literal["block", "warn", "off"]
    pseudonyms: Iterable[str]
    participant: str | Sequence[str]
    interviewer: str | Sequence[str]
    speakers: Mapping[str, str] | None
    cases: AnyPath | None
    format: str | None
    encoding: str | None
    tracked_changes: Literal["refuse", "accept", "reject"]
    comments: Literal["refuse", "drop"]
    text_column: str | None
    speaker_column: str | None


def options_of(**chosen: Unpack[Choices]) -> RunOptions:
    """The options of a run.

    Raises
    ------
    UsageError
        If something is not known by the name that is given. Models are not looked for yet.
    """
    roles = chosen.get("speakers") or {}
    gate = chosen.get("gate", "block")
    tracked_changes, comments = chosen.get("tracked_changes", "refuse"), chosen.get("comments", "refuse")
    _known("mode of the gate", gate, [mode.value for mode in Mode])
    _known("way with tracked changes", tracked_changes, ["refuse", "accept", "reject"])
    _known("way with comments", comments, ["refuse", "drop"])
    for role in roles.values():
        _known("role", role, [role.value for role in Role])
    cases = chosen.get("cases")
    options = RunOptions(
        read=ReadOptions(
            format=chosen.get("format"),
            encoding=chosen.get("encoding"),
            tracked_changes=tracked_changes,
            comments=comments,
            text_column=chosen.get("text_column"),
            speaker_column=chosen.get("speaker_column"),
        ),
        speakers=SpeakerChoice(
            participant=_several(chosen.get("participant", ())),
            interviewer=_several(chosen.get("interviewer", ())),
            map={label: Role(role) for label, role in roles.items()},
        ),
        cases=CaseMap.load(Path(cases)) if cases is not None else CaseMap(),
        gate=Gate(mode=Mode(gate), policy=Policy.of(allowed=chosen.get("pseudonyms", ()))),
        protocol=_named(chosen.get("protocol")),
        model=os.fspath(chosen.get("model", "rf_passage")),
        language_model=_named(chosen.get("language_model")),
    )
    check_names(options)
    return options


def _named(name: AnyPath | None) -> str | None:
    return None if name is None else os.fspath(name)


def _several(labels: str | Sequence[str]) -> tuple[str, ...]:
    return (labels,) if isinstance(labels, str) else tuple(labels)


def _known(kind: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        raise UnknownName(kind, str(name), names)
