"""What a model's file holds of the words that it was learned from: nothing that too few people used, and counted where it says so."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest
from corpora import THREE, answer, corpus, with_members

from rf_scorer.rating import card, modelfile
from rf_scorer.rating.held import held

if TYPE_CHECKING:
    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.fitted import Fitted

#: A name for each number of people from one to seven; no piece of three letters is in two of them, or in the invented answers.
NAMES = ("zqxjkz", "vkwzqv", "jfxqvj", "kwjzxk", "qvfzkq", "xkqwjx", "fjvxwf")
LEAST = 5
PEOPLE, EACH = 12, 8


def _rated() -> Corpus:
    """Twelve people; one name is said by one person, three times, the next by two people, and so on up to seven."""
    rated = corpus(THREE, people=PEOPLE, each=EACH)
    items, ratings = list(rated.items), rated.ratings.copy()
    for count, name in enumerate(NAMES, start=1):
        for person in range(count):
            for place in range(3):
                row = EACH * person + place
                said = items[row].texts[0]
                items[row] = answer(2, row, more=f"{said} And {name} was there.", question=items[row].question_text)
                ratings[row] = 2.0
    return dataclasses.replace(rated, items=tuple(items), ratings=ratings)


@pytest.fixture(scope="module")
def model() -> Fitted:
    """A model with every member that looks at wording."""
    return with_members(_rated(), "linear", "boosted", "worded", "graded", least_people=LEAST)


def _pieces(name: str, least: int = 3) -> set[str]:
    return {name[start : start + size] for size in range(least, 6) for start in range(len(name) - size + 1)}


def test_the_names_share_no_piece() -> None:
    """What these tests look for can have come from one name alone."""
    pieces = [piece for name in NAMES for piece in _pieces(name)]
    assert len(pieces) == len(set(pieces))
    others = " ".join(text for item in corpus(THREE, people=PEOPLE, each=EACH).items for text in item.texts)
    assert not any(piece in others for piece in pieces)


def test_names_that_few_said_are_in_no_part_of_the_file(model: Fitted) -> None:
    """Neither as words, nor in runs of words, nor in pieces of letters; what five said is there, which is what five means."""
    written = modelfile.text(model)
    for count, name in enumerate(NAMES, start=1):
        found = {piece for piece in _pieces(name) if piece in written}
        if count < LEAST:
            assert found == set(), (count, found)
        else:
            assert name in written
            assert f"w:and {name}" in written
            assert f"c:{name[:5]}" in written


def test_one_persons_words_are_in_no_model_whatever_is_chosen() -> None:
    """Any threshold from two on keeps out what one participant alone said, however often; one keeps it in, as the option's warning says."""
    alone = NAMES[0]
    for least in (1, 2, 3, 8):
        written = modelfile.text(with_members(_rated(), "worded", least_people=least))
        assert (alone in written) == (least == 1)
        assert any(piece in written for piece in _pieces(alone)) == (least == 1)


def test_questions_that_few_were_asked_are_not_named() -> None:
    """A question that recurs with one participant alone may be made of that person's words: it is neither told apart nor named."""
    rated = corpus(people=PEOPLE, each=24)
    name = NAMES[0]
    questions = [
        f"What about {name}?" if row < 24 else "What was she like?" if row % 2 else "Why was that?"
        for row in range(len(rated))
    ]
    items = tuple(
        dataclasses.replace(item, question_text=question) for item, question in zip(rated.items, questions, strict=True)
    )
    asked = dataclasses.replace(rated, items=items, questions=tuple(questions))
    fitted = with_members(asked, "linear", "worded", least_people=2)
    assert fitted.questions == ("What was she like?", "Why was that?")
    assert name not in modelfile.text(fitted)
    assert name in modelfile.text(with_members(asked, "linear", "worded", least_people=1))


def test_what_is_held_is_counted_in_the_file_itself(model: Fitted) -> None:
    """The counts of the card are those of the lists in the file, earlier models' among them."""
    later = with_members(corpus(THREE, people=PEOPLE, seed=3), "prior", "linear", least_people=4, priors=(model,))
    document = modelfile.document(model)
    found = held(model)
    grams = document["members"]["wording"]["grams"]
    assert found.runs == sum(name.startswith("w:") for name in grams) > 0
    assert found.letters == sum(name.startswith("c:") for name in grams) > 0
    assert found.words == len(document["familiarity"]["known"]) > 0
    assert found.question_words == (0 if document["questioning"] is None else len(document["questioning"]["words"]))
    assert found.questions == len(document["questions"])
    assert found.least_people == LEAST
    (earlier,) = held(later).document()["earlier_models"]
    assert {key: earlier[key] for key in ("runs", "letters", "least_people")} == {
        "runs": found.runs,
        "letters": found.letters,
        "least_people": LEAST,
    }


def test_every_word_of_the_file_is_in_a_list_that_is_counted(model: Fitted) -> None:
    """Besides those lists, the file's texts are names of our own: no other part of it can hold a word."""
    document = modelfile.document(model)
    document["members"]["wording"]["grams"] = {}
    document["familiarity"]["known"] = []
    document["questioning"] = None
    document["questions"] = []
    rest = repr(document)
    for word in ("guess", "mother", "river", "kitchen", *NAMES):
        assert not re.search(rf"\b{word}\b", rest), word


def _card(**changed: object) -> str:
    words = {
        "held": True, "least_people": 5, "runs": 12, "letters": 34, "words": 56, "question_words": 7, "questions": 2,
        "counted_by": "participants", "invented_people_count": False, "earlier_models": [], **changed,
    }  # fmt: skip
    level = {
        "description": "A table.",
        "licence": "none",
        "answers": 40,
        "people": 12,
        "levels": {"0": 20, "1": 20},
        "sha256": "0" * 64,
    }
    return card.readme({
        "name": "ours", "version": "1", "statement": "Ours.", "summary": "It suggests.", "licence": "none", "sha256": "0" * 64,
        "intended_use": ["This."], "unintended_use": ["That."], "data": level, "method": "Some.", "evaluations": [], "limits": ["Many."],
        "rebuild": ["rf-scorer train"], "words": words,
    })  # fmt: skip


def test_the_readme_says_plainly_what_the_model_holds() -> None:
    """How many words, below which threshold they were dropped, and that they stay confidential."""
    told = _card()
    assert "**The model file holds words**" in told
    assert (
        "12 runs of one to three words, 34 runs of letters, 56 single words, 7 words of questions, 2 questions in full"
        in told
    )
    assert "Whatever fewer than 5 different participants used" in told
    assert "If the texts are confidential, so is this file" in told
    assert "holds no words of the texts" in _card(held=False)
    assert "nobody said whose answers they are" in _card(counted_by="answers")
    assert "Nothing was dropped for being one person's." in _card(least_people=1)
    assert "invented people count" in _card(invented_people_count=True)
    earlier = {
        **dict.fromkeys(("runs", "letters", "words", "question_words", "questions"), 1),
        "held": True,
        "least_people": 3,
    }
    told = _card(held=False, earlier_models=[{"name": "before", "statement": "trained on theirs", **earlier}])
    assert "Within it stands the earlier model before (trained on theirs): 1 runs" in told
    assert "none used by fewer than 3 of its people" in told
