"""A rating model at work: passages in, provisional suggestions out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer import registry
from rf_scorer.domain import Reason, Suggestion
from rf_scorer.rating import doubts, features, intervals, latent, modelfile
from rf_scorer.rating.evidence import evidence
from rf_scorer.rating.explanation import explained
from rf_scorer.rating.members.columns import UNKNOWN
from rf_scorer.rating.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.evidence import Parts
    from rf_scorer.rating.fitted import Fitted
    from rf_scorer.rating.inputs import RatingInput

__all__ = ["RatingModel", "load"]

_OUTSIDE = Reason(
    code="out_of_domain",
    message="This answer, in words, shape and what was asked, is so far from the examples that a suggestion would be a guess.",
)
_EDGE = Reason(
    code="far_from_examples",
    message="The words and the shape of this answer are at the edge of what the examples cover.",
)
_NEW_PROTOCOL = Reason(
    code="protocol_unfamiliar", message="The model was trained on answers to other protocols than this one."
)
_ODD_QUESTION = Reason(
    code="question_unfamiliar", message="The question is unlike those that the model's examples were answers to."
)
_NEW_QUESTION = Reason(
    code="question_unknown",
    message="The model was trained on other questions, and knows nothing of answers to this one.",
)
#: An interval over this share of the levels or more says little: on the exemplars, suggestions with such a one are off by two levels on average.
_WIDE = 0.7
_UNDECIDED = Reason(code="undecided", message="The interval spans most of the scale: the suggestion says little.")
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
        self._limit = intervals.critical(fitted.stacked.scores, fitted.coverage)

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
            against = doubts.unrated(item, self.fitted.scale)
            if not against:
                view = View(item)
                against = doubts.obstacles(item, view, self.fitted.scale, shortest=self.fitted.shortest)
                if not against:
                    seen.append((item, view))
            suggestions.append(self._abstained(item, against) if against else None)
        # Half the passages of a talkative interviewer are back-channels: features are read off the others alone.
        rated = iter(self._rated(seen))
        return tuple(made if made is not None else next(rated) for made in suggestions)

    def _rated(self, seen: Sequence[tuple[RatingInput, View]]) -> list[Suggestion]:
        """Suggestions for passages that nothing but their distance from the examples can stand against."""
        if not seen:
            return []
        model, views, items = self.fitted, [view for _, view in seen], [item for item, _ in seen]
        numbers = model.numbers(items, views)
        probabilities = latent.rounded(model.stacked.probabilities(model.latents(numbers)))
        levels = model.stacked.decision.level(probabilities)
        parts = explained(model, items, views, numbers)
        distances = model.distances(views)
        suggestions = []
        for index, (item, view) in enumerate(seen):
            asked = self._asked(item, int(numbers.asked[index]))
            # Each alone is a doubt; no example held out has both, and much of an interview about something else has.
            far = distances[index] > model.familiarity.doubt
            if distances[index] > model.familiarity.refuse or (far and _ODD_QUESTION in asked):
                suggestions.append(self._abstained(item, (_OUTSIDE,)))
                continue
            reasons = doubts.reservations(view, longest=model.longest, shortest=model.shortest)
            if far:
                reasons = (*reasons, _EDGE)
            reasons = (*reasons, *asked)
            suggestions.append(
                self._provisional(item, view, probabilities[index], int(levels[index]), parts[index], reasons)
            )
        return suggestions

    def _asked(self, item: RatingInput, code: int) -> tuple[Reason, ...]:
        """What the question and its protocol make doubtful; ``code`` is the question's where the model knows it."""
        model, protocol = self.fitted, item.protocol
        found = []
        if protocol is not None and model.protocols and protocol.id not in model.protocols:
            found.append(_NEW_PROTOCOL)
        if model.questions:
            return (*found, _NEW_QUESTION) if code == UNKNOWN else tuple(found)
        # Interviewers never say a protocol's question as it is written; alignment has found that it is one.
        covered = item.question is not None and protocol is not None and protocol.id in model.protocols
        if model.questioning is not None and not covered and model.questioning.strange(item.question_text or ""):
            found.append(_ODD_QUESTION)
        return tuple(found)

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
        level: int,
        parts: Parts,
        reasons: tuple[Reason, ...],
    ) -> Suggestion:
        values = self.fitted.scale.values
        low, high = intervals.interval(probabilities, self._limit, level)
        if self._limit is None:
            reasons = (*reasons, _UNKNOWN)
        elif high - low + 1 >= _WIDE * len(values):
            reasons = (*reasons, _UNDECIDED)
        return Suggestion(
            passage=item.passage.id,
            status="provisional",
            level=values[level],
            expected=round(float(probabilities @ np.array(values, dtype=np.float64)), 3),
            distribution=dict(zip(values, probabilities.tolist(), strict=True)),
            interval=(values[low], values[high]),
            coverage=self.fitted.coverage,
            evidence=evidence(view, parts),
            reasons=reasons,
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
