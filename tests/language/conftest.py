"""How the sentences of these tests are marked: ``[angry|emo,other,negated]`` with category, flags and, where it is stated, the holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS
from rf_scorer.language.analysis import shipped
from rf_scorer.language.examples import read
from rf_scorer.language.pipelines import load_pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

Shown = list[tuple[str, str, str | None, tuple[str, ...]]]


def _wanted(example: str) -> tuple[str, Shown]:
    """The sentence, and what it marks: words, category, holder or None, flags."""
    text, marks = read(example)
    items: Shown = []
    for mark in marks:
        category, *rest = mark.attributes
        full = next(name for name in CATEGORIES if name.startswith(category))
        holder = next((name for name in rest if name in HOLDERS), None)
        items.append((text[mark.start : mark.end], full, holder, tuple(name for name in FLAGS if name in rest)))
    return text, items


@pytest.fixture(scope="session")
def found_and_wanted() -> Callable[[str], tuple[Shown, Shown]]:
    """What is found in a marked sentence and what it marks; a holder that it does not state is left out of both."""
    analyser, pipeline = shipped(), load_pipeline()

    def compare(example: str) -> tuple[Shown, Shown]:
        text, items = _wanted(example)
        view = analyser.view(pipeline.nlp(text))
        found: Shown = [
            (text[view.s[item.start] : view.e[item.end - 1]], item.category, item.holder, item.flags)
            for item in analyser.mentions.find(view)
        ]
        if len(found) == len(items):
            found = [
                (words, category, holder if theirs[2] else None, flags)
                for (words, category, holder, flags), theirs in zip(found, items, strict=True)
            ]
        return found, items

    return compare
