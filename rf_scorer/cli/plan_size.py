"""``rf-scorer plan size``: how many double-coded interviews an agreement needs."""

from __future__ import annotations

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import json_option, seed_option
from rf_scorer.cli.values import numbers

__all__ = ["size_command"]


@click.command(
    name="size",
    short_help="Say how many double-coded interviews an agreement needs.",
    epilog="""\b
Example:
  rf-scorer plan size
  rf-scorer plan size --icc 0.75 --sd 1.2 --raters 2,3 --units 20,40,60 --width 0.25
""",
)
@click.option(
    "--icc",
    type=click.FloatRange(0, 1),
    default=0.8,
    show_default=True,
    metavar="ICC",
    help="The agreement that is expected.",
)
@click.option(
    "--raters", type=numbers, default="2", show_default=True, metavar="N,...", help="Raters of each interview."
)
@click.option(
    "--units",
    type=numbers,
    default="10,20,30,50,100",
    show_default=True,
    metavar="N,...",
    help="Numbers of double-coded interviews.",
)
@click.option(
    "--scale",
    default="-1:9",
    show_default=True,
    metavar="MIN:MAX",
    help="The scale of the ratings, or the name of a protocol whose scale it is.",
)
@click.option("--mean", type=float, default=3.5, show_default=True, metavar="LEVEL", help="Mean of a rater's ratings.")
@click.option(
    "--sd",
    type=float,
    default=1.4,
    show_default=True,
    metavar="LEVELS",
    help="Standard deviation of a rater's ratings.",
)
@click.option(
    "--rater-sd",
    type=float,
    default=0.0,
    show_default=True,
    metavar="LEVELS",
    help="How far raters differ in severity.",
)
@click.option(
    "--width",
    type=float,
    default=0.2,
    show_default=True,
    metavar="WIDTH",
    help="The widest 95 % interval that is wanted.",
)
@click.option(
    "--simulations",
    type=click.IntRange(200, 100_000),
    default=2000,
    show_default=True,
    metavar="N",
    help="Studies to simulate for each line; fewer are, where so many would take long.",
)
@seed_option(0, "all that is drawn")
@json_option
def size_command(
    *,
    icc: float,
    raters: tuple[int, ...],
    units: tuple[int, ...],
    scale: str,
    mean: float,
    sd: float,
    rater_sd: float,
    width: float,
    simulations: int,
    seed: int,
    as_json: bool,
) -> int:
    """Say how well an agreement will be known that rests on so many double-coded interviews.

    By simulation of studies whose raters agree as well as is expected. It takes seconds, and says what it assumes: take mean and standard
    deviation from a study like yours.
    """
    from rf_scorer.cli.plan_tables import size_lines, size_record
    from rf_scorer.jsonio import dumps
    from rf_scorer.study.planning.size import Assumed, sizes
    from rf_scorer.study.ratings.scale import parse_scale

    assumed = Assumed(scale=parse_scale(scale), mean=mean, sd=sd, icc=icc, rater_sd=rater_sd)
    found = sizes(units, raters, assumed, width=width, seed=seed, simulations=simulations)
    if as_json:
        click.echo(dumps(size_record(assumed, found)), nl=False)
    else:
        click.echo("\n".join(size_lines(assumed, found)))
    return DONE
