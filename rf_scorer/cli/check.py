"""``rf-scorer check``: look before scoring."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE, NOT_ACCEPTABLE, OWN_BUG, console
from rf_scorer.cli.options import (
    gate_options,
    inputs_argument,
    json_option,
    reading_options,
    run_options,
    tell_unmatched,
    verbosity,
)
from rf_scorer.cli.score import tell_twins
from rf_scorer.cli.studies import placed, study_of, table_of, with_settings
from rf_scorer.cli.text import counted
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rf_scorer.domain import Note
    from rf_scorer.study.check import Checked
    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions

__all__ = ["command"]


@click.command(
    name="check",
    epilog="""\b
Example:
  rf-scorer check interviews/ --protocol aai
  rf-scorer check interviews/ --protocol aai --json > findings.jsonl
  rf-scorer check interviews/ --privacy --show-words
  rf-scorer check --classes
  rf-scorer check my-study/

Exit code 1 if a file could not be scored; with --privacy, if one could not be read or is blocked (with --strict, also if there is a warning).
""",
)
@inputs_argument
@reading_options
@gate_options
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--privacy", is_flag=True, help="Look for what may identify somebody, and for nothing else.")
@click.option(
    "--show-words", "reveal", is_flag=True, help="With --privacy, on a terminal: show the words that were found."
)
@click.option(
    "--classes",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, asked: _classes(context) if asked else None,
    help="List the classes of identifiers, what is done about each unless a study says otherwise, and leave.",
)
@json_option
@verbosity
def command(
    paths: tuple[Path, ...],
    *,
    ids: Any,
    as_json: bool,
    strict: bool,
    privacy: bool,
    reveal: bool,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Check transcripts before anything is scored.

    Format, speakers, which questions were asked, fidelity of the transcript, and what in it may identify somebody (which can be found, and
    can never be shown not to be there): with --privacy in full. Writes nothing. Of a study (a folder made by 'rf-scorer init') its transcripts/ are checked, with
    protocol, table of cases and what is done about identifiers out of its study.toml unless options say otherwise.
    """
    from rf_scorer.domain import Severity
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.study import check, inputs

    if reveal and not privacy:
        raise click.UsageError("--show-words goes with --privacy.")
    seen: list[Checked] = []
    options, study = run_options(**chosen), study_of(paths)
    if study is not None:
        options, paths = with_settings(options, study), (study.transcripts,)
    found = inputs.find(paths, ids=ids)
    tell_unmatched(options, found, table=table_of(study))
    if privacy:
        return _privacy(
            found,
            options,
            as_json=as_json,
            reveal=_may_reveal(as_json) if reveal else False,
            strict=strict,
            quiet=quiet,
        )
    with placed(study):
        for checked in check.run(found, options):
            seen.append(checked)
            if as_json:
                click.echo(dumps_line(_record(checked)))
            elif not (quiet and checked.worst is not Severity.ERROR):
                click.echo(_text(checked, verbose=verbose))
    worst = [checked.worst for checked in seen]
    errors, warnings = worst.count(Severity.ERROR), worst.count(Severity.WARNING)
    if not quiet:
        click.echo(f"Files: {len(seen)}; cannot be scored: {errors}; want a look: {warnings}.", err=True)
        _tell_whole(seen)
    if any(note.code == check.BUG for checked in seen for note in checked.notes):
        return OWN_BUG
    return NOT_ACCEPTABLE if errors or (strict and warnings) else DONE


def _tell_whole(seen: Sequence[Checked]) -> None:
    """Say what many files have in common, which nobody finds by scrolling, and what comes next."""
    from rf_scorer.domain import Severity

    if len(seen) > 1:
        for severity, what in ((Severity.ERROR, "Errors"), (Severity.WARNING, "Warnings")):
            files = Counter(
                code for checked in seen for code in {note.code for note in checked.notes if note.severity is severity}
            )
            if files:
                told = ", ".join(f"{code} in {counted(count, 'file')}" for code, count in files.most_common())
                click.echo(f"{what}: {told}.", err=True)
        twins: dict[str, list[str]] = defaultdict(list)
        for checked in seen:
            if checked.sha256 is not None:
                twins[checked.sha256].append(checked.file)
        tell_twins([tuple(files) for files in twins.values() if len(files) > 1])
    if any(
        note.code.startswith("identifier-") and note.severity is Severity.ERROR
        for checked in seen
        for note in checked.notes
    ):
        click.echo(
            "The words that may identify somebody: rf-scorer check --privacy --show-words. Copies with role codes in their place: rf-scorer "
            "pseudonymise. Where all is as it may be: rf-scorer attest.",
            err=True,
        )


