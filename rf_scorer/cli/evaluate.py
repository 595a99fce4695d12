"""``rf-scorer evaluate``: how well a model learned from a lab's own ratings follows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import language_model, report_outputs, verbosity
from rf_scorer.cli.rating_options import columns_of, data_argument, plan_of, plan_options, ratings_options
from rf_scorer.cli.stages import Stages
from rf_scorer.cli.text import MISSING, counted, number, table, tell_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["command", "lines"]

#: Figures of the table, with their heads; 95 % intervals stand in brackets.
_SHOWN = (
    ("qwk", "kappa"),
    ("spearman", "Spearman"),
    ("accuracy", "exact"),
    ("mae", "abs. error"),
)
#: The same within questions and of participants, in a table of their own: one that is wider wraps on a terminal.
_ALSO_SHOWN = (
    ("question_qwk", "kappa in question"),
    ("question_spearman", "Spearman in question"),
    ("participant_spearman", "Spearman of people"),
)
_LEFT_OUT = {
    "participants": "Folds over participants",
    "question": "Each question left out in its turn, with the participants judged",
    "protocol": "Each protocol left out in its turn, with the participants judged",
}


@click.command(
    name="evaluate",
    short_help="Cross-validate a model learned from your own ratings.",
    epilog="""\b
Example:
  rf-scorer evaluate ratings.csv --scale -1:9 --report report.html
  rf-scorer evaluate my-study --report report.html
  rf-scorer evaluate ratings.xlsx --text answer --rating rater_1 --second rater_2 --participant person --scale 0:2 -o report.json
  rf-scorer evaluate ratings.csv --scale 0:2 --leave-out question --predictions predictions.csv --json > report.json

Exit code 1 if the ratings are not acceptable; every fault is told by its row and column, or its interview.
""",
)
@data_argument
@ratings_options
@click.option(
    "--leave-out",
    type=click.Choice(["question", "protocol"]),
    help="Leave out each question, or each protocol, in its turn instead of folds of participants.  [default: folds, and both where they recur]",
)
@click.option(
    "--quick/--full",
    default=None,
    help="Only one way of leaving out, with its baselines, or also the others, variants and the learning curve.  [default: --full, up to 1,000 answers]",
)
@plan_options
@language_model
@click.option(
    "--predictions",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="Write predictions: a suggestion for each row of DATA, in its order, by a model that knew nobody of its participant.",
)
@report_outputs("evaluation-report", printed="a table")
@verbosity
def command(
    data: Path,
    *,
    leave_out: str | None,
    quick: bool | None,
    predictions: Path | None,
    report: Path | None,
    out: Path | None,
    as_json: bool,
    force: bool,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Cross-validate a rating model on your own ratings, beside what it must beat.

    DATA is a table of human ratings: .csv, .tsv, .xlsx or .jsonl with an answer, a rating and a participant in each row. Or a folder: a study
    whose ratings were exported, or an export of it ('rf-scorer ratings export'). Every answer is judged by a model that knew nobody of its
    participant. Nothing is kept but what you ask for.
    """
    from rf_scorer import documents, jsonio, pages
    from rf_scorer.study.files import outputs
    from rf_scorer.study.learning import evaluating
    from rf_scorer.study.learning import predictions as made
    from rf_scorer.study.learning.plan import many

    wanted = outputs.Outputs(paths=(predictions, report, out), force=force, source=data)
    wanted.check()
    answers = columns_of(chosen).read(data)
    plan = plan_of(chosen).plan(leave_out=leave_out, quick=many(answers) if quick is None else quick)
    if not quiet:
        for remark in answers.remarks:
            click.echo(f"note     {remark}", err=True)
        if plan.quick and quick is None:
            click.echo("note     Of so many answers the full evaluation takes long; --full makes it.", err=True)
    told = Stages(quiet=quiet)
    found = evaluating.evaluate(evaluating.prepare(answers, plan, progress=told), plan, progress=told)
    told.end()
    wanted.write(
        {
            predictions: lambda: made.as_csv(answers, found.made),
            report: lambda: pages.render_evaluation(found.document),
            out: lambda: documents.document_text(found.document),
        }
    )
    if as_json:
        click.echo(jsonio.dumps(found.document), nl=False)
    elif not quiet:
        click.echo("\n".join(lines(found.document, verbose=verbose)))
    if not quiet:
        tell_written({"Document": out, "Page": report, "Predictions": predictions})
    return DONE


