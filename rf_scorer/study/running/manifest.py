"""The manifest of a run: what was read, with what, and what stands in the output folder for it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer.documents import manifest_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.running.work import Outcome

__all__ = ["manifest"]


def manifest(
    outcomes: Sequence[Outcome], options: RunOptions, provenance: Mapping[str, str], *, settings: str, summary: str
) -> dict[str, Any]:
    """The manifest document: the same for the same inputs, options, versions and models, whatever the timing.

    Parameters
    ----------
    outcomes : sequence of Outcome
        In the inputs' order.
    options : RunOptions
        Those that change what is written are recorded; the number of processes and whether the run repeats another are not.
    provenance : mapping of str to str
    settings : str
        Digest of the settings that bear on what sheets hold.
    summary : str
        Digest of the table of the run.
    """
    read, speakers = options.read, options.speakers
    return manifest_document(
        version=rf_scorer.__version__,
        command="score",
        options={
            "protocol": _named(options.protocol),
            "model": _named(options.model),
            "language_model": _named(options.language_model),
            "pages": options.pages,
            "format": read.format,
            "encoding": read.encoding,
            "tracked_changes": read.tracked_changes,
            "comments": read.comments,
            "text_column": read.text_column,
            "speaker_column": read.speaker_column,
            "participant": list(speakers.participant),
            "interviewer": list(speakers.interviewer),
        },
        provenance=provenance,
        settings=settings,
        summary=summary,
        shard=asdict(options.shard) if options.shard is not None else None,
        files=[
            {
                "file": outcome.row.file,
                "id": outcome.row.transcript,
                "status": outcome.row.status,
                "reason": outcome.row.reason,
                "remedy": outcome.row.remedy,
                "sha256": outcome.row.sha256,
                "beside": outcome.beside,
                "outputs": [
                    {"path": output.path, "sha256": output.sha256, "size": output.size} for output in outcome.outputs
                ],
                "place": outcome.input.place,
            }
            for outcome in outcomes
        ],
    )


def _named(name_or_path: str | None) -> str | None:
    # Where a lab keeps its files is nobody's business, and must not change the bytes.
    return None if name_or_path is None else Path(name_or_path).name or name_or_path
