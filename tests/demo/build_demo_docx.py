"""Sets the demonstration's attachment interviews in the AAI house style, from plain text, to the same bytes every time.

Run it after a change to a source::

    python tests/demo/build_demo_docx.py

Marks in a source, one paragraph a line: ``== `` a main question (bold, underlined), ``-- `` other words of the
interviewer (bold), ``% `` the running header of every page, ``;`` a remark for whoever edits the source. Everything
else is the participant, in plain type.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import docx
from docx.shared import Pt

SOURCES = Path(__file__).parent / "source"
DEMO = Path(__file__).parents[2] / "annotation_guides" / "demo"

#: A fixed date, because the time of building would change the bytes; it is no interview's date.
_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - the core properties of a .docx are written without a zone
#: The other speaker's back-channel inside a turn: ``(mhm)``, ``(how long for?)``.
_INTERJECTION = re.compile(r"\([a-z][^()]{0,40}\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph of a source, whose ``kind`` is ``question``, ``interviewer``, ``participant`` or ``header``."""

    kind: str
    text: str


_KINDS = {"== ": "question", "-- ": "interviewer", "% ": "header"}


def parse(source: str) -> tuple[Line, ...]:
    """Read a source's marks; empty lines and remarks are left out."""
    lines = []
    for raw in source.splitlines():
        text = raw.strip()
        if not text or text.startswith(";"):
            continue
        mark = next((mark for mark in _KINDS if text.startswith(mark)), "")
        lines.append(Line(kind=_KINDS.get(mark, "participant"), text=text.removeprefix(mark).strip()))
    return tuple(lines)


def runs(text: str) -> tuple[tuple[str, bool], ...]:
    """Cut a paragraph into runs; the second of each pair says whether it is an interjection, set in italics."""
    found, last = [], 0
    for match in _INTERJECTION.finditer(text):
        found += [(text[last : match.start()], False), (match.group(), True)]
        last = match.end()
    found.append((text[last:], False))
    return tuple((words, italic) for words, italic in found if words)


def build(source: str) -> bytes:
    """Set a source as .docx.

    Parameters
    ----------
    source : str
        Plain text with the marks described above.

    Returns
    -------
    bytes
        The same for the same source and the same versions of python-docx and zlib.
    """
    document = docx.Document()
    # python-docx's template carries its own author and a picture of an empty page.
    for key in [key for key, part in document.part.package.rels.items() if part.reltype.endswith("/thumbnail")]:
        del document.part.package.rels[key]
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    for line in parse(source):
        if line.kind == "header":
            document.sections[0].header.paragraphs[0].add_run(line.text)
            continue
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(8)
        for words, italic in runs(line.text):
            run = paragraph.add_run(words)
            # None, not False: the participant's type is plain because nothing was set, as in a typed document.
            run.bold = True if line.kind in ("question", "interviewer") else None
            run.underline = True if line.kind == "question" else None
            run.italic = True if italic else None
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title = "Invented interview, for demonstration"
    properties.created = properties.modified = _MOMENT
    properties.revision = 1
    written = io.BytesIO()
    document.save(written)
    return _stable(written.getvalue())


def _stable(data: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        # The content types come first because some programs look no further to recognise a .docx.
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _MOMENT.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return result.getvalue()


def main() -> None:
    """Write every source's document into the folder of the demonstration."""
    for source in sorted(SOURCES.glob("*.txt")):
        (DEMO / f"{source.stem}.docx").write_bytes(build(source.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
