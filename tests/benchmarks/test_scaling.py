"""What ``benchmarks/scale.py`` measures with: made interviews, pairs, the meter, tables; and that the stages are where it looks for them."""

from __future__ import annotations

import json
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import scale
from scaling import material, pairs, stages, tables
from scaling.meter import Meter, Moved, metered

from rf_scorer import transcripts
from rf_scorer.domain import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_made_interview_is_read_as_one(tmp_path: Path) -> None:
    """Two speakers with their roles, about as many words as asked for, four fifths of them the participant's."""
    made = material.make(tmp_path, 2, seed=1, shortest=600, longest=1500)
    assert made.files == 2
    for path, words in zip(sorted(tmp_path.iterdir()), (1500, 600), strict=True):
        turns = transcripts.read(path).turns
        said = sum(len(turn.text.split()) for turn in turns if turn.role is Role.PARTICIPANT)
        every = sum(len(turn.text.split()) for turn in turns)
        assert {turn.role for turn in turns} == {Role.INTERVIEWER, Role.PARTICIPANT}
        assert words <= every < words + 700
        assert said / every == pytest.approx(material.SHARE, abs=0.05)


def test_made_interviews_depend_on_seed_and_number_alone() -> None:
    """The same seed and number give the same interview; another number another."""
    one, again, other = (material.interview(400, random=Random(seed)) for seed in ("1 0", "1 0", "1 1"))
    assert one == again != other


def test_new_words_keep_coming() -> None:
    """Each interview brings words that stood in none before."""
    seen: set[str] = set()
    for number in range(4):
        words = set(material.interview(2500, random=Random(f"1 {number}")).split())
        fresh = words - seen
        assert number == 0 or len(fresh) > 10
        seen |= words


def test_few_interviews_hold_the_same_extremes_as_many() -> None:
    """The longest and the shortest come first, the others lie between."""
    ten, many = material.lengths(10, shortest=100, longest=900), material.lengths(500, shortest=100, longest=900)
    assert many[:10] == ten
    assert (max(ten), min(ten)) == (900, 100)
    assert all(100 <= words <= 900 for words in many)


