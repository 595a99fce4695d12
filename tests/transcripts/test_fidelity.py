"""Notes on how faithful a transcript is."""

import pytest

from rf_scorer.domain import Piece, Role, Severity, Source, Transcript, Turn
from rf_scorer.transcripts import fidelity

ANSWER = "I went down to the shore with my sister and we looked for her shoe until it was dark. "


def transcript(*turns: tuple[str, str], times: tuple[float | None, ...] = ()) -> Transcript:
    text, made = "", []
    for index, (who, said) in enumerate(turns):
        role = Role.INTERVIEWER if who == "I" else Role.PARTICIPANT
        start = len(text) + 3
        text += f"{who}: {said}\n"
        piece = Piece(offset=0, length=len(said), start=start, end=start + len(said))
        made.append(
            Turn(index=index, label=who, text=said, pieces=(piece,), role=role, time=times[index] if times else None)
        )
    source = Source(name="a.txt", format="text", reader="text", sha256="0" * 64, size=1, text=text)
    return Transcript(id="a", source=source, speakers=(), turns=tuple(made))


def codes(given: Transcript) -> set[str]:
    return {note.code for note in fidelity.notes(given)}


def test_a_faithful_interview_has_nothing_to_say() -> None:
    """A long interview with fillers, questions and a talkative participant gets no note."""
    spoken = ("Um, I, I went down to the shore and, you know, we looked for her shoe. " * 4).strip()
    turns = [turn for _ in range(12) for turn in (("I", "What happened then?"), ("P", spoken))]
    assert fidelity.notes(transcript(*turns)) == ()


def test_clean_verbatim_is_suspected() -> None:
    """Four hundred words without a filler, a repetition or a broken word are suspected to have been edited."""
    turns = [turn for _ in range(12) for turn in (("I", "What happened then?"), ("P", (ANSWER * 3).strip()))]
    assert codes(transcript(*turns)) == {"clean-verbatim"}


def test_inaudible_stretches_are_counted_and_placed() -> None:
    """The note on inaudible stretches has the line of the first one and warns where they are many."""
    given = transcript(
        ("I", "And then?"), ("P", "We went home."), ("I", "And then?"), ("P", "I saw [inaudible] there.")
    )
    (note,) = [note for note in fidelity.notes(given) if note.code == "inaudible"]
    assert note.line == 4
    assert note.severity is Severity.WARNING


def test_a_quiet_participant_is_reported() -> None:
    """A participant who says few words, and far fewer than the interviewer, is worth a look at the speakers."""
    given = transcript(
        ("I", "Well, here is what I think about the matter, and it takes me a while to say it."), ("P", "Yes.")
    )
    assert {"participant-share", "few-words"} <= codes(given)


def test_missing_question_marks_are_reported() -> None:
    """An interviewer who never asks may be the wrong speaker, or the punctuation is gone."""
    turns = [turn for _ in range(8) for turn in (("I", "and what came next"), ("P", "um " + ANSWER.strip()))]
    assert "no-question-marks" in codes(transcript(*turns))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("We went home. I: And what did you feel? I was sad.", "label-inside-turn"),
        ("We left. What did you do then? I slept. And how did you feel? Sad.", "question-inside-answer"),
        ("um well " + ANSWER * 70, "long-turn"),
    ],
)
def test_turns_that_ran_together_are_suspected(said: str, code: str) -> None:
    """A label inside an answer, interviewer's questions in it, and endless turns point to a missing label."""
    given = transcript(("I", "And then?"), ("P", said.strip()))
    (note,) = [note for note in fidelity.notes(given) if note.code == code]
    assert note.line == 2


def test_some_missing_times_are_reported() -> None:
    """Times that only some turns have are reported; no times at all are not."""
    turns = (("I", "And then?"), ("P", "We left."))
    assert "no-times" in codes(transcript(*turns, times=(1.0, None)))
    assert "no-times" not in codes(transcript(*turns))


def test_no_note_repeats_what_was_said() -> None:
    """Notes hold none of the participant's words."""
    given = transcript(
        ("I", "And?"), ("P", "Zanzibar [inaudible]. I: Quixote? What did you say? How did you know? zanzibar")
    )
    said = " ".join(f"{note.message} {note.remedy}" for note in fidelity.notes(given)).casefold()
    assert "zanzibar" not in said
    assert "quixote" not in said


def test_another_language_is_suspected() -> None:
    """A participant without everyday English words is reported; a plain English one is not."""
    foreign = "Nous sommes descendus au port avec ma soeur pour chercher sa chaussure jusqu'au soir. " * 6
    assert "not-english" in codes(transcript(("I", "Et alors?"), ("P", foreign.strip())))
    assert "not-english" not in codes(transcript(("I", "And then?"), ("P", (ANSWER * 6).strip())))
