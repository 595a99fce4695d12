"""Why a passage gets no suggestion, or a doubtful one. Every code is stable; the sentences are for raters.

=======================  ========  ============================================================
code                     effect    when
=======================  ========  ============================================================
``state_not_asked``      abstains  the question was not asked
``state_not_answered``   abstains  the question was asked and not answered
``state_inaudible``      abstains  the answer could not be heard
``role_none``            abstains  the protocol does not rate this question
``scale_differs``        abstains  the protocol's scale is not the one the model was trained on
``too_short``            abstains  fewer than five words, and no refusal of a demand question
``not_prose``            abstains  hardly any function words of English: another language, a list, or no language
``recited_words``        abstains  words for mental states strung together
``repeats_question``     abstains  half of the answer or more repeats the question word for word
``repeats_itself``       abstains  half of a longer answer or more repeats itself word for word
``out_of_domain``        abstains  words and shape of the answer are far from every example
``far_from_examples``    doubtful  words and shape of the answer are at the edge of the examples
``question_unfamiliar``  doubtful  the question is unlike those of the examples, and of no protocol that they cover
``question_unknown``     doubtful  the model tells questions apart, and this one is none of them
``protocol_unfamiliar``  doubtful  the examples are answers to other protocols
``short_passage``        doubtful  fewer than fifteen words
``long_passage``         doubtful  much longer than the examples
``partly_inaudible``     doubtful  several stretches could not be heard
``interval_unknown``     doubtful  too few examples for an interval, so that it is the whole scale
``undecided``            doubtful  the interval spans seven tenths of the scale or more
=======================  ========  ============================================================

Below five words stand "I don't know" and back-channels, from which no rater would tell disavowal from a question that
was not understood. A refusal that turns against a demand question ("How would I know?") can be rated however short. Of a
model whose examples are shorter themselves (answers of one sentence), both limits are lower.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.domain import PassageState, QuestionRole, Reason
from rf_scorer.rating.wording import lowered
from rf_scorer.transcripts.conventions import asides, masked

if TYPE_CHECKING:
    from rf_scorer.domain import Scale
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.view import View

__all__ = ["FEWEST_WORDS", "obstacles", "reservations", "unrated"]

#: Fewest spoken words that are rated.
FEWEST_WORDS = 5
#: Fewer words than this are rated with a reservation.
FEW_WORDS = 15
#: Smallest share of English function words in connected talk; the examples and real interviews lie above .45.
FEWEST_FUNCTION_WORDS = 0.28
#: Shares can only be trusted from this many words on.
ENOUGH_WORDS = 10
#: More states and stances for each word than connected talk can hold.
MOST_STATES = 0.34
#: The same where nothing is made of them, neither a marker of reflection nor a link; no exemplar reaches it.
MOST_BARE_STATES = 0.25
#: Share of words in copied runs from which an answer is a copy.
COPIED = 0.5
#: A run of this many words does not recur by chance.
_RUN = 5

_STATES = {
    PassageState.NOT_ASKED: Reason(code="state_not_asked", message="The question was not asked."),
    PassageState.NOT_ANSWERED: Reason(code="state_not_answered", message="The question was asked and not answered."),
    PassageState.INAUDIBLE: Reason(code="state_inaudible", message="The answer could not be heard."),
}
#: Who says a question back turns "your" into "my".
_TURNED = {"i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "was": "were", "am": "are"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def obstacles(item: RatingInput, view: View, scale: Scale, *, shortest: int = FEW_WORDS) -> tuple[Reason, ...]:
    """Why no suggestion is made, whatever the model would say; empty where nothing stands against one.

    Parameters
    ----------
    item : RatingInput
    view : View
    scale : Scale
        The model's.
    shortest : int
        Words below which an answer is shorter than the examples can speak for.
    """
    against = unrated(item, scale)
    if against:
        return against
    refused = item.passage.role is QuestionRole.DEMAND and bool(view.marked("low.hostility"))
    fewest = max(min(FEWEST_WORDS, shortest), 1)
    if view.words < fewest and not refused:
        return (Reason(code="too_short", message=f"Fewer than {fewest} words cannot be rated."),)
    return _sham(item, view)


def unrated(item: RatingInput, scale: Scale) -> tuple[Reason, ...]:
    """What stands against a suggestion before anybody looks at the answer; parameters as in :func:`obstacles`."""
    if item.passage.state is not PassageState.ANSWERED:
        return (_STATES[item.passage.state],)
    # Without a protocol nothing is known of a question's role, and every exchange may be rated.
    if item.passage.role is QuestionRole.NONE and (item.passage.question_id is not None or item.protocol is not None):
        return (Reason(code="role_none", message="The protocol does not rate this part of the interview."),)
    if item.protocol is not None and item.protocol.scale.values != scale.values:
        text = f"The protocol's scale is not the model's ({scale.minimum} to {scale.maximum})."
        return (Reason(code="scale_differs", message=text),)
    return ()


def _sham(item: RatingInput, view: View) -> tuple[Reason, ...]:
    """What is not an answer in the speaker's own connected words."""
    found = []
    if view.words >= ENOUGH_WORDS:
        if view.measured("function_words") and view.rate("function_words") < FEWEST_FUNCTION_WORDS:
            text = "This does not read as connected English speech."
            found.append(Reason(code="not_prose", message=text))
        bare = not view.marked("A", "B", "C", "D", "link")
        if len(view.mentions) > (MOST_BARE_STATES if bare else MOST_STATES) * view.words:
            text = "Words for mental states are strung together without connected speech around them."
            found.append(Reason(code="recited_words", message=text))
    words = [word for text in item.texts for word in _words(text)]
    if item.question_text and len(words) >= FEWEST_WORDS:
        asked = frozenset(_runs(_words(item.question_text)))
        if _copied(words, asked) >= COPIED:
            found.append(
                Reason(code="repeats_question", message="Much of the answer repeats the question word for word.")
            )
    if len(words) >= 4 * _RUN and _recurring(words) >= COPIED:
        found.append(Reason(code="repeats_itself", message="Much of the answer repeats itself word for word."))
    return tuple(found)


