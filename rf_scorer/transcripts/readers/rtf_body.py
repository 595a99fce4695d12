"""Rich text as paragraphs and tables, with who-looks-like-what kept and everything that is not running text counted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rf_scorer.transcripts.readers.left_out import Dropped
from rf_scorer.transcripts.readers.rtf_tokens import CHARSETS, SIGNS, codepage, tokens
from rf_scorer.transcripts.readers.styled import PLAIN, Paragraph, Run, Style, Table

if TYPE_CHECKING:
    from rf_scorer.transcripts.document import TrackedChanges
    from rf_scorer.transcripts.readers.rtf_tokens import Token

__all__ = ["RtfWalk"]

# fmt: off
_SKIPPED = frozenset({
    "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "fldinst", "xe", "tc", "rxe", "bkmkstart", "bkmkend", "atnid", "atnauthor",
    "atndate", "atnref", "atntime", "atnicn", "atnparent", "objdata", "objclass", "nonesttables", "upr",
    "filetbl", "datafield", "comment", "template", "private", "nonshppict", "mmath", "ftnsep", "ftnsepc",
    "ftncn", "aftnsep", "aftnsepc", "aftncn",
})
# fmt: on
#: Destinations whose words are counted, not read.
_COUNTED = {"footnote": "footnotes", "shptxt": "text_boxes", "dptxbxtext": "text_boxes"}
_HEADERS = ("header", "footer")
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group and ends with it."""

    mode: str = "text"
    style: Style = PLAIN
    hidden: bool = False
    inserted: bool = False
    deleted: bool = False
    font: int | None = None
    skip: int = 1  # bytes that repeat a Unicode character for older programs


@dataclass(slots=True)
class _Paragraph:
    """The paragraph under way."""

    runs: list[Run] = field(default_factory=list)
    in_table: bool = False
    level: int = _BODY_LEVEL


