"""What stands beside the interview in Word, OpenDocument, rich text, Excel and PDF files."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import docx
import odfdo
import openpyxl
import pypdf
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from rf_scorer.domain import Role
from rf_scorer.errors import RfScorerError
from rf_scorer.transcripts import Document, ReadOptions, SpeakerChoice, read_document
from rf_scorer.transcripts.margins import Margin, Place, margins, pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENGLISH = {
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w": W,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
}
WHO = SpeakerChoice(map={"I": Role.INTERVIEWER, "P": Role.PARTICIPANT})
TALK = (
    "I: How was that for you?",
    "P: Hard, I think she was afraid.",
    "I: Why was she afraid?",
    "P: She never said it to me.",
)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)


def look(name: str, data: bytes, *, changes: str = "refuse", comments: str = "refuse") -> list[Margin]:
    """Read a file and what stands beside it; every offset must cut the margin's own words."""
    document = Document(name, data)
    options = ReadOptions(tracked_changes=changes, comments=comments)
    transcript = read_document(document, options=options, speakers=WHO)
    found = list(margins(document, transcript))
    for margin in found:
        assert margin.where in set(Place)
        if margin.start is not None:
            assert transcript.source.text[margin.start : margin.start + len(margin.text)] == margin.text
    return found


def places(found: list[Margin]) -> dict[str, list[str]]:
    """Words by place; lines apart, names and words together."""
    gathered: dict[str, list[str]] = {}
    for margin in found:
        gathered.setdefault(str(margin.where), []).extend(margin.text.split("\n"))
    return gathered


def names(found: list[Margin]) -> set[tuple[str, str]]:
    """Places and words of those that are names by their meaning."""
    return {(str(margin.where), margin.text) for margin in found if margin.names}


