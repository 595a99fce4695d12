"""The work on one file: read, score, validate, write; whatever goes wrong becomes an outcome, not the end of the batch."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from rf_scorer import documents, jsonio, pages, pipeline, validation
from rf_scorer.errors import OutputFailed, RfScorerError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study import gate
from rf_scorer.study.case import open_case
from rf_scorer.study.inputs import check_unchanged
from rf_scorer.study.reason import REPORT, bug, refusal
from rf_scorer.study.summary import DONE, ERROR, KEPT, REFUSED, Row, described

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.domain import Note
    from rf_scorer.study.case import Opened
    from rf_scorer.study.inputs import Input
    from rf_scorer.study.layout import Layout
    from rf_scorer.study.options import RunOptions

__all__ = ["Job", "Outcome", "Output", "attempt", "engine_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to be done, with all that a process needs to know."""

    input: Input
    layout: Layout
    options: RunOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file that was written: path below the output folder, digest, bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file: its row in the summary, and its outputs."""

    input: Input
    row: Row
    outputs: tuple[Output, ...] = ()


def attempt(job: Job) -> Outcome:
    """Score one file.

    Raises
    ------
    OutputFailed
        If the results cannot be written.
    """
    item = job.input
    try:
        return _score(job)
    except OutputFailed:
        raise  # a full disk is no fault of this file, and would be the next one's too
    except RfScorerError as error:
        status, reason, remedy = REFUSED, refusal(error, item), error.remedy or ""
    except Exception as error:  # noqa: BLE001 (our own bug on one file must not cost the other ninety-nine)
        status, reason, remedy = ERROR, bug(error), REPORT
    return Outcome(input=item, row=Row(file=item.name, transcript=item.id, status=status, reason=reason, remedy=remedy))


@cache
def engine_for(model: str, language_model: str | None) -> pipeline.Engine:
    """One engine a process."""
    return pipeline.Engine.load(model, language_model=language_model)


def _score(job: Job) -> Outcome:
    item, options, layout = job.input, job.options, job.layout
    opened = open_case(item, options)
    engine = engine_for(options.model, options.language_model)
    sheet_path, page_path = layout.sheet(opened.transcript.id), layout.page(opened.transcript.id)
    document = _kept(sheet_path, opened, engine) if options.resume else None
    status = KEPT if document is not None else DONE
    if document is None:
        document = _document(opened, engine, seen=gate.seen(opened, options.gate))
    check_unchanged(item, opened.transcript.source.sha256)
    replaces = options.force or options.resume
    outputs = []
    if status == DONE:
        outputs.append(_write(layout, sheet_path, documents.document_text(document), force=replaces))
    else:
        outputs.append(_described(layout, sheet_path, read_bytes(sheet_path)))
    if options.pages:
        outputs.append(_write(layout, page_path, pages.render(document), force=replaces))
    return Outcome(input=item, row=described(document, file=item.name, status=status), outputs=tuple(outputs))


def _document(opened: Opened, engine: pipeline.Engine, *, seen: tuple[Note, ...]) -> dict[str, Any]:
    sheet = pipeline.score(opened.transcript, engine=engine, protocol=opened.protocol, override=opened.override)
    sheet = replace(
        sheet, notes=(*seen, *opened.notes, *sheet.notes), provenance={**sheet.provenance, "settings": opened.settings}
    )
    document = documents.sheet_document(sheet)
    faults = validation.faults(document, "rating-sheet")
    if faults:
        raise AssertionError(f"the sheet breaks its own schema at {faults[0].path}")
    return document


def _kept(path: Path, opened: Opened, engine: pipeline.Engine) -> dict[str, Any] | None:
    """The sheet of an earlier run, if this run would make the same one again."""
    try:
        document = jsonio.loads(read_bytes(path), where=path.name)
    except (OSError, RfScorerError):
        return None
    if not isinstance(document, dict) or validation.faults(document, "rating-sheet"):
        return None
    wanted = {**engine.provenance, "settings": opened.settings}
    same = (
        document["transcript"]["source"]["sha256"] == opened.transcript.source.sha256
        and document["provenance"] == wanted
    )
    return document if same else None


def _write(layout: Layout, path: Path, text: str, *, force: bool) -> Output:
    return _described(layout, path, jsonio.write_text(path, text, force=force))


def _described(layout: Layout, path: Path, data: bytes) -> Output:
    return Output(
        path=path.relative_to(layout.root).as_posix(), sha256=hashlib.sha256(data).hexdigest(), size=len(data)
    )
