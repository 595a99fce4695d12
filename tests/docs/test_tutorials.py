"""The tutorials can be followed: each is one session in one folder, and prints what it shows."""

from __future__ import annotations

import re
import shutil
import struct
from typing import TYPE_CHECKING

import make_tutorials
import pytest
from doc_pages import DOCS, ROOT, blocks

if TYPE_CHECKING:
    from pathlib import Path

_PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<path>[^)]+\.png)\)")
#: Bytes of a picture at most, and what a text in its place needs at least.
_MOST, _WORDS = 150_000, 60


@pytest.mark.skipif(shutil.which("make") is None, reason="this system has no make")
@pytest.mark.parametrize("page", make_tutorials.PLAYED, ids=lambda page: page.name)
def test_a_tutorial_prints_what_it_shows(page: Path, tmp_path: Path) -> None:
    """Every command, file and program of the page, one after the other; if it differs: python docs/make_tutorials.py."""
    shown = page.read_text("utf-8").splitlines()
    assert make_tutorials.Session(tmp_path).follow(page.read_text("utf-8")).splitlines() == shown


def test_tutorials_are_sessions() -> None:
    """Each tutorial runs commands, and none of its blocks of commands is neither run nor said to be not."""
    for page in make_tutorials.TUTORIALS:
        console = [block.words[1:] for block in blocks(page) if block.words[:1] == ("console",)]
        assert ("session",) in console
        assert set(console) <= {("session",), ("not-run",)}


def test_what_is_left_out_is_all_that_may_differ(tmp_path: Path) -> None:
    """A line that is only an ellipsis stands for any lines; a number that changed is seen and written anew."""
    session = make_tutorials.Session(tmp_path)
    page = "```console session\n$ seq 5   # counts\n1\n…\n5\n```\n"
    assert session.follow(page) == page
    assert (
        session.follow(page.replace("\n1\n", "\n2\n")) == "```console session\n$ seq 5   # counts\n1\n2\n3\n4\n5\n```\n"
    )


def _pictures() -> list[tuple[Path, str, str]]:
    pages = [
        ROOT / "README.md",
        *sorted((DOCS / "tutorials").glob("*.md")),
        *sorted((DOCS / "explanation").glob("*.md")),
    ]
    return [
        (page, found["words"], found["path"]) for page in pages for found in _PICTURE.finditer(page.read_text("utf-8"))
    ]


def test_pictures_are_there_small_and_told_in_words() -> None:
    """Each picture is a PNG below 150 kB with its words beside it, and every picture is used."""
    used = set()
    for page, words, path in _pictures():
        picture = (page.parent / path).resolve()
        used.add(picture)
        data = picture.read_bytes()
        width, height = struct.unpack_from(">II", data, 16)
        assert data.startswith(b"\x89PNG")
        assert len(data) < _MOST
        assert min(width, height) > 400
        assert len(words) > _WORDS
    assert used == set((DOCS / "pictures").glob("*.png"))
