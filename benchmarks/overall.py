"""The learned overall rating: learn it from simulated interviews, and see how it behaves on others.

Usage::

    python benchmarks/overall.py --rows ROWS.jsonl [--out models/rf_passage]
    python benchmarks/overall.py --rows ROWS.jsonl --evaluate [--json FILE]

ROWS holds one JSON object a line, as ``benchmarks/train_rf_passage.py`` writes them: ``id``, ``participant``, ``role``, ``rating``,
``expected``, ``level``, ``distribution`` (a list), ``markers`` (counts by family) and ``words``, where the suggestion
comes from a passage model that did not know the participant.

The first form writes ``overall.json`` beside ``model.json``, whose digest stands in it.

The second form learns from interviews composed of some participants' exemplars and judges interviews composed of the
others'. It says how the model behaves in a world that is as the simulation takes it to be, and where it is not; it
says nothing about real interviews, because none that are rated are public.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from figures import keeping
from scipy.stats import trim_mean

from rf_scorer import jsonio
from rf_scorer.domain import Level, Scale
from rf_scorer.rating import metrics
from rf_scorer.rating.folds import folds
from rf_scorer.rating.ordinal import ProportionalOdds
from rf_scorer.rating.overall import modelfile
from rf_scorer.rating.overall.assumptions import Assumptions
from rf_scorer.rating.overall.interview import counts
from rf_scorer.rating.overall.learning import PENALTY, Identity, learn_simulated
from rf_scorer.rating.overall.simulation import Exemplars, compose
from rf_scorer.rating.overall.summary import NAMES, SIGNS, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rf_scorer.rating.overall.interview import Interview
    from rf_scorer.rating.overall.model import Overall
    from rf_scorer.rating.overall.simulation import Composed

SCALE = Scale(id="rf", levels=tuple(Level(value=value) for value in range(-1, 10)))
LEVELS = SCALE.values
NAME, VERSION = "rf_overall", "1"
STATEMENT = "trained on simulated interviews composed of invented exemplars, not on rated interviews"
SEED = 20
#: Parts of the participants; the interviews that each is judged on.
PARTS, JUDGED = 4, 1000
ORDER = ("spearman", "qwk", "icc", "mae", "within_1", "bias", "coverage", "width")

#: Worlds to be judged in that are not the one that was learned from.
WORLDS: Mapping[str, Mapping[str, Any]] = {
    "as assumed, every level": {"flat": 1.0},
    "within SD 0.8": {"within": 0.8},
    "within SD 1.8": {"within": 1.8},
    "no inconsistent": {"inconsistent": 0.0},
    "half inconsistent": {"inconsistent": 0.5},
    "rater error 0.4": {"rater_error": 0.4},
    "rater error 1.1": {"rater_error": 1.1},
    "4 demand, no permit": {"demand_fewest": 4, "demand_most": 4, "permit_fewest": 0, "permit_most": 0},
    "7 demand, 5 permit": {"demand_fewest": 7, "demand_most": 7, "permit_fewest": 5, "permit_most": 5},
    "10 demand, 14 permit": {"demand_fewest": 10, "demand_most": 10, "permit_fewest": 14, "permit_most": 14},
    "permit as demand": {"permit_below": 0.0, "permit_slope": 1.0},
    "permit tells nothing": {"permit_slope": 0.0},
    "no rules": {"negative_pull": 0.0, "high_repeats": 0, "ordinary_share": 0.0},
    "strict rules": {"negative_pull": 1.5, "high_repeats": 4, "ordinary_share": 0.5},
    "a clinical sample": {"centre": 2.6, "spread": 1.22},
}


class Guess(NamedTuple):
    """What one way of summing up says of interviews."""

    expected: np.ndarray
    level: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None


def read(path: Path) -> Exemplars:
    """The rows of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [jsonio.loads(line, where=f"{path.name}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    return Exemplars(
        participants=tuple(str(row["participant"]) for row in rows),
        demand=np.array([row["role"] == "demand" for row in rows]),
        rating=np.array([float(row["rating"]) for row in rows]),
        probabilities=np.array([row["distribution"] for row in rows], dtype=float),
        level=np.array([row["level"] for row in rows], dtype=np.int64),
        markers=np.array([counts(row["markers"]) for row in rows]),
        words=np.array([float(row["words"]) for row in rows]),
    )


def learn(exemplars: Exemplars, assumptions: Assumptions, *, folder: Path | None = None) -> Overall:
    """The model; with the passage model's digest if its folder is given."""
    digest = "" if folder is None else hashlib.sha256((folder / "model.json").read_bytes()).hexdigest()
    name = "" if folder is None else str(jsonio.loads((folder / "model.json").read_bytes(), where="model.json")["name"])
    identity = Identity(name=NAME, version=VERSION, statement=STATEMENT, passage_model=name, passage_sha256=digest)
    return learn_simulated(exemplars, assumptions, scale=SCALE, identity=identity, seed=SEED)


def _whole(values: np.ndarray) -> np.ndarray:
    return np.clip(np.floor(values + 0.5), LEVELS[0], LEVELS[-1]).astype(np.int64)


#: What a sheet says of an interview without having learned anything, and a rater's own mean.
TRANSPARENT: Mapping[str, Callable[[Interview], float]] = {
    "demand mean": lambda one: float(one.expected[one.demand].mean()),
    "mean of all": lambda one: float(one.expected.mean()),
    "median of all": lambda one: float(np.median(one.level)),
    "trimmed mean": lambda one: float(trim_mean(one.expected, 0.2)),
}


def guesses(model: Overall, known: Composed, asked: Composed) -> dict[str, Guess]:
    """Every way of summing up, on the same interviews; what has to be fitted is fitted to ``known``."""
    found = [model.judge(summarise(one, LEVELS)) for one in asked.interviews]
    said = {
        "learned": Guess(
            expected=np.array([one.expected for one in found]),
            level=np.array([one.level for one in found]),
            low=np.array([one.low for one in found]),
            high=np.array([one.high for one in found]),
        )
    }
    for name, summary in TRANSPARENT.items():
        values = np.array([summary(one) for one in asked.interviews])
        said[name] = Guess(expected=values, level=_whole(values))
    for name in ("demand mean", "mean of all"):
        summary = TRANSPARENT[name]
        column = np.array([[summary(one)] for one in known.interviews])
        fitted = ProportionalOdds(alpha=1.0, classes=LEVELS).fit(column, known.overall)
        rows = np.array([[summary(one)] for one in asked.interviews])
        said[f"{name}, fitted"] = Guess(
            expected=fitted.predict_proba(rows) @ np.array(LEVELS), level=fitted.predict(rows)
        )
    modal = np.bincount(known.overall + 1).argmax() - 1
    said["modal level"] = Guess(
        expected=np.full(len(asked.overall), float(modal)), level=np.full(len(asked.overall), modal)
    )
    means = np.array([ratings.mean() for ratings in asked.rated])
    said["(mean of the true ratings)"] = Guess(expected=means, level=_whole(means))
    said["(a second rater)"] = Guess(expected=asked.second.astype(float), level=asked.second)
    return said


def figures(guess: Guess, overall: np.ndarray) -> dict[str, float | None]:
    """Figures of one way."""
    found = metrics.figures(guess.expected, guess.level, overall.astype(float), LEVELS)
    if guess.low is not None and guess.high is not None:
        found["coverage"] = float(((guess.low <= overall) & (overall <= guess.high)).mean())
        found["width"] = float((guess.high - guess.low).mean())
    return found


def table(rows: Mapping[str, Mapping[str, float | None]]) -> None:
    """Print figures."""
    print(f"{'':30s}" + "".join(f"{name:>10s}" for name in ORDER))
    for title, found in rows.items():
        cells = ["-" if found.get(name) is None else f"{found[name]:.2f}" for name in ORDER]
        print(f"{title:30s}" + "".join(f"{cell:>10s}" for cell in cells))


def pooled(parts: Sequence[tuple[Guess, np.ndarray]]) -> dict[str, float | None]:
    """Figures over all parts."""
    one = Guess(
        *(None if column[0] is None else np.concatenate(column) for column in zip(*(g for g, _ in parts), strict=True))
    )
    return figures(one, np.concatenate([overall for _, overall in parts]))


def evaluate(exemplars: Exemplars, assumptions: Assumptions) -> dict[str, Any]:
    """The second form; the figures that it prints."""
    usual = replace(assumptions, flat=0.0)
    models = []
    for train, test in folds(exemplars.participants, count=PARTS, seed=SEED):
        model = learn(exemplars.of(train), assumptions)
        known = compose(exemplars.of(train), assumptions, levels=LEVELS, count=JUDGED, seed=SEED + 101)
        models.append((model, known, exemplars.of(test)))

    def judged(world: Assumptions) -> dict[str, dict[str, float | None]]:
        parts: dict[str, list[tuple[Guess, np.ndarray]]] = {}
        for place, (model, known, held) in enumerate(models):
            asked = compose(held, world, levels=LEVELS, count=JUDGED, seed=SEED + 201 + place)
            for name, guess in guesses(model, known, asked).items():
                parts.setdefault(name, []).append((guess, asked.overall))
        return {name: pooled(part) for name, part in parts.items()}

    print(f"{len(exemplars.participants)} exemplars of {len(set(exemplars.participants))} participants, {PARTS} parts")
    print(f"\nA sample as studies report them (mean {usual.centre}, SD {usual.spread}), {PARTS * JUDGED} interviews")
    sample = judged(usual)
    table(sample)
    by_figure(models, usual)
    print("\nOther worlds than the one that was learned from: the learned overall / the fitted demand mean")
    rows = {}
    for title, change in WORLDS.items():
        found = judged(replace(usual, **change))
        rows[title], rows[f"{'':4s}demand mean, fitted ({len(rows) // 2 + 1})"] = (
            found["learned"],
            found["demand mean, fitted"],
        )
    table(rows)
    without(models, usual)
    about = {"interviews": PARTS * JUDGED, "centre": usual.centre, "spread": usual.spread}
    return about | {"sample": sample, "worlds": rows}


def by_figure(models: Sequence[tuple[Overall, Composed, Exemplars]], world: Assumptions) -> None:
    """Whether a figure means what it says, from one end of the scale to the other."""
    rows = []
    for place, (model, _, held) in enumerate(models):
        asked = compose(held, world, levels=LEVELS, count=JUDGED, seed=SEED + 201 + place)
        for one, overall in zip(asked.interviews, asked.overall.tolist(), strict=True):
            found = model.judge(summarise(one, LEVELS))
            rows.append((found.expected, overall, found.low <= overall <= found.high))
    table_ = np.array(rows)
    print("\nInterviews by learned figure: how many, mean figure, mean overall rating, share inside the interval")
    for edge in LEVELS:
        there = table_[np.floor(table_[:, 0]) == edge]
        if len(there):
            print(f"{edge:4d} to {edge + 1:2d}{len(there):8d}" + "".join(f"{mean:8.2f}" for mean in there.mean(axis=0)))


def without(models: Sequence[tuple[Overall, Composed, Exemplars]], world: Assumptions) -> None:
    """What each group of numbers adds: the same model fitted without it."""
    print("\nFitted without some of the numbers")
    groups = {
        "all": (),
        "demand passages alone": ("permit", "markers", "kinds", "repeated", "low_share", "negative"),
        "no permit": ("permit",),
        "no markers": ("markers", "kinds"),
        "no ends": ("demand_quartile", "demand_lowest", "demand_top2", "repeated", "negative"),
    }
    data = []
    for place, (_, known, held) in enumerate(models):
        asked = compose(held, world, levels=LEVELS, count=JUDGED, seed=SEED + 201 + place)
        tables = [np.array([summarise(one, LEVELS).values for one in some.interviews]) for some in (known, asked)]
        data.append((tables[0], known.overall, tables[1], asked.overall))
    rows = {}
    for title, left_out in groups.items():
        kept = [place for place, name in enumerate(NAMES) if not name.startswith(left_out or ("-",))]
        signs = [SIGNS[NAMES[place]] for place in kept]
        parts = []
        for train, rated, test, overall in data:
            fitted = ProportionalOdds(alpha=PENALTY, classes=LEVELS, signs=signs).fit(train[:, kept], rated)
            chances = fitted.predict_proba(test[:, kept])
            parts.append((Guess(expected=chances @ np.array(LEVELS), level=fitted.predict(test[:, kept])), overall))
        rows[title] = pooled(parts)
    table(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/rf_passage"), help="folder that holds model.json")
    parser.add_argument("--evaluate", action="store_true")
    keeping.offer(parser)
    arguments = parser.parse_args()
    exemplars = read(arguments.rows)
    if arguments.evaluate:
        keeping.write(arguments.json, evaluate(exemplars, Assumptions()))
        return
    model = learn(exemplars, Assumptions(), folder=arguments.out)
    jsonio.write_text(arguments.out / modelfile.FILE, jsonio.dumps(modelfile.document(model)), force=True)
    for name, weight in zip(NAMES, model.coefficients, strict=True):
        print(f"{name:20s}{weight:8.3f}")
    for stratum in model.strata:
        print(f"standard error up to {stratum.upto:.3f}: limit {stratum.limit}, {stratum.interviews} interviews")


if __name__ == "__main__":
    main()
