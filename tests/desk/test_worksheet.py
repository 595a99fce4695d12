"""Worksheets in a real browser, opened as files with nothing to connect to."""

from __future__ import annotations

import base64
import copy
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe is not installed")

from served_pages import faults

from rf_scorer import jsonio, validation
from rf_scorer.desk.worksheet import Worksheets, file_name
from rf_scorer.domain.rating import Reveal
from rf_scorer.errors import DataError, UnknownName
from rf_scorer.review.case import revelation
from rf_scorer.review.collect import collect
from rf_scorer.review.room import Room
from rf_scorer.review.seal import checksum, unseal
from rf_scorer.study.creating import create
from rf_scorer.study.folder import DeskRules, Rater

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

GOLDEN = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "interview.json"
#: A probability that stands in no other place.
ODD = 0.613791


def unusual(sheet: dict[str, Any]) -> dict[str, Any]:
    """A sheet whose every suggestion can be told by its numbers, and by the words of its evidence."""
    sheet = copy.deepcopy(sheet)
    for made in sheet["suggestions"]:
        if made["status"] != "provisional":
            continue
        others = [level for level in made["distribution"] if int(level) != made["level"]]
        share = round((1 - ODD) / len(others), 9)
        odds = dict.fromkeys(made["distribution"], share)
        odds[str(made["level"])] = ODD
        odds[others[0]] = 1 - ODD - share * (len(others) - 1)
        made["distribution"] = odds
        made["expected"] = sum(int(level) * chance for level, chance in odds.items())
        made["coverage"] = 0.8137
        for item in made["evidence"]:
            item["text"] = f"Quorxvlit {made['passage']}: {item['text']}"
    assert validation.faults(sheet) == ()
    return sheet


def secrets(sheet: dict[str, Any]) -> list[str]:
    """Numbers and words of the suggestions, as they would stand in a source."""
    found = [str(ODD), "0.8137", "Quorxvlit"]
    found += [json.dumps(made["expected"]) for made in sheet["suggestions"] if made["status"] == "provisional"]
    found += [
        json.dumps(made["value"])
        for made in sheet["overall"]["aggregates"]
        if made["value"] is not None and made["value"] % 1
    ]
    return found


@dataclass
class Study:
    """A study with one interview, and its worksheets in a browser."""

    room: Room
    interview: str
    sheet: dict[str, Any]
    folder: Path
    browser: Browser
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def make(self, rater: str = "anna", **options: Any) -> Path:
        """A worksheet, written."""
        path = self.folder / file_name(self.interview, rater)
        path.write_text(Worksheets(self.room).make(rater, self.interview, **options).html, encoding="utf-8")
        return path

    @contextmanager
    def opened(self, path: Path, *, before: str = "", **options: Any) -> Iterator[Page]:
        """The file in a browser that has no network; whatever it asks for but itself is aborted, and told."""
        context = self.browser.new_context(offline=True, accept_downloads=True, **options)
        context.route("**/*", lambda route: route.continue_() if route.request.url == path.as_uri() else route.abort())
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", lambda told: self._hear(told.type, told.text))
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path.as_uri())
        try:
            yield page
        finally:
            context.close()
        assert set(self.asked) <= {path.as_uri()}
        assert self.complaints == []

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


@pytest.fixture
def found(tmp_path, browser):
    """Makes a study: ``found(sheet=…, reveal=…, share=…)``."""
    rooms = []

    def make(*, sheet: Any = None, reveal: Reveal = Reveal.PASSAGE, share: float = 0.0) -> Study:
        sheet = unusual(sheet or json.loads(GOLDEN.read_text(encoding="utf-8")))
        root = tmp_path / f"study-{len(rooms)}"
        raters = [Rater(id="anna"), Rater(id="ben")]
        rules = DeskRules(reveal=reveal, control_share=share, show_participants=True)
        study = create(root, title="Harbour study", desk=rules, raters=raters)
        study.sheets.mkdir(parents=True)
        interview = sheet["transcript"]["id"]
        study.layout.sheet(interview).write_text(jsonio.dumps(sheet), encoding="utf-8")
        rooms.append(Room.open(study))
        return Study(room=rooms[-1], interview=interview, sheet=sheet, folder=root, browser=browser)

    yield make
    for room in rooms:
        room.close()


