"""What a study does about identifiers: actions by class, and words that may stand."""

from __future__ import annotations

import pytest

from rf_scorer.domain.privacy import Action
from rf_scorer.privacy import CLASSES, DIRECT, Policy


def test_classes_are_treated_as_usual_unless_a_study_says_otherwise() -> None:
    """What is named changes, and nothing else."""
    policy = Policy.of(actions={"place": "block", "date": "note"})
    assert (policy.action("place"), policy.action("date")) == (Action.BLOCK, Action.NOTE)
    assert all(policy.action(kind) is known.action for kind, known in CLASSES.items() if kind not in {"place", "date"})


def test_what_leads_to_a_person_by_itself_blocks() -> None:
    """Direct identifiers block unless a study says otherwise, and nothing is off."""
    assert {kind for kind, known in CLASSES.items() if known.action is Action.BLOCK} == DIRECT
    assert Action.OFF not in {known.action for known in CLASSES.values()}


def test_the_law_is_covered_as_far_as_text_shows_it() -> None:
    """Of the eighteen identifiers of the Safe Harbor rule all but biometric ones (P) have a class."""
    letters = {letter for known in CLASSES.values() for letter in known.safe_harbor.split(", ") if letter}
    assert letters == set("ABCDEFGHIJKLMNOQR")


@pytest.mark.parametrize("wrong", [{"surname": "block"}, {"person": "refuse"}])
def test_unknown_classes_and_actions_are_refused(wrong: dict[str, str]) -> None:
    """A slip in the settings must not switch a class off."""
    with pytest.raises(ValueError, match=r"surname|refuse"):
        Policy.of(actions=wrong)


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("Ashby", True),
        ("ashby", True),
        ("ASHBY", True),
        ("Ashby's", True),
        ("Ashby’s", True),
        ("José Luis", True),
        ("jose-luis", True),
        ("Jose", False),
        ("Ashby Biscuit", True),
        ("Ashby Tobias", False),
        ("Ash", False),
        ("Ashbys", False),
        ("", False),
    ],
)
def test_pseudonyms_are_whole_words(words: str, allowed: bool) -> None:
    """Case, accents, hyphens and a 's do not matter; parts of a word, and parts of an entry, are not let pass."""
    assert Policy.of(allowed=["Ashby", "José-Luis", "biscuit"]).allows(words) is allowed


def test_entries_without_a_word_allow_nothing() -> None:
    """Blank lines and lone marks in a list are passed over."""
    policy = Policy.of(allowed=["", "  ", "-", "'"])
    assert [words for words in ("", " ", "-", "Tobias") if policy.allows(words)] == []