def repacked(data: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """The same container with parts put in, or in place of others."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info.filename, old.read(info))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def word(xml: str = "", *, talk: tuple[str, ...] = TALK) -> bytes:
    """A Word document of labelled turns, and of paragraphs in XML below."""
    document = docx.Document()
    for line in talk:
        document.add_paragraph(line)
    spaces = " ".join(f'xmlns:{key}="{value}"' for key, value in ENGLISH.items())
    for element in parse_xml(f"<w:body {spaces}>{xml}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def run(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_a_clean_word_document_has_no_margins() -> None:
    """What python-docx puts into every document names nobody."""
    assert look("visit.docx", word()) == []
    assert pictures(Document("visit.docx", word())) == 0


def test_word_properties() -> None:
    """Core, extended and custom properties; authors are names, and so is who saved it last."""
    document = docx.Document(io.BytesIO(word()))
    core = document.core_properties
    core.author, core.last_modified_by, core.title = "Odalys Fenn", "KM Barnaby", "Interview with Zebulon"
    core.subject, core.keywords, core.comments, core.category = "Quist", "Oakham", "for Lucasta", "Westbridge"
    stream = io.BytesIO()
    document.save(stream)
    vt = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    extended = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    custom = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    data = repacked(
        stream.getvalue(),
        {
            "docProps/app.xml": f'<Properties xmlns="{extended}" xmlns:vt="{vt}"><Template>C:\\Users\\fenn\\AAI Oakham.dotx</Template>'
            "<Manager>Professor Hale</Manager><Company>Thornhill Clinic</Company><Application>Microsoft Office Word</Application>"
            "<TitlesOfParts><vt:vector><vt:lpstr>Visit of Peregrine</vt:lpstr></vt:vector></TitlesOfParts></Properties>",
            "docProps/custom.xml": f'<Properties xmlns="{custom}" xmlns:vt="{vt}">'
            '<property name="Recorded at"><vt:lpwstr>Elmsworth</vt:lpwstr></property>'
            '<property name="Transcribed by"><vt:lpwstr>Ottoline</vt:lpwstr></property>'
            '<property name="MSIP_Label_1_Name"><vt:lpwstr>Confidential</vt:lpwstr></property>'
            '<property name="Key"><vt:lpwstr>0c2f1a3e-1234-4abc-8def-0123456789ab</vt:lpwstr></property></Properties>',
        },
    )
    found = look("visit.docx", data)
    assert {text for _, text in names(found)} == {"Odalys Fenn", "KM Barnaby", "Professor Hale", "Ottoline"}
    assert set(places(found)) == {"document properties"}
    told = places(found)["document properties"]
    for planted in ("Interview with Zebulon", "Quist", "Oakham", "for Lucasta", "Westbridge", "Thornhill Clinic"):
        assert planted in told
    for planted in ("C:\\Users\\fenn\\AAI Oakham.dotx", "Visit of Peregrine", "Recorded at", "Elmsworth"):
        assert planted in told
    assert not {"Confidential", "Microsoft Office Word", "0c2f1a3e-1234-4abc-8def-0123456789ab"} & set(told)


def test_word_comments_and_their_authors() -> None:
    """Comments that were dropped are still in the file, and so are their authors, initials and accounts."""
    document = docx.Document(io.BytesIO(word()))
    document.add_comment(
        document.paragraphs[1].runs, text="this is about Zebulon\nand Quist", author="Odalys Fenn", initials="OF"
    )
    document.add_comment(document.paragraphs[2].runs, text="ask again", author="Rater 2", initials="")
    stream = io.BytesIO()
    document.save(stream)
    people = (
        '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="Odalys Fenn">'
        '<w15:presenceInfo w15:providerId="AD" w15:userId="S::fenn@uni.example::0c2f1a3e-1234-4abc-8def-0123456789ab"/>'
        "</w15:person></w15:people>"
    )
    found = look("visit.docx", repacked(stream.getvalue(), {"word/people.xml": people}), comments="drop")
    assert {"this is about Zebulon", "and Quist", "ask again"} <= set(places(found)["comments"])
    assert names(found) == {
        ("authors of comments", "Odalys Fenn"),
        ("authors of changes", "Odalys Fenn"),
        ("authors of changes", "fenn@uni.example"),
    }
    assert "OF" in places(found)["authors of comments"]


CHANGED = (
    '<w:p><w:r><w:t>P: I saw </w:t></w:r><w:ins w:id="1" w:author="Odalys Fenn" w:date="2020-01-01T00:00:00Z"><w:r><w:t>my aunt</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="Barnaby"><w:r><w:delText>Zebu</w:delText></w:r><w:r><w:delText>lon Quist</w:delText></w:r></w:del>'
    "<w:r><w:t> there.</w:t></w:r></w:p>"
    '<w:tbl><w:tr><w:trPr><w:del w:id="3" w:author="Barnaby"/></w:trPr><w:tc><w:p><w:r><w:t>row about Lucasta</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    '<w:p><w:r><w:rPr><w:rPrChange w:id="4" w:author="Peregrine"><w:rPr/></w:rPrChange></w:rPr><w:t>P: Yes.</w:t></w:r></w:p>'
)


def test_word_changes_that_were_accepted() -> None:
    """Deleted words and rows are in the file still; everybody who changed anything is named in it."""
    found = look("visit.docx", word(CHANGED), changes="accept")
    assert places(found)["deleted text"] == ["Zebulon Quist", "row about Lucasta"]
    assert "inserted text" not in places(found)
    assert names(found) == {("authors of changes", name) for name in ("Odalys Fenn", "Barnaby", "Peregrine")}


def test_word_changes_that_were_rejected() -> None:
    """Inserted words are in the file still; deleted ones are said again."""
    found = look("visit.docx", word(CHANGED), changes="reject")
    assert places(found)["inserted text"] == ["my aunt"]
    assert "deleted text" not in places(found)


def test_word_headers_notes_and_hidden_text() -> None:
    """Headers and footers of every section, footnotes, endnotes, and text that is not shown."""
    hidden = '<w:style w:type="character" w:customStyle="1" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    document = docx.Document(
        io.BytesIO(word(run("told by Lucasta", "<w:vanish/>") + run("seen by Peregrine", '<w:rStyle w:val="Secret"/>')))
    )
    document.styles.element.append(parse_xml(hidden.replace("<w:style ", f'<w:style xmlns:w="{W}" ')))
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "Interview of Zebulon Quist"
    section.first_page_header.paragraphs[0].text = "Oakham"
    section.footer.paragraphs[0].text = "typed by Odalys"
    stream = io.BytesIO()
    document.save(stream)
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{run("her cousin Barnaby")}</w:footnote></w:footnotes>'
    end = f'<w:endnotes xmlns:w="{W}"><w:endnote w:id="2">{run("at Westbridge")}</w:endnote></w:endnotes>'
    found = look("visit.docx", repacked(stream.getvalue(), {"word/footnotes.xml": note, "word/endnotes.xml": end}))
    assert {place: sorted(words) for place, words in places(found).items()} == {
        "headers and footers": ["Interview of Zebulon Quist", "Oakham", "typed by Odalys"],
        "footnotes": ["at Westbridge", "her cousin Barnaby"],
        "hidden text": ["seen by Peregrine", "told by Lucasta"],
    }


def test_word_boxes_fields_links_and_controls() -> None:
    """Text boxes (once), formulas, field codes, link targets, bookmarks, forms, and descriptions of pictures."""
    box = f"<w:txbxContent>{run('boxed Zebulon')}</w:txbxContent>"
    xml = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p><m:oMath><m:r><m:t>Quist</m:t></m:r></m:oMath></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "mailto:oda</w:instrText></w:r>'
        '<w:r><w:instrText>lys@uni.example" \\o "Lucasta"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>P: Yes.</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="PAGE \\* MERGEFORMAT"/>'
        '<w:fldSimple w:instr="DOCPROPERTY Peregrine"/><w:fldSimple w:instr=\'DATE \\@ "d MMMM yyyy"\'/></w:p>'
        '<w:p><w:bookmarkStart w:id="1" w:name="about_Ottoline"/><w:bookmarkStart w:id="2" w:name="_GoBack"/></w:p>'
        '<w:sdt><w:sdtPr><w:alias w:val="Elmsworth"/><w:dropDownList><w:listItem w:displayText="Hale" w:value="1"/></w:dropDownList></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>P: No.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="Fennimore at the sea" title="Thornhill"/></wp:inline></w:drawing></w:r>'
        '<w:r><w:pict><v:shape alt="drawn by Isolde"><v:imagedata/></v:shape></w:pict></w:r></w:p>'
    )
    document = docx.Document(io.BytesIO(word(xml)))
    document.part.relate_to("file:///C:/Users/Jocasta%20Fenn/visit.wav", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    stream = io.BytesIO()
    document.save(stream)
    assert places(look("visit.docx", stream.getvalue())) == {
        "text boxes": ["boxed Zebulon"],
        "formulas": ["Quist"],
        "link targets": ["mailto:odalys@uni.example", "Lucasta", "file:///C:/Users/Jocasta Fenn/visit.wav"],
        "field codes": ["Peregrine"],
        "bookmarks": ["about_Ottoline"],
        "content controls": ["Elmsworth", "Hale"],
        "alternative texts": ["Fennimore at the sea", "Thornhill", "drawn by Isolde"],
    }


def test_word_parts_that_nothing_refers_to() -> None:
    """Old parts, variables, templates and custom data are searched, whether or not Word would show them."""
    settings_part = f'<w:settings xmlns:w="{W}"><w:docVars><w:docVar w:name="author" w:val="Odalys"/><w:docVar w:name="where" w:val="Oakham"/></w:docVars></w:settings>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="file:///C:\\Users\\barnaby\\aai.dotx" TargetMode="External"/></Relationships>'
    )
    data = repacked(
        word(),
        {
            "word/settings.xml": settings_part,
            "word/_rels/settings.xml.rels": relations,
            "word/old.xml": f'<w:document xmlns:w="{W}"><w:body>{run("Zebulon Quist")}</w:body></w:document>',
            "customXml/item2.xml": '<p:properties xmlns:p="urn:x"><p:DisplayName>Lucasta</p:DisplayName><p:note>Westbridge</p:note></p:properties>',
        },
    )
    found = look("visit.docx", data)
    assert names(found) == {("document properties", "Odalys"), ("document properties", "Lucasta")}
    told = places(found)
    assert told["parts that are not shown"] == ["Zebulon Quist"]
    assert told["link targets"] == ["file:///C:\\Users\\barnaby\\aai.dotx"]
    assert {"Oakham", "Westbridge"} <= set(told["document properties"])


def test_list_labels_that_programs_write() -> None:
    """A list can put words before paragraphs that no text holds; numbers, letters and signs there are nobody's words."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(("Zebulon %1:", "%2.", "o", "(xviii)"))
    )
    numbering = f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum></w:numbering>'
    assert places(look("visit.docx", repacked(word(), {"word/numbering.xml": numbering}))) == {
        "list labels": ["Zebulon %1:"]
    }
    style = '<text:list-style><text:list-level-style-number style:num-prefix="Quist " style:num-suffix=")"/></text:list-style>'
    assert places(look("visit.odt", writer(styles=style))) == {"list labels": ["Quist"]}
    listed = rich(after=r"\pard{\listtext Lucasta 1:\tab}P: Yes.\par \pard{\pntext iv.\tab}P: No.\par ")
    assert places(look("visit.rtf", listed)) == {"list labels": ["Lucasta 1:"]}


