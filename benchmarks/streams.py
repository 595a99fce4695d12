"""Memory and rate of ``rf-scorer highlight`` and ``rate`` on a stream of talk in which new words never end.

::

    python -m benchmarks.streams --lines 1000000 [--command rate] [--jobs 2] [--new 0.5] [TEXT ...]

A line has one to ``--most`` sentences, drawn from the texts (the bundled interviews unless others are given), and in every second one a word that nobody has
said before. The command runs as a user would run it, between two pipes. Printed is what it holds in memory (with its processes, without what they share
counted once) after every so many lines, and, of the second half, by how much that grows with a million lines.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCES = re.compile(r"(?<=[.?!])\s+")
_LABEL = re.compile(r"^[^:\n]{1,30}:\s+")


def sentences(paths: list[Path]) -> list[str]:
    """What is said in some texts, sentence by sentence."""
    lines = [_LABEL.sub("", line) for path in paths for line in path.read_text("utf-8", "ignore").splitlines()]
    return sorted({one for line in lines for one in _SENTENCES.split(line.strip()) if " " in one})


def requests(said: list[str], *, lines: int, most: int, new: float, key: str, seed: int) -> Iterator[bytes]:
    """Lines for the command."""
    draw = random.Random(seed)
    heads = [word for one in said for word in one.split() if word.isalpha() and len(word) > 4]
    for number in range(lines):
        words = " ".join(draw.choice(said) for _ in range(draw.randint(1, most))).split()
        if draw.random() < new:
            parts = [draw.choice(heads) for _ in range(3)]
            ending = draw.choice(["", "ed", "ing", "s", "ness", "ly"])
            words.insert(draw.randrange(len(words) + 1), parts[0][:4] + parts[1][:3].lower() + parts[2][-4:] + ending)
        request = {"id": number, "question": draw.choice(said), key: " ".join(words)}
        yield json.dumps(request).encode() + b"\n"


def _feed(into: IO[bytes], lines: Iterator[bytes]) -> None:
    with suppress(BrokenPipeError), into:
        for line in lines:
            into.write(line)


def held(process: int) -> int:
    """Kilobytes that a process and those it has started hold, each page as its share (Linux)."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return own + sum(held(int(child)) for child in children)


def slope(points: list[tuple[int, int]]) -> float:
    """Megabytes by which memory grows with a million lines, by least squares over the second half."""
    half = points[len(points) // 2 :]
    mean_lines, mean_held = (sum(values) / len(half) for values in zip(*half, strict=True))
    spread = sum((lines - mean_lines) ** 2 for lines, _ in half)
    return 1e6 / 1024 * sum((lines - mean_lines) * (kb - mean_held) for lines, kb in half) / spread if spread else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--command", choices=["highlight", "rate"], default="highlight")
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--most", type=int, default=3, help="sentences in a line")
    parser.add_argument("--new", type=float, default=0.5, help="share of lines with a new word")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    bundled = root / "annotation_guides" / "demo"
    said = sentences(chosen.texts or [bundled / "parent-interview.txt", bundled / "brief-interview.md"])
    key = "text" if chosen.command == "highlight" else "answer"
    lines = requests(said, lines=chosen.lines, most=chosen.most, new=chosen.new, key=key, seed=chosen.seed)
    program = subprocess.Popen(
        [sys.executable, "-m", "rf_scorer", chosen.command, "--jobs", chosen.jobs],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert program.stdin is not None
    assert program.stdout is not None
    feeder = threading.Thread(target=_feed, args=(program.stdin, lines))
    feeder.start()
    began = time.monotonic()
    every = max(1, chosen.lines // 20)
    points = []
    print("lines\tMB\tlines a second")
    for count, _ in enumerate(program.stdout, start=1):
        if count % every == 0 and count < chosen.lines:
            points.append((count, held(program.pid)))
            print(f"{count}\t{points[-1][1] / 1024:.1f}\t{count / (time.monotonic() - began):.0f}", flush=True)
    feeder.join()
    if program.wait() != 0:
        sys.exit(f"the program ended with {program.returncode}")
    print(f"growth with a million lines, by the second half: {slope(points):.1f} MB")


if __name__ == "__main__":
    main()
