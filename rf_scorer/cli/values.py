"""Values of options that hold more than one thing, for Click's ``type``."""

from __future__ import annotations

import click

__all__ = ["capacity", "names", "numbers"]


def names(text: str) -> tuple[str, ...]:
    """Names with commas between them, each once without regard to case.

    Raises
    ------
    click.BadParameter
        If one is empty or stands twice.
    """
    found = tuple(name.strip() for name in text.split(","))
    if not all(found) or len({name.casefold() for name in found}) < len(found):
        raise click.BadParameter("Give names with commas between them, each once, such as group,site.")
    return found


def numbers(text: str) -> tuple[int, ...]:
    """Whole numbers of up to six digits with commas between them.

    Raises
    ------
    click.BadParameter
        If one is something else.
    """
    found = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= 6 for part in found):
        raise click.BadParameter("Give whole numbers with commas between them, such as 10,20,30.")
    return tuple(map(int, found))


def capacity(text: str) -> tuple[str, int]:
    """A rater's code and a number: ``anna=10``.

    Raises
    ------
    click.BadParameter
        If it is something else.
    """
    rater, _, number = text.partition("=")
    if not rater or not (number.isascii() and number.isdigit()) or len(number) > 5:
        raise click.BadParameter("Give a rater and a number of interviews, such as anna=10.")
    return rater, int(number)
