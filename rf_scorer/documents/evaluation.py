"""An evaluation as a document: every figure rounded, no participant's words or codes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.documents.numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.domain.evaluation import Appraisal

__all__ = ["EVALUATION_NOTICE", "evaluation_document"]

#: Stands in every report.
EVALUATION_NOTICE = (
    "Suggestions are provisional, for a trained rater to confirm. These figures say how well suggestions followed these raters' ratings of "
    "these people, and nothing about any single person."
)


def evaluation_document(
    appraisal: Appraisal,
    *,
    version: str,
    settings: Mapping[str, Any],
    provenance: Mapping[str, str],
    statements: Sequence[str],
    remarks: Sequence[str],
) -> dict[str, Any]:
    """An evaluation report (``schemas/evaluation-report.schema.json``), the same for the same run.

    Parameters
    ----------
    appraisal : Appraisal
    version : str
        Of rf_scorer.
    settings : mapping
        What was chosen: strings, numbers, booleans, None, or lists of strings.
    provenance : mapping of str to str
    statements : sequence of str
        What the figures say and what they do not.
    remarks : sequence of str
        What a reader should know about the data.
    """
    return {
        "schema": "urn:rf-scorer:schema:evaluation-report:1",
        "version": version,
        "provisional": EVALUATION_NOTICE,
        "settings": dict(sorted(settings.items())),
        "provenance": dict(sorted(provenance.items())),
        "remarks": list(remarks),
        "statements": list(statements),
        **_plain(appraisal),
    }


def _plain(value: Any) -> Any:
    """Dataclasses as objects of their fields, sequences as lists, figures rounded."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if hasattr(value, "items"):
        return {str(key): _plain(part) for key, part in value.items()}
    return value
