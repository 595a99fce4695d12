"""What raters have handed in, looked at without writing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rated_studies import opened, rate

from rf_scorer.review.outcome import outcome

if TYPE_CHECKING:
    from pathlib import Path


def test_all_that_was_locked_is_there_and_says_whether_it_is_finished(tmp_path: Path) -> None:
    """By interview and rater; drafts and visits alone are nothing."""
    room = opened(tmp_path)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 2, "overall": 3})
    rate(room, "ben", "talk-1", {"p02": 5}, finish=False)
    found = outcome(room)
    room.close()
    assert [(one.sheet.interview, one.rater, one.finished) for one in found.rated] == [
        ("talk-1", "anna", True),
        ("talk-1", "ben", False),
    ]
    assert found.left_out == ()


def test_interviews_that_cannot_be_used_are_left_out_with_the_reason(tmp_path: Path) -> None:
    """A sheet that is gone is told, and the other interviews are there all the same."""
    room = opened(tmp_path)
    for interview in ("talk-1", "talk-2"):
        rate(room, "anna", interview, {"p02": 4, "p03": 2, "overall": 3})
    (room.study.sheets / "talk-1.json").unlink()
    found = outcome(room)
    room.close()
    assert [one.sheet.interview for one in found.rated] == ["talk-2"]
    assert found.left_out == ("talk-1: rated, and left out since it has no sheet any more.",)
