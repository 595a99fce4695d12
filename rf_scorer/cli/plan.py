"""``rf-scorer plan``: who rates what, kept in the study; and how many double-coded interviews it takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import (
    dry_run_option,
    force_option,
    json_option,
    quiet_option,
    seed_option,
    study_argument,
)
from rf_scorer.cli.plan_size import size_command
from rf_scorer.cli.studies import explicit, rated_study
from rf_scorer.cli.text import listed
from rf_scorer.cli.values import capacity, names
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.study.folder import Study
    from rf_scorer.study.planning.rating_plan import RatingPlan

__all__ = ["command"]

_rater = click.argument("rater", metavar="RATER")
_seed = seed_option(0, "all that is drawn")
#: Options of ``make`` that a plan has settled for good.
_SETTLED = {
    "double": "--double",
    "by": "--by",
    "calibration": "--calibration",
    "recalibrate": "--recalibrate",
    "participant": "--participants",
    "raters": "--rater",
    "capacities": "--capacity",
    "blind": "--codes",
    "keep_begun": "--keep-begun",
    "seed": "--seed",
    "force": "--force",
}


@click.group(
    name="plan",
    short_help="Plan who rates what, and how many interviews to double-code.",
    epilog="""\b
Example:
  rf-scorer plan size --icc 0.8 --units 10,20,30,50
  rf-scorer plan make my-study --double 0.25 --by group --groups groups.csv --calibration 3
  rf-scorer plan show my-study
  rf-scorer plan leave my-study anna
""",
)
def command() -> None:
    """Plan who rates what, and how many interviews to double-code."""


@command.command(
    name="make",
    short_help="Give every interview its raters.",
    epilog="""\b
Example:
  rf-scorer plan make my-study --dry-run
  rf-scorer plan make my-study --by group,site,timepoint --groups groups.csv --calibration 5 --seed 7
  rf-scorer plan make my-study --capacity anna=10 --participants together
  rf-scorer plan make my-study --extend --groups groups.csv

Writes plan.json, which is not for raters, and assignments.csv, which is. The desk goes by the plan for every rater whose interviews
study.toml does not name; start it anew after a change.
""",
)
@study_argument
@click.option(
    "--double",
    type=click.FloatRange(0, 1),
    default=0.25,
    show_default=True,
    metavar="SHARE",
    help="Share of the interviews that are double-coded, drawn within strata.",
)
@click.option(
    "--by",
    type=names,
    metavar="NAME,...",
    help="What makes strata: timepoint, protocol, or columns of the table of groups.  [default: timepoint, where sheets have one]",
)
@click.option(
    "--groups",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The table of groups: .csv, .tsv or .xlsx with a column 'participant' or 'interview', and those of --by.",
)
@click.option(
    "--calibration",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="Interviews of the calibration set, which everybody rates first.",
)
@click.option("--recalibrate", is_flag=True, help="Everybody rates the calibration set again at the end, to see drift.")
@click.option(
    "--participants",
    "participant",
    type=click.Choice(["apart", "together"]),
    default="apart",
    show_default=True,
    help="Whether several interviews of a participant go to different raters, who cannot tell their order, or to the same.",
)
@click.option("--rater", "raters", multiple=True, metavar="ID", help="Plan for these alone; can be repeated.")
@click.option(
    "--capacity",
    "capacities",
    multiple=True,
    type=capacity,
    metavar="ID=N",
    help="The most interviews that a rater takes, the calibration set among them; can be repeated.",
)
@click.option(
    "--codes", "blind", is_flag=True, help="Name interviews by codes in assignments.csv; codes/codes.csv leads back."
)
@click.option("--keep-begun", is_flag=True, help="What raters have begun stays with them, and is planned around.")
@click.option("--extend", is_flag=True, help="Plan interviews that are new; what was planned stays as it is.")
@_seed
@dry_run_option
@force_option("a plan")
@quiet_option
def make_command(
    root: Path,
    *,
    double: float,
    by: tuple[str, ...] | None,
    table: Path | None,
    calibration: int,
    recalibrate: bool,
    participant: str,
    raters: tuple[str, ...],
    capacities: tuple[tuple[str, int], ...],
    blind: bool,
    keep_begun: bool,
    extend: bool,
    seed: int,
    dry_run: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Give every interview of a study one rater, a share of them two, and the calibration set all.

    STUDY is the folder of a study that was scored. Words are balanced over raters, so are strata and what pairs of raters share; each
    rater's list is in an order of its own. The same seed gives the same plan.
    """
    from rf_scorer.cli import planned
    from rf_scorer.study import planning

    study = rated_study(root, planned=False)
    _alone(study, dry_run=dry_run)
    if extend:
        return _extended(study, table, dry_run=dry_run, quiet=quiet)
    planned.kept(study, force=force or dry_run)
    who = planned.raters_of(study, raters, _once(capacities))
    facts = planned.facts_of(study)
    if by is None:
        by = ("timepoint",) if any(row.timepoint for row in facts.rows) else ()
    interviews, told = planned.interviews_of(facts, by, table)
    rules = planning.Rules(
        double=double,
        by=by,
        participant=participant,
        calibration=calibration,
        recalibrate=recalibrate,
        blind=blind,
        seed=seed,
    )
    begun = planned.counted(facts, {one.id for one in study.raters}, (one.id for one in interviews))
    plan = planning.make(
        interviews, who, rules, study=study.id, controls=facts.controls, begun=begun if keep_begun else None
    )
    planned.refuse_taken_away(plan, begun)
    return _done(study, plan, told, controls=facts.controls, dry_run=dry_run, quiet=quiet)


