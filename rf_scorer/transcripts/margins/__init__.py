"""What stands in a file beside its interview: properties, comments, changes, notes, paths, names in fields.

A transcript without a name in it can lie in a file that is full of names. Nothing here decides what identifies
somebody: it finds the words, and where they stand.
"""

from __future__ import annotations

from rf_scorer.transcripts.margins.gathering import margins, pictures
from rf_scorer.transcripts.margins.margin import Margin, Place, anonymous

__all__ = ["Margin", "Place", "anonymous", "margins", "pictures"]
