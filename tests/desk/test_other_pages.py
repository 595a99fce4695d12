"""The way in, the lists, the guides and the messages, in a browser."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("axe_playwright_python", reason="axe is not installed")
from served_pages import ADJUDICATOR, ORIGIN, RATER, Served, faults, violations

from rf_scorer.desk import guides
from rf_scorer.domain.rating import Reveal
from rf_scorer.study.folder import DeskRules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_TOKEN = "q8Zx-3kd_LmP0aQwErTyUiOp12345678"


@pytest.fixture
def served(page: Page) -> Iterator[Served]:
    """A desk in a browser; what the browser complains of fails the test."""
    desk = Served(page)
    yield desk
    assert desk.complaints == []


def _row(interview: str, status: str = "new", done: int = 0, **more: Any) -> SimpleNamespace:
    given: dict[str, Any] = {
        "interview": interview,
        "participant": "P017",
        "timepoint": "t1",
        "protocol": "Adult Attachment Interview",
        "words": 2495,
        "units": 20,
        "required": 11,
        "done": done,
        "status": status,
        "at": None,
        "last_at": None,
    }
    return SimpleNamespace(**{**given, **more})


def _rows() -> list[SimpleNamespace]:
    return [
        _row("aai-2", "finished", 11, words=3000, last_at="2026-11-02T09:14:05.123Z"),
        _row("aai-10", "open", 4, words=900, at="p07", last_at="2026-11-28T09:14:05.123Z", participant="P018"),
        _row("aai-1", "open", 8, words=7000, at="overall", last_at="2026-11-27T09:14:05.123Z", timepoint=None),
        _row("pdi-3", words=50, protocol=None, participant=None),
    ]


def _disputed(interview: str, differ: int, decided: int, void: int = 0) -> SimpleNamespace:
    return SimpleNamespace(
        interview=interview,
        participant="P017",
        timepoint=None,
        raters=("anna", "ben"),
        differ=differ,
        decided=decided,
        void=void,
    )


def _enter(served: Served) -> None:
    served.has("/enter", "enter", title="Open your desk", rater=None, csrf="")


def _list(served: Served, rows: list[SimpleNamespace], **context: Any) -> Page:
    served.has("/", "list", **{"rows": rows, "practice": None, "desk": DeskRules(), **context})
    return served.open("/")


def _names(page: Page) -> list[str]:
    """Interviews that can be seen, in order."""
    return page.locator("#rows tbody tr:visible th > a").all_text_contents()


# The way in


def test_a_link_lets_in_and_leaves_no_token_behind(served: Served) -> None:
    """The token goes to the server once, as JSON, and stands neither in an address that is asked for nor in the history."""
    _enter(served)
    served.says("/enter")
    _ = _list(served, _rows())
    served.asked.clear()
    page = served.open(f"/enter#{_TOKEN}")
    page.wait_for_url(f"{ORIGIN}/")
    assert served.posted("/enter") == [{"token": _TOKEN}]
    assert not any(_TOKEN in request.url for request in served.asked)
    page.go_back()
    assert _TOKEN not in page.url
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("pasted", [_TOKEN, f"  {_TOKEN}\t", f"http://127.0.0.1:8765/enter#{_TOKEN}", f"#{_TOKEN}"])
def test_what_is_pasted_may_be_the_whole_link(served: Served, pasted: str) -> None:
    """Of a pasted link only the part behind the # is sent."""
    _enter(served)
    served.says("/enter")
    served.has("/", "list", rows=[], practice=None, desk=DeskRules())
    page = served.open("/enter")
    page.keyboard.insert_text(pasted)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{ORIGIN}/")
    assert served.posted("/enter") == [{"token": _TOKEN}]


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (400, None, "This is not a link to the desk."),
        (401, None, "This link is not known in this study."),
        (429, None, "Wait a minute"),
        (503, None, "The desk is busy."),
        (
            500,
            {"error": {"message": "Something broke.", "remedy": "Tell somebody."}},
            "Something broke. Tell somebody.",
        ),
        (500, None, "could not let you in"),
    ],
)
def test_what_went_wrong_is_said_where_it_is_heard_and_seen(served: Served, status: int, body: Any, said: str) -> None:
    """An error stands beside the field and in a live region, the field has the focus, and typing takes the error away."""
    _enter(served)
    served.says("/enter", status, body)
    page = served.open("/enter")
    page.fill("#token", "wrong")
    page.press("#token", "Enter")
    error = page.locator("#token-error")
    error.wait_for()
    assert said in error.inner_text()
    assert said in page.locator("#alert").inner_text()
    assert page.evaluate("document.activeElement.id") == "token"
    assert page.get_attribute("#token", "aria-invalid") == "true"
    assert violations(page) == []
    page.press("#token", "a")
    assert not error.is_visible()
    assert page.get_attribute("#token", "aria-invalid") is None


