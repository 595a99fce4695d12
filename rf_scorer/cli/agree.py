"""``rf-scorer agree``: how far raters agree, and a machine with them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.agree_text import lines
from rf_scorer.cli.options import (
    confidence_option,
    encoding_option,
    quiet_option,
    report_outputs,
    resamples_option,
    seed_option,
)
from rf_scorer.cli.rating_options import data_argument
from rf_scorer.cli.studies import opened_room
from rf_scorer.cli.text import tell_written
from rf_scorer.regularfile import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rf_scorer.study.agreeing import Gathered
    from rf_scorer.study.agreeing.plan import Use

__all__ = ["command"]

#: Options that name columns of a table, by their parameters.
_OF_TABLES = {
    "scale": "--scale",
    "step": "--step",
    "unit": "--unit",
    "passage": "--passage",
    "rater": "--rater",
    "rating": "--rating",
    "rater_columns": "--rater-columns",
    "participant": "--participant",
    "time": "--time",
    "machine": "--machine",
    "encoding": "--encoding",
}
#: Options for folders of confirmed ratings.
_OF_FOLDERS = {"use": "--use", "sheets": "--sheets", "calibration_set": "--calibration-set"}


@click.command(
    name="agree",
    short_help="Say how far raters agree, and who differs from whom.",
    epilog="""\b
Example:
  rf-scorer agree my-study --report agreement.html
  rf-scorer agree ratings.csv --scale -1:9 --rater-columns anna,ben,cleo
  rf-scorer agree long.xlsx --scale -1:9 --rater coder --rating rf --participant person --machine model --key gold

