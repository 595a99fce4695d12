"""What commands do with the folder of a study where others get transcripts: its settings hold unless options say otherwise."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from rf_scorer.cli.text import listed
from rf_scorer.errors import DataError, UnknownName, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rf_scorer.review.room import Room
    from rf_scorer.study.folder import Study
    from rf_scorer.study.options import RunOptions

__all__ = [
    "explicit",
    "opened_room",
    "placed",
    "rated_study",
    "room_of",
    "study_of",
    "table_of",
    "tell_lacking",
    "with_settings",
]


def study_of(paths: Sequence[Path]) -> Study | None:
    """The study that a command was given, or None where it was given transcripts.

    Raises
    ------
    UsageError
        If other paths stand beside the study, or it holds no transcripts.
    InvalidDocument
        If its settings have faults.
    """
    from rf_scorer.study.folder import PRACTICE, Study, is_study

    found = next((path for path in paths if is_study(path)), None)
    if found is None:
        return None
    if len(paths) > 1:
        raise UsageError(
            "A study is given by itself.", where=str(found), remedy="Give its folder alone, without other paths."
        )
    study = Study.open(found)
    if study.kind == PRACTICE:
        raise UsageError(
            "This folder holds invented answers to practise on; they are scored already.",
            where=str(found),
            remedy=f"Practise: rf-scorer practice {found}.",
        )
    if study.empty:
        raise UsageError(
            "The study has no transcripts yet.", where=str(study.transcripts), remedy="Copy them into this folder."
        )
    return study


def explicit(option: str) -> bool:
    """Whether an option of the running command was given, rather than left at its default."""
    source = click.get_current_context().get_parameter_source(option)
    return source not in {None, click.core.ParameterSource.DEFAULT}


def with_settings(options: RunOptions, study: Study) -> RunOptions:
    """The options of a command with what the study says where they say nothing."""
    if options.protocol is None:
        options = replace(options, protocol=study.protocol)
    if not explicit("model"):
        options = replace(options, model=study.model)
    if not explicit("case_table") and study.cases is not None:
        options = replace(options, cases=study.cases)
    return _with_gate(options, study)


def _with_gate(options: RunOptions, study: Study) -> RunOptions:
    gate = study.gate
    if explicit("gate"):
        gate = replace(gate, mode=options.gate.mode)
    if explicit("pseudonyms"):
        gate = replace(gate, policy=replace(gate.policy, allowed=gate.policy.allowed | options.gate.policy.allowed))
    return replace(options, gate=gate)


def table_of(study: Study | None) -> str:
    """What messages call the table of cases that holds."""
    if study is None or study.cases_path is None or explicit("case_table"):
        return "the --cases table"
    return study.cases_path.name


def tell_lacking(study: Study, interviews: Sequence[str]) -> None:
    """Say on standard error which interviews raters are to get and that are not there: a misspelt one would be missed by nobody."""
    for rater in study.raters:
        lacking = rater.lacks(interviews)
        if lacking:
            click.echo(
                f"warning  {rater.id} is to get interviews that have no sheet: {listed(lacking)}\n"
                f"         Score their transcripts, or mend {study.settings} (or its plan: rf-scorer plan show).",
                err=True,
            )


@contextmanager
def placed(study: Study | None) -> Iterator[None]:
    """Within the block, a name that is not known is said to stand in the study's settings, if it does."""
    try:
        yield
    except UnknownName as error:
        if study is not None and error.name in {study.protocol, study.model}:
            raise error.at(str(study.settings)) from None
        raise


def rated_study(root: Path, *, planned: bool = True) -> Study:
    """A study that people rate.

    Parameters
    ----------
    root : Path
    planned : bool
        Whether raters get what its plan gives them, rather than what the settings say.

    Raises
    ------
    UsageError
        If the folder is no study, or one to practise in.
    InvalidDocument
        If its settings have faults.
    """
    from rf_scorer.study.folder import PRACTICE, Study

    study = Study.open(root, planned=planned)
    if study.kind == PRACTICE:
        raise UsageError(
            "This folder holds invented answers to practise on, and no study.",
            where=str(root),
            remedy="Give the folder of a study: rf-scorer init STUDY makes one.",
        )
    return study


@contextmanager
def room_of(study: Study) -> Iterator[Room | None]:
    """The ratings of a study, which are only looked at; None where nobody has opened the desk, and none are made for the looking.

    Raises
    ------
    DataError
        If its database was lost.
    """
    from rf_scorer.review.kept import has_ratings
    from rf_scorer.review.room import Room

    if not has_ratings(study):
        yield None
        return
    room = Room.open(study)
    try:
        yield room
    finally:
        room.close()


@contextmanager
def opened_room(root: Path) -> Iterator[Room]:
    """The ratings of a study that has some, which are only looked at.

    Raises
    ------
    UsageError
        If the folder is no study, or one to practise in.
    DataError
        If nobody has opened the desk yet, or its database was lost.
    """
    with room_of(rated_study(root)) as room:
        if room is None:
            raise DataError(
                "Nobody has rated anything in this study yet.",
                where=str(root),
                remedy="Score it, and let raters in: rf-scorer score STUDY, then rf-scorer review STUDY.",
            )
        yield room
