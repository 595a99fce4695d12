"""What every view of the desk needs: the room, the templates, who is asking, and how to answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Response, g, request

from rf_scorer import jsonio
from rf_scorer.desk.errors import Stopped
from rf_scorer.desk.security import Hosts, Limiter, Tickets, cookie_name, csrf
from rf_scorer.desk.transcript import talk
from rf_scorer.errors import InvalidDocument
from rf_scorer.review.lately import Lately

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from rf_scorer.desk.assets import Assets
    from rf_scorer.desk.rendering import Pages
    from rf_scorer.review.paper import Paper
    from rf_scorer.review.room import Room
    from rf_scorer.study.folder import Rater, Study

__all__ = ["LARGEST_BODY", "Site"]

#: Bytes of a request's body.
LARGEST_BODY = 1_000_000
#: Transcripts that are held as HTML, a megabyte or so each at most.
_TALKS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One study's desk.

    Attributes
    ----------
    study : Study
    room : Room
    pages : Pages
    assets : Assets
    hosts : Hosts
    limiter : Limiter
    tickets : Tickets
    """

    study: Study
    room: Room
    pages: Pages
    assets: Assets
    hosts: Hosts
    limiter: Limiter = field(default_factory=Limiter)
    tickets: Tickets = field(default_factory=Tickets)
    _talks: Lately[tuple[str, bool], Markup] = field(default_factory=lambda: Lately(_TALKS))

    @property
    def cookie(self) -> str:
        """Name of the cookie that holds a rater's token."""
        return cookie_name(self.study.id)

    @property
    def rater(self) -> Rater:
        """Who asks; only behind the door."""
        rater: Rater = g.rater
        return rater

    def text(self, template: str, *, title: str, **context: Any) -> str:
        """A page for whoever asks."""
        rater, token = g.get("rater"), g.get("token")
        return self.pages.render(template, title=title, rater=rater, csrf=csrf(token) if token else "", **context)

    def page(self, template: str, *, title: str, **context: Any) -> Response:
        """A page for whoever asks, as an answer."""
        return Response(self.text(template, title=title, **context), mimetype="text/html")

    def talk(self, paper: Paper) -> Markup:
        """The transcript as HTML."""
        assisted = paper.assisted
        return self._talks.get((paper.digest, assisted), lambda: talk(paper.sheet, assisted=assisted))

    @staticmethod
    def answer(document: Any, status: int = 200) -> Response:
        """A document as an answer."""
        text = json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
        return Response(text, status, mimetype="application/json")

    @staticmethod
    def asked() -> Mapping[str, Any]:
        """The object that stands in the request's body.

        Raises
        ------
        Stopped
            415 where it does not call itself JSON, 400 where it is not an object.
        """
        if request.mimetype != "application/json":
            raise Stopped(415, "content_type", "The request is not JSON.", "Load the page again.")
        try:
            document = jsonio.loads(request.get_data(cache=False))
        except InvalidDocument as error:
            message = error.message
        else:
            if isinstance(document, dict):
                return document
            message = "The request is not an object."
        raise Stopped(400, "request", message, "Load the page again.")