def test_a_desk_that_is_gone_is_said_to_be(served: Served) -> None:
    """Where nothing answers, the page says so, and trying again is possible."""
    _enter(served)
    page = served.open("/enter")
    page.route("**/enter", lambda route: route.abort())
    page.fill("#token", _TOKEN)
    page.click("text=Open my desk")
    page.wait_for_selector("text=The desk does not answer.")
    assert page.get_attribute("button.primary", "aria-disabled") == "false"


def test_an_empty_field_asks_nothing(served: Served) -> None:
    """Without a link nothing is sent."""
    _enter(served)
    page = served.open("/enter")
    page.press("#token", "Enter")
    page.wait_for_selector("#token-error:visible")
    assert served.posted("/enter") == []


def test_a_second_link_in_the_same_tab_is_followed(served: Served) -> None:
    """A link that changes nothing but the fragment is not overlooked."""
    _enter(served)
    served.says("/enter", 401)
    page = served.open("/enter")
    served.page.goto(f"{ORIGIN}/enter#{_TOKEN}")
    page.wait_for_selector("#token-error:visible")
    assert served.posted("/enter") == [{"token": _TOKEN}]
    assert page.url == f"{ORIGIN}/enter"


# The lists


def test_what_is_next_is_what_was_worked_on_last(served: Served) -> None:
    """The interview that was worked on last comes first; none begun, the first new one; none left, thanks."""
    page = _list(served, _rows())
    assert page.inner_text("#next") == "Continue with aai-10"
    assert page.get_attribute("#next", "href") == "/interviews/aai-10"
    assert "4 of 11 ratings given, last at p07" in page.inner_text(".next .hint")
    assert "1 of 4 finished" in page.inner_text(".lead")
    page = _list(served, [_row("aai-1", "open", 11), _row("aai-2")])
    assert page.inner_text("#next") == "Finish aai-1"
    assert "11 of 11 ratings given; not finished yet" in page.inner_text(".next .hint")
    assert "11 of 11, to be finished" in page.inner_text("#rows")
    page = _list(served, [_row("aai-1", "finished", 11), _row("aai-2")])
    assert page.inner_text("#next") == "Start with aai-2"
    page = _list(served, [_row("aai-1", "finished", 11)])
    assert "All your interviews are finished." in page.inner_text(".next")
    page = _list(served, [])
    assert "No interviews yet" in page.inner_text("main")


@pytest.mark.parametrize(
    ("reveal", "told"),
    [
        ("passage", "Only then you can see"),
        ("interview", "Once everything you have to rate is locked"),
        ("never", "suggests nothing to you"),
    ],
)
def test_the_first_page_says_how_rating_works(served: Served, reveal: str, told: str) -> None:
    """Open for whoever has not begun, folded afterwards; by the rules of this study."""
    page = _list(served, [_row("aai-1")], desk=DeskRules(reveal=Reveal(reveal), control_share=0.0))
    assert page.get_attribute(".how", "open") is not None
    assert told in page.inner_text(".how")
    assert "drawn by lot" not in page.inner_text(".how")
    page = _list(served, _rows())
    assert page.get_attribute(".how", "open") is None
    page = _list(
        served, [_disputed("aai-1", 2, 0)], rater=ADJUDICATOR, desk=DeskRules(margin=2, adjudication="consensus")
    )
    assert "more than 2 apart" in page.inner_text(".how")
    assert "the raters talk it over" in page.inner_text(".how")


