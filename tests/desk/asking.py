"""A desk to ask without a server, and somebody who asks as a browser's page would."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rf_scorer.desk.app import create_app
from rf_scorer.desk.security import CSRF_HEADER, Limiter, Tickets, cookie_name, csrf
from rf_scorer.review.room import Room
from rf_scorer.study.folder import Study

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

__all__ = ["HERE", "Desk", "Somebody"]

#: How the page's own browser names where a request comes from.
HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


class Clock:
    """Seconds that go on when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """An open room with its app.

    Attributes
    ----------
    root : Path
        Of a study folder.
    """

    root: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.study = Study.open(self.root)
        self.room = Room.open(self.study)
        self.tickets = Tickets(clock=self.clock)
        self.app: Flask = create_app(
            self.room,
            self.study,
            origin_hosts=("desk.lab",),
            limiter=Limiter(clock=self.clock),
            tickets=self.tickets,
        )

    def somebody(self, rater: str | None = None) -> Somebody:
        """A browser: a rater's, or one in which nobody has entered."""
        found = Somebody(self)
        if rater is not None:
            answer = found.enter(self.room.token(rater))
            assert answer.status_code == 204, answer.data
        return found


class Somebody:
    """A browser at the desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.client = desk.app.test_client()
        self.token = ""

    def enter(self, token: str, **more: Any) -> TestResponse:
        """Give a token at the door."""
        self.token = token
        return self.client.post("/enter", json={"token": token}, headers=HERE, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        """Ask for a page."""
        return self.client.get(path, **more)

    def post(self, path: str, document: Any, **changed: Any) -> TestResponse:
        """Send as the page's script does; headers can be changed, or left out by None."""
        headers = {**HERE, CSRF_HEADER: csrf(self.token), **changed}
        kept = {name: value for name, value in headers.items() if value is not None}
        return self.client.post(path, json=document, headers=kept)

    def send(self, interview: str, *events: Any, **changed: Any) -> TestResponse:
        """Send events of an interview."""
        return self.post(f"/api/interviews/{interview}/events", {"events": [*events]}, **changed)

    @property
    def cookie(self) -> str:
        """Name of the study's cookie."""
        return cookie_name(self.desk.study.id)
