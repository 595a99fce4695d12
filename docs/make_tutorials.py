"""Plays the tutorials, each as one session in one folder, and writes what the commands print: ``python docs/make_tutorials.py``.

A block ``console session`` holds commands (lines with ``$``) and what they print. A line that is only ``…`` stands for lines that are left out. A
block ``text save FILE`` is what the reader saves under that name; a block ``python session`` is run in the folder, with what it prints in
the block ``text as printed`` behind it. A comment ``<!-- $ COMMAND -->`` is run and not shown: for what a reader does by
hand. ``rate STUDY INTERVIEW RATER UNIT=LEVEL …`` stands there for a rater at the desk, ``decide`` for an adjudicator.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from rf_scorer import cli
from rf_scorer.review.adjudication import record
from rf_scorer.review.room import Room
from rf_scorer.study.folder import Study

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["PLAYED", "TUTORIALS", "Session", "refresh"]

_FOLDER = Path(__file__).with_name("tutorials")
TUTORIALS = tuple(_FOLDER / name for name in ("coder.md", "rater.md", "pipeline.md"))
#: Pages that are played: the tutorials, and one that works an example.
PLAYED = (*TUTORIALS, _FOLDER.parent / "explanation" / "suggestions.md")
_PART = re.compile(
    r"^```(?P<info>console session|python session|text as printed|text (?:save|add) [^\n`]+)\n(?P<body>.*?)^```[ \t]*$|^<!-- \$ (?P<unseen>[^\n]+) -->$",
    re.MULTILINE | re.DOTALL,
)
#: What a terminal does not leave standing, or stands there otherwise in every run.
_PASSING = re.compile(r"^\d+ of \d+ files done.*\n", re.MULTILINE)
_CHANGING = re.compile(r"(?<=enter#)[\w-]{32}|\bst-[0-9a-f]{12}\b|\b\d{4}-\d\d-\d\d(?:-\d{6}|T[\d:.]+Z)?")
_ELLIPSIS = "…"
#: What a rater who is played writes, and when it was.
_NOTE, _AT = "The words stand in the passage.", "2026-11-30T10:00:00.000Z"
#: Our own program, with what it reads and where its output goes; anything else is a shell's.
_OURS = re.compile(
    r"^(?:(?P<before>[^|]+) \| )?rf-scorer (?P<arguments>[^|<>&;*$`]+?)(?: < (?P<source>\S+))?(?: > (?P<target>\S+))?$"
)


def _steady(text: str) -> str:
    return _CHANGING.sub("▒", text)


def _agrees(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed, but for what it leaves out and what every run prints anew."""
    shown, printed = _steady(shown), _steady(printed)
    pieces = re.split(rf"^{_ELLIPSIS}$\n?", shown, flags=re.MULTILINE)
    pattern = "(?:.*\n)*?".join(re.escape(piece) for piece in pieces)
    return re.fullmatch(pattern, printed) is not None


