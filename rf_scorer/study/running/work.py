"""The work on one file: read, score, validate, write; whatever goes wrong becomes an outcome, not the end of the batch."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rf_scorer import documents, jsonio, pages, pipeline, validation
from rf_scorer.errors import OutputExists, OutputFailed, RfScorerError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.case import open_case
from rf_scorer.study.inputs import check_unchanged
from rf_scorer.study.privacy import gate
from rf_scorer.study.reason import REPORT, bug, refusal
from rf_scorer.study.running.earlier import Output, beside, holds
from rf_scorer.study.running.engines import engine_for
from rf_scorer.study.running.summary import DONE, ERROR, KEPT, REFUSED, Row, described

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.domain import Note
    from rf_scorer.language import Looked
    from rf_scorer.study.case import Opened
    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.running.earlier import Earlier
    from rf_scorer.study.running.layout import Layout
    from rf_scorer.transcripts import Document

__all__ = ["Job", "Outcome", "Output", "attempt", "sheet_of"]

#: A digest that nothing has, so that nobody takes what could not be read for what is not there.
_UNKNOWN = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to be done, with all that a process needs to know.

    Attributes
    ----------
    input : Input
    layout : Layout
    options : RunOptions
    earlier : Earlier or None
        What a run with the same settings, versions and models made of the file, if it is to be kept.
    """

    input: Input
    layout: Layout
    options: RunOptions
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file: its row in the summary, its outputs, and a digest of what stands beside it, where anything does."""

    input: Input
    row: Row
    outputs: tuple[Output, ...] = ()
    beside: str | None = None


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


def sheet_of(item: Input, options: RunOptions, *, document: Document | None = None) -> dict[str, Any]:
    """The rating sheet of one input as a document that keeps its schema; nothing is written.

    Parameters
    ----------
    item : Input
    options : RunOptions
        Of those that bear on writing none is asked for.
    document : Document, optional
        What the input holds, where it is no file but at hand.

    Raises
    ------
    DataError
        If it cannot be read, its speakers are not certain, something in it may identify somebody, or it was changed meanwhile.
    UsageError
        If its protocol, or the model or pipeline, is not known.
    """
    opened = open_case(item, options, document=document)
    sheet = _made(opened, engine_for(options.model, options.language_model), options)
    if document is None:
        check_unchanged(item, opened.transcript.source.sha256)
    return sheet


def _made(opened: Opened, engine: pipeline.Engine, options: RunOptions) -> dict[str, Any]:
    looked = engine.look(opened.transcript)
    return _document(opened, engine, seen=gate.seen(opened, options.gate, looked=looked), looked=looked)


def _score(job: Job) -> Outcome:
    item, options, layout = job.input, job.options, job.layout
    if job.earlier is not None and not item.clash:
        known = _known(job, job.earlier)
        if known is not None:
            return known
    # Before the transcript is opened: what changes from now on is noticed when the run is resumed.
    side = _beside(item)
    opened = open_case(item, options)
    engine = engine_for(options.model, options.language_model)
    sheet_path, page_path = layout.sheet(opened.transcript.id), layout.page(opened.transcript.id)
    document = _kept(sheet_path, opened, engine) if options.resume else None
    status = KEPT if document is not None else DONE
    if document is None:
        document = _made(opened, engine, options)
    check_unchanged(item, opened.transcript.source.sha256)
    replaces = options.force or options.resume
    outputs = []
    if status == DONE:
        outputs.append(_write(layout, sheet_path, documents.document_text(document), force=replaces))
    else:
        outputs.append(_described(layout, sheet_path, read_bytes(sheet_path)))
    if options.pages:
        outputs.append(_write(layout, page_path, pages.render(document), force=replaces))
    return Outcome(
        input=item,
        row=described(document, file=item.name, status=status),
        outputs=tuple(outputs),
        beside=side,
    )


def _known(job: Job, earlier: Earlier) -> Outcome | None:
    """What an earlier run made of a file, if it still holds."""
    item, layout = job.input, job.layout
    paths = [layout.sheet(item.id), *([layout.page(item.id)] if job.options.pages else [])]
    if not holds(earlier, item, layout.root, wanted=[_below(layout, path) for path in paths]):
        return None
    row = replace(earlier.row, file=item.name, transcript=item.id, status=KEPT)
    return Outcome(input=item, row=row, outputs=earlier.outputs, beside=earlier.beside)


def _beside(item: Input) -> str | None:
    try:
        return beside(item.path)
    except OSError:
        return _UNKNOWN


def _document(opened: Opened, engine: pipeline.Engine, *, seen: tuple[Note, ...], looked: Looked) -> dict[str, Any]:
    sheet = pipeline.score(
        opened.transcript, engine=engine, protocol=opened.protocol, override=opened.override, looked=looked
    )
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
    try:
        data = jsonio.write_text(path, text, force=force)
    except OutputExists:
        # A worker that was killed may have written it just before: whoever does its work again makes the same bytes.
        data = text.encode("utf-8", errors="surrogatepass")
        if not _stands(path, data):
            raise
    return _described(layout, path, data)


def _stands(path: Path, data: bytes) -> bool:
    try:
        return read_bytes(path, most=len(data)) == data
    except OSError:
        return False


def _described(layout: Layout, path: Path, data: bytes) -> Output:
    return Output(path=_below(layout, path), sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def _below(layout: Layout, path: Path) -> str:
    return path.relative_to(layout.root).as_posix()
