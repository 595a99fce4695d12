"""The rules in a stranger's spaCy pipeline."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.tokens import Doc

from rf_scorer import language
from rf_scorer.domain import CATEGORIES
from rf_scorer.errors import UsageError
from rf_scorer.language import components
from rf_scorer.language.analysis import shipped
from rf_scorer.language.components import MARKERS, MENTIONS, QUESTION, displacy_options, unpack, unpack_marker
from rf_scorer.language.pipelines import load_pipeline

TEXT = "I used to think she hated me, but my mother was frightened because her own father had left."


def with_rules(*names):
    """The shipped pipeline with components added by name."""
    nlp = load_pipeline().nlp
    for name in names:
        nlp.add_pipe(name)
    return nlp


@pytest.fixture(scope="module")
def pipeline():
    """The shipped pipeline with both components."""
    return with_rules("rf_mentions", "rf_markers")


def records(doc):
    """What the spans of a Doc say."""
    mentions = [(span.text, span.label_, unpack(span)) for span in doc.spans[MENTIONS]]
    markers = [(span.text, span.label_, unpack_marker(span)) for span in doc.spans[MARKERS]]
    return mentions, markers


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "I don't know why he shouted. Maybe he was ashamed, so he hid it.",
        "She made me feel guilty, and I think that is why I left.",
        "It rained.",
        "",
    ],
)
def test_components_say_what_the_highlighter_says(pipeline, text):
    """The same mentions and markers by either way, with all that they carry."""
    mentions, markers = records(pipeline(text))
    found = next(language.load().highlight([(text, None)]))
    assert mentions == [
        (text[m.start : m.end], m.category, (m.holder, m.flags, m.lemma, m.rule, m.level)) for m in found.mentions
    ]
    assert markers == [(text[m.start : m.end], m.marker, (m.family, m.rule, m.mentions)) for m in found.markers]


def test_something_is_found(pipeline):
    """The text of these tests has mentions with levels and markers with mentions."""
    mentions, markers = records(pipeline(TEXT))
    assert any(carried.level is not None for _, _, carried in mentions)
    assert any(carried.mentions for _, _, carried in markers)
    assert all(index < len(mentions) for _, _, carried in markers for index in carried.mentions)


def test_no_extension_is_registered(pipeline):
    """A stranger's Doc class is left as it was."""
    pipeline(TEXT)
    assert not Doc.has_extension("rf_mentions")
    assert not Doc.has_extension("holder")


def test_mentions_alone_have_no_level_yet():
    """``rf_mentions`` without ``rf_markers`` finds the same states; their levels rest on markers."""
    alone, both = with_rules("rf_mentions")(TEXT), with_rules("rf_mentions", "rf_markers")(TEXT)
    assert MARKERS not in alone.spans
    assert [(span.text, unpack(span)) for span in alone.spans[MENTIONS]] == [
        (span.text, unpack(span)._replace(level=None)) for span in both.spans[MENTIONS]
    ]


def test_markers_find_mentions_themselves_where_nobody_did(pipeline):
    """``rf_markers`` alone works, says the same, and leaves the mentions to which its markers point."""
    assert records(with_rules("rf_markers")(TEXT)) == records(pipeline(TEXT))


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
    """A saved pipeline is loaded with both components."""
    pipeline.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert loaded.pipe_names[-2:] == ["rf_mentions", "rf_markers"]
    assert records(loaded(TEXT)) == records(pipeline(TEXT))


def test_components_survive_bytes(pipeline):
    """``nlp.to_bytes`` and ``from_bytes`` lose nothing."""
    other = with_rules("rf_mentions", "rf_markers")
    other.from_bytes(pipeline.to_bytes())
    assert records(other(TEXT)) == records(pipeline(TEXT))


