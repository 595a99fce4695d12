"""Requests of a stream: what is taken together, what is refused, and what is left behind of words that nobody has seen."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from rf_scorer import pipeline
from rf_scorer.errors import InvalidDocument
from rf_scorer.language.reader import reader
from rf_scorer.study.running.records import BATCH, Lined, Requests, Task

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def engine() -> pipeline.Engine:
    """For highlighting alone."""
    return pipeline.Engine.load(None)


def _invented(count: int, *, seed: int) -> Iterator[dict[str, object]]:
    """Requests with words that are in no language."""
    draw = random.Random(seed)
    for number in range(count):
        word = "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(5))
        yield {"id": number, "text": f"I wanted the {word}ed {word}ness, and she {word}ly feared my {word.title()}."}


def test_new_words_leave_nothing_behind(engine: pipeline.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once much was seen, the vocabulary does not grow any more, and what is found in words that it forgets is what is found in others."""
    strings, requests = reader().vocab.strings, [*_invented(200, seed=1)]
    with monkeypatch.context() as full:
        full.setattr(reader(), "_enough", 0)
        before = len(strings)
        forgotten = [*pipeline.highlight_records(requests, engine=engine)]
        assert len(strings) == before
    kept = [*pipeline.highlight_records(requests, engine=engine)]
    assert len(strings) > before + 400
    assert forgotten == kept
    assert [*pipeline.highlight_records(requests, engine=engine)] == kept


def test_requests_are_taken_together_as_they_are_asked_for() -> None:
    """As many as one batch has, no sooner than they are asked for; at the end nothing."""
    taken = []

    def source() -> Iterator[str]:
        for number in range(BATCH + 3):
            taken.append(number)
            yield "I wanted it."

    requests = Requests(source(), Task())
    assert taken == []
    first = requests.take(wait=True)
    assert first is not None
    assert len(first) == len(taken) == BATCH
    last = requests.take(wait=True)
    assert last is not None
    assert [request["id"] for request in last] == [BATCH, BATCH + 1, BATCH + 2]
    assert requests.take(wait=True) is None


def test_what_cannot_be_answered_has_its_turn() -> None:
    """The requests before it are given first; then its error, with its place; and again whoever asks again."""
    requests = Requests([{"id": 1, "question": None, "answer": ""}, {"id": 2}], Task(model="rf_passage"))
    assert requests.take(wait=True) == [{"id": 1, "question": None, "answer": ""}]
    for _ in range(2):
        with pytest.raises(InvalidDocument, match="record 1"):
            requests.take(wait=True)


def test_answers_as_lines() -> None:
    """A line for each request, whatever line separators stand in it; for none, nothing."""
    lined = Lined(task=Task())
    assert lined([]) == ""
    text = lined([{"id": "a\u2028b\n", "text": "I wanted it."}, {"id": 2, "text": ""}])
    assert text.count("\n") == 2
    assert text.endswith("}\n")
