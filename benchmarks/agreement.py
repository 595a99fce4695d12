"""How long a comparison of raters takes, and how much memory: ``python benchmarks/agreement.py [INTERVIEWS] [RATERS] [PASSAGES] [--json FILE]``.

Makes an invented table, a row for each interview and a column for each rater, with a machine beside them, and compares them as
``rf-scorer agree`` does; seeded, so that two runs do the same. Prints seconds for reading, for the figures and for the page, the peak
of memory, and what was cut.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from figures import keeping

from rf_scorer import pages
from rf_scorer.agreement import Range
from rf_scorer.study import agreeing

_SCALE = Range(minimum=-1, maximum=9)


def table(path: Path, *, interviews: int, raters: int, passages: int = 0, seed: int = 20) -> tuple[str, ...]:
    """Write invented ratings of which one in ten is missing; the names of the raters."""
    draw = random.Random(seed)
    names = tuple(f"rater_{number:02}" for number in range(1, raters + 1))
    lean = {name: draw.gauss(0.0, 0.4) for name in names}
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["interview", "passage", "participant", "time", *names, "machine"])
        for number in range(interviews):
            middle = draw.gauss(4.0, 1.2)
            for passage in range(max(1, passages)):
                true = middle + draw.gauss(0.0, 1.2)
                given = [
                    _level(true + lean[name] + draw.gauss(0.0, 0.9)) if draw.random() > 0.1 else "" for name in names
                ]
                unit = [f"i{number:05}", f"q{passage:02}" if passages else "", f"p{number // 2:05}", number]
                rows.writerow([*unit, *given, _level(0.6 * true + 1.6)])
    return names


def _level(score: float) -> int:
    return min(9, max(-1, round(score)))


def main() -> None:
    """Generate, compare, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("interviews", nargs="?", type=int, default=10_000)
    asked.add_argument("raters", nargs="?", type=int, default=12)
    asked.add_argument("passages", nargs="?", type=int, default=0)
    keeping.offer(asked)
    size = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ratings.csv"
        names = table(path, interviews=size.interviews, raters=size.raters, passages=size.passages)
        start = time.perf_counter()
        gathered = agreeing.read_table(path, agreeing.NamedColumns(raters=names, machine="machine"), scale=_SCALE)
    read = time.perf_counter()
    document = agreeing.agree(gathered, agreeing.Plan())
    made = time.perf_counter()
    page = pages.render_agreement(document)
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    print(f"{size.interviews:,} interviews x {size.raters} raters, {size.passages or 'no'} passages")
    print(f"read {read - start:.1f} s, figures {made - read:.1f} s, page {end - made:.1f} s ({len(page) / 1e6:.1f} MB)")
    print(f"peak memory {peak:,.0f} MB")
    print("resamples", document["parts"][0]["intervals"])
    print("\n".join(document["remarks"]))
    seconds = {"read": read - start, "figures": made - read, "page": end - made}
    rows = {"interviews": size.interviews, "raters": size.raters, "passages": size.passages}
    keeping.write(size.json, rows | {"seconds": seconds, "memory_mb": peak})


if __name__ == "__main__":
    main()
