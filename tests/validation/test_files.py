"""Files and streams."""

import json

import pytest

from rf_scorer.validation import files, validate_lines, validate_path, validate_text

SECRET = "Gwendolyn whispered"
GOOD = '{"id": 1, "text": "x"}'


def test_a_file_is_one_document(tmp_path):
    """The fault's line has the file, two colons, the path and the message."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"schema": "urn:rf-scorer:schema:transcript:1", "turns": []}))
    (found,) = validate_path(path)
    assert found.lines == (f"{path}::$.turns: This must have at least 1 entry.",)


@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".JSONL"])
def test_json_lines_are_checked_line_by_line(tmp_path, suffix):
    """Every line has its own result, blank lines none, and a bad line does not stop the others."""
    path = tmp_path / f"a{suffix}"
    path.write_text(f'{GOOD}\n\n{{"id": 2}}\n{{ {SECRET}\n{GOOD}\n')
    found = validate_path(path, name="highlight-request")
    assert [(item.where, len(item.faults)) for item in found] == [
        (f"{path}:1", 0),
        (f"{path}:3", 1),
        (f"{path}:4", 1),
        (f"{path}:5", 0),
    ]
    assert SECRET not in str(found)


def test_a_separator_of_lines_within_a_string_does_not_cut_it():
    """U+2028 may stand in JSON text; only line feeds part lines."""
    text = '{"id": 1, "text": "a\u2028b"}\n' + GOOD
    assert [item.faults for item in validate_text(text, "-", name="highlight-request", lines=True)] == [(), ()]
    as_bytes = validate_text(text.encode(), "-", name="highlight-request", lines=True)
    assert [item.faults for item in as_bytes] == [(), ()]


def test_a_stream_is_checked_as_it_comes():
    """The first result is there before the second line is read."""

    def lines():
        yield GOOD
        raise AssertionError("read too far")

    assert next(validate_lines(lines(), "-", name="highlight-request")).where == "-:1"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_not_json_is_a_fault_of_the_file(tmp_path, data):
    """Empty, cut off, repeated keys, NaN, other encodings, endless nesting and endless numbers."""
    path = tmp_path / "a.json"
    path.write_bytes(data)
    (found,) = validate_path(path, name="transcript")
    assert [fault.rule for fault in found.faults] == ["json"]


def test_a_byte_order_mark_does_no_harm(tmp_path):
    """Windows editors write one."""
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert validate_path(path, name="highlight-request")[0].faults == ()


def test_a_missing_file_is_a_fault_and_not_the_end(tmp_path):
    """Ninety-nine others are still to be checked."""
    (found,) = validate_path(tmp_path / "none.json")
    assert found.faults[0].rule == "file"


def test_a_huge_file_is_not_read(tmp_path, monkeypatch):
    """A recording renamed to .json is refused by its size."""
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    path = tmp_path / "a.json"
    path.write_text(GOOD)
    assert validate_path(path)[0].faults[0].rule == "size"
