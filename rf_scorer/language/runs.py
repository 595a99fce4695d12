"""All runs of words that rules look for, found in one pass over the different words of a text."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rf_scorer.language.patterns import Pattern
    from rf_scorer.language.view import View

__all__ = ["Run", "RunIndex"]

Rule = TypeVar("Rule")


class Run(NamedTuple, Generic[Rule]):
    """A run that was found: the word by which it was found, the number of its rule, the rule, and its words.

    ``span`` holds start and end of the whole and of the marked part.
    """

    place: int
    number: int
    rule: Rule
    span: tuple[int, int, int, int]


class RunIndex(Generic[Rule]):
    """Patterns by the word at which they are tried and the word beside it: hardly any of them is tried in vain.

    Parameters
    ----------
    rules : iterable of (Rule, Pattern)
        Every pattern with what it stands for; those without a fixed word are left out.
    """

    def __init__(self, rules: Iterable[tuple[Rule, Pattern]]) -> None:
        # A word and the one behind it, with the place of the anchor in the pair; or, where any word may stand beside it, the anchor alone.
        self._pairs: dict[tuple[str, str], list[tuple[int, int, Rule, Pattern]]] = {}
        self._words: dict[str, list[tuple[int, Rule, Pattern]]] = {}
        for number, (rule, pattern) in enumerate(rules):
            for key in pattern.keys:
                if pattern.after is not None:
                    for word in pattern.after:
                        self._pairs.setdefault((key, word), []).append((0, number, rule, pattern))
                elif pattern.before is not None:
                    for word in pattern.before:
                        self._pairs.setdefault((word, key), []).append((1, number, rule, pattern))
                else:
                    self._words.setdefault(key, []).append((number, rule, pattern))
        self._pair_keys = frozenset(self._pairs)
        self._word_keys = frozenset(self._words)

    def found(self, view: View, tags: list[str] | None = None) -> list[Run[Rule]]:
        """Every run in a text, in order of the words by which they are found, and of the rules.

        Parameters
        ----------
        view : View
        tags : list of str, optional
            For each word ``category/holder`` of its mention, or an empty string.
        """
        found: list[Run[Rule]] = []
        w, places = view.w, view.places
        last = len(w) - 1
        for pair in view.pairs & self._pair_keys:
            first, second = pair
            for k in places[first]:
                if k < last and w[k + 1] == second:
                    for side, number, rule, pattern in self._pairs[pair]:
                        span = pattern.at_anchor(view, k + side, tags)
                        if span is not None:
                            found.append(Run(k + side, number, rule, span))
        for word in view.vocabulary & self._word_keys:
            for i in places[word]:
                for number, rule, pattern in self._words[word]:
                    span = pattern.at_anchor(view, i, tags)
                    if span is not None:
                        found.append(Run(i, number, rule, span))
        if len(found) > 1:
            found.sort(key=_ORDER)
        return found


_ORDER = itemgetter(0, 1)
