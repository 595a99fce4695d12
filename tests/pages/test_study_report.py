"""The page of a study: whole, closed in itself, within bounds, and readable where there is nothing yet."""

import json
import re
from pathlib import Path

import pytest
from outline import Outline, needed

from rf_scorer.pages.overviews import levels, matrix, strip
from rf_scorer.pages.study_report import render

EXAMPLES = sorted((Path(__file__).parents[1] / "schemas" / "study-report" / "valid").glob("*.json"))
FULL = next(path for path in EXAMPLES if path.stem == "full")


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def report(request):
    """Each valid example of a report."""
    return json.loads(request.param.read_text(encoding="utf-8"))


@pytest.fixture
def full():
    """The example that has everything."""
    return json.loads(FULL.read_text(encoding="utf-8"))


@pytest.fixture
def outline(report):
    """The parts of its page."""
    return Outline(render(report))


def test_elements_are_closed_in_order(outline):
    """The page is well-formed as a whole."""
    assert outline.open == []


def test_the_page_needs_nothing_else(report):
    """No script, no other host, no style beside the one that the policy allows by its digest."""
    assert needed(render(report)) == []


def test_notice_statements_reasons_and_steps_stand_on_the_page(report, outline):
    """Nothing that somebody should do or know is lost."""
    text = "".join(outline.text)
    for sentence in (report["notice"], *report["statements"], *report["next"]):
        assert sentence in text
    for one in (*report["look"],):
        assert all(reason in text for reason in one["reasons"])
    for one in (*report["read"]["refused"], *report["read"]["faulty"]):
        assert one["reason"] in text


def test_every_drawing_has_words_or_is_hidden(outline):
    """Who does not see a drawing is told what it shows; signs of a legend stand beside their words."""
    hidden = outline.attributes.count(("aria-hidden", "true"))
    assert outline.tags.count("svg") - hidden == outline.tags.count("title") - 1


def test_interviews_lead_to_their_pages(full):
    """From where the page stands; one without a page is plain text, and no name of a folder becomes another kind of link."""
    assert '<a href="./pages/talk-09.html">talk-09</a>' in render(full)
    assert '<a href="../my%20study/pages/talk-09.html">' in render(full, base="../my study")
    assert "javascript:" not in render(full, base="javascript:alert(1)")
    full["look"][0] |= {"page": None, "interview": "alone"}
    assert '<th scope="row">alone</th>' in render(full)


def test_suggestions_are_called_provisional_and_can_be_left_out(full):
    """Beside the drawing and in its legend; without them neither is drawn."""
    html = render(full)
    assert "suggested, provisional" in html
    assert 'class="sg"' in html
    for found in full["distributions"]:
        found["suggestions"] = None
    full["abstentions"] = []
    html = render(full)
    assert "suggested, provisional" not in html
    assert 'class="sg"' not in html


def test_names_are_escaped(full):
    """A title, an id, a rater or a timepoint cannot write HTML."""
    name = "<b>x</b>"
    full["facts"]["title"] = full["look"][0]["interview"] = full["ratings"]["raters"][0]["rater"] = name
    full["timepoints"][0]["name"] = full["groups"][0]["name"] = full["adherence"][0]["who"] = name
    full["protocols"][0]["matrix"]["interviews"][0] = full["profiles"][0]["outliers"][0]["interview"] = name
    assert name not in render(full)


def test_the_same_report_gives_the_same_page(report):
    """Nothing of time or chance stands on it."""
    assert render(report) == render(report)


def test_the_matrix_shows_what_is_missing(full):
    """A crossed cell for each demand question that was not found."""
    part = full["protocols"][0]
    lost = sum(
        state == "x" and question["role"] == "demand"
        for states in part["matrix"]["states"]
        for state, question in zip(states, part["questions"], strict=True)
    )
    assert lost == part["demand_missing"] > 0
    assert matrix(part).count('class="gone demand"') == lost


def test_outliers_are_named_and_equal_values_drawn(full):
    """A diamond with its id; interviews that are all the same give no division by nothing."""
    words = next(one for one in full["profiles"] if one["id"] == "words" and one["outliers"])
    drawn = strip(words)
    assert drawn.count('class="out"') == len(words["outliers"])
    assert "talk-09" in drawn
    same = words | {"lowest": 5, "lower": 5, "median": 5, "upper": 5, "highest": 5, "values": [5] * 4, "outliers": []}
    assert strip(same).count('class="pt"') == 4


def test_bars_are_shares_of_their_own_kind(full):
    """Two of two at one level are as tall as twenty of twenty."""
    found = full["distributions"][0] | {"suggestions": None}
    empty = dict.fromkeys(found["blind"], 0)
    found |= {"blind": empty | {"3": 2}, "final": empty | {"4": 20}}
    heights = re.findall(r'<rect class="(?:bl|fi)"[^>]*height="([\d.]+)"', levels(found))
    assert len(heights) == 2
    assert heights[0] == heights[1]
