"""Passages made by hand: what the language package would find, without the language package."""

from __future__ import annotations

from rf_scorer.domain import (
    Highlights,
    Level,
    Marker,
    Mention,
    Passage,
    PassageState,
    QuestionRole,
    Scale,
)
from rf_scorer.rating import RatingInput

FUNCTION_WORDS = frozenset(
    {
        "i",
        "me",
        "my",
        "we",
        "he",
        "she",
        "they",
        "it",
        "the",
        "a",
        "an",
        "and",
        "but",
        "or",
        "because",
        "so",
        "that",
        "to",
        "of",
        "in",
        "on",
        "at",
        "was",
        "were",
        "is",
        "be",
        "had",
        "have",
        "did",
        "do",
        "not",
    }
)
RF = Scale(id="rf", levels=tuple(Level(value=value) for value in range(-1, 10)))


def highlights(
    text: str,
    mentions: tuple[tuple[str, str, str], ...] = (),
    markers: tuple[tuple[str, str], ...] = (),
    **measures: float,
) -> Highlights:
    """Highlights of a text: mentions as (words, category, holder), markers as (words, id), each where it comes next."""
    words = [word.strip(".,?!").lower() for word in text.split()]
    found_mentions, found_markers = [], []
    place = 0
    for number, (words_, category, holder) in enumerate(mentions, start=1):
        place = text.index(words_, place)
        found_mentions.append(
            Mention(
                start=place,
                end=place + len(words_),
                category=category,
                holder=holder,
                lemma=words_,
                id=f"m{number}",
            )
        )
        place += len(words_)
    place = 0
    for number, (words_, marker) in enumerate(markers, start=1):
        place = text.index(words_, place)
        family = marker.split(".")[0] if "." in marker else marker[0]
        found_markers.append(
            Marker(start=place, end=place + len(words_), marker=marker, family=family, id=f"k{number}")
        )
    counts = {
        "function_words": float(sum(word in FUNCTION_WORDS for word in words)),
        "types": float(len(set(words))),
        "mean_word_length": sum(map(len, words)) / max(len(words), 1),
    }
    return Highlights(
        mentions=tuple(found_mentions),
        markers=tuple(found_markers),
        words=len(words),
        sentences=max(sum(text.count(mark) for mark in ".?!"), 1),
        measures=counts | measures,
    )


def rating_input(
    text: str,
    mentions: tuple[tuple[str, str, str], ...] = (),
    markers: tuple[tuple[str, str], ...] = (),
    *,
    question: str | None = "Why do you think they were like that?",
    state: PassageState = PassageState.ANSWERED,
    role: QuestionRole = QuestionRole.DEMAND,
    question_id: str | None = None,
    passage_id: str = "p01",
    **measures: float,
) -> RatingInput:
    """A passage of one turn."""
    return RatingInput(
        passage=Passage(id=passage_id, state=state, role=role, question_id=question_id, asking=(0,), answering=(1,)),
        question_text=question,
        texts=(text,),
        highlights=(highlights(text, mentions, markers, **measures),),
    )


#: A person who sees two minds, and one who sees none.
RICH = (
    (
        "I guess she was frightened, because her own mother had left, and I felt guilty when she cried. "
        "Later I realised that she hoped I would notice."
    ),
    (
        ("frightened", "emotion", "other"),
        ("felt", "cognition", "self"),
        ("guilty", "emotion", "self"),
        ("realised", "cognition", "self"),
        ("hoped", "desire", "other"),
        ("notice", "perception", "self"),
    ),
    (("I guess", "A1"), ("because", "link.cause"), ("Later I realised", "C3")),
)
POOR = (
    "He went to work and he came home and we had the dinner on the table and that was it, he was always tired.",
    (),
    (),
)
