"""The desk's own application behind a browser, request by request and without a socket, for tests of the rating page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from rf_scorer import jsonio
from rf_scorer.desk.app import create_app
from rf_scorer.domain.rating import Reveal
from rf_scorer.review.practice_room import PracticeRoom
from rf_scorer.review.room import Room
from rf_scorer.study.creating import create
from rf_scorer.study.folder import LABELS, DeskRules, Rater

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from playwright.sync_api import BrowserContext, Page, Route

__all__ = ["ORIGIN", "SHEET", "Desk", "long_sheet", "short_scale"]

ORIGIN = "http://localhost:5998"
_HOST = "localhost:5998"
_VALID = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "interview.json"
#: An invented interview of ten passages: one inaudible, one not asked, two with a suggestion that was withheld.
SHEET: dict[str, Any] = json.loads(_VALID.read_text(encoding="utf-8"))


@dataclass
class Desk:
    """A study with one interview and one rater, and the application that serves it.

    Attributes
    ----------
    room : Room
    client : FlaskClient
        Asks the application as the rater's browser would.
    interview : str
    down : bool
        While true no request arrives.
    deaf : bool
        While true requests arrive and are not answered.
    sent : list of dict
        Every event that arrived, in order.
    complaints : list of str
        What browsers said on their consoles.
    """

    room: Room
    client: FlaskClient
    interview: str
    down: bool = False
    deaf: bool = False
    sent: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def make(
        cls,
        root: Path,
        sheet: dict[str, Any],
        *,
        control: bool = False,
        reveal: Reveal = Reveal.PASSAGE,
        highlights: bool = True,
        practice: bool = False,
    ) -> Desk:
        """A desk over a study folder that holds this sheet, as a set to practise with if asked for."""
        share = 1.0 if control else 0.0
        rules = DeskRules(reveal=reveal, highlights=highlights, control_share=share, show_participants=True)
        interview = sheet["transcript"]["id"]
        files = {f"sheets/{interview}.json": jsonio.dumps(sheet).encode()}
        if practice:
            files[LABELS] = jsonio.dumps(_labels(sheet)).encode()
        study = create(
            root / "study",
            title="Harbour study",
            desk=rules,
            raters=[Rater(id="anna", role="rater")],
            files=files,
            labels=LABELS if practice else None,
        )
        room = (PracticeRoom if practice else Room).open(study)
        app = create_app(room, study)
        client = app.test_client(use_cookies=True)
        answer = client.post("/enter", json={"token": room.token("anna")}, base_url=ORIGIN, headers={"Origin": ORIGIN})
        assert answer.status_code == 204
        return cls(room=room, client=client, interview=interview)

    def serve(self, context: BrowserContext) -> None:
        """Answer every request of a browser."""
        context.route("**/*", self._answer)
        context.on("console", lambda message: self._hear(message.type, message.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "Failed to load resource" not in text and "Permissions-Policy" not in text:
            self.complaints.append(text)

    def _answer(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        if parts.netloc != _HOST or (self.down and "/api/" in parts.path):
            route.abort()
            return
        headers = {
            name: value for name, value in request.headers.items() if name.lower() not in {"cookie", "host", "origin"}
        }
        if request.method != "GET":
            headers["Origin"] = ORIGIN
        data = request.post_data_buffer
        answer = self.client.open(
            unquote(parts.path),
            method=request.method,
            query_string=parts.query,
            data=data,
            headers=headers,
            base_url=ORIGIN,
        )
        if request.method == "POST" and parts.path.endswith("/events"):
            self.sent += json.loads(data or b"{}").get("events", [])
        if self.deaf and "/api/" in parts.path:
            route.abort()
            return
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    def open(self, page: Page, *, unit: str = "") -> Page:
        """Open the interview in a page, and wait until it is ready."""
        self.serve(page.context)
        return self.visit(page, unit=unit)

    def visit(self, page: Page, *, unit: str = "") -> Page:
        """Go to the interview, in a browser that is served already."""
        page.goto(f"{ORIGIN}/interviews/{self.interview}{'#' + unit if unit else ''}")
        page.wait_for_selector("html[data-ready=true]")
        return page

    def ledger(self) -> dict[str, Any]:
        """What is stored."""
        found: dict[str, Any] = self.room.state("anna", self.interview)["ledger"]
        return found

    def kinds(self) -> list[str]:
        """The kinds of events that arrived, visits aside."""
        return [event["kind"] for event in self.sent if event["kind"] != "visited"]

    def unit(self, unit: str) -> dict[str, Any]:
        """What is stored of a unit; empty where nothing is."""
        found: dict[str, Any] = self.ledger()["units"].get(unit, {})
        return found

    def rate(self, page: Page, levels: dict[str, int]) -> None:
        """Rate and lock passages, each with its level, by clicks and keys."""
        for unit, level in levels.items():
            page.locator(f"#o-{unit}").click()
            page.keyboard.press(str(level))
            page.keyboard.press("Enter")
            page.wait_for_selector(f"#o-{unit}[data-sign=locked]")


def _labels(sheet: dict[str, Any]) -> dict[str, Any]:
    """Labels of all passages: 4, whatever they are."""
    shared = {"interview": sheet["transcript"]["id"], "level": 4, "about": "Somebody said so.", "suggestion": False}
    rows = [{**shared, "passage": passage["id"], "exemplar": passage["id"]} for passage in sheet["passages"]]
    source = {"name": "answers.jsonl", "sha256": "0" * 64, "seed": 1}
    return {"schema": "urn:rf-scorer:schema:practice-labels:1", "source": source, "labels": rows}


def long_sheet(sheet: dict[str, Any], *, words: int) -> dict[str, Any]:
    """The sheet over and over, until the participant says this many words: an interview as long as they come."""
    text = sheet["transcript"]["text"]
    made = json.loads(json.dumps(sheet))
    once = sum(passage["words"] for passage in sheet["passages"])
    times = -(-words // once)
    turns, count = len(sheet["transcript"]["turns"]), len(sheet["passages"])
    keys: dict[str, list[Any]] = {key: [] for key in ("passages", "mentions", "markers", "suggestions")}
    made["transcript"]["text"] = text * times
    made["transcript"]["turns"] = []
    for turn_round in range(times):
        shift = len(text) * turn_round

        def moved(row: dict[str, Any], shift: int = shift, before: int = turn_round * turns) -> dict[str, Any]:
            changes: dict[str, Any] = {key: row[key] + shift for key in ("start", "end") if key in row}
            changes |= {key: row[key] + before for key in ("turn", "index") if key in row}
            return {**row, **changes}

        def named(name: str, turn_round: int = turn_round) -> str:
            number = int(name[1:]) + turn_round * (count if name[0] == "p" else 10_000)
            return f"{name[0]}{number:02}"

        for turn in sheet["transcript"]["turns"]:
            pieces = [
                [offset, length, start + shift, end + shift] for offset, length, start, end in turn.get("pieces", ())
            ]
            made["transcript"]["turns"].append({**moved(turn), **({"pieces": pieces} if pieces else {})})
        for passage in sheet["passages"]:
            before = turn_round * turns
            own = {
                "asking": [i + before for i in passage["asking"]],
                "answering": [i + before for i in passage["answering"]],
            }
            keys["passages"].append({**passage, **own, "id": named(passage["id"])})
        for row in (*sheet["mentions"], *sheet["markers"]):
            home = named(row["passage"]) if row["passage"] else None
            kept = {**moved(row), "id": named(row["id"]), "passage": home}
            if "mentions" in row:
                kept["mentions"] = [named(name) for name in row["mentions"]]
            keys["markers" if "mentions" in row else "mentions"].append(kept)
        for row in sheet["suggestions"]:
            evidence = [
                {
                    **item,
                    "mentions": [named(name) for name in item["mentions"]],
                    "markers": [named(name) for name in item["markers"]],
                    "stretches": [moved(run) for run in item["stretches"]],
                }
                for item in row["evidence"]
            ]
            keys["suggestions"].append({**row, "passage": named(row["passage"]), "evidence": evidence})
    return made | keys


def short_scale(sheet: dict[str, Any], *, maximum: int = 2) -> dict[str, Any]:
    """The sheet with a scale from 0 to a small number, and without suggestions, which would be of the other scale."""
    made: dict[str, Any] = json.loads(json.dumps(sheet))
    levels = [{"value": value, "name": f"step {value}", "anchor": ""} for value in range(maximum + 1)]
    made["protocol"]["scale"] = {"id": "short", "minimum": 0, "maximum": maximum, "levels": levels}
    for row in made["suggestions"]:
        row |= {
            "status": "abstained",
            "level": None,
            "expected": None,
            "distribution": None,
            "interval": None,
            "coverage": None,
            "evidence": [],
        }
        row["reasons"] = row["reasons"] or [{"code": "too_short", "message": "There is too little to rate."}]
    made["overall"]["aggregates"] = []
    return made
