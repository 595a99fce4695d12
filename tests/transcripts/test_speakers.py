"""Who is the participant."""

import pytest

from rf_scorer.domain import Role, Severity
from rf_scorer.errors import SpeakerError
from rf_scorer.transcripts.document import Reading
from rf_scorer.transcripts.speakers import Assignment, SpeakerChoice, assign
from rf_scorer.transcripts.turns import TurnBuilder

ASKED = [
    "How was it when you were small?",
    "Can you tell me about your father?",
    "What did you do when you were upset?",
]
TOLD = [
    "I was the youngest, and my sister carried me about.",
    "My father mended boats, I saw him on Sundays.",
    "I went to my room and I waited for my sister.",
]


def reading(*turns: tuple[str | None, str], styled: dict[str, Role] | None = None) -> Reading:
    source, spans = "", []
    for label, text in turns:
        spans.append((label, len(source), len(source) + len(text)))
        source += text + "\n"
    builder = TurnBuilder(source)
    for label, start, end in spans:
        builder.add(label, start, end)
    return Reading(format="text", text=source, turns=builder.finish(), styled=styled or {})


def talk(asker: str, teller: str) -> Reading:
    return reading(
        *[turn for asked, told in zip(ASKED, TOLD, strict=True) for turn in ((asker, asked), (teller, told))]
    )


def roles(assignment: Assignment) -> dict[str, str]:
    return {speaker.label: str(speaker.role) for speaker in assignment.speakers}


@pytest.mark.parametrize(
    ("asker", "teller"),
    [
        ("I", "P"),
        ("I", "S"),
        ("I", "R"),
        ("T", "C"),
        ("T", "P"),
        ("Q", "A"),
        ("INT", "SUB"),
        ("*INV", "*PAR"),
        ("Interviewer 1", "Interviewee"),
        ("Therapist", "Client"),
        ("THERAPIST", "PATIENT"),
        ("Interviewer", "1023"),
        ("Interviewer", "Mother"),
        ("Researcher", "Foster mother"),
        ("Dr Smith", "Patient"),
        ("I1", "P1"),
    ],
)
def test_labels_that_mean_something(asker: str, teller: str) -> None:
    """Known label words and pairs of letters give the roles, whoever talks how."""
    for first, second in ((ASKED, TOLD), (TOLD, ASKED)):
        turns = [turn for one, two in zip(first, second, strict=True) for turn in ((asker, one), (teller, two))]
        assert roles(assign(reading(*turns), SpeakerChoice())) == {asker: "interviewer", teller: "participant"}


def test_labels_that_mean_nothing_are_told_by_speech() -> None:
    """Of two nameless speakers the one who asks is the interviewer, with a confidence below one and a note."""
    found = assign(talk("Speaker 1", "Speaker 2"), SpeakerChoice())
    assert roles(found) == {"Speaker 1": "interviewer", "Speaker 2": "participant"}
    assert all(0.8 <= speaker.confidence < 1 for speaker in found.speakers)
    assert "speakers-inferred" in {note.code for note in found.notes}
    assert roles(assign(talk("B", "A"), SpeakerChoice())) == {"B": "interviewer", "A": "participant"}


def test_doubt_is_an_error_that_names_the_candidates() -> None:
    """Two speakers who talk alike are refused; the message has their labels and the remedy, and none of their words."""
    with pytest.raises(SpeakerError) as caught:
        assign(reading(("Ada", "We sailed out."), ("Bo", "We sailed in.")), SpeakerChoice())
    message = str(caught.value)
    assert "'Ada'" in message
    assert "'Bo'" in message
    assert "--participant" in message
    assert "sailed" not in message


def test_a_choice_wins_over_everything() -> None:
    """A label that a person names is the participant's even where the label says otherwise; the other speaker asks."""
    found = assign(
        talk("Participant", "Interviewer"), SpeakerChoice(participant=("INTERVIEWER",), interviewer=("participant ",))
    )
    assert roles(found) == {"Participant": "interviewer", "Interviewer": "participant"}
    assert {speaker.confidence for speaker in found.speakers} == {1.0}


