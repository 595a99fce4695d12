"""Variants of a treebank sentence as transcripts have them: without capitals or punctuation, with false starts and fillers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from .conllu import Sentence

FILLERS = ("um", "uh", "uh", "um", "er", "erm", "mm", "hmm")
REPEATABLE = frozenset({"ADP", "ADV", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ", "VERB"})


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of sentences is written.

    Attributes
    ----------
    lower : bool
        Without capitals.
    punctuation : str
        ``all``, ``final`` (no commas and the like within a sentence), ``inner`` (none at the end) or ``none``.
    disfluency : float
        Probability of a filler, repetition or broken-off word before each word.
    curly : bool
        With typographic apostrophes.
    """

    lower: bool = False
    punctuation: str = "all"
    disfluency: float = 0.0
    curly: bool = False


def draw(rng: random.Random, *, spoken: bool) -> Style:
    """Draw a style; rather more than half of all runs stay as their treebank writes them."""
    roll = rng.random()
    curly = rng.random() < 0.15
    disfluency = rng.choice((0.02, 0.05)) if rng.random() < (0.15 if spoken else 0.12) else 0.0
    if roll < 0.62:
        return Style(disfluency=disfluency, curly=curly)
    if roll < 0.74:
        return Style(lower=True, punctuation="none", disfluency=disfluency, curly=curly)
    if roll < 0.82:
        return Style(punctuation="none", disfluency=disfluency, curly=curly)
    if roll < 0.88:
        return Style(lower=True, disfluency=disfluency, curly=curly)
    return Style(punctuation=rng.choice(("final", "inner")), disfluency=disfluency, curly=curly)


def apply(sentence: Sentence, style: Style, rng: random.Random) -> Sentence:
    """Write a sentence in a style; the tree stays projective where it was and one root stays one root."""
    if style.punctuation != "all":
        sentence = without_punctuation(sentence, style.punctuation)
    if style.disfluency and len(sentence) > 2:
        sentence = disfluent(sentence, style.disfluency, rng)
    if style.lower:
        sentence = lowered(sentence)
    if style.curly:
        sentence = replace(sentence, words=tuple(word.replace("'", "’") for word in sentence.words))
    return sentence


def lowered(sentence: Sentence) -> Sentence:
    """Take the capitals from words, and from base forms except ``I``, which the treebanks write so for every case."""
    return replace(
        sentence,
        words=tuple(word.lower() for word in sentence.words),
        lemmas=tuple(lemma if lemma == "I" else lemma.lower() for lemma in sentence.lemmas),
    )


def without_punctuation(sentence: Sentence, kind: str = "none") -> Sentence:
    """Leave out punctuation that nothing depends on; one mark at least stays if there is nothing else."""
    heads_used = {head for i, head in enumerate(sentence.heads) if head != i}
    last = len(sentence) - 1
    while last > 0 and sentence.pos[last] == "PUNCT":
        last -= 1

    def goes(i: int) -> bool:
        if sentence.pos[i] != "PUNCT" or i in heads_used or sentence.deps[i] == "ROOT" or _joins(sentence, i):
            return False
        return kind == "none" or (i > last) == (kind == "inner")

    keep = [i for i in range(len(sentence)) if not goes(i)]
    return sentence if len(keep) == len(sentence) else _pick(sentence, keep)


def _joins(sentence: Sentence, i: int) -> bool:
    return 0 < i < len(sentence) - 1 and not sentence.spaces[i - 1] and not sentence.spaces[i]


def _pick(sentence: Sentence, keep: Sequence[int]) -> Sentence:
    new = {old: i for i, old in enumerate(keep)}
    spaces = list(sentence.spaces)
    for i in range(1, len(sentence)):
        if i not in new and spaces[i]:
            spaces[i - 1] = True
    for i in range(len(sentence) - 1, 0, -1):
        if i not in new and spaces[i]:
            spaces[i - 1] = True
    entities = None
    if sentence.entities is not None:
        inside = [([new[i] for i in range(start, end) if i in new], label) for start, end, label in sentence.entities]
        entities = tuple((found[0], found[-1] + 1, label) for found, label in inside if found)
    return replace(
        sentence,
        words=tuple(sentence.words[i] for i in keep),
        spaces=tuple(spaces[i] for i in keep),
        tags=tuple(sentence.tags[i] for i in keep),
        pos=tuple(sentence.pos[i] for i in keep),
        morphs=tuple(sentence.morphs[i] for i in keep),
        lemmas=tuple(sentence.lemmas[i] for i in keep),
        heads=tuple(new[sentence.heads[i]] for i in keep),
        deps=tuple(sentence.deps[i] for i in keep),
        entities=entities,
    )


