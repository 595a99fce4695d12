"""Rating documents in a folder, or in an export: what raters finished, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.documents import rating_from_document
from rf_scorer.errors import DataError, InvalidDocument, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.ratings.exported import MANIFEST, RATINGS
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.domain.confirmed import RatedInterview

__all__ = ["read_documents"]


def read_documents(folder: Path) -> tuple[RatedInterview, ...]:
    """Every rater's document in a folder of rating documents or in an export; finished or not, consensus left out.

    Raises
    ------
    UsageError
        If the folder holds none.
    InvalidDocument
        If a document breaks its schema.
    DataError
        If a file cannot be opened, or two hold one rater's ratings of one interview.
    """
    ratings = folder / RATINGS if (folder / MANIFEST).is_file() and (folder / RATINGS).is_dir() else folder
    found: dict[tuple[str, str], RatedInterview] = {}
    for path in sorted(ratings.glob("*.json")):
        name = shown(path.name)
        if path.name.startswith(".") or path.name == MANIFEST:
            continue
        document = _loaded(path, name)
        if document["kind"] != "rater":
            continue
        rated = rating_from_document(document)
        key = (rated.sheet.interview, rated.rater.casefold())
        if key in found:
            raise DataError(
                "Two documents hold one rater's ratings of one interview.",
                where=name,
                remedy="Give one export, not several in one folder.",
            )
        found[key] = rated
    if not found:
        raise UsageError(
            "The folder holds no rating documents.",
            where=shown(str(folder)),
            remedy="Give a study, what 'rf-scorer ratings export' wrote, or a table of ratings.",
        )
    return tuple(found[key] for key in sorted(found))


def _loaded(path: Path, name: str) -> dict[str, Any]:
    try:
        data = read_bytes(path)
    except OSError as error:
        raise DataError(f"The file cannot be opened ({error.strerror}).", where=name) from None
    document: dict[str, Any] = jsonio.loads(data, where=name)
    faults = validation.faults(document, "rating")
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise InvalidDocument(
            f"{faults[0].path}: {faults[0].message}{more}", where=name, remedy="Export the ratings again."
        )
    return document
