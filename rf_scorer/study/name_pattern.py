"""What a lab's file names say: participant and timepoint, where names are made by a rule such as ``P01_T1.docx``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

__all__ = ["FIELDS", "NamePattern"]

#: What may stand in braces.
FIELDS = ("participant", "timepoint")
_PIECE = re.compile(r"\{([^{}]*)\}|(\*)|([^{}*]+)|([{}])")
#: Longer than any path that a file system takes.
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePattern:
    """A rule by which file names were made, such as ``{participant}_{timepoint}`` or ``{timepoint}/{participant}*``.

    A pattern fits the name without its suffix as a whole, and with it as many folders above as the pattern has slashes. A field, and a ``*``,
    which stands for anything, ends where what stands behind it in the pattern begins: a field holds no character that stands beside it in the
    pattern, so that a name that was made by another rule does not fit rather than being read in some way.

    Attributes
    ----------
    text : str
        As somebody wrote it.
    """

    text: str
    _shape: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the pattern apart.

        Raises
        ------
        ValueError
            With what is wrong, in words that continue "the pattern".
        """
        object.__setattr__(self, "_shape", re.compile(_shape(unicodedata.normalize("NFC", self.text))))

    def read(self, name: str) -> dict[str, str]:
        """The fields of a file's name; empty where the name does not fit.

        Parameters
        ----------
        name : str
            A path within the folder that was given, with forward slashes.
        """
        folders, _, last = unicodedata.normalize("NFC", name).rpartition("/")
        stem = last.rpartition(".")[0] or last
        depth = self.text.count("/")
        above = folders.split("/")[-depth:] if depth else []
        found = self._shape.fullmatch("/".join([*above, stem]))
        return found.groupdict() if found is not None else {}


def _shape(text: str) -> str:
    """The pattern as a regular expression whose runs end at one character, so that no name takes long."""
    if len(text) > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST} characters")
    pieces = _PIECE.findall(text)
    if any(brace for *_, brace in pieces):
        raise ValueError("has a brace that is not closed or not opened")
    fields = [name for name, _, literal, _ in pieces if not literal and name]
    if any(name not in FIELDS for name in fields) or "{}" in text:
        raise ValueError(f"may have {' and '.join('{' + name + '}' for name in FIELDS)} in braces, and nothing else")
    if not fields:
        raise ValueError("has no {participant} and no {timepoint}")
    if len(set(fields)) < len(fields):
        raise ValueError("has a field twice")
    parts = []
    for place, (name, star, literal, _) in enumerate(pieces):
        if literal:
            parts.append(re.escape(literal))
            continue
        before, behind = (_literal(pieces, beside) for beside in (place - 1, place + 1))
        if before is None or behind is None:
            raise ValueError("has two fields, or a field and a *, with nothing between them")
        outside = re.escape("/" + before[-1:] + behind[:1])
        parts.append(f"[^{outside}]*" if star else f"(?P<{name}>[^{outside}]+)")
    return "".join(parts)


def _literal(pieces: list[tuple[str, str, str, str]], place: int) -> str | None:
    """The plain text at a place of the pattern: empty beyond its ends, None where there is a field."""
    if not 0 <= place < len(pieces):
        return ""
    return pieces[place][2] or None
