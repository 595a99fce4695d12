"""One text through all rules: view, mentions, markers, measures."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING

from rf_scorer.language.baseforms import base_forms
from rf_scorer.language.codebook import load_codebook
from rf_scorer.language.counting import Counter
from rf_scorer.language.grammar import grammar
from rf_scorer.language.levels import LevelFinder
from rf_scorer.language.markers import MarkerFinder
from rf_scorer.language.mentions import MentionFinder
from rf_scorer.language.spoken import listen
from rf_scorer.language.wording import make_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Doc

    from rf_scorer.language.codebook import Codebook
    from rf_scorer.language.grammar import Grammar
    from rf_scorer.language.spoken import Spoken
    from rf_scorer.language.view import View

__all__ = ["Analyser", "question_words", "shipped"]

_WORD = re.compile(r"([^\W\d_]+)(?:['’][^\W\d_]+)?")
#: The same for plain letters, in half the time.
_PLAIN_WORD = re.compile(r"([a-z]+)(?:'[a-z]+)?")


def question_words(question: str | None) -> list[str]:
    """Lower-case words of a question; its contractions are cut at the apostrophe."""
    if not question:
        return []
    lower = question.lower()
    return (_PLAIN_WORD if lower.isascii() else _WORD).findall(lower)


class _Echoes:
    """Headwords in a question, found when an answer first asks for them."""

    __slots__ = ("_found", "_mentions", "_question")

    def __init__(self, question: str, mentions: MentionFinder) -> None:
        self._question, self._mentions = question, mentions
        self._found: frozenset[str] | None = None

    def __call__(self) -> frozenset[str]:
        """The headwords."""
        if self._found is None:
            self._found = self._mentions.headwords(question_words(self._question))
        return self._found


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
        self.levels = LevelFinder(codebook)
        self.counter = Counter(codebook.words)
        self._persons = (
            codebook.words.classes["kin"]
            | codebook.words.classes["person"]
            | {"name", "friend", "speaker", "patient", "person"}
        )

    def echoes(self, question: str | None) -> Callable[[], frozenset[str]]:
        """Headwords of the codebook in a question, which an answer may merely repeat; found when first asked for."""
        return _Echoes(question, self.mentions) if question else frozenset

    def view(self, doc: Doc) -> View:
        """A tagged and parsed Doc as the rules see it."""
        return make_view(listen(doc), persons=self._persons, grammar=grammar(doc, base=self.base))

    def view_of(self, spoken: Spoken, found: Grammar) -> View:
        """A text as the rules see it, of which only what was said has been tagged and parsed."""
        return make_view(spoken, persons=self._persons, grammar=found, reduced=True)

    def base(self, word: str) -> str:
        """The base form of a word in lower case, for pipelines that give none."""
        return self._bases.get(word, word)

    @cached_property
    def _bases(self) -> dict[str, str]:
        return base_forms(self.codebook)


@cache
def shipped() -> Analyser:
    """The analyser over the codebook that ships with rf_scorer, compiled once a process."""
    with _uncollected():
        return Analyser(load_codebook())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be collected: what is compiled here stays, and to look through it again and again took half of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
