"""JSON that people upload to other tools and get back from them: read strictly, and checked by shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio
from rf_scorer.errors import DataError, InvalidDocument, UnreadableFile
from rf_scorer.exchange.labels import labels
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rf_scorer.exchange.material import Material
    from rf_scorer.exchange.spans import Returned

__all__ = ["kinds", "name_of", "read_records", "text_of"]

#: What a record of another shape makes its reader raise.
_UNFIT = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)
_LONGEST = 200

_BOM = b"\xef\xbb\xbf"


def read_records(
    files: Mapping[str, bytes], tool: str, read: Callable[[Any, str], Iterable[Returned]]
) -> Iterator[Returned]:
    """What a tool gives back: every record of its files, read one by one.

    Parameters
    ----------
    files : mapping of str to bytes
        By file name; JSON Lines, or one list, or one object.
    tool : str
        Its name, for messages.
    read : callable
        ``read(record, where)``; may fail in whatever way on a record of another shape.

    Raises
    ------
    InvalidDocument, UnreadableFile
        If a file is no JSON.
    DataError
        If a record has another shape.
    """
    for name, data in files.items():
        for where, record in _records(data, name):
            try:
                yield from read(record, where)
            except _UNFIT:
                raise DataError(
                    f"This is not as {tool} exports it.",
                    where=where,
                    remedy="'rf-scorer import --help' says which export to choose.",
                ) from None


def _records(data: bytes, where: str) -> Iterator[tuple[str, Any]]:
    """The objects of a JSON Lines file, or of one list or one object, each with its place."""
    text = text_of(data, where)
    if text.lstrip().startswith("["):
        for number, record in enumerate(_loads(text, where)):
            yield f"{where}::$[{number}]", record
        return
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    try:
        for number, line in lines[:1]:
            _loads(line, f"{where}:{number}")
    except DataError:
        yield f"{where}::$", _loads(text, where)  # one object on several lines
        return
    for number, line in lines:
        yield f"{where}:{number}", _loads(line, f"{where}:{number}")


def _loads(text: str, where: str) -> Any:
    try:
        return jsonio.loads(text, where=where)
    except InvalidDocument as error:
        error.remedy = "Was it exported, or copied, completely? Export it again."
        raise


def text_of(data: bytes, where: str) -> str:
    """The bytes as UTF-8.

    Raises
    ------
    UnreadableFile
        If they are something else.
    """
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableFile("The file is not UTF-8.", where=where, remedy="Export it again as UTF-8.") from None


def name_of(given: Any) -> str | None:
    """A name that a tool gives, as a document may hold it; None where it gives none."""
    return None if given is None or given == "" else shown(str(given))[:_LONGEST]


def kinds(material: Material) -> Mapping[str, str]:
    """The kind of each label, by its id."""
    return {label.id: label.kind for label in labels(material.sheets.values())}