def begin(page: Page) -> None:
    """Start with the keyboard."""
    page.wait_for_selector("#begin[open]")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready]")


def told(page: Page) -> dict[str, Any]:
    """The case as the worksheet has it now."""
    return page.evaluate("RF.worksheet.here.case")


def stage(page: Page, unit: str) -> str:
    """How far the rater is with a unit."""
    return page.evaluate("unit => RF.page.state.stage(unit)", unit)


def until(page: Page, unit: str, wanted: str) -> None:
    """Wait until a unit is so far."""
    page.wait_for_function("([unit, wanted]) => RF.page.state.stage(unit) === wanted", arg=[unit, wanted])


def saved(page: Page, folder: Path, name: str = "saved.json") -> Path:
    """What Ctrl+S downloads."""
    with page.expect_download() as download:
        page.keyboard.press("Control+s")
    path = folder / name
    download.value.save_as(path)
    assert download.value.suggested_filename.endswith(".rating.json")
    return path


def choose(page: Page, path: Path) -> None:
    """Open a saved file at the beginning."""
    page.wait_for_selector("#begin[open]")
    with page.expect_file_chooser() as chooser:
        page.click("#begin-open")
    chooser.value.set_files(path)


def lock(page: Page, unit: str, key: str = "4") -> None:
    """Rate the open unit and lock it, with keys."""
    page.keyboard.press("Alt+3")
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    until(page, unit, "locked")


def step_to(page: Page, unit: str) -> None:
    """Walk with ``j`` to the end and with ``k`` back, until a unit is open."""
    for key in "j" * 20 + "k" * 20:
        if page.evaluate("document.querySelector('#rating-title').textContent").startswith(unit):
            return
        page.keyboard.press(key)
    raise AssertionError(unit)


def unnumbered(document: Any) -> Any:
    """A ledger without ``seq``, which a study counts over all its raters."""
    if isinstance(document, dict):
        return {key: unnumbered(value) for key, value in document.items() if key != "seq"}
    return document


def test_a_whole_interview_is_rated_with_keys_alone_and_comes_back(found, tmp_path):
    """Begun, locked, revealed, kept, finished, saved and collected: the study then has what the page had. Nothing was asked of any network."""
    study = found()
    with study.opened(study.make()) as page:
        begin(page)
        required = told(page)["terms"]["required"]
        for unit in required:
            step_to(page, unit)
            lock(page, unit)
        page.keyboard.press("r")
        until(page, required[-1], "revealed")
        page.keyboard.press("y")
        until(page, required[-1], "decided")
        step_to(page, "The whole interview")
        lock(page, "overall", "5")
        page.keyboard.press("j")
        page.wait_for_selector("#finish-why")
        page.keyboard.press("Enter")
        page.wait_for_function("() => RF.page.state.finished()")
        path = saved(page, tmp_path)
        page.wait_for_function("() => document.querySelector('#saving-status').textContent.startsWith('Saved')")
        case = told(page)
    assert study.asked == [study.make().as_uri()]
    (row,) = collect(study.room, [path])
    assert (row.status, row.finished) == ("collected", True)
    assert unnumbered(study.room.state("anna", study.interview)["ledger"]) == unnumbered(case["ledger"])
    assert study.room.case("anna", study.interview)["revealed"] == case["revealed"]


def test_the_guide_to_rating_is_in_it(found):
    """A rater without a network has it a key away, from its beginning, with no link that leads nowhere."""
    with found().opened(found().make()) as page:
        begin(page)
        page.focus("#guide-open")
        page.keyboard.press("Enter")
        guide = page.locator("#guide[open]")
        assert "Rating reflective functioning" in guide.inner_text()
        assert "Check against the manual" in guide.inner_text()
        assert guide.evaluate("one => [one.scrollTop, one.querySelectorAll('a, [id]').length]") == [0, 0]
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "guide-open"


