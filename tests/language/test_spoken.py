"""What was said in a text, word by word, however the text was written."""

import time
import unicodedata

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.language.letters import loud_runs, plain
from rf_scorer.language.spoken import MOST_WORDS, hear, listen

NLP = spacy.blank("en")


def heard(text):
    """The words of a text as they are in it."""
    spoken = hear(text, NLP.tokenizer)
    return [text[start:end] for start, end in zip(spoken.starts, spoken.ends, strict=True)]


def parsed(text):
    """The words of a text as the parser sees them."""
    return [token.text for token in hear(text, NLP.tokenizer).doc(NLP.vocab)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  \n\t ", []),
        ("{{5 second pause}} (mhm) [laughs]", []),
        ("I was, um, sad.", ["I", "was", "sad", "."]),
        ("It was (mhm) fine.", ["It", "was", "fine", "."]),
        ("{{Mother}} was there.", ["{{Mother}}", "was", "there", "."]),
        ("I-I left.", ["I", "I", "left", "."]),
        ("a \x00 b", ["a", "b"]),
        ("\u202bhe\u202c was \u200bsad\u00ad.", ["he", "was", "sad", "."]),
        ("so sad 😢", ["so", "sad", "😢"]),
        ("no!!!!!!!!!!!!", ["no", "!", "!", "!"]),
    ],
)
def test_what_was_said_and_nothing_else(text, words):
    """Notes, white space, hesitations, unseen characters and endless marks are left out; placeholders stay whole."""
    assert heard(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{older sister}} left", ["Older_Sister", "left"]),
        ("I didn’t “know”", ["I", "did", "n't", '"', "know", '"']),
        (unicodedata.normalize("NFD", "café"), ["café"]),
        ("I WAS SO ANGRY WITH HER", ["i", "was", "so", "angry", "with", "her"]),
        ("and I was SO ANGRY then", ["and", "I", "was", "so", "angry", "then"]),
        ("I saw ANNA there", ["I", "saw", "ANNA", "there"]),
        ("MY DAD DIDN'T CARE", ["my", "dad", "did", "n't", "care"]),
        ("I DIDN’T care, I'M sure", ["i", "did", "n't", "care", ",", "i", "'m", "sure"]),
        ("Anna O'BRIEN left", ["Anna", "O'BRIEN", "left"]),
        ("İSTANBUL WAS FAR", ["i\u0307stanbul", "was", "far"]),
        ("the NHS, I think", ["the", "NHS", ",", "I", "think"]),
        ("Für Élise", ["Für", "Élise"]),
    ],
)
def test_the_parser_sees_words_as_it_has_learnt_them(text, words):
    """Placeholders become names; curly quotes, decomposed letters and shouting are made ordinary; a single word in capitals stays."""
    assert parsed(text) == words


@pytest.mark.parametrize(
    ("text", "loud"),
    [
        ("ALL OF IT.", ["ALL OF IT."]),
        ("I WENT Home", []),
        ("I'M NOT SURE, you know", ["I'M NOT SURE"]),
        ("A B C", ["A B C"]),
        ("nothing", []),
        ("", []),
        ("he said I A I and left", []),
    ],
)
def test_shouting_is_two_words_in_capitals(text, loud):
    """'I' and 'A' are no shouting, half a word is none, and a text without small letters is shouted whole."""
    assert [text[start:end] for start, end in loud_runs(text)] == loud


def test_a_word_of_unseen_characters_alone_is_kept_as_a_word_of_the_parser():
    """The parser never gets an empty word."""
    assert plain("\u200b") == "\u200b"


def test_the_reduced_doc_has_the_words_and_the_gaps_of_the_text():
    """Word ``i`` of the Doc is word ``i`` of what was said; words that touched still do."""
    spoken = hear("I don't, uh, know [coughs] why.", NLP.tokenizer)
    doc = spoken.doc(NLP.vocab)
    assert len(doc) == len(spoken.words)
    assert doc.text.rstrip() == "I don't know why."


def test_a_tokenized_doc_and_its_text_are_heard_alike():
    """The plug-in, which has a Doc, and the program, which has a text, hear the same words."""
    text = "Well, {{Father}} was (mhm) like, um, I-I don’t care."
    one, other = listen(NLP(text)), hear(text, NLP.tokenizer)
    assert (one.words, one.starts, one.ends, one.hesitations) == (
        other.words,
        other.starts,
        other.ends,
        other.hesitations,
    )


def test_a_long_text_is_parsed_in_parts_that_end_with_sentences():
    """Parts cover all words in order, none is longer than the ceiling, and each ends where a sentence does if one does."""
    spoken = hear("It was late and I was tired of it. " * 600, NLP.tokenizer)
    parts = spoken.parts()
    assert [part[0] for part in parts] == [0, *(part[1] for part in parts[:-1])]
    assert parts[-1][1] == len(spoken.words)
    assert all(0 < last - first <= MOST_WORDS for first, last in parts)
    assert all(spoken.words[last - 1] == "." for _, last in parts)
    assert [token.lower_ for first, last in parts for token in spoken.doc(NLP.vocab, first, last)] == spoken.words


def test_a_sentence_without_an_end_is_cut_all_the_same():
    """Without any mark the ceiling alone decides."""
    spoken = hear("and then I left " * 1000, NLP.tokenizer)
    lengths = [last - first for first, last in spoken.parts()]
    assert sum(lengths) == 4000
    assert max(lengths) == MOST_WORDS


@pytest.mark.parametrize("mark", ["(", "'", "a-", "I-", "...", "http://a.b/", '"', "x", "{", "é"])
def test_a_text_without_spaces_takes_no_longer_than_its_length(mark):
    """Forty thousand characters without white space are heard in about a second, not in the square of that."""
    text = mark * (40_000 // len(mark))
    begin = time.perf_counter()
    spoken = hear(text, NLP.tokenizer)
    assert time.perf_counter() - begin < 8  # a quadratic tokenizer takes minutes; the bound is for slow machines
    assert all(a <= b for a, b in zip(spoken.ends, spoken.starts[1:], strict=False))


# fmt: off
PIECES = [
    "I", "was", "sad", "SAD", "AND ANGRY", "don't", "don’t", "I'm", "um", ",", ".", "…", "“", "”", '"', "--", "-", "I-I", "{{Mother}}", "(mhm)",
    "[laughs]", "((", "xxx", "//", "e\u0301", "İ", "ß", "😢", "👩\u200d👩\u200d👧", "\u202bשלום\u202c", "\u200b", "\u00ad", "\ufeff", "\x00",
    "\x1f", "\u2028", "\r\n", "\u00a0", "\ufffd", "عربي", "ﬁ", "a" * 150, "!" * 20,
]
# fmt: on


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["", " "]))
def test_words_lie_in_the_text_in_order_whatever_it_holds(pieces, between):
    """Spans are whole, ordered, disjoint and without white space around them, and the parser gets one word for each."""
    text = between.join(pieces)
    spoken = hear(text, NLP.tokenizer)
    last = 0
    for word, start, end in zip(spoken.words, spoken.starts, spoken.ends, strict=True):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert word or text[start] in "{[("
        last = end
    doc = spoken.doc(NLP.vocab)
    assert len(doc) == len(spoken.words)
    assert all(token.text and not token.is_space for token in doc)
