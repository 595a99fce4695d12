"""The types that travel along the path: transcript, passages, highlights, features, suggestions, sheet.

All are frozen, slotted and keyword-only, and none imports a third-party library. Offsets are half-open and count Unicode
code points. Two systems of coordinates exist, and only :class:`Turn` knows both:

*source*
    the text of the source document (``Source.text``): for text formats the file as decoded, without its byte-order
    mark and with its own line ends; for formats that are not text (docx, odt, pdf, xlsx) the text that the reader
    extracted. Everything that is written to a sheet is in source coordinates.
*local*
    a turn's own ``Turn.text``, in which captions are joined and line breaks read as spaces. The language package
    works in these; :meth:`Turn.to_source` leads back.
"""

from rf_scorer.domain.highlight import (
    CATEGORIES,
    FLAGS,
    HOLDERS,
    MARKER_FAMILIES,
    REFERENCE_LEVELS,
    Highlights,
    Marker,
    Mention,
    reach,
)
from rf_scorer.domain.note import Note, Severity
from rf_scorer.domain.passage import Passage, PassageState
from rf_scorer.domain.protocol import Level, Probe, Protocol, Question, QuestionRole, Scale
from rf_scorer.domain.sheet import Aggregate, Evidence, RatingSheet, Reason, Stretch, Suggestion
from rf_scorer.domain.transcript import Piece, Role, Source, Speaker, Transcript, Turn

__all__ = [
    "CATEGORIES",
    "FLAGS",
    "HOLDERS",
    "MARKER_FAMILIES",
    "REFERENCE_LEVELS",
    "Aggregate",
    "Evidence",
    "Highlights",
    "Level",
    "Marker",
    "Mention",
    "Note",
    "Passage",
    "PassageState",
    "Piece",
    "Probe",
    "Protocol",
    "Question",
    "QuestionRole",
    "RatingSheet",
    "Reason",
    "Role",
    "Scale",
    "Severity",
    "Source",
    "Speaker",
    "Stretch",
    "Suggestion",
    "Transcript",
    "Turn",
    "reach",
]
