"""From turns to passages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import INTERVIEWS, marked, transcript

from rf_scorer import protocols
from rf_scorer.domain import PassageState, QuestionRole, Severity

REJECTED = "As a child, did you ever feel rejected?"
WHY = "Why do you think your parents behaved as they did when you were a child?"
EFFECT = "How did your childhood affect your adult personality?"


def codes(alignment: protocols.Alignment) -> list[str]:
    return [note.code for note in alignment.notes if not note.code.endswith("not-asked")]


def test_every_exchange_without_a_protocol() -> None:
    """Without a protocol each exchange is a passage; back-channels and other voices begin none."""
    told = transcript(
        ("I", "Where was that?"),
        ("P", "At home."),
        ("I", "Mhm."),
        ("P", "In the yard."),
        ("O", "Tea?"),
        ("I", "Who came?"),
        ("P", "Bo."),
    )
    found = protocols.align(told, None)
    assert [(passage.asking, passage.answering) for passage in found.passages] == [((0, 2), (1, 3)), ((5,), (6,))]
    assert {passage.method for passage in found.passages} == {"exchange"}
    assert [passage.id for passage in found.passages] == ["p01", "p02"]
    assert all(passage.confidence is None and passage.role is QuestionRole.NONE for passage in found.passages)


def test_a_nod_does_not_cut_the_interviewer_s_sentence() -> None:
    """What the interviewer says on both sides of a nod is one asking; an answer in between begins a new exchange."""
    told = transcript(
        ("I", "You said that most evenings you-"),
        ("P", "Mm-hmm."),
        ("I", "-have a drink, and what-"),
        ("P", "Only with my neighbour."),
        ("I", "Who is she?"),
        ("P", "A baker."),
    )
    found = protocols.align(told, None)
    assert [passage.asking for passage in found.passages] == [(0, 2), (4,)]


@pytest.mark.parametrize(
    "goodbye", ["Lovely. I'll switch this off.", "Is there anything you'd like to add?", "Thank you so much."]
)
def test_the_closing_answers_no_question(goodbye: str) -> None:
    """Thanks, the recorder and "anything to add" after the last question are a passage without a question."""
    told = transcript(
        ("I", REJECTED), ("P", "Once."), ("I", WHY), ("P", "Worry."), ("I", goodbye), ("P", "Right."), ("I", "Bye!")
    )
    passages = protocols.align(told, protocols.load("aai")).passages
    assert [(passage.question_id, passage.asking) for passage in passages[:3]] == [
        ("aai.8", (0,)),
        ("aai.11", (2,)),
        (None, (4, 6)),
    ]


def test_thanks_in_the_middle_close_nothing() -> None:
    """A thank-you before a question, or in the turn that asks it, is no closing."""
    told = transcript(
        ("I", REJECTED), ("P", "Once."), ("I", "Thank you so much."), ("P", "So."), ("I", f"Thank you so much. {WHY}")
    )
    passages = protocols.align(told, protocols.load("aai")).passages
    assert [(passage.question_id, passage.asking) for passage in passages[:2]] == [("aai.8", (0, 2)), ("aai.11", (4,))]


def test_two_questions_in_one_sentence_are_merged() -> None:
    """A second question behind a comma is found beside the first."""
    told = transcript(
        ("I", "What gives you the most joy in being a parent, and what is hardest for you about being a father?"),
        ("P", "Bath."),
    )
    first, *_ = protocols.align(told, protocols.load("pdi")).passages
    assert {first.question_id, *first.merged} == {"pdi.joy", "pdi.pain"}


def test_a_question_that_breaks_off_is_reported() -> None:
    """A question cut short is a warning with its line; one that is finished in the next breath is none."""
    cut = (("I", "Hello, are you well?"), ("P", "Yes."), ("I", REJECTED.rstrip("?")), ("P", "Hang on, the door."))
    (note,) = [note for note in protocols.align(transcript(*cut), protocols.load("aai")).notes if "cut" in note.code]
    assert (note.code, note.severity, note.line) == ("question-cut-off", Severity.WARNING, 3)
    finished = (*cut, ("I", "I mean, did you?"), ("P", "Once."))
    assert "question-cut-off" not in codes(protocols.align(transcript(*finished), protocols.load("aai")))


def test_a_question_keeps_its_follow_ups() -> None:
    """A passage holds a question, its answer and its follow-ups; what comes before is a passage without a question."""
    told = transcript(
        ("I", "Are you warm enough?"),
        ("P", "Yes."),
        ("I", REJECTED),
        ("P", "Once."),
        ("I", "How old were you?"),
        ("P", "Six."),
        ("I", WHY),
        ("P", "Worry."),
    )
    first, second, third, *rest = protocols.align(told, protocols.load("aai")).passages
    assert (first.question_id, first.role, first.method, first.asking) == (None, QuestionRole.NONE, "none", (0,))
    assert (second.question_id, second.asking, second.answering) == ("aai.8", (2, 4), (3, 5))
    assert (third.question_id, third.role) == ("aai.11", QuestionRole.DEMAND)
    assert {passage.state for passage in rest} == {PassageState.NOT_ASKED}


def test_skipped_demands_are_warnings() -> None:
    """Expected questions that were not asked are passages without turns; a skipped demand is a warning."""
    found = protocols.align(transcript(("I", REJECTED), ("P", "Once.")), protocols.load("aai"))
    missing = {passage.question_id for passage in found.passages if passage.state is PassageState.NOT_ASKED}
    assert "aai.11" in missing
    assert "aai.14" not in missing
    warned = [note.message.split()[0] for note in found.notes if note.code == "demand-not-asked"]
    assert warned == ["aai.10", "aai.11", "aai.13", "aai.15"]
    assert all(note.severity is Severity.WARNING for note in found.notes if note.code == "demand-not-asked")


def test_merged_questions() -> None:
    """Two questions in one breath are one passage that names both, and neither counts as skipped."""
    found = protocols.align(
        transcript(("I", f"{EFFECT} And then: {WHY}"), ("P", "Both at once.")), protocols.load("aai")
    )
    passage = found.passages[0]
    assert {passage.question_id, *passage.merged} == {"aai.10", "aai.11"}
    assert "questions-merged" in codes(found)
    assert not {"aai.10", "aai.11"} & {p.question_id for p in found.passages[1:]}


def test_repeated_and_swapped_questions() -> None:
    """A question that is asked again continues its passage, one that comes too late is reported, each with its line."""
    told = transcript(("I", WHY), ("P", "Worry."), ("I", REJECTED), ("P", "Once."), ("I", WHY), ("P", "And money."))
    found = protocols.align(told, protocols.load("aai"))
    assert [(p.question_id, p.answering) for p in found.passages[:2]] == [("aai.11", (1, 5)), ("aai.8", (3,))]
    assert [(note.code, note.line) for note in found.notes[:2]] == [
        ("question-repeated", 5),
        ("question-out-of-order", 3),
    ]


def test_one_early_question_does_not_make_the_rest_late() -> None:
    """Of questions asked 3, 9, 4, 5 only the ninth is out of order."""
    name, told, _ = marked(INTERVIEWS / "heldout" / "aai-spoken.txt")
    found = protocols.align(told, protocols.load(name))
    moved = [note.message.split()[0] for note in found.notes if note.code == "question-out-of-order"]
    assert moved == ["aai.9"]


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (["I do not know."], PassageState.ANSWERED),
        (["I would rather not say."], PassageState.ANSWERED),
        (["{{Husband}}"], PassageState.ANSWERED),
        (["{{laughs}} (5.0)"], PassageState.NOT_ANSWERED),
        ([], PassageState.NOT_ANSWERED),
        (["[inaudible] he [inaudible] there"], PassageState.INAUDIBLE),
        (["[inaudible]", "he was there and we all saw him"], PassageState.ANSWERED),
    ],
)
def test_states(answers: list[str], state: PassageState) -> None:
    """Saying that one does not know is an answer; silence is none; an answer full of holes is inaudible."""
    told = transcript(("I", WHY), *[("P", answer) for answer in answers])
    assert protocols.align(told, protocols.load("aai")).passages[0].state is state


def test_an_unrelated_interview_finds_nothing_and_says_so() -> None:
    """Where no question is found, one note says so instead of a list of everything that is missing."""
    found = protocols.align(transcript(("I", "Which tools run your builds?"), ("P", "Two.")), protocols.load("aai"))
    assert [note.code for note in found.notes] == ["no-question-found"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("IPO"),
            st.sampled_from([WHY, REJECTED, EFFECT, "Mhm.", "And then?", "I see, well.", "[inaudible]", "x" * 50]),
        ),
        max_size=25,
    ),
    st.sampled_from([None, "aai", "session"]),
)
def test_every_turn_has_one_place(turns: list[tuple[str, str]], name: str | None) -> None:
    """Whatever is said, each turn of the two speakers is in exactly one passage, others' in none, and ids count up."""
    told = transcript(*turns)
    found = protocols.align(told, protocols.load(name) if name else None)
    placed = [index for passage in found.passages for index in (*passage.asking, *passage.answering)]
    assert sorted(placed) == [index for index, (who, _) in enumerate(turns) if who != "O"]
    assert [passage.id for passage in found.passages] == [f"p{n:02d}" for n in range(1, len(found.passages) + 1)]


def test_alignment_is_the_same_every_time() -> None:
    """The same transcript gives equal passages and notes."""
    name, told, _ = marked(INTERVIEWS / "heldout" / "aai-spoken.txt")
    assert protocols.align(told, protocols.load(name)) == protocols.align(told, protocols.load(name))


def test_notes_repeat_nothing_that_was_said() -> None:
    """No note of an alignment holds a word that only the participant said."""
    told = transcript(("I", WHY), ("P", "Zanzibar."), ("I", REJECTED), ("P", "Quixote."))
    text = " ".join(note.message for note in protocols.align(told, protocols.load("aai")).notes).casefold()
    assert "zanzibar" not in text
    assert "quixote" not in text
