"""Running headers, footers and page numbers, where the borders of pages are known."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["without_furniture"]

#: A line is a running header if it stands at the same border of so many pages, numbers aside.
_LEAST_PAGES = 3
_LEAST_SHARE = 0.75
#: Headers and footers have at most so many lines.
_DEPTH = 3
_LONGEST = 120
_PAGE = re.compile(
    r"\W*(?:page|pg\.?|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*|\W*\d{1,4}\s*(?:of|/)\s*\d{1,4}\W*", re.IGNORECASE
)
_NUMBER = re.compile(r"[\W_]*(\d{1,4})[\W_]*")
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: list[str]) -> tuple[list[str], int]:
    """The pages without what repeats at their borders.

    A line goes only if, numbers aside, it is the same at the same border of most pages, and of three at least; if it
    says "page 3"; or if it is a bare number that counts the pages. A lone short answer at the top of a page stays.

    Returns
    -------
    pages : list of str
    dropped : int
        Lines left out.
    """
    split = [page.splitlines() for page in pages]
    dropped = 0
    for last in (False, True):
        for _ in range(_DEPTH):
            border = [_border(lines, last=last) for lines in split]
            texts = [
                lines[place].strip() if place is not None else "" for lines, place in zip(split, border, strict=True)
            ]
            shapes = Counter(_shape(text) for text in texts if text)
            counts = _counting(texts)
            for lines, place, text in zip(split, border, texts, strict=True):
                if place is None or len(text) > _LONGEST:
                    continue
                often = shapes[_shape(text)] >= max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
                if often or _PAGE.fullmatch(text) or (counts and _NUMBER.fullmatch(text)):
                    del lines[place]
                    dropped += 1
    return ["\n".join(lines) for lines in split], dropped


def _border(lines: list[str], *, last: bool) -> int | None:
    """Index of the first, or last, line that is not blank."""
    order = range(len(lines) - 1, -1, -1) if last else range(len(lines))
    return next((place for place in order if lines[place].strip()), None)


def _shape(text: str) -> str:
    return _DIGITS.sub("#", text[: _LONGEST + 1]).casefold()


def _counting(texts: list[str]) -> bool:
    """Whether the bare numbers among the lines are page numbers: two at least, each as far on as its page is."""
    found = [(place, _NUMBER.fullmatch(text)) for place, text in enumerate(texts) if len(text) <= _LONGEST]
    offsets = [int(match[1]) - place for place, match in found if match is not None]
    return len(offsets) >= 2 and len(set(offsets)) == 1
