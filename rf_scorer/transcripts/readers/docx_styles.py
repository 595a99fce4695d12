"""What a run of a Word document looks like once styles, defaults and toggles have had their say.

The rules are those of ECMA-376-1, 17.7.3: a toggle property that is set directly holds; otherwise the values of table
style, paragraph style and character style cancel one another out in pairs, unless the document's defaults are true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.transcripts.readers.safexml import attribute, local
from rf_scorer.transcripts.readers.styled import Style

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Styles", "child", "is_on"]

#: ``rtl`` text is bold by ``bCs`` alone; in all other text ``bCs`` says nothing.
_TOGGLES = ("b", "i", "caps", "vanish")
_HEADINGS = ("title", "subtitle", "heading")
#: Word itself gives up on longer chains of styles.
_LONGEST_CHAIN = 50
_OFF = frozenset({"0", "false", "off", "none"})


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this local name."""
    if element is None:
        return None
    return next((found for found in element if local(found) == name), None)


def is_on(element: Element | None) -> bool | None:
    """The value of an on/off property element; None where it is absent."""
    if element is None:
        return None
    return (attribute(element, "val") or "1").lower() not in _OFF


def _properties(rpr: Element | None) -> dict[str, bool]:
    """The properties that run properties set, as ``{"b": True, …}``."""
    found: dict[str, bool] = {}
    if rpr is None:
        return found
    complex_script = is_on(child(rpr, "rtl")) or is_on(child(rpr, "cs"))
    for element in rpr:
        name = local(element)
        if complex_script and name in ("bCs", "iCs"):
            found[name[0]] = bool(is_on(element))
        elif name in _TOGGLES and not (complex_script and name in ("b", "i")):
            found[name] = bool(is_on(element))
        elif name == "u":
            found["u"] = (attribute(element, "val") or "single").lower() not in _OFF
    return found


class Styles:
    """The styles part of a Word document.

    Parameters
    ----------
    root : Element or None
        ``w:styles``; None where the document has none.
    """

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default_paragraph: str | None = None
        self._defaults: dict[str, bool] = {}
        self._cache: dict[str, dict[str, bool]] = {}
        self._seen: dict[tuple[str | None, str | None, str | None], dict[str, bool]] = {}
        self._headings: dict[str | None, bool] = {}
        self._numbered: dict[str | None, bool] = {}
        for element in root if root is not None else ():
            if local(element) == "docDefaults":
                self._defaults = _properties(child(child(element, "rPrDefault"), "rPr"))
            elif local(element) == "style":
                identifier = attribute(element, "styleId")
                if identifier is None:
                    continue
                self._styles.setdefault(identifier, element)
                is_default = (attribute(element, "default") or "0").lower() not in _OFF
                if is_default and attribute(element, "type") == "paragraph":
                    self._default_paragraph = identifier

    def _chain(self, identifier: str | None) -> list[Element]:
        """A style and those it is based on, nearest first; a circle ends at the limit."""
        chain: list[Element] = []
        while identifier is not None and identifier in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[identifier])
            based = child(self._styles[identifier], "basedOn")
            identifier = attribute(based, "val") if based is not None else None
        return chain

    def _of(self, identifier: str | None) -> dict[str, bool]:
        if identifier is None:
            return {}
        if identifier not in self._cache:
            found: dict[str, bool] = {}
            for element in reversed(self._chain(identifier)):
                found |= _properties(child(element, "rPr"))
            self._cache[identifier] = found
        return self._cache[identifier]

    def _inherited(self, paragraph: str | None, character: str | None, table: str | None) -> dict[str, bool]:
        key = (paragraph, character, table)
        if key not in self._seen:
            levels = [self._of(table), self._of(paragraph or self._default_paragraph), self._of(character)]
            found = {
                name: self._defaults.get(name, False) or sum(level.get(name, False) for level in levels) % 2 == 1
                for name in _TOGGLES
            }
            # Underline is no toggle: the nearest level that says anything holds.
            found["u"] = next(
                (level["u"] for level in reversed(levels) if "u" in level), self._defaults.get("u", False)
            )
            self._seen[key] = found
        return self._seen[key]

    def resolve(self, rpr: Element | None, *, paragraph: str | None, table: str | None = None) -> tuple[Style, bool]:
        """What a run looks like.

        Parameters
        ----------
        rpr : Element or None
            The run's own properties.
        paragraph, table : str or None
            Style identifiers of the paragraph and the table around it.

        Returns
        -------
        style : Style
        hidden : bool
            Whether the run is hidden text.
        """
        named = child(rpr, "rStyle")
        character = attribute(named, "val") if named is not None else None
        found = self._inherited(paragraph, character, table) | _properties(rpr)
        style = Style(bold=found["b"], italic=found["i"], underline=found["u"], capitals=found["caps"])
        return style, found["vanish"]

    def is_heading(self, identifier: str | None) -> bool:
        """Whether a paragraph style, or one it is based on, is a title's or heading's."""
        if identifier not in self._headings:
            names = [child(element, "name") for element in self._chain(identifier)]
            self._headings[identifier] = any(
                (attribute(name, "val") or "").lower().startswith(_HEADINGS) for name in names if name is not None
            )
        return self._headings[identifier]

    def is_numbered(self, identifier: str | None) -> bool:
        """Whether a paragraph style numbers its paragraphs."""
        if identifier not in self._numbered:
            chain = self._chain(identifier or self._default_paragraph)
            self._numbered[identifier] = any(child(child(element, "pPr"), "numPr") is not None for element in chain)
        return self._numbered[identifier]
