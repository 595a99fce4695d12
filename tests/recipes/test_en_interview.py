"""The recipe of the trained pipeline, on a treebank of a few invented sentences."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

ROOT = Path(__file__).parents[2]

#: Words with tag, part of speech, features, lemma, head and relation; a name is marked as GUM marks entities.
SENTENCES = (
    (
        "Well UH INTJ _ well 3 discourse _",
        "I PRP PRON Person=1 I 3 nsubj _",
        "thought VBD VERB Tense=Past think 0 root _",
        "he PRP PRON Person=3 he 5 nsubj _",
        "knew VBD VERB Tense=Past know 3 ccomp _",
        "Tobias NNP PROPN Number=Sing Tobias 5 obj Entity=(1-person-1)",
        ". . PUNCT _ . 3 punct SpaceAfter=No",
    ),
    (
        "She PRP PRON Person=3 she 2 nsubj _",
        "cried VBD VERB Tense=Past cry 0 root _",
        "and CC CCONJ _ and 4 cc _",
        "laughed VBD VERB Tense=Past laugh 2 conj SpaceAfter=No",
        ". . PUNCT _ . 2 punct _",
    ),
)


def _conllu(document: str) -> str:
    lines = [f"# newdoc id = {document}"]
    for sentence in SENTENCES:
        for number, row in enumerate(sentence, start=1):
            word, tag, pos, features, lemma, head, relation, misc = row.split()
            lines.append("\t".join((str(number), word, lemma, pos, tag, features, head, relation, "_", misc)))
        lines.append("")
    return "\n".join(lines) + "\n"


@pytest.fixture
def treebanks(tmp_path: Path) -> Path:
    """The files that the recipe wants, each with a few documents."""
    folder = tmp_path / "treebanks"
    folder.mkdir()
    for name, document in {
        "en_gum-noNC-train": "GUM_interview_home",
        "en_gum-noNC-dev": "GUM_conversation_tea",
        "en_ewt-ud-train": "weblog-home",
        "en_childes-adult-train": "childes",
    }.items():
        text = "".join(_conllu(f"{document}{number}") for number in range(6))
        (folder / f"{name}.conllu.gz").write_bytes(gzip.compress(text.encode()))
    return folder


@pytest.fixture
def vectors(tmp_path: Path) -> tuple[Path, Path]:
    """Word vectors as the npm package has them, of a few words, and a list of words."""
    words = ["she", "thought", "knew", "cried", "well"]
    table = {word: [float(len(word) * k % 7) for k in range(100)] + [1.0, 0.0] for word in words}
    source, listed = tmp_path / "vectors.json", tmp_path / "words.txt"
    source.write_text(json.dumps({"dimensions": 100, "vectors": table}), encoding="utf-8")
    listed.write_text("the\n" + "\n".join(words), encoding="utf-8")
    return source, listed


def test_the_recipe_makes_a_pipeline_that_loads(treebanks: Path, vectors: tuple[Path, Path], tmp_path: Path) -> None:
    """One command leads from treebanks to a pipeline with every component, its licence and its attributions."""
    out = tmp_path / "en_interview"
    source, words = vectors
    options = (
        "--treebanks",
        treebanks,
        "--vectors",
        source,
        "--words",
        words,
        "--out",
        out,
        "--steps",
        "2",
        "--every",
        "1",
        "--names",
        "1",
    )
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.en_interview", *map(str, options)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    nlp = spacy.load(out)
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "trainable_lemmatizer", "parser", "ner"]
    doc = nlp("I thought she knew it.")
    assert doc.has_annotation("DEP")
    assert all(token.tag_ for token in doc)
    assert nlp.vocab.vectors.shape[0] == 5
    assert doc[1].has_vector
    assert nlp.meta["license"] == "CC BY-SA 4.0"
    assert {"LICENSE", "ATTRIBUTION.md"} <= {file.name for file in out.iterdir()}


def test_variants_keep_one_root_and_their_words(treebanks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However a sentence is stripped, lower-cased or made to stumble, it stays a tree over its own words."""
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.en_interview import conllu, variants

    chance = random.Random(1)
    for sentence in conllu.read(treebanks / "en_gum-noNC-train.conllu.gz"):
        for style in (
            variants.Style(lower=True, punctuation="none"),
            variants.Style(disfluency=0.8),
            variants.Style(punctuation="inner", curly=True, disfluency=0.3),
        ):
            made = variants.apply(sentence, style, chance)
            assert sum(head == i for i, head in enumerate(made.heads)) == 1
            assert (
                len(
                    {len(column) for column in (made.words, made.spaces, made.tags, made.heads, made.deps, made.lemmas)}
                )
                == 1
            )
            plain = [word.lower() for word in sentence.words if word.isalpha()]
            rest = iter(word.lower() for word in made.words)
            assert all(word in rest for word in plain)