def _classes(context: click.Context) -> None:
    from rf_scorer.cli.privacy_text import classes_text

    click.echo(classes_text())
    context.exit(DONE)


def _may_reveal(as_json: bool) -> bool:
    """Words are shown to somebody who sits there, and never where they would be kept."""
    if as_json or not sys.stdout.isatty():
        raise UsageError(
            "Words of a transcript are shown on a terminal alone.",
            where="--show-words",
            remedy="Leave out --show-words, or run the command without --json, '>' and '|'.",
        )
    return True


def _privacy(
    found: Sequence[Input], options: RunOptions, *, as_json: bool, reveal: bool, strict: bool, quiet: bool
) -> int:
    from rf_scorer.cli.privacy_text import looked_record, looked_text
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.study.privacy import looking
    from rf_scorer.study.privacy.gate import Mode, looked_by

    blocked = unread = warned = bugs = 0
    by = ""
    for looked in looking.run(found, options, reveal=reveal):
        bugs += looked.bug
        verdict = looked.verdict
        by = by or (looked_by(verdict) if verdict is not None else "")
        # As 'score' would have it: what is attested passes, an attestation that does not hold stops the file whatever was found.
        stops = verdict is not None and (
            bool(looked.problem) or (options.gate.mode is Mode.BLOCK and verdict.blocked and looked.attestation is None)
        )
        unread, blocked = unread + (verdict is None), blocked + stops
        warned += verdict is not None and not stops and bool(verdict.findings)
        if as_json:
            click.echo(dumps_line(looked_record(looked)))
        elif not quiet or stops or verdict is None:
            click.echo(looked_text(looked))
    if not quiet:
        click.echo(
            f"Files: {len(found)}; blocked: {blocked}; want a look: {warned}; cannot be read: {unread}.", err=True
        )
        click.echo(
            f"{f'Looked by {by}. ' if by else ''}What is found may identify somebody; what is not found may stand there all the same.",
            err=True,
        )
    if bugs:
        return OWN_BUG
    return NOT_ACCEPTABLE if blocked or unread or (strict and warned) else DONE


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
    lines = [console.style(checked.file, bold=True)]
    if checked.facts:
        facts = checked.facts
        speakers = ", ".join(
            f"{speaker['label']} = {speaker['role']} ({speaker['confidence']:.2f})" for speaker in facts["speakers"]
        )
        form = ", ".join(part for part in (facts["format"], facts["encoding"]) if part)
        spoken = f"{facts['participant_words']:,} participant's words ({facts['participant_share']:.0%} of all)"
        states = ", ".join(
            f"{count:,} {state.replace('_', ' ')}" for state, count in facts["passages"].items() if count
        )
        if facts["participant"] or facts["timepoint"]:
            who = {"participant": facts["participant"], "timepoint": facts["timepoint"]}
            lines.append("  " + "; ".join(f"{key}: {value}" for key, value in who.items() if value))
        lines += [
            f"  {form}; {counted(facts['turns'], 'turn')}; {spoken}",
            f"  speakers: {speakers}",
            f"  protocol: {facts['protocol'] or 'none (every exchange is a passage)'}; passages: {states}",
        ]
    told = [note for note in checked.notes if note.severity.value != "info" or verbose]
    for place, note in enumerate(told, start=1):
        # Notes in a row that ask for the same are answered once.
        lines.append(
            _note(note, checked.file, remedied=note.remedy not in {one.remedy for one in told[place : place + 1]})
        )
    return "\n".join(lines)


def _note(note: Note, file: str, *, remedied: bool) -> str:
    colour = {"error": "red", "warning": "yellow", "info": "blue"}[note.severity.value]
    where = f"{file}:{note.line}: " if note.line is not None else ""
    text = f"  {console.style(note.severity.value, fg=colour)} {where}{note.message} [{note.code}]"
    return text + (f"\n    {note.remedy}" if note.remedy and remedied else "")
