"""Lock files as data: which version, for which machines, wanted by whom, with which digests."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["DEV", "ROOT", "RUN", "TOOLS", "Pin", "declared", "project", "read", "required"]

ROOT = Path(__file__).resolve().parents[1]
#: What rf_scorer needs at work, with every extra.
RUN = ROOT / "requirements" / "run.lock"
#: The same, and what its tests and checks need.
DEV = ROOT / "requirements" / "dev.lock"
#: What makes and judges the other two.
TOOLS = ROOT / "requirements" / "tools.lock"

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>.*?))?(?: \\)?$")
_HASH = re.compile(r"^    --hash=sha256:(?P<digest>[0-9a-f]{64})(?: \\)?$")
#: Heads, and names of files where names of packages stand.
_SKIPPED = re.compile(r"^#|^    # via$|^    #(?: via|  ) -[cr] ")
_VIA = re.compile(r"^    #(?: via|  )? +(?P<name>[A-Za-z0-9._-]+)(?: \((?P<file>.+)\))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One version of one package.

    Attributes
    ----------
    name : str
        Normalised, as package indexes compare names.
    version : str
    marker : Marker or None
        For which machines and Pythons; None for all.
    digests : tuple of str
        SHA-256 (hexadecimal) of every file in which this version may come.
    wanted_by : tuple of str
        Normalised names of what needs it; the project's own name among them if it does.
    """

    name: str
    version: str
    marker: Marker | None
    digests: tuple[str, ...] = field(repr=False)
    wanted_by: tuple[str, ...]


def read(path: Path) -> list[Pin]:
    """The pins of a lock file, in its order.

    Raises
    ------
    ValueError
        If a line is none that ``make lock`` writes.
    """
    pins: list[Pin] = []
    found: dict[str, Any] = {}
    digests: list[str] = []
    wanted_by: list[str] = []

    def finish() -> None:
        if found:
            pins.append(Pin(**found, digests=tuple(digests), wanted_by=tuple(wanted_by)))

    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or _SKIPPED.match(line):
            continue
        if match := _PIN.match(line):
            finish()
            marker = Marker(match["marker"]) if match["marker"] else None
            found = {"name": canonicalize_name(match["name"]), "version": match["version"], "marker": marker}
            digests, wanted_by = [], []
        elif match := _HASH.match(line):
            digests.append(match["digest"])
        elif match := _VIA.match(line):
            wanted_by.append(canonicalize_name(match["name"]))
        else:
            raise ValueError(f"{path.name}, line {number}: not a pin, a digest or a reason.")
    finish()
    return pins


def project() -> dict[str, Any]:
    """The table ``project`` of ``pyproject.toml``."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def declared(*extras: str) -> list[Requirement]:
    """What ``pyproject.toml`` asks for, with the named extras and those that they name in turn."""
    table = project()
    own = canonicalize_name(table["name"])
    wanted, seen = list(extras), set[str]()
    found = [Requirement(text) for text in table["dependencies"]]
    while wanted:
        extra = wanted.pop()
        if extra in seen:
            continue
        seen.add(extra)
        for requirement in map(Requirement, table["optional-dependencies"][extra]):
            if canonicalize_name(requirement.name) == own:
                wanted += requirement.extras
            else:
                found.append(requirement)
    return found


def required(pins: list[Pin], roots: list[Requirement]) -> set[str]:
    """Names in a lock that are needed, directly or by others, if `roots` are."""
    needs: dict[str, set[str]] = {}
    for pin in pins:
        for other in pin.wanted_by:
            needs.setdefault(other, set()).add(pin.name)
    names: set[str] = set()
    wanted: list[str] = [canonicalize_name(requirement.name) for requirement in roots]
    while wanted:
        name = wanted.pop()
        if name not in names:
            names.add(name)
            wanted += needs.get(name, ())
    return names
