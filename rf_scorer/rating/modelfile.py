"""The model file: plain JSON that can be read, compared and reviewed line by line; no code is ever loaded from it.

``format`` is raised by one whenever a reader of the older format would misread the file; old files are refused by number. What stands in it is
drawn in ``docs/reference/outputs.md``.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.rating import decision, familiarity, features, memberfile, plaindata
from rf_scorer.rating.familiarity import Familiarity
from rf_scorer.rating.fitted import Fitted, Stacked
from rf_scorer.rating.plaindata import array, number, numbers
from rf_scorer.rating.questioning import Questioning

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from rf_scorer.rating.fitted import Members

__all__ = ["FILE", "FORMAT", "document", "read", "text"]

#: Name of the file in a model's folder.
FILE = "model.json"
#: Number of the format that is written, and the only one that is read.
FORMAT = 2
#: Kind of model that the format describes.
KIND = "ordinal-stack"
#: A model file is some megabytes; a lab's, with many questions, some tens.
_MAX_BYTES = 200_000_000
#: Models that were there before may have had models before them, but not many.
_DEEPEST = 2
#: No answer has more words.
_LONGEST = 10_000_000
_GAP = re.compile(r",\s+")
#: A list of plain values that the readable form of JSON has put on many lines. Within a text no line ends, so that brackets there are left alone.
_LIST = re.compile(r"\[\n\s*+([^\[\]{}\"]*?)\n[ \t]*+\]")


def document(fitted: Fitted) -> dict[str, Any]:
    """The document of a model; what is read back from it gives the same suggestions."""
    known, stacked = fitted.familiarity, fitted.stacked
    return {
        "format": FORMAT,
        "kind": KIND,
        "name": fitted.name,
        "version": fitted.version,
        "training": dict(fitted.training),
        "scale": plaindata.scale_document(fitted.scale),
        "feature_set": features.SET,
        "questions": list(fitted.questions),
        "typical": {
            name: list(pair)
            for name, pair in zip(
                features.names(), zip(numbers(fitted.mean), numbers(fitted.spread), strict=True), strict=True
            )
        },
        "stack": {"weights": numbers(stacked.weights), "thresholds": numbers(stacked.thresholds)},
        "decision": {"rule": stacked.decision.rule, "cuts": numbers(stacked.decision.cuts)},
        "interval": {"coverage": fitted.coverage, "scores": numbers(stacked.scores)},
        "familiarity": {
            "trait_set": familiarity.SET,
            "doubt": float(f"{known.doubt:.6g}"),
            "refuse": float(f"{known.refuse:.6g}"),
            "mean": dict(zip(familiarity.TRAITS, numbers(known.mean), strict=True)),
            "precision": [numbers(row) for row in known.precision],
            "known": sorted(known.known),
        },
        "shortest": fitted.shortest,
        "longest": fitted.longest,
        "protocols": list(fitted.protocols),
        "questioning": None if fitted.questioning is None else _questioning(fitted.questioning),
        "members": memberfile.document(stacked.members),
        "priors": [document(prior) for prior in fitted.priors],
    }


def _questioning(found: Questioning) -> dict[str, Any]:
    return {
        "limit": float(f"{found.limit:.6g}"),
        "foreign": float(f"{found.foreign:.6g}"),
        "words": dict(zip(found.words, numbers(found.weights), strict=True)),
    }


def text(fitted: Fitted) -> str:
    """The file's text: a line for each gram and each tree's part, the same bytes every time."""
    return _LIST.sub(lambda match: "[" + _GAP.sub(", ", match.group(1)) + "]", jsonio.dumps(document(fitted)))


def read(folder: Traversable, *, where: str) -> tuple[Fitted, str]:
    """Read a model and its digest.

    Parameters
    ----------
    folder : Traversable
        Holds :data:`FILE`.
    where : str
        How errors name the model.

    Returns
    -------
    tuple of (Fitted, str)
        The digest is that of the file's bytes: 64 hexadecimal digits.

    Raises
    ------
    UsageError
        If there is no model file.
    InvalidDocument
        If it is not a model file of this format and this feature set, or its numbers cannot be.
    """
    file = folder / FILE
    if not file.is_file():
        raise UsageError("There is no model here.", where=where, remedy=f"A model is a folder that holds {FILE}.")
    data = plaindata.contents(file, most=_MAX_BYTES, kind="model", where=where)
    return _fitted(jsonio.loads(data, where=where), where, "$", 0), hashlib.sha256(data).hexdigest()


def _fitted(found: Any, where: str, path: str, depth: int) -> Fitted:
    if not isinstance(found, dict) or "format" not in found:
        raise InvalidDocument("This is not a model file.", where=where if depth == 0 else f"{where}::{path}")
    _same("format", found["format"], FORMAT, where, path)
    _same("kind", found.get("kind"), KIND, where, path)
    _same("feature_set", found.get("feature_set"), features.SET, where, path)
    try:
        _same("trait_set", found["familiarity"]["trait_set"], familiarity.SET, where, f"{path}.familiarity")
        return _build(found, where, path, depth)
    except plaindata.DAMAGE as error:
        problem = plaindata.damage(error)
    # Outside the handler, so that no traceback holds what stands in the file.
    raise InvalidDocument(
        f"The model file is damaged: {problem}.",
        where=where if depth == 0 else f"{where}::{path}",
        remedy="Train it again, or install it again.",
    )


def _same(key: str, value: Any, wanted: str | int, where: str, path: str) -> None:
    plaindata.same(
        key,
        value,
        wanted,
        kind="model",
        where=f"{where}::{path}",
        remedy="Train the model again with this version, or install the version it was made for.",
    )


def _build(found: dict[str, Any], where: str, path: str, depth: int) -> Fitted:
    if tuple(found["typical"]) != features.names():
        raise ValueError("the features are not those of the set, in its order")
    known = found["familiarity"]
    if tuple(known["mean"]) != familiarity.TRAITS:
        raise ValueError("the traits are not those of the list, in its order")
    rated = plaindata.scale(found["scale"])
    if len(found["priors"]) > 10 or (found["priors"] and depth >= _DEEPEST):
        raise ValueError("there are too many models within models")
    questions = plaindata.texts(found["questions"])
    typical = np.array([array(pair, 2) for pair in found["typical"].values()]).reshape(-1, 2)
    count = len(rated.levels)
    members = memberfile.members(found["members"], questions=len(questions), levels=count)
    if members.priors not in {0, len(found["priors"])}:
        raise ValueError("the models that are asked are not those that stand here")
    if not (typical[:, 1] > 0).all():
        raise ValueError("a spread is not positive")
    coverage, shortest, longest = number(found["interval"]["coverage"]), found["shortest"], found["longest"]
    if type(longest) is not int or type(shortest) is not int:
        raise TypeError
    if not 0 <= shortest <= longest <= _LONGEST:
        raise ValueError("the lengths cannot be those of answers")
    if not 0 < coverage < 1:
        raise ValueError("the coverage does not lie between 0 and 1")
    return Fitted(
        name=plaindata.text(found["name"]),
        version=plaindata.text(found["version"]),
        scale=rated,
        stacked=_stacked(found, members, count),
        coverage=coverage,
        questions=questions,
        mean=typical[:, 0],
        spread=typical[:, 1],
        familiarity=Familiarity(
            mean=array([known["mean"][trait] for trait in familiarity.TRAITS]),
            precision=np.array([array(row, len(familiarity.TRAITS)) for row in known["precision"]]).reshape(
                len(familiarity.TRAITS), len(familiarity.TRAITS)
            ),
            doubt=number(known["doubt"]),
            refuse=number(known["refuse"]),
            known=frozenset(plaindata.texts(known["known"])),
        ),
        shortest=shortest,
        longest=longest,
        training={plaindata.text(key): plaindata.value(value) for key, value in found["training"].items()},
        priors=tuple(
            _fitted(prior, where, f"{path}.priors[{place}]", depth + 1) for place, prior in enumerate(found["priors"])
        ),
        protocols=plaindata.texts(found["protocols"]),
        questioning=None if found["questioning"] is None else _asked(found["questioning"]),
    )


def _asked(found: dict[str, Any]) -> Questioning:
    limit, foreign, weights = number(found["limit"]), number(found["foreign"]), array(list(found["words"].values()))
    if foreign <= 0 or (weights <= 0).any():
        raise ValueError("a weight of a question's word is not positive")
    return Questioning(words=plaindata.texts(list(found["words"])), weights=weights, foreign=foreign, limit=limit)


def _stacked(found: dict[str, Any], members: Members, count: int) -> Stacked:
    shared = members.priors + sum(member is not None for member in (members.linear, members.boosted, members.worded))
    thresholds = array(found["stack"]["thresholds"], count - 1)
    rule, cuts = found["decision"]["rule"], array(found["decision"]["cuts"])
    if (np.diff(thresholds) < 0).any() or (np.diff(cuts) < 0).any():
        raise ValueError("thresholds are not in order")
    if rule not in decision.RULES or len(cuts) != (count - 1 if rule == "matched" else 0):
        raise ValueError("the rule for a level is none that is known")
    return Stacked(
        members=members,
        weights=array(found["stack"]["weights"], shared + members.own),
        thresholds=thresholds,
        decision=decision.Decision(rule=rule, cuts=cuts),
        scores=np.sort(array(found["interval"]["scores"])),
    )
