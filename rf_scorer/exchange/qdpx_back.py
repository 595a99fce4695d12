"""REFI-QDA projects read back, ours or those of another program."""

from __future__ import annotations

import codecs
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.errors import DataError, UnreadableFile
from rf_scorer.exchange.codes import code_tree, guid, key_of
from rf_scorer.exchange.jsontext import name_of
from rf_scorer.exchange.material import Options
from rf_scorer.exchange.positions import Counted, count
from rf_scorer.exchange.qdpx import PROGRAM, PROJECT_FILE
from rf_scorer.exchange.spans import Returned, Said
from rf_scorer.transcripts.readers.archive import is_zip, open_archive, read_member
from rf_scorer.transcripts.readers.safexml import local, parse_xml

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from rf_scorer.exchange.material import Material

__all__ = ["read_qdpx"]

_INTERNAL = "internal://"
#: What our codes mark.
_KINDS = {"mention": "mention", "marker": "marker", "seen": "marker"}
#: Codes that tell more of what is marked, and codes that mark no words.
_ASIDE, _NOT_SPANS = frozenset({"holder", "flag"}), frozenset({"question", "suggestion"})


@dataclass(frozen=True, slots=True)
class _Coding:
    place: tuple[int, int]
    selection: str
    mark: str | None
    user: str | None
    label: str
    kind: str
    name: str


def read_qdpx(files: Mapping[str, bytes], material: Material) -> Iterator[Returned]:
    """Every text of these projects, with what people coded in it.

    Parameters
    ----------
    files : mapping of str to bytes
        By file name.
    material : Material
        What was exported: by it, selections of ours are known again, and what their words were.

    Raises
    ------
    UnreadableFile
        If a file is no such container, is damaged or hostile.
    DataError
        If it holds no text, or a text is missing from it.
    """
    marks = _marks(material)
    tree = code_tree(material, Options(suggestions=True))
    for name, data in files.items():
        if not is_zip(data):
            raise UnreadableFile(
                "This is no REFI-QDA project.", where=name, remedy="Export a project (.qdpx) from your program."
            )
        with open_archive(data, name) as archive:
            project = next((one for one in archive.namelist() if one.casefold() == PROJECT_FILE), None)
            if project is None:
                raise UnreadableFile(
                    f"The container holds no {PROJECT_FILE}.", where=name, remedy="Export the project again."
                )
            root = parse_xml(read_member(archive, project, name), where=f"{name}:{project}")
            reader = _Reader(name, archive, root, key_of(tree), marks)
            yield from reader.texts()


def _marks(material: Material) -> dict[str, tuple[str, str, str]]:
    """By GUID: interview, id and words of every highlight that was exported."""
    found = {}
    for name, sheet in material.sheets.items():
        talk = material.talks[name]
        for mark in (*sheet["mentions"], *sheet["markers"]):
            found[guid("mark", name, mark["id"])] = (name, mark["id"], talk.words(talk.place(mark)))
    return found


class _Reader:
    def __init__(
        self,
        name: str,
        archive: zipfile.ZipFile,
        root: Element,
        keys: Mapping[str, tuple[str, ...]],
        marks: Mapping[str, tuple[str, str, str]],
    ) -> None:
        self.name, self.archive, self.root, self.keys, self.marks = name, archive, root, keys, marks
        self.members = {one.casefold(): one for one in archive.namelist()}
        self.users = {
            _guid(user.get("guid")): name_of(user.get("name") or user.get("id"))
            for user in root.iter()
            if local(user) == "User"
        }
        self.codes = {_guid(code.get("guid")): code.get("name") or "" for code in root.iter() if local(code) == "Code"}

    def texts(self) -> Iterator[Returned]:
        sources = [one for part in self.root if local(part) == "Sources" for one in part if local(one) == "TextSource"]
        if not sources:
            raise DataError(
                "The project holds no text.", where=self.name, remedy="Export it with its sources from your program."
            )
        for number, source in enumerate(sources, start=1):
            yield self._text(source, f"{self.name}, text {number}")

    def _text(self, source: Element, where: str) -> Returned:
        selections = [one for one in source if local(one) == "PlainTextSelection"]
        stored = self._stored(source, where)
        plain, found, _ = count(stored, [self._counted(one, where) for one in selections])
        codings = [
            coding
            for selection, place in zip(selections, found, strict=True)
            for coding in self._codings(selection, place or (0, 0))  # outside the text: told as left out
        ]
        return Returned(
            where=where, interview=source.get("name"), text=plain, annotator=None, spans=tuple(_merged(codings))
        )

    def _stored(self, source: Element, where: str) -> str:
        content = next((one.text or "" for one in source if local(one) == "PlainTextContent"), None)
        if content is not None:
            return content
        # Some programs leave the scheme out, and some the folder in.
        path = (source.get("plainTextPath") or "").removeprefix(_INTERNAL)
        member = self.members.get(f"sources/{path}".casefold()) or self.members.get(path.casefold())
        if member is None:
            raise DataError(
                "A text of the project is not in the file.",
                where=where,
                remedy="Export the project with its sources, as one file.",
            )
        data = read_member(self.archive, member, self.name)
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        try:
            return ("\ufeff" if wide else "") + data.decode("utf-16" if wide else "utf-8")
        except UnicodeDecodeError:
            raise UnreadableFile(
                "A text of the project is not UTF-8.", where=where, remedy="Export the project again."
            ) from None

    def _counted(self, selection: Element, where: str) -> Counted:
        try:
            start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
        except ValueError:
            raise DataError("A selection has no position.", where=where, remedy="Export the project again.") from None
        known = self.marks.get(_guid(selection.get("guid")))
        named = selection.get("name") or None
        return Counted(start, end, named if named is not None else known[2] if known is not None else None)

    def _codings(self, selection: Element, place: tuple[int, int]) -> Iterator[_Coding]:
        key = _guid(selection.get("guid"))
        known = self.marks.get(key)
        for coding in selection:
            if local(coding) != "Coding":
                continue
            user = self.users.get(_guid(coding.get("creatingUser") or selection.get("creatingUser")))
            for ref in coding:
                if local(ref) != "CodeRef":
                    continue
                target = _guid(ref.get("targetGUID"))
                name = self.codes.get(target, "")
                meant = self.keys.get(target) or self.keys.get(name) or ("", "")
                yield _Coding(place, key, None if known is None else known[1], user, name, meant[0], meant[-1])


def _merged(codings: Sequence[_Coding]) -> Iterator[Said]:
    """What is marked; whose state it is and what else is true of it are codes of their own, in this selection or in another of this place."""
    aside: dict[tuple[int, int], list[_Coding]] = defaultdict(list)
    for one in codings:
        if one.kind in _ASIDE:
            aside[one.place].append(one)
    for one in codings:
        if one.kind in {*_ASIDE, *_NOT_SPANS}:
            continue
        kind = _KINDS.get(one.kind, "")
        near = aside[one.place] if kind == "mention" else []
        near = [other for other in near if other.selection == one.selection] or near
        holder = next((other.name for other in near if other.kind == "holder"), None)
        yield Said(
            start=one.place[0],
            end=one.place[1],
            label=one.label,
            kind=kind,
            name=one.name if kind else "",
            id=one.mark if one.kind != "seen" else None,
            holder=holder,
            flags=tuple(other.name for other in near if other.kind == "flag") if holder is not None else None,
            by=None if one.user == PROGRAM else one.user,
        )


def _guid(value: Any) -> str:
    """A GUID as we compare it: some programs write braces and small letters."""
    return str(value or "").strip("{}").upper()
