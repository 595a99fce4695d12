"""How well a rating model agrees with human ratings, beside what it must beat.

Usage::

    python benchmarks/rating.py --data FILE.jsonl [--model rf_passage] [--drop-abstained]
    python benchmarks/rating.py --data FILE.jsonl --contenders

FILE holds one JSON object a line: ``id``, ``question``, ``answer``, ``rating``, and ``participant`` where one person
gave several answers.

The first form rates the file with a model that is trained already. The baselines are fitted to the model's own training
examples (``--exemplars``), never to FILE. Where the model abstains, it is given the typical level of the examples, so
that abstaining cannot be a way to good figures; ``--drop-abstained`` leaves those answers out for everybody instead.

The second form asks which kind of model does best on FILE itself, by nested cross-validation over people. Nothing is
written.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import norm, rankdata
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rf_scorer import jsonio, language, pipeline, rating
from rf_scorer.rating import baselines, evaluation, features, training
from rf_scorer.rating.evaluation import Predicted, from_probabilities
from rf_scorer.rating.folds import folds
from rf_scorer.rating.ordinal import ProportionalOdds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.rating import RatingInput

LEVELS = tuple(range(-1, 10))
SEED = 20
ORDER = ("spearman", "qwk", "icc", "mae", "within_1", "bias", "coverage", "width")


def read(path: Path) -> list[dict[str, Any]]:
    """Records of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [jsonio.loads(line, where=f"{path.name}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def groups_of(records: Sequence[dict[str, Any]]) -> list[str]:
    """Who gave each answer."""
    return [str(record.get("participant", record["id"])) for record in records]


def partial_rank(one: np.ndarray, two: np.ndarray, held: np.ndarray) -> float:
    """Spearman's correlation of two variables with a third held constant."""
    table = np.corrcoef([rankdata(one), rankdata(two), rankdata(held)])
    ab, ac, bc = table[0, 1], table[0, 2], table[1, 2]
    return float((ab - ac * bc) / np.sqrt((1 - ac**2) * (1 - bc**2)))


def report(predicted: Sequence[Predicted], rated: np.ndarray, groups: Sequence[str]) -> None:
    """Print a table of figures with 95 % intervals."""
    print(f"{'':28s}" + "".join(f"{name:>20s}" for name in ORDER))
    for one in predicted:
        found = evaluation.evaluate(one, rated, groups, levels=LEVELS, seed=SEED)
        cells = []
        for name in ORDER:
            figure = found.get(name)
            if figure is None or figure.value is None:
                cells.append("-" if figure is None else "undefined")
            elif figure.low is None:
                cells.append(f"{figure.value:.2f}")
            else:
                cells.append(f"{figure.value:.2f} [{figure.low:.2f} {figure.high:.2f}]")
        print(f"{one.title:28s}" + "".join(f"{cell:>20s}" for cell in cells))


def baseline_predictions(
    train: Sequence[RatingInput], ratings: np.ndarray, test: Sequence[RatingInput]
) -> list[Predicted]:
    """The baselines, fitted to one set of answers and asked about another."""
    known = baselines.columns(features.extract(train).views)
    asked = baselines.columns(features.extract(test).views)
    return [
        from_probabilities(
            name, baselines.estimator(LEVELS).fit(known[name], ratings).predict_proba(asked[name]), LEVELS
        )
        for name in baselines.TITLES
    ]


def rate(arguments: argparse.Namespace) -> None:
    """The first form."""
    highlighter = language.load()
    records, examples = read(arguments.data), read(arguments.exemplars)
    items = list(pipeline.rating_inputs(records, highlighter=highlighter))
    known = list(pipeline.rating_inputs(examples, highlighter=highlighter))
    ratings = np.array([record["rating"] for record in examples])
    model = rating.load(arguments.model)
    suggestions = model.suggest(items)
    kept = np.array([found.level is not None or not arguments.drop_abstained for found in suggestions])
    others = baseline_predictions(known, ratings, items)
    typical = others[0]
    ends = {"low": [LEVELS[0]] * len(items), "high": [LEVELS[-1]] * len(items)}
    expected, level = typical.expected.copy(), typical.level.copy()
    for index, found in enumerate(suggestions):
        if found.level is not None:
            assert found.interval is not None
            expected[index], level[index] = found.expected, found.level
            ends["low"][index], ends["high"][index] = found.interval
    own = Predicted(
        title=str(model.provenance["id"]),
        expected=expected,
        level=level,
        low=np.array(ends["low"]),
        high=np.array(ends["high"]),
    )
    chosen = [
        Predicted(
            title=one.title,
            expected=one.expected[kept],
            level=one.level[kept],
            low=None if one.low is None else one.low[kept],
            high=None if one.high is None else one.high[kept],
        )
        for one in (own, *others)
    ]
    rated = np.array([float(record["rating"]) for record in records])[kept]
    people = len(set(groups_of(records)))
    print(f"{len(rated)} answers of {people} people; the model was {model.provenance['training']}")
    report(chosen, rated, [group for group, keep in zip(groups_of(records), kept, strict=True) if keep])
    words = np.array([sum(found.words for found in item.highlights) for item in items], dtype=float)[kept]
    print(
        f"Spearman of words with suggestions {np.corrcoef(rankdata(words), rankdata(expected[kept]))[0, 1]:.2f}, "
        f"with ratings {np.corrcoef(rankdata(words), rankdata(rated))[0, 1]:.2f}; "
        f"of suggestions with ratings, words held constant, {partial_rank(expected[kept], rated, words):.2f}"
    )
    counts: dict[str, int] = {}
    for found in suggestions:
        for reason in found.reasons:
            counts[f"{found.status}: {reason.code}"] = counts.get(f"{found.status}: {reason.code}", 0) + 1
    print("Reasons:", counts or "none")


def _normal(mean: np.ndarray, spread: float) -> np.ndarray:
    edges = norm.cdf((np.array(LEVELS[:-1]) + 0.5 - mean[:, None]) / spread)
    return np.diff(np.column_stack([np.zeros(len(mean)), edges, np.ones(len(mean))]), axis=1)


def _regressor(kind: str) -> Any:
    if kind == "ridge":
        return make_pipeline(StandardScaler(), RidgeCV(np.logspace(0, 3, 13)))
    return HistGradientBoostingRegressor(
        max_iter=120, learning_rate=0.05, max_depth=3, min_samples_leaf=8, random_state=SEED
    )


def _regression(kind: str, rows: np.ndarray, ratings: np.ndarray, groups: Sequence[str]) -> Predicted:
    labels = np.asarray(groups)
    found = np.empty((len(rows), len(LEVELS)))
    for train, test in folds(groups, count=training.FOLDS, seed=SEED):
        model = _regressor(kind)
        inner = np.empty(len(train))
        for fit, held in folds(labels[train].tolist(), count=5, seed=SEED):
            inner[held] = model.fit(rows[train][fit], ratings[train][fit]).predict(rows[train][held])
        spread = float(np.std(inner - ratings[train]))
        found[test] = _normal(model.fit(rows[train], ratings[train]).predict(rows[test]), spread)
    return from_probabilities(kind, found, LEVELS)


def _unsigned(rows: np.ndarray, ratings: np.ndarray, groups: Sequence[str]) -> Predicted:
    found = np.empty((len(rows), len(LEVELS)))
    for train, test in folds(groups, count=training.FOLDS, seed=SEED):
        found[test] = (
            ProportionalOdds(alpha=16.0, classes=LEVELS).fit(rows[train], ratings[train]).predict_proba(rows[test])
        )
    return from_probabilities("proportional odds, no signs", found, LEVELS)


def contend(arguments: argparse.Namespace) -> None:
    """The second form."""
    records = read(arguments.data)
    items = list(pipeline.rating_inputs(records, highlighter=language.load()))
    ratings = np.array([int(record["rating"]) for record in records])
    groups = groups_of(records)
    extracted = features.extract(items)
    rows = extracted.values
    validated = training.validate(rows, ratings, groups, levels=LEVELS, seed=SEED)
    own = from_probabilities("proportional odds", validated.probabilities, LEVELS)
    own = Predicted(
        title=own.title,
        expected=own.expected,
        level=own.level,
        low=np.array(LEVELS)[validated.low],
        high=np.array(LEVELS)[validated.high],
    )
    report(
        [
            own,
            _unsigned(rows, ratings, groups),
            _regression("ridge", rows, ratings, groups),
            _regression("boosting", rows, ratings, groups),
            *training.validated_baselines(extracted.views, ratings, groups, levels=LEVELS, seed=SEED),
        ],
        ratings.astype(float),
        groups,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="rf_passage")
    parser.add_argument("--exemplars", type=Path, default=Path("models/rf_passage/exemplars.jsonl"))
    parser.add_argument("--contenders", action="store_true")
    parser.add_argument("--drop-abstained", action="store_true")
    arguments = parser.parse_args()
    if arguments.contenders:
        contend(arguments)
    else:
        rate(arguments)


if __name__ == "__main__":
    main()
