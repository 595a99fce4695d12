"""The one tree of exceptions that rf_scorer turns into messages.

::

    RfScorerError                 what went wrong, where, and what to do next
    ├── DataError                 the data are not acceptable        exit code 1
    │   ├── UnreadableFile        no reader can make turns of a file
    │   ├── SpeakerError          who is the participant is not certain
    │   ├── AlignmentError        a protocol or an override does not fit
    │   ├── Identifying           somebody might be known by what stands in a transcript
    │   └── InvalidDocument       a document does not match its schema
    ├── UsageError                the request itself is wrong        exit code 2
    │   ├── OutputExists          an output is there already and --force was not given
    │   ├── OutputFailed          the system does not let us write
    │   ├── UnknownName           a name that is not known; lists those that are
    │   └── MissingExtra          an optional library is not installed; gives the pip line
    └── ResourceMissing           a part of our own installation is gone   exit code 3

Messages give the place (file, line, JSON path), never a participant's words. Anything that is not an ``RfScorerError``
is our own bug and leaves with exit code 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AlignmentError",
    "DataError",
    "Identifying",
    "InvalidDocument",
    "MissingExtra",
    "OutputExists",
    "OutputFailed",
    "ResourceMissing",
    "RfScorerError",
    "SpeakerError",
    "UnknownName",
    "UnreadableFile",
    "UsageError",
]

#: What begins another line on a terminal or in a log: a file can be called so that its message would seem to be two.
_BREAKS = dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\ufffd")


def on_one_line(where: str) -> str:
    """A place as messages hold it: whatever would break the line is U+FFFD."""
    return where.translate(_BREAKS)


class RfScorerError(Exception):
    """Something a person can act on.

    Parameters
    ----------
    message : str
        What went wrong, in one sentence, without a value from the data.
    where : str, optional
        The place: a file name, ``file:line``, or ``file::$.json.path``.
    remedy : str, optional
        What to do next, in one sentence.
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{on_one_line(self.where)}: {self.message}" if self.where else self.message
        return f"{head}\n  {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions cross process borders in a batch; the default would pass only ``args`` and fail on keyword-only ones.
        return _rebuild, (type(self), self.__dict__.copy())

    def at(self, where: str) -> RfScorerError:
        """The same error, placed: used by a caller who knows the file that a lower layer did not."""
        if self.where is None:
            self.where = where
        return self


def _rebuild(kind: type[RfScorerError], state: dict[str, Any]) -> RfScorerError:
    error = kind.__new__(kind, state.get("message", ""))
    error.__dict__.update(state)
    return error


class DataError(RfScorerError):
    """The data are not acceptable."""


class UnreadableFile(DataError):
    """A file from which no reader can make turns."""


class SpeakerError(DataError):
    """Who is the participant cannot be told for certain."""


class AlignmentError(DataError):
    """A protocol, or an alignment override, does not fit a transcript."""


class Identifying(DataError):
    """A transcript in which something may identify somebody, and that nobody has attested."""


class InvalidDocument(DataError):
    """A document that does not match its schema."""


class UsageError(RfScorerError):
    """The request itself is wrong."""

    exit_code = 2


class OutputExists(UsageError):
    """An output that is there already and may not be replaced without ``--force``."""


class OutputFailed(UsageError):
    """An output that cannot be written: a full disk, a folder without permission."""


class UnknownName(UsageError):
    """A name that is not known; the message lists those that are.

    Parameters
    ----------
    kind : str
        What was looked up, such as ``"protocol"``.
    name : str
        The name that was asked for. It comes from a command or a configuration, never from a transcript.
    known : iterable of str
        The names that would have been found.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        listed = ", ".join(self.known) or "none"
        super().__init__(f"There is no {kind} called {name!r}.", remedy=f"Known: {listed}.")


class MissingExtra(UsageError):
    """An optional library that is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra = extra
        super().__init__(
            f"{purpose} needs an optional library.", remedy=f'Install it: pip install "rf_scorer[{extra}]"'
        )


class ResourceMissing(RfScorerError):
    """A part of rf_scorer's own installation that is not where it must be."""

    exit_code = 3