@dataclass(slots=True)
class _Row:
    word: str
    space: bool
    tag: str
    pos: str
    morph: str
    lemma: str
    dep: str
    old: int
    """Index in the old sentence, or -1 for an inserted word."""
    head: int
    """Old index of the head, or for `inner` rows the offset to the head among the inserted rows."""
    inner: bool = False


def disfluent(sentence: Sentence, rate: float, rng: random.Random) -> Sentence:
    """Insert fillers (``discourse``), repeated words and words broken off (``reparandum``)."""
    rows: list[_Row] = []
    for i in range(len(sentence)):
        starts_word = i == 0 or sentence.spaces[i - 1]
        if starts_word and sentence.pos[i] != "PUNCT" and rng.random() < rate:
            rows.extend(_hesitation(sentence, i, rng))
        rows.append(_copy(sentence, i))
    place = {row.old: at for at, row in enumerate(rows) if row.old >= 0}
    heads = tuple(at + row.head if row.inner else place[row.head] for at, row in enumerate(rows))
    entities = None
    if sentence.entities is not None:
        entities = tuple((place[start], place[end - 1] + 1, label) for start, end, label in sentence.entities)
    return replace(
        sentence,
        words=tuple(row.word for row in rows),
        spaces=tuple(row.space for row in rows),
        tags=tuple(row.tag for row in rows),
        pos=tuple(row.pos for row in rows),
        morphs=tuple(row.morph for row in rows),
        lemmas=tuple(row.lemma for row in rows),
        heads=heads,
        deps=tuple(row.dep for row in rows),
        entities=entities,
    )


def _copy(sentence: Sentence, i: int) -> _Row:
    return _Row(
        sentence.words[i],
        sentence.spaces[i],
        sentence.tags[i],
        sentence.pos[i],
        sentence.morphs[i],
        sentence.lemmas[i],
        sentence.deps[i],
        i,
        sentence.heads[i],
    )


def _hesitation(sentence: Sentence, i: int, rng: random.Random) -> list[_Row]:
    comma = rng.random() < 0.4
    roll = rng.random()
    if roll < 0.45:
        head = _visible_head(sentence, i)
        word = rng.choice(FILLERS)
        rows = [_Row(word.capitalize() if i == 0 else word, True, "UH", "INTJ", "", word, "discourse", -1, head)]
    elif roll < 0.6 and len(sentence.words[i]) > 3 and sentence.words[i].isalpha():
        cut = sentence.words[i][: rng.randint(1, 3)] + "-"
        rows = [_Row(cut, True, "UH", "INTJ", "", cut, "reparandum", -1, i)]
    elif sentence.pos[i] in REPEATABLE:
        rows = _repetition(sentence, i, rng)
    else:
        return []
    if comma:
        rows[-1].space = False
        top = next(at for at, row in enumerate(rows) if not row.inner)
        rows.append(_Row(",", True, ",", "PUNCT", "", ",", "punct", -1, top - len(rows), inner=True))
    return rows


def _repetition(sentence: Sentence, i: int, rng: random.Random) -> list[_Row]:
    """Say one word twice, or two of which one heads the other; the first saying depends on the second."""
    pair = i + 1 < len(sentence) and sentence.pos[i + 1] in REPEATABLE
    if pair and rng.random() < 0.5 and (sentence.heads[i] == i + 1 or sentence.heads[i + 1] == i):
        first, second = _copy(sentence, i), _copy(sentence, i + 1)
        top, under = (second, first) if sentence.heads[i] == i + 1 else (first, second)
        under.inner, under.head, under.old = True, 1 if under is first else -1, -1
        rows, target = [first, second], top.old
    else:
        top = _copy(sentence, i)
        rows, target = [top], i
    top.dep, top.head, top.old = "reparandum", target, -1
    rows[-1].space = True
    return rows


def _visible_head(sentence: Sentence, i: int) -> int:
    """Climb from the word after the gap to the highest head on its right, not beyond a verb nor over an arc."""
    at = i
    while i < sentence.heads[at] != at and sentence.pos[at] != "VERB" and at not in sentence.heads[:i]:
        at = sentence.heads[at]
    return at
