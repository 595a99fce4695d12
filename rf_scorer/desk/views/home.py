"""The first page: a rater's interviews, or an adjudicator's disagreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.review import adjudication

if TYPE_CHECKING:
    from flask import Flask, Response

    from rf_scorer.desk.site import Site

__all__ = ["routes"]


def routes(app: Flask, site: Site) -> None:
    """Add this address to an app."""

    @app.get("/", provide_automatic_options=False)
    def home() -> Response:
        if site.rater.adjudicates:
            disagreeing = adjudication.disagreement_rows(site.room, adjudicator=site.rater.id)
            return site.page("list", title="Disagreements", rows=disagreeing, practice=None, desk=site.study.desk)
        rows, practice = site.room.interviews(site.rater.id), site.room.agreement(site.rater.id)
        title = "Interviews" if practice is None else "Practice"
        return site.page("list", title=title, rows=rows, practice=practice, desk=site.study.desk)
