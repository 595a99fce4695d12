"""Change over timepoints as a document: every figure rounded, participants by their codes, no word of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.documents.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.domain.change import ChangeReport

__all__ = ["CHANGE_NOTICE", "change_document"]

#: Stands in every report.
CHANGE_NOTICE = (
    "These figures compare ratings that trained raters confirmed. They say whether two ratings differ by more than error of measurement, and "
    "never that a person has recovered, or has or has not a disorder. Participants stand here by their codes: treat it like the ratings."
)


def change_document(
    report: ChangeReport,
    *,
    version: str,
    settings: Mapping[str, Any],
    statements: Sequence[str],
) -> dict[str, Any]:
    """A report of change (``schemas/change-report.schema.json``), the same for the same ratings and settings.

    Parameters
    ----------
    report : ChangeReport
    version : str
        Of rf_scorer.
    settings : mapping
        What was chosen.
    statements : sequence of str
    """
    return {
        "schema": "urn:rf-scorer:schema:change-report:1",
        "version": version,
        "notice": CHANGE_NOTICE,
        "settings": dict(sorted(settings.items())),
        "statements": list(statements),
        **plain(report),
    }
