"""``rf-scorer rate``: provisional ratings of a stream of answers."""

from __future__ import annotations

from typing import IO, Any

import click

from rf_scorer.cli.options import language_model
from rf_scorer.cli.streams import Records, input_files

__all__ = ["command"]


@click.command(
    name="rate",
    epilog="""\b
Example:
  echo '{"id": 1, "question": "Why did she do that?", "answer": "I think she was scared of being alone."}' | rf-scorer rate
  rf-scorer rate --protocol aai answers.jsonl > suggestions.jsonl
""",
)
@input_files
@click.option(
    "--model", default="rf_passage", show_default=True, metavar="NAME", help="A rating model by name or path."
)
@language_model
@click.option("--protocol", metavar="NAME", help="The protocol that question_id refers to.")
def command(files: tuple[IO[bytes], ...], *, model: str, language_model: str | None, protocol: str | None) -> int:
    """Suggest provisional ratings for a stream of answers.

    Reads JSON Lines {"id", "question", "answer", "question_id"?, "participant"?} from FILE or standard input. Writes {"id", "status", "level",
    "expected", "distribution", "interval", "evidence", "reasons"} lines. Schemas: rate-request, rate-record. A human rater decides.
    """
    from rf_scorer import protocols
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.pipeline import Engine, rate_records

    known = protocols.load(protocol) if protocol is not None else None

    def judge(record: dict[str, Any]) -> tuple[str, str] | None:
        asked = record.get("question_id")
        if known is None or asked is None or known.question(asked) is not None:
            return None
        return (
            "$.question_id",
            f"The protocol {known.id} has no such question. See 'rf-scorer protocols show {protocol}'.",
        )

    records = Records(files, "rate-request", judge=judge)
    for record in rate_records(records, engine=Engine.load(model, language_model=language_model), protocol=known):
        click.echo(dumps_line(record))
    return records.exit_code()
