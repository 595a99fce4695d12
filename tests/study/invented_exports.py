"""Small invented rating sheets, and exports of the desk about them, made when a test asks for them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from rated_tables import ANSWERS, SECRET

from rf_scorer import documents, validation
from rf_scorer.documents import rating_document
from rf_scorer.domain.confirmed import ModelUsed, RatedInterview, RatedSheet, RatedUnit, Seen, Shown, UnitFacts
from rf_scorer.domain.rating import (
    Assistance,
    Blind,
    ChangeReason,
    Decision,
    Judgement,
    Stage,
    UnitRating,
    Unratable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["AT", "PROVENANCE", "QUESTIONS", "document", "export", "rated", "sheet"]

AT = "2026-11-30T10:15:00.000Z"
PROVENANCE = {"rf_scorer": "0.1.0", "program": "rf-scorer ratings export", "events.seq": "7", "events.at": AT}
QUESTIONS = ("Why did they do that?", "How did that affect you?", "What was she like?", "Did you feel rejected?")
MODEL = ModelUsed(id="m", version="1", sha256="c" * 64, notice="Provisional.")


def sheet(
    interview: str,
    answers: Sequence[str],
    *,
    participant: str | None = None,
    scale: tuple[int, int] = (0, 2),
    questions: Sequence[str | None] = ("q.1", "q.2", "q.3", "q.4"),
) -> dict[str, Any]:
    """A rating sheet of a talk with a question before each answer; an answer of several lines is several turns."""
    text, turns, passages = "", [], []
    for number, answer in enumerate(answers):
        asked = len(turns)
        for role, said in (
            ("interviewer", QUESTIONS[number % 4]),
            *(("participant", line) for line in answer.split("\n")),
        ):
            start = len(text) + 3
            turn = {
                "index": len(turns),
                "label": "P" if role == "participant" else "I",
                "role": role,
                "start": start,
                "end": start + len(said),
                "text": said,
            }
            turns.append(turn | ({"words": len(said.split())} if role == "participant" else {}))
            text += f"{turn['label']}: {said}\n"
        words = len(answer.split())
        passages.append(
            {
                "id": f"p{number + 1:02}",
                "state": "answered",
                "question_id": questions[number % len(questions)],
                "topic": None,
                "role": "demand",
                "asking": [asked],
                "answering": list(range(asked + 1, len(turns))),
                "confidence": 1.0,
                "method": "wording",
                "merged": [],
                "words": words,
                "reference_level": min(1, words),
                "reference_level_75": min(1, words),
            }
        )
    data = text.encode()
    low, high = scale
    made = {
        "schema": "urn:rf-scorer:schema:rating-sheet:1",
        "provisional": "Provisional.",
        "transcript": {
            "id": interview,
            "participant": participant,
            "timepoint": None,
            "language": None,
            "source": {
                "name": f"{interview}.txt",
                "format": "text",
                "reader": "text",
                "sha256": hashlib.sha256(data).hexdigest(),
                "size": len(data),
                "encoding": "utf-8",
                "newline": "lf",
            },
            "text": text,
            "speakers": [],
            "turns": turns,
            "notes": [],
        },
        "protocol": {
            "id": "home",
            "title": "Home",
            "version": "1",
            "check": "Check against the manual.",
            "scale": {
                "id": f"{low}:{high}",
                "minimum": low,
                "maximum": high,
                "levels": [{"value": value, "name": "", "anchor": ""} for value in range(low, high + 1)],
            },
        },
        "passages": passages,
        "mentions": [],
        "markers": [],
        "suggestions": [
            {
                "passage": passage["id"],
                "status": "abstained",
                "level": None,
                "expected": None,
                "distribution": None,
                "interval": None,
                "coverage": None,
                "evidence": [],
                "reasons": [{"code": "too_short", "message": "Too little was said."}],
                "model": "m",
                "model_sha256": "c" * 64,
            }
            for passage in passages
        ],
        "overall": {"note": "None is final.", "aggregates": []},
        "notes": [],
        "provenance": {"rating.id": "m", "rating.version": "1", "rating.sha256": "c" * 64},
    }
    assert validation.faults(made) == ()
    return made


def rated(
    of: Mapping[str, Any],
    rater: str,
    levels: Sequence[int | None],
    *,
    finals: Sequence[int | None] | None = None,
    finished: bool = True,
) -> RatedInterview:
    """A rater's ratings of a sheet's passages, by their order: blind ones, and where ``finals`` are given decided ones.

    None is a passage that could not be rated. The overall rating is the lowest level of the scale.
    """
    transcript, protocol = of["transcript"], of["protocol"]
    low = protocol["scale"]["minimum"]
    units = []
    for number, passage in enumerate(of["passages"]):
        after = levels[number] if finals is None else finals[number]
        facts = UnitFacts(
            unit=passage["id"],
            required=True,
            question_id=passage["question_id"],
            role=passage["role"],
            state=passage["state"],
        )
        units.append(_unit(facts, levels[number], after, seen=number > 0))
    whole = _unit(UnitFacts(unit="overall", required=True), low, low, seen=True)
    return RatedInterview(
        sheet=RatedSheet(
            study="st-3f9c2a7b41d0",
            title="Invented study",
            interview=transcript["id"],
            participant=transcript["participant"],
            timepoint=None,
            protocol=protocol["id"],
            source_sha256=transcript["source"]["sha256"],
            sheet_sha256="b" * 64,
            scale=protocol["scale"]["id"],
            minimum=low,
            maximum=protocol["scale"]["maximum"],
        ),
        rater=rater,
        finished_at=AT if finished else None,
        assistance=Assistance(),
        model=MODEL,
        units=tuple(units),
        overall=whole,
    )


def _judgement(level: int | None) -> Judgement:
    return Judgement(level=level, unratable=Unratable.INAUDIBLE if level is None else None, note=f"A {SECRET} note.")


def _unit(facts: UnitFacts, blind: int | None, final: int | None, *, seen: bool) -> RatedUnit:
    kept = blind == final
    return RatedUnit(
        facts=facts,
        rating=UnitRating(
            unit=facts.unit,
            stage=Stage.DECIDED,
            blind=Blind(judgement=_judgement(blind), at=AT, seconds=10.0),
            revealed_at=AT,
            decision=Decision(
                judgement=_judgement(final), at=AT, kept=kept, reason=None if kept else ChangeReason.GUIDE, seconds=12.0
            ),
        ),
        seen=Seen.OTHER_PASSAGES if seen else Seen.BLIND,
        shown=Shown(status="abstained"),
    )


def document(made: RatedInterview) -> str:
    """The text of a rater's document."""
    return documents.document_text(rating_document(made, provenance=PROVENANCE))


