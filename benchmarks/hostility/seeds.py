"""Small invented inputs of every format, made here; some words stand in them that may never come back in a message."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["CANARIES", "model_document", "readers", "return_document", "tables", "valid"]

#: Words of participants, raters and cells. They are nobody's label, name or column, and no message may hold one.
CANARIES = ("zwickelmond", "quastelfink", "murmelbrand", "schnabelruh")

_SAID = (
    ("I", "What was it like at home?"),
    ("P", "It was loud, and I think the zwickelmond hated it more than I did."),
    ("I", "Why do you think so?"),
    (
        "P",
        "Because quastelfink wanted to be alone, é “he said”, and nobody saw that the murmelbrand was frightened 😀.",
    ),
    ("I", "And now?"),
    ("P", "Now I understand schnabelruh better (laughs), I don't know."),
)
#: Keys of documents under which somebody's own words stand, and words of them that are long enough to be known again.
_SPOKEN = frozenset({"text", "note", "about", "answer", "question", "reason"})
_LONG_WORD = re.compile("[a-z]{8,30}")
#: Bytes of a document that is small enough to be read thousands of times a minute.
_LARGEST = 12_000
_SCHEMAS = Path(__file__).parents[2] / "tests" / "schemas"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _labelled(end: str = "\n", *, gap: str = "") -> str:
    return "".join(f"{label}: {said}{end}{gap}" for label, said in _SAID)


def _zip(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _word(body: str, *, comments: str = "") -> bytes:
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("comments", "comments"))
    )
    rels = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(("styles", "comments"))
    )
    return _zip(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
            "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">{rels}</Relationships>',
            "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<?xml version="1.0"?><w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="Q"><w:basedOn w:val="N"/>'
            '<w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="N" w:default="1"><w:basedOn w:val="N"/></w:style></w:styles>',
            "word/comments.xml": f'<?xml version="1.0"?><w:comments xmlns:w="{_W}">{comments}</w:comments>',
        }
    )


def _words() -> list[bytes]:
    house = "".join(
        f"<w:p><w:pPr>{'<w:pStyle w:val=' + chr(34) + 'Q' + chr(34) + '/>' if label == 'I' else ''}</w:pPr><w:r><w:rPr>{'<w:b/>' if label == 'I' else ''}</w:rPr>"
        f'<w:t xml:space="preserve">{_escaped(said)}</w:t></w:r></w:p>'
        for label, said in _SAID * 2
    )
    labelled = "".join(f"<w:p><w:r><w:t>{label}: {_escaped(said)}</w:t><w:br/></w:r></w:p>" for label, said in _SAID)
    rows = "".join(
        f"<w:tr><w:tc><w:p><w:r><w:t>{label}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{_escaped(said)}</w:t></w:r></w:p></w:tc></w:tr>"
        for label, said in _SAID
    )
    changed = (
        '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>I: And the zwickelmond?</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>no</w:delText></w:r></w:del></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "x"</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>P: murmelbrand</w:t>'
        '<w:fldChar w:fldCharType="end"/><w:footnoteReference w:id="1"/><w:commentReference w:id="0"/></w:r></w:p>'
    )
    comment = '<w:comment w:id="0"><w:p><w:r><w:t>schnabelruh</w:t></w:r></w:p></w:comment>'
    return [_word(house), _word(labelled), _word(f"<w:tbl>{rows}</w:tbl>"), _word(labelled + changed, comments=comment)]


def _writer() -> list[bytes]:
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("style", "style"),
            ("table", "table"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    style = (
        '<office:automatic-styles><style:style style:name="B" style:family="text" style:parent-style-name="B"><style:text-properties fo:font-weight="bold"/>'
        "</style:style></office:automatic-styles>"
    )
    spans = "".join(
        f'<text:p><text:span text:style-name="{"B" if label == "I" else "N"}">{_escaped(said)}<text:s text:c="3"/></text:span></text:p>'
        for label, said in _SAID * 2
    )
    lines = "".join(f"<text:p>{label}:<text:tab/>{_escaped(said)}</text:p>" for label, said in _SAID)
    changes = '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>quastelfink</text:p></text:deletion></text:changed-region></text:tracked-changes>'

    def content(body: str, kind: str = "document-content") -> str:
        return f'<?xml version="1.0"?><office:{kind}{names} office:mimetype="application/vnd.oasis.opendocument.text">{style}<office:body><office:text>{body}</office:text></office:body></office:{kind}>'

    def packed(body: str) -> bytes:
        return _zip(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": content(body),
                "styles.xml": f'<?xml version="1.0"?><office:document-styles{names}>{style}</office:document-styles>',
                "META-INF/manifest.xml": "<manifest/>",
            }
        )

    marked = f'{changes}{lines}<text:p>P: it was <text:change text:change-id="c1"/>so</text:p>'
    return [packed(spans), packed(lines), packed(marked), content(lines, "document").encode()]


def _rich() -> list[bytes]:
    def said(text: str) -> str:
        return "".join(
            c
            if ord(c) < 128
            else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?"
            if ord(c) < 65536
            else "\\u-10179?\\u-8704?"
            for c in text
        )

    house = "".join(f"{{\\b{'' if label == 'I' else '0'} {said(words)}}}\\par\n" for label, words in _SAID * 2)
    lines = "".join(f"{label}:\\tab {said(words)}\\par\n" for label, words in _SAID)
    rows = "".join(f"\\trowd\\intbl {label}\\cell {said(words)}\\cell\\row\n" for label, words in _SAID)
    head = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}{\\*\\generator x;}"
    extra = "{\\footnote zwickelmond}{\\annotation murmelbrand}{\\deleted quastelfink}{\\v hidden} I: \\f1 \\'e9\\f0 \\par P: yes\\par"
    return [f"{head}{body}}}".encode() for body in (house, lines, rows, lines + extra)]


def _pdf() -> list[bytes]:
    def made(*, packed: bool) -> bytes:
        shown = "".join(
            f"({label}: {said.encode('latin-1', 'replace').decode('latin-1')}) Tj T*\n".replace("(laughs)", "")
            for label, said in _SAID
        )
        stream = f"BT /F1 11 Tf 14 TL 50 700 Td\n{shown}ET".encode("latin-1")
        coded = zlib.compress(stream) if packed else stream
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d%s >>\nstream\n%s\nendstream"
            % (len(coded), b" /Filter /FlateDecode" if packed else b"", coded),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        out, places = b"%PDF-1.4\n", []
        for number, content in enumerate(objects, start=1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        return (
            out
            + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            % (table, len(out))
        )

    return [made(packed=False), made(packed=True)]


def _captions() -> list[bytes]:
    def at(number: int, mark: str) -> str:
        return f"00:00:{number:02}{mark}000 --> 00:00:{number + 1:02}{mark}500"

    voices = "".join(
        f"{number}\n{at(number, '.')}\n<v {label}>{_escaped(said)}</v>\n\n"
        for number, (label, said) in enumerate(_SAID)
    )
    lines = "".join(
        f"{number}\n{at(number, ',')}\n{label}: {said}\n\n" for number, (label, said) in enumerate(_SAID, start=1)
    )
    return [f"WEBVTT\n\nNOTE made by nobody\n\n{voices}".encode(), lines.encode(), lines.replace("\n", "\r\n").encode()]


def _chat() -> list[bytes]:
    main = "".join(
        f"*{'INV' if label == 'I' else 'PAR'}:\t{said} \x15{number}00_{number}90\x15\n%mor:\tx|y\n"
        for number, (label, said) in enumerate(_SAID)
    )
    head = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tPAR Participant, INV Investigator\n"
    return [
        f"{head}{main}@End\n".encode(),
        f"{head}*PAR:\t&-um I <I was> [//] I am (.) ok [: zwickelmond] +...\n\tand more\n*INV:\txxx .\n@End\n".encode(),
    ]


def _elan() -> list[bytes]:
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{n * 500}"/>' for n in range(len(_SAID) * 2))
    tiers = ""
    for who in ("I", "P"):
        inside = "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" TIME_SLOT_REF1="ts{2 * n}" TIME_SLOT_REF2="ts{2 * n + 1}">'
            f"<ANNOTATION_VALUE>{_escaped(said)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, (label, said) in enumerate(_SAID)
            if label == who
        )
        tiers += f'<TIER TIER_ID="{who}" PARTICIPANT="{who}" LINGUISTIC_TYPE_REF="d">{inside}</TIER>'
    return [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>'.encode()
    ]


def _whisper() -> list[bytes]:
    segments: list[dict[str, Any]] = []
    for number, (label, said) in enumerate(_SAID):
        words = [
            {"word": word, "start": number + 0.1, "end": number + 0.2, "score": 0.9, "speaker": f"SPEAKER_{label}"}
            for word in said.split()
        ]
        segments.append(
            {"start": number, "end": number + 0.9, "text": f" {said}", "speaker": f"SPEAKER_{label}", "words": words}
        )
    short = [{key: value for key, value in one.items() if key != "words"} for one in segments]
    return [
        json.dumps({"segments": segments[:3], "language": "en"}).encode(),
        json.dumps(short, ensure_ascii=False).encode(),
    ]


def _ours() -> list[bytes]:
    turns = [{"label": label, "text": said} for label, said in _SAID]
    text = _labelled()
    placed, at = [], 0
    for index, (label, said) in enumerate(_SAID):
        at = text.index(said, at)
        placed.append(
            {
                "index": index,
                "label": label,
                "role": "interviewer" if label == "I" else "participant",
                "start": at,
                "end": at + len(said),
                "text": said,
            }
        )
    schema = "urn:rf-scorer:schema:transcript:1"
    whole = {"schema": schema, "id": "a", "participant": "p1", "text": text, "turns": placed, "notes": []}
    return [
        json.dumps({"schema": schema, "turns": turns}).encode(),
        json.dumps(whole, ensure_ascii=False).encode(),
        *valid("transcript"),
    ]


def _workbook(rows: Iterable[Iterable[Any]]) -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    # Stored, not packed: a changed byte then reaches the XML.
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        return _zip({name: archive.read(name) for name in archive.namelist()})


def readers() -> dict[str, tuple[str, str, list[bytes]]]:
    """By the name of a target: a file name, what kind of input it is, and seeds."""
    columns = [("time", "speaker", "text"), *((f"00:0{n}", label, said) for n, (label, said) in enumerate(_SAID))]
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in columns)
    tabbed = "\n".join("\t".join(row) for row in columns)
    texts = [
        _labelled().encode(),
        _labelled("\r\n", gap="\r\n").encode("utf-8-sig"),
        _labelled().encode("utf-16"),
        _labelled().encode("cp1252", "replace"),
        "".join(f"{label}\n{said}\n\n" for label, said in _SAID).encode(),
        "".join(f"[00:00:0{n}] Interviewee {label}: {said}\n" for n, (label, said) in enumerate(_SAID)).encode(),
        f"---\nparticipant: p1\ntitle: x\n---\n# Interview\n\n{''.join(f'**{label}:** {said}{chr(10)}{chr(10)}' for label, said in _SAID)}".encode(),
        "".join(f"- {said}\n" for _, said in _SAID).encode(),
    ]
    return {
        "text": ("seed.txt", "lines", texts),
        "captions": ("seed.vtt", "lines", _captions()),
        "chat": ("seed.cha", "lines", _chat()),
        "csv": ("seed.csv", "lines", [quoted.encode(), quoted.replace('","', '";"').encode("utf-16")]),
        "tsv": ("seed.tsv", "lines", [tabbed.encode()]),
        "xlsx": ("seed.xlsx", "zip", [_workbook(columns)]),
        "docx": ("seed.docx", "zip", _words()),
        "odt": ("seed.odt", "zip", _writer()[:3]),
        "fodt": ("seed.fodt", "xml", _writer()[3:]),
        "rtf": ("seed.rtf", "rtf", _rich()),
        "pdf": ("seed.pdf", "pdf", _pdf()),
        "elan": ("seed.eaf", "xml", _elan()),
        "whisperx": ("seed.json", "json", _whisper()),
        "transcript": ("seed.json", "json", _ours()),
    }


def valid(schema: str) -> list[bytes]:
    """Small documents of ours that keep a schema: invented examples, with words in them that may not be told."""
    return [
        json.dumps(_marked(jsonio.loads(path.read_bytes())), ensure_ascii=False).encode()
        for path in sorted((_SCHEMAS / schema / "valid").glob("*.json"))
        if path.stat().st_size < _LARGEST
    ]


def _marked(value: Any, key: str = "") -> Any:
    """The document with every long word of a person made a canary's beginning of the same length, so that offsets still lead to it."""
    if isinstance(value, dict):
        return {name: _marked(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner, key) for inner in value]
    if isinstance(value, str) and key in _SPOKEN:
        return _LONG_WORD.sub(lambda found: (CANARIES[0] * 3)[: len(found.group())], value)
    return value


