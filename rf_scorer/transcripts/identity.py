"""Names of transcripts: ids, which name the sheet and the page and must be safe on any system, and file names as they may be shown."""

from __future__ import annotations

import hashlib
import re
import unicodedata

__all__ = ["identifier", "one_line", "shown"]

#: Control characters, halves of surrogate pairs (how Python holds undecodable bytes of a name), separators of lines and paragraphs.
_UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})
#: Marks that turn the direction of whatever letters follow; those that only say which way one letter runs stay.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
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


def shown(name: str) -> str:
    """A file name as messages, tables and documents may hold it.

    A file name can hold line breaks, commands to a terminal, marks that turn the direction of letters round, and bytes that are no text; each
    becomes U+FFFD.
    """
    if name.isprintable():
        return name
    return "".join(
        "\ufffd" if character in _TURNING or unicodedata.category(character) in _UNSHOWN else character
        for character in name
    )


def one_line(label: str) -> str:
    """A speaker's label on one line, with single blanks, and as it may be shown."""
    return label if label.isprintable() and "  " not in label else shown(" ".join(label.split()))