def lines(document: Mapping[str, Any], *, verbose: bool = False) -> list[str]:
    """The report as plain text."""
    facts = document["facts"]
    levels = ", ".join(f"{level}: {count}" for level, count in facts["levels"].items())
    found = [
        f"{counted(facts['answers'], 'answer')} of {counted(facts['participants'], 'participant')}, rated {facts['minimum']} to {facts['maximum']} ({levels})",
        "",
    ]
    for comparison in document["comparisons"]:
        found += [f"{_LEFT_OUT[comparison['left_out']]} ({counted(comparison['folds'], 'model')})"]
        if comparison["companions"]:
            found += [f"  learned with {comparison['companions']:,} invented short answers as further questions"]
        for shown in (_SHOWN, _ALSO_SHOWN):
            found += [f"  {line}" for line in _table(comparison["rows"], shown)] + [""]
    if document["human"] is not None:
        human = document["human"]
        rows = [
            {"title": "raters with each other", "figures": human["between_raters"]},
            {"title": "the model with single raters", "figures": human["suggestions_with_raters"]},
        ]
        found += [f"{counted(human['answers'], 'answer')} that {counted(human['raters'], 'rater')} rated"]
        found += [f"  {line}" for line in _table(rows, _SHOWN)] + [""]
    if verbose:
        found += _details(document)
    found += [f"* {sentence}" for sentence in document["statements"]]
    return [*found, "", document["provisional"]]


def _table(rows: Sequence[Mapping[str, Any]], shown: Sequence[tuple[str, str]]) -> list[str]:
    keys = [(key, head) for key, head in shown if any(key in row["figures"] for row in rows)]
    if not keys:
        return []
    cells = [["", *(head for _, head in keys)]]
    cells += [[row["title"], *(_cell(row["figures"].get(key)) for key, _ in keys)] for row in rows]
    return table(cells)


def _cell(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return MISSING
    if figure["value"] is None:
        return "undefined"
    text = number(figure["value"])
    if figure["low"] is None:
        return text
    return f"{text} [{number(figure['low'])}, {number(figure['high'])}]"


def _details(document: Mapping[str, Any]) -> list[str]:
    found = ["Calibration: stated and observed share of answers that reach a level"]
    found += [
        f"  {row['expected']:.2f}  {row['observed']:.2f}  ({counted(row['statements'], 'statement')})"
        for row in document["reliability"]
    ]
    if document["curve"]:
        found += ["", "Learning curve: participants, kappa, Spearman"]
        found += [
            f"  {point['participants']:5}  {_cell(point['figures'].get('qwk'))}  {_cell(point['figures'].get('spearman'))}"
            for point in document["curve"]
        ]
    if document["subgroups"]:
        found += ["", "Groups"]
        rows = [["column", "group", "participants", "answers", "kappa", "bias"]]
        for group in document["subgroups"]:
            figures = group["figures"] or {}
            shown = (
                ["too small", MISSING]
                if group["too_small"]
                else [_cell(figures.get("qwk")), _cell(figures.get("bias"))]
            )
            rows.append(
                [
                    group["column"],
                    group["name"] or "(not named)",
                    str(group["participants"]),
                    str(group["answers"]),
                    *shown,
                ]
            )
        found += [f"  {line}" for line in table(rows)]
    if document["questions"]:
        found += ["", "Questions"]
        rows = [["question", "answers", "kappa", "Spearman"]]
        for row in document["questions"]:
            figures = [row["figures"].get(key) for key in ("qwk", "spearman")]
            shown = ["undefined" if value is None else f"{value:.2f}" for value in figures]
            rows.append([row["question"][:60], str(row["answers"]), *shown])
        found += [f"  {line}" for line in table(rows)]
    return [*found, ""]