def test_lines_of_a_word_document_that_nobody_says() -> None:
    """Front matter has its place in the extracted text."""
    found = look("visit.docx", word(talk=("Zebulon Quist, second visit", "Date: 3 March 2020", *TALK)))
    assert places(found) == {"beside the turns": ["Zebulon Quist, second visit", "Date: 3 March 2020"]}
    assert [margin.start for margin in found] == [0, 28]


def test_pictures_are_counted() -> None:
    """Pictures and embedded files of Word documents, whatever they show."""
    document = docx.Document(io.BytesIO(word()))
    document.add_picture(io.BytesIO(PIXEL))
    stream = io.BytesIO()
    document.save(stream)
    assert pictures(Document("visit.docx", stream.getvalue())) == 1
    more = repacked(stream.getvalue(), {"word/embeddings/oleObject1.bin": b"x", "Pictures/1.png": PIXEL})
    assert pictures(Document("visit.docx", more)) == 3


def test_damaged_parts_are_passed_over() -> None:
    """A part that is no XML, or declares entities, holds back nothing that stands elsewhere."""
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    deep = "<a>" * 5_000 + "</a>" * 5_000
    header = f'<w:hdr xmlns:w="{W}">{run("Zebulon Quist")}</w:hdr>'
    data = repacked(
        word(),
        {
            "word/header1.xml": "<w:hdr",
            "word/header2.xml": header,
            "docProps/core.xml": bomb,
            "word/header3.xml": deep,
            "word/header4.xml": header.encode("utf-16"),
            "word/header5.xml": b"\xff\xfe\x00",
        },
    )
    assert places(look("visit.docx", data)) == {"headers and footers": ["Zebulon Quist"]}


