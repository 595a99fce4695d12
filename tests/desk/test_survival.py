"""What happens to ratings when things go wrong around them: the server dies, the disk is full, two tabs, wrong clocks, and other people's pages."""

from __future__ import annotations

import json
import resource
import sqlite3
import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from flow import CONTROL, WAITING, Hands, Running, invented
from invented_sheets import locking, sheet

from rf_scorer import jsonio, validation
from rf_scorer.review.export import export

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

#: An interview for each of the tests.
DYING, TABS, BUSY, FULL, CLOCK, FORGED = (f"talk-{number}" for number in (1, 3, 4, 5, 6, 7))


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A desk that can be killed and started again."""
    more = [sheet(name, participant=name) for name in (TABS, BUSY, FULL, CLOCK, FORGED)]
    with Running.over(invented(tmp_path_factory.mktemp("survival") / "study", *more), again=True) as running:
        yield running
    _sound(running)


def _sound(desk: Running) -> None:
    """The database, held against itself."""
    with closing(sqlite3.connect(desk.study.database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _begin(hands: Hands, interview: str) -> Page:
    hands.enter("anna")
    page = hands.visit(f"/interviews/{interview}")
    hands.press("Alt+3")
    return page


def _events(desk: Running, interview: str) -> list[tuple[int, str, str | None]]:
    with desk.room() as room:
        return [
            (event.seq, event.kind.value, event.unit)
            for event in room.store.events(interview=interview)
            if event.kind.value != "visited"
        ]


def test_a_server_that_dies_between_any_two_steps_loses_nothing(browser: Browser, desk: Running) -> None:
    """Killed before every single step of a rating: the page says that nothing is saved, goes on by itself when the server is there again, and all that was said to be saved is stored, each once."""
    with Hands(browser, desk) as hands:
        page = _begin(hands, DYING)
        steps: list[tuple[list[str], str | None, tuple[str, str | None]]] = [
            (["4"], None, ("drafted", "p02")),
            (["n", "w", "h", "y"], None, ("drafted", "p02")),
            (["Control+Enter"], "p02 locked: 4", ("locked", "p02")),
            (["Control+z"], "p02 can be edited again.", ("unlocked", "p02")),
            (["5", "Enter"], "p02 locked: 5", ("locked", "p02")),
            (["r"], "Suggestion opened", ("revealed", "p02")),
            (["y"], "Kept.", ("decided", "p02")),
            (["u", "x", "ArrowDown", "Control+Enter"], "p03 locked: not ratable", ("locked", "p03")),
            (["u", "3", "Control+Enter"], "Overall locked: 3", ("locked", "overall")),
            (["u"], None, ("", None)),
            (["Enter"], "The interview is finished.", ("finished", None)),
        ]
        for keys, said, (kind, unit) in steps:
            if keys == ["Enter"]:
                hands.reach("#rating .primary")
            before = _events(desk, DYING)
            desk.kill()
            hands.press(*keys)
            if kind:
                page.wait_for_selector(WAITING)
                assert "The desk’s server does not answer. Trying again." in page.inner_text("#save-status")
            desk.start()
            hands.saved()
            if said:
                hands.heard(said)
            after = _events(desk, DYING)
            assert after[: len(before)] == before
            assert [event[1:] for event in after[len(before) :]] == ([(kind, unit)] if kind else [])
            _sound(desk)
        page.reload()
        page.wait_for_selector("html[data-ready=true]")
        assert page.evaluate("RF.page.state.finished()")
    ledger = desk.ledger("anna", DYING)
    assert (
        ledger["units"]["p02"]["decision"]["judgement"]["level"],
        ledger["units"]["p02"]["blind"]["judgement"]["note"],
    ) == (5, "why")


def test_a_page_that_was_closed_while_the_server_was_dead_has_what_was_saved(browser: Browser, desk: Running) -> None:
    """A browser that dies together with the server loses the last key at most: what the bar called saved is there in another browser."""
    with Hands(browser, desk) as hands:
        page = _begin(hands, CONTROL)
        hands.press("4", "n")
        hands.write("Saved words")
        hands.saved()
        page.wait_for_function("() => !RF.page.outbox.unsaved()")
        desk.kill()
        hands.write("!")
        hands.complaints.clear()
        page.close(run_before_unload=False)
    desk.start()
    with Hands(browser, desk) as hands:
        page = _begin(hands, CONTROL)
        assert page.input_value("#rating textarea") == "Saved words"
        assert page.locator("#rating input[type=radio][value='4']").is_checked()


def test_two_tabs_know_of_each_other_and_the_second_lock_is_told(browser: Browser, desk: Running) -> None:
    """What one tab stores the other shows. Where both lock at once, one counts, the other is told, and what was entered there can still be read."""
    with Hands(browser, desk) as first:
        _begin(first, TABS)
        with Hands(browser, desk, context=first.context) as second:
            other = second.visit(f"/interviews/{TABS}")
            first.press("3")
            first.saved()
            other.wait_for_selector("#rating input[type=radio][value='3']:checked")
            assert "draft 3" in other.inner_text("#o-p02")
            held: list[Route] = []
            other.route("**/events", lambda route: held.append(route))
            second.press("Alt+3", "7", "n")
            second.write("From the other tab.")
            with other.expect_request("**/events"):
                second.press("Control+Enter")
            first.press("Enter")
            first.heard("p02 locked: 3")
            held.pop().continue_()
            other.unroute("**/events")
            second.heard("changed in another window")
            assert "Changed in two places" in second.panel()
            assert "From the other tab." in second.panel()
            assert "Use the one from here" not in second.panel()
            second.reach("#rating .actions button")
            second.press("Enter")
            other.wait_for_selector("#o-p02[data-sign=locked]")
        assert _events(desk, TABS)[-1][1:] == ("locked", "p02")
        assert desk.unit("anna", TABS, "p02")["blind"]["judgement"]["level"] == 3


def test_another_program_that_holds_the_database_is_waited_for(browser: Browser, desk: Running) -> None:
    """While a copy program holds it, the page says so and takes further entries; when it lets go, all is stored, each once."""
    with Hands(browser, desk) as hands:
        page = _begin(hands, BUSY)
        with closing(sqlite3.connect(desk.study.database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            hands.press("4", "Enter")
            page.wait_for_selector(f"{WAITING}:has-text('Another program holds the database of ratings.')")
            hands.heard("Another program holds the database of ratings.")
            hands.press("j", "6", "n")
            hands.write("Meanwhile.")
            other.execute("ROLLBACK")
        hands.heard("p02 locked: 4")
        hands.saved()
        page.wait_for_function("() => !RF.page.outbox.unsaved()")
    assert desk.unit("anna", BUSY, "p02")["blind"]["judgement"]["level"] == 4
    assert desk.unit("anna", BUSY, "p03")["draft"] == {
        "level": 6,
        "unratable": None,
        "markers": [],
        "note": "Meanwhile.",
    }
    assert [event[1:] for event in _events(desk, BUSY)] == [("locked", "p02"), ("drafted", "p03")]


@pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="the size of another process's files is limited on Linux alone"
)
def test_a_disk_that_takes_no_more_is_told_and_waited_for(browser: Browser, desk: Running) -> None:
    """Nothing can be written: the page says so in plain words and keeps what was entered; there is room again: it is stored."""
    with Hands(browser, desk) as hands:
        page = _begin(hands, FULL)
        hands.press("4")
        hands.saved()
        before = _events(desk, FULL)
        _, hard = resource.prlimit(desk.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(desk.pid, resource.RLIMIT_FSIZE, (1, hard))
        hands.press("n")
        hands.write("Words that must not get lost.")
        hands.press("Control+Enter")
        page.wait_for_selector(f"{WAITING}:has-text('The database of ratings cannot be written')")
        assert "free space" in page.inner_text("#save-status")
        assert "Locking" in page.inner_text("#rating")
        assert _events(desk, FULL) == before
        resource.prlimit(desk.pid, resource.RLIMIT_FSIZE, (hard, hard))
        hands.heard("p02 locked: 4")
        hands.saved()
    assert desk.unit("anna", FULL, "p02")["blind"]["judgement"]["note"] == "Words that must not get lost."
    assert [event[1:] for event in _events(desk, FULL)[len(before) :]] == [("locked", "p02")]
    _sound(desk)


def test_a_clock_that_is_set_back_disorders_nothing(browser: Browser, desk: Running, tmp_path: Path) -> None:
    """Work goes on an hour and then a year before it began: what came later is what counts, and the export is valid."""
    with Hands(browser, desk) as hands:
        _begin(hands, CLOCK)
        hands.press("4", "Enter")
        hands.heard("p02 locked: 4")
        desk.clock.write_text("-3600")
        hands.press("r")
        hands.heard("Suggestion opened")
        hands.press("c", "5")
        hands.reach("#rating .reasons input")
        hands.press("Space")
        hands.reach("#rating .primary")
        hands.press("Enter")
        hands.heard("Changed.")
        desk.clock.write_text("-31536000")
        hands.press("u", "2", "Enter")
        hands.heard("p03 locked: 2")
        hands.press("u", "3", "Enter")
        hands.heard("Overall locked: 3")
        hands.press("u")
        hands.reach("#rating .primary")
        hands.press("Enter")
        hands.heard("The interview is finished.")
        desk.clock.unlink()
        hands.page.reload()
        hands.page.wait_for_selector("html[data-ready=true]")
        assert "changed 4 → 5" in hands.page.inner_text("#o-p02")
    with desk.room() as room:
        made = export(room, tmp_path / "out")
    document = jsonio.loads((made.path / "ratings" / f"{CLOCK}--anna.json").read_bytes())
    assert validation.faults(document) == ()
    changed = document["units"][1]
    assert (changed["blind"]["judgement"]["level"], changed["final"]["level"]) == (4, 5)
    assert document["finished_at"] < changed["decision"]["at"] < changed["blind"]["at"]


# ----- other people's pages -----

_TRIES = """<!doctype html><title>Win a prize</title><iframe name="hidden"></iframe>
<script>
const [desk, path, body] = JSON_HERE;
const done = [];
const tell = (name) => (value) => done.push([name, value]);
async function read(name, options) {
  try {
    const answer = await fetch(desk + path + (options.method ? "/events" : ""), { credentials: "include", ...options });
    done.push([name, answer.type === "opaque" ? "" : await answer.text()]);
  } catch { done.push([name, ""]); }
}
function form(name, action, value) {
  return new Promise((resolve) => {
    const made = document.createElement("form");
    Object.assign(made, { method: "post", action: desk + action, enctype: "text/plain", target: "hidden" });
    const field = document.createElement("input");
    // As text/plain the field is written as name=value: together they are the JSON.
    field.name = value.slice(0, -1) + ',"x":"';
    field.value = '"}';
    made.append(field);
    document.body.append(made);
    document.querySelector("iframe").onload = () => { done.push([name, ""]); resolve(); };
    made.submit();
  });
}
function load(name, tag, source) {
  return new Promise((resolve) => {
    const made = Object.assign(document.createElement(tag), { src: desk + source });
    made.onload = () => { done.push([name, tag === "iframe" ? "" : "loaded"]); resolve(); };
    made.onerror = () => { done.push([name, ""]); resolve(); };
    document.body.append(made);
  });
}
addEventListener("load", async () => {
  await form("form", path + "/events", body);
  await form("leave", "/leave", "{}");
  await read("cors", {});
  await read("no-cors", { mode: "no-cors" });
  await read("json", { method: "POST", headers: { "Content-Type": "application/json", "X-RF-Desk": "0".repeat(64) }, body });
  await read("text", { method: "POST", mode: "no-cors", headers: { "Content-Type": "text/plain" }, body });
  await load("script", "script", path);
  await load("image", "img", path);
  await load("frame", "iframe", "/interviews/INTERVIEW");
  window.done = done;
});
</script>"""


@contextmanager
def _elsewhere(html: str) -> Iterator[int]:
    """Somebody else's page, at a port of this machine."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_other_peoples_pages_store_and_read_nothing(browser: Browser, desk: Running, name: str) -> None:
    """A page at another port, to which the browser sends the cookie along, or under another name: forms, fetches, frames, scripts and images are all refused, and the rater stays signed in."""
    forged = json.dumps({"events": [locking("p02", 9)]}, separators=(",", ":"))
    html = _TRIES.replace("JSON_HERE", json.dumps([desk.origin, f"/api/interviews/{FORGED}", forged])).replace(
        "INTERVIEW", FORGED
    )
    before = desk.count()
    with Hands(browser, desk) as hands, _elsewhere(html) as port:
        _begin(hands, FORGED)
        other = hands.context.new_page()
        posts = []
        other.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
        other.goto(f"http://{name}:{port}/")
        other.wait_for_function("() => window.done")
        tried = dict(other.evaluate("window.done"))
        assert tried == dict.fromkeys(
            ("form", "leave", "cors", "no-cors", "json", "text", "script", "image", "frame"), ""
        )
        assert {request.response().status for request in posts if request.response()} == {403}
        sent = [request.all_headers().get("cookie", "") for request in posts if request.url.endswith("/leave")]
        carried = [f"rf-desk-{desk.study.id}" in cookies for cookies in sent]
        # From another name the browser sends no cookie, or does not even ask.
        assert carried == [True] if name == "127.0.0.1" else not any(carried)
        assert not any(
            "talk" in frame.url and frame.evaluate("document.body.textContent").strip() for frame in other.frames[1:]
        )
        other.close()
        assert desk.count() == before
        # The rater is still there, and works on.
        hands.press("4" if name == "localhost" else "5")
        hands.saved()
    assert desk.count() == before + 1


