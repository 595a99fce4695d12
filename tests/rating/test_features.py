"""Features: what they see, and that nothing makes them break."""

from __future__ import annotations

import dataclasses
import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS, Highlights, Marker, Mention, Passage, PassageState
from rf_scorer.language.measures import MEASURES
from rf_scorer.rating import RatingInput, features
from rf_scorer.rating.view import NEAR, View

IDS = (
    *("A1", "A4", "A5", "B1", "B2", "B3", "B7", "C3", "C7", "D1", "D2", "low.certainty", "low.disavowal"),
    *("link.cause", "link.time", "link.contrast", "link.mixed", "link.recursion"),
)
#: SHA-256 of names and signs in their order. Another digest is another set, which needs another name.
DIGEST = "19091ed9a18b271d12c3a2602c11be34005dd157db7542b9b829998357cf7ef5"


def _value(item: RatingInput, name: str) -> float:
    return float(features.matrix([item])[0, features.names().index(name)])


def _with(item: RatingInput, **changes: object) -> RatingInput:
    """The passage with its highlights changed."""
    return dataclasses.replace(item, highlights=(dataclasses.replace(item.highlights[0], **changes),))


def _at(item: RatingInput, *levels: int | None) -> RatingInput:
    """The passage with levels given to its mentions."""
    mentions = zip(item.highlights[0].mentions, levels, strict=True)
    return _with(item, mentions=tuple(dataclasses.replace(mention, level=level) for mention, level in mentions))


def _tied(item: RatingInput, *carriers: tuple[int, ...]) -> RatingInput:
    """The passage with mentions given to its markers."""
    markers = zip(item.highlights[0].markers, carriers, strict=True)
    return _with(item, markers=tuple(dataclasses.replace(marker, mentions=named) for marker, named in markers))


def test_the_set_is_declared_once():
    """Names are unique, every sign is one of three, and every feature says in words what more and less of it mean."""
    names = features.names()
    assert features.SET == "passage.v2"
    assert len(set(names)) == len(names) > 100
    assert set(features.signs()) == {-1, 0, 1}
    for feature in features.FEATURES:
        for sentence in (feature.more, feature.less):
            assert sentence.endswith(".")
            assert sentence[0].isupper() or sentence[0] == "'"
        assert feature.more != feature.less
        assert feature.topic


def test_the_order_is_pinned():
    """A feature that is added, dropped, moved or turned round makes another set: the digest changes, and the set's name must."""
    declared = "\n".join(f"{name} {sign}" for name, sign in zip(features.names(), features.signs(), strict=True))
    assert hashlib.sha256(declared.encode()).hexdigest() == DIGEST


def test_theory_is_penalised_less():
    """What the scale's theory gives a direction is trusted more than what it leaves open."""
    for sign, weight in zip(features.signs(), features.weights(), strict=True):
        assert weight == (2.0 if sign == 0 else 1.0)


def test_low_cues_only_lower_and_reflection_only_raises():
    """Low cues can speak against reflection alone, markers of the families, links and levels for it alone."""
    for feature in features.FEATURES:
        if feature.name.startswith("low_"):
            assert feature.sign == -1
        if feature.name.startswith(("markers_", "link_", "level_")) or feature.name in {"A1", "B3", "C7", "D2"}:
            assert feature.sign == 1
    for feature in features.FEATURES:
        if feature.name.startswith("low_") and "_kinds" not in feature.name:
            assert "ossibl" in feature.more


def test_length_can_be_left_out():
    """What only measures how much was said is marked, and nothing else is."""
    kept = features.without_length()
    assert kept.dtype == bool
    gone = {name for name, keep in zip(features.names(), kept, strict=True) if not keep}
    assert gone == {"words", "sentences", "turns"}


def test_every_measure_that_is_read_is_counted(make):
    """No feature reads a count that the language package does not make."""

    class Asked(dict[str, float]):
        def get(self, name: str, default: float = 0.0) -> float:  # type: ignore[override]
            asked.add(name)
            return super().get(name, default)

    asked: set[str] = set()
    item = make("She was sad.", (("sad", "emotion", "other"),))
    item = _with(item, measures=Asked(item.highlights[0].measures))
    view = View(item)
    view._totals = Asked()
    features.read_off([view])
    assert len(asked) > 30
    assert asked <= set(MEASURES)


def test_two_minds_and_their_link_are_seen(rich, poor):
    """An answer that ties one person's state to another's scores where minds meet; an answer of doings scores nothing there."""
    rich = _at(_tied(rich, (0,), (0, 2), (3, 4)), 6, 3, 5, 5, 5, 3)
    for name in ("minds_joined", "others_number", "marker_kinds", "level_6", "alternation", "balance", "perspectives"):
        assert _value(rich, name) > 0
        assert _value(poor, name) == 0
    assert _value(rich, "level_top") == 6
    assert _value(poor, "level_top") == 1
    assert features.matrix([rich, poor]).shape == (2, len(features.names()))


