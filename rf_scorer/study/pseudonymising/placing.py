"""Where copies are written: never among transcripts, never over anything without being told to, and never before the key."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import OutputExists, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.pseudonymising.key import Key
    from rf_scorer.study.pseudonymising.making import Made

__all__ = ["check_out", "write"]


def check_out(out: Path, inputs: Sequence[Input]) -> None:
    """Refuse a folder for copies in which transcripts stand.

    Raises
    ------
    UsageError
    """
    folder = out.resolve()
    inside = [item.name for item in inputs if item.path.resolve().is_relative_to(folder)]
    if inside:
        raise UsageError(
            "A transcript stands in the folder of the copies.",
            where=inside[0],
            remedy="Give another folder: -o COPIES.",
        )


def write(made: Made, out: Path, *, key: Key, force: bool) -> None:
    """Write the key, if anything in it is new, and then the copies.

    Raises
    ------
    OutputExists
        If a copy is there already and ``force`` is false; then nothing is written.
    UsageError
        If two transcripts would have copies of the same name; then nothing is written.
    DataError, OutputFailed
        If the key was changed meanwhile, or something cannot be written.
    """
    copies = [(out / one.copy, one) for one in made.copies if one.copy is not None]
    twice = [name for name, count in Counter(one.copy.casefold() for _, one in copies if one.copy).items() if count > 1]
    if twice:
        raise UsageError(
            "Two transcripts would have copies of the same name.",
            where=twice[0],
            remedy="Give one folder that holds both, or pseudonymise them into two folders with the same key.",
        )
    for path, _ in copies:
        if not force and os.path.lexists(path):
            raise OutputExists(
                "The copy exists already.", where=str(path), remedy="Give another folder, or --force to replace it."
            )
    # Whoever finds a copy finds the key that belongs to it.
    if copies:
        key.write(made.entries, made.files)
    for folder in {path.parent for path, _ in copies}:
        jsonio.remove_parts(folder)
    for path, one in copies:
        jsonio.write_bytes(path, one.data, force=force)
