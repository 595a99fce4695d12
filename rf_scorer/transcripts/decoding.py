"""Bytes to text."""
from dataclasses import dataclass
@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text."""
    text: str
    encoding: str
    newline: str
    notes: tuple = ()
def decode(data: bytes, *, encoding: str | None = None) -> Decoded | None: return None
