"""A model's folder: all of its files or none, and never anything else lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from rf_scorer.errors import OutputExists, OutputFailed, UsageError
from rf_scorer.study.files import placing
from rf_scorer.study.learning.model_folder import ModelFolder
from rf_scorer.study.learning.training import model_name


def _write(folder: Path, text: str = "new", *, force: bool = False) -> None:
    ModelFolder(path=folder, force=force).write(model=text, about=text, readme=text)


def _contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_the_files_stand_together(tmp_path: Path) -> None:
    """Three files, and nothing half-written beside the folder."""
    _write(tmp_path / "below" / "model")
    assert _contents(tmp_path) == dict.fromkeys(
        ("below/model/model.json", "below/model/card.json", "below/model/README.md"), "new"
    )


def test_a_model_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    """Without --force the earlier model stays as it was."""
    _write(tmp_path / "model", "old")
    with pytest.raises(OutputExists, match="--force"):
        _write(tmp_path / "model")
    assert set(_contents(tmp_path / "model").values()) == {"old"}
    _write(tmp_path / "model", force=True)
    assert set(_contents(tmp_path / "model").values()) == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """Somebody may have made it beforehand."""
    (tmp_path / "model").mkdir()
    _write(tmp_path / "model")
    assert (tmp_path / "model" / "card.json").is_file()


def test_other_things_are_never_lost(tmp_path: Path) -> None:
    """With --force, too, a folder of transcripts is not taken for a model's."""
    (tmp_path / "interviews").mkdir()
    (tmp_path / "interviews" / "a.txt").write_text("I: …")
    with pytest.raises(UsageError, match="other things"):
        _write(tmp_path / "interviews", force=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="file of this name"):
        _write(tmp_path / "file", force=True)
    assert (tmp_path / "interviews" / "a.txt").read_text() == "I: …"


@pytest.mark.parametrize("swaps", [True, False])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, OSError])
def test_an_interrupt_leaves_nothing_half_written(
    kind: type[BaseException], swaps: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the writing in its midst, the earlier model stands whole and no part lies beside it."""
    _write(tmp_path / "model", "old")
    renamed = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name.endswith("-new.rf-part"):
            raise kind
        return renamed(self, target)

    def fail_at_once(one: Path, other: Path) -> bool:
        raise kind

    # With folders that exchange their names, and where the system cannot do that.
    monkeypatch.setattr(placing, "swap", fail_at_once if swaps else lambda *_: False)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises((KeyboardInterrupt, OutputFailed)):
        _write(tmp_path / "model", force=True)
    assert set(_contents(tmp_path / "model").values()) == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


@pytest.mark.parametrize(("folder", "name"), [("Our Model v2", "our_model_v2"), ("模型", "own_ratings"), ("a", "a")])
def test_a_model_is_called_like_its_folder(folder: str, name: str, tmp_path: Path) -> None:
    """The name fits the schema of cards whatever the folder is called."""
    assert model_name(None, tmp_path / folder) == name


@pytest.mark.parametrize("name", ["Ours", "a b", "", "-a", "a" * 101, "ä"])
def test_a_name_that_cannot_be_is_refused(name: str, tmp_path: Path) -> None:
    """A name that a card could not hold is told before any time is spent."""
    with pytest.raises(UsageError, match="--name"):
        model_name(name, tmp_path)
