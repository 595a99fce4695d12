"""``rf-scorer rate``: provisional ratings of a stream of answers."""

from __future__ import annotations

from typing import IO

import click

from rf_scorer.cli import offers
from rf_scorer.cli.options import language_model
from rf_scorer.cli.streams import answer, stream_arguments

__all__ = ["command"]


@click.command(
    name="rate",
    epilog="""\b
Example:
  echo '{"id": 1, "question": "Why did she do that?", "answer": "I think she was scared of being alone."}' | rf-scorer rate
  rf-scorer rate --protocol aai answers.jsonl > suggestions.jsonl
  rf-scorer rate --jobs 4 answers.jsonl | gzip > suggestions.jsonl.gz
""",
)
@stream_arguments
@click.option(
    "--model",
    default="rf_passage",
    show_default=True,
    shell_complete=offers.models,
    metavar="NAME",
    help="A rating model by name or path; see 'rf-scorer models list'.",
)
@language_model
@click.option(
    "--protocol", metavar="NAME", shell_complete=offers.protocols, help="The protocol that question_id refers to."
)
def command(
    files: tuple[IO[bytes], ...],
    *,
    jobs: int,
    flush: bool,
    model: str,
    language_model: str | None,
    protocol: str | None,
) -> int:
    """Suggest provisional ratings for a stream of answers.

    Reads JSON Lines {"id", "question", "answer", "question_id"?, "participant"?} from FILE or standard input. Writes {"id", "status", "level",
    "expected", "distribution", "interval", "evidence", "reasons"} lines, in the order of the input. A line that is no such record is told by its place and
    passed over; the exit code is then 1. Schemas: rate-request, rate-record. A human rater decides.
    """
    from rf_scorer.study.running.records import Task

    return answer(files, Task(model=model, language_model=language_model, protocol=protocol), jobs=jobs, flush=flush)