# --- OpenDocument -----------------------------------------------------------------------------------------------------

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
}
NAMESPACES = " ".join(f'xmlns:{key}="{value}"' for key, value in SPACES.items())


def writer(xml: str = "", before: str = "", styles: str = "", meta: str = "") -> bytes:
    """An OpenDocument text of labelled turns."""
    talk = "".join(f"<text:p>{line}</text:p>" for line in TALK)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f'<office:document-content {NAMESPACES}><office:automatic-styles><style:style style:name="H" style:family="text">'
            '<style:text-properties text:display="none"/></style:style></office:automatic-styles><office:body><office:text>'
            f"{before}{talk}{xml}</office:text></office:body></office:document-content>",
        )
        archive.writestr("styles.xml", f"<office:document-styles {NAMESPACES}>{styles}</office:document-styles>")
        archive.writestr(
            "meta.xml", f"<office:document-meta {NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>"
        )
    return stream.getvalue()


def test_a_clean_opendocument_text_has_no_margins() -> None:
    """What a library puts into every document names nobody."""
    document = odfdo.Document("text")
    document.body.clear()
    for line in TALK:
        document.body.append(odfdo.Paragraph(line))
    stream = io.BytesIO()
    document.save(stream)
    assert look("visit.odt", stream.getvalue()) == []
    assert look("visit.odt", writer()) == []


def test_opendocument_properties_and_page_headers() -> None:
    """Creators, title, keywords, user-defined properties, templates; headers and footers in the styles."""
    meta = (
        "<meta:initial-creator>Odalys Fenn</meta:initial-creator><dc:creator>Barnaby</dc:creator><meta:printed-by>User</meta:printed-by>"
        "<dc:title>Zebulon Quist</dc:title><meta:keyword>Oakham</meta:keyword><meta:generator>LibreOffice/7.1</meta:generator>"
        '<meta:user-defined meta:name="Interviewer name">Lucasta</meta:user-defined><meta:user-defined meta:name="Site">Westbridge</meta:user-defined>'
        '<meta:template xlink:href="file:///home/peregrine/aai.ott" xlink:title="AAI Thornhill"/>'
    )
    styles = (
        '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Visit of Isolde</text:p></style:header>'
        "<style:footer-left><text:p>by Jocasta</text:p></style:footer-left></style:master-page></office:master-styles>"
    )
    found = look("visit.odt", writer(styles=styles, meta=meta))
    assert names(found) == {("document properties", name) for name in ("Odalys Fenn", "Barnaby", "Lucasta")}
    told = places(found)
    assert {"Zebulon Quist", "Oakham", "Westbridge"} <= set(told["document properties"])
    assert told["headers and footers"] == ["Visit of Isolde", "by Jocasta"]
    assert told["link targets"] == ["file:///home/peregrine/aai.ott", "AAI Thornhill"]
    assert "LibreOffice/7.1" not in str(told)


CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Odalys</dc:creator><dc:date>2020-01-01</dc:date>'
    "<text:p>as Barnaby asked</text:p></office:change-info><text:p>Zebulon Quist</text:p></text:deletion></text:changed-region>"
    '<text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>Lucasta</dc:creator></office:change-info></text:insertion></text:changed-region></text:tracked-changes>'
)
CHANGED_LINE = '<text:p>P: I saw <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>my aunt<text:change-end text:change-id="c2"/>.</text:p>'


@pytest.mark.parametrize(
    ("choice", "place", "words"), [("accept", "deleted text", "Zebulon Quist"), ("reject", "inserted text", "my aunt")]
)
def test_opendocument_changes(choice: str, place: str, words: str) -> None:
    """What was decided against is in the file still, with who changed it."""
    found = look("visit.odt", writer(CHANGED_LINE, before=CHANGES), changes=choice)
    assert places(found)[place] == [words]
    assert not {"deleted text", "inserted text"} - {place} & set(places(found))
    assert names(found) == {("authors of changes", "Odalys"), ("authors of changes", "Lucasta")}
    assert places(found)["comments"] == ["as Barnaby asked"]


