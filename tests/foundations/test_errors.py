"""One tree of errors: exit codes, messages with a place and a remedy, and passage between processes."""

from __future__ import annotations

import pickle

import pytest

from rf_scorer import errors
from rf_scorer.errors import MissingExtra, RfScorerError, SpeakerError, UnknownName, UnreadableFile


def test_a_message_says_what_where_and_what_next() -> None:
    """The text of an error has its place first and its remedy on a line of its own."""
    assert (
        str(UnreadableFile("The file is empty.", where="a.txt", remedy="Save it again."))
        == "a.txt: The file is empty.\n  Save it again."
    )


def test_an_unknown_name_lists_the_known_ones() -> None:
    """Whoever mistypes a name sees those that would have worked."""
    assert (
        str(UnknownName("protocol", "aia", ["pdi", "aai"])) == "There is no protocol called 'aia'.\n  Known: aai, pdi."
    )


@pytest.mark.parametrize(
    "error",
    [
        SpeakerError("Who is who?", where="a.txt:3", remedy="--participant LABEL"),
        UnknownName("model", "x", ["y"]),
        MissingExtra("odt", "Reading .odt"),
    ],
)
def test_errors_survive_worker_processes(error: RfScorerError) -> None:
    """An error that comes back from another process is the same error."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.__dict__ == error.__dict__


def test_the_first_place_wins() -> None:
    """A caller adds the file only where the place is not known already."""
    assert UnreadableFile("x").at("a.txt").where == "a.txt"
    assert UnreadableFile("x", where="a.txt:2").at("b.txt").where == "a.txt:2"


def test_exit_codes_are_those_of_the_documentation() -> None:
    """Data 1, usage 2, our own installation 3; every public error has one."""
    codes = {name: getattr(errors, name).exit_code for name in errors.__all__}
    assert {name for name, code in codes.items() if code == 2} == {
        "UsageError",
        "OutputExists",
        "OutputFailed",
        "UnknownName",
        "MissingExtra",
    }
    assert {name for name, code in codes.items() if code == 3} == {"ResourceMissing"}
    assert set(codes.values()) == {1, 2, 3}
