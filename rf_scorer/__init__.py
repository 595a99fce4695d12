"""Read de-identified interviews, highlight mental-state language, suggest provisional reflective-functioning ratings.

Nothing here is a diagnosis or a final score: a human rater decides.

What a program calls stands here: :class:`Scorer` and its short cuts, and the errors. It is loaded when it is first asked for; what is below in the
packages may change from version to version.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rf_scorer import errors as errors
    from rf_scorer.errors import DataError, RfScorerError, UsageError
    from rf_scorer.scorer import BatchResult, Scored, Scorer, score, score_folder

__all__ = [
    "BatchResult",
    "DataError",
    "RfScorerError",
    "Scored",
    "Scorer",
    "UsageError",
    "__version__",
    "errors",
    "score",
    "score_folder",
]

__version__ = "0.1.0"

_HOMES = {
    "BatchResult": "rf_scorer.scorer",
    "DataError": "rf_scorer.errors",
    "RfScorerError": "rf_scorer.errors",
    "UsageError": "rf_scorer.errors",
    "Scored": "rf_scorer.scorer",
    "Scorer": "rf_scorer.scorer",
    "score": "rf_scorer.scorer",
    "score_folder": "rf_scorer.scorer",
}


if not TYPE_CHECKING:  # which would then take any name for one of ours

    def __getattr__(name: str) -> Any:
        # The command line imports this package for --help alone, and a language engine takes a second to load.
        if name == "errors":
            return import_module("rf_scorer.errors")
        if name not in _HOMES:
            raise AttributeError(f"module 'rf_scorer' has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    # What a notebook offers: ours, and what every module has.
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
