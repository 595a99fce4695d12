"""Zip containers (.docx, .odt, .xlsx) from strangers: opened only if nothing in them can hurt."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from rf_scorer.errors import UnreadableFile

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = [
    "MAX_ENTRIES",
    "MAX_MEMBER_BYTES",
    "MAX_RATIO",
    "MAX_UNPACKED_BYTES",
    "is_old_office",
    "is_zip",
    "open_archive",
    "peek",
    "read_member",
    "refuse_old_office",
]

#: Unpacked size of all members together, as the container declares it. A book-length .docx stays below.
MAX_UNPACKED_BYTES = 200_000_000
#: Unpacked size of one member that is read. The text of a ten-hour interview takes about 5 MB of XML.
MAX_MEMBER_BYTES = 64_000_000
#: Unpacked to packed. Word's XML shrinks 10 to 40 times; deflate cannot pass 1,032.
MAX_RATIO = 250
#: Members. Word writes about twenty, and one more for each picture.
MAX_ENTRIES = 5_000

_RATIO_FLOOR = 1_000_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CENTRAL = b"PK\x01\x02"
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
#: What damaged or hostile bytes make zipfile and zlib raise.
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError)


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a zip container does."""
    return data.startswith(_ZIP)


def is_old_office(data: bytes) -> bool:
    """Whether the bytes begin as an OLE container does: an old .doc or .xls, or an encrypted new one."""
    return data.startswith(_OLE)


def refuse_old_office(data: bytes, name: str) -> NoReturn:
    """Say which of the two an OLE container is.

    Raises
    ------
    UnreadableFile
        Always: "password-protected", or "an old binary Office file".
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(
            "The file is password-protected.",
            where=name,
            remedy="Open it with its password, remove the password, and save a copy in a protected folder.",
        )
    raise UnreadableFile(
        "This is an old binary Office file (.doc, .xls).", where=name, remedy="Open it and save it as .docx (or .xlsx)."
    )


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip container after looking at its directory only.

    Parameters
    ----------
    data : bytes
        The whole container.
    name : str
        File name, for messages.

    Returns
    -------
    zipfile.ZipFile
        Read its members with :func:`read_member`. Members are never extracted to disk.

    Raises
    ------
    UnreadableFile
        If it is no zip, truncated, password-protected, holds two members of one name or one whose name leads out of
        the container, or would unpack to more than :data:`MAX_UNPACKED_BYTES` or by more than :data:`MAX_RATIO`.
    """
    if is_old_office(data):
        refuse_old_office(data, name)
    if data.count(_CENTRAL) > 2 * MAX_ENTRIES:  # before zipfile makes an object of each
        _refuse_bomb(name, f"more than {MAX_ENTRIES} parts")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS:
        raise UnreadableFile(
            "The file is damaged or was cut short: its table of contents cannot be read.",
            where=name,
            remedy="Was it copied, or synchronised, completely? Open it and save it again.",
        ) from None
    members = archive.infolist()
    if len(members) > MAX_ENTRIES:
        _refuse_bomb(name, f"more than {MAX_ENTRIES} parts")
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableFile("The file is password-protected.", where=name, remedy="Save a copy without a password.")
    _check_names(members, name)
    _check_sizes(members, name)
    return archive


def _check_names(members: list[zipfile.ZipInfo], name: str) -> None:
    seen: set[str] = set()
    for member in members:
        path = member.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":" or path.casefold() in seen:
            raise UnreadableFile(
                "The file holds parts whose names clash or lead out of it.",
                where=name,
                remedy="Open it in your word processor or spreadsheet program and save a fresh copy.",
            )
        seen.add(path.casefold())


def _check_sizes(members: list[zipfile.ZipInfo], name: str) -> None:
    total = 0
    for member in members:
        total += member.file_size
        if member.compress_type not in _METHODS:
            raise UnreadableFile(
                "The file is packed in a way that Office programs do not use.", where=name, remedy="Save a fresh copy."
            )
        if member.file_size > _RATIO_FLOOR and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            _refuse_bomb(name, f"a part more than {MAX_RATIO} times its packed size")
    if total > MAX_UNPACKED_BYTES:
        _refuse_bomb(name, f"more than {MAX_UNPACKED_BYTES // 1_000_000} MB")


def _refuse_bomb(name: str, found: str) -> NoReturn:
    raise UnreadableFile(
        f"The file would unpack to {found}, which no transcript does.",
        where=name,
        remedy="If you trust it, open it, copy the text alone into a new document, and save that.",
    )


def peek(data: bytes) -> frozenset[str] | None:
    """The names of a container's members, or None where the bytes are no whole zip. Never raises."""
    if not is_zip(data) or data.count(_CENTRAL) > 2 * MAX_ENTRIES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except _FAULTS:
        return None


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """The bytes of one member.

    Parameters
    ----------
    archive : zipfile.ZipFile
        From :func:`open_archive`.
    member : str
        Its name in the container.
    name : str
        File name of the container, for messages.

    Raises
    ------
    UnreadableFile
        If it is missing, damaged, or larger than :data:`MAX_MEMBER_BYTES`.
    """
    try:
        info = archive.getinfo(member)
    except KeyError:
        raise UnreadableFile("A part of the file is missing.", where=name, remedy="Save it again.") from None
    if info.file_size > MAX_MEMBER_BYTES:
        _refuse_bomb(name, f"a part of more than {MAX_MEMBER_BYTES // 1_000_000} MB")
    try:
        # zipfile stops at the declared size, so a directory that lies about it ends in a checksum error, not in memory.
        return archive.read(info)
    except _FAULTS:
        raise UnreadableFile(
            "A part of the file is damaged.", where=name, remedy="Fetch the original again, or save a fresh copy."
        ) from None
