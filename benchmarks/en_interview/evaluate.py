"""Measures a pipeline on the test parts of the treebanks: per genre, on stripped talk, its speed and its loading.

Run from the checkout: ``python -m benchmarks.en_interview.evaluate --model models/en_interview --treebanks DIR [--json FILE]``.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.scorer import Scorer
from spacy.training import Example

from rf_scorer.language.ops import fast_products

from ..figures import keeping
from . import corpus
from .conllu import SPOKEN, Sentence
from .variants import Style, apply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Token

TESTS = {"GUM": "en_gum-noNC-test", "EWT": "en_ewt-ud-test", "CHILDES adults": "en_childes-adult-test"}
DEVELOPMENT = {"GUM dev": "en_gum-noNC-dev", "EWT dev": "en_ewt-ud-dev"}
PUNCTUATION = ("p", "punct")
COLUMNS = ("tokens", "tag", "lemma", "UAS", "LAS", "UAS+p", "LAS+p", "sent F", "ent F")
STRIPPED = Style(lower=True, punctuation="none")


def _relation(token: Token, _name: str) -> str:
    return token.dep_.lower()


def _lemma(token: Token, _name: str) -> str:
    return token.lemma_


def _folded(token: Token, _name: str) -> str:
    return token.lemma_.lower()


def measure(examples: Sequence[Example], *, features: bool, fold: bool = False) -> dict[str, float]:
    """Score annotated examples.

    Parameters
    ----------
    examples : sequence of Example
        Predictions beside references.
    features : bool
        Whether the references have base forms.
    fold : bool
        Whether base forms are compared without regard to case, as stripped text needs.

    Returns
    -------
    dict[str, float]
        Percentages, under the names of `COLUMNS`. UAS and LAS leave punctuation out, as spaCy's scorer does;
        with ``+p`` it counts, as in the CoNLL shared tasks. Where tokens differ they are F1 over aligned tokens.
    """
    figures: dict[str, float | None] = {"tokens": float(sum(len(eg.reference) for eg in examples))}
    figures["tag"] = Scorer.score_token_attr(examples, "tag")["tag_acc"]
    if features:
        getter = _folded if fold else _lemma
        figures["lemma"] = Scorer.score_token_attr(examples, "lemma", getter=getter)["lemma_acc"]
    for suffix, ignored in (("", PUNCTUATION), ("+p", ())):
        scores = Scorer.score_deps(examples, "dep", getter=_relation, ignore_labels=ignored)
        figures[f"UAS{suffix}"], figures[f"LAS{suffix}"] = scores["dep_uas"], scores["dep_las"]
    figures["sent F"] = Scorer.score_spans(examples, "sents")["sents_f"]
    if any(eg.reference.has_annotation("ENT_IOB") for eg in examples):
        figures["ent F"] = Scorer.score_spans(examples, "ents", getter=lambda doc, _: doc.ents)["ents_f"]
    return {name: value if name == "tokens" else 100 * value for name, value in figures.items() if value is not None}


def predict(nlp: Language, references: Sequence[Doc], *, own_tokens: bool) -> list[Example]:
    """Annotate the text (or the words) of references."""
    blank = [nlp.make_doc(doc.text) if own_tokens else corpus.plain(nlp.vocab, doc) for doc in references]
    return [Example(predicted, doc) for predicted, doc in zip(nlp.pipe(blank), references, strict=True)]


def groups(treebanks: Path, files: Mapping[str, str]) -> dict[str, list[list[Sentence]]]:
    """Documents of the test parts by row of the table."""
    found: dict[str, list[list[Sentence]]] = defaultdict(list)
    for bank, name in files.items():
        for text in corpus.documents(corpus.load(treebanks, name)):
            genre = text[0].genre
            if bank.startswith("GUM"):
                kind = "spoken" if genre in SPOKEN else "written"
                for row in (f"{bank} {genre}", f"{bank} {kind}"):
                    found[row].append(text)
            found[bank].extend(_chunks(text) if bank.startswith("CHILDES") else [text])
    return found


def _chunks(text: Sequence[Sentence], size: int = 10) -> list[list[Sentence]]:
    return [list(text[at : at + size]) for at in range(0, len(text), size)]


def turns(texts: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
    """Cut documents where the speaker changes, as transcripts are read."""
    return [list(turn) for text in texts for _, turn in itertools.groupby(text, key=lambda s: s.speaker)]


def figures_of(
    nlp: Language, rows: Mapping[str, Sequence[Sequence[Sentence]]], *, own_tokens: bool, fold: bool = False
) -> dict[str, dict[str, float]]:
    """Figures of each row."""
    found = {}
    for name, texts in rows.items():
        references = [corpus.doc(nlp.vocab, text) for text in texts]
        examples = predict(nlp, references, own_tokens=own_tokens)
        found[name] = measure(examples, features=texts[0][0].features, fold=fold)
    return found


def table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """One line of figures a row, as Markdown."""
    lines = [f"| | {' | '.join(COLUMNS)} |", f"|---|{'---:|' * len(COLUMNS)}"]
    for name, figures in rows.items():
        cells = [f"{figures[c]:.0f}" if c == "tokens" else f"{figures[c]:.1f}" if c in figures else "" for c in COLUMNS]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def stripped(texts: Sequence[Sequence[Sentence]], style: Style = STRIPPED) -> list[list[Sentence]]:
    """Write documents in a style."""
    rng = random.Random(0)
    return [[apply(sentence, style, rng) for sentence in text] for text in texts]


def speed(nlp: Language, texts: Sequence[str], *, rounds: int = 3) -> float:
    """Words per second of processor time, the best of some rounds; other programs disturb it less than the clock."""
    best = 0.0
    for _ in range(rounds):
        began = time.process_time()
        words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
        best = max(best, words / (time.process_time() - began))
    return best


def main() -> None:
    """Print the whole report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="folder or name of the pipeline")
    parser.add_argument("--treebanks", type=Path, required=True, help="folder with the .conllu.gz files")
    parser.add_argument("--dev", action="store_true", help="development parts in place of the test parts")
    keeping.offer(parser)
    options = parser.parse_args()
    began = time.perf_counter()
    with fast_products():
        nlp = spacy.load(options.model)
    loading = time.perf_counter() - began
    rows = groups(options.treebanks, DEVELOPMENT if options.dev else TESTS)
    gum = next(name for name in rows if name.endswith("spoken"))
    talk = {
        f"{gum}, ten sentences a text": [part for text in rows[gum] for part in _chunks(text)],
        f"{gum}, one sentence a text": [part for text in rows[gum] for part in _chunks(text, 1)],
        f"{gum}, one turn a text": turns(rows[gum]),
        f"{gum}, one turn a text, no case, no punctuation": stripped(turns(rows[gum])),
        f"{gum}, no case, no punctuation": stripped(rows[gum]),
        f"{gum}, no punctuation": stripped(rows[gum], Style(punctuation="none")),
        f"{gum}, no case": stripped(rows[gum], Style(lower=True)),
        f"{gum}, curly apostrophes": stripped(rows[gum], Style(curly=True)),
    }
    figures = {
        "whole": figures_of(nlp, rows, own_tokens=False),
        "own": figures_of(nlp, rows, own_tokens=True),
        "cut": figures_of(nlp, talk, own_tokens=False, fold=True),
    }
    print(f"Words as in the treebank, whole documents\n\n{table(figures['whole'])}\n")
    print(f"Words as the pipeline splits them\n\n{table(figures['own'])}\n")
    print(f"Other cuts, and stripped talk; words as in the treebank\n\n{table(figures['cut'])}\n")
    keeping.write(options.json, figures)
    texts = [corpus.doc(nlp.vocab, part).text for text in rows[gum[: gum.rindex(" ")]] for part in _chunks(text, 5)]
    spacy_blank = spacy.blank("en")
    cold = speed(spacy_blank, texts, rounds=1)
    size = (
        sum(f.stat().st_size for f in Path(options.model).rglob("*") if f.is_file())
        if Path(options.model).is_dir()
        else 0
    )
    print(
        f"Loading {loading:.2f} s; {size / 1e6:.2f} MB; {speed(nlp, texts):,.0f} words/s on one core, as rf_scorer loads it,"
    )
    print(f"{speed(spacy.load(options.model), texts):,.0f} words/s as spacy.load does;")
    print(f"blank tokenizer {cold:,.0f} words/s cold, {speed(spacy_blank, texts):,.0f} warm")
    for name in nlp.pipe_names[1:]:
        with nlp.select_pipes(disable=[name]):
            print(f"without {name}: {speed(nlp, texts, rounds=2):,.0f} words/s")


if __name__ == "__main__":
    main()
