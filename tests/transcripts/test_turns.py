"""Building turns."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.transcripts.turns import TurnBuilder


def places(source, turns):
    """Assert that even pieces cut their words out of the source, and that nothing but spaces is between pieces."""
    for turn in turns:
        covered = 0
        for piece in turn.pieces:
            assert piece.offset in (covered, covered + 1)
            assert turn.text[covered : piece.offset] in ("", " ")
            covered = piece.offset + piece.length
            if piece.end - piece.start == piece.length:
                said = turn.text[piece.offset : covered]
                stands = source[piece.start : piece.end]
                assert all(
                    a == b or (a == " " and b.isspace()) or b == "\x1a" for a, b in zip(said, stands, strict=True)
                )
        assert covered == len(turn.text)
        assert turn.text == turn.text.strip()


def test_runs_of_one_speaker_become_one_turn():
    """Adjacent runs with one label are joined by a space, and another label begins another turn."""
    source = "I: one\n   two\nP: three\n"
    builder = TurnBuilder(source)
    builder.add("I", 2, 6)
    builder.add("I", 7, 13)
    builder.add("P", 16, 22)
    turns = builder.finish()
    assert [(turn.label, turn.text) for turn in turns] == [("I", "one two"), ("P", "three")]
    assert turns[0].to_source(0, 7) == (3, 13)
    places(source, turns)


def test_white_space_between_joined_runs_is_kept():
    """Words around an entity keep the spaces that they have in the source."""
    source = "Tom &amp; I <i>really</i> left "
    builder = TurnBuilder(source)
    for position, (start, end, text) in enumerate(
        [(0, 4, None), (4, 9, "&"), (9, 12, None), (15, 21, None), (25, 31, None)]
    ):
        builder.add("P", start, end, text=text, joined=position > 0)
    (turn,) = builder.finish()
    assert turn.text == "Tom & I really left"
    assert turn.to_source(4, 5) == (4, 9)
    places(source, [turn])


def test_line_breaks_inside_a_run_read_as_one_space():
    """A run over several lines reads the same whatever its line ends are."""
    texts = set()
    for newline in ("\n", "\r\n", "\r", "\n\n"):
        source = f"one{newline}  two\tthree"
        builder = TurnBuilder(source)
        builder.add("P", 0, len(source))
        (turn,) = builder.finish()
        places(source, [turn])
        texts.add(turn.text)
    assert texts == {"one two three"}


def test_empty_runs_are_ignored():
    """White space alone makes no turn and takes no time from the next."""
    builder = TurnBuilder("a   b")
    builder.add("P", 1, 4, time=1.0)
    builder.add("P", 4, 5, time=2.0, time_end=3.0)
    (turn,) = builder.finish()
    assert (turn.text, turn.time, turn.time_end) == ("b", 2.0, 3.0)


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(
        st.tuples(st.sampled_from("IP"), st.text("ab \t\r\n&\u2028\ufeff", max_size=8), st.booleans(), st.booleans())
    )
)
def test_words_can_always_be_found_again(parts):
    """Whatever runs come, in whatever way joined, the pieces lead back to them."""
    source = "".join(text for _, text, _, _ in parts)
    builder = TurnBuilder(source)
    at = 0
    for label, text, joined, new in parts:
        builder.add(label, at, at + len(text), joined=joined, new_turn=new)
        at += len(text)
    turns = builder.finish()
    places(source, turns)
    assert [turn.index for turn in turns] == list(range(len(turns)))
