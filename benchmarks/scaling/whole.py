"""The whole of ``score`` against the bare spaCy pipeline on the same words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import spacy

from rf_scorer import language
from rf_scorer.language.pipelines import shipped_folder
from rf_scorer.study.privacy.gate import Mode
from scaling import pairs
from scaling.corpora import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    from rf_scorer.language import Highlighter
    from scaling.corpora import Corpus

__all__ = ["TITLES", "bare", "measure"]

TITLES = {
    "score": "score, with the gate",
    "score off": "score, gate off",
    "bare": "bare nlp.pipe as spacy.load gives it, with names",
    "bare fast": "bare nlp.pipe with our products, without names",
    "plugin": "the same with rf_mentions and rf_markers behind it",
    "highlight": "highlights of everybody's words, through our door",
}


def bare(*, fast: bool) -> Language:
    """The shipped pipeline as spaCy loads it, or as we do: with faster matrix products and without what finds names."""
    with shipped_folder() as folder:
        if fast:
            return spacy.load(folder, exclude=["ner"])
        place = str(folder)
    # Outside of the block, where products are thinc's own.
    return spacy.load(place)


def measure(corpora: Sequence[Corpus], *, repeat: int) -> dict[str, Any]:
    """Words a second over all words that are read, and the ratios of pairs.

    Returns
    -------
    dict
        For each corpus words/s of each way, and ``score`` as a multiple of either bare pipeline (1: as many words a second).
    """
    plain, quick, plugin, highlighter = bare(fast=False), bare(fast=True), bare(fast=True), language.load()
    for component in ("rf_mentions", "rf_markers"):
        plugin.add_pipe(component)
    found = []
    for one in corpora:
        turns = one.turns
        works: dict[str, pairs.Work] = {
            "score": partial(_scored, one, Mode.WARN),
            "score off": partial(_scored, one, Mode.OFF),
            "bare": partial(drain, plain, turns),
            "bare fast": partial(drain, quick, turns),
            "plugin": partial(drain, plugin, turns),
            "highlight": partial(_highlighted, highlighter, turns),
        }
        for name in ("bare", "bare fast", "plugin", "highlight"):
            works[name]()
        seconds = pairs.alternate(works, repeat=repeat)
        found.append(
            {
                "corpus": one.name,
                "files": len(one.inputs),
                "found": one.found,
                "words": one.words,
                "participant": one.participant,
                "protocol": one.protocol,
                "seconds": seconds,
                "words_per_second": {
                    name: pairs.figure([one.words / value for value in values]) for name, values in seconds.items()
                },
                "of_bare": {
                    way: {other: pairs.ratio(seconds[other], seconds[way]) for other in ("bare", "bare fast")}
                    for way in ("score", "score off", "plugin", "highlight")
                },
            }
        )
    return {"repeat": repeat, "corpora": found}


def _scored(one: Corpus, mode: Mode) -> None:
    score(one.inputs, protocol=one.protocol, mode=mode)


def _highlighted(highlighter: Highlighter, turns: Sequence[str]) -> None:
    for _ in highlighter.highlight((text, None) for text in turns):
        pass


def drain(nlp: Language, texts: Sequence[str]) -> None:
    """Run a pipeline over texts and keep nothing."""
    for _ in nlp.pipe(texts):
        pass
