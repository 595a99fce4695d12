"""How an answer is worded: words, grams, counts and weights."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from rf_scorer.rating import counts as counting
from rf_scorer.rating import wording
from rf_scorer.rating.counts import Counts, count, learn_vocabulary, tabulate
from rf_scorer.rating.wording import Vocabulary, grams, lowered, spoken_words

if TYPE_CHECKING:
    from collections.abc import Iterable

ANSWERS = [
    ["I think she was sad.", "She was, you know?"],
    ["She was sad and I was sad, I think she was."],
    ["He went to work."],
    ["I don't know why he went, or what he'd want."],
    ["Do I know? I think I don't."],
    ["Sadly she went."],
]
#: Any text, with the characters that mean something to a transcriber more often than chance has them.
TEXTS = st.text(st.one_of(st.sampled_from("ab I'’?.{}[]()/x\n İßé"), st.characters(codec="utf-8")), max_size=60)


def _words(text: str) -> list[str]:
    return [word for word, _, _ in spoken_words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She WAS Sad.", ["she", "was", "sad"]),
        ("don't don’t DON’T", ["don't", "don't", "don't"]),
        ("the 'other' ’em dogs’", ["the", "other", "em", "dogs"]),
        ("well-known, snake_case", ["well", "known", "snake", "case"]),
        ("Why? What?!", ["why", "?", "what", "?"]),
        ("a {{Husband}} b", ["a", "b"]),
        ("I [laughs] was (mhm) there {{5 seconds}} (inaudible)", ["i", "was", "there"]),
        ("he said (and I believed it then) no", ["he", "said", "and", "i", "believed", "it", "then", "no"]),
        ("café Ünal 12", ["café", "ünal", "12"]),
        ("", []),
        (" ... ", []),
    ],
)
def test_words(text, words):
    """Case and the form of an apostrophe tell nothing; role codes and a transcriber's notes are no words; question marks are."""
    assert _words(text) == words


@settings(deadline=None, max_examples=150)
@given(text=TEXTS)
def test_offsets_cut_the_words(text):
    """Offsets are half-open, in order and without overlap, and cut each word out of the text as it was typed."""
    before = 0
    for word, start, end in spoken_words(text):
        assert before <= start < end <= len(text)
        assert text[start:end].lower().replace("’", "'") == word
        before = end


@settings(deadline=None, max_examples=150)
@given(text=TEXTS)
def test_offsets_of_grams_cut_their_words(text):
    """A gram of words reaches from its first word to its last; one of letters stands in one word, whose ends it may hold."""
    words = spoken_words(text)
    place = {start: index for index, (_, start, _) in enumerate(words)}
    for name, start, end in grams(words):
        first = place[start]
        inside = [word for word, _, reach in words[first:] if reach <= end]
        if name.startswith("w:"):
            assert name == "w:" + " ".join(inside)
            assert 1 <= len(inside) <= 3
        else:
            assert name.startswith("c:")
            assert 2 <= len(name) - 2 <= 5
            assert name[2:] in f" {words[first][0]} "
            assert len(inside) == 1


@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_every_gram_is_laid_on_the_word_that_it_begins_with(text):
    """What words carry is what the grams that begin with them, or stand in them, are worth."""
    words = spoken_words(text)
    every = list(grams(words))
    worth = {name: float(len(name) % 5 - 2) for name, _, _ in every[::2]}
    expected = dict.fromkeys((start for _, start, _ in words), 0.0)
    for name, start, _ in every:
        expected[start] += worth.get(name, 0.0)
    known = _known(worth)
    assert known.lay([words]).carried(np.array([*map(worth.get, known.names), 0.0])).tolist() == list(expected.values())


def _known(names: Iterable[str]) -> Vocabulary:
    return Vocabulary(names=tuple(sorted(names)), idf=np.ones(len(set(names))))


@settings(deadline=None, max_examples=60)
@given(answers=st.lists(st.lists(TEXTS, max_size=3), max_size=4), step=st.integers(1, 3))
def test_a_model_counts_as_it_was_taught_to(answers, step):
    """What a vocabulary finds in answers is what was counted to learn it, turn by turn, grams that it does not know left out."""
    known = _known([*Counts.of(answers, least=1).names[::step], "w:never said"])
    found = known.tabulate([known.lay([spoken_words(text) for text in texts]) for texts in answers])
    expected = tabulate(answers, {name: place for place, name in enumerate(known.names)})
    np.testing.assert_array_equal(found.toarray(), expected.toarray())
    assert (found.indptr.tolist(), found.indices.tolist()) == (expected.indptr.tolist(), expected.indices.tolist())


