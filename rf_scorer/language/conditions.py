"""Whether an entry's conditions hold at a place, the cheap ones looked at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.holders import holder
from rf_scorer.language.negation import negated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.language.codebook import Condition, Entry
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.patterns import Pattern
    from rf_scorer.language.site import Site
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["Conditions", "Hit"]

_SCOPE_ENDS = frozenset({".", "?", "!", ";", ":"})
_REACH = 9
_NEAR = 4
#: Relations over which a verb does not govern: its reasons, what is added to it, what merely stands beside it.
_BARRIERS = frozenset({"advcl", "parataxis", "conj", "discourse", "vocative", "list"})
_STEPS = 6
_FINDING = frozenset({"find", "found", "finds", "finding"})


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds at a place."""

    start: int
    end: int
    entry: Entry
    lemma: str
    site: Site


class Conditions:
    """Judges conditions.

    Parameters
    ----------
    words : Words
    finder : SubjectFinder
    """

    def __init__(self, words: Words, finder: SubjectFinder) -> None:
        self._words = words
        self._finder = finder

    def hold(self, c: Condition, site: Site, tag: str, taken: Mapping[int, Hit]) -> bool:
        """Whether all of a condition holds; ``tag`` is the form of the word, ``taken`` what has been found before."""
        view = site.view
        if c.word is not None and view.w[site.start] not in c.word:
            return False
        if c.form is not None and not (tag in c.form or (tag == "" and site.tags & c.form)):
            return False
        if c.parsed and view.head and not self._in_parse(c, site):
            return False
        return (
            self._around(c, site)
            and self._clause(c, site)
            and (c.scope is None or self._in_scope(c.scope, site, taken))
        )

    def judged(self, site: Site) -> bool:
        """``I found it embarrassing``: who finds it so is named."""
        before = site.view.w[max(site.view.first[site.start], site.start - 5) : site.start]
        return bool(_FINDING.intersection(before))

    def person_follows(self, site: Site) -> bool:
        """Whether the next word names a person: ``an angry man``."""
        return site.end < site.view.last[site.start] and self._finder.is_person_noun(site.view, site.end)

    def _in_parse(self, c: Condition, site: Site) -> bool:
        """The parts that only a parse can tell; without one they are taken to hold."""
        view, head = site.view, site.head
        if c.pos is not None and site.part not in c.pos:
            return False
        if c.relation is not None and view.dep[head].partition(":")[0] not in c.relation:
            return False
        if c.governor is not None and site.governor not in c.governor:
            return False
        if c.auxiliary is not None and not (c.auxiliary & site.auxiliaries):
            return False
        if c.object is not None and site.object not in c.object:
            return False
        return c.predicate is None or site.predicate == c.predicate

    def _around(self, c: Condition, site: Site) -> bool:
        """The parts that look at neighbouring words."""
        if c.next is not None and not self._next(c.next, site):
            return False
        if c.previous is not None and not self._previous(c.previous, site):
            return False
        if c.sentence is not None and not _in_sentence(c.sentence, site):
            return False
        if c.person_object is not None and (self._finder.phrase(site.view, site.end) is not None) != c.person_object:
            return False
        return (
            c.named is None or (self._finder.named(site.view, site.start) is not None or self.judged(site)) == c.named
        )

    def _clause(self, c: Condition, site: Site) -> bool:
        """The parts that look at the clause: its subject, tense, complement, polarity."""
        if c.negated is not None and negated(site.view, site.start, site.end, self._words) != c.negated:
            return False
        if c.tense is not None and site.tense not in c.tense:
            return False
        if c.question is not None and site.question != c.question:
            return False
        if c.subject is not None and site.subject.kind not in c.subject:
            return False
        if c.complement is not None and not (site.complement & c.complement):
            return False
        return c.attributive is None or (site.attributive and not self.person_follows(site)) == c.attributive

    def _next(self, patterns: tuple[Pattern, ...], site: Site) -> bool:
        view = site.view
        return any(
            pattern.begin(view, site.end) >= 0 or (site.after != site.end and pattern.begin(view, site.after) >= 0)
            for pattern in patterns
        )

    def _previous(self, patterns: tuple[Pattern, ...], site: Site) -> bool:
        view, adverbs, negation = site.view, self._words.classes["adverb"], self._words.classes["neg"]
        k, low = site.start, view.first[site.start]
        if any(pattern.finish(view, k) >= low for pattern in patterns):
            return True
        while k > low and (view.w[k - 1] in adverbs or view.w[k - 1] in negation or _doubled(view, k)):
            k -= 1
            if any(pattern.finish(view, k) >= low for pattern in patterns):
                return True
        return False

    def _in_scope(self, scope: str, site: Site, taken: Mapping[int, Hit]) -> bool:
        """Whether the clause that this word governs holds another mention."""
        view = site.view
        for k in range(site.end, min(view.last[site.start], site.end + _REACH)):
            hit = taken.get(k)
            if (
                hit is not None
                and not hit.entry.skip
                and hit.entry.category != "modulation"
                and _governs(view, site, k)
            ):
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


def _doubled(view: View, k: int) -> bool:
    """Whether a comma here stands between a word and its repetition: ``really, really guilty``."""
    return view.w[k - 1] == "," and k - 1 > view.first[k - 1] and k < len(view.w) and view.w[k - 2] == view.w[k]


def _governs(view: View, site: Site, k: int) -> bool:
    """Whether the word at ``k`` belongs to what the word at the site governs, as far as the parse can tell."""
    if not view.head:
        return True
    top = site.head
    if view.dep[top].startswith("aux") and view.head[top] >= 0:
        top = view.head[top]
    node, crossed = k, False
    for _ in range(_STEPS):
        if node == top:
            return not crossed
        crossed = crossed or view.dep[node].partition(":")[0] in _BARRIERS
        node = view.head[node]
        if node < 0:
            break
    return k - site.end < _NEAR  # the parse does not connect them: near words do


def _in_sentence(patterns: tuple[Pattern, ...], site: Site) -> bool:
    view = site.view
    first, last = view.first[site.start], view.last[site.start]
    return any(
        view.w[k] in pattern.keys and pattern.at_anchor(view, k) is not None
        for pattern in patterns
        for k in range(first, last)
    )