def test_numbers_are_shown_only_once_the_rating_is_locked(found):
    """Before, neither source nor page holds one, sealed text included; after, the page shows those of the sheet, and of this passage alone."""
    study = found()
    path = study.make()
    source = path.read_text(encoding="utf-8")
    facts = json.loads(re.search(r'id="worksheet">(.*?)</script>', source)[1])
    sealed = "".join(base64.b64decode(text).decode("latin-1") for text in facts["sealed"].values())
    # What is sealed looks random, and among so many random bytes "4.0" stands somewhere by chance.
    shown = [secret for secret in secrets(study.sheet) if secret in source or (len(secret) > 4 and secret in sealed)]
    assert shown == []
    with study.opened(path) as page:
        begin(page)
        first, second = told(page)["terms"]["required"][:2]
        refused = page.evaluate(
            "unit => RF.page.outbox.act('revealed', unit, {}).then(() => 'shown', (error) => error.code)", first
        )
        assert refused == "stage"
        lock(page, first)
        assert told(page)["revealed"] == {}
        assert "Quorxvlit" not in page.content()
        page.keyboard.press("r")
        until(page, first, "revealed")
        page.wait_for_selector("#rating .evidence")
        assert told(page)["revealed"] == {first: revelation(study.sheet, first)}
        shown = page.inner_text("#rating")
        assert f"Quorxvlit {first}:" in shown
        assert "Level " in shown
        assert f"Quorxvlit {second}:" not in page.content()


def test_the_overall_sum_singles_out_no_passage_that_was_not_seen(found):
    """As at the desk: of the passage with the lowest suggestion that would be known before it is revealed."""
    study = found()
    with study.opened(study.make()) as page:
        begin(page)
        required = told(page)["terms"]["required"]
        for unit in required:
            step_to(page, unit)
            lock(page, unit)
        page.keyboard.press("r")
        until(page, required[-1], "revealed")
        step_to(page, "The whole interview")
        lock(page, "overall")
        page.keyboard.press("r")
        until(page, "overall", "revealed")
        case = told(page)
    unseen = set(case["terms"]["ratable"]) - {required[-1]}
    assert case["revealed"]["overall"] == revelation(study.sheet, "overall", hidden=unseen)
    assert case["revealed"]["overall"] != revelation(study.sheet, "overall")


def test_where_a_study_reveals_whole_interviews_nothing_is_shown_before(found):
    """A locked passage stays under its seal until all is locked, whatever asks for it."""
    study = found(reveal=Reveal.INTERVIEW)
    ask = "unit => RF.page.outbox.act('revealed', unit, {}).then(() => 'shown', (error) => error.code)"
    with study.opened(study.make()) as page:
        begin(page)
        required = told(page)["terms"]["required"]
        for unit in required:
            step_to(page, unit)
            lock(page, unit)
        assert page.evaluate(ask, required[0]) == "required_open"
        assert told(page)["revealed"] == {}
        step_to(page, "The whole interview")
        lock(page, "overall")
        assert page.evaluate(ask, required[0]) == "shown"
        assert list(told(page)["revealed"]) == [required[0]]


@pytest.mark.parametrize("options", [{"share": 1.0}, {"reveal": Reveal.NEVER}])
def test_what_is_never_revealed_is_not_in_the_file(found, options):
    """A control interview, and a study that never reveals, have no suggestion in the file, sealed or not; a control one no mark either."""
    study = found(**options)
    worksheet = Worksheets(study.room).make("anna", study.interview)
    assert worksheet.sealed == 0
    assert '"sealed":{}' in worksheet.html
    marks = len(re.findall(r'<mark class="', worksheet.html))
    assert (marks == 0) is ("share" in options)


def test_suggestions_can_be_left_out(found):
    """Then a locked rating is final: nothing is sealed, and the page offers nothing to open."""
    study = found()
    path = study.make(suggestions=False)
    assert '"sealed":{}' in path.read_text(encoding="utf-8")
    with study.opened(path) as page:
        begin(page)
        first = told(page)["terms"]["required"][0]
        lock(page, first)
        page.keyboard.press("r")
        assert stage(page, first) == "locked"
        assert page.locator("#rating button", has_text="suggestion").count() == 0


