"""The parts of a Word document, found by its relationships and never by guessed paths."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.archive import open_archive, read_member
from rf_scorer.transcripts.readers.safexml import attribute, local, parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["WordPackage"]


class WordPackage:
    """A .docx, .docm, .dotx or .dotm, transitional or strict, opened without touching pictures, macros or links.

    Parameters
    ----------
    data : bytes
    name : str
        File name, for messages.

    Attributes
    ----------
    body : Element
        ``w:body``.

    Raises
    ------
    UnreadableFile
        If the container is not acceptable, or holds no Word document.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._archive = open_archive(data, name)
        self._members = {member.casefold(): member for member in self._archive.namelist()}
        main = self._related("", "officeDocument") or "word/document.xml"
        if main.casefold() not in self._members:
            raise UnreadableFile(
                "The file is a zip container, but not a Word document.",
                where=name,
                remedy="Open it in the program that made it and save it as .docx.",
            )
        self._main = main
        root = self._parse(main)
        body = next((element for element in root if local(element) == "body"), None)
        if local(root) != "document" or body is None:
            raise UnreadableFile(
                "The file is an Office document, but not a Word document.", where=name, remedy="Save the text as .docx."
            )
        self.body = body

    def part(self, kind: str) -> Element | None:
        """The part of one kind (``styles``, ``comments`` …) that belongs to the document, or None where it has none."""
        path = self._related(self._main, kind)
        return self._parse(path) if path is not None and path.casefold() in self._members else None

    def has(self, kind: str) -> bool:
        """Whether a part of one kind is there, without reading it."""
        path = self._related(self._main, kind)
        return path is not None and path.casefold() in self._members

    def _parse(self, path: str) -> Element:
        return parse_xml(read_member(self._archive, self._members[path.casefold()], self._name), where=self._name)

    def _related(self, source: str, kind: str) -> str | None:
        folder, base = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path.casefold() not in self._members:
            return None
        for element in self._parse(path):
            wanted = (attribute(element, "Type") or "").rpartition("/")[2] == kind
            if wanted and (attribute(element, "TargetMode") or "Internal") == "Internal":
                target = unquote(attribute(element, "Target") or "")
                joined = target if target.startswith("/") else posixpath.join(folder, target)
                return posixpath.normpath(joined).lstrip("/")
        return None
