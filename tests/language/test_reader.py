"""The reader: what spaCy's own components say, of every text the same in whatever company, and each text read once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from rf_scorer import resources, transcripts
from rf_scorer.language import encoder, moves
from rf_scorer.language import reader as module
from rf_scorer.language.encoder import Encoder, by_steps
from rf_scorer.language.grammar import grammar
from rf_scorer.language.labels import Labels
from rf_scorer.language.moves import Moves
from rf_scorer.language.ops import one_thread
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.language.reader import Part, reader

READER = reader()


@pytest.fixture(autouse=True)
def _one_thread():
    """Several threads would part the blocks of a product."""
    with one_thread():
        yield


@pytest.fixture(scope="module")
def nlp():
    """The shipped pipeline as spaCy loads and runs it."""
    return spacy.load(resources.folder("models") / "en_interview")


@pytest.fixture(scope="module")
def interviews():
    """Turns of the bundled demo interviews, with an empty one and one that is nothing but a note."""
    paths = sorted((resources.folder("annotation_guides") / "demo").glob("*.txt"))
    assert paths
    return [(*(turn for turn in transcripts.read(path).turns),) for path in paths]


@pytest.fixture(scope="module")
def heard(interviews):
    """What was said in all of them."""
    texts = [turn.text for turns in interviews for turn in turns]
    return [
        READER.hear(text)
        for text in [*texts, "", "[laughs]", "WHY WOULD he {{Sister}} say \u201cno\u201d, um, to me?!"]
    ]


def docs_of(heard, nlp):
    """Docs as spaCy's own pipeline makes them."""
    return list(nlp.pipe([spoken.doc(nlp.vocab) for spoken in heard]))


def test_vectors_are_those_of_spacys_layers(nlp, heard):
    """Within a hundred-thousandth, for every word of the demo interviews."""
    docs = [spoken.doc(nlp.vocab) for spoken in heard]
    expected = nlp.get_pipe("tok2vec").predict(docs)
    found = Encoder(nlp).vectors([[token.text for token in doc] for doc in docs])
    assert [one.shape for one in found] == [one.shape for one in expected]
    assert max(np.abs(a - b).max() for a, b in zip(found, expected, strict=True) if len(a)) < 1e-5


def test_vectors_are_the_same_in_whatever_company(nlp, heard):
    """To the last bit: alone, in any order, in a crowd that fills several blocks, and whatever was read before."""
    texts = [[token.text for token in spoken.doc(nlp.vocab)] for spoken in heard]
    together = Encoder(nlp).vectors(texts)
    order = random.Random(8).sample(range(len(texts)), len(texts))
    mixed = Encoder(nlp).vectors([texts[k] for k in order])
    alone = Encoder(nlp)
    for k, other in zip(order, mixed, strict=True):
        assert np.array_equal(together[k], other)
        assert np.array_equal(together[k], alone.vectors([texts[k]])[0])


def test_vectors_do_not_hang_on_what_is_kept(nlp, heard, monkeypatch):
    """With room for so few words that they are forgotten all the time, and for fewer than one text has, they are the same."""
    texts = [[token.text for token in spoken.doc(nlp.vocab)] for spoken in heard]
    expected = Encoder(nlp).vectors(texts)
    monkeypatch.setattr(encoder, "_AT_ONCE", 200)
    for kept in (300, 7):
        monkeypatch.setattr(encoder, "_KEPT", kept)
        small = Encoder(nlp)
        assert all(np.array_equal(a, b) for a, b in zip(small.vectors(texts), expected, strict=True))


def test_products_by_steps_are_products():
    """Rows times transposed weights, also of no row."""
    rng = np.random.default_rng(8)
    weights, rows = rng.normal(size=(50, 128)).astype("f"), rng.normal(size=(37, 128)).astype("f")
    assert by_steps(weights, rows) == pytest.approx(rows @ weights.T, abs=1e-4)
    assert by_steps(weights, rows[:0]).shape == (0, 50)


