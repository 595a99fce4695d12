"""One grammar, whichever labels a parser gives, and what stands in where a pipeline leaves something out."""

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from rf_scorer.language.analysis import shipped
from rf_scorer.language.baseforms import base_forms
from rf_scorer.language.clear import is_clear, tells_clear, to_universal
from rf_scorer.language.grammar import grammar, join
from rf_scorer.language.penn import universal

ANALYSER = shipped()
VOCAB = spacy.blank("en").vocab


def read(text):
    """Sentences of the table: rows of word, tag, part of speech, lemma, head and relation of either scheme."""
    blocks = "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip().split("\n\n")
    return [[line.split("\t") for line in block.splitlines()] for block in blocks]


SENTENCES = read((Path(__file__).parent / "two_schemes.tsv").read_text("utf-8"))
IDS = [" ".join(row[0] for row in rows) for rows in SENTENCES]


def built(rows, *, clear, tags=True, pos=True, lemmas=True):
    """A Doc of one sentence with the annotation of one scheme."""
    heads = [int(row[6 if clear else 4]) for row in rows]
    return Doc(
        VOCAB,
        words=[row[0] for row in rows],
        tags=[row[1] for row in rows] if tags else None,
        pos=[row[2] for row in rows] if pos else None,
        lemmas=[row[3] for row in rows] if lemmas else None,
        heads=[head - 1 if head else i for i, head in enumerate(heads)],
        deps=[row[7 if clear else 5] for row in rows],
    )


def found(doc):
    """What the rules find in a Doc: mentions with holders and flags, markers with what they rest on."""
    view = ANALYSER.view(doc)
    mentions = ANALYSER.mentions.find(view)
    return mentions, ANALYSER.markers.find(view, mentions)


@pytest.mark.parametrize("rows", SENTENCES, ids=IDS)
def test_clear_becomes_universal_dependencies(rows):
    """Every head and relation of the CLEAR tree is turned into that of the tree that stands beside it."""
    turned = grammar(built(rows, clear=True))
    assert [(row[0], head + 1, dep) for row, head, dep in zip(rows, turned.head, turned.dep, strict=True)] == [
        (row[0], int(row[4]), row[5]) for row in rows
    ]
    assert turned.pos == [row[2] for row in rows]


@pytest.mark.parametrize("rows", SENTENCES, ids=IDS)
def test_universal_dependencies_stay_as_they_are(rows):
    """A tree of Universal Dependencies is told from one of CLEAR and left alone."""
    read_back = grammar(built(rows, clear=False))
    assert [head + 1 for head in read_back.head] == [int(row[4]) for row in rows]
    assert read_back.dep == [row[5] for row in rows]


@pytest.mark.parametrize("rows", SENTENCES, ids=IDS)
def test_both_schemes_give_the_same_mentions_and_markers(rows):
    """The rules find the same states, holders, flags and markers, whichever scheme the parser speaks."""
    assert found(built(rows, clear=True)) == found(built(rows, clear=False))


def test_the_sentences_hold_something_to_find():
    """Most of the sentences have mentions, so that the comparison says something."""
    assert sum(bool(found(built(rows, clear=True))[0]) for rows in SENTENCES) >= 14


@pytest.mark.parametrize("clear", [True, False])
@pytest.mark.parametrize("rows", SENTENCES, ids=IDS)
def test_what_a_pipeline_leaves_out_is_made_good(rows, clear):
    """Without parts of speech and base forms the same mentions are found: tags and the codebook's inflection stand in."""
    bare = built(rows, clear=clear, pos=False, lemmas=False)
    assert found(bare)[0] == found(built(rows, clear=clear))[0]


@pytest.mark.parametrize(
    ("tag", "word", "dep", "pos"),
    [
        ("VBD", "was", "cop", "AUX"),
        ("VBD", "had", "aux", "AUX"),
        ("VBD", "had", "root", "VERB"),
        ("MD", "might", "aux", "AUX"),
        ("IN", "because", "mark", "SCONJ"),
        ("IN", "of", "case", "ADP"),
        ("DT", "that", "nsubj", "PRON"),
        ("DT", "that", "det", "DET"),
        ("TO", "to", "mark", "PART"),
        ("TO", "to", "prep", "ADP"),
        ("RB", "not", "neg", "PART"),
        ("RB", "really", "advmod", "ADV"),
        ("PRP$", "my", "nmod:poss", "PRON"),
        ("NNP", "Anna", "nsubj", "PROPN"),
        ("JJR", "sadder", "xcomp", "ADJ"),
        ("XX", "?", "dep", "X"),
    ],
)
def test_parts_of_speech_from_tags(tag, word, dep, pos):
    """A Penn tag, with the word and its relation where the tag alone does not tell, gives the universal part of speech."""
    assert universal(tag, word, dep) == pos


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("felt", "feel"),
        ("was", "be"),
        ("left", "leave"),
        ("thoughts", "thought"),
        ("scared", "scare"),
        ("hidden", "hide"),
    ],
)
def test_base_forms_from_the_codebook(form, base):
    """The codebook's inflection, read backwards, gives base forms of regular and irregular words."""
    assert base_forms(ANALYSER.codebook)[form] == base


