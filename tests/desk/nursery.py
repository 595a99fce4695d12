"""A desk that is started again in no time: everything is imported here once, and each start is a copy of this process.

Reads lines: ``start`` and the arguments of the program, tab by tab; ``kill``. A started desk is killed as by a power cut. It differs from the
program in one thing: its clock can be wrong by the seconds that stand in the file that is this program's only argument.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

import rf_scorer.cli.review
import rf_scorer.desk.app
import rf_scorer.desk.serve  # noqa: F401 (what a desk needs besides)
from rf_scorer import cli
from rf_scorer.language.codebook import load_codebook
from rf_scorer.review import room, store

_WRONG = Path(sys.argv[1])


class _Clock(datetime):
    """A clock that is wrong."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        wrong = _WRONG.read_text() if _WRONG.exists() else ""
        return datetime.now(tz) + timedelta(seconds=float(wrong or 0))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answer lines until there are no more."""
    load_codebook()
    store.datetime = _Clock
    assert room.Store is store.Store  # the room's clock is this one
    child = 0
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split("\t")
        if command == "start":
            child = os.fork()
            if not child:
                sys.stdin.close()
                cli.main(arguments)
            _say(str(child))
        elif child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            _say("killed")
            child = 0
    if child:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
