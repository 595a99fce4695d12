"""Options of the commands that learn from a lab's own ratings."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from rf_scorer.cli.options import encoding_option, jobs_option, seed_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.study.learning.plan import Plan
    from rf_scorer.study.ratings import RatedAnswers

__all__ = ["ColumnOptions", "PlanOptions", "columns_of", "data_argument", "plan_of", "plan_options", "ratings_options"]

Command = TypeVar("Command", bound="Callable[..., Any]")

#: Options that a folder of confirmed ratings knows; the others describe a table.
_OF_A_FOLDER = frozenset({"scale", "use", "sheets"})
_OPTIONS = {"row_id": "id"}

data_argument = click.argument("data", metavar="DATA", type=click.Path(path_type=Path))


def _apply(command: Command, decorators: tuple[Callable[[Any], Any], ...]) -> Command:
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnOptions:
    """What :func:`ratings_options` collects."""

    text: str | None
    rating: str | None
    participant: str | None
    question: str | None
    question_id: str | None
    row_id: str | None
    protocol: str | None
    second: tuple[str, ...]
    group: tuple[str, ...]
    scale: str | None
    allow_between: bool
    encoding: str | None
    use: Literal["blind", "final"] | None
    sheets: Path | None

    def read(self, data: Path) -> RatedAnswers:
        """The rated answers in a table or, where ``data`` is a folder, in an export of the desk; checked as a whole.

        Raises
        ------
        click.UsageError
            If the scale is missing, or options are given that the one or the other does not know.
        """
        from rf_scorer.study import ratings

        if os.path.isdir(data):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
            return self._read_confirmed(data)
        if self.use is not None or self.sheets is not None:
            raise click.UsageError("--use and --sheets are for a folder of confirmed ratings; DATA is not a folder.")
        if self.scale is None:
            raise click.MissingParameter(param_hint="'--scale'", param_type="option")
        wanted = ratings.Wanted(
            text=self.text,
            rating=self.rating,
            group=self.participant,
            question=self.question,
            question_id=self.question_id,
            id=self.row_id,
            protocol=self.protocol,
            second=self.second,
            subgroups=self.group,
        )
        rules = ratings.RatingRules(scale=ratings.parse_scale(self.scale), allow_between=self.allow_between)
        return ratings.read(data, wanted, rules, encoding=self.encoding)

    def _read_confirmed(self, data: Path) -> RatedAnswers:
        from rf_scorer.study import ratings

        told = {name: getattr(self, name) for name in self.__slots__ if name not in _OF_A_FOLDER}
        if any(told.values()):
            given = ", ".join(
                f"--{_OPTIONS.get(name, name.replace('_', '-'))}" for name, value in told.items() if value
            )
            raise click.UsageError(f"Options for tables mean nothing for a folder of confirmed ratings: {given}.")
        found = ratings.locate(data, sheets=self.sheets)
        answers = ratings.read_confirmed(found.ratings, found.sheets, use=self.use or "blind")
        if self.scale is not None:
            wanted = ratings.parse_scale(self.scale)
            if tuple(wanted.values) != tuple(answers.scale.values):
                raise click.UsageError(
                    f"These ratings are on a scale from {answers.scale.minimum} to {answers.scale.maximum}, not on the one that --scale says."
                )
        if found.chosen is None:
            return answers
        return replace(answers, remarks=(f"Read from {found.chosen}, the newest export.", *answers.remarks))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What :func:`plan_options` collects."""

    folds: int
    seed: int
    new_questions: bool
    warm_start: tuple[str, ...]
    least_people: int
    min_group: int
    jobs: int
    language_model: str | None

    def plan(self, **more: Any) -> Plan:
        """The plan of a run; ``more`` are its further fields."""
        from rf_scorer.study.learning.plan import Plan

        named = tuple(name for name in self.warm_start if name != "none")
        return Plan(
            folds=self.folds,
            seed=self.seed,
            new_questions=self.new_questions,
            warm_start=named,
            least_people=self.least_people,
            min_group=self.min_group,
            jobs=self.jobs,
            language_model=self.language_model,
            **more,
        )


