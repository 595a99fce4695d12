"""What a person asked of a comparison of raters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from rf_scorer.study.agreeing.matrix import LevelName

__all__ = ["CalibrationSet", "Levels", "Plan", "Use"]

#: Which of a rater's two levels is taken, and which units are compared.
Use: TypeAlias = Literal["blind", "final"]
Levels: TypeAlias = Literal["passages", "overall", "both"]
#: What becomes of the calibration set, which raters may have talked about.
CalibrationSet: TypeAlias = Literal["left-out", "only", "counted"]

_LEAST_RESAMPLES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How agreement is worked out.

    Attributes
    ----------
    levels : {"both", "passages", "overall"}
    key : str or None
        The rater whose levels are a calibration key: compared with everybody, and counted among nobody.
    minimum : int
        Least number of units of a subgroup; 2 or more.
    seed : int
    resamples : int
        200 or more.
    confidence : float
        Of every interval; between 0 and 1.

    Raises
    ------
    UsageError
        For a number that cannot be.
    """

    levels: Levels = "both"
    key: str | None = None
    minimum: int = 10
    seed: int = 20
    resamples: int = 2000
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if not 0.0 < self.confidence < 1.0:
            raise UsageError(
                "The confidence does not lie between 0 and 1.", where="--confidence", remedy="Give 0.95, for example."
            )
        if self.resamples < _LEAST_RESAMPLES:
            raise UsageError(
                f"Fewer than {_LEAST_RESAMPLES} resamples cannot hold the ends of an interval.",
                where="--resamples",
                remedy="Give 2000 or more.",
            )
        if self.minimum < 2:
            raise UsageError(
                "The least size of a group is below 2.", where="--min-group", remedy="Give 10, or at least 2."
            )

    def wants(self, level: LevelName) -> bool:
        """Whether units of this kind are compared."""
        return self.levels in ("both", level)
