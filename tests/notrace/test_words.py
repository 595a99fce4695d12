"""No trace: what participants said and raters wrote stands where the design says (``places.py``) and nowhere else, however a run ends."""

from __future__ import annotations

import base64
import io
import json
import sqlite3
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING

import openpyxl
import pytest
from canaries import KINDS, Canaries, kinds_in, words_in
from places import ERR, NOTHING, OUT, PLACES, row_of
from world import WRECKS

from rf_scorer.cli import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from household import Run
    from world import World


def test_every_command_has_its_place() -> None:
    """A command that is not in the table of places, or is never made to fail, is not confidential until somebody has thought about it."""
    assert set(PLACES) == set(COMMANDS)
    assert set(WRECKS) == set(COMMANDS)


def test_every_command_was_run_well_and_badly(world: World) -> None:
    """Each of them did its work, refused something, and met a bug of ours full of words."""
    assert {(run.command, run.why) for run in world.runs} == {
        (command, why) for command in COMMANDS for why in ("good", "failing", "bug")
    }


def _stands(run: Run) -> Iterator[tuple[str, str, set[str]]]:
    """Every place of a run: its row in the table, its name, and the kinds of canaries in it."""
    yield OUT, OUT, kinds_in(run.out)
    yield ERR, ERR, kinds_in(run.err)
    for path, data in run.written.items():
        yield row_of(run.command, path) or "", path, kinds_in(data) | (kinds_in(path) - {"file"})


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_words_stand_only_where_the_table_says(world: World, command: str) -> None:
    """In every stream and file of every run, packed and encoded forms among them."""
    wrong = []
    for run in world.runs:
        if run.command == command:
            for row, name, kinds in _stands(run):
                if not row:
                    wrong.append(f"{run}: {name} is not in the table")
                elif not kinds <= PLACES[command][row]:
                    wrong.append(f"{run}: {name} holds {sorted(kinds - PLACES[command][row])}")
    assert wrong == []


def test_the_table_allows_no_more_than_there_is(world: World) -> None:
    """Where it says that words stand, they do: what is not needed is not allowed, and the search finds what is there."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for run in world.runs:
        for row, _, kinds in _stands(run):
            found[run.command, row] |= kinds
    assert {key: found[key] for key in found if key[1]} == {
        (command, row): set(kinds) for command, rows in PLACES.items() for row, kinds in rows.items()
    }


def test_nothing_is_left_anywhere_else(world: World) -> None:
    """No file in any home, temporary folder, cache or other folder of settings, of any run, canary or not."""
    assert {str(run): sorted(run.strays) for run in world.runs if run.strays} == {}


def test_nothing_is_written_elsewhere_even_for_a_moment(world: World) -> None:
    """Files and databases are opened for writing below the folders of the work alone: a temporary file that is gone again would still be told."""
    root = str(world.home.root)
    elsewhere = {
        f"{run}: {path}"
        for run in world.runs
        for event in run.events
        if event["event"] in {"open", "sqlite3.connect"}
        for path in event["told"]
        if not path.startswith((f"{world.home.lab}/", str(world.home.lab)))
        and not ("/cwd" in path and path.startswith(root))
        and path != "/dev/null"
    }
    assert elsewhere == set()


def test_bugs_are_told_by_their_places(world: World) -> None:
    """Every run with a bug says what kind it is and where, on a stream or in the row of its file, so that it can be mended without seeing a word."""
    for run in world.runs:
        if run.why == "bug":
            told = b"".join((run.out, run.err, *run.written.values()))
            assert b"Forged" in told, str(run)
            assert b"bug in rf_scorer" in told, str(run)
            assert b"Traceback" not in run.err


def test_a_run_that_ends_badly_prints_no_traceback(world: World) -> None:
    """Refusals are messages; nothing of a library's stands in them."""
    for run in world.runs:
        if run.why != "bug":
            assert run.code in {0, 1, 2}, f"{run} {run.arguments}: {run.err.decode()}"
            assert b"Traceback" not in run.err
            assert b"Warning:" not in run.err


def _table(word: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a", word])
    book.save(out)
    return out.getvalue()


def _packed(word: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.xlsx", _table(word))
    return out.getvalue()


def _deleted(word: str, folder: Path) -> bytes:
    """A database in which a word was deleted and, as SQLite does it, stands in its page all the same."""
    path = folder / "x.sqlite3"
    base = sqlite3.connect(path)
    base.execute("PRAGMA secure_delete = OFF")
    base.execute("CREATE TABLE t (a)")
    base.execute("INSERT INTO t VALUES (?)", (word,))
    base.commit()
    base.execute("DELETE FROM t")
    base.commit()
    base.close()
    return path.read_bytes()


@pytest.mark.parametrize("kind", KINDS.values())
def test_the_search_finds_a_canary_in_every_form(kind: str, tmp_path: Path) -> None:
    """As it stands, in capitals, escaped, in UTF-16, encoded, packed in what is packed, deleted from a database."""
    word = Canaries().word(kind)
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in word)
    for form in (
        word.encode(),
        word.upper().encode(),
        json.dumps({"a": word}).encode(),
        f'"{escaped}"'.encode(),
        word.encode("utf-16-le"),
        word.encode("utf-16"),
        "".join(f"%{byte:02x}" for byte in word.encode()).encode(),
        b'{"a": "' + base64.b64encode(f"and {word} was there, and went".encode()) + b'"}',
        b"x" + base64.urlsafe_b64encode(f"a longer text in which {word} is said".encode()),
        base64.b64encode(_table(word)),
        _packed(word),
        _deleted(word, tmp_path),
    ):
        assert words_in(form) == {word.lower()}, form[:40]


def test_canaries_are_unique_and_of_three_spellings() -> None:
    """No two are alike without regard to case, and small letters, capitals and all capitals occur."""
    made = Canaries()
    words = [made.word(kind) for kind in KINDS.values() for _ in range(40) if kind != "label"]
    assert len({word.lower() for word in words}) == len(words)
    assert {(word.islower(), word.isupper()) for word in words} == {(True, False), (False, True), (False, False)}
    assert kinds_in("nothing of theirs") == NOTHING
