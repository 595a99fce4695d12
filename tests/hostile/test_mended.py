"""What campaigns found, and what was mended: each once, in small."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from hostility import seeds

from rf_scorer import documents, validation
from rf_scorer.errors import DataError, InvalidDocument, RfScorerError, UnreadableFile, on_one_line
from rf_scorer.exchange import fitting
from rf_scorer.exchange.positions import Counted, count
from rf_scorer.exchange.spans import Returned, Said
from rf_scorer.protocols.override import find_override
from rf_scorer.review.store import Store
from rf_scorer.study.casemap import CaseMap
from rf_scorer.study.ratings.columns import Wanted
from rf_scorer.study.ratings.table import open_table
from rf_scorer.transcripts.document import Document, ReadOptions
from rf_scorer.transcripts.identity import one_line, shown
from rf_scorer.transcripts.readers.table_columns import named
from rf_scorer.transcripts.reading import read_document

if TYPE_CHECKING:
    from pathlib import Path


def _read(name: str, data: bytes | str, **options: Any) -> Any:
    made = data if isinstance(data, bytes) else data.encode()
    return read_document(Document(name, made), options=ReadOptions(**options))


def test_a_turn_does_not_end_before_it_begins() -> None:
    """Captions whose times run backwards have no end, and their transcript keeps its schema."""
    cues = "".join(f"00:00:0{9 - n}.000 --> 00:00:0{8 - n}.000\n<v {'IP'[n % 2]}>It was loud.\n\n" for n in range(4))
    transcript = _read("a.vtt", f"WEBVTT\n\n{cues}")
    assert all(turn.time_end is None for turn in transcript.turns)
    assert validation.faults(documents.transcript_document(transcript)) == ()


@pytest.mark.parametrize("language", ["zzz9!", "", "e" * 50, "en_GB ", 7, None])
def test_a_language_that_is_none_is_left_out(language: object) -> None:
    """Whatever the file says of it."""
    segments = [
        {
            "start": n,
            "end": n + 1,
            "text": "Why was it so loud there?" if n % 2 else "I think it was.",
            "speaker": "AB"[n % 2],
        }
        for n in range(8)
    ]
    transcript = _read("a.json", json.dumps({"segments": segments, "language": language}))
    assert transcript.language is None
    assert validation.faults(documents.transcript_document(transcript)) == ()
    chat = "@UTF8\n@Languages:\t{}\n@Participants:\tPAR Participant, INV Investigator\n*INV:\twhy ?\n*PAR:\tbecause .\n"
    assert _read("a.cha", chat.format("e'ng")).language is None
    assert _read("a.cha", chat.format("eng")).language == "en"


@pytest.mark.parametrize("number", [0.0, 1.0, 1e300, -0.0])
def test_a_whole_number_is_written_without_a_fraction(number: float, tmp_path: Path) -> None:
    """2020-12 takes 3.0 for an integer, and nothing can be found by it: both validators refuse it, in one sentence."""
    document = {"schema": "urn:rf-scorer:schema:alignment:1", "turns": [{"turn": number, "exclude": True}]}
    (fault,) = validation.faults(document)
    assert (fault.path, fault.rule, fault.message) == ("$.turns[0].turn", "type", "This must be a whole number.")
    (tmp_path / "a.align.json").write_text(json.dumps(document))
    with pytest.raises(RfScorerError, match="whole number"):
        find_override(tmp_path / "a.txt")
    assert validation.faults(document | {"turns": [{"turn": 0, "exclude": True}]}) == ()


def test_a_participant_s_turn_has_its_words_counted() -> None:
    """What summaries, lists and reports add up is there, or the sheet is refused."""
    (data,) = seeds.valid("rating-sheet")
    sheet = json.loads(data)
    turn = next(turn for turn in sheet["transcript"]["turns"] if turn["role"] == "participant")
    del turn["words"]
    assert any("'words' is missing" in fault.message for fault in validation.faults(sheet))


@pytest.mark.parametrize(
    "label", ["Now I understand what it was (laughs)", "I hated it there, really", "x" * 41, "It was loud."]
)
def test_a_sentence_that_stands_as_a_label_is_not_told(label: str) -> None:
    """How long it is, is; a label is."""
    rows = "".join(f'"{who}","It was so."\n' for who in (label, "P", "Q") * 3)
    with pytest.raises(RfScorerError) as caught:
        _read("a.csv", f"speaker,text\n{rows}")
    assert f"a label of {len(label)} characters" in str(caught.value)
    assert label[:8] not in str(caught.value)
    assert "'P'" in str(caught.value)


@pytest.mark.parametrize(
    "names",
    [("00:03", "P", "And then quickly"), ("I", "It was very loud"), ("a\x1b[31m", "b"), ("speaker", "I knew it.")],
)
def test_a_row_of_speech_is_no_row_of_names(names: tuple[str, ...]) -> None:
    """Columns are listed in a message only where what stands there cannot be what somebody said."""
    assert named(names) == ()
    assert named(("speaker", "text", "time from start")) == ("speaker", "text", "time from start")


def test_what_lxml_and_pypdf_raise_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors of XML are syntax errors with lxml; filters that pypdf does not know are not implemented."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(seeds.readers()["xlsx"][2][0])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(
                name,
                content.replace(b"<v>", b"<v>&#0;")
                if "sheet" not in name
                else content.replace(b"<sheetData>", b"<sheetData>&#0;"),
            )
    with pytest.raises(UnreadableFile, match="damaged"):
        _read("a.xlsx", out.getvalue())
    pdf = seeds.readers()["pdf"][2][1].replace(b"/FlateDecode", b"/FlateXecode")
    with pytest.raises(UnreadableFile):
        _read("a.pdf", pdf)


def test_a_sheet_that_is_too_wide_is_refused_and_not_cut() -> None:
    """No column is left out silently."""
    import io

    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for label in ("speaker", "I", "P"):
        book.active.append([label, *(["x"] * 200)])
    book.save(out)
    with pytest.raises(UnreadableFile, match="more than 200 columns"):
        _read("a.xlsx", out.getvalue())


def test_a_table_of_blank_lines_and_one_of_too_many_cells_are_refused(tmp_path: Path) -> None:
    """Neither is a table of ratings, and neither ends the program."""
    for text in ("\n\n;\n".replace(";", ""), "\ufeff\n\n", "a," * 3000 + "\n"):
        (tmp_path / "a.csv").write_text(text + " \x0b", "utf-8")
        with pytest.raises(RfScorerError):
            open_table(tmp_path / "a.csv", Wanted()).faults.raise_any("a.csv")


def test_a_map_is_told_by_place_and_shortly(tmp_path: Path) -> None:
    """Not TOML, too long a number, thousands of faults, names without end: one message of bounded length."""
    path = tmp_path / "cases.toml"
    for text in (
        "a = 9" + "9" * 5000,
        "= 1",
        "x" * 100_000 + " = 1",
        "".join(f"k{n} = 1\n" for n in range(5000)),
        "[labels]\nP = 'zwickelmond'",
    ):
        path.write_text(text)
        with pytest.raises(RfScorerError) as caught:
            CaseMap.load(path)
        assert len(str(caught.value)) < 4000
        assert "zwickelmond" not in str(caught.value)


def test_names_are_shown_without_what_a_terminal_acts_on() -> None:
    """Controls, separators and turns of direction are replaced; letters of every script, and marks that belong to them, are kept."""
    assert shown("a\x1b\x9b\u202e\u2066\u2028\udc80b") == "a" + "\ufffd" * 6 + "b"
    assert shown("\u05d0\u200f \u0644\u200d é 😀") == "\u05d0\u200f \u0644\u200d é 😀"
    assert one_line("  a\n b\tc  \x07") == "a b c \ufffd"
    assert on_one_line("a\nb\r\u2028c") == "a\ufffdb\ufffd\ufffdc"


def test_spans_without_number_are_refused_and_wide_ones_cost_little() -> None:
    """A text that comes back with more spans than an interview has; spans that each cover all of a long text."""
    spans = tuple(Said(start=0, end=1, label="a", kind="", name="") for _ in range(fitting.MAX_SPANS + 1))
    with pytest.raises(DataError, match=str(fitting.MAX_SPANS)):
        fitting.fit(Returned(where="a", interview=None, text="x", annotator=None, spans=spans), None)  # type: ignore[arg-type]
    text = "word " * 40_000
    _, places, _ = count(text, [Counted(0, len(text), "word")] * 3000 + [Counted(0, 4, "word")])
    assert places[-1] == (0, 4)


@pytest.mark.parametrize("damage", ["text", "stage", "format"])
def test_a_damaged_database_is_told_without_what_stands_in_it(damage: str, tmp_path: Path) -> None:
    """Text that is none, a stage that there is not, a format of the future."""
    path = tmp_path / "desk.sqlite3"
    Store.open(path, study="st-0123456789ab").close()
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO events (id, at, rater, interview, kind, body, origin) VALUES ('a', ?, 'anna', 'talk', 'opened', '{}', 'desk')",
            ("2026-11-30T10:00:00Z",),
        )
        if damage == "stage":
            units = json.dumps(
                {
                    "status": "x",
                    "at": None,
                    "last_at": None,
                    "finished_at": None,
                    "units": {"p": ["zwickelmond", None, None]},
                }
            )
            db.execute("INSERT INTO standing (rater, interview, seq, document) VALUES ('anna', 'talk', 1, ?)", (units,))
    db.close()
    data = bytearray(path.read_bytes())
    if damage == "text":
        at = data.index(b"2026-11-30T10")
        data[at : at + 4] = b"\xff\xfe\xfd\xfc"
    elif damage == "format":
        data[18:20] = b"\x09\x09"
    path.write_bytes(bytes(data))

    def read_all() -> None:
        with Store.open(path, study="st-0123456789ab") as store:
            store.standings()
            store.events()

    with pytest.raises(RfScorerError) as caught:
        read_all()
    assert isinstance(caught.value, InvalidDocument)
    assert "zwickelmond" not in str(caught.value)
    assert "11-30" not in str(caught.value)
