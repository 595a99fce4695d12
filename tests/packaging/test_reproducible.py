"""The same checkout gives the same wheel and source distribution, byte for byte, wherever and by whomever it is built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Where the sources lie → (permissions of new files, other settings). Files are copied in another order for each.
MACHINES = {
    "here": (0o022, {"TZ": "UTC", "PYTHONHASHSEED": "1"}),
    "deep/er/there": (0o077, {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "2", "LC_ALL": "C"}),
}


def _copy(target: Path, umask: int, *, backwards: bool) -> None:
    """The checkout's files, each made anew; caches and a lab's own models among them, as in a folder that is worked in.

    Large files are left out: packing them takes the time, and shows nothing that the small ones do not.
    """
    names = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in ("rf_scorer", "schemas", "models", "annotation_guides", "docs", "requirements", "tests/packaging"):
        names += [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    names = [path for path in names if path.stat().st_size < 100_000 and path.suffix != ".lock"]
    old = os.umask(umask)
    try:
        for path in sorted(names, reverse=backwards):
            place = target / path.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        if backwards:
            for left in ("rf_scorer/__pycache__/cli.cpython-311.pyc", "models/private/model.json", "schemas/x.pyc"):
                (target / left).parent.mkdir(exist_ok=True)
                (target / left).write_bytes(b"must stay here")
    finally:
        os.umask(old)


def _built(source: Path, out: Path, umask: int, settings: dict[str, str]) -> dict[str, str]:
    """File name → digest of what a build of the sources gives, by the builder that pyproject.toml names."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"} | settings
    run = subprocess.run(command, cwd=source, env=environment, umask=umask, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two copies of the checkout, as two people would have them."""
    folder = tmp_path_factory.mktemp("reproducible")
    for backwards, (name, (umask, _)) in enumerate(MACHINES.items()):
        _copy(folder / name, umask, backwards=bool(backwards))
    return [folder / name for name in MACHINES]


def test_two_people_build_the_same_bytes(sources: list[Path], tmp_path: Path) -> None:
    """Folder, umask, time zone, locale, hash seed and the order in which files were made do not show."""
    digests = [
        _built(source, tmp_path / str(number), umask, settings)
        for number, (source, (umask, settings)) in enumerate(zip(sources, MACHINES.values(), strict=True))
    ]
    assert len(digests[0]) == 2
    assert digests[0] == digests[1]


def test_a_date_from_outside_is_all_that_it_changes(sources: list[Path], tmp_path: Path) -> None:
    """``SOURCE_DATE_EPOCH`` sets the dates within the wheel and nothing else."""
    wheels = []
    for number, settings in enumerate([{}, {"SOURCE_DATE_EPOCH": "1700000000"}]):
        _built(sources[number], tmp_path / str(number), 0o022, settings)
        (wheel,) = (tmp_path / str(number)).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            wheels.append(
                [(item.filename, item.CRC, item.external_attr, archive.read(item)) for item in archive.infolist()]
            )
            dates = {item.date_time for item in archive.infolist()}
        assert dates == {(2023, 11, 14, 22, 13, 20) if settings else (2020, 2, 2, 0, 0, 0)}
    assert wheels[0] == wheels[1]


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_no_date_of_the_shell_comes_into_a_wheel() -> None:
    """``make wheel`` takes ``SOURCE_DATE_EPOCH`` away, and fetches no builder of its own."""
    command = ["make", "--dry-run", "wheel"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (build,) = (line for line in shown.splitlines() if " -m build " in line)
    assert build.startswith("env -u SOURCE_DATE_EPOCH ")
    assert "--no-isolation" in build
