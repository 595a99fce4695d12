"""Pages that are the same for everybody: guides, style sheets and scripts, and the question whether the desk is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, request

from rf_scorer.desk import guides

if TYPE_CHECKING:
    from flask import Flask

    from rf_scorer.desk.site import Site

__all__ = ["routes"]

_A_YEAR = 31_536_000


def routes(app: Flask, site: Site) -> None:
    """Add these addresses to an app."""

    @app.get("/guides/<name>", provide_automatic_options=False)
    def guide(name: str) -> Response:
        if name not in guides.names():
            abort(404)
        found = guides.guide(name)
        others = [guides.guide(other) for other in guides.names()]
        return site.page("guide", title=found.title, name=name, body=found.body, guides=others)

    @app.get("/static/<path:name>", provide_automatic_options=False)
    def static(name: str) -> Response:
        found = site.assets.get(name)
        if found is None:
            abort(404)
        response = Response(found.data, content_type=found.kind)
        # Its address holds its digest: another version has another address.
        current = request.args.get("v") == found.digest
        response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable" if current else "no-cache"
        response.set_etag(found.digest)
        response.make_conditional(request.environ)
        return response

    @app.get("/favicon.ico", provide_automatic_options=False)
    def favicon() -> Response:
        # There is none; an error for each page would only hide others.
        response = Response(status=204)
        response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}"
        return response

    @app.get("/healthz", provide_automatic_options=False)
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")
