"""Word documents: house style, labels, tables, changes, comments, and hostile containers."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.domain import Role
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.conventions import asides
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.readers.docx import READER

if TYPE_CHECKING:
    from collections.abc import Callable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BLANKS = str.maketrans("\n\t\u00a0\r\v\f\u2028\u2029", "        ")

LONG = (
    "We lived by the river, um, and my mother, she was always worried about it (mhm) because she thought we would "
    "fall in. {{5 seconds}} I think she was scared."
)
HOUSE = [
    [("Attachment interview", "b")],
    [("Subject code: 0417", "")],
    [("Date: 3 March", "")],
    [("1. Could you start by telling me where you lived as a small child?", "bu")],
    [
        ("We lived by the river, um, and my mother, she was ", ""),
        ("always", "b"),
        (" worried about it ", ""),
        ("(mhm)", "i"),
        (" because she thought we would fall in. {{5 seconds}} I think she was scared.", ""),
    ],
    [("Okay.", "b")],
    [
        ("And then my brother– // ", ""),
        ("What did you feel about that at the time?", "b"),
        (" I felt, I don't know, left out.", ""),
    ],
    [("11. ", "b"), ("Why do you think your parents behaved as they did?", "bu")],
    [("I suppose they wanted peace. ", ""), ("Mm-hm.", "b"), (" They were {{Husband}} tired.", "")],
    [("End of interview", "")],
]


def save(document: docx.document.Document) -> bytes:
    """The bytes of a document made with python-docx."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def styled(paragraphs: list[list[tuple[str, str]]]) -> bytes:
    """A document of runs: b for bold, u for underlined, i for italic."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, look in runs:
            run = paragraph.add_run(text)
            run.bold = True if "b" in look else None
            run.underline = True if "u" in look else None
            run.italic = True if "i" in look else None
    return save(document)


def with_body(xml: str, *, styles: str | None = None) -> bytes:
    """A document whose body is the given XML."""
    document = docx.Document()
    body = document.element.body
    for element in list(body):
        body.remove(element)
    for element in parse_xml(f'<w:body xmlns:w="{W}">{xml}</w:body>'):
        body.append(element)
    if styles is not None:
        for element in parse_xml(f'<w:styles xmlns:w="{W}">{styles}</w:styles>'):
            document.styles.element.append(element)
    return save(document)


def swapped(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same container with one member changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == member else content)
    return stream.getvalue()


def read(data: bytes, **options: str) -> Reading:
    """Read and hold every piece against the text."""
    document = Document("visit 1.docx", data)
    assert READER.recognise(document) >= 0.9
    reading = READER.read(document, ReadOptions(**options))
    for turn in reading.turns:
        for piece in turn.pieces:
            if piece.length == piece.end - piece.start:
                cut = reading.text[piece.start : piece.end].translate(BLANKS)
                assert turn.text[piece.offset : piece.offset + piece.length] == cut
    return reading


def said(reading: Reading) -> list[tuple[str | None, str]]:
    """Labels and words."""
    return [(turn.label, turn.text) for turn in reading.turns]


def codes(reading: Reading) -> set[str]:
    """Codes of the notes."""
    return {note.code for note in reading.notes}


def test_house_style_end_to_end() -> None:
    """Bold asks, plain answers; stress, numbers, back-channels and two speakers in a line are told apart."""
    reading = read(styled(HOUSE))
    assert said(reading) == [
        ("bold", "1. Could you start by telling me where you lived as a small child?"),
        (
            "plain",
            LONG,
        ),
        ("bold", "Okay."),
        ("plain", "And then my brother– //"),
        ("bold", "What did you feel about that at the time?"),
        ("plain", "I felt, I don't know, left out."),
        ("bold", "11. Why do you think your parents behaved as they did?"),
        ("plain", "I suppose they wanted peace."),
        ("bold", "Mm-hm."),
        ("plain", "They were {{Husband}} tired."),
    ]
    assert reading.styled == {"bold": Role.INTERVIEWER, "plain": Role.PARTICIPANT}
    assert [aside.kind for aside in asides(reading.turns[1].text)] == ["interjection", "pause"]
    assert {"text-extracted", "front-matter-dropped", "end-mark-dropped", "speakers-by-style"} <= codes(reading)
    assert {"style-taken-as-stress", "line-with-two-speakers"} <= codes(reading)
    assert "Subject code: 0417" in reading.text


def test_bold_can_come_from_styles_and_toggle_away() -> None:
    """Paragraph style, character style, inheritance and w:val="0" are resolved; bCs alone is not bold."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="Ask"><w:name w:val="Ask"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="AskMore"><w:name w:val="AskMore"/><w:basedOn w:val="Ask"/></w:style>'
        '<w:style w:type="character" w:styleId="Loud"><w:name w:val="Loud"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="AskMore"/></w:pPr><w:r><w:t>How was it when you were small?</w:t></w:r></w:p>'
        "<w:p><w:r><w:rPr><w:bCs/></w:rPr><w:t>It was loud and I was often afraid.</w:t></w:r></w:p>"
        '<w:p><w:r><w:rPr><w:rStyle w:val="Loud"/></w:rPr><w:t>Why were you afraid, do you think?</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="Ask"/></w:pPr><w:r><w:rPr><w:b w:val="0"/></w:rPr>'
        "<w:t>Because they shouted at each other.</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:pStyle w:val="Ask"/></w:pPr><w:r><w:rPr><w:rStyle w:val="Loud"/></w:rPr>'
        "<w:t>And nobody came to see how we were.</w:t></w:r></w:p>"
    )
    reading = read(with_body(body, styles=styles))
    assert [label for label, _ in said(reading)] == ["bold", "plain", "bold", "plain"]
    assert reading.turns[-1].text.endswith("how we were.")  # two toggles cancel one another out


