"""``rf-scorer check``: what is wrong is told before anything is scored, with file, line and remedy; nothing is written."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def folder(tmp_path, talk):
    """One good interview, one with an e-mail address, one that cannot be scored."""
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.txt").write_text(talk * 6)
    (inside / "b.txt").write_text(talk * 6 + "I: Where?\nP: Write to anna.zwickelmond@example.org, I think.\n")
    (inside / "c.txt").write_text("Nobody labelled this.\nNot even once.\n")
    return inside


def _records(ended) -> dict[str, dict[str, object]]:
    return {record["file"]: record for record in map(json.loads, ended.out.splitlines())}


def test_each_file_is_told_with_its_facts_and_findings(run, folder, files) -> None:
    """Format, speakers, words and passages in text; findings with their code and remedy; nothing is written."""
    before = files(folder)
    ended = run("check", folder)
    assert ended.code == 1
    assert "a.txt\n  text, utf-8; 24 turns;" in ended.out
    assert "speakers: I = interviewer" in ended.out
    assert "error No speaker labels were found" in ended.out
    assert "Files: 3; cannot be scored: 2;" in ended.err
    assert files(folder) == before


def test_identifiers_are_told_by_line_and_never_shown(run, folder, secret) -> None:
    """An address stops the file, with its line; the address itself stays in the file."""
    record = _records(run("check", folder, "--json"))["b.txt"]
    lines = {note["code"]: note["line"] for note in record["notes"] if note["severity"] == "error"}
    assert lines["identifier-email"] == 26
    for form in ("text", "json"):
        ended = run("check", folder, "-v", "-o", form)
        assert secret not in ended.told
        assert "anna" not in ended.told


def test_as_json_every_file_is_one_object(run, folder) -> None:
    """Standard output is JSON Lines alone, with facts where the file could be read."""
    records = _records(run("check", folder, "--json", "--protocol", "aai"))
    assert list(records) == ["a.txt", "b.txt", "c.txt"]
    assert records["c.txt"]["worst"] == "error"
    assert records["a.txt"]["protocol"] == "aai"
    assert {speaker["label"]: speaker["role"] for speaker in records["a.txt"]["speakers"]} == {
        "I": "interviewer",
        "P": "participant",
    }
    assert records["a.txt"]["demand_missing"]


def test_strict_makes_warnings_count(run, folder) -> None:
    """Exit 0 with warnings alone, 1 with --strict; -q prints only files that cannot be scored."""
    assert run("check", folder / "b.txt", "--gate", "warn").code == 0
    assert run("check", folder / "b.txt", "--gate", "warn", "--strict").code == 1
    quiet = run("check", folder, "-q")
    assert quiet.code == 1
    assert "a.txt" not in quiet.told
    assert "c.txt" in quiet.out


def test_it_is_the_same_every_time_and_from_everywhere(run, folder, monkeypatch) -> None:
    """Relative and absolute paths give the same findings, byte for byte."""
    first = run("check", folder, "--json", "--protocol", "auto")
    monkeypatch.chdir(folder)
    assert run("check", ".", "--json", "--protocol", "auto").out == first.out
    assert run("check", ".", folder, "a.txt", "--json", "--protocol", "auto").out == first.out


def test_a_line_of_trouble_is_told(run, tmp_path) -> None:
    """Where a reader knows the line at which a file is broken, the finding has it."""
    (tmp_path / "x.cha").write_text(
        "@Begin\n@Participants:\tINV Investigator, PAR Participant\n*INV\twhy ?\n*PAR:\tI felt sad .\n"
    )
    ended = run("check", tmp_path / "x.cha")
    assert ended.code == 1
    assert "line 3" in ended.out


def test_unknown_names_are_wrong_usage(run, folder) -> None:
    """A misspelt protocol is told once, with the known ones, before any file is read."""
    ended = run("check", folder, "--protocol", "aia")
    assert (ended.code, ended.out) == (2, "")
    assert "Known: aai" in ended.err
