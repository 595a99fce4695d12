"""Tables, counts, numbers and colours on a terminal: alike in all commands."""

from __future__ import annotations

import io

import pytest

from rf_scorer.cli import console, text


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 interviews"), (1, "1 interview"), (2, "2 interviews"), (1200, "1,200 interviews")],
)
def test_counts_have_their_plural(count: int, told: str) -> None:
    """One interview, two interviews, thousands with a comma."""
    assert text.counted(count, "interview") == told


def test_another_plural_can_be_given() -> None:
    """Where an s does not make it."""
    assert [text.counted(n, "unit waits", "units wait") for n in (1, 2)] == ["1 unit waits", "2 units wait"]


def test_figures_are_rounded_alike() -> None:
    """Two decimals, no minus before nothing, whole per cent, and a dash where there is no figure."""
    assert [text.number(value) for value in (0.125, -0.001, 3.0, None)] == ["0.12", "0.00", "3.00", "-"]
    assert [text.share(value) for value in (0.416, 0.0, None)] == ["42 %", "0 %", "-"]


def test_lists_of_names_end_somewhere() -> None:
    """Five are named; more are hinted at."""
    assert text.listed(["a", "b"]) == "a, b"
    assert text.listed([*"abcdefg"]) == "a, b, c, d, e …"


def test_tables_are_aligned() -> None:
    """Columns are as wide as their widest cell; numbers stand to the right where that is said; no line ends in blanks."""
    rows = [["rater", "words"], ["anna", "1,200"], ["b", "-"]]
    assert text.table(rows) == ["rater  words", "anna   1,200", "b      -"]
    assert text.table(rows, right=1) == ["rater  words", "anna   1,200", "b          -"]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("set_to", "coloured"), [(None, True), ("", True), ("1", False)])
def test_colours_can_be_switched_off(set_to: str | None, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """``NO_COLOR`` with any value leaves words alone on a terminal too."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    if set_to is not None:
        monkeypatch.setenv("NO_COLOR", set_to)
    terminal = _Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    with console.guarded():
        print(console.style("error", fg="red"))  # noqa: T201 (what a command prints)
    assert terminal.getvalue() == ("\x1b[31merror\x1b[0m\n" if coloured else "error\n")


def test_a_dumb_terminal_is_not_drawn_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no line can be drawn anew, progress is told as in a log."""
    monkeypatch.setenv("TERM", "dumb")
    assert not console.draws(_Terminal())
    monkeypatch.setenv("TERM", "xterm")
    assert console.draws(_Terminal())
    assert not console.draws(io.StringIO())
