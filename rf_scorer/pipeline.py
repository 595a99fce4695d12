"""The single path from a transcript to a rating sheet; the only module that composes the rooms of the house."""

from __future__ import annotations

import dataclasses
import platform
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer import language, protocols, rating
from rf_scorer.documents import highlight_record, rate_record
from rf_scorer.domain import (
    Highlights,
    Marker,
    Mention,
    Note,
    Passage,
    PassageState,
    QuestionRole,
    RatingSheet,
    Role,
    Severity,
)
from rf_scorer.errors import InvalidDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rf_scorer.domain import Protocol, Question, Transcript
    from rf_scorer.language import Highlighter
    from rf_scorer.rating import RatingInput, RatingModel

__all__ = ["Engine", "highlight_records", "rate_records", "rating_inputs", "score"]

#: Records held at once by the streams: enough to keep spaCy's batches full, few enough to answer promptly.
BATCH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What is loaded once and used for every transcript: the language engine and, unless only highlighting, a rating model."""

    highlighter: Highlighter
    model: RatingModel | None

    @classmethod
    def load(cls, model: str | None = "rf_passage", *, language_model: str | None = None) -> Engine:
        """Load what is needed once.

        Parameters
        ----------
        model : str or None
            A rating model by name or path; None for highlighting alone.
        language_model : str, optional
            A spaCy pipeline by name or folder instead of the one that ships.

        Raises
        ------
        UsageError
            If there is no such model or pipeline, or it cannot be used.
        """
        return cls(highlighter=language.load(language_model), model=rating.load(model) if model is not None else None)

    @property
    def provenance(self) -> dict[str, str]:
        """Versions and digests that decide what comes out, under names that stay."""
        found = {"rf_scorer": rf_scorer.__version__, "python": platform.python_version()}
        found |= {f"language.{key}": value for key, value in self.highlighter.provenance.items()}
        if self.model is not None:
            found |= {f"rating.{key}": value for key, value in self.model.provenance.items()}
        return found


def score(
    transcript: Transcript,
    *,
    engine: Engine,
    protocol: Protocol | None = None,
    override: Mapping[str, Any] | None = None,
) -> RatingSheet:
    """Align, highlight, suggest and sum up one transcript.

    Parameters
    ----------
    transcript : Transcript
        With its speakers known.
    engine : Engine
        With a rating model.
    protocol : Protocol, optional
        Without one, every exchange is a passage.
    override : mapping, optional
        An alignment document that a person wrote; what it says wins.

    Returns
    -------
    RatingSheet
        The same for the same input, versions and models.

    Raises
    ------
    AlignmentError
        If the override does not fit the transcript.
    """
    if engine.model is None:
        raise ValueError("scoring needs a rating model")
    alignment = protocols.align(transcript, protocol, override=override)
    by_turn = _highlight_turns(transcript, engine.highlighter)
    inputs = [_rating_input(passage, transcript, protocol, by_turn) for passage in alignment.passages]
    suggestions = engine.model.suggest(inputs)
    return RatingSheet(
        transcript=transcript,
        protocol=protocol,
        passages=alignment.passages,
        mentions=tuple(
            dataclasses.replace(mention, start=start, end=end)
            for index, found in by_turn.items()
            for mention in found.mentions
            for start, end in [transcript.turns[index].to_source(mention.start, mention.end)]
        ),
        markers=tuple(
            dataclasses.replace(marker, start=start, end=end)
            for index, found in by_turn.items()
            for marker in found.markers
            for start, end in [transcript.turns[index].to_source(marker.start, marker.end)]
        ),
        suggestions=suggestions,
        aggregates=rating.aggregates(alignment.passages, suggestions),
        words={index: found.words for index, found in by_turn.items()},
        notes=(*alignment.notes, *_language_notes(transcript, by_turn)),
        provenance=engine.provenance,
    )


def _highlight_turns(transcript: Transcript, highlighter: Highlighter) -> dict[int, Highlights]:
    """Highlights of the participant's turns, in local coordinates, with ids that are unique in the sheet."""
    spoken = []
    question: str | None = None
    for turn in transcript.turns:
        if turn.role is Role.PARTICIPANT:
            spoken.append((turn, question))
        elif turn.role is Role.INTERVIEWER:
            question = turn.text
    found = {}
    mentions = markers = 0
    results = highlighter.highlight((turn.text, asked) for turn, asked in spoken)
    for (turn, _), result in zip(spoken, results, strict=True):
        found[turn.index] = _identified(result, turn=turn.index, mentions=mentions, markers=markers)
        mentions += len(result.mentions)
        markers += len(result.markers)
    return found


