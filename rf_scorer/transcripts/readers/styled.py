"""Documents with styles, whatever program made them: paragraphs, tables, and the text they lay out to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

__all__ = ["PLAIN", "Layout", "Line", "Paragraph", "Run", "Span", "Style", "Table", "lay_out"]


class Style(NamedTuple):
    """How a run looks, as far as it can tell who speaks."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    capitals: bool = False


PLAIN: Final = Style()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of one style. A line break inside a paragraph is a line feed."""

    text: str
    style: Style = PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Runs in order. ``heading`` says that the paragraph's own style is a title's, subtitle's or heading's."""

    runs: tuple[Run, ...]
    heading: bool = False

    @property
    def text(self) -> str:
        """The paragraph's characters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells of paragraphs; rows need not be equally long."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


class Span(NamedTuple):
    """Where a run of one style stands in the laid-out text."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What stands between two line breaks."""

    start: int
    end: int
    spans: tuple[Span, ...]
    heading: bool = False


@dataclass(slots=True)
class Layout:
    """The text of a document, line by line, while it grows.

    Attributes
    ----------
    parts : list of str
        Joined, they are the text.
    lines : list of Line
    length : int
        Characters so far.
    """

    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        """The text into which all spans point."""
        return "".join(self.parts)

    def add(self, paragraph: Paragraph) -> tuple[Line, ...]:
        """Append a paragraph, and a line break before it unless it is the first; gives the lines it made."""
        first = len(self.lines)
        if self.lines:
            self._append("\n")
        start, spans = self.length, list[Span]()
        for run in paragraph.runs:
            for number, piece in enumerate(run.text.split("\n")):
                if number:
                    self.lines.append(Line(start=start, end=self.length, spans=tuple(spans), heading=paragraph.heading))
                    self._append("\n")
                    start, spans = self.length, []
                if piece:
                    at = self.length
                    self._append(piece)
                    spans.append(Span(at, self.length, run.style))
        self.lines.append(Line(start=start, end=self.length, spans=tuple(spans), heading=paragraph.heading))
        return tuple(self.lines[first:])

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def lay_out(blocks: tuple[Paragraph | Table, ...]) -> Layout:
    """The whole document as lines: paragraphs in order, table cells row by row, each on lines of their own."""
    layout = Layout()
    for block in blocks:
        if isinstance(block, Paragraph):
            layout.add(block)
        else:
            for row in block.rows:
                for cell in row:
                    for paragraph in cell:
                        layout.add(paragraph)
    return layout
