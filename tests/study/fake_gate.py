"""A gate that finds the words it is told of and nothing else: tests of what is done with findings do not hang on what is found."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from rf_scorer.privacy import detector
from rf_scorer.privacy.span import Span
from rf_scorer.privacy.tokens import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["finding"]


@contextmanager
def finding(known: Mapping[str, str]) -> Iterator[None]:
    """As long as it lasts, the gate finds these words, as they are spelled, with these classes."""
    listed = sorted(known, key=len, reverse=True)
    pattern = re.compile("|".join(r"\s".join(map(re.escape, words.split())) for words in listed))

    def find(texts: Sequence[str], *, named: object = None) -> list[list[Span]]:
        return [
            [
                Span(*match.span(), known[" ".join(match.group().split())], ("fake",))
                for match in pattern.finditer(spoken(text))
            ]
            for text in texts
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(detector, "find", find)
        yield
