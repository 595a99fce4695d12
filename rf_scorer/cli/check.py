"""``rf-scorer check``: look before scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE, NOT_ACCEPTABLE, OWN_BUG
from rf_scorer.cli.options import (
    inputs_argument,
    output_format,
    reading_options,
    run_options,
    tell_unmatched,
    verbosity,
)
from rf_scorer.cli.studies import placed, study_of, table_of, with_settings

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.domain import Note
    from rf_scorer.study.check import Checked

__all__ = ["command"]


@click.command(
    name="check",
    epilog="""\b
Example:
  rf-scorer check interviews/ --protocol aai
  rf-scorer check interviews/ --protocol aai -o json > findings.jsonl
  rf-scorer check my-study/

Exit code 1 if a file could not be scored (with --strict, also if there is a warning).
""",
)
@inputs_argument
@reading_options
@output_format
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@verbosity
def command(
    paths: tuple[Path, ...], *, ids: Any, output_as: str, strict: bool, quiet: bool, verbose: bool, **chosen: Any
) -> int:
    """Check transcripts before anything is scored.

    Format, speakers, which questions were asked, fidelity of the transcript, and a first look for identifiers (which can find some, and
    can never show that there are none). Writes nothing. Of a study (a folder made by 'rf-scorer init') its transcripts/ are checked, with
    protocol and table of cases out of its study.toml unless options say otherwise.
    """
    from rf_scorer.domain import Severity
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.study import check, inputs

    worst: list[Severity] = []
    bugs = 0
    options, study = run_options(**chosen), study_of(paths)
    if study is not None:
        options, paths = with_settings(options, study), (study.transcripts,)
    found = inputs.find(paths, ids=ids)
    tell_unmatched(options, found, table=table_of(study))
    with placed(study):
        for checked in check.run(found, options):
            worst.append(checked.worst)
            bugs += any(note.code == check.BUG for note in checked.notes)
            if output_as == "json":
                click.echo(dumps_line(_record(checked)))
            elif not (quiet and checked.worst is not Severity.ERROR):
                click.echo(_text(checked, verbose=verbose))
    errors, warnings = worst.count(Severity.ERROR), worst.count(Severity.WARNING)
    if not quiet:
        click.echo(f"Files: {len(worst)}; cannot be scored: {errors}; want a look: {warnings}.", err=True)
    if bugs:
        return OWN_BUG
    return NOT_ACCEPTABLE if errors or (strict and warnings) else DONE


def _record(checked: Checked) -> dict[str, Any]:
    from rf_scorer.documents import note_document

    return {
        "file": checked.file,
        "transcript": checked.transcript,
        "worst": checked.worst.value,
        **checked.facts,
        "notes": [note_document(note) for note in checked.notes],
    }


def _text(checked: Checked, *, verbose: bool) -> str:
    lines = [click.style(checked.file, bold=True)]
    if checked.facts:
        facts = checked.facts
        speakers = ", ".join(
            f"{speaker['label']} = {speaker['role']} ({speaker['confidence']:.2f})" for speaker in facts["speakers"]
        )
        form = ", ".join(part for part in (facts["format"], facts["encoding"]) if part)
        spoken = f"{facts['participant_words']} participant's words ({facts['participant_share']:.0%} of all)"
        states = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in facts["passages"].items() if count)
        lines += [
            f"  {form}; {facts['turns']} turns; {spoken}",
            f"  speakers: {speakers}",
            f"  protocol: {facts['protocol'] or 'none (every exchange is a passage)'}; passages: {states}",
        ]
    for note in checked.notes:
        if note.severity.value != "info" or verbose:
            lines.append(_note(note, checked.file))
    return "\n".join(lines)


def _note(note: Note, file: str) -> str:
    colour = {"error": "red", "warning": "yellow", "info": "blue"}[note.severity.value]
    where = f"{file}:{note.line}: " if note.line is not None else ""
    text = f"  {click.style(note.severity.value, fg=colour)} {where}{note.message} [{note.code}]"
    return text + (f"\n    {note.remedy}" if note.remedy else "")