def test_a_word_that_the_codebook_does_not_know_is_its_own_base_form():
    """Nothing is guessed."""
    assert ANALYSER.base("zwickelmond") == "zwickelmond"


@pytest.mark.parametrize(
    ("deps", "clear"),
    [
        ({"nsubj", "ROOT", "prep", "pobj"}, True),
        ({"nsubj", "ROOT", "case", "obl", "cop"}, False),
        ({"nsubj", "ROOT", "punct"}, False),
        # the older Universal Dependencies shared names with CLEAR
        ({"nsubjpass", "cop", "neg"}, False),
    ],
)
def test_labels_tell_the_scheme(deps, clear):
    """A parser's list of labels settles which scheme it speaks."""
    assert tells_clear(deps) is clear


def test_without_a_telling_label_coordination_and_be_tell_the_scheme():
    """'I ate and slept' and 'I was there' differ between the schemes though no label does."""
    words, tags = ["i", "ate", "and", "slept"], ["PRP", "VBD", "CC", "VBD"]
    deps = ["nsubj", "root", "cc", "conj"]
    assert is_clear(words, tags, deps, [1, -1, 1, 1])
    assert not is_clear(words, tags, deps, [1, -1, 3, 1])
    was, tags, deps = ["i", "was", "there"], ["PRP", "VBD", "RB"], ["nsubj", "root", "advmod"]
    assert is_clear(was, tags, deps, [1, -1, 1])
    assert not is_clear(["there", "was", "anger"], ["EX", "VBD", "NN"], ["expl", "root", "nsubj"], [1, -1, 1])


def test_a_fragment_without_a_verb_is_turned_too():
    """A preposition that is nobody's dependent hands the root to its noun, and nothing is lost."""
    doc = Doc(
        VOCAB,
        words=["With", "my", "mother", "."],
        tags=["IN", "PRP$", "NN", "."],
        heads=[0, 2, 0, 0],
        deps=["ROOT", "poss", "pobj", "punct"],
    )
    turned = grammar(doc)
    assert turned.dep == ["case", "nmod:poss", "root", "punct"]
    assert turned.head == [2, 2, -1, 2]


def test_every_tree_stays_a_tree():
    """Whatever is turned, every word reaches a root."""
    for rows in SENTENCES:
        head = grammar(built(rows, clear=True)).head
        for i in range(len(head)):
            seen, k = set(), i
            while k >= 0:
                assert k not in seen
                seen.add(k)
                k = head[k]


LABELS = sorted({row[7].lower() for rows in SENTENCES for row in rows} | {"pcomp", "attr", "ccomp", "oprd", "csubj"})
NODES = st.tuples(
    st.sampled_from(["was", "is", "there", "it", "what", "to", "of", "think", "sad", "and", ","]),
    st.sampled_from(["VBD", "VB", "IN", "PRP", "WP", "JJ", "NN", "TO", "CC"]),
    st.sampled_from(["AUX", "VERB", "ADP", "PRON", "ADJ", "NOUN"]),
    st.sampled_from(LABELS),
    st.integers(0, 10**6),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(NODES, max_size=14), st.randoms(use_true_random=False))
def test_any_tree_stays_a_tree(nodes, random):
    """Whatever a bad parse holds, no word is lost in a circle and no relation of CLEAR's own is left."""
    order = list(range(len(nodes)))
    random.shuffle(order)
    head = [-1] * len(nodes)
    for place, i in enumerate(order[1:], start=1):
        head[i] = order[nodes[i][4] % place]
    words, tag, pos, dep = ([node[k] for node in nodes] for k in range(4))
    to_universal(words, pos, tag, dep, head)
    for i in range(len(nodes)):
        steps, k = 0, i
        while k >= 0:
            k, steps = head[k], steps + 1
            assert steps <= len(nodes)
    assert not set(dep) & {
        "prep",
        "pobj",
        "attr",
        "acomp",
        "dobj",
        "nsubjpass",
        "neg",
        "poss",
        "relcl",
        "dative",
        "agent",
    }


def test_parts_of_a_text_are_joined_with_their_heads_moved():
    """Heads of the second part point into the second part."""
    parts = [grammar(built(rows, clear=False)) for rows in SENTENCES[:3]]
    whole = join(parts)
    lengths = [len(part.head) for part in parts]
    assert len(whole.head) == sum(lengths)
    assert [
        head - lengths[0] if head >= 0 else -1 for head in whole.head[lengths[0] : lengths[0] + lengths[1]]
    ] == parts[1].head
    assert whole.dep == [dep for part in parts for dep in part.dep]
    assert join(parts[:1]) is parts[0]


def test_an_empty_doc_has_an_empty_grammar():
    """No word, no row."""
    empty = grammar(Doc(VOCAB))
    assert (empty.pos, empty.dep, empty.head) == ([], [], [])
