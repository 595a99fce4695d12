"""The table of a run: one row per input file, whatever became of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from rf_scorer.study.files.csvtext import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "DONE",
    "ERROR",
    "KEPT",
    "NOT_DONE",
    "REFUSED",
    "STATUSES",
    "Row",
    "as_csv",
    "described",
]

#: A sheet was written. / A sheet of an earlier run is still good. / The file is not acceptable. / We have a bug. / The run ended before.
DONE, KEPT, REFUSED, ERROR, NOT_DONE = STATUSES = ("done", "kept", "refused", "error", "not_done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One input file. Every column is described in ``docs/reference/outputs.md``; numbers are None where there is nothing to count."""

    file: str
    transcript: str
    status: str
    reason: str = ""
    remedy: str = ""
    warnings: int | None = None
    participant: str | None = None
    timepoint: str | None = None
    format: str | None = None
    protocol: str | None = None
    turns: int | None = None
    participant_words: int | None = None
    passages: int | None = None
    answered: int | None = None
    demand_answered: int | None = None
    not_asked: int | None = None
    not_answered: int | None = None
    inaudible: int | None = None
    mentions: int | None = None
    mentions_per_100_words: float | None = None
    markers: int | None = None
    suggested: int | None = None
    abstained: int | None = None
    provisional_median: float | None = None
    provisional_mean: float | None = None
    provisional_demand_median: float | None = None
    provisional_lowest: float | None = None
    provisional_highest: float | None = None
    provisional_spread: float | None = None
    provisional_learned: float | None = None
    provisional_learned_low: float | None = None
    provisional_learned_high: float | None = None
    model: str | None = None
    sha256: str | None = None


def described(document: Mapping[str, Any], *, file: str, status: str) -> Row:
    """The row of a file that has a rating sheet."""
    transcript, passages = document["transcript"], document["passages"]
    states = [passage["state"] for passage in passages]
    words = sum(turn["words"] for turn in transcript["turns"] if turn["role"] == "participant")
    suggestions = document["suggestions"]
    notes = [*transcript["notes"], *document["notes"]]
    overall = {aggregate["id"]: aggregate["value"] for aggregate in document["overall"]["aggregates"]}
    learned: dict[str, Any] = next((one for one in document["overall"]["aggregates"] if one["id"] == "learned"), {})
    mentions = len(document["mentions"])
    return Row(
        file=file,
        transcript=transcript["id"],
        status=status,
        warnings=sum(note["severity"] == "warning" for note in notes),
        participant=transcript["participant"],
        timepoint=transcript["timepoint"],
        format=transcript["source"]["format"],
        protocol=document["protocol"]["id"] if document["protocol"] else None,
        turns=len(transcript["turns"]),
        participant_words=words,
        passages=len(passages),
        answered=states.count("answered"),
        demand_answered=sum(passage["state"] == "answered" and passage["role"] == "demand" for passage in passages),
        not_asked=states.count("not_asked"),
        not_answered=states.count("not_answered"),
        inaudible=states.count("inaudible"),
        mentions=mentions,
        mentions_per_100_words=round(100 * mentions / words, 2) if words else None,
        markers=len(document["markers"]),
        suggested=sum(suggestion["status"] == "provisional" for suggestion in suggestions),
        abstained=sum(suggestion["status"] == "abstained" for suggestion in suggestions),
        provisional_median=overall.get("median"),
        provisional_mean=overall.get("mean"),
        provisional_demand_median=overall.get("demand_median"),
        provisional_lowest=overall.get("lowest"),
        provisional_highest=overall.get("highest"),
        provisional_spread=overall.get("spread"),
        provisional_learned=learned.get("value"),
        provisional_learned_low=learned.get("low"),
        provisional_learned_high=learned.get("high"),
        model=document["provenance"].get("rating.id"),
        sha256=transcript["source"]["sha256"],
    )


_cells = attrgetter(*(field.name for field in fields(Row)))


def as_csv(rows: Iterable[Row]) -> str:
    """The table's text."""
    return csv_text((field.name for field in fields(Row)), map(_cells, rows))
