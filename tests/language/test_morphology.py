"""Forms by rule and by table."""

import pytest

from rf_scorer.language.analysis import shipped

INFLECTOR = shipped().codebook.words.inflector


@pytest.mark.parametrize(
    ("base", "s", "past", "ing"),
    [
        ("want", "wants", "wanted", "wanting"),
        ("hope", "hopes", "hoped", "hoping"),
        ("try", "tries", "tried", "trying"),
        ("enjoy", "enjoys", "enjoyed", "enjoying"),
        ("plan", "plans", "planned", "planning"),
        ("regret", "regrets", "regretted", "regretting"),
        ("miss", "misses", "missed", "missing"),
        ("think", "thinks", "thought", "thinking"),
        ("misunderstand", "misunderstands", "misunderstood", "misunderstanding"),
        ("worry", "worries", "worried", "worrying"),
        ("lie", "lies", "lied", "lying"),
        ("wonder", "wonders", "wondered", "wondering"),
    ],
)
def test_verbs(base, s, past, ing):
    """Doubling, -e, -y and irregular forms."""
    forms = INFLECTOR.verb(base)
    assert (forms["s"][0], forms["past"][0], forms["ing"][0]) == (s, past, ing)


def test_nouns_and_adjectives():
    """Plurals by rule and by table; comparatives of short adjectives only."""
    assert INFLECTOR.noun("memory")["plural"] == ("memories",)
    assert INFLECTOR.noun("wish")["plural"] == ("wishes",)
    assert INFLECTOR.adjective("angry")["comparative"] == ("angrier", "angriest")
    assert INFLECTOR.adjective("sad")["comparative"] == ("sadder", "saddest")
    assert "comparative" not in INFLECTOR.adjective("ashamed")


def test_both_spellings():
    """A verb in -ise is known in -ize."""
    assert {"realised", "realized"} <= shipped().codebook.words.forms("realise")
    assert "surprize" not in shipped().codebook.words.forms("surprise")