def test_document_defaults_are_bold_unless_switched_off() -> None:
    """A document whose defaults are bold marks the participant by b=0."""
    body = (
        "<w:p><w:r><w:t>How did she show it?</w:t></w:r></w:p>"
        '<w:p><w:r><w:rPr><w:b w:val="false"/></w:rPr><w:t>She went quiet and I knew.</w:t></w:r></w:p>'
    )
    data = swapped(
        with_body(body),
        "word/styles.xml",
        lambda content: re.sub(
            rb"<w:docDefaults>.*</w:docDefaults>",
            b"<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>",
            content,
            flags=re.DOTALL,
        ),
    )
    assert [label for label, _ in said(read(data))] == ["bold", "plain"]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([("She ", ""), ("never once said so", "b"), (" to me, not that I know.", "")], ["plain"]),
        ([("Never.", "b"), (" He never did that, as far as I know.", "")], ["plain"]),
        (
            [("It was fine. ", ""), ("Right.", "b"), (" And then we left for the coast.", "")],
            ["plain", "bold", "plain"],
        ),
        ([("We moved a lot", ""), (".", "b"), (" I hated it.", ""), (" ", "b")], ["plain"]),
        ([("Could you say more about ", "b"), ("Anna", ""), ("?", "b")], ["bold"]),
        ([("Did you ever tell her? ", "b"), ("No.", ""), (" Why not, do you think?", "b")], ["bold", "plain", "bold"]),
        ([("I was ", ""), ("(mhm)", "b"), (" scared of him then.", "")], ["plain"]),
        ([("How old were you? ", "b"), ("11.", "")], ["bold", "plain"]),
    ],
)
def test_runs_inside_a_line(runs: list[tuple[str, str]], expected: list[str]) -> None:
    """Length and standing as a sentence tell a stressed word from another speaker."""
    frame = [[("Where did you live at that time?", "b")], [("By the sea, in a small house.", "")]]
    close = [[("And what happened after that?", "b")], [("I went to school there.", "")]]
    apart = [[("Go on, please, if you can.", "b")]] if expected[0] == "plain" else []
    reading = read(styled([*frame, *apart, runs, *close]))
    before = len(frame) + len(apart)
    found = [turn.label for turn in reading.turns][before : before + len(expected)]
    assert found == expected


