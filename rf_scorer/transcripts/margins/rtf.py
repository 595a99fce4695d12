"""What rich text holds beside its running text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rf_scorer.transcripts.margins.collecting import Collection
from rf_scorer.transcripts.margins.docx_story import instructed
from rf_scorer.transcripts.margins.margin import Place
from rf_scorer.transcripts.readers.rtf_body import RtfWalk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.document import Document, TrackedChanges
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["rtf_margins"]

_PROPERTIES = (
    "title",
    "subject",
    "keywords",
    "comment",
    "doccomm",
    "category",
    "company",
    "hlinkbase",
    "propname",
    "staticval",
    "linkval",
)
#: Destinations that hold words, and where those stand.
_PLACES = {
    **dict.fromkeys(_PROPERTIES, Place.PROPERTIES),
    **dict.fromkeys(("author", "operator", "manager"), Place.PROPERTIES),
    **dict.fromkeys(
        ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), Place.HEADERS
    ),
    **dict.fromkeys(("shptxt", "dptxbxtext"), Place.TEXT_BOXES),
    **dict.fromkeys(("xe", "tc", "fldinst"), Place.FIELDS),
    **dict.fromkeys(("ffname", "ffdeftext", "ffhelptext", "ffstattext", "ffl"), Place.CONTROLS),
    **dict.fromkeys(("filetbl", "template", "mmconnectstr", "mmquery", "mmdatasource"), Place.LINKS),
    "annotation": Place.COMMENTS,
    "atnauthor": Place.COMMENTERS,
    "atnid": Place.COMMENTERS,
    "revtbl": Place.CHANGERS,
    "protusertbl": Place.CHANGERS,
    "footnote": Place.FOOTNOTES,
    "bkmkstart": Place.BOOKMARKS,
    "docvar": Place.PROPERTIES,
    "sv": Place.ALTERNATIVE,
    "listtext": Place.LISTS,
    "pntext": Place.LISTS,
}
_PERSONS = frozenset({"author", "operator", "manager", "atnauthor", "revtbl", "protusertbl"})
#: Groups that hold the ones above and no words of their own.
_HOLDERS = frozenset({"info", "userprops", "formfield", "sp", "shpinst", "picprop", "mailmerge"})
#: Shape properties whose values are words; all others are numbers and names of looks.
_WORDED = frozenset({"wzDescription", "wzTooltip", "gtextUNICODE", "pibName", "pihlShape"})
_BOOKMARK = re.compile(r"_.*|OLE_LINK\d+")
_INITIALS = 4


def rtf_margins(document: Document, choice: TrackedChanges) -> Iterator[Margin]:
    """Everything that is not running text."""
    walk = _Walk(choice=choice)
    walk.blocks(document.data)
    yield from walk.found()


class _Walk(RtfWalk):
    """The reader's walk, which keeps what that one counts and drops."""

    def __init__(self, *, choice: TrackedChanges) -> None:
        super().__init__(choice=choice)
        self._kept: list[tuple[str, Place, list[str]]] = []
        self._aside: dict[Place, list[str]] = {}
        self._shape = ""

    def _brace(self, brace: str) -> bool:
        kind, _, number = self._state.mode.partition(":")
        if kind == "kept" and self._kept[int(number)][0] == "docvar":
            self._kept[int(number)][2].append(" ")  # a name and a value, each in a group of its own
        return super()._brace(brace)

    def _word(self, word: str, number: int | None) -> None:
        place = _PLACES.get(word)
        if word in _HOLDERS or word == "sn":
            self._starred = False
            self._state = replace(self._state, mode="skip" if word != "sn" else "name")
        elif place is None:
            super()._word(word, number)
        else:
            self._starred = False
            self.comments += word == "annotation"
            self._kept.append((word if word != "sv" else f"sv:{self._shape}", place, []))
            self._state = replace(self._state, mode=f"kept:{len(self._kept) - 1}")

    def _text(self, text: str) -> None:
        state = self._state
        kind, _, number = state.mode.partition(":")
        if kind == "kept":
            self._kept[int(number)][2].append(text)
        elif kind == "name":
            self._shape = text.strip()
        elif kind == "text":
            self._running(text)
            super()._text(text)

    def _running(self, text: str) -> None:
        """Running text that is none, because it was taken out or is hidden."""
        state = self._state
        if state.deleted and self._choice == "accept":
            self._aside.setdefault(Place.DELETED, []).append(text)
        elif state.inserted and self._choice == "reject":
            self._aside.setdefault(Place.INSERTED, []).append(text)
        elif state.hidden:
            self._aside.setdefault(Place.HIDDEN, []).append(text)

    def _end_paragraph(self, *, cell: bool = False) -> None:
        if self._state.mode == "text":
            for parts in self._aside.values():
                parts.append("\n")
        super()._end_paragraph(cell=cell)

    def found(self) -> Collection:
        """What was kept, by place."""
        found = Collection()
        for place, parts in self._aside.items():
            for line in "".join(parts).split("\n"):
                found.add(place, line)
        for word, place, parts in self._kept:
            text = "".join(parts).strip()
            if word in ("revtbl", "protusertbl", "filetbl"):
                for name in text.split(";"):
                    found.name(place, name) if place is Place.CHANGERS else found.add(place, name)
            elif word in _PERSONS or (word == "atnid" and len(text) > _INITIALS):
                found.name(place, text)
            elif place is Place.LISTS:
                found.label(text)
            elif word == "fldinst":
                for where, argument in instructed(text):
                    found.add(where, argument)
            elif not word.startswith("sv:") or word.removeprefix("sv:") in _WORDED:
                found.add(place, "" if word == "bkmkstart" and _BOOKMARK.fullmatch(text) else text)
        return found
