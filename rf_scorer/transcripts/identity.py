"""Ids of transcripts: they name the sheet and the page, so they must be safe in a file name on any system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

__all__ = ["identifier"]

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
#: File systems allow 255 bytes in a name; a suffix must still fit.
_LONGEST = 120


def identifier(name: str) -> str:
    """An id made of a name: ASCII letters, digits, ``.``, ``_`` and ``-``, at most 120 characters.

    Accents are dropped and what else a file name may not hold becomes ``-``. A name of which nothing would be left gets an id made of its
    digest. Two names may give the same id, which the caller has to notice.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    kept = _UNSAFE.sub("-", plain).strip("-.")[:_LONGEST].strip("-.")
    return kept or f"transcript-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
