"""What a language pipeline says about words, asked for only where something hangs on it: most turns hold no word that might be a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, TypeVar

from rf_scorer.language.entities import Looked
from rf_scorer.privacy.sight import Signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rf_scorer.language.entities import NamedWords

__all__ = ["Asking"]

_Found = TypeVar("_Found")


class _Asked(Exception):
    """Somebody wants to know what nobody has looked at yet."""


class _Unseen(dict[int, str]):
    def get(self, *_: object) -> NoReturn:
        raise _Asked

    def __getitem__(self, _: int) -> NoReturn:
        raise _Asked


class Asking:
    """The signs of the texts of one document.

    What is found is what would be found if all texts were looked at first: whatever would come out otherwise asks.

    Parameters
    ----------
    named : Looked or sequence of NamedWords
        Looks at the texts by their indices, or has done so.
    count : int
        How many texts there are.
    """

    def __init__(self, named: Looked | Sequence[NamedWords], count: int) -> None:
        self._named = named
        self._signs = [Signs(entities=_Unseen(), tags=_Unseen())] * count

    def settled(self, work: Callable[[int, Signs], _Found]) -> Iterator[_Found]:
        """Do something with the signs of every text, in order; those that it asks about are looked at together.

        Parameters
        ----------
        work : callable
            Of the index of a text and its signs. It is done again where it asked.
        """
        found: dict[int, _Found] = {}
        asking = []
        for index, signs in enumerate(self._signs):
            try:
                found[index] = work(index, signs)
            except _Asked:
                asking.append(index)
        self._look(asking)
        for index in range(len(self._signs)):
            yield found[index] if index in found else work(index, self._signs[index])

    @property
    def signs(self) -> tuple[Signs, ...]:
        """What is known now of each text."""
        return tuple(self._signs)

    def _look(self, indices: Sequence[int]) -> None:
        if isinstance(self._named, Looked):
            told = self._named.named(indices)
        else:
            told = [self._named[index] for index in indices]
        for index, one in zip(indices, told, strict=True):
            self._signs[index] = Signs(entities=one.entities, tags=one.tags)
