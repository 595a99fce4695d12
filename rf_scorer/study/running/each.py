"""Files one after the other, each with its rating sheet or the reason why it has none; nothing is written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rf_scorer.errors import RfScorerError
from rf_scorer.study.casemap import keys_of
from rf_scorer.study.reason import REPORT, bug
from rf_scorer.study.running.ordered import Things, in_order
from rf_scorer.study.running.work import sheet_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions

__all__ = ["Scored", "each"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What became of one file.

    Attributes
    ----------
    path : Path
        The file, below the path that was given.
    transcript : str
        Id of the transcript.
    sheet : dict or None
        The rating sheet (schema ``rating-sheet``); None where there is an error.
    error : RfScorerError or None
        Why there is no sheet: ``message``, ``where``, ``remedy``; ``exit_code`` is 3 for a bug of ours. Nothing in it is a word of the transcript.
    """

    path: Path
    transcript: str
    sheet: dict[str, Any] | None = field(default=None, repr=False)
    error: RfScorerError | None = None


def each(found: Sequence[Input], options: RunOptions, *, jobs: int = 1) -> Generator[Scored]:
    """Score inputs in their order, as their results are asked for.

    Parameters
    ----------
    found : sequence of Input
    options : RunOptions
        Of those that bear on writing none is asked for.
    jobs : int
        Processes. With more than one, two files for each are worked on ahead.

    Yields
    ------
    Scored

    Raises
    ------
    WorkersLost
        If the system ends processes at their work again and again.
    """
    with closing(in_order(Things(zip(found, _narrowed(found, options), strict=True)), _attempt, jobs=jobs)) as finished:
        yield from finished


def _narrowed(found: Sequence[Input], options: RunOptions) -> Iterator[RunOptions]:
    """The options for each input, without what the table of cases says of others: all of it would travel with every file."""
    for item in found:
        case = options.cases.case(item.name)
        yield (
            replace(options, cases=replace(options.cases, files={keys_of(item.name)[0]: case}))
            if options.cases.files
            else options
        )


def _attempt(given: tuple[Input, RunOptions]) -> Scored:
    item, options = given
    try:
        return Scored(path=item.path, transcript=item.id, sheet=sheet_of(item, options))
    except RfScorerError as found:
        error = found.at(item.name)
    except Exception as found:  # noqa: BLE001 (our own bug on one file must not cost the others)
        error = RfScorerError(bug(found), where=item.name, remedy=REPORT)
        error.exit_code = 3
    return Scored(path=item.path, transcript=item.id, error=error)
