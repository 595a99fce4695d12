"""Word documents: interviews in house style, labelled ones, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.archive import is_old_office, is_zip, peek
from rf_scorer.transcripts.readers.docx_body import BodyWalk
from rf_scorer.transcripts.readers.docx_changes import change_counts, comment_count
from rf_scorer.transcripts.readers.docx_package import WordPackage
from rf_scorer.transcripts.readers.docx_styles import Styles
from rf_scorer.transcripts.readers.left_out import refuse_changes, refuse_comments
from rf_scorer.transcripts.readers.office import to_reading
from rf_scorer.transcripts.readers.safexml import attribute, local

if TYPE_CHECKING:
    from rf_scorer.transcripts.document import Document, Reading, ReadOptions

__all__ = ["READER", "DocxReader"]

_SUFFIXES = frozenset({".docx", ".docm", ".dotx", ".dotm"})
_OLD_SUFFIXES = frozenset({*_SUFFIXES, ".doc", ".dot"})
_FOREIGN = ("xl/", "ppt/")


class DocxReader:
    """Reads .docx and its relatives by walking the document's own XML."""

    name = "docx"
    description = "Word documents (.docx): interviewer in bold, speaker labels, or a speaker table"

    def recognise(self, document: Document) -> float:
        """Certain by the container's parts; a damaged or encrypted one is claimed by suffix, to say what is wrong."""
        if is_old_office(document.data):
            if "WordDocument".encode("utf-16-le") in document.data:
                return 0.95
            return 0.9 if document.suffix in _OLD_SUFFIXES else 0.0
        if not is_zip(document.data):
            return 0.0
        members = peek(document.data)
        if members is None:
            return 0.9 if document.suffix in _SUFFIXES else 0.0
        if any(member.casefold() == "word/document.xml" for member in members):
            return 1.0
        if "[Content_Types].xml" in members and not any(member.startswith(_FOREIGN) for member in members):
            return 0.9 if document.suffix in _SUFFIXES else 0.5
        return 0.3 if document.suffix in _SUFFIXES else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:
        """Make turns of the document.

        Raises
        ------
        UnreadableFile
            If it is encrypted, damaged or hostile; holds tracked changes or comments that nobody decided on; or nothing
            tells the speakers apart.
        """
        name = document.name
        if not is_zip(document.data) and not is_old_office(document.data):
            raise UnreadableFile("The file is not a Word document.", where=name, remedy="Save it as .docx.")
        package = WordPackage(document.data, name)
        counts = change_counts(package.body)
        if options.tracked_changes == "refuse":
            refuse_changes(counts, name=name)
        comments = comment_count(package.body, package.part("comments"))
        if options.comments == "refuse":
            refuse_comments(comments, name=name)
        walk = BodyWalk(Styles(package.part("styles")), choice=options.tracked_changes, name=name)
        blocks = walk.blocks(package.body)
        walk.dropped.footnotes = _note_words(package)
        notes = [*_decided(sum(counts.values()), comments, options), *_left(walk, package)]
        return to_reading(blocks, kind="docx", name=name, notes=tuple(notes), dropped=walk.dropped)


def _decided(changes: int, comments: int, options: ReadOptions) -> list[Note]:
    notes = []
    if changes:
        choice = "accepted" if options.tracked_changes == "accept" else "rejected"
        message = f"{changes} tracked changes were {choice}, as asked for."
        notes.append(Note(code="tracked-changes", severity=Severity.WARNING, message=message))
    if comments:
        notes.append(Note(code="comments-dropped", message=f"{comments} margin comments were left out, as asked for."))
    return notes


def _left(walk: BodyWalk, package: WordPackage) -> list[Note]:
    notes = []
    if walk.numbered:
        message = f"The automatic numbers of {walk.numbered} paragraphs are not text and are not read."
        remedy = "If questions are numbered this way, type the numbers, so that questions can be found by them."
        notes.append(Note(code="numbers-not-text", message=message, remedy=remedy))
    for count, code, kind in (
        (walk.symbols, "symbols-dropped", "characters of symbol fonts"),
        (walk.formulas, "formulas-dropped", "formulas"),
    ):
        if count:
            notes.append(Note(code=code, severity=Severity.WARNING, message=f"{count} {kind} were left out."))
    if package.has("header") or package.has("footer"):
        notes.append(Note(code="page-headers-dropped", message="Page headers and footers were left out."))
    return notes


def _note_words(package: WordPackage) -> int:
    """Words in footnotes and endnotes; Word's own separators have a type, notes have none."""
    words = 0
    for kind in ("footnotes", "endnotes"):
        part = package.part(kind)
        for note in part if part is not None else ():
            if attribute(note, "type") in (None, "normal"):
                words += sum(len((element.text or "").split()) for element in note.iter() if local(element) == "t")
    return words


READER = DocxReader()
