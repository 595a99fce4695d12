"""The single path from a transcript to a rating sheet; the only module that composes the rooms of the house."""

from __future__ import annotations

import dataclasses
import platform
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer import language, protocols, rating
from rf_scorer.discreet import quietly
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
    Stretch,
)
from rf_scorer.errors import InvalidDocument
from rf_scorer.rating import overall
from rf_scorer.rating.assembly import corpus_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rf_scorer.domain import Protocol, Question, Scale, Suggestion, Transcript
    from rf_scorer.language import Highlighter, Looked
    from rf_scorer.rating import RatingInput, RatingModel
    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.overall import Overall

__all__ = ["Engine", "corpus", "highlight_records", "rate_records", "rating_inputs", "score"]

#: Records held at once by the streams: enough to keep spaCy's batches full, few enough to answer promptly.
BATCH = 64
#: Rated answers that a process highlights at a time; of fewer than four such shares one process does all.
_SHARE = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What is loaded once and used for every transcript: the language engine and, unless only highlighting, a rating model.

    ``overall`` is None where there is no overall model beside the rating model.
    """

    highlighter: Highlighter
    model: RatingModel | None
    overall: Overall | None = None

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
        return cls(
            highlighter=language.load(language_model),
            model=rating.load(model) if model is not None else None,
            overall=overall.load(model) if model is not None else None,
        )

    @staticmethod
    def look(transcript: Transcript) -> Looked:
        """A first look at all that is said, for those who look for identifiers and for :func:`score`, so that no word is read twice.

        It is the shipped pipeline's, whatever the highlights are made with; nothing is read before somebody asks.
        """
        return language.Looked(turn.text for turn in transcript.turns)

    @property
    def provenance(self) -> dict[str, str]:
        """Versions and digests that decide what comes out, under names that stay."""
        found = {"rf_scorer": rf_scorer.__version__, "python": platform.python_version()}
        found |= {f"language.{key}": value for key, value in self.highlighter.provenance.items()}
        if self.model is not None:
            found |= {f"rating.{key}": value for key, value in self.model.provenance.items()}
        if self.overall is not None:
            found |= {f"overall.{key}": value for key, value in self.overall.provenance.items()}
        return found


def score(
    transcript: Transcript,
    *,
    engine: Engine,
    protocol: Protocol | None = None,
    override: Mapping[str, Any] | None = None,
    looked: Looked | None = None,
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
    looked : Looked, optional
        :meth:`Engine.look` of this transcript, if somebody has looked already.

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
    by_turn = _highlight_turns(transcript, engine.highlighter, looked)
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
        suggestions=tuple(_placed(made, given, transcript) for made, given in zip(suggestions, inputs, strict=True)),
        aggregates=(
            *rating.aggregates(alignment.passages, suggestions),
            overall.learned(inputs, suggestions, engine.overall),
        ),
        words={index: found.words for index, found in by_turn.items()},
        notes=(*alignment.notes, *_language_notes(transcript, by_turn)),
        provenance=engine.provenance,
    )


def _placed(made: Suggestion, given: RatingInput, transcript: Transcript) -> Suggestion:
    """The suggestion with its evidence's stretches in the source's coordinates."""
    if not any(item.stretches for item in made.evidence):
        return made
    turns = given.passage.answering
    return dataclasses.replace(
        made,
        evidence=tuple(
            dataclasses.replace(
                item,
                stretches=tuple(
                    Stretch(turn=turns[run.turn], start=start, end=end)
                    for run in item.stretches
                    for start, end in [transcript.turns[turns[run.turn]].to_source(run.start, run.end)]
                ),
            )
            for item in made.evidence
        ),
    )


def _highlight_turns(transcript: Transcript, highlighter: Highlighter, looked: Looked | None) -> dict[int, Highlights]:
    """Highlights of the participant's turns, in local coordinates, with ids that are unique in the sheet."""
    spoken, places = [], []
    question: str | None = None
    for place, turn in enumerate(transcript.turns):
        if turn.role is Role.PARTICIPANT:
            spoken.append((turn, question))
            places.append(place)
        elif turn.role is Role.INTERVIEWER:
            question = turn.text
    found = {}
    mentions = markers = 0
    looks = looked.looks(places) if looked is not None else None
    results = highlighter.highlight(((turn.text, asked) for turn, asked in spoken), looks=looks)
    for (turn, _), result in zip(spoken, results, strict=True):
        found[turn.index] = _identified(result, turn=turn.index, mentions=mentions, markers=markers)
        mentions += len(result.mentions)
        markers += len(result.markers)
    return found


