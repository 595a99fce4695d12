"""What runs in the workers of a Dask cluster: a look at what is there, and the work.

No error leaves a worker but as a value, and what it is given does not show what it holds: the library would log both.
"""

from __future__ import annotations

import hashlib
import logging
import os
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rf_scorer
from rf_scorer import discreet
from rf_scorer.errors import RfScorerError, UsageError
from rf_scorer.study.reason import bug
from rf_scorer.study.running import parcels
from rf_scorer.study.running.engines import engine_for
from rf_scorer.study.running.parcels import Answer
from rf_scorer.study.running.turn import turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.study.running.parcels import Parcel

__all__ = ["REMEDY", "Look", "Standing", "done", "fingerprint", "standing", "version"]

#: What a person does about a worker that is not fit.
REMEDY = "Every worker needs the same rf_scorer, Python and models, and the same folders under the same paths."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Look:
    """What a worker is to look for before it gets work."""

    model: str
    language_model: str | None
    out: str
    marker: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Standing:
    """What a worker says of itself."""

    version: str
    provenance: Mapping[str, str] | None = None
    fault: str = ""
    writes: bool = False
    reads: bool = False


def fingerprint(provenance: Mapping[str, str]) -> str:
    """A digest of versions and models, 64 hexadecimal digits."""
    return hashlib.sha256(repr(sorted(provenance.items())).encode("utf-8")).hexdigest()


def version() -> str:
    """The version of rf_scorer."""
    return rf_scorer.__version__


def standing(look: Look) -> Standing:
    """What this worker is and sees."""
    with turn(), _hushed():
        try:
            provenance, fault = engine_for(look.model, look.language_model).provenance, ""
        except RfScorerError as error:
            provenance, fault = None, error.message
        except Exception as error:  # noqa: BLE001 (the library would log its message)
            provenance, fault = None, bug(error)
        return Standing(
            version=rf_scorer.__version__,
            provenance=provenance,
            fault=fault,
            writes=os.path.lexists(Path(look.out) / look.marker) and os.access(look.out, os.W_OK),
            reads=all(map(os.path.lexists, look.samples)),
        )


def done(parcel: Parcel, wanted: str, marker: str) -> Answer:
    """Do a parcel, if this worker is fit for it: it may have joined when the others had been looked at."""
    with turn(), _hushed():
        try:
            options = parcel.options
            if fingerprint(engine_for(options.model, options.language_model).provenance) != wanted:
                what = "has another version of rf_scorer, of Python or of a model than the others"
            elif not os.path.lexists(marker):
                what = "does not see the output folder, or the run that it worked for has ended"
            else:
                return parcels.done(parcel)
            return Answer(error=UsageError(f"A worker that joined the cluster {what}.", where="--dask", remedy=REMEDY))
        except RfScorerError as error:
            return Answer(error=error)
        except Exception as error:  # noqa: BLE001 (the library would log its message)
            return Answer(
                error=UsageError(f"A worker of the cluster failed. {bug(error)}", where="--dask", remedy=REMEDY)
            )


@contextmanager
def _hushed() -> Iterator[None]:
    """What libraries warn of and log is told by its place alone, as in the program itself, for as long as it lasts."""
    warn, last = warnings.showwarning, logging.lastResort
    discreet.hush()
    try:
        yield
    finally:
        warnings.showwarning, logging.lastResort = warn, last
