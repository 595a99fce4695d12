"""The door to the language package: texts in, highlights out."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING

import rf_scorer
from rf_scorer.domain import Highlights, Marker, Mention
from rf_scorer.language import flags
from rf_scorer.language.analysis import Analyser, question_words, shipped
from rf_scorer.language.codebook import CODEBOOK_VERSION
from rf_scorer.transcripts.conventions import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["ENGINE", "Highlighter", "load"]

#: Name of this way of highlighting; a changed meaning is a new name.
ENGINE = "rules.v1"
_BATCH = 256
#: Halves of a character, which no text may hold but a Python string can; spaCy fails on them. Replaced one for one.
_SURROGATE = re.compile("[\ud800-\udfff]")


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


@cache
def _spacy_version() -> str:
    return version("spacy")


class Highlighter:
    """Marks mental-state language in a participant's words.

    Parameters
    ----------
    analyser : Analyser
    """

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._nlp: Language = analyser.nlp

    @property
    def provenance(self) -> dict[str, str]:
        """What made the highlights: engine, versions, digest of the codebook."""
        return {
            "engine": ENGINE,
            "version": rf_scorer.__version__,
            "spacy": _spacy_version(),
            "codebook": CODEBOOK_VERSION,
            "codebook_sha256": self._analyser.codebook.digest,
            "statement": "Rules over a blank English pipeline; no part-of-speech tagger or parser.",
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
        waiting = iter(items)
        while batch := [(_whole(text), _whole(question or "")) for text, question in islice(waiting, _BATCH)]:
            docs = self._nlp.pipe([text for text, _ in batch])
            for (_, question), doc in zip(batch, docs, strict=True):
                yield self._one(doc, question)

    def _one(self, doc: Doc, question: str | None) -> Highlights:
        analyser = self._analyser
        view = analyser.view(doc)
        asked = question_words(question)
        found = analyser.mentions.find(view, analyser.echoes(question))
        markers = analyser.markers.find(view, found)
        quotes = flags.quotes(view, analyser.mentions.finder)
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
                )
                for item in found
            ),
            markers=tuple(
                Marker(
                    start=view.s[item.start],
                    end=view.e[item.end - 1],
                    marker=item.marker,
                    family=item.family,
                    rule=item.rule,
                )
                for item in markers
            ),
            words=word_count(doc.text),
            sentences=len(view.sentences),
            measures=analyser.counter.measure(view, quotes, asked),
        )


def load() -> Highlighter:
    """The highlighter over the shipped codebook.

    Raises
    ------
    ResourceMissing
        If the codebook is not where it must be.
    """
    return Highlighter(shipped())
