"""Which turn asks which question."""

import time

import pytest
from support import INTERVIEWS, marked, transcript

from rf_scorer import protocols
from rf_scorer.protocols.align import asks
from rf_scorer.protocols.matching import Matcher
from rf_scorer.protocols.similarity import terms


def _measure(part: str) -> tuple[int, int, int, int]:
    right = asked = false = other = 0
    for path in sorted((INTERVIEWS / part).glob("*.txt")):
        name, given, gold = marked(path)
        protocol = protocols.load(name)
        found = asks(given, protocol)
        for turn, questions in gold.items():
            ask = found.get(turn)
            got = protocol.questions[ask.question].id if ask is not None and ask.question is not None else None
            if questions:
                asked, right = asked + 1, right + (got == questions[0])
            else:
                other, false = other + 1, false + (got is not None)
    return right, asked, false, other


@pytest.mark.parametrize("part", ["tuning", "heldout"])
def test_spoken_variants_are_found(part: str) -> None:
    """At least 93 % of freely worded questions are found; at most 5 % of other turns are taken for one."""
    right, asked, false, other = _measure(part)
    assert asked >= 30
    assert right / asked >= 0.93
    assert false / other <= 0.05


def test_held_out_set_is_large_enough() -> None:
    """The interviews that no constant was set on hold at least sixty questions and sixty other turns."""
    _, asked, _, other = _measure("heldout")
    assert asked >= 60
    assert other >= 60


@pytest.mark.parametrize("head", ["11.", "Q11", "Q 11:", "Question 11.", "(11)", "#11)".lstrip("#")])
def test_numbers_decide(head: str) -> None:
    """A number before the turn finds its question although the words would not."""
    matcher = Matcher(protocols.load("aai"))
    (ask,) = matcher.match([f"{head} And what about that, in your view?"]).values()
    assert (protocols.load("aai").questions[ask.question or 0].id, ask.method) == ("aai.11", "number")


def test_a_number_behind_an_acknowledgement_decides() -> None:
    """A question number counts at the head of any sentence of the turn."""
    (ask,) = Matcher(protocols.load("aai")).match(["I see, yes. Lovely. 12. And was there anybody else?"]).values()
    assert (protocols.load("aai").questions[ask.question or 0].id, ask.method) == ("aai.12", "number")


def test_a_number_in_speech_is_no_question_number() -> None:
    """A turn that begins with an amount is not numbered by it."""
    assert Matcher(protocols.load("aai")).match(["11 people, really?", "10 years is a long while."]) == {}


def test_words_outvote_another_edition_s_numbers() -> None:
    """Where the words are plainly another question's, the number before them does not win."""
    protocol = protocols.load("aai")
    turn = "7. Why do you think your parents behaved as they did during your childhood?"
    (ask,) = Matcher(protocol).match([turn]).values()
    assert protocol.questions[ask.question or 0].id == "aai.11"


def test_synonyms_and_misspellings_meet() -> None:
    """Words that interviewers use for one another are one term, and a misspelt word still finds its question."""
    assert terms("your mum") == terms("your mother")
    protocol = protocols.load("aai")
    (ask,) = Matcher(protocol).match(["Did you have any experiences you would call potentialy traumtic?"]).values()
    assert protocol.questions[ask.question or 0].id == "aai.14"


def test_long_turns_without_punctuation() -> None:
    """A question at the end of a long turn without a full stop is found."""
    protocol = protocols.load("aai")
    chatter = "well we had the van and the dog in the back and it rained on the picnic basket near the canal lock " * 3
    (ask,) = (
        Matcher(protocol)
        .match([chatter + "and so why do you think your parents behaved as they did when you were small"])
        .values()
    )
    assert protocol.questions[ask.question or 0].id == "aai.11"


def test_matching_is_quick() -> None:
    """Two hundred interviewer turns take well under half a second of processor time, whatever else the machine does."""
    name, given, _ = marked(INTERVIEWS / "heldout" / "aai-spoken.txt")
    matcher = Matcher(protocols.load(name))
    texts = [turn.text for turn in given.turns if str(turn.role) == "interviewer"] * 6
    began = time.process_time()
    matcher.match(texts[:200])
    assert time.process_time() - began < 0.5


def test_odd_turns_do_no_harm() -> None:
    """Empty, endless and meaningless turns ask nothing."""
    matcher = Matcher(protocols.load("aai"))
    assert matcher.match(["", "???", "word " * 20_000, "\u0000", "é" * 1000, "what" + "'" * 5000]) == {}
    assert asks(transcript(("P", "only me")), protocols.load("aai")) == {}
