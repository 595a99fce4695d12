"""What the scripts that make shipped models share: exemplars in, figures for the card, and three files out."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from comparison import Predicted, evaluate

from rf_scorer import jsonio, validation
from rf_scorer.errors import InvalidDocument
from rf_scorer.rating import baselines, card, features, metrics, modelfile
from rf_scorer.rating.validation import OutOfFold, cross_validate
from rf_scorer.rating.validation import baselines as validated_baselines

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.learning import Options

__all__ = ["FOLDS", "agreement", "data_of", "figures", "read", "words_of", "write"]

#: Folds of the cross-validation that a card tells.
FOLDS = 10
_WITHOUT = "without length"


def read(path: Path, keys: frozenset[str]) -> list[dict[str, Any]]:
    """The exemplars of a file, one JSON object a line; each has the keys that training needs.

    Raises
    ------
    InvalidDocument
        If one lacks a key.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    records = [jsonio.loads(line, where=f"{path.name}:{number}") for number, line in enumerate(lines, 1)]
    for number, record in enumerate(records, 1):
        if not keys <= set(record):
            raise InvalidDocument("An exemplar lacks a key.", where=f"{path.name}:{number}")
    return records


def words_of(corpus: Corpus) -> np.ndarray:
    """Words of each answer, array of shape (n,)."""
    return np.array([float(view.words) for view in features.extract(corpus.items).views])


def agreement(own: OutOfFold, corpus: Corpus, options: Options, *, name: str, jobs: int) -> list[dict[str, Any]]:
    """Results for the card: the model, the model without features of length, and the baselines, on the same folds.

    Parameters
    ----------
    own : OutOfFold
        The model, with ``name`` for its title, cross-validated in :data:`FOLDS` folds.
    corpus : Corpus
    options : Options
    name : str
    jobs : int
        Processes.
    """
    words = words_of(corpus)
    without = cross_validate(corpus, dataclasses.replace(options, length=False), folds=FOLDS, title=_WITHOUT, jobs=jobs)
    plain = validated_baselines(corpus, folds=FOLDS, seed=options.seed, jobs=jobs)
    titles = {name: name, _WITHOUT: f"{name} without features of length"}
    titles |= {title: f"{title}: {text}" for title, text in baselines.TITLES.items()}
    return [
        {"title": titles[one.title], "figures": _figures(one, corpus, words, seed=options.seed)}
        for one in (own, without, *plain)
    ]


def _figures(found: OutOfFold, corpus: Corpus, words: np.ndarray, *, seed: int) -> dict[str, Any]:
    """Figures for the card, to three decimals."""
    scale, rated = corpus.scale, corpus.ratings
    predicted = Predicted(title=found.title, expected=found.expected, level=found.level, low=found.low, high=found.high)
    judged = evaluate(predicted, rated, corpus.groups, levels=scale.values, seed=seed)
    made = {
        name: {key: None if value is None else round(value, 3) for key, value in asdict(figure).items()}
        for name, figure in judged.items()
    }
    index = np.floor(rated + 0.5).astype(int) - scale.minimum
    alone = {
        "rps": metrics.ranked_probability_score(found.probabilities, index),
        "words": metrics.spearman(found.expected, words),
    }
    return made | {
        name: {"value": None if value is None else round(value, 3), "low": None, "high": None}
        for name, value in alone.items()
    }


def data_of(corpus: Corpus, data: bytes, *, people: int, description: str) -> dict[str, Any]:
    """What the card says of the data; ``data`` are the bytes of their file."""
    whole = np.floor(corpus.ratings + 0.5).astype(int)
    return {
        "description": description,
        "licence": "MIT",
        "answers": len(corpus),
        "people": people,
        "levels": {str(level): int((whole == level).sum()) for level in corpus.scale.values},
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def figures(model: str, about: dict[str, Any], shipped: Path) -> dict[str, Any]:
    """What a card says of agreement, for those who keep figures, and whether the model has the bytes of the shipped one."""
    same = (shipped / modelfile.FILE).read_text(encoding="utf-8") == model
    data = {key: about["data"][key] for key in ("answers", "people", "levels")}
    return {"same": same, "data": data, "evaluations": [one["results"] for one in about["evaluations"]]}


def write(folder: Path, *, model: str, about: dict[str, Any]) -> None:
    """Put the model, its card and the README made from it into a folder.

    Raises
    ------
    InvalidDocument
        If the card is not valid.
    """
    faults = validation.faults(about)
    if faults:
        raise InvalidDocument(f"The card is not valid: {faults[0].message}", where=f"{card.FILE}::{faults[0].path}")
    jsonio.write_text(folder / modelfile.FILE, model, force=True)
    jsonio.write_text(folder / card.FILE, jsonio.dumps(about), force=True)
    jsonio.write_text(folder / "README.md", card.readme(about), force=True)
