"""Where the data folders that ship with rf_scorer are found: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

import importlib.resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rf_scorer.errors import ResourceMissing

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["Kind", "folder"]

Kind = Literal["schemas", "models", "annotation_guides"]


def folder(kind: Kind) -> Traversable:
    """The shipped folder of one kind.

    Parameters
    ----------
    kind : {"schemas", "models", "annotation_guides"}

    Returns
    -------
    Traversable
        Wrap in :func:`importlib.resources.as_file` where a library wants a path.

    Raises
    ------
    ResourceMissing
        If the installation lost the folder.
    """
    package = importlib.resources.files("rf_scorer")
    shipped = package / "_data" / kind
    if shipped.is_dir():
        return shipped
    # A checkout keeps the folders beside the package. Without its pyproject.toml the parent is a stranger's
    # site-packages, whose "schemas" or "models" may be anybody's.
    parent = Path(str(package)).parent
    if (parent / "pyproject.toml").is_file() and (parent / kind).is_dir():
        return parent / kind
    raise ResourceMissing(
        f"The folder {kind!r} is missing from this installation.",
        remedy="Install again: pip install --force-reinstall rf_scorer",
    )
