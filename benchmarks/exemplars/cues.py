"""Surface cues: what can be counted in an answer without understanding it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.metrics import spearman

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from .passages import Passage

    Cue = Callable[[Passage], float]

__all__ = ["CUES", "MENTAL", "correlations", "table"]


def _forms(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Common words of feeling, thinking, wanting and knowing, with their forms; senses are not told apart. Ours, kept small.
MENTAL = _forms(
    "feel feels felt feeling feelings think thinks thought thoughts thinking know knows knew known knowing want wants wanted "
    "wanting wish wished hope hopes hoped hoping believe believed understand understands understood realise realised "
    "realize realized wonder wondered wondering remember remembers remembered forget forgot guess guessed suppose supposed "
    "imagine imagined mean meant decide decided expect expected notice noticed need needed like liked love loves loved "
    "hate hated fear feared afraid scared frightened angry mad cross raging furious annoyed upset hurt sad happy glad "
    "lonely ashamed shame guilty guilt embarrassed proud jealous worried worry worries anxious nervous relieved "
    "disappointed confused surprised bored mind minds care cared trust trusted blame blamed miss missed"
)
_HEDGES = _forms("maybe perhaps probably possibly might guess suppose reckon seems seemed")
_BECAUSE = _forms("because cause cos 'cause 'cos cuz coz since")
_ABSOLUTES = _forms(
    "always never every everybody everyone everything nobody nothing none all obviously definitely certainly clearly "
    "completely totally absolutely"
)
#: Words of therapy, diagnosis and self-help that anybody may have picked up.
_JARGON = re.compile(
    r"\b(?:trauma\w*|attachment|attached|boundar(?:y|ies)|trigger\w*|narcissis\w*|toxic|codependen\w*|enmesh\w*|"
    r"ambivalen\w*|avoidant|anxiety|depress\w*|bipolar|adhd|autis\w*|dissociat\w*|projecti(?:on|ng)|projected|"
    r"unconscious\w*|subconscious\w*|defen[cs]e mechanism\w*|coping|process(?:ing|ed)|validat\w*|inner child|ego|"
    r"self-esteem|self-worth|regulat\w*|dysregulat\w*|internali[sz]\w*|dynamics?|patterns?|cycles?|closure|healing|"
    r"gaslight\w*|empath\w*|introvert\w*|personality|psycholog\w*|generational|systemic|abandonment|mindful\w*)\b",
    re.IGNORECASE,
)
_LAUGHS = re.compile(r"[\[({]\s*(?:laugh|chuckl|giggl)", re.IGNORECASE)
_HE = _forms("he he's he'd he'll him his himself she she's she'd she'll her hers herself")
_THEY = _forms("they they're they'd they've they'll them their theirs themselves")
_I = _forms("i i'm i'd i've i'll")
_YOU = _forms("you you're you'd you've you'll your yours yourself ya")


def _rate(words: frozenset[str]) -> Cue:
    return lambda passage: 100.0 * sum(word in words for word in passage.words) / len(passage.words)


def _phrase(pattern: str) -> Cue:
    found = re.compile(pattern)
    return lambda passage: 100.0 * len(found.findall(" ".join(passage.words))) / len(passage.words)


def _marks(pattern: re.Pattern[str]) -> Cue:
    return lambda passage: 100.0 * len(pattern.findall(passage.answer)) / len(passage.words)


#: Every cue by the words that stand in the table. Rates are per hundred words of the answer.
CUES: Mapping[str, Cue] = {
    "words": lambda passage: float(len(passage.words)),
    "mental-state words": _rate(MENTAL),
    "*I think*": _phrase(r"\bi (?:just |also |always )?think\b"),
    "hedges (*maybe, might, I guess* …)": _rate(_HEDGES),
    "*because, cos, since*": _rate(_BECAUSE),
    "*I don't know*, *dunno*": _phrase(r"\bi (?:don't|do not|dinnae|dunno) ?(?:know|ken)?\b|\bdunno\b"),
    "absolutes (*always, nobody, obviously* …)": _rate(_ABSOLUTES),
    "*I*": _rate(_I),
    "*he, she, him, her, his*": _rate(_HE),
    "*they, them, their*": _rate(_THEY),
    "*you, your*": _rate(_YOU),
    "laughs noted": _marks(_LAUGHS),
    "jargon of therapy and self-help": lambda passage: (
        100.0 * len(_JARGON.findall(passage.spoken)) / len(passage.words)
    ),
    "question marks": _marks(re.compile(r"\?")),
    "different words by words (falls with length)": lambda passage: len(set(passage.words)) / len(passage.words),
    "letters a word": lambda passage: float(np.mean([len(word) for word in passage.words])),
}


def table(passages: Sequence[Passage]) -> NDArray[np.float64]:
    """Every cue of every passage; array of shape (passages, cues)."""
    return np.array([[cue(passage) for cue in CUES.values()] for passage in passages])


def correlations(values: NDArray[np.float64], ratings: NDArray[np.float64]) -> list[float | None]:
    """Spearman's correlation of each column with the ratings; None where it does not vary."""
    return [spearman(column, ratings) for column in values.T]
