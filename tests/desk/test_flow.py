"""The whole of the desk: real raters' keys in a real browser, a server in a process of its own, and what is exported in the end."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from flow import CONTROL, FOCUS, Hands, Running, invented
from invented_sheets import MACHINE, MARKS, TALK, sheet
from rated_studies import rate

from rf_scorer import validation
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

#: Interviews beside those that are rated in full: what somebody may try to smuggle in, one for every state of the page, one to decide on, and one
#: to print.
HOSTILE, DIFFER, PAPER = "talk-3", "talk-4", "talk-5"
RATERS = (
    Rater(id="anna", interviews=("talk-1", CONTROL)),
    Rater(id="ben", interviews=("talk-1",)),
    Rater(id="dora", interviews=(HOSTILE, DIFFER, PAPER)),
    Rater(id="emil", interviews=(DIFFER,)),
    Rater(id="cleo", role="adjudicator"),
)
_LONG = 1_000_000
_SMUGGLED = (
    ("interviewer", '"><script>window.__ran = 1</script><svg onload="window.__ran = 2">'),
    (
        "participant",
        "😀 <img src=x onerror='window.__ran = 3'> &lt;b&gt; &#x3c;i&#x3e; </p></section></script><!-- 👩\u200d👩\u200d👧 I thought 😀 she knew 🏴 that I was sad. {{ 7 * 7 }} ${window.__ran = 4}",
    ),
    ("interviewer", "And later?"),
    (
        "participant",
        "\u0301\u0301 I felt\u2028her\u2029 anger \u200b\ufeff e\u0301\u0323\u0302 Z\u0336a\u0336l\u0336 \x01 \x7f she <u>knew</u>.",
    ),
    ("interviewer", "\u202eyhw\u202c and \u2066then\u2069 \u202eleft open"),
    ("participant", "I thought <b>so</b>. " * (_LONG // 21) + "😀 In the end she knew."),
    ("interviewer", "javascript:window.__ran = 5"),
    ("participant", "No <a href='javascript:window.__ran = 6'>more</a>."),
)


def _smuggling() -> dict[str, Any]:
    made = sheet(HOSTILE, talk=_SMUGGLED, participant="<i id=x onmouseover='window.__ran = 7'>\u202eB1")
    for row in made["suggestions"]:
        for item in row["evidence"]:
            item["text"] += " <img src=x onerror='window.__ran = 8'>"
    return made


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The desk of a study of five interviews, one of which two raters have rated differently."""
    more = (
        _smuggling(),
        sheet(DIFFER, participant="person-4"),
        sheet(PAPER, participant="person-5"),
    )
    made = invented(tmp_path_factory.mktemp("flow") / "study", *more, raters=RATERS)
    running = Running(made, 0)
    with running.room() as room:
        rate(room, "dora", DIFFER, {"p02": 3, "p03": 4, "overall": 4})
        rate(room, "emil", DIFFER, {"p02": 7, "p03": 5, "overall": 4})
    with Running.over(made) as running:
        yield running


# ----- one study from the first link to the last table -----


_NARROW, _LOW = {"width": 320, "height": 640}, {"width": 910, "height": 512}


def _open(hands: Hands, interview: str) -> None:
    hands.reach(f"a[href='/interviews/{interview}']")
    hands.follow("Enter")
    hands.page.wait_for_selector("html[data-ready=true]")
    hands.press("Alt+3")


def _lock(hands: Hands, unit: str, level: int, note: str = "") -> None:
    hands.press(str(level))
    if note:
        hands.press("n")
        hands.write(note)
    hands.press("Control+Enter")
    hands.heard(f"{unit} locked: {level}")


def _reveal(hands: Hands) -> None:
    hands.press("r")
    hands.heard("Suggestion opened, provisional: evidence, distribution, and level 3, interval 2 to 4.")


def _change(hands: Hands, level: int, reason: int) -> None:
    hands.press("c", str(level))
    hands.reach(".changing .reasons input")
    hands.press("Space", *["ArrowDown"] * reason)
    hands.reach("#rating .primary")
    hands.press("Enter")
    hands.heard("Changed.")


