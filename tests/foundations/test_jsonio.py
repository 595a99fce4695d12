"""Strict JSON and files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument, OutputExists, UsageError

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "my brother's name"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"a": "{SECRET}"',
        f'{{"{SECRET}": 1, "{SECRET}": 2}}',
        f'["{SECRET}", NaN]',
        f'["{SECRET}", -Infinity]',
        "[" * 100_000,
        f'["{SECRET}", {"9" * 5000}]',
        b'["\xff\xfe"]',
    ],
)
def test_bad_json_is_told_by_place_and_never_by_value(text: str | bytes) -> None:
    """Whatever is wrong, the message and the chain of errors hold nothing of the text."""
    with pytest.raises(InvalidDocument) as caught:
        jsonio.loads(text, where="a.json")
    assert SECRET not in str(caught.value)
    assert str(caught.value).startswith("a.json: ")
    assert caught.value.__context__ is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_is_written_is_read_again(document: object) -> None:
    """Both layouts of JSON give the document back, and a line holds no line feed."""
    assert jsonio.loads(jsonio.dumps(document)) == document
    line = jsonio.dumps_line(document)
    assert jsonio.loads(line) == document
    assert "\n" not in line


@pytest.fixture(params=["unnamed", "named"])
def writer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of writing: with and without files that have no name."""
    if request.param == "named":
        monkeypatch.setattr(jsonio, "_write_unnamed", lambda *_, **__: False)
    return str(request.param)


@pytest.mark.usefixtures("writer")
def test_an_output_is_never_replaced_without_force(tmp_path: Path) -> None:
    """A second writer is refused, keeps the first one's bytes, and may replace them only when told to."""
    path = tmp_path / "sheets" / "a.json"
    jsonio.write_text(path, "first")
    with pytest.raises(OutputExists):
        jsonio.write_text(path, "second")
    assert path.read_text() == "first"
    jsonio.write_text(path, "second", force=True)
    assert path.read_text() == "second"
    assert [file.name for file in path.parent.iterdir()] == ["a.json"]


@pytest.mark.usefixtures("writer")
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the bytes cannot reach the disk there is one message, no output, and no remains."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="cannot be written"):
        jsonio.write_text(tmp_path / "a.json", SECRET)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_told_plainly(tmp_path: Path) -> None:
    """An output below something that is no folder is a usage error with the place."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written"):
        jsonio.write_text(tmp_path / "file" / "a.json", "y")


@pytest.mark.usefixtures("writer")
def test_of_many_writers_one_wins(tmp_path: Path) -> None:
    """Runs that race for one name leave exactly one whole file, and the losers are told."""
    path, results = tmp_path / "a.json", []
    start = threading.Barrier(8)

    def race(number: int) -> None:
        start.wait()
        try:
            jsonio.write_text(path, str(number) * 10_000)
            results.append(str(number))
        except OutputExists:
            results.append("refused")

    threads = [threading.Thread(target=race, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert len(set(path.read_text())) == 1
    assert len(path.read_text()) == 10_000


def test_a_killed_run_leaves_no_half_file(tmp_path: Path) -> None:
    """A process that is killed while writing leaves neither an output nor readable remains that a later run would not remove."""
    script = (
        "import os, signal, sys; from pathlib import Path; from rf_scorer import jsonio\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "jsonio.write_text(Path(sys.argv[1]), 'x' * 100_000)"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.json")], check=False)
    assert run.returncode < 0
    jsonio.remove_parts(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_remains_are_removed_and_nothing_else(tmp_path: Path) -> None:
    """Only files with the suffix of unfinished ones are taken away."""
    (tmp_path / f".abc{jsonio.PART_SUFFIX}").write_text("half")
    (tmp_path / "sheet.json").write_text("whole")
    assert jsonio.remove_parts(tmp_path) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["sheet.json"]
