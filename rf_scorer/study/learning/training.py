"""From a lab's own ratings to a model of its own: the model file, its card and the README, together."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import documents, validation
from rf_scorer.errors import UsageError
from rf_scorer.rating import card, features, modelfile
from rf_scorer.rating.held import held
from rf_scorer.rating.learning import learn
from rf_scorer.study.learning.evaluating import companions_of, facts_of
from rf_scorer.study.learning.statements import cautions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rf_scorer.domain.evaluation import Comparison, Facts
    from rf_scorer.rating.fitted import Fitted
    from rf_scorer.rating.held import Held
    from rf_scorer.study.learning.evaluating import Evaluated, Prepared

__all__ = ["Trained", "model_name", "train"]

_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LONGEST = 100
#: Figures that a card has.
_FIGURES = ("spearman", "qwk", "icc", "mae", "within_1", "bias", "coverage", "width")
_TITLES: Mapping[str, str] = {
    "participants": "Participants left out",
    "question": "Questions left out",
    "protocol": "Protocols left out",
}
_INTENDED = (
    "Suggesting provisional ratings of answers like those it learned from, for a trained rater to confirm or change.",
    "Comparing models, and seeing which answers are worth a second rating.",
)
_UNINTENDED = (
    "Scores that enter an analysis, a report or a file without a trained rater's own judgement.",
    "Any decision about a person: diagnosis, treatment, custody, employment, risk.",
    "People, questions, languages and ways of transcribing other than those it learned from.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model as it is to be written: the texts of its three files, the model itself, and what it holds of anybody's words."""

    fitted: Fitted
    held: Held
    model: str
    about: str
    readme: str


def model_name(asked: str | None, folder: Path) -> str:
    """The name of a model: as asked, or made of its folder's.

    Raises
    ------
    UsageError
        If the name has other characters than a card allows.
    """
    if asked is None:
        plain = re.sub(r"[^a-z0-9]+", "_", folder.absolute().name.lower()).strip("_")[:_LONGEST]
        return plain.rstrip("_") or "own_ratings"
    if len(asked) > _LONGEST or _NAME.fullmatch(asked) is None:
        raise UsageError(
            "This cannot be a model's name.",
            where="--name",
            remedy="Use small letters, digits, and single '.', '_' or '-' between them.",
        )
    return asked


def train(prepared: Prepared, *, name: str, evaluated: Evaluated | None, command: str) -> Trained:
    """Learn a model from all answers and describe it.

    Parameters
    ----------
    prepared : Prepared
    name : str
    evaluated : Evaluated or None
        The cross-validation that the card tells; None where nobody tried.
    command : str
        What makes the model again.

    Raises
    ------
    DataError
        If there is too little to learn from.
    """
    facts = facts_of(prepared.answers, prepared.corpus)
    of = (
        f"{facts.participants} participants"
        if prepared.answers.people_known
        else "participants who were not told apart,"
    )
    statement = f"trained on {facts.answers} rated answers of {of} of one lab"
    further = companions_of(prepared.options)
    if further:
        statement += f", and on {further} invented short answers"
    fitted = learn(prepared.corpus, prepared.options, name=name, version="1", statement=statement)
    model = modelfile.text(fitted)
    words = held(fitted)
    about: dict[str, Any] = {
        "schema": "urn:rf-scorer:schema:model-card:1",
        "name": name,
        "version": "1",
        "statement": f"{statement[0].upper()}{statement[1:]}.",
        "summary": (
            f"Suggests a provisional rating from {facts.minimum} to {facts.maximum} for one answer: a probability for every level, one level, an "
            "interval, and evidence for and against. It was learned from one lab's own ratings and does not replace a trained rater."
        ),
        "licence": "LicenseRef-not-stated",
        "sha256": hashlib.sha256(model.encode()).hexdigest(),
        "intended_use": list(_INTENDED),
        "unintended_use": list(_UNINTENDED),
        "data": {
            "description": _data(facts, prepared.answers.origin),
            "licence": "LicenseRef-not-stated",
            "answers": facts.answers,
            "people": facts.participants,
            "levels": dict(facts.levels),
            "sha256": facts.sha256,
        },
        "method": _method(fitted, further),
        "evaluations": [_evaluation(one) for one in evaluated.appraisal.comparisons] if evaluated is not None else [],
        "words": {
            **words.document(),
            "counted_by": "participants" if prepared.answers.people_known else "answers",
            "invented_people_count": bool(further),
        },
        "limits": list(_limits(words, prepared, evaluated)),
        "rebuild": [command],
    }
    faults = validation.faults(about, "model-card")
    if faults:
        raise AssertionError(f"the card breaks its own schema at {faults[0].path}")
    return Trained(
        fitted=fitted, held=words, model=model, about=documents.document_text(about), readme=card.readme(about)
    )


