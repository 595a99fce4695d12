"""Finding mentions: the codebook's entries tried where their words occur, idioms first, then words, then words that depend on others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.domain import FLAGS
from rf_scorer.language import experiencers, flags
from rf_scorer.language.conditions import Conditions, Hit
from rf_scorer.language.holders import holder
from rf_scorer.language.lexicon import spellings
from rf_scorer.language.negation import negated
from rf_scorer.language.parts import can_be
from rf_scorer.language.patterns import compile_pattern
from rf_scorer.language.runs import RunIndex
from rf_scorer.language.site import Site
from rf_scorer.language.subjects import SubjectFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rf_scorer.language.codebook import Codebook, Entry
    from rf_scorer.language.conditions import Parts
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


class _Sense(NamedTuple):
    """An entry with its conditions ready to be judged; ``tag`` and ``lemma`` say what form of which headword it is, empty for an idiom."""

    entry: Entry
    noun: bool
    when: tuple[Parts, ...]
    unless: tuple[Parts, ...]
    tag: str = ""
    lemma: str = ""


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
        self._forms: dict[str, list[_Sense]] = {}
        idioms: list[tuple[_Sense, Pattern]] = []
        inflector = codebook.words.inflector
        for entry in codebook.entries:
            noun = entry.part == "noun"
            when, unless = (tuple(map(self._conditions.parts, given)) for given in (entry.when, entry.unless))
            idiom = _Sense(entry, noun, when, unless)
            for lemma in entry.lemmas:
                if "-" in lemma:  # several words to the tokenizer
                    pattern = compile_pattern(lemma, forms=self.words.forms, classes=self.words.classes)
                    idioms.append((idiom, pattern))
                    continue
                for variant in spellings(lemma):
                    for tag, forms in inflector.forms(variant, entry.part).items():
                        for form in forms:
                            senses = self._forms.setdefault(form, [])
                            if not any(known.entry is entry and known.tag == tag for known in senses):
                                senses.append(_Sense(entry, noun, when, unless, tag, lemma))
            idioms += [(idiom, pattern) for pattern in entry.patterns]
        self._known: dict[str, list[_Sense]] = {}
        self._idioms = RunIndex(idioms)
        scoped = {entry.id for entry in codebook.entries if entry.scoped}
        self._scoped = frozenset(
            form for form, senses in self._forms.items() if any(sense.entry.id in scoped for sense in senses)
        )
        self._form_keys = frozenset(self._forms)
        self._headwords = {
            form: frozenset(sense.lemma for sense in senses if not sense.entry.skip)
            for form, senses in self._forms.items()
        }

    def headwords(self, words: Iterable[str]) -> frozenset[str]:
        """Headwords of which these words may be forms; what an answer repeats of its question is an echo."""
        found: set[str] = set()
        before = ""
        for word in words:
            # "what is it like" asks about no liking
            if word in self._headwords and (word != "like" or before in _LIKERS):
                found |= self._headwords[word]
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
        taken: dict[int, Hit] = {}
        hits: list[Hit] = []
        self._take_idioms(view, taken, hits)
        places = view.places
        later: list[int] = []
        for i in sorted([i for word in view.vocabulary & self._form_keys for i in places[word]]):
            if i in taken:
                continue
            if view.w[i] in self._scoped:
                later.append(i)
            else:
                self._take_word(view, i, taken, hits)
        for i in later:
            if i not in taken:
                self._take_word(view, i, taken, hits)
        if not hits:
            return []
        hits.sort(key=lambda hit: (hit.start, hit.end))
        quotes = {
            k: quote for quote in reversed(flags.quotes(view, self.finder)) for k in range(quote.start, quote.end)
        }
        opening = view.first_words(10)
        return [
            self._finish(hit, view, quotes, question_lemmas if hit.start < opening else None, asked) for hit in hits
        ]

    def _take_idioms(self, view: View, taken: dict[int, Hit], hits: list[Hit]) -> None:
        found = self._idioms.found(view)
        if len(found) > 1:
            found.sort(key=lambda run: (run.span[0] - run.span[1], not run.rule.entry.skip, run.rule.entry.rank))
        for run in found:
            sense, (_, _, first, last) = run.rule, run.span
            if not taken.keys().isdisjoint(range(first, last)):
                continue
            entry = sense.entry
            site = Site(view, first, last, words=self.words, finder=self.finder, noun=sense.noun, taken=taken)
            if not self._holds(sense, site):
                continue
            hit = Hit(first, last, entry, entry.lemma or " ".join(view.w[first:last]), site)
            for k in range(first, last):
                taken[k] = hit
            if not entry.skip:
                hits.append(hit)

    def _take_word(self, view: View, i: int, taken: dict[int, Hit], hits: list[Hit]) -> None:
        if view.capital(i) and (view.capital(i - 1) or (i + 1 < view.last[i] and view.capital(i + 1))):
            return  # part of a name: Bay View Academy
        sites: dict[bool, Site] = {}  # as a noun and as anything else: what one sense has worked out serves the next
        word = view.w[i]
        for sense in self._known.get(word) or self._learn(word):
            entry = sense.entry
            if not can_be(entry.part, view, i):
                continue
            site = sites.get(sense.noun)
            if site is None:
                site = Site(view, i, i + 1, words=self.words, finder=self.finder, noun=sense.noun, taken=taken)
                sites[sense.noun] = site
            if not self._holds(sense, site):
                continue
            hit = Hit(i, i + 1, entry, sense.lemma, site)
            taken[i] = hit
            if not entry.skip:
                hits.append(hit)
            return

    def _learn(self, word: str) -> list[_Sense]:
        """What a word may mean, with no more than its form leaves to be judged: looked up when it is first met."""
        left, known = self._conditions.left, []
        for sense in self._forms[word]:
            when = tuple(one for parts in sense.when if (one := left(parts, word, sense.tag)) is not None)
            unless = tuple(one for parts in sense.unless if (one := left(parts, word, sense.tag)) is not None)
            if when or not sense.when:
                known.append(sense._replace(when=when, unless=unless))
        self._known[word] = known
        return known

    def _holds(self, sense: _Sense, site: Site) -> bool:
        hold, site.tag = self._conditions.hold, sense.tag
        if sense.when:
            for parts in sense.when:
                if hold(parts, site):
                    break
            else:
                return False
        if sense.entry.experiencer == "object" and not experiencers.affects_somebody(site, self.finder):
            return False
        for parts in sense.unless:  # noqa: SIM110 (a generator would take as long as what it judges)
            if hold(parts, site):
                return False
        return True

    def _finish(
        self,
        hit: Hit,
        view: View,
        quotes: dict[int, flags.Quote],
        question_lemmas: Callable[[], frozenset[str]] | None,
        asked: Sequence[str],
    ) -> Found:
        entry = hit.entry
        who = experiencers.bearer(hit.site, entry.experiencer, entry.part, self.finder, asked)
        whose = entry.holder or holder(who, view)
        marks: set[str] = set()
        quote = quotes.get(hit.start)
        if quote is not None:
            marks.add("quoted")
            whose = flags.quoted_holder(whose, quote.speaker, who.kind)
        denied = entry.negated if entry.negated is not None else negated(view, hit.start, hit.end, self.words)
        if denied:
            marks.add("negated")
        if entry.recall:
            marks.add("recall")
        if question_lemmas is not None and self._echoes(hit, question_lemmas):
            marks.add("echo")
        return Found(
            hit.start,
            hit.end,
            entry.category,
            whose,
            tuple([flag for flag in FLAGS if flag in marks]) if marks else (),
            hit.lemma,
            entry.id,
        )

    @staticmethod
    def _echoes(hit: Hit, question_lemmas: Callable[[], frozenset[str]]) -> bool:
        """An adverb of certainty is nobody's word in particular: 'maybe' after a question with 'maybe' repeats nothing."""
        return not (hit.entry.category == "modulation" and hit.entry.part == "word") and hit.lemma in question_lemmas()
