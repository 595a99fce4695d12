"""The rating page for everybody: without a pointer, by ear, enlarged, narrow, in the dark, on paper, and with long interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rated_pages import SHEET, Desk, long_sheet
from served_pages import faults, violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

LEVELS = {"p04": 6, "p05": 5, "p07": 1, "p08": 3}


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes a desk over the invented interview; what a browser complained of fails the test."""
    made: list[Desk] = []

    def one(sheet: dict[str, object] = SHEET, **rules: object) -> Desk:
        made.append(Desk.make(tmp_path, sheet, **rules))
        return made[-1]

    yield one
    for desk in made:
        desk.room.close()
        assert not desk.complaints, desk.complaints


def focused(page: Page, attribute: str = "id") -> str:
    """An attribute of what has the focus."""
    return page.evaluate(
        "(name) => document.activeElement.getAttribute(name) || document.activeElement.tagName", attribute
    )


def seen(page: Page, desk: Desk, *, unit: str = "p04") -> None:
    """Rate, lock and open a suggestion."""
    desk.rate(page, {unit: 6})
    page.keyboard.press("r")
    page.wait_for_selector(f"#o-{unit}[data-sign=seen]")


def test_every_stage_of_a_rating_is_sound(page: Page, make: Callable[..., Desk]) -> None:
    """No rule of WCAG 2.2 AA, and none of good practice, is broken at any stage of a rating, in any dialog, in light and dark."""
    desk = make()
    desk.open(page)
    assert faults(page) == []
    page.get_by_text("Display").click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("9")
    page.keyboard.press("Enter")
    assert faults(page) == []
    page.keyboard.press("6")
    page.get_by_text("Suggested by rule").click()
    page.locator(".picks [data-pick]").first.click()
    page.locator("#rating textarea").fill("A note.")
    assert faults(page) == []
    page.evaluate("document.activeElement.blur()")
    for key in ("m", "?"):
        page.keyboard.press(key)
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    assert faults(page) == []
    page.keyboard.press("r")
    page.wait_for_selector("#o-p04[data-sign=seen]")
    page.keyboard.press("e")
    assert faults(page) == []
    page.keyboard.press("c")
    page.keyboard.press("3")
    page.get_by_role("button", name="Change to 3").click()
    assert faults(page) == []
    page.get_by_label("I had overlooked").check()
    page.get_by_role("button", name="Change to 3").click()
    page.wait_for_selector("#o-p04[data-sign=decided]")
    assert faults(page) == []


def test_overall_finish_and_trouble_are_sound(page: Page, make: Callable[..., Desk]) -> None:
    """The same for the whole interview, its summaries, the end, what cannot be rated, and a line that is down."""
    desk = make()
    desk.open(page)
    page.locator("#o-finish").click()
    assert violations(page) == []
    page.locator("#o-p10").click()
    assert violations(page) == []
    desk.rate(page, LEVELS | {"overall": 4})
    page.keyboard.press("r")
    page.wait_for_selector(".aggregates")
    assert violations(page) == []
    page.keyboard.press("y")
    page.wait_for_selector("#o-overall[data-sign=decided]")
    page.locator("#o-finish").click()
    page.get_by_role("button", name="Finish this interview").click()
    page.get_by_text("Open the interview again").click()
    assert violations(page) == []
    desk.down = True
    page.get_by_label("Why it is opened again").fill("Again.")
    page.get_by_role("button", name="Open it again").click()
    page.wait_for_selector("#save-status[data-kind=waiting]")
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height", "control"), [(320, 640, True), (320, 256, False), (900, 700, True)])
def test_narrow_windows_lose_nothing(
    page: Page, make: Callable[..., Desk], width: int, height: int, control: bool
) -> None:
    """At 320 pixels, which is 1280 at 400 %, all is there without scrolling sideways; an interview without help as well."""
    desk = make(control=control)
    page.set_viewport_size({"width": width, "height": height})
    desk.open(page)
    assert page.locator(".bar .no-help").is_visible() is control
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.locator(".lister > summary").click()
    assert violations(page) == []
    page.locator("#o-p05").click()
    assert page.locator(".lister").get_attribute("open") is None
    if width == 320:
        page.locator("#sheet-toggle").click()
        assert page.locator("#sheet-toggle").get_attribute("aria-expanded") == "true"
        assert violations(page) == []
    page.locator("input[type=radio][value='5']").check()
    page.get_by_role("button", name="Lock rating").click()
    page.wait_for_selector("#o-p05[data-sign=locked]", state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough(page: Page, make: Callable[..., Desk]) -> None:
    """Whatever is pressed is at least 24 pixels high, links within a line of text aside."""
    desk = make()
    desk.open(page)
    seen(page, desk)
    page.locator("#o-p05").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button:not(.link), select, textarea, summary, [role=option], .levels label, label.none, .bar a")]
            .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height > 0)
            .filter((one) => one.getBoundingClientRect().height < 23.5)
            .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_a_whole_rating_needs_no_pointer(page: Page, make: Callable[..., Desk]) -> None:
    """From the list to the decision by keys alone, and the focus is always on something that is there."""
    desk = make()
    desk.open(page)
    page.keyboard.press("Alt+1")
    assert focused(page, "data-open") == "p04"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert focused(page, "data-open") == "p04"
    page.keyboard.press("Alt+3")
    page.keyboard.press("ArrowDown")
    assert page.locator(".levels input:checked").count() == 1
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    assert page.evaluate("document.activeElement.textContent") == "Your rating"
    page.keyboard.press("r")
    page.wait_for_selector("#o-p04[data-sign=seen]")
    assert page.evaluate("document.activeElement.textContent") == "Suggestion"
    page.keyboard.press("y")
    page.wait_for_selector("#o-p04[data-sign=decided]")
    assert page.evaluate("document.activeElement.textContent") == "Your rating"
    page.keyboard.press("u")
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == "p05"
    assert page.evaluate("document.activeElement !== document.body && document.activeElement.isConnected")


