"""Names of copies: those of their transcripts, or numbers where these name somebody."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rf_scorer.privacy.codes import parts
from rf_scorer.privacy.labels import name_kinds
from rf_scorer.study.pseudonymising.targets import REPLACED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from rf_scorer.privacy import Policy
    from rf_scorer.study.pseudonymising.editing import Sweep

__all__ = ["Names"]

_CODE = "interview-{:03}"


class Names:
    """Gives names to copies, each its own.

    Parameters
    ----------
    files : mapping of str to str
        Numbers of earlier runs by names of transcripts.
    sweep : callable
        Finds names that are known.
    people : set of str
        Words, folded, by which people are called: in a file's name they are names, whatever else they mean.
    policy : Policy

    Attributes
    ----------
    files : dict of str to str
        The same with those of this run.
    """

    def __init__(self, files: Mapping[str, str], *, sweep: Sweep, people: AbstractSet[str], policy: Policy) -> None:
        self.files = dict(files)
        self._sweep, self._people, self._policy = sweep, people, policy
        self._given: set[str] = set()

    def name(self, file: str, suffix: str) -> str:
        """The path of a copy, with forward slashes.

        Parameters
        ----------
        file : str
            Path of the transcript in its folder.
        suffix : str
            Of the copy.
        """
        path = PurePosixPath(file)
        if file in self.files or any(map(self._tells, path.parts)):
            found = f"{self.files.setdefault(file, self._number())}{suffix}"
        else:
            found = str(path.with_suffix(suffix))
            if found.casefold() in self._given and suffix != path.suffix:
                found = f"{path}{suffix}"  # a.docx and a.pdf are both a.txt
        self._given.add(found.casefold())
        return found

    def _tells(self, part: str) -> bool:
        """Whether a part of a path names somebody."""
        found = any(
            self._policy.action(span.kind) in REPLACED and not self._policy.allows(part[span.start : span.end])
            for span in name_kinds(part)
        )
        called = any(word in self._people and not self._policy.allows(word) for word in parts(part))
        return found or called or any(self._sweep(part))

    def _number(self) -> str:
        used = set(self.files.values())
        number = 1
        while _CODE.format(number) in used:
            number += 1
        return _CODE.format(number)
