"""Invented transcripts of a line or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rf_scorer.domain import Source, Transcript
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def made() -> Callable[..., Transcript]:
    """A function that makes a transcript of lines, each a turn of the same speaker."""

    def make(*lines: str, label: str = "P", name: str = "interview-07.txt") -> Transcript:
        text = "\n".join(lines)
        builder, place = TurnBuilder(text), 0
        for line in lines:
            builder.add(label, place, place + len(line), new_turn=True)
            place += len(line) + 1
        source = Source(name=name, format="text", reader="text", sha256="0" * 64, size=len(text), text=text)
        return Transcript(id="a", source=source, speakers=(), turns=builder.finish())

    return make