def test_unknown_choice_lists_the_labels() -> None:
    """Naming a label that does not occur is an error with the labels that do."""
    with pytest.raises(SpeakerError, match="No speaker is called 'Zoe'") as caught:
        assign(talk("I", "P"), SpeakerChoice(participant=("Zoe",)))
    assert "'I', 'P'" in str(caught.value)


def test_study_map_passes_over_absent_labels() -> None:
    """A study's map settles the labels it has and says nothing about those of other files."""
    choice = SpeakerChoice(map={"ada": Role.PARTICIPANT, "Zoe": Role.PARTICIPANT})
    found = assign(reading(("Ada", "We sailed out."), ("Bo", "We sailed in.")), choice)
    assert roles(found) == {"Ada": "participant", "Bo": "interviewer"}


def test_style_marks_speakers() -> None:
    """Where a document marks speakers by style, the styles' roles hold."""
    styled = {"bold": Role.INTERVIEWER, "plain": Role.PARTICIPANT}
    found = assign(reading(("bold", "And then"), ("plain", "Then we left."), styled=styled), SpeakerChoice())
    assert roles(found) == {"bold": "interviewer", "plain": "participant"}


def test_several_interviewers_and_a_transcriber() -> None:
    """All interviewers ask, a transcriber is set aside, and both are reported."""
    turns = [
        ("Interviewer 1", ASKED[0]),
        ("Client", TOLD[0]),
        ("Interviewer 2", ASKED[1]),
        ("Client", TOLD[1]),
        ("Notes", "Tape ends"),
    ]
    found = assign(reading(*turns), SpeakerChoice())
    assert roles(found) == {
        "Interviewer 1": "interviewer",
        "Client": "participant",
        "Interviewer 2": "interviewer",
        "Notes": "other",
    }
    assert "speakers-set-aside" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    "labels", [("Interviewer", "Mother", "Father"), ("I", "Participant 1", "Participant 2"), ("A", "B", "C", "D", "E")]
)
def test_several_candidates_are_refused(labels: tuple[str, ...]) -> None:
    """A couple, two participants and five nameless speakers are errors that name them."""
    turns = [(label, f"{ASKED[place % 3]} {TOLD[place % 3]}") for place, label in enumerate(labels * 2)]
    with pytest.raises(SpeakerError) as caught:
        assign(reading(*turns), SpeakerChoice())
    assert all(repr(label) in str(caught.value) for label in labels[1:])
    found = assign(reading(*turns), SpeakerChoice(participant=(labels[1],), interviewer=(labels[0],)))
    assert {role for label, role in roles(found).items() if label not in labels[:2]} == {"other"}


def test_one_speaker_and_none_are_refused() -> None:
    """A document without turns, and one in which a single label or none occurs, has no roles to give."""
    for given in (reading(), reading(("P", "I went."), ("P", "I came.")), reading((None, "I went."))):
        with pytest.raises(SpeakerError):
            assign(given, SpeakerChoice())


def test_one_named_speaker_is_taken_with_a_warning() -> None:
    """A monologue is accepted only where its speaker was named, and the absence of an interviewer is reported."""
    found = assign(reading(("P", "I went.")), SpeakerChoice(participant=("P",)))
    assert roles(found) == {"P": "participant"}
    assert [note.code for note in found.notes if note.severity is Severity.WARNING] == ["no-interviewer"]


def test_a_participant_without_words_is_refused() -> None:
    """Turns that hold only a transcriber's notes are no words of the participant."""
    with pytest.raises(SpeakerError, match="says no word"):
        assign(reading(("I", "How are you?"), ("P", "{{laughs}} [inaudible] (mhm)")), SpeakerChoice())
