"""Speaker labels and file names: roles and codes are nobody's, names are somebody's."""

from __future__ import annotations

import pytest

from rf_scorer.privacy.labels import label_kind, name_kinds, note_spans


@pytest.mark.parametrize(
    "label",
    [
        "I", "P", "INT", "PAR", "Interviewer", "Interviewer 2", "Participant", "Speaker 1", "SPEAKER_00", "P017", "P-017", "Mother",
        "Therapist", "Client", "Patient 3", "Research assistant", "Grandmother", "Child", "Unidentified speaker", "Transcriber",
        "Foster mother", "Moderator", "(no label)", "bold", "plain", "italic", "underlined", "capitals", "1", "",
    ],
)  # fmt: skip
def test_roles_and_codes_are_nobodys(label: str) -> None:
    """Whatever labs call who speaks without saying who it is, and what readers call speakers that are marked by style."""
    assert label_kind(label) is None


@pytest.mark.parametrize(
    "label",
    ["Anna", "anna", "TOBIAS", "Tobias K", "Dr Smith", "Dr. Okonkwo", "Mrs Jones", "Kowalska", "Anna Kowalska", "Oluwafemi", "Will", "Rose", "Interviewer Jones", "Patient Tobias"],
)  # fmt: skip
def test_names_are_somebodys(label: str) -> None:
    """Given and family names in whatever case, also behind a title or a role, also those that are words."""
    assert label_kind(label) == "person"


@pytest.mark.parametrize("label", ["AK", "JMB"])
def test_initials_are_told_as_such(label: str) -> None:
    """Two or three capitals that are no usual letters of a role."""
    assert label_kind(label) == "initials"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Anna_Kowalska_t2.docx", [("person", "Anna"), ("person", "Kowalska")]),
        ("interview-will-and-testament.txt", []),
        ("AAI 07 mother.docx", []),
        ("2024-05-03 t2.txt", [("date", "2024-05-03")]),
        ("mary.ann@post.example.org.txt", [("email", "mary.ann@post.example.org")]),
        ("notes", []),
        (".txt", []),
    ],
)
def test_file_names(name: str, found: list[tuple[str, str]]) -> None:
    """Each finding cuts its words out of the name."""
    assert [(span.kind, name[span.start : span.end]) for span in name_kinds(name)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("well [Tobias laughs] yes", [("person", "Tobias")]),
        ("well (Tobias laughs) yes", [("person", "Tobias")]),
        ("it was {McMahon} then", [("person", "McMahon")]),
        ("so [recorded 12 May 1994]", [("date", "12 May 1994")]),
        ("[Hope enters]", [("person", "Hope")]),
        ("{{Tobias}} and [Aunt 2] (3.0) [long pause] [inaudible 00:12:31] (mhm) [in German] Tobias", []),
    ],
)
def test_what_a_transcriber_noted_is_looked_at(text: str, found: list[tuple[str, str]]) -> None:
    """Notes are looked at as file names are, with what is a name elsewhere; what is said, and role codes, are not this finder's."""
    assert [(span.kind, text[span.start : span.end]) for span in note_spans(text, {"hope"})] == found
