"""One line of a stream: what ``rf-scorer highlight`` and ``rf-scorer rate`` give back for one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.documents.numbers import probabilities, rounded

if TYPE_CHECKING:
    from rf_scorer.domain import Evidence, Highlights, Mention, Suggestion

__all__ = ["highlight_record", "rate_record", "suggestion_part"]


def suggestion_part(suggestion: Suggestion, found: Highlights | None = None) -> dict[str, Any]:
    """A suggestion without the name of what it is about, as sheets and streams share it.

    Parameters
    ----------
    suggestion : Suggestion
    found : Highlights, optional
        What the evidence names. With it, evidence says where its mentions and markers stand, as a stream needs it, in which ids would lead
        nowhere; without it, evidence names their ids.
    """
    distribution = suggestion.distribution
    spread = None if distribution is None else probabilities(distribution)
    # From the rounded probabilities, so that a reader of the document finds the same mean to the last digit.
    mean = None if spread is None else sum(int(level) * p for level, p in spread.items())
    evidence = []
    for item in suggestion.evidence:
        carriers = _names(item) if found is None else _places(item, found)
        evidence.append(
            {
                "feature": item.feature,
                "direction": item.direction,
                "contribution": rounded(item.contribution),
                "text": item.text,
                **carriers,
            }
        )
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


def _span(mention: Mention) -> dict[str, int]:
    return {"start": mention.start, "end": mention.end}


def _names(item: Evidence) -> dict[str, Any]:
    """What carries a piece of evidence, as a sheet names it."""
    return {
        "mentions": list(item.mentions),
        "markers": list(item.markers),
        "stretches": [{"turn": run.turn, "start": run.start, "end": run.end} for run in item.stretches],
    }


def _places(item: Evidence, found: Highlights) -> dict[str, Any]:
    """Where what carries a piece of evidence stands in the answer."""
    mentions, markers = frozenset(item.mentions), frozenset(item.markers)
    return {
        "mentions": [_span(mention) for mention in found.mentions if mention.id in mentions],
        "markers": [
            {
                "start": marker.start,
                "end": marker.end,
                "id": marker.marker,
                "mentions": [_span(found.mentions[place]) for place in marker.mentions],
            }
            for marker in found.markers
            if marker.id in markers
        ],
        "stretches": [{"start": run.start, "end": run.end} for run in item.stretches],
    }


def rate_record(record_id: str | int, suggestion: Suggestion, found: Highlights, *, training: str) -> dict[str, Any]:
    """An output line of ``rf-scorer rate`` (``schemas/rate-record.schema.json``).

    Parameters
    ----------
    record_id : str or int
        The request's id, given back unchanged.
    suggestion : Suggestion
    found : Highlights
        Of the answer, with the ids that the suggestion's evidence names.
    training : str
        What the model was trained on: no result may travel without saying so.
    """
    return {"id": record_id, **suggestion_part(suggestion, found), "training": training}


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
                "level": mention.level,
            }
            for mention in highlights.mentions
        ],
        "markers": [
            {
                "start": marker.start,
                "end": marker.end,
                "id": marker.marker,
                "family": marker.family,
                "mentions": list(marker.mentions),
            }
            for marker in highlights.markers
        ],
        "reference_level": highlights.level,
        "reference_level_75": highlights.level_75,
        "notes": [
            {"code": note.code, "severity": note.severity.value, "message": note.message} for note in highlights.notes
        ],
    }
