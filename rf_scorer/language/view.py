"""What the rules see of a text: spoken words in lower case, contractions undone, fillers left out, with their grammar.

The rules never touch a spaCy token: whichever pipeline stands behind it, they see the same columns.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from rf_scorer.language.contractions import expand
from rf_scorer.language.spoken import HANGING

if TYPE_CHECKING:
    from rf_scorer.language.flags import Quote
    from rf_scorer.language.grammar import Grammar
    from rf_scorer.language.spoken import Spoken
    from rf_scorer.transcripts.conventions import Aside

__all__ = ["CODE", "PLACE", "View", "make_view"]

#: What a placeholder for a person, or for anything else, reads as.
CODE = "{person}"
PLACE = "{place}"

_NORMAL = {
    "n't": "not", "n’t": "not", "nt": "not", "'m": "am", "’m": "am", "'re": "are", "’re": "are", "'ve": "have", "’ve": "have", "'ll": "will",
    "’ll": "will", "’s": "'s", "’d": "'d", "ca": "can", "wo": "will", "sha": "shall", "'em": "them", "em": "them", "’em": "them", "'cause": "because", "’cause": "because",
    "cuz": "because", "coz": "because", "cos": "because", "'cos": "because", "’cos": "because", "ya": "you", "gon": "going", "na": "to", "ta": "to",
    "wan": "want", "wanna": "want", "no-one": "noone", "im": "am", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "—": "-", "–": "-", "--": "-", "---": "-",
    "til": "until", "'til": "until", "tho": "though", "thru": "through", "'bout": "about",
}  # fmt: skip
#: What the tokenizer cuts off a pronoun that is written without an apostrophe.
_BARE = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "'d", "s": "is"}
_YOU_KNOW = frozenset({"y'know", "y’know"})
_ENDS = frozenset(".?!")
#: Words and marks from which on a sentence that no mark ends is divided as the parser divides it, and beyond which none goes on.
_LONG_SENTENCE, _LONGEST_SENTENCE = 40, 200
# fmt: off
_IS_HOSTS = frozenset({
    "i", "he", "she", "it", "that", "there", "what", "who", "where", "how", "when", "why", "here", "this",
    "everything", "something", "nothing", "everyone", "everybody", "nobody", "someone", "somebody", "one",
})
# fmt: on
# fmt: off
_AFTER_IS = frozenset({
    "a", "an", "the", "not", "so", "very", "really", "just", "always", "been", "like", "my", "his", "our", "got",
    "going", "too", "still", "never", "all", "also", "no", "quite", "pretty", "in", "on", "at", "as", "now", "what",
    "why", "how", "where", "kind", "sort", "more", "actually", "gone", "had", "dead", "here", "there", "probably",
})
# fmt: on
# fmt: off
_FILLER_NEXT = frozenset({
    "what", "how", "why", "where", "when", "who", "which", "if", "about", "whether", "him", "her", "them", "me",
    "nothing", "better", "everything",
})
# fmt: on


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
    quotes : list of Quote or None
        Direct speech, once :func:`rf_scorer.language.flags.quotes` has looked for it.
    removed : mapping of str to int
        How many hesitations (``hesitation``) and fillers (``filler``) were left out.
    """

    # fmt: off
    __slots__ = (
        "asides", "begins", "dep", "e", "first", "head", "kids", "last", "lemma", "loud", "pos", "quotes", "removed",
        "s", "sentences", "t", "tag", "text", "w",
    )
    # fmt: on

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
        self.kids: list[list[int]] = []
        self.begins: list[bool] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        self.quotes: list[Quote] | None = None
        self.removed: dict[str, int] = {"hesitation": 0, "filler": 0}

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
        tokens, heads = self.t, grammar.head
        place = {token: i for i, token in enumerate(tokens)}  # the last of several
        self.pos = [grammar.pos[token] for token in tokens]
        self.tag = [grammar.tag[token] for token in tokens]
        self.lemma = [grammar.lemma[token] for token in tokens]
        self.dep = [grammar.dep[token] for token in tokens]
        self.head = [place.get(heads[token], -1) for token in tokens]
        self.kids = [[] for _ in tokens]
        whole = len(place) == len(tokens)
        for i, head in enumerate(self.head):
            if head < 0 or not whole:
                head = self._headed(i, place, grammar)
            if head >= 0:
                self.kids[head].append(i)
        begun = -1
        for token in tokens:
            self.begins.append(token > begun and True in grammar.begins[begun + 1 : token + 1])
            begun = max(begun, token)

    def _headed(self, i: int, place: dict[int, int], grammar: Grammar) -> int:
        """The head of a word whose own is left out, or that is one of several of its token."""
        token = self.t[i]
        if place[token] != i:
            self.pos[i], self.dep[i], self.head[i] = "AUX", "aux", place[token]
            return place[token]
        head = grammar.head[token]
        while head >= 0 and head not in place:
            head = grammar.head[head]
        if head < 0:
            self.dep[i] = "root"
        self.head[i] = place.get(head, -1)
        return self.head[i]

    def close_sentences(self) -> None:
        """Fill :attr:`first`, :attr:`last` and :attr:`sentences` from the words, and where those go on and on, from the parse."""
        w, begin, count = self.w, 0, len(self.w)
        spans = []
        for i, word in enumerate(w):
            if (word in _ENDS and (i + 1 == count or (w[i + 1] not in _ENDS and w[i + 1] != '"'))) or (
                word == '"' and i and w[i - 1] in _ENDS and begin < i
            ):
                spans.append((begin, i + 1))
                begin = i + 1
        if begin < count:
            spans.append((begin, count))
        spans = [part for start, end in spans for part in self._parts(start, end)]
        for start, end in spans:
            self.first += [start] * (end - start)
            self.last += [end] * (end - start)
        self.sentences = spans

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """A sentence in parts: where it is long, as the parse divides it; none is longer than the ceiling, so that no rule looks further."""
        if end - start <= _LONG_SENTENCE:
            return [(start, end)]
        cuts = [start]
        for k in range(start + 1, end):
            if (k < len(self.begins) and self.begins[k]) or k - cuts[-1] >= _LONGEST_SENTENCE:
                cuts.append(k)
        return list(pairwise([*cuts, end]))


