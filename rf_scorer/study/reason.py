"""Why there is no result for a file, in words that hold nothing of the transcript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from rf_scorer.discreet import kind
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from rf_scorer.errors import RfScorerError
    from rf_scorer.study.inputs import Input

__all__ = ["REPORT", "bug", "refusal"]

#: What a person is asked to do about a bug of ours.
REPORT = "Please report that line; it holds nothing of the transcript."


def refusal(error: RfScorerError, item: Input) -> str:
    """The message of an error with its place, without the file's name, which stands beside it wherever it is shown."""
    where = (error.where or "").removeprefix(shown(item.path.name)).strip(" :()")
    if re.fullmatch(r"\d+", where):
        where = f"line {where}"
    return f"{where}: {error.message}" if where else error.message


def bug(error: BaseException) -> str:
    """The kind and the place of our own bug. Neither its message nor its values may be shown: both can hold a participant's words."""
    at = "an unknown place"
    trace = error.__traceback__
    while trace is not None:
        at = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"This is a bug in rf_scorer: {kind(error)} at {at}."
