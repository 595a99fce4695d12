"""The key: read as it was written, for its owner's eyes alone, and never beside what it opens."""

from __future__ import annotations

import csv
import os
import stat
from typing import TYPE_CHECKING

import pytest

from rf_scorer.errors import DataError, InvalidDocument, OutputExists, UsageError
from rf_scorer.privacy.codes import Entry
from rf_scorer.study import inputs
from rf_scorer.study.pseudonymising import Copied, Key, Made, check_apart, check_out, write

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = (
    Entry(code="Brother", kind="person", original="Zorvath", file="a.txt"),
    Entry(code="Brother", kind="person", original="Zorvath Brixvath, jr.", file="b/b.txt"),
    Entry(code="Phone 1", kind="phone", original="+44 7700 900123", file="=a.txt"),
    Entry(code="Handle 1", kind="handle", original="@zorvath", file="-"),
    Entry(code="Date 1 (1994)", kind="date", original='12 "March" 1994', file="a.txt"),
)
FILES = {"zorvath.txt": "interview-001", "@home/=x.txt": "interview-002"}


def test_a_key_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Codes, names and file names come back, though nothing in it is a formula to a spreadsheet."""
    path = tmp_path / "safe" / "key.csv"
    assert Key.read(path).entries == ()
    assert Key.read(path).write(ENTRIES, FILES)
    found = Key.read(path)
    assert (found.entries, found.files) == (ENTRIES, FILES)
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0].startswith("# This table says who is meant")
    assert rows[1] == ["code", "class", "original", "first file"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert not Key.read(path).write(found.entries, found.files)


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Also where it replaces one that others could read; its folder keeps the usual permissions, and so does the process."""
    path = tmp_path / "safe" / "key.csv"
    before = os.umask(0o022)
    try:
        Key.read(path).write(ENTRIES, {})
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o644)
        Key.read(path).write(ENTRIES, FILES)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_a_key_that_a_spreadsheet_saved_is_still_a_key(tmp_path: Path) -> None:
    """With a byte-order mark, Windows line ends, and empty cells behind its remark."""
    path = tmp_path / "key.csv"
    Key.read(path).write(ENTRIES[:2], {})
    first, *rest = path.read_text().splitlines()
    path.write_bytes("\r\n".join([f"{first},,,", *rest, ""]).encode("utf-8-sig"))
    assert Key.read(path).entries == ENTRIES[:2]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "code,class,original,first file\n{{A}},person,Zorvath\n",
        "code,class,original,first file\n{{A}},nothing,Zorvath,a.txt\n",
        "code,class,original,first file\n,person,Zorvath,a.txt\n",
        "code,class,original,first file\n{{A}}},person,Zorvath,a.txt\n",
        "code,class,original,first file\n{{A}},person,,a.txt\n",
        'code,class,original,first file\n{{"A},person,Zorvath,a.txt\n',
        "code,class,original,first file\n{{A<v>}},person,Zorvath,a.txt\n",
        "code,class,original,first file\n../../home,file-name,Zorvath.txt,a.txt\n",
        '"Zorvath' + "x" * 200_000 + '"\n',
        "Zorvath\udcff",
    ],
)
def test_what_is_no_key_is_refused_without_its_words(tmp_path: Path, text: str) -> None:
    """Such a file is never written over either."""
    path = tmp_path / "key.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidDocument) as caught:
        Key.read(path)
    assert "Zorvath" not in str(caught.value)


def test_two_runs_do_not_lose_each_others_codes(tmp_path: Path) -> None:
    """Who finds the key changed since it was read refuses to write it."""
    one, two = Key.read(tmp_path / "k.csv"), Key.read(tmp_path / "k.csv")
    one.write(ENTRIES[:1], {})
    with pytest.raises(DataError, match="somebody else"):
        two.write(ENTRIES[1:], {})
    assert Key.read(tmp_path / "k.csv").entries == ENTRIES[:1]


def test_a_key_stands_apart(tmp_path: Path) -> None:
    """Neither among the copies nor among transcripts, whichever way its path leads there."""
    folder, single = tmp_path / "in", tmp_path / "other" / "p2.txt"
    for path in (folder / "site" / "p1.txt", single):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "link").symlink_to(folder)
    found, out = inputs.find([folder, single]), tmp_path / "out"
    for wrong in (
        "out/key.csv",
        "out/a/b.csv",
        "in/key.csv",
        "in/site/k.csv",
        "other/key.csv",
        "link/key.csv",
        "safe/../out/k.csv",
    ):
        with pytest.raises(UsageError, match="would stand"):
            check_apart(tmp_path / wrong, out=out, inputs=found, paths=[folder, single])
    check_apart(tmp_path / "safe" / "key.csv", out=out, inputs=found, paths=[folder, single])
    with pytest.raises(UsageError, match="transcript stands"):
        check_out(tmp_path / "other", found)


def _made(*copies: str) -> Made:
    return Made(
        copies=tuple(Copied(file=f"{name}.docx", copy=name, data=name.encode()) for name in copies),
        entries=ENTRIES,
        files={},
    )


def test_copies_are_written_after_their_key_and_never_over_anything(tmp_path: Path) -> None:
    """If one is there already, or two would be one, nothing is written at all."""
    out, key = tmp_path / "out", Key.read(tmp_path / "safe" / "key.csv")
    write(_made("a.txt", "b/c.txt"), out, key=key, force=False)
    assert (out / "b" / "c.txt").read_bytes() == b"b/c.txt"
    assert Key.read(key.path).entries == ENTRIES
    with pytest.raises(OutputExists):
        write(_made("new.txt", "a.txt"), out, key=Key.read(key.path), force=False)
    assert not (out / "new.txt").exists()
    with pytest.raises(UsageError, match="same name"):
        write(_made("d.txt", "D.txt"), out, key=Key.read(key.path), force=True)
    write(_made("a.txt"), out, key=Key.read(key.path), force=True)
