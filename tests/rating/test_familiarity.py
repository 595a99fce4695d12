"""Where the examples end: foreign topics, questions, protocols and lengths, and what a model keeps to tell them by."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from corpora import QUESTIONS, answer, corpus, with_members
from hypothesis import given
from hypothesis import strategies as st
from passages import rating_input

from rf_scorer import protocols
from rf_scorer.errors import InvalidDocument
from rf_scorer.rating import RatingModel, familiarity, limits, modelfile
from rf_scorer.rating.familiarity import SPREADS, TRAITS, Familiarity, traits, unknown_words
from rf_scorer.rating.questioning import Questioning
from rf_scorer.rating.view import View
from rf_scorer.rating.wording import spoken_words

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.domain import Suggestion
    from rf_scorer.rating import RatingInput
    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.fitted import Fitted

SOFTWARE = (
    "We deployed the pipeline to the cluster and then the schema validation failed because upstream services changed their "
    "payload without versioning, so we had to add monitoring and regression tests for the model and the data warehouse, and "
    "we use containers and a registry for that, and the release is automated with continuous integration."
)
SOFTWARE_QUESTION = (
    "Which metrics does your engineering department monitor for machine learning pipelines in production?"
)


@pytest.fixture(scope="module")
def rated() -> Corpus:
    """Two hundred answers of forty people, all to one question."""
    return corpus(people=40, each=5, questions=QUESTIONS[:1])


@pytest.fixture(scope="module")
def fitted(rated) -> Fitted:
    """A model of them."""
    return with_members(rated, "linear", protocols=("brfi", "aai"))


def _suggested(fitted: Fitted, *items: RatingInput) -> tuple[Suggestion, ...]:
    return RatingModel(fitted, "0" * 64).suggest(items)


def _codes(fitted: Fitted, item: RatingInput) -> set[str]:
    return {reason.code for reason in _suggested(fitted, item)[0].reasons}


def _distance(fitted: Fitted, *items: RatingInput) -> np.ndarray:
    return fitted.distances([View(item) for item in items])


def test_the_set_of_traits_is_pinned():
    """A changed trait is a new name of the set: old model files must not be read with other traits."""
    assert familiarity.SET == "shape.v2"
    assert TRAITS == (
        "log_words_per_sentence",
        "function_word_share",
        "distinct_words",
        "word_length",
        "fillers",
        "unknown_words",
    )


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        (("She was kind.",), 0.0),
        (("She was brusque.",), 1 / 3),
        (("SHE (laughs) WAS", "kind? brusque"), 1 / 4),
        (("",), 0.0),
        ((), 0.0),
    ],
    ids=["all known", "one unknown", "turns, case, notes and question marks", "nothing said", "no turn"],
)
def test_share_of_unknown_words(texts, share):
    """Words are counted as they were said: transcribers' notes and question marks are none, and case does not matter."""
    assert unknown_words([spoken_words(text) for text in texts], {"she", "was", "kind"}) == pytest.approx(share)


@given(st.text(max_size=200))
def test_any_text_has_traits_and_a_share(text):
    """Whatever was typed, the traits are finite and shares lie between 0 and 1."""
    unknown = unknown_words([spoken_words(text)], {"the", "a"})
    assert 0.0 <= unknown <= 1.0
    if text.split():
        assert np.isfinite(traits([View(rating_input(text))], [unknown])).all()


def _plain(mean: float = 0.0) -> Familiarity:
    return Familiarity(
        mean=np.full(len(TRAITS), mean),
        precision=np.diag(SPREADS**-2),
        doubt=1.0,
        refuse=2.0,
        known=frozenset(),
    )


def test_few_words_say_little():
    """The same deviation counts less the fewer words it rests on, and nothing in none."""
    rows = np.tile(SPREADS * 2, (4, 1))
    found = _plain().distance(rows, np.array([0, 10, 50, 500]))
    assert found[0] == 0.0
    assert (np.diff(found) > 0).all()
    assert found[-1] < 2 * np.sqrt(len(TRAITS))


