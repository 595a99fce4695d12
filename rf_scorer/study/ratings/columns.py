"""Which column of a table of ratings holds what: as a person said, or by names that are plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.errors import UnreadableFile
from rf_scorer.study.ratings.header import Header, plain_name

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Columns", "Wanted", "choose", "fit"]

#: Names that are understood without being told, in the order of preference.
_TEXT = ("answer", "text", "response", "passage", "utterance")
_RATING = ("rating", "score", "level", "rf")
_GROUP = ("participant", "group", "participant_id", "subject", "subject_id", "person", "interviewee", "child", "case")
_QUESTION = ("question", "question_text", "prompt")
_QUESTION_ID = ("question_id", "questionid", "item", "item_id")
_ID = ("id", "answer_id", "row_id", "passage_id")
_PROTOCOL = ("protocol", "interview", "instrument")
#: Said instead of a name: there is no such column, whatever the names are.
NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The columns that a person named; None for one to be found by its usual name, ``none`` for one not to be used.

    ``second`` are the columns of further raters, ``subgroups`` those by which agreement is told apart.
    """

    text: str | None = None
    rating: str | None = None
    group: str | None = None
    question: str | None = None
    question_id: str | None = None
    id: str | None = None
    protocol: str | None = None
    second: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """Every name that was given."""
        single = (self.text, self.rating, self.group, self.question, self.question_id, self.id, self.protocol)
        return tuple(name for name in (*single, *self.second, *self.subgroups) if name is not None and name != NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Places of the columns; None for what a table does not have. Without a column of participants every answer is somebody else's."""

    text: int
    ratings: tuple[int, ...]
    group: int | None
    question: int | None
    question_id: int | None
    id: int | None
    protocol: int | None
    subgroups: tuple[int, ...]


def fit(names: Sequence[str], wanted: Wanted) -> int:
    """How much a row looks like the header: what was asked for counts most."""
    plain = {plain_name(name) for name in names}
    usual = sum(any(name in plain for name in known) for known in (_TEXT, _RATING, _GROUP, _QUESTION))
    return 10 * sum(plain_name(name) in plain for name in wanted.told) + usual


def choose(names: Sequence[str], wanted: Wanted) -> Columns:
    """Find the columns.

    Raises
    ------
    UnreadableFile
        With every column that is missing or stands twice, and the names that there are, unless the row may be no header at all.
    """
    return _Choice(names, wanted).columns()


class _Choice:
    def __init__(self, names: Sequence[str], wanted: Wanted) -> None:
        self.wanted = wanted
        self.header = Header(names, wanted.told)

    def columns(self) -> Columns:
        wanted = self.wanted
        text = self._needed(wanted.text, _TEXT, "--text", "the answers")
        rating = self._needed(wanted.rating, _RATING, "--rating", "the ratings")
        nobody = wanted.group == NONE
        group = None if nobody else self._needed(wanted.group, _GROUP, "--participant", "the participants")
        found = Columns(
            text=text,
            ratings=(rating, *(self.header.asked(name, "--second") for name in wanted.second)),
            group=group,
            question=self._maybe(wanted.question, _QUESTION, "--question"),
            question_id=self._maybe(wanted.question_id, _QUESTION_ID, "--question-id"),
            id=self._maybe(wanted.id, _ID, "--id"),
            protocol=self._maybe(wanted.protocol, _PROTOCOL, "--protocol"),
            subgroups=tuple(self.header.asked(name, "--group") for name in wanted.subgroups),
        )
        if self.header.missing:
            raise UnreadableFile(" ".join(self.header.missing), remedy=self.header.told())
        used = [found.text, *found.ratings, *([] if found.group is None else [found.group])]
        if len(set(used)) < len(used):
            raise UnreadableFile(
                "One column is given for two things.",
                remedy="Answers, ratings (each rater's) and participants each have a column of their own.",
            )
        return found

    def _needed(self, asked: str | None, usual: Sequence[str], option: str, what: str) -> int:
        if asked is not None:
            return self.header.asked(asked, option)
        place = self.header.usual(usual)
        if place is None:
            self.header.missing.append(f"No column is known to hold {what} (say which: {option} NAME).")
            return -1
        return place

    def _maybe(self, asked: str | None, usual: Sequence[str], option: str) -> int | None:
        if asked is None:
            return self.header.usual(usual)
        return None if asked == NONE else self.header.asked(asked, option)
