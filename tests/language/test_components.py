"""The rules in a stranger's spaCy pipeline."""

import pytest
import spacy
from spacy.tokens import Doc

from rf_scorer import language
from rf_scorer.language.components import MARKERS, MENTIONS, QUESTION, unpack

TEXT = "I used to think she hated me, but {{Mother}} was frightened because her own father had left."


@pytest.fixture
def pipeline():
    """A blank pipeline with both components, added by name."""
    nlp = spacy.blank("en")
    nlp.add_pipe("rf_mentions")
    nlp.add_pipe("rf_markers")
    return nlp


def records(doc):
    """What the spans of a Doc say."""
    mentions = [(span.text, span.label_, *unpack(span), span.id_) for span in doc.spans[MENTIONS]]
    markers = [(span.text, span.label_, span.kb_id_) for span in doc.spans[MARKERS]]
    return mentions, markers


def test_components_say_what_the_highlighter_says(pipeline):
    """The same mentions and markers by either way."""
    mentions, markers = records(pipeline(TEXT))
    found = next(language.load().highlight([(TEXT, None)]))
    assert [(TEXT[m.start : m.end], m.category, m.holder, m.flags, m.lemma, m.rule) for m in found.mentions] == mentions
    assert [(TEXT[m.start : m.end], m.marker, m.family) for m in found.markers] == markers
    assert mentions
    assert markers


def test_no_extension_is_registered(pipeline):
    """A stranger's Doc class is left as it was."""
    pipeline(TEXT)
    assert not Doc.has_extension("rf_mentions")
    assert not Doc.has_extension("holder")


def test_markers_find_mentions_themselves_where_nobody_did():
    """``rf_markers`` alone works, and says the same."""
    nlp = spacy.blank("en")
    nlp.add_pipe("rf_markers")
    both = spacy.blank("en")
    both.add_pipe("rf_mentions")
    both.add_pipe("rf_markers")
    alone, after = nlp(TEXT), both(TEXT)
    assert [(span.text, span.label_, span.kb_id_) for span in alone.spans[MARKERS]] == records(after)[1]


def test_a_doc_survives_bytes(pipeline):
    """Spans with all they carry come back from ``to_bytes`` in another vocabulary."""
    doc = pipeline(TEXT)
    back = Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes())
    assert records(back) == records(doc)


def test_several_processes_agree(pipeline):
    """``n_process=2`` gives what one process gives."""
    texts = [TEXT, "I don't know.", "She seemed sad.", ""] * 3
    assert [records(doc) for doc in pipeline.pipe(texts, n_process=2)] == [records(doc) for doc in pipeline.pipe(texts)]


def test_a_pipeline_survives_the_disk(pipeline, tmp_path):
    """A saved pipeline is loaded with both components, without importing rf_scorer first."""
    pipeline.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert loaded.pipe_names == ["rf_mentions", "rf_markers"]
    assert records(loaded(TEXT)) == records(pipeline(TEXT))


def test_a_question_may_stand_in_the_doc(pipeline):
    """``doc.user_data`` carries the question before the text, for echoes."""
    doc = pipeline.make_doc("Angry, well, angry is too much.")
    doc.user_data[QUESTION] = "Were you angry?"
    mentions, _ = records(pipeline(doc))
    assert "echo" in mentions[0][3]