def test_nobody_is_strange_for_known_words():
    """More unknown words than usual bring an answer away from the examples, fewer do not."""
    place = TRAITS.index("unknown_words")
    rows = np.zeros((2, len(TRAITS)))
    rows[:, place] = [0.1, -0.1]
    found = _plain().distance(rows, np.array([100, 100]))
    assert found[0] > 1.0
    assert found[1] == 0.0


def test_limits_are_those_of_people_left_out(rated):
    """Four in a hundred examples, held out with all they said, lie beyond the limit of doubt, and one beyond that of refusal."""
    generator = np.random.default_rng(0)
    # Many answers that vary: drawn words rather than the few sentences of the other tests.
    words = np.array([f"word{letter}{other}" for letter in "abcdefghij" for other in "abcdefghijklmnopqrst"])
    items = tuple(
        rating_input(" ".join(generator.choice(words[: 20 + 9 * (person % 20)], int(generator.integers(20, 90)))) + ".")
        for person in range(100)
        for _ in range(4)
    )
    many = dataclasses.replace(
        rated,
        items=items,
        ratings=np.tile(rated.ratings, 2),
        groups=tuple(f"p{index // 4}" for index in range(400)),
        questions=(None,) * 400,
    )
    found = with_members(many, "linear")
    assert found.familiarity.refuse > found.familiarity.doubt
    own = _distance(found, *items)
    # Judged with its own words in the vocabulary, hardly any example is beyond limits that were drawn without.
    assert np.mean(own > found.familiarity.doubt) <= 0.06
    assert np.mean(own > found.familiarity.refuse) <= 0.02


def test_words_of_ones_own_are_nothing_strange():
    """Where everybody has words of their own, a newcomer with others is no stranger, even if the model knows every example's words."""

    def named(seed: int) -> Corpus:
        made = corpus(people=30, each=4, seed=seed)
        items = tuple(
            answer(index % 5, 1000 * seed + index, more=" ".join(["And there was the", *([f"z{seed}q{group}"] * 3)]))
            for index, group in enumerate(made.groups)
        )
        return dataclasses.replace(made, items=items)

    known = with_members(named(1), "linear", least_people=1)
    assert "z1qs3" in known.familiarity.known
    newcomers = _distance(known, *named(2).items)
    assert np.mean(newcomers > known.familiarity.doubt) < 0.15


def test_a_foreign_topic_is_told_from_an_ordinary_answer(fitted):
    """Unreflective talk about a family is rated; talk about software, whose words no example holds, is not."""
    ordinary = answer(1, 9_999)
    assert _suggested(fitted, ordinary)[0].status == "provisional"
    assert "far_from_examples" not in _codes(fitted, ordinary)
    foreign = _suggested(fitted, rating_input(SOFTWARE, question=QUESTIONS[0]))[0]
    assert foreign.status == "abstained"
    assert [reason.code for reason in foreign.reasons] == ["out_of_domain"]


def test_far_is_not_yet_outside(fitted):
    """Between the limits there is a suggestion, and a doubt; a foreign question on top of it makes it none."""
    item = answer(3, 7)
    near = dataclasses.replace(fitted, familiarity=dataclasses.replace(fitted.familiarity, doubt=0.0, refuse=1e9))
    found = _suggested(near, item)[0]
    assert found.status == "provisional"
    assert "far_from_examples" in {reason.code for reason in found.reasons}
    both = _suggested(near, dataclasses.replace(item, question_text=SOFTWARE_QUESTION))[0]
    assert both.status == "abstained"
    assert [reason.code for reason in both.reasons] == ["out_of_domain"]


