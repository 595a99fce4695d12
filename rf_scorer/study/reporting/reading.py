"""Reading what a study folder holds, one sheet after another; what cannot be used is a row with its reason, never the end."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, protocols, validation
from rf_scorer.domain.study_report import Refused
from rf_scorer.errors import RfScorerError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.reporting.facts import facts_of
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from rf_scorer.domain import Protocol
    from rf_scorer.study.folder import Study
    from rf_scorer.study.reporting.facts import SheetFacts

__all__ = ["Found", "find", "known_protocols"]

_REMEDY = "Score the study again: rf-scorer score STUDY."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands in a study.

    Attributes
    ----------
    sheets : tuple of SheetFacts
        By interview.
    faulty : tuple of Refused
        Sheets that cannot be used.
    manifest : mapping or None
        Of the last run; None where there is none that can be read.
    pages : frozenset of str
        Interviews that have a page.
    """

    sheets: tuple[SheetFacts, ...]
    faulty: tuple[Refused, ...]
    manifest: Mapping[str, Any] | None
    pages: frozenset[str]


def find(study: Study, *, progress: Callable[[int, int], None] | None = None) -> Found:
    """Read a study's sheets, its manifest, and which pages there are.

    Parameters
    ----------
    study : Study
    progress : callable, optional
        Called with how many sheets were read, and of how many.
    """
    paths = sorted(path for path in study.sheets.glob("*.json") if not path.name.startswith("."))
    sheets, faulty = [], []
    for number, path in enumerate(paths, start=1):
        made, reason = _sheet(path)
        if made is not None:
            sheets.append(made)
        else:
            faulty.append(Refused(name=shown(path.stem), reason=reason, remedy=_REMEDY))
        if progress is not None:
            progress(number, len(paths))
    folder = study.layout.page("any").parent
    pages = frozenset(path.stem for path in folder.glob("*.html"))
    return Found(sheets=tuple(sheets), faulty=tuple(faulty), manifest=_manifest(study.layout.manifest), pages=pages)


def _sheet(path: Path) -> tuple[SheetFacts | None, str]:
    try:
        document = jsonio.loads(read_bytes(path))
    except OSError as error:
        return None, f"The sheet cannot be opened ({error.strerror})."
    except RfScorerError as error:
        return None, error.message
    faults = validation.faults(document, "rating-sheet")
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        return None, f"{faults[0].path}: {faults[0].message}{more}"
    if document["transcript"]["id"] != path.stem:
        return None, "The file is not named after the interview in it: it was renamed or copied."
    return facts_of(document), ""


def _manifest(path: Path) -> Mapping[str, Any] | None:
    if not os.path.isfile(path):  # noqa: PTH113 (Path.is_file raises where a name is too long)
        return None
    try:
        document: dict[str, Any] = jsonio.loads(read_bytes(path))
    except (OSError, RfScorerError):
        return None
    return None if validation.faults(document, "manifest") else document


def known_protocols(study: Study) -> Callable[[str, str], Protocol | None]:
    """From a protocol's id and version to the protocol: a shipped one, the study's, or one of its table of cases; None for another."""
    cases = () if study.cases is None else tuple(case.protocol for case in study.cases.files.values())
    held: dict[str, Protocol | None] = {}

    def load(name: str) -> Protocol | None:
        if name not in held:
            try:
                held[name] = protocols.load(name)
            except RfScorerError:
                held[name] = None
        return held[name]

    def known(name: str, version: str) -> Protocol | None:
        for candidate in (name, study.protocol, *cases):
            found = load(candidate) if candidate else None
            if found is not None and (found.id, found.version) == (name, version):
                return found
        return None

    return known
