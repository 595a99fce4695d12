"""What a run of an OpenDocument text looks like: automatic and named styles, what they inherit, and the defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.transcripts.readers.safexml import attribute, local
from rf_scorer.transcripts.readers.styled import Style

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

__all__ = ["Look", "OdtStyles", "style_of"]

#: What a style says about a run: ``bold``, ``italic``, ``underline``, ``capitals`` and ``hidden``, each only if set.
Look = dict[str, bool]

_LONGEST_CHAIN = 50
_SEMIBOLD = 600


def _said(properties: Element) -> Look:
    found: Look = {}
    weight = attribute(properties, "font-weight")
    if weight is not None:
        found["bold"] = weight == "bold" or (weight.isdecimal() and int(weight[:5]) >= _SEMIBOLD)
    slant = attribute(properties, "font-style")
    if slant is not None:
        found["italic"] = slant in ("italic", "oblique")
    line = attribute(properties, "text-underline-style")
    if line is not None:
        found["underline"] = line != "none"
    case = attribute(properties, "text-transform")
    if case is not None:
        found["capitals"] = case == "uppercase"
    display = attribute(properties, "display")
    if display is not None:
        found["hidden"] = display == "none"
    return found


class OdtStyles:
    """The styles of a document.

    Parameters
    ----------
    roots : iterable of Element
        The parts that hold styles; in case of equal names the first holds, so give the content before the named styles.
    """

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._default: Look = {}
        self._cache: dict[tuple[str, str], Look] = {}
        for root in roots:
            for element in root.iter():
                name = local(element)
                family = attribute(element, "family") or ""
                if name == "style" and (identifier := attribute(element, "name")) is not None:
                    self._styles.setdefault((family, identifier), element)
                elif name == "default-style" and family == "paragraph":
                    self._default = self._own(element)

    @staticmethod
    def _own(style: Element) -> Look:
        found: Look = {}
        for element in style:
            if local(element) == "text-properties":
                found |= _said(element)
        return found

    def _chain(self, family: str, identifier: str | None) -> list[Element]:
        chain: list[Element] = []
        while identifier is not None and (family, identifier) in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[family, identifier])
            identifier = attribute(chain[-1], "parent-style-name")
        return chain

    def of(self, family: str, identifier: str | None) -> Look:
        """What a style, with those it inherits from, sets.

        Parameters
        ----------
        family : str
            ``paragraph`` or ``text``.
        identifier : str or None
        """
        if identifier is None:
            return {}
        key = (family, identifier)
        if key not in self._cache:
            found: Look = {}
            for style in reversed(self._chain(family, identifier)):
                found |= self._own(style)
            self._cache[key] = found
        return self._cache[key]

    def paragraph(self, identifier: str | None) -> Look:
        """What a paragraph style makes of its words, defaults included."""
        return self._default | self.of("paragraph", identifier)

    def is_title(self, identifier: str | None) -> bool:
        """Whether a paragraph style is, or inherits from, a title's or heading's."""
        names = [attribute(style, "name") or "" for style in self._chain("paragraph", identifier)]
        return any(name.lower().startswith(("title", "subtitle", "heading")) for name in names)


def style_of(look: Look) -> Style:
    """The telling part of a look."""
    return Style(
        bold=look.get("bold", False),
        italic=look.get("italic", False),
        underline=look.get("underline", False),
        capitals=look.get("capitals", False),
    )