def export(root: Path, *, people: int = 8, name: str = "exports/2026-11-30-000007", seq: int = 7) -> Path:
    """A study's folder with sheets of so many people, and an export of two raters: ``anna`` rates all, ``ben`` every other interview.

    Of each interview the four passages have levels that their writers meant; ben's are one higher where that is possible. In the end
    anna changes the first passage of each to the highest level.
    """
    ratings = root / name / "ratings"
    ratings.mkdir(parents=True)
    (root / "sheets").mkdir(exist_ok=True)
    for person in range(people):
        chosen = [ANSWERS[(7 * person + 3 * place + person // 3) % len(ANSWERS)] for place in range(4)]
        answers = [f"{text} The {SECRET} {'again ' * (place % 3)}was there." for place, (text, _) in enumerate(chosen)]
        levels = [level for _, level in chosen]
        made = sheet(f"talk-{person:02}", answers, participant=f"{SECRET}{person:02}")
        (root / "sheets" / f"talk-{person:02}.json").write_text(documents.document_text(made), "utf-8")
        anna = rated(made, "anna", levels, finals=[2, *levels[1:]])
        (ratings / f"talk-{person:02}--anna.json").write_text(document(anna), "utf-8")
        if person % 2:
            ben = rated(made, "ben", [min(2, level + 1) for level in levels])
            (ratings / f"talk-{person:02}--ben.json").write_text(document(ben), "utf-8")
    manifest = documents.manifest_document(
        version="0.1.0", command="ratings export", options={}, provenance={"events.seq": str(seq)}, files=()
    )
    (root / name / "manifest.json").write_text(documents.document_text(manifest), "utf-8")
    return root