@settings(deadline=None, max_examples=300)
@given(text=st.text(st.one_of(st.sampled_from("aΣςσİıIßK’' .-"), st.characters(codec="utf-8")), max_size=30))
def test_small_letters_of_a_text_are_those_of_its_words(text):
    """Where a text is made small as a whole, every stretch of it is what it would be by itself, and stands where it stood."""
    small = lowered(text)
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            assert small is None or small[start:end] == text[start:end].lower()
    assert small is not None or set("Σİ") & set(text)


def test_words_whose_letters_are_remembered_are_not_without_number(monkeypatch):
    """However many different words are said, a vocabulary remembers a bounded number of them, and finds the same."""
    monkeypatch.setattr(wording, "_REMEMBERED", 2)
    said = [spoken_words("one two three two one four")]
    known = _known(count(["one two three four"]))
    first, second = known.lay(said), known.lay(said)
    assert len(known._remembered) <= 2
    assert first.letters.tolist() == second.letters.tolist()


def test_grams_by_hand():
    """Runs of one to three words, and of two to five letters with a word's ends among them."""
    found = Counter(name for name, _, _ in grams(spoken_words("Is it so")))
    assert {name for name in found if name.startswith("w:")} == {
        "w:is",
        "w:it",
        "w:so",
        "w:is it",
        "w:it so",
        "w:is it so",
    }
    assert {name for name in found if name.startswith("c:") and "t" in name} == {
        "c:it",
        "c:t ",
        "c: it",
        "c:it ",
        "c: it ",
    }


def test_no_gram_reaches_into_the_next_turn():
    """Words of two turns are never neighbours; what each turn holds is added up."""
    apart, joined = count(["it is", "so it"]), count(["it is so it"])
    assert "w:is so" in joined
    assert "w:is so" not in apart
    assert apart["w:it"] == 2


@settings(deadline=None, max_examples=60)
@given(answers=st.lists(st.lists(TEXTS, max_size=3), min_size=1, max_size=4))
def test_counts_are_what_tabulate_counts(answers):
    """The table holds what stands in each answer, gram by gram, for whatever was said."""
    found = Counts.of(answers, least=1)
    assert list(found.names) == sorted(found.names)
    for row, texts in zip(found.table.toarray(), answers, strict=True):
        counted = count(texts)
        assert {name: times for name, times in zip(found.names, row.tolist(), strict=True) if times} == counted
    again = tabulate(answers, {name: place for place, name in enumerate(found.names)})
    assert (again != found.table).nnz == 0


def test_grams_of_one_answer_are_not_kept():
    """What stands in one answer only, however often, is left out of the counts."""
    found = Counts.of([["rare rare rare", "usual"], ["usual"]])
    assert "w:usual" in found.names
    assert not any("rare" in name for name in found.names)


def test_within_takes_columns_by_name():
    """Counts of other names, in their order; those that never occur are empty."""
    found = Counts.of(ANSWERS)
    names = ("w:sad", "c:zzz", "w:i", "w:never said")
    table = found.within(names)
    expected = [[count(texts)[name] for name in names] for texts in ANSWERS]
    assert table.toarray().tolist() == expected
    assert table.nnz == np.count_nonzero(expected)
    assert found.within(found.names[3:5]).toarray().tolist() == found.table[:, 3:5].toarray().tolist()


def _vocabulary(least: int = 1) -> tuple[Vocabulary, Counts, np.ndarray]:
    counts = Counts.of(ANSWERS)
    vocabulary, kept = learn_vocabulary(counts, np.array([0, 1, 2, 3, 0, 0]), least=least)
    return vocabulary, counts, kept


def test_grams_of_few_people_are_not_kept():
    """A gram counts by the people who used it, not by their answers."""
    one, counts, kept = _vocabulary(2)
    assert [counts.names[index] for index in kept] == list(one.names)
    # "know" is said by the first and the fourth person; "i think" by the first, twice, and the second.
    assert {"w:know", "w:i think", "w:she was sad"} <= set(one.names)
    three, _, _ = _vocabulary(3)
    assert "w:i" in three.names
    assert not {"w:know", "w:i think", "w:she was sad"} & set(three.names)
    assert learn_vocabulary(counts, np.zeros(6, dtype=int), least=2)[0].names == ()


