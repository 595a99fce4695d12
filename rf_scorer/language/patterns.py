"""The codebook's small language for runs of words, compiled once and tried only where a rare word of the run occurs.

============  ======================================================================================================
``word``      this word, lower-case, contractions undone (``do not``, ``i am``); ``don't`` may be written as such
``~word``     any form of this verb (or, where no verb is meant, noun)
``{class}``   a word of this class of ``words.toml``; also ``{name}``, a capitalised word or a placeholder
``a|b``       either
``x?``        x or nothing
``*``         any one word
``:VBG``      any word with this Penn tag; ``:VBG|VBN`` with one of these
``<3>``       up to three words, none of which ends a sentence
``@mind``     a word of a mention; ``@emotion`` … of that category; ``@other`` … of that holder; ``@state``: no modulation
``^``, ``$``  the sentence begins, ends here
``[ … ]``     the part that is marked; without brackets all of it is
============  ======================================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rf_scorer.language.contractions import expand
from rf_scorer.language.view import CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rf_scorer.language.view import View

__all__ = ["COMMON", "Element", "Pattern", "PatternError", "compile_pattern"]

Kind = Literal["words", "gap", "any", "tag", "start", "end"]

_PIECE = re.compile(r"\[|\]|[^\s\[\]]+")
_TAG, _GAP = re.compile(r":([A-Z$|]+)"), re.compile(r"<(\d+)>")
_SENTENCE_END = frozenset(".?!")
_PUNCTUATION = frozenset(".?!,;:-\"'()") | {"..."}
# fmt: off
#: Words that hardly any text is without.
COMMON = frozenset({
    "the", "a", "an", "i", "you", "he", "she", "it", "we", "they", "me", "him", "her", "us", "them", "my", "your",
    "his", "our", "their", "is", "am", "are", "was", "were", "be", "been", "have", "has", "had", "do", "does", "did",
    "not", "no", "and", "or", "but", "so", "that", "this", "to", "of", "in", "on", "at", "for", "with", "from", "by",
    "as", "if", "what", "how", "when", "like", "just", "all", "up", "out", "about", "there", "one", "can", "could",
    "would", "will", "'d", "'s", "get", "got", "go", "know", "think",
})
# fmt: on


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says why."""


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern."""

    kind: Kind
    words: frozenset[str] = frozenset()
    most: int = 1
    optional: bool = False
    tags: frozenset[str] = frozenset()
    name: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled run of words.

    Attributes
    ----------
    text : str
    elements : tuple of Element
    marked : tuple of int
        Half-open range of elements that is marked.
    anchor : int
        Index of the element by whose words the pattern is found; -1 where it is only ever tried at a given place.
    after, before : frozenset of str or None
        One of these words must stand behind, or before, the anchor: cheap to look at before anything is matched.
    opens, closes : frozenset of str or None
        It begins, or ends, with one of these words; None where it may with others, or with none.
    plain : tuple of frozenset of str
        The words of each element, where each is there once and is told by its words: so are three in four. Empty for others.
    """

    text: str
    elements: tuple[Element, ...]
    marked: tuple[int, int]
    anchor: int
    after: frozenset[str] | None = None
    before: frozenset[str] | None = None
    opens: frozenset[str] | None = None
    closes: frozenset[str] | None = None
    plain: tuple[frozenset[str], ...] = ()

    @property
    def by_mention(self) -> bool:
        """Whether it has no fixed word and is found by a mention."""
        return self.anchor >= 0 and bool(self.elements[self.anchor].tags)

    @property
    def keys(self) -> frozenset[str]:
        """The words at which it is worth trying."""
        return self.elements[self.anchor].words if self.anchor >= 0 else frozenset()

    def at_anchor(self, view: View, i: int, tags: list[str] | None = None) -> tuple[int, int, int, int] | None:
        """Match with the anchor at word ``i``: start and end of the whole and of the marked part, or None."""
        if self.after is not None and (i + 1 >= len(view.w) or view.w[i + 1] not in self.after):
            return None
        if self.before is not None and (i == 0 or view.w[i - 1] not in self.before):
            return None
        if self.plain:
            start = i - self.anchor
            if not self._stands(view, start):
                return None
            first, last = self.marked
            return (start, start + len(self.plain), start + first, start + last) if first < last else None
        places = [-1] * (len(self.elements) + 1)
        end = _forward(self.elements, self.anchor, view, i, places, tags)
        if end < 0:
            return None
        start = _backward(self.elements, self.anchor - 1, view, i, places, tags)
        if start < 0:
            return None
        return self._span(places, start, end)

    def begin(self, view: View, i: int, tags: list[str] | None = None) -> int:
        """Match beginning at word ``i``: where it ends, or -1."""
        if self.opens is not None and (i >= len(view.w) or view.w[i] not in self.opens):
            return -1
        if self.plain:
            return i + len(self.plain) if self._stands(view, i) else -1
        places = [-1] * (len(self.elements) + 1)
        return _forward(self.elements, 0, view, i, places, tags)

    def finish(self, view: View, i: int, tags: list[str] | None = None) -> int:
        """Match ending before word ``i``: where it begins, or -1."""
        if self.closes is not None and (i <= 0 or view.w[i - 1] not in self.closes):
            return -1
        if self.plain:
            start = i - len(self.plain)
            return start if self._stands(view, start) else -1
        places = [-1] * (len(self.elements) + 1)
        return _backward(self.elements, len(self.elements) - 1, view, i, places, tags)

    def _stands(self, view: View, start: int) -> bool:
        """Whether a plain pattern begins at word ``start``."""
        end = start + len(self.plain)
        if start < 0 or end > len(view.w):
            return False
        for word, words in zip(view.w[start:end], self.plain, strict=True):  # noqa: SIM110 (a generator would take as long)
            if word not in words:
                return False
        return True

    def _span(self, places: list[int], start: int, end: int) -> tuple[int, int, int, int] | None:
        places[-1] = end
        # An optional element that matched nothing has no place: the next one that has gives the border.
        first = next((place for place in places[self.marked[0] :] if place >= 0), end)
        last = next((place for place in places[self.marked[1] :] if place >= 0), end)
        return (start, end, first, last) if first < last else None