def test_opendocument_comments_notes_boxes_and_links() -> None:
    """Annotations with their authors, notes, boxes, descriptions, hidden text, links, bookmarks, forms."""
    xml = (
        "<text:p>P: Yes<office:annotation><dc:creator>Odalys Fenn</dc:creator><dc:date>2020-01-01</dc:date><meta:creator-initials>OF</meta:creator-initials>"
        "<text:p>is this Zebulon?</text:p></office:annotation>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>cousin Quist</text:p></text:note-body></text:note>"
        '<text:span text:style-name="H">hidden Lucasta</text:span><text:hidden-text text:string-value="if Peregrine"/>'
        '<draw:frame draw:name="isolde.jpg"><svg:title>Jocasta</svg:title><svg:desc>at Oakham</svg:desc><draw:text-box><text:p>boxed Ottoline</text:p></draw:text-box></draw:frame>'
        '<text:a xlink:href="mailto:hale@uni.example" office:name="Hale">.</text:a><text:bookmark text:name="Thornhill"/><text:bookmark text:name="Bookmark 1"/></text:p>'
        '<office:forms><form:form form:name="Form"><form:text form:label="Fennimore"/></form:form></office:forms>'
    )
    found = look("visit.odt", writer(xml), comments="drop")
    assert names(found) == {("authors of comments", "Odalys Fenn")}
    assert places(found) == {
        "authors of comments": ["Odalys Fenn", "OF"],
        "comments": ["is this Zebulon?"],
        "footnotes": ["cousin Quist"],
        "hidden text": ["if Peregrine", "hidden Lucasta"],
        "alternative texts": ["isolde.jpg", "Jocasta", "at Oakham"],
        "text boxes": ["boxed Ottoline"],
        "link targets": ["mailto:hale@uni.example", "Hale"],
        "bookmarks": ["Thornhill"],
        "content controls": ["Fennimore"],
    }


def test_flat_opendocument_texts_and_pictures() -> None:
    """The one-file form holds the same, and its pictures are counted as those of the container are."""
    talk = "".join(f"<text:p>{line}</text:p>" for line in TALK)
    flat = (
        f'<?xml version="1.0"?><office:document {NAMESPACES} office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:creator>Odalys</dc:creator></office:meta>'
        f"<office:body><office:text>{talk}<text:p><draw:frame><draw:image><office:binary-data>aGk=</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body></office:document>"
    ).encode()
    assert names(look("visit.fodt", flat)) == {("document properties", "Odalys")}
    assert pictures(Document("visit.fodt", flat)) == 1
    assert (
        pictures(Document("visit.odt", repacked(writer(), {"Pictures/a.png": PIXEL, "Thumbnails/t.png": PIXEL}))) == 1
    )


# --- rich text --------------------------------------------------------------------------------------------------------

RICH = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}}{\stylesheet{\s1 heading 1;}}{\*\generator Riched20 10.0;}"
SPOKEN = "".join(rf"\pard {line}\par " for line in TALK)


def rich(before: str = "", after: str = "") -> bytes:
    """Rich text of labelled turns."""
    return (RICH + before + SPOKEN + after + "}").encode("latin-1")


def test_clean_rich_text_has_no_margins() -> None:
    """Fonts, styles and the program that wrote it are nobody's words."""
    assert look("visit.rtf", rich()) == []