def _identified(result: Highlights, *, turn: int, mentions: int = 0, markers: int = 0) -> Highlights:
    """Give ids that continue from the given counts, and the turn."""
    named_mentions: list[Mention] = [
        dataclasses.replace(mention, id=f"m{number}", turn=turn)
        for number, mention in enumerate(result.mentions, start=mentions + 1)
    ]
    named_markers: list[Marker] = [
        dataclasses.replace(marker, id=f"k{number}", turn=turn)
        for number, marker in enumerate(result.markers, start=markers + 1)
    ]
    return dataclasses.replace(result, mentions=tuple(named_mentions), markers=tuple(named_markers))


def _language_notes(transcript: Transcript, by_turn: Mapping[int, Highlights]) -> Iterator[Note]:
    """One warning for all turns that do not look English, at the first of them."""
    doubtful = [index for index, found in by_turn.items() if found.notes]
    if doubtful:
        first = transcript.turns[doubtful[0]].start
        yield Note(
            code="language-doubtful",
            message=f"Hardly any function word of English in {len(doubtful)} of the participant's {len(by_turn)} turns: "
            "another language, or no connected speech. What is marked there means nothing.",
            severity=Severity.WARNING,
            line=transcript.source.text.count("\n", 0, first) + 1,
            remedy="Leave those turns out: the rules know English only.",
        )


def _rating_input(
    passage: Passage, transcript: Transcript, protocol: Protocol | None, by_turn: Mapping[int, Highlights]
) -> RatingInput:
    asked = " ".join(transcript.turns[index].text for index in passage.asking)
    question = _question(protocol, passage.question_id)
    return rating.RatingInput(
        passage=passage,
        question_text=asked or None,
        texts=tuple(transcript.turns[index].text for index in passage.answering),
        highlights=tuple(by_turn[index] for index in passage.answering),
        question=question,
        protocol=protocol,
    )


def highlight_records(records: Iterable[Mapping[str, Any]], *, engine: Engine) -> Iterator[dict[str, Any]]:
    """Highlight a stream of ``{"id", "text", "question"?}``; yields one record each, in order, with offsets into ``text``."""
    for batch in _batches(records):
        results = engine.highlighter.highlight((record["text"], record.get("question")) for record in batch)
        for record, result in zip(batch, results, strict=True):
            yield highlight_record(record["id"], result)


def rating_inputs(
    records: Iterable[Mapping[str, Any]], *, highlighter: Highlighter, protocol: Protocol | None = None
) -> Iterator[RatingInput]:
    """Make what the rating model sees of a stream of ``{"id", "question", "answer", "question_id"?}``, one passage each.

    A record counts as a demand passage unless its question stands in the protocol with another role: who sends a question and its
    answer to be rated means it to be rated.

    Raises
    ------
    InvalidDocument
        If a ``question_id`` is not one of the protocol's.
    """
    for batch in _batches(records):
        results = highlighter.highlight((record["answer"], record.get("question")) for record in batch)
        for record, result in zip(batch, results, strict=True):
            question = _question(protocol, record.get("question_id"))
            passage = Passage(
                id=str(record["id"]),
                state=PassageState.ANSWERED if record["answer"].strip() else PassageState.NOT_ANSWERED,
                question_id=record.get("question_id"),
                role=question.role if question is not None else QuestionRole.DEMAND,
                asking=(0,),
                answering=(1,),
            )
            yield rating.RatingInput(
                passage=passage,
                question_text=record.get("question"),
                texts=(record["answer"],),
                highlights=(_identified(result, turn=1),),
                question=question,
                protocol=protocol,
            )


def _question(protocol: Protocol | None, question_id: str | None) -> Question | None:
    if protocol is None or question_id is None:
        return None
    found = protocol.question(question_id)
    if found is None:
        # The id came with the data, so the message must not repeat it.
        raise InvalidDocument(
            f"The protocol {protocol.id} has no such question.",
            where="$.question_id",
            remedy=f"Known: {', '.join(question.id for question in protocol.questions)}.",
        )
    return found


def rate_records(
    records: Iterable[Mapping[str, Any]], *, engine: Engine, protocol: Protocol | None = None
) -> Iterator[dict[str, Any]]:
    """Suggest ratings for a stream of ``{"id", "question", "answer", "question_id"?, "participant"?}``, one record each, in order."""
    if engine.model is None:
        raise ValueError("rating needs a rating model")
    for batch in _batches(records):
        inputs = list(rating_inputs(batch, highlighter=engine.highlighter, protocol=protocol))
        suggestions = engine.model.suggest(inputs)
        for record, given, suggestion in zip(batch, inputs, suggestions, strict=True):
            (found,) = given.highlights
            yield rate_record(record["id"], suggestion, found, training=engine.model.provenance["training"])


def _batches(records: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    source = iter(records)
    while batch := list(islice(source, BATCH)):
        yield batch
