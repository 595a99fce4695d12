"""What is said when something goes wrong: JSON for scripts, a page for people, and never a value or a traceback."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, g, request
from werkzeug.exceptions import HTTPException

from rf_scorer import discreet
from rf_scorer.errors import OutputFailed, RfScorerError, UnknownName
from rf_scorer.review.refused import Refused
from rf_scorer.review.store import StoreBusy

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

__all__ = ["Stopped", "install", "report"]

#: Titles of pages, by status.
_TITLES = {
    400: "The desk did not understand that",
    401: "Open your own link first",
    403: "This is not for you",
    404: "Nothing is here",
    405: "That cannot be done here",
    409: "This cannot be opened now",
    413: "That was too much at once",
    415: "The desk did not understand that",
    422: "This cannot be done now",
    423: "This is finished",
    429: "Too many tries",
    500: "Something broke in the desk",
    503: "The desk is busy",
    507: "The disk is full",
}
_PLAIN = {
    400: ("request", "The request cannot be read.", "Load the page again."),
    404: ("unknown", "There is no page at this address.", "Go back to the list of interviews."),
    405: ("method", "This address cannot be asked in that way.", "Go back to the list of interviews."),
    413: ("too_large", "The request is larger than the desk takes.", "Shorten the note, or load the page again."),
    500: ("bug", "This is a bug in rf_scorer. What you saved before is kept.", "Load the page again; if it stays so, tell who runs the study."),
}  # fmt: skip
_BUSY_SECONDS = 1
#: Exit code of errors that are about our own installation.
_OWN_BUG = 3


@dataclass(eq=False)
class Stopped(Exception):
    """A request that goes no further.

    Attributes
    ----------
    status : int
    code : str
        Stable name for scripts.
    message, remedy : str
        For people.
    after : int or None
        Seconds after which to try again.
    forget : str or None
        Name of a cookie that is of no use any more.
    """

    status: int
    code: str
    message: str
    remedy: str = ""
    after: int | None = None
    forget: str | None = None


def _refused(error: Refused) -> Stopped:
    status = {"stale": 409, "finished": 423}.get(error.code, 422)
    return Stopped(status, error.code, error.message, error.remedy or "")


def _explained(error: RfScorerError) -> Stopped:
    if isinstance(error, Refused):
        return _refused(error)
    if isinstance(error, UnknownName):
        # Its remedy lists the names that are known, which are not for everybody.
        return Stopped(404, "unknown", f"There is no such {error.kind} for you.", "Go back to the list of interviews.")
    if isinstance(error, StoreBusy):
        return Stopped(503, "busy", error.message, error.remedy or "", after=_BUSY_SECONDS)
    if isinstance(error, OutputFailed):
        return Stopped(507, "disk", error.message, error.remedy or "")
    if error.exit_code == _OWN_BUG:
        return Stopped(500, "installation", error.message, error.remedy or "")
    return Stopped(409, "data", error.message, error.remedy or "")


def report(error: BaseException) -> None:
    """Say on standard error where something broke: frames and the kind of error, never its message, which may hold somebody's words."""
    sys.stderr.write(discreet.bug_report(error) + "\n")
    sys.stderr.flush()


def install(app: Flask, page: Callable[..., str], answer: Callable[..., Response]) -> None:
    """Have an app answer errors so.

    Parameters
    ----------
    app : Flask
    page : callable
        Makes a page of the template ``message``: ``page("message", title=…, code=…, message=…, remedy=…)``.
    answer : callable
        Makes a JSON answer: ``answer(document, status)``.
    """

    def respond(stopped: Stopped, **more: Any) -> Response:
        facts = {"code": stopped.code, "message": stopped.message, "remedy": stopped.remedy}
        if request.path.startswith("/api/") or request.method not in {"GET", "HEAD"}:
            response = answer({"error": facts, **more}, stopped.status)
        else:
            response = Response(_page(page, stopped, facts), stopped.status, mimetype="text/html")
        if stopped.after is not None:
            response.headers["Retry-After"] = str(stopped.after)
        if stopped.forget is not None:
            response.delete_cookie(stopped.forget, path="/", httponly=True, samesite="Strict")
        return response

    @app.errorhandler(Stopped)
    def on_stopped(error: Stopped) -> Response:
        return respond(error)

    @app.errorhandler(RfScorerError)
    def on_ours(error: RfScorerError) -> Response:
        return respond(_explained(error), **g.pop("state", {}))

    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> Response:
        status = error.code or 500
        code, message, remedy = _PLAIN.get(status, _PLAIN[400 if status < 500 else 500])
        response = respond(Stopped(status, code, message, remedy))
        allowed = dict(error.get_headers()).get("Allow")
        if allowed:
            response.headers["Allow"] = allowed
        return response

    @app.errorhandler(Exception)
    def on_bug(error: Exception) -> Response:
        report(error)
        return respond(Stopped(500, *_PLAIN[500]))


def _page(page: Callable[..., str], stopped: Stopped, facts: dict[str, str]) -> str:
    try:
        return page("message", title=_TITLES.get(stopped.status, "The desk"), **facts)
    except Exception as error:  # noqa: BLE001 (a template that breaks must not hide what there was to say)
        report(error)
        return "<!doctype html><meta charset=utf-8><title>The desk</title><p>The desk cannot show this page."
