"""Tables with one turn a row."""

import csv
import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.errors import UnknownName, UnreadableFile
from rf_scorer.transcripts.document import Document, ReadOptions
from rf_scorer.transcripts.readers.table import READER

ROWS = [("I", "How was it, then?"), ("P", 'She said "go",\nand I; went.'), ("I", "And?"), ("P", "Nothing.")]


def read(data, name="a.csv", **options):
    """Read a table from text or bytes."""
    return READER.read(Document(name, data.encode() if isinstance(data, str) else data), ReadOptions(**options))


def said(reading):
    """Who says what."""
    return [(turn.label, turn.text) for turn in reading.turns]


def table(rows, header=("speaker", "text"), delimiter=",", newline="\r\n"):
    """Rows as a spreadsheet program writes them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerows([header, *rows])
    return out.getvalue()


def workbook(*sheets):
    """A workbook of named sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_delimiters_and_line_ends_are_found(delimiter, newline):
    """Quoted cells with delimiters, doubled quotation marks and line breaks read the same in every dialect."""
    text = table(ROWS, delimiter=delimiter, newline=newline)
    assert said(read(text)) == [(label, words.replace("\n", " ")) for label, words in ROWS]
    assert READER.recognise(Document("a.csv", text.encode())) == 0.9


@pytest.mark.parametrize(
    "header",
    [
        ("Speaker", "Utterance"),
        ("role", "Transcript"),
        ("WHO", " Text "),
        ("speaker_name", "utterance_text"),
        ("SpeakerLabel", "content"),
    ],
)
def test_columns_are_known_by_many_names(header):
    """Common names of the columns are understood, whatever their case and spacing."""
    assert said(read(table(ROWS, header)))[0] == ("I", "How was it, then?")


def test_other_columns_give_times():
    """Seconds and clock times become seconds; rows of one speaker on end are one turn."""
    rows = [("1", "00:00:11", "12,5", "I", "How"), ("2", "0:13", "14", "I", "was it?"), ("3", "x", "", "P", "Fine.")]
    reading = read(table(rows, ("turn", "start", "end", "speaker", "text")))
    assert [(turn.text, turn.time, turn.time_end) for turn in reading.turns] == [
        ("How was it?", 11.0, 14.0),
        ("Fine.", None, None),
    ]


def test_doubled_quotation_marks_lead_back_to_the_source():
    """A doubled quotation mark is one character of speech and two of the file."""
    reading = read(table(ROWS))
    turn = reading.turns[1]
    at = turn.text.index('"')
    assert reading.text[slice(*turn.to_source(at, at + 1))] == '""'
    assert reading.text[slice(*turn.to_source(at + 1, at + 3))] == "go"


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(st.tuples(st.sampled_from("IP"), st.text('ab é",;\t.', min_size=1, max_size=12)), min_size=1, max_size=6)
)
def test_cells_agree_with_the_csv_module(rows):
    """The turns are what Python's csv module reads, and even pieces stand in the file."""
    text = table([*rows, ("Z", "end")], newline="\n")
    reading = read(text)
    theirs = [(speaker, words.strip().replace("\t", " ")) for speaker, words in csv.reader(io.StringIO(text))][1:]
    merged = []
    for speaker, words in theirs:
        if not words:
            continue
        if merged and merged[-1][0] == speaker:
            merged[-1] = (speaker, f"{merged[-1][1]} {words}")
        else:
            merged.append((speaker, words))
    assert said(reading) == merged
    for turn in reading.turns:
        for piece in turn.pieces:
            stands = text[piece.start : piece.end]
            reads = turn.text[piece.offset : piece.offset + piece.length]
            assert stands.replace("\t", " ") == reads or (stands, reads) == ('""', '"')


def test_a_table_without_text_names_its_columns():
    """The message lists the names of the columns and the option, not the cells."""
    with pytest.raises(UnreadableFile, match="Columns found: speaker, remark") as caught:
        read("speaker,remark\nI,secret words\n")
    assert "--text-column" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_first_row_of_speech_is_not_shown():
    """Where the first row holds no names, nothing of it stands in the message."""
    with pytest.raises(UnreadableFile) as caught:
        read("I,How was it when you were small?\nP,Fine.\n")
    assert "small" not in str(caught.value)


def test_columns_can_be_named():
    """Named columns overrule the guess; a name that is not there lists those that are."""
    text = "speaker,text,id,remark\nI,x,Ann,How?\nP,y,Bob,Fine.\n"
    assert said(read(text, text_column="Remark", speaker_column="id")) == [("Ann", "How?"), ("Bob", "Fine.")]
    with pytest.raises(UnknownName, match="Known: id, remark, speaker, text"):
        read(text, text_column="words")