class RtfWalk:
    """One pass over a rich text file.

    Parameters
    ----------
    choice : {"refuse", "accept", "reject"}
        For tracked changes.

    Attributes
    ----------
    dropped : Dropped
    changes : dict of str to int
        Undecided insertions and deletions.
    comments, numbered, headers : int
        Margin comments, automatic paragraph numbers, page headers and footers.
    whole : bool
        Whether the outermost group was closed: False for a file that was cut short.
    """

    def __init__(self, *, choice: TrackedChanges) -> None:
        self._choice = choice
        self._stack: list[_State] = []
        self._state = _State()
        self._starred = False
        self._pending = bytearray()
        self._repeat = 0
        self._high = 0
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._last_change = ""
        self._paragraph = _Paragraph()
        self._blocks: list[Paragraph | Table] = []
        self._rows: list[tuple[tuple[Paragraph, ...], ...]] = []
        self._cells: list[tuple[Paragraph, ...]] = []
        self._cell: list[Paragraph] = []
        self.dropped = Dropped()
        self.changes = {"insertions": 0, "deletions": 0}
        self.comments = self.numbered = self.headers = 0
        self.whole = False

    def blocks(self, data: bytes) -> tuple[Paragraph | Table, ...]:
        """The paragraphs and tables in order."""
        for token in tokens(data):
            if token.kind in ("text", "hex"):
                self._bytes(token)
                continue
            self._flush()
            if token.kind == "brace":
                self._repeat = 0
                if not self._brace(token.text):
                    break
            elif token.kind == "symbol":
                self._symbol(token.text)
            else:
                self._word(token.text, token.number)
        self._flush()
        if self._paragraph.runs:
            self._end_paragraph()
        self._end_table()
        return tuple(self._blocks)

    def _brace(self, brace: str) -> bool:
        """Open or close a group; False where the outermost one closes and the document ends."""
        self._starred = False
        if brace == "{":
            self._stack.append(self._state)
            return True
        if self._stack:
            self._state = self._stack.pop()
        self.whole = not self._stack
        return not self.whole

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = True
        elif self._repeat:
            self._repeat -= 1
        elif symbol in "{}\\":
            self._text(symbol)
        elif symbol == "~":
            self._text("\u00a0")
        elif symbol == "_":
            self._text("‑")
        elif symbol in "\r\n":
            self._end_paragraph()

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word in _SKIPPED or word in _COUNTED or word in ("annotation", "fonttbl", "listtext", "pntext", "ud"):
            self._destination(word)
        elif starred:
            self._state = replace(self._state, mode="skip")
        elif word == "u":
            self._unicode(number or 0)
        elif word in SIGNS and self._repeat:
            self._repeat -= 1
        elif word in SIGNS:
            self._text(SIGNS[word])
        elif word in ("f", "fcharset", "cpg", "ansicpg", "deff", "uc"):
            self._encoding(word, number or 0)
        elif word in ("par", "sect", "cell", "nestcell", "row", "nestrow", "pard", "intbl", "outlinelevel"):
            self._structure(word, number)
        else:
            self._format(word, on=number != 0)

    def _destination(self, word: str) -> None:
        if self._state.mode == "skip" and word not in ("ud", "shptxt"):
            return
        mode = _COUNTED.get(word, "skip")
        if word == "annotation":
            self.comments += 1
        elif word in ("listtext", "pntext"):
            self.numbered += 1
        elif word == "fonttbl":
            mode = "fonts"
        elif word == "ud":
            mode = "text"
        self.headers += word.startswith(_HEADERS)
        self._state = replace(self._state, mode=mode)

    def _encoding(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self._codec = codepage(number)
        elif word == "uc":
            self._state = replace(self._state, skip=min(max(number, 0), 10))
        elif word == "f":
            self._font = number
            self._state = replace(self._state, font=number)
        elif word == "fcharset" and self._state.mode == "fonts" and number in CHARSETS and number:
            self._fonts[self._font] = CHARSETS[number]
        elif word == "cpg" and self._state.mode == "fonts" and number:
            self._fonts[self._font] = codepage(number)

    def _format(self, word: str, *, on: bool) -> None:
        state, style = self._state, self._state.style
        if word == "plain":
            self._state = replace(state, style=Style(), hidden=False, inserted=False, deleted=False)
        elif word == "b":
            self._state = replace(state, style=style._replace(bold=on))
        elif word == "i":
            self._state = replace(state, style=style._replace(italic=on))
        elif word == "caps":
            self._state = replace(state, style=style._replace(capitals=on))
        elif word.startswith("ul") and word != "ulc":
            self._state = replace(state, style=style._replace(underline=on and word != "ulnone"))
        elif word == "v":
            self._state = replace(state, hidden=on)
        elif word in ("revised", "mvt"):
            self._state = replace(state, inserted=on)
        elif word in ("deleted", "mvf"):
            self._state = replace(state, deleted=on)

    def _structure(self, word: str, number: int | None) -> None:
        if self._state.mode != "text":
            if word in ("par", "cell", "row"):
                self._text(" ")
        elif word == "pard":
            self._paragraph.in_table, self._paragraph.level = False, _BODY_LEVEL
        elif word == "intbl":
            self._paragraph.in_table = True
        elif word == "outlinelevel":
            self._paragraph.level = _BODY_LEVEL if number is None else number
        elif word == "cell":
            self._end_paragraph(cell=True)
        elif word == "row":
            if self._cells or self._cell:
                self._end_cell()
                self._rows.append(tuple(cell for cell in self._cells))
                self._cells = []
        elif word != "nestrow":
            self._end_paragraph()

    def _end_paragraph(self, *, cell: bool = False) -> None:
        if self._state.mode != "text":
            return
        under_way = self._paragraph
        paragraph = Paragraph(runs=tuple(under_way.runs), heading=under_way.level < _BODY_LEVEL)
        self._paragraph = _Paragraph(in_table=under_way.in_table, level=under_way.level)
        if cell:
            self._cell.append(paragraph)
            self._cells.append(tuple(self._cell))
            self._cell = []
        elif under_way.in_table:
            self._cell.append(paragraph)
        else:
            self._end_table()
            self._blocks.append(paragraph)

    def _end_cell(self) -> None:
        if self._cell:
            self._cells.append(tuple(self._cell))
            self._cell = []

    def _end_table(self) -> None:
        self._end_cell()
        if self._cells:
            self._rows.append(tuple(self._cells))
            self._cells = []
        if self._rows:
            self._blocks.append(Table(rows=tuple(self._rows)))
            self._rows = []

    def _bytes(self, token: Token) -> None:
        data = token.data
        if self._repeat:
            taken = min(self._repeat, len(data))
            self._repeat -= taken
            data = data[taken:]
        self._pending += data

    def _flush(self) -> None:
        if self._pending:
            codec = self._fonts.get(self._state.font if self._state.font is not None else -1, self._codec)
            text = self._pending.decode(codec, errors="replace")
            self._pending.clear()
            self._text(text)

    def _unicode(self, number: int) -> None:
        code = number + 0x10000 if number < 0 else number
        self._repeat = self._state.skip
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00) if self._high else 0xFFFD
        self._high = 0
        self._text(chr(code) if 0 <= code < 0x110000 and code != 0 else "\ufffd")

    def _text(self, text: str) -> None:
        state = self._state
        if state.mode in ("footnotes", "text_boxes"):
            words = len(text.split())
            if state.mode == "footnotes":
                self.dropped.footnotes += words
            else:
                self.dropped.text_boxes += words
        if state.mode != "text":
            return
        change = "insertions" if state.inserted else "deletions" if state.deleted else ""
        if change and change != self._last_change:
            self.changes[change] += 1
        self._last_change = change
        if (state.deleted and self._choice == "accept") or (state.inserted and self._choice == "reject"):
            return
        if state.hidden:
            self.dropped.hidden += len(text.split())
        else:
            self._paragraph.runs.append(Run(text=text, style=state.style))