def test_rich_text_properties_comments_and_the_rest() -> None:
    """The information group, user properties, comments and their authors, headers, notes, boxes, fields, pictures."""
    before = (
        r"{\info{\title Zebulon \u252?}{\author Odalys Fenn}{\operator Barnaby}{\*\company Thornhill}{\upr{\subject Qu?st}{\*\ud{\subject Quist}}}{\creatim\yr2020}}"
        r"{\*\userprops{\propname Site}\proptype30{\staticval Oakham}}{\*\template C:\\Users\\hale\\aai.dot}"
        r"{\*\revtbl{Unknown;}{Lucasta M;}}{\header Visit of Isolde\par}{\*\docvar {place}{Westbridge}}"
    )
    after = (
        r"\pard P: Yes{\*\atnid JF}{\*\atnauthor Jocasta Fenn}\chatn{\*\annotation{\*\atndate 1}asks \'e4bout Ottoline}{\footnote cousin Peregrine}"
        r"{\v hidden Fennimore}{\field{\*\fldinst HYPERLINK \"mailto:elm@uni.example\"}{\fldrslt .}}{\*\bkmkstart about_Hale}{\*\bkmkend about_Hale}"
        r"{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv drawn by Rowena}}{\sp{\sn fLine}{\sv 0}}{\shptxt boxed Cordelia\par}}}"
        r"{\*\shppict{\pict\pngblip 00}}{\nonshppict{\pict\wmetafile8 00}}\par "
    ).replace('\\"', '"')
    data = rich(before, after)
    found = look("visit.rtf", data, comments="drop")
    assert names(found) == {
        ("document properties", "Odalys Fenn"),
        ("document properties", "Barnaby"),
        ("authors of comments", "Jocasta Fenn"),
        ("authors of changes", "Lucasta M"),
    }
    told = places(found)
    assert {"Zebulon ü", "Quist", "Thornhill", "Site", "Oakham", "place Westbridge"} <= {
        " ".join(words.split()) for words in told["document properties"]
    }
    assert told["link targets"] == ["C:\\Users\\hale\\aai.dot", "mailto:elm@uni.example"]
    assert told["comments"] == ["asks äbout Ottoline"]
    assert "JF" in told["authors of comments"]
    assert told["headers and footers"] == ["Visit of Isolde"]
    assert told["footnotes"] == ["cousin Peregrine"]
    assert told["hidden text"] == ["hidden Fennimore"]
    assert told["bookmarks"] == ["about_Hale"]
    assert told["alternative texts"] == ["drawn by Rowena"]
    assert told["text boxes"] == ["boxed Cordelia"]
    assert pictures(Document("visit.rtf", data)) == 1


@pytest.mark.parametrize(
    ("choice", "place", "words"), [("accept", "deleted text", "Zebulon Quist"), ("reject", "inserted text", "my aunt")]
)
def test_rich_text_changes(choice: str, place: str, words: str) -> None:
    """What was decided against is in the file still."""
    found = look(
        "visit.rtf",
        rich(after=r"\pard P: I saw {\deleted Zebulon }{\deleted Quist}{\revised my aunt}.\par "),
        changes=choice,
    )
    assert places(found) == {place: [words]}


# --- workbooks --------------------------------------------------------------------------------------------------------


