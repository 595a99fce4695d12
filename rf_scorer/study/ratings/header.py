"""The header of a table, searched for columns: by the name that a person gave, or by names that are plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.study.ratings import cells
from rf_scorer.transcripts.readers.table_columns import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Header", "plain_name"]


def plain_name(name: str) -> str:
    """A column's name without what is around it, in lower case."""
    return name.strip("\ufeff \t\r\n\u00a0").casefold()


class Header:
    """The names of a table's columns; what is missing is gathered, to be told at once.

    Parameters
    ----------
    names : sequence of str
    told : iterable of str
        Every name that a person gave: none of these columns is taken for something else.

    Attributes
    ----------
    plain : list of str
    taken : set of str
        Plain names that have their meaning.
    missing : list of str
        A sentence for each fault so far.
    """

    def __init__(self, names: Sequence[str], told: Iterable[str]) -> None:
        self.names = names
        self.plain = [plain_name(name) for name in names]
        self.taken = {plain_name(name) for name in told}
        self.missing: list[str] = []

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self.plain

    def asked(self, name: str, option: str) -> int:
        """The place of a column that a person named; -1, and a fault, where there is none."""
        if name not in self:
            self.missing.append(f"There is no column {name!r} ({option}).")
            return -1
        exact = [place for place, one in enumerate(self.names) if one.strip("\ufeff \t") == name]
        return exact[0] if len(exact) == 1 else self._place(plain_name(name))

    def usual(self, names: Iterable[str]) -> int | None:
        """The place of the first of these that is there and not taken; it is taken then."""
        for name in names:
            if name in self.plain and name not in self.taken:
                self.taken.add(name)
                return self._place(name)
        return None

    def told(self) -> str:
        """What columns there are, for a remedy; or a question, where the row may be none of names."""
        # A row with a number in it is no header: what stands there may be somebody's words.
        plain = not any(isinstance(cells.rating(name), float) for name in self.names)
        shown = named(self.names) if plain else ()
        return f"Columns found: {', '.join(shown)}." if shown else "Is the first row the names of the columns?"

    def _place(self, name: str) -> int:
        twice = f"Two columns are called {name!r}."
        if self.plain.count(name) > 1 and twice not in self.missing:
            self.missing.append(twice)
        return self.plain.index(name)
