"""What a step has to say about what it did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Note", "Severity"]


class Severity(StrEnum):
    """How much a note matters: ``error`` stops the file, ``warning`` wants a look, ``info`` is for the record."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a step guessed, dropped, normalised or missed.

    Attributes
    ----------
    code : str
        Stable, lower-case with dashes, such as ``encoding-guessed``. Documented in ``docs/reference/notes.md``.
    message : str
        One sentence without any of the transcript's words.
    severity : Severity
    line : int or None
        1-based line in the source text.
    remedy : str or None
        What to do about it, in one sentence.
    """

    code: str
    message: str
    severity: Severity = Severity.INFO
    line: int | None = None
    remedy: str | None = None
