"""The overall model's file: plain JSON that can be read line by line; no code is ever loaded from it.

``format`` is raised by one whenever a reader of the older format would misread the file; old files are refused by
number. A rating model without such a file beside it has no learned overall rating.
"""

from __future__ import annotations

import hashlib
import math
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, registry
from rf_scorer.errors import InvalidDocument
from rf_scorer.rating import plaindata
from rf_scorer.rating.overall.model import Overall, Stratum
from rf_scorer.rating.overall.summary import NAMES, SET
from rf_scorer.rating.plaindata import array, number, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable


__all__ = ["FILE", "FORMAT", "document", "load", "read"]

#: Name of the file beside the rating model's.
FILE = "overall.json"
#: Number of the format that is written, and the only one that is read.
FORMAT = 1
#: Kind of model that the format describes.
KIND = "proportional-odds"
#: The file is some six kilobytes.
_MAX_BYTES = 1_000_000


def _number(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else float(f"{value:.6g}")


def document(model: Overall) -> dict[str, Any]:
    """The document of a model; what is read back from it judges alike."""
    table = zip(NAMES, numbers(model.coefficients), numbers(model.mean), numbers(model.spread), strict=True)
    return {
        "format": FORMAT,
        "kind": KIND,
        "name": model.name,
        "version": model.version,
        "training": dict(model.training),
        "assumptions": dict(model.assumptions),
        "passage_model": {"name": model.passage_model, "sha256": model.passage_sha256},
        "scale": plaindata.scale_document(model.scale),
        "summary_set": SET,
        "clip": model.clip,
        "summaries": {
            name: {"coefficient": coefficient, "mean": mean, "spread": spread}
            for name, coefficient, mean, spread in table
        },
        "thresholds": numbers(model.thresholds),
        "interval": {
            "coverage": model.coverage,
            "strata": [
                {"upto": _number(one.upto), "limit": _number(one.limit), "interviews": one.interviews}
                for one in model.strata
            ],
        },
    }


def load(name_or_path: str | Path) -> Overall | None:
    """The overall model beside a rating model.

    Parameters
    ----------
    name_or_path : str or Path
        As in :func:`rf_scorer.rating.load`.

    Returns
    -------
    Overall or None
        None where the rating model has none.

    Raises
    ------
    UnknownName
        If no rating model has this name.
    InvalidDocument
        If the file is damaged, or was made for another set of numbers or format.
    """
    if isinstance(name_or_path, Path) or _is_path(name_or_path):
        path = Path(name_or_path)
        return read(path, where=f"{path.name or path}/{FILE}")
    folder: Traversable = registry.load("rf_scorer.models", name_or_path)()
    return read(folder, where=f"model {name_or_path}/{FILE}")


def _is_path(text: str) -> bool:
    return text in {".", ".."} or os.sep in text or (os.altsep is not None and os.altsep in text)


def read(folder: Traversable, *, where: str) -> Overall | None:
    """Read the overall model of a folder, with the digest of its bytes; None where there is none.

    Parameters
    ----------
    folder : Traversable
        Holds :data:`FILE`, or not.
    where : str
        How errors name the file.

    Raises
    ------
    InvalidDocument
        If it is not a file of this format and this set of numbers, or its numbers cannot be.
    """
    file = folder / FILE
    if not file.is_file():
        return None
    data = plaindata.contents(file, most=_MAX_BYTES, kind="overall model", where=where)
    return replace(_overall(jsonio.loads(data, where=where), where), sha256=hashlib.sha256(data).hexdigest())


def _overall(found: Any, where: str) -> Overall:
    if not isinstance(found, dict) or "format" not in found:
        raise InvalidDocument("This is not an overall model's file.", where=where)
    for key, wanted in (("format", FORMAT), ("kind", KIND), ("summary_set", SET)):
        plaindata.same(
            key,
            found.get(key),
            wanted,
            kind="overall model",
            where=f"{where}::$",
            remedy="Make it again with this version, or install the version it was made for.",
        )
    try:
        return _build(found)
    except plaindata.DAMAGE as error:
        problem = plaindata.damage(error)
    # Outside the handler, so that no traceback holds what stands in the file.
    raise InvalidDocument(
        f"The overall model's file is damaged: {problem}.", where=where, remedy="Make it again, or install it again."
    )


def _build(found: Mapping[str, Any]) -> Overall:
    table = found["summaries"]
    if tuple(table) != NAMES:
        raise ValueError("the numbers are not those of the set, in its order")
    return Overall(
        name=plaindata.text(found["name"]),
        version=plaindata.text(found["version"]),
        scale=plaindata.scale(found["scale"]),
        coefficients=array([table[name]["coefficient"] for name in NAMES]),
        mean=array([table[name]["mean"] for name in NAMES]),
        spread=array([table[name]["spread"] for name in NAMES]),
        clip=number(found["clip"]),
        thresholds=array(found["thresholds"]),
        coverage=number(found["interval"]["coverage"]),
        strata=tuple(_stratum(row) for row in found["interval"]["strata"]),
        passage_model=plaindata.text(found["passage_model"]["name"]),
        passage_sha256=plaindata.text(found["passage_model"]["sha256"]),
        training={plaindata.text(key): plaindata.value(value) for key, value in found["training"].items()},
        assumptions={plaindata.text(key): number(value) for key, value in found["assumptions"].items()},
    )


def _stratum(row: Mapping[str, Any]) -> Stratum:
    return Stratum(
        upto=math.inf if row["upto"] is None else number(row["upto"]),
        limit=None if row["limit"] is None else number(row["limit"]),
        interviews=int(number(row["interviews"])),
    )
