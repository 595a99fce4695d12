"""Invented interviews for the tests of protocols: turns by hand, and the folder of marked interviews."""

from __future__ import annotations

import re
from pathlib import Path

from rf_scorer.domain import Piece, Role, Source, Speaker, Transcript, Turn

INTERVIEWS = Path(__file__).parent / "interviews"
_ROLES = {"I": Role.INTERVIEWER, "P": Role.PARTICIPANT, "O": Role.OTHER}


def transcript(*turns: tuple[str, str], label: str = "I") -> Transcript:
    """Turns of an interviewer (``I``), a participant (``P``) and somebody else (``O``), one a line."""
    text, made = "", []
    for index, (who, said) in enumerate(turns):
        name = label if who == "I" else who
        start = len(text) + len(name) + 2
        text += f"{name}: {said}\n"
        piece = Piece(offset=0, length=len(said), start=start, end=start + len(said))
        made.append(Turn(index=index, label=name, text=said, pieces=(piece,), role=_ROLES[who]))
    source = Source(name="a.txt", format="text", reader="text", sha256="0" * 64, size=1, text=text)
    speaker = Speaker(label=label, role=Role.INTERVIEWER, reason="", confidence=1.0, turns=1, words=1)
    return Transcript(id="a", source=source, speakers=(speaker,), turns=tuple(made))


def marked(path: Path) -> tuple[str, Transcript, dict[int, list[str]]]:
    """A marked interview: its protocol, its turns, and which questions each interviewer turn asks."""
    protocol, turns, gold = "", [], {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# protocol:"):
            protocol = line.partition(":")[2].strip()
        elif asked := re.match(r"I \[(.*?)\] (.*)", line):
            gold[len(turns)] = [] if asked[1] == "-" else asked[1].split(",")
            turns.append(("I", asked[2]))
        elif line.startswith("P "):
            turns.append(("P", line[2:]))
    return protocol, transcript(*turns), gold
