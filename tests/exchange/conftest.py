"""What the tests of the exchange share: interviews that are awkward for positions, scored once, and a study in which raters have rated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exchange_studies import AWKWARD, rated_study

from rf_scorer import cli
from rf_scorer.cli.exchange_room import material_of

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.exchange.material import Material


@pytest.fixture(scope="session")
def awkward_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of scoring interviews with every kind of line end, a byte-order mark, emoji, combining marks and captions; only read."""
    folder = tmp_path_factory.mktemp("awkward")
    for name, data in AWKWARD.items():
        (folder / name).write_bytes(data)
    out = folder.parent / f"{folder.name}-results"
    with pytest.raises(SystemExit) as left:
        cli.main(["score", str(folder), "-o", str(out), "-q", "--no-pages"])
    assert not left.value.code
    return out


@pytest.fixture(scope="session")
def awkward(awkward_folder: Path) -> Material:
    """These interviews as material."""
    return material_of(awkward_folder)[0]


@pytest.fixture(scope="session")
def study_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of three invented interviews, which two raters and an adjudicator worked on; only read."""
    return rated_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="session")
def rated(study_folder: Path) -> Material:
    """The study as material."""
    return material_of(study_folder)[0]


@pytest.fixture(params=["awkward", "rated"])
def material(request: pytest.FixtureRequest) -> Any:
    """Both, one after the other."""
    return request.getfixturevalue(request.param)
