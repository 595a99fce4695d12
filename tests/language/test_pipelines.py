"""Pipelines: the one that ships, others by name or folder, and folders that are none."""

import shutil
import time
from importlib.resources import as_file

import pytest
import spacy
from spacy.language import Language
from thinc.api import NumpyOps, get_current_ops

from rf_scorer import language, resources
from rf_scorer.errors import ResourceMissing, UsageError
from rf_scorer.language import pipelines
from rf_scorer.language.analysis import shipped
from rf_scorer.language.pipelines import SHIPPED, Pipeline, load_pipeline
from rf_scorer.language.spoken import MOST_WORDS

PIPELINE = load_pipeline()


@pytest.fixture(scope="module")
def shipped_folder(tmp_path_factory):
    """A copy of the pipeline that ships; tests copy it again before they break it."""
    folder = tmp_path_factory.mktemp("pipelines") / "mine"
    with as_file(resources.folder("models") / SHIPPED) as source:
        shutil.copytree(source, folder)
    return folder


def without(component, folder):
    """The shipped pipeline without one component, on disk."""
    nlp = load_pipeline().nlp
    nlp.remove_pipe(component)
    nlp.to_disk(folder)
    return folder


@Language.component("rf_test_clear")
def clear_annotation(doc):
    """Annotates any text as one predicate after *be*, in CLEAR labels, with Penn tags; no base forms, no parts of speech."""
    for token in doc:
        token.tag_ = {"i": "PRP", "was": "VBD", ".": "."}.get(token.lower_, "JJ")
        token.dep_ = {"i": "nsubj", "was": "ROOT", ".": "punct"}.get(token.lower_, "acomp")
        token.head = doc[min(1, len(doc) - 1)]
    return doc


@Language.component("rf_test_foreign_tags")
def foreign_tags(doc):
    """Annotates every word with a tag that is not of the Penn Treebank."""
    for token in doc:
        token.tag_, token.dep_ = "WORD", "dep"
    return doc


def test_the_shipped_pipeline_tags_and_parses():
    """What was said comes back as a grammar of Universal Dependencies, one row a word."""
    (found,) = PIPELINE.grammars([PIPELINE.hear("My mother was angry.")])
    assert found.tag == ["PRP$", "NN", "VBD", "JJ", "."]
    assert found.dep == ["nmod:poss", "nsubj", "cop", "root", "punct"]
    assert found.head == [1, 3, 3, -1, 3]
    assert found.lemma[2] == "be"
    assert found.begins == [True, False, False, False, False]


def test_the_shipped_pipeline_is_loaded_quickly():
    """Loading takes well under a second on an idle machine; the bound leaves room for a busy one."""
    begin = time.perf_counter()
    load_pipeline()
    assert time.perf_counter() - begin < 5


def test_fast_products_are_left_behind_nowhere():
    """Loading leaves thinc's operations for everybody else as they were."""
    load_pipeline()
    assert type(get_current_ops()) is NumpyOps


def test_provenance_names_the_pipeline_and_its_bytes(shipped_folder, tmp_path):
    """Name, version and digest; a copy elsewhere has the same, a changed byte another digest."""
    found = PIPELINE.provenance
    assert set(found) == {"pipeline", "pipeline_version", "pipeline_sha256"}
    assert len(found["pipeline_sha256"]) == 64
    assert load_pipeline(SHIPPED).provenance == found
    assert load_pipeline(shipped_folder).provenance == found
    changed = tmp_path / "changed"
    shutil.copytree(shipped_folder, changed)
    (changed / "meta.json").write_text((changed / "meta.json").read_text("utf-8") + "\n", "utf-8")
    assert load_pipeline(changed).provenance["pipeline_sha256"] != found["pipeline_sha256"]


def test_a_pipeline_by_folder_gives_the_same_highlights(shipped_folder):
    """``language.load`` takes a folder as a string or a path."""
    text = "I think she was frightened of my father."
    (expected,) = language.load().highlight([(text, None)])
    for given in (str(shipped_folder), shipped_folder):
        assert next(language.load(given).highlight([(text, None)])) == expected


def test_a_pipeline_of_clear_labels_without_base_forms_works(tmp_path):
    """A stranger's components, in CLEAR labels, without parts of speech and lemmas, are enough for the rules."""
    nlp = spacy.blank("en")
    nlp.add_pipe("rf_test_clear")
    nlp.to_disk(tmp_path / "clear")
    loaded = load_pipeline(tmp_path / "clear")
    (found,) = loaded.grammars([loaded.hear("I was ashamed .")], base=shipped().base)
    assert found.dep == ["nsubj", "cop", "root", "punct"]
    assert found.lemma[1] == "be"
    assert found.pos == ["PRON", "AUX", "ADJ", "PUNCT"]
    (marked,) = language.load(tmp_path / "clear").highlight([("I was ashamed .", None)])
    assert [(mention.category, mention.holder) for mention in marked.mentions] == [("emotion", "self")]


@pytest.mark.parametrize("name", ["en_core_web_nothing", "no/such/folder", "", "a\0b", "x" * 5000, "~nobody"])
def test_a_pipeline_that_is_not_there(name):
    """A name that nothing goes by is wrong usage; the message repeats it and says what there is."""
    with pytest.raises(UsageError) as caught:
        load_pipeline(name)
    assert repr(name) in caught.value.message
    assert SHIPPED in caught.value.remedy


