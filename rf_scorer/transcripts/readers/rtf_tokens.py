"""Rich text as tokens, and the tables by which its bytes become characters."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CHARSETS", "SIGNS", "Token", "codepage", "tokens"]

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\", re.DOTALL
)

#: Codec by the ``\fcharset`` of a font (RTF specification 1.9.1, table of character sets).
CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}

#: Control words that stand for characters.
SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "softline": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}


class Token(NamedTuple):
    """A control word with its number, a control symbol, a brace, or bytes of text.

    ``kind`` is ``word``, ``symbol``, ``brace``, ``text`` or ``hex``.
    """

    kind: str
    text: str = ""
    number: int | None = None
    data: bytes = b""


def codepage(number: int) -> str:
    """The codec of a Windows or Macintosh code page; Windows-1252 for one that is not known."""
    name = {65001: "utf-8", 10000: "mac_roman", 0: "cp1252"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def tokens(data: bytes) -> Iterator[Token]:
    """Cut rich text into tokens, in one pass; binary data are stepped over."""
    place = 0
    while place < len(data):
        match = _TOKEN.match(data, place)
        if match is None:
            return
        place = match.end()
        word, number, pair, symbol, brace, text = match.groups()
        if word is not None:
            name = word.decode("ascii")
            value = int(number) if number is not None else None
            if name == "bin":
                place += max(value or 0, 0)
            else:
                yield Token("word", name, value)
        elif pair is not None:
            yield Token("hex", data=bytes.fromhex(pair.decode("ascii")))
        elif symbol is not None:
            yield Token("symbol", symbol.decode("latin-1"))
        elif brace is not None:
            yield Token("brace", brace.decode("ascii"))
        elif text is not None:
            yield Token("text", data=text)