def _finish(hands: Hands) -> None:
    hands.press("u")
    hands.heard("Finish")
    hands.reach("#rating .primary")
    hands.press("Enter")
    hands.heard("The interview is finished.")
    assert not hands.pointed


def _told(page: Page, words: tuple[str, ...]) -> list[str]:
    """Which of these words a page, its source, or what it was given holds."""
    case = json.dumps(page.evaluate("async () => (await fetch('/api' + location.pathname)).json()"))
    source = page.evaluate("async () => (await fetch(location.pathname)).text()")
    return [word for word in words if word in page.content() + source + case]


def _anna(hands: Hands) -> None:
    page = hands.enter("anna")
    assert page.url == f"{hands.desk.origin}/"
    _open(hands, "talk-1")
    assert _told(page, MACHINE) == []
    # Words of the answer, chosen by keys; a note; kept.
    hands.press("m", "ArrowDown", "Tab", "ArrowDown", "ArrowDown", "Tab", "a", "3")
    hands.heard("Tagged: A3")
    _lock(hands, "p02", 4, "She gives <two> reasons.")
    assert _told(page, MACHINE) == []
    _reveal(hands)
    hands.press("y")
    hands.heard("Kept.")
    # Changed, because the guide was read again; on a telephone, or at 400 %.
    page.set_viewport_size(_NARROW)
    hands.press("u")
    hands.heard("p03, to do")
    _lock(hands, "p03", 6)
    _reveal(hands)
    _change(hands, 3, reason=1)
    # Not ratable.
    hands.press("k", "k")
    hands.heard("p01, optional")
    hands.press("x", "ArrowDown", "ArrowDown", "Control+Enter")
    hands.heard("p01 locked: not ratable: inaudible")
    hands.press("u")
    hands.heard("Overall, to do")
    _lock(hands, "Overall", 5, "Uneven.")
    hands.press("r")
    hands.heard("The summaries of the interview are shown.")
    hands.press("y")
    hands.heard("Kept.")
    _finish(hands)
    # A control interview: nothing that a machine made, before and after. In a window that is low.
    page.set_viewport_size(_LOW)
    hands.reach("#rating a.primary")
    hands.follow("Enter")
    _open(hands, CONTROL)
    assert _told(page, MACHINE + MARKS) == []
    assert page.locator("#talk-body :is(mark, u, sup, details)").count() == 0
    _lock(hands, "p02", 2)
    hands.press("r")
    assert "There is no suggestion to see." in hands.panel()
    hands.press("u")
    _lock(hands, "p03", 2)
    hands.press("u")
    _lock(hands, "Overall", 2)
    _finish(hands)
    assert _told(page, MACHINE + MARKS) == []


def _ben(hands: Hands) -> None:
    hands.enter("ben").set_viewport_size({"width": 1280, "height": 520})
    _open(hands, "talk-1")
    _lock(hands, "p02", 7, "Her own part in it.")
    hands.press("u")
    _lock(hands, "p03", 4)
    hands.press("k", "k")
    _lock(hands, "p01", 2)
    hands.press("u")
    hands.heard("Overall, to do")
    _lock(hands, "Overall", 5)
    _finish(hands)


def _cleo(hands: Hands) -> None:
    page = hands.enter("cleo")
    page.set_viewport_size(_NARROW)
    hands.reach("a[href='/adjudication/talk-1']")
    hands.follow("Enter")
    page.wait_for_selector("html[data-ready=true]")
    # Only what lies further apart than the margin, and a level beside none; and not who gave them.
    assert page.locator("#list .option-row .pid").all_text_contents() == ["p01", "p02"]
    assert _told(page, ("anna", "ben", *MACHINE)) == []
    hands.press("Alt+3", "2", "i", "Enter")
    hands.heard("p01 decided: 2.")
    hands.press("Enter")
    assert page.inner_text("#rating-title").startswith("p02")
    hands.press("6", "a", "c", "n")
    hands.write("Talked over.")
    hands.press("Control+Enter")
    hands.heard("p02 decided: 6.")
    assert page.inner_text(".progress-text") == "2 of 2 decided"
    assert not hands.pointed


