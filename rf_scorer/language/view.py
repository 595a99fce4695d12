"""What the rules see of a text: spoken words in lower case, contractions undone, fillers left out, with their grammar.

The rules never touch a spaCy token: whichever pipeline stands behind it, they see the same columns.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.flags import Quote
    from rf_scorer.language.grammar import Grammar
    from rf_scorer.language.scene import Scene
    from rf_scorer.transcripts.conventions import Aside

__all__ = ["CODE", "PLACE", "View"]

#: What a placeholder for a person, or for anything else, reads as.
CODE = "{person}"
PLACE = "{place}"

_ENDS = frozenset(".?!")
_MARKS = _ENDS | {'"'}
#: Words and marks from which on a sentence that no mark ends is divided as the parser divides it, and beyond which none goes on.
_LONG_SENTENCE, _LONGEST_SENTENCE = 40, 200


class View:
    """Parallel lists over the words of one text.

    Attributes
    ----------
    w : list of str
        Normalised words and punctuation marks.
    s, e : list of int
        Half-open character span of each in the text.
    t : list of int
        Index of each in the Doc whose grammar this is.
    pos, tag, lemma, dep : list of str
        Universal part of speech, Penn tag, base form, relation of Universal Dependencies; empty lists without a grammar.
    head : list of int
        Index of the head in this view; -1 for a root.
    kids : list of list of int
        The words that depend on each, in order.
    first, last : list of int
        For each word, the first and one past the last index of its sentence.
    text : str
    asides : tuple of Aside
    loud : tuple of (int, int)
        Character spans in capitals that mean nothing but emphasis.
    places : mapping of str to list of int
        Where each word stands, in order.
    vocabulary : frozenset of str
        Its different words: rules ask for words, and most of those are not there.
    pairs : frozenset of (str, str)
        Its different words with the one behind each.
    quotes : list of Quote or None
        Direct speech, once :func:`rf_scorer.language.flags.quotes` has looked for it.
    scene : Scene or None
        What the markers have worked out of it, once they were looked for: the levels go on from there.
    removed : mapping of str to int
        How many hesitations (``hesitation``) and fillers (``filler``) were left out.

    Notes
    -----
    The columns may be those of the grammar itself: nothing changes them. `kids`, `places`, `vocabulary` and `pairs` are made when a rule first looks at them, and only
    once the words are complete.
    """

    # fmt: off
    __slots__ = (
        "_grammar", "asides", "dep", "e", "first", "head", "kids", "last", "lemma", "loud", "pairs", "places", "pos", "quotes", "removed",
        "s", "scene", "sentences", "t", "tag", "text", "vocabulary", "w",
    )
    # fmt: on

    kids: list[list[int]]
    places: dict[str, list[int]]
    vocabulary: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def __init__(self, text: str, found: tuple[Aside, ...], loud: tuple[tuple[int, int], ...] = ()) -> None:
        self.text = text
        self.asides = found
        self.loud = loud
        self.w: list[str] = []
        self.s: list[int] = []
        self.e: list[int] = []
        self.t: list[int] = []
        self.pos: list[str] = []
        self.tag: list[str] = []
        self.lemma: list[str] = []
        self.dep: list[str] = []
        self.head: list[int] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        self.quotes: list[Quote] | None = None
        self.scene: Scene | None = None
        self.removed: dict[str, int] = {"hesitation": 0, "filler": 0}
        self._grammar: Grammar | None = None

    if not TYPE_CHECKING:  # a checker would take any name for an attribute

        def __getattr__(self, name):
            """Make a column that nobody has looked at yet: Python asks here where a slot is empty."""
            if name == "kids":
                self.kids = _kids(self.head)
            elif name == "places":
                self.places = _places(self.w)
            elif name == "vocabulary":
                self.vocabulary = frozenset(self.places)
            elif name == "pairs":
                self.pairs = frozenset(pairwise(self.w))
            else:
                raise AttributeError(name)
            return getattr(self, name)

    def capital(self, i: int) -> bool:
        """Whether the word begins with a capital though it does not begin its sentence and is not shouted."""
        return (
            i > self.first[i]
            and self.w[i] != "i"
            and self.text[self.s[i]].isupper()
            and self.w[i - 1] not in {'"', "-", "..."}
            and not (self.loud and self._shouted(self.s[i]))
        )

    def _shouted(self, start: int) -> bool:
        place = bisect_right(self.loud, (start, len(self.text))) - 1
        return place >= 0 and start < self.loud[place][1]

    def pop(self) -> None:
        """Take back the last word."""
        for column in (self.s, self.e, self.t):
            column.pop()
        self.w.pop()

    def first_words(self, count: int) -> int:
        """Index behind the first ``count`` words that are no punctuation."""
        seen = 0
        for i, word in enumerate(self.w):
            if word[0].isalnum() or word in {CODE, PLACE}:
                seen += 1
                if seen == count:
                    return i + 1
        return len(self.w)

    def annotate(self, grammar: Grammar) -> None:
        """Take the columns of a grammar over to these words.

        A word that was left out hands its dependents to its head. Where one token is several words ("dunno"), the last has its grammar
        and the others depend on it.
        """
        self._grammar = grammar
        if self.t == list(range(len(grammar.head))):  # mostly so: a word for every token
            self.pos, self.tag, self.lemma = grammar.pos, grammar.tag, grammar.lemma
            self.head, self.dep = grammar.head, _rooted(grammar.head, grammar.dep)
            return
        tokens, heads = self.t, grammar.head
        place = {token: i for i, token in enumerate(tokens)}  # the last of several
        self.pos = [grammar.pos[token] for token in tokens]
        self.tag = [grammar.tag[token] for token in tokens]
        self.lemma = [grammar.lemma[token] for token in tokens]
        self.dep = [grammar.dep[token] for token in tokens]
        self.head = [place.get(heads[token], -1) for token in tokens]
        whole = len(place) == len(tokens)
        for i, head in enumerate(self.head):
            if head < 0 or not whole:
                self._headed(i, place, grammar)

    def _headed(self, i: int, place: dict[int, int], grammar: Grammar) -> None:
        """Find the head of a word whose own is left out, or that is one of several of its token."""
        token = self.t[i]
        if place[token] != i:
            self.pos[i], self.dep[i], self.head[i] = "AUX", "aux", place[token]
            return
        head = grammar.head[token]
        while head >= 0 and head not in place:
            head = grammar.head[head]
        if head < 0:
            self.dep[i] = "root"
        self.head[i] = place.get(head, -1)

    def close_sentences(self) -> None:
        """Fill :attr:`first`, :attr:`last` and :attr:`sentences` from the words, and where those go on and on, from the parse."""
        w, begin, count = self.w, 0, len(self.w)
        spans = []
        for i in [i for i, word in enumerate(w) if word in _MARKS]:
            word = w[i]
            if (word in _ENDS and (i + 1 == count or w[i + 1] not in _MARKS)) or (
                word == '"' and i and w[i - 1] in _ENDS and begin < i
            ):
                spans.append((begin, i + 1))
                begin = i + 1
        if begin < count:
            spans.append((begin, count))
        self.sentences = spans = [part for start, end in spans for part in self._parts(start, end)]
        for start, end in spans:
            self.first += [start] * (end - start)
            self.last += [end] * (end - start)

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """A sentence in parts: where it is long, as the parse divides it; none is longer than the ceiling, so that no rule looks further."""
        if end - start <= _LONG_SENTENCE:
            return [(start, end)]
        cuts = [start]
        for k in range(start + 1, end):
            if self._begins(k) or k - cuts[-1] >= _LONGEST_SENTENCE:
                cuts.append(k)
        return list(pairwise([*cuts, end]))

    def _begins(self, k: int) -> bool:
        """Whether the parse begins a sentence with this word, or with one that was left out before it."""
        token, before = self.t[k], self.t[k - 1]
        return self._grammar is not None and token > before and True in self._grammar.begins[before + 1 : token + 1]


def _rooted(head: list[int], dep: list[str]) -> list[str]:
    """Relations in which every word without a head is a root."""
    stray = [i for i, above in enumerate(head) if above < 0 and dep[i] != "root"]
    if stray:
        dep = dep.copy()
        for i in stray:
            dep[i] = "root"
    return dep


def _kids(head: list[int]) -> list[list[int]]:
    kids: list[list[int]] = [[] for _ in head]
    for i, above in enumerate(head):
        if above >= 0:
            kids[above].append(i)
    return kids


def _places(w: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for i, word in enumerate(w):
        if word in places:
            places[word].append(i)
        else:
            places[word] = [i]
    return places
