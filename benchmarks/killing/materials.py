"""Small invented material: interviews, a table of ratings, and a study in which people rate on worksheets."""

from __future__ import annotations

import copy
import csv
import io
import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from killing.checks import SECRET
from rf_scorer import jsonio
from rf_scorer.review import returns
from rf_scorer.review.room import Room
from rf_scorer.review.seal import checksum
from rf_scorer.study.creating import create
from rf_scorer.study.folder import DeskRules, Rater, Study

if TYPE_CHECKING:
    from random import Random

__all__ = ["drafted", "interviews", "judgement", "rated_table", "saved_worksheets", "study"]

_SHEET = Path(__file__).parents[2] / "tests" / "schemas" / "rating-sheet" / "valid" / "interview.json"
_TALK = (
    ("What was it like at home?", f"It was loud, and I think my brother hated the {SECRET} more than I did."),
    (
        "Why do you think he hated it?",
        f"Because he wanted to be left alone, and nobody noticed that the {SECRET} frightened him.",
    ),
    (
        "And how was that for you?",
        f"I was angry with her for a week, and later I understood that the {SECRET} was not her fault.",
    ),
    (
        "Do you see it differently now?",
        f"Maybe I misread her: she was not cold, she was afraid of the {SECRET}, I suppose.",
    ),
)


def interviews(folder: Path, *, count: int, turn: int = 0) -> Path:
    """A folder of short interviews; another ``turn`` has other words under the same names."""
    folder.mkdir(parents=True)
    for number in range(count):
        said = [_TALK[(number + turn + place) % len(_TALK)] for place in range(2 + number % 2)]
        text = "".join(f"I: {asked}\nP: {answered}\n" for asked, answered in said)
        (folder / f"talk-{number}.txt").write_text(text, encoding="utf-8")
    return folder


def rated_table(path: Path, random: Random, *, people: int) -> Path:
    """A table of rated answers."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["id", "participant", "question", "answer", "rating"])
    for person in range(people):
        for place, (asked, answered) in enumerate(_TALK):
            level = min(place, 2)
            words = " ".join(random.choice(("again", "then", "so", "there", "often")) for _ in range(3))
            writer.writerow(
                [
                    f"a{person}-{place}",
                    f"person-{person}",
                    asked,
                    f"{answered} It was {words}.",
                    max(0, level - random.randrange(2)),
                ]
            )
    path.write_text(buffer.getvalue(), encoding="utf-8")
    return path


def study(root: Path, *, count: int) -> Study:
    """A study of invented interviews that were scored, with two raters."""
    raters = (Rater(id="anna"), Rater(id="ben"), Rater(id="cleo", role="adjudicator"))
    made = create(root, title="Killed", desk=DeskRules(control_share=0.0), raters=raters)
    settings = made.settings.read_text(encoding="utf-8")
    made.settings.write_text(settings.replace(made.id, "st-000000000001"), encoding="utf-8")
    sheet = json.loads(_SHEET.read_text(encoding="utf-8"))
    made.sheets.mkdir()
    for number in range(count):
        one = copy.deepcopy(sheet)
        one["transcript"] |= {"id": f"talk-{number}", "participant": f"person-{number}"}
        (made.sheets / f"talk-{number}.json").write_text(jsonio.dumps(one), encoding="utf-8")
    return Study.open(root)


def judgement(level: int, note: str) -> dict[str, Any]:
    """A rating as a page sends it."""
    return {"level": level, "unratable": None, "markers": [], "note": note}


def drafted(unit: str, level: int, after: int, random: Random) -> dict[str, Any]:
    """Something entered at the desk, which may be entered at any time."""
    note = f"The {SECRET} {random.random()}. " + "word " * random.randrange(200)
    return _event("drafted", unit, random, judgement=judgement(level, note), after=after)


def _event(kind: str, unit: str | None, random: Random, **body: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.UUID(int=random.getrandbits(128), version=4)), "kind": kind, "unit": unit, "at": "2026-11-30T12:00:00.000Z", "body": body,
    }  # fmt: skip


def saved_worksheets(made: Study, folder: Path, random: Random) -> Path:
    """A finished worksheet of each rater and interview, as their pages saved them."""
    folder.mkdir()
    room = Room.open(made)
    try:
        for rater in ("anna", "ben"):
            for row in room.interviews(rater):
                _save(room, rater, row.interview, folder, random)
    finally:
        room.close()
    return folder


def _save(room: Room, rater: str, interview: str, folder: Path, random: Random) -> None:
    case = room.case(rater, interview)
    # Whoever works on a worksheet counts from nothing: a unit's number is that of the event that changed it last.
    events: list[dict[str, Any]] = []
    for unit in (*case["terms"]["required"], *(["overall"] if case["terms"]["overall"] else [])):
        level = random.randrange(1, 8)
        events.append(_event("drafted", unit, random, judgement=judgement(level, f"The {SECRET}."), after=0))
        events.append(
            _event(
                "locked",
                unit,
                random,
                judgement=judgement(level, f"The {SECRET} decides it."),
                after=len(events),
                seconds=12.5,
            )
        )
    events.append(_event("finished", None, random))
    document = {
        "schema": returns.SCHEMA,
        **{key: case[key] for key in ("study", "interview", "rater")},
        "worksheet": "",
        **{key: case[key] for key in ("source_sha256", "sheet_sha256")},
        "went_on_from": None,
        "program": "0.1.0",
        "saved_at": "2026-11-30T13:00:00.000Z",
        "events": events,
    }
    keys = ("study", "interview", "rater", "source_sha256", "sheet_sha256", "went_on_from")
    document["worksheet"] = returns.worksheet_id(**{key: document[key] for key in keys})
    document["check"] = checksum(document)
    (folder / f"{interview}--{rater}.rating.json").write_text(jsonio.dumps(document), encoding="utf-8")