@dataclass
class Session:
    """Somebody who follows a tutorial in a folder of her own.

    Attributes
    ----------
    home : Path
        Where the session begins.
    here : Path
        Where it is now.
    code : int
        Exit code of the last command.
    said : str
        What a block of Python printed.
    """

    home: Path
    here: Path = field(init=False)
    code: int = 0
    said: str = ""

    def __post_init__(self) -> None:
        self.here = self.home

    def follow(self, text: str) -> str:
        """The text of a page with what its commands print now; unchanged where it shows that already."""
        return _PART.sub(
            lambda found: self._done(found[0], found["info"] or "", found["body"] or "", found["unseen"]), text
        )

    def _done(self, whole: str, info: str, body: str, unseen: str | None) -> str:
        if unseen is not None:
            self.run(unseen)
            return whole
        if info.startswith("text ") and info != "text as printed":
            _, verb, name = info.split()
            path = self.here / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w" if verb == "save" else "a", encoding="utf-8") as file:
                file.write(body)
            return whole
        if info == "python session":
            self.said = self._python(body)
            return whole
        if info == "text as printed":
            return whole if _agrees(body, self.said) else f"```{info}\n{self.said}```"
        out = []
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            printed = self.run(command.partition("   #")[0].rstrip())
            out.append(f"$ {command}\n" + (shown if _agrees(shown, printed) else printed))
        return f"```{info}\n{''.join(out)}```"

    def run(self, command: str) -> str:
        """What a command prints on a terminal, both streams together."""
        if command.startswith("cd "):
            self.here = (self.here / command.removeprefix("cd ")).resolve()
            return ""
        if command == "echo $?":
            return f"{self.code}\n"
        if command.startswith(("rate ", "decide ")):
            self._at_the_desk(*command.split())
            return ""
        ours = _OURS.match(command)
        printed = self._program(**ours.groupdict()) if ours else self._shell(command)
        printed = printed.replace(f"{self.home}{os.sep}", "").replace(str(self.home), "~")
        printed = _PASSING.sub("", printed)
        return printed if not printed or printed.endswith("\n") else printed + "\n"

    def _at_the_desk(self, act: str, study: str, interview: str, who: str, *said: str) -> None:
        """Lock levels blind and finish the interview, or decide where raters differ: as the desk's page would send it."""
        room = Room.open(Study.open(self.here / study))
        try:
            for unit, _, level in (one.partition("=") for one in said):
                if act == "rate":
                    judgement = {"level": int(level), "unratable": None, "markers": [], "note": _NOTE}
                    body = {"judgement": judgement, "after": 0, "seconds": 60}
                    room.record(who, interview, [_event("locked", unit, **body)])
                else:
                    body = {"level": int(level), "unratable": None, "note": _NOTE, "code": "ambiguous", "by": "third"}
                    record(room, adjudicator=who, interview=interview, events=[_event("adjudicated", unit, **body)])
            if act == "rate":
                room.record(who, interview, [_event("finished")])
        finally:
            room.close()

    def _environment(self) -> Mapping[str, str]:
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        # A make that is called by a make tells which folder it enters.
        mine = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
        return {**mine, "PATH": path, "HOME": str(self.home), "LC_ALL": "C.UTF-8"}

    def _shell(self, command: str) -> str:
        done = subprocess.run(  # noqa: S602 (a command of our own page)
            command,
            shell=True,
            executable="/bin/bash",
            cwd=self.here,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.code = done.returncode
        return done.stdout

    def _program(self, *, before: str | None, arguments: str, source: str | None, target: str | None) -> str:
        """Run our program in this process, which has its models loaded already."""
        given = self._shell(before).encode() if before else (self.here / source).read_bytes() if source else b""
        out, heard = self._heard(lambda: cli.main(shlex.split(arguments)), given, apart=target is not None)
        if target is not None:
            (self.here / target).write_text(out, "utf-8")
        return heard

    def _python(self, source: str) -> str:
        return self._heard(lambda: exec(compile(source, "tutorial", "exec"), {"__name__": "__main__"}))[1]  # noqa: S102

    def _heard(self, act: Callable[[], object], given: bytes = b"", *, apart: bool = False) -> tuple[str, str]:
        """What somebody hears who acts in the folder: standard output, and what a terminal shows (of both streams, or of errors alone)."""
        terminal = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) if apart else terminal
        with (
            contextlib.chdir(self.here),
            mock.patch.object(sys, "stdout", out),
            mock.patch.object(sys, "stderr", terminal),
            mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")),
        ):
            try:
                act()
                self.code = 0
            except SystemExit as left:
                self.code = int(left.code or 0)
            return _text(out), _text(terminal)


def _event(kind: str, unit: str | None = None, **body: object) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "kind": kind, "unit": unit, "at": _AT, "body": body}


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def refresh(page: Path) -> str:
    """A tutorial with what its commands print now."""
    with tempfile.TemporaryDirectory() as folder:
        return Session(Path(folder).resolve()).follow(page.read_text("utf-8"))


if __name__ == "__main__":
    for tutorial in PLAYED:
        before = tutorial.read_text("utf-8")
        after = refresh(tutorial)
        if after != before:
            tutorial.write_text(after, "utf-8")
            print(tutorial.name)  # noqa: T201 (what a person who ran it wants to know)
