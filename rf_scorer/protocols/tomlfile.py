"""A protocol's TOML file: read, looked over for all its faults at once, and made a protocol."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from rf_scorer import resources, validation
from rf_scorer.domain import Level, Note, Probe, Protocol, Question, QuestionRole, Scale, Severity
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.protocols import soundness
from rf_scorer.regularfile import read_bytes
from rf_scorer.validation import tomltext

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check", "parse", "read", "text"]

#: The largest protocol we know of has 45 questions and takes a few dozen kilobytes.
_MAX_BYTES = 2_000_000
_REMEDY = "Look it over: rf-scorer protocols check FILE."


def _document(text: str, where: str) -> dict[str, Any]:
    try:
        return tomltext.loads(text, where=where)
    except InvalidDocument as error:
        error.remedy = "TOML is described at https://toml.io."
        raise


def text(path: Path) -> str:
    """The text of a protocol's file.

    Raises
    ------
    UsageError
        If it cannot be opened.
    InvalidDocument
        If it is too large or not UTF-8.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InvalidDocument(
                f"The file has more than {_MAX_BYTES // 1_000_000} MB, which no protocol has.", where=path.name
            )
        return read_bytes(path, most=_MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "This is not UTF-8."
    except OSError as error:
        raise UsageError(
            f"The file cannot be opened ({error.strerror}).",
            where=str(path),
            remedy="Give the path of a protocol's .toml file.",
        ) from None
    raise InvalidDocument(message, where=path.name, remedy="Save it as UTF-8.")


def read(path: Path) -> Protocol:
    """A protocol from a file; see :func:`parse`."""
    return parse(text(path), where=path.name)


def parse(text: str, *, where: str) -> Protocol:
    """A protocol from TOML.

    Parameters
    ----------
    text : str
    where : str
        Name of the file, for messages.

    Raises
    ------
    InvalidDocument
        If it does not match the schema, or an id, number or wording stands twice.
    """
    document = _document(text, where)
    faults = [note for note in _faults(document) if note.severity is Severity.ERROR]
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise InvalidDocument(faults[0].message + more, where=where, remedy=_REMEDY)
    return _protocol(document)


def check(path: Path) -> tuple[Note, ...]:
    """Every fault of a protocol file, and what alignment will find hard.

    Parameters
    ----------
    path : Path

    Returns
    -------
    tuple of Note
        ``error`` where the file cannot be used, ``warning`` and ``info`` where it can be better. Empty where
        there is nothing to say.
    """
    try:
        document = _document(text(path), path.name)
    except InvalidDocument as error:
        return (Note(code="protocol-unreadable", message=error.message, severity=Severity.ERROR, remedy=error.remedy),)
    notes = list(_faults(document))
    if not any(note.severity is Severity.ERROR for note in notes):
        notes += soundness.judge(_protocol(document))
    return tuple(notes)


def _faults(document: dict[str, Any]) -> tuple[Note, ...]:
    found = [
        Note(code="protocol-schema", message=f"{fault.path}: {fault.message}", severity=Severity.ERROR)
        for fault in validation.faults(document, "protocol")
    ]
    if found:
        return tuple(found)
    found += soundness.repeats(document)
    scale = document["scale"]
    if isinstance(scale, str):
        entry = resources.folder("annotation_guides") / "protocols" / "scales" / f"{scale}.toml"
        if not entry.is_file():
            message = "$.scale: no scale of that name ships with the program."
            found.append(
                Note(
                    code="protocol-scale",
                    message=message,
                    severity=Severity.ERROR,
                    remedy="Write 'rf', or a table [scale].",
                )
            )
    elif [level["value"] for level in scale["levels"]] != list(
        range(scale["levels"][0]["value"], scale["levels"][0]["value"] + len(scale["levels"]))
    ):
        message = "$.scale.levels: every whole number from the lowest to the highest must stand once, in order."
        found.append(Note(code="protocol-scale", message=message, severity=Severity.ERROR))
    return tuple(found)


def _scale(given: str | dict[str, Any]) -> Scale:
    if isinstance(given, str):
        entry = resources.folder("annotation_guides") / "protocols" / "scales" / f"{given}.toml"
        given = tomllib.loads(entry.read_text(encoding="utf-8"))
    levels = (
        Level(value=level["value"], name=level.get("name", ""), anchor=level.get("anchor", ""))
        for level in given["levels"]
    )
    return Scale(id=given["id"], levels=tuple(levels))


def _protocol(document: dict[str, Any]) -> Protocol:
    questions = (
        Question(
            id=entry["id"],
            number=entry.get("number"),
            topic=entry["topic"],
            role=QuestionRole(entry["role"]),
            wordings=tuple(entry.get("wordings", ())),
            probes=tuple(Probe(id=probe["id"], wordings=tuple(probe["wordings"])) for probe in entry.get("probes", ())),
            expected=entry.get("expected", True),
            note=entry.get("note", ""),
        )
        for entry in document["questions"]
    )
    return Protocol(
        id=document["id"],
        title=document["title"],
        version=document["version"],
        language=document["language"],
        kind=document["kind"],
        scale=_scale(document["scale"]),
        questions=tuple(questions),
        check=document["check"],
        sources=tuple(document.get("sources", ())),
    )
