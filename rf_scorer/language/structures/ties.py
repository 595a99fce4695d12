"""What structures share: states that count, the generations of a family, whom a pronoun stands for, how sure something is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.patterns import COMMON
from rf_scorer.language.scene import Seen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from rf_scorer.language.scene import Scene

__all__ = [
    "CHILDREN",
    "FAMILY",
    "GRANDPARENTS",
    "PARENTS",
    "PARTNERS",
    "THIRD",
    "Runs",
    "around",
    "felt",
    "follows",
    "hedged",
    "named",
    "opens",
    "others",
    "owner", "past",
    "referent",
    "seen",
    "sentence",
]  # fmt: skip

# fmt: off
_MOTHERS = frozenset({"mother", "mum", "mom", "ma", "mam", "mammy", "mama", "mommy", "mummy", "stepmother", "stepmom", "stepmum"})
_FATHERS = frozenset({"father", "dad", "daddy", "pa", "papa", "da", "stepfather", "stepdad"})
#: The generation before, as a rule the speaker's parents.
PARENTS = _MOTHERS | _FATHERS | {"parents", "parent", "folks"}
GRANDPARENTS = frozenset({
    "grandmother", "grandfather", "grandma", "grandpa", "grandad", "granddad", "gran", "nan", "nana", "granny", "grandparents", "grandparent",
})
_SONS = frozenset({"son", "sons", "boy", "grandson", "lad"})
_DAUGHTERS = frozenset({"daughter", "daughters", "girl", "granddaughter"})
#: The generation after.
CHILDREN = _SONS | _DAUGHTERS | {
    "child", "children", "kid", "kids", "baby", "toddler", "newborn", "infant", "teenager", "teenagers", "toddlers", "babies",
}
_BROTHERS = frozenset({"brother", "brothers", "stepbrother"})
_SISTERS = frozenset({"sister", "sisters", "stepsister"})
PARTNERS = frozenset({"husband", "wife", "partner", "boyfriend", "girlfriend", "ex", "fiance", "fiancee"})
_OTHERS = frozenset({"uncle", "aunt", "auntie", "cousin", "cousins", "siblings", "sibling", "man", "woman", "guy", "lady", "friend", "boss", "teacher"})
#: Everybody of a family, and a few beside it for whom a pronoun often stands.
FAMILY = PARENTS | GRANDPARENTS | CHILDREN | _BROTHERS | _SISTERS | PARTNERS | _OTHERS
_MALE = _FATHERS | _SONS | _BROTHERS | {"husband", "boyfriend", "grandfather", "grandpa", "grandad", "granddad", "uncle", "fiance", "man", "guy"}
_FEMALE = _MOTHERS | _DAUGHTERS | _SISTERS | {
    "wife", "girlfriend", "grandmother", "grandma", "gran", "nan", "nana", "granny", "aunt", "auntie", "fiancee", "woman", "lady",
}
#: What somebody is said to be: a hard man.
_SORTS = frozenset({"man", "woman", "guy", "lady", "boy", "girl", "lad", "child", "kid", "friend", "teacher", "boss"})
_MANY = frozenset({"parents", "folks", "kids", "children", "brothers", "sisters", "siblings", "sons", "daughters", "cousins", "grandparents"})
#: Third-person pronouns, and for whom they cannot stand.
THIRD = {
    **dict.fromkeys(("he", "him", "his", "himself"), _FEMALE | _MANY), **dict.fromkeys(("she", "her", "hers", "herself"), _MALE | _MANY),
    **dict.fromkeys(("they", "them", "their", "themselves"), frozenset[str]()),
}
_UNSURE = frozenset({
    "maybe", "perhaps", "probably", "might", "possibly", "guess", "suppose", "seem", "seems", "seemed", "think", "wonder", "assume", "imagine", "may",
    "reckon", "presumably", "apparently", "whether", "sure", "hope", "hoped", "if", "sometimes", "bet", "say",
})
_NO_WORDS = frozenset({".", ",", "?", "!", ";", ":", "-", "...", '"', "(", ")", "'"})
_DISCOUNTED = frozenset({"echo", "recall"})
# fmt: on


def sentence(scene: Scene, i: int, reach: int = 30) -> tuple[int, int]:
    """The sentence of word ``i``; where a transcript has no full stops, no more than `reach` words to each side."""
    view = scene.view
    return max(view.first[i], i - reach), min(view.last[i], i + reach)


def around(scene: Scene, i: int, before: int, after: int) -> tuple[int, int]:
    """So many words to each side of word ``i``, over the borders of sentences."""
    return max(0, i - before), min(len(scene.view.w), i + after + 1)


def felt(
    scene: Scene,
    start: int,
    end: int,
    *,
    holder: str | Collection[str] | None = None,
    category: str | Collection[str] | None = None,
) -> list[int]:
    """States within these words that are more than a word of the question repeated or a memory introduced."""
    return [
        n
        for n in scene.states(start, end, holder=holder, category=category)
        if _DISCOUNTED.isdisjoint(scene.mentions[n].flags)
    ]


def others(scene: Scene, start: int, end: int) -> list[int]:
    """States of particular others within these words."""
    return felt(scene, start, end, holder="other")


def seen(scene: Scene, start: int, end: int, mentions: Iterable[int] = ()) -> Seen:
    """A structure at these words, without the punctuation at its borders."""
    w = scene.view.w
    while start < end - 1 and w[start] in _NO_WORDS:
        start += 1
    while end > start + 1 and w[end - 1] in _NO_WORDS:
        end -= 1
    return Seen(start, end, tuple(sorted(set(mentions))))


class Runs:
    """Runs of words, found by a rare one of each, or, at a given place, by their first two.

    Parameters
    ----------
    runs : str
        Words with a space between them.

    Attributes
    ----------
    keys : frozenset of str
        A word of each that is seldom said: a text without one of them holds no run.
    """

    __slots__ = ("_behind", "_by_key", "_single", "keys")

    def __init__(self, *runs: str) -> None:
        split = [run.split() for run in runs]
        behind: dict[str, dict[str, list[list[str]]]] = {}
        for first, second, *rest in (words for words in split if len(words) > 1):
            behind.setdefault(first, {}).setdefault(second, []).append(rest)
        self._behind = {
            first: {second: sorted(rests, key=len, reverse=True) for second, rests in seconds.items()}
            for first, seconds in behind.items()
        }
        self._single = frozenset(words[0] for words in split if len(words) == 1)
        self._by_key: dict[str, list[tuple[int, list[str]]]] = {}
        for words in split:
            place = max(range(len(words)), key=lambda k: (words[k] not in COMMON, len(words[k])))
            self._by_key.setdefault(words[place], []).append((place, words))
        self.keys = frozenset(self._by_key)

    def end(self, scene: Scene, i: int) -> int:
        """Where the longest of them that begins at word ``i`` ends; -1 where none does."""
        w = scene.view.w
        seconds = self._behind.get(w[i]) if i < len(w) else None
        if seconds and i + 1 < len(w):
            for rest in seconds.get(w[i + 1], ()):
                if not rest or w[i + 2 : i + 2 + len(rest)] == rest:
                    return i + 2 + len(rest)
        return i + 1 if i < len(w) and w[i] in self._single else -1

    def found(self, scene: Scene) -> Iterator[tuple[int, int]]:
        """Every one in a text, the longest of those that begin at a word: where it begins and ends."""
        view = scene.view
        w, ends = view.w, dict[int, int]()
        for key in view.vocabulary & self.keys:
            for before, words in self._by_key[key]:
                for k in view.places[key]:
                    i, end = k - before, k - before + len(words)
                    if i >= 0 and end > ends.get(i, -1) and w[i:end] == words:
                        ends[i] = end
        yield from sorted(ends.items())


def follows(scene: Scene, i: int, *runs: str) -> int:
    """Where one of these few runs of words, begun at word ``i``, ends; -1 where none does."""
    w = scene.view.w
    for run in runs:
        first, _, rest = run.partition(" ")
        if 0 <= i < len(w) and w[i] == first:
            words = rest.split()
            if w[i + 1 : i + 1 + len(words)] == words:
                return i + 1 + len(words)
    return -1


def named(scene: Scene, start: int, end: int, words: Collection[str]) -> int:
    """Place of the first of these words within a range; -1 without one."""
    w = scene.view.w
    for k in range(max(start, 0), min(end, len(w))):
        if w[k] in words:
            return k
    return -1


def opens(scene: Scene, i: int) -> bool:
    """Whether a sentence, or what follows a pause in it, begins at word ``i``."""
    return i == scene.view.first[i] or scene.view.w[i - 1] in _NO_WORDS | {
        "and",
        "but",
        "well",
        "so",
        "oh",
        "yeah",
        "no",
    }


def hedged(scene: Scene, start: int, end: int) -> bool:
    """Whether something within these words is put forward as a guess."""
    return not _UNSURE.isdisjoint(scene.view.w[max(start, 0) : end])


def past(scene: Scene, n: int) -> bool:
    """Whether a state lies in the past."""
    head = scene.clause(scene.mentions[n].start)
    tense = scene.clause_at(head).tense
    return tense == "past" or (tense == "modal" and any(scene.view.w[kid] == "could" for kid in scene.view.kids[head]))


def owner(scene: Scene, i: int) -> int:
    """The word that says whose the relative at ``i`` is; -1 without one."""
    view = scene.view
    for kid in view.kids[i]:
        if kid < i and view.dep[kid] == "nmod:poss":
            return kid
    k = i - 1
    if k >= 0 and view.w[k] == "own":
        k -= 1
    if k >= 1 and view.w[k] == "'s":
        return k - 1
    return k if k >= 0 and view.w[k] in {"my", "his", "her", "their", "our", "your"} else -1


def referent(scene: Scene, i: int) -> str:
    """The nearest member of a family for whom the pronoun at ``i`` may stand, before it or in the question; a noun stands for itself."""
    view = scene.view
    never = THIRD.get(view.w[i])
    if never is None:
        return view.w[i]
    for k in range(i - 1, max(-1, i - 60), -1):
        word = view.w[k]
        if word in FAMILY and word not in never and not (word in _SORTS and "a" in view.w[max(0, k - 4) : k]):
            return word
    return next((word for word in reversed(scene.question) if word in FAMILY and word not in never), "")
