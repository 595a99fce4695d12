"""Protocols by name and by path, and everything that can be wrong with one."""

from pathlib import Path

import pytest

from rf_scorer import protocols, registry
from rf_scorer.domain import QuestionRole, Severity
from rf_scorer.errors import InvalidDocument, UnknownName, UsageError
from rf_scorer.protocols import catalogue

SHIPPED = Path(__file__).parents[2] / "annotation_guides" / "protocols"
MINIMAL = """
schema = "urn:rf-scorer:schema:protocol:1"
id = "mine"
title = "Mine"
version = "1"
language = "en"
kind = "interview"
scale = "rf"
check = "Check against the manual."
[[questions]]
id = "mine.a"
topic = "the garden"
role = "permit"
wordings = ["Tell me about the garden."]
"""


def test_the_shipped_protocols() -> None:
    """Six interviews can be chosen; the template can be loaded but is not one of them."""
    assert set(protocols.names()) >= {"aai", "brfi", "cai", "pdi", "pi", "session"}
    assert "template" not in protocols.names()
    assert protocols.load("template").id == "template"


@pytest.mark.parametrize("name", ["aai", "brfi", "cai", "pdi", "pi", "session", "template"])
def test_a_shipped_protocol_is_sound(name: str) -> None:
    """A shipped protocol has no fault and no warning, the whole scale, demand questions, and says what to check."""
    notes = protocols.check(SHIPPED / f"{name}.toml")
    assert [note.message for note in notes if note.severity is not Severity.INFO] == []
    protocol = protocols.load(name)
    assert protocol.scale.values == tuple(range(-1, 10))
    assert any(question.role is QuestionRole.DEMAND for question in protocol.questions)
    assert protocol.check.startswith("Check against the manual")


def test_an_unknown_name_lists_the_known() -> None:
    """A name that nobody registered is an error with those that are known."""
    with pytest.raises(UnknownName) as caught:
        protocols.load("aaii")
    assert "aai, brfi" in str(caught.value)


def test_a_lab_s_own_by_path(tmp_path: Path) -> None:
    """A path gives the protocol in that file, byte-order mark or not."""
    path = tmp_path / "mine.toml"
    path.write_text("\ufeff" + MINIMAL, encoding="utf-8")
    assert protocols.load(str(path)).question("mine.a") is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('role = "permit"', 'role = "must"'), "protocol-schema"),
        (('topic = "the garden"', 'topik = "the garden"'), "protocol-schema"),
        (('id = "mine.a"', 'id = "yours.a"'), "protocol-id"),
        (('role = "permit"\nwordings = ["Tell me about the garden."]', 'role = "demand"'), "protocol-no-wording"),
        (('scale = "rf"', 'scale = "rff"'), "protocol-scale"),
        (('["Tell me about the garden."]', '["The garden?", "the garden"]'), "protocol-wording-twice"),
        (("[[questions]]", "[[questions"), "protocol-unreadable"),
    ],
)
def test_check_names_the_fault(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    """Each fault has its code, check returns it, and loading the file fails with it."""
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL.replace(*change), encoding="utf-8")
    assert code in {note.code for note in protocols.check(path) if note.severity is Severity.ERROR}
    with pytest.raises(InvalidDocument):
        protocols.load(str(path))


def test_check_gathers_all_faults(tmp_path: Path) -> None:
    """Several faults are reported together, each with its path."""
    again = '[[questions]]\nid = "mine.a"\ntopic = "again"\nrole = "demand"\n'
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL + again, encoding="utf-8")
    found = protocols.check(path)
    assert {note.code for note in found} == {"protocol-id-twice", "protocol-no-wording"}
    assert all(note.message.startswith("$.questions[") for note in found)


def test_check_warns_of_questions_that_sound_alike(tmp_path: Path) -> None:
    """Two questions with nearly the same words are a warning: alignment could not tell them apart."""
    head = "[[questions]]\n"
    more = head + 'id = "mine.b"\ntopic = "the garden again"\nrole = "permit"\nwordings = ["Describe the garden."]\n'
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL + more, encoding="utf-8")
    (note,) = protocols.check(path)
    assert (note.code, note.severity) == ("protocol-near-identical", Severity.WARNING)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a = " + b"[" * 5000, b""])
def test_a_hostile_file_is_one_fault(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no text, endless nesting and an empty file are reported, not raised."""
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    assert all(note.severity is Severity.ERROR for note in protocols.check(path))
    assert protocols.check(path)


def test_plug_ins_provide_protocols(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An entry point may be a path; one with a shipped name, or that is no protocol, is refused."""
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    provided: dict[str, object] = {"mine": path, "odd": 7}
    monkeypatch.setattr(registry, "names", lambda _: tuple(provided))
    monkeypatch.setattr(registry, "load", lambda _, name: provided[name])
    catalogue._shipped.cache_clear()
    catalogue.load.cache_clear()
    try:
        assert "mine" in catalogue.names()
        assert catalogue.load("mine").title == "Mine"
        with pytest.raises(UsageError, match="neither a protocol nor a path"):
            catalogue.load("odd")
        provided["aai"] = path
        catalogue._shipped.cache_clear()
        with pytest.raises(UsageError, match="name is taken"):
            catalogue.names()
    finally:
        monkeypatch.undo()
        catalogue._shipped.cache_clear()
        catalogue.load.cache_clear()


def test_a_protocol_s_file_can_be_copied(tmp_path: Path) -> None:
    """The text of a shipped protocol, of the template and of a lab's own file is given as it is."""
    assert protocols.source("aai").startswith("# Adult Attachment Interview")
    path = tmp_path / "mine.toml"
    path.write_text(protocols.source("template"), encoding="utf-8")
    assert protocols.source(str(path)) == protocols.source("template")
    assert protocols.load(str(path)) == protocols.load("template")
    with pytest.raises(UnknownName, match="aaii"):
        protocols.source("aaii")