def workbook(*more: tuple[object, ...]) -> openpyxl.Workbook:
    """A workbook with one turn a row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["speaker", "text", "turn", *more[:1]])
    for number, line in enumerate(TALK):
        who, _, words = line.partition(": ")
        sheet.append([who, words, number, *more[number + 1 : number + 2]])
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_clean_workbook_has_no_margins() -> None:
    """What openpyxl puts into every workbook names nobody, and the names of usual columns say nothing."""
    assert look("visit.xlsx", saved(workbook())) == []


def test_workbook_columns_sheets_notes_and_names() -> None:
    """Other columns with their places; other sheets, shown or not; notes in cells; names of sheets and ranges; people."""
    book = workbook("Site", "Oakham", "Oakham", "Westbridge, west")
    sheet = book.active
    sheet.title = "Visit of Zebulon"
    sheet["B2"].comment = Comment("Odalys asks about Quist", "Odalys Fenn")
    sheet["B2"].hyperlink = "mailto:hale@uni.example"
    sheet.oddHeader.center.text = "Interview of Isolde"
    other = book.create_sheet("Sheet2")
    other.append(["Lucasta", 441712345678, 12, "How was that for you?"])
    hidden = book.create_sheet("key")
    hidden.append(["Peregrine"])
    hidden.sheet_state = "veryHidden"
    book.defined_names["about_Jocasta"] = DefinedName("about_Jocasta", attr_text="Sheet2!$A$1")
    book.properties.creator, book.properties.lastModifiedBy, book.properties.title = "Barnaby", "Ottoline", "Thornhill"
    found = look("visit.xlsx", saved(book))
    told = places(found)
    assert told["other columns"] == ["Site", "Oakham", "Oakham", "Westbridge, west"]
    assert all(margin.start is not None for margin in found if margin.where == "other columns")
    assert set(told["other sheets"]) == {"Lucasta", "441712345678", "Peregrine"}
    assert told["comments"] == ["Odalys asks about Quist"]
    assert told["sheet names"] == ["Visit of Zebulon", "key"]
    assert told["defined names"] == ["about_Jocasta"]
    assert told["link targets"] == ["mailto:hale@uni.example"]
    assert told["headers and footers"] == ["Interview of Isolde"]
    assert "Thornhill" in told["document properties"]
    assert names(found) == {
        ("authors of comments", "Odalys Fenn"),
        ("document properties", "Barnaby"),
        ("document properties", "Ottoline"),
    }


def test_workbook_columns_of_persons() -> None:
    """A column that holds persons by its name holds names, also beside cells with line breaks."""
    book = workbook("Transcribed by", "Odalys", "R2", "Barnaby")
    book.active["B2"] = "How was it?\n\tAnd then?"
    found = look("visit.xlsx", saved(book))
    assert names(found) == {("other columns", "Barnaby")}
    assert places(found) == {"other columns": ["Transcribed by", "Odalys", "Barnaby"]}


def test_workbook_parts_of_other_programs() -> None:
    """Threaded comments and their people, the path of the file, strings that no cell refers to, pivot tables, drawings."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    threaded = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    data = repacked(
        saved(workbook()),
        {
            "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{threaded}"><threadedComment ref="A1"><text>ask Zebulon</text></threadedComment></ThreadedComments>',
            "xl/persons/person.xml": f'<personList xmlns="{threaded}"><person displayName="Odalys Fenn" userId="fenn@uni.example"/></personList>',
            "xl/sharedStrings2.xml": f'<sst xmlns="{main}"><si><t>Quist</t></si><si><t>I</t></si></sst>',
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{main}" refreshedBy="Barnaby"><cacheFields><cacheField name="about Lucasta"><sharedItems><s v="Oakham"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>',
            "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="{drawing}"><xdr:cNvPr id="1" name="Picture 1" descr="Peregrine at sea"/><a:p><a:r><a:t>boxed </a:t></a:r><a:r><a:t>Isolde</a:t></a:r></a:p></xdr:wsDr>',
            "xl/extra.xml": '<x url="C:\\Users\\jocasta\\book.xlsx"/>',
            "xl/media/image1.png": PIXEL,
            "xl/comments9.xml": f'<comments xmlns="{main}"><authors><author>tc={{0C2F1A3E-1234-4ABC-8DEF-0123456789AB}}</author></authors><commentList><comment ref="A1"><text>'
            "<t>[Threaded comment]\n\nYour version of Excel allows you to read this; learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n    ask Zebulon</t></text></comment></commentList></comments>",
        },
    )
    found = look("visit.xlsx", data)
    told = places(found)
    assert told["comments"] == ["ask Zebulon"]
    assert names(found) == {("authors of changes", name) for name in ("Odalys Fenn", "fenn@uni.example", "Barnaby")}
    assert set(told["other sheets"]) == {"Quist", "about Lucasta", "Oakham"}
    assert told["alternative texts"] == ["Peregrine at sea"]
    assert told["text boxes"] == ["boxed Isolde"]
    assert told["link targets"] == ["C:\\Users\\jocasta\\book.xlsx"]
    assert pictures(Document("visit.xlsx", data)) == 1


# --- PDF --------------------------------------------------------------------------------------------------------------


def pdf(pages: list[list[str]]) -> pypdf.PdfWriter:
    """A PDF of pages of lines in Helvetica."""
    writer = pypdf.PdfWriter()
    font = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject(key): pypdf.generic.NameObject(value)
            for key, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica"))
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        stream = pypdf.generic.DecodedStreamObject()
        stream.set_data(
            ("BT /F1 11 Tf 14 TL 60 780 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET").encode()
        )
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): writer._add_object(font)})
        page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Font"): fonts}
        )
    return writer


def written(writer: pypdf.PdfWriter) -> bytes:
    """The bytes of a PDF."""
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_clean_pdf_has_no_margins() -> None:
    """The program that wrote it is nobody's name."""
    data = written(pdf([list(TALK)]))
    assert look("visit.pdf", data) == []
    assert pictures(Document("visit.pdf", data)) == 0


