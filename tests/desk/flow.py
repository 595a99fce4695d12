"""The desk as raters have it: a server in a process of its own, real browsers, and keyboards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invented_sheets import sheet, study

from rf_scorer.review.draw import controls
from rf_scorer.review.room import Room
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext, Page

    from rf_scorer.study.folder import Study

__all__ = ["CONTROL", "FOCUS", "RATERS", "SAVED", "WAITING", "Hands", "Running", "invented"]

#: The bar when everything is stored, and while something waits.
SAVED = "#save-status[data-kind=saved]:has-text('Saved')"
WAITING = "#save-status[data-kind=waiting]"
#: The interview that is rated without help in every study here.
CONTROL = "talk-2"

RATERS = (Rater(id="anna"), Rater(id="ben"), Rater(id="cleo", role="adjudicator"))
_NURSERY = Path(__file__).with_name("nursery.py")
_PATIENCE = 15_000  # ms, for two slow cores
#: Notes what live regions say, whether a pointer is used, what the policy forbids, and what hostile text would have run.
_LISTENING = """
window.__said = [];
window.__pointed = [];
window.__forbidden = [];
for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
  addEventListener(kind, (event) => { if (event.isTrusted) __pointed.push(kind); }, true);
}
addEventListener("securitypolicyviolation", (event) => __forbidden.push(event.violatedDirective));
addEventListener("DOMContentLoaded", () => {
  for (const region of document.querySelectorAll("#live, #alert")) {
    new MutationObserver(() => { if (region.textContent) __said.push(region.textContent); }).observe(region, { childList: true, characterData: true, subtree: true });
  }
});
"""
#: What is wrong with the focus, or nothing: on no element, outside the window, below something else, or not drawn.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return "on nothing";
  const name = `${at.tagName} ${at.id || at.className || at.value || ""}`;
  const box = at.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right - left < 1 || bottom - top < 1) return `out of the window: ${name}`;
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => document.elementFromPoint(left + x * (right - left), top + y * (bottom - top)));
  const label = at.closest("label");
  if (!points.some((hit) => hit && (at.contains(hit) || hit.contains(at) && hit === at.parentElement || (label && label.contains(hit))))) return `below something: ${name}`;
  for (let one = at, up = 0; one && up < 4; one = one.parentElement, up += 1) {
    const style = getComputedStyle(one);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) return "";
  }
  return `not drawn: ${name}`;
}"""


def invented(root: Path, *more: dict[str, Any], raters: Sequence[Rater] = RATERS, **rules: Any) -> Study:
    """A study of two interviews, of which :data:`CONTROL` is rated without help, and of whatever else is given."""
    sheets = [sheet("talk-1", participant="person-1"), sheet(CONTROL, participant="person-2"), *more]
    names = [one["transcript"]["id"] for one in sheets]
    share = 1 / len(names)
    wanted = {name: name == CONTROL for name in sorted(names)}
    seed = next(number for number in range(10_000) if controls(names, share=share, seed=number) == wanted)
    return study(root, *sheets, raters=raters, control_share=share, seed=seed, **rules)


@dataclass
class Running:
    """A study's desk as a program that can be ended in any way and started again at the same address.

    Attributes
    ----------
    study : Study
    port : int
    links : dict of str to str
        By rater.
    pid : int
        Of the process that answers.
    clock : Path
        A file with the seconds by which the desk's clock is wrong.
    """

    study: Study
    port: int
    links: dict[str, str] = field(default_factory=dict)
    pid: int = 0
    _process: subprocess.Popen[str] | None = None

    @classmethod
    @contextmanager
    def over(cls, study: Study, *, again: bool = False) -> Iterator[Running]:
        """A running desk, ended at the end.

        Parameters
        ----------
        study : Study
        again : bool
            Whether it will be killed and started again: then ``nursery.py`` does both, in a tenth of the time.
        """
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        made = cls(study, port)
        command = (
            [sys.executable, str(_NURSERY), str(made.clock)]
            if again
            else [sys.executable, "-m", "rf_scorer", *made.arguments]
        )
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        made._process = subprocess.Popen(command, text=True, start_new_session=True, **pipes)
        try:
            made.start() if again else made.wait()
            yield made
        finally:
            os.killpg(made._process.pid, signal.SIGKILL)
            made._process.communicate()

    @property
    def origin(self) -> str:
        """The beginning of its addresses."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def arguments(self) -> list[str]:
        """What the program is told."""
        return ["review", str(self.study.root), "--no-browser", "--port", str(self.port)]

    @property
    def clock(self) -> Path:
        """A file with the seconds by which the desk's clock is wrong."""
        return self.study.root.parent / "clock"

    def _line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def _tell(self, *words: str) -> str:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write("\t".join(words) + "\n")
        self._process.stdin.flush()
        return self._line()

    def wait(self) -> None:
        """Wait until it answers; its links are those that it had before."""
        links = {rater: link for rater, _, link in (self._line().partition("\t") for _ in self.study.raters)}
        assert not self.links or links == self.links
        assert all(links.values())
        self.links = links

    def start(self) -> None:
        """Start it again."""
        self.pid = int(self._tell("start", *self.arguments))
        self.wait()

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._tell("kill") == "killed"

    @contextmanager
    def room(self) -> Iterator[Room]:
        """The ratings, as another program sees them."""
        room = Room.open(self.study)
        try:
            yield room
        finally:
            room.close()

    def ledger(self, rater: str, interview: str) -> dict[str, Any]:
        """What is stored."""
        with self.room() as room:
            found: dict[str, Any] = room.state(rater, interview)["ledger"]
        return found

    def unit(self, rater: str, interview: str, unit: str) -> dict[str, Any]:
        """What is stored of a unit; empty where nothing is."""
        found: dict[str, Any] = self.ledger(rater, interview)["units"].get(unit, {})
        return found

    def count(self) -> int:
        """How many events are stored, visits aside."""
        with self.room() as room:
            return sum(event.kind.value != "visited" for event in room.store.events())


