"""Parts of a set: the same on every machine, each transcript in exactly one, and several at work in one folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from routes import Scored, files, score_part

from rf_scorer.errors import OutputExists
from rf_scorer.study.files import lock
from rf_scorer.study.inputs import Input
from rf_scorer.study.running import sharding

_IDS = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=60)


@given(ids=_IDS, of=st.integers(min_value=1, max_value=9))
def test_parts_are_a_partition(ids: list[str], of: int) -> None:
    """Every transcript is in exactly one part, in the order of the whole; transcripts with one id are together; all parts know the same whole."""
    found = [
        Input(path=Path(f"/{place}"), name=f"{place}.txt", id=identity, place=place)
        for place, identity in enumerate(ids)
    ]
    parts = [sharding.cut(found, number, of) for number in range(1, of + 1)]
    places = [item.place for _, own in parts for item in own]
    assert sorted(places) == list(range(len(found)))
    assert all([item.place for item in own] == sorted(item.place for item in own) for _, own in parts)
    homes = {item.id: shard.number for shard, own in parts for item in own}
    assert all(homes[item.id] == shard.number for shard, own in parts for item in own)
    assert {(shard.of, shard.inputs, shard.digest) for shard, _ in parts} == {(of, len(found), parts[0][0].digest)}


def test_where_a_transcript_belongs_is_for_good() -> None:
    """The parts of these ids are written down: another version, or another machine, must cut in the same way."""
    ids = ("harbour-01", "t", "Ünïcode", "a" * 120, "")
    assert [sharding.part_of(identity, 10) for identity in ids] == [8, 10, 6, 7, 3]
    assert [sharding.part_of(identity, 1) for identity in ids] == [1] * 5


@given(st.integers(min_value=1, max_value=50))
def test_no_part_is_much_larger(of: int) -> None:
    """Ids that follow one another are spread: of two thousand, no part gets more than three times its share and ten."""
    counts = [0] * of
    for number in range(2000):
        counts[sharding.part_of(f"site-{number // 100}-interview-{number:04}", of) - 1] += 1
    assert max(counts) <= 3 * 2000 / of + 10


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("1/1", (1, 1)),
        ("10/10", (10, 10)),
        ("100000/100000", (100_000, 100_000)),
        *(
            (text, None)
            for text in ("0/3", "4/3", "1", "1/", "/3", "1/0", "-1/3", "1/3/5", "1 / 3", "١/٣", "1/100001", "")
        ),
    ],
)
def test_a_part_is_written_as_number_and_count(text: str, part: tuple[int, int] | None) -> None:
    """From 1, with a slash, and nothing else."""
    assert sharding.read_part(text) == part


_PART = """
import sys
from pathlib import Path
from rf_scorer.study.files import lock
with lock.part(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_parts_share_a_folder_and_nobody_else_does(tmp_path: Path) -> None:
    """Another part may be at work at the same time; the same part, and a run of the whole, may not; nothing is left behind."""
    folder = tmp_path / "results"
    command = [sys.executable, "-c", _PART, str(folder), "1-of-2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with lock.part(folder, "2-of-2"):
            pass
        with pytest.raises(lock.FolderTaken), lock.part(folder, "1-of-2"):
            pytest.fail("two were let in at once")
        with pytest.raises(lock.FolderTaken), lock.inside(folder):
            pytest.fail("a run of the whole was let in beside a part")
        other.kill()
        other.wait()
    with lock.inside(folder):  # a part that was killed keeps nobody out
        pass
    assert list(folder.iterdir()) == []


def test_a_run_of_the_whole_keeps_parts_out(tmp_path: Path) -> None:
    """And what a killed one left is no run."""
    with lock.inside(tmp_path):
        code = "from rf_scorer.study.files import lock\nlock._BRIEF = 0.0\n" + _PART
        ended = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path), "1-of-2"], capture_output=True, text=True, check=False, input=""
        )
    assert ended.returncode == 1
    assert "FolderTaken" in ended.stderr
    (tmp_path / lock.SUFFIX).touch()
    with lock.part(tmp_path, "1-of-2"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_part_does_its_own_and_leaves_the_rest(scored: Scored, tmp_path: Path) -> None:
    """Two parts in one folder: each has its tables, together all sheets and pages, and a part is not done twice unless that is asked for."""
    rows = [row for number in (1, 2) for row in score_part(scored, tmp_path, number, 2).rows]
    assert sorted(row.file for row in rows) == sorted(item.name for item in scored.found)
    assert files(tmp_path) == files(scored.out, tables=False)
    assert {path.name for path in tmp_path.glob("*-of-2.*")} == {
        "summary-1-of-2.csv", "summary-2-of-2.csv", "manifest-1-of-2.json", "manifest-2-of-2.json",
    }  # fmt: skip
    with pytest.raises(OutputExists):
        score_part(scored, tmp_path, 1, 2)
    again = score_part(scored, tmp_path, 1, 2, resume=True)
    assert {row.status for row in again.rows} <= {"kept", "refused"}
    assert not again.strays


def test_a_part_may_be_empty(scored: Scored, tmp_path: Path) -> None:
    """More parts than transcripts: some have nothing to do, and say so in their tables."""
    of = 200
    empty = next(number for number in range(1, of) if not sharding.cut(scored.found, number, of)[1])
    assert score_part(scored, tmp_path, empty, of).rows == ()
    assert (tmp_path / f"manifest-{empty}-of-{of}.json").is_file()
