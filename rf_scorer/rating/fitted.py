"""A learned model: its members, the stack over them, and what it knows of its own limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import features
from rf_scorer.rating.familiarity import traits, unknown_words
from rf_scorer.rating.latent import chances, places
from rf_scorer.rating.members.columns import UNKNOWN
from rf_scorer.rating.thresholds import from_above

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.domain import Scale
    from rf_scorer.rating.decision import Decision
    from rf_scorer.rating.familiarity import Familiarity
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.laid import Laid
    from rf_scorer.rating.members import Boosted, Graded, Linear, Worded
    from rf_scorer.rating.members.space import Space
    from rf_scorer.rating.questioning import Questioning
    from rf_scorer.rating.rows import Rows, Sparse
    from rf_scorer.rating.view import View

__all__ = ["Fitted", "Members", "Numbers", "Stacked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """The members that were chosen; the others are None.

    Attributes
    ----------
    priors : int
        Models that were there before and are asked first.
    linear : Linear or None
    boosted : Boosted or None
    space : Space or None
        Columns of ``worded`` and ``graded``.
    worded : Worded or None
    graded : Graded or None
    """

    priors: int = 0
    linear: Linear | None = None
    boosted: Boosted | None = None
    space: Space | None = None
    worded: Worded | None = None
    graded: Graded | None = None

    @property
    def own(self) -> int:
        """Blocks of scores with one for each threshold."""
        return 0 if self.graded is None else 1

    def latents(self, seen: Numbers) -> NDArray[np.float64]:
        """What every member says, as columns for the stack.

        Returns
        -------
        array of shape (n, columns)
        """
        found = [seen.priors[:, : self.priors]]
        if self.linear is not None:
            found.append(self.linear.latent(seen.rows, seen.asked)[:, None])
        if self.boosted is not None:
            found.append(self.boosted.latent(seen.rows, seen.asked)[:, None])
        if self.worded is not None:
            assert seen.matrix is not None
            found.append(self.worded.latent(seen.matrix)[:, None])
        if self.graded is not None:
            assert seen.levels is not None
            found.append(self.graded.log_odds(seen.levels))
        return np.hstack(found)

    def numbers(
        self,
        rows: NDArray[np.float64],
        table: Sparse | None,
        asked: NDArray[np.int64],
        priors: NDArray[np.float64],
    ) -> Numbers:
        """What these members look at.

        Parameters
        ----------
        rows : array of shape (n, features)
        table : sparse matrix of shape (n, grams), or None
            Counts in the vocabulary's order; None where no member looks at wording.
        asked : array of shape (n,)
            Codes of questions.
        priors : array of shape (n, priors)
        """
        matrix = None if self.space is None or table is None else self.space.matrix(table, asked)
        columns = None if self.graded is None or matrix is None else self.graded.columns(matrix, rows, asked)
        return Numbers(
            rows=rows,
            asked=asked,
            priors=priors,
            matrix=matrix,
            columns=columns,
            levels=None if self.graded is None or columns is None else self.graded.probabilities(columns),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What members look at in several passages.

    Attributes
    ----------
    rows : array of shape (n, features)
    asked : array of shape (n,)
        Codes of questions.
    priors : array of shape (n, priors)
        Latent scores by models that were there before.
    matrix : Rows or None
        Columns of the space; this and what follows is None where no member looks at it.
    columns : Rows or None
        What the regression by level looks at.
    levels : array of shape (n, levels), or None
        What it says.
    laid : tuple of Laid
        Each passage's words on the vocabulary; this and ``table`` only where a place is to be taken apart.
    table : Rows or None
        Counts of the vocabulary's grams.
    """

    rows: NDArray[np.float64]
    asked: NDArray[np.int64]
    priors: NDArray[np.float64]
    matrix: Rows | None = None
    columns: Rows | None = None
    levels: NDArray[np.float64] | None = None
    laid: tuple[Laid, ...] = ()
    table: Rows | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacked:
    """Members and the stack over them: what turns numbers into probabilities.

    Attributes
    ----------
    members : Members
    weights : array of shape (shared + own,)
    thresholds : array of shape (levels - 1,)
    decision : Decision
    scores : array of shape (n,)
        Sorted nonconformity scores of cross-validated ratings.
    """

    members: Members
    weights: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    decision: Decision
    scores: NDArray[np.float64]

    def probabilities(self, latents: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of every level, array of shape (n, levels)."""
        return from_above(chances(latents, self.weights, self.thresholds, self.members.own))

    def place(self, latents: NDArray[np.float64]) -> NDArray[np.float64]:
        """One latent score, the mean over the thresholds; array of shape (n,)."""
        found = places(latents, self.weights, len(self.thresholds), self.members.own)
        return np.asarray(found.mean(axis=1), dtype=np.float64)


@dataclass(frozen=True, kw_only=True)  # no slots: what is derived is kept
class Fitted:
    """Everything a learned model is.

    Attributes
    ----------
    name, version : str
    scale : Scale
    stacked : Stacked
    coverage : float
        The share of ratings that an interval is meant to hold.
    questions : tuple of str
        Recurring questions that the model tells apart, by code.
    mean, spread : array of shape (features,)
        Of the examples: what is typical.
    familiarity : Familiarity
    shortest, longest : int
        Words below and beyond which an answer is shorter or longer than the examples can speak for.
    training : mapping of str to (str or int or float)
        Statement, answers, people, folds, seed, what was chosen.
    priors : tuple of Fitted
        Models that were there before and that this one asks.
    protocols : tuple of str
        Ids of the protocols that the examples were answers to; empty where that is not known.
    questioning : Questioning or None
        What the examples were asked; None where that is not known.
    """

    name: str
    version: str
    scale: Scale
    stacked: Stacked
    coverage: float
    questions: tuple[str, ...]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    familiarity: Familiarity
    shortest: int
    longest: int
    training: Mapping[str, str | int | float]
    priors: tuple[Fitted, ...] = ()
    protocols: tuple[str, ...] = ()
    questioning: Questioning | None = None

    @cached_property
    def codes(self) -> dict[str, int]:
        """Code of every question that is told apart."""
        return {question: code for code, question in enumerate(self.questions)}

    def asked(self, items: Sequence[RatingInput]) -> NDArray[np.int64]:
        """Codes of the items' questions, by id or else by wording."""
        return np.array([self._code(item) for item in items], dtype=np.int64)

    def _code(self, item: RatingInput) -> int:
        found = self.codes.get(item.passage.question_id or "", UNKNOWN)
        return found if found != UNKNOWN else self.codes.get(item.question_text or "", UNKNOWN)

    def numbers(
        self, items: Sequence[RatingInput], views: Sequence[View], *, rows: NDArray[np.float64] | None = None
    ) -> Numbers:
        """What the members look at, read off passages once.

        Parameters
        ----------
        items : sequence of RatingInput
        views : sequence of View
            Of the items.
        rows : array of shape (n, features), optional
            Their features, where they have been read off already.
        """
        rows = features.read_off(views) if rows is None else rows
        members = self.stacked.members
        before = [prior.place(items, views, rows=rows) for prior in self.priors]
        vocabulary = None if members.space is None else members.space.vocabulary
        laid = () if vocabulary is None else tuple(vocabulary.lay(view.said) for view in views)
        table = None if vocabulary is None else vocabulary.tabulate(laid)
        priors = np.column_stack(before) if before else np.zeros((len(items), 0))
        return replace(members.numbers(rows, table, self.asked(items), priors), laid=laid, table=table)

    def latents(self, seen: Numbers) -> NDArray[np.float64]:
        """What every member says, as columns for the stack."""
        return self.stacked.members.latents(seen)

    def place(
        self, items: Sequence[RatingInput], views: Sequence[View], *, rows: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """One latent score for each passage, array of shape (n,); parameters as in :meth:`numbers`."""
        return self.stacked.place(self.latents(self.numbers(items, views, rows=rows)))

    def distances(self, views: Sequence[View]) -> NDArray[np.float64]:
        """How far each passage is from the examples, array of shape (n,)."""
        unknown = [unknown_words(view.said, self.familiarity.known) for view in views]
        return self.familiarity.distance(traits(views, unknown), np.array([view.words for view in views]))