def test_no_more_grams_are_kept_than_there_may_be(monkeypatch):
    """Where too many grams are left, those of most people are kept; of grams that equally many used all are kept or none."""
    said = [["one two three four"], ["one two three"], ["one two three"], ["one two"], ["one two"], ["one"]]
    names = ("w:four", "w:one", "w:three", "w:two")
    answers = Counts(names, Counts.of(said, least=1).within(names))
    people = np.arange(6)
    for most, kept in ((4, names), (3, names[1:]), (2, ("w:one", "w:two")), (1, ("w:one",))):
        monkeypatch.setattr(counting, "_MOST", most)
        assert learn_vocabulary(answers, people, least=1)[0].names == kept
    # The second and third widest used are used by equally many, and only two may be kept.
    level = Counts(names, answers.table[[0, 1, 2, 5]])
    monkeypatch.setattr(counting, "_MOST", 2)
    assert learn_vocabulary(level, people[:4], least=1)[0].names == ("w:one",)
    monkeypatch.setattr(counting, "_MOST", 3)
    assert learn_vocabulary(level, people[:4], least=1)[0].names == names[1:]
    # Few people's words are not kept because there is room.
    assert learn_vocabulary(level, people[:4], least=4)[0].names == ("w:one",)


def test_every_kind_has_unit_length():
    """Weights of an answer's words, and those of its letters, are of length 1 each; an answer without known grams has none."""
    vocabulary, counts, kept = _vocabulary()
    found = vocabulary.weigh(counts.table[:, kept]).toarray()
    split = sum(name.startswith("c:") for name in vocabulary.names)
    for part in (found[:, :split], found[:, split:]):
        np.testing.assert_allclose(np.linalg.norm(part, axis=1), 1.0)
    assert vocabulary.weigh(vocabulary.tabulate([vocabulary.lay([])])).data.tolist() == []


def test_weighing_leaves_the_counts_alone():
    """The table that is weighed is not changed."""
    vocabulary, counts, kept = _vocabulary()
    table = counts.table[:, kept]
    before = table.toarray()
    vocabulary.weigh(table)
    assert (table.toarray() == before).all()


def test_the_same_as_scikit_learn():
    """Weights are those of scikit-learn's TfidfVectorizer with the same settings, words and letters apart."""
    vocabulary, counts, kept = _vocabulary()
    found = vocabulary.weigh(counts.table[:, kept]).toarray()
    for kind, letters in (("w:", False), ("c:", True)):
        theirs = TfidfVectorizer(
            analyzer=lambda texts, kind=kind: [
                name for text in texts for name, _, _ in grams(spoken_words(text)) if name.startswith(kind)
            ],
            min_df=2,
            sublinear_tf=True,
        )
        expected = theirs.fit_transform(ANSWERS).toarray()
        columns = [place for place, name in enumerate(vocabulary.names) if name.startswith("c:") == letters]
        assert [vocabulary.names[place] for place in columns] == theirs.get_feature_names_out().tolist()
        np.testing.assert_allclose(found[:, columns], expected, atol=1e-12)


def test_letters_are_those_of_scikit_learn():
    """Runs of letters within words are those of scikit-learn's ``char_wb``, once it is given the same words."""
    theirs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)).build_analyzer()
    text = "Sadly she went to see them"
    ours = Counter(name[2:] for name in count([text]).elements() if name.startswith("c:"))
    # For words shorter than a run scikit-learn gives the whole word once for all longer runs, as ours does.
    assert ours == Counter(theirs(text))


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(TEXTS, max_size=3))
def test_any_answer_can_be_weighed(texts):
    """Whatever is said, weights are finite, positive and at most 1."""
    vocabulary, _, _ = _vocabulary()
    found = vocabulary.weigh(vocabulary.tabulate([vocabulary.lay([spoken_words(text) for text in texts])]))
    assert np.isfinite(found.data).all()
    assert ((found.data > 0) & (found.data <= 1 + 1e-12)).all()


def test_invented_people_do_not_make_two_three():
    """A word of two people and an invented one is not kept where three are asked for; one of three invented people is nobody's secret."""
    counts = Counts.of([["ours"], ["ours"], ["ours theirs"], ["theirs"], ["theirs"]], least=1)
    people = np.arange(5)
    mixed = learn_vocabulary(counts, people, least=3, companions=3)[0].names
    assert "w:ours" not in mixed
    assert "w:theirs" in mixed
    assert "w:ours" in learn_vocabulary(counts, people, least=3)[0].names
