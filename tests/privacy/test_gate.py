"""The gate over one transcript: where it looks, what it does with what it finds, and that it never says it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rf_scorer import privacy
from rf_scorer.domain.privacy import Action
from rf_scorer.privacy import Policy
from rf_scorer.transcripts.margins.margin import Margin

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.domain import Transcript
    from rf_scorer.domain.privacy import Finding, Verdict

    Make = Callable[..., Transcript]

ADDRESS = "mary.ann@post.example.org"


def _cut(transcript: Transcript, finding: Finding) -> str:
    return transcript.source.text[finding.start : finding.end]


def _where(verdict: Verdict) -> list[tuple[str, str]]:
    return [(finding.where, finding.kind) for finding in verdict.findings]


def test_offsets_and_lines_cut_out_the_words(made: Make) -> None:
    """In speech a finding's span, in the source, is what was said, and its line is the line of a text editor."""
    transcript = made("It was quiet.", "and my brother Tobias came in", f"She had {ADDRESS} then, I think.")
    verdict = privacy.inspect(transcript)
    found = [(finding.kind, _cut(transcript, finding), finding.line) for finding in verdict.findings]
    assert found == [("person", "Tobias", 2), ("email", ADDRESS, 3)]
    assert verdict.words == 3 + 6 + 10  # of the address each part


def test_lines_are_those_of_files_with_other_line_ends(made: Make) -> None:
    """A carriage return with its line feed ends one line."""
    transcript = made("It was quiet.", "and my brother Tobias came in")
    text = transcript.source.text.replace("\n", "\r\n")
    turns = (
        transcript.turns[0],
        replace(
            transcript.turns[1],
            pieces=tuple(replace(one, start=one.start + 1, end=one.end + 1) for one in transcript.turns[1].pieces),
        ),
    )
    moved = replace(transcript, turns=turns, source=replace(transcript.source, text=text))
    (finding,) = privacy.inspect(moved).findings
    assert (_cut(moved, finding), finding.line) == ("Tobias", 2)


def test_a_name_that_is_sure_in_one_turn_is_found_in_all(made: Make) -> None:
    """Nothing in "oluwafemi knew" says that a person is meant, but "my brother" did so elsewhere."""
    transcript = made("i was there and oluwafemi knew", "it was my brother Oluwafemi who told them")
    found = [_cut(transcript, finding) for finding in privacy.inspect(transcript).findings]
    assert found == ["oluwafemi", "Oluwafemi"]


def test_speaker_labels_are_looked_through(made: Make) -> None:
    """A label that is a name is one finding, however often it stands there; its span is in the label."""
    verdict = privacy.inspect(made("It was quiet.", "And then we left.", label="Tobias"))
    (finding,) = verdict.findings
    assert (finding.where, finding.kind, finding.start, finding.end, finding.line) == (
        "speaker labels",
        "person",
        0,
        6,
        1,
    )


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("tobias-07.txt", ["person"]),
        ("P07_Okonkwo.docx", ["person"]),
        ("call 0171 496 0123.txt", ["phone"]),
        ("interview 3-11-1998.txt", ["date"]),
        ("aai-07-second.txt", []),
        ("project_lighthouse_P017_t2.txt", []),
    ],
)
def test_file_names_are_looked_through(made: Make, name: str, kinds: list[str]) -> None:
    """Names, numbers and dates in the name of a file; codes and words are none."""
    assert _where(privacy.inspect(made("It was quiet.", name=name))) == [("file name", kind) for kind in kinds]


def test_what_stands_beside_the_interview_is_looked_through(made: Make) -> None:
    """With the place of the file where it was; with a line only where it stands in the text itself."""
    transcript = made("NOTE " + ADDRESS, "It was quiet.")
    transcript = replace(transcript, turns=transcript.turns[1:])
    margins = (
        Margin(where="document properties", text="Interview with my brother Tobias"),
        Margin(where="caption notes", text=ADDRESS, start=5),
    )
    first, second = privacy.inspect(transcript, margins=margins).findings
    assert (first.where, first.kind, first.line) == ("document properties", "person", None)
    assert margins[0].text[first.start : first.end] == "Tobias"
    assert (second.where, second.kind, second.line, _cut(transcript, second)) == ("caption notes", "email", 1, ADDRESS)


