"""``rf-scorer train``: a rating model of a lab's own."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import force_option, language_model, out_folder, verbosity
from rf_scorer.cli.rating_options import columns_of, data_argument, plan_of, plan_options, ratings_options
from rf_scorer.cli.stages import Stages

if TYPE_CHECKING:
    from rf_scorer.rating.held import Held

__all__ = ["command"]

#: Parameters that say where and how fast, and do not change the model.
_BESIDE = frozenset({"data", "out", "force", "quiet", "verbose", "jobs", "sheets"})


@click.command(
    name="train",
    short_help="Learn a rating model from your own ratings.",
    epilog="""\b
Example:
  rf-scorer train ratings.csv --scale -1:9 -o our-model
  rf-scorer train my-study -o our-model
  rf-scorer score interviews/ --protocol aai --model ./our-model -o results/
  rf-scorer rate --model ./our-model answers.jsonl > suggestions.jsonl

The folder given with -o gets model.json, card.json and README.md, all of them or none.
""",
)
@data_argument
@out_folder("Where the model goes.", required=True)
@ratings_options
@click.option("--name", metavar="NAME", help="What the model is called.  [default: made of the folder's name]")
@click.option(
    "--evaluation/--no-evaluation",
    default=True,
    show_default=True,
    help="Cross-validate first, as 'rf-scorer evaluate --quick' does, so that the card can say how good the model is.",
)
@plan_options
@language_model
@force_option("a model")
@verbosity
def command(
    data: Path,
    *,
    out: Path,
    name: str | None,
    evaluation: bool,
    force: bool,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Learn a rating model from your own ratings, and write it with its card.

    DATA is a table of human ratings: .csv, .tsv, .xlsx or .jsonl with an answer, a rating and a participant in each row. Or a folder: a study
    whose ratings were exported, or an export of it ('rf-scorer ratings export'). 'rf-scorer evaluate' takes the same options and says more about
    how good such a model is.
    """
    from rf_scorer.cli.evaluate import lines
    from rf_scorer.study.files import lock
    from rf_scorer.study.learning import evaluating, training
    from rf_scorer.study.learning.model_folder import ModelFolder

    again = _again(click.get_current_context())
    click.get_current_context().with_resource(lock.beside(out))
    folder = ModelFolder(path=out, force=force)
    folder.check()
    called = training.model_name(name, out)
    answers = columns_of(chosen).read(data)
    plan = plan_of(chosen).plan(quick=True)
    if not quiet:
        for remark in answers.remarks:
            click.echo(f"note     {remark}", err=True)
    if plan.least_people == 1:
        # Said even when quiet: the file can name somebody.
        click.echo(
            "warning  With --least-people 1 the model keeps words that one participant alone used, names among them. Give it to nobody.",
            err=True,
        )
    told = Stages(quiet=quiet)
    prepared = evaluating.prepare(answers, plan, progress=told)
    evaluated = evaluating.evaluate(prepared, plan, progress=told) if evaluation else None
    told("learning from all answers", 0, 1)
    made = training.train(prepared, name=called, evaluated=evaluated, command=again)
    told.end()
    folder.write(model=made.model, about=made.about, readme=made.readme)
    if not quiet:
        if evaluated is not None:
            click.echo("\n".join(lines(evaluated.document, verbose=verbose)))
        click.echo(_written(out, made.held), err=True)
    return DONE


def _written(out: Path, held: Held) -> str:
    shown = out if len(out.parts) > 1 else f"./{out}"
    told = f"Model: {out}. Use it: rf-scorer rate --model {shown}, or rf-scorer score --model {shown}."
    if held.any:
        told += (
            f"\nIt holds words that {held.least_people} participants or more used: keep it where the texts are kept, and read its card before you "
            "give it away."
        )
    return told


def _again(context: click.Context) -> str:
    """The command that makes the model again, without the places of files, which are nobody's business."""
    words = ["rf-scorer", "train", "DATA", "-o", "DIR"]
    for parameter in context.command.params:
        key = str(parameter.name)
        typed = context.get_parameter_source(key) is click.core.ParameterSource.COMMANDLINE
        if not typed or key in _BESIDE or not isinstance(parameter, click.Option):
            continue
        value = context.params[key]
        option = parameter.opts[0] if value or not parameter.secondary_opts else parameter.secondary_opts[0]
        for one in value if isinstance(value, tuple) else (value,):
            words += [option] if isinstance(one, bool) else [option, shlex.quote(_named(key, str(one)))]
    return " ".join(words)


def _named(key: str, value: str) -> str:
    return (Path(value).name or value) if key in {"warm_start", "language_model"} else value