def test_variants_are_believed_only_if_they_alternate() -> None:
    """Underlining, italics and capitals stand in for bold where they alternate, with a warning that says so."""
    asked = ["Where did you live?", "How was that for you?", "What did she think?", "Why was that?"]
    answers = ["By the sea.", "It was cold and I felt alone.", "I don't know what she thought.", "They wanted it so."]
    for look, label in (("u", "underlined"), ("i", "italic"), ("c", "capitals")):
        pairs = [[[(q.upper() if look == "c" else q, look)], [(a, "")]] for q, a in zip(asked, answers, strict=True)]
        reading = read(styled([line for pair in pairs for line in pair]))
        assert reading.styled == {label: Role.INTERVIEWER, "plain": Role.PARTICIPANT}
        assert len(reading.turns) == 8
        assert "speakers-by-style-guessed" in codes(reading)


def test_bold_answers_leave_the_roles_open() -> None:
    """Where the plain words ask and the bold ones answer, the document says nothing about roles."""
    lines = [[("How was that?", "")], [("It was hard for me.", "b")]] * 3
    reading = read(styled(lines))
    assert reading.styled == {}
    assert [label for label, _ in said(reading)][:2] == ["plain", "bold"]


@pytest.mark.parametrize("look", ["b", ""])
def test_one_style_and_no_labels_is_refused(look: str) -> None:
    """All bold, or all plain, tells nobody apart."""
    lines = [[("We lived by the sea and it was good", look)], [("and then we moved to the town", look)]]
    with pytest.raises(UnreadableFile, match="Nothing tells the speakers apart") as caught:
        read(styled(lines))
    assert caught.value.remedy is not None
    assert "bold" in caught.value.remedy


def test_bold_labels_are_labels() -> None:
    """A labelled document with bold labels is read by its labels, not by its bold type."""
    lines = []
    for number in range(5):
        lines.append([("Interviewer: ", "b"), (f"What happened in year {number}, can you tell me?", "")])
        lines.append([("Participant: ", "b"), (f"We moved again and I was sad about it, {number} times.", "")])
    reading = read(styled(lines))
    assert {turn.label for turn in reading.turns} == {"Interviewer", "Participant"}
    assert len(reading.turns) == 10
    assert reading.styled == {}


def test_labels_after_soft_line_breaks() -> None:
    """A line break inside a paragraph begins a line, and a label after it a turn."""
    text = "".join(
        f"<w:t>I: What then, in part {n}?</w:t><w:br/><w:t>P: I was worried about it.</w:t><w:br/>" for n in range(4)
    )
    reading = read(with_body(f"<w:p><w:r>{text}</w:r></w:p>"))
    assert [turn.label for turn in reading.turns] == ["I", "P"] * 4


def test_speaker_table_with_time_and_number() -> None:
    """Label, words and time are found by what the columns hold; an empty label continues the speaker above."""
    rows = [
        ("", "Speaker", "Time", "Text"),
        ("1", "INT", "00:00:05", "How did that feel for you?"),
        ("2", "P01", "00:00:09", "Bad. I felt that she had given up on me."),
        ("3", "", "00:00:15", "And I was angry."),
        ("4", "INT", "00:00:20", "Angry with whom, would you say?"),
        ("5", "P01", "00:00:24", "With her, I think."),
    ]
    document = docx.Document()
    document.add_paragraph("Participant: P01")
    table = document.add_table(rows=0, cols=4)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    reading = read(save(document))
    assert said(reading) == [
        ("INT", "How did that feel for you?"),
        ("P01", "Bad. I felt that she had given up on me. And I was angry."),
        ("INT", "Angry with whom, would you say?"),
        ("P01", "With her, I think."),
    ]
    assert [turn.time for turn in reading.turns] == [5.0, 9.0, 20.0, 24.0]


def test_columns_headed_by_speakers() -> None:
    """Two columns, each headed by who speaks in it, are read row by row."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in [("Interviewer", "Participant"), ("How was it?", "Lonely."), ("Why?", "She had left.")]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    assert said(read(save(document))) == [
        ("Interviewer", "How was it?"),
        ("Participant", "Lonely."),
        ("Interviewer", "Why?"),
        ("Participant", "She had left."),
    ]


def test_an_interview_outside_the_table_is_not_dropped() -> None:
    """Words beside a speaker table are named when few, and refused when they could be a part of the interview."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in [("I:", "How was it?"), ("P:", "Lonely."), ("I:", "Why was that?"), ("P:", "She had left.")]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("she was gone for years " * 20)
    with pytest.raises(UnreadableFile, match="outside the table"):
        read(save(document))


