"""``rf-scorer init``: a new study folder."""

from __future__ import annotations

import secrets
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE, offers
from rf_scorer.cli.options import seed_option, study_argument
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.study.folder import Study

__all__ = ["command"]

#: Seeds are small enough to be read out on a telephone.
_SEEDS = 1_000_000_000


@click.command(
    name="init",
    short_help="Make a study folder.",
    epilog="""\b
Example:
  rf-scorer init my-study --protocol aai --rater anna --rater ben --adjudicator cleo
  rf-scorer init my-study --names '{participant}_{timepoint}'
  rf-scorer init try --demo --rater anna --rater ben --adjudicator cleo
  rf-scorer score try
  rf-scorer review try

The folder gets study.toml and transcripts/. All that is chosen here can be changed in study.toml later.
""",
)
@study_argument
@click.option("--title", metavar="TEXT", help="What pages call the study.  [default: the folder's name]")
@click.option(
    "--protocol",
    metavar="NAME",
    shell_complete=offers.protocols,
    help="An interview protocol by name or path, 'auto' or 'none'; a file is copied into the study. See 'rf-scorer protocols list'.",
)
@click.option(
    "--model",
    default="rf_passage",
    show_default=True,
    shell_complete=offers.models,
    metavar="NAME",
    help="A rating model by name or path; see 'rf-scorer models list'.",
)
@click.option(
    "--names",
    metavar="PATTERN",
    help="How transcripts are named, such as '{participant}_{timepoint}': goes into cases.toml, and who and when are read out of file names.",
)
@click.option("--rater", "raters", multiple=True, metavar="ID", help="The code of a rater; can be repeated.")
@click.option(
    "--adjudicator",
    "adjudicators",
    multiple=True,
    metavar="ID",
    help="The code of an adjudicator, who settles disagreements; can be repeated.",
)
@click.option(
    "--control-share",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    metavar="SHARE",
    help="Share of the interviews that are rated without any help (control interviews).",
)
@click.option(
    "--reveal",
    type=click.Choice(["passage", "interview", "never"]),
    default="passage",
    show_default=True,
    help="When suggestions are shown: behind each locked passage, behind the whole locked interview, or not at all.",
)
@click.option(
    "--highlights/--no-highlights",
    default=True,
    show_default=True,
    help="Whether highlights are on when an interview is opened.",
)
@click.option(
    "--show-participants/--hide-participants",
    default=False,
    show_default=True,
    help="Whether raters see participants' codes and timepoints.",
)
@click.option(
    "--margin",
    type=click.IntRange(0, 100),
    default=1,
    show_default=True,
    metavar="LEVELS",
    help="Ratings further apart than this are a disagreement.",
)
@click.option(
    "--adjudication",
    type=click.Choice(["third", "consensus"]),
    default="third",
    show_default=True,
    help="Who settles disagreements: a third person, or the raters together.",
)
@seed_option(None, "which interviews are control interviews")
@click.option("--demo", is_flag=True, help="Copy the bundled, invented interviews into transcripts/.")
def command(root: Path, **chosen: Any) -> int:
    """Make a study folder: settings, and a place for transcripts.

    STUDY is a folder that is not there yet or is empty, or one that holds nothing but a folder transcripts/ (and a cases.toml), which are kept
    as they are. The folder is made whole or not at all, and nothing that exists is changed.
    """
    if chosen["demo"] and chosen["names"] is not None:
        raise click.UsageError("Choose --demo or --names, not both: the bundled interviews bring their table of cases.")
    from rf_scorer.domain.rating import Reveal
    from rf_scorer.study import demo
    from rf_scorer.study.creating import create
    from rf_scorer.study.folder import ADJUDICATOR, CASES, DeskRules, Rater
    from rf_scorer.study.settings_text import cases_toml
    from rf_scorer.transcripts.identity import shown

    protocol, files = _protocol(chosen["protocol"])
    if chosen["demo"]:
        files |= demo.study_files()
    if chosen["names"] is not None:
        files[CASES] = cases_toml(_pattern(chosen["names"])).encode("utf-8")
    study = create(
        root,
        title=chosen["title"] if chosen["title"] is not None else shown(root.absolute().name) or "Study",
        protocol=protocol,
        model=_model(chosen["model"]),
        cases=CASES if CASES in files else None,
        desk=DeskRules(
            reveal=Reveal(chosen["reveal"]),
            highlights=chosen["highlights"],
            show_participants=chosen["show_participants"],
            control_share=chosen["control_share"],
            seed=secrets.randbelow(_SEEDS) if chosen["seed"] is None else chosen["seed"],
            margin=chosen["margin"],
            adjudication=chosen["adjudication"],
        ),
        raters=(
            *(Rater(id=code) for code in chosen["raters"]),
            *(Rater(id=code, role=ADJUDICATOR) for code in chosen["adjudicators"]),
        ),
        files=files,
    )
    for line in _next(study):
        click.echo(line, err=True)
    return DONE


def _protocol(given: str | None) -> tuple[str | None, dict[str, bytes]]:
    """The protocol as ``study.toml`` names it, and its file where a lab has its own: a study is to be whole when it is moved."""
    from rf_scorer import protocols
    from rf_scorer.study.case import AUTO, NONE

    if given is None or given in {AUTO, NONE}:
        return given, {}
    protocols.load(given)
    if given.endswith(".toml") or "/" in given or "\\" in given:
        return "protocol.toml", {"protocol.toml": Path(given).read_bytes()}
    return given, {}


def _pattern(given: str) -> str:
    from rf_scorer.study.name_pattern import NamePattern

    try:
        return NamePattern(text=given).text
    except ValueError as error:
        raise UsageError(
            f"The pattern {error}.",
            where="--names",
            remedy="Write a file name without its suffix, with {participant} and {timepoint} where they stand: --names '{participant}_{timepoint}'.",
        ) from None


def _model(given: str) -> str:
    if given == "rf_passage":
        return given
    from rf_scorer import rating

    rating.load(given)
    return str(Path(given).resolve()) if "/" in given or "\\" in given or given in {".", ".."} else given


def _next(study: Study) -> Iterator[str]:
    folder = shlex.quote(str(study.root))
    steps = [f"Copy the transcripts into {study.transcripts}"] if study.empty else []
    if not any(not rater.adjudicates for rater in study.raters):
        steps.append(f"Name the raters at the end of {study.settings}")
    steps += [f"rf-scorer check {folder}", f"rf-scorer score {folder}", f"rf-scorer review {folder}"]
    yield f"Study: {study.root}. Its settings: {study.settings}."
    yield "What to do next:"
    for number, step in enumerate(steps, start=1):
        yield f"  {number}. {step}"
    if study.cases is not None and study.cases.names is not None and "{timepoint}" in study.cases.names.text:
        yield "Raters see interviews by their file names: with the timepoint in them, raters are not blind to it."
