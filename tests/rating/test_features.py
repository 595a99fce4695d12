"""Features: what they see, and that nothing makes them break."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS, Highlights, Marker, Mention, Passage, PassageState
from rf_scorer.rating import RatingInput, features
from rf_scorer.rating.view import View

IDS = ("A1", "A5", "B1", "B3", "C3", "D2", "low.certainty", "low.disavowal", "link.cause", "link.time", "link.contrast")


def _value(item: RatingInput, name: str) -> float:
    return features.feature_row(item).values[features.names().index(name)]


def test_the_set_is_declared_once():
    """Names are unique, every sign is one of three, and every feature says in words what more and less of it mean."""
    names = features.names()
    assert len(set(names)) == len(names) > 50
    assert set(features.signs()) == {-1, 0, 1}
    for feature in features.FEATURES:
        assert feature.more.endswith(".")
        assert feature.less.endswith(".")


def test_two_minds_and_their_link_are_seen(rich, poor):
    """An answer that ties one person's state to another's climbs the ladder; an answer of doings stays at its foot."""
    assert _value(rich, "two_minds_linked") > 0
    assert _value(rich, "ladder_top") == 5
    for name in ("two_minds", "ladder_top", "other_minds", "marker_kinds", "states_linked"):
        assert _value(poor, name) == 0
    row = features.feature_row(rich)
    assert row.set == features.SET
    assert len(row.values) == len(features.names())


@pytest.mark.parametrize(
    ("text", "mentions", "markers", "level"),
    [
        ("We had dinner.", (), (), 0),
        ("She was upset.", (("upset", "emotion", "other"),), (), 1),
        ("She was ashamed.", (("ashamed", "emotion", "other"),), (), 2),
        ("She was ashamed because he left.", (("ashamed", "emotion", "other"),), (("because", "link.cause"),), 3),
        (
            "She was ashamed because I was angry.",
            (("ashamed", "emotion", "other"), ("angry", "emotion", "self")),
            (("because", "link.cause"),),
            4,
        ),
        (
            "She was ashamed, I think, because I was angry.",
            (("ashamed", "emotion", "other"), ("I think", "modulation", "self"), ("angry", "emotion", "self")),
            (("because", "link.cause"),),
            5,
        ),
    ],
)
def test_the_ladder(make, text, mentions, markers, level):
    """Each step of the ladder needs what the one below it has, and one thing more."""
    assert View(make(text, mentions, markers)).levels[0] == level


def test_a_link_reaches_back_only_where_it_opens_the_sentence(make):
    """'Because' at the head of a sentence explains the one before; later in the sentence it does not."""
    mentions = (("ashamed", "emotion", "self"),)
    opening = make("I was ashamed. Because he left.", mentions, (("Because", "link.cause"),))
    later = make("I was ashamed. He drove away because it rained.", mentions, (("because", "link.cause"),))
    assert View(opening).levels[0] == 3
    assert View(later).levels[0] == 2


def test_a_run_on_is_cut(make):
    """Two minds at the ends of a long unpunctuated answer do not stand together."""
    text = "she was sad and then " + "we went on and on " * 60 + "and I was angry"
    item = make(text, (("sad", "emotion", "other"), ("angry", "emotion", "self")))
    assert _value(item, "two_minds") == 0
    assert _value(make("she was sad and I was angry", item_mentions()), "two_minds") > 0


def item_mentions() -> tuple[tuple[str, str, str], ...]:
    """Another's sadness and the speaker's anger."""
    return (("sad", "emotion", "other"), ("angry", "emotion", "self"))


def test_echoes_and_scenes_earn_nothing(rich):
    """Words repeated from the question, and remembering that only opens a scene, are no states to build on."""
    found = rich.highlights[0]
    for flag in ("echo", "recall"):
        flagged = tuple(dataclasses.replace(mention, flags=(flag,)) for mention in found.mentions)
        item = dataclasses.replace(rich, highlights=(dataclasses.replace(found, mentions=flagged),))
        assert _value(item, "variety") == 0
        assert _value(item, "ladder_top") == 0


def test_turns_do_not_run_into_each_other(make):
    """A state in one turn and a cause in the next stand in different windows."""
    one = make("I was ashamed", (("ashamed", "emotion", "self"),))
    two = make("I stayed because it rained", (), (("because", "link.cause"),))
    joined = dataclasses.replace(one, texts=one.texts + two.texts, highlights=one.highlights + two.highlights)
    assert View(joined).levels[0] == 2
    assert View(joined).words == one.highlights[0].words + two.highlights[0].words


def test_no_turn_at_all():
    """A passage without a turn has finite features."""
    item = RatingInput(
        passage=Passage(id="p", state=PassageState.NOT_ASKED), question_text=None, texts=(), highlights=()
    )
    assert np.isfinite(features.matrix([item])).all()
    assert features.matrix([]).shape == (0, len(features.names()))


def test_texts_and_highlights_go_together(rich):
    """A text without highlights is a mistake of the caller."""
    with pytest.raises(ValueError, match="Highlights"):
        dataclasses.replace(rich, highlights=())


@st.composite
def _anything(draw: st.DrawFn) -> RatingInput:
    text = draw(st.text(max_size=300))
    place = st.integers(0, max(len(text), 1) - 1)
    spans = draw(st.lists(st.tuples(place, st.integers(1, 30)), max_size=12))
    mentions = tuple(
        Mention(
            start=start,
            end=start + length,
            category=draw(st.sampled_from(CATEGORIES)),
            holder=draw(st.sampled_from(HOLDERS)),
            flags=tuple(flag for flag in FLAGS if draw(st.booleans())),
            lemma=draw(st.sampled_from(("", "sad", "good", "think"))),
        )
        for start, length in sorted(spans)
    )
    markers = tuple(
        Marker(start=start, end=start + 1, marker=name, family=name.split(".")[0] if "." in name else name[0])
        for start, name in sorted(draw(st.lists(st.tuples(place, st.sampled_from(IDS)), max_size=12)))
    )
    measures = draw(
        st.dictionaries(
            st.sampled_from(("function_words", "types", "fillers", "numbers", "question_overlap", "mean_word_length")),
            st.floats(allow_nan=True, allow_infinity=True),
        )
    )
    found = Highlights(
        mentions=mentions,
        markers=markers,
        words=draw(st.integers(0, 10**7)),
        sentences=draw(st.integers(0, 50)),
        measures=measures,
    )
    return RatingInput(
        passage=Passage(id="p", state=PassageState.ANSWERED),
        question_text=draw(st.none() | st.text(max_size=80)),
        texts=(text,),
        highlights=(found,),
    )


@settings(deadline=None, max_examples=150)
@given(item=_anything())
def test_features_are_finite_whatever_comes(item):
    """No text, no highlights and no count, however odd, makes a feature endless or undefined."""
    assert np.isfinite(features.matrix([item])).all()
