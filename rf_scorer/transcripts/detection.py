"""Which reader a document is for: by what it holds, not by what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer import registry
from rf_scorer.errors import UnknownName, UnreadableFile
from rf_scorer.transcripts.decoding import binary_kind, codec_name
from rf_scorer.transcripts.readers.archive import is_zip, peek

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.transcripts.document import Document, Reader, ReadOptions

__all__ = ["check_options", "detect", "readers"]

_GROUP: registry.Group = "rf_scorer.readers"
#: Below this a reader does not claim the document at all.
_CLAIM = 0.1
#: Two readers that are this close are equally sure.
_NEAR = 0.02
#: Suffixes of documents that are zip containers.
_OFFICE = frozenset({".docx", ".xlsx", ".odt"})


def readers() -> dict[str, Reader]:
    """Every installed reader by its name."""
    return {name: registry.load(_GROUP, name) for name in registry.names(_GROUP)}


def check_options(options: ReadOptions) -> None:
    """Look up the names in the options before any file is opened.

    Raises
    ------
    UnknownName
        If the format names no installed reader; the message lists those that are.
    UsageError
        If there is no such encoding.
    """
    if options.format is not None and options.format not in registry.names(_GROUP):
        raise UnknownName("reader", options.format, registry.names(_GROUP))
    if options.encoding is not None:
        codec_name(options.encoding)


def detect(document: Document, options: ReadOptions, *, among: Mapping[str, Reader] | None = None) -> Reader:
    """Find the reader for a document.

    Parameters
    ----------
    document : Document
    options : ReadOptions
        Its ``format`` overrules what the document looks like.
    among : mapping of str to Reader, optional
        Readers by name; every installed one by default.

    Returns
    -------
    Reader

    Raises
    ------
    UnknownName
        If ``options.format`` names no installed reader; the message lists those that are.
    UnreadableFile
        If no reader claims the document, or two are equally sure.
    """
    known = readers() if among is None else among
    if options.format is not None:
        if options.format not in known:
            raise UnknownName("reader", options.format, known)
        return known[options.format]
    claims = _claims(document, known)
    if not claims or max(least for least, _ in claims.values()) < _CLAIM:
        raise _nobody(document)
    near = sorted(claims)
    if len(near) > 1:
        raise UnreadableFile(
            f"The content fits several readers equally well: {', '.join(near)}.",
            remedy=f"Say which it is, such as --format {near[0]}.",
        )
    return known[near[0]]


def _claims(document: Document, known: Mapping[str, Reader]) -> dict[str, tuple[float, float]]:
    """Least and most of what the surest readers claim, and of those as sure as they.

    A reader that has ``bounds`` is only asked where they do not settle it: to be sure of a text takes as long as to read it.
    """
    claims: dict[str, tuple[float, float]] = {}
    for name, reader in known.items():
        bounds = getattr(reader, "bounds", None)
        claims[name] = bounds(document) if bounds is not None else (reader.recognise(document),) * 2
    while True:
        best = max((least for least, _ in claims.values()), default=0.0)
        claims = {name: claim for name, claim in claims.items() if best - claim[1] < _NEAR}
        unsure = [name for name, (least, most) in claims.items() if least < most]
        if not unsure or (len(claims) == 1 and best >= _CLAIM):
            return claims
        asked = max(unsure, key=lambda name: (claims[name][1], name))
        claims[asked] = (known[asked].recognise(document),) * 2


def _nobody(document: Document) -> UnreadableFile:
    kind = binary_kind(document.data)
    if is_zip(document.data) and peek(document.data) is None and document.suffix in _OFFICE:
        return UnreadableFile(
            "The file is damaged or was cut short: its table of contents cannot be read.",
            remedy="Was it copied, or synchronised, completely? Open it and save it again.",
        )
    if kind is not None:
        what, remedy = kind
        named = (
            f", whatever its name {document.suffix!r} says"
            if document.suffix in {".txt", ".md", ".csv", ".vtt", ".srt", ".json"}
            else ""
        )
        return UnreadableFile(f"This is {what}{named}.", remedy=remedy)
    decoded = document.decoded
    if decoded is None:
        return UnreadableFile(
            "This is not text but some kind of binary file.",
            remedy="Open it in the program it was written with and save it as .docx or UTF-8 text.",
        )
    beginning = decoded.text[:200].lstrip().lower()
    if beginning.startswith(("{", "[")):
        return UnreadableFile(
            "This looks like JSON, but neither like a transcript of ours nor like WhisperX output with speakers.",
            remedy="See 'rf-scorer schema transcript' for the shape of ours.",
        )
    if beginning.startswith(("<?xml", "<!doctype", "<html")):
        return UnreadableFile(
            "This is a web page or another XML file, not a transcript in a format we know.",
            remedy="Save it as .docx or as UTF-8 text.",
        )
    return UnreadableFile(
        "No reader knows this format.", remedy="Save the transcript as .docx or as UTF-8 text with speaker labels."
    )
