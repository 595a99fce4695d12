"""Which feelings are welcome and which are not, where two of them are set against each other."""

from __future__ import annotations

__all__ = ["opposed", "unwelcome", "welcome"]

# fmt: off
_WELCOME = frozenset({
    "happy", "glad", "relieved", "relief", "proud", "pride", "love", "adore", "like", "enjoy", "excited", "excitement", "joy", "joyful", "grateful", "gratitude",
    "calm", "content", "pleased", "delighted", "hopeful", "safe", "secure", "fond", "trust", "admire", "respect", "comfortable", "confident", "thrilled",
    "cheerful", "fine", "okay", "ok", "good", "better", "great", "close", "loved", "wanted", "lucky", "blessed", "affection", "fun", "amused", "optimistic",
    "peaceful", "satisfied", "cared", "care", "brave", "forgive", "cared for", "looked after", "loving", "elated", "ecstatic", "touched", "appreciate", "relieve", "excite", "please", "delight", "amuse", "comfort", "satisfy", "thrill", "reassure", "reassured",
    "admiration", "pleasure", "contented", "at ease", "in love", "warmth",
})
_UNWELCOME = frozenset({
    "sad", "sadness", "angry", "anger", "furious", "rage", "mad", "cross", "upset", "scared", "afraid", "frightened", "fear", "terrified", "terror", "anxious",
    "anxiety", "worried", "worry", "nervous", "ashamed", "shame", "guilty", "guilt", "hate", "hatred", "lonely", "loneliness", "alone", "hurt", "jealous", "jealousy",
    "resent", "resentful", "resentment", "disappointed", "disappointment", "miserable", "depressed", "depression", "unhappy", "embarrassed", "embarrassment",
    "humiliated", "rejected", "unwanted", "unloved", "bitter", "despair", "desperate", "devastated", "grief", "grieve", "miss", "regret", "stressed", "frustrated",
    "frustration", "annoyed", "irritated", "disgust", "disgusted", "despise", "dread", "panic", "helpless", "hopeless", "insecure", "empty", "numb", "lost",
    "heartbroken", "gutted", "bad", "awful", "terrible", "horrible", "uncomfortable", "torn", "overwhelmed", "bored", "small", "worthless", "crushed", "mortified",
    "livid", "shaken", "suspicious", "envious", "envy", "betrayed", "abandoned", "neglected", "left out", "ignored", "dislike", "blame", "distraught", "tense", "homesick", "terrify", "frighten", "scare", "disappoint", "embarrass", "humiliate", "reject", "depress", "devastate",
    "stress", "frustrate", "annoy", "irritate", "overwhelm", "bore", "crush", "mortify", "shake", "betray", "abandon", "neglect", "distress", "bother", "shock",
    "intimidate", "puzzled", "confused", "offend", "insult", "petrified", "petrify", "heartbreak", "broke my heart", "sick of", "fed up", "on edge", "pain", "sorry", "torment",
})
# fmt: on


def welcome(lemma: str, *, negated: bool = False) -> bool:
    """Whether this is a feeling one likes to have."""
    return lemma in (_UNWELCOME if negated else _WELCOME)


def unwelcome(lemma: str, *, negated: bool = False) -> bool:
    """Whether this is a feeling one would rather not have."""
    return lemma in (_WELCOME if negated else _UNWELCOME)


def opposed(one: str, other: str) -> bool:
    """Whether one of two feelings is welcome and the other is not."""
    return (one in _WELCOME and other in _UNWELCOME) or (one in _UNWELCOME and other in _WELCOME)
