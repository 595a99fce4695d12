"""Presidio's recognisers of patterned identifiers: numbers with check digits of many countries, mail, web, cards, accounts.

Most of what is said holds nothing that any of them could be sure of. That is told here by a look at the text; Presidio itself is loaded with the first
text that needs it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy.hints import WEB
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.privacy.glance import Glance

__all__ = ["presidio_spans", "worth"]

#: Every recogniser needs one of these; most of what is said has none.
_ANY = re.compile(r"\d|@|://|\bwww\b|\.[a-z]{2,}\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
#: Recognisers need so many digits, or a shape.
_DIGITS = 5
_SHAPES = re.compile(
    r"@"  # mail
    r"|[^\W\d_]\d|\d[^\W\d_]|\]\d"  # post codes, plates, licences, accounts, wallets
    r"|\d[ -][^\W\d_]\b"  # plates that end in a letter by itself
    r"|[0-9a-f]{2}-[0-9a-f]{2}-|[0-9a-f]{4}\.[0-9a-f]{4}\.|:[^:]*:"  # addresses of machines
    r"|[^\W_]{16}",  # tax codes that write letters for digits
    re.IGNORECASE,
)
#: Presidio sees this much of a text at once.
_MOST = 4000


def worth(text: str) -> bool:
    """Whether any recogniser can be sure of something in a text, as far as a look can tell."""
    return _ANY.search(text) is not None and (_SHAPES.search(text) is not None or not _few(text))


def _few(text: str) -> bool:
    return len(_DIGIT.findall(text)) < _DIGITS


def presidio_spans(text: str, seen: Glance | None = None) -> Iterator[Span]:
    """What Presidio's recognisers find in a text.

    Raises
    ------
    RuntimeError
        If Presidio fails; its own message, which quotes the text, is left out.
    """
    if seen is not None and not (seen.digit or seen.signs or seen.hints & WEB):
        return
    for start in range(0, len(text), _MOST):
        part = text[start : start + _MOST + 100]  # what begins in a part may end in the next
        if worth(part):
            from rf_scorer.privacy.recognisers import recognised

            for found in recognised(part, few=_few(part)):
                yield Span(start + found.start, start + found.end, found.kind, ("presidio",))
