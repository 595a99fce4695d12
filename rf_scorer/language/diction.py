"""Measures of diction: turns of phrase of one to three words, how sentences open, and how much clauses hold.

They tell what no mention and no marker does: whether somebody in particular is spoken of, who acts on whom, whether events follow from one another and
one time is seen from another, whether an answer is of persons and what they do or of things. All are counts over the words of a text
(:mod:`rf_scorer.language.view`), so that contractions are undone and hesitations left out; those of grammar are 0 without a parse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.view import CODE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.language.view import View

__all__ = ["count_diction"]

_OWN, _OTHERS = frozenset({"i", "we"}), frozenset({"he", "she", "they"})
_OWN_OBJECTS, _OTHERS_OBJECTS = frozenset({"me", "us"}), frozenset({"him", "her", "them"})
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
_HEADS = frozenset({"VERB", "AUX", "ADJ", "NOUN"})


def _by_word(table: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in table.items():
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


_NAMES_OF_WORDS = _by_word(_WORDS)
_NAMES_OF_PAIRS = {tuple(pair.split()): names for pair, names in _by_word(_PAIRS).items()}


def count_diction(view: View, found: dict[str, float], *, persons: frozenset[str]) -> None:
    """Add to the measures of a text.

    Parameters
    ----------
    view : View
    found : dict of str to float
        Holds every measure; those of diction are raised.
    persons : frozenset of str
        Nouns for persons, kin among them.
    """
    _words(view.w, found)
    _persons(view.w, found)
    for start, end in view.sentences:
        opening = next((word for word in view.w[start:end] if word[0].isalpha()), "")
        if opening in _OPENINGS:
            found[_OPENINGS[opening]] += 1
    if view.head:
        _grammar(view, found, persons)


def _words(w: list[str], found: dict[str, float]) -> None:
    before = ""
    for i, word in enumerate(w):
        for name in _NAMES_OF_WORDS.get(word, ()):
            found[name] += 1
        for name in _NAMES_OF_PAIRS.get((before, word), ()):
            found[name] += 1
        if word == "to" and before == "used" and (i < 2 or w[i - 2] not in _USED_AS):
            found["used_to"] += 1
        elif word in _THOUGHT and _own(w, i) and w[i + 1 : i + 2] not in (["about"], ["of"]):
            found["own_past_thought"] += 1
        before = word


def _own(w: list[str], i: int) -> bool:
    """Whether the speaker is the subject: 'I thought', 'I always thought'."""
    return (i > 0 and w[i - 1] == "i") or (i > 1 and w[i - 1] in _BEFORE_THOUGHT and w[i - 2] == "i")


def _persons(w: list[str], found: dict[str, float]) -> None:
    """Who is spoken of in turn, and who does something to whom."""
    last, place = "", -_REACH - 1
    for i, word in enumerate(w):
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
    w = view.w
    for i, (pos, tag, dep) in enumerate(zip(view.pos, view.tag, view.dep, strict=True)):
        part = _PARTS_OF_SPEECH.get(pos)
        if part:
            found[part] += 1
        clause = _CLAUSES.get(dep.partition(":")[0])
        if clause and pos in _HEADS:
            found[clause] += 1
        if pos == "NOUN" and dep == "nsubj" and w[i] != CODE and w[i] not in persons:
            found["noun_subjects"] += 1
        if tag == "VBN":
            found["past_perfect"] += not {"had", "'d"}.isdisjoint(w[max(0, i - 3) : i])
        elif tag == "VBG":
            found["ing_forms"] += 1