def test_a_foreign_question_is_a_doubt(fitted):
    """A question in other words than the examples' is doubtful; their own questions and no question at all are not."""
    assert "question_unfamiliar" in _codes(fitted, answer(3, 7, question=SOFTWARE_QUESTION))
    assert "question_unfamiliar" not in _codes(fitted, answer(3, 7))
    assert "question_unfamiliar" not in _codes(fitted, answer(3, 7, question=None))


def _of_protocol(name: str, *, known: bool = True) -> RatingInput:
    protocol = protocols.load(name)
    question = next(one for one in protocol.questions if one.role.value == "demand")
    item = answer(3, 7, question=SOFTWARE_QUESTION)
    return dataclasses.replace(
        item,
        passage=dataclasses.replace(item.passage, question_id=question.id if known else None),
        question=question if known else None,
        protocol=protocol,
    )


def test_a_question_of_a_covered_protocol_is_familiar(fitted):
    """However an interviewer words it, a question that was found to be one of a covered protocol raises no doubt."""
    assert not {"question_unfamiliar", "protocol_unfamiliar"} & _codes(fitted, _of_protocol("aai"))
    assert "question_unfamiliar" in _codes(fitted, _of_protocol("aai", known=False))


def test_another_protocol_is_a_doubt(fitted):
    """Passages of a protocol that the examples are no answers to are doubtful; where that is not known, nothing is said."""
    assert fitted.protocols == ("aai", "brfi")
    assert {"question_unfamiliar", "protocol_unfamiliar"} <= _codes(fitted, _of_protocol("pdi"))
    unknown = dataclasses.replace(fitted, protocols=())
    assert "protocol_unfamiliar" not in _codes(unknown, _of_protocol("pdi"))


def test_questions_told_apart_are_unknown_or_not():
    """A model that tells its questions apart says that it does not know a question, not that it is unlike the others."""
    made = with_members(corpus(people=20, each=4, questions=QUESTIONS), "linear")
    codes = _codes(made, answer(3, 7, question=SOFTWARE_QUESTION))
    assert "question_unknown" in codes
    assert "question_unfamiliar" not in codes
    assert "question_unknown" not in _codes(made, answer(3, 7, question=QUESTIONS[1]))


def test_strangeness_of_questions():
    """Unknown words make a question strange, rare known ones less so; one word alone says little, and no word nothing."""
    found = Questioning(words=("father", "was", "what"), weights=np.array([3.0, 1.5, 1.2]), foreign=6.0, limit=0.4)
    assert found.strangeness("What was (coughs) Father?") == 0.0
    assert found.strangeness("") == 0.0
    assert found.strangeness("Hello?") == pytest.approx(6 / 16)
    assert not found.strange("Hello?")
    assert found.strangeness("What was deployed, upstream?") == pytest.approx(12 / 24.7)
    assert found.strange("What was deployed, upstream?")


@given(st.text(max_size=200))
def test_strangeness_is_a_share(text):
    """Whatever was asked, strangeness lies between 0 and 1."""
    found = Questioning(words=("what",), weights=np.array([1.0]), foreign=6.0, limit=0.4)
    assert 0.0 <= found.strangeness(text) < 1.0


def test_the_limit_of_questions_is_that_of_questions_left_out():
    """Questions that have little in common with each other move the limit up; too few are nothing to go by."""
    people = np.arange(60) // 2
    halves = [(np.arange(0, 30), np.arange(30, 60)), (np.arange(30, 60), np.arange(0, 30))]
    alike = ["Why did your mother do that?"] * 60
    apart = [f"Why did a{n} b{n} the c{n} d{n} of e{n}?" for n in range(60)]
    near = limits.learn_questioning(alike, people, halves, least=3)
    wide = limits.learn_questioning(apart, people, halves, least=3)
    assert near is not None
    assert wide is not None
    assert near.limit == 0.25
    assert wide.limit > 0.4
    assert limits.learn_questioning(alike[:20] + [None] * 40, people, halves, least=3) is None


