"""Finding mentions: the codebook's entries tried where their words occur, idioms first, then words, then words that depend on others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.domain import FLAGS
from rf_scorer.language import flags
from rf_scorer.language.holders import holder, patient, you_is
from rf_scorer.language.lexicon import spellings
from rf_scorer.language.patterns import compile_pattern
from rf_scorer.language.site import Site
from rf_scorer.language.subjects import SubjectFinder

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.language.codebook import Codebook, Condition, Entry
    from rf_scorer.language.patterns import Pattern
    from rf_scorer.language.view import View

__all__ = ["Found", "MentionFinder"]

_SCOPE_ENDS = frozenset({".", "?", "!", ";", ":"})
# fmt: off
_PREDICATIVE = frozenset({
    "be", "am", "is", "are", "was", "were", "been", "being", "'s", "feel", "feels", "felt", "feeling", "get", "gets",
    "got", "getting", "become", "became", "seem", "seems", "seemed", "look", "looks", "looked", "sound", "sounded",
    "very", "so", "really", "more", "too", "quite", "pretty", "extremely", "and", "or", ",", "not", "made", "make",
    "makes", "left", "leaves", "appeared", "remain", "stay",
})
# fmt: on


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


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    entry: Entry
    lemma: str
    site: Site


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

    def states(self, view: View) -> frozenset[str]:
        """Headwords of the mentions in a question; what its answer repeats of them is an echo."""
        return frozenset(item.lemma for item in self.find(view))

    def find(self, view: View, question_lemmas: Callable[[], frozenset[str]] = frozenset) -> list[Found]:
        """Every mention in a text, in order.

        Parameters
        ----------
        view : View
        question_lemmas : callable
            Gives the headwords of the mentions in the question before it; asked only where an answer could repeat them.
        """
        w = view.w
        taken: dict[int, _Hit] = {}
        hits: list[_Hit] = []
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
        quotes = flags.quotes(view, self.finder)
        return [self._finish(hit, view, quotes, question_lemmas) for hit in hits]

    def _take_idioms(self, view: View, taken: dict[int, _Hit], hits: list[_Hit]) -> None:
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
            hit = _Hit(first, last, entry, entry.lemma or " ".join(view.w[first:last]), site)
            for k in range(first, last):
                taken[k] = hit
            if not entry.skip:
                hits.append(hit)

    def _take_word(self, view: View, i: int, taken: dict[int, _Hit], hits: list[_Hit]) -> None:
        if view.capital(i) and (view.capital(i - 1) or (i + 1 < view.last[i] and view.capital(i + 1))):
            return  # part of a name: Bay View Academy
        for entry, tag, lemma in self._forms[view.w[i]]:
            site = Site(view, i, i + 1, words=self.words, finder=self.finder, noun=entry.part == "noun")
            if not self._holds(entry, site, tag, taken):
                continue
            hit = _Hit(i, i + 1, entry, lemma, site)
            taken[i] = hit
            if not entry.skip:
                hits.append(hit)
            return

    def _holds(self, entry: Entry, site: Site, tag: str, taken: dict[int, _Hit]) -> bool:
        if entry.when and not any(self._condition(condition, site, tag, taken) for condition in entry.when):
            return False
        if entry.experiencer == "object" and not self._object_experiencer(site):
            return False
        return not any(self._condition(condition, site, tag, taken) for condition in entry.unless)

    def _object_experiencer(self, site: Site) -> bool:
        """A verb such as *scare* counts where somebody is scared: an object, a passive, or a named experiencer."""
        if not self._predicate(site) and patient(site, self.finder) is not None:
            return True
        form = site.view.w[site.start]
        tags = self.words.verb_tags.get(form, frozenset())
        if "participle" in tags and ("base" not in tags or self._passive(site)):
            return not (site.attributive and not self._person_follows(site))
        if form.endswith("ing"):
            return self.finder.named(site.view, site.start) is not None or self._judged(site)
        return False

    def _predicate(self, site: Site) -> bool:
        """Whether a participle stands after *be*, *feel* and their like, so that what follows it is no object."""
        if "past" not in site.tags:
            return False
        chain = [word for word in site.before if word not in self.words.classes["adverb"]]
        return bool(chain) and chain[0] in _PREDICATIVE

    def _passive(self, site: Site) -> bool:
        return bool(set(site.before[:3]) & _PREDICATIVE)

    def _judged(self, site: Site) -> bool:
        """``I found it embarrassing``: who finds it so is named."""
        before = site.view.w[max(site.view.first[site.start], site.start - 5) : site.start]
        return bool({"find", "found", "finds", "finding"}.intersection(before))

    def _person_follows(self, site: Site) -> bool:
        return site.end < site.view.last[site.start] and self.finder.is_person_noun(site.view, site.end)

    def _condition(self, c: Condition, site: Site, tag: str, taken: dict[int, _Hit]) -> bool:
        """Whether all of a condition holds; the cheap parts are looked at first."""
        if c.word is not None and site.view.w[site.start] not in c.word:
            return False
        if c.form is not None and not (tag in c.form or (tag == "" and site.tags & c.form)):
            return False
        return (
            self._around(c, site)
            and self._clause(c, site)
            and (c.scope is None or self._in_scope(c.scope, site, taken))
        )

    def _around(self, c: Condition, site: Site) -> bool:
        """The parts that look at neighbouring words."""
        if c.next is not None and not self._next(c.next, site):
            return False
        if c.previous is not None and not self._previous(c.previous, site):
            return False
        if c.sentence is not None and not self._in_sentence(c.sentence, site):
            return False
        if c.person_object is not None and (self.finder.phrase(site.view, site.end) is not None) != c.person_object:
            return False
        return (
            c.named is None or (self.finder.named(site.view, site.start) is not None or self._judged(site)) == c.named
        )

    def _clause(self, c: Condition, site: Site) -> bool:
        """The parts that look at the clause: its subject, tense, complement, polarity."""
        if c.negated is not None and flags.negated(site.view, site.start, self.words, self.finder) != c.negated:
            return False
        if c.tense is not None and site.tense not in c.tense:
            return False
        if c.question is not None and site.question != c.question:
            return False
        if c.subject is not None and site.subject.kind not in c.subject:
            return False
        if c.complement is not None and not (site.complement & c.complement):
            return False
        return c.attributive is None or (site.attributive and not self._person_follows(site)) == c.attributive

    def _next(self, patterns: tuple[Pattern, ...], site: Site) -> bool:
        view = site.view
        return any(
            pattern.begin(view, site.end) >= 0 or (site.after != site.end and pattern.begin(view, site.after) >= 0)
            for pattern in patterns
        )

    def _previous(self, patterns: tuple[Pattern, ...], site: Site) -> bool:
        view, adverbs, negation = site.view, self.words.classes["adverb"], self.words.classes["neg"]
        k, low = site.start, view.first[site.start]
        if any(pattern.finish(view, k) >= low for pattern in patterns):
            return True
        while k > low and (view.w[k - 1] in adverbs or view.w[k - 1] in negation):
            k -= 1
            if any(pattern.finish(view, k) >= low for pattern in patterns):
                return True
        return False

    @staticmethod
    def _in_sentence(patterns: tuple[Pattern, ...], site: Site) -> bool:
        view = site.view
        first, last = view.first[site.start], view.last[site.start]
        return any(
            view.w[k] in pattern.keys and pattern.at_anchor(view, k) is not None
            for pattern in patterns
            for k in range(first, last)
        )

    def _in_scope(self, scope: str, site: Site, taken: dict[int, _Hit]) -> bool:
        """Whether the clause that this word governs holds another mention."""
        view = site.view
        for k in range(site.end, min(view.last[site.start], site.end + 9)):
            hit = taken.get(k)
            if hit is not None and not hit.entry.skip and hit.entry.category not in {"modulation"}:
                if scope != "other":
                    return True
                whose = hit.site.subject
                return (
                    holder(whose, view) in {"other", "shared", "generic"}
                    or whose.kind == "none"
                    or hit.entry.experiencer != "subject"
                )
            word = view.w[k]
            if word in _SCOPE_ENDS or (
                word in {"and", "but", "because", "when"} and k > site.end + 1 and scope != "other"
            ):
                return False
            if word == "," and k > site.end + 2:
                return False
        return False

    def _finish(
        self, hit: _Hit, view: View, quotes: list[flags.Quote], question_lemmas: Callable[[], frozenset[str]]
    ) -> Found:
        entry = hit.entry
        whose = entry.holder or self._whose(hit)
        marks = set()
        quote = next((quote for quote in quotes if quote.start <= hit.start < quote.end), None)
        if quote is not None:
            marks.add("quoted")
            whose = flags.quoted_holder(whose, quote.speaker, hit.site.subject.kind)
        denied = entry.negated if entry.negated is not None else flags.negated(view, hit.start, self.words, self.finder)
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
    def _echoes(hit: _Hit, question_lemmas: Callable[[], frozenset[str]]) -> bool:
        """An adverb of certainty is nobody's word in particular: 'maybe' after a question with 'maybe' repeats nothing."""
        return not (hit.entry.category == "modulation" and hit.entry.part == "word") and hit.lemma in question_lemmas()

    def _whose(self, hit: _Hit) -> str:
        view, site, kind = hit.site.view, hit.site, hit.entry.experiencer
        if kind == "speaker":
            return "self"
        if hit.end - hit.start > 1 and (owner := self._possessor(view, hit)) is not None:
            return owner
        if kind == "object":
            after = None if self._predicate(site) else patient(site, self.finder)
            if after is not None:
                return holder(after, view)
            if view.w[site.start].endswith("ing"):
                kind = "named"
        if kind == "named":
            after = self.finder.named(view, site.start)
            if after is not None:
                return holder(after, view)
            judge = site.subject
            return holder(judge, view) if judge.kind not in {"it", "thing", "none", "there"} else "self"
        subject = site.subject
        if subject.kind in {"it", "thing"} and hit.entry.part != "verb":
            after = self.finder.named(view, site.start)
            if after is not None:
                return holder(after, view)
        if subject.kind == "none":
            return self._without_subject(site)
        return holder(subject, view)

    def _possessor(self, view: View, hit: _Hit) -> str | None:
        """Whose heart it broke: the possessor within an idiom is its experiencer, but not of another's shoes."""
        words = view.w[hit.start : hit.end]
        if {"shoes", "place", "perspective", "view", "eyes", "face"}.intersection(words):
            return None
        for offset, word in enumerate(words):
            kind = {"my": "self", "our": "shared", "his": "other", "her": "other", "their": "other"}.get(word)
            if kind is not None:
                return kind
            if word == "your":
                return you_is(view, hit.start + offset)
        return None

    def _without_subject(self, site: Site) -> str:
        """Nobody before the word: an inverted question, an experiencer behind it, or an ellipsis that leaves out 'I'."""
        view = site.view
        if site.question:
            for k in range(view.first[site.start], view.last[site.start]):
                if view.w[k] in {"you", "your"}:
                    return you_is(view, k)
        after = self.finder.named(view, site.start)
        if after is not None:
            return holder(after, view)
        return "self"