def test_keys_walk_through_the_passages(page: Page, make: Callable[..., Desk]) -> None:
    """Two single keys, or Alt with an arrow, lead to the next passage and back; the transcript follows."""
    desk = make()
    desk.open(page)
    for key, unit in (("j", "p05"), ("k", "p04"), ("Alt+ArrowDown", "p05"), ("Alt+ArrowUp", "p04")):
        page.keyboard.press(key)
        assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == unit
        assert page.locator(".passage.current").get_attribute("data-unit") == unit


def test_f6_leads_from_part_to_part_and_out_again(page: Page, make: Callable[..., Desk]) -> None:
    """Passages, transcript, rating; behind the last part the key is the browser's again."""
    desk = make()
    desk.open(page)
    homes = []
    for _ in range(3):
        page.keyboard.press("F6")
        homes.append(page.evaluate("document.activeElement.closest('.column').id"))
    assert homes == ["list", "talk", "rating"]
    taken = page.evaluate(
        "!dispatchEvent(new KeyboardEvent('keydown', { key: 'F6', bubbles: true, cancelable: true }))"
    )
    assert taken is False
    page.keyboard.press("Shift+F6")
    assert page.evaluate("document.activeElement.closest('.column').id") == "talk"


def test_single_keys_do_nothing_in_fields_and_can_be_switched_off(page: Page, make: Callable[..., Desk]) -> None:
    """Letters and digits are text where text is written; switched off, only keys with Alt or Ctrl, and Enter, are left, and buttons do not tell the others."""
    desk = make()
    desk.open(page)
    page.keyboard.press("n")
    page.keyboard.type("5 jkxrhy?")
    assert page.locator("#note-p04").input_value() == "5 jkxrhy?"
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == "p04"
    assert page.locator(".levels input:checked").count() == 0
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.get_by_text("Display").click()
    page.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("5")
    page.keyboard.press("j")
    assert page.locator(".levels input:checked").count() == 0
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == "p04"
    assert page.locator("#keys-line").is_hidden()
    assert page.get_by_role("button", name="Tag words").get_attribute("aria-keyshortcuts") is None
    page.keyboard.press("Alt+ArrowDown")
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == "p05"


def test_the_help_lists_the_keys(page: Page, make: Callable[..., Desk]) -> None:
    """A question mark, or the button, opens a dialog with every key, and Escape leads back."""
    desk = make()
    desk.open(page)
    page.keyboard.press("?")
    shown = page.locator("#help").inner_text()
    for words in (
        "Lock the rating",
        "Open the suggestion",
        "Next passage",
        "Highlights on or off",
        "Tag words with a marker",
        "Redo",
    ):
        assert words in shown
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()
    page.get_by_role("button", name="Keys").click()
    assert page.locator("#help").is_visible()


