"""Pages hold the figures that are kept in ``benchmarks/data``: none in a table was typed, and none in a sentence that says one again."""

from __future__ import annotations

import re

import pytest
from doc_pages import DOCS, ROOT
from figures import keeping, pages, runs, sentences
from figures.table import figure, short

KEPT = keeping.read()


@pytest.mark.parametrize("page", pages.PAGES)
def test_figures_are_those_that_are_kept(page: str) -> None:
    """Each page is what ``benchmarks/all.py --pages`` makes of itself, and the sentences that it should hold are there."""
    text = (ROOT / page).read_text("utf-8")
    assert pages.filled(text, KEPT) == text
    assert sentences.missing(text, page) == []


def test_a_figure_that_was_typed_is_told() -> None:
    """Another figure in a table or in a sentence is put right."""
    page = DOCS / "measurements/accuracy.md"
    text = page.read_text("utf-8")
    (cell,) = re.findall(r"\| \*\*F1\*\* \| \*\*(\.\d{3})\*\*", text)
    for typed in (
        text.replace(f"| **F1** | **{cell}**", "| **F1** | **.999**"),
        re.sub("passages too high by [0-9.]+ levels", "passages too high by 0.1 levels", text),
    ):
        assert typed != text
        assert pages.filled(typed, KEPT) == text


def test_every_table_has_its_place() -> None:
    """Each table that can be made stands on a page, and each mark is one of a table."""
    marked = [name for page in pages.PAGES for name in pages.marks((ROOT / page).read_text("utf-8"))]
    assert set(marked) <= set(pages.TABLES)
    assert set(pages.TABLES) == set(marked)


def test_kept_figures_are_those_of_runs_and_hold_no_sentences() -> None:
    """Nothing is kept that no run makes; strings are names and commands, of which none is as long as something that was said."""
    known = {(run.benchmark, run.name) for run in runs.RUNS}
    assert {(name, run) for name, found in KEPT.items() for run in found} <= known
    for found in KEPT.values():
        for record in found.values():
            assert all(len(one.split()) <= 14 for one in _strings(record["figures"]))


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, one in value.items() for text in (str(key), *_strings(one))]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return [value] if isinstance(value, str) else []


def test_numbers_are_written_in_one_way() -> None:
    """Shares lose their zero, nothing is minus nothing, and what is not there is a dash."""
    assert [short(one) for one in (0.934, -0.02, 1.0, -0.004, 2.17, 0.0, None)] == [".93", "-.02", "1.00", ".00", "2.17", ".00", "–"]  # fmt: skip
    assert figure({"value": 0.9344, "low": 0.922, "high": 0.945}, 3) == ".934 (.922 to .945)"


def test_a_run_is_chosen_by_name_and_what_needs_an_idle_machine_is_not_by_default() -> None:
    """Benchmarks and single runs have names; those that tell of time run where they are named."""
    assert not any(run.clock for run in runs.chosen(()))
    assert [run.name for run in runs.chosen(("rating.other-writers",))] == ["other-writers"]
    assert runs.chosen(runs.CLOCK)
    with pytest.raises(KeyError):
        runs.chosen(("no-such-thing",))


def test_what_runs_need_is_left_by_a_run_before() -> None:
    """Whatever a run takes from the folder of work, an earlier one leaves there or its own commands do."""
    left: set[str] = set()
    for run in runs.RUNS:
        made = {place for place in run.work if place.partition("/")[0] not in {"rf_passage", "short_answers"}}
        assert made <= left
        left.add(run.leaves)
