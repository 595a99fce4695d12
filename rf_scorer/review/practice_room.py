"""The room to practise in: what is opened behind a locked rating is a label, and the rater's agreement with the labels is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.domain.rating import Stage
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.review.practice import running_agreement
from rf_scorer.review.room import Room
from rf_scorer.study.folder import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rf_scorer.review.ledger import Ledger
    from rf_scorer.review.store import Store
    from rf_scorer.study.folder import Study

__all__ = ["PracticeRoom"]

_SEEN = frozenset({Stage.REVEALED, Stage.DECIDED})


class PracticeRoom(Room):
    """A practice study's ratings, opened; make it with :meth:`~rf_scorer.review.room.Room.open`.

    Raises
    ------
    UsageError
        If the study is no practice study.
    InvalidDocument
        If its labels are not to be had, or lack one.
    """

    mode = "practice"

    def __init__(self, study: Study, *, store: Store, key: bytes) -> None:
        super().__init__(study, store=store, key=key)
        if study.kind != PRACTICE or study.labels is None:
            raise UsageError(
                "This is a study of interviews, not one to practise with.",
                where=str(study.root),
                remedy=f"Rate it: rf-scorer review {study.root}.",
            )
        self._labels = _read(study.labels)

    def agreement(self, rater_id: str) -> dict[str, Any]:
        """How the levels that a rater locked agree with the labels that they have been shown; see :func:`running_agreement`.

        Raises
        ------
        UnknownName
            If the study has no such rater.
        """
        standings = self.store.progress(self.study.rater(rater_id).id)
        pairs = []
        for (interview, unit), label in self._labels.items():
            standing = standings.get(interview)
            found = None if standing is None else standing.units.get(unit)
            # What was locked blind: whoever has seen the label agrees with it.
            if found is not None and found.stage in _SEEN and found.blind is not None and found.blind.level is not None:
                pairs.append((found.blind.level, float(label["level"])))
        return running_agreement(pairs)

    def _revelation(self, place: Any, ledger: Ledger, unit: str) -> Any:
        made = super()._revelation(place, ledger, unit)
        label = self._labels.get((place.interview, unit))
        if label is None:
            raise InvalidDocument(
                "There is no label for this passage.",
                where=str(self.study.labels),
                remedy="Make a new folder to practise in: rf-scorer practice FOLDER.",
            )
        return {
            "label": {"level": label["level"], "about": label["about"]},
            "suggestion": made if label["suggestion"] else None,
        }


def _read(path: Path) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Labels by set and passage."""
    try:
        data = read_bytes(path)
    except OSError as error:
        raise UsageError(
            f"The labels cannot be opened ({error.strerror}).",
            where=str(path),
            remedy="Put the file back, or make a new folder to practise in: rf-scorer practice FOLDER.",
        ) from None
    document = jsonio.loads(data, where=str(path))
    faults = validation.faults(document, "practice-labels")
    if faults:
        raise InvalidDocument(
            f"{faults[0].path}: {faults[0].message}",
            where=str(path),
            remedy="See all with: rf-scorer validate FOLDER.",
        )
    return {(label["interview"], label["passage"]): label for label in document["labels"]}
