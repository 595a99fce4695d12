"""Rich text (.rtf, and .doc files that are rich text in truth): in house style, labelled, or in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.left_out import refuse_changes, refuse_comments
from rf_scorer.transcripts.readers.office import to_reading
from rf_scorer.transcripts.readers.rtf_body import RtfWalk

if TYPE_CHECKING:
    from rf_scorer.transcripts.document import Document, Reading, ReadOptions

__all__ = ["READER", "RtfReader"]

_MAGIC = b"{\\rtf"


class RtfReader:
    """Reads rich text with a tokenizer of its own.

    Libraries that turn rich text into plain text lose bold type, and with it the speakers of an interview in house
    style, and let undecided deletions through as words.
    """

    name = "rtf"
    description = "rich text (.rtf): interviewer in bold, speaker labels, or a speaker table"

    def recognise(self, document: Document) -> float:
        """Certain by the first bytes."""
        return 1.0 if document.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_MAGIC) else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:
        """Make turns of the document.

        Raises
        ------
        UnreadableFile
            If it was cut short; holds tracked changes or comments that nobody decided on; or nothing tells the speakers
            apart.
        """
        name = document.name
        if not self.recognise(document):
            raise UnreadableFile("The file is not rich text.", where=name, remedy="Save it as .rtf or .docx.")
        walk = RtfWalk(choice=options.tracked_changes)
        blocks = walk.blocks(document.data)
        if not walk.whole:
            raise UnreadableFile(
                "The file was cut short: its last group is not closed.", where=name, remedy="Fetch the original again."
            )
        if options.tracked_changes == "refuse":
            refuse_changes(walk.changes, name=name)
        if options.comments == "refuse":
            refuse_comments(walk.comments, name=name)
        return to_reading(blocks, kind="rtf", name=name, notes=tuple(_notes(walk, options)), dropped=walk.dropped)


def _notes(walk: RtfWalk, options: ReadOptions) -> list[Note]:
    notes = []
    changes = sum(walk.changes.values())
    if changes:
        choice = "accepted" if options.tracked_changes == "accept" else "rejected"
        message = f"{changes} tracked changes were {choice}, as asked for."
        notes.append(Note(code="tracked-changes", severity=Severity.WARNING, message=message))
    if walk.comments:
        message = f"{walk.comments} margin comments were left out, as asked for."
        notes.append(Note(code="comments-dropped", message=message))
    if walk.numbered:
        message = f"The automatic numbers of {walk.numbered} paragraphs are not text and are not read."
        notes.append(Note(code="numbers-not-text", message=message))
    if walk.headers:
        notes.append(Note(code="page-headers-dropped", message="Page headers and footers were left out."))
    return notes


READER = RtfReader()
