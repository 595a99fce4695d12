"""How well the shipped rating model follows ratings that it never saw, beside its baselines.

Usage::

    python benchmarks/rating.py --data FILE.jsonl [--model rf_passage] [--exemplars models/rf_passage/exemplars.jsonl] [--json FILE]

The data are one JSON object a line: ``question``, ``answer``, ``rating`` (from -1 to 9, may lie between levels), ``id``; ``participant`` where one
person gave several answers; ``subtype`` for a table by sub-type. Baselines learn from the exemplars, as the model did. An answer on which the model
abstains counts as the most typical level of the exemplars with the whole scale as interval: an abstention must not look like a good guess.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from comparison import Predicted, evaluate
from figures import keeping
from scipy.stats import rankdata
from shipped_model import read
from train_rf_passage import KEYS, SCALE, SEED, corpus_of

from rf_scorer import jsonio, language, pipeline, rating
from rf_scorer.rating import baselines, learning
from rf_scorer.rating.corpus import Corpus
from rf_scorer.rating.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = SCALE.values
FIGURES = ("spearman", "qwk", "icc", "mae", "within_1", "bias", "coverage", "width")


def records_of(path: Path) -> list[dict[str, Any]]:
    """The rated answers; each stands for a person of its own where no participant is named."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [jsonio.loads(line, where=f"{path.name}:{number}") for number, line in enumerate(lines, 1)]
    return [{"id": str(number), "participant": f"p{number}"} | record for number, record in enumerate(found, 1)]


def judged_by_baselines(known: Corpus, given: Corpus) -> list[Predicted]:
    """What baselines that learned from the exemplars say of the answers."""
    both = Corpus(
        items=(*known.items, *given.items),
        ratings=np.concatenate([known.ratings, given.ratings]),
        groups=(*(f"known {group}" for group in known.groups), *(f"given {group}" for group in given.groups)),
        questions=tuple(None for _ in range(len(known) + len(given))),
        scale=SCALE,
    )
    design = learning.design_of(both, learning.Options(seed=SEED))
    columns = baselines.columns(both.items, [View(item) for item in both.items])
    train, test = np.arange(len(known)), np.arange(len(known), len(both))
    found = []
    for name, title in baselines.TITLES.items():
        made = baselines.judge(name, design, columns.get(name), train, test, LEVELS, known=False)
        found.append(
            Predicted(
                title=f"{name}: {title}",
                expected=made.probabilities @ np.array(LEVELS),
                level=np.array(LEVELS)[made.level],
            )
        )
    return found


def partial_rank(one: np.ndarray, two: np.ndarray, held: np.ndarray) -> float:
    """Spearman's correlation of two with a third held constant."""
    ab, ac, bc = (np.corrcoef(rankdata(x), rankdata(y))[0, 1] for x, y in ((one, two), (one, held), (two, held)))
    return float((ab - ac * bc) / np.sqrt((1 - ac**2) * (1 - bc**2)))


def report(found: Sequence[Predicted], rated: np.ndarray, groups: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for one in found:
        figures = evaluate(one, rated, groups, levels=LEVELS, seed=SEED)
        rows.append({"title": one.title, "figures": {name: asdict(figure) for name, figure in figures.items()}})
        print(f"\n{one.title}")
        for name in FIGURES:
            figure = figures.get(name)
            if figure is None or figure.value is None:
                continue
            edges = "" if figure.low is None else f"  ({figure.low:.2f} to {figure.high:.2f})"
            print(f"  {name:9} {figure.value:6.3f}{edges}")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="rf_passage")
    parser.add_argument("--exemplars", type=Path, default=Path("models/rf_passage/exemplars.jsonl"))
    keeping.offer(parser)
    arguments = parser.parse_args()

    records = records_of(arguments.data)
    given = Corpus(
        items=tuple(pipeline.rating_inputs(records, highlighter=language.load())),
        ratings=np.array([float(record["rating"]) for record in records]),
        groups=tuple(str(record["participant"]) for record in records),
        questions=tuple(None for _ in records),
        scale=SCALE,
    )
    model = rating.load(arguments.model)
    suggestions = model.suggest(given.items)
    others = judged_by_baselines(corpus_of(read(arguments.exemplars, KEYS)), given)
    typical = others[0]
    expected, level = typical.expected.copy(), typical.level.copy()
    low, high = np.full(len(given), LEVELS[0]), np.full(len(given), LEVELS[-1])
    for index, made in enumerate(suggestions):
        if made.level is not None:
            assert made.interval is not None
            expected[index], level[index] = made.expected, made.level
            low[index], high[index] = made.interval
    own = Predicted(title=str(model.provenance["id"]), expected=expected, level=level, low=low, high=high)
    people = len(set(given.groups))
    print(f"{len(given)} answers of {people} people; the model was {model.provenance['training']}")
    tabled = report([own, *others], given.ratings, given.groups)
    words = np.array([float(sum(found.words for found in item.highlights)) for item in given.items])
    length = {
        "suggestions": np.corrcoef(rankdata(words), rankdata(expected))[0, 1],
        "ratings": np.corrcoef(rankdata(words), rankdata(given.ratings))[0, 1],
        "held": partial_rank(expected, given.ratings, words),
    }
    print(
        f"\nSpearman of words with suggestions {length['suggestions']:.2f}, with ratings {length['ratings']:.2f}; "
        f"of suggestions with ratings, words held constant, {length['held']:.2f}"
    )
    kinds = np.array([str(record.get("subtype", "")) for record in records])
    print("\nBy sub-type: answers, mean rating, mean suggestion, mean absolute error")
    by_kind = []
    for kind in sorted(set(kinds.tolist()), key=lambda one: float(given.ratings[kinds == one].mean())):
        rows = kinds == kind
        error = np.abs(level[rows] - given.ratings[rows]).mean()
        means = given.ratings[rows].mean(), expected[rows].mean()
        print(f"  {kind:20} {rows.sum():4} {means[0]:6.2f} {means[1]:6.2f} {error:6.2f}")
        by_kind.append(
            {"kind": kind, "answers": rows.sum(), "rating": means[0], "suggestion": means[1], "mae": error}
            | {"levels": level[rows].tolist()}
        )
    reasons = Counter(f"{made.status}: {reason.code}" for made in suggestions for reason in made.reasons)
    print("\nReasons:", dict(sorted(reasons.items())) or "none")
    keeping.write(
        arguments.json, {"answers": len(given), "rows": tabled, "length": length, "kinds": by_kind, "reasons": reasons}
    )


if __name__ == "__main__":
    main()
