"""Zip containers and XML from strangers."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.archive import MAX_ENTRIES, open_archive, peek, read_member
from rf_scorer.transcripts.readers.safexml import MAX_DEPTH, parse_xml


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A container of the given members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def unpacked(data: bytes) -> list[bytes]:
    """Every member, read through the guard."""
    archive = open_archive(data, "visit.docx")
    return [read_member(archive, name, "visit.docx") for name in archive.namelist()]


def refused(data: bytes) -> UnreadableFile:
    """The error that opening and reading everything ends in."""
    with pytest.raises(UnreadableFile) as caught:
        unpacked(data)
    assert caught.value.where == "visit.docx"
    assert caught.value.remedy
    return caught.value


def test_an_honest_container_opens() -> None:
    """Members are read back as they were packed."""
    archive = open_archive(packed({"a.xml": b"<a/>", "b/c.bin": b"\0" * 100}), "a.docx")
    assert read_member(archive, "a.xml", "a.docx") == b"<a/>"


def test_a_bomb_is_refused_by_its_directory() -> None:
    """Nothing is unpacked to find that a part would grow a thousandfold."""
    assert "unpack" in refused(packed({"word/document.xml": b"\0" * 50_000_000})).message


def test_many_members_are_refused() -> None:
    """A directory of thousands of members is no document."""
    assert "parts" in refused(packed({f"{n}": b"" for n in range(MAX_ENTRIES + 1)})).message


def test_a_directory_that_understates_sizes_gains_nothing() -> None:
    """A member that claims to be small is cut at its claim and fails its checksum."""
    data = bytearray(packed({"a": b"\0" * 900_000}))
    central = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 10)
    assert "damaged" in refused(bytes(data)).message


@pytest.mark.parametrize("name", ["../up.xml", "/etc/passwd", "a/../../b", "..\\up.xml", "C:/x"])
def test_paths_that_lead_out_are_refused(name: str) -> None:
    """Names that would leave the container are refused, although nothing is ever extracted."""
    assert "lead out" in refused(packed({name: b"x"})).message


def test_two_members_of_one_name_are_refused() -> None:
    """Which of two parts is the document must not depend on the program."""
    assert "clash" in refused(packed({"word/document.xml": b"<a/>", "Word/Document.xml": b"<b/>"})).message


def test_passwords_and_odd_packing_are_refused() -> None:
    """An encrypted member, and one packed in a way Office does not use, each have their message."""
    data = bytearray(packed({"a": b"words"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert "password" in refused(bytes(data)).message
    assert "packed in a way" in refused(packed({"a": b"words"}, zipfile.ZIP_LZMA)).message


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 400))
def test_damage_never_escapes_as_another_error(place: int, value: int, cut: int) -> None:
    """Any changed byte or cut leaves either the members or one clear refusal."""
    data = bytearray(packed({"word/document.xml": b"<a>" + b"x" * 200 + b"</a>", "b": b"y" * 50}))
    data[place % len(data)] = value
    data = data[: len(data) - cut % 50]
    peek(bytes(data))
    with contextlib.suppress(UnreadableFile):
        assert len(unpacked(bytes(data))) <= 2


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_document_types_are_refused(xml: bytes) -> None:
    """Entities and document types are refused in any encoding."""
    with pytest.raises(UnreadableFile, match="document type"):
        parse_xml(xml, where="a.docx")


def test_depth_and_damage_are_refused() -> None:
    """Deep nesting, broken tags and unknown encodings are refused without a word of the content."""
    deep = b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1)
    for xml in (deep, b"<a>secret<b></a>", b'<?xml version="1.0" encoding="klingon"?><a>secret</a>', b"secret"):
        with pytest.raises(UnreadableFile) as caught:
            parse_xml(xml, where="a.docx")
        assert "secret" not in str(caught.value)