def reservations(view: View, *, longest: int, shortest: int = FEW_WORDS) -> tuple[Reason, ...]:
    """What makes a suggestion doubtful, question, distance and interval apart.

    Parameters
    ----------
    view : View
    longest, shortest : int
        Words beyond and below which an answer is longer or shorter than the examples can speak for.
    """
    found = []
    few = min(FEW_WORDS, shortest)
    if view.words < few:
        text = f"With fewer than {few} words there is little to go by."
        found.append(Reason(code="short_passage", message=text))
    if view.words > longest:
        text = "The answer is much longer than the examples; strong and weak parts are averaged."
        found.append(Reason(code="long_passage", message=text))
    inaudible = view.measure("inaudible")
    if inaudible >= 2 and view.per_hundred(inaudible) >= 1.0:
        found.append(Reason(code="partly_inaudible", message="Several stretches of the answer could not be heard."))
    return tuple(found)


def _words(text: str) -> list[str]:
    heard = masked(text, asides(text))
    small = lowered(heard)
    found = _WORD.findall(small) if small is not None else map(str.lower, _WORD.findall(heard))
    return [_TURNED.get(word, word) for word in found]


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    """Every run of so many words, in order."""
    return list(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _copied(words: list[str], known: frozenset[tuple[str, ...]]) -> float:
    """Share of the words that stand in a run known from elsewhere."""
    runs = _runs(words)
    if known.isdisjoint(runs):
        return 0.0
    reach = 0
    count = 0
    for start, run in enumerate(runs):
        if run in known:
            count += start + _RUN - max(start, reach)
            reach = start + _RUN
    return count / len(words)


def _recurring(words: list[str]) -> float:
    """Share of the words that stand in a run said before."""
    runs = _runs(words)
    if len(set(runs)) == len(runs):
        return 0.0
    seen: set[tuple[str, ...]] = set()
    reach = 0
    count = 0
    for start, run in enumerate(runs):
        if run in seen:
            count += start + _RUN - max(start, reach)
            reach = start + _RUN
        seen.add(run)
    return count / len(words)