def test_pdf_properties_remarks_links_contents_and_attachments() -> None:
    """The information dictionary, XMP, remarks with their authors, links, forms, the outline, and attachments."""
    writer = pdf([list(TALK)])
    writer.add_metadata(
        {
            "/Author": "Odalys Fenn",
            "/Title": "Zebulon Quist",
            "/Company": "Thornhill",
            "/Keywords": "Oakham",
            "/ModDate": "D:20200101",
        }
    )
    writer.xmp_metadata = (
        b'<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" pdfx:Site="Westbridge"><dc:creator><rdf:Seq><rdf:li>Barnaby</rdf:li></rdf:Seq></dc:creator>'
        b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">told by Lucasta</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    name, text, number = pypdf.generic.NameObject, pypdf.generic.TextStringObject, pypdf.generic.NumberObject
    box = pypdf.generic.ArrayObject([number(0), number(0), number(9), number(9)])
    note = {name("/Type"): name("/Annot"), name("/Subtype"): name("/Text"), name("/Rect"): box}
    writer.add_annotation(
        0,
        pypdf.generic.DictionaryObject(
            {**note, name("/Contents"): text("is this Peregrine?"), name("/T"): text("Isolde")}
        ),
    )
    writer.add_uri(0, "mailto:hale@uni.example", pypdf.generic.RectangleObject((0, 0, 9, 9)))
    field = {
        **note,
        name("/Subtype"): name("/Widget"),
        name("/FT"): name("/Tx"),
        name("/T"): text("Jocasta"),
        name("/V"): text("Ottoline"),
    }
    writer.add_annotation(0, pypdf.generic.DictionaryObject(field))
    writer.add_outline_item(title="Visit of Fennimore", page_number=0)
    writer.add_attachment("rowena.docx", b"x")
    found = look("visit.pdf", written(writer))
    assert names(found) == {
        ("document properties", "Odalys Fenn"),
        ("document properties", "Barnaby"),
        ("authors of comments", "Isolde"),
    }
    told = places(found)
    assert {"Zebulon Quist", "Thornhill", "Oakham", "Westbridge", "told by Lucasta"} <= set(told["document properties"])
    assert told["comments"] == ["is this Peregrine?"]
    assert told["link targets"] == ["mailto:hale@uni.example"]
    assert set(told["form fields"]) == {"Jocasta", "Ottoline"}
    assert told["bookmarks"] == ["Visit of Fennimore"]
    assert told["attachments"] == ["rowena.docx"]


def test_pdf_page_headers() -> None:
    """What the reader took for page headers is searched, although the text does not hold it."""
    words = [
        f"{side} {room}" for side in ("north", "south", "east", "west") for room in ("hall", "attic", "cellar", "yard")
    ]
    pages = [
        [
            "Interview of Zebulon Quist",
            f"I: How was the {word} for you?",
            f"P: Hard, and the {word} was far.",
            f"page {number} of 16",
        ]
        for number, word in enumerate(words, start=1)
    ]
    assert places(look("visit.pdf", written(pdf(pages))))["headers and footers"][0] == "Interview of Zebulon Quist"


def test_pdf_pictures() -> None:
    """A picture that two pages show counts once."""
    writer = pdf([list(TALK), list(TALK)])
    picture = pypdf.generic.DecodedStreamObject()
    picture.set_data(b"\0")
    picture[pypdf.generic.NameObject("/Subtype")] = pypdf.generic.NameObject("/Image")
    shared = writer._add_object(picture)
    for page in writer.pages:
        page["/Resources"][pypdf.generic.NameObject("/XObject")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/P"): shared}
        )
    assert pictures(Document("visit.pdf", written(writer))) == 1


# --- hostile files ----------------------------------------------------------------------------------------------------

SEEDS = {
    "visit.docx": word(CHANGED),
    "visit.odt": writer(CHANGED_LINE, before=CHANGES),
    "visit.rtf": rich(r"{\info{\author x}}", r"{\*\annotation x}{\deleted y}"),
    "visit.xlsx": saved(workbook("Site", "x")),
    "visit.pdf": written(pdf([list(TALK)])),
}


@settings(max_examples=50)
@given(
    st.sampled_from(sorted(SEEDS)),
    st.lists(st.tuples(st.integers(0, 60_000), st.binary(min_size=1, max_size=6)), max_size=6),
)
def test_whatever_a_reader_accepts_has_margins(name: str, changes: list[tuple[int, bytes]]) -> None:
    """Damaged containers are refused by the reader, or their margins are told; nothing else is raised."""
    data = bytearray(SEEDS[name])
    for place, change in changes:
        at = place % len(data)
        data[at : at + len(change)] = change
    document = Document(name, bytes(data))
    assert pictures(document) >= 0
    try:
        transcript = read_document(
            document, options=ReadOptions(tracked_changes="accept", comments="drop"), speakers=WHO
        )
    except RfScorerError:
        return
    assert all(margin.text for margin in margins(document, transcript))


@settings(max_examples=40)
@given(
    st.sampled_from(["visit.docx", "visit.odt", "visit.xlsx"]),
    st.integers(0, 20),
    st.integers(0, 5_000),
    st.sampled_from([b"<", b">", b"&", b"", b"\x00", b'"', b"<x>", b"</x>", b"w:p"]),
)
def test_damaged_xml_in_whole_containers(name: str, member: int, place: int, sign: bytes) -> None:
    """A part that is damaged inside a sound container is passed over."""
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as archive:
        part = archive.namelist()[member % len(archive.namelist())]
        content = archive.read(part)
    at = place % (len(content) + 1)
    document = Document(name, repacked(SEEDS[name], {part: content[:at] + sign + content[at + 1 :]}))
    try:
        transcript = read_document(
            document, options=ReadOptions(tracked_changes="accept", comments="drop"), speakers=WHO
        )
    except RfScorerError:
        return
    assert isinstance(margins(document, transcript), tuple)