def ratings_options(command: Command) -> Command:
    """Which column of the table holds what, and what ratings may be."""
    return _apply(
        command,
        (
            click.option(
                "--scale",
                metavar="MIN:MAX",
                help="The scale of the ratings in a table, such as -1:9 or 0:2, or the name of a protocol whose scale it is. Never guessed; an export says its own.",
            ),
            click.option("--text", metavar="COL", help="The column of the answers.  [default: 'answer' or 'text']"),
            click.option(
                "--rating", metavar="COL", help="The column of the ratings.  [default: 'rating', 'score' or 'level']"
            ),
            click.option(
                "--participant",
                metavar="COL",
                help="The column of the participants; 'none' takes every answer for somebody else's.  [default: 'participant' or 'group']",
            ),
            click.option(
                "--question", metavar="COL", help="The column of the questions' words.  [default: 'question', if any]"
            ),
            click.option(
                "--question-id",
                metavar="COL",
                help="The column of the questions' ids.  [default: 'question_id', if any]",
            ),
            click.option(
                "--id",
                "row_id",
                metavar="COL",
                help="The column of the answers' ids; 'none' numbers the rows.  [default: 'id', if any]",
            ),
            click.option(
                "--protocol", metavar="COL", help="The column of the protocols.  [default: 'protocol', if any]"
            ),
            click.option(
                "--second",
                multiple=True,
                metavar="COL",
                help="The column of another rater's ratings: the mean is learned, and raters' agreement is told; can be repeated.",
            ),
            click.option(
                "--group",
                multiple=True,
                metavar="COL",
                help="Tell agreement apart by this column; can be repeated.",
            ),
            click.option(
                "--allow-between", is_flag=True, help="Take ratings between two levels (half points) as they are."
            ),
            encoding_option,
            click.option(
                "--use",
                type=click.Choice(["blind", "final"]),
                help="Which confirmed ratings: as they were locked blind, or as they stood in the end.  [default: blind]",
            ),
            click.option(
                "--sheets",
                type=click.Path(file_okay=False, path_type=Path),
                metavar="DIR",
                help="The rating sheets of an export.  [default: those of the study that it stands in]",
            ),
        ),
    )


def plan_options(command: Command) -> Command:
    """How a model is learned and judged."""
    return _apply(
        command,
        (
            click.option(
                "--folds",
                type=click.IntRange(min=2),
                default=10,
                show_default=True,
                metavar="N",
                help="Parts of the participants, each judged by a model that knew none of them.",
            ),
            click.option(
                "--warm-start",
                multiple=True,
                default=("rf_passage",),
                metavar="NAME",
                help="A model, by name or path, whose judgement the new one may build on (for new questions, if it is on the same scale); can be repeated. "
                "A model for new questions on the scale 0:2 learns from the invented short answers that ship as well. 'none' begins from scratch, "
                "without either.  [default: rf_passage]",
            ),
            click.option(
                "--new-questions",
                is_flag=True,
                help="Learn for questions that are not among these, instead of telling recurring questions apart (on the scale 0:2, see --warm-start).",
            ),
            click.option(
                "--least-people",
                type=click.IntRange(min=1),
                default=5,
                show_default=True,
                metavar="N",
                help="Participants who must have used a run of words or letters for the model to know it; what fewer used is in no file of a model.",
            ),
            click.option(
                "--min-group",
                type=click.IntRange(min=2),
                default=10,
                show_default=True,
                metavar="N",
                help="Participants a group must have to be named and judged.",
            ),
            seed_option(20, "who is in which fold"),
            jobs_option,
        ),
    )


def columns_of(chosen: dict[str, Any]) -> ColumnOptions:
    """Take what belongs to :class:`ColumnOptions` out of Click's parameters."""
    return ColumnOptions(**{name: chosen.pop(name) for name in ColumnOptions.__slots__})


def plan_of(chosen: dict[str, Any]) -> PlanOptions:
    """Take what belongs to :class:`PlanOptions` out of Click's parameters."""
    return PlanOptions(**{name: chosen.pop(name) for name in PlanOptions.__slots__})
