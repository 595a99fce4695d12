"""Nothing that a rater enters gets lost: drafts, bad lines, two windows, another cookie, and a page that goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rated_pages import ORIGIN, SHEET, Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

SAVED = "#save-status[data-kind=saved]:has-text('Saved')"
WAITING = "#save-status[data-kind=waiting]"


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes a desk over the invented interview; what a browser complained of fails the test."""
    made: list[Desk] = []

    def one(**rules: object) -> Desk:
        made.append(Desk.make(tmp_path, SHEET, **rules))
        return made[-1]

    yield one
    for desk in made:
        desk.room.close()
        assert not desk.complaints, desk.complaints


def write(page: Page, words: str) -> None:
    """Write into the note."""
    page.locator("#rating textarea").fill(words)


def alone(page: Page) -> None:
    """Take the channel between windows away, as in a browser of another machine."""
    page.add_init_script("delete window.BroadcastChannel")


def test_a_draft_is_there_again_where_the_rater_was(page: Page, make: Callable[..., Desk]) -> None:
    """After a reload the same passage is open, with level, note and markers as they were entered."""
    desk = make()
    desk.open(page)
    page.locator("#o-p05").click()
    page.keyboard.press("4")
    write(page, "Half of it is hers.")
    page.wait_for_selector(SAVED)
    with page.expect_request(lambda request: "visited" in (request.post_data or "")):
        page.locator("#o-p08").click()
    page.wait_for_selector(SAVED)
    desk.visit(page)
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == "p08"
    page.locator("#o-p05").click()
    assert page.locator("input[type=radio][value='4']").is_checked()
    assert page.locator("#note-p05").input_value() == "Half of it is hers."


def test_keys_in_one_go_are_one_draft(page: Page, make: Callable[..., Desk]) -> None:
    """Nothing is sent with every key: a pause, another passage or leaving the field sends what there is."""
    desk = make()
    desk.open(page)
    page.keyboard.press("n")
    # Keys of one moment, however slowly this machine passes them on one by one.
    page.evaluate(
        """() => {
            const field = document.activeElement;
            for (const sign of "one two three") {
                field.value += sign;
                field.dispatchEvent(new InputEvent("input", {bubbles: true}));
            }
        }"""
    )
    page.locator("#o-p05").click()
    page.wait_for_selector(SAVED)
    assert desk.kinds() == ["drafted"]
    assert desk.unit("p04")["draft"]["note"] == "one two three"


def test_what_was_typed_a_moment_ago_leaves_with_the_page(page: Page, make: Callable[..., Desk]) -> None:
    """A page that goes away sends what was not sent yet, in a request that outlives it."""
    desk = make()
    desk.open(page)
    page.keyboard.press("3")
    page.goto(f"{ORIGIN}/healthz")
    for _ in range(100):
        if desk.kinds():
            break
        page.wait_for_timeout(50)
    assert desk.unit("p04")["draft"]["level"] == 3


def test_a_line_that_is_down_loses_nothing(page: Page, make: Callable[..., Desk]) -> None:
    """Entries wait and are tried again; the bar says that they are not saved; closing the window asks first; then all is stored once."""
    desk = make()
    desk.open(page)
    desk.down = True
    page.keyboard.press("3")
    page.wait_for_selector(WAITING)
    assert "Not saved" in page.locator("#save-status").inner_text()
    assert page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    assert "Locking" in page.locator("#rating").inner_text()
    page.locator("#o-p05").click()
    page.keyboard.press("4")
    desk.down = False
    page.wait_for_selector("#o-p04[data-sign=locked]")
    page.wait_for_selector(SAVED)
    assert desk.unit("p04")["blind"]["judgement"]["level"] == 5
    assert desk.unit("p05")["draft"]["level"] == 4
    assert len({event["id"] for event in desk.sent}) == len(desk.sent)
    assert page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def test_an_answer_that_got_lost_stores_nothing_twice(page: Page, make: Callable[..., Desk]) -> None:
    """A request that arrived, but was not answered, is sent again with the same event."""
    desk = make()
    desk.open(page)
    desk.deaf = True
    page.keyboard.press("3")
    page.wait_for_selector(WAITING)
    desk.deaf = False
    page.wait_for_selector(SAVED)
    drafted = [event for event in desk.sent if event["kind"] == "drafted"]
    assert len(drafted) >= 2
    assert len({event["id"] for event in drafted}) == 1
    assert [event.kind.value for event in desk.room.store.events()].count("drafted") == 1


@pytest.mark.parametrize("mine", [True, False])
def test_two_windows_that_disagree_show_both(page: Page, make: Callable[..., Desk], mine: bool) -> None:
    """Who comes second sees both versions and chooses; the other one is not overwritten before."""
    desk = make()
    desk.serve(page.context)
    second = page.context.new_page()
    for one in (page, second):
        alone(one)
        # A window that has told where its rater is asks for nothing more, and learns of nothing before it sends again.
        with one.expect_response(lambda response: "events" in response.url):
            desk.visit(one)
    page.keyboard.press("3")
    page.wait_for_selector(SAVED)
    second.keyboard.press("7")
    second.wait_for_selector("text=Changed in two places")
    assert desk.unit("p04")["draft"]["level"] == 3
    shown = second.locator("#rating-body").inner_text()
    assert "Here" in shown or "HERE" in shown
    second.get_by_role("button", name="Use the one from here" if mine else "Use the one from there").click()
    second.wait_for_selector(SAVED if mine else "input[type=radio][value='3']:checked")
    assert desk.unit("p04")["draft"]["level"] == (7 if mine else 3)
    second.close()


