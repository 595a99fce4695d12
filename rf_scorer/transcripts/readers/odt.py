"""OpenDocument texts (.odt, .ott, .fodt): interviews in house style, labelled ones, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.archive import is_zip, open_archive, peek, read_member
from rf_scorer.transcripts.readers.left_out import refuse_changes, refuse_comments
from rf_scorer.transcripts.readers.odt_body import OdtWalk, change_counts, comment_count
from rf_scorer.transcripts.readers.odt_styles import OdtStyles
from rf_scorer.transcripts.readers.office import to_reading
from rf_scorer.transcripts.readers.safexml import local, parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import Document, Reading, ReadOptions

__all__ = ["READER", "OdtReader"]

_SUFFIXES = frozenset({".odt", ".ott"})
_TEXT = b"application/vnd.oasis.opendocument.text"
#: Where the first member of the container keeps the media type, uncompressed.
_HEAD = 200


class OdtReader:
    """Reads OpenDocument texts by walking the document's own XML."""

    name = "odt"
    description = "OpenDocument texts (.odt): interviewer in bold, speaker labels, or a speaker table"

    def recognise(self, document: Document) -> float:
        """Certain by the media type; a damaged one is claimed by suffix, to say what is wrong."""
        data = document.data
        if is_zip(data):
            if _TEXT in data[:_HEAD]:
                return 1.0
            members = peek(data)
            if members is None:
                return 0.9 if document.suffix in _SUFFIXES else 0.0
            return 0.9 if document.suffix in _SUFFIXES and "content.xml" in members else 0.0
        head = data[:4000]
        return 0.98 if b"<office:document" in head and _TEXT in head else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:
        """Make turns of the document.

        Raises
        ------
        UnreadableFile
            If it is encrypted, damaged or hostile; holds tracked changes or comments that nobody decided on; or nothing
            tells the speakers apart.
        """
        name = document.name
        roots = _roots(document.data, name)
        body = next((element for element in roots[0].iter() if local(element) == "text"), None)
        if body is None:
            raise UnreadableFile(
                "The file is no text document.", where=name, remedy="Save the interview as .odt or .docx."
            )
        counts = change_counts(body)
        if options.tracked_changes == "refuse":
            refuse_changes(counts, name=name)
        comments = comment_count(body)
        if options.comments == "refuse":
            refuse_comments(comments, name=name)
        walk = OdtWalk(OdtStyles(roots), body, choice=options.tracked_changes)
        blocks = walk.blocks()
        notes = []
        changes = sum(counts.values())
        if changes:
            choice = "accepted" if options.tracked_changes == "accept" else "rejected"
            message = f"{changes} tracked changes were {choice}, as asked for."
            notes.append(Note(code="tracked-changes", severity=Severity.WARNING, message=message))
        if comments:
            notes.append(
                Note(code="comments-dropped", message=f"{comments} margin comments were left out, as asked for.")
            )
        if walk.numbered:
            message = f"The automatic numbers or bullets of {walk.numbered} paragraphs are not text and are not read."
            notes.append(Note(code="numbers-not-text", message=message))
        return to_reading(blocks, kind="odt", name=name, notes=tuple(notes), dropped=walk.dropped)


def _roots(data: bytes, name: str) -> list[Element]:
    """The content, then the named styles if they are a part of their own."""
    if not is_zip(data):
        return [parse_xml(data, where=name)]
    archive = open_archive(data, name)
    members = set(archive.namelist())
    if "META-INF/manifest.xml" in members and b"encryption-data" in read_member(archive, "META-INF/manifest.xml", name):
        raise UnreadableFile(
            "The file is password-protected.",
            where=name,
            remedy="Open it with its password and save a copy without one.",
        )
    if "content.xml" not in members:
        raise UnreadableFile(
            "The file is a zip container, but not an OpenDocument text.", where=name, remedy="Save it as .odt or .docx."
        )
    parts = ["content.xml", *(part for part in ("styles.xml",) if part in members)]
    return [parse_xml(read_member(archive, part, name), where=name) for part in parts]


READER = OdtReader()
