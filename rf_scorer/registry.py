"""Plug-ins by entry point. Built-ins come by the same road; two of one name are refused rather than shadowed."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from rf_scorer.errors import UnknownName, UsageError

__all__ = ["Group", "load", "names"]

Group = Literal["rf_scorer.readers", "rf_scorer.protocols", "rf_scorer.models"]


@cache
def _found(group: Group) -> dict[str, EntryPoint]:
    # An editable install beside a wheel lists the same entry point twice; only different targets are a conflict.
    points = {(point.name, point.value): point for point in entry_points(group=group)}
    twice = sorted(name for name, count in Counter(name for name, _ in points).items() if count > 1)
    if twice:
        raise UsageError(
            f"Two plug-ins of the group {group!r} share a name: {', '.join(twice)}.",
            remedy="Uninstall one of the packages that provide them.",
        )
    return {point.name: point for point in sorted(points.values(), key=lambda point: point.name)}


def names(group: Group) -> tuple[str, ...]:
    """The names registered in a group, sorted."""
    return tuple(_found(group))


@cache
def load(group: Group, name: str) -> Any:
    """The object registered under a name.

    Raises
    ------
    UnknownName
        If nothing is registered under it; the message lists what is.
    UsageError
        If two packages registered the same name.
    """
    found = _found(group)
    if name not in found:
        raise UnknownName(group.rpartition(".")[2].removesuffix("s"), name, found)
    return found[name].load()
