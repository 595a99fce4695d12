"""Nothing is fetched, nothing is written, and no library writes of what it compares into a log."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: What each library could be tempted by: an e-mail address (the list of public suffixes), numbers of several countries, a web page, an account.
_SAID = (
    "She wrote from zwickelmond@post.example.co.uk and from www.zwickelmond.example/pictures, "
    "her number was +44 20 7946 0123, passport number 533401872, and DE89 3704 0044 0532 0130 00."
)
# What urllib3 does while it is imported (binds to the loopback to see whether there is IPv6) is a matter of tests/notrace/test_sockets.py.
_LOOK = """
import logging, socket, sys

class Silent(logging.Handler):
    def emit(self, record):
        told.append(record)

def refuse(*_, **__):
    opened.append(True)
    raise OSError("no network here")

from rf_scorer.privacy.detector import find

told, opened = [], []
socket.socket.__init__ = refuse
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
root = logging.getLogger()
root.setLevel(logging.DEBUG)
root.addHandler(Silent())
(found,) = find([sys.argv[1]])
words = [record for record in told if "zwickelmond" in record.getMessage() or "533401872" in record.getMessage()]
print(sorted({span.kind for span in found}), len(opened), len(words))
"""


def test_detectors_are_offline_silent_and_leave_nothing(tmp_path: Path) -> None:
    """With every socket refused all is found; no log record at any level holds what was said; home and temporary folder stay empty."""
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("XDG_")},
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ended = subprocess.run(
        [sys.executable, "-c", _LOOK, _SAID], capture_output=True, text=True, env=environment, cwd=tmp_path, check=True
    )
    assert ended.stdout == "['bank', 'email', 'national-id', 'phone', 'url'] 0 0\n"
    assert ended.stderr == ""
    assert [*home.rglob("*"), *temporary.rglob("*")] == []


def test_presidio_is_loaded_by_the_first_text_that_needs_it() -> None:
    """Not by the gate itself, nor by talk with a number in it: it takes a third of a second, and most interviews never need it."""
    program = (
        "import sys\n"
        "from rf_scorer.privacy.detector import presidio_spans\n"
        "print(list(presidio_spans('I was 14, and my brother was 12 then.')), 'presidio_analyzer' in sys.modules)\n"
        "print(len(list(presidio_spans('I wrote to her from mary@post.example.co.uk then.'))), 'presidio_analyzer' in sys.modules)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout == "[] False\n1 True\n"
