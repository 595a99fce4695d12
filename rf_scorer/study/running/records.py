"""What is done with the records of a stream: requests in, records out, as their schemas have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import pipeline, validation
from rf_scorer.errors import InvalidDocument
from rf_scorer.jsonio import dumps_line
from rf_scorer.pipeline import BATCH
from rf_scorer.study.case import named_protocol
from rf_scorer.study.running.engines import engine_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["BATCH", "Lined", "Requests", "Task"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Highlighting, or rating, with what was chosen for it: names alone, so that it can be sent to another process.

    Attributes
    ----------
    model : str or None
        The rating model that answers; None for highlighting.
    language_model : str or None
        A spaCy pipeline's name or folder; None for the one that ships.
    protocol : str or None
        Name or path of the one that ``question_id`` refers to.
    """

    model: str | None = None
    language_model: str | None = None
    protocol: str | None = None

    @property
    def schema(self) -> str:
        """What requests must match."""
        return "highlight-request" if self.model is None else "rate-request"

    def fault(self, record: Any) -> tuple[str, str] | None:
        """What is wrong with a request: where (a JSON path), and a sentence without a value of it; None where nothing is.

        Raises
        ------
        UsageError
            If the protocol is not known.
        """
        for fault in validation.faults(record, self.schema):
            return fault.path, fault.message
        if self.protocol is None or (asked := record.get("question_id")) is None:
            return None
        known = named_protocol(self.protocol)
        if known.question(asked) is not None:
            return None
        return (
            "$.question_id",
            f"The protocol {known.id} has no such question. See 'rf-scorer protocols show {self.protocol}'.",
        )

    def asked(self, record: object, *, number: int) -> Any:
        """A request as it came; of plain text one that has its number for an id."""
        if isinstance(record, str):
            return (
                {"id": number, "text": record}
                if self.model is None
                else {"id": number, "question": None, "answer": record}
            )
        return dict(record) if isinstance(record, Mapping) else record

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Answer requests without fault, one record each, in order; of none, only see that everything is there.

        Raises
        ------
        UsageError
            If the model, the pipeline or the protocol is not known.
        """
        protocol = named_protocol(self.protocol) if self.protocol is not None else None
        engine = engine_for(self.model, self.language_model)
        if self.model is None:
            return list(pipeline.highlight_records(records, engine=engine))
        return list(pipeline.rate_records(records, engine=engine, protocol=protocol))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lined:
    """A task whose answers are JSON Lines, written where they are made."""

    task: Task

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> str:
        """The answers, each with its line end."""
        return "".join(f"{dumps_line(record)}\n" for record in self.task(records))


class Requests:
    """The requests of an iterable that can be answered, taken together and no sooner than they are asked for.

    Parameters
    ----------
    records : iterable of (mapping or str)
        As the task's schema has them, or texts.
    task : Task
    refused : callable, optional
        Told of each record that cannot be answered, which is then passed over. Without it, such a record ends all with that error, after the
        answers to what came before it.
    """

    def __init__(
        self,
        records: Iterable[Mapping[str, Any] | str],
        task: Task,
        *,
        refused: Callable[[InvalidDocument], None] | None = None,
    ) -> None:
        self._records = enumerate(records)
        self._task = task
        self._refused = refused
        self._error: Exception | None = None

    def take(self, *, wait: bool) -> list[Mapping[str, Any]] | None:  # noqa: ARG002 (what an iterator has next can only be waited for)
        """The next requests, or None at the end."""
        taken: list[Mapping[str, Any]] = []
        while self._error is None and len(taken) < BATCH:
            try:
                record = self._next()
            except StopIteration:
                break
            except Exception as error:  # noqa: BLE001 (raised in its turn)
                self._error = error
                break
            if record is not None:
                taken.append(record)
        if self._error is not None and not taken:
            raise self._error
        return taken or None

    def _next(self) -> Mapping[str, Any] | None:
        number, given = next(self._records)
        record: Mapping[str, Any] = self._task.asked(given, number=number)
        fault = self._task.fault(record)
        if fault is None:
            return record
        error = InvalidDocument(
            fault[1], where=f"record {number}::{fault[0]}", remedy=f"See the schema {self._task.schema}."
        )
        if self._refused is None:
            raise error
        self._refused(error)
        return None
