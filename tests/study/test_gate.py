"""The gate before scoring: what is refused, what passes and is said in the sheet, and whose word counts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from fake_gate import finding

from rf_scorer.errors import UsageError
from rf_scorer.privacy import Policy
from rf_scorer.study import check, inputs
from rf_scorer.study.options import RunOptions
from rf_scorer.study.privacy import attesting, looking
from rf_scorer.study.privacy.gate import Gate, Mode, gate_of, read_pseudonyms
from rf_scorer.study.running import batch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rf_scorer.study.inputs import Input

PLAIN = "I: How was it at home?\nP: My brother was loud, and I minded.\nI: Why?\nP: Because I was small.\n"
NAMED = PLAIN.replace("brother", "brother Zorvath").replace("small", "small in Quillbeck, and Zorvath was not")
AT = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
WARNING = RunOptions(gate=Gate(mode=Mode.WARN), pages=False)


@pytest.fixture(autouse=True)
def _found() -> Iterator[None]:
    """What the gate finds in these tests, and nothing else."""
    with finding({"Zorvath": "person", "Quillbeck": "place", "Q.": "initials"}):
        yield


@pytest.fixture
def found(tmp_path: Path) -> tuple[Input, ...]:
    """Two transcripts, the first of which names somebody."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(NAMED)
    (folder / "b.txt").write_text(PLAIN)
    return inputs.find([folder])


def _policy(**more: Any) -> RunOptions:
    return RunOptions(gate=Gate(policy=Policy.of(**more)), pages=False)


def _notes(out: Path, name: str) -> list[dict[str, Any]]:
    sheet = json.loads((out / "sheets" / f"{name}.json").read_text("utf-8"))
    return [note for note in sheet["notes"] if note["code"] == "privacy-gate"]


def test_a_blocked_file_is_a_row_and_the_others_are_done(found: tuple[Input, ...], tmp_path: Path) -> None:
    """The reason names classes, counts and lines, and no word; the remedy says what can be done."""
    out = tmp_path / "out"
    result = batch.run(found, out, RunOptions(pages=False))
    first, second = result.rows
    assert (first.status, second.status) == ("refused", "done")
    assert first.reason == "Something in this file may identify somebody: names of people: 2 (lines 2, 4)."
    assert all(
        way in first.remedy for way in ("check --privacy --show-words", "pseudonymise", "--pseudonyms", "attest")
    )
    assert not (out / "sheets" / "a.json").exists()
    assert all("Zorvath" not in path.read_text("utf-8") for path in out.rglob("*") if path.is_file())


def test_a_file_that_passes_says_what_looked(found: tuple[Input, ...], tmp_path: Path) -> None:
    """The sheet holds that nothing was found, by what, and that this shows nothing."""
    batch.run(found, tmp_path / "out", RunOptions(pages=False))
    (note,) = _notes(tmp_path / "out", "b")
    assert note["severity"] == "info"
    assert note["message"].startswith("Nothing that might identify somebody was found by rf_scorer.privacy ")
    assert note["message"].endswith("which does not show that nothing is there.")
    assert "identified" not in note["message"]


def test_a_gate_that_warns_lets_pass_and_says_so(found: tuple[Input, ...], tmp_path: Path) -> None:
    """The file is scored; its sheet has a warning with counts, without a word."""
    result = batch.run(found, tmp_path / "out", WARNING)
    assert result.counts == {"done": 2}
    (note,) = _notes(tmp_path / "out", "a")
    assert note["severity"] == "warning"
    assert note["message"].endswith("2 to block, 1 to warn.")
    assert "Zorvath" not in note["message"]


