"""How often alignment finds the question, and how long it takes: ``python benchmarks/alignment.py [--json FILE]``.

Runs the invented interviews under ``tests/protocols/interviews``. The constants of the matcher were set on ``tuning``
and on the demonstration interviews; nothing was changed to mend an error in ``heldout``, most of which was written
before the wordings of the protocols (``aai-late`` after them). Interviews and wordings have one author, so figures on
a lab's own interviews may well be lower.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path
from typing import Any

from figures import keeping

from rf_scorer import protocols
from rf_scorer.protocols.matching import Matcher

FOLDER = Path(__file__).parent.parent / "tests" / "protocols" / "interviews"
#: From this confidence on the page tells how often it is right.
_SURE = 0.9


def read(path: Path) -> tuple[str, list[tuple[list[str], str]]]:
    name, turns = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# protocol:"):
            name = line.partition(":")[2].strip()
        hit = re.match(r"I \[(.*?)\] (.*)", line)
        if hit:
            turns.append(([] if hit[1] == "-" else hit[1].split(","), hit[2]))
    return name, turns


def measure(part: str) -> tuple[dict[str, tuple[int, int]], list[tuple[float, bool]]]:
    right = asked = false = other = merged = merges = 0
    sure: list[tuple[float, bool]] = []
    for path in sorted((FOLDER / part).glob("*.txt")):
        name, turns = read(path)
        protocol = protocols.load(name)
        found = Matcher(protocol).match([text for _, text in turns])
        for place, (gold, _) in enumerate(turns):
            ask = found.get(place)
            got = (
                [protocol.questions[number].id for number in (ask.question, *ask.merged) if number is not None]
                if ask
                else []
            )
            if gold:
                asked += 1
                right += got[:1] == gold[:1]
                merges += len(gold) > 1
                merged += len(gold) > 1 and set(got) == set(gold)
            else:
                other += 1
                false += bool(got)
            if ask is not None:
                sure.append((ask.confidence, got[:1] == gold[:1]))
    return {
        "asked, found": (right, asked),
        "not asked, taken for a question": (false, other),
        "merged": (merged, merges),
    }, sure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    keeping.offer(parser)
    chosen = parser.parse_args()
    handed: dict[str, Any] = {}
    for part in ("tuning", "heldout"):
        figures, sure = measure(part)
        certain = [right for confidence, right in sure if confidence >= _SURE]
        handed[part] = {"interviews": len(list((FOLDER / part).glob("*.txt")))} | figures
        handed[part]["sure"] = (sum(certain), len(certain))
        print(part)
        for label, (hits, total) in figures.items():
            print(f"  {label:34s} {hits:3d} of {total:3d}" + (f"  {hits / total:.3f}" if total else ""))
        for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
            inside = [right for confidence, right in sure if low <= confidence < high]
            if inside:
                print(f"  confidence {low:.1f}-{min(high, 1):.1f}: {sum(inside)} of {len(inside)} right")
    name, turns = read(FOLDER / "heldout" / "aai-spoken.txt")
    texts = [text for _, text in turns] * 3
    matcher = Matcher(protocols.load(name))
    matcher.match(texts)
    began = time.process_time()
    for _ in range(20):
        matcher.match(texts)
    print(f"{len(texts)} interviewer turns: {(time.process_time() - began) / 20 * 1000:.1f} ms")
    keeping.write(chosen.json, handed)


if __name__ == "__main__":
    main()
