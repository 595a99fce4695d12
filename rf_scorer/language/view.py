"""What the rules see of a text: spoken words in lower case, contractions undone, hesitations and transcriber's notes left out.

The rules never touch a spaCy token, so that another source of words (a tagger, a parser) can stand behind the same fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.contractions import expand
from rf_scorer.transcripts.conventions import Aside, asides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

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
# fmt: off
_HESITATIONS = frozenset({
    "um", "uh", "er", "erm", "mm", "hm", "hmm", "uhm", "mmm", "ah", "eh", "ehm", "umm", "uhh", "uh-huh", "mm-hmm",
    "mhm",
})
# fmt: on
_YOU_KNOW = frozenset({"y'know", "y’know"})
# fmt: off
#: A comma behind one of these belongs to the filler after it: "I didn't, um, want to".
_HANGING = frozenset({
    "i", "he", "she", "we", "they", "you", "not", "to", "was", "am", "is", "are", "were", "the", "a", "my", "his",
    "her", "their", "our", "very", "so", "really", "just", "and", "but", "because", "that",
})
# fmt: on
_DASHES = frozenset({"-", "–", "—"})
_ENDS = frozenset(".?!")
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
        Index of each in the Doc.
    first, last : list of int
        For each word, the first and one past the last index of its sentence.
    text : str
    asides : tuple of Aside
    removed : mapping of str to int
        How many hesitations (``hesitation``) and fillers (``filler``) were left out.
    """

    __slots__ = ("asides", "e", "first", "last", "quoted", "removed", "s", "sentences", "t", "text", "w")

    def __init__(self, text: str, found: tuple[Aside, ...]) -> None:
        self.text = text
        self.asides = found
        self.w: list[str] = []
        self.s: list[int] = []
        self.e: list[int] = []
        self.t: list[int] = []
        self.first: list[int] = []
        self.last: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        self.quoted: list[int] = []
        self.removed: dict[str, int] = {"hesitation": 0, "filler": 0}

    def capital(self, i: int) -> bool:
        """Whether the word begins with a capital though it does not begin its sentence."""
        return (
            i > self.first[i]
            and self.w[i] != "i"
            and self.text[self.s[i]].isupper()
            and self.w[i - 1] not in {'"', "-", "..."}
        )

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

    def close_sentences(self) -> None:
        """Fill :attr:`first`, :attr:`last` and :attr:`sentences` from the words."""
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
        for start, end in spans:
            self.first += [start] * (end - start)
            self.last += [end] * (end - start)
        self.sentences = spans


class _Strings:
    """Lower-case strings by their hash, looked up once: faster than asking each token."""

    def __init__(self, doc: Doc) -> None:
        self._strings = doc.vocab.strings

    def of(self, hashes: Sequence[int]) -> list[str]:
        strings = self._strings
        return [strings[value] for value in hashes]


def make_view(doc: Doc, *, persons: frozenset[str]) -> View:
    """See a text as the rules do.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        From any English tokenizer.
    persons : frozenset of str
        Words that tell that a placeholder stands for a person.
    """
    text = doc.text
    found = asides(text) if any(mark in text for mark in "{[(/") or "xxx" in text.lower() else ()
    view = View(text, found)
    if not len(doc):
        return view
    columns = doc.to_array(["LOWER", "IDX", "LENGTH"]).T.tolist()
    words = _Strings(doc).of(columns[0])
    _Filler(view, words, columns[1], columns[2], persons).run()
    view.close_sentences()
    return view


class _Filler:
    """Goes over the tokens once and keeps what was said."""

    def __init__(
        self, view: View, words: list[str], starts: list[int], lengths: list[int], persons: frozenset[str]
    ) -> None:
        self.view, self.words, self.starts, self.lengths, self.persons = view, words, starts, lengths, persons
        self._after_hesitation = False

    def run(self) -> None:
        """Fill the view's columns."""
        waiting = list(self.view.asides)
        words, starts, lengths = self.words, self.starts, self.lengths
        i, count = 0, len(words)
        while i < count:
            if waiting and starts[i] + lengths[i] > waiting[0].start:
                aside = waiting.pop(0)
                if aside.kind == "code":
                    self._keep(_code(self.view.text[aside.start : aside.end], self.persons), aside.start, aside.end, i)
                while i < count and starts[i] < aside.end:
                    i += 1
                continue
            word = words[i]
            if word and not word.isspace() and not self._left_out(word, i):
                self._word(word, i)
            i += 1

    def _keep(self, word: str, start: int, end: int, token: int) -> None:
        view = self.view
        view.w.append(word)
        view.s.append(start)
        view.e.append(end)
        view.t.append(token)

    def _left_out(self, word: str, i: int) -> bool:
        """Hesitations and fillers, with the comma after them, and the hyphen of a stutter."""
        view = self.view
        comma, self._after_hesitation = self._after_hesitation and word == ",", False
        if comma:
            return True
        if word in _HESITATIONS:
            view.removed["hesitation"] += 1
            self._rejoin()
            return True
        if word in _YOU_KNOW or (word == "know" and view.w and _is_filler_know(self.words, i)):
            view.removed["filler"] += 1
            if word == "know":
                view.pop()
            self._rejoin()
            return True
        start = self.starts[i]
        return (
            word in _DASHES
            and self.lengths[i] == 1
            and i + 1 < len(self.words)
            and self.starts[i + 1] == start + 1
            and bool(view.w)
            and view.e[-1] == start
        )

    def _rejoin(self) -> None:
        """Let the words on both sides of a filler meet: the comma behind it goes, and one before it that no clause can end with."""
        self._after_hesitation = True
        w = self.view.w
        if len(w) > 1 and w[-1] == "," and w[-2] in _HANGING:
            self.view.pop()

    def _word(self, word: str, i: int) -> None:
        start = self.starts[i]
        end = start + self.lengths[i]
        word = _NORMAL.get(word, word)
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
