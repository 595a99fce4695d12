"""How the rating engine does on human scores of another construct: what children write about other minds.

Usage::

    python benchmarks/mind_ca.py DATA.csv [--parts abc] [--jobs 2] [--json FILE]

DATA.csv is the public corpus MIND-CA (Kovatchev, Smith, Lee, Grumley Traynor, Luque Aguilera and Devine 2020, "What is on your mind?" Automated
scoring of mindreading in childhood and early adolescence, COLING 2020, doi 10.18653/v1/2020.coling-main.547; CC BY 4.0, github.com/venelink/mindreading-coling) as one table: ``participant``,
``question``, ``answer`` and ``score`` (0, 1 or 2, by trained coders). It is no part of this project.

(a) Ten folds of children, the questions known. (b) Each question left out in its turn, and the children judged with it. Both are what ``rf-scorer evaluate``
does. (c) The shipped model of reflective functioning, which never met these answers, beside counts of words: correlation over children of the mean with the human
total, alone and with the child's number of words held constant. Figures of (a) and (b): weighted kappa and exact agreement over all answers, means of kappa and Spearman
within questions, and Spearman over children of mean expected value and human mean. (a) takes most of the time.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from figures import keeping

from rf_scorer import rating
from rf_scorer.errors import RfScorerError
from rf_scorer.rating import baselines, metrics
from rf_scorer.rating.appraisal import words_of
from rf_scorer.rating.view import View
from rf_scorer.study import ratings
from rf_scorer.study.learning import evaluating
from rf_scorer.study.learning.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.rating.corpus import Corpus

HEADS = ("kappa", "exact", "kappa in question", "Spearman in question", "Spearman of children")
FIGURES = ("qwk", "accuracy", "question_qwk", "question_spearman", "participant_spearman")
PARTS = {"a": "(a) children left out", "b": "(b) questions left out", "c": "(c) never trained on them"}


def shown(value: float | None) -> str:
    """A figure for the table."""
    return "-" if value is None else f"{value:.2f}"


def crossed(answers: ratings.RatedAnswers, plan: Plan) -> dict[str, Any]:
    """What a model learned from these scores reaches, its baselines, and what can be said of single questions and of length."""
    prepared = evaluating.prepare(answers, plan)
    appraisal = evaluating.evaluate(prepared, plan).appraisal
    (comparison,) = appraisal.comparisons
    return {
        "companions": comparison.companions,
        "rows": [
            {"title": row.title, "figures": {name: asdict(figure) for name, figure in row.figures.items()}}
            for row in comparison.rows
        ],
        "questions": [one.figures.get("spearman") for one in appraisal.questions],
        "length": None if appraisal.length is None else asdict(appraisal.length),
    }


def told(found: dict[str, Any]) -> Iterator[list[str]]:
    """Rows of the table of one comparison."""
    for row in found["rows"]:
        yield [row["title"], *(shown(row["figures"].get(name, {}).get("value")) for name in FIGURES)]
    if found["companions"]:
        yield [f"(learned with {found['companions']} invented short answers)"]


def by_child(corpus: Corpus, values: np.ndarray, *, total: bool = False) -> np.ndarray:
    """Mean of each child's values, NaN where there is none, or their sum; in the children's order."""
    children = np.unique(np.asarray(corpus.groups), return_inverse=True)[1]
    there = np.isfinite(values)
    sums = np.bincount(children[there], weights=values[there], minlength=children.max() + 1)
    if total:
        return sums
    counts = np.bincount(children[there], minlength=children.max() + 1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def partial(one: np.ndarray, two: np.ndarray, held: np.ndarray) -> float:
    """Rank correlation with a third variable held constant (Kendall 1942, *Biometrika* 32)."""
    ab, ac, bc = (metrics.spearman(*pair) or 0.0 for pair in ((one, two), (one, held), (two, held)))
    return (ab - ac * bc) / float(np.sqrt((1 - ac**2) * (1 - bc**2)))


def applied(answers: ratings.RatedAnswers, plan: Plan) -> dict[str, Any]:
    """What says something of a child without having learned from these scores."""
    corpus = evaluating.prepare(answers, plan).corpus
    human = by_child(corpus, corpus.ratings, total=True)
    words = by_child(corpus, words_of(corpus).astype(np.float64), total=True)
    views = [View(item) for item in corpus.items]
    suggested = [one.expected for one in rating.load("rf_passage").suggest(corpus.items)]
    said = {"rf_passage, mean expected": np.array([np.nan if one is None else one for one in suggested])}
    counts = baselines.columns(corpus.items, views)
    said |= {
        "words for mental states, a hundred words": counts["states"][:, 0],
        "list of 54 words, a hundred words": counts["dictionary"][:, 0],
    }
    rows = []
    for title, values in said.items():
        child = by_child(corpus, values)
        there = np.isfinite(child)
        rows.append(
            {
                "title": title,
                "alone": metrics.spearman(child[there], human[there]),
                "held": partial(child[there], human[there], words[there]),
                "answers": int(np.isfinite(values).sum()),
                "children": int(there.sum()),
            }
        )
    alone = metrics.spearman(words, human)
    rows.append(
        {"title": "number of words", "alone": alone, "held": None, "answers": len(corpus), "children": len(human)}
    )
    return {"rows": rows}


def told_applied(found: dict[str, Any]) -> Iterator[list[str]]:
    """Rows of the table of what never learned from these scores."""
    yield ["", "Spearman of children", "words held constant", "answers judged", "children judged"]
    for row in found["rows"]:
        yield [row["title"], shown(row["alone"]), shown(row["held"]), str(row["answers"]), str(row["children"])]


def table(rows: list[list[str]]) -> str:
    """Rows as aligned text."""
    widths = [max(len(row[place]) for row in rows if len(row) > place) for place in range(max(map(len, rows)))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--parts", default="abc", help="which of a, b and c; without it all")
    parser.add_argument("--jobs", type=int, default=2)
    keeping.offer(parser)
    arguments = parser.parse_args()
    figures: dict[str, Any] = {}
    try:
        wanted = ratings.Wanted(text="answer", rating="score", group="participant", question="question")
        rules = ratings.RatingRules(scale=ratings.parse_scale("0:2"), allow_between=False)
        answers = ratings.read(arguments.data, wanted, rules)
        figures |= {"answers": len(answers.answers), "children": answers.people}
        rows = [[f"{len(answers.answers)} answers of {answers.people} children", *HEADS]]
        for part in arguments.parts:
            rows.append([PARTS[part]])
            leave_out = "question" if part == "b" else None
            # The published figures were made with this threshold.
            plan = Plan(quick=True, leave_out=leave_out, least_people=3, jobs=arguments.jobs)
            figures[part] = applied(answers, plan) if part == "c" else crossed(answers, plan)
            rows += told_applied(figures[part]) if part == "c" else told(figures[part])
    except RfScorerError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    print(table(rows))
    keeping.write(arguments.json, figures)


if __name__ == "__main__":
    main()
