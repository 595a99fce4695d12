"""The door to the language package: texts in, highlights out."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from itertools import repeat
from typing import TYPE_CHECKING

import rf_scorer
from rf_scorer.domain import Highlights, Marker, Mention
from rf_scorer.language import english, flags
from rf_scorer.language.analysis import Analyser, question_words, shipped
from rf_scorer.language.codebook import CODEBOOK_VERSION
from rf_scorer.language.looks import Look, whole
from rf_scorer.language.pipelines import SHIPPED, load_pipeline
from rf_scorer.language.reader import Reader, reader
from rf_scorer.transcripts.conventions import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rf_scorer.language.grammar import Grammar
    from rf_scorer.language.pipelines import Pipeline
    from rf_scorer.language.spoken import Spoken

__all__ = ["ENGINE", "Highlighter", "load"]

#: Name of this way of highlighting; a changed meaning is a new name.
ENGINE = "parse.v2"
#: Texts, and characters, that are worked on together.
_BATCH, _CHARACTERS = 256, 200_000


def _batches(
    items: Iterable[tuple[str, str | None]], looks: Iterable[Look | None]
) -> Iterator[list[tuple[str, str, Look | None]]]:
    batch: list[tuple[str, str, Look | None]] = []
    characters = 0
    for (text, question), look in zip(items, looks, strict=False):
        batch.append((whole(text), whole(question or ""), look))
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

    def passing(self) -> AbstractContextManager[None]:
        """Bound the memory for words: what is highlighted within a block leaves nothing behind once much has been seen. For one thread at a time."""
        return self._pipeline.passing()

    def highlight(
        self, items: Iterable[tuple[str, str | None]], *, looks: Iterable[Look] | None = None
    ) -> Iterator[Highlights]:
        """Highlight texts, in order.

        Parameters
        ----------
        items : iterable of (str, str or None)
            A participant's words and the question before them. Read as needed, a batch at a time.
        looks : iterable of Look, optional
            The same texts as somebody has looked at them already (:class:`~rf_scorer.language.looks.Looked`). Another pipeline than the
            shipped one makes nothing of them.

        Yields
        ------
        Highlights
            With local offsets: half-open, in code points of the text.
        """
        pipeline, base = self._pipeline, self._analyser.base
        for batch in _batches(items, looks if looks is not None else repeat(None)):
            if isinstance(pipeline, Reader):
                seen = [look or Look(text) for text, _, look in batch]
                heard = [look.spoken for look in seen]
                grammars = pipeline.grammars(heard, base=base, parts=(look.parts for look in seen))
            else:
                heard = [pipeline.hear(text) for text, _, _ in batch]
                grammars = pipeline.grammars(heard, base=base)
            for (_, question, _), spoken, grammar in zip(batch, heard, grammars, strict=True):
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
    ours = language_model is None or str(language_model) == SHIPPED
    return Highlighter(shipped(), reader() if ours else load_pipeline(language_model))
