"""A rating model at work: passages in, provisional suggestions out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer import registry
from rf_scorer.domain import Reason, Suggestion
from rf_scorer.rating import doubts, familiarity, features, intervals, latent, modelfile
from rf_scorer.rating.evidence import evidence
from rf_scorer.rating.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.modelfile import Fitted

__all__ = ["RatingModel", "load"]

_OUTSIDE = Reason(
    code="out_of_domain",
    message="The shape of this answer is so far from every example that a suggestion would be a guess.",
)
_EDGE = Reason(code="far_from_examples", message="The shape of this answer is at the edge of what the examples cover.")
_UNKNOWN = Reason(
    code="interval_unknown", message="There are too few examples for an interval; the whole scale is given."
)


class RatingModel:
    """Suggests provisional ratings. The same input gives the same output, alone or in a batch.

    Parameters
    ----------
    fitted : Fitted
    sha256 : str
        Digest of the model file.
    """

    def __init__(self, fitted: Fitted, sha256: str) -> None:
        self.fitted = fitted
        self.sha256 = sha256
        self._limit = intervals.critical(fitted.scores, fitted.coverage)

    @property
    def provenance(self) -> dict[str, str]:
        """Id, version, digest, feature set and what the model was trained on: to be stated wherever a suggestion is."""
        return {
            "id": self.fitted.name,
            "version": self.fitted.version,
            "sha256": self.sha256,
            "feature_set": features.SET,
            "training": str(self.fitted.training.get("statement", "unknown")),
        }

    def suggest(self, items: Sequence[RatingInput]) -> tuple[Suggestion, ...]:
        """One suggestion for each passage, in their order.

        Parameters
        ----------
        items : sequence of RatingInput

        Returns
        -------
        tuple of Suggestion
            ``provisional`` with numbers, perhaps with ``reasons`` for doubt; or ``abstained`` with reasons alone.
        """
        seen = []
        suggestions: list[Suggestion | None] = []
        for item in items:
            view = View(item)
            against = doubts.obstacles(item, view, self.fitted.scale)
            suggestions.append(self._abstained(item, against) if against else None)
            if not against:
                seen.append((item, view))
        # Half the passages of a talkative interviewer are back-channels: features are read off the others alone.
        rated = iter(self._rated(seen))
        return tuple(made if made is not None else next(rated) for made in suggestions)

    def _rated(self, seen: Sequence[tuple[RatingInput, View]]) -> list[Suggestion]:
        """Suggestions for passages that nothing but their distance from the examples can stand against."""
        if not seen:
            return []
        model, views = self.fitted, [view for _, view in seen]
        deviations = latent.standardised(features.read_off(views), model.mean, model.spread, model.clip)
        contributions = deviations * model.coefficients
        # Summed row by row rather than by a matrix product, whose order of additions depends on the size of the batch.
        places = np.array([row.sum() for row in contributions])
        probabilities = latent.rounded(latent.distribution(places, model.thresholds))
        distances = model.familiarity.distance(familiarity.traits(views))
        suggestions = []
        for index, (item, view) in enumerate(seen):
            if distances[index] > model.familiarity.refuse:
                suggestions.append(self._abstained(item, (_OUTSIDE,)))
                continue
            reasons = doubts.reservations(view, longest=model.longest)
            if distances[index] > model.familiarity.doubt:
                reasons = (*reasons, _EDGE)
            suggestions.append(
                self._provisional(item, view, probabilities[index], contributions[index], deviations[index], reasons)
            )
        return suggestions

    def _abstained(self, item: RatingInput, reasons: tuple[Reason, ...]) -> Suggestion:
        return Suggestion(
            passage=item.passage.id,
            status="abstained",
            reasons=reasons,
            model=self.fitted.name,
            model_sha256=self.sha256,
        )

    def _provisional(
        self,
        item: RatingInput,
        view: View,
        probabilities: NDArray[np.float64],
        contributions: NDArray[np.float64],
        deviations: NDArray[np.float64],
        reasons: tuple[Reason, ...],
    ) -> Suggestion:
        values = self.fitted.scale.values
        low, high = intervals.interval(probabilities, self._limit)
        return Suggestion(
            passage=item.passage.id,
            status="provisional",
            level=values[int(latent.median(probabilities[None, :])[0])],
            expected=round(float(probabilities @ np.array(values, dtype=np.float64)), 3),
            distribution=dict(zip(values, probabilities.tolist(), strict=True)),
            interval=(values[low], values[high]),
            coverage=self.fitted.coverage,
            evidence=evidence(view, contributions, deviations),
            reasons=reasons if self._limit is not None else (*reasons, _UNKNOWN),
            model=self.fitted.name,
            model_sha256=self.sha256,
        )


def load(name_or_path: str | Path = "rf_passage") -> RatingModel:
    """A model by its registered name, or from its folder.

    Parameters
    ----------
    name_or_path : str or Path
        A name from the entry-point group ``rf_scorer.models``, under which a callable without parameters is registered
        that returns the model's folder; or that folder's path. Text with a path separator is a path; so is ``.``.

    Raises
    ------
    UnknownName
        If no model has this name; the message lists those that do.
    UsageError
        If the folder holds no model.
    InvalidDocument
        If the model file is damaged, or was made for another feature set or format.
    """
    if isinstance(name_or_path, Path) or _is_path(name_or_path):
        path = Path(name_or_path)
        return RatingModel(*modelfile.read(path, where=f"{path.name or path}/{modelfile.FILE}"))
    folder = registry.load("rf_scorer.models", name_or_path)()
    return RatingModel(*modelfile.read(folder, where=f"model {name_or_path}"))


def _is_path(text: str) -> bool:
    return text in {".", ".."} or os.sep in text or (os.altsep is not None and os.altsep in text)