def test_a_process_that_never_heard_of_rf_scorer_knows_the_components(pipeline, tmp_path):
    """The entry point alone is enough: ``spacy.load`` and ``add_pipe`` in a fresh process, without an import of ours."""
    load_pipeline().nlp.to_disk(tmp_path / "plain")
    program = f"""
        import spacy
        nlp = spacy.load({str(tmp_path / "plain")!r})
        nlp.add_pipe("rf_mentions")
        nlp.add_pipe("rf_markers")
        doc = nlp({TEXT!r})
        print(*(span.label_ for span in doc.spans["rf_mentions"]), len(doc.spans["rf_markers"]))
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True)
    mentions, markers = records(pipeline(TEXT))
    assert run.stdout.split() == [*(label for _, label, _ in mentions), str(len(markers))]


def test_spacy_alone_does_not_load_the_rules():
    """An import of spaCy imports every entry point of every package at its start: ours brings neither the codebook nor the rules with it."""
    program = (
        "import sys, spacy; spacy.blank('en'); "
        "print([name for name in sys.modules if name.startswith('rf_scorer.') and ('codebook' in name or 'transcripts' in name)])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_question_may_stand_in_the_doc(pipeline):
    """``doc.user_data`` carries the question before the text, for echoes."""
    doc = pipeline.make_doc("Angry, well, angry is too much.")
    doc.user_data[QUESTION] = "Were you angry?"
    mentions, _ = records(pipeline(doc))
    assert "echo" in mentions[0][2].flags


@pytest.mark.parametrize("name", [MENTIONS, MARKERS])
@pytest.mark.parametrize(
    ("annotation", "component"),
    [
        ({}, "tagger"),
        ({"heads": [1, 1, 1], "deps": ["nsubj", "ROOT", "obj"]}, "tagger"),
        ({"tags": ["PRP", "VBD", "PRP"]}, "parser"),
    ],
)
def test_a_doc_without_tags_or_parse_is_refused(name, annotation, component):
    """The error names the component that should stand before, instead of finding nothing."""
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    with pytest.raises(UsageError) as caught:
        nlp(Doc(nlp.vocab, words=["I", "hated", "her"], **annotation))
    assert f"no {component} stands before it" in caught.value.message
    assert component in caught.value.remedy


def test_an_empty_doc_needs_no_annotation():
    """Nothing was said, nothing is found."""
    nlp = spacy.blank("en")
    nlp.add_pipe("rf_mentions")
    nlp.add_pipe("rf_markers")
    assert records(nlp("")) == ([], [])


@pytest.mark.parametrize("key", [MENTIONS, MARKERS])
def test_displacy_shows_the_spans_in_their_colours(pipeline, key):
    """Style ``span`` renders every label in the colour of its category or family, with holder and flags beside it."""
    doc = pipeline(TEXT)
    options = displacy_options(key)
    page = displacy.render(doc, style="span", options=options, jupyter=False)
    for span in doc.spans[key]:
        assert span.label_ in page
        assert span.kb_id_ in page
        assert options["colors"][span.label_] in page


def test_every_label_has_a_colour():
    """Each category and each marker of the codebook."""
    assert set(CATEGORIES) <= set(displacy_options()["colors"])
    assert {entry.id for entry in shipped().codebook.markers} == set(displacy_options(MARKERS)["colors"])


def _blocks():
    """The Python that the module's docstring and the README show of the components."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    shown = [block for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "rf_mentions" in block]
    docstring = components.__doc__.partition("::\n\n")[2]
    return [textwrap.dedent(docstring.partition("\n\nResults")[0]), *shown]


@pytest.mark.parametrize("block", _blocks())
def test_what_is_shown_to_users_runs(block, capsys):
    """The example is eight lines that print what was found."""
    assert len([line for line in block.splitlines() if line.strip()]) <= 8
    exec(compile(block, "example", "exec"), {})
    assert "frightened emotion other" in capsys.readouterr().out


def test_spacy_knows_what_the_components_need():
    """``nlp.analyze_pipes`` tells a missing tagger and parser before anything runs."""
    nlp = spacy.blank("en")
    nlp.add_pipe("rf_mentions")
    problems = nlp.analyze_pipes()["problems"]["rf_mentions"]
    assert set(problems) == {"token.tag", "token.dep"}


@pytest.mark.parametrize("name", [MENTIONS, MARKERS])
def test_a_pipeline_of_another_language_is_refused(name):
    """The rules would find words of English in it, and say nothing of all others."""
    with pytest.raises(UsageError, match="is for English"):
        spacy.blank("de").add_pipe(name)
