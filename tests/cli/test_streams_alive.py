"""``highlight`` and ``rate`` as parts of a pipeline: answers in time, back-pressure, several processes, and every way to end."""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer.study import demo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Seconds after which something will never come.
_NEVER = 120


def _line(**record: object) -> bytes:
    return json.dumps(record).encode() + b"\n"


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What is said in the bundled interviews, by the line."""
    with demo.opened() as (inputs, _):
        texts = [
            item.path.read_text("utf-8", "ignore") for item in inputs if item.path.suffix in {".txt", ".vtt", ".md"}
        ]
    return [line.partition(": ")[2] or line for text in texts for line in text.splitlines() if len(line) > 20]


@contextmanager
def _started(*arguments: str, **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    """The program in a process group of its own, gone at the end whatever happens."""
    made = subprocess.Popen(
        [sys.executable, "-m", "rf_scorer", *arguments],
        start_new_session=True,
        bufsize=0,
        **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams,
    )
    try:
        yield made
    finally:
        made.kill()
        made.wait()
        for stream in (made.stdin, made.stdout, made.stderr):
            if stream is not None:
                stream.close()


def _answer(program: subprocess.Popen[bytes]) -> Any:
    """The next line that the program writes."""
    found = b""
    while not found.endswith(b"\n"):
        assert select.select([program.stdout], [], [], _NEVER)[0], "no answer came"
        assert program.stdout is not None
        piece = program.stdout.read(65536)
        assert piece, "the program has ended"
        found += piece
    return json.loads(found)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_line_is_answered_though_no_other_comes(jobs: str) -> None:
    """Whoever waits for an answer before sending the next line gets it, also after a bad line and half a line; Ctrl-C then ends all quietly, with 130."""
    with _started("highlight", "--jobs", jobs) as program:
        assert program.stdin is not None
        for number in range(2):
            program.stdin.write(_line(id=number, text="I wanted it."))
            assert _answer(program)["id"] == number
        last = _line(id="last", text="I felt sad.")
        program.stdin.write(b"no\n" + _line(id="third", text="I felt sad.") + last[:9])
        assert _answer(program)["id"] == "third"
        program.stdin.write(last[9:])
        assert _answer(program)["id"] == "last"
        os.killpg(program.pid, signal.SIGINT)
        assert program.wait(_NEVER) == 130
        assert program.stderr is not None
        assert program.stderr.read().decode().split("\n")[1:] == ["", "Interrupted.", ""]


def test_nothing_is_read_while_nobody_takes_the_answers() -> None:
    """A reader that does not read stops the reading: of three megabytes only what fits the pipes and one batch is taken, and later all of it is answered."""
    record = _line(id=1, text="I wanted it, and she knew that I felt sad.")
    count = 3_000_000 // len(record)
    taken = [0]
    with _started("highlight") as program:
        assert program.stdin is not None
        assert program.stdout is not None

        def feed() -> None:
            assert program.stdin is not None
            with suppress(BrokenPipeError):
                for _ in range(count):
                    taken[0] += program.stdin.write(record) or 0

        feeder = threading.Thread(target=feed)
        feeder.start()
        waiting = 0
        until = time.monotonic() + _NEVER
        while waiting < 60_000:
            assert time.monotonic() < until
            time.sleep(0.05)
            waiting = int.from_bytes(fcntl.ioctl(program.stdout, termios.FIONREAD, b"\0" * 4), sys.byteorder)
        # The pipe of the answers is full. What was taken: a pipe, a chunk, and two batches of less than 70 bytes a line.
        assert taken[0] < 2 * 65_536 + 2 * 64 * 70
        # Who stops reading altogether ends it: nothing more of the three megabytes is worked on.
        program.stdout.close()
        assert program.wait(_NEVER) == 1
        assert program.stderr is not None
        assert program.stderr.read() == b""
        feeder.join(_NEVER)


@pytest.mark.parametrize("command", ["highlight", "rate"])
def test_a_line_has_the_same_answer_alone_among_others_and_in_other_processes(
    run: Callable[..., Any], said: list[str], command: str
) -> None:
    """With ``--flush``, in batches, in reverse order and with two processes the same line has the same answer, to the byte."""
    key = "text" if command == "highlight" else "answer"
    lines = [
        _line(**{"id": number, "question": said[number - 1], key: " ".join(said[number : number + 4])})
        for number in range(1, 100)
    ]
    together = run(command, stdin=b"".join(lines))
    assert together.code == 0
    expected = together.out.splitlines()
    assert [json.loads(line)["id"] for line in expected] == list(range(1, 100))
    assert run(command, "--flush", stdin=b"".join(lines)).out.splitlines() == expected
    assert run(command, stdin=b"".join(reversed(lines))).out.splitlines() == expected[::-1]
    assert run(command, "--jobs", "2", stdin=b"".join(lines)).out.splitlines() == expected


def test_bad_lines_are_told_with_several_processes(run: Callable[..., Any]) -> None:
    """Each by its place, in order, while all good ones are answered; exit 1. A wrong name ends it before anything is answered."""
    lines = [b"no\n" if number % 10 == 3 else _line(id=number, text="I wanted it.") for number in range(200)]
    ended = run("highlight", "--jobs", "2", stdin=b"".join(lines))
    assert ended.code == 1
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == [n for n in range(200) if n % 10 != 3]
    assert [line.partition("::")[0] for line in ended.err.splitlines()] == [f"-:{n + 1}" for n in range(3, 200, 10)]
    ended = run("rate", "--jobs", "2", "--model", "rf", stdin=_line(id=1, question="Why?", answer="a"))
    assert (ended.code, ended.out) == (2, "")
    assert "Known: " in ended.err


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """An output that cannot be written is told as that, once, and is wrong usage rather than a bug."""
    device = Path("/dev/full")
    if not device.exists():
        pytest.skip("this system has no device that is always full")
    requests = tmp_path / "requests.jsonl"
    requests.write_bytes(_line(id=1, text="I wanted it."))
    with device.open("wb") as full, _started("highlight", str(requests), stdout=full) as program:
        assert program.wait(_NEVER) == 2
        assert program.stderr is not None
        told = program.stderr.read().decode().splitlines()
    assert len(told) == 2
    assert told[0].startswith("Error: standard output: The output cannot be written (")


def test_a_reader_that_leaves_ends_all_processes(tmp_path: Path) -> None:
    """``highlight --jobs 2 | head -1`` prints one record, no complaint, and leaves nothing running."""
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"".join(_line(id=number, text="I wanted it.") for number in range(3000)))
    with _started("highlight", "--jobs", "2", str(path)) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline().startswith(b'{"id":0')
        program.stdout.close()
        assert program.wait(_NEVER) == 1
        assert program.stderr.read() == b""  # which every process would hold open