def test_suggestions_that_were_seen_cannot_be_left_out(found):
    """Their decisions could not be told from others."""
    study = found()
    unit = study.room.case("anna", study.interview)["terms"]["required"][0]
    enter(study, "locked", unit, 0, judgement={"level": 4})
    enter(study, "revealed", unit, 1)
    with pytest.raises(DataError, match="has seen suggestions"):
        Worksheets(study.room).make("anna", study.interview, suggestions=False)


def enter(study: Study, kind: str, unit: str, after: int, **body: Any) -> None:
    """Something that is done at the desk."""
    number = len(study.room.store.events())
    event = {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "kind": kind,
        "unit": unit,
        "at": "2026-11-30T10:00:00.000Z",
        "body": {**body, "after": after},
    }
    study.room.record("anna", study.interview, [event])


def test_it_goes_on_from_the_desk(found, tmp_path):
    """What was locked, seen and drafted there stands in it, and what is done with it comes back."""
    study = found()
    first, second, third = study.room.case("anna", study.interview)["terms"]["required"][:3]
    enter(study, "locked", first, 0, judgement={"level": 4})
    enter(study, "revealed", first, 1)
    enter(study, "drafted", second, 0, judgement={"level": 2})
    enter(study, "locked", third, 0, judgement={"level": 3})
    path = study.make()
    assert [secret for secret in secrets(study.sheet) if secret in path.read_text(encoding="utf-8")] == []
    with study.opened(path) as page:
        page.wait_for_selector("text=It goes on from what was entered at the desk")
        begin(page)
        assert [stage(page, unit) for unit in (first, second, third)] == ["revealed", "draft", "locked"]
        assert told(page)["revealed"] == {first: revelation(study.sheet, first)}
        step_to(page, first)
        page.keyboard.press("y")
        until(page, first, "decided")
        step_to(page, second)
        page.keyboard.press("Enter")
        until(page, second, "locked")
        step_to(page, third)
        page.keyboard.press("Control+z")
        until(page, third, "draft")
        page.keyboard.press("Control+z")
        lock(page, third, "5")
        saved_at = saved(page, tmp_path)
        ledger = told(page)["ledger"]
    (row,) = collect(study.room, [saved_at])
    assert row.status == "collected"
    assert unnumbered(study.room.state("anna", study.interview)["ledger"]) == unnumbered(ledger)


def test_a_saved_file_goes_on(found, tmp_path):
    """On another day and another machine: what was locked is locked, and a later save holds both days."""
    study = found()
    path = study.make()
    with study.opened(path) as page:
        begin(page)
        first, second = told(page)["terms"]["required"][:2]
        lock(page, first)
        page.keyboard.press("r")
        until(page, first, "revealed")
        evening = saved(page, tmp_path, "1.json")
        before = told(page)
    with study.opened(path) as page:
        choose(page, evening)
        page.wait_for_selector("html[data-ready]")
        assert page.inner_text("#saving-status") == "Opened 1.json"
        assert told(page) == before
        step_to(page, first)
        page.keyboard.press("y")
        until(page, first, "decided")
        step_to(page, second)
        lock(page, second)
        morning = saved(page, tmp_path, "2.json")
    one, two = (json.loads(file.read_text(encoding="utf-8")) for file in (evening, morning))
    assert two["events"][: len(one["events"])] == one["events"]
    rows = collect(study.room, [evening, morning])
    assert [row.status for row in rows] == ["collected", "collected"]


def test_a_file_of_the_page_is_one_that_the_schema_accepts(found, tmp_path):
    """With its checksum: every character, emoji among them, is counted alike on both sides."""
    study = found()
    with study.opened(study.make()) as page:
        begin(page)
        first = told(page)["terms"]["required"][0]
        page.keyboard.press("9")
        page.keyboard.press("n")
        page.keyboard.insert_text("Naïve “words” 🙂 \\ \u2028 \u007f end")
        page.keyboard.press("Control+Enter")
        until(page, first, "locked")
        path = saved(page, tmp_path)
    document = jsonio.loads(path.read_bytes())
    assert validation.faults(document) == ()
    assert document["check"] == checksum(document)
    note = [event["body"]["judgement"]["note"] for event in document["events"] if event["kind"] == "locked"]
    assert note == ["Naïve “words” 🙂 \\ \u2028 \u007f end"]