def test_a_folder_or_a_file_that_is_no_pipeline(tmp_path):
    """A folder without config.cfg, and a file, are told from a damaged pipeline."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("x")
    for path in (tmp_path / "notes", tmp_path / "notes" / "a.txt"):
        with pytest.raises(UsageError, match="is not a spaCy pipeline"):
            load_pipeline(path)


@pytest.mark.parametrize(
    "name", ["config.cfg", "meta.json", "tokenizer", "parser/model", "vocab/strings.json", "tagger/cfg"]
)
@pytest.mark.parametrize("damage", ["gone", "cut short", "garbage"])
def test_a_damaged_pipeline_is_told_by_its_name(shipped_folder, tmp_path, name, damage):
    """A file that is missing, cut short or random bytes is wrong usage with a remedy, never a traceback."""
    folder = tmp_path / "broken"
    shutil.copytree(shipped_folder, folder)
    path = folder / name
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(
            path.read_bytes()[: path.stat().st_size // 2] if damage == "cut short" else bytes(range(256)) * 40
        )
    with pytest.raises(UsageError) as caught:
        load_pipeline(folder)
    assert "broken" in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("component", ["tagger", "parser"])
def test_a_pipeline_that_lacks_a_component(tmp_path, component):
    """The message says which component is missing, and the remedy how to add it."""
    folder = without(component, tmp_path / "lacking")
    with pytest.raises(UsageError) as caught:
        load_pipeline(folder)
    assert f"has no {component}" in caught.value.message
    assert f"add_pipe('{component}'" in caught.value.remedy


def test_a_blank_pipeline_lacks_a_tagger_first(tmp_path):
    """Of several missing components the first is named."""
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(UsageError, match="has no tagger"):
        load_pipeline(tmp_path / "blank")


def test_a_pipeline_for_another_language(tmp_path):
    """Rules for English need an English pipeline."""
    spacy.blank("de").to_disk(tmp_path / "german")
    with pytest.raises(UsageError, match="not for English"):
        load_pipeline(tmp_path / "german")


def test_a_pipeline_that_was_never_trained(tmp_path):
    """Components without a model fail on our own sentence, not on the first interview."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger")
    nlp.add_pipe("parser")
    nlp.to_disk(tmp_path / "untrained")
    with pytest.raises(UsageError):
        load_pipeline(tmp_path / "untrained")


def test_a_pipeline_with_other_tags(tmp_path):
    """Tags that are not Penn's would silently mean nothing to the rules."""
    nlp = spacy.blank("en")
    nlp.add_pipe("rf_test_foreign_tags")
    nlp.to_disk(tmp_path / "foreign")
    with pytest.raises(UsageError, match="Penn"):
        load_pipeline(tmp_path / "foreign")


def test_a_pipeline_whose_component_nobody_provides(tmp_path, shipped_folder):
    """A factory that is not installed is a missing library, not damage."""
    folder = tmp_path / "lacking"
    shutil.copytree(shipped_folder, folder)
    config = (folder / "config.cfg").read_text("utf-8")
    (folder / "config.cfg").write_text(
        config.replace('factory = "morphologizer"', 'factory = "curated_something"'), "utf-8"
    )
    with pytest.raises(UsageError, match="library that is not installed"):
        load_pipeline(folder)


def test_an_installation_without_its_pipeline(monkeypatch, tmp_path):
    """What must have come with the package is a fault of the installation, missing or damaged."""
    monkeypatch.setattr(pipelines.resources, "folder", lambda kind: tmp_path)
    with pytest.raises(ResourceMissing, match="is missing"):
        load_pipeline()
    (tmp_path / SHIPPED).mkdir()
    (tmp_path / SHIPPED / "config.cfg").write_bytes(b"\xff")
    with pytest.raises(ResourceMissing, match="damaged"):
        load_pipeline()


class _Counting:
    """Stands in for a pipeline and counts what it is given at once."""

    def __init__(self, nlp):
        self.meta, self.vocab, self.tokenizer = nlp.meta, nlp.vocab, nlp.tokenizer
        self.pipe_names, self.pipe_labels, self._nlp = nlp.pipe_names, nlp.pipe_labels, nlp
        self.batches = []

    def pipe(self, docs, *, batch_size):
        """Parse, and note how many words the Docs have."""
        self.batches.append([len(doc) for doc in docs])
        return self._nlp.pipe(docs, batch_size=batch_size)


def test_what_is_parsed_at_once_is_bounded():
    """Neither a long text nor many texts make a batch larger than memory allows, and every text gets its own grammar in order."""
    counting = _Counting(PIPELINE.nlp)
    pipeline = Pipeline(counting, "")
    long = "and then I was sad about it " * 700
    texts = ["", "I was sad.", long, *["She left me."] * 900, "", "   "]
    heard = [pipeline.hear(text) for text in texts]
    grammars = list(pipeline.grammars(heard))
    assert [len(found.head) for found in grammars] == [len(spoken.words) for spoken in heard]
    assert max(max(batch) for batch in counting.batches) <= MOST_WORDS
    assert max(sum(batch) for batch in counting.batches) <= pipelines._WORDS_AT_ONCE
    assert all(-1 <= head < len(found.head) for found in grammars for head in found.head)


def test_grammars_are_read_as_needed():
    """No text is taken before it is needed to fill a batch."""
    asked = []

    def heard():
        for number in range(4000):
            asked.append(number)
            yield PIPELINE.hear("I was sad.")

    next(PIPELINE.grammars(heard()))
    assert len(asked) < 4000