def _alone(study: Study, *, dry_run: bool) -> None:
    """Have the rest of the command be the only run that changes the study; what is only tried needs no such thing."""
    from rf_scorer.cli import planned

    if not dry_run:
        click.get_current_context().with_resource(planned.alone(study))


def _once(capacities: Sequence[tuple[str, int]]) -> dict[str, int]:
    found = dict(capacities)
    if len(found) < len(capacities):
        raise UsageError("A rater has two capacities.", remedy="Give --capacity once for each rater.")
    return found


def _extended(study: Study, table: Path | None, *, dry_run: bool, quiet: bool) -> int:
    from rf_scorer.cli import planned
    from rf_scorer.study import planning

    given = [option for name, option in _SETTLED.items() if explicit(name)]
    if given:
        raise UsageError(
            f"The plan has settled {given[0]} already.",
            remedy="Give --extend with --groups and --dry-run alone; 'rf-scorer plan join' lets others in.",
        )
    plan = planned.plan_of(study)
    facts = planned.facts_of(study)
    if all(row.interview in plan.by_id for row in facts.rows):
        if not quiet:
            click.echo("There are no new interviews; the plan stays as it is.", err=True)
        return DONE
    interviews, told = planned.interviews_of(facts, plan.rules.by, table)
    longer = planning.extend(plan, interviews, controls=facts.controls)
    new = [one.id for one in interviews if one.id not in plan.by_id]
    planned.refuse_taken_away(longer, planned.counted(facts, {one.id for one in study.raters}, new))
    return _done(study, longer, told, controls=facts.controls, dry_run=dry_run, quiet=quiet)


def _done(
    study: Study,
    plan: RatingPlan,
    warnings: Sequence[str],
    *,
    controls: frozenset[str],
    dry_run: bool,
    quiet: bool,
) -> int:
    from rf_scorer.cli import planned
    from rf_scorer.cli.plan_tables import plan_lines
    from rf_scorer.study.planning.overview import overview, remarks

    paths = () if dry_run else planned.write(study, plan)
    if quiet:
        return DONE
    for line in plan_lines(plan, overview(plan)):
        click.echo(line)
    for remark in warnings:
        click.echo(f"warning  {remark}", err=True)
    for remark in (*remarks(plan, controls=controls), *planned.beside(study, plan)):
        click.echo(f"note     {remark}", err=True)
    if dry_run:
        click.echo("Nothing was written.", err=True)
    else:
        click.echo(f"Plan: {', '.join(str(path) for path in reversed(paths))}", err=True)
    return DONE


