"""The raters' guides and the codebook say the same."""

import re

import pytest

from rf_scorer.errors import UnknownName
from rf_scorer.language import guides


def test_there_are_guides():
    """What is marked and how to rate, beside a table of contents."""
    assert {"README", "highlights", "rating"} <= set(guides.names())


@pytest.mark.parametrize("name", guides.names())
def test_generated_tables_are_up_to_date(name):
    """A guide whose tables differ from the codebook is made anew with ``guides.regenerate``."""
    assert guides.regenerate(guides.text(name)) == guides.text(name)


@pytest.mark.parametrize("name", guides.names())
def test_every_guide_says_that_the_manual_decides(name):
    """Facts about the scale are shown with the banner."""
    assert "Check against the manual" in guides.text(name)


@pytest.mark.parametrize("name", guides.names())
def test_links_between_guides_lead_somewhere(name):
    """A relative link names a guide that is there."""
    linked = re.findall(r"\]\(([a-z_]+)\.md\)", guides.text(name))
    assert set(linked) <= set(guides.names())


def test_an_unknown_guide_or_table_lists_the_known():
    """The message helps to the right name."""
    with pytest.raises(UnknownName, match="highlights"):
        guides.text("manual")
    with pytest.raises(UnknownName, match="categories"):
        guides.regenerate("<!-- generated: nonsense -->\n<!-- end -->")


def test_a_table_is_made_from_the_codebook():
    """Between its marks stands the table and nothing that was there before."""
    made = guides.regenerate("a\n<!-- generated: categories -->\nold\n<!-- end -->\nb")
    assert "old" not in made
    assert "| `emotion` |" in made