def test_lengths_follow_the_examples():
    """Half of what nearly all examples have, and twice as much, are the limits; one endless answer does not move them."""
    assert limits.lengths([40] * 1000) == (20, 80)
    assert limits.lengths([40] * 1000 + [9000]) == (20, 80)


def test_examples_of_one_sentence_make_short_answers_ordinary(fitted):
    """A model of short answers rates three words without a reservation; one of long answers rates none."""
    short = rating_input("She was sad.", (("sad", "emotion", "other"),), question=QUESTIONS[0])
    assert _codes(fitted, short) == {"too_short"}
    assert not {"too_short", "short_passage"} & _codes(dataclasses.replace(fitted, shortest=2), short)


def test_long_and_short_answers_are_doubtful(fitted):
    """Answers beyond the lengths of the examples say so."""
    short = rating_input("She was at the school in the car for it.", question=QUESTIONS[0])
    assert "short_passage" in _codes(dataclasses.replace(fitted, shortest=30), short)
    assert "long_passage" in _codes(dataclasses.replace(fitted, longest=9), short)


def test_alone_or_in_a_batch(fitted):
    """What is said of a passage does not depend on those beside it."""
    items = [answer(3, 7), rating_input(SOFTWARE, passage_id="p2"), answer(0, 8, question=SOFTWARE_QUESTION)]
    together = _suggested(fitted, *items)
    assert together == tuple(_suggested(fitted, item)[0] for item in items)


def test_what_is_read_is_what_was_written(fitted, tmp_path: Path):
    """Limits, words, questions and protocols come back from the model file."""
    (tmp_path / modelfile.FILE).write_text(modelfile.text(fitted), encoding="utf-8")
    read, _ = modelfile.read(tmp_path, where="m")
    assert read.familiarity.known == fitted.familiarity.known
    assert (read.shortest, read.longest, read.protocols) == (fitted.shortest, fitted.longest, fitted.protocols)
    assert read.questioning is not None
    assert read.questioning.words == fitted.questioning.words
    assert read.questioning.limit == pytest.approx(fitted.questioning.limit, rel=1e-5)
    items = [answer(3, 7), rating_input(SOFTWARE)]
    assert _distance(read, *items) == pytest.approx(_distance(fitted, *items), rel=1e-4)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("familiarity.known", "she was"),
        ("familiarity.known", [1]),
        ("protocols", {"aai": 1}),
        ("shortest", "5"),
        ("shortest", 10_000),
        ("questioning", []),
        ("questioning.limit", "high"),
        ("questioning.foreign", 0),
        ("questioning.words", {"why": -1.0}),
        ("questioning.words", {"why": None}),
    ],
)
def test_a_damaged_part_is_refused(fitted, tmp_path: Path, path, value):
    """A model file whose limits cannot be is refused, and the message quotes nothing of it."""
    document = json.loads(modelfile.text(fitted))
    *head, last = path.split(".")
    place = document
    for key in head:
        place = place[key]
    place[last] = value
    (tmp_path / modelfile.FILE).write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InvalidDocument, match="damaged") as caught:
        modelfile.read(tmp_path, where="m")
    assert "she was" not in str(caught.value)
    assert "why" not in str(caught.value)


def test_no_word_of_one_or_two_people_is_kept():
    """What only two people said, or were asked with, does not stand in the model file; what three did is known."""
    made = corpus(people=12, each=5, questions=QUESTIONS[:1])
    items = list(made.items)
    for index, (people, word) in enumerate([(2, "zanzibar"), (3, "almanac")]):
        for person in range(people):
            place = 5 * person + index
            items[place] = answer(2, place, question=f"And why the {word}x, then?", more=f"It was the {word} of it.")
    found = with_members(dataclasses.replace(made, items=tuple(items)), "linear", "worded")
    text = modelfile.text(found)
    assert "zanzibar" not in text
    assert "almanac" in found.familiarity.known
    assert found.questioning is not None
    assert "almanacx" in found.questioning.words
