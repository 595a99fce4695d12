"""``rf-scorer review``: the desk as a program, from the links it prints to what it leaves behind when it is ended."""

from __future__ import annotations

import _socket
import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from invented_sheets import RATERS, event, judged, locking, sheet, study

from rf_scorer.cli.review import telling_names
from rf_scorer.desk.security import CSRF_HEADER, csrf
from rf_scorer.review.shelf import ShelfRow
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def root(tmp_path) -> Path:
    """A scored study of two interviews."""
    return study(tmp_path / "study", sheet("talk-1"), sheet("talk-2")).root


@pytest.fixture
def loopback(monkeypatch) -> None:
    """Tests reach no network; these reach their own server on this machine."""

    def connect(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1"
        _socket.socket.connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


class Server:
    """A desk in a process of its own; its first lines have been read."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.links: dict[str, str] = {}

    def read_links(self, count: int) -> None:
        """Wait for the links."""
        for _ in range(count):
            rater, _, link = self.process.stdout.readline().rstrip("\n").partition("\t")
            self.links[rater] = link

    @property
    def port(self) -> int:
        """Where it listens, by its links."""
        return int(re.search(r":(\d+)/enter#", next(iter(self.links.values())))[1])

    def ask(self, method: str, path: str, document: Any = None, **headers: str) -> http.client.HTTPResponse:
        """Ask as a page of this desk would."""
        host = f"127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = None if document is None else json.dumps(document)
        sent = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json", **headers}
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        answer.data = answer.read()
        connection.close()
        return answer

    def enter(self, rater: str) -> dict[str, str]:
        """The headers of a rater's page."""
        token = self.links[rater].partition("#")[2]
        answer = self.ask("POST", "/enter", {"token": token})
        assert answer.status == 204, answer.data
        return {"Cookie": answer.headers["Set-Cookie"].partition(";")[0], CSRF_HEADER: csrf(token)}

    def end(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """End it by a signal; its exit code and what was still printed."""
        os.killpg(self.process.pid, number)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@pytest.fixture
def start(spawn, loopback) -> Iterator[Any]:
    """Start desks: ``start(root, *options, links=3)``; those that are still up are ended."""
    started: list[Server] = []

    def make(root: Path, *options: object, links: int = len(RATERS), browser: bool = False, **more: Any) -> Server:
        chosen = options if browser else ("--no-browser", *options)
        server = Server(spawn("review", root, *chosen, **more))
        started.append(server)
        server.read_links(links)
        return server

    yield make
    for server in started:
        if server.process.poll() is None:
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_rater_rates_and_the_desk_is_closed(start, root, number) -> None:
    """Links lead in, ratings are stored, a signal ends the program with 0, and the database is one whole file."""
    server = start(root)
    assert [*server.links] == ["anna", "ben", "cleo"]
    assert all(re.fullmatch(r"http://127\.0\.0\.1:\d+/enter#[\w-]{32}", link) for link in server.links.values())
    headers = server.enter("anna")
    assert b"talk-1" in server.ask("GET", "/", **headers).data
    answer = server.ask("POST", "/api/interviews/talk-1/events", {"events": [locking("p02")]}, **headers)
    assert answer.status == 200, answer.data
    assert "Server" not in answer.headers
    code, out, err = server.end(number)
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "The desk is open. Ctrl-C closes it; what was entered is saved.",
        "The desk is closed.",
    ]
    assert sorted(path.name for path in (root / "ratings").iterdir()) == ["access.key", "desk.sqlite3"]
    again = start(root)
    assert again.links["anna"].partition("#")[2] == server.links["anna"].partition("#")[2]
    case = json.loads(again.ask("GET", "/api/interviews/talk-1", **again.enter("anna")).data)
    assert case["ledger"]["units"]["p02"]["stage"] == "locked"


def test_a_killed_desk_loses_nothing_that_it_said_was_saved(start, root) -> None:
    """After SIGKILL the next desk has every rating that was answered with 200."""
    server = start(root)
    headers = server.enter("anna")
    saved = ["p02", "p03", "overall"]
    for unit in saved:
        answer = server.ask("POST", "/api/interviews/talk-1/events", {"events": [locking(unit)]}, **headers)
        assert answer.status == 200
    server.end(signal.SIGKILL)
    again = start(root)
    case = json.loads(again.ask("GET", "/api/interviews/talk-1", **again.enter("anna")).data)
    assert [*case["ledger"]["units"]] == saved


def test_a_taken_port_is_passed_over_unless_it_was_asked_for(start, run, root) -> None:
    """The second desk takes the next port and says that there are two; a port that was given and is taken is an error."""
    first = start(root)
    second = start(root)
    assert second.port != first.port
    assert second.port > 8749
    code, _, err = second.end()
    assert code == 0
    assert "Another desk has this study open" in err
    ended = run("review", root, "--no-browser", "--port", first.port)
    assert ended.code == 2
    assert f"Port {first.port} is taken" in ended.err
    assert "--port" in ended.err
    assert "Another desk" not in first.end()[2]


def test_an_address_of_another_machine_is_refused(run, root) -> None:
    """One cannot listen there; the message says what to leave out, and no lock stays behind."""
    ended = run("review", root, "--no-browser", "--host", "203.0.113.5")
    assert ended.code == 2
    assert "203.0.113.5: The desk cannot listen at this address." in ended.err
    assert not (root / "ratings" / "desk.lock").exists()


def test_other_machines_are_let_in_only_with_a_warning(start, root) -> None:
    """Any address but this machine's own is said not to be encrypted, even when quiet; a name that was allowed is answered."""
    server = start(root, "--host", "0.0.0.0", "--allow-host", "desk.lab")
    assert server.links["anna"].startswith("http://desk.lab:")
    assert server.ask("GET", "/healthz", Host="desk.lab").status == 200
    assert server.ask("GET", "/healthz", Host="evil.example").status == 400
    assert "not encrypted" in server.end()[2]


@pytest.mark.parametrize("quiet", [False, True])
def test_a_browser_is_opened_with_a_link_that_works_once_and_prints_nothing(start, root, tmp_path, quiet) -> None:
    """For the one rater who was chosen; what the browser prints does not stand in this terminal, and a quiet desk prints nothing either."""
    told = tmp_path / "told"
    os.mkfifo(told)
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho noise; echo noise >&2\necho "$1" > {told}\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    options = ("--rater", "anna", *(["--quiet"] if quiet else []))
    server = start(root, *options, links=0 if quiet else 1, browser=True, env={"BROWSER": f"{browser} %s"})
    address = told.read_text().strip()
    base, _, ticket = address.partition("#")
    server.links.setdefault("anna", address)
    assert base == f"http://127.0.0.1:{server.port}/enter"
    assert ticket.startswith("once-")
    assert server.ask("POST", "/enter", {"token": ticket}).status == 204
    assert server.ask("POST", "/enter", {"token": ticket}).status == 401
    code, out, err = server.end()
    assert (code, out) == (0, "")
    assert err == "" if quiet else "noise" not in err
    assert ticket not in err


def test_several_raters_open_no_browser(start, root, tmp_path) -> None:
    """The desk cannot know whose browser it would be."""
    told = tmp_path / "told"
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\ntouch {told}\n")
    browser.chmod(0o755)
    server = start(root, browser=True, env={"BROWSER": f"{browser} %s"})
    assert server.ask("GET", "/healthz").status == 200
    server.end()
    assert not told.exists()


def test_nothing_of_a_request_or_an_answer_goes_to_a_temporary_file(loopback, tmp_path) -> None:
    """A long note comes in and a long interview goes out with no way to make such a file."""
    talk = (("interviewer", "Why?"), ("participant", "I think " + "that it went on and on, and " * 60_000))
    root = study(tmp_path / "study", sheet("talk-1", talk=talk, roles=("demand",))).root
    program = "import tempfile, sys; tempfile.TemporaryFile = None; from rf_scorer.cli import main; main(sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "review", str(root), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    server = Server(process)
    server.read_links(3)
    try:
        headers = server.enter("anna")
        page = server.ask("GET", "/interviews/talk-1", **headers)
        assert (page.status, len(page.data) > 1_500_000) == (200, True)
        notes = [event("drafted", "p01", judgement=judged(3, note="n" * 4000), after=0) for _ in range(190)]
        answer = server.ask("POST", "/api/interviews/talk-1/events", {"events": notes}, **headers)
        assert answer.status in {200, 409}
    finally:
        code, _, err = server.end()
    assert code == 0
    assert "bug" not in err


def test_links_can_be_printed_without_opening_the_desk(run, root) -> None:
    """One line for each person, or for those who were chosen; the same links each time, and others after new ones were made."""
    printed = run("review", root, "--print-links")
    assert printed.code == 0
    links = dict(line.split("\t") for line in printed.out.splitlines())
    assert [*links] == ["anna", "ben", "cleo"]
    assert links["anna"].startswith("http://127.0.0.1:8750/enter#")
    assert run("review", root, "--print-links").out == printed.out
    ben = run("review", root, "--print-links", "--rater", "ben", "--port", 9000, "--allow-host", "desk.lab").out
    assert ben == f"ben\t{links['ben'].replace('127.0.0.1:8750', 'desk.lab:9000')}\n"
    fresh = run("review", root, "--print-links", "--new-links").out
    assert fresh != printed.out
    assert run("review", root, "--print-links").out == fresh


def test_what_is_missing_is_said_before_anything_is_opened(run, root, tmp_path) -> None:
    """No study, nobody to rate, nothing to rate, somebody unknown: one sentence each, and what to do."""
    nowhere = run("review", tmp_path / "nowhere")
    assert nowhere.code == 2
    assert "rf-scorer init" in nowhere.err
    alone = study(tmp_path / "alone", sheet(), raters=()).root
    nobody = run("review", alone)
    assert (nobody.code, "has no raters" in nobody.err, "[[raters]]" in nobody.err) == (2, True, True)
    empty = study(tmp_path / "empty").root
    nothing = run("review", empty, "--no-browser")
    assert (nothing.code, "no sheets" in nothing.err, f"rf-scorer score {empty}" in nothing.err) == (2, True, True)
    stranger = run("review", root, "--rater", "zoe")
    assert (stranger.code, "'zoe'" in stranger.err, "anna, ben, cleo" in stranger.err) == (2, True, True)


@pytest.mark.parametrize("library", ["flask", "waitress", "markdown_it"])
def test_without_the_extra_the_pip_line_is_given(run, root, monkeypatch, library) -> None:
    """Whichever library is missing, the message names what to install, and no file was made."""
    monkeypatch.setitem(sys.modules, library, None)
    ended = run("review", root)
    assert ended.code == 2
    assert 'pip install "rf_scorer[desk]"' in ended.err
    assert not (root / "ratings" / "desk.sqlite3").exists()


def test_sheets_that_cannot_be_used_are_told_by_their_names(start, tmp_path) -> None:
    """The person who runs the desk learns which; raters see the others."""
    broken = sheet("talk-2")
    broken["passages"][0]["words"] = -1
    root = study(tmp_path / "study", sheet("talk-1"), broken, raters=(Rater(id="anna"),)).root
    server = start(root, links=1)
    listed = server.ask("GET", "/", **server.enter("anna")).data
    assert (b"talk-1" in listed, b"talk-2" in listed) == (True, False)
    assert "1 sheet cannot be used and will not be shown: talk-2" in server.end()[2]


def test_names_that_tell_what_is_hidden_are_told() -> None:
    """A timepoint in a name, or the code of somebody who has several interviews; a code that stands for one interview alone tells nothing."""
    rows = [
        ShelfRow(interview="P01_T1", sha256="a", participant="P01", timepoint="t1"),
        ShelfRow(interview="p02-first", sha256="b", participant="P02", timepoint="pre"),
        ShelfRow(interview="p02-second", sha256="c", participant="P02", timepoint="post"),
        ShelfRow(interview="P03", sha256="d", participant="P03"),
        ShelfRow(interview="broken_t1", sha256="", fault="Not JSON."),
    ]
    assert telling_names(rows) == ["P01_T1", "p02-first", "p02-second"]


def test_a_practice_folder_is_led_to_practice(run, root) -> None:
    """Invented answers are rated with another command."""
    settings = root / "study.toml"
    text = settings.read_text()
    settings.write_text(
        text.replace("title =", 'kind = "practice"\ntitle =', 1) + '\n[practice]\nlabels = "labels.json"\n'
    )
    ended = run("review", root)
    assert ended.code == 2
    assert "rf-scorer practice" in ended.err
