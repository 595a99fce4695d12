"""``rf-scorer check --privacy``: what may identify somebody, by class and line; the words only to somebody who sits at a terminal."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer import validation
from rf_scorer.domain.privacy import Action
from rf_scorer.privacy import CLASSES
from rf_scorer.study import demo
from rf_scorer.study.privacy import looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

TALK = "I: How was it at home?\nP: My brother {} was loud, and I minded.\nI: Why was that?\nP: Because I was small.\n"
BY = "R. Ek, data manager"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two transcripts, one with a name in it."""
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "p1.txt").write_text(TALK.format("Tobias"))
    (folder / "p2.txt").write_text(TALK.format("{{Brother}}"))
    return folder


def _records(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_what_is_found_is_told_by_class_and_line(folder: Path, run: Run, files: Any) -> None:
    """The name itself is nowhere, nothing is written, and what blocks is exit code 1."""
    before = files(folder)
    ended = run("check", "--privacy", folder)
    assert ended.code == 1
    assert "block    1  names of people, in the speech: line 2" in ended.out
    assert "Files: 2; blocked: 1; want a look: 0; cannot be read: 0." in ended.err
    assert "may stand there all the same" in ended.err
    assert "obias" not in ended.told
    assert files(folder) == before


def test_nothing_found_is_told_as_that(folder: Path, run: Run) -> None:
    """It names what looked, and never says that a text is free of anything."""
    ended = run("check", "--privacy", folder / "p2.txt")
    assert ended.code == 0
    assert "Nothing that might identify somebody was found in 20 words, which does not show" in ended.out
    assert "Looked by rf_scorer.privacy" in ended.err
    assert "which does not show that nothing is there" in ended.out
    assert "identified" not in ended.told


def test_records_are_documents(folder: Path, run: Run) -> None:
    """Each line of JSON satisfies the schema; its spans cut the words out of the file, which it does not hold."""
    (folder / "p1.txt").write_text("NOTE\n\n" + TALK.format("Tobias"))
    ended = run("check", "--privacy", folder, "--json")
    first, second = _records(ended.out)
    assert (validation.faults(first, "privacy-record"), validation.faults(second, "privacy-record")) == ((), ())
    assert (first["blocked"], first["attested"], second["blocked"]) == (True, False, False)
    (finding,) = first["findings"]
    assert (folder / "p1.txt").read_text()[finding["start"] : finding["end"]] == "Tobias"
    assert first["counts"] == {"person": 1}
    assert "obias" not in ended.told


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder: Path, run: Run) -> None:
    """It is told with its reason, in text and in JSON, and is exit code 1 by itself."""
    (folder / "p0.txt").write_bytes(b"")
    (folder / "p1.txt").unlink()
    ended = run("check", "--privacy", folder)
    assert ended.code == 1
    assert "error The file is empty." in ended.out
    assert "blocked: 0; want a look: 0; cannot be read: 1." in ended.err
    first, second = _records(run("check", "--privacy", folder, "--json").out)
    assert (first["file"], first["error"]) == ("p0.txt", "The file is empty.")
    assert second["blocked"] is False


def test_who_is_who_need_not_be_certain(folder: Path, run: Run) -> None:
    """A transcript that cannot be scored is looked through all the same."""
    (folder / "p1.txt").write_text(
        "\n".join(f"{who}: It was loud, my brother Tobias knew." for who in ("Mother", "Father") * 3)
    )
    (record,) = _records(run("check", "--privacy", folder / "p1.txt", "--json").out)
    assert record["counts"] == {"person": 6}


def test_two_files_with_one_id_are_looked_through(folder: Path, run: Run) -> None:
    """An id is for results; there are none."""
    (folder / "sub").mkdir()
    (folder / "sub" / "p2.txt").write_text(TALK.format("Tobias"))
    assert len(_records(run("check", "--privacy", folder, "--json").out)) == 3


def test_warnings_count_where_they_are_asked_to(folder: Path, run: Run) -> None:
    """A class that warns does not stop a file, but with --strict."""
    (folder / "p2.txt").write_text(TALK.format("{{Brother}}").replace("small", "small, in Little Wenlock"))
    ended = run("check", "--privacy", folder / "p2.txt")
    assert (ended.code, "want a look: 1" in ended.err) == (0, True)
    assert "warn     1  places smaller than a country, in the speech: line 4" in ended.out
    assert run("check", "--privacy", "--strict", folder / "p2.txt").code == 1


def test_quiet_tells_what_stops_alone(folder: Path, run: Run) -> None:
    """Files that pass are not named, and nothing is summed up."""
    ended = run("check", "--privacy", "-q", folder)
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.splitlines()[0].endswith("p1.txt")
    assert "p2.txt" not in ended.out


@pytest.mark.parametrize("gate", ["warn", "off"])
def test_a_gate_that_does_not_block_stops_nothing(folder: Path, run: Run, gate: str) -> None:
    """What is found is told all the same."""
    ended = run("check", "--privacy", folder, "--gate", gate)
    assert ended.code == 0
    assert "names of people" in ended.out


def test_pseudonyms_pass(folder: Path, run: Run, tmp_path: Path) -> None:
    """A list, one a line; one that is no text is a wrong use."""
    names = tmp_path / "names.txt"
    names.write_text("# ours\nTobias\n")
    assert run("check", "--privacy", folder, "--pseudonyms", names).code == 0
    names.write_bytes(b"\xff\xfe\x00\x00")
    ended = run("check", "--privacy", folder, "--pseudonyms", names)
    assert (ended.code, "The list of pseudonyms is no text in UTF-8." in ended.err) == (2, True)


