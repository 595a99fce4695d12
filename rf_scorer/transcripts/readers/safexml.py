"""XML from strangers: parsed without entities, document types, network, or trees too deep to walk."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from rf_scorer.errors import UnreadableFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["MAX_DEPTH", "MAX_TAGS", "attribute", "entities_declared", "local", "parse_xml", "refuse_crowded"]

#: Levels of nesting. Word and Writer stay below forty; readers walk the tree by recursion and rely on this bound.
MAX_DEPTH = 200
#: Tags of a part. The text of a ten-hour interview takes some 200,000; each takes a tenth of a kilobyte of memory.
MAX_TAGS = 2_000_000


def parse_xml(data: bytes, *, where: str) -> Element:
    """Parse a part.

    Parameters
    ----------
    data : bytes
    where : str
        For messages.

    Raises
    ------
    UnreadableFile
        If it is not well-formed, declares a document type or entities, nests deeper than :data:`MAX_DEPTH`, or has more than
        :data:`MAX_TAGS` tags.
    """
    refuse_crowded(data, where=where)
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise entities_declared(where) from None
    except ParseError as error:
        line, column = error.position
        raise UnreadableFile(
            f"The XML is damaged at line {line}, column {column}.",
            where=where,
            remedy="Was it copied completely? Open it and save it again.",
        ) from None
    except (ValueError, LookupError):
        raise UnreadableFile("The XML has an unknown encoding.", where=where, remedy="Save it as UTF-8.") from None
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise UnreadableFile(
                f"The XML is nested more than {MAX_DEPTH} levels deep, which no transcript is.",
                where=where,
                remedy="Copy the text alone into a new document and save that.",
            )
        level = [child for element in level if len(element) for child in element]
    return root


def refuse_crowded(data: bytes, *, where: str) -> None:
    """Refuse a part with more than :data:`MAX_TAGS` tags, without parsing it.

    Raises
    ------
    UnreadableFile
        If it has.
    """
    # In UTF-16 as well: what is counted is a byte.
    if data.count(b"<") > MAX_TAGS:
        raise UnreadableFile(
            f"The XML has more than {MAX_TAGS} tags, which no transcript has.",
            where=where,
            remedy="Copy the text alone into a new document and save that.",
        )


def entities_declared(where: str) -> UnreadableFile:
    """The refusal of a part that declares entities or a document type."""
    return UnreadableFile(
        "The file declares XML entities or a document type, by which a file can pull in others or fill the memory.",
        where=where,
        remedy="Open it in the program that made it and save a fresh copy.",
    )


def local(element: Element) -> str:
    """An element's name without its namespace: both dialects of Open XML then read alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """The value of the attribute with this local name, in whatever namespace."""
    for key, value in element.items():
        if key == name or key.endswith("}" + name):
            return value
    return None