def test_levels_are_those_of_the_mentions(make):
    """Top, 75th percentile and numbers follow the levels; mentions without one count for nothing."""
    item = make(
        "sad mad glad hurt",
        tuple((word, "emotion", "self") for word in ("sad", "mad", "glad", "hurt")),
    )
    rising = [_at(item, *levels) for levels in ((None,) * 4, (2, 2, 2, 2), (3, 3, 3, 3), (4, 4, 3, 3), (5, 5, 4, 3))]
    for name in ("level_top", "level_75", "level_4", "level_mean"):
        values = [_value(one, name) for one in rising]
        assert values == sorted(values)
        assert values[-1] > values[0]
    assert _value(rising[-1], "level_top") == 5
    assert _value(rising[0], "level_top") == 1
    assert _value(rising[1], "diffuse_share") > _value(rising[2], "diffuse_share") == 0
    assert _value(rising[2], "specific_feelings") > _value(rising[1], "specific_feelings") == 0


def test_a_tie_inside_one_mind_and_between_two(make):
    """A cause that joins two states of one person is told from one that joins two people's, and from one that joins a state and a deed."""
    text = "I was ashamed because she was angry"
    cause = (("because", "link.cause"),)
    one = make(text, (("ashamed", "emotion", "self"), ("angry", "emotion", "self")), cause)
    two = make(text, (("ashamed", "emotion", "self"), ("angry", "emotion", "other")), cause)
    for item, carriers, name in (
        (one, (0, 1), "states_joined"),
        (two, (0, 1), "minds_joined"),
        (two, (0,), "states_and_deeds"),
    ):
        for other in ("states_joined", "minds_joined", "states_and_deeds"):
            assert (_value(_tied(item, carriers), other) > 0) == (other == name)


def test_nested_minds_have_a_depth(make):
    """A mind about a mind is two deep, and three where the inner one is about yet another."""
    text = "she wanted me to think he was sad"
    mentions = (("wanted", "desire", "other"), ("think", "cognition", "self"), ("sad", "emotion", "other"))
    recursion = (("she", "link.recursion"), ("me", "link.recursion"))
    item = make(text, mentions, recursion)
    assert _value(make(text, mentions), "depth") == 0
    assert _value(_tied(item, (0, 1), (0, 2)), "depth") == 2
    assert _value(_tied(item, (0, 1), (1, 2)), "depth") == 3


def test_a_link_without_its_mention_breaks_nothing(make):
    """A carrier that is not there is left out."""
    item = make("sad because", (("sad", "emotion", "self"),), (("because", "link.cause"),))
    assert _value(_tied(item, (0, 7)), "states_and_deeds") > 0


def test_minds_far_apart_do_not_alternate(make):
    """Two minds at the ends of a long answer are not set beside each other."""
    mentions = (("sad", "emotion", "other"), ("angry", "emotion", "self"))
    assert _value(make("she was sad and I was angry", mentions), "alternation") > 0
    assert _value(make("she was sad and " + "on " * NEAR + "I was angry", mentions), "alternation") == 0


def test_a_guess_is_about_the_state_beside_it(make):
    """'I think she was sad' and 'she was sad, I think' weigh a state; 'I think it was Tuesday' does not."""
    before = make("I think she was sad", (("I think", "modulation", "self"), ("sad", "emotion", "other")))
    behind = make("she was sad, I think", (("sad", "emotion", "other"), ("I think", "modulation", "self")))
    away = make("I think it was on Tuesday", (("I think", "modulation", "self"),))
    for item in (before, behind):
        assert _value(item, "hedged_minds") > 0
        assert _value(item, "hedging_elsewhere") == 0
    assert _value(away, "hedged_minds") == 0
    assert _value(away, "hedging_elsewhere") > 0


def test_echoes_and_scenes_earn_nothing(rich):
    """Words repeated from the question, and remembering that only opens a scene, are no states to build on."""
    for flag in ("echo", "recall"):
        flagged = tuple(dataclasses.replace(mention, flags=(flag,)) for mention in rich.highlights[0].mentions)
        item = _with(rich, mentions=flagged)
        for name in ("variety", "states", "alternation"):
            assert _value(item, name) == 0
        assert _value(item, "level_top") == 1
        assert _value(item, flag) > 0


def test_whose_states_are_told_apart(make):
    """The same feeling counts for the speaker, for another or for people at large, never for two of them."""
    names = ("emotion_own", "emotion_others", "emotion_at_large")
    for holder, name in (("self", names[0]), ("other", names[1]), ("generic", names[2]), ("none", names[2])):
        item = make("somebody was sad", (("sad", "emotion", holder),))
        assert [other for other in names if _value(item, other) > 0] == [name]