Exit code 1 if the ratings are not acceptable; every fault is told by its row and column, or its interview.
""",
)
@data_argument
@click.option(
    "--scale",
    metavar="MIN:MAX",
    help="The scale of the ratings in a table, such as -1:9, or the name of a protocol whose scale it is. Never guessed.",
)
@click.option("--step", type=click.Choice(["1", "0.5"]), help="0.5 where half points were given.  [default: 1]")
@click.option(
    "--level",
    type=click.Choice(["passages", "overall", "both"]),
    default="both",
    show_default=True,
    help="Ratings of passages, overall ratings, or both.",
)
@click.option(
    "--use",
    type=click.Choice(["blind", "final"]),
    help="Which confirmed ratings: as they were locked blind, or as they stood in the end.  [default: blind]",
)
@click.option(
    "--rater-columns",
    multiple=True,
    metavar="COL,COL",
    help="The columns of the raters: a table with a row for each unit; can be repeated.",
)
@click.option(
    "--rater",
    metavar="COL",
    help="The column of the raters: a table with a row for each rating.  [default: 'rater' or 'coder']",
)
@click.option("--rating", metavar="COL", help="The column of the ratings.  [default: 'rating', 'score' or 'level']")
@click.option("--unit", metavar="COL", help="The column of what was rated.  [default: 'interview', 'unit' or 'id']")
@click.option(
    "--passage", metavar="COL", help="The column of the passages, if any; an empty cell is an overall rating."
)
@click.option(
    "--participant",
    metavar="COL",
    help="The column of the participants, of whom intervals are drawn.  [default: 'participant', if any]",
)
@click.option(
    "--time",
    metavar="COL",
    help="The column of dates, or of running numbers, for drift.  [default: 'time' or 'date', if any]",
)
@click.option(
    "--machine",
    metavar="COL",
    help="The column of a machine's levels or scores; in a long table also a rater. Of confirmed ratings the suggestions are taken.",
)
@click.option("--key", metavar="ID", help="The rater whose levels are the calibration key.")
@click.option(
    "--group",
    metavar="COL",
    help="Tell agreement apart by this column; of confirmed ratings by protocol, question, role, state, timepoint or topic.",
)
@click.option(
    "--min-group",
    "minimum",
    type=click.IntRange(min=2),
    default=10,
    show_default=True,
    metavar="N",
    help="Units a group must have to be named and judged.",
)
@click.option(
    "--sheets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The rating sheets of an export, for suggestions that no rater was shown.",
)
@click.option(
    "--calibration-set",
    type=click.Choice(["left-out", "only", "counted"]),
    help="Of a study with a plan: what becomes of the interviews that everybody rated first.  [default: left-out]",
)
@encoding_option
@seed_option(20, "what intervals draw")
@resamples_option
@confidence_option
@report_outputs("agreement-report", printed="tables")
@quiet_option
def command(
    data: Path,
    *,
    level: Any,
    key: str | None,
    group: str | None,
    minimum: int,
    seed: int,
    resamples: int,
    confidence: float,
    report: Path | None,
    out: Path | None,
    as_json: bool,
    force: bool,
    quiet: bool,
    **chosen: Any,
) -> int:
    """Compare raters with each other, with a key, and with a machine.

    DATA is a study, an export of it ('rf-scorer ratings export'), or a table: .csv, .tsv, .xlsx or .jsonl with a row for each rating, or a
    row for each unit and a column for each rater. Ratings are compared as they were given blind. Nothing is kept but what you ask for.
    """
    from rf_scorer import documents, jsonio, pages
    from rf_scorer.study import agreeing
    from rf_scorer.study.files import outputs

    wanted = outputs.Outputs(paths=(report, out), force=force, source=data)
    wanted.check()
    plan = agreeing.Plan(levels=level, key=key, minimum=minimum, seed=seed, resamples=resamples, confidence=confidence)
    gathered = _gathered(data, level=level, group=group, chosen=chosen)
    document = agreeing.agree(gathered, plan)
    wanted.write({report: lambda: pages.render_agreement(document), out: lambda: documents.document_text(document)})
    if as_json:
        click.echo(jsonio.dumps(document), nl=False)
    elif not quiet:
        click.echo("\n".join(lines(document)))
    if not quiet:
        tell_written({"Document": out, "Page": report})
    return DONE


def _gathered(data: Path, *, level: Any, group: str | None, chosen: Mapping[str, Any]) -> Gathered:
    if os.path.isdir(data):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
        _refuse(_OF_TABLES, chosen, "Options for tables mean nothing for confirmed ratings")
        return _confirmed(data, level=level, group=group, chosen=chosen)
    _refuse(_OF_FOLDERS, chosen, "These options are for a folder of confirmed ratings, and DATA is not a folder")
    if chosen["scale"] is None:
        raise click.MissingParameter(param_hint="'--scale'", param_type="option")
    return _table(data, group=group, chosen=chosen)


def _refuse(options: Mapping[str, str], chosen: Mapping[str, Any], why: str) -> None:
    given = [option for name, option in options.items() if chosen[name]]
    if given:
        raise click.UsageError(f"{why}: {', '.join(given)}.")


def _table(data: Path, *, group: str | None, chosen: Mapping[str, Any]) -> Gathered:
    from rf_scorer.agreement import Range
    from rf_scorer.study import agreeing
    from rf_scorer.study.ratings import parse_scale

    scale = parse_scale(chosen["scale"])
    columns = [name.strip() for part in chosen["rater_columns"] for name in part.split(",") if name.strip()]
    named = agreeing.NamedColumns(
        unit=chosen["unit"],
        passage=chosen["passage"],
        rater=chosen["rater"],
        rating=chosen["rating"],
        participant=chosen["participant"],
        time=chosen["time"],
        raters=tuple(dict.fromkeys(columns)),
        machine=chosen["machine"],
        group=group,
    )
    return agreeing.read_table(
        data,
        named,
        scale=Range(minimum=scale.minimum, maximum=scale.maximum),
        step=float(chosen["step"] or 1),
        encoding=chosen["encoding"],
    )


def _confirmed(data: Path, *, level: Any, group: str | None, chosen: Mapping[str, Any]) -> Gathered:
    from rf_scorer.study import agreeing
    from rf_scorer.study.folder import is_study

    use: Use = chosen["use"] or "blind"
    sheets: Path | None = chosen["sheets"]
    if not is_study(data):
        _refuse({"calibration_set": "--calibration-set"}, chosen, "Only a study's plan knows its calibration set")
        return agreeing.gathered_from(
            agreeing.read_documents(data),
            use=use,
            level=level,
            group=group,
            suggested=None if sheets is None else _suggested(sheets),
        )
    from rf_scorer.review.outcome import outcome
    from rf_scorer.study.planning.document import calibration_of

    with opened_room(data) as room:
        handed_in = outcome(room)
        suggested = _suggested(sheets or room.study.sheets)
        calibration = calibration_of(room.study.plan, study=room.study.id)
    found = agreeing.gathered_from(
        handed_in.rated,
        use=use,
        level=level,
        group=group,
        suggested=suggested,
        calibration=calibration,
        calibration_set=chosen["calibration_set"] or "left-out",
    )
    return replace(found, remarks=(*handed_in.left_out, *found.remarks))


def _suggested(sheets: Path) -> Callable[[str, str], Mapping[str, Any] | None]:
    """What the sheets in a folder suggest, each read once."""
    from rf_scorer import jsonio, validation
    from rf_scorer.errors import InvalidDocument
    from rf_scorer.review.shown import shown_document

    read: dict[str, Any] = {}

    def suggested(interview: str, unit: str) -> Mapping[str, Any] | None:
        if interview not in read:
            path = sheets / f"{interview}.json"
            read[interview] = jsonio.loads(read_bytes(path), where=path.name) if path.is_file() else None
            faults = [] if read[interview] is None else validation.faults(read[interview], "rating-sheet")
            if faults:
                raise InvalidDocument(
                    f"{faults[0].path}: {faults[0].message}", where=path.name, remedy="Score the interview again."
                )
        sheet = read[interview]
        return None if sheet is None else shown_document(sheet, unit)

    return suggested