def _accepts(element: Element, view: View, i: int, tags: list[str] | None) -> bool:
    kind = element.kind
    if kind == "words":
        if view.w[i] in element.words or (element.name and (view.w[i] == CODE or view.capital(i))):
            return True
        if not element.tags or tags is None or not tags[i]:
            return False
        category, holder = tags[i].split("/")
        wanted = element.tags
        return (
            category in wanted
            or holder in wanted
            or "mind" in wanted
            or ("state" in wanted and category != "modulation")
        )
    if kind == "tag":
        return bool(view.tag) and view.tag[i] in element.words
    return kind == "any" and view.w[i] not in _PUNCTUATION


def _forward(
    elements: tuple[Element, ...], k: int, view: View, i: int, places: list[int], tags: list[str] | None
) -> int:
    """Match elements from ``k`` on at word ``i``: where they end, or -1."""
    if k == len(elements):
        return i
    element = elements[k]
    if element.kind in {"start", "end"}:
        return _forward(elements, k + 1, view, i, places, tags) if _at_border(element, view, i) else -1
    if element.kind == "gap":
        for reach in range(element.most + 1):
            end = _forward(elements, k + 1, view, i + reach, places, tags)
            if end >= 0:
                return end
            if i + reach >= len(view.w) or view.w[i + reach] in _SENTENCE_END:
                return -1
        return -1
    if i < len(view.w) and _accepts(element, view, i, tags):
        places[k] = i
        end = _forward(elements, k + 1, view, i + 1, places, tags)
        if end >= 0 or not element.optional:
            return end
        places[k] = -1
    elif not element.optional:
        return -1
    return _forward(elements, k + 1, view, i, places, tags)


def _backward(
    elements: tuple[Element, ...], k: int, view: View, i: int, places: list[int], tags: list[str] | None
) -> int:
    """Match elements ``0..k`` so that they end before word ``i``: where they begin, or -1."""
    if k < 0:
        return i
    element = elements[k]
    if element.kind in {"start", "end"}:
        return _backward(elements, k - 1, view, i, places, tags) if _at_border(element, view, i) else -1
    if element.kind == "gap":
        for reach in range(element.most + 1):
            start = _backward(elements, k - 1, view, i - reach, places, tags)
            if start >= 0:
                return start
            if i - reach - 1 < 0 or view.w[i - reach - 1] in _SENTENCE_END:
                return -1
        return -1
    if i > 0 and _accepts(element, view, i - 1, tags):
        places[k] = i - 1
        start = _backward(elements, k - 1, view, i - 1, places, tags)
        if start >= 0 or not element.optional:
            return start
        places[k] = -1
    elif not element.optional:
        return -1
    return _backward(elements, k - 1, view, i, places, tags)


def _at_border(element: Element, view: View, i: int) -> bool:
    """Whether a sentence begins, or ends, at word ``i``."""
    if i >= len(view.w):
        return True
    if element.kind == "start":
        return view.first[i] == i or view.w[i - 1] == '"'
    return view.w[i] in _SENTENCE_END or view.first[i] == i


