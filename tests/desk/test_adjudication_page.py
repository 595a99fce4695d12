"""The adjudicator's page in a browser, over the desk's own application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("axe_playwright_python", reason="axe is not installed")
from invented_sheets import event, judged, sheet, study
from served_pages import ORIGIN, Served, faults, violations

from rf_scorer.desk.app import create_app
from rf_scorer.review import adjudication
from rf_scorer.review.room import Room
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

_RATERS = (Rater(id="zwanzig"), Rater(id="dreissig"), Rater(id="eva", role="adjudicator"))
_MARKER = {"marker": "B1", "turn": 3, "start": 8, "end": 41, "suggested": False}
#: Two ratings of each unit that has to be rated; by chance either is shown first.
_FIRST = {"p02": judged(3, note="Her mother's wish is named."), "p03": judged(5), "overall": judged(3)}
_SECOND = {
    "p02": judged(7, markers=[_MARKER]),
    "p03": judged(None, unratable="supplied"),
    "overall": judged(6, note="Steady throughout."),
}


class Dispute:
    """A study in which two raters have finished one interview, and the adjudicator's browser.

    Attributes
    ----------
    room : Room
    served : Served
    """

    def __init__(self, root: Path, page: Page, *, second: dict[str, Any] = _SECOND, **rules: Any) -> None:
        self.made = study(root / "study", sheet(), raters=_RATERS, **rules)
        self.room = Room.open(self.made)
        for rater, ratings in (("zwanzig", _FIRST), ("dreissig", second)):
            for unit, judgement in ratings.items():
                self.rate(rater, "locked", unit, judgement=judgement, after=0)
            self.rate(rater, "finished")
        app = create_app(self.room, self.made)
        client = app.test_client(use_cookies=True)
        client.post("/enter", json={"token": self.room.token("eva")}, base_url=ORIGIN, headers={"Origin": ORIGIN})
        page.set_default_timeout(15_000)
        self.served = Served(page, client=client)

    def rate(self, rater: str, kind: str, unit: str | None = None, **body: Any) -> None:
        """Let a rater do something."""
        self.room.record(rater, "talk-1", [event(kind, unit, **body)])

    def change(self, level: int) -> None:
        """A rater takes the finished interview up again and rates p02 anew."""
        after = self.room.state("dreissig", "talk-1")["ledger"]["units"]["p02"]["seq"]
        self.rate("dreissig", "reopened", reason="A slip.")
        self.rate("dreissig", "unlocked", "p02", after=after)
        now = self.room.state("dreissig", "talk-1")["ledger"]["units"]["p02"]["seq"]
        self.rate("dreissig", "locked", "p02", judgement=judged(level), after=now)
        self.rate("dreissig", "finished")

    def open(self, fragment: str = "") -> Page:
        """Open the interview."""
        page = self.served.open(f"/adjudication/talk-1{fragment}")
        page.wait_for_selector("html[data-ready=true]")
        return page

    def decided(self, unit: str) -> dict[str, Any] | None:
        """What is stored of a unit."""
        case = adjudication.adjudication_case(self.room, interview="talk-1", adjudicator="eva")
        found: dict[str, Any] | None = next(one["decided"] for one in case["disagreements"] if one["unit"] == unit)
        return found

    def events(self) -> int:
        """How many decisions are stored."""
        return sum(found.kind == "adjudicated" for found in self.room.store.events(interview="talk-1"))


@pytest.fixture
def dispute(tmp_path: Path, page: Page) -> Iterator[Dispute]:
    """Two raters who differ on two passages and on the whole; what the browser complains of fails the test."""
    made = Dispute(tmp_path, page)
    yield made
    made.room.close()
    assert made.served.complaints == []


def _decide(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_selector(".given.settled")


def test_what_differs_is_shown_side_by_side_and_without_names(dispute: Dispute) -> None:
    """The units that differ are listed; both ratings stand there with note and marker, their distance is drawn, and no rater is named."""
    page = dispute.open()
    assert page.locator("#list .name").all_inner_texts() == [
        "p02 why they acted as they did",
        "p03 And later?",
        "The whole interview",
    ]
    assert page.inner_text(".progress-text") == "0 of 3 decided"
    cards = page.locator(".both .given")
    assert cards.count() == 2
    both = page.inner_text(".both")
    assert "Her mother's wish is named." in both
    assert "she wanted to be left alone, beca" in both
    said = page.get_attribute(".spread", "aria-label") or ""
    assert said.endswith(": 4 levels apart.")
    assert "7" in said
    assert page.inner_text(".bridge") == "4 apart"
    assert "zwanzig" not in page.content()
    assert "dreissig" not in page.content()


def test_a_rating_without_a_level_is_told_in_words(dispute: Dispute) -> None:
    """A level beside a reason for none is no distance, and is told as what it is."""
    page = dispute.open()
    page.keyboard.press("j")
    assert "not ratable: supplied by the interviewer" in (page.get_attribute(".spread", "aria-label") or "")
    assert page.locator(".bridge").count() == 0
    assert "no level" in page.inner_text("#o-p03 .standing")


def test_a_disagreement_is_decided_by_keyboard_alone(dispute: Dispute) -> None:
    """Level, what was behind it, a note, and Enter: it is stored as entered, and Enter goes on to the next."""
    page = dispute.open()
    page.keyboard.press("5")
    page.keyboard.press("i")
    page.keyboard.press("n")
    page.keyboard.type("The guide is silent on wishes.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".given.settled")
    assert dispute.decided("p02") == {
        "level": 5,
        "unratable": None,
        "note": "The guide is silent on wishes.",
        "code": "guide_gap",
        "by": "third",
        "void": False,
    }
    assert page.inner_text(".progress-text") == "1 of 3 decided"
    assert page.inner_text("#save-status .save-text").startswith("Saved")
    page.wait_for_function("() => document.getElementById('live').textContent === 'p02 decided: 5.'")
    page.keyboard.press("Enter")
    assert page.inner_text("#rating-title") == "p03 And later?"


def test_a_unit_may_be_decided_not_to_be_ratable(dispute: Dispute) -> None:
    """The key x asks why there is no level; the reason is stored, and the level is none."""
    page = dispute.open()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    page.select_option(".no-level select", "supplied")
    page.check("input[value=slip]")
    page.click(".save-ruling")
    page.wait_for_selector(".given.settled")
    found = dispute.decided("p03") or {}
    assert (found["level"], found["unratable"], found["code"]) == (None, "supplied", "slip")


def test_what_is_missing_is_said_and_found(dispute: Dispute) -> None:
    """A decision without a level, a reason for none, what was behind it, or a note that is needed is not sent; the focus goes to what is missing."""
    page = dispute.open()

    def refused(said: str, focus: str) -> None:
        page.click(".save-ruling")
        assert said in page.inner_text("#rating-actions .error")
        assert page.evaluate(f"document.activeElement.matches({focus!r})")

    refused("Choose a level", ".line-levels input")
    page.check(".no-level input")
    refused("Say why the unit cannot be rated.", ".no-level select")
    page.select_option(".no-level select", "other")
    refused("what was behind the disagreement", "input[value=guide_gap]")
    page.check("input[value=ambiguous]")
    refused("Say in the note", "textarea")
    assert violations(page) == []
    assert dispute.events() == 0


@pytest.mark.parametrize("rule", ["third", "consensus"])
def test_how_it_is_decided_is_preset_by_the_study(tmp_path: Path, page: Page, rule: str) -> None:
    """The study's way is chosen already, and can be changed for one unit."""
    dispute = Dispute(tmp_path, page, adjudication=rule)
    dispute.open()
    assert page.is_checked(f".choices input[value={rule}]")
    _decide(page, "4", "a")
    assert (dispute.decided("p02") or {})["by"] == rule
    page.keyboard.press("Enter")
    _decide(page, "4", "a", "t" if rule == "consensus" else "c")
    assert (dispute.decided("p03") or {})["by"] == ("third" if rule == "consensus" else "consensus")
    dispute.room.close()


