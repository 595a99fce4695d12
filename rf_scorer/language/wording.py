"""The words of a view: contractions undone, fillers left out, placeholders as what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.contractions import expand
from rf_scorer.language.spoken import HANGING
from rf_scorer.language.view import CODE, PLACE, View

if TYPE_CHECKING:
    from rf_scorer.language.grammar import Grammar
    from rf_scorer.language.spoken import Spoken

__all__ = ["make_view"]

_NORMAL = {
    "n't": "not", "n’t": "not", "nt": "not", "'m": "am", "’m": "am", "'re": "are", "’re": "are", "'ve": "have", "’ve": "have", "'ll": "will",
    "’ll": "will", "’s": "'s", "’d": "'d", "ca": "can", "wo": "will", "sha": "shall", "'em": "them", "em": "them", "’em": "them", "'cause": "because", "’cause": "because",
    "cuz": "because", "coz": "because", "cos": "because", "'cos": "because", "’cos": "because", "ya": "you", "gon": "going", "na": "to", "ta": "to",
    "wan": "want", "wanna": "want", "no-one": "noone", "im": "am", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "—": "-", "–": "-", "--": "-", "---": "-",
    "til": "until", "'til": "until", "tho": "though", "thru": "through", "'bout": "about",
}  # fmt: skip
#: What the tokenizer cuts off a pronoun that is written without an apostrophe.
_BARE = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "'d", "s": "is"}
#: Those that are other words wherever they stand.
_RENAMED = {word: normal for word, normal in _NORMAL.items() if normal != "'s"}
_YOU_KNOW = frozenset({"y'know", "y’know"})
#: Words that are more, or other, than they look: all others are taken as they are, unless they hold one of the marks.
_UNLIKE = frozenset({"", "know", "dunno", "'s"} | _NORMAL.keys() | _BARE.keys() | _YOU_KNOW)
_JOINING = frozenset("-'’")
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
        self.normal = self.words.copy()
        self.tokens = range(len(spoken.words)) if reduced else spoken.tokens
        self._comma = -1

    def run(self) -> None:
        """Fill the view's columns."""
        words, done = self.words, 0
        for i in _to_look_at(words):
            word = words[i]
            if word in _RENAMED:
                self.normal[i] = _RENAMED[word]
                continue
            self._copy(done, i)
            done = i + 1
            if not word:
                code = _code(self.view.text[self.starts[i] : self.ends[i]], self.persons)
                self._keep(code, self.starts[i], self.ends[i], i)
            elif not self._left_out(word, i):
                self._word(word, i)
        self._copy(done, len(words))

    def _copy(self, first: int, last: int) -> None:
        """Take these words as they are, without a comma that goes with a filler."""
        if first <= self._comma < last:
            comma, self._comma = self._comma, -1
            self._copy(first, comma)
            first = comma + 1
        view = self.view
        view.w += self.normal[first:last]
        view.s += self.starts[first:last]
        view.e += self.ends[first:last]
        view.t += self.tokens[first:last]

    def _keep(self, word: str, start: int, end: int, i: int) -> None:
        view = self.view
        view.w.append(word)
        view.s.append(start)
        view.e.append(end)
        view.t.append(self.tokens[i])

    def _left_out(self, word: str, i: int) -> bool:
        """A filler, with the comma after it and one before it that no clause can end with."""
        view = self.view
        if not (word in _YOU_KNOW or (word == "know" and view.w and _is_filler_know(self.words, i))):
            return False
        view.removed["filler"] += 1
        if word == "know":
            view.pop()
        behind = next((k for k in range(i + 1, len(self.words)) if self.words[k]), -1)  # over placeholders
        self._comma = behind if behind >= 0 and self.words[behind] == "," else -1
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


def _to_look_at(words: list[str]) -> list[int]:
    """The words that are not simply taken as they are."""
    if _JOINING.isdisjoint("".join(words)):
        return [i for i, word in enumerate(words) if word in _UNLIKE]
    return [i for i, word in enumerate(words) if word in _UNLIKE or "'" in word or "-" in word or "’" in word]


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
