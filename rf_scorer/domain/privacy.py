"""What may identify somebody in a transcript, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Action", "Finding", "Verdict"]


class Action(StrEnum):
    """What is done about a class of identifiers: ``block`` refuses the file, ``warn`` and ``note`` tell, ``off`` does not look."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that may identify somebody; never the words themselves.

    Attributes
    ----------
    kind : str
        A class of identifiers, such as ``person``.
    action : Action
    where : str
        ``speech``, or what else of the file holds it: ``speaker labels``, ``file name``, ``beside the turns``, ``document properties`` …
    start, end : int
        Half-open span in the source text where there is a line, but in the label itself for ``speaker labels``; else in the words of the place.
    line : int or None
        1-based line in the source text; None for what is no part of the text.
    found_by : tuple of str
        Names of the detectors.
    """

    kind: str
    action: Action
    where: str
    start: int
    end: int
    line: int | None
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate found in one file. Nothing found means no more than that.

    Attributes
    ----------
    findings : tuple of Finding
        In order of place.
    detectors : mapping of str to str
        Names and versions of what looked.
    words : int
        Words that were looked through.
    """

    findings: tuple[Finding, ...]
    detectors: dict[str, str]
    words: int

    @property
    def blocked(self) -> bool:
        """Whether anything was found that a study does not let pass."""
        return any(finding.action is Action.BLOCK for finding in self.findings)

    def counts(self, action: Action | None = None) -> dict[str, int]:
        """Findings by class, of one action or of all."""
        counts: dict[str, int] = {}
        for finding in self.findings:
            if action is None or finding.action is action:
                counts[finding.kind] = counts.get(finding.kind, 0) + 1
        return counts