def test_a_decision_is_sent_until_it_is_stored_and_then_once(dispute: Dispute) -> None:
    """While the server does not answer, the page says so and keeps the entry; it is stored once."""
    page = dispute.open()
    dispute.served.down = True
    for key in ("5", "s", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#save-status[data-kind=waiting]")
    assert "Trying again" in page.inner_text("#save-status")
    page.wait_for_selector("#alert >> text=Not saved")
    assert page.inner_text("#o-p02 .standing").endswith("saving …")
    assert violations(page) == []
    dispute.served.down = False
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_selector(".given.settled")
    assert dispute.events() == 1


def test_somebody_who_was_signed_out_loses_nothing(dispute: Dispute) -> None:
    """Without a cookie nothing is stored and nothing lost: after the link was opened again, the entry is sent."""
    page = dispute.open()
    dispute.served.says("/api/adjudication/talk-1/events", 401, {"error": {"code": "token", "message": "Who are you?"}})
    for key in ("5", "s", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#save-status[data-kind=held]")
    dispute.served.answers.clear()
    page.click("#save-status button")
    page.wait_for_selector(".given.settled")
    assert dispute.events() == 1


def test_a_refusal_is_told_and_the_entry_stays(dispute: Dispute) -> None:
    """What the server refuses is told at the form, which keeps what was entered."""
    page = dispute.open()
    said = {"error": {"code": "incomplete", "message": "That will not do.", "remedy": "Do otherwise."}}
    dispute.served.says("/api/adjudication/talk-1/events", 422, said)
    for key in ("5", "s", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#rating-actions .error:visible")
    assert "Not saved. That will not do. Do otherwise." in page.inner_text("#rating-actions .error")
    assert page.is_checked(".line-levels input[value='5']")
    assert page.inner_text("#o-p02 .standing").endswith("not saved")


def test_nothing_is_decided_that_was_not_seen(dispute: Dispute) -> None:
    """When a rating changes while the page is open, the decision is refused, the new rating shown, and what was entered kept to be saved again."""
    page = dispute.open()
    page.keyboard.press("5")
    page.keyboard.press("s")
    dispute.change(9 - 3)
    page.keyboard.press("Enter")
    page.wait_for_selector("#rating-actions .error:visible")
    assert "A rating of this unit has changed." in page.inner_text("#rating-actions .error")
    assert page.inner_text(".bridge") == "3 apart"
    assert page.is_checked(".line-levels input[value='5']")
    assert dispute.events() == 0
    page.keyboard.press("Enter")
    page.wait_for_selector(".given.settled")
    assert (dispute.decided("p02") or {})["level"] == 5


def test_a_disagreement_that_is_gone_leaves_the_list(dispute: Dispute) -> None:
    """When the raters agree in the meantime, there is nothing to decide any more, and the next one is opened."""
    page = dispute.open()
    page.keyboard.press("5")
    page.keyboard.press("s")
    dispute.change(4)
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p02", state="detached")
    assert page.inner_text("#rating-title") == "p03 And later?"


def test_a_void_decision_is_shown_and_made_anew(dispute: Dispute) -> None:
    """A decision under which a rating changed is kept, said to be void, and can be made again."""
    page = dispute.open()
    _decide(page, "5", "s")
    dispute.change(8 - 1)
    page = dispute.open()
    assert "void" in page.inner_text("#o-p02 .standing").lower()
    assert "counts no more" in page.inner_text(".given.void")
    assert violations(page) == []
    _decide(page, "6", "s")
    assert dispute.decided("p02") == {
        "level": 6,
        "unratable": None,
        "note": "",
        "code": "slip",
        "by": "third",
        "void": False,
    }
    assert dispute.events() == 2


def test_a_decision_can_be_made_again_or_left(dispute: Dispute) -> None:
    """Deciding again begins with what was decided; leaving it changes nothing; saving adds a decision."""
    page = dispute.open()
    _decide(page, "5", "s")
    page.click("text=Decide again")
    assert page.is_checked(".line-levels input[value='5']")
    page.click("text=Leave it as it was")
    assert page.locator(".given.settled").count() == 1
    page.click("text=Decide again")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    page.wait_for_selector(".axis .tick.on >> text='4'")
    assert (dispute.decided("p02") or {})["level"] == 4
    assert dispute.events() == 2


def test_what_is_begun_waits_and_is_not_left_unasked(dispute: Dispute) -> None:
    """An entry stays while others are looked at, and leaving the page asks first."""
    page = dispute.open()
    page.keyboard.press("5")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.is_checked(".line-levels input[value='5']")
    assert page.inner_text("#o-p02 .standing").endswith("begun")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.click("text=Guide")
    assert asked == ["beforeunload"]
    assert page.url.endswith("/adjudication/talk-1")


def test_tagged_words_are_shown_in_the_interview(dispute: Dispute) -> None:
    """Words that a rater tagged are found in the transcript, and b leads back."""
    page = dispute.open()
    page.keyboard.press("e")
    shown = "[...CSS.highlights.get('rf-flash')].map(String).join()"
    assert page.evaluate(shown) == "she wanted to be left alone, beca"
    page.keyboard.press("b")
    assert page.evaluate("CSS.highlights.has('rf-flash')") is False


def test_keys_are_listed_and_can_be_switched_off(dispute: Dispute) -> None:
    """? lists every key; switched off, digits and letters do nothing, and Alt with an arrow still goes on."""
    page = dispute.open()
    assert page.inner_text("#keys-levels") == "− 0–9 level"
    page.keyboard.press("?")
    shown = page.locator("#help dd", has_text="Choose that level").locator("xpath=preceding-sibling::dt")
    assert shown.inner_text().split() == ["−", *"0123456789"]
    assert "By a third person, or in consensus" in page.inner_text("#help")
    assert violations(page) == []
    page.uncheck("#help [data-switch=shortcuts]")
    page.keyboard.press("Escape")
    page.keyboard.press("5")
    page.keyboard.press("j")
    assert page.locator(".line-levels input:checked").count() == 0
    assert page.inner_text("#rating-title").startswith("p02")
    page.keyboard.press("Alt+ArrowDown")
    assert page.inner_text("#rating-title").startswith("p03")


def test_the_list_is_walked_by_arrows(dispute: Dispute) -> None:
    """The list is one stop of the Tab key; arrows go through it, and Enter leads to the decision."""
    page = dispute.open()
    page.keyboard.press("Alt+1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert page.get_attribute("#o-overall", "aria-selected") == "true"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "rating-title"


def test_the_address_names_the_unit_to_open(dispute: Dispute) -> None:
    """#p03 and #u-p03 open it, at the start and later; what does not differ opens nothing."""
    page = dispute.open("#u-p03")
    assert page.get_attribute("#o-p03", "aria-selected") == "true"
    for named, unit in (("overall", "overall"), ("u-p02", "p02"), ("p03", "p03")):
        page.evaluate("(named) => { location.hash = named; }", named)
        page.wait_for_selector(f"#o-{unit}[aria-selected=true]")
    page.evaluate("() => { location.hash = 'u-p01'; }")
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    assert page.get_attribute("#o-p03", "aria-selected") == "true"


def test_without_disagreements_the_page_says_so(tmp_path: Path, page: Page) -> None:
    """Where nothing differs there is nothing to decide, and a way back."""
    dispute = Dispute(tmp_path, page, second=_FIRST)
    dispute.open()
    assert "There is nothing to decide." in page.inner_text("#rating")
    assert page.get_attribute("#rating a", "href") == "/"
    assert violations(page) == []
    dispute.room.close()


@pytest.mark.parametrize("width", [320, 1100, 1440])
@pytest.mark.parametrize("shown", ["open", "decided"])
def test_the_page_is_accessible(dispute: Dispute, shown: str, width: int) -> None:
    """By axe there is nothing against WCAG 2.2 AA, in light and dark, wide and narrow, and nothing is cut off."""
    page = dispute.served.page
    page.set_viewport_size({"width": width, "height": 900})
    dispute.open()
    if width == 320:
        assert faults(page) == []
        page.click("#sheet-toggle")
        assert page.locator("#rating-body").is_visible()
    if shown == "decided":
        _decide(page, "5", "s")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
