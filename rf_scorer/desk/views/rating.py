"""A rater's pages: the list of interviews, and one interview to rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, g

from rf_scorer.desk.errors import Stopped
from rf_scorer.desk.rendering import embedded
from rf_scorer.review.refused import Refused

if TYPE_CHECKING:
    from flask import Flask

    from rf_scorer.desk.site import Site

__all__ = ["MOST_EVENTS", "events_asked", "routes"]

#: Events of one request.
MOST_EVENTS = 200


def routes(app: Flask, site: Site) -> None:
    """Add these addresses to an app."""

    @app.get("/interviews/<interview>", provide_automatic_options=False)
    def interview(interview: str) -> Response:
        _raters_only(site)
        paper = site.room.paper(site.rater.id, interview)
        case = site.room.case(site.rater.id, interview)
        return site.page(
            "case",
            title=interview,
            case=case,
            case_json=embedded(case),
            talk=site.talk(paper),
            sheet=paper.facts if paper.assisted else None,
        )

    @app.get("/api/interviews/<interview>", provide_automatic_options=False)
    def case(interview: str) -> Response:
        _raters_only(site)
        return site.answer(site.room.case(site.rater.id, interview))

    @app.post("/api/interviews/<interview>/events", provide_automatic_options=False)
    def events(interview: str) -> Response:
        _raters_only(site)
        given = events_asked(site)
        try:
            return site.answer(site.room.record(site.rater.id, interview, given))
        except Refused:
            # The page may be behind another one of the same rater's: it gets what is true now along with the refusal.
            g.state = site.room.state(site.rater.id, interview)
            raise


def events_asked(site: Site) -> list[object]:
    """The events of a request, not looked at yet."""
    given = site.asked().get("events")
    if not isinstance(given, list) or not 0 < len(given) <= MOST_EVENTS:
        raise Stopped(400, "request", f"A request holds from 1 to {MOST_EVENTS} events.", "Load the page again.")
    return given


def _raters_only(site: Site) -> None:
    if site.rater.adjudicates:
        raise Stopped(403, "role", "Adjudicators do not rate interviews.", "Go back to the list of disagreements.")
