"""Make the shipped rating model from its exemplars: model.json, card.json and README.md, the same bytes every time.

Usage::

    python benchmarks/train_rf_passage.py [--exemplars models/rf_passage/exemplars.jsonl] [--out models/rf_passage] [--jobs 2]
                                          [--out-of-fold FILE.jsonl] [--json FILE]

The exemplars are one JSON object a line; their keys stand in models/rf_passage/EXEMPLARS.md. ``--out-of-fold`` writes what cross-validated models
say of every exemplar, which ``benchmarks/overall.py`` learns the overall rating from. About six minutes on two cores.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shipped_model
from figures import keeping

from rf_scorer import jsonio, language, pipeline
from rf_scorer.domain import Level, Scale
from rf_scorer.rating import features, learning, metrics, modelfile
from rf_scorer.rating.corpus import Corpus
from rf_scorer.rating.validation import OutOfFold, cross_validate

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME, VERSION = "rf_passage", "0.2.0"
STATEMENT = "trained on invented exemplars, not on human-rated interviews"
SCALE = Scale(id="rf", levels=tuple(Level(value=value) for value in range(-1, 10)))
SEED = 20
FOLDS = shipped_model.FOLDS
#: What training needs of an exemplar.
KEYS = frozenset({"id", "participant", "question", "answer", "rating", "subtype", "role", "protocol"})

SUMMARY = (
    "Suggests a provisional reflective-functioning rating (-1 to 9) for one passage of an interview: a probability for "
    "every level, a level, an interval, and evidence for and against. It looks at mentions of mental states, at what they "
    "are linked with, at markers, at counts, and at how the answer is worded. It shows what was learned from made-up "
    "examples and does not replace a trained rater."
)
INTENDED = [
    "Drawing a trained rater's eye to passages and their evidence, after the rater's own rating or as practice.",
    "Trying out the whole path from transcript to rating sheet before a lab has ratings of its own to train on.",
    "A start for models that are trained on human-rated interviews, and what these must beat.",
]
UNINTENDED = [
    "Scores that enter an analysis, a report or a file without a trained rater's own judgement.",
    "Any decision about a person: diagnosis, treatment, custody, court, employment, risk.",
    "Languages other than English; written answers.",
    "Comparing groups of speakers: whether dialect, age or schooling shift suggestions has been looked at on invented speakers alone.",
]
LIMITS = [
    "The examples and their ratings are invented. Agreement with human ratings of real interviews is unknown.",
    "Invented examples are clearer cases than real answers: the figures here are higher than real ones will be.",
    (
        "How an answer is worded carries most of what the model knows. It has learned what writers make reflective and unreflective speakers say; "
        "where real speakers talk otherwise it will be wrong, and a person who knew the exemplars could talk it up."
    ),
    "The folds part the invented speakers, but few sources wrote all of them and share habits across folds.",
    "Irony, voice, what was said elsewhere in the interview and whether an account is true are out of sight.",
    "An off-topic answer in ordinary English is rated like any answer without states of mind: low.",
    (
        "Known to come out wrong most often: plain narration that shows understanding without naming a state (too low), and articulate talk that only "
        "sounds reflective (too high); see the table by sub-type."
    ),
    "The levels -1, 0, 8 and 9 are rare in real samples and are not rare among the examples.",
]


def corpus_of(records: Sequence[dict[str, Any]]) -> Corpus:
    """The exemplars as rated answers; every question is worded anew, so none recurs."""
    return Corpus(
        items=tuple(pipeline.rating_inputs(records, highlighter=language.load())),
        ratings=np.array([float(record["rating"]) for record in records]),
        groups=tuple(str(record["participant"]) for record in records),
        questions=tuple(None for _ in records),
        scale=SCALE,
    )


def by_subtype(found: OutOfFold, rated: np.ndarray, subtypes: Sequence[str]) -> list[dict[str, Any]]:
    """Error and bias for each sub-type of the writers."""
    kinds = np.asarray(subtypes)
    order = sorted(set(subtypes), key=lambda kind: float(rated[kinds == kind].mean()))
    results = []
    for kind in order:
        rows = kinds == kind
        made = {
            "mae": float(np.abs(found.level[rows] - rated[rows]).mean()),
            "bias": float((found.expected[rows] - rated[rows]).mean()),
            "within_1": float((np.abs(found.level[rows] - rated[rows]) <= 1).mean()),
        }
        results.append(
            {
                "title": f"{kind}: {int(rows.sum())} passages rated {rated[rows].mean():.1f} on average",
                "figures": {key: {"value": round(value, 3), "low": None, "high": None} for key, value in made.items()},
            }
        )
    return results


def evaluations(
    corpus: Corpus, records: Sequence[dict[str, Any]], own: OutOfFold, options: learning.Options, jobs: int
) -> list[dict[str, Any]]:
    """Everything the card says of agreement."""
    words = shipped_model.words_of(corpus)
    return [
        {
            "title": "Cross-validation on the exemplars",
            "description": (
                f"Nested {FOLDS}-fold cross-validation over the invented people: whoever is judged took no part in anything that was fitted or chosen. "
                "In parentheses 95 % bootstrap intervals over people. Spearman with the number of words: for the ratings themselves "
                f"{metrics.spearman(corpus.ratings, words):.2f}."
            ),
            "results": shipped_model.agreement(own, corpus, options, name=NAME, jobs=jobs),
        },
        {
            "title": "By sub-type",
            "description": "The same out-of-fold suggestions by the writers' sub-types: over-analytical and ready-made talk must not come out high.",
            "results": by_subtype(own, corpus.ratings, [record["subtype"] for record in records]),
        },
    ]


def out_of_fold_rows(corpus: Corpus, records: Sequence[dict[str, Any]], own: OutOfFold) -> str:
    """One line for each exemplar: what a model that did not know its speaker says of it."""
    lines = []
    for index, (record, item) in enumerate(zip(records, corpus.items, strict=True)):
        found = list(item.highlights)
        markers = Counter(marker.family for one in found for marker in one.markers)
        lines.append(
            jsonio.dumps_line(
                {
                    "id": record["id"],
                    "participant": record["participant"],
                    "role": record["role"],
                    "rating": record["rating"],
                    "expected": round(float(own.expected[index]), 4),
                    "level": int(own.level[index]),
                    "distribution": [round(value, 4) for value in own.probabilities[index].tolist()],
                    "markers": dict(sorted(markers.items())),
                    "words": sum(one.words for one in found),
                }
            )
        )
    return "\n".join(lines) + "\n"


def about(
    corpus: Corpus,
    model: str,
    training: dict[str, Any],
    judged: list[dict[str, Any]],
    data: bytes,
) -> dict[str, Any]:
    """The model card."""
    return {
        "schema": "urn:rf-scorer:schema:model-card:1",
        "name": NAME,
        "version": VERSION,
        "statement": f"{STATEMENT[0].upper()}{STATEMENT[1:]}.",
        "summary": SUMMARY,
        "licence": "MIT",
        "sha256": hashlib.sha256(model.encode()).hexdigest(),
        "intended_use": INTENDED,
        "unintended_use": UNINTENDED,
        "data": shipped_model.data_of(
            corpus,
            data,
            people=len(set(corpus.groups)),
            description="Invented questions and answers; no real person speaks in them, and no certified rater rated them. A rating is the mean of "
            "the writer's intended level and two independent blind readings, which agree with each other far better than raters do on interviews: "
            "they say how clear a passage is, and must not be counted or cited as ratings by trained people (EXEMPLARS.md, the data statement).",
        ),
        "method": (
            f"{len(features.names())} features of the set {features.SET} and the runs of one to three words and two to five letters that at least "
            f"{training['least_people']} people used; members ({training['members']}) chosen, with their penalties, by the ranked probability score in "
            f"{learning.FOLDS}-fold cross-validation over people (the plainest within one standard error of the best): proportional odds with signs from "
            "theory, boosted trees held to the same signs, ridge regression on wording; stacked on their out-of-fold scores by an all-threshold logistic "
            f"model with weights that cannot be negative. The level is {training['rule']}; intervals are cross-conformal and meant to hold "
            f"{learning.Options().coverage:.0%} of ratings; abstention by rule and by Mahalanobis distance from the examples. The model holds words: those of "
            "invented speakers."
        ),
        "evaluations": judged,
        "limits": LIMITS,
        "rebuild": ["python benchmarks/train_rf_passage.py"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exemplars", type=Path, default=Path("models/rf_passage/exemplars.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("models/rf_passage"))
    parser.add_argument("--out-of-fold", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    keeping.offer(parser)
    arguments = parser.parse_args()

    records = shipped_model.read(arguments.exemplars, KEYS)
    corpus = corpus_of(records)
    protocols = tuple(sorted({str(record["protocol"]) for record in records}))
    options = learning.Options(seed=SEED, new_questions=True, protocols=protocols)
    fitted = learning.learn(corpus, options, name=NAME, version=VERSION, statement=STATEMENT)
    model = modelfile.text(fitted)
    own = cross_validate(corpus, options, folds=FOLDS, title=NAME, jobs=arguments.jobs)
    judged = evaluations(corpus, records, own, options, arguments.jobs)
    described = about(corpus, model, dict(fitted.training), judged, arguments.exemplars.read_bytes())
    keeping.write(arguments.json, shipped_model.figures(model, described, Path("models/rf_passage")))
    shipped_model.write(arguments.out, model=model, about=described)
    if arguments.out_of_fold is not None:
        jsonio.write_text(arguments.out_of_fold, out_of_fold_rows(corpus, records, own), force=True)
    print((arguments.out / "README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