def test_other_layers_are_told():
    """An encoder of another make is not taken for ours."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    nlp.initialize()
    with pytest.raises(ValueError, match="layers"):
        Encoder(nlp)
    beam = spacy.blank("en")
    beam.add_pipe("beam_parser").add_label("nsubj")
    beam.initialize()
    with pytest.raises(ValueError, match="layers"):
        Moves(beam.get_pipe("beam_parser"))


def test_labels_are_those_of_spacys_components(nlp, heard):
    """Tag, part of speech and base form of every word."""
    docs = docs_of(heard, nlp)
    labels = Labels(nlp)
    rows = np.concatenate([doc.tensor for doc in docs])
    tokens = [token for doc in docs for token in doc]
    assert labels.tags(rows) == [token.tag_ for token in tokens]
    assert labels.parts(rows) == [token.pos_ for token in tokens]
    assert labels.lemmas([token.text for token in tokens], rows) == [token.lemma_ for token in tokens]


def test_base_forms_fall_back_as_spacys_do(nlp):
    """Words that the likeliest edits do not fit get those that do, or stay as they are; also once much was kept and forgotten."""
    rng = np.random.default_rng(8)
    words = ["Xq", "a", "running", "went", "ate", "'s", "better", "Wives"] * 40
    rows = rng.normal(size=(len(words), 128)).astype("f")
    lemmatizer = nlp.get_pipe("trainable_lemmatizer")
    doc = Doc(nlp.vocab, words=words)
    doc.tensor = rows
    lemmatizer.set_annotations([doc], lemmatizer.predict([doc]))
    assert Labels(nlp).lemmas(words, rows) == [token.lemma_ for token in doc]
    assert any(lemma == word for lemma, word in zip(Labels(nlp).lemmas(words, rows), words, strict=True))


@pytest.mark.parametrize("name", ["parser", "ner"])
def test_moves_are_those_of_spacys_parsers(nlp, heard, name, monkeypatch):
    """Heads, relations, sentences and entities, in batches of any size."""
    # Where the parser was first, no entity reaches over the ends of its sentences.
    with nlp.select_pipes(disable=["parser"] if name == "ner" else []):
        docs = [doc for doc in docs_of(heard, nlp) if len(doc)]
    for size in (1600, 40):
        monkeypatch.setattr(moves, "_AT_ONCE", size)
        made = [Doc(nlp.vocab, words=[token.text for token in doc]) for doc in docs]
        Moves(nlp.get_pipe(name)).annotate(made, [doc.tensor for doc in docs])
        for expected, found in zip(docs, made, strict=True):
            if name == "parser":
                assert [(t.head.i, t.dep_, t.is_sent_start) for t in found] == [
                    (t.head.i, t.dep_, t.is_sent_start) for t in expected
                ]
            else:
                assert [(e.start, e.end, e.label_) for e in found.ents] == [
                    (e.start, e.end, e.label_) for e in expected.ents
                ]


def test_grammars_are_those_of_the_pipeline_as_spacy_runs_it(heard):
    """The reader and a pipeline loaded by itself say the same of every text."""
    other = load_pipeline()
    expected = [grammar(doc, clear=other.clear) for doc in docs_of(heard, other.nlp)]
    assert list(READER.grammars(heard)) == expected


def test_one_look_serves_names_and_grammar(nlp, heard, monkeypatch):
    """What was looked at is not read again for its grammar, and both say what they say without each other."""
    parts = [READER.parts(spoken) for spoken in heard]
    looks = READER.look([part for one in parts for part in one])
    # Where the parser was first, no entity reaches over the ends of its sentences.
    with nlp.select_pipes(disable=["parser"]):
        docs = docs_of(heard, nlp)
    assert [tags for tags, _ in looks] == [[token.tag_ for token in doc] for doc in docs]
    assert [entities for _, entities in looks] == [[token.ent_type_ for token in doc] for doc in docs]
    expected = list(READER.grammars(heard))
    monkeypatch.setattr(READER._encoder, "vectors", lambda texts: pytest.fail("read twice") if texts else [])
    assert list(READER.grammars(heard, parts=parts)) == expected


def test_a_text_is_read_the_same_alone_and_in_any_batch(heard):
    """Its grammar, its tags and its entities."""
    chosen = heard[:: max(1, len(heard) // 40)]
    together = list(READER.grammars(heard))[:: max(1, len(heard) // 40)]
    for spoken, expected in zip(chosen, together, strict=True):
        assert list(READER.grammars([spoken])) == [expected]


def test_what_is_said_again_is_read_once(monkeypatch):
    """Each gets a grammar of its own, though."""
    seen = []
    vectors = READER._encoder.vectors
    monkeypatch.setattr(READER._encoder, "vectors", lambda texts: seen.extend(texts) or vectors(texts))
    first, second, third = READER.grammars([READER.hear(text) for text in ("Yeah , right .", "No .", "Yeah , right .")])
    assert first == third
    assert first.tag is not third.tag
    assert len(seen) == 2
    assert second.tag != first.tag


def test_a_long_text_is_read_in_parts(monkeypatch):
    """Both its names and its grammar, with heads that lie in the text as a whole."""
    spoken = READER.hear("We met Tobias in Leeds. " * 400)
    parts = READER.parts(spoken)
    assert [part.first for part in parts[1:]] == [part.last for part in parts[:-1]]
    assert parts[-1].last == len(spoken.words)
    assert len(parts) > 1
    (found,) = READER.grammars([spoken])
    assert len(found.head) == len(spoken.words)
    assert max(found.head) > parts[-1].first
    assert sum(len(tags) for tags, _ in READER.look(parts)) == len(spoken.words)


def test_batches_are_bounded(heard, monkeypatch):
    """No more words are worked on at once than memory should bear, whatever comes."""
    sizes = []
    read = READER._read
    monkeypatch.setattr(module, "_AT_ONCE", 100)
    monkeypatch.setattr(
        READER, "_read", lambda parts, base: sizes.append(sum(len(p.words) for p in parts)) or read(parts, base)
    )
    list(READER.grammars(heard))
    assert len(sizes) > 5
    assert max(sizes) <= max(100, *(len(spoken.words) for spoken in heard))


def test_a_part_says_what_a_doc_would(heard):
    """The same words with the same white space."""
    for spoken in heard:
        (part,) = READER.parts(spoken)
        doc = spoken.doc(READER.vocab)
        assert isinstance(part, Part)
        assert part.words == tuple(token.text for token in doc)
        assert part.spaces == [bool(token.whitespace_) for token in doc]


def test_the_tokenizer_has_the_rules_of_the_pipeline(nlp, interviews):
    """Made without those of English first, it is the same in the end."""
    theirs, ours = nlp.tokenizer, READER.nlp.tokenizer
    for name in ("prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match"):
        assert getattr(getattr(theirs, name), "__self__", None) == getattr(getattr(ours, name), "__self__", None)
    assert ours.rules == theirs.rules
    for turn in interviews[0]:
        assert [token.text for token in READER.nlp.tokenizer(turn.text)] == [
            token.text for token in nlp.tokenizer(turn.text)
        ]


def test_threads_do_not_disturb_each_other(heard):
    """Two that read different texts at the same time read what they would alone."""
    halves = heard[::2], heard[1::2]
    expected = [list(READER.grammars(half)) for half in halves]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(3):
            assert list(pool.map(lambda half: list(READER.grammars(half)), halves)) == expected


def test_it_is_loaded_once():
    """Whoever asks gets the same one, which names the same pipeline as one that is loaded by itself."""
    assert reader() is READER
    assert READER.provenance == load_pipeline().provenance
