"""The codebook's own examples, and what it refuses."""

import json
import tomllib

import jsonschema
import pytest

from rf_scorer import resources
from rf_scorer.domain import CATEGORIES, MARKER_FAMILIES
from rf_scorer.errors import UsageError
from rf_scorer.language import codebook as books
from rf_scorer.language.analysis import shipped
from rf_scorer.language.examples import plain, read
from rf_scorer.language.pipelines import load_pipeline

ANALYSER = shipped()
BOOK = ANALYSER.codebook
PIPELINE = load_pipeline()
FOLDER = resources.folder("annotation_guides") / "codebook"


def look(text):
    """View and mentions of a sentence."""
    view = ANALYSER.view(PIPELINE.nlp(text))
    return view, ANALYSER.mentions.find(view)


def touching(view, found, mark):
    """Those of the found that overlap with a marked part."""
    return [item for item in found if view.s[item.start] < mark.end and view.e[item.end - 1] > mark.start]


MATCHING = [
    pytest.param(entry, example, id=f"{entry.id}: {example}") for entry in BOOK.entries for example in entry.matching
]
NON_MATCHING = [
    pytest.param(entry, example, id=f"{entry.id}: {example}")
    for entry in BOOK.entries
    for example in entry.non_matching
]


@pytest.mark.parametrize(("entry", "example"), MATCHING)
def test_an_entry_finds_what_its_examples_mark(entry, example):
    """Exactly the marked words are found by the entry, with the holder and flags that the example states; a skipping entry keeps them unmarked."""
    text, marks = read(example)
    view, found = look(text)
    assert marks
    for mark in marks:
        here = touching(view, found, mark)
        if entry.skip:
            assert here == []
            continue
        assert [(view.s[item.start], view.e[item.end - 1], item.rule) for item in here] == [
            (mark.start, mark.end, entry.id)
        ]
        if mark.attributes:
            assert (here[0].holder, *here[0].flags) == mark.attributes


@pytest.mark.parametrize(("entry", "example"), NON_MATCHING)
def test_an_entry_leaves_its_counterexamples_alone(entry, example):
    """A counterexample is not found by the entry; another entry may find it."""
    _, found = look(example)
    assert [item for item in found if item.rule == entry.id] == []


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.id) for entry in BOOK.entries if entry.frame])
def test_every_word_of_an_entry_is_found_in_its_frame(entry):
    """Each headword, inflected into the frame, yields a mention of the entry's category."""
    missed = []
    for lemma in entry.lemmas:
        forms = {tag: values[0] for tag, values in BOOK.words.inflector.forms(lemma, entry.part).items()}
        _, found = look(entry.frame.format(**forms))
        if not any(item.category == entry.category for item in found):
            missed.append(lemma)
    assert missed == []


@pytest.mark.parametrize("marker", [pytest.param(marker, id=marker.id) for marker in BOOK.markers])
def test_a_marker_finds_its_examples_and_no_counterexample(marker):
    """Every marked part overlaps with the marker; no counterexample holds it."""
    for example in marker.matching:
        text, marks = read(example)
        view, found = look(text)
        markers = [item for item in ANALYSER.markers.find(view, found) if item.marker == marker.id]
        assert all(touching(view, markers, mark) for mark in marks), example
    for example in marker.non_matching:
        view, found = look(example)
        assert marker.id not in {item.marker for item in ANALYSER.markers.find(view, found)}, example


def test_the_codebook_is_broad():
    """More than four hundred headwords over all five categories, and every marker family."""
    lemmas = {(entry.category, lemma) for entry in BOOK.entries if not entry.skip for lemma in entry.lemmas}
    assert len(lemmas) > 400
    assert {category for category, _ in lemmas} == set(CATEGORIES)
    assert {marker.family for marker in BOOK.markers} == set(MARKER_FAMILIES)


@pytest.mark.parametrize("name", books.FILES[2:])
def test_every_file_matches_the_schema(name):
    """The files satisfy the schema that ships beside them."""
    schema = json.loads((resources.folder("schemas") / "codebook.schema.json").read_text(encoding="utf-8"))
    document = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    assert [error.json_path for error in jsonschema.Draft202012Validator(schema).iter_errors(document)] == []


def texts(**changed):
    """The codebook's files, some of them replaced."""
    return {name: changed.get(name) or (FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in books.FILES}


ENTRY = 'category = "perception"\ntitle = "x"\nabout = "x"\n[[entry]]\nid = "perception.x"\nmatching = ["I [peek] ."]\n'


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('lemmas = ["peek"]\ncolour = "red"', "no key 'colour'"),
        ('lemmas = ["peek"]\nwhen = { weather = "fine" }', "no key 'weather'"),
        ('lemmas = ["peek"]\nwhen = { tense = "pluperfect" }', "'pluperfect' is not known"),
        ('lemmas = ["peek"]\nwhen = { pos = "GERUND" }', "'GERUND' is not known"),
        ('lemmas = ["peek"]\nwhen = { object = "idea" }', "'idea' is not known"),
        ('lemmas = ["peek"]\npatterns = ["a peek"]', "either lemmas or patterns"),
        ('patterns = ["{unheard} of"]', "no class {unheard}"),
        ('patterns = ["[ left open"]', "bracket is not closed"),
        ('patterns = ["<3> *"]', "no word of it is fixed"),
        ("lemmas = [", "not TOML"),
    ],
)
def test_what_is_unknown_is_refused(lines, says):
    """The message names the file, the fault, and what would be allowed."""
    with pytest.raises(UsageError) as caught:
        books.parse_codebook(texts(perception=ENTRY + lines))
    assert says in str(caught.value)
    assert "perception.toml" in str(caught.value)


def test_an_id_stands_once():
    """Two entries of one id could not be told apart in a result."""
    body = ENTRY + 'lemmas = ["peek"]\n[[entry]]\nid = "perception.x"\nlemmas = ["peer"]\nmatching = ["I [peer] ."]\n'
    with pytest.raises(UsageError, match="stands twice"):
        books.parse_codebook(texts(perception=body))


def test_the_digest_changes_with_any_file():
    """Two codebooks that differ in one letter have different digests."""
    changed = books.parse_codebook(texts(words=(FOLDER / "words.toml").read_text(encoding="utf-8") + "# \n"))
    assert changed.digest != BOOK.digest
    assert len(changed.digest) == 64


def test_an_example_is_read_and_shown():
    """Brackets give spans into the plain sentence, and bold print for a reader."""
    text, marks = read("She was [angry|other,negated] , so [so] sad.")
    assert text == "She was angry, so so sad."
    assert [text[mark.start : mark.end] for mark in marks] == ["angry", "so"]
    assert marks[0].attributes == ("other", "negated")
    assert plain("She was [angry|other] .") == "She was **angry**."
