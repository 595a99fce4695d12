"""Rating sheets as documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.documents.numbers import probabilities, rounded
from rf_scorer.documents.streams import suggestion_part
from rf_scorer.documents.transcript import note_document, transcript_part
from rf_scorer.domain import reach

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.domain import Aggregate, Marker, Mention, Passage, Protocol, RatingSheet
    from rf_scorer.domain.sheet import Basis

__all__ = ["NOTE_ON_AGGREGATES", "NOTICE", "sheet_document"]

_PROVISIONAL = "Suggestions are provisional, for a trained rater to confirm; never a diagnosis or a final score."
#: What must be said wherever a suggestion of the shipped model is shown.
NOTICE = f"{_PROVISIONAL} The rating model was trained on invented examples, not on rated interviews."
#: What must be said wherever a summary is shown.
NOTE_ON_AGGREGATES = (
    "Ways to sum up the passages, side by side; none is a final score. "
    "An overall rating is a rater's judgement of the whole interview."
)


def _protocol(protocol: Protocol | None) -> dict[str, Any] | None:
    if protocol is None:
        return None
    scale = protocol.scale
    return {
        "id": protocol.id,
        "title": protocol.title,
        "version": protocol.version,
        "check": protocol.check,
        "scale": {
            "id": scale.id,
            "minimum": scale.minimum,
            "maximum": scale.maximum,
            "levels": [{"value": level.value, "name": level.name, "anchor": level.anchor} for level in scale.levels],
        },
    }


def _passage(passage: Passage, topics: dict[str, str], words: int, levels: Sequence[int | None]) -> dict[str, Any]:
    highest, upper = reach(levels, words)
    return {
        "id": passage.id,
        "state": passage.state.value,
        "question_id": passage.question_id,
        "topic": None if passage.question_id is None else topics.get(passage.question_id),
        "role": passage.role.value,
        "asking": list(passage.asking),
        "answering": list(passage.answering),
        "confidence": rounded(passage.confidence),
        "method": passage.method,
        "merged": list(passage.merged),
        "words": words,
        "reference_level": highest,
        "reference_level_75": upper,
    }


def _mention(mention: Mention, passage: str | None, text: str) -> dict[str, Any]:
    return {
        "id": mention.id,
        "passage": passage,
        "turn": mention.turn,
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "category": mention.category,
        "holder": mention.holder,
        "flags": list(mention.flags),
        "lemma": mention.lemma,
        "rule": mention.rule,
        "level": mention.level,
    }


def _marker(marker: Marker, passage: str | None, text: str, carriers: Sequence[str]) -> dict[str, Any]:
    return {
        "id": marker.id,
        "passage": passage,
        "turn": marker.turn,
        "start": marker.start,
        "end": marker.end,
        "text": text[marker.start : marker.end],
        "marker": marker.marker,
        "family": marker.family,
        "rule": marker.rule,
        "mentions": [carriers[place] for place in marker.mentions],
    }


def _notice(provenance: Mapping[str, str]) -> str:
    """:data:`NOTICE`, or what another model than the shipped one says of its training."""
    training = provenance.get("rating.training", "invented")
    if "invented" in training.lower():
        return NOTICE
    if training in {"", "unknown"}:
        return f"{_PROVISIONAL} What the rating model was trained on is not stated."
    return f"{_PROVISIONAL} The rating model says of its training: {training.strip().rstrip('.')}."


def _place(found: Mention | Marker) -> tuple[int, int]:
    # Formats that hold one tier a speaker give turns in another order than the text's.
    return found.start, found.end


def _aggregate(aggregate: Aggregate) -> dict[str, Any]:
    return {
        "id": aggregate.id,
        "title": aggregate.title,
        "value": rounded(aggregate.value),
        "passages": list(aggregate.passages),
        "reason": aggregate.reason,
        "low": rounded(aggregate.low),
        "high": rounded(aggregate.high),
        "basis": None if aggregate.basis is None else _basis(aggregate.basis),
    }


def _basis(basis: Basis) -> dict[str, Any]:
    return {
        "level": basis.level,
        "distribution": probabilities(basis.distribution),
        "coverage": rounded(basis.coverage),
        "spread": rounded(basis.spread),
        "lowest": list(basis.lowest),
        "highest": list(basis.highest),
        "grounds": [
            {
                "summary": ground.summary,
                "direction": ground.direction,
                "contribution": rounded(ground.contribution),
                "text": ground.text,
                "passages": list(ground.passages),
            }
            for ground in basis.grounds
        ],
    }


def sheet_document(sheet: RatingSheet) -> dict[str, Any]:
    """The sheet as a document (``schemas/rating-sheet.schema.json``), the same bytes for the same sheet.

    Parameters
    ----------
    sheet : RatingSheet
        With mentions and markers in source coordinates. Its provenance says under ``rating.training`` what the rating
        model was trained on; the document's notice repeats it.

    Returns
    -------
    dict
        Keys in the schema's order. Figures have six decimal places, and a rounded distribution still makes 1.
    """
    text = sheet.transcript.source.text
    questions = () if sheet.protocol is None else sheet.protocol.questions
    topics = {question.id: question.topic for question in questions}
    home = {turn: passage.id for passage in sheet.passages for turn in passage.answering}
    words = sheet.words
    mentions = sorted(sheet.mentions, key=_place)
    by_turn: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_turn.setdefault(mention.turn, []).append(mention)
    names = {turn: [mention.id for mention in there] for turn, there in by_turn.items()}
    return {
        "schema": "urn:rf-scorer:schema:rating-sheet:1",
        "provisional": _notice(sheet.provenance),
        "transcript": transcript_part(sheet.transcript, words=words),
        "protocol": _protocol(sheet.protocol),
        "passages": [
            _passage(
                passage,
                topics,
                sum(words.get(turn, 0) for turn in passage.answering),
                [mention.level for turn in passage.answering for mention in by_turn.get(turn, ())],
            )
            for passage in sheet.passages
        ],
        "mentions": [_mention(found, home.get(found.turn), text) for found in mentions],
        "markers": [
            _marker(found, home.get(found.turn), text, names.get(found.turn, ()))
            for found in sorted(sheet.markers, key=_place)
        ],
        "suggestions": [{"passage": made.passage, **suggestion_part(made)} for made in sheet.suggestions],
        "overall": {"note": NOTE_ON_AGGREGATES, "aggregates": [_aggregate(figure) for figure in sheet.aggregates]},
        "notes": [note_document(note) for note in sheet.notes],
        "provenance": dict(sorted(sheet.provenance.items())),
    }
