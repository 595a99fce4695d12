"""The page of a report of change: whole, closed in itself, and readable where figures are missing."""

import json
import re
from pathlib import Path

import pytest
from outline import Outline, needed

from rf_scorer.pages.change import render
from rf_scorer.pages.courses import MOST_LINES, changes, courses

EXAMPLES = sorted((Path(__file__).parents[1] / "schemas" / "change-report" / "valid").glob("*.json"))


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def report(request):
    """Each valid example of a report."""
    return json.loads(request.param.read_text(encoding="utf-8"))


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


def test_notice_statements_and_cautions_stand_on_the_page(report, outline):
    """Nothing of what must be read beside the figures is lost, nor the formula and who published it."""
    text = "".join(outline.text)
    for sentence in (report["notice"], *report["statements"], *report["cautions"], report["error"]["formula"]):
        assert sentence in text
    assert "Jacobson & Truax 1991" in text


def test_every_participant_and_group_stands_in_a_table(report, outline):
    """What is drawn can be read as well."""
    text = "".join(outline.text)
    for comparison in report["comparisons"]:
        assert all(one["participant"] in text for one in comparison["people"])
        assert all(group["name"] in text for group in comparison["groups"] if group["name"] is not None)


def test_every_drawing_has_words(outline):
    """Who does not see a drawing is told what it shows."""
    assert outline.tags.count("svg") == outline.tags.count("title") - 1


def test_names_are_escaped(report):
    """A code, a group or a timepoint cannot write HTML."""
    name = "<b>x</b>"
    report["timepoints"]["names"][0] = report["comparisons"][0]["first"] = name
    report["courses"][0]["participant"] = report["courses"][0]["group"] = name
    report["comparisons"][0]["people"][0]["participant"] = name
    assert name not in render(report)


def test_nobody_with_both_is_told(report):
    """Figures without a value are a word, and no drawing fails."""
    empty = {"value": None, "low": None, "high": None, "reason": "Nobody.", "method": ""}
    for comparison in report["comparisons"]:
        comparison["people"] = []
        for group in comparison["groups"]:
            group |= {"n": 0, "change": empty, "g_av": empty, "d_z": empty, "expected": None}
            group |= dict.fromkeys(("mean_before", "mean_after", "sd_before", "sd_after", "sd_change"))
            group["higher"] = group["lower"] = {"count": 0, "share": empty}
    assert "undefined" in render(report)


def test_the_same_report_gives_the_same_page(report):
    """Nothing of time or chance stands on it."""
    assert render(report) == render(report)


def test_a_large_study_is_drawn_within_bounds():
    """Of a thousand participants no more lines are drawn than can be told apart, and the drawing is no wider than a page."""
    people = [
        {"participant": f"P{place}", "group": None, "values": [place % 9, (place + 1) % 9]} for place in range(1000)
    ]
    assert courses(people, ["t1", "t2"], -1, 9).count('class="course"') <= MOST_LINES
    changed = [{"low": -1.0, "high": 1.0, "change": 0.0, "verdict": "no_reliable_change"}] * 1000
    width = float(re.search(r'width="(\d+)"', changes(changed, 1.9))[1])
    assert width < 1800


def test_the_band_holds_what_is_not_reliable():
    """Its edges lie at the cut-off: 300 pixels for 6 levels, so that 1.5 levels either way are 150."""
    drawn = changes([{"low": -1.0, "high": 3.0, "change": 1.0, "verdict": "no_reliable_change"}], 1.5)
    assert re.search(r'<rect class="band"[^>]*height="150.0"', drawn)
