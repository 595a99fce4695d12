"""Suggestions under a seal, so that nobody reads a number in a worksheet's source by accident.

This is a **seal, not encryption**: what opens it stands in the same file, and whoever wants to break it can. It does for a
file what an envelope does on a desk. Where that is not enough, ``rf-scorer worksheet --no-suggestions`` leaves the
suggestions out.

How it is made, in Python here and in JavaScript in ``desk/static/js/sealed.js``:

1. the suggestion as JSON, in UTF-8;
2. each byte XORed with a byte of a keystream: the highest eight bits of each new state of Marsaglia's xorshift32 (13, 17, 5),
   whose first state is the CRC-32 of ``worksheet:unit`` (1 where that is 0);
3. Base64.

The same CRC-32, of a whole saved file, tells a change by hand or a broken copy. It does not tell a forger.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CHECK", "checksum", "seal", "unseal"]

#: The key of a saved file that holds its checksum; everything else in the file is what it covers.
CHECK = "check"
_32_BITS = 0xFFFFFFFF


def _blend(data: bytes, *, worksheet: str, unit: str) -> bytes:
    """XOR with the keystream of this unit: the same call seals and unseals."""
    state = zlib.crc32(f"{worksheet}:{unit}".encode()) or 1
    blended = bytearray(data)
    for index in range(len(blended)):
        state ^= state << 13 & _32_BITS
        state ^= state >> 17
        state ^= state << 5 & _32_BITS
        blended[index] ^= state >> 24
    return bytes(blended)


def seal(document: Any, *, worksheet: str, unit: str) -> str:
    """Put a document under the seal of one unit of one worksheet.

    Parameters
    ----------
    document : object
        Anything that is JSON.
    worksheet, unit : str
        Ids. The same document under another unit's seal looks different.

    Returns
    -------
    str
        Base64: letters, digits, ``+``, ``/`` and ``=``.
    """
    data = jsonio.dumps_line(document).encode()
    return base64.b64encode(_blend(data, worksheet=worksheet, unit=unit)).decode("ascii")


def unseal(text: str, *, worksheet: str, unit: str) -> Any:
    """What was put under a seal.

    Raises
    ------
    InvalidDocument
        If the text is not Base64, or was sealed for another worksheet or unit.
    """
    try:
        data = base64.b64decode(text.encode(), validate=True)
        return jsonio.loads(_blend(data, worksheet=worksheet, unit=unit))
    except (InvalidDocument, UnicodeError, binascii.Error):
        pass
    # Raised outside the handler: half-opened text must not stand in a traceback.
    raise InvalidDocument("This was not sealed for this worksheet and this unit.", where=unit)


def checksum(document: Mapping[str, Any]) -> str:
    """CRC-32 of a saved file without its own checksum, as eight hexadecimal digits.

    It covers the keys and values in their order, not the line breaks and blanks between them: the JSON in one line without blanks,
    as ``JSON.stringify`` writes it.

    Raises
    ------
    UnicodeEncodeError
        If a string holds half of a character.
    """
    covered = {key: value for key, value in document.items() if key != CHECK}
    return f"{zlib.crc32(jsonio.dumps_line(covered).encode()):08x}"