def tables() -> dict[str, tuple[str, str, list[bytes]]]:
    """Tables of rated answers."""
    rows = [("id", "answer", "rating", "participant", "question")]
    rows += [(f"a{n}", f"{said[:40]} {n}", str(n % 3), f"p{n % 12}", "Why?") for n, (_, said) in enumerate(_SAID * 6)]
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    lines = "\n".join(
        json.dumps(dict(zip(rows[0], (*row[:2], int(row[2]), *row[3:]), strict=True)), ensure_ascii=False)
        for row in rows[1:]
    )
    return {
        "ratings csv": ("seed.csv", "lines", [quoted.encode(), quoted.replace(",", ";").encode("cp1252", "replace")]),
        "ratings xlsx": (
            "seed.xlsx",
            "zip",
            [_workbook((*row[:2], int(row[2]), *row[3:]) if place else row for place, row in enumerate(rows))],
        ),
        "ratings jsonl": ("seed.jsonl", "jsonl", [lines.encode()]),
    }


def return_document() -> list[bytes]:
    """What worksheets save."""
    return valid("worksheet-return")


def model_document() -> bytes:
    """A model file with every kind of member, cut down to some kilobytes."""
    document: dict[str, Any] = jsonio.loads((resources.folder("models") / "short_answers" / "model.json").read_bytes())
    kept, members = 12, document["members"]
    wording, graded = members["wording"], members["graded"]
    grams = dict(list(wording["grams"].items())[:kept])
    features = len(document["typical"])
    members["wording"] = wording | {
        "grams": grams,
        "own": [],
        "own_coefficients": wording["own_coefficients"] and [],
        "usual": [],
    }
    members["graded"] = graded | {"levels": [row[:kept] + row[-features:] for row in graded["levels"]]}
    members["boosted"]["trees"] = members["boosted"]["trees"][:2]
    document["interval"]["scores"] = document["interval"]["scores"][:20]
    known = document["familiarity"]
    known["known"] = known["known"][:10]
    if document["questioning"]:
        document["questioning"]["words"] = dict(list(document["questioning"]["words"].items())[:5])
    return json.dumps(document).encode()
