"""Make the shipped model of short answers from its exemplars: model.json, card.json and README.md, the same bytes every time.

Usage::

    python benchmarks/train_short_answers.py [--exemplars models/short_answers/exemplars.jsonl] [--out models/short_answers] [--jobs 2] [--json FILE]

The exemplars are one JSON object a line; their keys stand in models/short_answers/EXEMPLARS.md. Each story is left out whole: nobody's answer to it is
known to a model that judges answers to it. About five minutes on two cores.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import shipped_model
from figures import keeping

from rf_scorer import language, pipeline
from rf_scorer.domain import Level, Scale
from rf_scorer.rating import companions, features, learning, metrics, modelfile
from rf_scorer.rating.corpus import Corpus
from rf_scorer.rating.validation import cross_validate

NAME, VERSION = "short_answers", "0.1.0"
STATEMENT = "trained on invented short answers, not on human-rated answers"
SCALE = Scale(id="short-0-2", levels=tuple(Level(value=value) for value in companions.LEVELS))
SEED = 20

SUMMARY = (
    "Suggests a provisional score (0 to 2) for one short written answer to a question about the minds of people in a little story: 2 where the right state of "
    "mind explains what somebody does, 1 where it does so in part, 0 where it does not. It shows what was learned from made-up answers, knows nothing of the "
    "story, and does not replace a trained coder."
)
INTENDED = [
    "Further questions to learn from, beside a lab's own rated answers, where a model is meant for questions that nobody has answered yet.",
    "A start for models of short answers that are trained on human ratings, and what these must beat.",
    "Trying out streams of short answers before a lab has ratings of its own.",
]
UNINTENDED = [
    "Scores that enter an analysis, a report or a file without a trained coder's own judgement.",
    "A test of children, or of anybody: no norms, no published test's questions, no child took part.",
    "Any decision about a person: diagnosis, treatment, schooling, custody, risk.",
    "Reflective functioning: the scale is another one, and so is what it asks for.",
    "Languages other than English; answers longer than a few sentences.",
]
LIMITS = [
    "The answers and their scores are invented. Agreement with trained coders' scores of children's answers is unknown.",
    (
        "It does not know the story: whether a state of mind is the right one cannot be told from the answer. It tells how answers that explain are worded, "
        "and a wrong explanation in the same words is scored like a right one."
    ),
    "One writer scored each answer, who knew what it was meant to be: nobody has read them a second time, so that no agreement is known.",
    (
        "Length goes with the score in them, as it often does in real answers, and suggestions follow the number of words closely, hardly less so where the "
        "features that measure it are left out: see the table."
    ),
    "The folds part stories, but few writers with one brief wrote all of them and share habits across folds.",
    "The children are their writers' notion of children; misspellings and mistakes of grammar are made.",
]


def corpus_of(records: list[dict[str, Any]]) -> Corpus:
    """The exemplars as rated answers. A story takes the place of a person, so that it is never on both sides of anything that is chosen."""
    stories = tuple(str(record["story_id"]) for record in records)
    return Corpus(
        items=tuple(pipeline.rating_inputs(records, highlighter=language.load())),
        ratings=np.array([float(record["rating"]) for record in records]),
        groups=stories,
        questions=stories,
        scale=SCALE,
    )


def evaluations(corpus: Corpus, options: learning.Options, jobs: int) -> list[dict[str, Any]]:
    """Everything the card says of agreement."""
    own = cross_validate(corpus, options, folds=shipped_model.FOLDS, title=NAME, jobs=jobs)
    return [
        {
            "title": "Cross-validation on the exemplars",
            "description": (
                f"Nested {shipped_model.FOLDS}-fold cross-validation over the stories, which have one question each and a child for every answer: no story and "
                "nobody who is judged took part in anything that was fitted or chosen. In parentheses 95 % bootstrap intervals over stories. Answers to all "
                "stories are judged together. Spearman with the number of words: for the scores themselves "
                f"{metrics.spearman(corpus.ratings, shipped_model.words_of(corpus)):.2f}."
            ),
            "results": shipped_model.agreement(own, corpus, options, name=NAME, jobs=jobs),
        }
    ]


def about(
    corpus: Corpus, model: str, training: dict[str, Any], judged: list[dict[str, Any]], data: bytes
) -> dict[str, Any]:
    """The model card."""
    stories = len(set(corpus.groups))
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
            people=len(corpus),
            description=f"Invented answers to one question about each of {stories} invented stories, every answer by another invented child; no child took part, "
            "and no published test material was used. Each was scored once, by its writer: the scores must not be counted or cited as human ratings "
            "(EXEMPLARS.md, the data statement).",
        ),
        "method": (
            f"{len(features.names())} features of the set {features.SET} and the runs of one to three words and two to five letters that stand in answers to at "
            f"least {training['least_people']} stories; members ({training['members']}) chosen, with their penalties, by the ranked probability score in "
            f"{learning.FOLDS}-fold cross-validation over stories (the plainest within one standard error of the best), stacked on their out-of-fold scores by "
            f"an all-threshold logistic model with weights that cannot be negative. The level is {training['rule']}; intervals are cross-conformal and meant "
            f"to hold {learning.Options().coverage:.0%} of scores; abstention by rule and by Mahalanobis distance from the examples. The model holds words: "
            "those of invented children. It sees the question, not the story."
        ),
        "evaluations": judged,
        "limits": LIMITS,
        "rebuild": ["python benchmarks/train_short_answers.py"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exemplars", type=Path, default=Path("models/short_answers") / companions.FILE)
    parser.add_argument("--out", type=Path, default=Path("models/short_answers"))
    parser.add_argument("--jobs", type=int, default=2)
    keeping.offer(parser)
    arguments = parser.parse_args()

    data = arguments.exemplars.read_bytes()
    companions.read(data, where=arguments.exemplars.name)
    corpus = corpus_of(shipped_model.read(arguments.exemplars, companions.KEYS))
    options = learning.Options(seed=SEED, new_questions=True)
    fitted = learning.learn(corpus, options, name=NAME, version=VERSION, statement=STATEMENT)
    model = modelfile.text(fitted)
    judged = evaluations(corpus, options, arguments.jobs)
    described = about(corpus, model, dict(fitted.training), judged, data)
    keeping.write(arguments.json, shipped_model.figures(model, described, Path("models/short_answers")))
    shipped_model.write(arguments.out, model=model, about=described)
    print((arguments.out / "README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