def _other(key: str) -> Any:
    """Makes another value of a key, of the same form."""
    return lambda text: re.sub(rf'"{key}": "([^"]*)[^"]"', rf'"{key}": "\g<1>z"', text)


UNFIT = [
    (lambda text: text[: len(text) // 2], "is not one that a worksheet saved, or it is broken"),
    (lambda text: '{"schema": 1}', "is not one that a worksheet saved."),
    (lambda text: text.replace('"level": 4', '"level": 5'), "was changed after it was saved"),
    (_other("rater"), "belongs to another rater"),
    (_other("study"), "belongs to another study"),
    (_other("interview"), "belongs to another interview"),
    (_other("source_sha256"), "another version of the transcript"),
    (_other("worksheet"), "from another worksheet"),
    (lambda text: " " * 8_000_001, "is too large"),
]


def test_a_file_that_does_not_fit_is_refused_in_the_worksheet(found, tmp_path):
    """In plain words, each fault in its own, and the rater can choose another one."""
    study = found()
    path = study.make()
    with study.opened(path) as page:
        begin(page)
        lock(page, told(page)["terms"]["required"][0])
        good = saved(page, tmp_path)
    text = good.read_text(encoding="utf-8")
    with study.opened(path) as page:
        for number, (change, message) in enumerate(UNFIT):
            bad = tmp_path / f"bad-{number}.json"
            bad.write_text(change(text), encoding="utf-8")
            choose(page, bad)
            page.wait_for_function(
                "message => document.querySelector('#begin-fault').textContent.includes(message)", arg=message
            )
            assert told(page)["ledger"]["status"] == "new"
        choose(page, good)
        page.wait_for_selector("html[data-ready]")
        assert told(page)["ledger"]["status"] == "open"


def test_a_file_whose_checksum_fits_is_judged_all_the_same(found, tmp_path):
    """A suggestion cannot be opened by a file that says it was."""
    study = found()
    path = study.make()
    with study.opened(path) as page:
        begin(page)
        first = told(page)["terms"]["required"][0]
        lock(page, first)
        good = saved(page, tmp_path)
    document = json.loads(good.read_text(encoding="utf-8"))
    last = document["events"][-1]
    document["events"] = [
        {**last, "id": "00000000-0000-4000-8000-000000000001", "kind": "revealed", "unit": first, "body": {"after": 0}}
    ]
    document["check"] = checksum(document)
    good.write_text(json.dumps(document), encoding="utf-8")
    with study.opened(path) as page:
        choose(page, good)
        page.wait_for_selector("#begin-fault:not([hidden])")
        assert "cannot have happened here. A suggestion is seen only once" in page.inner_text("#begin-fault")
        assert told(page)["revealed"] == {}


PICKER = """
window.written = []; window.picked = 0; window.failing = false;
window.showSaveFilePicker = async (options) => {
  window.picked += 1; window.suggested = options.suggestedName;
  if (window.failure) throw new DOMException("no", window.failure);
  return { name: "mine.json", createWritable: async () => {
    if (window.failing) throw new Error("disk full");
    let text = "";
    return { write: async (more) => { text += more; }, close: async () => { window.written.push(text); } };
  } };
};
"""


def test_a_picked_file_is_written_after_every_change(found, tmp_path):
    """Picked once; then every change goes there, and the status tells that it did."""
    study = found()
    with study.opened(study.make(), before=PICKER) as page:
        begin(page)
        first, second = told(page)["terms"]["required"][:2]
        page.click("#save-to")
        page.wait_for_function("() => window.written.length === 1")
        lock(page, first)
        page.wait_for_function("() => window.written.length >= 2")
        page.wait_for_function("() => document.querySelector('#saving-status').textContent.startsWith('Saved')")
        step_to(page, second)
        lock(page, second)
        page.wait_for_function("() => !RF.worksheet.here.unsaved")
        assert page.evaluate("window.picked") == 1
        assert page.evaluate("window.suggested") == f"{study.interview}--anna.rating.json"
        path = tmp_path / "mine.json"
        path.write_text(page.evaluate("window.written[window.written.length - 1]"), encoding="utf-8")
    assert collect(study.room, [path])[0].status == "collected"
    stored = study.room.state("anna", study.interview)["ledger"]["units"]
    assert {unit: entry["stage"] for unit, entry in stored.items()} == {first: "locked", second: "locked"}


def test_a_file_that_cannot_be_written_any_more_is_told(found, tmp_path):
    """The stick was pulled out: the work is still unsaved and says so, saving downloads it, and a stick that is back is written again."""
    study = found()
    with study.opened(study.make(), before=PICKER) as page:
        begin(page)
        page.click("#save-to")
        page.wait_for_function("() => window.written.length === 1")
        page.evaluate("window.failing = true")
        lock(page, told(page)["terms"]["required"][0])
        page.wait_for_selector("#saving-fault:not([hidden])")
        assert "mine.json could not be written" in page.inner_text("#saving-fault")
        assert page.evaluate("RF.worksheet.here.unsaved")
        path = saved(page, tmp_path)
        assert page.inner_text("#saving-status").endswith("in your downloads")
        page.evaluate("window.failing = false")
        page.keyboard.press("Control+s")
        page.wait_for_function("() => document.querySelector('#saving-status').textContent.endsWith('to mine.json')")
        assert page.is_hidden("#saving-fault")
    assert collect(study.room, [path])[0].status == "collected"


@pytest.mark.parametrize(("failure", "hidden"), [("AbortError", False), ("SecurityError", True)])
def test_a_browser_that_picks_no_file_saves_as_before(found, failure, hidden):
    """Closing the dialog means nothing; a browser that forbids it loses the button and keeps the download."""
    study = found()
    with study.opened(study.make(), before=PICKER) as page:
        begin(page)
        page.evaluate("failure => { window.failure = failure; }", failure)
        page.click("#save-to")
        page.wait_for_function("() => window.picked === 1")
        if hidden:
            page.wait_for_selector("#save-to", state="hidden")
        assert page.is_hidden("#saving-fault") is not hidden
        assert page.is_visible("#save")


def test_without_such_a_dialog_there_is_no_such_button(found):
    """Other browsers download."""
    study = found()
    with study.opened(study.make(), before="delete window.showSaveFilePicker;") as page:
        begin(page)
        assert page.is_hidden("#save-to")


def test_leaving_unsaved_work_is_asked_about(found, tmp_path):
    """Only then: not before something was entered, and not after it was saved. What was typed a moment ago counts."""
    study = found()
    path = study.make()

    with study.opened(path) as page:
        dialogs = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.dismiss()))
        leave = "setTimeout(() => location.reload(), 0)"
        begin(page)
        page.keyboard.press("4")
        with page.expect_event("dialog"):
            page.evaluate(leave)
        assert dialogs == ["beforeunload"]
        saved(page, tmp_path)
        with page.expect_navigation():
            page.evaluate(leave)
        page.wait_for_selector("#begin[open]")
        assert dialogs == ["beforeunload"]


