"""The page of an evaluation: whole, closed in itself, and readable where figures are missing."""

import json
from pathlib import Path

import pytest
from outline import Outline, needed

from rf_scorer import pages

EXAMPLES = sorted((Path(__file__).parents[1] / "schemas" / "evaluation-report" / "valid").glob("*.json"))


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def report(request):
    """Each valid example of a report."""
    return json.loads(request.param.read_text(encoding="utf-8"))


@pytest.fixture
def outline(report):
    """The parts of its page."""
    return Outline(pages.render_evaluation(report))


def test_elements_are_closed_in_order(outline):
    """The page is well-formed as a whole."""
    assert outline.open == []


def test_the_page_needs_nothing_else(report):
    """No script, no other host, no style beside the one that the policy allows by its digest."""
    assert needed(pages.render_evaluation(report)) == []


def test_every_sentence_stands_on_the_page(report, outline):
    """What the figures say, the notice and the remarks are all shown."""
    text = "".join(outline.text)
    for sentence in (*report["statements"], *report["remarks"], report["provisional"]):
        assert sentence in text


def test_every_model_and_baseline_stands_in_its_table(report, outline):
    """No row of a comparison is lost."""
    text = "".join(outline.text)
    for comparison in report["comparisons"]:
        for row in comparison["rows"]:
            assert row["title"] in text


def test_undefined_figures_are_said_to_be(report):
    """A figure that is null is a word on the page, and no drawing fails for it."""
    for comparison in report["comparisons"]:
        for row in comparison["rows"]:
            row["figures"] = {name: {"value": None, "low": None, "high": None} for name in row["figures"]}
    report["curve"] = [
        {"participants": 9, "answers": 30, "repeats": 1, "figures": {"qwk": {"value": None, "low": None, "high": None}}}
    ]
    for level in report["levels"]:
        level |= {"answers": 0, "spread": None, "coverage": None, "width": None}
    assert "undefined" in pages.render_evaluation(report)


def test_names_from_the_table_are_escaped(report):
    """A question or a group cannot write HTML."""
    report["questions"] = [
        {"question": "<b>Why</b>", "answers": 1, "mean_rating": 1, "mean_expected": 1, "figures": {"qwk": None}}
    ]
    html = pages.render_evaluation(report)
    assert "<b>Why" not in html
    assert "&lt;b&gt;Why" in html


def test_the_same_report_gives_the_same_page(report):
    """Nothing of time or chance stands on it."""
    assert pages.render_evaluation(report) == pages.render_evaluation(report)


def test_every_drawing_has_words(outline):
    """Who does not see a drawing is told what it shows."""
    assert outline.tags.count("svg") == outline.tags.count("title") - 1
