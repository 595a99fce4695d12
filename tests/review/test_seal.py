"""Seals and checksums of worksheets."""

import base64
import json
import zlib

import pytest

from rf_scorer.errors import InvalidDocument
from rf_scorer.review.seal import CHECK, checksum, seal, unseal

SUGGESTION = {"level": 4, "expected": 4.137, "text": "Naïve — 🙂", "distribution": {"-1": 0.25, "0": 0.75}}


def test_what_is_sealed_can_be_unsealed():
    """Numbers, order of keys and characters beyond the basic plane come back as they were."""
    sealed = seal(SUGGESTION, worksheet="ws-1", unit="p03")
    assert unseal(sealed, worksheet="ws-1", unit="p03") == SUGGESTION
    assert list(unseal(sealed, worksheet="ws-1", unit="p03")["distribution"]) == ["-1", "0"]


def test_nothing_of_it_can_be_read():
    """Neither the seal nor its Base64 undone shows a number or a key."""
    sealed = seal(SUGGESTION, worksheet="ws-1", unit="p03")
    within = base64.b64decode(sealed)
    for shown in (sealed.encode(), within):
        assert b"4.137" not in shown
        assert b"expected" not in shown
        assert b"level" not in shown


def test_each_unit_has_a_keystream_of_its_own():
    """Two units with the same suggestion do not look alike, so one that was opened does not open the next."""
    looks = {seal(SUGGESTION, worksheet=sheet, unit=unit) for sheet in ("ws-1", "ws-2") for unit in ("p03", "p04")}
    assert len(looks) == 4


def test_the_same_suggestion_has_the_same_seal():
    """Nothing random is in it: the same worksheet is made of the same bytes."""
    assert seal(SUGGESTION, worksheet="w", unit="u") == seal(SUGGESTION, worksheet="w", unit="u")


def test_the_generator_is_the_documented_one():
    """Anybody can check: xorshift32 from the CRC-32 of worksheet and unit, its highest eight bits."""
    state, stream = zlib.crc32(b"ws-1:p03"), []
    for _ in range(4):
        state = (state ^ (state << 13)) % 2**32
        state = state ^ (state >> 17)
        state = (state ^ (state << 5)) % 2**32
        stream.append(state // 2**24)
    within = base64.b64decode(seal("ab", worksheet="ws-1", unit="p03"))
    assert within == bytes(a ^ b for a, b in zip(b'"ab"', stream, strict=True))


@pytest.mark.parametrize(("worksheet", "unit"), [("ws-2", "p03"), ("ws-1", "p04")])
def test_the_seal_of_another_unit_does_not_open(worksheet, unit):
    """What belongs elsewhere is told, without what came out of it."""
    sealed = seal(SUGGESTION, worksheet="ws-1", unit="p03")
    with pytest.raises(InvalidDocument, match="not sealed for this worksheet") as told:
        unseal(sealed, worksheet=worksheet, unit=unit)
    assert told.value.__cause__ is None
    assert told.value.__context__ is None


@pytest.mark.parametrize("text", ["", "no base64!", "é", "AAA", "AAAA"])
def test_what_is_no_seal_is_told(text):
    """Damaged text is a fault of the document, not a bug."""
    with pytest.raises(InvalidDocument):
        unseal(text, worksheet="ws-1", unit="p03")


def test_a_checksum_covers_every_value_but_itself():
    """Any change is told; the checksum's own place, blanks and line breaks are not part of it."""
    document = {"rater": "anna", "events": [{"level": 4, "seconds": 1.5, "note": "é🙂\n"}]}
    sum_ = checksum(document)
    assert sum_ == f"{zlib.crc32(json.dumps(document, ensure_ascii=False, separators=(',', ':')).encode()):08x}"
    assert checksum({CHECK: "00000000", **document}) == sum_
    assert checksum(json.loads(json.dumps(document, indent=4))) == sum_
    assert checksum(document | {"rater": "ben"}) != sum_
    assert checksum({"rater": "anna", "events": [{"level": 5, "seconds": 1.5, "note": "é🙂\n"}]}) != sum_
