"""One text through all rules: view, mentions, markers, measures."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import spacy

from rf_scorer.language.codebook import load_codebook
from rf_scorer.language.counting import Counter
from rf_scorer.language.markers import MarkerFinder
from rf_scorer.language.mentions import MentionFinder
from rf_scorer.language.view import make_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    from rf_scorer.language.codebook import Codebook
    from rf_scorer.language.view import View

__all__ = ["Analyser", "question_words", "shipped"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def question_words(question: str | None) -> list[str]:
    """Lower-case words of a question; its contractions are cut at the apostrophe."""
    return [word.partition("'")[0].partition("’")[0] for word in _WORD.findall(question.lower())] if question else []


class Analyser:
    """All rules over one codebook.

    Parameters
    ----------
    codebook : Codebook
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.mentions = MentionFinder(codebook)
        self.markers = MarkerFinder(codebook)
        self.counter = Counter(codebook.words)
        self.nlp = spacy.blank("en")
        # A turn is a turn however long; spaCy's ceiling guards the memory of trained models, and there is none here.
        self.nlp.max_length = 100_000_000
        self._persons = (
            codebook.words.classes["kin"]
            | codebook.words.classes["person"]
            | {"name", "friend", "speaker", "patient", "person"}
        )

    def echoes(self, question: str | None) -> Callable[[], frozenset[str]]:
        """A question's mental-state headwords, which an answer may merely repeat; found when first asked for."""
        if not question:
            return frozenset
        return cache(lambda: self.mentions.states(self.view(self.nlp.tokenizer(question))))

    def view(self, doc: Doc) -> View:
        """The text as the rules see it."""
        return make_view(doc, persons=self._persons)


@cache
def shipped() -> Analyser:
    """The analyser over the codebook that ships with rf_scorer, compiled once a process."""
    return Analyser(load_codebook())
