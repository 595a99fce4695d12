"""ELAN annotations."""

from __future__ import annotations

import pytest

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.readers.elan import READER


def tier(name: str, cues: list[tuple[str, str, str]], **attributes: str) -> str:
    """A tier of time-aligned annotations: slot, slot, words."""
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    annotations = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{n}" TIME_SLOT_REF1="{start}" TIME_SLOT_REF2="{end}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        for n, (start, end, words) in enumerate(cues)
    )
    return f'<TIER TIER_ID="{name}"{more}>{annotations}</TIER>'


def eaf(*tiers: str, slots: str = "") -> bytes:
    """A file with slots a second apart, t0 to t9."""
    times = slots or "".join(f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{n}000"/>' for n in range(10))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><TIME_ORDER>{times}</TIME_ORDER>'
        f"{''.join(tiers)}</ANNOTATION_DOCUMENT>"
    ).encode()


def read(data: bytes) -> Reading:
    """Read and hold every piece against the text."""
    document = Document("visit.eaf", data)
    assert READER.recognise(document) == 1.0
    reading = READER.read(document, ReadOptions())
    for turn in reading.turns:
        for piece in turn.pieces:
            assert turn.text[piece.offset : piece.offset + piece.length] == reading.text[piece.start : piece.end]
    return reading


ASKS = tier("A_tier", [("t0", "t1", "How was that for you?"), ("t5", "t6", "Why?")], PARTICIPANT="Interviewer")
TELLS = tier("mother", [("t1", "t3", "Hard &amp; cold."), ("t3", "t5", "I  felt\nlost."), ("t6", "t7", "She left.")])
GLOSS = tier("gloss", [("t1", "t3", "a translation")], PARENT_REF="mother")


def test_tiers_are_merged_in_order_of_time() -> None:
    """Speakers come from PARTICIPANT, else the tier's name; tiers that depend on another are skipped."""
    reading = read(eaf(TELLS, ASKS, GLOSS))
    assert [(turn.label, turn.text, turn.time, turn.time_end) for turn in reading.turns] == [
        ("Interviewer", "How was that for you?", 0.0, 1.0),
        ("mother", "Hard & cold. I felt lost.", 1.0, 5.0),
        ("Interviewer", "Why?", 5.0, 6.0),
        ("mother", "She left.", 6.0, 7.0),
    ]
    assert "dependent-tiers-skipped" in {note.code for note in reading.notes}


def test_several_tiers_of_one_person_stay_apart() -> None:
    """Speech and gesture of one person are not mixed: each tier is offered by its own name."""
    words = tier("words", [("t1", "t2", "I left.")], PARTICIPANT="Mo")
    hands = tier("hands", [("t1", "t2", "points")], PARTICIPANT="Mo")
    reading = read(eaf(words, hands, ASKS))
    assert {turn.label for turn in reading.turns} == {"words", "hands", "Interviewer"}
    assert "participant-on-several-tiers" in {note.code for note in reading.notes}


def test_slots_without_times_and_overlaps() -> None:
    """A slot without a time stands between its neighbours; speech that overlaps is noted."""
    slots = (
        '<TIME_SLOT TIME_SLOT_ID="t0" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="t1"/>'
        '<TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="4000"/><TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="6000"/>'
    )
    one = tier("one", [("t0", "t1", "So."), ("t1", "t3", "And then?")])
    two = tier("two", [("t2", "t3", "I ran.")])
    reading = read(eaf(one, two, slots=slots))
    assert [turn.time for turn in reading.turns] == [0.0, 4.0]
    assert reading.turns[0].time_end == 6.0
    assert {"times-interpolated", "overlapping-speech"} <= {note.code for note in reading.notes}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (eaf(), "No independent tier"),
        (eaf(ASKS)[:-30], "damaged at line"),
        (eaf(ASKS).replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e "e">]>', 1), "entities"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    """No words, damage and entities each have their message."""
    with pytest.raises(UnreadableFile, match=message):
        read(data)