def test_nothing_is_kept_in_the_browser(found, tmp_path):
    """No storage of any kind, not even how the page looks."""
    study = found()
    with study.opened(study.make()) as page:
        begin(page)
        lock(page, told(page)["terms"]["required"][0])
        page.evaluate("RF.switches.set('theme', 'dark')")
        saved(page, tmp_path)
        kept = page.evaluate(
            """async () => ({
              local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
              databases: (await indexedDB.databases()).length,
            })"""
        )
        assert kept == {"local": 0, "session": 0, "cookie": "", "databases": 0}
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_policy_allows_nothing_but_the_page_itself(found):
    """Digests of its one style sheet and its scripts, no host, no unsafe word; what is added later does not run, and nothing can be fetched."""
    study = found()
    path = study.make()
    source = path.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', source)[1]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert source.count("<style>") == 1
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)=", source) == []
    with study.opened(path) as page:
        begin(page)
        tried = page.evaluate(
            """async () => {
              const broken = [];
              document.addEventListener("securitypolicyviolation", (event) => broken.push(event.effectiveDirective));
              const script = document.createElement("script");
              script.textContent = "window.ran = true";
              document.body.append(script);
              const fetched = await fetch("http://localhost:1/").then(() => "yes", () => "no");
              await new Promise((resolve) => setTimeout(resolve, 50));
              return { ran: Boolean(window.ran), fetched, broken };
            }"""
        )
        assert tried == {"ran": False, "fetched": "no", "broken": ["script-src-elem", "connect-src"]}
        study.complaints.clear()
    assert study.asked == [path.as_uri()]


