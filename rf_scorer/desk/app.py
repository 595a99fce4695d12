"""The desk as a web application: one study, one room, and the pages into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response

from rf_scorer.desk import errors
from rf_scorer.desk.assets import Assets
from rf_scorer.desk.rendering import Pages
from rf_scorer.desk.security import HEADERS, Hosts, Limiter, Tickets
from rf_scorer.desk.site import LARGEST_BODY, Site
from rf_scorer.desk.views import adjudicating, entry, home, plain, rating
from rf_scorer.language.codebook import load_codebook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rf_scorer.review.room import Room
    from rf_scorer.study.folder import Study

__all__ = ["create_app"]


def create_app(
    room: Room,
    study: Study,
    *,
    origin_hosts: Iterable[str] = (),
    limiter: Limiter | None = None,
    tickets: Tickets | None = None,
) -> Flask:
    """The desk of one study.

    Parameters
    ----------
    room : Room
        The door to everything that is rated; it must stay open as long as the app is asked.
    study : Study
    origin_hosts : iterable of str
        Names, without ports, under which the desk may be asked besides those of this machine.
    limiter : Limiter, optional
        Counts wrong tokens.
    tickets : Tickets, optional
        Knows tokens that work once.

    Returns
    -------
    Flask
        A WSGI application. It keeps no log.
    """
    load_codebook()  # half a second, which the first rater's first page need not wait for
    assets = Assets()
    pages = Pages(study, assets)
    pages.compile()
    site = Site(
        study=study,
        room=room,
        pages=pages,
        assets=assets,
        hosts=Hosts(origin_hosts),
        limiter=limiter or Limiter(),
        tickets=tickets or Tickets(),
    )
    app = Flask("rf_scorer.desk", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, PROPAGATE_EXCEPTIONS=False, TRAP_HTTP_EXCEPTIONS=False)
    # An address with a slash too many is another address, and says so, instead of leading on.
    app.url_map.redirect_defaults = False
    app.url_map.merge_slashes = False
    errors.install(app, site.text, site.answer)
    for views in (entry, home, rating, adjudicating, plain):
        views.routes(app, site)

    @app.after_request
    def guard(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return app