def _data(facts: Facts, origin: str) -> str:
    if facts.raters == 1:
        raters = "one rater's ratings"
    elif origin == "table":
        raters = f"the mean of {facts.raters} raters"
    else:
        raters = f"ratings by {facts.raters} raters (the mean where several rated one)"
    read = f"A table of {facts.rows} rows" if origin == "table" else f"An export of {facts.rows} passages with {origin}"
    digest = "that of the table" if origin == "table" else "that of the export and its sheets"
    asked = f"{facts.questions} recurring questions" if facts.questions else "no question that recurs"
    return (
        f"{read}, {facts.answers} of them answers with {raters} on a scale from {facts.minimum} to {facts.maximum}; {asked}; "
        f"{facts.words[0]} to {facts.words[2]} words an answer, {facts.words[1]:g} in the median. The digest below is {digest}."
    )


def _method(fitted: Fitted, further: int) -> str:
    training = fitted.training
    built = ", ".join(prior.name for prior in fitted.priors)
    learned = f"It was learned with {further} invented short answers as further questions. " if further else ""
    return (
        f"Features of the set {features.SET}; members: {training.get('members', 'unknown')}, joined by an ordinal stack on answers that they had not seen "
        f"({training['folds']} folds over participants; all that is chosen is chosen by ranked probability score). The suggested level follows the rule "
        f"'{training.get('rule', 'unknown')}'. Cross-conformal intervals are meant to hold {100 * fitted.coverage:.0f} % of ratings. "
        + learned
        + (f"It builds on the judgement of: {built}." if built else "It begins from scratch.")
    )


def _evaluation(comparison: Comparison) -> dict[str, Any]:
    return {
        "title": _TITLES[comparison.left_out],
        "description": (
            f"Nested cross-validation, {comparison.folds} models: whoever is judged took no part in anything that was learned or chosen. In parentheses "
            "95 % bootstrap intervals over participants."
            + (
                f" The model learned with {comparison.companions} invented short answers as further questions."
                if comparison.companions
                else ""
            )
        ),
        "results": [
            {
                "title": row.title,
                "figures": {
                    name: {edge: _short(getattr(row.figures[name], edge)) for edge in ("value", "low", "high")}
                    for name in _FIGURES
                    if name in row.figures
                },
            }
            for row in comparison.rows
        ],
    }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3) + 0.0


def _limits(words: Held, prepared: Prepared, evaluated: Evaluated | None) -> Iterator[str]:
    if evaluated is None:
        yield "Nobody has tried how well it follows ratings of people it has not seen (--no-evaluation)."
    else:
        yield from cautions(evaluated.appraisal)
    yield from prepared.answers.remarks
    further = companions_of(prepared.options)
    if further:
        yield (
            f"It learned from {further} invented short answers to other questions as well (short_answers), which are not human ratings; 'rf-scorer models "
            "show short_answers' tells what they are."
        )
    if words.anywhere:
        yield "The model file holds words. Those of confidential texts stay confidential: see what the card says of words before you give it to anybody."
    else:
        yield "The model file holds no words of participants."
    if words.questions:
        yield "The model file names the questions that it tells apart, as the table does."