def test_progress_is_told_by_shape_and_number(served: Served) -> None:
    """Each rating is a box, filled where it is given; many become a bar; the numbers stand beside them."""
    page = _list(served, [_row("aai-1", "open", 4), _row("aai-2", "open", 12, required=31)])
    row = page.locator("#rows tbody tr").nth(0)
    assert "4 of 11" in row.inner_text()
    assert [len(re.findall("M", row.locator(f".{kind}").get_attribute("d") or "")) for kind in ("full", "void")] == [
        4,
        7,
    ]
    bar = page.locator("#rows tbody tr").nth(1).locator("progress")
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("12", "31")


def test_interviews_are_found_by_keyboard_alone(served: Served) -> None:
    """A slash leads to the search, words and status narrow the rows, and how many are left is said."""
    page = _list(served, _rows())
    page.keyboard.press("/")
    page.keyboard.type("P017 attachment")
    assert _names(page) == ["aai-2", "aai-1"]
    assert page.inner_text("#shown") == "2 of 4 interviews shown"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert _names(page) == ["aai-1"]
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("nowhere")
    assert _names(page) == []
    assert violations(page) == []
    page.click("#reset")
    assert len(_names(page)) == 4
    assert page.inner_text("[data-count=open]") == "2"


def test_rows_are_ordered_as_people_count(served: Served) -> None:
    """A column's head orders by it, a second press turns the order round, and assistive technology is told."""
    page = _list(served, _rows())
    head = page.locator("th[data-key=name]")
    head.locator("button").click()
    assert _names(page) == ["aai-1", "aai-2", "aai-10", "pdi-3"]
    assert head.get_attribute("aria-sort") == "ascending"
    head.locator("button").click()
    assert _names(page) == ["pdi-3", "aai-10", "aai-2", "aai-1"]
    assert head.get_attribute("aria-sort") == "descending"
    page.select_option("#order", label="Words, most first")
    assert _names(page) == ["aai-1", "aai-2", "aai-10", "pdi-3"]
    assert head.get_attribute("aria-sort") is None
    page.select_option("#order", label="Last worked on, newest first")
    assert _names(page) == ["aai-10", "aai-1", "aai-2", "pdi-3"]
    page.select_option("#order", label="As in the study")
    assert _names(page) == ["aai-2", "aai-10", "aai-1", "pdi-3"]


