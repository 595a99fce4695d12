"""Which text an interview was rated on: remembered with its first rating, and what comes later is held against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from rf_scorer.review.store import Store

__all__ = ["RatedTexts"]


class RatedTexts:
    """The texts that ratings of a study belong to, by interview: the transcript's digest, and its division into passages.

    Parameters
    ----------
    store : Store
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[str, str]] = {}

    def remember(self, interview: str, *, source: str, shape: str) -> None:
        """Remember which text is rated here, for as long as there are ratings of it."""
        if self._known.get(interview) != (source, shape):
            self._store.put_rated(interview, source_sha256=source, shape=shape)

    def check(self, interview: str, *, source: str, shape: str) -> None:
        """Look whether this is the text that was rated before, if any was.

        Raises
        ------
        DataError
            If its words, or its division into passages, are others.
        """
        before = self._known.get(interview)
        if before is None:
            before = self._store.rated(interview)
            if before is None:
                return
            self._known[interview] = before
        if before[0] != source:
            raise DataError(
                "The transcript was changed since it was rated.",
                where=f"sheets/{interview}.json",
                remedy="Put back the transcript that was rated and score it again, or give the changed one a new name.",
            )
        if before[1] != shape:
            raise DataError(
                "The interview is divided into other passages than when it was rated.",
                where=f"sheets/{interview}.json",
                remedy="Score it again with the protocol and the alignment that it was rated with.",
            )
