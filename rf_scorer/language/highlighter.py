"""The door to the language package: texts in, highlights out."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import rf_scorer
from rf_scorer.domain import Highlights, Marker, Mention
from rf_scorer.language import english, flags
from rf_scorer.language.analysis import Analyser, question_words, shipped
from rf_scorer.language.codebook import CODEBOOK_VERSION
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.transcripts.conventions import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rf_scorer.language.grammar import Grammar
    from rf_scorer.language.pipelines import Pipeline
    from rf_scorer.language.spoken import Spoken

__all__ = ["ENGINE", "Highlighter", "load"]

#: Name of this way of highlighting; a changed meaning is a new name.
ENGINE = "parse.v2"
#: Texts, and characters, that are worked on together.
_BATCH, _CHARACTERS = 256, 200_000
#: Halves of a character, which no text may hold but a Python string can; spaCy fails on them. Replaced one for one.
_SURROGATE = re.compile("[\ud800-\udfff]")


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _batches(items: Iterable[tuple[str, str | None]]) -> Iterator[list[tuple[str, str]]]:
    batch: list[tuple[str, str]] = []
    characters = 0
    for text, question in items:
        batch.append((_whole(text), _whole(question or "")))
        characters += len(text)
        if len(batch) == _BATCH or characters >= _CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


@cache
def _spacy_version() -> str:
    return version("spacy")


class Highlighter:
    """Marks mental-state language in a participant's words.

    Parameters
    ----------
    analyser : Analyser
    pipeline : Pipeline
        Tags and parses.
    """

    def __init__(self, analyser: Analyser, pipeline: Pipeline) -> None:
        self._analyser = analyser
        self._pipeline = pipeline

    @property
    def provenance(self) -> dict[str, str]:
        """What made the highlights: engine, versions, digest of the codebook."""
        return {
            "engine": ENGINE,
            "version": rf_scorer.__version__,
            "spacy": _spacy_version(),
            **self._pipeline.provenance,
            "codebook": CODEBOOK_VERSION,
            "codebook_sha256": self._analyser.codebook.digest,
        }

    def highlight(self, items: Iterable[tuple[str, str | None]]) -> Iterator[Highlights]:
        """Highlight texts, in order.

        Parameters
        ----------
        items : iterable of (str, str or None)
            A participant's words and the question before them. Read as needed, a batch at a time.

        Yields
        ------
        Highlights
            With local offsets: half-open, in code points of the text.
        """
        pipeline = self._pipeline
        for batch in _batches(items):
            heard = [pipeline.hear(text) for text, _ in batch]
            grammars = pipeline.grammars(heard, base=self._analyser.base)
            for (_, question), spoken, grammar in zip(batch, heard, grammars, strict=True):
                yield self._one(spoken, grammar, question)

    def _one(self, spoken: Spoken, grammar: Grammar, question: str) -> Highlights:
        analyser = self._analyser
        view = analyser.view_of(spoken, grammar)
        asked = question_words(question)
        found = analyser.mentions.find(view, analyser.echoes(question), asked)
        markers = analyser.markers.find(view, found, asked)
        levels = analyser.levels.find(view, found, markers)
        quotes = flags.quotes(view, analyser.mentions.finder)
        words, measures = word_count(spoken.text), analyser.counter.measure(view, quotes, asked)
        return Highlights(
            mentions=tuple(
                Mention(
                    start=view.s[item.start],
                    end=view.e[item.end - 1],
                    category=item.category,
                    holder=item.holder,
                    flags=item.flags,
                    lemma=item.lemma,
                    rule=item.rule,
                    level=level,
                )
                for item, level in zip(found, levels, strict=True)
            ),
            markers=tuple(
                Marker(
                    start=view.s[item.start],
                    end=view.e[item.end - 1],
                    marker=item.marker,
                    family=item.family,
                    rule=item.rule,
                    mentions=item.mentions,
                )
                for item in markers
            ),
            words=words,
            sentences=len(view.sentences),
            measures=measures,
            notes=english.notes(words, measures["function_words"]),
        )


def load(language_model: str | Path | None = None) -> Highlighter:
    """The highlighter over the shipped codebook.

    Parameters
    ----------
    language_model : str or Path, optional
        A spaCy pipeline that tags and parses English: the name of an installed one, or its folder. Without it, the one that ships.

    Raises
    ------
    ResourceMissing
        If the codebook or the shipped pipeline is not where it must be.
    UsageError
        If there is no such pipeline, or it lacks a component.
    """
    return Highlighter(shipped(), load_pipeline(language_model))
