"""A study's own table of who is who: speaker labels, participants and timepoints, for all files or for one.

A TOML file that a person writes::

    names = "{participant}_{timepoint}"   # how files are named, where names tell who and when

    [labels]                      # holds in every file
    "Speaker 1" = "interviewer"
    "Speaker 2" = "participant"

    [files."site-b/017.docx"]     # by path within the folder, or by file name
    participant = "P017"
    timepoint = "t2"
    protocol = "pdi"
    labels = { "MK" = "interviewer", "Mother" = "participant" }
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from rf_scorer.domain import Role
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.name_pattern import NamePattern
from rf_scorer.validation import tomltext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Case", "CaseMap", "keys_of"]

_KEYS = ("participant", "timepoint", "protocol", "labels")
_ROLES = tuple(role.value for role in Role)
#: A table of ten thousand files takes less.
_MAX_BYTES = 5_000_000
#: Faults that are listed, and letters of a name in them.
_LISTED, _LONGEST = 20, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of one file: participant's code, timepoint, protocol, and the roles of its speaker labels."""

    participant: str | None = None
    timepoint: str | None = None
    protocol: str | None = None
    labels: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMap:
    """The table: roles of labels that hold in every file, what file names tell, and what holds for single files."""

    labels: Mapping[str, Role] = field(default_factory=dict)
    files: Mapping[str, Case] = field(default_factory=dict)
    names: NamePattern | None = None

    @classmethod
    def load(cls, path: Path) -> CaseMap:
        """Read the table.

        Raises
        ------
        UsageError
            With every fault at once, if it is not TOML, has keys that mean nothing, or roles that do not exist.
        """
        try:
            table = tomltext.loads(read_bytes(path, most=_MAX_BYTES))
        except OSError as error:
            raise UsageError(
                f"The table cannot be read ({error.strerror}).",
                where=str(path),
                remedy="It must be a TOML file in UTF-8.",
            ) from None
        except InvalidDocument as error:
            raise UsageError(
                error.message, where=str(path), remedy="'rf-scorer guides show transcripts' has an example."
            ) from None
        faults: list[str] = [f"unknown table {_named(key)}" for key in table if key not in {"labels", "files", "names"}]
        labels = _labels(table.get("labels", {}), "labels", faults)
        files = {}
        entries = table.get("files", {})
        if not isinstance(entries, dict):
            faults.append("'files' must be a table")
            entries = {}
        for name, entry in entries.items():
            files[unicodedata.normalize("NFC", name)] = _case(name, entry, faults)
        names = _names(table.get("names"), faults)
        if faults:
            raise UsageError(
                "The table has faults: "
                + "; ".join(faults[:_LISTED])
                + (f"; and {len(faults) - _LISTED} more." if len(faults) > _LISTED else "."),
                where=str(path),
                remedy=f"Roles are {', '.join(_ROLES)}; a file may have {', '.join(_KEYS)}.",
            )
        return cls(labels=labels, files=files, names=names)

    def case(self, name: str) -> Case:
        """What is known of a file: the entry for its path within the folder, else for its file name, on top of what holds for all.

        Where the entry tells participant or timepoint, the name is not asked: it may have been made by another rule.
        """
        own = next((self.files[key] for key in keys_of(name) if key in self.files), Case())
        who = {"participant": own.participant, "timepoint": own.timepoint}
        if self.names is not None and not any(who.values()):
            who |= self.names.read(name)
        return Case(
            **who,
            protocol=own.protocol,
            labels={**self.labels, **own.labels},
        )

    def unmatched(self, names: Iterable[str]) -> tuple[str, ...]:
        """Files that the table knows and that are not among ``names``: misspelt, or simply not part of this run."""
        present = {key for name in names for key in keys_of(name)}
        return tuple(name for name in self.files if name not in present)

    def unread(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of ``names`` that the pattern for names does not fit, and of which no entry tells participant or timepoint."""
        if self.names is None:
            return ()
        entries = ((name, self.case(name)) for name in names)
        return tuple(name for name, case in entries if case.participant is None and case.timepoint is None)


def keys_of(name: str) -> tuple[str, str]:
    """What an entry for a file may be called: its path within the folder, and its name; a Mac spells accents in another way than people type them."""
    path = unicodedata.normalize("NFC", name)
    return path, PurePosixPath(path).name


def _named(name: str) -> str:
    """A name as a message may hold it."""
    return repr(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…")


def _case(name: str, entry: Any, faults: list[str]) -> Case:
    if not isinstance(entry, dict):
        faults.append(f"{_named(name)} must be a table")
        return Case()
    faults += [f"{_named(name)} has the unknown key {_named(key)}" for key in entry if key not in _KEYS]
    texts: dict[str, str | None] = {}
    for key in ("participant", "timepoint", "protocol"):
        value = entry.get(key)
        if value is not None and not isinstance(value, str):
            faults.append(f"{key} of {_named(name)} must be text")
            value = None
        texts[key] = value
    return Case(labels=_labels(entry.get("labels", {}), f"labels of {_named(name)}", faults), **texts)


def _names(text: Any, faults: list[str]) -> NamePattern | None:
    if text is None:
        return None
    if not isinstance(text, str):
        faults.append("'names' must be text")
        return None
    try:
        return NamePattern(text=text)
    except ValueError as error:
        faults.append(f"the pattern {_named(text)} of 'names' {error}")
        return None


def _labels(table: Any, where: str, faults: list[str]) -> dict[str, Role]:
    if not isinstance(table, dict):
        faults.append(f"{where} must be a table")
        return {}
    roles = {}
    for label, role in table.items():
        if role in _ROLES:
            roles[label] = Role(role)
        else:
            faults.append(f"{where} give a role that does not exist")
    return roles