class Hands:
    """Somebody at a browser of their own, who has a keyboard and, unless it is said, no mouse.

    After every key the focus must then be somewhere, in the window, on top, and drawn.

    Attributes
    ----------
    page : Page
    complaints : list of str
        What the browser said on its console, scripts that broke, and dialogs that opened.
    """

    def __init__(
        self,
        browser: Browser,
        desk: Running,
        *,
        context: BrowserContext | None = None,
        mouse: bool = False,
        **options: Any,
    ) -> None:
        self._own = context is None
        self._mouse = mouse
        self.desk = desk
        self.context = context or browser.new_context(
            viewport={"width": 1280, "height": 800}, reduced_motion="reduce", **options
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(_PATIENCE)
        self.page.add_init_script(_LISTENING)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("dialog", self._dialog)

    def _hear(self, kind: str, text: str) -> None:
        # Refused requests and unknown features of one browser are no faults of a page.
        if kind in {"error", "warning"} and "Failed to load resource" not in text and "Permissions-Policy" not in text:
            self.complaints.append(text)

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.type}")
        dialog.accept()

    def __enter__(self) -> Hands:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None and not self.page.is_closed():
            assert self.page.evaluate("[...window.__forbidden]") == []
        if self._own:
            self.context.close()
        else:
            self.page.close()
        if kind is None:
            assert self.complaints == []

    def enter(self, rater: str) -> Page:
        """Come in by the rater's link."""
        self.page.goto(self.desk.links[rater])
        self.page.wait_for_url(f"{self.desk.origin}/")
        return self.page

    def visit(self, path: str) -> Page:
        """Go to an address of the desk, and wait for its scripts."""
        self.page.goto(self.desk.origin + path)
        self.page.wait_for_selector("html[data-ready=true]")
        return self.page

    # ----- keys -----
    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.look()

    def write(self, text: str) -> None:
        """Type."""
        self.page.keyboard.type(text)
        self.look()

    def reach(self, selector: str, key: str = "Tab") -> None:
        """Go on with Tab until an element has the focus."""
        for _ in range(80):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            self.press(key)
        raise AssertionError(f"{key} does not lead to {selector}")

    def follow(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def look(self) -> None:
        """See where the focus is."""
        wrong = "" if self._mouse else self.page.evaluate(FOCUS)
        assert not wrong, f"focus {wrong}"

    @property
    def pointed(self) -> bool:
        """Whether a pointer was used in this page after all."""
        return bool(self.page.evaluate("window.__pointed.length"))

    def heard(self, words: str) -> None:
        """Wait until a live region says this; what was said before is forgotten."""
        self.page.wait_for_function("(words) => window.__said.some((said) => said.includes(words))", arg=words)
        self.page.evaluate("() => { window.__said.length = 0; }")
        self.look()

    def panel(self) -> str:
        """What the panel shows."""
        return self.page.locator("#rating-body").inner_text()

    def saved(self) -> None:
        """Wait until everything is stored."""
        self.page.wait_for_selector(SAVED)

    def asks(self, path: str) -> Any:
        """What the desk's interface answers to this page."""
        return self.page.evaluate("async (path) => (await fetch(path)).json()", path)