def test_a_field_for_a_name_holds_a_name_whatever_it_looks_like(made: Make) -> None:
    """The author of a document is somebody, also where no list has the name; one that may stand is passed over."""
    margin = Margin(where="authors of comments", text="Xq Wvrt", start=3, names=True)
    transcript = made("by Xq Wvrt", "It was quiet.")
    transcript = replace(transcript, turns=transcript.turns[1:])
    (finding,) = privacy.inspect(transcript, margins=(margin,)).findings
    assert (finding.kind, finding.where, _cut(transcript, finding)) == ("person", "authors of comments", "Xq Wvrt")
    assert privacy.inspect(transcript, margins=(margin,), policy=Policy.of(allowed=["xq wvrt"])).findings == ()


def test_pictures_are_told_once(made: Make) -> None:
    """Nobody looks into pictures: that there are some is a warning."""
    verdict = privacy.inspect(made("It was quiet."), pictures=3)
    assert [(finding.kind, finding.action, finding.where) for finding in verdict.findings] == [
        ("picture", Action.WARN, "document")
    ]


@pytest.mark.parametrize("spelled", ["Tobias", "tobias", "TOBIAS", "Tóbias"])
def test_pseudonyms_pass_everywhere(made: Make, spelled: str) -> None:
    """In speech, with another's 's, in labels, file names and beside the interview, in whatever case and accents."""
    transcript = made("and my brother Tobias came, in Tobias's coat", label="Tobias", name="tobias-07.txt")
    margins = (Margin(where="document properties", text="my brother Tobias"),)
    assert {where for where, _ in _where(privacy.inspect(transcript, margins=margins))} == {
        "speech",
        "speaker labels",
        "file name",
        "document properties",
    }
    assert privacy.inspect(transcript, margins=margins, policy=Policy.of(allowed=[spelled])).findings == ()


@pytest.mark.parametrize(("action", "blocked"), [("block", True), ("warn", False), ("note", False)])
def test_what_is_done_is_the_studys_choice(made: Make, action: str, blocked: bool) -> None:
    """Each finding carries its action; those that block decide."""
    verdict = privacy.inspect(made(f"She had {ADDRESS} then."), policy=Policy.of(actions={"email": action}))
    assert [finding.action for finding in verdict.findings] == [action]
    assert verdict.blocked is blocked
    assert verdict.counts() == verdict.counts(Action(action)) == {"email": 1}
    assert all(verdict.counts(other) == {} for other in Action if other != action)


def test_a_class_that_is_off_is_not_looked_for(made: Make) -> None:
    """In speech, labels, file names, beside the interview, and for pictures."""
    transcript = made("and my brother Tobias came in", label="Tobias", name="tobias.txt")
    margins = (Margin(where="document properties", text="my brother Tobias"),)
    policy = Policy.of(actions={"person": "off", "picture": "off"})
    assert privacy.inspect(transcript, policy=policy, margins=margins, pictures=1).findings == ()


def test_nothing_found_is_no_more_than_that(made: Make) -> None:
    """The verdict names what looked and how much it saw; there is no word for "clean" in it."""
    verdict = privacy.inspect(made("It was quiet at home, I think."))
    assert (verdict.findings, verdict.blocked, verdict.counts(), verdict.words) == ((), False, {}, 7)
    assert set(verdict.detectors) == {"rf_scorer.privacy", "presidio-analyzer", "en_interview"}
    assert all(verdict.detectors.values())


def test_a_verdict_holds_no_words(made: Make) -> None:
    """Neither it nor a finding can tell what was found: only :func:`privacy.revealed` gives the words, and beside it."""
    transcript = made(
        "and my brother Tobias came in", f"She had {ADDRESS} then.", label="Oluwafemi", name="kowalczyk.txt"
    )
    verdict, words = privacy.revealed(transcript, margins=(Margin(where="document properties", text="Dr Ferreira"),))
    assert words == ("Tobias", ADDRESS, "Oluwafemi", "kowalczyk", "Ferreira")
    told = (repr(verdict) + "".join(map(repr, verdict.findings))).casefold()
    assert [word for word in words if word.casefold() in told] == []


def test_spans_are_in_the_turns_own_text(made: Make) -> None:
    """For who replaces them: index of the turn, and the span in what it says."""
    transcript = made("It was quiet.", "and my brother Tobias came in")
    ((index, span),) = privacy.spans(transcript)
    assert (index, transcript.turns[index].text[span.start : span.end]) == (1, "Tobias")
    assert privacy.spans(transcript, policy=Policy.of(allowed=["Tobias"])) == ()
