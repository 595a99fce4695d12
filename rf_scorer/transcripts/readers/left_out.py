"""What stands in a file but not in the interview: counted and noted, or refused until somebody decides."""

from __future__ import annotations

from dataclasses import dataclass

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile

__all__ = ["Dropped", "drop_note", "extracted_note", "refuse_changes", "refuse_comments", "too_many"]

#: Words that may stand outside a speaker table, or in text boxes, before leaving them out would be losing an interview.
_MAX_DROPPED_WORDS = 60
_MAX_DROPPED_SHARE = 0.05


def too_many(words: int, spoken: int) -> bool:
    """Whether so many words beside the interview may be a part of it."""
    return words > max(_MAX_DROPPED_WORDS, _MAX_DROPPED_SHARE * spoken)


@dataclass(slots=True)
class Dropped:
    """Words that stand in the file but not in the running text, by what held them."""

    hidden: int = 0
    text_boxes: int = 0
    footnotes: int = 0

    def notes(self, spoken: int, *, name: str) -> list[Note]:
        """One note for each kind.

        Raises
        ------
        UnreadableFile
            If text boxes or hidden text hold so many words that they may be the interview.
        """
        notes = []
        for words, kind in (
            (self.hidden, "hidden text"),
            (self.text_boxes, "text boxes"),
            (self.footnotes, "footnotes"),
        ):
            if kind != "footnotes" and too_many(words, spoken):
                raise UnreadableFile(
                    f"{words} words stand in {kind}, beside the running text of {spoken} words.",
                    where=name,
                    remedy=f"Move what belongs to the interview out of the {kind}, and delete the rest.",
                )
            if words:
                notes.append(drop_note(kind, words))
        return notes


def drop_note(kind: str, words: int) -> Note:
    """The note for words that were left out with what held them."""
    return Note(
        code=f"{kind.replace(' ', '-')}-dropped",
        severity=Severity.WARNING,
        message=f"{words} words in {kind} were left out.",
        remedy="If somebody says them in the interview, move them into the running text.",
    )


def extracted_note(kind: str) -> Note:
    """The note that says what offsets point into."""
    message = f"Offsets point into the text extracted from the {kind} document, one line a paragraph."
    return Note(code="text-extracted", message=message)


def refuse_changes(counts: dict[str, int], *, name: str) -> None:
    """Refuse a document with undecided changes.

    Parameters
    ----------
    counts : dict of str to int
        Such as ``{"insertions": 2, "deletions": 0}``.

    Raises
    ------
    UnreadableFile
        If any count is above 0.
    """
    found = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    if found:
        raise UnreadableFile(
            f"The document holds tracked changes that nobody has decided on: {found}.",
            where=name,
            remedy="Accept or reject them in your word processor, or use --tracked-changes accept (or reject).",
        )


def refuse_comments(count: int, *, name: str) -> None:
    """Refuse a document with margin comments, which may name people or hold codings.

    Raises
    ------
    UnreadableFile
        If ``count`` is above 0.
    """
    if count:
        raise UnreadableFile(
            f"The document holds {count} margin {'comment' if count == 1 else 'comments'}.",
            where=name,
            remedy="Delete them in your word processor, or use --comments drop.",
        )
