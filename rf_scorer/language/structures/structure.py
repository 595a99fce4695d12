"""What every structure is: a function from a scene to what it saw there, and what a text must hold for it to see anything.

Most texts hold nothing of most structures. To ask each structure for each text cost more than all that they found; now the words of a text,
and its mentions, tell which ones to ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from rf_scorer.language.mentions import Found
    from rf_scorer.language.scene import Scene, Seen
    from rf_scorer.language.view import View

__all__ = ["ANY", "Due", "Structure", "Way", "by_name", "structure"]

#: What every mention is.
ANY = "any"


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a structure may be there.

    Attributes
    ----------
    words : tuple of frozenset of str
        Of each of these sets the text holds a word; the one whose words are rarest comes first.
    needs : frozenset of str
        Holders, categories and flags of which the text has a mention each; :data:`ANY` for a mention whatsoever.
    """

    words: tuple[frozenset[str], ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure by its name.

    Attributes
    ----------
    name : str
        What the codebook calls it by.
    find : callable
        Gives what a scene holds of it, in order.
    ways : tuple of Way
        A text that none of them fits holds nothing of it.
    """

    name: str
    find: Callable[[Scene], Iterator[Seen]]
    ways: tuple[Way, ...]

    def __call__(self, scene: Scene) -> Iterator[Seen]:
        """All of it that a scene holds."""
        return self.find(scene)


def structure(
    *words: Collection[str], needs: Collection[str] = ()
) -> Callable[[Callable[[Scene], Iterator[Seen]] | Structure], Structure]:
    """Make a structure of a function, by whose name it goes; or give a structure one more :class:`Way`.

    Parameters
    ----------
    words, needs
        Of the way.
    """
    way = Way(tuple(frozenset(one) for one in words), frozenset(needs))

    def made(find: Callable[[Scene], Iterator[Seen]] | Structure) -> Structure:
        if isinstance(find, Structure):
            return Structure(find.name, find.find, (way, *find.ways))
        return Structure(find.__name__, find, (way,))

    return made


def by_name(*structures: Structure) -> Mapping[str, Structure]:
    """A table of structures."""
    return MappingProxyType({one.name: one for one in structures})


class Due:
    """Tells which structures a text may hold.

    Parameters
    ----------
    structures : iterable of Structure
    """

    def __init__(self, structures: Iterable[Structure]) -> None:
        # A bit for each way, in the order of the structures: sets of ways are whole numbers, and those of many words soon joined.
        self._owners: list[int] = []
        self._further: list[tuple[frozenset[str], ...]] = []
        self._by_word: dict[str, int] = {}
        self._needing: dict[str, int] = {}
        self._wordless = 0
        for number, one in enumerate(structures):
            for way in one.ways:
                bit = 1 << len(self._owners)
                self._owners.append(number)
                self._further.append(way.words[1:])
                if not way.words:
                    self._wordless |= bit
                for word in way.words[0] if way.words else ():
                    self._by_word[word] = self._by_word.get(word, 0) | bit
                for need in way.needs:
                    self._needing[need] = self._needing.get(need, 0) | bit
        self._keys = frozenset(self._by_word)

    def of(self, view: View, mentions: Collection[Found]) -> list[int]:
        """The numbers of the structures that these words and mentions may hold, in order."""
        there, due = view.vocabulary, self._wordless
        for word in there & self._keys:
            due |= self._by_word[word]
        kinds = {ANY} if mentions else set()
        for mention in mentions:
            kinds.add(mention.category)
            kinds.add(mention.holder)
            kinds.update(mention.flags)
        for need, ways in self._needing.items():
            if need not in kinds:
                due &= ~ways
        found: list[int] = []
        last = -1
        while due:
            bit = due & -due  # the lowest
            due ^= bit
            way = bit.bit_length() - 1
            number = self._owners[way]
            if number == last:
                continue
            for words in self._further[way]:
                if there.isdisjoint(words):
                    break
            else:
                found.append(number)
                last = number
        return found
