"""Letters as a parser has learnt them: composed, with straight quotation marks, without what nobody sees, not shouted."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["folded", "loud_runs", "ordinary", "plain", "trimmed", "visible"]

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "…": "..."})
#: Control characters but white space, soft hyphen, zero-width characters, marks of direction and of byte order.
_UNSEEN = (
    "".join(map(chr, (*range(9), *range(14, 28), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0))))
    + "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068"
    "\u2069\ufeff"
)
_ANY_UNSEEN = re.compile(f"[{re.escape(_UNSEEN)}]")
_NO_UNSEEN = str.maketrans(dict.fromkeys(_UNSEEN))
_UNSEEN_SET = frozenset(_UNSEEN)
_CAPITALS = "[A-ZÀ-ÖØ-Þ]"
_WORD = rf"{_CAPITALS}++(?:['’]{_CAPITALS}++)*+(?!\w)"
_RUN = re.compile(rf"(?<![\w'’]){_WORD}(?:[^\w]{{1,6}}+{_WORD})*+")
_LONG_WORD = re.compile(rf"{_CAPITALS}{{2,}}")
_CONTRACTED = re.compile(rf"{_CAPITALS}(?:N['’]T|['’](?:M|RE|VE|LL|D|S))")


def ordinary(text: str) -> bool:
    """Whether nothing in a text needs any of this but its capitals."""
    return text.isascii() and not _ANY_UNSEEN.search(text)


def visible(text: str) -> tuple[str, list[int] | None]:
    """A text without unseen characters, and where each of the others stands in it; None where there are none to leave out."""
    if not _ANY_UNSEEN.search(text):
        return text, None
    places = [i for i, character in enumerate(text) if character not in _UNSEEN_SET]
    return text.translate(_NO_UNSEEN), places


def plain(word: str) -> str:
    """A word with composed letters and straight quotation marks, without unseen characters; one that has no others stays."""
    if word.isascii() and word.isprintable():
        return word
    return unicodedata.normalize("NFC", word.translate(_NO_UNSEEN)).translate(_STRAIGHT) or word


def trimmed(token: tuple[str, int, int]) -> tuple[str, int, int]:
    """A lower-case word with its start and length, without unseen characters: around it they do not belong to its span."""
    word, start, length = token
    if word.isascii() and word.isprintable():
        return token
    seen = word.strip(_UNSEEN)
    if not seen:
        return "", start, length
    lead = len(word) - len(word.lstrip(_UNSEEN))
    tail = len(word) - len(word.rstrip(_UNSEEN))
    # Lower case can have more letters than the text ("İ"): the text's own length counts, unseen characters have no case.
    clean = unicodedata.normalize("NFC", seen.translate(_NO_UNSEEN))
    return clean, start + lead, length - lead - tail


def loud_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of two or more words in capitals, "I" and "A" not counted: shouting or a careless transcriber, no names.

    A contraction counts by itself ("I DIDN'T"); a text that has no small letter at all is one span.
    """
    if text.isupper():
        return ((0, len(text)),)
    return tuple(
        match.span()
        for match in _RUN.finditer(text)
        if len(match[0]) > 1 and (len(_LONG_WORD.findall(match[0])) > 1 or _shouted_contraction(match[0]))
    )


def _shouted_contraction(run: str) -> bool:
    """Whether a contraction is in capitals; "I'M" is, but "I'm" ends in a small letter and is no run."""
    return _CONTRACTED.search(run) is not None


def folded(text: str, loud: tuple[tuple[int, int], ...]) -> str:
    """A text with its loud spans in small letters; as long as before."""
    parts, last = [], 0
    for start, end in loud:
        parts += [text[last:start], "".join(c if len(c.lower()) != 1 else c.lower() for c in text[start:end])]
        last = end
    return "".join((*parts, text[last:]))
