"""Trains the pipeline: one shared encoder, weights averaged, the best average on talk of the development part kept."""

from __future__ import annotations

import json
import logging
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.training import Example
from spacy.util import load_config, load_model_from_config
from thinc.api import Adam, fix_random_seed, set_current_ops

from rf_scorer.language.ops import FastOps

from . import corpus, names, notices, vectors
from .corpus import Weights
from .variants import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language

    from .conllu import Sentence

log = logging.getLogger(__name__)

CONFIG = Path(__file__).with_name("config.cfg")
TRAIN = ("en_gum-noNC-train", "en_ewt-ud-train", "en_childes-adult-train")
DEV = "en_gum-noNC-dev"
MEASURES = {
    "dep_las": "las",
    "dep_uas": "uas",
    "tag_acc": "tag",
    "pos_acc": "pos",
    "morph_acc": "morph",
    "lemma_acc": "lemma",
    "sents_f": "sent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The course of training.

    Attributes
    ----------
    steps, warmup : int
        Updates in all, and those in which the learning rate rises.
    peak : float
        Highest learning rate; after it, a straight line down to a twentieth of it.
    batch : tuple[int, int]
        Words in one update, at the beginning and from the middle of training on.
    dropout : float
        Share of activations dropped.
    early, late : Weights
        How kinds of text are weighed in the first two thirds, and after.
    names : int
        Updates of the entity recogniser, which is trained last.
    every : int
        Updates between two looks at the development part.
    seed : int
        Seed of all chance.
    """

    steps: int = 9000
    warmup: int = 200
    peak: float = 0.0015
    batch: tuple[int, int] = (700, 1700)
    dropout: float = 0.12
    early: Weights = Weights(spoken=2.5, written=1.0, web=0.8, childes=0.8)  # noqa: RUF009
    late: Weights = Weights(spoken=3.0, written=1.0, web=0.5, childes=0.6)  # noqa: RUF009
    names: int = 1500
    every: int = 500
    seed: int = 7

    def rate(self, step: int) -> float:
        """Learning rate of an update."""
        if step < self.warmup:
            return self.peak * (step + 1) / self.warmup
        return self.peak * max(0.05, 1 - (step - self.warmup) / (self.steps - self.warmup))

    def words(self, step: int) -> float:
        """Words of an update."""
        first, last = self.batch
        return first + (last - first) * min(1.0, 2 * step / self.steps)


def train(treebanks: Path, vectors_file: Path, words: Sequence[str], out: Path, plan: Plan) -> dict[str, float]:
    """Train the pipeline and save the best state.

    Parameters
    ----------
    treebanks : Path
        Folder with the gzip-compressed treebanks.
    vectors_file, words : Path, sequence of str
        See `vectors.add`.
    out : Path
        Folder of the pipeline; overwritten whenever the development figure rises, and at the end with names.
    plan : Plan
        The course of training.

    Returns
    -------
    dict[str, float]
        The figures of the saved state on the spoken part of GUM's development part, in percent.
    """
    set_current_ops(FastOps())
    out.parent.mkdir(parents=True, exist_ok=True)
    fix_random_seed(plan.seed)
    rng = random.Random(plan.seed)
    texts = corpus.documents(corpus.load(treebanks, *TRAIN))
    nlp = load_model_from_config(load_config(CONFIG), auto_fill=True)
    vectors.add(nlp, vectors_file, words)
    dev = names.spoken(nlp, corpus.documents(corpus.load(treebanks, DEV)))
    best = _syntax(nlp, texts, dev, plan, rng, out)
    nlp.from_disk(out)
    best["ents"] = names.add(nlp, texts, dev, steps=plan.names, every=plan.every, rng=rng)
    notices.describe(nlp, best)
    nlp.to_disk(out)
    notices.add(out)
    return best


def _syntax(
    nlp: Language,
    texts: Sequence[Sequence[Sentence]],
    dev: Sequence[Example],
    plan: Plan,
    rng: random.Random,
    out: Path,
) -> dict[str, float]:
    # Labels are collected from variants too, since fillers and false starts bring some of their own.
    sample = [
        *corpus.epoch(nlp, texts, Weights(spoken=1, written=1, web=1, childes=1), rng),
        *(corpus.example(nlp, text[: corpus.LONGEST_RUN], Style(disfluency=0.5), rng) for text in texts[:100]),
    ]
    optimizer = Adam(plan.peak, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True)
    nlp.initialize(lambda: sample, sgd=optimizer)
    best: dict[str, float] = {"score": -1.0}
    losses: dict[str, float] = {}
    began, seen = time.monotonic(), 0
    for step, batch in enumerate(_batches(nlp, texts, plan, rng)):
        optimizer.learn_rate = plan.rate(step)
        nlp.update(batch, sgd=optimizer, drop=plan.dropout, losses=losses)
        seen += sum(len(eg.predicted) for eg in batch)
        if (step + 1) % plan.every and step + 1 != plan.steps:
            continue
        with nlp.use_params(optimizer.averages):
            figures = _figures(nlp, dev)
            if figures["score"] > best["score"]:
                best = figures
                nlp.to_disk(out)
        course = {"step": step + 1, "seconds": round(time.monotonic() - began), "words": seen}
        log.info("%s", json.dumps(course | figures | {name: round(loss) for name, loss in losses.items()}))
        losses = {}
    return best


def _batches(
    nlp: Language, texts: Sequence[Sequence[Sentence]], plan: Plan, rng: random.Random
) -> Iterator[list[Example]]:
    step, size = 0, 0
    batch: list[Example] = []
    while True:
        weights = plan.early if 3 * step < 2 * plan.steps else plan.late
        for eg in corpus.epoch(nlp, texts, weights, rng):
            batch.append(eg)
            size += len(eg.predicted)
            if size >= plan.words(step):
                yield batch
                step, batch, size = step + 1, [], 0
                if step == plan.steps:
                    return


def _figures(nlp: Language, examples: Sequence[Example]) -> dict[str, float]:
    scores = nlp.evaluate([Example(nlp.make_doc(eg.reference.text), eg.reference) for eg in examples])
    figures = {short: round(100 * float(scores[name] or 0), 2) for name, short in MEASURES.items()}
    score = 0.75 * figures["las"] + 0.1 * (figures["tag"] + figures["lemma"]) + 0.05 * figures["sent"]
    return figures | {"score": round(score, 3)}
