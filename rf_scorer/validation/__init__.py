"""Documents against their schemas: faults by place, never by value.

A document says by its first key, ``schema``, what it is. Records of a stream have no such key, and the caller names
their schema. What no schema can say (that offsets lead to the words, that references lead somewhere) is checked for
transcripts and rating sheets as well.
"""

from rf_scorer.validation.catalogue import schema, schema_names
from rf_scorer.validation.check import MAX_FAULTS, Fault, faults
from rf_scorer.validation.files import LONGEST_LINE, Located, lines_of, validate_lines, validate_path, validate_text

__all__ = [
    "LONGEST_LINE",
    "MAX_FAULTS",
    "Fault",
    "Located",
    "faults",
    "lines_of",
    "schema",
    "schema_names",
    "validate_lines",
    "validate_path",
    "validate_text",
]