def test_what_happens_is_told(page: Page, make: Callable[..., Desk]) -> None:
    """Who listens hears of locks, suggestions and trouble; the list says each state in words."""
    desk = make()
    desk.open(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("#alert:has-text('Choose a level')", state="attached")
    desk.rate(page, {"p04": 6})
    page.wait_for_selector("#live:has-text('p04 locked: 6')", state="attached")
    page.keyboard.press("r")
    page.wait_for_selector("#live:has-text('interval 4 to 8')", state="attached")
    assert "seen" in page.locator("#o-p04").inner_text()
    desk.down = True
    page.keyboard.press("y")
    page.wait_for_selector("#alert:has-text('Not saved')", state="attached")


def test_paper_has_the_ratings_and_no_suggestion_that_was_not_opened(page: Page, make: Callable[..., Desk]) -> None:
    """Printed: every turn, the rater's code, own ratings, markers and notes; a suggestion only where it was opened."""
    desk = make()
    desk.open(page)
    seen(page, desk)
    page.locator("#o-p05").click()
    page.keyboard.press("4")
    page.locator("#rating textarea").fill("Half of it is hers.")
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    assert "Rater anna" in text
    assert "Half of it is hers." in text
    assert "draft 4" in text
    assert text.count("Suggestion, provisional") == 1
    assert "Suggestion, provisional: 6" in page.locator("#u-p04").inner_text()
    assert "Lock rating" not in text
    for turn in SHEET["transcript"]["turns"]:
        assert page.locator(f"[data-turn='{turn['index']}']").is_visible()
    assert len(page.pdf()) > 20_000


def test_forced_colours_keep_states_apart(page: Page, make: Callable[..., Desk]) -> None:
    """With the system's own colours the open passage and the chosen level are outlined, and marks keep their shapes."""
    desk = make()
    page.emulate_media(forced_colors="active")
    desk.open(page)
    page.keyboard.press("5")
    assert page.evaluate("getComputedStyle(document.querySelector('[aria-selected=true]')).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.querySelector('.level.on')).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.querySelector('mark.e u')).textDecorationStyle") == "wavy"


def test_wide_windows_keep_lines_readable(page: Page, make: Callable[..., Desk]) -> None:
    """On a screen of 3840 pixels a line of the talk is no longer than 85 characters, and rating and suggestion stand side by side."""
    desk = make()
    page.set_viewport_size({"width": 3840, "height": 2000})
    desk.open(page)
    seen(page, desk)
    characters = page.evaluate(
        """() => {
            const turn = document.querySelector("[data-turn='7']");
            return turn.getBoundingClientRect().width / (parseFloat(getComputedStyle(turn).fontSize) * 0.42);
        }"""
    )
    assert characters < 90
    mine, theirs = page.locator(".given").bounding_box(), page.locator(".theirs").bounding_box()
    assert mine is not None
    assert theirs is not None
    assert mine["x"] + mine["width"] < theirs["x"]


def test_long_interviews_stay_quick(page: Page, make: Callable[..., Desk]) -> None:
    """With 30,000 words a digit is on the screen within a fraction of a second, and what is far away is not drawn."""
    desk = make(long_sheet(SHEET, words=30_000))
    desk.open(page)
    words = sum(len(turn["text"].split()) for turn in SHEET["transcript"]["turns"])
    assert page.locator(".turn").count() > 30_000 // words * 10
    times = page.evaluate(
        """async () => {
            const times = [];
            for (const key of "3456375634") {
                const began = performance.now();
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
                times.push(performance.now() - began);
            }
            return times.sort((one, other) => one - other);
        }"""
    )
    assert times[len(times) // 2] < 150
    far = page.locator(".passage").last
    assert far.evaluate("(section) => getComputedStyle(section).contentVisibility") == "auto"
    page.locator("#o-overall").click()
    desk.rate(page, {"p404": 5})
    assert page.locator("#u-p404").is_visible()
    assert page.locator("#u-p404").bounding_box()["y"] < 400