def test_a_gate_that_is_off_looks_at_nothing_and_says_so(
    found: tuple[Input, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No detector runs, and the sheet says that nobody looked."""
    monkeypatch.setattr("rf_scorer.privacy.inspect", None)
    monkeypatch.setattr("rf_scorer.privacy.revealed", None)
    result = batch.run(found, tmp_path / "out", replace(WARNING, gate=Gate(mode=Mode.OFF)))
    assert result.counts == {"done": 2}
    assert [note["message"] for note in _notes(tmp_path / "out", "a")] == [
        "Nobody looked for identifiers: the gate was off."
    ]


def test_the_policy_decides(found: tuple[Input, ...], tmp_path: Path) -> None:
    """A pseudonym passes, a class can be stricter than usual, and one that is only noted does not block."""
    assert batch.run(found, tmp_path / "one", _policy(allowed=["zorvath"])).counts == {"done": 2}
    strict = batch.run(found, tmp_path / "two", _policy(allowed=["zorvath"], actions={"place": "block"}))
    assert (
        strict.rows[0].reason
        == "Something in this file may identify somebody: places smaller than a country: 1 (line 4)."
    )
    assert batch.run(found, tmp_path / "three", _policy(actions={"person": "note"})).counts == {"done": 2}


def _attest(item: Input) -> None:
    looked = attesting.look(item, RunOptions())
    attesting.attest(item, looked, by="R. Ek, data manager", statement="Seen.", at=AT, force=True)


def test_an_attested_file_passes_and_a_changed_byte_stops_it(found: tuple[Input, ...], tmp_path: Path) -> None:
    """A named person's word lets the file through and stands in its sheet, without their name; for other bytes it is void, and is not passed over."""
    out = tmp_path / "out"
    _attest(found[0])
    assert batch.run(found, out, RunOptions(pages=False)).counts == {"done": 2}
    (note,) = _notes(out, "a")
    assert note["severity"] == "info"
    assert note["message"].endswith(" A named person attested on 2026-11-30 that this file may be used as it is.")
    assert "R. Ek" not in note["message"]
    found[0].path.write_text(NAMED.replace("small", "little"))
    result = batch.run(found, out, RunOptions(pages=False, resume=True))
    assert [row.status for row in result.rows] == ["refused", "kept"]
    assert result.rows[0].reason == "The attestation is for other bytes: the transcript has changed since."
    assert "--force" in result.rows[0].remedy


def test_a_void_attestation_stops_also_what_would_pass(found: tuple[Input, ...], tmp_path: Path) -> None:
    """Somebody meant something by it: it is to be seen to, whatever the gate finds, and if it is off."""
    _attest(found[1])
    found[1].path.write_text(PLAIN + "\n")
    for mode in Mode:
        result = batch.run([found[1]], tmp_path / mode.value, replace(WARNING, gate=Gate(mode=mode)))
        assert [row.status for row in result.rows] == ["refused"]


def test_an_attestation_that_is_taken_back_holds_no_more(found: tuple[Input, ...], tmp_path: Path) -> None:
    """The next run of the same folder refuses what it kept before."""
    out, resumed = tmp_path / "out", RunOptions(pages=False, resume=True)
    _attest(found[0])
    assert batch.run(found, out, resumed).counts == {"done": 2}
    assert batch.run(found, out, resumed).counts == {"kept": 2}
    (found[0].path.parent / "a.txt.attest.json").unlink()
    assert [row.status for row in batch.run(found, out, resumed).rows] == ["refused", "kept"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (Gate(mode=Mode.WARN), "kept"),
        (Gate(mode=Mode.WARN, policy=Policy.of(allowed=["Ashby"])), "done"),
        (Gate(mode=Mode.WARN, policy=Policy.of(actions={"place": "note"})), "done"),
        (Gate(mode=Mode.OFF), "done"),
        (Gate(), "refused"),
    ],
)
def test_a_sheet_is_kept_as_long_as_the_policy_is_the_same(
    found: tuple[Input, ...], tmp_path: Path, change: Gate, status: str
) -> None:
    """Another gate, list or action makes the sheet anew, or refuses the file."""
    out = tmp_path / "out"
    batch.run([found[0]], out, replace(WARNING, resume=True))
    result = batch.run([found[0]], out, replace(WARNING, resume=True, gate=change))
    assert [row.status for row in result.rows] == [status]


def test_the_order_of_settings_does_not_matter() -> None:
    """Two ways to write the same policy make the same digest of settings."""
    one = Gate(policy=Policy.of(actions={"place": "note", "pet": "off"}, allowed=["Ashby", "Biscuit"]))
    two = Gate(policy=Policy.of(actions={"pet": "off", "place": "note"}, allowed=["biscuit", "ASHBY"]))
    assert repr(one) == repr(two)


def test_check_tells_each_class_with_its_places(found: tuple[Input, ...]) -> None:
    """Errors where the gate blocks, warnings where it warns or somebody attested; the first line, and no word."""
    (checked,) = check.run([found[0]], RunOptions())
    told = {note.code: note for note in checked.notes if note.code.startswith("identifier-")}
    assert {code: (note.severity.value, note.line) for code, note in told.items()} == {
        "identifier-person": ("error", 2),
        "identifier-place": ("warning", 4),
    }
    assert told["identifier-person"].message == "Possible names of people: 2, lines 2, 4."
    (checked,) = check.run([found[0]], WARNING)
    assert {note.severity.value for note in checked.notes if note.code.startswith("identifier-")} == {"warning"}
    (checked,) = check.run([found[0]], replace(WARNING, gate=Gate(mode=Mode.OFF)))
    assert [note for note in checked.notes if note.code.startswith("identifier-")] == []
    _attest(found[0])
    (checked,) = check.run([found[0]], RunOptions())
    assert {note.severity.value for note in checked.notes if note.code.startswith("identifier-")} == {"warning"}


def test_many_lines_are_counted(tmp_path: Path) -> None:
    """A message lists the first lines, and says how many more there are."""
    path = tmp_path / "a.txt"
    path.write_text("".join(f"I: And day {day}?\nP: I think Zorvath was loud.\n" for day in range(12)))
    result = batch.run(inputs.find([path]), tmp_path / "out", RunOptions(pages=False))
    assert "names of people: 12 (lines 2, 4, 6, 8, 10, 12, 14, 16 and 4 more)" in result.rows[0].reason


def test_who_is_who_need_not_be_certain_to_be_looked_for(tmp_path: Path) -> None:
    """A transcript that cannot be scored, since nobody knows who the participant is, is looked through all the same, and attested."""
    path = tmp_path / "a.txt"
    path.write_text("\n".join(f"{label}: It was loud at home, and Zorvath knew." for label in ("Mother", "Father") * 3))
    (item,) = inputs.find([path])
    (row,) = batch.run([item], tmp_path / "out", WARNING).rows
    assert (row.status, row.reason.split(":")[0]) == ("refused", "More than one speaker could be the participant")
    (looked,) = looking.run([item], RunOptions())
    assert looked.verdict is not None
    assert looked.verdict.counts() == {"person": 6}
    _attest(item)
    (looked,) = looking.run([item], RunOptions())
    assert looked.attestation is not None


def test_looking_tells_what_attestation_holds(found: tuple[Input, ...]) -> None:
    """One that is void is a problem beside what is found; a damaged one as well."""
    _attest(found[0])
    assert looking.look(found[0], RunOptions()).problem == ""
    found[0].path.write_text(NAMED + "\n")
    looked = looking.look(found[0], RunOptions())
    assert (looked.attestation, looked.problem) == (
        None,
        "The attestation is for other bytes: the transcript has changed since.",
    )
    assert looked.verdict is not None
    (found[0].path.parent / "a.txt.attest.json").write_text("{")
    assert looking.look(found[0], RunOptions()).problem.startswith("The attestation is damaged")


def test_words_are_given_to_who_asks_alone(found: tuple[Input, ...]) -> None:
    """And are not in what a result prints of itself."""
    assert looking.look(found[0], RunOptions()).words == ()
    looked = looking.look(found[0], RunOptions(), reveal=True)
    assert looked.words == ("Zorvath", "Quillbeck", "Zorvath")
    assert "Zorvath" not in repr(looked)


def test_settings_of_a_study(tmp_path: Path) -> None:
    """Gate, actions, words and the list beside the settings are one policy; nothing said is the usual one."""
    (tmp_path / "names.txt").write_bytes("\ufeff# ours\nAshby\n\nJosé Luis  # second site\n".encode())
    gate = gate_of(
        tmp_path,
        {"gate": "warn", "classes": {"pet": "off"}, "allow": ["Biscuit"], "pseudonyms": "names.txt"},
    )
    assert (gate.mode, gate.policy.action("pet").value) == (Mode.WARN, "off")
    assert [word for word in ("Ashby", "biscuit", "jose luis", "ours", "second") if gate.policy.allows(word)] == [
        "Ashby",
        "biscuit",
        "jose luis",
    ]
    assert repr(gate_of(tmp_path, {})) == repr(Gate())


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00", b"a" * 1_100_000])
def test_a_list_that_cannot_be_read_is_told(tmp_path: Path, data: bytes | None) -> None:
    """A list that is gone, is no text or is far too long is no empty list."""
    path = tmp_path / "names.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UsageError, match="list of pseudonyms"):
        read_pseudonyms(path)
