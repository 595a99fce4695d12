"""The study's table of who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rf_scorer.domain import Role
from rf_scorer.errors import UsageError
from rf_scorer.study.casemap import Case, CaseMap

if TYPE_CHECKING:
    from pathlib import Path


def _load(tmp_path: Path, text: str) -> CaseMap:
    (tmp_path / "map.toml").write_text(text)
    return CaseMap.load(tmp_path / "map.toml")


def test_a_files_own_entry_goes_on_top_of_what_holds_for_all(tmp_path: Path) -> None:
    """Entries are found by path first and by file name second; labels add up, the file's own winning."""
    cases = _load(
        tmp_path,
        """
        [labels]
        "Speaker 1" = "interviewer"
        A = "other"
        [files."x/a.txt"]
        participant = "P1"
        timepoint = "t2"
        labels = { A = "participant" }
        [files."b.txt"]
        protocol = "pdi"
        """,
    )
    assert cases.case("x/a.txt") == Case(
        participant="P1", timepoint="t2", labels={"Speaker 1": Role.INTERVIEWER, "A": Role.PARTICIPANT}
    )
    assert cases.case("y/b.txt").protocol == "pdi"
    assert cases.case("c.txt") == Case(labels={"Speaker 1": Role.INTERVIEWER, "A": Role.OTHER})


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """A table with several faults is mended in one go."""
    with pytest.raises(UsageError) as caught:
        _load(
            tmp_path, 'lables = {}\n[labels]\nA = "parent"\n[files."a.txt"]\nparticipant = 7\nage = 3\n[files]\nb = 1\n'
        )
    message = str(caught.value)
    for part in (
        "'lables'",
        "a role that does not exist",
        "participant of 'a.txt' must be text",
        "'age'",
        "'b' must be a table",
        "interviewer",
    ):
        assert part in message


@pytest.mark.parametrize("data", [b"[labels\n", b"\xff\xfe", b"labels = 3\nfiles = 4\n"])
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    """Bad TOML, bad encoding and wrong kinds are usage errors with the file's name."""
    (tmp_path / "map.toml").write_bytes(data)
    with pytest.raises(UsageError, match=r"map\.toml"):
        CaseMap.load(tmp_path / "map.toml")


def test_names_tell_who_and_when_unless_an_entry_does(tmp_path: Path) -> None:
    """A pattern reads all names but those of files whose entry tells who or when; names that tell nothing are listed."""
    cases = _load(
        tmp_path,
        """
        names = "{participant}_{timepoint}"
        [files."P02_T1.docx"]
        participant = "P2"
        [files."old.docx"]
        timepoint = "T1"
        """,
    )
    assert cases.case("a/P01_T1.docx") == Case(participant="P01", timepoint="T1")
    assert cases.case("P02_T1.docx") == Case(participant="P2")
    assert cases.unread(["a/P01_T1.docx", "P03.docx", "old.docx"]) == ("P03.docx",)
    assert CaseMap().unread(["P03.docx"]) == ()


@pytest.mark.parametrize("text", ["names = 3\n", 'names = "{person}"\n'])
def test_a_pattern_that_is_none_is_a_fault_of_the_table(tmp_path: Path, text: str) -> None:
    """It is told like any other fault, before a transcript is opened."""
    with pytest.raises(UsageError, match="'names'"):
        _load(tmp_path, text)


def test_accents_are_found_however_a_system_spells_them(tmp_path: Path) -> None:
    """A name typed in one form finds the file whose name a Mac keeps in the other."""
    cases = _load(tmp_path, '[files."Zo\\u00e9.txt"]\nparticipant = "P7"\n')
    assert cases.case("Zoe\u0301.txt").participant == "P7"
    assert cases.unmatched(["x/Zoe\u0301.txt"]) == ()
