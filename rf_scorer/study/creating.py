"""A new study folder, whole or not at all."""

from __future__ import annotations

import os
import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rf_scorer import validation
from rf_scorer.errors import OutputExists, UsageError
from rf_scorer.study import settings
from rf_scorer.study.files.placing import check_room, place
from rf_scorer.study.folder import CASES, PRACTICE, TRANSCRIPTS, DeskRules, Rater, Study, is_study
from rf_scorer.study.settings_text import as_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["create"]

_CODE_REMEDY = "A code is a letter or digit and up to 39 more, or '.', '_', '-'; no two may differ by case alone."


def create(
    root: Path,
    *,
    title: str,
    protocol: str | None = None,
    model: str = "rf_passage",
    cases: str | None = None,
    desk: DeskRules | None = None,
    raters: Sequence[Rater] = (),
    files: Mapping[str, bytes] | None = None,
    labels: str | None = None,
) -> Study:
    """Make a study folder, whole or not at all.

    Parameters
    ----------
    root : Path
        A folder that is not there, is empty, or holds nothing but a folder ``transcripts`` and a ``cases.toml``: these are kept as they are.
    title, protocol, model, cases
        As in ``study.toml``.
    desk : DeskRules, optional
    raters : sequence of Rater
    files : mapping of str to bytes, optional
        What stands in the folder from the start, by path in it; only for a new or empty one.
    labels : str, optional
        The path of the labels that make it a practice study.

    Raises
    ------
    OutputExists
        If the folder is a study already.
    UsageError
        If it holds other things, or the settings cannot be, such as two raters with one code.
    OutputFailed
        If it cannot be written.
    """
    if is_study(root):
        raise OutputExists(
            "The folder is a study already.",
            where=str(root),
            remedy=f"Change its {settings.FILE}, or give another folder.",
        )
    check_room(root, kept=(TRANSCRIPTS, CASES), files=files or {})
    desk = desk or DeskRules()
    score = {
        "protocol": protocol,
        "model": model,
        "cases": CASES if cases is None and os.path.lexists(root / CASES) else cases,
    }
    document: dict[str, Any] = {
        "schema": settings.SCHEMA,
        "id": f"st-{secrets.token_hex(6)}",
        "title": title,
        **({"kind": PRACTICE, "practice": {"labels": labels}} if labels is not None else {}),
        **({"score": {key: value for key, value in score.items() if value is not None}} if labels is None else {}),
        "desk": {**asdict(desk), "reveal": desk.reveal.value},
        "raters": [
            {"id": one.id, "role": one.role} | ({} if one.interviews is None else {"interviews": list(one.interviews)})
            for one in raters
        ],
    }
    _check_settings(document)
    text = as_toml(document)
    place(
        root,
        {**(files or {}), settings.FILE: text.encode("utf-8")},
        folders=(TRANSCRIPTS,) if labels is None else (),
        last=settings.FILE,
    )
    return Study.open(root)


def _check_settings(document: Mapping[str, Any]) -> None:
    faults = validation.faults(document, "study") or tuple(settings.repeated(document["raters"]))
    if faults:
        codes = all(fault.path.startswith("$.raters") for fault in faults)
        raise UsageError(
            " ".join(f"{fault.path}: {fault.message}" for fault in faults),
            remedy=_CODE_REMEDY if codes else "'rf-scorer schema study' describes every key.",
        )
