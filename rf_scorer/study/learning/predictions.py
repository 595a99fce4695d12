"""The table of out-of-fold suggestions: one row for every row of the input, in its order, without a word of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from rf_scorer.documents.numbers import probabilities
from rf_scorer.study.files.csvtext import plain_cell

if TYPE_CHECKING:
    from rf_scorer.rating.validation import OutOfFold
    from rf_scorer.study.ratings import RatedAnswers

__all__ = ["as_csv", "columns"]

_DIGITS = 6


def columns(answers: RatedAnswers) -> tuple[str, ...]:
    """Names of the columns; one ``p_<level>`` for each level of the scale."""
    shares = tuple(f"p_{level}" for level in answers.scale.values)
    return ("row", "id", "participant", "rating", "level", "expected", "low", "high", "fold", *shares)


def as_csv(answers: RatedAnswers, made: OutOfFold) -> str:
    """RFC 4180 text with a header line; of rows that were left out, all cells behind the participant are empty.

    Parameters
    ----------
    answers : RatedAnswers
    made : OutOfFold
        For the answers, in their order.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    names = columns(answers)
    writer.writerow(names)
    place = 0
    for row in answers.rows:
        head = (row.row, plain_cell(row.id), plain_cell(row.group))
        if not row.answered:
            writer.writerow([*head, *[""] * (len(names) - len(head))])
            continue
        low = int(made.low[place]) if made.low is not None else ""
        high = int(made.high[place]) if made.high is not None else ""
        spread = {
            level: float(share) for level, share in zip(answers.scale.values, made.probabilities[place], strict=True)
        }
        shares = [f"{share:.{_DIGITS}f}" for share in probabilities(spread).values()]
        writer.writerow(
            [
                *head,
                _number(row.rating),
                int(made.level[place]),
                _number(float(made.expected[place])),
                low,
                high,
                int(made.fold[place]) + 1,
                *shares,
            ]
        )
        place += 1
    return buffer.getvalue()


def _number(value: float) -> str:
    return f"{round(value, _DIGITS) + 0.0:g}" if float(value).is_integer() else f"{value:.{_DIGITS}f}"