@command.command(
    name="show",
    short_help="Show everybody's part.",
    epilog="""\b
Example:
  rf-scorer plan show my-study
  rf-scorer plan show my-study --json
""",
)
@study_argument
@json_option
def show_command(root: Path, *, as_json: bool) -> int:
    """Show each rater's interviews and words, strata, and what pairs of raters share.

    STUDY is the folder of a study that has a plan. What is shown is not for raters: it says what is double-coded.
    """
    from rf_scorer.cli import planned
    from rf_scorer.cli.plan_tables import plan_lines, plan_record
    from rf_scorer.jsonio import dumps
    from rf_scorer.study.planning.overview import overview, remarks

    study = rated_study(root, planned=False)
    plan = planned.plan_of(study)
    facts = planned.facts_of(study)
    lacking = [row.interview for row in facts.rows if row.interview not in plan.by_id]
    scored = {row.interview for row in facts.rows}
    gone = [one for one in plan.by_id if one not in scored]
    told = [*remarks(plan, controls=facts.controls), *planned.beside(study, plan)]
    if lacking:
        told.append(
            f"Interviews that are not planned yet: {listed(lacking)}. 'rf-scorer plan make STUDY --extend' plans them."
        )
    if gone:
        told.append(f"Interviews of the plan that have no sheet: {listed(gone)}.")
    if as_json:
        click.echo(dumps(plan_record(plan, overview(plan), told)), nl=False)
        return DONE
    for line in plan_lines(plan, overview(plan)):
        click.echo(line)
    for remark in told:
        click.echo(f"note     {remark}", err=True)
    return DONE


@command.command(
    name="leave",
    short_help="Spread what a rater has not finished.",
    epilog="""\b
Example:
  rf-scorer plan leave my-study anna --dry-run
  rf-scorer plan leave my-study anna
""",
)
@study_argument
@_rater
@dry_run_option
@quiet_option
def leave_command(root: Path, rater: str, *, dry_run: bool, quiet: bool) -> int:
    """Let a rater leave: what was finished stays theirs, and the rest goes to the others by the same rules.

    STUDY is the folder of a study, RATER a code. Nothing else changes hands, and the plan remembers what did. Leave the rater in
    study.toml: ratings name them.
    """
    from rf_scorer.cli import planned
    from rf_scorer.study import planning

    study = rated_study(root, planned=False)
    _alone(study, dry_run=dry_run)
    plan = planned.plan_of(study)
    facts = planned.facts_of(study)
    finished = [interview for interview, who in facts.finished.items() if rater in who]
    begun = [one for one, who in sorted(facts.begun.items()) if rater in who and one not in set(finished)]
    after = planning.leave(plan, rater, finished=finished)
    told = []
    if begun:
        told.append(f"{rater} has begun and not finished, and whoever gets it begins anew: {listed(begun)}.")
    return _done(study, after, told, controls=facts.controls, dry_run=dry_run, quiet=quiet)


@command.command(
    name="join",
    short_help="Let a rater take a fair part.",
    epilog="""\b
Example:
  rf-scorer plan join my-study dora
  rf-scorer plan join my-study dora --capacity 8
""",
)
@study_argument
@_rater
@click.option(
    "--capacity", type=click.IntRange(0, 99_999), metavar="N", help="The most interviews that the rater takes."
)
@dry_run_option
@quiet_option
def join_command(root: Path, rater: str, *, capacity: int | None, dry_run: bool, quiet: bool) -> int:
    """Let a rater of study.toml join: the calibration set, and interviews that nobody has begun, from those who have most before them.

    STUDY is the folder of a study, RATER a code. Nothing else changes hands, and the plan remembers what did.
    """
    from rf_scorer.cli import planned
    from rf_scorer.study import planning

    study = rated_study(root, planned=False)
    _alone(study, dry_run=dry_run)
    plan = planned.plan_of(study)
    planned.raters_of(study, (rater,), {})
    facts = planned.facts_of(study)
    after = planning.join(plan, rater, capacity=capacity, begun=facts.begun, finished=facts.finished)
    return _done(study, after, (), controls=facts.controls, dry_run=dry_run, quiet=quiet)


command.add_command(size_command)
