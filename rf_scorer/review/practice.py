"""Practice: sets of answers with labels as an ordinary study folder, and how a rater's levels agree with the labels."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import documents, pipeline, validation
from rf_scorer.domain import Role, Source, Speaker, Transcript, Turn
from rf_scorer.domain.transcript import Piece
from rf_scorer.errors import InvalidDocument
from rf_scorer.rating import metrics
from rf_scorer.review import exemplars as answers_of
from rf_scorer.review.exemplars import HIGHEST, LOWEST
from rf_scorer.study.creating import create
from rf_scorer.study.files.placing import check_room
from rf_scorer.study.folder import LABELS, DeskRules, Rater, Study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rf_scorer.pipeline import Engine
    from rf_scorer.review.exemplars import Exemplar, Exemplars

__all__ = ["LEAST", "PracticeCase", "make_practice", "practice_cases", "running_agreement"]

#: Of fewer answers than this, figures would say nothing.
LEAST = 5

_SCHEMA = "urn:rf-scorer:schema:practice-labels:1"
_LABELS = {Role.INTERVIEWER: "Interviewer", Role.PARTICIPANT: "Participant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeCase:
    """A set to practise on.

    Attributes
    ----------
    id : str
        Such as ``set-01``.
    sheet : dict
        A rating sheet: one passage for each answer, without summaries, since different people speak.
    labels : tuple of dict
        One for each passage, as ``schemas/practice-labels.schema.json`` has them.
    """

    id: str
    sheet: dict[str, Any]
    labels: tuple[dict[str, Any], ...]


def practice_cases(
    exemplars: Path | None, *, engine: Engine, seed: int, size: int = 10, sets: int = 5
) -> Iterator[PracticeCase]:
    """Sets of answers as rating sheets, with their labels.

    Parameters
    ----------
    exemplars : Path or None
        A lab's own answers (JSON Lines); None for the invented ones that ship.
    engine : Engine
        With a rating model.
    seed : int
        Decides which answers are drawn.
    size, sets : int
        Answers in a set, and sets.

    Raises
    ------
    UsageError
        If the file cannot be opened, or has too few answers.
    InvalidDocument
        If the file is not as it must be.
    """
    found = answers_of.read(exemplars)
    drawn = answers_of.draw(found.answers, size=size, sets=sets, seed=seed)
    yield from _cases(found, drawn, engine=engine, seed=seed)


def _cases(
    found: Exemplars, drawn: Sequence[Sequence[Exemplar]], *, engine: Engine, seed: int
) -> Iterator[PracticeCase]:
    digits = max(2, len(str(len(drawn))))
    for number, chosen in enumerate(drawn, start=1):
        name = f"set-{number:0{digits}}"
        sheet = _sheet(
            name, chosen, engine=engine, provenance={"practice.source": found.sha256, "practice.seed": str(seed)}
        )
        passages = [passage["id"] for passage in sheet["passages"]]
        yield PracticeCase(
            id=name,
            sheet=sheet,
            labels=tuple(
                {
                    "interview": name,
                    "passage": passage,
                    "exemplar": one.id,
                    "level": one.rating,
                    "about": one.about,
                    "suggestion": not one.learned,
                }
                for passage, one in zip(passages, chosen, strict=True)
            ),
        )


def make_practice(
    folder: Path,
    *,
    rater: str,
    exemplars: Path | None = None,
    engine: Engine | None = None,
    seed: int = 20,
    size: int = 10,
    sets: int = 5,
) -> Study:
    """Make a practice study, whole or not at all.

    Parameters
    ----------
    folder : Path
        Not there yet, or empty.
    rater : str
        The code of who practises.
    exemplars, seed, size, sets
        See :func:`practice_cases`.
    engine : Engine, optional
        The shipped one by default.

    Raises
    ------
    UsageError
        If the folder holds something, or the rater's code cannot be one; and as :func:`practice_cases` says.
    """
    check_room(folder, kept=(), files=())
    found = answers_of.read(exemplars)
    drawn = answers_of.draw(found.answers, size=size, sets=sets, seed=seed)
    files: dict[str, bytes] = {}
    labels: list[dict[str, Any]] = []
    for case in _cases(found, drawn, engine=engine or pipeline.Engine.load(), seed=seed):
        files[f"sheets/{case.id}.json"] = documents.document_text(case.sheet).encode("utf-8")
        labels += case.labels
    document = {
        "schema": _SCHEMA,
        "source": {"name": found.name, "sha256": found.sha256, "seed": seed},
        "labels": labels,
    }
    _sound(document, "practice-labels")
    files[LABELS] = documents.document_text(document).encode("utf-8")
    return create(
        folder,
        title="Practice",
        desk=DeskRules(control_share=0.0, seed=seed),
        raters=(Rater(id=rater),),
        files=files,
        labels=LABELS,
    )


def running_agreement(pairs: Sequence[tuple[int, float]]) -> dict[str, Any]:
    """How blind levels agree with labels so far, each figure beside that of always giving the labels' most frequent level.

    Parameters
    ----------
    pairs : sequence of (int, float)
        A rater's own level, locked before the label was seen, and the label.

    Returns
    -------
    dict
        ``n``; and from :data:`LEAST` pairs on ``constant`` (that most frequent level, labels rounded to the nearest, halves upwards; of
        several the one that is nearest to the labels) and ``figures``, by id: ``exact`` and ``within_one`` (shares), ``difference`` (mean of own minus label), ``distance`` (mean
        without sign) and ``kappa`` (quadratically weighted, on the scale from -1 to 9). Each has ``value`` and ``constant``, the figure of that
        level, null where undefined, and then a ``reason``.
    """
    if len(pairs) < LEAST:
        return {"n": len(pairs)}
    labels = [label for _, label in pairs]
    nearest = [math.floor(label + 0.5) for label in labels]
    counts = Counter(nearest)
    often = [level for level in sorted(counts) if counts[level] == max(counts.values())]
    constant = min(often, key=lambda level: sum(abs(level - label) for label in labels))
    own = _figures([level for level, _ in pairs], labels, nearest)
    always = _figures([constant] * len(pairs), labels, nearest)
    return {
        "n": len(pairs),
        "constant": constant,
        "figures": {
            name: {"value": own[name], "constant": always[name], "reason": _reason(own[name], always[name])}
            for name in own
        },
    }


def _figures(given: Sequence[int], labels: Sequence[float], nearest: Sequence[int]) -> dict[str, float | None]:
    found = metrics.figures(given, given, labels, range(LOWEST, HIGHEST + 1))
    same = sum(one == other for one, other in zip(given, nearest, strict=True))
    figures = {
        "exact": same / len(given),
        "within_one": found["within_1"],
        "difference": found["bias"],
        "distance": found["mae"],
        "kappa": found["qwk"],
    }
    return {name: None if value is None else round(value, 3) + 0.0 for name, value in figures.items()}


def _reason(own: float | None, always: float | None) -> str | None:
    if own is None:
        return "All levels and all labels are the same so far: kappa is not defined."
    return "All labels are the same so far." if always is None else None


def _sheet(name: str, chosen: Sequence[Exemplar], *, engine: Engine, provenance: dict[str, str]) -> dict[str, Any]:
    made = pipeline.score(_transcript(name, chosen), engine=engine)
    if len(made.passages) != len(chosen):
        raise InvalidDocument(
            "The questions and answers of a set do not make one passage each.",
            where=name,
            remedy="Look for questions and answers without a word in them.",
        )
    passages = tuple(
        dataclasses.replace(passage, role=one.role) for passage, one in zip(made.passages, chosen, strict=True)
    )
    # Ways to sum up an interview mean nothing where every answer is somebody else's.
    sheet = dataclasses.replace(made, passages=passages, aggregates=(), provenance={**made.provenance, **provenance})
    document = documents.sheet_document(sheet)
    _sound(document, "rating-sheet")
    return document


def _sound(document: dict[str, Any], schema: str) -> None:
    faults = validation.faults(document, schema)
    if faults:
        raise AssertionError(f"the {schema} breaks its own schema at {faults[0].path}")


def _transcript(name: str, chosen: Sequence[Exemplar]) -> Transcript:
    """An interviewer asks and a participant answers, once for each."""
    text = ""
    turns: list[Turn] = []
    for one in chosen:
        for role, words in ((Role.INTERVIEWER, one.question), (Role.PARTICIPANT, one.answer)):
            text += f"{_LABELS[role]}: "
            piece = Piece(offset=0, length=len(words), start=len(text), end=len(text) + len(words))
            turns.append(Turn(index=len(turns), label=_LABELS[role], text=words, pieces=(piece,), role=role))
            text += f"{words}\n\n"
    data = text.encode("utf-8")
    return Transcript(
        id=name,
        source=Source(
            name=f"{name}.txt",
            format="text",
            reader="practice",
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            text=text,
            encoding="utf-8",
            newline="lf",
        ),
        speakers=tuple(
            Speaker(
                label=label,
                role=role,
                reason="The set was put together so.",
                confidence=1.0,
                turns=sum(turn.role is role for turn in turns),
                words=sum(len(turn.text.split()) for turn in turns if turn.role is role),
            )
            for role, label in _LABELS.items()
        ),
        turns=tuple(turns),
    )
