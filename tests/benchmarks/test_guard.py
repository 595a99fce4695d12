"""The guard against slowness: ``score`` costs what it cost, counted and never timed; and the guard notices where it does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import guard
import pytest
from scaling.counting import WORDS, Scored, beginning, counted, recounted, words_through
from scaling.judging import judge
from scaling.meter import metered

from rf_scorer.study.privacy import gate as study_gate
from rf_scorer.study.running import work as study_work

if TYPE_CHECKING:
    from collections.abc import Callable

RECORD = json.loads((Path(__file__).parents[2] / "benchmarks" / "data" / "guard.json").read_text("utf-8"))
#: Few words: for the tests that count twice.
_FEW = 80


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What scoring the beginning of a bundled interview costs now."""
    return counted(Scored(tmp_path_factory.mktemp("guard")))


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scored, dict[str, Any]]:
    """Something shorter to score, and what it costs as things are."""
    scored = Scored(tmp_path_factory.mktemp("short"), _FEW)
    return scored, counted(scored)


def test_scoring_costs_no_more_than_it_did(found: dict[str, Any]) -> None:
    """Calls a word in each part of the package, and passes through the models, are those of the record, or the record is renewed."""
    wrong = [str(one) for one in judge(RECORD, found) if one.wrong]
    assert not wrong, "\n".join([*wrong, "If this is meant: python benchmarks/guard.py --record"])


def test_the_record_is_of_the_same_words(found: dict[str, Any]) -> None:
    """Counts and record tell of the same beginning of the same interview."""
    assert found["words"] == RECORD["words"] == pytest.approx(WORDS, rel=0.2)
    assert len(beginning().split()) < 2 * WORDS


def test_no_word_goes_through_a_model_twice(found: dict[str, Any]) -> None:
    """The gate and the rules share one reading: no model sees more words than were said, and the parser sees the participant's."""
    assert 0.3 < found["passes"]["parser"] <= found["passes"]["tok2vec"] <= 1.01
    assert found["passes"]["ner"] <= 1.01


def test_what_is_done_is_counted_alike_each_time(short: tuple[Scored, dict[str, Any]]) -> None:
    """Two counts of the same work are the same to the last call, and what watched the models is gone after each."""
    scored, before = short
    assert recounted(scored) == before
    with words_through() as through:
        scored()
    assert through["parser"] > 0


def _twice(work: Callable[..., Any]) -> Callable[..., Any]:
    def doubled(*args: Any, **kwargs: Any) -> Any:
        work(*args, **kwargs)
        return work(*args, **kwargs)

    return doubled


def _slowed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    holder, attribute = {
        "gate": (study_gate, "seen"),
        "page": (study_work.pages, "render"),
        "document": (study_work, "_document"),
    }[name]
    monkeypatch.setattr(holder, attribute, _twice(getattr(holder, attribute)))


@pytest.mark.parametrize(
    ("slowed", "noticed"),
    [
        ("gate", {"calls: privacy"}),
        ("page", {"calls: pages"}),
        ("document", {"calls: language", "calls: rating", "calls: all", "passes: parser"}),
    ],
)
def test_what_runs_twice_is_noticed(
    slowed: str, noticed: set[str], short: tuple[Scored, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gate, a page, or rules and parser that do their work twice are dearer than the record, and told by name."""
    scored, before = short
    assert not any(one.wrong for one in judge(before, before))
    _slowed(slowed, monkeypatch)
    wrong = {one.name for one in judge(before, recounted(scored)) if one.wrong}
    assert noticed <= wrong


def test_what_is_no_longer_done_is_noticed() -> None:
    """A record that has become far too generous is no guard: it must be renewed."""
    record = {
        "calls": {"language": 80.0, "privacy": 100.0},
        "passes": {"tok2vec": 1.75},
        "instructions": {"ratio": 2.0},
    }
    cheaper = {"calls": {"language": 80.0, "privacy": 40.0}, "passes": {"tok2vec": 1.0}, "instructions": {"ratio": 1.0}}
    assert [one.name for one in judge(record, cheaper) if one.wrong] == [
        "calls: privacy",
        "passes: tok2vec",
        "instructions: score as a multiple of bare",
    ]
    assert not any(one.wrong for one in judge(record, record))


def test_dearer_instructions_are_noticed_beyond_five_in_a_hundred() -> None:
    """The ratio of instructions may grow by a twentieth, and not by more."""
    record = {"instructions": {"ratio": 1.2}}
    assert [one.wrong for ratio in (1.25, 1.27) for one in judge(record, {"instructions": {"ratio": ratio}})] == [
        False,
        True,
    ]


def test_a_count_without_a_record_is_wrong() -> None:
    """A new part of the package does not slip in unwatched."""
    (part, every) = judge({"calls": {}}, {"calls": {"sorcery": 9.0}})
    assert (part.name, part.wrong, every.wrong) == ("calls: sorcery", True, True)
    assert "no record" in str(part)


def test_stages_are_timed_and_given_back(short: tuple[Scored, dict[str, Any]]) -> None:
    """A meter takes the place of a function wherever modules refer to it, within its block alone."""
    scored, _ = short
    render = study_work.pages.render
    with metered({"page": ("rf_scorer.pages.page:render",)}) as meter:
        assert study_work.pages.render is not render
        scored()
        seconds = meter.read()
    assert study_work.pages.render is render
    assert 0 < seconds["page"] < seconds["rest"]


def test_the_command_leaves_with_one_where_something_is_dearer(
    found: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its exit code tells, the line says what, and a new record makes it good again."""
    record = tmp_path / "guard.json"
    half = {part: count / 2 for part, count in found["calls"].items()}
    record.write_text(json.dumps({**found, "calls": half}), "utf-8")
    monkeypatch.setattr(guard, "RECORD", record)
    monkeypatch.setattr(guard, "counted", lambda _: found)
    monkeypatch.setattr("sys.argv", ["guard.py", "--no-instructions"])
    assert guard.main() == 1
    assert "DEARER" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["guard.py", "--no-instructions", "--record"])
    assert guard.main() == 0
    assert json.loads(record.read_text("utf-8"))["calls"] == found["calls"]


def test_instructions_are_read_out_of_a_file_of_cachegrind() -> None:
    """The sum of all is the line that says so."""
    assert (
        guard.total("desc: Trace file: x\ncmd: python\nevents: Ir\nfl=a\nfn=b\n1 5\nsummary: 123456789\n")
        == 123_456_789
    )
