"""Features of how it is told: episodes or generalities, deeds, figures, fluency."""

from __future__ import annotations

from rf_scorer.rating.features.feature import Feature, counted

__all__ = ["TELLING"]

#: In their fixed order.
TELLING: tuple[Feature, ...] = (
    # How it is told.
    counted(
        "particular_persons",
        "episode",
        "particular_persons",
        sign=0,
        more="Many particular people appear.",
        less="Few particular people appear.",
    ),
    counted(
        "speech",
        "scenes",
        "speech_verbs",
        sign=1,
        more="What people said to each other is told.",
        less="Little is told of what people said to each other.",
    ),
    counted(
        "quotes",
        "scenes",
        "quotes",
        sign=1,
        more="People are heard in their own words.",
        less="People are seldom heard in their own words.",
    ),
    counted(
        "past_tense", "episode", "past_tense", sign=0, more="Told largely in the past.", less="Told little in the past."
    ),
    counted(
        "present_generic",
        "generality",
        "present_generic",
        sign=-1,
        more="The talk is often of people at large ('you', 'everybody').",
        less="The talk is seldom of people at large.",
    ),
    counted(
        "times_and_ages",
        "episode",
        "times",
        sign=0,
        more="Episodes are placed in time.",
        less="Episodes are not placed in time.",
    ),
    counted(
        "abstract_terms",
        "abstract",
        "abstract_terms",
        sign=-1,
        more="Technical words for the mind are frequent.",
        less="Technical words for the mind are rare.",
    ),
    counted(
        "trait_terms",
        "traits",
        "trait_terms",
        sign=-1,
        more="People are described by character.",
        less="People are seldom described by character.",
    ),
    counted(
        "intensifiers",
        "emphasis",
        "intensifiers",
        sign=0,
        more="Words of emphasis (really, totally) are frequent.",
        less="Emphasis is rare.",
    ),
    counted(
        "absolutes",
        "absolutes",
        "absolutes",
        sign=-1,
        more="Always, never and their like are frequent.",
        less="Always, never and their like are rare.",
    ),
    counted(
        "negations",
        "denied",
        "negations",
        sign=0,
        more="Much is put in the negative.",
        less="Little is put in the negative.",
    ),
    counted(
        "behaviour",
        "behaviour",
        "behaviour_terms",
        sign=-1,
        more="Much of the answer is about doings.",
        less="Little of the answer is about doings.",
    ),
    counted(
        "numbers", "facts", "numbers", sign=-1, more="Numbers and amounts are named often.", less="Figures are rare."
    ),
    counted(
        "modals",
        "possibility",
        "modals",
        sign=0,
        more="What might or would be is often considered.",
        less="What might or would be is seldom considered.",
    ),
    counted("fillers", "fluency", "fillers", sign=0, more="Fillers are frequent.", less="Fillers are rare."),
)
