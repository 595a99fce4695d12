"""The transcript on the desk's pages: what a rater reads, and what a selection is measured against, is what the sheet holds."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer import cli
from rf_scorer.desk.transcript import talk

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SHEETS = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid"
_DEMO = ("aai-harbour", "aai-north", "brief-interview", "parent-interview", "pregnancy-interview", "therapy-session")
#: Turns that a parser of HTML, or an arithmetic of code units, could get wrong.
_HOSTILE = (
    "</p><script>alert(1)</script><p class='turn' data-turn='0'>",
    "&amp; &lt; &#13; &nbsp; &unknown; & < > \" '",
    "one\r\ntwo\rthree\nfour\ttab",
    "  spaces   kept,  at both ends  ",
    "😀 a smile 👩‍👩‍👧 a family, and then I thought 🏳️‍🌈 she knew",
    "e\u0301 combining, \u202eright to left\u202c, \ufeff mark, \x85 next line, \u2028 separator",
    "[laughs] {{Name}} (mhm) // ((sighs)) [pause 5 s]",
    "<!-- comment --> <![CDATA[ x ]]> <textarea> </section>",
)


@pytest.fixture(scope="module")
def interview() -> dict[str, Any]:
    """The invented interview of the schema's examples."""
    found: dict[str, Any] = json.loads((_SHEETS / "interview.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled interviews, scored."""
    out = tmp_path_factory.mktemp("demo") / "out"
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        pytest.raises(SystemExit) as left,
    ):
        cli.main(["demo", "--out", str(out), "--quiet"])
    assert not left.value.code
    return out / "sheets"


def hostile(interview: dict[str, Any]) -> dict[str, Any]:
    """A sheet of turns as no interview has them, every one with a mark over its first and last characters."""
    made = copy.deepcopy(interview)
    text, turns, mentions, markers = "", [], [], []
    for index, said in enumerate(_HOSTILE):
        start = len(text)
        turns.append(
            {
                "index": index,
                "label": "P",
                "role": "participant",
                "start": start,
                "end": start + len(said),
                "text": said,
                "words": 3,
            }
        )
        text += said + "\n"
        for number, (first, last) in enumerate(((0, 3), (2, 9), (len(said) - 4, len(said)))):
            row = {
                "turn": index,
                "passage": "p01",
                "start": start + first,
                "end": start + last,
                "text": said[first:last],
            }
            mentions.append({**interview["mentions"][0], **row, "id": f"m{index}{number}", "lemma": "<b>"})
            markers.append(
                {
                    **interview["markers"][0],
                    **row,
                    "id": f"k{index}{number}",
                    "mentions": [],
                    "marker": "A1",
                    "family": "A",
                }
            )
    made["transcript"] |= {"text": text, "turns": turns}
    made["mentions"], made["markers"] = mentions, markers
    made["passages"] = [
        {**interview["passages"][0], "asking": [], "answering": list(range(len(turns))), "topic": "<b>topic</b>"}
    ]
    return made


def shown(page: Page, sheet: dict[str, Any], *, assisted: bool) -> dict[str, str]:
    """Text contents of the turns, as a browser has them."""
    page.set_content(f"<!doctype html><meta charset='utf-8'><body>{talk(sheet, assisted=assisted)}")
    found: dict[str, str] = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.turn')].map((turn) => [turn.dataset.turn, turn.textContent]))"
    )
    return found


def said(sheet: dict[str, Any]) -> dict[str, str]:
    """What the sheet holds."""
    return {str(turn["index"]): turn["text"] for turn in sheet["transcript"]["turns"]}


@pytest.mark.parametrize("name", _DEMO)
def test_every_turn_of_the_demonstration_is_what_was_said(page: Page, demo: Path, name: str) -> None:
    """A browser's text content of each turn is the sheet's text, with marks and without."""
    sheet = json.loads((demo / f"{name}.json").read_text(encoding="utf-8"))
    for assisted in (True, False):
        assert shown(page, sheet, assisted=assisted) == said(sheet)


