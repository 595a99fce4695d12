"""Protocols by name: those that ship with the program, those of plug-ins, and a lab's own by path."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rf_scorer import registry, resources
from rf_scorer.domain import Protocol
from rf_scorer.errors import UnknownName, UsageError
from rf_scorer.protocols import tomlfile

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["load", "names", "source"]

_GROUP: registry.Group = "rf_scorer.protocols"
#: For copying, not for aligning.
_TEMPLATE = "template"


@cache
def _shipped() -> dict[str, Traversable]:
    folder = resources.folder("annotation_guides") / "protocols"
    found = {entry.name.removesuffix(".toml"): entry for entry in folder.iterdir() if entry.name.endswith(".toml")}
    plugged = set(registry.names(_GROUP)) & found.keys()
    if plugged:
        raise UsageError(
            f"A plug-in provides a protocol whose name is taken: {', '.join(sorted(plugged))}.",
            remedy="Uninstall it, or have its author rename the entry point.",
        )
    return dict(sorted(found.items()))


def names() -> tuple[str, ...]:
    """Names of the protocols that an interview can follow, sorted; the template is not among them."""
    return tuple(sorted({*_shipped(), *registry.names(_GROUP)} - {_TEMPLATE}))


@cache
def load(name_or_path: str) -> Protocol:
    """A protocol by name, or by the path of a ``.toml`` file.

    Parameters
    ----------
    name_or_path : str
        A name from :func:`names`, ``template``, or a path: what ends in ``.toml`` or holds a path separator.

    Raises
    ------
    UnknownName
        If no protocol has that name; the message lists those that are known.
    InvalidDocument
        If the file is not a sound protocol; the message has the first fault and how many there are.
    """
    name = str(name_or_path)
    shipped = _shipped()
    if name in shipped:
        return tomlfile.parse(shipped[name].read_text(encoding="utf-8"), where=f"{name}.toml")
    if name in registry.names(_GROUP):
        return _plugged(name)
    if _is_path(name):
        return tomlfile.read(Path(name))
    raise UnknownName("protocol", name, names())


def source(name_or_path: str) -> str:
    """The text of a protocol's file, to copy and change.

    Raises
    ------
    UnknownName
        If no file belongs to that name (a plug-in may provide a protocol without one).
    """
    name = str(name_or_path)
    if name in _shipped():
        return _shipped()[name].read_text(encoding="utf-8")
    if name in registry.names(_GROUP):
        provided = registry.load(_GROUP, name)
        if isinstance(provided, str | Path):
            return tomlfile.text(Path(provided))
    elif _is_path(name):
        return tomlfile.text(Path(name))
    raise UnknownName("protocol file", name, [*_shipped()])


def _is_path(name: str) -> bool:
    return name.endswith(".toml") or "/" in name or "\\" in name


def _plugged(name: str) -> Protocol:
    provided = registry.load(_GROUP, name)
    if isinstance(provided, Protocol):
        return provided
    if isinstance(provided, str | Path):
        return tomlfile.read(Path(provided))
    raise UsageError(
        f"The plug-in {name!r} provides neither a protocol nor a path to one.",
        remedy="Tell its author, or uninstall it.",
    )