def test_house_style_inside_a_numbered_table() -> None:
    """A table that only lays out lines is read cell by cell, without its column of numbers."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for number, (text, bold) in enumerate(
        [
            ("Where did you live as a child?", True),
            ("By the sea.", False),
            ("How was that for you?", True),
            ("Cold.", False),
        ]
    ):
        cells = table.add_row().cells
        cells[0].text = str(number + 1)
        cells[1].paragraphs[0].add_run(text).bold = bold
    reading = read(save(document))
    assert [label for label, _ in said(reading)] == ["bold", "plain", "bold", "plain"]
    assert "table-columns-dropped" in codes(reading)


CHANGED = (
    "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>How did she take it, do you think?</w:t></w:r></w:p>"
    '<w:p><w:r><w:t xml:space="preserve">I think </w:t></w:r>'
    '<w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">she was probably </w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">he seemed </w:delText></w:r></w:del>'
    "<w:r><w:t>sad.</w:t></w:r></w:p>"
    "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>And what did you do then?</w:t></w:r></w:p>"
    '<w:p><w:pPr><w:rPr><w:ins w:id="3" w:author="A"/></w:rPr></w:pPr><w:r><w:t>I waited. </w:t></w:r></w:p>'
    "<w:p><w:r><w:t>She came back.</w:t></w:r></w:p>"
)


def test_tracked_changes_are_refused_then_honoured() -> None:
    """Undecided changes are counted and refused; accept and reject give the two texts."""
    data = with_body(CHANGED)
    with pytest.raises(UnreadableFile, match="2 insertions, 1 deletions") as caught:
        read(data)
    assert "--tracked-changes accept" in str(caught.value)
    assert "probably" not in str(caught.value)
    assert read(data, tracked_changes="accept").turns[1].text == "I think she was probably sad."
    rejected = read(data, tracked_changes="reject")
    assert rejected.turns[1].text == "I think he seemed sad."
    assert rejected.turns[3].text == "I waited. She came back."
    assert "tracked-changes" in codes(rejected)


def test_tracked_bold_is_a_change_of_speaker() -> None:
    """A tracked change of bold type is refused too, and each choice gives its own speaker."""
    body = (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>How was that?</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Hard, for a long time.</w:t></w:r></w:p>"
        '<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="A"><w:rPr/></w:rPrChange></w:rPr>'
        "<w:t>And who helped you with it?</w:t></w:r></w:p>"
    )
    with pytest.raises(UnreadableFile, match="1 changes of formatting"):
        read(with_body(body))
    assert len(read(with_body(body), tracked_changes="accept").turns) == 3
    assert len(read(with_body(body), tracked_changes="reject").turns) == 2


def test_comments_are_refused_unless_dropped() -> None:
    """Margin comments are counted and refused; dropped ones leave a note and no words."""
    document = docx.Document(io.BytesIO(styled(HOUSE)))
    run = document.paragraphs[4].runs[0]
    document.add_comment(run, text="marked RF here", author="coder", initials="c")
    data = save(document)
    with pytest.raises(UnreadableFile, match="1 margin comment") as caught:
        read(data)
    assert "--comments drop" in str(caught.value)
    reading = read(data, comments="drop")
    assert "comments-dropped" in codes(reading)
    assert "marked RF" not in reading.text


def test_words_hide_in_links_controls_and_fields() -> None:
    """Hyperlinks, content controls, smart tags and field results are read; field instructions are not."""
    body = (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Where was that, do you know?</w:t></w:r></w:p>"
        '<w:p><w:r><w:t xml:space="preserve">At </w:t></w:r>'
        '<w:hyperlink w:anchor="x"><w:r><w:t xml:space="preserve">the lake </w:t></w:r></w:hyperlink>'
        '<w:smartTag w:element="y"><w:r><w:t xml:space="preserve">in June </w:t></w:r></w:smartTag>'
        '<w:sdt><w:sdtContent><w:r><w:t xml:space="preserve">I think </w:t></w:r></w:sdtContent></w:sdt>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF secret</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>she</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:r><w:tab/><w:t>forgot</w:t><w:noBreakHyphen/><w:t>me.</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>It hurt.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    reading = read(with_body(body))
    assert reading.turns[1].text == "At the lake in June I think she forgot‑me. It hurt."


def test_an_unclosed_field_does_not_swallow_the_interview() -> None:
    """Words behind a field that never ends are refused rather than lost."""
    body = (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Why?</w:t></w:r></w:p><w:p><w:r><w:t>I know why.</w:t></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:p><w:r><w:t>Because of her.</w:t></w:r></w:p>'
    )
    with pytest.raises(UnreadableFile, match="never closed"):
        read(with_body(body))


def test_hidden_text_boxes_and_numbers_are_noted() -> None:
    """Hidden text and text boxes are counted, automatic numbers noted; none of their words is read."""
    body = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>How was it at school?</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Good, mostly.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden words</w:t></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>boxed words</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    reading = read(with_body(body))
    assert {"numbers-not-text", "hidden-text-dropped", "text-boxes-dropped"} <= codes(reading)
    assert "hidden" not in reading.text
    assert "boxed" not in reading.text


def test_strict_open_xml_is_read_alike() -> None:
    """The strict dialect, with other namespaces, gives the same turns."""
    plain = styled(HOUSE)
    strict = plain
    for member in ("word/document.xml", "word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        strict = swapped(
            strict,
            member,
            lambda content: content.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"
            ).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        )
    assert said(read(strict)) == said(read(plain))


def test_entities_are_refused() -> None:
    """A document type in the main part is refused, whatever it declares."""
    data = swapped(
        styled(HOUSE),
        "word/document.xml",
        lambda content: re.sub(
            rb"(<\?xml[^>]*\?>)", rb'\1<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', content
        ),
    )
    with pytest.raises(UnreadableFile, match="entities"):
        read(data)


def test_damaged_and_foreign_files_are_named() -> None:
    """A truncated file, an old .doc, an encrypted one and a renamed zip each get their own message."""
    whole = styled(HOUSE)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "x")
    for data, message in (
        (whole[: len(whole) // 2], "cut short"),
        (ole + "WordDocument".encode("utf-16-le"), "old binary Office file"),
        (ole + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        (stream.getvalue(), "not a Word document"),
    ):
        document = Document("visit.docx", data)
        assert READER.recognise(document) > 0
        with pytest.raises(UnreadableFile, match=message) as caught:
            READER.read(document, ReadOptions())
        assert caught.value.remedy


def test_other_formats_are_not_claimed() -> None:
    """Text, and a zip of another program, are nobody's Word document."""
    assert READER.recognise(Document("a.docx", b"I: hello\nP: hello\n")) == 0
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert READER.recognise(Document("a.xlsx", stream.getvalue())) == 0