def make_view(
    spoken: Spoken, *, persons: frozenset[str], grammar: Grammar | None = None, reduced: bool = False
) -> View:
    """See a text as the rules do.

    Parameters
    ----------
    spoken : Spoken
        The words that were said.
    persons : frozenset of str
        Words that tell that a placeholder stands for a person.
    grammar : Grammar, optional
        Of the Doc that `spoken` was taken from, or, if `reduced`, of :meth:`Spoken.doc`. Without it there are words alone.
    reduced : bool
        Which of the two.
    """
    view = View(spoken.text, spoken.asides, spoken.loud)
    view.removed["hesitation"] = spoken.hesitations
    _Filler(view, spoken, persons, reduced=reduced).run()
    if grammar is not None:
        view.annotate(grammar)
    view.close_sentences()
    return view


class _Filler:
    """Goes over the words once: contractions undone, 'you know' left out."""

    def __init__(self, view: View, spoken: Spoken, persons: frozenset[str], *, reduced: bool) -> None:
        self.view, self.persons = view, persons
        self.words, self.starts, self.ends = spoken.words, spoken.starts, spoken.ends
        self.tokens = range(len(spoken.words)) if reduced else spoken.tokens
        self._after_filler = False

    def run(self) -> None:
        """Fill the view's columns."""
        for i, word in enumerate(self.words):
            if not word:
                code = _code(self.view.text[self.starts[i] : self.ends[i]], self.persons)
                self._keep(code, self.starts[i], self.ends[i], i)
            elif not self._left_out(word, i):
                self._word(word, i)

    def _keep(self, word: str, start: int, end: int, i: int) -> None:
        view = self.view
        view.w.append(word)
        view.s.append(start)
        view.e.append(end)
        view.t.append(self.tokens[i])

    def _left_out(self, word: str, i: int) -> bool:
        """A filler, with the comma after it and one before it that no clause can end with."""
        view = self.view
        comma, self._after_filler = self._after_filler and word == ",", False
        if comma:
            return True
        if not (word in _YOU_KNOW or (word == "know" and view.w and _is_filler_know(self.words, i))):
            return False
        view.removed["filler"] += 1
        if word == "know":
            view.pop()
        self._after_filler = True
        if len(view.w) > 1 and view.w[-1] == "," and view.w[-2] in HANGING:
            view.pop()
        return True

    def _word(self, word: str, i: int) -> None:
        start, end = self.starts[i], self.ends[i]
        word = _NORMAL.get(word, word)
        if word in _BARE and self.view.e and self.view.e[-1] == start:
            word = _BARE[word]  # im, shes, theyve
        if "-" in word and len(word) > 3:
            pieces = _stutter(word)
        elif word in {"dunno", "d'know"}:
            pieces = ["do", "not", "know"]
        elif "'" in word[1:] or "’" in word[1:]:
            pieces = expand(word.replace("’", "'"))  # next to a hyphen the tokenizer leaves contractions whole
        else:
            pieces = []
        if pieces:
            for piece in pieces:
                self._keep(piece, start, end, i)
            return
        if word == "'s":
            word = _apostrophe_s(self.view.w, self.words, i + 1)
        self._keep(word, start, end, i)


def _stutter(word: str) -> list[str]:
    """What is meant by a word that the tokenizer kept with its own beginnings: ``I'm-I'm``; empty for other words."""
    parts = [part for part in word.split("-") if part]
    if len(parts) < 2 or not all(parts[-1].startswith(part) for part in parts[:-1]):
        return []
    return expand(parts[-1].replace("’", "'"))


def _is_filler_know(words: list[str], i: int) -> bool:
    if i == 0 or words[i - 1] not in {"you", "ya"}:
        return False
    before = words[i - 2] if i > 1 else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    if before in {
        "do",
        "did",
        "as",
        "if",
        "n't",
        "n’t",
        "when",
        "let",
        "that",
        "would",
        "could",
        "should",
        "because",
        "what",
        "how",
        "than",
    }:
        return False
    if after in {",", "-", "--", "—", "...", ";", "like", "–", "um", "uh"} or before in {",", "-", "--", "—", "..."}:
        return after not in {"what", "how", "why", "if", "that", "who", "where", "when", "about"}
    if after in {".", "?", "!", ""}:
        return True
    return after not in _FILLER_NEXT


def _apostrophe_s(w: list[str], words: list[str], i: int) -> str:
    before = w[-1] if w else ""
    if before == "let":
        return "us"
    if before in _IS_HOSTS:
        return "is"
    after = _NORMAL.get(words[i], words[i]) if i < len(words) else ""
    return "is" if after in _AFTER_IS else "'s"


def _code(text: str, persons: frozenset[str]) -> str:
    inner = text.strip("{}[]() ").replace("_", " ")
    words = inner.lower().split()
    if any(word.strip("'s0123456789") in persons for word in words):
        return CODE
    return CODE if inner[:1].isupper() and len(words) <= 2 and not _PLACES.intersection(words) else PLACE


# fmt: off
_PLACES = frozenset({
    "city", "town", "village", "place", "country", "county", "state", "street", "school", "hospital", "company",
    "date", "year", "church", "university", "college", "location", "address",
})
# fmt: on
