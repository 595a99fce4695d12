"""docs/measurements/speed.md and docs/how-to/scale.md hold the tables, and the drawing, that the command makes of the figures that are kept."""

from __future__ import annotations

import json

import pytest
from doc_pages import DOCS, ROOT
from scaling import drawing, tables

#: The pages that hold tables.
PAGES = {name: (DOCS / name).read_text("utf-8") for name in ("measurements/speed.md", "how-to/scale.md")}
FIGURES = json.loads((ROOT / "benchmarks" / "data" / "speed.json").read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_the_tables_are_those_of_the_command(page: str) -> None:
    """Each page is what ``scale.py --from … --into …`` makes of itself: no figure was typed."""
    assert tables.filled(PAGES[page], FIGURES) == PAGES[page]


def test_every_part_has_its_place() -> None:
    """Each part that can be measured stands on one of the pages, once, and was measured."""
    assert sorted(part for page in PAGES.values() for part in tables.parts_of(page)) == sorted(tables.PARTS)
    assert set(FIGURES["parts"]) == set(tables.PARTS)


def test_the_drawing_is_made_of_the_same_figures() -> None:
    """``docs/measurements/speed.svg`` is what ``plot_scale.py`` makes of them."""
    assert (DOCS / "measurements/speed.svg").read_text("utf-8") == drawing.drawn(FIGURES)
