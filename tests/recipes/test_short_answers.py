"""The invented short answers that ship: what every line holds, and that their data statement says what is there."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest

from rf_scorer.rating import companions, metrics

FOLDER = Path(__file__).parents[2] / "models" / "short_answers"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CONTACTS = re.compile(r"\S@\S|https?:|\bwww\.|\+?\d(?:[ ().-]{0,2}\d){6,}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("’", "'") for word in WORD.findall(text.lower()))


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    """The answers, line by line."""
    return [json.loads(line) for line in (FOLDER / "exemplars.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def statement() -> str:
    """The data statement, its lines joined."""
    return " ".join((FOLDER / "EXEMPLARS.md").read_text("utf-8").split())


def test_every_line_has_its_keys_and_its_place(records: list[dict[str, Any]]) -> None:
    """Ids run through the file; stories stand together and in order, each with one question and one wording."""
    assert [record["id"] for record in records] == [f"sa-{number:04d}" for number in range(1, len(records) + 1)]
    assert [record["participant"] for record in records] == [f"c-{n:05d}" for n in range(1, len(records) + 1)]
    stories = list(dict.fromkeys(record["story_id"] for record in records))
    assert stories == sorted(stories) == [f"st-{number:03d}" for number in range(1, len(stories) + 1)]
    assert len({(r["story_id"], r["story"], r["question"]) for r in records}) == len(stories)
    assert len({_words(record["story"]) for record in records}) == len(stories)
    for record in records:
        assert set(record) == companions.KEYS
        assert type(record["rating"]) is int
        assert record["rating"] in companions.LEVELS


def test_texts_are_clean(records: list[dict[str, Any]]) -> None:
    """Normal form C, no control characters, no space at the ends, nothing that looks like an address or a number to call."""
    for record in records:
        for key in ("story", "question", "answer"):
            text = record[key]
            assert text == text.strip() != ""
            assert unicodedata.is_normalized("NFC", text)
            assert not any(unicodedata.category(sign)[0] == "C" for sign in text), record["id"]
            assert not CONTACTS.search(text), record["id"]


def test_no_answer_stands_twice_in_a_story(records: list[dict[str, Any]]) -> None:
    """Within a story no two answers are alike, whatever their capitals and stops."""
    twice = [key for key, n in Counter((r["story_id"], _words(r["answer"])) for r in records).items() if n > 1]
    assert twice == []


def test_the_data_statement_counts_right(records: list[dict[str, Any]], statement: str) -> None:
    """Every figure of the data statement is that of the file beside it."""
    words = [len(_words(record["answer"])) for record in records]
    ratings = [record["rating"] for record in records]
    levels, stories = Counter(ratings), Counter(record["story_id"] for record in records)
    assert set(stories.values()) == {14}
    assert (
        f"{len(records)} answers to {len(stories)} stories, 14 each, of {min(words)} to {max(words)} words" in statement
    )
    assert (
        f"{median(words):g} in the median: {levels[2]} have the score 2, {levels[1]} the score 1 and {levels[0]}"
        in statement
    )
    by_story = [[n for n, r in enumerate(records) if r["story_id"] == story] for story in stories]
    means = [mean(ratings[n] for n in rows) for rows in by_story]
    assert f"lies between {min(means):.1f} and {max(means):.1f}" in statement
    two, less = (mean(w for w, r in zip(words, ratings, strict=True) if (r == 2) == is_two) for is_two in (True, False))
    assert f"answers with the score 2 have {two:.1f} words on average, others {less:.1f}" in statement
    whole = metrics.spearman(words, ratings)
    within = mean(metrics.spearman([words[n] for n in rows], [ratings[n] for n in rows]) or 0.0 for rows in by_story)
    assert f"correlation is {whole:.2f}, and {within:.2f} within a story".replace("0.", ".") in statement
    begin = mean(bool(re.match(r"(because|cos|so|to|he|she|they)\b", r["answer"].lower())) for r in records)
    assert f"*they* ({begin:.0%})".replace("%", " %") in statement
    minds, so = (
        mean(r["rating"] == 2 for r in records if re.search(words, r["answer"].lower()))
        for words in (r"\b(think|thinks|thought)\b", r"^so\b")
    )
    told = f"*thought* {minds:.0%} have a 2, and of those that begin with *so* {so:.0%}, against {levels[2] / len(records):.0%} of all"
    assert told.replace("%", " %") in statement
    repeated = sum(n - 1 for n in Counter(_words(record["answer"]) for record in records).values())
    assert f"{repeated} are word for word" in statement


def test_the_statement_says_what_they_are_not(statement: str) -> None:
    """Invented, scored once, no human ratings, no test of children."""
    for said in (
        "must not be counted or cited as human ratings",
        "by writers who worked from one brief, and scored once, by their writers",
        "It is not a test of children",
        "Length goes with the score",
    ):
        assert said in statement
