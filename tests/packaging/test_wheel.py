"""What is installed is what was committed: the wheel's list against git's, and the wheel at work in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Top-level folder in the checkout → where the wheel has it.
PLACES = {
    "rf_scorer/": "rf_scorer/",
    "schemas/": "rf_scorer/_data/schemas/",
    "models/": "rf_scorer/_data/models/",
    "annotation_guides/": "rf_scorer/_data/annotation_guides/",
}


def _run(*arguments: str | Path, cwd: Path, **environment: str) -> str:
    run = subprocess.run(
        [str(part) for part in arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{run.stdout[-2000:]}\n{run.stderr[-4000:]}"
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without any download."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel alone is installed."""
    folder = tmp_path_factory.mktemp("installed")
    _run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--target",
        folder,
        wheel,
        cwd=folder,
    )
    return folder


def test_the_wheel_holds_what_git_holds_and_nothing_else(wheel: Path) -> None:
    """Every committed file of the package and its data folders is in the wheel, and no file that was not committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: an unpacked source distribution has no list to compare with")
    tracked = _run("git", "ls-files", "--cached", "--", *PLACES, cwd=ROOT).splitlines()
    expected = {PLACES[top] + name.removeprefix(top) for name in tracked for top in PLACES if name.startswith(top)}
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == expected


def test_the_wheel_works_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """The demonstration runs from the installed wheel, away from the checkout, and its results are valid."""
    place = {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    found = _run(sys.executable, "-c", "import rf_scorer; print(rf_scorer.__file__)", cwd=tmp_path, **place)
    assert Path(found.strip()).is_relative_to(installed)
    _run(sys.executable, "-m", "rf_scorer", "demo", "--out", tmp_path / "demo", cwd=tmp_path, **place)
    sheets = sorted((tmp_path / "demo" / "sheets").glob("*.json"))
    assert len(sheets) >= 6
    assert len(list((tmp_path / "demo" / "pages").glob("*.html"))) == len(sheets)
    _run(sys.executable, "-m", "rf_scorer", "validate", tmp_path / "demo", cwd=tmp_path, **place)


def test_nothing_imports_the_data_folders_as_packages() -> None:
    """An editable install puts the checkout on the path, where ``import models`` would find a stranger to every wheel."""
    for path in (ROOT / "rf_scorer").rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]):
                assert words[1].split(".")[0] not in {"models", "schemas", "annotation_guides"}, path
