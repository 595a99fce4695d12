"""An interview as a tool gets it, one line for each turn, and the way from its positions back to the sheet's.

Line ends, captions and byte-order marks of the file that was read play no part here: the text has line feeds alone, and a turn is
one unbroken run of it, whose words are those of the sheet. So positions mean the same to every program that counts code points.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rf_scorer.documents import turns_from_document
from rf_scorer.pages.marks import local

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.domain import Turn

__all__ = ["Place", "Talk", "plain"]

#: Whatever some program takes for the end of a line reads as a space; as many characters stay as there were.
_LINE_ENDS = dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
_NAMES = {"participant": "Participant", "interviewer": "Interviewer", "other": "Other"}


def plain(text: str) -> str:
    """A text without byte-order mark, with line feeds for whatever line ends it has, and without any at its end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A half-open stretch of a turn, in the turn's own text."""

    turn: int
    start: int
    end: int


class Talk:
    """A sheet's transcript as lines.

    Parameters
    ----------
    sheet : mapping
        A rating sheet without faults.
    """

    def __init__(self, sheet: Mapping[str, Any]) -> None:
        transcript = sheet["transcript"]
        self.interview: str = transcript["id"]
        self.source: str = transcript["text"]
        self.documents: Sequence[Mapping[str, Any]] = transcript["turns"]
        self.speakers = tuple(_speaker(turn) for turn in self.documents)
        self.said: tuple[str, ...] = tuple(turn["text"].translate(_LINE_ENDS) for turn in self.documents)
        lines, starts, position = [], [], 0
        for speaker, said in zip(self.speakers, self.said, strict=True):
            starts.append(position + len(speaker) + 2)
            lines.append(f"{speaker}: {said}\n")
            position += len(lines[-1])
        self.starts: tuple[int, ...] = tuple(starts)
        self.text = "".join(lines)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The turns as they lead to the source."""
        return turns_from_document({"text": self.source, "turns": self.documents})[1]

    def words(self, place: Place) -> str:
        """What is said there."""
        return self.said[place.turn][place.start : place.end]

    def place(self, mark: Mapping[str, Any]) -> Place:
        """Where a mention, a marker or a rater's tag stands, which has its ``turn``, and ``start`` and ``end`` in the source."""
        turn = self.documents[mark["turn"]]
        return Place(mark["turn"], local(mark["start"], turn), local(mark["end"], turn, last=True))

    def whole(self, turn: int) -> Place:
        """All of a turn."""
        return Place(turn, 0, len(self.said[turn]))

    def span(self, place: Place) -> tuple[int, int]:
        """A place as positions in :attr:`text`."""
        begin = self.starts[place.turn]
        return begin + place.start, begin + place.end

    def to_source(self, place: Place) -> tuple[int, int]:
        """A place in the sheet's own coordinates."""
        return self.turns[place.turn].to_source(place.start, place.end)

    def find(self, start: int, end: int) -> Place | None:
        """The place of a stretch of :attr:`text`, without spaces at its ends; None where it is not words of one turn.

        A speaker's name at its beginning, and a line end at its end, are cut off.
        """
        if not 0 <= start < end <= len(self.text):
            return None
        start, end = _trimmed(self.text, start, end)
        index = max(bisect_right(self.starts, max(start, self.starts[0])) - 1, 0)
        if index + 1 < len(self.starts) and start >= self._line(index + 1):
            index += 1
        begin = self.starts[index]
        start = max(start, begin)
        if end > begin + len(self.said[index]) or start >= end:
            return None
        start, end = _trimmed(self.text, start, end)
        return Place(index, start - begin, end - begin) if start < end else None

    def find_in_source(self, start: int, end: int) -> Place | None:
        """The place of a stretch of the source, likewise."""
        if not 0 <= start < end <= len(self.source):
            return None
        start, end = _trimmed(self.source, start, end)
        for turn in self.documents:
            if turn["start"] <= start < end <= turn["end"]:
                found = Place(turn["index"], local(start, turn), local(end, turn, last=True))
                return found if found.start < found.end else None
        return None

    def _line(self, index: int) -> int:
        """Where the line of a turn begins."""
        return self.starts[index] - len(self.speakers[index]) - 2


def _speaker(turn: Mapping[str, Any]) -> str:
    named = " ".join((turn["label"] or "").split()).rstrip(":")
    return named or _NAMES[turn["role"]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
