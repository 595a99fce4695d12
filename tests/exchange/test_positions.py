"""How tools count, told from the words that must come out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.exchange.positions import Counted, count

TEXT = "\ufeffI: hi \U0001f600\r\nP: she \U0001f622 was sad\r\nand e\u0301 lost\r\n"
PLAIN = "I: hi \U0001f600\nP: she \U0001f622 was sad\nand e\u0301 lost\n"


def _counted(words: str, *, wide: bool, pairs: bool, mark: bool, inclusive: bool) -> Counted:
    start = PLAIN.index(words)

    def place(position: int) -> int:
        before = PLAIN[:position]
        counted = len(before.encode("utf-16-le")) // 2 if wide else len(before)
        return counted + (before.count("\n") if pairs else 0) + int(mark)

    return Counted(place(start), place(start + len(words)) - int(inclusive), words)


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("pairs", [False, True])
@pytest.mark.parametrize("mark", [False, True])
@pytest.mark.parametrize("inclusive", [False, True])
def test_every_way_to_count_is_told_by_the_words(wide: bool, pairs: bool, mark: bool, inclusive: bool) -> None:
    """Sixteen ways, and the same places come out."""
    ways = {"wide": wide, "pairs": pairs, "mark": mark, "inclusive": inclusive}
    spans = [_counted(words, **ways) for words in ("hi", "she", "sad", "lost")]
    plain, found, reading = count(TEXT, spans)
    assert plain == PLAIN
    assert [plain[slice(*place)] for place in found if place] == ["hi", "she", "sad", "lost"]
    assert (reading.wide, reading.pairs, reading.mark, reading.inclusive) == (wide, pairs, mark, inclusive)


def test_where_nobody_says_the_words_the_plainest_way_is_taken() -> None:
    """Each character of the stored text counts once, and the end lies behind the last one."""
    spans = [_counted("sad", wide=False, pairs=True, mark=False, inclusive=False)]
    plain, (found,), reading = count(TEXT, [Counted(spans[0].start, spans[0].end)])
    assert plain[slice(*found or ())] == "sad"
    assert not reading.inclusive


def test_words_that_were_edited_do_not_outvote_the_others() -> None:
    """One selection was moved after it was named, the others tell."""
    ways = {"wide": True, "pairs": True, "mark": False, "inclusive": True}
    spans = [_counted(words, **ways) for words in ("hi", "she", "lost")]
    moved = _counted("was", **ways)
    _, found, _ = count(TEXT, [*spans, Counted(moved.start, moved.end, "sad")])
    assert PLAIN[slice(*found[-1] or ())] == "was"


def test_a_name_that_is_cut_short_still_tells() -> None:
    """Programs end long names with three dots."""
    start = len("\ufeffI: hi \U0001f600".encode("utf-16-le")) // 2 - 1 + 2
    plain, (found,), reading = count(TEXT, [Counted(start, start + 16, "P: she …")])
    assert reading.wide
    assert plain[slice(*found or ())].startswith("P: she")


@given(st.text(alphabet="ab\U0001f600\r\n\ufeff e\u0301", max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_no_text_and_no_position_is_too_odd(text: str, start: int, end: int) -> None:
    """A place lies in the plain text, or is none."""
    plain, (found,), _ = count(text, [Counted(start, end, "a")])
    assert "\r" not in plain
    assert found is None or 0 <= found[0] < found[1] <= len(plain)
