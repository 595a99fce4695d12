"""What a run read and wrote, with the digest of every file, so that a later reader can tell whether anything changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer.study.summary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.work import Outcome

__all__ = ["manifest"]


def manifest(outcomes: Sequence[Outcome], options: RunOptions, provenance: Mapping[str, str]) -> dict[str, Any]:
    """The manifest document: the same for the same inputs, options, versions and models, whatever the timing.

    Parameters
    ----------
    outcomes : sequence of Outcome
        In the inputs' order.
    options : RunOptions
        Those that change what is written are recorded; the number of processes and how the run was repeated are not.
    provenance : mapping of str to str
    """
    counts = Counter(outcome.row.status for outcome in outcomes)
    return {
        "schema": "urn:rf-scorer:schema:manifest:1",
        "version": rf_scorer.__version__,
        "command": "score",
        "options": {
            "protocol": options.protocol,
            "model": options.model,
            "pages": options.pages,
            "format": options.read.format,
            "encoding": options.read.encoding,
            "tracked_changes": options.read.tracked_changes,
            "comments": options.read.comments,
            "text_column": options.read.text_column,
            "speaker_column": options.read.speaker_column,
            "participant": list(options.speakers.participant),
            "interviewer": list(options.speakers.interviewer),
        },
        "provenance": dict(provenance),
        "files": [_file(outcome) for outcome in outcomes],
        "counts": {status: counts[status] for status in STATUSES},
    }


def _file(outcome: Outcome) -> dict[str, Any]:
    row = outcome.row
    return {
        "file": row.file,
        "id": row.transcript,
        "status": row.status,
        "sha256": row.sha256,
        "outputs": [asdict(output) for output in outcome.outputs],
        "warnings": row.warnings,
        "error": {"message": row.reason, "remedy": row.remedy or None} if row.reason else None,
    }
