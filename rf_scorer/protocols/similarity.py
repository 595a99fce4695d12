"""How like an interviewer's words are to a protocol's questions.

TF-IDF over words and word pairs, with interviewers' synonyms. A turn is cut into sentences and pairs of sentences,
since what asks often stands behind what acknowledges. Each is compared with every wording by cosine, scaled down
where little is shared. Words are weighted by how few questions use them; words that no question uses have a constant
weight, so that foreign topics count against a match. Misspelt words find their neighbour by edit distance.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from rf_scorer import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rf_scorer.domain import Protocol

__all__ = ["Likeness", "Profiles", "sentences", "terms"]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|_\w+")
_SENTENCE = re.compile(r"[^.?!;]*[.?!;]+|[^.?!;]+$")
#: A second question behind a comma: "What was the best of it, and what was the hardest?"
_SECOND = re.compile(r",(?=\s+and\s+(?:what|how|why|when|where|who|do|did|is|are|was|were|has|have)\b)", re.IGNORECASE)
_STOP = frozenset(
    """
    a an the of to in on at and or that this these those it its is was were are be been being do did does have has had
    having i i'd i'm i'll i've you your you'd you've you're yours me my we us our would could can should may might will
    shall so okay ok well um uh yeah yes right mm mhm hm now just then there here with for from by as if but all also
    some any more most very really quite little bit lot kind sort thing things like please maybe perhaps about into out
    up down over back again ask asking want question next talk let let's start starting begin going go get got getting
    s t d ll re ve thank thanks great good sure first know mean idea time times sense try lovely way ways them they
    their he him his she her who's what's that's how's it's year years something anything everything somebody anybody
    someone anyone what which where when who how than other else make made say said am take took come came
    """.split()  # noqa: SIM905
)
_NEGATION = frozenset(
    {"not", "no", "never", "don't", "weren't", "wasn't", "didn't", "isn't", "aren't", "doesn't", "without"}
)
_SUFFIXES = ("ingly", "edly", "ings", "ing", "ies", "ed", "es", "ly", "s")
_PAIR_WEIGHT = 0.6
#: Weight of a word that no question of the protocol uses, as a share of the rarest word's.
_FOREIGN_WEIGHT = 0.6
#: Shared weight at which a match counts 63 % of its cosine; the rarest word of a twenty-question protocol weighs 2.7.
_ENOUGH = 1.3
_FUZZY = 86
_MOST_WINDOWS = 24
_PIECE = 12
#: One content word ("different how?") rather follows up than asks.
_ALONE = 0.8


@cache
def _concepts() -> tuple[re.Pattern[str], dict[str, str]]:
    entry = resources.folder("annotation_guides") / "protocols" / "concepts" / "en.toml"
    groups = tomllib.loads(entry.read_text(encoding="utf-8"))["groups"]
    name_of = {phrase: f"_{name}" for name, phrases in groups.items() for phrase in phrases}
    longest_first = sorted(name_of, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b"), name_of


@cache
def _stem(word: str) -> str:
    if word in _NEGATION:
        return "not"
    word = word.partition("'")[0]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def terms(text: str) -> list[str]:
    """Content words in order: synonyms as their group's name, the rest as stems, everyday words left out."""
    pattern, name_of = _concepts()
    flat = pattern.sub(lambda match: f" {name_of[match.group()]} ", text.casefold().replace("’", "'"))
    return [word if word[0] == "_" else _stem(word) for word in _WORD.findall(flat) if word not in _STOP]


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of a text's sentences; blank ones are left out."""
    return [match.span() for match in _SENTENCE.finditer(text) if match.group().strip(" \t.?!;")]


