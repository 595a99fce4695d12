"""``rf-scorer highlight``: mental-state mentions of a stream of texts."""

from __future__ import annotations

from typing import IO

import click

from rf_scorer.cli.options import language_model
from rf_scorer.cli.streams import Records, input_files

__all__ = ["command"]


@click.command(
    name="highlight",
    epilog="""\b
Example:
  echo '{"id": 1, "text": "I thought she was angry."}' | rf-scorer highlight
  rf-scorer highlight answers.jsonl > highlighted.jsonl
""",
)
@input_files
@language_model
def command(files: tuple[IO[bytes], ...], *, language_model: str | None) -> int:
    """Highlight mental-state language in a stream of texts.

    Reads JSON Lines {"id", "text", "question"?} from FILE or standard input. Writes {"id", "mentions", "markers"} lines with half-open
    character offsets into the text. Schemas: highlight-request, highlight-record.
    """
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.pipeline import Engine, highlight_records

    records = Records(files, "highlight-request")
    for record in highlight_records(records, engine=Engine.load(model=None, language_model=language_model)):
        click.echo(dumps_line(record))
    return records.exit_code()
