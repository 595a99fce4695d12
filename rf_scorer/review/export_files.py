"""The files of an export: their names, the documents, the tables, and the manifest of them all."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer import documents, validation
from rf_scorer.review.export_tables.agreed import CONSENSUS, consensus_table
from rf_scorer.review.export_tables.codebook import CODEBOOK, codebook_table
from rf_scorer.review.export_tables.columns import as_csv
from rf_scorer.review.export_tables.long import LONG, long_table
from rf_scorer.review.export_tables.wide import wide_table
from rf_scorer.study.ratings.exported import COMMAND, MANIFEST, RATINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rf_scorer.domain.confirmed import Consensus, RatedInterview

__all__ = ["NAMES", "Work", "files_of"]

LONG_FILE, WIDE_FILE, CONSENSUS_FILE, CODEBOOK_FILE = (
    "ratings-long.csv",
    "ratings-wide.csv",
    "consensus.csv",
    "codebook.csv",
)
#: What stands directly in the folder of an export.
NAMES = (RATINGS, LONG_FILE, WIDE_FILE, CONSENSUS_FILE, CODEBOOK_FILE, MANIFEST)
_CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that is exported.

    Attributes
    ----------
    rated : tuple of RatedInterview
        By interview and rater.
    agreed : tuple of Consensus
        By interview.
    gone : tuple of str
        Interviews that were rated and have no sheet any more.
    """

    rated: tuple[RatedInterview, ...]
    agreed: tuple[Consensus, ...]
    gone: tuple[str, ...]


def files_of(
    work: Work, *, settings: Path, provenance: Mapping[str, str], options: Mapping[str, bool], notes: bool
) -> dict[str, str]:
    """The text of every file, by its path in the export, the manifest last.

    Parameters
    ----------
    work : Work
    settings : Path
        The settings of the study, which decide on consensus.
    provenance : mapping of str to str
        Stands in every document.
    options : mapping of str to bool
        Stand in the manifest.
    notes : bool
        Whether the words that raters and adjudicators wrote are written.
    """
    files = {**_documents(work, provenance, notes=notes), **_tables(work, notes=notes)}
    return {**files, MANIFEST: _manifest(work, files, settings, options, provenance)}


def _documents(work: Work, provenance: Mapping[str, str], *, notes: bool) -> dict[str, str]:
    names = _names(work.rated)
    made = {
        names[one.sheet.interview, one.rater]: documents.rating_document(one, provenance=provenance, notes=notes)
        for one in work.rated
    }
    made |= {
        _consensus_name(one.sheet.interview): documents.consensus_document(one, provenance=provenance, notes=notes)
        for one in work.agreed
    }
    for document in made.values():
        faults = validation.faults(document)
        if faults:
            raise AssertionError(f"a rating breaks its own schema at {faults[0].path} ({faults[0].rule})")
    return {name: documents.document_text(document) for name, document in sorted(made.items())}


def _consensus_name(interview: str) -> str:
    return f"{RATINGS}/{interview}--{_CONSENSUS}.json"


def _names(rated: Iterable[RatedInterview]) -> dict[tuple[str, str], str]:
    """A file name for each interview and rater: unlike any other without regard to case, and unlike that of a consensus."""
    plain = {(one.sheet.interview, one.rater): f"{RATINGS}/{one.sheet.interview}--{one.rater}.json" for one in rated}
    taken = Counter(name.casefold() for name in plain.values())
    taken.update(_consensus_name(interview).casefold() for interview in {interview for interview, _ in plain})
    return {
        key: name if taken[name.casefold()] == 1 else f"{name.removesuffix('.json')}--{_digest(key)}.json"
        for key, name in plain.items()
    }


def _digest(key: tuple[str, str]) -> str:
    # Codes hold no line break, so that no two pairs read alike.
    return hashlib.sha256("\n".join(key).encode()).hexdigest()[:8]


def _tables(work: Work, *, notes: bool) -> dict[str, str]:
    columns, rows = wide_table(work.rated)
    scales = sorted({(one.sheet.minimum, one.sheet.maximum) for one in work.rated})
    told = " or ".join(f"{low} to {high}" for low, high in scales)
    described = ((LONG_FILE, LONG), (WIDE_FILE, columns), (CONSENSUS_FILE, CONSENSUS))
    return {
        LONG_FILE: as_csv(LONG, long_table(work.rated), notes=notes),
        WIDE_FILE: as_csv(columns, rows, notes=notes),
        CONSENSUS_FILE: as_csv(CONSENSUS, consensus_table(work.agreed), notes=notes),
        CODEBOOK_FILE: as_csv(CODEBOOK, codebook_table(described, scales=told)),
    }


def _manifest(
    work: Work, files: Mapping[str, str], settings: Path, options: Mapping[str, bool], provenance: Mapping[str, str]
) -> str:
    """What was read and written: the settings with the tables, then every sheet with the documents about its interview."""
    about = {name: interview for (interview, _), name in _names(work.rated).items()}
    about |= {_consensus_name(one.sheet.interview): one.sheet.interview for one in work.agreed}
    outputs: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for name, text in files.items():
        data = text.encode("utf-8")
        written = {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        outputs[about.get(name)].append(written)
    read = {one.sheet.interview: one.sheet.sheet_sha256 for one in work.rated}
    digest = hashlib.sha256(settings.read_bytes()).hexdigest()
    rows = [{"file": settings.name, "id": None, "status": "done", "sha256": digest, "outputs": outputs[None]}]
    rows += [_input(interview, read.get(interview), outputs[interview]) for interview in sorted({*read, *work.gone})]
    document = documents.manifest_document(
        version=rf_scorer.__version__, command=COMMAND, options=options, provenance=provenance, files=rows
    )
    faults = validation.faults(document)
    if faults:
        raise AssertionError(f"the manifest breaks its own schema at {faults[0].path}")
    return documents.document_text(document)


def _input(interview: str, sha256: str | None, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    row = {"file": f"sheets/{interview}.json", "id": interview, "sha256": sha256, "outputs": outputs}
    if sha256 is not None:
        return row | {"status": "done"}
    return row | {
        "status": "refused",
        "reason": "The interview has no sheet any more, so its ratings were left out.",
        "remedy": "Score it again, if it still belongs to the study.",
    }
