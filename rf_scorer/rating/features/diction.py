"""Features of diction: whether an answer is of persons and what passes between them, of one time seen from another, of one thing leading to the next.

No theory fixes their direction, and none is a sign of reflection by itself: they tell how somebody speaks who has particular minds in view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import measure

if TYPE_CHECKING:
    from rf_scorer.rating.features.feature import Feature

__all__ = ["DICTION"]

#: Measure, topic, and what more and less of it mean.
_MEASURES: tuple[tuple[str, str, str, str], ...] = (
    # Persons, and what passes between them.
    (
        "single_others",
        "one other person",
        "One other person is spoken of much.",
        "No one other person is spoken of much.",
    ),
    (
        "plural_others",
        "others together",
        "Others are spoken of together ('they').",
        "Others are seldom spoken of together.",
    ),
    (
        "collective_persons",
        "others together",
        "People are spoken of as a body (family, everybody, men).",
        "People are seldom spoken of as a body.",
    ),
    (
        "subject_changes",
        "back and forth",
        "It goes back and forth between the speaker and somebody else.",
        "It stays with one person, or with none.",
    ),
    ("deeds_between", "between persons", "What one did bears on another.", "What one did seldom bears on another."),
    (
        "reflexives",
        "selves",
        "Somebody is seen from within or from outside (myself, herself).",
        "Nobody is set against a self.",
    ),
    (
        "own_past_thought",
        "own thought",
        "The speaker says what the speaker thought at the time.",
        "The speaker seldom says what the speaker thought at the time.",
    ),
    ("noticing", "noticing", "Something is seen, heard or noticed.", "Little is seen, heard or noticed."),
    (
        "outward_signs",
        "outward signs",
        "What showed on people is told (face, voice, quiet).",
        "Little is told of what showed on people.",
    ),
    ("unsaid", "unsaid", "It is told what was not said or asked.", "It is seldom told what was not said or asked."),
    (
        "trying",
        "trying",
        "It is told what somebody tried, stopped or kept doing.",
        "It is seldom told what somebody tried, stopped or kept doing.",
    ),
    # Times.
    ("used_to", "then and now", "It is said how things used to be.", "It is seldom said how things used to be."),
    (
        "sequence",
        "order of events",
        "Events are put in order (then, before, after).",
        "Events are seldom put in order.",
    ),
    ("past_perfect", "layers of time", "It is told what had gone before.", "It is seldom told what had gone before."),
    # What leads to what.
    ("and_persons", "chain of events", "One person's doing follows another's.", "Doings seldom follow one another."),
    (
        "so_persons",
        "consequences",
        "It is told what somebody did in consequence.",
        "It is seldom told what somebody did in consequence.",
    ),
    (
        "then_persons",
        "chain of events",
        "It is told what somebody did next.",
        "It is seldom told what somebody did next.",
    ),
    (
        "if_persons",
        "conditions",
        "It is considered what if somebody did or felt something.",
        "It is seldom considered what if somebody did or felt something.",
    ),
    (
        "opens_but",
        "second thoughts",
        "Sentences go against the one before ('But …').",
        "Few sentences go against the one before.",
    ),
    (
        "opens_and",
        "chain of events",
        "Sentences carry on from the one before ('And …').",
        "Few sentences carry on from the one before.",
    ),
    ("opens_so", "consequences", "Sentences draw a consequence ('So …').", "Few sentences draw a consequence."),
    (
        "opens_now",
        "then and now",
        "Sentences come back to the present ('Now …').",
        "Few sentences come back to the present.",
    ),
    ("opens_you", "addressed", "Sentences open with 'you'.", "Few sentences open with 'you'."),
    # How it is put.
    ("inferring", "inference", "Things are put as guesses (maybe, must, might).", "Things are seldom put as guesses."),
    ("mistaken", "being wrong", "Somebody is seen to have been wrong.", "Nobody is seen to have been wrong."),
    ("focus_words", "fine points", "Fine points are made (only, even, just, still).", "Few fine points are made."),
    (
        "judgements",
        "judgements",
        "Flat judgements (best, normal, wonderful) are frequent.",
        "Flat judgements are rare.",
    ),
    ("verbs", "doings or things", "The answer is rich in verbs.", "The answer has few verbs."),
    ("nouns", "things", "The answer is rich in things.", "The answer names few things."),
    ("adjectives", "description", "Much is described.", "Little is described."),
    ("determiners", "things", "The answer is about things (the, a, this).", "The answer is not about things."),
    ("noun_subjects", "things", "Things, not persons, do what is told.", "Persons, not things, do what is told."),
    ("ing_forms", "layers of time", "Doings are seen while they go on.", "Doings are seldom seen while they go on."),
    (
        "content_clauses",
        "what is thought",
        "It is said what was thought, said or seen.",
        "It is seldom said what was thought, said or seen.",
    ),
    (
        "open_complements",
        "what is meant",
        "It is said what somebody wanted, tried or began to do.",
        "It is seldom said what somebody wanted or began to do.",
    ),
    ("subordinators", "circumstances", "Clauses depend on one another.", "Clauses stand side by side."),
)

#: In their fixed order.
DICTION: tuple[Feature, ...] = tuple(
    measure(name, topic, name, sign=0, more=more, less=less) for name, topic, more, less in _MEASURES
)
