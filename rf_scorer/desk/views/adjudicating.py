"""An adjudicator's pages: one interview with the ratings that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, g

from rf_scorer.desk.errors import Stopped
from rf_scorer.desk.rendering import embedded
from rf_scorer.desk.views.rating import events_asked
from rf_scorer.review import adjudication
from rf_scorer.review.refused import Refused

if TYPE_CHECKING:
    from flask import Flask

    from rf_scorer.desk.site import Site

__all__ = ["routes"]

_STATE = ("ledger", "revealed", "disagreements")


def routes(app: Flask, site: Site) -> None:
    """Add these addresses to an app."""

    @app.get("/adjudication/<interview>", provide_automatic_options=False)
    def disagreement(interview: str) -> Response:
        _adjudicators_only(site)
        paper = adjudication.adjudication_paper(site.room, interview=interview, adjudicator=site.rater.id)
        case = adjudication.adjudication_case(site.room, interview=interview, adjudicator=site.rater.id)
        return site.page("adjudication", title=interview, case=case, case_json=embedded(case), talk=site.talk(paper))

    @app.get("/api/adjudication/<interview>", provide_automatic_options=False)
    def adjudication_case(interview: str) -> Response:
        _adjudicators_only(site)
        found = adjudication.adjudication_case(site.room, interview=interview, adjudicator=site.rater.id)
        return site.answer(found)

    @app.post("/api/adjudication/<interview>/events", provide_automatic_options=False)
    def decide(interview: str) -> Response:
        _adjudicators_only(site)
        given = events_asked(site)
        who = {"adjudicator": site.rater.id, "interview": interview}
        try:
            return site.answer(adjudication.record(site.room, events=given, **who))
        except Refused:
            case = adjudication.adjudication_case(site.room, **who)
            g.state = {key: case[key] for key in _STATE}
            raise


def _adjudicators_only(site: Site) -> None:
    if not site.rater.adjudicates:
        raise Stopped(403, "role", "Only adjudicators see disagreements.", "Go back to the list of interviews.")
