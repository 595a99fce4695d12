"""Features of how it is told, as the language package counts it: persons, episodes or generalities, connectives, speech, manner, length."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, measure

if TYPE_CHECKING:
    from rf_scorer.rating.view import View

__all__ = ["TELLING"]

#: Name, topic, sign, and what more and less of it mean.
_MEASURES: tuple[tuple[str, str, int, str, str], ...] = (
    ("first_person", "speaker", 0, "The speaker speaks much of the speaker.", "The speaker hardly appears."),
    ("first_person_plural", "speaker", 0, "'We' is frequent.", "'We' is rare."),
    ("second_person", "addressed", 0, "'You' is frequent.", "'You' is rare."),
    (
        "indefinite_person",
        "generality",
        -1,
        "People at large (everybody, people) are named often.",
        "People at large are seldom named.",
    ),
    ("kin_terms", "persons", 0, "Members of the family are named often.", "Members of the family are seldom named."),
    ("particular_persons", "persons", 0, "Many particular people appear.", "Few particular people appear."),
    ("past_tense", "episode", 0, "Told largely in the past.", "Told little in the past."),
    (
        "present_generic",
        "generality",
        -1,
        "The talk is often of how people are ('you', 'everybody').",
        "The talk is seldom of how people are.",
    ),
    ("times", "episode", 0, "Episodes are placed in time.", "Episodes are not placed in time."),
    ("places", "episode", 0, "Places are named.", "Places are seldom named."),
    ("numbers", "facts", -1, "Numbers and amounts are named often.", "Figures are rare."),
    ("causal", "reasons", 0, "Reasons are given often.", "Reasons are seldom given."),
    (
        "contrast",
        "contrast",
        0,
        "Things are often held against each other (but, though).",
        "Things are seldom held against each other.",
    ),
    ("conditional", "conditions", 0, "It is often considered what if.", "It is seldom considered what if."),
    ("negations", "denied", 0, "Much is put in the negative.", "Little is put in the negative."),
    (
        "modals",
        "possibility",
        0,
        "What might or would be is often considered.",
        "What might or would be is seldom considered.",
    ),
    (
        "absolutes",
        "absolutes",
        -1,
        "Always, never and their like are frequent.",
        "Always, never and their like are rare.",
    ),
    ("degree_hedges", "hedging", 0, "Things are softened (kind of, a bit).", "Things are seldom softened."),
    ("intensifiers", "emphasis", 0, "Words of emphasis (really, totally) are frequent.", "Emphasis is rare."),
    (
        "abstract_terms",
        "abstract",
        -1,
        "Technical words for the mind are frequent.",
        "Technical words for the mind are rare.",
    ),
    ("trait_terms", "traits", -1, "People are described by character.", "People are seldom described by character."),
    ("bodily_terms", "body", 0, "Bodily states are named.", "Bodily states are seldom named."),
    ("behaviour_terms", "behaviour", 0, "Much of the answer is about doings.", "Little of the answer is about doings."),
    (
        "speech_verbs",
        "speech",
        0,
        "What people said to each other is told.",
        "Little is told of what people said to each other.",
    ),
    ("quotes", "speech", 0, "People are heard in their own words.", "People are seldom heard in their own words."),
    ("questions", "asking", 0, "The speaker asks questions.", "The speaker asks few questions."),
    ("fillers", "fluency", 0, "Fillers are frequent.", "Fillers are rare."),
    ("hesitations", "fluency", 0, "The speaker often hesitates.", "The speaker seldom hesitates."),
    ("cut_offs", "fluency", 0, "Words are often broken off or repeated.", "Words are seldom broken off or repeated."),
    ("pauses", "pauses", 0, "There are long pauses.", "There are few long pauses."),
)


def _lexis(view: View) -> float:
    # Heaps' law: distinct words grow with about the 0.7th power of all of them in texts of this length.
    return min(view.distinct / math.pow(max(view.words, 5), 0.7), 3.0)


#: In their fixed order.
TELLING: tuple[Feature, ...] = (
    *(measure(name, topic, name, sign=sign, more=more, less=less) for name, topic, sign, more, less in _MEASURES),
    Feature(
        name="different_words",
        topic="wording",
        sign=0,
        more="Many different words, for its length.",
        less="Few different words, for its length.",
        value=_lexis,
    ),
    Feature(
        name="long_words",
        topic="wording",
        sign=0,
        more="Long words are frequent.",
        less="The words are short.",
        value=lambda view: min(view.average("mean_word_length"), 12.0),
    ),
    Feature(
        name="function_words",
        topic="wording",
        sign=0,
        more="Much is said with small words (it, that, with).",
        less="Little is said with small words.",
        value=lambda view: min(view.rate("function_words"), 1.0),
    ),
    Feature(
        name="sentence_length",
        topic="sentences",
        sign=0,
        more="Sentences are long.",
        less="Sentences are short.",
        value=lambda view: math.log1p(min(view.average("mean_sentence_length"), 500.0)),
    ),
    # How much was said, and nothing else.
    Feature(
        name="words",
        topic="length",
        sign=0,
        more="Longer than most examples.",
        less="Shorter than most examples.",
        value=lambda view: math.log1p(min(view.words, 5000)),
        length=True,
    ),
    Feature(
        name="sentences",
        topic="length",
        sign=0,
        more="More sentences than in most examples.",
        less="Fewer sentences than in most examples.",
        value=lambda view: math.log1p(min(view.sentences, 500)),
        length=True,
    ),
    Feature(
        name="turns",
        topic="length",
        sign=0,
        more="The answer was given in several turns.",
        less="The answer was given in one go.",
        value=lambda view: math.log1p(min(view.turns, 100)),
        length=True,
    ),
)
