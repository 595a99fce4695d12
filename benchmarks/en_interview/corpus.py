"""Training examples: runs of sentences, weighed by genre and written in drawn styles."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from spacy.training import Example

from .conllu import SPOKEN, Sentence, read
from .variants import Style, apply, draw

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from spacy.language import Language
    from spacy.vocab import Vocab

LONGEST_RUN = 14
"""Sentences joined in one example, at most."""
MOST_WORDS = 180
"""Words after which a run is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How often a sentence of each kind is seen in one epoch (a fraction is a probability)."""

    spoken: float
    written: float
    web: float
    childes: float

    def of(self, sentence: Sentence) -> float:
        """Weight of a sentence."""
        if sentence.genre in SPOKEN:
            return self.spoken
        if sentence.genre == "childes":
            return self.childes
        return self.written if sentence.entities is not None else self.web


def load(folder: Path, *names: str) -> list[Sentence]:
    """Read treebank files of a folder, in the order named."""
    return [sentence for name in names for sentence in read(folder / f"{name}.conllu.gz")]


def doc(vocab: Vocab, sentences: Sequence[Sentence]) -> Doc:
    """Join sentences to one annotated Doc; what a treebank lacks stays unset, which spaCy reads as missing."""
    words: list[str] = []
    spaces: list[bool] = []
    heads: list[int] = []
    entities: list[str] | None = None if any(s.entities is None for s in sentences) else []
    features = all(s.features for s in sentences)
    for sentence in sentences:
        offset = len(words)
        words.extend(sentence.words)
        spaces.extend((*sentence.spaces[:-1], True))
        heads.extend(offset + head for head in sentence.heads)
        if entities is not None:
            entities.extend(_iob(sentence))
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=list(itertools.chain.from_iterable(s.tags for s in sentences)),
        pos=list(itertools.chain.from_iterable(s.pos for s in sentences)) if features else None,
        morphs=list(itertools.chain.from_iterable(s.morphs for s in sentences)) if features else None,
        lemmas=list(itertools.chain.from_iterable(s.lemmas for s in sentences)) if features else None,
        heads=heads,
        deps=list(itertools.chain.from_iterable(s.deps for s in sentences)),
        ents=entities,
    )


def _iob(sentence: Sentence) -> list[str]:
    tags = ["O"] * len(sentence)
    for start, end, label in sentence.entities or ():
        tags[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    return tags


def documents(sentences: Iterable[Sentence]) -> list[list[Sentence]]:
    """Group neighbouring sentences of one document."""
    return [list(group) for _, group in itertools.groupby(sentences, key=lambda s: s.document)]


def epoch(
    nlp: Language, texts: Sequence[Sequence[Sentence]], weights: Weights, rng: random.Random
) -> Iterator[Example]:
    """Yield one epoch of examples in random order.

    Parameters
    ----------
    nlp : Language
        Gives vocabulary and tokenizer. Three runs in four are split as its tokenizer does, as text will be at
        use; the others keep the words of the treebank.
    texts : sequence of sequences of Sentence
        Documents, from `documents`.
    weights : Weights
        How often each kind is seen.
    rng : random.Random
        Source of all chance.
    """
    runs: list[list[Sentence]] = []
    for text in texts:
        weight = weights.of(text[0])
        times = int(weight) + (rng.random() < weight % 1)
        for _ in range(times):
            runs.extend(_runs(text, rng))
    rng.shuffle(runs)
    for run in runs:
        yield example(nlp, run, draw(rng, spoken=run[0].genre in SPOKEN), rng)


def _runs(text: Sequence[Sentence], rng: random.Random) -> Iterator[list[Sentence]]:
    at = 0
    while at < len(text):
        wanted = min(LONGEST_RUN, 1 + int(rng.expovariate(0.3)))
        run: list[Sentence] = []
        while at < len(text) and len(run) < wanted and sum(map(len, run)) < MOST_WORDS:
            run.append(text[at])
            at += 1
        yield run


def example(nlp: Language, run: Sequence[Sentence], style: Style, rng: random.Random) -> Example:
    """Write a run in a style and pair it with the Doc to be annotated."""
    reference = doc(nlp.vocab, [apply(sentence, style, rng) for sentence in run])
    if rng.random() < 0.75:
        return Example(nlp.make_doc(reference.text), reference)
    return Example(plain(nlp.vocab, reference), reference)


def plain(vocab: Vocab, reference: Doc) -> Doc:
    """Return the words of a Doc without annotation."""
    return Doc(vocab, words=[t.text for t in reference], spaces=[bool(t.whitespace_) for t in reference])