def test_low_cues_are_read_off(make):
    """A possible low cue raises its own feature and those of all cues, and no other marker's."""
    item = make("next question", (), (("next", "low.hostility"),))
    assert _value(item, "low_hostility") > 0
    assert _value(item, "low_cues") > 0
    assert _value(item, "low_blame") == 0
    assert _value(item, "marker_kinds") == 0


def test_densities_do_not_grow_with_length_and_numbers_do(make):
    """The same talk twice as long has the same densities and larger numbers."""
    states = (("sad", "emotion", "self"), ("hurt", "emotion", "other"))
    once = make("I was sad and she was hurt " + "and so on " * 20, states)
    twice = make(("I was sad and she was hurt " + "and so on " * 20) * 2, states * 2)
    assert _value(once, "emotion_own") == pytest.approx(_value(twice, "emotion_own"))
    assert _value(twice, "emotion_number") > _value(once, "emotion_number")
    assert _value(twice, "words") > _value(once, "words")


def test_carriers_are_what_stands_in_the_passage(rich):
    """What a feature points at are mentions and markers of the passage, with ids; where it is counted by them, it has them."""
    view = View(_at(_tied(rich, (0,), (0, 2), (3, 4)), 6, 3, 5, 5, 5, 3))
    known = {id(item) for item in (*view.mentions, *view.markers)}
    for feature in features.FEATURES:
        carriers = list(feature.carriers(view))
        assert all(id(item) in known and item.id for item in carriers)
    pointing = (
        "others_number",
        "minds_joined",
        "level_top",
        "level_5",
        "A1",
        "link_cause",
        "hedged_minds",
        "alternation",
    )
    named = {feature.name: feature for feature in features.FEATURES}
    for name in pointing:
        assert bool(list(named[name].carriers(view))) == (named[name].value(view) > 0)


def test_turns_do_not_run_into_each_other(make):
    """Minds in two turns do not alternate, carriers are those of their own turn, and words and turns add up."""
    one = make("I was ashamed", (("ashamed", "emotion", "self"),))
    two = make("because she was angry", (("angry", "emotion", "other"),), (("because", "link.cause"),))
    two = _tied(two, (0,))
    joined = dataclasses.replace(one, texts=one.texts + two.texts, highlights=one.highlights + two.highlights)
    view = View(joined)
    assert view.pairs == []
    assert [state.lemma for state in view.ties[0].states] == ["angry"]
    assert view.words == one.highlights[0].words + two.highlights[0].words
    assert view.turns == 2
    assert view.parts == 2


def test_the_same_passage_has_the_same_features(rich, poor):
    """Reading passages together or one by one gives the same numbers."""
    together = features.matrix([rich, poor])
    assert np.array_equal(together[1], features.matrix([poor])[0])
    assert np.array_equal(features.read_off([View(rich)])[0], together[0])


def test_no_turn_at_all():
    """A passage without a turn has finite features."""
    item = RatingInput(
        passage=Passage(id="p", state=PassageState.NOT_ASKED), question_text=None, texts=(), highlights=()
    )
    assert np.isfinite(features.matrix([item])).all()
    assert features.matrix([]).shape == (0, len(features.names()))


def test_a_huge_passage(make):
    """A passage of a hundred thousand states has finite features, none of them far off."""
    many = tuple(
        Mention(start=10 * n, end=10 * n + 3, category="emotion", holder=("self", "other")[n % 2], level=6)
        for n in range(100_000)
    )
    item = _with(make("sad"), mentions=many, words=10**9, measures=dict.fromkeys(MEASURES, 1e8))
    values = features.matrix([item])
    assert np.isfinite(values).all()
    assert np.abs(values).max() < 1000


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
            level=draw(st.none() | st.integers(2, 6)),
        )
        for start, length in sorted(spans)
    )
    markers = tuple(
        Marker(
            start=start,
            end=start + 1,
            marker=name,
            family=name.split(".")[0] if "." in name else name[0],
            mentions=tuple(draw(st.lists(st.integers(-1, 12), max_size=3))),
        )
        for start, name in sorted(draw(st.lists(st.tuples(place, st.sampled_from(IDS)), max_size=12)))
    )
    measures = draw(
        st.dictionaries(st.sampled_from(MEASURES), st.floats(allow_nan=True, allow_infinity=True), max_size=12)
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
    """No text, no highlights and no count, however odd, makes a feature endless or undefined, or its carriers break."""
    assert np.isfinite(features.matrix([item])).all()
    view = View(item)
    for feature in features.FEATURES:
        list(feature.carriers(view))
