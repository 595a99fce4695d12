"""A person's word on a transcript holds for its bytes and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from fake_gate import finding

from rf_scorer import validation
from rf_scorer.errors import DataError, InvalidDocument, OutputExists, UsageError
from rf_scorer.study import inputs
from rf_scorer.study.options import RunOptions
from rf_scorer.study.privacy import attesting
from rf_scorer.study.privacy.attestation import OtherBytes, attestation_path, read_attestation

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.privacy.looking import Looked

TALK = "I: How was it at home?\nP: My brother Zorvath was loud, and I minded.\nI: Why?\nP: I was small.\n"
AT = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


@pytest.fixture
def item(tmp_path: Path) -> Input:
    """A transcript with a name in it."""
    path = tmp_path / "p1.txt"
    path.write_text(TALK)
    (found,) = inputs.find([path])
    return found


def _looked(item: Input) -> Looked:
    with finding({"Zorvath": "person"}):
        return attesting.look(item, RunOptions())


def _attest(item: Input, **more: Any) -> Looked:
    return attesting.attest(item, _looked(item), by="R. Ek, data manager", statement="Seen.", at=AT, **more)


def test_an_attestation_says_who_what_and_for_which_bytes(item: Input) -> None:
    """It is a valid document with counts and no words, and is read back for the same bytes."""
    looked = _attest(item)
    beside = item.path.with_name("p1.txt.attest.json")
    document = json.loads(beside.read_text())
    assert validation.faults(document) == ()
    assert document["findings"] == {"person": 1}
    assert document["at"] == "2026-11-30T09:15:00Z"
    assert document["size"] == len(TALK)
    assert "Zorvath" not in beside.read_text()
    assert looked.sha256 is not None
    assert read_attestation(item.path, sha256=looked.sha256) == looked.attestation


def test_a_changed_byte_voids_it(item: Input) -> None:
    """For any other bytes it is an error that says what to do, not silence."""
    sha256 = _attest(item).sha256
    with pytest.raises(OtherBytes, match="other bytes") as caught:
        read_attestation(item.path, sha256="0" * 64)
    assert isinstance(caught.value, DataError)
    assert "rf-scorer attest" in (caught.value.remedy or "")
    item.path.write_text(TALK.replace("small", "tall"))
    states = [(one.file, one.state) for one in attesting.standings([item])]
    assert states == [("p1.txt", attesting.State.VOID)]
    assert sha256 is not None


def test_without_an_attestation_there_is_none(item: Input) -> None:
    """A file that nobody attested is no error, nor is one whose name leaves no room for the suffix."""
    assert read_attestation(item.path, sha256="0" * 64) is None
    assert read_attestation(item.path.with_name("x" * 250), sha256="0" * 64) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:40],
        lambda text: text.replace('"by"', '"who"'),
        lambda text: text.replace(", data manager", ""),
        lambda _: "[]",
        lambda _: "\udcff",
    ],
)
def test_a_damaged_attestation_is_an_error_without_its_words(item: Input, damage: Any) -> None:
    """Whatever stands there and is no attestation is told by place."""
    _attest(item)
    beside = attestation_path(item.path)
    beside.write_bytes(damage(beside.read_text()).encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidDocument) as caught:
        read_attestation(item.path, sha256="0" * 64)
    assert "R. Ek" not in str(caught.value)
    assert caught.value.where == "p1.txt"
    assert [one.state for one in attesting.standings([item])] == [attesting.State.DAMAGED]


def test_a_file_that_changes_while_somebody_thinks_is_not_attested(item: Input) -> None:
    """What is attested is what was shown."""
    looked = _looked(item)
    item.path.write_text(TALK + "P: More.\n")
    with pytest.raises(DataError, match="changed"):
        attesting.attest(item, looked, by="R. Ek, data manager", statement="Seen.", at=AT)
    assert not attestation_path(item.path).exists()


def test_an_attestation_is_not_replaced_unasked(item: Input) -> None:
    """Neither before anybody looks nor when it is written."""
    _attest(item)
    with pytest.raises(OutputExists):
        attesting.check_targets([item], folder=None, force=False)
    with pytest.raises(OutputExists):
        _attest(item)
    attesting.check_targets([item], folder=None, force=True)
    _attest(item, force=True)


def test_attestations_can_stand_in_a_folder_of_their_own(item: Input, tmp_path: Path) -> None:
    """There they are written, looked for, and not shared by two files of one name."""
    folder = tmp_path / "attestations"
    looked = _attest(item, folder=folder)
    assert looked.sha256 is not None
    assert read_attestation(item.path, sha256=looked.sha256) is None
    assert read_attestation(item.path, sha256=looked.sha256, folder=folder) == looked.attestation
    other = replace(item, path=tmp_path / "site" / "p1.txt", name="site/p1.txt")
    with pytest.raises(UsageError, match="same attestation"):
        attesting.check_targets([item, other], folder=tmp_path / "new", force=False)


@pytest.mark.parametrize("text", ["R. Ek", ", manager", "R. Ek,", "R. Ek, a\nb", "x" * 200 + ", y", ""])
def test_an_attestation_is_a_persons_with_a_role(text: str) -> None:
    """A name alone, a role alone, and what cannot be shown on a line are refused."""
    with pytest.raises(UsageError):
        attesting.attester(text)


def test_a_person_and_their_words_are_kept_as_given() -> None:
    """White space around them apart; without words of their own ours hold."""
    assert attesting.attester(" Dr. R. Ek ,  lead, site B ") == "Dr. R. Ek, lead, site B"
    assert attesting.stated(None) == attesting.STATEMENT
    assert attesting.stated(" Seen. ") == "Seen."
    for wrong in (" ", "x" * 5000):
        with pytest.raises(UsageError):
            attesting.stated(wrong)


def test_a_file_that_cannot_be_read_has_nothing_to_attest(tmp_path: Path) -> None:
    """It is a result with its reason."""
    path = tmp_path / "x.txt"
    path.write_text("no labels at all in here\n")
    (item,) = inputs.find([path])
    looked = attesting.look(item, RunOptions())
    assert looked.verdict is None
    assert looked.problem


def test_attestations_are_no_transcripts(item: Input) -> None:
    """A folder is listed without them."""
    _attest(item)
    assert [found.name for found in inputs.find([item.path.parent])] == ["p1.txt"]
