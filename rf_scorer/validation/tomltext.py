"""TOML from strangers: parsed, or refused with a place and without a word of it."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from rf_scorer.errors import InvalidDocument

if TYPE_CHECKING:
    from typing import Final

__all__ = ["MAX_KEY_PARTS", "loads"]

#: Parts of a dotted key. Ours have two; the time that Python's parser takes grows with the square of them.
MAX_KEY_PARTS: Final = 64

# Begins where a part begins, so that each part is looked at a bounded number of times.
_DOTTED = re.compile(rf"(?<![\w\"'.-])(?:[\w\"'-]+[ \t]*\.[ \t]*){{{MAX_KEY_PARTS}}}")
#: Brackets before a value: arrays in arrays. Python's parser calls itself for each.
_BRACKETS = re.compile(r"(?:[\[{][ \t\r\n]*){80}")


def loads(data: str | bytes, *, where: str | None = None) -> dict[str, Any]:
    """Parse TOML.

    Parameters
    ----------
    data : str or bytes
        UTF-8 where bytes, with or without a byte-order mark.
    where : str, optional
        For messages.

    Raises
    ------
    InvalidDocument
        If it is none, nests too deep, or holds a number of thousands of digits: with line and column, never with what stands there.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        if _DOTTED.search(text) is not None:
            message = f"A key has more than {MAX_KEY_PARTS} parts."
        elif _BRACKETS.search(text) is not None:
            message = "The nesting is too deep."
        else:
            return tomllib.loads(text)
    except UnicodeDecodeError:
        message = "This is not UTF-8."
    except tomllib.TOMLDecodeError as error:
        place = str(error).rpartition("(")[2].rstrip(")")
        message = f"This is not TOML ({place if place.startswith(('at line', 'at end')) else 'at its end'})."
        message = message.replace("(at end of document)", "(at its end)")
    except RecursionError:
        message = "The nesting is too deep."
    except ValueError:  # Python refuses to convert integers of more than a few thousand digits
        message = "A number is too long."
    # Raised outside the handler: the chained error would quote the file.
    raise InvalidDocument(message, where=where)
