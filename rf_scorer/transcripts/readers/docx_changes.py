"""Tracked changes and comments in a Word document: counted before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.transcripts.readers.docx_styles import child
from rf_scorer.transcripts.readers.safexml import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import TrackedChanges

__all__ = ["change_counts", "comment_count", "left_out"]

_KINDS = {
    "ins": "insertions",
    "cellIns": "insertions",
    "del": "deletions",
    "cellDel": "deletions",
    "moveFrom": "moves",
    "cellMerge": "merged cells",
    "rPrChange": "changes of formatting",
}
#: Undecided additions, which ``reject`` takes out, and undecided removals, which ``accept`` takes out.
_ADDED = frozenset({"ins", "moveTo", "cellIns"})
_REMOVED = frozenset({"del", "moveFrom", "cellDel"})
#: What in a run's formatting can change who is taken to be speaking.
_TELLING = frozenset({"b", "i", "u", "caps", "vanish", "rStyle"})


def change_counts(body: Element) -> dict[str, int]:
    """How many undecided changes of each kind the body holds.

    Formatting counts only where it could change who is taken to be speaking; page and paragraph formatting never does.
    """
    counts = dict.fromkeys(_KINDS.values(), 0)
    for element in body.iter():
        name = local(element)
        if name == "rPrChange":
            counts[_KINDS[name]] += any(local(old) in _TELLING for part in element for old in part)
        elif name == "rPr" and (change := child(element, "rPrChange")) is not None:
            telling = any(local(new) in _TELLING for new in element)
            was_telling = any(local(old) in _TELLING for part in change for old in part)
            counts["changes of formatting"] += telling and not was_telling
        elif name in _KINDS:
            counts[_KINDS[name]] += 1
    return counts


def comment_count(body: Element, comments: Element | None) -> int:
    """How many comments there are: in the comments part, or at least referred to from the body."""
    listed = 0 if comments is None else sum(1 for element in comments if local(element) == "comment")
    referred = sum(1 for element in body.iter() if local(element) == "commentReference")
    return max(listed, referred)


def left_out(name: str, choice: TrackedChanges) -> bool:
    """Whether an element of this name, and all in it, is left out under a choice."""
    return (name in _REMOVED and choice == "accept") or (name in _ADDED and choice == "reject")
