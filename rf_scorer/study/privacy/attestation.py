"""A named person's word that a transcript may be used: ``NAME.attest.json`` beside it, bound to its bytes."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.errors import DataError, InvalidDocument
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["SCHEMA", "SUFFIX", "Attestation", "OtherBytes", "attestation_path", "document", "read_attestation"]

SCHEMA = "urn:rf-scorer:schema:attestation:1"
#: Behind the whole name of the transcript, so that ``a.docx`` and ``a.txt`` each have their own.
SUFFIX = ".attest.json"
_MAX_BYTES = 1_000_000
_REMEDY = "Look through the transcript again and attest it anew: rf-scorer attest FILE --by 'NAME, ROLE' --force."


class OtherBytes(DataError):
    """The transcript is not the one that was attested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Who attested what.

    Attributes
    ----------
    file : str
        The transcript's file name at the time.
    sha256 : str
        Digest of its bytes, 64 hexadecimal digits.
    size : int
        Bytes.
    by : str
        ``NAME, ROLE``.
    at : str
        ISO 8601, UTC.
    statement : str
    findings : mapping of str to int
        What the gate found at the time, by class.
    words : int
        Words that it looked through.
    detectors : mapping of str to str
        Versions of what looked.
    version : str
        Of rf_scorer.
    """

    file: str
    sha256: str
    size: int
    by: str
    at: str
    statement: str
    findings: Mapping[str, int]
    words: int
    detectors: Mapping[str, str]
    version: str


def attestation_path(path: Path, *, folder: Path | None = None) -> Path:
    """Where the attestation of a transcript stands: beside it, or in a folder of its own."""
    return (path.parent if folder is None else folder) / f"{path.name}{SUFFIX}"


def document(attestation: Attestation) -> dict[str, Any]:
    """An attestation as a document of the schema ``attestation``."""
    return {"schema": SCHEMA, **asdict(attestation)}


def read_attestation(path: Path, *, sha256: str, folder: Path | None = None) -> Attestation | None:
    """The attestation of a transcript, held against the transcript's bytes.

    Parameters
    ----------
    path : Path
        The transcript.
    sha256 : str
        Digest of its bytes as they were read, 64 hexadecimal digits.
    folder : Path, optional
        Where attestations stand, if not beside their transcripts.

    Returns
    -------
    Attestation or None
        None where nobody has attested the file.

    Raises
    ------
    InvalidDocument
        If it is damaged: not JSON, or not of the schema ``attestation``.
    OtherBytes
        If it was given for other bytes.
    """
    beside, name = attestation_path(path, folder=folder), shown(path.name)
    # Path.is_file() raises where the suffix makes a long name too long for the system.
    if not os.path.lexists(beside):
        return None
    try:
        data = read_bytes(beside, most=_MAX_BYTES)
    except OSError as error:
        raise InvalidDocument(
            f"The attestation cannot be opened ({error.strerror}).", where=name, remedy=_REMEDY
        ) from None
    try:
        found = jsonio.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except InvalidDocument as error:
        raise InvalidDocument(f"The attestation is damaged: {error.message}", where=name, remedy=_REMEDY) from None
    if faults := validation.faults(found, "attestation"):
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise InvalidDocument(
            f"The attestation is damaged: {faults[0].path}: {faults[0].message}{more}", where=name, remedy=_REMEDY
        )
    attestation = Attestation(**{key: value for key, value in found.items() if key != "schema"})
    if attestation.sha256 != sha256:
        raise OtherBytes(
            "The attestation is for other bytes: the transcript has changed since.", where=name, remedy=_REMEDY
        )
    return attestation
