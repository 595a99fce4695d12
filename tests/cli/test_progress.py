"""Progress as a person sees it: a bar on a terminal, a line now and then in a log, and a time that is about right."""

from __future__ import annotations

import io

import pytest

from rf_scorer.cli import progress
from rf_scorer.cli.progress import Progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    """The clock of the module that is tested, beside a terminal that can draw."""
    monkeypatch.setenv("TERM", "xterm")
    made = _Clock()
    monkeypatch.setattr(progress, "time", made)
    return made


def _lines(stream: io.StringIO) -> list[str]:
    return [line for line in stream.getvalue().replace("\r\x1b[K", "\n").splitlines() if line]


def test_what_is_left_is_told_by_weight(clock: _Clock) -> None:
    """Large files come first: after the first of ten, which held half of all, as much time is left as has passed, and not nine times as much."""
    stream = _Terminal()
    with Progress(10, weight=1800.0, stream=stream) as bar:
        clock.now += 60
        bar.step(weight=900.0)
        for _ in range(9):
            clock.now += 6
            bar.step(weight=100.0)
    lines = _lines(stream)
    assert lines[0] == "░" * 24 + " 0 of 10 files"
    assert lines[1] == "█" * 12 + "░" * 12 + " 1 of 10 files, 1 a minute, about 60 s left"
    assert lines[-1] == "█" * 24 + " 10 of 10 files in 2 min"


def test_files_that_took_no_work_say_nothing_of_the_rest(clock: _Clock) -> None:
    """Of a resumed run nine tenths are only looked at: the rest is estimated by what was worked on."""
    stream = _Terminal()
    with Progress(100, weight=100.0, stream=stream) as bar:
        clock.now += 2
        for _ in range(90):
            bar.step(worked=False)
        clock.now += 10
        bar.step()
    assert _lines(stream)[-1].endswith(" 91 of 100 files, 5 a minute, about 2 min left")


def test_a_log_gets_a_line_now_and_then(clock: _Clock) -> None:
    """Every quarter of a minute at first, then more seldom: a night of work is some two hundred lines, and the last one tells how long it took."""
    stream = io.StringIO()
    with Progress(43_200, stream=stream) as bar:
        for _ in range(43_200):
            clock.now += 1
            bar.step()
    lines = _lines(stream)
    assert lines[0] == "16 of 43,200 files done, 60 a minute, about 12 h 00 min left"
    assert lines[-1] == "43,200 of 43,200 files done in 12 h 00 min"
    assert 50 < len(lines) < 250


def test_messages_stand_above_the_bar_and_quiet_is_quiet(clock: _Clock) -> None:
    """A message is never drawn over; without anything to say nothing is printed, nor for a single file."""
    stream = _Terminal()
    with Progress(2, stream=stream) as bar:
        bar.step("refused  a.txt: The file is empty.")
    assert "\r\x1b[Krefused  a.txt: The file is empty.\n" in stream.getvalue()
    for silent in (Progress(2, quiet=True, stream=(quiet := _Terminal())), Progress(1, stream=(one := _Terminal()))):
        with silent as bar:
            bar.step()
    assert quiet.getvalue() == one.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (89.4, "89 s"), (90, "2 min"), (5_300, "88 min"), (5_400, "1 h 30 min"), (200_000, "2.3 days")],
)
def test_durations_are_told_as_people_say_them(seconds: float, told: str) -> None:
    """Seconds, minutes, hours, days."""
    assert progress._duration(seconds) == told
