"""Adds named entities to a trained pipeline: a recogniser on the finished encoder, which is left as it is."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.training import Example
from spacy.util import load_config
from thinc.api import Adam

from . import corpus
from .conllu import SPOKEN

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from spacy.language import Language

    from .conllu import Sentence

log = logging.getLogger(__name__)

CONFIG = Path(__file__).with_name("names.cfg")
WEIGHTS = corpus.Weights(spoken=2.0, written=1.0, web=0.0, childes=0.0)
PEAK, WARMUP, WORDS, DROPOUT = 0.002, 50, 1000, 0.1


def add(
    nlp: Language,
    texts: Sequence[Sequence[Sentence]],
    dev: Sequence[Example],
    *,
    steps: int,
    every: int,
    rng: random.Random,
) -> float:
    """Add and train the component ``ner``.

    Parameters
    ----------
    nlp : Language
        A trained pipeline without ``ner``; changed in place.
    texts : sequence of documents
        Those with entities are used.
    dev : sequence of Example
        Spoken part of the development part; the best average there is kept.
    steps, every : int
        Updates in all, and between two looks at `dev`.
    rng : random.Random
        Source of all chance.

    Returns
    -------
    float
        F1 of the state kept, in percent.
    """
    named = [text for text in texts if text[0].entities is not None]
    settings = dict(load_config(CONFIG)["components"]["ner"])
    settings.pop("factory")
    ner = nlp.add_pipe("ner", config=settings)
    sample = [*corpus.epoch(nlp, named, corpus.Weights(spoken=1, written=1, web=0, childes=0), rng)]
    ner.initialize(lambda: sample, nlp=nlp)  # type: ignore[attr-defined]
    others = [name for name in nlp.pipe_names if name != "ner"]
    optimizer = Adam(PEAK, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True)
    best, kept = -1.0, b""
    step, batch, size, loss = 0, list[Example](), 0, dict[str, float]()
    while step < steps:
        for eg in corpus.epoch(nlp, named, WEIGHTS, rng):
            batch.append(eg)
            size += len(eg.predicted)
            if size < WORDS or step == steps:
                continue
            optimizer.learn_rate = PEAK * min((step + 1) / WARMUP, max(0.05, 1 - step / steps))
            nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=loss, exclude=others, annotates=["tok2vec"])
            step, batch, size = step + 1, [], 0
            if step % every == 0 or step == steps:
                with nlp.use_params(optimizer.averages):
                    figure = f1(nlp, dev)
                    if figure > best:
                        best, kept = figure, ner.to_bytes()  # type: ignore[attr-defined]
                log.info("names: step %d, F1 %.2f, loss %.0f", step, figure, loss.pop("ner"))
    ner.from_bytes(kept)  # type: ignore[attr-defined]
    return best


def f1(nlp: Language, examples: Sequence[Example]) -> float:
    """F1 of the entities, in percent, on fresh copies of examples."""
    with nlp.select_pipes(enable=["tok2vec", "ner"]):
        fresh = [Example(nlp.make_doc(eg.reference.text), eg.reference) for eg in examples]
        return 100 * float(nlp.evaluate(fresh)["ents_f"] or 0)


def spoken(nlp: Language, texts: Sequence[Sequence[Sentence]]) -> list[Example]:
    """Whole spoken documents as references."""
    references = [corpus.doc(nlp.vocab, text) for text in texts if text[0].genre in SPOKEN]
    return [Example(nlp.make_doc(reference.text), reference) for reference in references]
