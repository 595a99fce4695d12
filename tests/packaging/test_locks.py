"""The lists of exact versions: what pyproject.toml asks for is in them, with digests, and nothing else decides."""

from __future__ import annotations

import re
from importlib.metadata import packages_distributions, requires
from typing import TYPE_CHECKING

import licences
import locks
import pytest
from foreign import foreign_modules
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Every Python that pyproject.toml names.
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
)


def _pinned(pins: list[locks.Pin], machine: dict[str, str]) -> dict[str, str]:
    """The one version of each package for a machine."""
    found: dict[str, str] = {}
    for pin in pins:
        if pin.marker is None or pin.marker.evaluate(machine):
            assert pin.name not in found, f"{pin.name} has two versions for one machine"
            found[pin.name] = pin.version
    return found


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system["platform_system"])
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("path", "extras"),
    [(locks.RUN, ("dask", "desk", "pdf", "spss")), (locks.DEV, ("dev",))],
    ids=["run", "dev"],
)
def test_what_is_asked_for_is_locked(path: Path, extras: tuple[str, ...], python: str, system: dict[str, str]) -> None:
    """On each Python and system every dependency has one version in the lock, within its bounds (else: ``make lock``)."""
    pinned = _pinned(locks.read(path), {"python_version": python, "python_full_version": f"{python}.5", **system})
    for requirement in locks.declared(*extras):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name} is not in {path.name}: make lock"
        assert requirement.specifier.contains(pinned[name], prereleases=True), (
            f"{requirement} has {pinned[name]}: make lock"
        )


@pytest.mark.parametrize("path", [locks.RUN, locks.DEV, locks.TOOLS], ids=lambda path: path.stem)
def test_every_pin_has_digests_and_no_place(path: Path) -> None:
    """A file is known by its digest; where it is fetched from is each machine's own setting."""
    pins = locks.read(path)
    assert pins
    assert [pin.name for pin in pins if not pin.digests] == []
    assert re.findall(r"://|^-", path.read_text("utf-8"), re.MULTILINE) == []


def test_labs_run_what_was_tested() -> None:
    """The list for labs holds the same versions as the one that the tests ran with."""
    tested = {(pin.name, pin.version) for pin in locks.read(locks.DEV)}
    assert {(pin.name, pin.version) for pin in locks.read(locks.RUN)} <= tested


def test_the_list_for_labs_is_complete_here() -> None:
    """Whatever an installed package says it needs on this machine is in the list for labs too."""
    names = {pin.name for pin in locks.read(locks.RUN)}
    wanted = {
        canonicalize_name(requirement.name): set(requirement.extras)
        for requirement in locks.declared("dask", "desk", "pdf", "spss")
    }
    missing, seen = set[str](), set[str]()
    while wanted:
        name, extras = wanted.popitem()
        if name in seen:
            continue
        seen.add(name)
        if name not in names:
            missing.add(name)
            continue
        for requirement in map(Requirement, requires(name) or []):
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                wanted.setdefault(canonicalize_name(requirement.name), set()).update(requirement.extras)
    assert missing == set()


def test_whatever_is_imported_is_asked_for() -> None:
    """A module of another that ours import is of a package that pyproject.toml names, not one that happens to come along."""
    names = {canonicalize_name(requirement.name) for requirement in locks.declared("dask", "desk", "pdf", "spss")}
    owners = packages_distributions()
    imported = {module.split(".")[0] for module in foreign_modules()}
    assert {module: owners.get(module) for module in imported if not _owned(owners, module, names)} == {}


def _owned(owners: Mapping[str, list[str]], module: str, names: set[str]) -> bool:
    return any(canonicalize_name(owner) in names for owner in owners.get(module, []))


def test_licences_are_known_and_listed() -> None:
    """Each package needed at work has a licence that goes with MIT, and the page says which (else: ``make licences``)."""
    text = licences.PAGE.read_text("utf-8")
    assert licences.page(text) == text


@pytest.mark.parametrize(
    ("expression", "goes"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND Zlib", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("", False),
    ],
)
def test_a_licence_that_nobody_looked_at_is_refused(expression: str, goes: bool) -> None:
    """All of what must be kept, and one of what may be chosen, must be on the list."""
    assert licences.accepted(expression) is goes
