"""Amounts as sentences say them: a number with its noun, and a share in per cent."""

from __future__ import annotations

__all__ = ["counted", "percent"]


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 interview``, ``2 interviews``, ``1,200 interviews``.

    Parameters
    ----------
    count : int
    one, many : str
        What follows the number, with the verb where the sentence goes on: ``interview is``, ``interviews are``. Without ``many``
        the plural is ``one`` with an s.
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def percent(share: float) -> str:
    """A share of 0 to 1 in whole per cent: ``41 %``."""
    return f"{100 * share:.0f} %"