def _is_plain(element: Element) -> bool:
    return element.kind == "words" and not (element.optional or element.name or element.tags)


def _neighbours(elements: Sequence[Element]) -> frozenset[str] | None:
    """The words one of which must come next if these elements are to match, or None where anything may."""
    words: set[str] = set()
    for element in elements:
        if element.kind != "words" or element.tags or element.name:
            return None
        words |= element.words
        if not element.optional:
            return frozenset(words)
    return None


def compile_pattern(
    text: str,
    *,
    forms: Callable[[str], frozenset[str]],
    classes: Mapping[str, frozenset[str]],
    anchored: bool = True,
    known: dict[str, list[Element]] | None = None,
) -> Pattern:
    """Compile a pattern.

    Parameters
    ----------
    text : str
    forms : callable
        Every form of a headword.
    classes : mapping of str to frozenset of str
    anchored : bool
        Whether it must have a word by which it is found; conditions that are tried at a given place need none.
    known : dict, optional
        Pieces that were read before, with these forms and classes; those of this pattern are added.

    Raises
    ------
    PatternError
    """
    elements: list[Element] = []
    known = {} if known is None else known
    opened = closed = None
    for piece in _PIECE.findall(text):
        if piece == "[":
            opened = len(elements)
        elif piece == "]":
            closed = len(elements)
        else:
            if piece not in known:
                known[piece] = _elements(piece, forms, classes)
            elements += known[piece]
    if (opened is None) != (closed is None):
        raise PatternError("a bracket is not closed")
    if not elements:
        raise PatternError("the pattern is empty")
    anchor = _anchor(elements)
    if anchored and anchor < 0:
        raise PatternError("no word of it is fixed")
    return Pattern(
        text=text,
        elements=tuple(elements),
        marked=(opened or 0, closed if closed is not None else len(elements)),
        anchor=anchor,
        after=_neighbours(elements[anchor + 1 :]) if anchor >= 0 else None,
        before=_neighbours(elements[:anchor][::-1]) if anchor >= 0 else None,
        opens=_neighbours(elements),
        closes=_neighbours(elements[::-1]),
        plain=tuple(one.words for one in elements) if all(map(_is_plain, elements)) else (),
    )


def _elements(
    piece: str, forms: Callable[[str], frozenset[str]], classes: Mapping[str, frozenset[str]]
) -> list[Element]:
    optional = len(piece) > 1 and piece.endswith("?") and piece[-2] != "|"
    piece = piece[:-1] if optional else piece
    if piece.isalpha():  # mostly so
        return [Element("words", frozenset({piece}), optional=optional)]
    if piece in {"*", "^", "$"}:
        kind: Kind = {"*": "any", "^": "start", "$": "end"}[piece]  # type: ignore[assignment]
        return [Element(kind, optional=optional)]
    if tag := _TAG.fullmatch(piece):
        return [Element("tag", frozenset(tag[1].split("|")), optional=optional)]
    if gap := _GAP.fullmatch(piece):
        return [Element("gap", most=int(gap[1]))]
    return _worded(piece, forms, classes, optional=optional)


def _worded(
    piece: str, forms: Callable[[str], frozenset[str]], classes: Mapping[str, frozenset[str]], *, optional: bool
) -> list[Element]:
    words: set[str] = set()
    tags: set[str] = set()
    name = False
    for choice in piece.split("|"):
        if choice.startswith("@") and len(choice) > 1:
            tags.add(choice[1:])
            continue
        if choice == "{name}":
            name = True
            continue
        if choice.startswith("~"):
            words |= forms(choice[1:])
        elif choice.startswith("{") and choice != CODE:
            if choice[1:-1] not in classes:
                raise PatternError(f"there is no class {choice}; known: {', '.join(sorted(classes))}")
            words |= classes[choice[1:-1]]
        else:
            expanded = expand(choice)
            if len(expanded) > 1:
                if "|" in piece:
                    raise PatternError(f"two words cannot be an alternative: {choice}")
                return [Element("words", frozenset({word}), optional=optional) for word in expanded]
            words.add(choice)
    return [Element("words", frozenset(words), optional=optional, name=name, tags=frozenset(tags))]


def _anchor(elements: list[Element]) -> int:
    best, cost = -1, 10_000
    for index, element in enumerate(elements):
        if element.kind == "words" and not element.optional and not element.name and not element.tags:
            price = len(element.words) + 40 * len(element.words & COMMON)
            if price < cost:
                best, cost = index, price
    if best < 0:
        return next(
            (
                index
                for index, element in enumerate(elements)
                if element.tags and not element.words and not element.optional
            ),
            -1,
        )
    return best
