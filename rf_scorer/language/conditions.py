"""Whether an entry's conditions hold at a place, the cheap ones looked at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.language.holders import holder
from rf_scorer.language.negation import negated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rf_scorer.language.codebook import Condition, Entry
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.patterns import Pattern
    from rf_scorer.language.site import Site
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

    Judge = Callable[["Conditions", Any, Site], bool]
    #: Parts of one condition, each with what it wants.
    Parts = tuple[tuple[Judge, Any], ...]

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

    def parts(self, condition: Condition) -> Parts:
        """The parts of a condition that matter, mostly one or two of its twenty, in the order in which they are judged."""
        given = {name: getattr(condition, name) for name in _JUDGES}
        if condition.next is not None:
            given["next"] = condition.next, _any_of(pattern.opens for pattern in condition.next)
        if condition.previous is not None:
            given["previous"] = condition.previous, _any_of(pattern.closes for pattern in condition.previous)
        return tuple((_JUDGES[name], wanted) for name, wanted in given.items() if wanted is not None)

    def left(self, parts: Parts, word: str, tag: str) -> Parts | None:
        """The parts that are left to judge where a word is known and taken for one of its forms; None where it cannot hold there."""
        left = []
        for judge, wanted in parts:
            if judge is Conditions._word or (judge is Conditions._form and tag):
                if (word if judge is Conditions._word else tag) not in wanted:
                    return None
            else:
                left.append((judge, wanted))
        return tuple(left)

    def hold(self, parts: Parts, site: Site) -> bool:
        """Whether all parts of a condition hold."""
        for judge, wanted in parts:  # noqa: SIM110 (a generator would take as long as what it judges)
            if not judge(self, wanted, site):
                return False
        return True

    def judged(self, site: Site) -> bool:
        """``I found it embarrassing``: who finds it so is named."""
        before = site.view.w[max(site.view.first[site.start], site.start - 5) : site.start]
        return not _FINDING.isdisjoint(before)

    def person_follows(self, site: Site) -> bool:
        """Whether the next word names a person: ``an angry man``."""
        return site.end < site.view.last[site.start] and self._finder.is_person_noun(site.view, site.end)

    # Each part: whether it holds. Those that only a parse can tell are taken to hold without one.

    def _word(self, wanted: Any, site: Site) -> bool:
        return site.view.w[site.start] in wanted

    def _form(self, wanted: Any, site: Site) -> bool:
        return site.tag in wanted or (site.tag == "" and not site.tags.isdisjoint(wanted))

    def _pos(self, wanted: Any, site: Site) -> bool:
        return not site.view.head or site.part in wanted

    def _relation(self, wanted: Any, site: Site) -> bool:
        return not site.view.head or site.view.dep[site.head].partition(":")[0] in wanted

    def _governor(self, wanted: Any, site: Site) -> bool:
        return not site.view.head or site.governor in wanted

    def _auxiliary(self, wanted: Any, site: Site) -> bool:
        return not site.view.head or not site.auxiliaries.isdisjoint(wanted)

    def _object(self, wanted: Any, site: Site) -> bool:
        return not site.view.head or site.object in wanted

    def _predicate(self, wanted: Any, site: Site) -> bool:
        return not site.view.head or site.predicate == bool(wanted)

    def _sentence(self, wanted: Any, site: Site) -> bool:
        return _in_sentence(wanted, site)

    def _person_object(self, wanted: Any, site: Site) -> bool:
        return (self._finder.phrase(site.view, site.end) is not None) == bool(wanted)

    def _named(self, wanted: Any, site: Site) -> bool:
        return (self._finder.named(site.view, site.start) is not None or self.judged(site)) == bool(wanted)

    def _negated(self, wanted: Any, site: Site) -> bool:
        return negated(site.view, site.start, site.end, self._words) == bool(wanted)

    def _tense(self, wanted: Any, site: Site) -> bool:
        return site.tense in wanted

    def _question(self, wanted: Any, site: Site) -> bool:
        return site.question == bool(wanted)

    def _subject(self, wanted: Any, site: Site) -> bool:
        return site.subject.kind in wanted

    def _complement(self, wanted: Any, site: Site) -> bool:
        return not site.complement.isdisjoint(wanted)

    def _attributive(self, wanted: Any, site: Site) -> bool:
        return (site.attributive and not self.person_follows(site)) == bool(wanted)

    def _next(self, wanted: tuple[tuple[Pattern, ...], frozenset[str] | None], site: Site) -> bool:
        patterns, openings = wanted
        view, after = site.view, [site.end] if site.after == site.end else [site.end, site.after]
        if openings is not None and openings.isdisjoint([view.w[k] for k in after if k < len(view.w)]):
            return False  # mostly so
        for pattern in patterns:
            if pattern.begin(view, site.end) >= 0 or (site.after != site.end and pattern.begin(view, site.after) >= 0):
                return True
        return False

    def _previous(self, wanted: tuple[tuple[Pattern, ...], frozenset[str] | None], site: Site) -> bool:
        patterns, closings = wanted
        view, light = site.view, self._words.unsaid
        k, low = site.start, view.first[site.start]
        while True:
            if closings is None or (k and view.w[k - 1] in closings):
                for pattern in patterns:
                    if pattern.finish(view, k) >= low:
                        return True
            if k <= low or not (view.w[k - 1] in light or _doubled(view, k)):
                return False
            k -= 1

    def _scope(self, scope: str, site: Site) -> bool:
        """Whether the clause that this word governs holds another mention."""
        view = site.view
        for k in range(site.end, min(view.last[site.start], site.end + _REACH)):
            hit = site.taken.get(k)
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


def _any_of(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """What is in any of these sets; None if one of them is unknown."""
    known = list(sets)
    return None if None in known else frozenset().union(*(words for words in known if words is not None))


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
    for pattern in patterns:
        for word in view.vocabulary & pattern.keys:
            for k in view.places[word]:
                if first <= k < last and pattern.at_anchor(view, k) is not None:
                    return True
    return False


#: The parts of a condition in the order in which they are judged: the cheap ones first.
_JUDGES: Mapping[str, Judge] = {
    "word": Conditions._word, "form": Conditions._form, "relation": Conditions._relation, "governor": Conditions._governor, "next": Conditions._next,
    "previous": Conditions._previous, "subject": Conditions._subject, "pos": Conditions._pos, "auxiliary": Conditions._auxiliary,
    "object": Conditions._object, "tense": Conditions._tense, "question": Conditions._question, "sentence": Conditions._sentence,
    "complement": Conditions._complement, "predicate": Conditions._predicate, "negated": Conditions._negated,
    "person_object": Conditions._person_object, "named": Conditions._named, "attributive": Conditions._attributive, "scope": Conditions._scope,
}  # fmt: skip