def _questions(text: str) -> Iterator[str]:
    """Sentences, with a second question in a sentence on its own."""
    for start, end in sentences(text):
        yield from _SECOND.split(text[start:end])


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a turn fits one question, 0 to 1, and in which of its sentences or questions (half-open range)."""

    score: float
    first: int
    last: int


_Vector = dict[str, float]


class Profiles:
    """The questions of a protocol, made ready for comparison.

    Parameters
    ----------
    protocol : Protocol
        Of kind ``interview``.
    """

    def __init__(self, protocol: Protocol) -> None:
        self.ids = tuple(question.id for question in protocol.questions)
        bags = [[terms(wording) for wording in question.wordings] for question in protocol.questions]
        probes = [[terms(w) for probe in question.probes for w in probe.wordings] for question in protocol.questions]
        counts = Counter(term for bag in bags for term in {term for words in bag for term in _with_pairs(words)})
        probe_counts = Counter(
            term for bag in probes for term in {term for words in bag for term in _with_pairs(words)}
        )
        total = len(bags) + 1
        self._idf = {
            term: math.log(1 + total / (counts[term] + 0.5 * probe_counts[term] + 0.5))
            for term in counts.keys() | probe_counts.keys()
        }
        self._foreign = _FOREIGN_WEIGHT * math.log(1 + total / 1.5)
        self._vocabulary = [term for term in self._idf if " " not in term and term[0] != "_" and len(term) > 3]
        self._near: dict[str, str | None] = {}
        #: term -> (question, number of the wording among all, weight)
        self._index: dict[str, list[tuple[int, float]]] = {}
        self._owners: list[tuple[int, bool]] = []
        for number, (asked, probed) in enumerate(zip(bags, probes, strict=True)):
            for words, is_probe in [(words, False) for words in asked] + [(words, True) for words in probed]:
                self._enter(number, words, is_probe=is_probe)

    def _enter(self, question: int, words: list[str], *, is_probe: bool) -> None:
        place = len(self._owners)
        self._owners.append((question, is_probe))
        for term, weight in self._unit(words).items():
            self._index.setdefault(term, []).append((place, weight))

    def _unit(self, words: Iterable[str]) -> _Vector:
        vector: _Vector = {}
        for term in _with_pairs(list(words)):
            weight = self._idf.get(term)
            if " " in term:
                weight = weight and weight * _PAIR_WEIGHT
            elif weight is None:
                weight = self._foreign
            if weight:
                vector[term] = weight  # said twice counts once: interviewers repeat themselves
        length = math.sqrt(sum(weight * weight for weight in vector.values()))
        return {term: weight / length for term, weight in vector.items()} if length else {}

    def _spelled(self, word: str) -> str:
        if word in self._idf or word[0] == "_" or len(word) < 5 or not self._vocabulary:
            return word
        if word not in self._near:
            hit = process.extractOne(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_FUZZY)
            self._near[word] = hit[0] if hit else None
        return self._near[word] or word

    def likeness(self, text: str) -> tuple[dict[int, Likeness], dict[int, float]]:
        """Compare a turn with every question.

        Parameters
        ----------
        text : str
            An interviewer's turn, without what is not their words.

        Returns
        -------
        asked : dict of int to Likeness
            By question number; questions without a word in common are left out.
        probed : dict of int to float
            The same for the questions' follow-ups, 0 to 1.
        """
        parts: list[list[str]] = []
        for part in _questions(text):
            words = [self._spelled(word) for word in terms(part)]
            # Without punctuation a long turn is one sentence: pieces of it take the sentences' place.
            step = _PIECE if len(words) > 2 * _PIECE else max(len(words), 1)
            parts += [words[first : first + step] for first in range(0, len(words), step)]
        asked: dict[int, Likeness] = {}
        probed: dict[int, float] = {}
        for first, last in _windows(len(parts)):
            words = [word for piece in parts[first:last] for word in piece]
            if not words:
                continue
            alone = _ALONE if len(set(words)) == 1 else 1.0
            scores: dict[int, float] = {}
            shared: dict[int, float] = {}
            for term, weight in self._unit(words).items():
                for place, other in self._index.get(term, ()):
                    scores[place] = scores.get(place, 0.0) + weight * other
                    shared[place] = shared.get(place, 0.0) + self._idf[term]
            for place, cosine in scores.items():
                question, is_probe = self._owners[place]
                # One common word in common is little, however short both sides are.
                score = cosine * (1 - math.exp(-shared[place] / _ENOUGH)) * alone
                if is_probe:
                    probed[question] = max(probed.get(question, 0.0), score)
                elif question not in asked or score > asked[question].score + 1e-9:
                    asked[question] = Likeness(score, first, last)
        return asked, probed

    def confusable(self, threshold: float = 0.9) -> Iterator[tuple[str, str, float]]:
        """Pairs of questions of which a wording of one is at least this like a wording of the other."""
        vectors: dict[int, dict[int, float]] = {}
        for term, entries in self._index.items():
            del term
            for place, weight in entries:
                for other, other_weight in entries:
                    if place < other and self._owners[place][0] != self._owners[other][0]:
                        row = vectors.setdefault(place, {})
                        row[other] = row.get(other, 0.0) + weight * other_weight
        worst: dict[tuple[int, int], float] = {}
        for place, row in vectors.items():
            for other, score in row.items():
                (one, probe), (two, other_probe) = self._owners[place], self._owners[other]
                if score >= threshold and not probe and not other_probe:
                    worst[one, two] = max(worst.get((one, two), 0.0), score)
        for (one, two), score in sorted(worst.items()):
            yield self.ids[one], self.ids[two], min(score, 1.0)


def _with_pairs(words: list[str]) -> list[str]:
    return words + [f"{one} {two}" for one, two in pairwise(words)]


def _windows(count: int) -> list[tuple[int, int]]:
    # The end of a long turn asks; its beginning often explains.
    start = max(0, count - _MOST_WINDOWS)
    single = [(number, number + 1) for number in range(start, count)]
    return single + [(number, number + 2) for number in range(start, count - 1)]
