"""``rf-scorer pseudonymise``: copies of transcripts with codes instead of names, and the key that is kept apart."""

from __future__ import annotations

from pathlib import Path
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
from rf_scorer.cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.study.pseudonymising import Copied

__all__ = ["command"]

_WARNING = (
    "A copy is for a person to check: what is not found stays in it. With the key it still is personal data.\n"
    "Read each copy against its transcript before anybody else gets it."
)


@click.command(
    name="pseudonymise",
    short_help="Write copies with role codes instead of names.",
    epilog="""\b
Example:
  rf-scorer pseudonymise interviews/ -o copies/ --key safe/key.csv
  rf-scorer pseudonymise new/p31.docx -o copies/ --key safe/key.csv --pseudonyms pseudonyms.txt

Exit code 1 if a transcript has no copy, or a copy still holds something that blocks.
""",
)
@inputs_argument
@out_folder("Where the copies go.", required=True)
@click.option(
    "--key",
    "key_file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="KEY.csv",
    help="The table that leads from codes back to names, for its owner's eyes alone; neither among the copies nor among the transcripts. One of an earlier run is used and extended.",
)
@pseudonyms_option
@file_options
@json_option
@force_option("copies")
def command(paths: tuple[Path, ...], *, out: Path, key_file: Path, force: bool, as_json: bool, **chosen: Any) -> int:
    """Write copies of transcripts in which codes stand for what identifies somebody.

    {{Brother}} for a name beside "my brother", {{Person 1}}, {{Town 1}}, {{Date 1 (1994)}} for others; the same name has the same code in
    all copies that share a key. Speakers' labels that are names become roles, file names that hold names become numbers. Text formats,
    captions, tables, WhisperX and CHAT files keep their form; others become labelled text. Transcripts are never changed. Then the copies
    are looked through again. No word of a transcript is printed; the key holds them.
    """
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.study import inputs
    from rf_scorer.study.pseudonymising import Key, check_apart, check_out, make, write

    options, study = run_options(protocol=None, **chosen), study_of(paths)
    if study is not None:
        options, paths = with_settings(options, study), (study.transcripts,)
    found = inputs.find(paths, outside=out if out.is_dir() else None)
    check_out(out, found)
    check_apart(key_file, out=out, inputs=found, paths=paths)
    tell_unmatched(options, found, table=table_of(study))
    key = Key.read(key_file)
    made = make(found, options, key=key)
    write(made, out, key=key, force=force)
    for one in made.copies:
        click.echo(dumps_line(_record(one)) if as_json else _text(one, out))
    return _ending(made.copies, key_file)


def _ending(copies: Sequence[Copied], key: Path) -> int:
    done = [one for one in copies if one.copy is not None]
    left = sum(one.verdict is not None and one.verdict.blocked for one in done)
    click.echo(
        f"Transcripts: {len(copies)}; copies: {len(done)}; of them with something left that blocks: {left}.", err=True
    )
    if done:
        click.echo(f"Key: {key}. Keep it apart from the copies.\n{_WARNING}", err=True)
    if any(one.bug for one in copies):
        return OWN_BUG
    return NOT_ACCEPTABLE if left or len(done) < len(copies) else DONE


def _record(one: Copied) -> dict[str, Any]:
    if one.copy is None or one.verdict is None:
        return {"file": one.file, "copy": None, "error": one.problem, "remedy": one.remedy}
    return {
        "file": one.file,
        "copy": one.copy,
        "replaced": one.replaced,
        "labels": one.labels,
        "notes": list(one.notes),
        "left": one.verdict.counts(),
        "blocked": one.verdict.blocked,
    }


def _text(one: Copied, out: Path) -> str:
    from rf_scorer.cli.privacy_text import looked_text
    from rf_scorer.privacy import CLASSES
    from rf_scorer.study.privacy.looking import Looked

    name = console.style(one.file, bold=True)
    if one.copy is None or one.verdict is None:
        return f"{name}\n  {console.style('error', fg='red')} {one.problem}" + (
            f"\n    {one.remedy}" if one.remedy else ""
        )
    told = [f"{CLASSES[kind].title}: {count}" for kind, count in one.replaced.items()]
    told += [counted(one.labels, "speaker label")] if one.labels else []
    lines = [f"{name} -> {out / one.copy}", f"  replaced: {'; '.join(told) or 'nothing'}"]
    lines += [f"  {note}" for note in one.notes]
    left = looked_text(Looked(file=one.copy, transcript=one.copy, verdict=one.verdict)).splitlines()[1:]
    return "\n".join([*lines, f"  in the copy: {left[0].strip()}", *left[1:]])
