"""The model file: plain JSON that can be read, compared and reviewed line by line; no code is ever loaded from it.

``format`` is raised by one whenever a reader of the older format would misread the file, and old samples must still
load or be refused by number.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rf_scorer import jsonio
from rf_scorer.domain import Level, Scale
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.rating import familiarity, features
from rf_scorer.rating.familiarity import Familiarity

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

__all__ = ["FILE", "FORMAT", "Fitted", "document", "read"]

#: Name of the file in a model's folder.
FILE = "model.json"
#: Number of the format that is written, and the only one that is read.
FORMAT = 1
#: A model file is some twenty kilobytes.
_MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Everything a fitted model is.

    Attributes
    ----------
    name, version : str
    scale : Scale
    coefficients, mean, spread : array of shape (features,)
        Of standardised features; their means; their standard deviations.
    clip : float
        Standard deviations at which a feature is held.
    thresholds : array of shape (levels - 1,)
    coverage : float
        The share of ratings that an interval is meant to hold.
    scores : array of shape (n,)
        Sorted nonconformity scores of cross-validated ratings.
    familiarity : Familiarity
    longest : int
        Words beyond which an answer is longer than the examples can speak for.
    training : mapping of str to (str or int or float)
        Statement, examples, groups, penalty, seed, digest of the data.
    """

    name: str
    version: str
    scale: Scale
    coefficients: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    clip: float
    thresholds: NDArray[np.float64]
    coverage: float
    scores: NDArray[np.float64]
    familiarity: Familiarity
    longest: int
    training: dict[str, str | int | float]

    def __post_init__(self) -> None:
        count = len(features.names())
        if not all(len(part) == count for part in (self.coefficients, self.mean, self.spread)):
            raise ValueError("the features are not those of the set")
        if len(self.thresholds) != len(self.scale.levels) - 1 or bool(np.any(np.diff(self.thresholds) <= 0)):
            raise ValueError("there must be one threshold between every two levels, increasing")
        if bool(np.any(self.spread <= 0)):
            raise ValueError("a standard deviation is not positive")
        traits = len(familiarity.TRAITS)
        if self.familiarity.mean.shape != (traits,) or self.familiarity.precision.shape != (traits, traits):
            raise ValueError("the traits are not those of the list")
        if not 0 < self.familiarity.doubt <= self.familiarity.refuse or not 0 < self.coverage < 1 or self.clip <= 0:
            raise ValueError("a limit lies outside its range")


def _numbers(values: NDArray[np.float64]) -> list[float]:
    # Six digits are far below what any example could determine, and keep the file the same where machines differ in the
    # last bits.
    return [float(f"{value:.6g}") + 0.0 for value in values.tolist()]


def document(fitted: Fitted) -> dict[str, Any]:
    """The document of a model; what is read back from it gives the same suggestions."""
    table = zip(
        features.names(), _numbers(fitted.coefficients), _numbers(fitted.mean), _numbers(fitted.spread), strict=True
    )
    known = fitted.familiarity
    return {
        "format": FORMAT,
        "kind": "proportional-odds",
        "name": fitted.name,
        "version": fitted.version,
        "training": dict(fitted.training),
        "scale": {"id": fitted.scale.id, "minimum": fitted.scale.minimum, "maximum": fitted.scale.maximum},
        "feature_set": features.SET,
        "clip": fitted.clip,
        "features": {
            name: {"coefficient": coefficient, "mean": mean, "spread": spread}
            for name, coefficient, mean, spread in table
        },
        "thresholds": _numbers(fitted.thresholds),
        "interval": {"coverage": fitted.coverage, "scores": _numbers(fitted.scores)},
        "familiarity": {
            "trait_set": familiarity.SET,
            "doubt": float(f"{known.doubt:.6g}"),
            "refuse": float(f"{known.refuse:.6g}"),
            "mean": dict(zip(familiarity.TRAITS, _numbers(known.mean), strict=True)),
            "precision": [_numbers(row) for row in known.precision],
        },
        "longest": fitted.longest,
    }


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
    with file.open("rb") as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise InvalidDocument("The file is too large for a model.", where=where)
    return _fitted(jsonio.loads(data, where=where), where), hashlib.sha256(data).hexdigest()


def _fitted(found: Any, where: str) -> Fitted:
    if not isinstance(found, dict) or "format" not in found:
        raise InvalidDocument("This is not a model file.", where=where)
    _same("format", found["format"], FORMAT, where)
    _same("kind", found.get("kind"), "proportional-odds", where)
    _same("feature_set", found.get("feature_set"), features.SET, where)
    problem = "The model file is damaged"
    try:
        _same("trait_set", found["familiarity"]["trait_set"], familiarity.SET, where)
        return _build(found)
    except KeyError:
        problem += ": a part is missing"
    except (TypeError, AttributeError):
        problem += ": a part is of the wrong kind"
    except OverflowError:
        problem += ": a number is too large"
    except ValueError as error:
        problem += f": {error}"
    raise InvalidDocument(f"{problem}.", where=where, remedy="Train it again, or install it again.")


def _same(key: str, value: Any, wanted: str | int, where: str) -> None:
    if type(value) is not type(wanted) or value != wanted:
        raise InvalidDocument(
            f"This model's {key!r} is not {wanted!r}, the only one this version of rf_scorer works with.",
            where=f"{where}::$.{key}",
            remedy="Train the model again with this version, or install the version it was made for.",
        )


def _build(found: dict[str, Any]) -> Fitted:
    names = features.names()
    table = found["features"]
    if tuple(table) != names:
        raise ValueError("the features are not those of the set, in its order")
    known = found["familiarity"]
    if tuple(known["mean"]) != familiarity.TRAITS:
        raise ValueError("the traits are not those of the list, in its order")
    minimum, maximum = found["scale"]["minimum"], found["scale"]["maximum"]
    if type(minimum) is not int or type(maximum) is not int or not 1 <= maximum - minimum <= 1000:
        raise ValueError("the scale has no whole-number ends")
    return Fitted(
        name=_text(found["name"]),
        version=_text(found["version"]),
        scale=Scale(
            id=_text(found["scale"]["id"]), levels=tuple(Level(value=value) for value in range(minimum, maximum + 1))
        ),
        coefficients=_array([table[name]["coefficient"] for name in names]),
        mean=_array([table[name]["mean"] for name in names]),
        spread=_array([table[name]["spread"] for name in names]),
        clip=float(found["clip"]),
        thresholds=_array(found["thresholds"]),
        coverage=float(found["interval"]["coverage"]),
        scores=_array(found["interval"]["scores"]),
        familiarity=Familiarity(
            mean=_array([known["mean"][trait] for trait in familiarity.TRAITS]),
            precision=_array(known["precision"]),
            doubt=float(known["doubt"]),
            refuse=float(known["refuse"]),
        ),
        longest=int(found["longest"]),
        training={_text(key): _plain(value) for key, value in found["training"].items()},
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _plain(value: Any) -> str | int | float:
    if not isinstance(value, str | int | float):
        raise TypeError
    return value


def _array(values: Any) -> NDArray[np.float64]:
    if not isinstance(values, list):
        raise TypeError
    found = np.array(values, dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("a number is not finite")
    return found