HOSTILE = "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'>&lt;b&gt; ${7*7} {{7*7}} <!-- "


def test_a_hostile_transcript_is_text(found):
    """What somebody said is shown as it was said, in the transcript and wherever a page quotes it."""
    sheet = json.loads(GOLDEN.read_text(encoding="utf-8"))
    text, start = sheet["transcript"]["text"], sheet["transcript"]["turns"][0]["start"]
    length = len(HOSTILE)
    sheet = json.loads(json.dumps(sheet))
    _shift(sheet, start, length)
    sheet["transcript"]["text"] = text[:start] + HOSTILE + text[start:]
    turn = sheet["transcript"]["turns"][0]
    turn |= {"start": start, "text": HOSTILE + turn["text"]}
    sheet["transcript"]["participant"] = "<b>P</b>"
    study = found(sheet=sheet)
    with study.opened(study.make()) as page:
        begin(page)
        assert page.evaluate("window.ran") is None
        assert page.evaluate("document.querySelector('[data-turn=\"0\"]').textContent").startswith(HOSTILE)
        assert page.locator("img").count() == 0
        assert "<b>P</b>" in page.inner_text(".facts")


def _shift(document: Any, start: int, length: int) -> None:
    """Move every offset of a sheet that lies behind a place."""
    if isinstance(document, list):
        for part in document:
            _shift(part, start, length)
    elif isinstance(document, dict):
        for key, value in document.items():
            if key in {"start", "end"} and isinstance(value, int) and value >= start:
                document[key] = value + length
            else:
                _shift(value, start, length)


def test_the_same_study_gives_the_same_worksheet(found):
    """Byte for byte, under an id that is another one for another rater."""
    study = found()
    makers = Worksheets(study.room), Worksheets(study.room)
    one, two = (maker.make("anna", study.interview) for maker in makers)
    assert one == two
    assert makers[0].make("ben", study.interview).id != one.id
    with pytest.raises(UnknownName):
        makers[0].make("anna", "elsewhere")


def test_seals_are_opened_alike_in_python(found):
    """What the page would show can be checked without it."""
    study = found()
    source = Worksheets(study.room).make("anna", study.interview).html
    facts = json.loads(re.search(r'id="worksheet">(.*?)</script>', source)[1])
    for unit, text in facts["sealed"].items():
        assert unseal(text, worksheet=facts["id"], unit=unit) == revelation(study.sheet, unit)


@pytest.mark.parametrize("look", [{}, {"viewport": {"width": 320, "height": 640}}], ids=["wide", "narrow"])
def test_everybody_can_use_it(found, tmp_path, look):
    """Axe finds nothing at the beginning, while rating and after a fault, in light and dark, wide and narrow; nothing is cut off."""
    study = found()
    with study.opened(study.make(), before=PICKER, **look) as page:
        page.wait_for_selector("#begin[open]")
        assert faults(page) == []
        choose(page, _file(tmp_path, "no"))
        page.wait_for_selector("#begin-fault:not([hidden])")
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.click("#begin-new")
        page.wait_for_selector("html[data-ready]")
        page.evaluate("window.failing = true")
        page.click("#save-to")
        page.wait_for_selector("#saving-fault:not([hidden])")
        lock(page, told(page)["terms"]["required"][0])
        if page.is_visible("#sheet-toggle"):
            page.click("#sheet-toggle")  # axe takes what lies under the sheet for too small
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _file(folder: Path, text: str) -> Path:
    path = folder / "no.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_printed_is_the_interview(found):
    """Without buttons and without the question at the beginning."""
    study = found()
    with study.opened(study.make()) as page:
        begin(page)
        page.emulate_media(media="print")
        assert page.is_hidden("#save")
        assert page.is_hidden("#begin")
        assert page.is_visible("#talk")
