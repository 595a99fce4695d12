"""What of a source text is said in no turn."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from rf_scorer.transcripts.readers.text_labels import label_key
from rf_scorer.transcripts.stamps import STAMP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.domain import Transcript

__all__ = ["Cover"]

#: Longer stretches before a turn's words do not end in a label.
_LONGEST_LABEL = 90
_COLONS = " \t:;.*_-–—>|"
_AFTER_LABEL = _COLONS + ")]}"
_NUMBER = re.compile(r"^\d{1,4}[\W_]+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_EDGE = frozenset(chr(code) for code in range(0x3001) if chr(code).isspace()) | frozenset(
    "\x00\x1a\u200b\u200e\u200f\ufeff"
)
_SIGNS = re.compile(r"^[\W_]+|[\W_]+$")
_TOKEN = re.compile(r"\S+")
_PUNCTUATION = ".,;:!?\"'“”‘’()[]{}…-–—"


class Cover:
    """The turns of a transcript as stretches of its source text.

    Parameters
    ----------
    transcript : Transcript
    """

    def __init__(self, transcript: Transcript) -> None:
        self.text = transcript.source.text
        self._turns = transcript.turns
        pieces = sorted((piece.start, piece.end) for turn in transcript.turns for piece in turn.pieces)
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in pieces:
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)
        names = {speaker.label for speaker in transcript.speakers} | {turn.label or "" for turn in transcript.turns}
        self._labels = frozenset(" ".join(name.split()).casefold() for name in names if name.strip())
        self._keys = frozenset(key for name in names if (key := label_key(name)))

    def free(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Parts of ``[start, end)`` that no turn covers, in order."""
        place = bisect_right(self._ends, start)
        while start < end:
            if place >= len(self._starts) or self._starts[place] >= end:
                yield start, end
                return
            if self._starts[place] > start:
                yield start, self._starts[place]
            start = max(start, self._ends[place])
            place += 1

    def holds(self, start: int, end: int) -> bool:
        """Whether any of ``[start, end)`` is said in a turn."""
        place = bisect_right(self._ends, start)
        return place < len(self._starts) and self._starts[place] < end

    def begins(self, place: int) -> bool:
        """Whether a turn's words begin at ``place``."""
        found = bisect_left(self._starts, place)
        return found < len(self._starts) and self._starts[found] == place

    def is_label(self, text: str) -> bool:
        """Whether this is a speaker's label, in any spelling that the readers take for one."""
        bare = " ".join(text.split())
        return bare.casefold() in self._labels or (len(bare) <= 200 and label_key(bare) in self._keys)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Everything that is said, word by word, without punctuation."""
        return frozenset(token.strip(_PUNCTUATION) for turn in self._turns for token in _TOKEN.findall(turn.text))

    def repeats(self, text: str) -> bool:
        """Whether every word of a text is said in some turn."""
        return all(token.strip(_PUNCTUATION) in self.tokens for token in _TOKEN.findall(text))

    def bare(self, start: int, end: int) -> tuple[int, int] | None:
        """A free stretch of one line without what belongs to the turn behind it.

        Time stamps at its ends go, and so does the speaker's label.

        Returns
        -------
        tuple of int or None
            Half-open, without white space at its ends; None where nothing with letters or long numbers is left.
        """
        follows = self.begins(end)
        start, end = self._trimmed(start, end)
        text = self.text[start:end]
        if not _SIGNS.sub("", text) or self._is_head(text):
            return None
        if follows:
            start, end = self._trimmed(start, start + self._before_label(text))
        return (start, end) if start < end else None

    def _is_head(self, text: str) -> bool:
        """Whether a text is a label with nothing around it but signs, a number and a time."""
        if len(text) > 2 * _LONGEST_LABEL:
            return False
        bare = _SIGNS.sub("", STAMP.sub(" ", text))
        return any(map(self.is_label, (bare, _NUMBER.sub("", bare), text.rstrip(_COLONS))))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Without white space and time stamps at the ends."""
        text = self.text
        while start < end:
            if text[start] in _EDGE:
                start += 1
            elif text[end - 1] in _EDGE:
                end -= 1
            elif (stamp := STAMP.match(text, start, end)) is not None and stamp.end() > start:
                start = stamp.end()
            elif (tail := self._stamp_at_end(start, end)) is not None:
                end = tail
            else:
                break
        return start, end

    def _stamp_at_end(self, start: int, end: int) -> int | None:
        near = max(start, end - 40)
        for clock in _CLOCK.finditer(self.text, near, end):
            for begin in range(max(near, clock.start() - 2), clock.start() + 1):
                stamp = STAMP.match(self.text, begin, end)
                if stamp is not None and stamp.end() == end:
                    return begin
        return None

    def _before_label(self, text: str) -> int:
        """Length of what stands before the label at the end of a text; all of it where there is none."""
        whole = text.rstrip(_AFTER_LABEL)
        for cut in range(len(whole) - 1, max(0, len(whole) - _LONGEST_LABEL), -1):
            if not whole[cut - 1].isalnum() and self.is_label(whole[cut:]):
                return cut
        return len(text)
