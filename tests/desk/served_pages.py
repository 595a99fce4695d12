"""The desk's templates, filled in with samples and served to a browser under the desk's own headers, without a server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from axe_playwright_python.base import AXE_SCRIPT

from rf_scorer.desk.assets import Assets
from rf_scorer.desk.rendering import Pages
from rf_scorer.desk.security import HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.testing import FlaskClient
    from playwright.sync_api import Page, Request, Route

__all__ = ["ADJUDICATOR", "CSRF", "ORIGIN", "RATER", "Served", "faults", "violations"]

ORIGIN = "http://localhost:5999"
CSRF = "c" * 64
RATER = SimpleNamespace(id="anna", role="rater")
ADJUDICATOR = SimpleNamespace(id="eva", role="adjudicator")
_STUDY = SimpleNamespace(id="st-3f9c2a7b41d0", kind="rating", title="Harbour study")
_ASSETS = Assets()
_PAGES = Pages(_STUDY, _ASSETS)
#: Every rule of WCAG 2.2 AA that can be tried, and what axe calls good practice.
_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
#: The rules that may say another thing of a page in the dark than of the same page in light.
_OF_COLOURS = ("color-contrast",)
#: What in a part of the page is against these rules: rule and element. Without what is sound, of which a long page has thousands.
_AXE = """async ([part, only]) => (await axe.run(part, { runOnly: only, resultTypes: ["violations"] })).violations
  .flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 160)}`))"""
#: What scripts do when a window has another size, and styles when it has other colours, is done by then.
_SETTLED = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.all(document.getAnimations().map((change) => change.finished.catch(() => null)));
}"""


@dataclass
class Served:
    """What a browser is given at the desk's address.

    Attributes
    ----------
    page : Page
    client : FlaskClient, optional
        Answers what nothing below answers, as the desk's own application; otherwise that is "not found".
    down : bool
        While true no request arrives.
    answers : dict
        By method and path: what makes an answer of a request.
    asked : list of Request
        Every request but those for style sheets and scripts.
    complaints : list of str
        What the browser said on its console, refusals by the content security policy among them.
    """

    page: Page
    client: FlaskClient | None = None
    down: bool = False
    answers: dict[tuple[str, str], Callable[[Request], dict[str, Any]]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.route("**/*", self._answer)
        self.page.on("console", lambda message: self._hear(message.type, message.text))

    def _hear(self, kind: str, text: str) -> None:
        # Refused requests and unknown features of one browser are no faults of a page.
        if kind in {"error", "warning"} and "Failed to load resource" not in text and "Permissions-Policy" not in text:
            self.complaints.append(text)

    def _answer(self, route: Route) -> None:
        request = route.request
        path = unquote(urlsplit(request.url).path)
        if self.down:
            route.abort()
            return
        if path.startswith("/static/"):
            asset = _ASSETS.get(path.removeprefix("/static/"))
            assert asset is not None, path
            route.fulfill(body=asset.data, content_type=asset.kind)
            return
        self.asked.append(request)
        made = self.answers.get((request.method, path))
        if made is None and self.client is not None:
            self._forward(route, path)
        elif made is None:
            route.fulfill(
                status=404, body="<!doctype html><title>Nothing</title>Nothing is here.", content_type="text/html"
            )
        else:
            route.fulfill(**made(request))

    def _forward(self, route: Route, path: str) -> None:
        assert self.client is not None
        request = route.request
        headers = {
            name: value for name, value in request.headers.items() if name.lower() not in {"cookie", "host", "origin"}
        }
        if request.method != "GET":
            headers["Origin"] = ORIGIN
        answer = self.client.open(
            path, method=request.method, data=request.post_data_buffer, headers=headers, base_url=ORIGIN
        )
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    def has(self, path: str, template: str, **context: Any) -> None:
        """Serve a template at a path."""
        given = {"title": "Interviews", "rater": RATER, "csrf": CSRF, **context}
        html = _PAGES.render(template, **given)
        headers = {**HEADERS, "Content-Type": "text/html; charset=utf-8"}
        self.answers["GET", path] = lambda _: {"body": html, "headers": headers}

    def says(self, path: str, status: int = 204, body: Any = None, *, method: str = "POST") -> None:
        """Answer a script's requests to a path."""
        self.answers[method, path] = lambda _: {
            "status": status,
            "body": "" if body is None else json.dumps(body),
            "content_type": "application/json",
        }

    def open(self, path: str = "/") -> Page:
        """Go there."""
        self.page.goto(ORIGIN + path)
        return self.page

    def posted(self, path: str) -> list[Any]:
        """What scripts sent to a path, in order."""
        return [
            json.loads(request.post_data or "null")
            for request in self.asked
            if request.method == "POST" and urlsplit(request.url).path == path
        ]


def violations(page: Page, part: str = "html", *, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice, or against some rules: rule and element, none where the page is sound."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(_SETTLED)
    found: list[str] = page.evaluate(_AXE, [part, {"type": "rule", "values": list(rules)} if rules else _RULES])
    return found


def faults(page: Page) -> list[str]:
    """What axe finds in light, and what it finds of the colours in the dark; the page is left in light."""
    page.emulate_media(color_scheme="light")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark, {fault}" for fault in violations(page, rules=_OF_COLOURS)]
    page.emulate_media(color_scheme="light")
    return found