def test_text_cut_at_its_commas_is_put_together():
    """Unquoted text in the last column keeps what stands behind its commas; elsewhere the row is refused."""
    reading = read("speaker,text\nI,Well, how, then?\nP,Fine\n")
    assert said(reading)[0] == ("I", "Well, how, then?")
    assert "rows-rejoined" in [note.code for note in reading.notes]
    with pytest.raises(UnreadableFile, match="Row 2 has more cells"):
        read("text,speaker\nWell, how?,I\nFine,P\n")


def test_an_open_quotation_mark_is_refused_with_its_line():
    """A quotation mark that is never closed would swallow the rest of the file."""
    with pytest.raises(UnreadableFile, match="line 3"):
        read('speaker,text\nI,How?\nP,"Fine.\nI,And?\n')


def test_gaps_are_noted():
    """A row without a speaker continues the one before, a row without text is left out, and both are counted."""
    reading = read("speaker,text\nI,How?\n,And why?\nP,\nP,Fine.\n")
    assert said(reading) == [("I", "How? And why?"), ("P", "Fine.")]
    assert {(note.code, note.line) for note in reading.notes} == {("rows-unnamed", 3), ("rows-empty", None)}


def test_a_header_alone_is_refused():
    """Names of columns without rows are no transcript."""
    with pytest.raises(UnreadableFile, match="no row with words"):
        read("speaker,text\n")


def test_a_workbook_is_read_from_the_sheet_that_fits():
    """The sheet with text and speakers is found among others, below a title, and times of day count as seconds."""
    rows = [
        ("Study 7",),
        (),
        ("Speaker", "Start", "Text"),
        *((label, datetime.time(0, 1, 5), words) for label, words in ROWS),
    ]
    reading = read(workbook(("Notes", [("a", "b")]), ("Interview", rows)), "a.xlsx")
    assert reading.format == "xlsx"
    assert said(reading) == [(label, words.replace("\n", " ")) for label, words in ROWS]
    assert reading.turns[0].time == 65.0
    assert {note.code for note in reading.notes} == {"sheet-chosen", "rows-above-header"}
    start, end = reading.turns[1].to_source(0, 8)
    assert reading.text[start:end] == "She said"


def test_a_formula_without_its_result_is_refused():
    """Text that only a spreadsheet program could compute is not silently lost."""
    with pytest.raises(UnreadableFile, match="Row 2 holds a formula"):
        read(workbook(("A", [("speaker", "text"), ("I", '="How"&"?"'), ("P", "Fine.")])), "a.xlsx")


def test_damaged_workbooks_are_refused():
    """A workbook cut short, and one whose sheet is no XML, are refused without a trace of their content."""
    data = workbook(("A", [("speaker", "text"), *ROWS]))
    with pytest.raises(UnreadableFile):
        read(data[: len(data) // 2], "a.xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<secret" if "sheet1" in name else old.read(name))
    with pytest.raises(UnreadableFile, match="damaged"):
        read(out.getvalue(), "a.xlsx")


def test_entities_in_a_workbook_are_refused():
    """A workbook that declares XML entities is not expanded."""
    data = workbook(("A", [("speaker", "text"), *ROWS]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if "sheet1" in name:
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            new.writestr(name, content)
    with pytest.raises(UnreadableFile):
        read(out.getvalue(), "a.xlsx")


def test_tables_are_recognised_by_their_header():
    """A header that names both columns is enough; prose with commas is not."""
    assert READER.recognise(Document("a.txt", table(ROWS, delimiter="\t").encode())) == 0.9
    assert READER.recognise(Document("a.txt", b"Well, I said, text.\nSpeaker, no.\n")) == 0
    assert READER.recognise(Document("a.xlsx", workbook(("A", [("x",)])))) == 0.95
    assert READER.recognise(Document("a.bin", b"PK\x03\x04nonsense")) == 0


def test_a_table_in_markdown_is_a_table():
    """Pipes with a rule below the header are read like any other delimiter."""
    document = Document("a.md", b"| Speaker | Text |\n|---|:--|\n| I | How? |\n| P | Fine. |\n| I | -- |\n")
    assert READER.recognise(document) == 0.9
    assert said(READER.read(document, ReadOptions())) == [("I", "How?"), ("P", "Fine."), ("I", "--")]
