"""A study told as a whole, as a document: counts, shares, ids and codes, and no participant's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.documents.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain.study_report import StudyReport

__all__ = ["STUDY_NOTICE", "study_report_document"]

#: Stands in every report.
STUDY_NOTICE = (
    "This is for whoever runs the study. Raters who have not finished should not see it: it sums up suggestions and "
    "what others rated. Suggestions are provisional, for a trained rater to confirm; ratings are those of raters who finished. None of these figures is a diagnosis."
)


def study_report_document(report: StudyReport, *, version: str, statements: Sequence[str]) -> dict[str, Any]:
    """A report of a study (``schemas/study-report.schema.json``), the same for the same study.

    Parameters
    ----------
    report : StudyReport
    version : str
        Of rf_scorer.
    statements : sequence of str
    """
    return {
        "schema": "urn:rf-scorer:schema:study-report:1",
        "version": version,
        "notice": STUDY_NOTICE,
        "statements": list(statements),
        **plain(report),
    }