def _identified(result: Highlights, *, turn: int, mentions: int = 0, markers: int = 0) -> Highlights:
    """Give ids that continue from the given counts, and the turn: field by field, which takes half as long as ``dataclasses.replace``."""
    named_mentions = [
        Mention(start=one.start, end=one.end, category=one.category, holder=one.holder, flags=one.flags, lemma=one.lemma, rule=one.rule, id=f"m{number}", turn=turn, level=one.level)
        for number, one in enumerate(result.mentions, start=mentions + 1)
    ]  # fmt: skip
    named_markers = [
        Marker(start=one.start, end=one.end, marker=one.marker, family=one.family, rule=one.rule, id=f"k{number}", turn=turn, mentions=one.mentions)
        for number, one in enumerate(result.markers, start=markers + 1)
    ]  # fmt: skip
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
        with engine.highlighter.passing():
            results = list(engine.highlighter.highlight((record["text"], record.get("question")) for record in batch))
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
        with engine.highlighter.passing():
            inputs = list(rating_inputs(batch, highlighter=engine.highlighter, protocol=protocol))
        suggestions = engine.model.suggest(inputs)
        for record, given, suggestion in zip(batch, inputs, suggestions, strict=True):
            (found,) = given.highlights
            yield rate_record(record["id"], suggestion, found, training=engine.model.provenance["training"])


def corpus(
    records: Sequence[Mapping[str, Any]],
    *,
    engine: Engine,
    ratings: Sequence[float],
    groups: Sequence[str],
    questions: Sequence[str | None] | None,
    scale: Scale,
    language_model: str | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Corpus:
    """Highlight rated answers, a batch at a time, and make a corpus of them.

    Parameters
    ----------
    records : sequence of mapping
        ``{"id", "answer", "question"?, "question_id"?}``, as for :func:`rating_inputs`.
    engine : Engine
    ratings : sequence of float
        One for each record, on the scale.
    groups : sequence of str
        Participant of every record.
    questions : sequence of (str or None), or None
        Where questions recur.
    scale : Scale
    language_model : str, optional
        The one of the engine, for the other processes.
    jobs : int
        Processes.
    progress : callable
        Called with the number of answers that are done, and of all.

    Raises
    ------
    DataError
        If a rating is off the scale.
    """
    items: list[RatingInput] = []
    for share in _shares(records, engine=engine, language_model=language_model, jobs=jobs):
        items += share
        if progress is not None:
            progress(len(items), len(records))
    return corpus_of(items, ratings=ratings, groups=groups, questions=questions, scale=scale)


def _shares(
    records: Sequence[Mapping[str, Any]], *, engine: Engine, language_model: str | None, jobs: int
) -> Iterator[list[RatingInput]]:
    parts = [records[start : start + _SHARE] for start in range(0, len(records), _SHARE)]
    if jobs == 1 or len(parts) < 4:
        yield from (list(rating_inputs(part, highlighter=engine.highlighter)) for part in parts)
        return
    from joblib import Parallel, delayed  # here, since a single process never needs it

    yield from Parallel(n_jobs=jobs, return_as="generator")(
        delayed(quietly(_share))(part, language_model) for part in parts
    )


@cache
def _highlighter(language_model: str | None) -> Highlighter:
    """One highlighter a process."""
    return language.load(language_model)


def _share(records: Sequence[Mapping[str, Any]], language_model: str | None) -> list[RatingInput]:
    return list(rating_inputs(records, highlighter=_highlighter(language_model)))


def _batches(records: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    source = iter(records)
    while batch := list(islice(source, BATCH)):
        yield batch
