"""The shipped folders are found in a checkout and in an installation, and never a stranger's."""

from __future__ import annotations

import importlib.resources
from typing import TYPE_CHECKING

import pytest

from rf_scorer import resources
from rf_scorer.errors import ResourceMissing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", ["schemas", "models", "annotation_guides"])
def test_every_folder_is_there(kind: resources.Kind) -> None:
    """Each kind leads to a folder with something in it."""
    assert any(resources.folder(kind).iterdir())


def test_a_strangers_folder_is_not_taken_for_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the right name beside an installation without its data is left alone."""
    (tmp_path / "rf_scorer").mkdir()
    (tmp_path / "schemas").mkdir()
    monkeypatch.setattr(importlib.resources, "files", lambda _: tmp_path / "rf_scorer")
    with pytest.raises(ResourceMissing, match="schemas"):
        resources.folder("schemas")