WORDS = st.lists(
    st.sampled_from(["I", "we", "never", "(mhm)", "{{5 seconds}}", "//", "why?", "so.", "Okay.", "12", "é"]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(WORDS.map(" ".join), st.sampled_from(["", "b", "bu", "i"])), min_size=1, max_size=4),
        min_size=2,
        max_size=8,
    )
)
def test_no_word_is_lost_or_moved(paragraphs: list[list[tuple[str, str]]]) -> None:
    """Whatever alternates, the turns hold the document's words in order, and pieces cut them out of the text."""
    asked = [[("Where did you live as a child?", "b")], [("By the sea, I think.", "")], [("And was it good?", "b")]]
    reading = read(styled([*asked, *paragraphs, [("I liked it there.", "")]]))
    turns = "".join(turn.text for turn in reading.turns)
    assert re.sub(r"\s", "", turns) == re.sub(r"\s", "", reading.text)


def test_a_ragged_table_does_not_fill_the_memory() -> None:
    """One very wide row among many short ones is read as lines, without a grid of both dimensions."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    wide = "".join(cell.format(f"w{n}") for n in range(2000))
    rows = "".join(f"<w:tr>{cell.format(n)}</w:tr>" for n in range(2000))
    frame = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>How was it?</w:t></w:r></w:p><w:p><w:r><w:t>Cold.</w:t></w:r></w:p>"
    reading = read(with_body(f"{frame}<w:tbl><w:tr>{wide}</w:tr>{rows}</w:tbl>"))
    assert len(reading.turns) == 2
    assert reading.turns[1].text.endswith("1999")
