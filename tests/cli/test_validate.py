"""``rf-scorer validate``: exit 0, 1 or 2, faults by file and path, in text or JSON, never a value."""

from __future__ import annotations

import json
import shutil

import pytest


def _change(path, change) -> None:
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document), "utf-8")


@pytest.fixture
def results(scored, tmp_path):
    """A copy of good results, to be spoilt."""
    return shutil.copytree(scored, tmp_path / "results")


def test_good_results_are_valid_in_every_form(run, results) -> None:
    """A folder, a sheet, a sheet as JSON Lines on standard input, and quietly: exit 0."""
    sheet = results / "sheets" / "p1.json"
    line = json.dumps(json.loads(sheet.read_text("utf-8"))).encode()
    assert run("validate", results).err == "Documents: 4; valid: 4; not valid: 0.\n"
    assert run("validate", "-", stdin=line).code == 0
    assert run("validate", "--schema", "rating-sheet", sheet).code == 0
    quiet = run("validate", "-q", results)
    assert (quiet.code, quiet.told) == (0, "")


def test_faults_are_told_by_file_and_path_without_a_value(run, results, secret) -> None:
    """Each fault stands on a line ``file::$.path: message``; the good documents beside it are counted; exit 1."""
    sheet = results / "sheets" / "p1.json"

    def spoil(document) -> None:
        document["mentions"][0]["end"] = secret
        document["passages"][0]["state"] = f"she {secret}"
        document["transcript"]["turns"][1]["role"] = secret

    _change(sheet, spoil)
    ended = run("validate", results)
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert all(line.startswith(f"{sheet}::$.") for line in lines)
    for path in ("$.mentions[0].end", "$.passages[0].state", "$.transcript.turns[1].role"):
        assert sum(f"::{path}: " in line for line in lines) == 1
    assert ended.err == "Documents: 4; valid: 3; not valid: 1.\n"
    quiet = run("validate", "-q", results)
    assert (quiet.code, quiet.out, quiet.err) == (1, ended.out, "")
    assert secret not in ended.told


def test_faults_as_json_are_one_object_a_document(run, results, secret) -> None:
    """``--json`` gives every document with its faults, each with path, rule and message."""
    _change(results / "sheets" / "p2.json", lambda document: document["mentions"][0].update(start=-1, holder=secret))
    ended = run("validate", "--json", results)
    records = {record["where"].rpartition("/")[2]: record for record in map(json.loads, ended.out.splitlines())}
    assert ended.code == 1
    assert {name for name, record in records.items() if not record["valid"]} == {"p2.json"}
    assert {fault["path"] for fault in records["p2.json"]["faults"]} == {"$.mentions[0].holder", "$.mentions[0].start"}
    assert all(set(fault) == {"path", "rule", "message"} for fault in records["p2.json"]["faults"])
    assert secret not in ended.told


def test_what_the_schema_cannot_say_is_checked_too(run, results) -> None:
    """A mention outside the text has the right type and is a fault all the same."""
    _change(results / "sheets" / "p1.json", lambda document: document["mentions"][-1].update(end=10_000_000))
    ended = run("validate", results / "sheets")
    assert ended.code == 1
    assert "outside its turn" in ended.out


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "There is nothing here."),
        (b"zwickelmond", "This is not JSON"),
        (b"\xff\xfe\x00", "This is not"),
        (b"[" * 200_000, "The nesting is too deep."),
        (b'{"schema": NaN}', "NaN and Infinity"),
        (b'{"schema": "\\ud800"}', "half of a surrogate pair"),
        (b'{"schema": "zwickelmond"}', "names no known schema"),
        (b'{"a": 1, "a": 2}', "A key stands twice"),
        (b"null", "This must be an object"),
    ],
)
def test_files_that_are_no_documents_are_faults_of_their_own(run, tmp_path, scored, data, rule) -> None:
    """Whatever stands in a file that is named, the others are still checked."""
    path = tmp_path / "x.json"
    path.write_bytes(data)
    ended = run("validate", path, scored / "manifest.json")
    assert ended.code == 1
    assert ended.out.startswith(f"{path}::$")
    assert rule in ended.out
    assert "Documents: 2; valid: 1; not valid: 1." in ended.err
    assert "zwickelmond" not in ended.told


def test_a_stream_is_told_line_by_line(run, tmp_path) -> None:
    """Lines of a .jsonl file and of standard input have their numbers; blank lines count and are no documents."""
    lines = b'{"id": 1, "text": "a"}\n\nno\n{"id": 2}\n'
    (tmp_path / "x.jsonl").write_bytes(lines)
    for source in (tmp_path / "x.jsonl", "-"):
        ended = run("validate", "--schema", "highlight-request", source, stdin=lines)
        assert [line.split("::")[0] for line in ended.out.splitlines()] == [f"{source}:3", f"{source}:4"]
        assert "Documents: 3; valid: 1; not valid: 2." in ended.err


@pytest.mark.parametrize("stdin", [b"", b"\n\n"])
def test_nothing_to_check_is_wrong_usage(run, tmp_path, stdin) -> None:
    """An empty stream, an empty folder, a path that is not there, a schema that is not known: exit 2."""
    (tmp_path / "notes.txt").write_text("none")
    for arguments in (("-",), (tmp_path,), (tmp_path / "nowhere",), ("x" * 300,), ("--schema", "sheet", "-")):
        ended = run("validate", *arguments, stdin=stdin or b"{}" if arguments[0] == "--schema" else stdin)
        assert ended.code == 2
        assert ended.err.startswith("Error: ")
