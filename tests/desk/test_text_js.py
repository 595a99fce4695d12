"""Places in a turn, as the page's script reckons them: in code points, whatever marks and signs lie between the words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rf_scorer.desk
from rf_scorer.pages.marks import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_SCRIPT = Path(rf_scorer.desk.__file__).parent / "static" / "js" / "text.js"
#: Letters of one, two and three parts, signs beyond the basic plane, joiners, marks' own signs, and white space.
_TALK = st.text(st.sampled_from("ab é\u0301'’-.,?¬ \n\t😀👩‍🚀𝒜<&"), max_size=40)


@pytest.fixture(scope="module")
def texts(browser: Browser) -> Iterator[Page]:
    """A page with the script and nothing else."""
    context = browser.new_context()
    page = context.new_page()
    page.set_content("<!doctype html><body><div id='talk'><p class='turn' data-turn='7'></p></div>")
    page.add_script_tag(content=_SCRIPT.read_text(encoding="utf-8"))
    yield page
    context.close()


def words_of(text: str) -> list[tuple[int, int]]:
    """Words by Python: letters, digits and what combines with them, joined by apostrophes and hyphens."""
    letter = r"(?:[^\W_]|[\u0300-\u036f])"
    return [match.span() for match in re.finditer(rf"{letter}+(?:['’\-–]{letter}+)*", text)]


quiet = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quiet
@given(text=_TALK)
def test_words_lie_where_python_finds_them(texts: Page, text: str) -> None:
    """Words and their places, in code points, are the same as Python's."""
    found = texts.evaluate("(text) => RF.text.words(text).map((word) => [word.start, word.end, word.text])", text)
    assert [(start, end) for start, end, _ in found] == words_of(text)
    assert [word for *_, word in found] == [text[start:end] for start, end in words_of(text)]


@quiet
@given(text=_TALK, data=st.data())
def test_code_points_and_code_units_lead_into_each_other(texts: Page, text: str, data: st.DataObject) -> None:
    """A place in code points becomes the one in code units that stands there, and comes back."""
    place = data.draw(st.integers(0, len(text)))
    units = texts.evaluate("([text, place]) => RF.text.units(text, place)", [text, place])
    assert units == len(text[:place].encode("utf-16-le")) // 2
    assert texts.evaluate("([text, units]) => RF.text.points(text, units)", [text, units]) == place


def draw(texts: Page, text: str, spans: list[tuple[int, int]]) -> None:
    """Write a turn with marks over it."""
    rows: list[dict[str, Any]] = [
        {
            "id": f"m{n}",
            "start": start,
            "end": end,
            "category": "emotion",
            "holder": "self",
            "flags": [],
            "level": 3,
            "text": "x",
        }
        for n, (start, end) in enumerate(sorted(spans))
    ]
    marks = [
        {"id": f"k{n}", "start": s, "end": e, "marker": "A1", "family": "A", "mentions": []}
        for n, (s, e) in enumerate(sorted(spans))
    ]
    html = str(marked({"index": 7, "text": text, "start": 0, "end": len(text)}, rows, marks))
    texts.evaluate("(html) => { document.querySelector('.turn').innerHTML = html.replaceAll('\\r', '&#13;'); }", html)


@quiet
@given(text=_TALK.filter(bool), data=st.data())
def test_a_selection_is_the_words_that_it_touches(texts: Page, text: str, data: st.DataObject) -> None:
    """Whatever is selected, in whatever direction marks are nested, the tag covers whole words, and their range says them."""
    at = st.integers(0, len(text))
    spans = [tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(at, at), max_size=3)) if pair[0] != pair[1]]
    draw(texts, text, [(a, b) for a, b in spans])
    start, end = sorted(data.draw(st.tuples(at, at)))
    place = texts.evaluate(
        """([start, end]) => {
            const turn = document.querySelector(".turn");
            const range = RF.text.range(turn, start, end);
            getSelection().removeAllRanges();
            if (!range) return null;
            getSelection().addRange(range);
            const found = RF.text.selected(document.getElementById("talk"));
            if (!found) return null;
            return { turn: found.turn, start: found.start, end: found.end, said: RF.text.range(turn, found.start, found.end).toString() };
        }""",
        [start, end],
    )
    touched = [span for span in words_of(text) if span[1] > start and span[0] < end] if start < end else []
    if not touched:
        assert place is None
        return
    assert (place["turn"], place["start"], place["end"]) == (7, touched[0][0], touched[-1][1])
    assert place["said"] == text[place["start"] : place["end"]]