def test_tokens_are_not_guessed(browser: Browser, desk: Running) -> None:
    """After ten wrong links nobody from there is asked any more, by link or by cookie; who is in works on; and nothing is stored."""
    before = desk.count()
    with Hands(browser, desk, mouse=True) as hands:
        page = _begin(hands, FORGED)
        stranger = browser.new_context()
        guess = stranger.new_page()
        guess.goto(f"{desk.origin}/enter")
        tries = """async () => {
            const found = [];
            for (let number = 0; number < 12; number += 1) {
                const token = String(number).padStart(32, "A");
                const answer = await fetch("/enter", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }) });
                found.push(answer.status);
            }
            return found;
        }"""
        assert guess.evaluate(tries) == [401] * 10 + [429] * 2
        guess.goto(f"{desk.origin}/enter#{'B' * 32}")
        guess.wait_for_selector("#token-error:has-text('Too many wrong links')")
        stranger.add_cookies([{"name": f"rf-desk-{desk.study.id}", "value": "C" * 32, "url": desk.origin}])
        answer = guess.goto(f"{desk.origin}/interviews/{FORGED}")
        assert answer is not None
        assert answer.status == 429
        assert "harbour" not in guess.content()
        stranger.close()
        hands.press("6")
        page.wait_for_function("() => !RF.page.outbox.unsaved()")
        hands.saved()
    assert desk.count() == before + 1
    desk.kill()
    desk.start()