def test_what_was_locked_elsewhere_is_not_overwritten(page: Page, make: Callable[..., Desk]) -> None:
    """Where the other window locked the rating, it counts; what was entered here can be read, and is not sent."""
    desk = make()
    desk.serve(page.context)
    second = page.context.new_page()
    for one in (page, second):
        alone(one)
        desk.visit(one)
    desk.rate(page, {"p04": 5})
    second.keyboard.press("7")
    second.wait_for_selector("text=Changed in two places")
    assert second.get_by_role("button", name="Use the one from here").count() == 0
    assert "7" in second.locator("#rating-body").inner_text()
    second.get_by_role("button", name="Use the one from there").click()
    second.wait_for_selector("#o-p04[data-sign=locked]")
    assert desk.unit("p04")["blind"]["judgement"]["level"] == 5
    second.close()


def test_windows_of_one_browser_tell_each_other(page: Page, make: Callable[..., Desk]) -> None:
    """What is stored in one tab is shown in the other, and neither has to be loaded again."""
    desk = make()
    desk.serve(page.context)
    second = page.context.new_page()
    desk.visit(page)
    desk.visit(second)
    page.bring_to_front()
    desk.rate(page, {"p04": 5})
    second.wait_for_selector("#o-p04[data-sign=locked]")
    assert "Your rating" in second.locator("#u-p04").inner_text()
    second.close()


def test_who_is_signed_out_keeps_what_they_entered(page: Page, make: Callable[..., Desk]) -> None:
    """Without a cookie nothing is stored and nothing thrown away; once the link was opened again, it goes on."""
    desk = make()
    desk.open(page)
    cookie = desk.client.get_cookie(next(iter(desk.client._cookies))[2])
    assert cookie is not None
    desk.client.delete_cookie(cookie.key)
    page.keyboard.press("5")
    page.wait_for_selector("#save-status[data-kind=held]")
    assert "Open your link in another tab" in page.locator("#save-status").inner_text()
    desk.client.set_cookie(cookie.key, cookie.value)
    page.get_by_role("button", name="Try now").click()
    page.wait_for_selector(SAVED)
    assert desk.unit("p04")["draft"]["level"] == 5


def test_what_was_finished_elsewhere_takes_no_more(page: Page, make: Callable[..., Desk]) -> None:
    """An interview that another window finished says so here, whatever is pressed."""
    desk = make()
    desk.serve(page.context)
    second = page.context.new_page()
    for one in (page, second):
        alone(one)
        desk.visit(one)
    desk.rate(page, {"p04": 6, "p05": 5, "p07": 1, "p08": 3, "overall": 4})
    page.locator("#o-finish").click()
    page.get_by_role("button", name="Finish this interview").click()
    page.wait_for_selector("text=Finished.")
    second.locator("#o-p02").click()
    second.keyboard.press("5")
    second.wait_for_selector("text=The interview is finished; this was not rated.")
    assert desk.unit("p02") == {}
    second.close()


def test_nothing_but_switches_is_kept_in_the_browser(page: Page, make: Callable[..., Desk]) -> None:
    """Colours, size, plain text and single keys are; no word, note or rating ever is."""
    desk = make()
    desk.open(page)
    page.keyboard.press("5")
    write(page, "zwickelmond")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    page.get_by_text("Display").click()
    page.get_by_label("Dark").check()
    page.get_by_label("Single keys work").uncheck()
    kept = page.evaluate("Object.entries({ ...localStorage })")
    assert sorted(kept) == [["rf-desk-shortcuts", "off"], ["rf-desk-theme", "dark"]]
    assert page.evaluate("[sessionStorage.length, document.cookie]") == [0, ""]
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    desk.visit(page)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_time_is_counted_while_somebody_is_there(page: Page, make: Callable[..., Desk]) -> None:
    """Seconds with a passage are sent with its lock; a minute after the last movement they stop, and another passage has its own.

    A page that is loaded anew counts on, and a decision has what the lock had and what came after, once.
    """
    desk = make()
    page.clock.install()
    desk.open(page)
    page.mouse.move(300, 300)
    page.clock.run_for(12_000)
    desk.visit(page)
    page.mouse.move(310, 300)
    page.clock.run_for(8_000)
    page.locator("#o-p05").click()
    page.clock.run_for(600_000)
    page.locator("#o-p04").click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    assert 18 <= desk.unit("p04")["blind"]["seconds"] <= 24
    page.keyboard.press("r")
    page.wait_for_selector("#o-p04[data-sign=seen]")
    page.clock.run_for(10_000)
    page.keyboard.press("y")
    page.wait_for_selector("#o-p04[data-sign=decided]")
    assert 27 <= desk.unit("p04")["decision"]["seconds"] <= 36
    page.locator("#o-p05").click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p05[data-sign=locked]")
    assert 55 <= desk.unit("p05")["blind"]["seconds"] <= 70
