"""What was said in a text: its tokens without transcriber's notes, white space and hesitations, placeholders as one word each.

The parser reads these words and no others, since it has learnt from words; every one knows its place in the text. Invisible characters, curly
quotation marks, decomposed letters and shouting are taken out of its way (:mod:`rf_scorer.language.letters`).
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from rf_scorer.language.letters import folded, loud_runs, ordinary, plain, trimmed, visible
from rf_scorer.transcripts.conventions import Aside, asides

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.vocab import Vocab

__all__ = ["HANGING", "MOST_WORDS", "Spoken", "hear", "listen"]

# fmt: off
_HESITATIONS = frozenset({
    "um", "uh", "er", "erm", "mm", "hm", "hmm", "uhm", "mmm", "ah", "eh", "ehm", "umm", "uhh", "uh-huh", "mm-hmm",
    "mhm",
})
#: A comma behind one of these belongs to the filler after it: "I didn't, um, want to".
HANGING = frozenset({
    "i", "he", "she", "we", "they", "you", "not", "n't", "n’t", "to", "was", "am", "'m", "’m", "is", "are", "'re",
    "’re", "were", "the", "a", "my", "his", "her", "their", "our", "very", "so", "really", "just", "and", "but",
    "because", "that",
})
# fmt: on
_DASHES = frozenset({"-", "–", "—"})
#: Most words that are parsed at once: the memory of the models grows with them. A longer text is cut where a sentence ends, or else anywhere.
MOST_WORDS = 1500
_ENDS = frozenset(".?!")
#: Characters without white space between them that no tokenizer needs to see at once; its work grows with their square.
_LONGEST_RUN = 100
_RUN = re.compile(rf"\S{{{_LONGEST_RUN}}}(?=\S)")

#: A mark that stands more often than this in a row says no more than that: a line of stars.
_REPEATS = 3

#: Lower-case word, start, length.
Token = tuple[str, int, int]


@dataclass(slots=True)
class Spoken:
    """Parallel lists over the words and punctuation marks of one text.

    Attributes
    ----------
    text : str
    asides : tuple of Aside
        Notes and placeholders in it.
    words : list of str
        In lower case; a placeholder is empty.
    starts, ends : list of int
        Half-open character span of each in the text.
    tokens : list of int
        Index of each in the Doc that was tokenized.
    hesitations : int
        How many were left out.
    loud : tuple of (int, int)
        Half-open character spans in capitals that mean nothing but emphasis.
    """

    text: str
    asides: tuple[Aside, ...]
    words: list[str]
    starts: list[int]
    ends: list[int]
    tokens: list[int]
    hesitations: int = 0
    loud: tuple[tuple[int, int], ...] = ()

    def parts(self, most: int = MOST_WORDS) -> list[tuple[int, int]]:
        """Half-open ranges of at most so many words that cover them all, cut where a sentence ends, or else anywhere; a short text is one."""
        cuts, count = [0], len(self.words)
        while count - cuts[-1] > most:
            low = cuts[-1] + most // 2
            high = cuts[-1] + most
            cuts.append(next((k for k in range(high, low, -1) if self.words[k - 1] in _ENDS), high))
        return list(pairwise([*cuts, count]))

    def written(self, first: int = 0, last: int | None = None) -> tuple[list[str], list[bool]]:
        """Words of this range as a parser reads them, and whether white space follows each.

        They are those of the text, in its order and letters but for capitals that are shouted and characters that nobody sees.
        """
        last = len(self.words) if last is None else last
        text, words, spaces = self.text, [], []
        simple = ordinary(text)
        waiting = deque(span for span in self.loud if first < last and span[1] > self.starts[first])
        for i in range(first, last):
            start, end = self.starts[i], self.ends[i]
            word = text[start:end]
            if not self.words[i]:
                word = _named(word)
            elif not simple:
                word = plain(word)
            while waiting and waiting[0][1] <= start:
                waiting.popleft()
            if waiting and waiting[0][0] <= start:
                word = word.lower()
            words.append(word)
            spaces.append(i + 1 == last or self.starts[i + 1] > end)
        return words, spaces

    def doc(self, vocab: Vocab, first: int = 0, last: int | None = None) -> Doc:
        """:meth:`written` as a Doc."""
        words, spaces = self.written(first, last)
        return Doc(vocab, words=words, spaces=spaces)


def _named(placeholder: str) -> str:
    """A placeholder as a name, which the parser takes for one: ``{{older sister}}`` is ``Older_Sister``."""
    inner = placeholder.strip("{}[]() \t\r\n").replace("_", " ")
    return "_".join(word.capitalize() for word in inner.split()) or "Name"


def listen(doc: Doc) -> Spoken:
    """Keep what was said.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        From any English tokenizer.
    """
    return _spoken(doc.text, _lowered(doc, 0) if len(doc) else [], loud_runs(doc.text))


def hear(text: str, tokens: Callable[[str], Doc]) -> Spoken:
    """Tokenize a text of any length and keep what was said.

    Parameters
    ----------
    text : str
    tokens : callable
        Makes a Doc of a text.
    """
    loud = loud_runs(text)
    seen, places = visible(folded(text, loud) if loud else text)
    rows: list[Token] = []
    begin = 0
    for match in _RUN.finditer(seen):
        rows += _lowered(tokens(seen[begin : match.end()]), begin)
        begin = match.end()
    rows += _lowered(tokens(seen[begin:]), begin)
    if places is not None:
        rows = [(word, places[start], places[start + length - 1] + 1 - places[start]) for word, start, length in rows]
    return _spoken(text, rows, loud)


def _lowered(doc: Doc, offset: int) -> list[Token]:
    if not len(doc):
        return []
    columns = doc.to_array(["LOWER", "IDX", "LENGTH"]).T.tolist()
    strings = doc.vocab.strings  # once a word, which is faster than asking each token
    starts = [start + offset for start in columns[1]] if offset else columns[1]
    return list(zip([strings[value] for value in columns[0]], starts, columns[2], strict=True))


def _spoken(text: str, tokens: list[Token], loud: tuple[tuple[int, int], ...]) -> Spoken:
    found = asides(text) if any(mark in text for mark in "{[(/") or "xxx" in text.lower() else ()
    spoken = Spoken(text, found, [], [], [], [], loud=loud)
    if not ordinary(text):
        tokens = [trimmed(token) for token in tokens]
    _fill(spoken, tokens)
    return spoken


def _fill(spoken: Spoken, tokens: list[Token]) -> None:
    waiting = deque(spoken.asides)
    words, starts, ends, kept = spoken.words, spoken.starts, spoken.ends, spoken.tokens
    until, after_hesitation = 0, False
    for i, (word, start, length) in enumerate(tokens):
        if start < until:
            continue
        end = start + length
        while waiting and end > waiting[0].start:
            aside = waiting.popleft()
            until = max(until, aside.end)
            if aside.kind == "code":
                _keep(spoken, "", aside.start, aside.end, i)
        if start < until:
            after_hesitation = False
            continue
        if not _seen(word) or (words and word == words[-1] and not word[0].isalnum() and _repeats(words, word)):
            continue
        if after_hesitation and word == "," and not _you_know(tokens, i):
            after_hesitation = False
            continue
        after_hesitation = word in _HESITATIONS
        if after_hesitation:
            spoken.hesitations += 1
            if len(words) > 1 and words[-1] == "," and words[-2] in HANGING:
                for column in (words, starts, ends, kept):
                    column.pop()
        elif not (
            # the hyphen of a stutter: I-I
            word in _DASHES and length == 1 and words and ends[-1] == start and _follows(tokens, i, end)
        ):
            _keep(spoken, word, start, end, i)


def _seen(word: str) -> bool:
    return bool(word) and not word.isspace() and (word.isprintable() or any(map(str.isprintable, word)))


def _repeats(words: list[str], mark: str) -> bool:
    return words[-_REPEATS:] == [mark] * _REPEATS


def _follows(tokens: list[Token], i: int, end: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1][1] == end


def _you_know(tokens: list[Token], i: int) -> bool:
    """Whether "you know" follows, by whose commas a filler is told from a question."""
    return [word for word, _, _ in tokens[i + 1 : i + 3]] in (["you", "know"], ["ya", "know"])


def _keep(spoken: Spoken, word: str, start: int, end: int, token: int) -> None:
    spoken.words.append(word)
    spoken.starts.append(start)
    spoken.ends.append(end)
    spoken.tokens.append(token)
