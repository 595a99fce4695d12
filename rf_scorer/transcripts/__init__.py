"""From a file to a transcript.

Readers are found by content, speakers get their roles with reasons, and notes say what was guessed or dropped.
"""

from __future__ import annotations

from rf_scorer.transcripts.detection import check_options
from rf_scorer.transcripts.document import Document, Reader, Reading, ReadOptions
from rf_scorer.transcripts.reading import read, read_document
from rf_scorer.transcripts.speakers import SpeakerChoice

__all__ = ["Document", "ReadOptions", "Reader", "Reading", "SpeakerChoice", "check_options", "read", "read_document"]
