"""PDF files with and without a text layer."""

from __future__ import annotations

import io
import logging
import sys

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.errors import MissingExtra, UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.readers.page_furniture import without_furniture
from rf_scorer.transcripts.readers.pdf import READER


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF of pages of lines in Helvetica."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        escaped = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
        stream = "BT /F1 11 Tf 14 TL 60 780 Td " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return (out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}").encode("latin-1")


TOLD = [
    (
        "What happened after the move?",
        "She left the house (mhm) and I thought",
        "that it was my fault for not say-",
        "ing goodbye.",
    ),
    (
        "How did you feel about that?",
        "Guilty, I suppose, and then I was",
        "angry with her, because she knew",
        "that I was waiting.",
    ),
    ("Okay.", "And my father did not say one word", "about it, he believed that children", "forget."),
    ("Do you think he was right?", "No. I think he was afraid that I", "would ask him why she had gone", "away."),
]
PAGES = [
    ["Study 12 interview", f"I: {question}", f"P: {first}", *rest, str(number)]
    for number, (question, first, *rest) in enumerate(TOLD, start=1)
]


def read(data: bytes) -> Reading:
    """Read and hold every piece against the text."""
    document = Document("visit.pdf", data)
    assert READER.recognise(document) == 1.0
    reading = READER.read(document, ReadOptions())
    for turn in reading.turns:
        for piece in turn.pieces:
            cut = reading.text[piece.start : piece.end].translate(str.maketrans("\t\n\f", "   "))
            assert turn.text[piece.offset : piece.offset + piece.length] == cut
    return reading


def test_labelled_pages() -> None:
    """Turns run over wrapped lines and pages; running headers and page numbers are nobody's words."""
    reading = read(pdf(PAGES))
    assert [turn.label for turn in reading.turns] == ["I", "P"] * 4
    assert reading.turns[1].text == (
        "She left the house (mhm) and I thought that it was my fault for not say- ing goodbye."
    )
    assert reading.turns[4].text == "Okay."
    assert "Study 12" not in reading.text
    codes = {note.code for note in reading.notes}
    assert {"text-extracted", "hyphens-at-line-ends", "page-headers-dropped"} <= codes


def test_speech_at_page_borders_stays() -> None:
    """A repeated reply, a number and a short answer at the top or bottom of a page are somebody's words."""
    pages = [
        "7\nP: Yes.\nI: Okay.",
        "P: Yes.\nI: So?\n12",
        "P: No.\nI: Okay.",
        "P: Why.\nI: When?",
        "P: Then.\nI: Okay.",
    ]
    assert without_furniture(pages) == (pages, 0)


def test_headers_footers_and_numbers_go() -> None:
    """Lines that repeat at the border of most pages, and numbers that count them, go."""
    pages = [f"Study 9\nwave 2\nP: word {word}\n\n- {n} -" for n, word in enumerate("abcd", start=4)]
    assert without_furniture(pages) == ([f"P: word {word}\n" for word in "abcd"], 12)
    assert without_furniture(["P: one\nPage 1 of 2", "P: two\nPage 2 of 2"]) == (["P: one", "P: two"], 2)


def test_a_scan_is_sent_to_text_recognition() -> None:
    """Pages without text, or next to none, are refused with the remedy."""
    with pytest.raises(UnreadableFile, match="seems to be scanned") as caught:
        read(pdf([["1"], []]))
    assert "OCR" in str(caught.value)


def test_some_pages_without_text_are_named() -> None:
    """One scanned page among others is a warning, because its words are missing."""
    assert "pages-without-text" in {note.code for note in read(pdf([*PAGES, []])).notes}


def test_no_labels_are_refused() -> None:
    """A PDF loses bold type, so that an interview in house style cannot be read from it."""
    lines = [f"This is line {n} of somebody's words and it goes on for a while" for n in range(6)]
    with pytest.raises(UnreadableFile) as caught:
        read(pdf([lines]))
    assert "docx" in (caught.value.remedy or "")


def test_a_password_is_named() -> None:
    """An encrypted file says so; one with an empty user password is read."""
    for password, fails in (("secret", True), ("", False)):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(PAGES)))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        stream = io.BytesIO()
        writer.write(stream)
        if fails:
            with pytest.raises(UnreadableFile, match="encrypted"):
                read(stream.getvalue())
        else:
            assert len(read(stream.getvalue()).turns) == 8


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pypdf the message gives the pip line."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(MissingExtra, match="PDF") as caught:
        READER.read(Document("a.pdf", pdf(PAGES)), ReadOptions())
    assert "rf_scorer[pdf]" in (caught.value.remedy or "")


@settings(max_examples=40, deadline=None)
@given(st.integers(9, 4000), st.binary(min_size=1, max_size=8), st.integers(0, 3000))
def test_damage_is_refused_in_silence(place: int, change: bytes, cut: int) -> None:
    """A damaged PDF is read or refused, and nothing of it reaches a log."""
    data = bytearray(pdf(PAGES))
    place %= len(data) - 20
    data[place + 9 : place + 9 + len(change)] = change
    heard: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = heard.append  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        READER.read(Document("a.pdf", bytes(data[: len(data) - cut])), ReadOptions())
    except UnreadableFile as error:
        assert error.where == "a.pdf"  # noqa: PT017 - either outcome is right
    finally:
        logging.getLogger().removeHandler(handler)
    assert not heard
