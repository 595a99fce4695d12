"""Finding mentions: the codebook's entries tried where their words occur, idioms first, then words, then words that depend on others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.domain import FLAGS
from rf_scorer.language import experiencers, flags
from rf_scorer.language.conditions import Conditions, Hit
from rf_scorer.language.holders import holder
from rf_scorer.language.lexicon import spellings
from rf_scorer.language.negation import negated
from rf_scorer.language.parts import can_be
from rf_scorer.language.patterns import compile_pattern
from rf_scorer.language.site import Site
from rf_scorer.language.subjects import SubjectFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rf_scorer.language.codebook import Codebook, Entry
    from rf_scorer.language.patterns import Pattern
    from rf_scorer.language.view import View

__all__ = ["Found", "MentionFinder"]

_LIKERS = frozenset({"you", "they", "he", "she", "to", "we", "and", "or", "not", "t"})


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in words of the view; ``start`` and ``end`` are half-open word indices."""

    start: int
    end: int
    category: str
    holder: str
    flags: tuple[str, ...]
    lemma: str
    rule: str


class MentionFinder:
    """The rules, compiled.

    Parameters
    ----------
    codebook : Codebook
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.words = codebook.words
        self.finder = SubjectFinder(codebook.words)
        self._conditions = Conditions(codebook.words, self.finder)
        self._forms: dict[str, list[tuple[Entry, str, str]]] = {}
        self._idioms: dict[str, list[tuple[Entry, Pattern]]] = {}
        inflector = codebook.words.inflector
        for entry in codebook.entries:
            for lemma in entry.lemmas:
                if "-" in lemma:
                    self._hyphenated(entry, lemma)
                    continue
                for variant in spellings(lemma):
                    for tag, forms in inflector.forms(variant, entry.part).items():
                        for form in forms:
                            cases = self._forms.setdefault(form, [])
                            if not any(case[0] is entry and case[1] == tag for case in cases):
                                cases.append((entry, tag, lemma))
            for pattern in entry.patterns:
                for key in pattern.keys:
                    self._idioms.setdefault(key, []).append((entry, pattern))
        self._scoped = frozenset(form for form, cases in self._forms.items() if any(case[0].scoped for case in cases))
        self._idiom_keys = frozenset(self._idioms)
        self._form_keys = frozenset(self._forms)

    def _hyphenated(self, entry: Entry, lemma: str) -> None:
        """A word with a hyphen is several words to the tokenizer."""
        pattern = compile_pattern(lemma, forms=self.words.forms, classes=self.words.classes)
        for key in pattern.keys:
            self._idioms.setdefault(key, []).append((entry, pattern))

    def headwords(self, words: Iterable[str]) -> frozenset[str]:
        """Headwords of which these words may be forms; what an answer repeats of its question is an echo."""
        found: set[str] = set()
        before = ""
        for word in words:
            # "what is it like" asks about no liking
            if word != "like" or before in _LIKERS:
                found.update(lemma for entry, _, lemma in self._forms.get(word, ()) if not entry.skip)
            before = word
        return frozenset(found)

    def find(
        self, view: View, question_lemmas: Callable[[], frozenset[str]] = frozenset, asked: Sequence[str] = ()
    ) -> list[Found]:
        """Every mention in a text, in order.

        Parameters
        ----------
        view : View
        question_lemmas : callable
            Gives the headwords of the mentions in the question before it; asked only where an answer could repeat them.
        asked : sequence of str
            Words of that question, in lower case; a bare answer is about whom it asks.
        """
        w = view.w
        taken: dict[int, Hit] = {}
        hits: list[Hit] = []
        idiom_keys, form_keys = self._idiom_keys, self._form_keys
        candidates = [i for i, word in enumerate(w) if word in form_keys]
        if any(word in idiom_keys for word in w):
            self._take_idioms(view, taken, hits)
        later: list[int] = []
        for i in candidates:
            if i in taken:
                continue
            if w[i] in self._scoped:
                later.append(i)
                continue
            self._take_word(view, i, taken, hits)
        for i in later:
            if i not in taken:
                self._take_word(view, i, taken, hits)
        hits.sort(key=lambda hit: (hit.start, hit.end))
        quotes = {
            k: quote for quote in reversed(flags.quotes(view, self.finder)) for k in range(quote.start, quote.end)
        }
        return [self._finish(hit, view, quotes, question_lemmas, asked) for hit in hits]

    def _take_idioms(self, view: View, taken: dict[int, Hit], hits: list[Hit]) -> None:
        found = []
        for i, word in enumerate(view.w):
            for entry, pattern in self._idioms.get(word, ()):
                match = pattern.at_anchor(view, i)
                if match is not None:
                    found.append((match[1] - match[0], entry, match))
        found.sort(key=lambda item: (-item[0], not item[1].skip, item[1].rank))
        for _, entry, (_, _, first, last) in found:
            if any(k in taken for k in range(first, last)):
                continue
            site = Site(view, first, last, words=self.words, finder=self.finder, noun=entry.part == "noun")
            if not self._holds(entry, site, "", taken):
                continue
            hit = Hit(first, last, entry, entry.lemma or " ".join(view.w[first:last]), site)
            for k in range(first, last):
                taken[k] = hit
            if not entry.skip:
                hits.append(hit)

    def _take_word(self, view: View, i: int, taken: dict[int, Hit], hits: list[Hit]) -> None:
        if view.capital(i) and (view.capital(i - 1) or (i + 1 < view.last[i] and view.capital(i + 1))):
            return  # part of a name: Bay View Academy
        for entry, tag, lemma in self._forms[view.w[i]]:
            if not can_be(entry.part, view, i):
                continue
            site = Site(view, i, i + 1, words=self.words, finder=self.finder, noun=entry.part == "noun")
            if not self._holds(entry, site, tag, taken):
                continue
            hit = Hit(i, i + 1, entry, lemma, site)
            taken[i] = hit
            if not entry.skip:
                hits.append(hit)
            return

    def _holds(self, entry: Entry, site: Site, tag: str, taken: dict[int, Hit]) -> bool:
        if entry.when and not any(self._conditions.hold(condition, site, tag, taken) for condition in entry.when):
            return False
        if entry.experiencer == "object" and not experiencers.affects_somebody(site, self.finder):
            return False
        return not any(self._conditions.hold(condition, site, tag, taken) for condition in entry.unless)

    def _finish(
        self,
        hit: Hit,
        view: View,
        quotes: dict[int, flags.Quote],
        question_lemmas: Callable[[], frozenset[str]],
        asked: Sequence[str],
    ) -> Found:
        entry = hit.entry
        who = experiencers.bearer(hit.site, entry.experiencer, entry.part, self.finder, asked)
        whose = entry.holder or holder(who, view)
        marks = set()
        quote = quotes.get(hit.start)
        if quote is not None:
            marks.add("quoted")
            whose = flags.quoted_holder(whose, quote.speaker, who.kind)
        denied = entry.negated if entry.negated is not None else negated(view, hit.start, hit.end, self.words)
        if denied:
            marks.add("negated")
        if entry.recall:
            marks.add("recall")
        if hit.start < view.first_words(10) and self._echoes(hit, question_lemmas):
            marks.add("echo")
        return Found(
            hit.start,
            hit.end,
            entry.category,
            whose,
            tuple(flag for flag in FLAGS if flag in marks),
            hit.lemma,
            entry.id,
        )

    @staticmethod
    def _echoes(hit: Hit, question_lemmas: Callable[[], frozenset[str]]) -> bool:
        """An adverb of certainty is nobody's word in particular: 'maybe' after a question with 'maybe' repeats nothing."""
        return not (hit.entry.category == "modulation" and hit.entry.part == "word") and hit.lemma in question_lemmas()
