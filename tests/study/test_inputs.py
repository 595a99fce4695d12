"""Finding transcripts: in a stable order, each with an id of its own, nothing that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.errors import UsageError
from rf_scorer.study import inputs
from rf_scorer.transcripts.identity import identifier

if TYPE_CHECKING:
    from pathlib import Path


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("I: hello\n")


def test_folders_are_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    """Hidden files, lock files, overrides and system files are passed over; everything else is listed by name."""
    _touch(tmp_path, "b.txt", "site/a.vtt", ".DS_Store", "~$b.docx", "b.align.json", "Thumbs.db", ".hidden/x.txt")
    assert [(item.name, item.id) for item in inputs.find([tmp_path])] == [("b.txt", "b"), ("site/a.vtt", "a")]


def test_results_within_the_inputs_are_not_inputs(tmp_path: Path) -> None:
    """An output folder below the input folder is left out."""
    _touch(tmp_path, "a.txt", "results/sheets/a.json")
    assert [item.name for item in inputs.find([tmp_path], outside=tmp_path / "results")] == ["a.txt"]


def test_a_file_given_twice_is_one_input(tmp_path: Path) -> None:
    """A folder and a file in it name the file once."""
    _touch(tmp_path, "a.txt")
    assert len(inputs.find([tmp_path, tmp_path / "a.txt"])) == 1


def test_equal_ids_name_each_other(tmp_path: Path) -> None:
    """Files whose ids would be equal, in whatever case, know of one another, unless ids are made of paths."""
    _touch(tmp_path, "x/One.txt", "y/one.docx", "two.txt")
    clashes = {item.name: item.clash for item in inputs.find([tmp_path])}
    assert clashes == {
        "x/One.txt": ("x/One.txt", "y/one.docx"),
        "y/one.docx": ("x/One.txt", "y/one.docx"),
        "two.txt": (),
    }
    assert not any(item.clash for item in inputs.find([tmp_path], ids="path"))


def test_a_recording_is_in_no_transcripts_way(tmp_path: Path) -> None:
    """What stands beside a transcript under its name, and is none by its suffix, is refused by itself; two transcripts still clash."""
    _touch(tmp_path, "a.docx", "a.MP3", "a.doc", "b.txt", "b.csv", "b.wav", "c.doc")
    clashes = {item.name: len(item.clash) for item in inputs.find([tmp_path])}
    assert clashes == {"a.docx": 0, "a.MP3": 3, "a.doc": 3, "b.txt": 3, "b.csv": 3, "b.wav": 3, "c.doc": 0}


@pytest.mark.parametrize("name", ["missing", "."])
def test_nothing_found_is_said(tmp_path: Path, name: str) -> None:
    """A path that does not exist, and a folder without files, are usage errors."""
    with pytest.raises(UsageError):
        inputs.find([tmp_path / name])


@given(st.text(min_size=1, max_size=300))
def test_ids_are_safe_file_names(name: str) -> None:
    """Whatever a file is called, its id is short, not empty, and cannot leave the folder."""
    identity = identifier(name)
    assert 0 < len(identity) <= 120
    assert not set(identity) & set('/\\:*?"<>|\n\0 ')
    assert not identity.startswith(".")
