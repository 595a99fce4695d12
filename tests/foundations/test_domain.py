"""Types that cannot be wrong: spans that lead back to the source, scales without gaps."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.domain import Level, Piece, Scale, Turn
from rf_scorer.transcripts.turns import TurnBuilder

WORDS = st.text(alphabet="abc é😀\n\t", min_size=1, max_size=12)


def test_a_local_span_leads_back_to_the_source() -> None:
    """A span within a piece cuts the same words; one across pieces reaches from the first to the last."""
    source = "I: why?\nP: I was\n   so sad\n"
    builder = TurnBuilder(source)
    builder.add("P", 11, 16)
    builder.add("P", 17, 26)
    (turn,) = builder.finish()
    assert turn.text == "I was so sad"
    start, end = turn.to_source(turn.text.index("sad"), len(turn.text))
    assert source[start:end] == "sad"
    start, end = turn.to_source(2, 8)
    assert source[start:end] == "was\n   so"


def test_an_entity_is_indivisible() -> None:
    """Any part of a run whose length differs from its source leads to the whole of it."""
    turn = Turn(
        index=0,
        label=None,
        text="a & b",
        pieces=(
            Piece(offset=0, length=2, start=0, end=2),
            Piece(offset=2, length=1, start=2, end=7),
            Piece(offset=3, length=2, start=7, end=9),
        ),
    )
    assert "a &amp; b"[slice(*turn.to_source(2, 3))] == "&amp;"
    assert "a &amp; b"[slice(*turn.to_source(0, 5))] == "a &amp; b"


@pytest.mark.parametrize("span", [(0, 0), (-1, 1), (0, 6), (3, 2)])
def test_a_span_outside_its_turn_is_refused(span: tuple[int, int]) -> None:
    """Empty, reversed and overlong spans are errors, not silent slices."""
    turn = Turn(index=0, label=None, text="abcde", pieces=(Piece(offset=0, length=5, start=10, end=15),))
    with pytest.raises(ValueError, match="outside"):
        turn.to_source(*span)


@given(st.lists(st.tuples(st.sampled_from(["I", "P"]), WORDS, WORDS), min_size=1, max_size=8))
def test_every_piece_cuts_its_own_words_out_of_the_source(runs: list[tuple[str, str, str]]) -> None:
    """Whatever is joined, each run of a turn's text stands character by character in the source, line breaks read as spaces."""
    source, builder = "", None
    places = []
    for label, gap, words in runs:
        source += gap
        places.append((label, len(source), len(source) + len(words)))
        source += words
    builder = TurnBuilder(source)
    for label, start, end in places:
        builder.add(label, start, end)
    for turn in builder.finish():
        for piece in turn.pieces:
            local = turn.text[piece.offset : piece.offset + piece.length]
            assert local == source[piece.start : piece.end].translate(str.maketrans("\n\t", "  "))
            assert turn.to_source(piece.offset, piece.offset + piece.length) == (piece.start, piece.end)


def test_adjacent_runs_of_one_speaker_are_one_turn() -> None:
    """Turns change with the speaker, and where they are told to."""
    builder = TurnBuilder("a b c d")
    builder.add("I", 0, 1, time=1.0, time_end=2.0)
    builder.add("I", 2, 3, time=2.0, time_end=3.0)
    builder.add("P", 4, 5)
    builder.add("P", 6, 7, new_turn=True)
    turns = builder.finish()
    assert [(turn.label, turn.text, turn.time, turn.time_end) for turn in turns] == [
        ("I", "a b", 1.0, 3.0),
        ("P", "c", None, None),
        ("P", "d", None, None),
    ]
    assert [turn.index for turn in turns] == [0, 1, 2]


@pytest.mark.parametrize("values", [[0], [0, 2], [2, 1], []])
def test_a_scale_lists_every_level(values: list[int]) -> None:
    """A scale with gaps, out of order, or with a single point is refused."""
    with pytest.raises(ValueError, match="every whole number"):
        Scale(id="x", levels=tuple(Level(value=value) for value in values))


def test_types_cross_process_borders() -> None:
    """Frozen, slotted types survive pickling between worker processes."""
    turn = Turn(index=0, label="P", text="a", pieces=(Piece(offset=0, length=1, start=0, end=1),))
    assert pickle.loads(pickle.dumps(turn)) == turn
