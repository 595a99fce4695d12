"""Measures of diction: what is counted, and what only looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rf_scorer.language import load
from rf_scorer.language.measures import DESCRIPTIONS

if TYPE_CHECKING:
    from rf_scorer.language.highlighter import Highlighter


@pytest.fixture(scope="module")
def highlighter() -> Highlighter:
    """The shipped one."""
    return load()


def _measures(highlighter: Highlighter, text: str) -> dict[str, float]:
    return dict(next(highlighter.highlight([(text, None)])).measures)


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("single_others", "She told him that they left.", 2),
        ("plural_others", "She told him that they left with their dog.", 2),
        ("subject_changes", "I left and she cried, and she called, and I came.", 2),
        ("deeds_between", "She hit me and I told her off.", 2),
        ("deeds_between", "She left. It rained on the house and then later on me.", 0),
        ("own_past_thought", "I thought she was angry. I always thought so.", 2),
        ("own_past_thought", "I thought about it, and she thought so too.", 0),
        ("used_to", "I used to cry. We used to.", 2),
        ("used_to", "I got used to it and I am used to it.", 0),
        ("past_perfect", "He had gone, and I'd never seen it.", 2),
        ("past_perfect", "He had a dog, and it was gone.", 0),
        ("so_persons", "He shouted, so I left, so she cried. It was so cold.", 2),
        ("if_persons", "If she calls, I wonder whether he knows.", 2),
        ("unsaid", "He never said why and I didn't ask.", 2),
        ("inferring", "Maybe it could be that.", 2),
        ("opens_but", "But I stayed. He left but came back. “But why?”", 2),
        ("content_clauses", "I think that she knows.", 1),
        ("open_complements", "I wanted to go.", 1),
        ("noun_subjects", "The car broke. My mother cried. She left.", 1),
        ("reflexives", "I saw myself in her, and she herself did.", 2),
        ("outward_signs", "Her face went quiet.", 2),
    ],
)
def test_what_is_counted(highlighter, name, text, count):
    """Each measure counts what its description says, and leaves out what only looks alike."""
    assert name in DESCRIPTIONS
    assert _measures(highlighter, text)[name] == count


def test_contractions_and_hesitations_make_no_difference(highlighter):
    """'I'd' and 'I had', and an 'um' between two words, count alike."""
    plain = _measures(highlighter, "So I had never seen it and I did not say a word.")
    spoken = _measures(highlighter, "So, um, I'd never seen it and I didn't say a word.")
    for name in ("past_perfect", "unsaid", "opens_so"):
        assert plain[name] == spoken[name] == 1


def test_counts_do_not_reach_over_the_length_of_the_text(highlighter):
    """No count of words is larger than the number of words."""
    text = "But I thought he was wrong, so I told him, and then she cried because they had left. " * 20
    found = next(highlighter.highlight([(text, None)]))
    names = list(DESCRIPTIONS)[list(DESCRIPTIONS).index("single_others") :]
    assert all(0 <= found.measures[name] <= found.words for name in names)
