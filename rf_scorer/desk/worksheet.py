"""Worksheets: one HTML file for one rater and one interview, which rates without a network.

A worksheet is the desk's own page with everything that it loads put into it: the same markup, style sheets and scripts, and in the place
of the server a script that judges by the same ledger and saves files (``sealed.js``, ``saving.js``). It keeps nothing in the browser.

Suggestions lie in it under a seal (:mod:`rf_scorer.review.seal`), which keeps their numbers from being read by accident. It is no
encryption: whoever wants to break it can, and ``suggestions=False`` leaves them out. What is never revealed, as in a control
interview, is not in the file at all.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer.desk.assets import Assets
from rf_scorer.desk.guides import standing_alone
from rf_scorer.desk.rendering import Pages, embedded
from rf_scorer.desk.transcript import talk
from rf_scorer.domain.rating import OVERALL, EventKind, Reveal
from rf_scorer.errors import DataError
from rf_scorer.review.case import revelation
from rf_scorer.review.events import event_document
from rf_scorer.review.returns import worksheet_id
from rf_scorer.review.seal import seal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain.rating import RatingEvent
    from rf_scorer.review.room import Room

__all__ = ["Worksheet", "Worksheets", "file_name"]

_INLINE = "inline:"
_SCRIPT = re.compile(rf'<script src="{_INLINE}(?P<name>[a-z0-9/_.-]+)"></script>')
_SHEET = re.compile(rf'<link rel="stylesheet" href="{_INLINE}(?P<name>[a-z0-9/_.-]+)">\n?')
#: What an inlined script must not hold: it would end its element, or begin a comment in which the end is not seen.
_ENDS = re.compile(r"</script|<!--|<script", re.IGNORECASE)
#: Takes the place of the policy until the digests of what it allows are known.
_POLICY = "policy-of-this-page"
_SEEN = frozenset({EventKind.REVEALED, EventKind.DECIDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """A worksheet, not yet written.

    Attributes
    ----------
    id : str
        The same for the same state of the study; see :func:`rf_scorer.review.returns.worksheet_id`.
    interview, rater : str
    html : str
    sealed : int
        Suggestions under a seal, the overall ones counted as one.
    """

    id: str
    interview: str
    rater: str
    html: str
    sealed: int


class _Inlined(Assets):
    """The desk's files under addresses that lead into the page itself."""

    def url(self, name: str) -> str:
        super().url(name)
        return _INLINE + name

    def text(self, name: str) -> str:
        found = self.get(name)
        assert found is not None
        return found.data.decode().replace("\r\n", "\n")


class Worksheets:
    """Makes worksheets of a study.

    Parameters
    ----------
    room : Room
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._assets = _Inlined()
        self._pages = Pages(room.study, self._assets)

    def make(self, rater_id: str, interview: str, *, suggestions: bool = True) -> Worksheet:
        """One worksheet.

        It goes on from what the rater entered at the desk so far. The same state of the study gives the same bytes.

        Parameters
        ----------
        rater_id, interview : str
        suggestions : bool
            Whether suggestions lie in it, sealed, where the study reveals any.

        Raises
        ------
        UnknownName
            If the interview is not this rater's.
        InvalidDocument
            If its sheet cannot be used.
        DataError
            If its transcript was changed since it was rated, or suggestions were seen already and are to be left out.
        """
        case = {**self._room.case(rater_id, interview), "mode": "worksheet", "revealed": {}}
        events = [
            event
            for event in self._room.store.events(rater=case["rater"], interview=interview)
            if event.kind is not EventKind.ADJUDICATED
        ]
        if not suggestions:
            _leave_out(case, events)
        went_on_from = events[-1].id if events else None
        keys = ("study", "interview", "rater", "source_sha256", "sheet_sha256")
        name = worksheet_id(**{key: case[key] for key in keys}, went_on_from=went_on_from)
        sealed = self._sealed(case, name)
        facts = {
            "id": name,
            "program": rf_scorer.__version__,
            "went_on_from": went_on_from,
            "events": [event_document(event) for event in events],
            "sealed": sealed,
        }
        return Worksheet(
            id=name,
            interview=interview,
            rater=case["rater"],
            html=self._page(case, facts),
            sealed=len(sealed),
        )

    def _sealed(self, case: dict[str, Any], name: str) -> dict[str, str]:
        if case["assistance"]["reveal"] == Reveal.NEVER:
            return {}
        sheet, _ = self._room.shelf.sheet(case["interview"])
        return {
            unit: seal(revelation(sheet, unit), worksheet=name, unit=unit)
            for unit in (*case["terms"]["ratable"], *([OVERALL] if case["terms"]["overall"] else []))
        }

    def _page(self, case: dict[str, Any], facts: dict[str, Any]) -> str:
        paper = self._room.paper(case["rater"], case["interview"])
        page = self._pages.render(
            "worksheet",
            title=case["interview"],
            rater=None,
            csrf="",
            case=case,
            case_json=embedded(case),
            facts_json=embedded(facts),
            talk=talk(paper.sheet, assisted=paper.assisted),
            guide=standing_alone("rating"),
            policy=_POLICY,
        )
        return self._inlined(page)

    def _inlined(self, page: str) -> str:
        """The page with its style sheets as one and its scripts in it, and a policy that allows these and nothing else."""
        sheets = [match["name"] for match in _SHEET.finditer(page)]
        style = "".join(self._assets.text(name) for name in sheets)
        if "</style" in style.lower():
            raise ValueError("a style sheet would end its element")
        first = _SHEET.search(page)
        assert first is not None
        page = page[: first.start()] + f"<style>{style}</style>\n" + _SHEET.sub("", page[first.end() :])
        scripts: list[str] = []

        def script(match: re.Match[str]) -> str:
            text = self._assets.text(match["name"])
            if _ENDS.search(text):
                raise ValueError(f"{match['name']} would end its element")
            scripts.append(text)
            return f"<script>{text}</script>"

        page = _SCRIPT.sub(script, page)
        if f'="{_INLINE}' in page:
            raise ValueError("something of the page was not put into it")
        return page.replace(_POLICY, _policy(style, scripts), 1)


def _leave_out(case: dict[str, Any], events: Sequence[RatingEvent]) -> None:
    """Make a case one in which nothing is ever revealed."""
    if any(event.kind in _SEEN for event in events):
        raise DataError(
            "The rater has seen suggestions for this interview already.",
            where=case["interview"],
            remedy="Make this worksheet without --no-suggestions, or let the rater go on at the desk.",
        )
    assistance = {**case["assistance"], "reveal": Reveal.NEVER.value}
    case |= {"assistance": assistance, "terms": {**case["terms"], "assistance": assistance}, "notice": None}


def _policy(style: str, scripts: Sequence[str]) -> str:
    return (
        f"default-src 'none'; script-src {' '.join(_digest(text) for text in scripts)}; style-src {_digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def file_name(interview: str, rater: str) -> str:
    """What the file of a worksheet is called."""
    return f"{interview}--{rater}.html"