def _rows(folder: Path, name: str, **wanted: str) -> list[dict[str, str]]:
    found = csv.DictReader(io.StringIO((folder / name).read_text("utf-8")))
    return [row for row in found if all(row[key] == value for key, value in wanted.items())]


def _said(judgement: dict[str, Any]) -> tuple[Any, ...]:
    return judgement["level"], judgement["unratable"], judgement["note"]


def test_a_study_is_rated_by_keyboard_alone_and_exported_as_it_was_entered(
    browser: Browser, desk: Running, tmp_path: Path
) -> None:
    """Two raters, a control interview and an adjudicator, without a mouse, in wide, narrow and low windows; every key leaves the focus where it is seen, and what happened is said; then the export holds all of it."""
    for rater, work in (("anna", _anna), ("ben", _ben), ("cleo", _cleo)):
        with Hands(browser, desk) as hands:
            work(hands)
            assert hands.page.locator("#alert").inner_text() == "", rater
    out = tmp_path / "out"
    # The desk stays open meanwhile.
    made = subprocess.run(
        [sys.executable, "-m", "rf_scorer", "ratings", "export", str(desk.study.root), "-o", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    documents = {path.stem: json.loads(path.read_text("utf-8")) for path in (out / "ratings").iterdir()}
    assert {name: validation.faults(document) for name, document in documents.items()} == dict.fromkeys(documents, ())
    assert {
        "talk-1--anna",
        "talk-1--ben",
        "talk-1--consensus",
        f"{CONTROL}--anna",
        f"{CONTROL}--consensus",
    } <= documents.keys()
    _as_anna_entered(documents["talk-1--anna"])
    control = documents[f"{CONTROL}--anna"]
    assert control["assistance"]["control"] is True
    assert [
        (unit["blind"]["judgement"]["level"], unit["revealed_at"], unit["decision"])
        for unit in (*control["units"][1:3], control["overall"])
    ] == [(2, None, None)] * 3
    ben = documents["talk-1--ben"]
    assert [unit["final"] and unit["final"]["level"] for unit in (*ben["units"], ben["overall"])] == [
        2,
        7,
        4,
        None,
        None,
        5,
    ]
    assert all(unit["decision"] is None for unit in (*ben["units"], ben["overall"]))
    _as_cleo_decided(documents["talk-1--consensus"])
    one = _rows(out, "ratings-long.csv", interview="talk-1", rater="anna", unit="p03")
    assert [(row["blind_level"], row["final_level"]) for row in one] == [("6", "3")]
    assert [row["level"] for row in _rows(out, "consensus.csv", interview="talk-1")] == ["2", "6", "3.5", "", "", "5"]
    assert len(_rows(out, "ratings-wide.csv", interview="talk-1")) == 1


def _as_anna_entered(document: dict[str, Any]) -> None:
    """Before and after, and all of it in the order of time."""
    p01, p02, p03, p04, p05 = document["units"]
    overall = document["overall"]
    words = TALK[3][1]
    (tag,) = p02["blind"]["judgement"]["markers"]
    start = sum(len(said) + 1 for _, said in TALK[:3])
    assert (tag["marker"], words[tag["start"] - start : tag["end"] - start]) == ("A3", "think she wanted")
    assert _said(p02["blind"]["judgement"]) == (4, None, "She gives <two> reasons.")
    assert (p02["decision"]["kept"], p02["decision"]["reason"], p02["final"]["level"]) == (True, None, 4)
    assert _said(p03["blind"]["judgement"]) == (6, None, "")
    assert (p03["decision"]["kept"], p03["decision"]["reason"], p03["final"]["level"]) == (False, "guide", 3)
    assert _said(p01["blind"]["judgement"]) == (None, "inaudible", "")
    assert (p01["revealed_at"], p01["suggestion"], p01["decision"]) == (None, None, None)
    assert (p02["suggestion"]["level"], p02["suggestion"]["interval"]) == (3, [2, 4])
    assert _said(overall["blind"]["judgement"]) == (5, None, "Uneven.")
    assert (p04["blind"], p05["blind"]) == (None, None)
    assert [unit["seen"] for unit in (p02, p03, p01, overall)] == ["blind", *["other_passages"] * 3]
    times = [
        unit[what] if what == "revealed_at" else unit[what]["at"]
        for unit in (p02, p03)
        for what in ("blind", "revealed_at", "decision")
    ]
    times += [
        p01["blind"]["at"],
        overall["blind"]["at"],
        overall["revealed_at"],
        overall["decision"]["at"],
        document["finished_at"],
    ]
    assert all(earlier < later for earlier, later in pairwise(times)), times
    assert all(0 <= unit[what]["seconds"] < 600 for unit in (p02, p03, overall) for what in ("blind", "decision"))


def _as_cleo_decided(document: dict[str, Any]) -> None:
    found = {
        unit["unit"]: (unit["final"] and (unit["final"]["level"], unit["final"]["unratable"]), unit["consensus"])
        for unit in (*document["units"], document["overall"])
    }
    assert {name: said for name, (said, _) in found.items()} == {
        "p01": (2, None), "p02": (6, None), "p03": (3.5, None), "p04": None, "p05": None, "overall": (5, None),
    }  # fmt: skip
    assert [found[unit][1]["derivation"] for unit in ("p01", "p02", "p03", "overall")] == [
        "third",
        "consensus",
        "mean",
        "agreed",
    ]
    decided = [found[unit][1]["adjudications"][0] for unit in ("p01", "p02")]
    assert [(one["adjudicator"], one["code"], one["note"], one["counts"]) for one in decided] == [
        ("cleo", "guide_gap", "", True),
        ("cleo", "ambiguous", "Talked over.", True),
    ]


# ----- what stands in a transcript is text -----


def _double(page: Page, turn: int, word: str, nth: int = 0) -> None:
    """Select a word by two clicks on it."""
    x, y = page.evaluate(
        """([turn, word, nth]) => {
            const paragraph = document.querySelector(`[data-turn="${turn}"]`);
            let at = -1;
            for (let count = 0; count <= nth; count += 1) at = paragraph.textContent.indexOf(word, at + 1);
            const start = RF.text.points(paragraph.textContent, at);
            const range = RF.text.range(paragraph, start, start + [...word].length);
            range.startContainer.parentElement.scrollIntoView({ block: "center" });
            const box = range.getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];
        }""",
        [turn, word, nth],
    )
    page.mouse.dblclick(x, y)
    page.wait_for_selector("#dock [data-act=tag]")


def _ran(page: Page) -> Any:
    loading = ":is(#talk, #list, #rating) :is(script, img, iframe, object, embed, style, link)"
    smuggled = f"{loading}, :is(.turn, .over, .facts, .name, .panel-title) :is(svg, a, b, i:not([class]))"
    return page.evaluate(
        "(smuggled) => [window.__ran ?? null, [...window.__forbidden], document.querySelectorAll(smuggled).length]",
        smuggled,
    )


def test_what_a_transcript_holds_is_only_ever_text(browser: Browser, desk: Running) -> None:
    """Markup, entities, bidi controls, a line of a megabyte, U+2028 and lone combining marks stand in the page as they were said; nothing runs, nothing is loaded."""
    with Hands(browser, desk, mouse=True) as hands:
        page = hands.enter("dora")
        assert "<i id=x onmouseover=" in page.locator("#rows").inner_text()
        hands.visit(f"/interviews/{HOSTILE}#p01")
        shown = page.evaluate("() => [...document.querySelectorAll('[data-turn]')].map((turn) => turn.textContent)")
        assert shown == [said for _, said in _SMUGGLED]
        assert "<script>window.__ran" in page.inner_text("#o-p01")
        # What is written behind a title that turns the direction of writing stands where it was written.
        order = page.evaluate(
            "() => [...document.querySelectorAll('#o-p03 .name, #o-p03 .standing')].map((part) => part.getBoundingClientRect()).map((box) => [box.top, box.left])"
        )
        assert order == sorted(order)
        # Code points, not units of UTF-16: a word behind emoji of one, two and many units.
        said = _SMUGGLED[1][1]
        _double(page, 1, "knew")
        page.keyboard.press("b")
        page.keyboard.press("1")
        hands.heard("Tagged: B1")
        _double(page, 1, "sad")
        page.keyboard.press("a")
        page.keyboard.press("3")
        hands.heard("Tagged: A3")
        hands.press("4", "n")
        hands.write("<img src=x onerror='window.__ran = 9'>")
        hands.press("Control+Enter")
        hands.heard("p01 locked: 4")
        _reveal(hands)
        assert "<img src=x onerror='window.__ran = 8'>" in hands.panel()
        assert "<img src=x onerror='window.__ran = 9'>" in hands.panel()
        tags = desk.unit("dora", HOSTILE, "p01")["blind"]["judgement"]["markers"]
        assert [(tag["marker"], said[tag["start"] : tag["end"]]) for tag in tags] == [("B1", "knew"), ("A3", "sad")]
        assert _ran(page) == [None, [], 0]
        # The last word of a line of a megabyte.
        hands.press("j", "j")
        _double(page, 5, "knew")
        page.keyboard.press("d")
        page.keyboard.press("1")
        hands.heard("Tagged: D1")
        hands.saved()
        (tag,) = desk.unit("dora", HOSTILE, "p03")["draft"]["markers"]
        assert _SMUGGLED[5][1][tag["start"] : tag["end"]] == "knew"
        page.reload()
        page.wait_for_selector("html[data-ready=true]")
        hands.press("k", "k")
        assert page.locator("#rating .tag-words q").all_inner_texts()[:2] == ["knew", "sad"]
        assert _ran(page) == [None, [], 0]


# ----- without a pointer -----


@pytest.mark.parametrize("width", [1280, 320])
def test_tab_leads_through_the_whole_page_and_back(browser: Browser, desk: Running, width: int) -> None:
    """From the first link to the last button and back, whatever has the focus is seen: in the window, below nothing, and drawn."""
    with Hands(browser, desk) as hands:
        hands.enter("emil")
        # Before the page is opened: one that changes its width lays itself out anew in its own time, and the focus may stand in what goes.
        hands.page.set_viewport_size({"width": width, "height": 640})
        page = hands.visit(f"/interviews/{DIFFER}")
        hands.reach("a.skip")
        page.wait_for_load_state("networkidle")
        for key in ("Tab", "Shift+Tab"):
            seen = []
            # In one question: a browser lets go of the focus, at the end of the page, in its own time.
            while (wrong := page.evaluate(FOCUS)) != "on nothing":
                assert not wrong, f"focus {wrong}"
                seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
                page.keyboard.press(key)
                assert len(seen) < 100
            assert len(seen) > 15
            # From outside the page back to its last button.
            page.keyboard.press("Shift+Tab")


# ----- on paper -----


def _printed(page: Page) -> str:
    text = "\n".join(sheet_of_paper.extract_text() for sheet_of_paper in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    return re.sub(r"\s+", " ", text)


def test_a_print_holds_of_the_suggestion_what_was_opened(browser: Browser, desk: Running) -> None:
    """Before it is opened the paper has the talk and the own rating and no figure of the machine's; afterwards that as well."""
    with Hands(browser, desk) as hands:
        hands.enter("dora")
        page = hands.visit(f"/interviews/{PAPER}")
        hands.press("Alt+3")
        _lock(hands, "p02", 7, "On paper.")
        before = _printed(page)
        assert "and maybe I made her angry." in before
        assert "On paper." in before
        assert "locked 7" in before
        assert re.findall(r"(?i)suggestion, provisional|interval|2 to 4|\b3,|%|2\.9", before) == []
        _reveal(hands)
        after = _printed(page)
        assert "Suggestion, provisional: 3, interval 2 to 4" in after
