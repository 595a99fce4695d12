"""Measures of diction: turns of phrase of one to three words, how sentences open, and how much clauses hold.

They tell what no mention and no marker does: whether somebody in particular is spoken of, who acts on whom, whether events follow from one another and
one time is seen from another, whether an answer is of persons and what they do or of things. All are counts over the words of a text
(:mod:`rf_scorer.language.view`), so that contractions are undone and hesitations left out; those of grammar are 0 without a parse.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rf_scorer.language.view import CODE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.language.view import View

__all__ = ["NAMES_OF_WORDS", "count_diction"]

_OWN, _OTHERS = frozenset({"i", "we"}), frozenset({"he", "she", "they"})
_OWN_OBJECTS, _OTHERS_OBJECTS = frozenset({"me", "us"}), frozenset({"him", "her", "them"})
_PRONOUNS = _OWN | _OTHERS | _OWN_OBJECTS | _OTHERS_OBJECTS
#: As far behind a subject stands what its verb is done to.
_REACH = 5
_TELLING = frozenset(
    {"say", "said", "saying", "tell", "told", "telling", "ask", "asked", "asking", "talk", "talked", "speak", "spoke", "mention", "mentioned", "explain",
     "explained"}
)  # fmt: skip
_THOUGHT = frozenset({"thought", "figured", "reckoned", "believed", "assumed", "decided", "thinking"})
_BEFORE_THOUGHT = frozenset({"was", "always", "just", "also", "had", "never", "only"})
_USED_AS = frozenset({"get", "got", "getting", "was", "were", "am", "is", "are", "'s", "be", "been"})

#: Words that are counted wherever they stand. Only words that a coder of any interview would put on the same list; no word of a single trade or family.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "single_others": ("he", "she", "him", "her", "his", "hers", "himself", "herself"),
    "plural_others": ("they", "them", "their", "theirs", "themselves"),
    "reflexives": ("myself", "himself", "herself", "themselves", "ourselves"),
    "inferring": ("must", "might", "maybe", "perhaps", "probably", "possibly", "reckon", "suppose"),
    "mistaken": ("wrong", "mistake", "mistaken", "misread", "misunderstood", "misjudged", "fault"),
    "focus_words": ("only", "even", "just", "still", "anyway", "though"),
    "sequence": ("then", "after", "before", "first", "later", "until", "once", "while", "when", "afterwards", "finally"),
    "trying": ("stop", "stopped", "start", "started", "kept", "keep", "try", "tried", "trying"),
    "noticing": ("noticed", "notice", "saw", "hear", "heard", "see", "watched", "watching", "listened", "listening"),
    "outward_signs": (
        "face", "faces", "eyes", "eye", "voice", "voices", "tone", "mouth", "smile", "smiled", "smiling", "laugh", "laughed", "laughing", "laughs", "look",
        "looked", "looking", "looks", "quiet", "silent", "silence", "loud", "tears", "stare", "stared", "staring", "whisper", "whispered", "cry", "cried",
        "crying", "shout", "shouted", "shouting", "scream", "screamed", "yell", "yelled", "yelling", "shake", "shook", "shaking", "blush", "blushed", "sigh",
        "sighed", "frown", "frowned", "nod", "nodded", "shrug", "shrugged", "grin", "grinned",
    ),
    "collective_persons": (
        "parents", "family", "families", "neighbours", "neighbors", "mothers", "fathers", "children", "kids", "relatives", "cousins", "sisters", "brothers",
        "uncles", "aunts", "everybody", "everyone", "women", "men", "generation", "society", "culture",
    ),
    "judgements": (
        "best", "worst", "most", "perfect", "wonderful", "amazing", "excellent", "fantastic", "great", "greatest", "normal", "ordinary", "lovely",
        "beautiful", "closest", "happiest",
    ),
}  # fmt: skip
#: Two words in a row.
_PAIRS: Mapping[str, tuple[str, ...]] = {
    "inferring": ("could be",),
    "unsaid": tuple(f"{no} {say}" for no in ("not", "never", "without", "no") for say in sorted(_TELLING)),
}  # fmt: skip
#: A subject that is a person, behind one of these.
_LED_BY: Mapping[str, str] = {
    "and": "and_persons", "so": "so_persons", "then": "then_persons", "if": "if_persons", "whether": "if_persons",
}  # fmt: skip
_OPENINGS: Mapping[str, str] = {
    "but": "opens_but", "and": "opens_and", "so": "opens_so", "now": "opens_now", "you": "opens_you",
}  # fmt: skip
_PARTS_OF_SPEECH: Mapping[str, str] = {
    "VERB": "verbs", "NOUN": "nouns", "ADJ": "adjectives", "DET": "determiners", "SCONJ": "subordinators",
}  # fmt: skip
_CLAUSES: Mapping[str, str] = {
    "ccomp": "content_clauses", "xcomp": "open_complements",
}  # fmt: skip
_HAD = frozenset({"had", "'d"})
_HEADS = frozenset({"VERB", "AUX", "ADJ", "NOUN"})


def _by_word(table: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in table.items():
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


#: Measures to which a word adds wherever it stands.
NAMES_OF_WORDS = _by_word(_WORDS)
_NAMES_OF_PAIRS = {tuple(pair.split()): names for pair, names in _by_word(_PAIRS).items()}
_PAIRED = frozenset(second for _, second in _NAMES_OF_PAIRS)


def count_diction(view: View, found: dict[str, float], *, persons: frozenset[str]) -> None:
    """Add to the measures of a text, but for those of single words (:data:`NAMES_OF_WORDS`).

    Parameters
    ----------
    view : View
    found : dict of str to float
        Holds every measure; those of diction are raised.
    persons : frozenset of str
        Nouns for persons, kin among them.
    """
    _runs(view, found)
    _persons(view, found)
    w = view.w
    for start, end in view.sentences:
        while start < end and not w[start][0].isalpha():
            start += 1
        if start < end and w[start] in _OPENINGS:
            found[_OPENINGS[w[start]]] += 1
    if view.head:
        _grammar(view, found, persons)


def _runs(view: View, found: dict[str, float]) -> None:
    """Turns of phrase of two and three words."""
    w, there, places = view.w, view.vocabulary, view.places
    for word in there & _PAIRED:
        for i in places[word]:
            for name in _NAMES_OF_PAIRS.get((w[i - 1] if i else "", word), ()):
                found[name] += 1
    if "used" in there:
        for i in places.get("to", ()):
            if i and w[i - 1] == "used" and (i < 2 or w[i - 2] not in _USED_AS):
                found["used_to"] += 1
    for word in there & _THOUGHT:
        for i in places[word]:
            if _own(w, i) and w[i + 1 : i + 2] not in (["about"], ["of"]):
                found["own_past_thought"] += 1


def _own(w: list[str], i: int) -> bool:
    """Whether the speaker is the subject: 'I thought', 'I always thought'."""
    return (i > 0 and w[i - 1] == "i") or (i > 1 and w[i - 1] in _BEFORE_THOUGHT and w[i - 2] == "i")


def _persons(view: View, found: dict[str, float]) -> None:
    """Who is spoken of in turn, and who does something to whom."""
    w, last, place = view.w, "", -_REACH - 1
    for i in sorted([i for word in view.vocabulary & _PRONOUNS for i in view.places[word]]):
        word = w[i]
        who = "own" if word in _OWN else "others" if word in _OTHERS else ""
        if who:
            found["subject_changes"] += bool(last) and who != last
            last, place = who, i
            led = _LED_BY.get(w[i - 1]) if i else None
            if led:
                found[led] += 1
        elif i - place <= _REACH and word in (_OTHERS_OBJECTS if last == "own" else _OWN_OBJECTS):
            found["deeds_between"] += 1
            place = -_REACH - 1


def _grammar(view: View, found: dict[str, float], persons: frozenset[str]) -> None:
    w, pos, tag, dep = view.w, view.pos, view.tag, view.dep
    for part, name in _PARTS_OF_SPEECH.items():
        found[name] += pos.count(part)
    found["ing_forms"] += tag.count("VBG")
    for relation in set(dep):
        clause = _clause(relation)
        if clause:
            found[clause] += sum([pos[i] in _HEADS for i in _places(relation, dep)])
        elif relation == "nsubj":
            found["noun_subjects"] += sum(
                [pos[i] == "NOUN" and w[i] != CODE and w[i] not in persons for i in _places(relation, dep)]
            )
    if "VBN" in tag:
        found["past_perfect"] += sum([not _HAD.isdisjoint(w[max(0, i - 3) : i]) for i in _places("VBN", tag)])


@cache
def _clause(relation: str) -> str | None:
    return _CLAUSES.get(relation.partition(":")[0])


def _places(value: str, column: list[str]) -> list[int]:
    return [i for i, one in enumerate(column) if one == value]
