"""Forms by rule and by table."""

import pytest

from rf_scorer.language.analysis import shipped
from rf_scorer.language.lexicon import spellings

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
        ("panic", "panics", "panicked", "panicking"),
        ("infer", "infers", "inferred", "inferring"),
        ("agree", "agrees", "agreed", "agreeing"),
        ("bug", "bugs", "bugged", "bugging"),
        ("rue", "rues", "rued", "ruing"),
        ("relive", "relives", "relived", "reliving"),
        ("dread", "dreads", "dreaded", "dreading"),
        ("overhear", "overhears", "overheard", "overhearing"),
    ],
)
def test_verbs(base, s, past, ing):
    """Doubling, -e, -y and irregular forms."""
    forms = INFLECTOR.verb(base)
    assert (forms["s"][0], forms["past"][0], forms["ing"][0]) == (s, past, ing)


@pytest.mark.parametrize(
    ("base", "pasts"),
    [
        ("worship", {"worshiped", "worshipped"}),
        ("focus", {"focused", "focussed"}),
        ("travel", {"traveled", "travelled"}),
        ("learn", {"learned", "learnt"}),
        ("dream", {"dreamed", "dreamt"}),
    ],
)
def test_verbs_with_two_pasts(base, pasts):
    """Both forms are known where usage is divided."""
    assert set(INFLECTOR.verb(base)["past"]) == pasts


def test_nouns_and_adjectives():
    """Plurals by rule and by table; comparatives of short adjectives and of those in -y."""
    assert INFLECTOR.noun("memory")["plural"] == ("memories",)
    assert INFLECTOR.noun("wish")["plural"] == ("wishes",)
    assert INFLECTOR.noun("crisis")["plural"] == ("crises",)
    assert INFLECTOR.adjective("angry")["comparative"] == ("angrier", "angriest")
    assert INFLECTOR.adjective("unhappy")["comparative"] == ("unhappier", "unhappiest")
    assert INFLECTOR.adjective("sad")["comparative"] == ("sadder", "saddest")
    assert "comparative" not in INFLECTOR.adjective("ashamed")
    assert "comparative" not in INFLECTOR.adjective("numb")


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("realise", "realize"),
        ("realisation", "realization"),
        ("traumatised", "traumatized"),
        ("demoralising", "demoralizing"),
        ("analyse", "analyze"),
        ("honoured", "honored"),
        ("savour", "savor"),
        ("favourite", "favorite"),
        ("sceptical", "skeptical"),
        ("judgement", "judgment"),
        ("fulfil", "fulfill"),
    ],
)
def test_a_headword_has_its_other_spelling(british, american):
    """American spelling stands beside the British one."""
    assert spellings(british) == (british, american)


@pytest.mark.parametrize("word", ["surprise", "despised", "promise", "raise", "wise", "hour", "pour", "sour", "noise"])
def test_what_is_spelt_in_one_way_stays(word):
    """No spelling is made up."""
    assert spellings(word) == (word,)


def test_both_spellings():
    """A verb in -ise is known in -ize."""
    assert {"realised", "realized"} <= shipped().codebook.words.forms("realise")
    assert "surprize" not in shipped().codebook.words.forms("surprise")