def test_hostile_turns_are_text_and_nothing_else(page: Page, interview: dict[str, Any]) -> None:
    """Tags, entities, carriage returns, signs outside of the basic plane and runs of spaces stay as they are, under overlapping marks as well."""
    sheet = hostile(interview)
    for assisted in (True, False):
        assert shown(page, sheet, assisted=assisted) == said(sheet)
        assert page.locator("script, textarea, b").count() == 0


def test_a_null_keeps_its_place(page: Page, interview: dict[str, Any]) -> None:
    """A parser of HTML drops nulls: a stand-in of the same length keeps the places behind it right."""
    sheet = copy.deepcopy(interview)
    turn = sheet["transcript"]["turns"][3]
    turn["text"] = turn["text"][:5] + "\0" + turn["text"][6:]
    found = shown(page, sheet, assisted=False)["3"]
    assert found == turn["text"].replace("\0", "\ufffd")


def test_a_passage_is_a_section_with_its_turns(page: Page, interview: dict[str, Any]) -> None:
    """Sections follow the sheet's passages, in their order; what belongs to none has no unit; a question that was not asked says so."""
    shown(page, interview, assisted=True)
    units = page.evaluate(
        "() => [...document.querySelectorAll('section.passage')].map((section) => section.dataset.unit || null)"
    )
    assert [unit for unit in units if unit] == [passage["id"] for passage in interview["passages"]]
    for passage in interview["passages"]:
        inside = page.evaluate(
            "(unit) => [...document.querySelectorAll(`[data-unit=${unit}] .turn`)].map((turn) => Number(turn.dataset.turn))",
            passage["id"],
        )
        assert set(inside) >= {*passage["asking"], *passage["answering"]}
    assert "Nothing was said here." in page.locator("#u-p10").inner_text()
    assert "Not asked" in page.locator("#u-p10").inner_text()


def test_turns_of_nobody_are_read_where_they_were_said(page: Page, interview: dict[str, Any]) -> None:
    """A third person's turn between two passages stands between them, in a section that cannot be rated."""
    sheet = copy.deepcopy(interview)
    sheet["passages"] = [passage for passage in sheet["passages"] if passage["id"] not in {"p03", "p04"}]
    sheet["suggestions"] = []
    shown(page, sheet, assisted=True)
    loose = page.locator("section.passage:not([data-unit])").first
    assert loose.locator(".turn").count() == 6
    assert loose.get_attribute("aria-label") == "Not part of a passage"


def test_a_control_interview_tells_of_no_mark(interview: dict[str, Any]) -> None:
    """Without assistance nothing in the markup tells what was marked: no mark, no sign, no list of words, no word of a category."""
    html = str(talk(interview, assisted=False))
    assert not re.search(r"<mark|<i |<u>|class=\"a\"|data-t=|details", html)
    assert not re.search(r"cognition|emotion|modulation|possible A", html)
    assert re.search(r"<mark", str(talk(interview, assisted=True)))


def test_marks_can_be_read_as_a_list(page: Page, interview: dict[str, Any]) -> None:
    """Whoever does not see the marks finds them listed below the passage, with the words that carry them."""
    shown(page, interview, assisted=True)
    words = page.locator("#u-p04 details.words")
    words.locator("summary").click()
    assert "cognition" in words.inner_text()
    assert "possible A1, minds cannot be known for certain" in words.inner_text()


def test_the_language_of_the_talk_is_told(interview: dict[str, Any]) -> None:
    """A transcript in another language is read aloud in that language."""
    sheet = copy.deepcopy(interview)
    sheet["transcript"]["language"] = 'fr"x'
    assert ' lang="fr&quot;x"' in str(talk(sheet, assisted=True))
    sheet["transcript"]["language"] = None
    assert "lang=" not in str(talk(sheet, assisted=True))
