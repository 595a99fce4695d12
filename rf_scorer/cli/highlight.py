"""``rf-scorer highlight``: mental-state mentions of a stream of texts."""

from __future__ import annotations

from typing import IO

import click

from rf_scorer.cli.options import language_model
from rf_scorer.cli.streams import answer, stream_arguments

__all__ = ["command"]


@click.command(
    name="highlight",
    epilog="""\b
Example:
  echo '{"id": 1, "text": "I thought she was angry."}' | rf-scorer highlight
  rf-scorer highlight answers.jsonl > highlighted.jsonl
  rf-scorer highlight --jobs 4 answers.jsonl | gzip > highlighted.jsonl.gz
""",
)
@stream_arguments
@language_model
def command(files: tuple[IO[bytes], ...], *, jobs: int, flush: bool, language_model: str | None) -> int:
    """Highlight mental-state language in a stream of texts.

    Reads JSON Lines {"id", "text", "question"?} from FILE or standard input. Writes {"id", "mentions", "markers"} lines with half-open
    character offsets into the text, in the order of the input. A line that is no such record is told by its place and passed over; the exit code is then 1.
    Schemas: highlight-request, highlight-record.
    """
    from rf_scorer.study.running.records import Task

    return answer(files, Task(language_model=language_model), jobs=jobs, flush=flush)
