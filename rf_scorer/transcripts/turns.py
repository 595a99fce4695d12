"""Building turns whose words can always be found again in the source."""

from __future__ import annotations

from rf_scorer.domain import Piece, Turn

__all__ = ["TurnBuilder"]

_BREAKS = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " ", "\v": " ", "\f": " ", "\u00a0": " "})


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
        self._length = 0
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
            Continue without a space (the run before ended in the middle of a word, at an entity or a tag).
        """
        if text is None:
            raw = self._source[start:end]
            stripped = raw.strip()
            if not joined:
                start += len(raw) - len(raw.lstrip())
                text = stripped
                end = start + len(stripped)
            else:
                text = raw
            text = text.translate(_BREAKS)
        if not text or start >= end:
            return
        if not self._pieces or new_turn or label != self._label:
            self._close()
            self._label, self._time = label, time
        elif not joined:
            self._text.append(" ")
            self._length += 1
        self._pieces.append(Piece(offset=self._length, length=len(text), start=start, end=end))
        self._text.append(text)
        self._length += len(text)
        if self._time is None:
            self._time = time
        if time_end is not None:
            self._time_end = time_end

    def _close(self) -> None:
        if self._pieces:
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
        self._text, self._pieces, self._length = [], [], 0
        self._label = self._time = self._time_end = None

    def finish(self) -> tuple[Turn, ...]:
        """Close the last turn and return them all."""
        self._close()
        return tuple(self._turns)
