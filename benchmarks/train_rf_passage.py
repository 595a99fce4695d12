"""Make the shipped rating model from its exemplars: model.json, card.json and README.md, the same bytes every time.

Usage::

    python benchmarks/train_rf_passage.py [--exemplars models/rf_passage/exemplars.jsonl] [--out models/rf_passage]

The exemplars are one JSON object a line: ``id``, ``participant``, ``question``, ``answer``, ``rating``.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rf_scorer import jsonio, language, pipeline, validation
from rf_scorer.domain import Level, Scale
from rf_scorer.errors import InvalidDocument
from rf_scorer.rating import baselines, card, evaluation, features, modelfile, training

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.rating import RatingInput
    from rf_scorer.rating.evaluation import Predicted

NAME, VERSION, SEED = "rf_passage", "0.1.0", 20
STATEMENT = "trained on invented exemplars, not on human-rated interviews"
SCALE = Scale(id="rf", levels=tuple(Level(value=value) for value in range(-1, 10)))

SUMMARY = (
    "Suggests a provisional reflective-functioning rating (-1 to 9) for one passage of an interview: a probability for "
    "every level, the median level, an interval, and evidence for and against. It looks at mentions of mental states, "
    "at what they are linked with, at markers and at a few counts, never at single words beyond those. It shows what "
    "was learned from made-up examples and does not replace a trained rater."
)
INTENDED = [
    "Drawing a trained rater's eye to passages and their evidence, after the rater's own rating or as practice.",
    "Trying out the whole path from transcript to rating sheet before a lab has ratings of its own to train on.",
    "A baseline for models that are trained on human-rated interviews.",
]
UNINTENDED = [
    "Scores that enter an analysis, a report or a file without a trained rater's own judgement.",
    "Any decision about a person: diagnosis, treatment, custody, employment, risk.",
    "Languages other than English; written answers.",
    "Comparing groups of speakers: no subgroup has been tested, and dialect and fluency may matter.",
]
LIMITS = [
    "The examples and their ratings are invented. Agreement with human ratings of real interviews is unknown.",
    "Invented examples are clearer cases than real answers: the figures here are higher than real ones will be.",
    "A plain bag of words orders these examples as well or better (EXEMPLARS.md): their one writer is regular.",
    "The folds part the invented speakers, but one source wrote all of them and shares habits across folds.",
    "Irony, voice, what was said elsewhere in the interview and whether an account is true are out of sight.",
    "An off-topic answer in ordinary English is rated like any answer without states of mind: low.",
    "The levels -1, 8 and 9 are rare in real samples and are not rare among the examples.",
]


def read(path: Path) -> list[dict[str, Any]]:
    """The exemplars, each with what training needs."""
    lines = path.read_text(encoding="utf-8").splitlines()
    records = [jsonio.loads(line, where=f"{path.name}:{number}") for number, line in enumerate(lines, 1)]
    for number, record in enumerate(records, 1):
        if not {"id", "participant", "question", "answer", "rating"} <= set(record):
            raise InvalidDocument("An exemplar lacks a key.", where=f"{path.name}:{number}")
    return records


def figures(predicted: Predicted, rated: np.ndarray, groups: Sequence[str]) -> dict[str, Any]:
    """Figures for the card, to three decimals."""
    found = evaluation.evaluate(predicted, rated, groups, levels=SCALE.values, seed=SEED)
    return {
        name: {key: None if value is None else round(value, 3) for key, value in asdict(figure).items()}
        for name, figure in found.items()
    }


def validated(items: Sequence[RatingInput], ratings: np.ndarray, groups: Sequence[str]) -> dict[str, Any]:
    """Nested cross-validation beside the baselines."""
    extracted = features.extract(items)
    levels = SCALE.values
    found = training.validate(extracted.values, ratings, groups, levels=levels, seed=SEED)
    own = evaluation.from_probabilities(NAME, found.probabilities, levels)
    own = evaluation.Predicted(
        title=own.title,
        expected=own.expected,
        level=own.level,
        low=np.array(levels)[found.low],
        high=np.array(levels)[found.high],
    )
    others = training.validated_baselines(extracted.views, ratings, groups, levels=levels, seed=SEED)
    titles = {NAME: NAME, **{name: f"{name}: {text}" for name, text in baselines.TITLES.items()}}
    return {
        "title": "Cross-validation on the exemplars",
        "description": (
            f"Nested {training.FOLDS}-fold cross-validation over the invented people: whoever is judged took no part "
            "in anything that was fitted or chosen. In parentheses 95 % bootstrap intervals over people. (The typical "
            "level correlates below zero because every fold's examples lean away from those they leave out.)"
        ),
        "results": [
            {"title": titles[one.title], "figures": figures(one, ratings.astype(float), groups)}
            for one in (own, *others)
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exemplars", type=Path, default=Path("models/rf_passage/exemplars.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("models/rf_passage"))
    arguments = parser.parse_args()

    records = read(arguments.exemplars)
    items = list(pipeline.rating_inputs(records, highlighter=language.load()))
    ratings = np.array([record["rating"] for record in records])
    groups = [str(record["participant"]) for record in records]
    fitted = training.fit(
        items, ratings, groups, scale=SCALE, seed=SEED, name=NAME, version=VERSION, statement=STATEMENT
    )
    model = jsonio.dumps(modelfile.document(fitted))
    about = {
        "schema": "urn:rf-scorer:schema:model-card:1",
        "name": NAME,
        "version": VERSION,
        "statement": f"{STATEMENT[0].upper()}{STATEMENT[1:]}.",
        "summary": SUMMARY,
        "licence": "MIT",
        "sha256": hashlib.sha256(model.encode()).hexdigest(),
        "intended_use": INTENDED,
        "unintended_use": UNINTENDED,
        "data": {
            "description": "Invented questions and answers, rated by their own writer and by no certified rater; no "
            "real person speaks in them. A second reader's blind ratings agree with them far better than raters do "
            "on interviews (EXEMPLARS.md).",
            "licence": "MIT",
            "answers": len(records),
            "people": len(set(groups)),
            "levels": {str(level): int((ratings == level).sum()) for level in SCALE.values},
            "sha256": hashlib.sha256(arguments.exemplars.read_bytes()).hexdigest(),
        },
        "method": (
            f"{len(features.names())} features of the set {features.SET}; proportional odds with a ridge penalty "
            f"({fitted.training['penalty']:g}: the largest within one standard error of the best ranked probability score in "
            f"{training.FOLDS}-fold cross-validation over people), coefficients held to the signs that theory gives them and "
            "penalised four times as much where it gives none; cross-conformal intervals meant to hold "
            f"{training.COVERAGE:.0%} of ratings; abstention by rule and by Mahalanobis distance from the examples."
        ),
        "evaluations": [validated(items, ratings, groups)],
        "limits": LIMITS,
        "rebuild": ["python benchmarks/train_rf_passage.py"],
    }
    faults = validation.faults(about)
    if faults:
        raise InvalidDocument(f"The card is not valid: {faults[0].message}", where=f"{card.FILE}::{faults[0].path}")
    jsonio.write_text(arguments.out / modelfile.FILE, model, force=True)
    jsonio.write_text(arguments.out / card.FILE, jsonio.dumps(about), force=True)
    jsonio.write_text(arguments.out / "README.md", card.readme(about), force=True)
    print((arguments.out / "README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
