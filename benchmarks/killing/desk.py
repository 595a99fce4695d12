"""The rater's desk under writes: a server that is killed again and again, and raters who go on where they were."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import tempfile
import time
from typing import TYPE_CHECKING, Any

from killing import checks, materials
from killing.trials import Tally
from rf_scorer import cli
from rf_scorer.desk.security import CSRF_HEADER, csrf
from rf_scorer.review import access

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

__all__ = ["Desk"]

_PATIENCE = 60.0  # seconds
#: The longest that a server lives here, in seconds after it answers.
_LONGEST = 0.4


class Desk:
    """``review``: two raters enter ratings one after the other, and the server dies while they do."""

    name = "review"

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder, self.random = folder, random
        self.tally = Tally()
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        #: Ids of events that the server said were stored, and of those that were sent.
        self.acknowledged: list[str] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.seqs: dict[tuple[str, str], int] = {}
        self.waiting: tuple[str, str, dict[str, Any]] | None = None

    def prepare(self) -> None:
        """A study of three interviews, and how long its server takes to answer."""
        self.study = materials.study(self.folder / "study", count=3)
        self.units: dict[tuple[str, str], list[str]] = {}
        from rf_scorer.review.room import Room

        room = Room.open(self.study)
        for rater in ("anna", "ben"):
            for row in room.interviews(rater):
                self.units[rater, row.interview] = list(room.case(rater, row.interview)["terms"]["required"])
        room.close()
        self.key = access.load_or_make_key(self.study.access_key)
        start = time.perf_counter()
        with self._server():
            self.tally.seconds = time.perf_counter() - start

    def kill(self, number: int) -> None:
        """One life of the server."""
        with self._server() as pid:
            lives = self.random.random() * _LONGEST
            killer = os.fork()
            if not killer:
                time.sleep(lives)
                os.kill(pid, signal.SIGKILL)
                os._exit(0)
            before = len(self.acknowledged)
            until = time.monotonic() + _PATIENCE
            with contextlib.suppress(OSError, http.client.HTTPException):
                asking = {rater: _Asking(self.port, rater, self.key) for rater in ("anna", "ben")}
                while time.monotonic() < until:
                    self._say(asking)
            os.waitpid(killer, 0)
        self.tally.kills += 1
        self.tally.begun += len(self.acknowledged) > before
        self._look(number)

    def _say(self, asking: dict[str, _Asking]) -> None:
        """Send what nobody answered to, or something new."""
        if self.waiting is None:
            rater, interview = self.random.choice(sorted(self.units))
            unit = self.random.choice(self.units[rater, interview])
            after = self.seqs.get((rater, f"{interview}/{unit}"), 0)
            event = materials.drafted(unit, self.random.randrange(1, 8), after, self.random)
            self.waiting = rater, interview, event
            self.sent[event["id"]] = event
        rater, interview, event = self.waiting
        ledger = asking[rater].save(interview, event)
        self.acknowledged.append(event["id"])
        self.seqs[rater, f"{interview}/{event['unit']}"] = ledger["units"][event["unit"]]["seq"]
        self.waiting = None

    def _look(self, number: int) -> None:
        wrong, rows = checks.events_of(self.study.database)
        stored = {row[1]: json.loads(row[7]) for row in rows if row[6] == "drafted"}
        wrong += [f"{one}: acknowledged, and not stored" for one in self.acknowledged if one not in stored]
        wrong += [f"{one}: nobody sent it" for one in stored if one not in self.sent]
        wrong += [
            f"{one}: stored with other words"
            for one, body in stored.items()
            if one in self.sent and body["judgement"]["note"] != self.sent[one]["body"]["judgement"]["note"]
        ]
        wrong += checks.found_words(self.temporary)
        self.tally.left += bool(checks.hidden(self.folder))
        self.tally.wrong += [f"{self.name} {number}: {one}" for one in wrong]

    @contextlib.contextmanager
    def _server(self) -> Iterator[int]:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        arguments = ["review", str(self.study.root), "--no-browser", "-q", "--port", str(self.port)]
        child = os.fork()
        if not child:
            try:
                nothing = os.open(os.devnull, os.O_RDWR)
                for descriptor in (0, 1, 2):
                    os.dup2(nothing, descriptor)
                os.environ["TMPDIR"] = tempfile.tempdir = str(self.temporary)
                cli.main(arguments)
            finally:
                os._exit(3)
        try:
            until = time.monotonic() + _PATIENCE
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    break
                if time.monotonic() > until or os.waitpid(child, os.WNOHANG)[0]:
                    raise RuntimeError("the desk did not open")
                time.sleep(0.005)
            yield child
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


class _Asking:
    """A rater's page, as far as the server sees it."""

    def __init__(self, port: int, rater: str, key: bytes) -> None:
        token = access.token(key, rater)
        self.connection = http.client.HTTPConnection(f"127.0.0.1:{port}", timeout=_PATIENCE)
        self.headers = {
            "Origin": f"http://127.0.0.1:{port}",
            "Content-Type": "application/json",
            CSRF_HEADER: csrf(token),
        }
        answer = self._ask("POST", "/enter", {"token": token})[0]
        self.headers["Cookie"] = answer.headers["Set-Cookie"].partition(";")[0]

    def _ask(self, method: str, path: str, document: Any) -> tuple[http.client.HTTPResponse, bytes]:
        self.connection.request(method, path, body=json.dumps(document).encode(), headers=self.headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status not in {200, 204}:
            raise RuntimeError(f"{path}: {answer.status} {data[:300]!r}")
        return answer, data

    def save(self, interview: str, event: dict[str, Any]) -> dict[str, Any]:
        """The ledger after an event."""
        _, data = self._ask("POST", f"/api/interviews/{interview}/events", {"events": [event]})
        found: dict[str, Any] = json.loads(data)["ledger"]
        return found
