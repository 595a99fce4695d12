"""Building turns whose words can always be found again in the source."""

from __future__ import annotations

import re

from rf_scorer.domain import Piece, Turn
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import MAX_TURNS
from rf_scorer.transcripts.identity import one_line

__all__ = ["TurnBuilder"]

_BREAKS = str.maketrans(dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x1a\x85\u00a0\u2028\u2029", " "))
_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
#: What is white space at the ends of a run: Python's own, invisible marks that editors leave behind, and the DOS end-
#: of-file mark.
_SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\ufeff\u200b\x1a"


class TurnBuilder:
    """Collects runs of words in document order and joins adjacent ones of the same speaker into turns.

    Parameters
    ----------
    source : str
        The text into which the runs point.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._turns: list[Turn] = []
        self._text: list[str] = []
        self._pieces: list[Piece] = []
        self._trailing: list[tuple[int, int, str]] = []
        self._length = 0
        self._gap = False
        self._label: str | None = None
        self._time: float | None = None
        self._time_end: float | None = None

    def add(
        self,
        label: str | None,
        start: int,
        end: int,
        *,
        text: str | None = None,
        time: float | None = None,
        time_end: float | None = None,
        new_turn: bool = False,
        joined: bool = False,
    ) -> None:
        """Add the words at ``[start, end)`` of the source.

        Line breaks inside the span, however many and of whatever kind, read as one space.

        Parameters
        ----------
        label : str or None
            Who speaks. A run with the label of the one before continues its turn, unless ``new_turn``.
        start, end : int
            Half-open span in the source; white space at its ends is left out. An empty run is ignored.
        text : str, optional
            What the span reads as, where that differs from the source (an entity). The run is then indivisible.
        time, time_end : float, optional
            Seconds.
        new_turn : bool
            Begin a new turn although the speaker is the same.
        joined : bool
            Continue without a space (the run before ended in the middle of a line, at an entity or a tag); the white
            space at the border is kept as it is.
        """
        label = None if label is None else one_line(label)
        runs = [(start, end, text.translate(_BREAKS))] if text is not None else self._lines(start, end)
        added = False
        for position, (first, last, words) in enumerate(runs):
            added |= self._run(
                label,
                first,
                last,
                words,
                whole=text is not None,
                new_turn=new_turn and not added,
                joined=joined and position == 0,
            )
        if added:
            if self._time is None:
                self._time = time
            if time_end is not None:
                self._time_end = time_end

    def _lines(self, start: int, end: int) -> list[tuple[int, int, str]]:
        raw = self._source[start:end]
        if raw.isprintable():  # as most are: then nothing in it breaks a line
            return [(start, end, raw)]
        lines, last = [], 0
        for match in _LINE_BREAK.finditer(raw):
            lines.append((start + last, start + match.start(), raw[last : match.start()].translate(_BREAKS)))
            last = match.end()
        lines.append((start + last, end, raw[last:].translate(_BREAKS)))
        return lines

    def _run(
        self, label: str | None, start: int, end: int, words: str, *, whole: bool, new_turn: bool, joined: bool
    ) -> bool:
        fresh = not self._pieces or new_turn or label != self._label
        joined = joined and not fresh and not self._gap
        bare = words.strip(_SPACE)
        if not bare:
            # White space between two joined runs counts only if the second one comes.
            if joined and start < end:
                self._trailing.append((start, end, words))
            self._gap = not joined
            return False
        if start >= end:
            return False
        lead = 0 if joined else len(words) - len(words.lstrip(_SPACE))
        tail = len(words) - len(words.rstrip(_SPACE))
        if fresh:
            self._close()
            self._label = label
        elif joined:
            for piece in self._trailing:
                self._append(*piece)
        else:
            self._text.append(" ")
            self._length += 1
        self._trailing, self._gap = [], False
        if whole:
            self._append(start, end, words[lead : len(words) - tail])
            return True
        self._append(start + lead, end - tail, words[lead : len(words) - tail])
        if tail:
            self._trailing = [(end - tail, end, words[len(words) - tail :])]
        return True

    def _append(self, start: int, end: int, words: str) -> None:
        last = self._pieces[-1] if self._pieces else None
        even = len(words) == end - start
        if (
            last is not None
            and even
            and last.end == start
            and last.offset + last.length == self._length
            and last.end - last.start == last.length
        ):
            self._pieces[-1] = Piece(offset=last.offset, length=last.length + len(words), start=last.start, end=end)
        else:
            self._pieces.append(Piece(offset=self._length, length=len(words), start=start, end=end))
        self._text.append(words)
        self._length += len(words)

    def _close(self) -> None:
        if self._pieces:
            if len(self._turns) >= MAX_TURNS:
                raise UnreadableFile(
                    f"The file has more than {MAX_TURNS} turns, which no conversation has.",
                    remedy="Part it, one file for each conversation.",
                )
            if self._time is not None and self._time_end is not None and self._time_end < self._time:
                self._time_end = None  # the file says that the turn ends before it begins
            self._turns.append(
                Turn(
                    index=len(self._turns),
                    label=self._label,
                    text="".join(self._text),
                    pieces=tuple(self._pieces),
                    time=self._time,
                    time_end=self._time_end,
                )
            )
        self._text, self._pieces, self._trailing, self._length, self._gap = [], [], [], 0, False
        self._label = self._time = self._time_end = None

    def finish(self) -> tuple[Turn, ...]:
        """Close the last turn and return them all."""
        self._close()
        return tuple(self._turns)
