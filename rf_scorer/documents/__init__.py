"""Domain types to JSON documents, and back where one is read; the same input gives the same document, to the byte."""

from rf_scorer.documents.evaluation import EVALUATION_NOTICE, evaluation_document
from rf_scorer.documents.manifest import manifest_document
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
    "EVALUATION_NOTICE",
    "NOTE_ON_AGGREGATES",
    "NOTICE",
    "document_text",
    "evaluation_document",
    "highlight_record",
    "manifest_document",
    "note_document",
    "rate_record",
    "sheet_document",
    "transcript_document",
    "transcript_from_document",
    "turns_from_document",
]
