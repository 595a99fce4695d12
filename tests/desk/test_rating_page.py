"""Rating an interview in a real browser, over the desk's own application: from an empty scale to a finished interview."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rated_pages import SHEET, Desk, short_scale

from rf_scorer.domain.rating import Reveal
from rf_scorer.pages.marks import FLAG_SIGNS, HOLDER_SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

#: The bar once everything is stored.
SAVED = "#save-status[data-kind=saved]:has-text('Saved')"
#: The event of a visit was stored.
_VISITED = "() => RF.page.state.ledger.at === 'p04'"
#: An element begins in the upper half of the window.
_IN_VIEW = """(id) => {
    const { top } = document.getElementById(id).getBoundingClientRect();
    return top >= 0 && top < innerHeight / 2;
}"""


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


def panel(page: Page) -> str:
    """What the panel shows."""
    return page.locator("#rating").inner_text()


def select(page: Page, turn: int, words: str) -> None:
    """Select words of a turn, as a drag of the mouse would."""
    page.evaluate(
        """([turn, words]) => {
            const paragraph = document.querySelector(`[data-turn="${turn}"]`);
            const start = RF.text.points(paragraph.textContent, paragraph.textContent.indexOf(words));
            const range = RF.text.range(paragraph, start, start + [...words].length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [turn, words],
    )
    page.wait_for_selector("#dock [data-act=tag]")


def test_the_page_opens_where_there_is_something_to_do(page: Page, make: Callable[..., Desk]) -> None:
    """A new interview opens at the first passage that must be rated; the list says of each passage in words how far it is."""
    desk = make()
    desk.open(page)
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == "p04"
    assert "required · to do" in page.locator("#o-p04").inner_text()
    assert "optional" in page.locator("#o-p02").inner_text()
    assert "not asked" in page.locator("#o-p10").inner_text()
    assert "inaudible" in page.locator("#o-p06").inner_text()
    assert "0 of 5 required ratings locked" in page.locator("#list").inner_text()
    assert "every answer is rated, a refusal to think about it as well" in panel(page)


def test_a_new_interview_is_read_from_its_beginning(page: Page, make: Callable[..., Desk]) -> None:
    """As long as nothing was entered the transcript stays at its top, with a way to the chosen passage; later it opens where the rater was."""
    desk = make()
    page.set_viewport_size({"width": 1280, "height": 500})
    desk.open(page)
    page.wait_for_selector("#dock:has-text('Go to p04')")
    assert page.evaluate("scrollY") == 0
    page.wait_for_function(_VISITED)
    desk.visit(page)
    page.wait_for_selector("#dock:has-text('Go to p04')")
    assert page.evaluate("scrollY") == 0
    page.locator("#dock [data-act=current]").click()
    page.wait_for_function(_IN_VIEW, arg="u-p04")
    desk.rate(page, {"p07": 3})
    page.wait_for_function("() => RF.page.state.ledger.at === 'p07'")
    desk.visit(page)
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == "p07"
    page.wait_for_function(_IN_VIEW, arg="u-p07")


def test_the_address_names_the_passage_to_open(page: Page, make: Callable[..., Desk]) -> None:
    """#p03 and #u-p03 open it, at the start and later; a place that is no passage, such as a skip link's, opens nothing."""
    desk = make()
    page.set_viewport_size({"width": 1280, "height": 500})
    desk.open(page, unit="u-p07")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.get_attribute("data-open") == "p07"
    page.wait_for_function(_IN_VIEW, arg="u-p07")
    for named, unit in (("p03", "p03"), ("u-p08", "p08"), ("finish", "finish"), ("overall", "overall"), ("p05", "p05")):
        page.evaluate("(named) => { location.hash = named; }", named)
        page.wait_for_selector(f"#o-{unit}[aria-selected=true]")
    page.wait_for_function(_IN_VIEW, arg="u-p05")
    for named in ("rating", "nothing", "%"):
        page.evaluate("(named) => { location.hash = named; }", named)
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    assert chosen.get_attribute("data-open") == "p05"
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("() => { location.hash = 'p05'; }")
    page.wait_for_function(_IN_VIEW, arg="u-p05")


def test_a_passage_that_is_locked_is_opened_rather_than_rated(page: Page, make: Callable[..., Desk]) -> None:
    """The button beside a passage says "Rate" as long as nothing is locked there, and "Open" from then on; so it does once all is finished."""
    desk = make()
    desk.open(page)
    buttons = page.locator(".rate-this")
    assert set(buttons.all_text_contents()) == {"Rate"}
    page.keyboard.press("6")
    page.wait_for_selector("#o-p04[data-sign=draft]")
    assert page.locator("#u-p04 .rate-this").get_attribute("aria-label") == "Rate p04"
    page.keyboard.press("Enter")
    page.wait_for_selector("#u-p04 .rate-this:has-text('Open')", state="attached")
    assert page.locator("#u-p04 .rate-this").get_attribute("aria-label") == "Open p04"
    assert page.locator("#u-p05 .rate-this").text_content() == "Rate"
    page.keyboard.press("Control+z")
    page.wait_for_selector("#u-p04 .rate-this:has-text('Rate')", state="attached")
    desk.rate(page, {"p04": 6, "p05": 5, "p07": 1, "p08": 3, "overall": 4})
    page.locator("#o-finish").click()
    page.get_by_role("button", name="Finish this interview").click()
    page.wait_for_selector("text=Finished.")
    assert set(buttons.all_text_contents()) == {"Open"}


def test_a_set_to_practise_with_has_no_whole(page: Page, make: Callable[..., Desk]) -> None:
    """Every answer is required, none stands for all of them, and with the last one locked the set can be finished."""
    desk = make(practice=True)
    desk.open(page)
    assert page.locator("#o-overall").count() == 0
    assert "Every answer of a set is rated" in panel(page)
    assert page.locator(".places li").first.inner_text() == "Sets"
    units = page.evaluate("RF.page.state.doc.terms.ratable")
    assert page.locator("#list .required").count() == len(units)
    assert f"0 of {len(units)} required ratings locked" in page.locator("#list").inner_text()
    desk.rate(page, dict.fromkeys(units[:-1], 4))
    page.keyboard.press("r")
    page.wait_for_selector(f"#o-{units[-2]}[data-sign=seen]")
    page.keyboard.press("y")
    page.wait_for_selector(f"#o-{units[-2]}[data-sign=decided]")
    page.locator("#o-finish").click()
    assert "Every answer of the set." in panel(page)
    assert page.locator("#rating-body [data-open]").all_inner_texts()[0].startswith(units[-1])
    desk.rate(page, {units[-1]: 4})
    page.keyboard.press("u")
    page.get_by_role("button", name="Finish this set").click()
    page.wait_for_selector("text=Finished.")
    assert desk.ledger()["status"] == "finished"
    assert "interview" not in panel(page)


def test_a_level_is_one_key_and_is_stored_as_a_draft(page: Page, make: Callable[..., Desk]) -> None:
    """A digit chooses a level, a moment later it is stored, and the bar says so."""
    desk = make()
    desk.open(page)
    page.keyboard.press("6")
    assert page.locator("input[type=radio][value='6']").is_checked()
    assert page.locator("#keys-line").inner_text().startswith("− 0–9 level")
    page.wait_for_selector(SAVED)
    assert desk.kinds() == ["drafted"]
    assert desk.unit("p04")["draft"]["level"] == 6
    assert "draft 6" in page.locator("#o-p04").inner_text()


def test_the_lowest_level_has_its_key_and_needs_a_note(page: Page, make: Callable[..., Desk]) -> None:
    """Minus is −1; a level at an end of the scale is not locked before a note says why, and the note then has the focus."""
    desk = make()
    desk.open(page)
    page.keyboard.press("-")
    page.keyboard.press("Enter")
    assert "needs a note" in page.locator(".problem").inner_text()
    assert page.evaluate("document.activeElement.id") == "note-p04"
    page.keyboard.type("He turns on the interviewer.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    assert desk.unit("p04")["blind"]["judgement"]["level"] == -1
    assert desk.unit("p04")["blind"]["judgement"]["note"] == "He turns on the interviewer."


def test_nothing_is_locked_that_was_not_rated(page: Page, make: Callable[..., Desk]) -> None:
    """Enter on an empty scale locks nothing and says what is missing."""
    desk = make()
    desk.open(page)
    page.keyboard.press("Enter")
    assert "Choose a level" in page.locator(".problem").inner_text()
    assert desk.kinds() == []


def test_a_lock_can_be_undone_until_the_suggestion_was_opened(page: Page, make: Callable[..., Desk]) -> None:
    """Button and Ctrl+Z lead back to the draft as it was; afterwards there is no way back."""
    desk = make()
    desk.open(page)
    desk.rate(page, {"p04": 5})
    page.get_by_role("button", name="Undo the lock").click()
    page.wait_for_selector("#o-p04[data-sign=draft]")
    assert page.locator("input[type=radio][value='5']").is_checked()
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    page.keyboard.press("Control+z")
    page.wait_for_selector("#o-p04[data-sign=draft]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    page.keyboard.press("r")
    page.wait_for_selector("#o-p04[data-sign=seen]")
    assert page.get_by_role("button", name="Undo the lock").count() == 0
    page.keyboard.press("Control+z")
    assert desk.unit("p04")["stage"] == "revealed"
    assert desk.kinds() == ["locked", "unlocked", "locked", "unlocked", "locked", "revealed"]


def test_the_suggestion_is_nowhere_before_it_is_opened(page: Page, make: Callable[..., Desk]) -> None:
    """Neither what the page was given nor what it holds tells level, mean or shares; a second Enter after the lock does not open it."""
    desk = make()
    desk.open(page)
    made = next(row for row in SHEET["suggestions"] if row["passage"] == "p04")
    desk.rate(page, {"p04": 6})
    page.keyboard.press("Enter")
    assert desk.unit("p04")["stage"] == "locked"
    source = page.content() + str(desk.room.case("anna", desk.interview))
    shares = [str(share) for share in made["distribution"].values() if len(str(share)) > 5]
    assert not [share for share in (*shares, str(made["expected"])) if share in source]
    page.keyboard.press("r")
    page.wait_for_selector("svg.dist")
    said = page.locator("svg.dist").get_attribute("aria-label") or ""
    assert f"Interval {made['interval'][0]} to {made['interval'][1]}" in said
    assert "Your level: 6" in said
    assert re.search(rf"Provisional Level {made['level']}\b", panel(page).replace("\n", " "))
    assert SHEET["provisional"] in panel(page)


def test_what_the_program_does_not_say_is_said_plainly(page: Page, make: Callable[..., Desk]) -> None:
    """Where the suggestion was withheld, the reason stands there, and that it is never a low rating."""
    desk = make()
    desk.open(page)
    desk.rate(page, {"p07": 3})
    page.keyboard.press("r")
    page.wait_for_selector("#o-p07[data-sign=seen]")
    reason = next(row for row in SHEET["suggestions"] if row["passage"] == "p07")["reasons"][0]["message"]
    assert "No suggestion." in panel(page)
    assert reason in panel(page)
    assert "never a low rating" in panel(page)
    assert page.locator("svg.dist").count() == 0


def test_a_rating_is_kept_by_one_key(page: Page, make: Callable[..., Desk]) -> None:
    """What was locked counts, the decision is stored as kept, with the time that it took."""
    desk = make()
    desk.open(page)
    desk.rate(page, {"p04": 6})
    page.keyboard.press("r")
    page.wait_for_selector("#o-p04[data-sign=seen]")
    page.keyboard.press("y")
    page.wait_for_selector("#o-p04[data-sign=decided]")
    decision = desk.unit("p04")["decision"]
    assert decision["kept"] is True
    assert decision["judgement"]["level"] == 6
    assert decision["seconds"] >= 0
    assert "kept 6" in page.locator("#o-p04").inner_text()


def test_a_change_needs_a_reason_and_keeps_what_was_before(page: Page, make: Callable[..., Desk]) -> None:
    """Before and after stand beside each other; "other" asks for words; the blind rating stays stored."""
    desk = make()
    desk.open(page)
    desk.rate(page, {"p04": 6})
    page.keyboard.press("r")
    page.wait_for_selector("#o-p04[data-sign=seen]")
    page.keyboard.press("c")
    page.keyboard.press("4")
    save = page.get_by_role("button", name="Change to 4")
    save.click()
    assert "Say why the rating is changed." in page.locator(".changing .error").inner_text()
    page.get_by_role("radio", name="Other").check()
    save.click()
    assert "Say in a few words why." in page.locator(".changing .error").inner_text()
    page.get_by_label("In your own words").fill("I read past the second answer.")
    save.click()
    page.wait_for_selector("#o-p04[data-sign=decided]")
    stored = desk.unit("p04")
    assert stored["blind"]["judgement"]["level"] == 6
    assert (stored["decision"]["judgement"]["level"], stored["decision"]["kept"], stored["decision"]["reason"]) == (
        4,
        False,
        "other",
    )
    shown = panel(page)
    assert "Before, blind" in shown
    assert "I read past the second answer." in shown
    assert "changed 6 → 4" in page.locator("#o-p04").inner_text()


def test_enter_settles_whatever_is_open(page: Page, make: Callable[..., Desk]) -> None:
    """The first passage that waits is a key away; a reason for no level, a change and the end of the interview each need Enter alone."""
    desk = make()
    page.set_viewport_size({"width": 1280, "height": 500})
    desk.open(page)
    page.keyboard.press("u")
    page.wait_for_function(_IN_VIEW, arg="u-p04")
    assert page.locator("[role=option][aria-selected=true]").get_attribute("data-open") == "p04"
    page.keyboard.press("6")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    page.keyboard.press("r")
    page.wait_for_selector("#o-p04[data-sign=seen]")
    page.keyboard.press("c")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.wait_for_selector("#rating :text('Say why the rating is changed.')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p04[data-sign=decided]")
    assert desk.unit("p04")["decision"]["judgement"]["level"] == 3
    page.keyboard.press("u")
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p05[data-sign=locked]")
    assert desk.unit("p05")["blind"]["judgement"]["unratable"] is not None
    desk.rate(page, dict.fromkeys(page.evaluate("RF.page.state.missing().required"), 4))
    page.keyboard.press("u")
    page.wait_for_selector("#finish-why:has-text('Everything is there')")
    page.keyboard.press("Enter")
    page.wait_for_function("() => RF.page.state.finished()")


def test_a_level_that_is_chosen_again_counts_as_kept(page: Page, make: Callable[..., Desk]) -> None:
    """Somebody who only adds a note after seeing the suggestion has kept the rating, and is not asked why."""
    desk = make()
    desk.open(page)
    desk.rate(page, {"p04": 6})
    page.keyboard.press("r")
    page.wait_for_selector("#o-p04[data-sign=seen]")
    page.keyboard.press("c")
    assert page.get_by_text("Why the rating is changed").is_hidden()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "change-note-p04"
    page.keyboard.type("Seen twice.")
    page.get_by_role("button", name="Keep the level, save").click()
    page.wait_for_selector("#o-p04[data-sign=decided]")
    decision = desk.unit("p04")["decision"]
    assert (decision["kept"], decision["reason"], decision["judgement"]["note"]) == (True, None, "Seen twice.")


def test_a_passage_can_be_not_ratable(page: Page, make: Callable[..., Desk]) -> None:
    """A key leads to the reasons; "other" needs a note; it is no level."""
    desk = make()
    desk.open(page)
    page.keyboard.press("x")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    page.get_by_label("Why there is no level").select_option("other")
    page.get_by_role("button", name="Lock rating").click()
    assert "Say in the note why there is no level." in page.locator(".problem").inner_text()
    page.get_by_label("Why there is no level").select_option("supplied")
    page.get_by_role("button", name="Lock rating").click()
    page.wait_for_selector("#o-p04[data-sign=locked]")
    judgement = desk.unit("p04")["blind"]["judgement"]
    assert (judgement["level"], judgement["unratable"]) == (None, "supplied")


def test_words_that_are_selected_are_tagged(page: Page, make: Callable[..., Desk]) -> None:
    """Select, press the marker's letter and number; half words are whole ones; the place is the turn's own, in code points."""
    desk = make()
    desk.open(page)
    text = SHEET["transcript"]["turns"][7]["text"]
    some = text.split()[3:7]
    wanted = " ".join(some)
    select(page, 7, wanted[2:-1])
    page.keyboard.press("b")
    page.keyboard.press("1")
    page.wait_for_selector(".tags .tag")
    page.wait_for_selector(SAVED)
    (tag,) = desk.unit("p04")["draft"]["markers"]
    assert (tag["marker"], tag["turn"], tag["suggested"]) == ("B1", 7, False)
    assert text[tag["start"] : tag["end"]].strip(".,") == wanted.strip(".,")
    page.get_by_role("button", name=re.compile("^Remove B1")).click()
    page.wait_for_function("() => !document.querySelector('#rating .tags:not(.picks) .tag')")
    page.keyboard.press("Control+z")
    assert page.locator("#rating .tags:not(.picks) .tag").count() == 1


def test_words_are_tagged_without_a_pointer(page: Page, make: Callable[..., Desk]) -> None:
    """The dialog lists the turns and the words of each; the first and the last word and a marker are chosen by keys alone."""
    desk = make()
    desk.open(page)
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.id") == "tag-first"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("a")
    page.keyboard.press("3")
    page.wait_for_selector("#tagger:not([open])", state="attached")
    page.wait_for_selector(SAVED)
    (tag,) = desk.unit("p04")["draft"]["markers"]
    words = re.findall(r"[\w'’]+", SHEET["transcript"]["turns"][7]["text"])
    assert tag["marker"] == "A3"
    assert re.findall(r"[\w'’]+", SHEET["transcript"]["turns"][7]["text"][tag["start"] : tag["end"]]) == words[1:4]


def test_a_suggested_marker_can_be_picked(page: Page, make: Callable[..., Desk]) -> None:
    """It is stored as picked, not as found, and leaves the list of those that are left."""
    desk = make()
    desk.open(page)
    page.get_by_text("Suggested by rule").click()
    before = page.locator(".picks .tag").count()
    page.get_by_role("button", name=re.compile("^Pick A1")).click()
    page.wait_for_selector(SAVED)
    (tag,) = desk.unit("p04")["draft"]["markers"]
    assert (tag["marker"], tag["suggested"]) == ("A1", True)
    assert page.locator(".picks .tag").count() == before - 1


def test_entries_can_be_undone_and_redone(page: Page, make: Callable[..., Desk]) -> None:
    """Ctrl+Z takes back one entry, words typed in one go at once, and leaves a text field's own undo alone."""
    desk = make()
    desk.open(page)
    page.keyboard.press("3")
    page.keyboard.press("5")
    page.keyboard.press("n")
    page.keyboard.type("some words")
    page.keyboard.press("Control+z")
    assert page.locator("input[type=radio][value='5']").is_checked()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert page.locator("input[type=radio][value='3']").is_checked()
    page.keyboard.press("Control+Shift+z")
    assert page.locator("input[type=radio][value='5']").is_checked()
    page.wait_for_selector(SAVED)
    assert desk.unit("p04")["draft"]["level"] == 5


def test_evidence_leads_to_its_words_and_back(page: Page, make: Callable[..., Desk]) -> None:
    """A piece of evidence shows its words in the transcript; b leads back to the button."""
    desk = make()
    desk.open(page)
    desk.rate(page, {"p04": 6})
    page.keyboard.press("r")
    page.wait_for_selector(".place")
    page.locator(".place").first.click()
    shown = page.evaluate("[...CSS.highlights.get('rf-flash')].map((range) => range.toString())")
    assert shown[0].replace("\n", " ") in " ".join(turn["text"] for turn in SHEET["transcript"]["turns"])
    assert page.locator("#dock").is_visible()
    page.keyboard.press("b")
    assert page.evaluate("document.activeElement.classList.contains('place')")
    assert page.evaluate("CSS.highlights.get('rf-flash') === undefined")


def test_the_whole_interview_comes_last(page: Page, make: Callable[..., Desk]) -> None:
    """Overall names the passages that are missing; with them locked it shows the rater's own profile, and its summaries only when opened."""
    desk = make()
    desk.open(page)
    page.locator("#o-overall").click()
    assert "Passages first." in panel(page)
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    assert "Lock the required passages first: p04, p05, p07, p08." in page.locator(".problem").inner_text()
    desk.rate(page, {"p04": 6, "p05": 5, "p07": 1, "p08": 3})
    page.locator("#o-overall").click()
    assert "p04 6, p05 5, p07 1, p08 3" in (page.locator("svg.prof").get_attribute("aria-label") or "")
    assert "Median" not in panel(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-overall[data-sign=locked]")
    page.keyboard.press("r")
    page.wait_for_selector(".aggregates")
    assert SHEET["overall"]["aggregates"][0]["title"] in panel(page)


def test_an_interview_is_finished_and_opened_again_for_a_reason(page: Page, make: Callable[..., Desk]) -> None:
    """What is open is listed with ways to it; finished, nothing can be entered; a reason opens it again."""
    desk = make()
    desk.open(page)
    desk.rate(page, {"p04": 6, "p05": 5, "p07": 1, "p08": 3})
    page.keyboard.press("r")
    page.wait_for_selector("#o-p08[data-sign=seen]")
    page.locator("#o-finish").click()
    shown = panel(page)
    assert "2 things are still open." in shown
    assert "Seen, not decided" in shown
    page.locator("#rating-body [data-open=p08]").click()
    page.keyboard.press("y")
    page.wait_for_selector("#o-p08[data-sign=decided]")
    desk.rate(page, {"overall": 4})
    page.locator("#o-finish").click()
    page.get_by_role("button", name="Finish this interview").click()
    page.wait_for_selector("text=Finished.")
    page.locator("#o-p02").click()
    page.keyboard.press("5")
    assert "was not rated" in panel(page)
    assert desk.ledger()["status"] == "finished"
    page.locator("#o-finish").click()
    page.get_by_text("Open the interview again").click()
    page.get_by_role("button", name="Open it again").click()
    assert "Say why it is opened again." in panel(page)
    page.get_by_label("Why it is opened again").fill("A line was missing.")
    page.get_by_role("button", name="Open it again").click()
    page.wait_for_selector("text=Everything is there.")
    assert desk.ledger()["status"] == "open"
    assert desk.kinds()[-2:] == ["finished", "reopened"]


def test_a_control_interview_has_no_help(page: Page, make: Callable[..., Desk]) -> None:
    """It says so, has no marks to switch, no suggested markers, and a locked rating opens nothing."""
    desk = make(control=True)
    desk.open(page)
    assert "Rated without any help." in page.locator("#talk").inner_text()
    assert page.locator(".bar-start h1 + .no-help").is_visible()
    told = "No help: this interview is rated without highlights and suggestions"
    assert page.locator(".bar .no-help").text_content() == told
    assert page.locator("#talk-tools").is_hidden()
    assert page.locator("#talk mark, #talk details.words").count() == 0
    assert page.get_by_text("Suggested by rule").count() == 0
    desk.rate(page, {"p04": 6})
    page.keyboard.press("r")
    assert "There is no suggestion to see." in panel(page)
    assert desk.unit("p04")["stage"] == "locked"


@pytest.mark.parametrize(
    ("reveal", "words"),
    [(Reveal.NEVER, "raters do not see suggestions"), (Reveal.INTERVIEW, "once every required passage")],
)
def test_studies_may_show_suggestions_late_or_never(
    page: Page, make: Callable[..., Desk], reveal: Reveal, words: str
) -> None:
    """A locked rating says when its suggestion can be opened, and no key opens it before."""
    desk = make(reveal=reveal)
    desk.open(page)
    desk.rate(page, {"p04": 6})
    assert words in panel(page)
    page.keyboard.press("r")
    assert desk.unit("p04")["stage"] == "locked"
    if reveal is Reveal.INTERVIEW:
        desk.rate(page, {"p05": 5, "p07": 1, "p08": 3, "overall": 4})
        page.locator("#o-p04").click()
        page.keyboard.press("r")
        page.wait_for_selector("#o-p04[data-sign=seen]")


def test_scales_of_other_lengths_work_alike(page: Page, make: Callable[..., Desk]) -> None:
    """Three levels have three keys; others do nothing; the ends need no note where every level is one."""
    desk = make(short_scale(SHEET))
    desk.open(page)
    assert page.locator("#keys-line").inner_text().startswith("0–2 level")
    assert page.locator(".levels .level").count() == 3
    page.keyboard.press("7")
    assert page.locator(".levels input:checked").count() == 0
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.wait_for_selector("#o-p04[data-sign=locked]")
    assert desk.unit("p04")["blind"]["judgement"]["level"] == 2


def test_highlights_are_switched_by_kind_and_all_at_once(page: Page, make: Callable[..., Desk]) -> None:
    """A kind that is off leaves its words plain; plain text removes the rest, own marks included; words stay what they are."""
    desk = make()
    desk.open(page)
    line = "() => getComputedStyle(document.querySelector('#u-p04 mark.c u')).textDecorationLine"
    assert page.evaluate(line) == "underline"
    page.get_by_role("button", name="cognition").click()
    assert page.evaluate(line) == "none"
    assert page.get_by_role("button", name="cognition").get_attribute("aria-pressed") == "false"
    page.keyboard.press("h")
    assert page.evaluate(line) == "underline"
    page.keyboard.press("p")
    assert page.evaluate(line) == "none"
    assert page.locator("#talk-tools").is_hidden()
    assert page.locator("[data-turn='7']").text_content() == SHEET["transcript"]["turns"][7]["text"]


def test_highlights_may_be_off_when_an_interview_is_opened(page: Page, make: Callable[..., Desk]) -> None:
    """The study decides how an interview opens; the rater can switch them on."""
    desk = make(highlights=False)
    desk.open(page)
    assert page.locator("#talk-tools [aria-pressed=true]").count() == 0
    page.keyboard.press("h")
    assert page.locator("#talk-tools [aria-pressed=true]").count() == 6


def test_every_sign_of_a_mark_is_explained(page: Page, make: Callable[..., Desk]) -> None:
    """Letters for whose state it is, and signs for what else is true of it, are told above the transcript."""
    desk = make()
    desk.open(page)
    page.get_by_text("How to read the marks").click()
    told = page.locator(".marks-key b").all_inner_texts()
    assert sorted(told) == sorted([sign for sign in HOLDER_SIGNS.values() if sign] + list(FLAG_SIGNS.values()))
