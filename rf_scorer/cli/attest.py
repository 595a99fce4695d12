"""``rf-scorer attest``: a named person's word that a transcript may be used, bound to its bytes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE, NOT_ACCEPTABLE, OWN_BUG, console
from rf_scorer.cli.options import (
    file_options,
    force_option,
    inputs_argument,
    json_option,
    out_folder,
    pseudonyms_option,
    run_options,
    tell_unmatched,
)
from rf_scorer.cli.studies import study_of, table_of, with_settings
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.privacy.attesting import Standing

__all__ = ["command"]

_COLOURS = {"valid": "green", "void": "red", "damaged": "red", "none": "yellow"}


@click.command(
    name="attest",
    short_help="Attest that transcripts may be used as they are.",
    epilog="""\b
Example:
  rf-scorer attest interviews/p17.docx --by "R. Ek, data manager"
  rf-scorer attest my-study/ --by "R. Ek, data manager" --statement "Looked through against the consent forms."
  rf-scorer attest --check interviews/

Exit code 1 if a file could not be read or was not confirmed; with --check, if an attestation is void, damaged or missing.
""",
)
@inputs_argument
@out_folder("Where attestations stand.", usual="beside their transcripts, where 'score' looks for them")
@click.option("--by", metavar="'NAME, ROLE'", help="Who attests. A member of the study; needed unless with --check.")
@click.option("--statement", metavar="TEXT", help="What is attested, in your own words instead of ours.")
@click.option("--check", is_flag=True, help="Tell which transcripts have an attestation that holds, and write nothing.")
@pseudonyms_option
@file_options
@json_option
@click.option("--yes", is_flag=True, help="Confirm without being asked: for scripts, after somebody has looked.")
@force_option("attestations")
def command(
    paths: tuple[Path, ...],
    *,
    by: str | None,
    statement: str | None,
    out: Path | None,
    check: bool,
    yes: bool,
    force: bool,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Attest that transcripts have been looked through and may be used as they are.

    Shows what may identify somebody by class and line, never the words, asks, and writes NAME.attest.json. The attestation is a person's
    word, not the program's; it holds for these bytes alone: a changed byte voids it. 'score' lets a transcript with one that holds pass,
    whatever was found in it, and says so. PATH is a transcript, a folder of them, or one study.
    """
    from rf_scorer.study import inputs
    from rf_scorer.study.privacy import attesting

    folder = out
    options, study = run_options(protocol=None, **chosen), study_of(paths)
    if study is not None:
        options, paths = with_settings(options, study), (study.transcripts,)
    found = inputs.find(paths, outside=folder if folder is not None and folder.is_dir() else None)
    if check:
        return _check(found, folder, as_json)
    if by is None:
        raise UsageError("Nobody attests.", where="--by", remedy="Say who does: --by 'NAME, ROLE'.")
    who, what = attesting.attester(by), attesting.stated(statement)
    if not yes and not _somebody_there():
        raise UsageError(
            "Nobody is there to be asked.",
            remedy="Run the command on a terminal, or give --yes once somebody has looked at what is found.",
        )
    tell_unmatched(options, found, table=table_of(study))
    attesting.check_targets(found, folder=folder, force=force)
    if not yes:
        click.echo(f"{who} is to attest: {what}", err=True)
    return _attest(found, options, who=who, what=what, folder=folder, yes=yes, force=force, as_json=as_json)


def _somebody_there() -> bool:
    return sys.stdin.isatty()


def _attest(
    found: Sequence[Input],
    options: RunOptions,
    *,
    who: str,
    what: str,
    folder: Path | None,
    yes: bool,
    force: bool,
    as_json: bool,
) -> int:
    from datetime import UTC, datetime

    from rf_scorer.cli.privacy_text import looked_record, looked_text
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.study.privacy import attesting

    attested = bugs = 0
    for item in found:
        looked = attesting.look(item, options)
        bugs += looked.bug
        if not as_json or not yes:
            click.echo(looked_text(looked), err=as_json)
        if looked.verdict is not None and (yes or click.confirm(f"  Attest {looked.file}?", default=False, err=True)):
            looked = attesting.attest(
                item, looked, by=who, statement=what, at=datetime.now(UTC), folder=folder, force=force
            )
            attested += 1
            if not as_json:
                click.echo(f"  attested: {_target(item, folder)}")
        if as_json:
            click.echo(dumps_line(looked_record(looked)))
    click.echo(f"Files: {len(found)}; attested: {attested}; not attested: {len(found) - attested}.", err=True)
    if bugs:
        return OWN_BUG
    return DONE if attested == len(found) else NOT_ACCEPTABLE


def _target(item: Input, folder: Path | None) -> Path:
    from rf_scorer.study.privacy.attestation import attestation_path

    return attestation_path(item.path, folder=folder)


def _check(found: Sequence[Input], folder: Path | None, as_json: bool) -> int:
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.study.privacy import attesting

    counts = dict.fromkeys(attesting.State, 0)
    for standing in attesting.standings(found, folder=folder):
        counts[standing.state] += 1
        click.echo(dumps_line(_record(standing)) if as_json else _text(standing))
    told = "; ".join(f"{state.value}: {count}" for state, count in counts.items() if count or state.value != "damaged")
    click.echo(f"Files: {len(found)}; {told}.", err=True)
    return DONE if counts[attesting.State.VALID] == len(found) else NOT_ACCEPTABLE


def _record(standing: Standing) -> dict[str, Any]:
    given = standing.attestation
    return {
        "file": standing.file,
        "attestation": standing.state.value,
        "by": given and given.by,
        "at": given and given.at,
        "problem": standing.problem or None,
    }


def _text(standing: Standing) -> str:
    state = console.style(f"{standing.state.value:7}", fg=_COLOURS[standing.state.value])
    given = standing.attestation
    told = (
        f"  ({given.by}, {given.at[:10]})"
        if given is not None
        else f"  ({standing.problem})"
        if standing.problem
        else ""
    )
    return f"{state} {standing.file}{told}"
