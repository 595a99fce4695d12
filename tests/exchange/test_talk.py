"""An interview as lines, and the way from there to the sheet's own coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rf_scorer.exchange.talk import Talk

if TYPE_CHECKING:
    from rf_scorer.exchange.material import Material


def test_every_highlight_has_its_words_in_the_lines(material: Material) -> None:
    """Cut out of the lines they are what the sheet has, line breaks and entities apart; and the way back leads to the sheet's own places."""
    seen = 0
    for name, sheet in material.sheets.items():
        talk = material.talks[name]
        assert "\r" not in talk.text
        for mark in (*sheet["mentions"], *sheet["markers"]):
            place = talk.place(mark)
            start, end = talk.span(place)
            assert talk.text[start:end].split() == mark["text"].replace("&amp;", "&").split()
            assert talk.find(start, end) == place
            assert talk.to_source(place) == (mark["start"], mark["end"])
            seen += 1
    assert seen > 10


def test_a_turn_is_a_line(awkward: Material) -> None:
    """With the speaker's name in front, whatever the file looked like."""
    lines = awkward.talks["crlf"].text.splitlines()
    assert [line[:3] for line in lines] == ["I: ", "P: ", "I: ", "P: "]
    assert awkward.talks["cr"].text == awkward.talks["crlf"].text


@pytest.mark.parametrize(("before", "behind"), [(0, 0), (3, 0), (0, 1), (3, 1)])
def test_a_speakers_name_and_a_line_end_are_cut_off(awkward: Material, before: int, behind: int) -> None:
    """A selection of a whole line is a selection of the turn."""
    talk = awkward.talks["lf"]
    start, end = talk.span(talk.whole(1))
    assert talk.find(start - before, end + behind) == talk.whole(1)


def test_what_is_no_words_of_one_turn_has_no_place(awkward: Material) -> None:
    """Two turns, a speaker's name alone, a line end, nothing, and what lies outside."""
    talk = awkward.talks["lf"]
    first, second = talk.span(talk.whole(0)), talk.span(talk.whole(1))
    for start, end in [
        (first[0], second[1]),
        (second[0] - 3, second[0] - 1),
        (first[1], first[1] + 1),
        (5, 5),
        (-1, 4),
        (0, 10**6),
    ]:
        assert talk.find(start, end) is None


def test_nothing_in_a_turn_ends_a_line(awkward: Material) -> None:
    """Characters that some program takes for line ends read as spaces, one for one."""
    sheet = awkward.sheets["lf"]
    transcript = sheet["transcript"]
    turns = [{**turn, "text": turn["text"].replace(" I ", "\u2028I\r")} for turn in transcript["turns"]]
    talk = Talk({**sheet, "transcript": {**transcript, "turns": turns}})
    assert talk.text == awkward.talks["lf"].text
