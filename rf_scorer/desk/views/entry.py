"""Coming in and leaving; and, before every request, the look at who asks."""

from __future__ import annotations

import hmac
import math
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Response, g, request

from rf_scorer.desk.errors import Stopped
from rf_scorer.desk.security import CSRF_HEADER, csrf, from_our_page

if TYPE_CHECKING:
    from flask import Flask

    from rf_scorer.desk.site import Site
    from rf_scorer.study.folder import Rater

__all__ = ["routes"]

#: Views that need no token: the door itself, style sheets and scripts, what browsers ask for by themselves, and whether the desk is up.
_OUTSIDE = frozenset({"enter", "let_in", "static", "favicon", "healthz"})
_LONGEST_TOKEN = 200
_OPEN_LINK = "Open the link that you were given, or ask for it anew."


def routes(app: Flask, site: Site) -> None:
    """Add these addresses to an app."""

    @app.before_request
    def look() -> None:
        if not site.hosts.allow(request.headers.get("Host")):
            raise Stopped(400, "host", "The desk is not known under this name.", "Open the link that you were given.")
        writes = request.method not in {"GET", "HEAD", "OPTIONS"}
        if writes:
            _check_page()
        if request.endpoint in _OUTSIDE:
            return
        token = request.cookies.get(site.cookie)
        g.rater, g.token = _known(site, token), token
        if writes and not hmac.compare_digest(
            request.headers.get(CSRF_HEADER, "").encode(), csrf(token or "").encode()
        ):
            g.rater, g.token = None, None
            raise Stopped(403, "csrf", "The request does not come from a page of this desk.", "Load the page again.")

    @app.get("/enter", provide_automatic_options=False)
    def enter() -> Response:
        return site.page("enter", title="Open your desk")

    @app.post("/enter", provide_automatic_options=False)
    def let_in() -> Response:
        _not_blocked(site)
        token = site.asked().get("token")
        if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN or not token.isascii():
            raise Stopped(400, "request", "There is no token in the request.", _OPEN_LINK)
        by_ticket = site.tickets.take(token)
        rater = site.study.rater(by_ticket) if by_ticket is not None else site.room.who(token)
        if rater is None:
            site.limiter.miss(_address())
            raise Stopped(401, "token", "This link is not known here.", _OPEN_LINK)
        response = Response(status=204)
        # Behind a proxy that encrypts, the browser says so; the cookie must then never travel in the open.
        secure = urlsplit(request.headers.get("Origin", "")).scheme == "https"
        kept = site.room.token(rater.id)
        response.set_cookie(site.cookie, kept, httponly=True, samesite="Strict", secure=secure, path="/")
        return response

    @app.post("/leave", provide_automatic_options=False)
    def leave() -> Response:
        response = Response(status=204)
        response.delete_cookie(site.cookie, path="/", httponly=True, samesite="Strict")
        return response


def _check_page() -> None:
    """A write that another site's page could send is none of ours."""
    headers = request.headers
    ours = from_our_page(host=headers.get("Host", ""), origin=headers.get("Origin"), site=headers.get("Sec-Fetch-Site"))
    if not ours:
        message = "The request does not come from a page of this desk."
        raise Stopped(403, "origin", message, "Load the page again. A proxy in between must pass the Host header on.")


def _known(site: Site, token: str | None) -> Rater:
    if not token:
        raise Stopped(401, "token", "The desk does not know yet who is rating.", _OPEN_LINK)
    rater = site.room.who(token) if len(token) <= _LONGEST_TOKEN and token.isascii() else None
    if rater is None:
        # Guesses by cookie count as those at the door do. Who has a good cookie goes on working whatever others guess.
        _not_blocked(site)
        site.limiter.miss(_address())
        raise Stopped(401, "token", "Your link is not valid any more.", _OPEN_LINK, forget=site.cookie)
    return rater


def _not_blocked(site: Site) -> None:
    wait = site.limiter.wait(_address())
    if wait:
        raise Stopped(429, "tries", "There were too many wrong tries.", "Wait a minute.", after=math.ceil(wait))


def _address() -> str:
    return request.remote_addr or ""
