"""One line of a stream: what ``rf-scorer highlight`` and ``rf-scorer rate`` give back for one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.documents.numbers import probabilities, rounded

if TYPE_CHECKING:
    from rf_scorer.domain import Highlights, Suggestion

__all__ = ["highlight_record", "rate_record", "suggestion_part"]


def suggestion_part(suggestion: Suggestion, *, ids: bool = True) -> dict[str, Any]:
    """A suggestion without the name of what it is about, as sheets and streams share it.

    Parameters
    ----------
    suggestion : Suggestion
    ids : bool
        Whether evidence lists the mentions and markers that carry it; in a stream their ids would lead nowhere.
    """
    distribution = suggestion.distribution
    spread = None if distribution is None else probabilities(distribution)
    # From the rounded probabilities, so that a reader of the document finds the same mean to the last digit.
    mean = None if spread is None else sum(int(level) * p for level, p in spread.items())
    evidence = []
    for item in suggestion.evidence:
        entry: dict[str, Any] = {
            "feature": item.feature,
            "direction": item.direction,
            "contribution": rounded(item.contribution),
            "text": item.text,
        }
        if ids:
            entry["mentions"] = list(item.mentions)
            entry["markers"] = list(item.markers)
        evidence.append(entry)
    return {
        "status": suggestion.status,
        "level": suggestion.level,
        "expected": rounded(mean if mean is not None else suggestion.expected),
        "distribution": spread,
        "interval": None if suggestion.interval is None else list(suggestion.interval),
        "coverage": rounded(suggestion.coverage),
        "evidence": evidence,
        "reasons": [{"code": reason.code, "message": reason.message} for reason in suggestion.reasons],
        "model": suggestion.model,
        "model_sha256": suggestion.model_sha256,
    }


def rate_record(record_id: str | int, suggestion: Suggestion, *, training: str) -> dict[str, Any]:
    """An output line of ``rf-scorer rate`` (``schemas/rate-record.schema.json``).

    Parameters
    ----------
    record_id : str or int
        The request's id, given back unchanged.
    suggestion : Suggestion
    training : str
        What the model was trained on: no result may travel without saying so.
    """
    return {"id": record_id, **suggestion_part(suggestion, ids=False), "training": training}


def highlight_record(record_id: str | int, highlights: Highlights) -> dict[str, Any]:
    """An output line of ``rf-scorer highlight`` (``schemas/highlight-record.schema.json``).

    Parameters
    ----------
    record_id : str or int
        The request's id, given back unchanged.
    highlights : Highlights
        With offsets into the request's text.
    """
    return {
        "id": record_id,
        "mentions": [
            {
                "start": mention.start,
                "end": mention.end,
                "category": mention.category,
                "holder": mention.holder,
                "flags": list(mention.flags),
                "lemma": mention.lemma,
            }
            for mention in highlights.mentions
        ],
        "markers": [
            {"start": marker.start, "end": marker.end, "id": marker.marker, "family": marker.family}
            for marker in highlights.markers
        ],
    }
