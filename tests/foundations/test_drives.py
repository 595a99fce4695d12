"""Files that are written whole or not at all on drives that cannot do everything, and by runs that were killed or fail."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer import jsonio
from rf_scorer.errors import OutputExists, OutputFailed
from rf_scorer.study.files import placing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "zwickelmond"
#: How drives say that they cannot do something.
_REFUSALS = (errno.EPERM, errno.EXDEV, errno.EOPNOTSUPP, errno.EEXIST)


def refusing(number: int) -> Callable[..., Any]:
    """A call that a drive does not do."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def names(folder: Path) -> list[str]:
    """All that stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["files without names", "no files without names"])
def _unnamed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "no files without names":
        opened = os.open

        def plain(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & os.O_TMPFILE == os.O_TMPFILE:
                raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))
            return opened(path, flags, *more, **named)

        monkeypatch.setattr(os, "open", plain)


@pytest.mark.usefixtures("_unnamed")
@pytest.mark.parametrize("links", [None, *_REFUSALS])
@pytest.mark.parametrize("replaces", [None, *_REFUSALS])
def test_a_drive_that_cannot_link_or_rename_over_gets_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: int | None, replaces: int | None
) -> None:
    """New ones, and in the place of old ones with --force; an old one is never replaced without; nothing lies about."""
    if links is not None:
        monkeypatch.setattr(os, "link", refusing(links))
    if replaces is not None:
        renamed = os.rename

        def to_free_names_only(source: Any, target: Any) -> None:
            if os.path.lexists(target):
                refusing(replaces)()
            renamed(source, target)

        monkeypatch.setattr(os, "replace", to_free_names_only)
        monkeypatch.setattr(os, "rename", to_free_names_only)
    path = tmp_path / "a.json"
    jsonio.write_text(path, "first")
    with pytest.raises(OutputExists):
        jsonio.write_text(path, "second")
    assert path.read_text() == "first"
    jsonio.write_text(path, "third", force=True)
    jsonio.write_text(tmp_path / "b.json", "new", force=True)
    assert (path.read_text(), (tmp_path / "b.json").read_text()) == ("third", "new")
    assert names(tmp_path) == ["a.json", "b.json"]


@pytest.mark.usefixtures("_unnamed")
def test_a_drive_that_fails_in_the_midst_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither renaming over nor renaming at all works: the old bytes are there, and no part beside them."""
    path = tmp_path / "a.json"
    jsonio.write_text(path, "first")
    for name in ("replace", "rename"):
        monkeypatch.setattr(os, name, refusing(errno.EIO))
    with pytest.raises(OutputFailed, match="Input/output error"):
        jsonio.write_text(path, "second", force=True)
    assert path.read_text() == "first"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.usefixtures("_unnamed")
def test_a_folder_in_the_place_of_a_file_stays(tmp_path: Path) -> None:
    """With --force, too, a folder is not replaced."""
    (tmp_path / "a.json").mkdir()
    with pytest.raises(OutputFailed):
        jsonio.write_text(tmp_path / "a.json", "x", force=True)
    assert names(tmp_path) == ["a.json"]


def test_what_another_run_is_writing_is_not_removed(tmp_path: Path) -> None:
    """Parts of runs that are at work stay; those of runs that have ended go, and nothing else does."""
    writing = (
        "import os, sys; from pathlib import Path; from rf_scorer import jsonio\n"
        "jsonio._write_unnamed = lambda *_, **__: False\n"
        "def wait(_): print('writing', flush=True); sys.stdin.read()\n"
        "os.fsync = wait\n"
        "jsonio.write_text(Path(sys.argv[1]), 'x' * 100_000)"
    )
    command = [sys.executable, "-c", writing, str(tmp_path / "a.json")]
    (tmp_path / f".abc{jsonio.PART_SUFFIX}").write_text("half")
    (tmp_path / f".def{jsonio.PART_SUFFIX}").mkdir()
    (tmp_path / f".ghi{jsonio.PART_SUFFIX}").symlink_to(tmp_path / "elsewhere")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        assert jsonio.remove_parts(tmp_path) == 1
        process.communicate()
    assert (tmp_path / "a.json").stat().st_size == 100_000
    with subprocess.Popen([*command[:-1], str(tmp_path / "b.json")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    assert jsonio.remove_parts(tmp_path) == 1
    assert names(tmp_path) == [f".def{jsonio.PART_SUFFIX}", f".ghi{jsonio.PART_SUFFIX}", "a.json"]


@pytest.mark.parametrize("swaps", [True, False])
def test_a_folder_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool) -> None:
    """Whether or not the system can let two folders exchange their names."""
    if not swaps:
        monkeypatch.setattr(placing, "swap", lambda *_: False)
    for text in ("old", "new"):
        placing.put(tmp_path / "model", {"a/b.json": text.encode(), f"{text}.json": b"x"})
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")} == {
        "model", "model/a", "model/a/b.json", "model/new.json",
    }  # fmt: skip
    assert (tmp_path / "model" / "a" / "b.json").read_text() == "new"


_KILLED = """
import os, signal, sys
from pathlib import Path
from rf_scorer.study.files import placing
if sys.argv[2] == "no swap":
    placing.swap = lambda *_: False
left = int(sys.argv[3])
def count(call):
    def counted(*given, **named):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*given, **named)
    return counted
for name in ("rename", "mkdir", "rmdir", "unlink", "fsync"):
    setattr(os, name, count(getattr(os, name)))
placing.swap = count(placing.swap)
placing.put(Path(sys.argv[1]), {"a/b.json": b"new", "c.json": b"new"})
print("whole")
"""


@pytest.mark.parametrize("swaps", ["swap", "no swap"])
def test_a_run_that_is_killed_at_any_step_loses_no_folder(tmp_path: Path, swaps: str) -> None:
    """Killed before every single step: the old folder or the new one is there, at the latest when the next run begins, and that one cleans up."""
    old = {"a/b.json": b"old", "c.json": b"old"}
    both = [dict.fromkeys(old, kind) for kind in (b"old", b"new")]
    for step in range(1, 40):
        root = tmp_path / str(step)
        placing.put(root / "model", old)
        run = subprocess.run(
            [sys.executable, "-c", _KILLED, str(root / "model"), swaps, str(step)], capture_output=True, check=False
        )
        there = {path.relative_to(root / "model").as_posix(): path.read_bytes() for path in (root / "model").rglob("*") if path.is_file()}  # fmt: skip
        assert there in both or (swaps == "no swap" and not there)
        placing.sweep(root / "model")
        there = {path.relative_to(root / "model").as_posix(): path.read_bytes() for path in (root / "model").rglob("*") if path.is_file()}  # fmt: skip
        assert there in both
        assert names(root) == ["model"]
        if run.stdout:
            assert step > 5
            break
    else:
        pytest.fail("the run was never whole")
