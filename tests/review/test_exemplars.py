"""Answers with labels: the invented ones that ship, a lab's own file, and how sets are drawn."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer.domain import QuestionRole
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.review.exemplars import Exemplar, draw, read

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "zwickelmond"
_ROW: dict[str, Any] = {"question": "Why was that?", "answer": f"I think {SECRET} was afraid.", "rating": 4}


def _file(folder: Path, *rows: object) -> Path:
    path = folder / "ours.jsonl"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def _answer(number: int, level: int, participant: str | None = None) -> Exemplar:
    return Exemplar(
        id=f"a{number}",
        question="Why?",
        answer="Because.",
        rating=level,
        role=QuestionRole.DEMAND,
        participant=participant,
        about="x",
    )


def test_the_shipped_answers_say_what_their_labels_are_worth() -> None:
    """Every label is the mean of what the writer meant and two readings, and is never called more than it is."""
    found = read()
    assert len(found.answers) > 2000
    for answer in found.answers:
        assert -1 <= answer.rating <= 9
        assert answer.about.startswith("The mean of three: the level that the writer meant (")
        assert "no certified rater rated it" in answer.about
        assert answer.learned
    assert {answer.level for answer in found.answers} == set(range(-1, 10))


def test_a_label_is_the_mean_of_the_three_that_it_names(tmp_path: Path) -> None:
    """What raters are told of a label agrees with the label."""
    for answer in read().answers[:300]:
        numbers = answer.about.partition("(")[2].partition("). ")[0].replace("−", "-")
        meant, readings = numbers.split(") and two blind readings (")
        three = [int(meant), *map(int, readings.split(", "))]
        assert answer.rating == pytest.approx(sum(three) / 3, abs=0.006)


def test_a_labs_own_answers_are_read(tmp_path: Path) -> None:
    """Only question, answer and rating must be there; words stand on one line; what the label is worth is said to be the file's matter."""
    row = {**_ROW, "answer": "I think\n\tshe\x07 knew.", "role": "permit", "id": "x-1", "participant": "P1", "age": 31}
    path = _file(tmp_path, _ROW, "", row)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    first, second = read(path).answers
    assert (first.id, first.role, first.participant, first.rating) == ("line-1", QuestionRole.DEMAND, None, 4)
    assert (second.id, second.role, second.participant) == ("x-1", QuestionRole.PERMIT, "P1")
    assert second.answer == "I think she\ufffd knew."
    assert "ours.jsonl" in first.about
    assert not first.learned


def test_a_shipped_answer_in_a_labs_file_is_known_again(tmp_path: Path) -> None:
    """The model learned from it, whoever copied it."""
    shipped = read().answers[7]
    copied = {"question": "Why?", "answer": f" {shipped.answer}\n", "rating": 3}
    one, other = read(_file(tmp_path, copied, _ROW)).answers
    assert (one.learned, other.learned) == (True, False)
    assert "learned from this very answer" in one.about
    assert "invented" not in one.about


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "This is not JSON"),
        ([SECRET], "The line is no object"),
        ({**_ROW, "answer": "  "}, "'answer' must be text"),
        ({"answer": SECRET, "rating": 3}, "'question' must be text"),
        ({**_ROW, "rating": 9.5}, "'rating' must be a number from -1 to 9"),
        ({**_ROW, "rating": "3"}, "'rating' must be a number"),
        ({**_ROW, "rating": True}, "'rating' must be a number"),
        ('{"question": "a", "answer": "b", "rating": NaN}', "NaN and Infinity"),
        ({**_ROW, "role": SECRET}, "'role' must be 'demand', 'permit' or 'none'"),
        ({**_ROW, "id": 7}, "'id' must be text"),
    ],
)
def test_a_line_that_is_not_as_it_must_be_is_told_by_its_number(row: object, told: str, tmp_path: Path) -> None:
    """The file and the line, and no word of what stands there."""
    with pytest.raises(InvalidDocument, match=told) as caught:
        read(_file(tmp_path, _ROW, row))
    assert caught.value.where == "ours.jsonl:2"
    assert SECRET not in str(caught.value)


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """Missing, empty, or with one id twice."""
    with pytest.raises(UsageError, match="cannot be opened"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(InvalidDocument, match="holds no answers"):
        read(_file(tmp_path, ""))
    with pytest.raises(InvalidDocument, match="Two answers have one id"):
        read(_file(tmp_path, {**_ROW, "id": "a"}, {**_ROW, "id": "a"}))


def test_every_level_comes_up_about_as_often() -> None:
    """Of fifty shipped answers, each of the eleven levels has four or five, though the file has eighteen times as many of one as of another."""
    answers = read().answers
    counts = Counter(one.level for chosen in draw(answers, size=10, sets=5, seed=20) for one in chosen)
    assert set(counts) == set(range(-1, 10))
    assert set(counts.values()) == {4, 5}


def test_no_answer_is_drawn_twice_and_nobody_speaks_twice_in_a_set() -> None:
    """Halves of a contrast pair, which are one speaker's, never stand side by side."""
    drawn = draw(read().answers, size=20, sets=10, seed=3)
    ids = [one.id for chosen in drawn for one in chosen]
    assert len(ids) == len(set(ids)) == 200
    for chosen in drawn:
        assert len({one.participant for one in chosen}) == 20


def test_the_draw_is_that_of_its_seed_whatever_the_order_of_the_file() -> None:
    """The same answers make the same sets; another seed makes others; levels are not sorted within a set."""
    answers = read().answers
    drawn = draw(answers, size=10, sets=5, seed=20)
    assert draw(answers[::-1], size=10, sets=5, seed=20) == drawn
    assert draw(answers, size=10, sets=5, seed=21) != drawn
    assert [one.id for one in drawn[0]][:3] == ["ex-2966", "ex-2638", "ex-0729"]
    assert any([one.level for one in chosen] != sorted(one.level for one in chosen) for chosen in drawn)


def test_a_small_file_is_drawn_to_its_end() -> None:
    """Levels that run out leave their turn to others; a set of one speaker is made where there is no other."""
    answers = tuple(_answer(number, level, "P1") for number, level in enumerate([3] * 7 + [9]))
    (chosen,) = draw(answers, size=8, sets=1, seed=1)
    assert sorted(one.id for one in chosen) == [f"a{number}" for number in range(8)]


def test_more_than_there_is_cannot_be_drawn() -> None:
    """Both numbers and both options are named."""
    answers = tuple(_answer(number, 3) for number in range(8))
    with pytest.raises(UsageError, match="2 sets of 5 take 10 answers; there are 8") as caught:
        draw(answers, size=5, sets=2, seed=1)
    assert "--sets" in str(caught.value)
