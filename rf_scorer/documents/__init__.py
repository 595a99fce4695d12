"""Domain types to JSON documents, and back where one is read; the same input gives the same document, to the byte."""

from rf_scorer.documents.agreement import AGREEMENT_NOTICE, agreement_document
from rf_scorer.documents.evaluation import EVALUATION_NOTICE, evaluation_document
from rf_scorer.documents.manifest import manifest_document
from rf_scorer.documents.rating import consensus_document, rating_document
from rf_scorer.documents.rating_back import consensus_from_document, rating_from_document
from rf_scorer.documents.sheet import NOTE_ON_AGGREGATES, NOTICE, sheet_document
from rf_scorer.documents.streams import highlight_record, rate_record
from rf_scorer.documents.text import document_text
from rf_scorer.documents.transcript import (
    note_document,
    transcript_document,
    transcript_from_document,
    turns_from_document,
)

__all__ = [
    "AGREEMENT_NOTICE",
    "EVALUATION_NOTICE",
    "NOTE_ON_AGGREGATES",
    "NOTICE",
    "agreement_document",
    "consensus_document",
    "consensus_from_document",
    "document_text",
    "evaluation_document",
    "highlight_record",
    "manifest_document",
    "note_document",
    "rate_record",
    "rating_document",
    "rating_from_document",
    "sheet_document",
    "transcript_document",
    "transcript_from_document",
    "turns_from_document",
]