def test_pairs_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Works run in an order that turns round, and a work's own seconds go before the clock's."""
    monkeypatch.setattr(pairs.gc, "collect", lambda: 0)  # slow among all that the suite holds
    order: list[str] = []
    ticks = count()

    def work(name: str, own: float | None) -> float | None:
        order.append(name)
        return own

    seconds = pairs.alternate(
        {"a": lambda: work("a", None), "b": lambda: work("b", 7.0)}, repeat=3, clock=lambda: float(next(ticks))
    )
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert seconds == {"a": [1.0] * 3, "b": [7.0] * 3}
    assert pairs.ratio(seconds["b"], seconds["a"]) == {"median": 7.0, "low": 7.0, "high": 7.0}


def test_a_moment_counts_for_the_innermost_stage() -> None:
    """Nested stages share no time, generators count while they make something, and the sum is the whole."""
    now = [0.0]

    def spend(seconds: float) -> None:
        now[0] += seconds

    meter = Meter(clock=lambda: now[0])
    inner = meter.wrapped("inner", lambda: spend(2.0))

    def making() -> Iterator[int]:
        for number in range(3):
            spend(1.0)
            inner()
            yield number

    for _ in meter.wrapped("outer", making)():
        spend(10.0)
    assert meter.read() == {"rest": 30.0, "outer": 3.0, "inner": 6.0}


def test_a_failing_stage_is_left() -> None:
    """What raises ends its stage too."""
    now = [0.0]
    meter = Meter(clock=lambda: now[0])

    def fail() -> None:
        now[0] += 1.0
        raise ValueError

    with pytest.raises(ValueError):
        meter.wrapped("failing", fail)()
    now[0] += 5.0
    assert meter.read() == {"rest": 5.0, "failing": 1.0}


def test_every_stage_is_where_the_table_looks_for_it() -> None:
    """Each stage has a function that is there; a table that has lost one says so."""
    with metered(stages.STAGES):
        pass
    assert set(stages.TITLES) == {*stages.STAGES, "rest"}
    with pytest.raises(Moved, match="sorcery"), metered({"sorcery": ("rf_scorer.jsonio:no_such",)}):
        pass


_FIGURE = {"median": 2.0, "low": 1.5, "high": 2.5}
_DOCUMENT: dict[str, Any] = {
    "parts": {
        "start": {
            "repeat": 5,
            "seconds": dict.fromkeys(("python", "help", "score", "score end"), _FIGURE),
            "cpu": dict.fromkeys(("python", "help", "score", "score end"), _FIGURE),
            "machine": {
                "processor": "P", "cores": 2, "memory_gb": 4, "system": "S", "python": "3", "rf_scorer": "1", "libraries": {"spacy": "3"},
                "products": {"openblas": 1}, "load": [0.5], "at": "2026-01-01 00:00", "command": "python benchmarks/scale.py --only start",
            },
        }
    }
}  # fmt: skip


def test_tables_are_the_same_for_terminal_and_page() -> None:
    """Text and Markdown hold the same cells."""
    (table,) = tables.tables(_DOCUMENT, "start")
    text, page = tables.as_text(table), tables.as_markdown(table)
    assert table.rows[1] == ("rf-scorer --help", "2.00 (1.50 to 2.50)", "2.00 (1.50 to 2.50)", "0.15")
    for row in table.rows:
        assert "| " + " | ".join(row) + " |" in page.splitlines()
        assert all(cell in text for cell in row)


def test_a_page_gets_its_tables_between_the_marks() -> None:
    """What stood between the marks of a part that was measured is replaced; other parts, and the text around, are left."""
    page = "a\n<!-- scale: start -->\nold\n<!-- /scale -->\nb\n<!-- scale: memory -->\nkept\n<!-- /scale -->\n"
    new = tables.filled(page, _DOCUMENT)
    assert "old" not in new
    assert "kept" in new
    assert "| rf-scorer --help | 2.00" in new
    assert new.startswith("a\n<!-- scale: start -->\n")
    assert tables.filled(new, _DOCUMENT) == new
    assert tables.parts_of(new) == ["start", "memory"]


def test_tables_are_printed_and_put_into_pages_without_measuring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--from`` measures nothing; ``--into`` fills every page that is named."""
    figures, pages = tmp_path / "figures.json", [tmp_path / "one.md", tmp_path / "two.md"]
    figures.write_text(json.dumps(_DOCUMENT), "utf-8")
    for page in pages:
        page.write_text("<!-- scale: start -->\n<!-- /scale -->\n", "utf-8")
    monkeypatch.setattr("sys.argv", ["scale.py", "--from", str(figures), "--markdown", "--into", *map(str, pages)])
    assert scale.main() == 0
    assert "| rf-scorer --help | 2.00 (1.50 to 2.50) |" in capsys.readouterr().out
    assert all("python benchmarks/scale.py --only start" in page.read_text("utf-8") for page in pages)


def test_a_part_that_is_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip of the pen in ``--only`` measures nothing."""
    monkeypatch.setattr("sys.argv", ["scale.py", "--only", "hole"])
    with pytest.raises(SystemExit) as left:
        scale.main()
    assert left.value.code == 2


def test_the_command_that_is_told_names_no_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tables tell of the command as anybody would give it: without the folders above, and without where output goes."""
    (tmp_path / "annomi").mkdir()
    given = ["scale.py", str(tmp_path / "annomi"), "--repeat", "3", "--json", "x.json", "--only", "whole,start"]
    monkeypatch.setattr("sys.argv", given)
    assert scale._command("start") == "python benchmarks/scale.py annomi --repeat 3 --only start"
