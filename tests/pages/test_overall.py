"""The learned overall figure on the page."""

import copy
import json
import re
from pathlib import Path

import pytest

from rf_scorer import pages

GOLDEN = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "interview.json"


@pytest.fixture
def sheet():
    """The invented interview's sheet."""
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


def _block(html):
    return html[html.index('<svg class="strip"') :]


def test_it_is_drawn_over_its_passages(sheet):
    """A dot for every passage it rests on, the interval and the figure below, and all of it in words."""
    html = pages.render(sheet)
    drawing = re.search(r'<svg class="strip".*?</svg>', html, re.DOTALL)[0]
    assert drawing.count("<circle") == 6
    assert 'class="wh"' in drawing
    assert "Provisional overall figure 3.9, interval 2 to 6; 6 passages from 1 to 6, standard deviation 1.7." in drawing


def test_it_is_never_shown_without_its_spread_and_ends(sheet):
    """Spread, lowest and highest passages with links, and what speaks for and against."""
    block = _block(pages.render(sheet))
    assert 'Spread 1.7. Lowest: <a href="#p03">p03</a>. Highest: <a href="#p04">p04</a>.' in block
    assert block.index("For a higher rating") < block.index("Mean of the two highest demand passages")
    assert block.index("For a lower rating") < block.index("Expected share of passages at 1 or below")


def test_the_table_holds_its_interval(sheet):
    """The row of the figure has the interval beside it."""
    assert re.search(r'<td class="num">3.9 <span class="dim">2 to 6</span></td>', pages.render(sheet))


def test_it_is_also_in_the_appendix(sheet):
    """Paper has it too."""
    html = pages.render(sheet)
    assert html.count('<svg class="strip"') == 2
    assert '<svg class="strip"' in html[html.index('<section class="appendix"') :]


def test_where_there_is_none_the_reason_stands(sheet):
    """An interview without it says why, and draws nothing."""
    bare = copy.deepcopy(sheet)
    (found,) = [one for one in bare["overall"]["aggregates"] if one["id"] == "learned"]
    found |= {"value": None, "low": None, "high": None, "basis": None, "passages": [], "reason": "Too few passages."}
    html = pages.render(bare)
    assert '<svg class="strip"' not in html
    assert "Too few passages." in html
