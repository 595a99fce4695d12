"""Participant and timepoint out of file names."""

from __future__ import annotations

import unicodedata

import pytest

from rf_scorer.study.name_pattern import NamePattern


@pytest.mark.parametrize(
    ("pattern", "name", "read"),
    [
        ("{participant}_{timepoint}", "P01_T1.docx", {"participant": "P01", "timepoint": "T1"}),
        ("{participant}_{timepoint}", "site-b/P01_T1.docx", {"participant": "P01", "timepoint": "T1"}),
        ("{participant}_{timepoint}_*", "P01_T1_final.v2.docx", {"participant": "P01", "timepoint": "T1"}),
        ("RF {participant} ({timepoint})", "RF 017 (pre).txt", {"participant": "017", "timepoint": "pre"}),
        ("{timepoint}/{participant}", "x/intake/P01.docx", {"participant": "P01", "timepoint": "intake"}),
        ("{participant}T{timepoint}", "P01T2.docx", {"participant": "P01", "timepoint": "2"}),
        ("{participant}", "P01.docx", {"participant": "P01"}),
        ("*.{timepoint}", "P01.t1", {}),
        ("{participant}_{timepoint}", "P01_T1_final.docx", {}),
        ("{participant}_{timepoint}", "P01.docx", {}),
        ("{participant}_{timepoint}", "_T1.docx", {}),
        ("{timepoint}/{participant}", "P01.docx", {}),
        ("É-{participant}", unicodedata.normalize("NFD", "É-P01.docx"), {"participant": "P01"}),
    ],
)
def test_a_name_fits_as_a_whole_or_tells_nothing(pattern: str, name: str, read: dict[str, str]) -> None:
    """Fields end at what stands beside them; a name made by another rule, or with too few folders, is not read in some way."""
    assert NamePattern(text=pattern).read(name) == read


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("P01_T1", "has no"),
        ("*", "has no"),
        ("{participant}{timepoint}", "nothing between"),
        ("{participant}*", "nothing between"),
        ("{participant}_{participant}", "twice"),
        ("{person}_{timepoint}", "nothing else"),
        ("{}_{timepoint}", "nothing else"),
        ("{participant_{timepoint}", "brace"),
        ("{participant}" + "x" * 600, "longer"),
    ],
)
def test_what_is_no_pattern_is_told_in_words(pattern: str, fault: str) -> None:
    """Whoever writes a table of cases learns what is wrong with the pattern."""
    with pytest.raises(ValueError, match=fault):
        NamePattern(text=pattern)
