"""``rf-scorer export``: a study for the tools that a lab already has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import force_option, out_folder, quiet_option, study_argument
from rf_scorer.cli.text import counted

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.exchange.material import Material, Options

__all__ = ["command", "export"]

_COMMAND = "export"
#: Said once, on standard error: what leaves is confidential.
_CONFIDENTIAL = (
    "note     Participants' words and the program's highlights are in it: keep it as you keep the transcripts, and from raters who have "
    "not finished."
)
_NAMES = ("csv", "xlsx", "sav", "rsmeval", "qdpx", "qdc", "labelstudio", "doccano", "prodigy", "brat")


@click.command(
    name="export",
    short_help="Write a study for R, SPSS, NVivo, Label Studio and others.",
    epilog="""\b
Example:
  rf-scorer export my-study --to xlsx --to sav
  rf-scorer export my-study --to qdpx -o for-nvivo/
  rf-scorer export my-study --to csv --no-text --use consensus -o for-analysis/

Exit code 1 if a sheet is not acceptable, or a format needs ratings and there are none.
""",
)
@study_argument
@out_folder("Where the files go.", usual="STUDY/exports/to-FORMAT")
@click.option(
    "--to", "names", multiple=True, required=True, type=click.Choice(_NAMES), help="The format; can be repeated."
)
@click.option(
    "--use",
    type=click.Choice(["blind", "final", "consensus"]),
    default="blind",
    show_default=True,
    help="Which ratings: as they were locked blind, as they stood in the end, or the consensus.",
)
@click.option(
    "--with-suggestions",
    is_flag=True,
    help="Also the program's provisional suggestions, apart from ratings and named so.",
)
@click.option(
    "--no-text",
    is_flag=True,
    help="Tables without participants' words and raters' notes; not for formats that are the text.",
)
@force_option("an export")
@quiet_option
def command(
    root: Path,
    *,
    names: tuple[str, ...],
    out: Path | None,
    use: str,
    with_suggestions: bool,
    no_text: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Write a study for other tools: tables, statistics programs, qualitative analysis, span annotation.

    STUDY is the folder of a study, or what 'rf-scorer score' wrote. Each format gets a folder of its name. Only ratings that raters
    finished leave; a suggestion never stands for one. The folder holds participants' words unless --no-text is given.
    """
    from rf_scorer.exchange.material import Options

    chosen = tuple(dict.fromkeys(names))
    path = out or root / "exports" / f"to-{'-'.join(chosen)}"
    options = Options(
        use=use,  # type: ignore[arg-type]
        suggestions=with_suggestions,
        text=not no_text,
    )
    written, material = export(root, path, chosen, options, force=force)
    if not quiet:
        raters = f"ratings by {counted(len(material.raters), 'rater')}" if material.raters else "no ratings"
        told = f"{counted(len(material.sheets), 'interview')}, {raters}, {counted(len(written), 'file')}"
        click.echo(f"{told}. Export: {path}", err=True)
        if options.text and any(name not in {"qdc", "sav", "rsmeval"} for name in chosen):
            click.echo(_CONFIDENTIAL, err=True)
    return DONE


def export(
    root: Path, path: Path, names: tuple[str, ...], options: Options, *, force: bool
) -> tuple[tuple[str, ...], Material]:
    """Write the files of these formats, whole or not at all.

    Returns
    -------
    tuple of str
        Paths of the files.
    Material
        What they are made of.
    """
    import rf_scorer
    from rf_scorer.cli.exchange_room import material_of
    from rf_scorer.exchange import folder
    from rf_scorer.exchange.formats import files_of
    from rf_scorer.study.files import lock
    from rf_scorer.study.files.placing import scratch

    with lock.beside(path):
        folder.check(path, command=_COMMAND, force=force)
        material, sheets = material_of(root)
        with scratch(path) as own:
            files = files_of(names, material, replace(options, scratch=own))
        folder.write(
            path,
            files,
            command=_COMMAND,
            options={
                "to": list(names),
                "use": options.use,
                "suggestions": options.suggestions,
                "text": options.text,
            },
            provenance={"rf_scorer": rf_scorer.__version__, "study": material.study},
            sources=sheets.sources,
            force=force,
        )
    return tuple(files), material
