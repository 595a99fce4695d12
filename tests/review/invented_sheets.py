"""Invented interviews as rating sheets, without the engine: small, and with figures and words that occur nowhere else."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Any

from rf_scorer import validation
from rf_scorer.study.creating import create
from rf_scorer.study.folder import DeskRules, Rater

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rf_scorer.study.folder import Study

#: What only a machine says in these sheets. None of it may stand in anything that a rater gets too early.
MACHINE = (
    "0.618034", "0.141421", "1.618034", "0.876543", "0.057721", "-0.577215", "2.685452",  # figures
    "quincunx", "borborygm", "zugzwang", "syzygy", "kumquat", "mumpsimus",  # words of evidence, reasons, sums and rules
)  # fmt: skip
#: What only a machine says of a control interview, besides: marks.
MARKS = ("xylophagous", "cognition", "negated", "flibbert", "suggested_words")

_LEVELS = [
    {"value": value, "name": {-1: "negative", 9: "exceptional"}.get(value, ""), "anchor": ""} for value in range(-1, 10)
]
_ODDS = {-1: 0.0, 0: 0.0, 1: 0.057721, 2: 0.141421, 3: 0.618034, 4: 0.1, 5: 0.082824, 6: 0.0, 7: 0.0, 8: 0.0, 9: 0.0}
TALK = (
    ("interviewer", "Where did you live as a child?"),
    ("participant", "By the harbour, mostly, and I thought she knew that I was frightened of the water."),
    ("interviewer", "Why do you think she acted as she did?"),
    ("participant", "I think she wanted to be left alone, because she was sad, and maybe I made her angry."),
    ("interviewer", "And later?"),
    ("participant", "Later I understood that she had been afraid for me."),
    ("interviewer", "Is there anything else?"),
    ("participant", "No."),
)


def sheet(
    interview: str = "talk-1",
    *,
    talk: Sequence[tuple[str, str]] = TALK,
    roles: Sequence[str] = ("permit", "demand", "demand", "none"),
    participant: str | None = "person-1",
    protocol: str | None = "aai",
    source: str = "as it was",
) -> dict[str, Any]:
    """A sheet whose passages are pairs of turns, with a last one that was not asked; it has no faults."""
    text, turns = "", []
    for index, (role, said) in enumerate(talk):
        turn: dict[str, Any] = {
            "index": index, "label": role[0].upper(), "role": role, "start": len(text), "end": len(text) + len(said), "text": said,
        }  # fmt: skip
        if role == "participant":
            turn["words"] = len(said.split())
        turns.append(turn)
        text += said + "\n"
    passages = [_passage(number, turns, role, protocol) for number, role in enumerate(roles)]
    passages.append(_passage(len(roles), [], "demand", protocol))
    mentions, markers = _marks(turns, passages)
    document = {
        "schema": "urn:rf-scorer:schema:rating-sheet:1",
        "provisional": "Suggestions are provisional, for a trained rater to confirm. The model is invented.",
        "transcript": {
            "id": interview,
            "participant": participant,
            "timepoint": "baseline",
            "language": "en",
            "source": {
                "name": f"{interview}.txt", "format": "text", "reader": "text", "sha256": hashlib.sha256((source + text).encode("utf-8", "surrogatepass")).hexdigest(),
                "size": len(text), "encoding": "utf-8", "newline": "lf",
            },
            "text": text,
            "speakers": [
                {"label": role[0].upper(), "role": role, "reason": "Invented.", "confidence": 1, "turns": len(talk) // 2, "words": 9}
                for role in ("interviewer", "participant")
            ],
            "turns": turns,
            "notes": [],
        },
        "protocol": None
        if protocol is None
        else {
            "id": protocol, "title": "Adult Attachment Interview", "version": "1", "check": "Check against the manual.",
            "scale": {"id": "rf", "minimum": -1, "maximum": 9, "levels": _LEVELS},
        },
        "passages": passages,
        "mentions": mentions,
        "markers": markers,
        "suggestions": [_suggestion(passage, mentions, markers, turns) for passage in passages],
        "overall": {"note": "None of these is a final score, says the mumpsimus.", "aggregates": _aggregates(passages)},
        "notes": [],
        "provenance": {"model": "kumquat"},
    }  # fmt: skip
    faults = validation.faults(document, "rating-sheet")
    assert not faults, faults
    return document


def _passage(number: int, turns: list[dict[str, Any]], role: str, protocol: str | None) -> dict[str, Any]:
    pair = turns[2 * number : 2 * number + 2]
    said = pair[1] if pair else None
    level = 0 if said is None else 3 if said["text"] and " " in said["text"] else 1
    return {
        "id": f"p{number + 1:02}",
        "state": "answered" if pair else "not_asked",
        "question_id": None if protocol is None or number != 1 else "aai.5",
        "topic": None if number != 1 else "why they acted as they did",
        "role": role,
        "asking": [pair[0]["index"]] if pair else [],
        "answering": [pair[1]["index"]] if pair else [],
        "confidence": 0.9 if protocol else None,
        "method": "wording",
        "merged": [],
        "words": said["words"] if said else 0,
        "reference_level": level,
        "reference_level_75": level,
    }


def _marks(turns: list[dict[str, Any]], passages: list[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """In every answer of more than one word, the first word is a mention and the first half a marker."""
    mentions, markers = [], []
    for passage in passages:
        for index in passage["answering"]:
            turn = turns[index]
            first = turn["text"].split(" ")[0]
            if first == turn["text"] or not first:
                continue
            start, half = turn["start"], max(len(turn["text"]) // 2, 1)
            number = len(mentions) + 1
            mentions.append({
                "id": f"m{number}", "passage": passage["id"], "turn": index, "start": start, "end": start + len(first), "text": first,
                "category": "cognition", "holder": "self", "flags": ["negated"], "lemma": "xylophagous", "rule": "flibbert.one", "level": 3,
            })  # fmt: skip
            markers.append({
                "id": f"k{number}", "passage": passage["id"], "turn": index, "start": start, "end": start + half,
                "text": turn["text"][:half], "marker": "A2", "family": "A", "rule": "flibbert.two", "mentions": [f"m{number}"],
            })  # fmt: skip
    return mentions, markers


def _suggestion(passage: dict[str, Any], mentions: list[Any], markers: list[Any], turns: list[Any]) -> dict[str, Any]:
    found = {"passage": passage["id"], "model": "rf_passage", "model_sha256": "a" * 64}
    if passage["state"] != "answered" or passage["role"] == "none":
        nothing = dict.fromkeys(("level", "expected", "distribution", "interval", "coverage"))
        reasons = [{"code": "too_short", "message": "Too short for the borborygm."}]
        return {**found, "status": "abstained", **nothing, "evidence": [], "reasons": reasons}
    turn = turns[passage["answering"][0]]
    evidence = [
        {
            "feature": "syzygy", "direction": "for", "contribution": 1.618034, "text": "The quincunx speaks for more.",
            "mentions": [mark["id"] for mark in mentions if mark["passage"] == passage["id"]],
            "markers": [mark["id"] for mark in markers if mark["passage"] == passage["id"]], "stretches": [],
        },
        {
            "feature": "wording", "direction": "against", "contribution": -0.577215, "text": "The zugzwang speaks against it.",
            "mentions": [], "markers": [], "stretches": [{"turn": turn["index"], "start": turn["start"], "end": turn["end"]}],
        },
    ]  # fmt: skip
    return {
        **found,
        "status": "provisional",
        "level": 3,
        "expected": round(sum(level * odds for level, odds in _ODDS.items()), 6),
        "distribution": {str(level): odds for level, odds in _ODDS.items()},
        "interval": [2, 4],
        "coverage": 0.876543,
        "evidence": evidence,
        "reasons": [{"code": "undecided", "message": "Undecided, says the borborygm."}],
    }


def _aggregates(passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rated = [passage["id"] for passage in passages if passage["state"] == "answered" and passage["role"] != "none"]
    facts: dict[str, Any] = {"reason": None, "low": None, "high": None, "basis": None}
    return [
        {"id": "mean", "title": "Mean, of kumquats", "value": 2.685452, "passages": rated, **facts},
        {"id": "lowest", "title": "Lowest kumquat", "value": 3.0, "passages": rated[:1], **facts},
    ]


def write(root: Path, *sheets: dict[str, Any]) -> None:
    """Put sheets where a study has them."""
    folder = root / "sheets"
    folder.mkdir(exist_ok=True)
    for document in sheets:
        path = folder / f"{document['transcript']['id']}.json"
        path.write_text(json.dumps(document, ensure_ascii=True), encoding="utf-8")


#: The three raters of a study here: everything, one interview alone, and the settling of disagreements.
RATERS = (Rater(id="anna"), Rater(id="ben", interviews=("talk-2",)), Rater(id="cleo", role="adjudicator"))


def study(root: Path, *sheets: dict[str, Any], raters: Sequence[Rater] = RATERS, **rules: Any) -> Study:
    """A study folder with these sheets, of whose interviews none is a control unless a share is given; it shows whose they are."""
    rules = {"control_share": 0.0, "show_participants": True, **rules}
    made = create(root, title="A study", raters=raters, desk=DeskRules(**rules))
    write(root, *sheets)
    return made


def event(kind: str, unit: str | None = None, **body: Any) -> dict[str, Any]:
    """An event as a page sends it."""
    return {"id": str(uuid.uuid4()), "kind": kind, "unit": unit, "at": "2026-11-30T10:00:00.000Z", "body": body}


def judged(level: int | None = 4, **more: Any) -> dict[str, Any]:
    """A judgement as a page sends it."""
    return {"level": level, "unratable": None, "markers": [], "note": "", **more}


def locking(unit: str, level: int = 4, *, after: int = 0) -> dict[str, Any]:
    """A unit is locked."""
    return event("locked", unit, judgement=judged(level), after=after, seconds=12)
