"""``rf-scorer change``: how confirmed ratings of the same participants differ between timepoints."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import (
    confidence_option,
    encoding_option,
    groups_option,
    report_outputs,
    resamples_option,
    seed_option,
    verbosity,
)
from rf_scorer.cli.rating_options import data_argument
from rf_scorer.cli.studies import opened_room
from rf_scorer.cli.text import MISSING, number, share, table, tell_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rf_scorer.study.changing.observed import Observed

__all__ = ["command", "lines", "read"]

#: Participants that a terminal shows of those with reliable change, without --verbose.
_SHOWN = 12
_VERDICTS = {"higher": "reliably higher", "no_reliable_change": "no reliable change", "lower": "reliably lower"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is read, and as what: options that bear on the data."""

    use: str | None
    level: str | None
    rater: str | None
    groups: Path | None
    participant: str | None
    timepoint: str | None
    rating: str | None
    group: str | None
    scale: str | None
    encoding: str | None


@click.command(
    name="change",
    short_help="Say how confirmed ratings change over timepoints.",
    epilog="""\b
Example:
  rf-scorer change my-study --report change.html
  rf-scorer change my-study --use mean --timepoints t1,t2,t3 --groups groups.csv
  rf-scorer change exported/ratings --reliability 0.8 -o change.json
  rf-scorer change ratings.csv --scale -1:9 --reliability 0.8 --group arm

Exit code 1 if the ratings are not acceptable, or the error of measurement cannot be told.
""",
)
@data_argument
@click.option(
    "--timepoints",
    metavar="NAME,NAME",
    help="The timepoints in their order, the earliest first; others are left out.  [default: as their names say: numbers, t1 and t2, pre and post]",
)
@click.option(
    "--use",
    type=click.Choice(["consensus", "final", "blind", "mean"]),
    help="Which ratings of a study: the consensus; one rater's as it stood in the end, or as it was locked blind; or the mean of what all raters locked blind.  [default: consensus]",
)
@click.option("--rater", metavar="ID", help="Whose rating '--use final' and '--use blind' take, where several rated.")
@click.option(
    "--level",
    type=click.Choice(["overall", "passages"]),
    help="Overall ratings, or means of passages by question.  [default: overall]",
)
@groups_option
@click.option(
    "--scale",
    metavar="MIN:MAX",
    help="The scale of the ratings in a table, such as -1:9, or the name of a protocol whose scale it is. Never guessed.",
)
@click.option(
    "--participant", metavar="COL", help="The column of the participants in a table.  [default: 'participant']"
)
@click.option("--timepoint", metavar="COL", help="The column of the timepoints in a table.  [default: 'timepoint']")
@click.option("--rating", metavar="COL", help="The column of the ratings in a table.  [default: 'rating']")
@click.option("--group", metavar="COL", help="The column of the groups in a table.  [default: 'group', if any]")
@encoding_option
@click.option(
    "--reliability",
    type=float,
    metavar="R",
    help="The reliability of one rating, such as an ICC(A,1).  [default: estimated from interviews that several rated blind]",
)
@click.option(
    "--sd", type=float, metavar="LEVELS", help="Standard deviation of ratings.  [default: that at the first timepoint]"
)
@click.option(
    "--reference-mean",
    type=float,
    metavar="LEVEL",
    help="Mean of the population, towards which extreme ratings come back.  [default: the mean at the first timepoint]",
)
@click.option(
    "--timepoint-hidden/--timepoint-known",
    "blind",
    default=None,
    help="Say whether raters knew the timepoint.  [default: not said, and the report warns]",
)
@seed_option(20, "what intervals draw")
@resamples_option
@confidence_option
@report_outputs("change-report", printed="tables")
@verbosity
def command(
    data: Path,
    *,
    timepoints: str | None,
    reliability: float | None,
    sd: float | None,
    reference_mean: float | None,
    blind: bool | None,
    confidence: float,
    seed: int,
    resamples: int,
    report: Path | None,
    out: Path | None,
    as_json: bool,
    force: bool,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Say how confirmed ratings of the same participants change over timepoints, against the error of measurement.

    DATA is a study, a folder of exported rating documents, or a table with a row for each participant and timepoint. Each participant's change
    is judged by the reliable change index (Jacobson & Truax 1991); groups stand beside what regression to the mean and rater error alone
    would give. Nothing here says that somebody has recovered. Nothing is kept but what you ask for.
    """
    import rf_scorer
    from rf_scorer import documents, jsonio, validation
    from rf_scorer.documents.change import change_document
    from rf_scorer.pages.change import render
    from rf_scorer.study.changing.judging import judge
    from rf_scorer.study.changing.plan import Plan
    from rf_scorer.study.changing.statements import statements
    from rf_scorer.study.files import outputs

    wanted = outputs.Outputs(paths=(report, out), force=force, source=data, beside=(chosen["groups"],))
    wanted.check()
    plan = Plan(
        timepoints=_names(timepoints),
        reliability=reliability,
        sd=sd,
        reference_mean=reference_mean,
        blind=blind,
        confidence=confidence,
        seed=seed,
        resamples=resamples,
    )
    reading = Reading(**chosen)
    found = judge(read(data, reading), plan)
    settings = {"blind": blind, "confidence": confidence, "rater": reading.rater, "resamples": resamples, "seed": seed}
    document = change_document(found, version=rf_scorer.__version__, settings=settings, statements=statements(found))
    faults = validation.faults(document, "change-report")
    if faults:
        raise AssertionError(f"the report breaks its own schema at {faults[0].path} ({faults[0].rule})")
    wanted.write({report: lambda: render(document), out: lambda: documents.document_text(document)})
    if as_json:
        click.echo(jsonio.dumps(document), nl=False)
    elif not quiet:
        click.echo("\n".join(lines(document, verbose=verbose)))
    if not quiet:
        tell_written({"Document": out, "Page": report})
    return DONE


def _names(told: str | None) -> tuple[str, ...] | None:
    if told is None:
        return None
    names = tuple(name.strip() for name in told.split(","))
    if not all(names):
        raise click.UsageError("--timepoints holds an empty name; names are parted by commas.")
    return names


def read(data: Path, reading: Reading) -> Observed:
    """Values of participants at timepoints, from whatever ``data`` is.

    Raises
    ------
    click.UsageError
        If options are given that this kind of data does not know, or a table's scale is missing.
    """
    from rf_scorer.study.folder import is_study

    if not os.path.isdir(data):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
        return _table(data, reading)
    of_tables = {name: getattr(reading, name) for name in ("scale", "participant", "timepoint", "rating", "group")}
    if any(of_tables.values()):
        given = ", ".join(f"--{name}" for name, value in of_tables.items() if value)
        raise click.UsageError(f"Options for tables mean nothing for a folder of confirmed ratings: {given}.")
    return _confirmed(data, reading, study=is_study(data))


def _table(data: Path, reading: Reading) -> Observed:
    from rf_scorer.study.changing.table import NamedColumns, read_table
    from rf_scorer.study.ratings import parse_scale

    if reading.use or reading.rater or reading.level or reading.groups:
        raise click.UsageError("--use, --rater, --level and --groups are for a study or a folder of confirmed ratings.")
    if reading.scale is None:
        raise click.MissingParameter(param_hint="'--scale'", param_type="option")
    columns = NamedColumns(
        participant=reading.participant, timepoint=reading.timepoint, rating=reading.rating, group=reading.group
    )
    return read_table(data, columns, scale=parse_scale(reading.scale), encoding=reading.encoding)


def _confirmed(data: Path, reading: Reading, *, study: bool) -> Observed:
    from rf_scorer.study.changing.confirmed import observed_of, read_folder
    from rf_scorer.study.changing.table import read_groups

    groups = None if reading.groups is None else read_groups(reading.groups, encoding=reading.encoding)
    cautions: list[str] = []
    calibration: tuple[str, ...] = ()
    if study:
        rated, agreed, calibration, cautions = _in_memory(data)
    else:
        rated, agreed = read_folder(data)
    found = observed_of(
        rated,
        agreed,
        source="study" if study else "documents",
        use=reading.use or "consensus",  # type: ignore[arg-type]
        level=reading.level or "overall",  # type: ignore[arg-type]
        rater=reading.rater,
        groups=groups,
        calibration=calibration,
    )
    if groups is not None:
        people = {one.participant for one in found.observations}
        lacking = len(people - set(groups))
        if lacking:
            cautions.append(
                f"{lacking} of {len(people)} participants stand in no group of the table that --groups names."
            )
    return replace(found, cautions=(*found.cautions, *cautions))


def _in_memory(root: Path) -> tuple[Any, Any, tuple[str, ...], list[str]]:
    from rf_scorer.review.outcome import outcome
    from rf_scorer.study.planning.document import calibration_of

    with opened_room(root) as room:
        found = outcome(room)
        calibration = calibration_of(room.study.plan, study=room.study.id)
    told = []
    if found.gone:
        told.append(f"Interviews that were rated and have no sheet any more are left out: {len(found.gone)}.")
    if found.faulty:
        told.append(f"Interviews whose sheet is not what was rated are left out: {len(found.faulty)}.")
    return found.rated, found.agreed, calibration, told


def lines(document: Mapping[str, Any], *, verbose: bool = False) -> list[str]:
    """The report as plain text."""
    found = [f"* {sentence}" for sentence in document["statements"]]
    for comparison in document["comparisons"]:
        found += ["", f"{comparison['first']} to {comparison['last']}"]
        found += [f"  {line}" for line in table(_groups(comparison["groups"]))]
        if comparison["people"]:
            found += ["", *(f"  {line}" for line in _people(comparison, verbose=verbose))]
        if verbose and comparison["questions"]:
            rows = [["question", "both", "before", "after", "change"]]
            rows += [
                [
                    one["question"],
                    str(one["n"]),
                    number(one["mean_before"]),
                    number(one["mean_after"]),
                    _cell(one["change"]),
                ]
                for one in comparison["questions"]
            ]
            found += ["", *(f"  {line}" for line in table(rows))]
    if document["slopes"]:
        rows = [["slope", "n", "mean"]]
        rows += [
            [group["name"] or "everybody", str(group["n"]), _cell(group["slope"])]
            for group in document["slopes"]["groups"]
        ]
        found += [
            "",
            f"Slopes, in levels for each {document['slopes']['unit']}",
            *(f"  {line}" for line in table(rows)),
        ]
    found += [""]
    found += [f"warning  {caution}" for caution in document["cautions"]]
    found += [f"note     Left out: {count} {what}." for what, count in document["left_out"].items()]
    return [*found, "", document["notice"]]


def _groups(groups: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    rows = [
        ["", "both", "before", "after", "change", "g_av", "higher", "lower", "by chance: change", "higher", "lower"]
    ]
    for group in groups:
        alone = group["expected"]
        rows.append(
            [
                group["name"] or "everybody",
                str(group["n"]),
                number(group["mean_before"]),
                number(group["mean_after"]),
                _cell(group["change"]),
                _cell(group["g_av"]),
                _counted(group["higher"], group["n"]),
                _counted(group["lower"], group["n"]),
                *(
                    [MISSING, MISSING, MISSING]
                    if alone is None
                    else [number(alone["change"]), share(alone["higher"]), share(alone["lower"])]
                ),
            ]
        )
    return rows


def _people(comparison: Mapping[str, Any], *, verbose: bool) -> list[str]:
    people = comparison["people"]
    changed = [one for one in people if one["verdict"] != "no_reliable_change"]
    shown = people if verbose else sorted(changed, key=lambda one: -abs(one["index"]))[:_SHOWN]
    rows = [["participant", "before", "after", "change", "interval", "index", "verdict"]]
    rows += [
        [
            one["participant"],
            number(one["before"]),
            number(one["after"]),
            number(one["change"]),
            f"[{number(one['low'])}, {number(one['high'])}]",
            number(one["index"]),
            _VERDICTS[one["verdict"]],
        ]
        for one in shown
    ]
    told = table(rows) if shown else []
    rest = len(people) - len(shown)
    if rest:
        told.append(f"and {rest} more (--verbose shows everybody)" if shown else f"{rest} without reliable change")
    return told


def _counted(one: Mapping[str, Any], n: int) -> str:
    return f"{one['count']} ({share(one['count'] / n)})" if n else "0"


def _cell(figure: Mapping[str, Any]) -> str:
    if figure["value"] is None:
        return "undefined"
    if figure["low"] is None:
        return number(figure["value"])
    return f"{number(figure['value'])} [{number(figure['low'])}, {number(figure['high'])}]"
