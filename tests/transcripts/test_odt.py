"""OpenDocument texts: house style, labels, tables, changes, comments."""

from __future__ import annotations

import io
import zipfile

import odfdo
import pytest

from rf_scorer.domain import Role
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.readers.odt import READER

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
MEDIA = "application/vnd.oasis.opendocument.text"
BOLD = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Q" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="QQ" style:family="paragraph" style:parent-style-name="Q"/>'
    '<style:style style:name="N" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>'
)


def content(body: str, styles: str = BOLD) -> str:
    """The XML of a content part."""
    spaces = " ".join(f'xmlns:{key}="{value}"' for key, value in SPACES.items())
    return (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def packed(xml: str, **more: str) -> bytes:
    """A container around a content part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", MEDIA)
        archive.writestr("content.xml", xml)
        for name, part in more.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return stream.getvalue()


def read(data: bytes, **options: str) -> Reading:
    """Read and hold every piece against the text."""
    document = Document("visit.odt", data)
    assert READER.recognise(document) >= 0.9
    reading = READER.read(document, ReadOptions(**options))
    for turn in reading.turns:
        for piece in turn.pieces:
            cut = reading.text[piece.start : piece.end].replace("\t", " ").replace("\n", " ")
            assert turn.text[piece.offset : piece.offset + piece.length] == cut
    return reading


def said(reading: Reading) -> list[tuple[str | None, str]]:
    """Labels and words."""
    return [(turn.label, turn.text) for turn in reading.turns]


def test_house_style_from_a_real_writer() -> None:
    """A document made with an OpenDocument library reads by its bold spans and paragraph styles."""
    document = odfdo.Document("text")
    document.body.clear()
    document.insert_style(odfdo.Style("text", name="Loud", bold=True), automatic=True)
    asking = odfdo.Style("paragraph", name="Asking")
    asking.set_properties({"fo:font-weight": "bold"}, area="text")
    document.insert_style(asking, automatic=True)
    document.body.append(odfdo.Paragraph("Where did you live when you were small?", style="Asking"))
    answer = odfdo.Paragraph("We lived by the sea. Really? I mean yes, and it never felt like home.")
    answer.set_span("Loud", regex=r"Really\?")
    answer.set_span("Loud", regex="never")
    document.body.append(answer)
    document.body.append(odfdo.Paragraph("Why was that so important to you?", style="Asking"))
    document.body.append(odfdo.Paragraph("Because she was afraid (mhm) of the dark."))
    stream = io.BytesIO()
    document.save(stream)
    reading = read(stream.getvalue())
    assert said(reading) == [
        ("bold", "Where did you live when you were small?"),
        ("plain", "We lived by the sea."),
        ("bold", "Really?"),
        ("plain", "I mean yes, and it never felt like home."),
        ("bold", "Why was that so important to you?"),
        ("plain", "Because she was afraid (mhm) of the dark."),
    ]
    assert reading.styled == {"bold": Role.INTERVIEWER, "plain": Role.PARTICIPANT}


def test_styles_are_inherited_and_overruled() -> None:
    """A parent's bold is inherited, and a span in normal weight takes it back."""
    body = (
        '<text:p text:style-name="QQ">How was that for you?</text:p><text:p>Hard.</text:p>'
        '<text:p text:style-name="QQ">Why was it hard? <text:span text:style-name="N">I was alone.</text:span></text:p>'
    )
    assert [label for label, _ in said(read(packed(content(body))))] == ["bold", "plain", "bold", "plain"]


def test_white_space_reads_as_displayed() -> None:
    """Line ends and runs of blanks in the XML are one blank; text:s, tabs and line breaks are what they say."""
    body = (
        '<text:p text:style-name="Q">How\n   was  it?</text:p>'
        '<text:p>\n  It<text:s text:c="2"/>was <text:span> so</text:span>'
        "<text:tab/>cold.<text:line-break/>I froze.</text:p>"
    )
    reading = read(packed(content(body)))
    assert reading.text == "How was it?\nIt  was so\tcold.\nI froze."


def test_labels_and_flat_documents() -> None:
    """A labelled document reads by its labels, as a package and as one flat XML file."""
    lines = "".join(f"<text:p>I: What then, in part {n}?</text:p><text:p>P: I was worried.</text:p>" for n in range(4))
    xml = content(lines)
    flat = xml.replace("document-content", "document").replace(
        "<office:automatic", f'<office:meta office:mimetype="{MEDIA}"/><office:automatic', 1
    )
    assert [turn.label for turn in read(packed(xml)).turns] == ["I", "P"] * 4
    assert said(read(flat.encode())) == said(read(packed(xml)))


def test_speaker_table() -> None:
    """A table with a column of speakers is read row by row."""
    rows = [("INT", "How was it?"), ("MO", "Lonely, I thought."), ("INT", "Why was that?"), ("MO", "She had left.")]
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    assert said(read(packed(content(f"<table:table>{cells}</table:table>")))) == rows


CHANGED = (
    "<text:tracked-changes>"
    '<text:changed-region text:id="i1"><text:insertion/></text:changed-region>'
    '<text:changed-region text:id="d1"><text:deletion><text:p>he seemed </text:p></text:deletion></text:changed-region>'
    "</text:tracked-changes>"
    '<text:p text:style-name="Q">How did she take it?</text:p>'
    '<text:p>I think <text:change-start text:change-id="i1"/>she was probably <text:change-end text:change-id="i1"/>'
    '<text:change text:change-id="d1"/>sad.</text:p>'
)


def test_tracked_changes_are_refused_then_honoured() -> None:
    """Undecided changes are counted and refused; accept and reject give the two texts."""
    data = packed(content(CHANGED))
    with pytest.raises(UnreadableFile, match="1 insertions, 1 deletions"):
        read(data)
    assert read(data, tracked_changes="accept").turns[1].text == "I think she was probably sad."
    assert read(data, tracked_changes="reject").turns[1].text == "I think he seemed sad."


def test_comments_notes_and_text_boxes() -> None:
    """Comments are refused or dropped; footnotes and text boxes are counted, and none of them is read."""
    body = (
        '<text:p text:style-name="Q">How was it?</text:p><text:p>Cold'
        "<office:annotation><dc:creator>coder</dc:creator><text:p>marked here</text:p></office:annotation>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>aside</text:p></text:note-body>"
        "</text:note><draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>.</text:p>"
    )
    with pytest.raises(UnreadableFile, match="1 margin comment"):
        read(packed(content(body)))
    reading = read(packed(content(body)), comments="drop")
    assert reading.text == "How was it?\nCold."
    assert {"comments-dropped", "footnotes-dropped", "text-boxes-dropped"} <= {note.code for note in reading.notes}


def test_encrypted_and_hostile_files() -> None:
    """Encryption, entities and a foreign container each get their message."""
    manifest = "<m><encryption-data/></m>"
    for data, message in (
        (packed("x", **{"META-INF__manifest_xml": manifest}), "password-protected"),
        (packed(content("").replace("?>", '?><!DOCTYPE x [<!ENTITY e "e">]>', 1)), "entities"),
        (packed(content("<text:p/>")), "no words"),
        (packed(content("<text:p>Only one voice here.</text:p>")), "Nothing tells the speakers apart"),
    ):
        with pytest.raises(UnreadableFile, match=message):
            read(data)


def test_chained_deletions_end() -> None:
    """Deletions that point at one another are followed one step, not in circles."""
    regions = "".join(
        f'<text:changed-region text:id="d{n}"><text:deletion><text:p>w{n} <text:change text:change-id="d{n + 1}"/>'
        "</text:p></text:deletion></text:changed-region>"
        for n in range(3000)
    )
    body = (
        f'<text:tracked-changes>{regions}</text:tracked-changes><text:p text:style-name="Q">How was it?</text:p>'
        '<text:p>Bad. <text:change text:change-id="d0"/></text:p>'
    )
    assert read(packed(content(body)), tracked_changes="reject").turns[1].text == "Bad. w0"
