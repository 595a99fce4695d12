"""The page of an agreement report: whole, closed in itself, and readable where figures are missing."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from outline import Outline, needed

from rf_scorer import pages
from rf_scorer.pages import agreement_plots

EXAMPLES = sorted((Path(__file__).parents[1] / "schemas" / "agreement-report" / "valid").glob("*.json"))


def _example(name: str) -> Any:
    return json.loads(next(path for path in EXAMPLES if path.stem == name).read_text("utf-8"))


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def report(request: pytest.FixtureRequest) -> Any:
    """Each valid example of a report."""
    return json.loads(request.param.read_text("utf-8"))


@pytest.fixture
def outline(report: Any) -> Outline:
    """The parts of its page."""
    return Outline(pages.render_agreement(report))


def test_elements_are_closed_in_order(outline: Outline) -> None:
    """The page is well-formed as a whole, and has one heading of the first order."""
    assert outline.open == []
    assert outline.tags.count("h1") == 1


def test_the_page_needs_nothing_else(report: Any) -> None:
    """No script, no other host, no style beside the one that the policy allows by its digest."""
    assert needed(pages.render_agreement(report)) == []


def test_every_sentence_stands_on_the_page(report: Any, outline: Outline) -> None:
    """What the figures say, the cautions, the paragraph for a paper with its brackets, and every measure's source."""
    text = "".join(outline.text)
    for sentence in (*report["statements"], *report["remarks"], report["notice"], report["citation"]):
        assert sentence in text
    for sentence in report["methods"]:
        assert sentence["text"] in text
    for measure in report["measures"].values():
        assert measure["title"] in text
        assert measure["source"] in text


def test_every_drawing_has_a_title_and_a_table_beside_it(report: Any, outline: Outline) -> None:
    """Whoever sees no drawing hears what it shows; whatever is drawn stands in numbers, too."""
    html = pages.render_agreement(report)
    assert outline.tags.count("svg") == outline.tags.count("title") - 1 > 0
    assert all(
        re.search(r"^<title>[^<]+</title>", drawing)
        for drawing in re.findall(r"<svg[^>]*>(.*?)</svg>", html, re.DOTALL)
    )
    assert outline.tags.count("table") >= 3


def test_links_lead_to_parts_of_the_page(outline: Outline) -> None:
    """Every link of the contents has its target, and ids are unique."""
    ids = [value for name, value in outline.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value.removeprefix("#") for name, value in outline.attributes if name == "href" and value} <= set(ids)


def test_nothing_is_said_of_what_was_not_compared() -> None:
    """Without a machine, a key, times, groups or suggestions the page has no section of them."""
    html = pages.render_agreement(_example("unanimous"))
    for heading in ("Against the key", "Drift", "What seeing the suggestion did", "Rules of thumb"):
        assert heading not in html
    full = pages.render_agreement(_example("full"))
    for heading in (
        "Against the key",
        "Drift from the other raters",
        "Drift from the key",
        "Rules of thumb",
        "By site",
    ):
        assert heading in full
    told = pages.render_agreement(_example("documents"))
    for heading in ("What seeing the suggestion did", "With and without help"):
        assert heading in told


def test_undefined_figures_are_dashes_with_their_reasons() -> None:
    """Never a zero or a blank: a dash, and why."""
    report = _example("unanimous")
    outline = Outline(pages.render_agreement(report))
    assert "–" in outline.text
    assert any("All ratings are the same" in text for text in outline.text)
    assert "nan" not in "".join(outline.text).casefold().split()


def test_codes_of_raters_are_escaped_everywhere() -> None:
    """A rater's code from a stranger's table is text, in drawings too."""
    text = json.dumps(_example("full")).replace("anna", "<b>a&")
    html = pages.render_agreement(json.loads(text))
    assert "<b>a&" not in html
    assert "&lt;b&gt;a&amp;" in html
    assert Outline(html).open == []


def test_the_page_is_the_same_every_time(report: Any) -> None:
    """The same document gives the same bytes."""
    assert pages.render_agreement(report) == pages.render_agreement(report)


def test_few_of_many_pairs_are_drawn() -> None:
    """Of many pairs those that agree least are drawn, and the table has all of them."""
    report = _example("full")
    part = report["parts"][0]
    (pair,) = part["pairs"]
    names = [one["rater"] for one in part["profiles"]] + ["r1", "r2", "r3"]
    part["profiles"] += [{**part["profiles"][0], "rater": name} for name in names[2:]]
    part["pairs"] = [
        _with_icc({**pair, "one": one, "two": two}, 0.9 - place / 20)
        for place, (one, two) in enumerate(combinations(names, 2))
    ]
    html = pages.render_agreement(report)
    drawn = re.findall(r"<title>Differences of (\w+) and (\w+) over", html)
    assert drawn == [("ben", "r3"), ("r1", "r2"), ("r1", "r3"), ("r2", "r3")]
    assert "Drawn are the 4 pairs that agree least." in html
    assert html.count('<th scope="row">anna – ') >= 4


def _with_icc(pair: dict[str, Any], value: float) -> dict[str, Any]:
    figure = {**pair["figures"]["icc_a_1_random"], "value": value}
    return {**pair, "figures": {**pair["figures"], "icc_a_1_random": figure}}


def test_drawings_of_pairs_hold_every_unit() -> None:
    """Dots stand where levels met: a mean and a difference for each cell of the table."""
    report = _example("full")
    (pair,) = report["parts"][0]["pairs"]
    cells = sum(count > 0 for row in pair["confusion"] for count in row)
    assert agreement_plots.bland_altman(pair, report["data"]).count("<circle") == cells
    assert sum(map(sum, pair["confusion"])) == pair["n_units"]
    empty = {**pair, "confusion": [[0] * 11 for _ in range(11)]}
    assert "No unit in common" in agreement_plots.confusion(empty, report["data"])