def test_an_attestation_lets_pass_and_a_void_one_is_told(folder: Path, run: Run) -> None:
    """By whom, in text; whether, in JSON; a void one stops the file, as it stops 'score', and the findings are told beside it."""
    assert run("attest", folder / "p1.txt", "--by", BY, "--yes").code == 0
    ended = run("check", "--privacy", folder)
    assert (ended.code, f"Attested by {BY} on " in ended.out) == (0, True)
    (folder / "p1.txt").write_text(TALK.format("Tobias") + "\n")
    ended = run("check", "--privacy", folder)
    assert ended.code == 1
    assert "The attestation is for other bytes" in ended.out
    assert "names of people" in ended.out
    ended = run("check", "--privacy", folder, "--json", "--gate", "warn")
    record = _records(ended.out)[0]
    assert validation.faults(record, "privacy-record") == ()
    assert (ended.code, record["attested"]) == (1, False)
    assert record["problem"].startswith("The attestation is for other bytes")


def test_settings_of_a_study_hold_and_options_win(folder: Path, run: Run, tmp_path: Path) -> None:
    """Gate, classes, allowed words and the list of pseudonyms are the study's, for 'check' and for 'score', until a command says otherwise."""
    study = tmp_path / "study"
    assert run("init", study, "--title", "T").code == 0
    transcripts, settings = study / "transcripts", study / "study.toml"
    (transcripts / "p1.txt").write_text(TALK.format("Tobias").replace("small", "small, in Little Wenlock"))
    usual = settings.read_text("utf-8")
    assert "[privacy]" in usual

    def says(lines: str) -> None:
        settings.write_text(usual.replace("[privacy]", f"[privacy]\n{lines}"), "utf-8")

    assert run("check", "--privacy", study).code == 1
    assert run("score", study).code == 1
    says('gate = "warn"')
    assert run("check", "--privacy", study).code == 0
    assert run("score", study, "-q").code == 0
    assert run("score", study, "-q", "--gate", "block").code == 1
    says('allow = ["Tobias"]\nclasses = { place = "block" }')
    ended = run("check", "--privacy", study)
    assert (ended.code, "block    1  places smaller than a country" in ended.out) == (1, True)
    says('pseudonyms = "names.txt"')
    ended = run("check", "--privacy", study)
    assert (ended.code, "The list of pseudonyms cannot be opened" in ended.err) == (2, True)
    (study / "names.txt").write_text("Tobias\n")
    assert run("check", "--privacy", study).code == 0
    more = tmp_path / "more.txt"
    more.write_text("Little Wenlock\n")
    (record,) = _records(run("check", "--privacy", study, "--pseudonyms", more, "--json").out)
    assert record["counts"] == {}


@pytest.mark.parametrize(
    "wrong", ['gate = "maybe"', 'classes = { surname = "block" }', 'classes = { pet = "refuse" }', "allow = [1]"]
)
def test_settings_that_are_wrong_are_told(run: Run, tmp_path: Path, wrong: str) -> None:
    """A slip does not switch the gate off."""
    study = tmp_path / "study"
    assert run("init", study, "--title", "T").code == 0
    settings = study / "study.toml"
    settings.write_text(settings.read_text("utf-8").replace("[privacy]", f"[privacy]\n{wrong}"), "utf-8")
    ended = run("check", "--privacy", study)
    assert (ended.code, "$.privacy." in ended.err) == (1, True)


def test_the_bundled_interviews_pass() -> None:
    """What we ship is invented and holds role codes: the gate lets it pass as it lets a laboratory's pass, with nothing set."""
    with demo.opened() as (found, options):
        looked = list(looking.run(found, options))
    assert {one.file: one.verdict and one.verdict.counts(Action.BLOCK) for one in looked} == {
        one.name: {} for one in found
    }


def test_classes_are_listed(run: Run) -> None:
    """Every class with what is done about it and where the law names it, without any file."""
    ended = run("check", "--classes")
    assert ended.code == 0
    rows = [line.split() for line in ended.out.splitlines()[1:]]
    assert [(row[0], row[1]) for row in rows] == [(kind.id, kind.action.value) for kind in CLASSES.values()]


def test_words_are_not_shown_where_they_would_be_kept(folder: Path, run: Run) -> None:
    """Into a pipe, a file or JSON they do not go, and not without --privacy."""
    for more in (["--privacy"], ["--privacy", "--json"], []):
        ended = run("check", folder, "--show-words", *more)
        assert ended.code == 2
        assert ended.out == ""
        assert "obias" not in ended.told
    assert "on a terminal alone" in run("check", folder, "--privacy", "--show-words").err


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a matter of POSIX")
def test_words_are_shown_on_a_terminal(folder: Path) -> None:
    """With their class and line, on standard output alone."""
    import pty
    import subprocess

    (folder / "p1.txt").write_text(
        TALK.format("Tobias") + "I: Where?\nP: I wrote to mary.ann@post.example.org, in Little Wenlock.\n"
    )
    inner, outer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "rf_scorer", "check", "--privacy", "--show-words", str(folder / "p1.txt")],
        stdout=outer,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TERM": "dumb", "NO_COLOR": "1"},
    )
    os.close(outer)
    shown = b""
    while True:
        try:
            part = os.read(inner, 65_536)
        except OSError:  # the end, on Linux
            break
        if not part:
            break
        shown += part
    os.close(inner)
    _, told = process.communicate()
    assert process.returncode == 1
    rows = [line.split() for line in shown.decode().splitlines()]
    assert any(row[1:] == ["person", "line", "2", "Tobias"] for row in rows)
    assert any(row[1:] == ["email", "line", "6", "mary.ann@post.example.org"] for row in rows)
    assert b"obias" not in told