def test_rows_are_walked_through_and_opened(served: Served) -> None:
    """The keys j and k go from one interview to the next, Enter opens it, c opens what is next."""
    page = _list(served, _rows())
    for key, name in (("j", "aai-2"), ("j", "aai-10"), ("ArrowDown", "aai-1"), ("k", "aai-10"), ("ArrowUp", "aai-2")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == name
    page.keyboard.press("Enter")
    page.wait_for_url("**/interviews/aai-2")
    page.go_back()
    page.wait_for_selector("#rows")
    page.keyboard.press("c")
    page.wait_for_url("**/interviews/aai-10")


def test_single_keys_can_be_switched_off(served: Served) -> None:
    """With the switch off, or in a field, letters and signs are only letters and signs."""
    page = _list(served, _rows())
    page.keyboard.press("/")
    page.keyboard.type("j?")
    assert page.input_value("#query") == "j?"
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.click("#display > summary")
    page.uncheck("[data-switch=shortcuts]")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()


def test_keys_are_explained(served: Served) -> None:
    """A question mark opens the list of keys, and Escape closes it."""
    page = _list(served, _rows())
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_going_back_finds_the_list_as_it_was_left(served: Served) -> None:
    """Search, status and order are kept while an interview is open, and not in the address."""
    page = _list(served, _rows())
    served.has("/interviews/aai-1", "message", code="x", message="There.", remedy="")
    page.check("input[name=status][value=open]")
    page.select_option("#order", label="Interview, A to Z")
    page.click("#rows a >> nth=0")
    page.wait_for_url("**/interviews/aai-1")
    page.go_back()
    page.wait_for_selector("#rows")
    assert _names(page) == ["aai-1", "aai-10"]
    assert page.url == f"{ORIGIN}/"


def test_two_hundred_rows_stay_readable_on_a_narrow_page(served: Served) -> None:
    """At 320 pixels nothing is cut off or scrolled sideways, and a search still finds its row."""
    served.page.set_viewport_size({"width": 320, "height": 640})
    page = _list(served, [_row(f"aai-{number:03}", "open", number % 11) for number in range(200)])
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert len(_names(page)) == 200
    page.fill("#query", "aai-137")
    assert _names(page) == ["aai-137"]
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.get_by_role("row", name="aai-137").count() == 1


def test_the_list_can_be_read_without_scripts(browser: Browser) -> None:
    """Without scripts every interview is there to be opened, and nothing that would not work."""
    context = browser.new_context(java_script_enabled=False)
    desk = Served(context.new_page())
    page = _list(desk, _rows())
    assert len(_names(page)) == 4
    assert not page.locator("#find").is_visible()
    context.close()


def test_an_adjudicator_sees_what_differs_and_what_is_void(served: Served) -> None:
    """Disagreements are counted, the first that is open comes next, void decisions are told of, and raters are a number."""
    rows = [_disputed("aai-1", 2, 2), _disputed("aai-2", 3, 1, void=1), _disputed("aai-3", 0, 0)]
    page = _list(served, rows, rater=ADJUDICATOR, title="Disagreements")
    assert "3 of 5 disagreements decided" in page.inner_text(".lead")
    assert page.inner_text("#next") == "Continue with aai-2"
    assert page.locator("#rows tbody td:nth-child(2)").first.inner_text() == "2"
    assert not {"anna", "ben"} & set(page.inner_text("main").replace(",", " ").split())
    assert "1 decision is void." in page.inner_text(".notice")
    page.check("input[name=status][value=decided]")
    assert _names(page) == ["aai-1"]
    assert page.get_attribute("#rows a", "href") == "/adjudication/aai-1"
    page = _list(served, [_disputed("aai-1", 2, 2)], rater=ADJUDICATOR)
    assert "Everything is decided that differs so far." in page.inner_text("main")
    page = _list(served, [], rater=ADJUDICATOR)
    assert "Nothing to decide yet" in page.inner_text("main")


_AGREEMENT: dict[str, Any] = {
    "n": 14,
    "constant": 3,
    "figures": {
        "exact": {"value": 0.357, "constant": 0.214, "reason": None},
        "within_one": {"value": 0.786, "constant": 0.5, "reason": None},
        "difference": {"value": -0.41, "constant": 0.62, "reason": None},
        "distance": {"value": 0.88, "constant": 1.71, "reason": None},
        "kappa": {"value": -0.05, "constant": None, "reason": "All labels are the same so far."},
    },
}


def test_practice_shows_agreement_beside_its_baseline(served: Served) -> None:
    """Each figure stands beside that of always giving one level; what is not defined has its reason; the labels' worth is told."""
    page = _list(served, [_row("set-01", "open", 4)], practice=_AGREEMENT)
    rows = [row.split("\t") for row in page.locator(".practice tbody tr:not(.reason)").all_inner_texts()]
    figures = [[cell.strip() for cell in row[1:3]] for row in rows]
    assert figures == [["36 %", "21 %"], ["79 %", "50 %"], ["0.88", "1.71"], ["−0.41", "+0.62"], ["−0.05", "–"]]
    assert "Always 3" in page.inner_text(".practice thead")
    assert "All labels are the same so far." in page.inner_text(".practice .reason")
    page.click("text=What the labels are worth")
    assert "none of them is a certified rater" in page.inner_text(".practice")
    assert page.inner_text("#next") == "Continue with set-01"
    assert "1 set" in page.inner_text("#shown")


def test_practice_waits_for_five_answers(served: Served) -> None:
    """Before there are enough answers no figure is shown."""
    page = _list(served, [_row("set-01")], practice={"n": 0})
    assert "No answers so far." in page.inner_text(".practice")
    assert "From five on" in page.inner_text(".practice")
    assert page.locator(".practice table").count() == 0


# Guides and messages


def _guide(served: Served, name: str) -> Page:
    found = guides.guide(name)
    others = [guides.guide(each) for each in guides.names()]
    served.has(f"/guides/{name}", "guide", title=found.title, body=found.body, name=name, guides=others)
    return served.open(f"/guides/{name}")


def test_a_guide_has_a_contents_list(served: Served) -> None:
    """Every heading of the guide is linked to, in order, and the link leads there."""
    page = _guide(served, "markers")
    headings = page.locator("#guide :is(h2, h3)").all_text_contents()
    assert page.locator("#contents a").all_text_contents() == headings
    page.locator("#contents a").nth(4).click()
    assert page.locator("#guide :is(h2, h3)").nth(4).bounding_box()["y"] < 200  # type: ignore[index]
    assert page.get_attribute(".beside ul [aria-current]", "href") == "/guides/markers"


def test_a_wide_table_is_reached_only_where_it_is_cut(served: Served) -> None:
    """A table that fits is no stop on the way through the page; one that does not has a name and the focus."""
    page = _guide(served, "rating")
    assert page.locator("#guide [tabindex='0']").count() == 0
    served.page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_selector("#guide .wide[tabindex='0'][aria-label='Table 1, The scale']")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(("rater", "way"), [(RATER, "/"), (None, "/enter")])
def test_a_message_says_what_to_do_next(served: Served, rater: Any, way: str) -> None:
    """What happened, what next, and a way on: to the list, or for strangers to the door."""
    said = {"code": "unknown", "message": "There is no such interview for you.", "remedy": "Go back to the list."}
    served.has("/nowhere", "message", title="Nothing is here", rater=rater, csrf="", **said)
    page = served.open("/nowhere")
    text = page.inner_text("main")
    assert all(part in text for part in ("Nothing is here", *said.values()))
    assert page.get_attribute("main a.button", "href") == way


# For everybody


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize(
    "shown", ["enter", "rows", "empty", "disputed", "practice", "rating", "highlights", "message", "display"]
)
def test_pages_are_accessible(served: Served, shown: str, width: int) -> None:
    """By axe there is nothing against WCAG 2.2 AA, in light and dark, wide and narrow, and nothing is cut off."""
    page = served.page
    page.set_viewport_size({"width": width, "height": 900})
    if shown == "enter":
        _enter(served)
        served.open("/enter")
    elif shown in {"rating", "highlights"}:
        _guide(served, shown)
    elif shown == "message":
        served.has("/", "message", code="x", message="No.", remedy="Go back.")
        served.open("/")
    elif shown == "disputed":
        _list(
            served,
            [_disputed("aai-1", 2, 2), _disputed("aai-2", 3, 1, void=1), _disputed("aai-3", 0, 0)],
            rater=ADJUDICATOR,
        )
    elif shown == "practice":
        _list(served, [_row("set-01", "open", 4)], practice=_AGREEMENT)
    else:
        _list(served, [] if shown == "empty" else _rows())
    if shown == "display":
        page.click("#display > summary")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
