"""Nothing lost: commands that write, killed (SIGKILL) at random moments, and what stands in the folder then.

Usage::

    python benchmarks/survival.py [--kills 400] [--seed 1] [--only NAME ...] [--json FILE]

On small invented material, made here. A run is killed after a random part of the time that an undisturbed one takes, or, every second one, right
before or after a randomly chosen call that changes a folder (making, writing through, naming and removing files and folders). Most run in a copy of
this process, so that a kill falls into the work and not into the start of Python; those with several processes run as a person starts them, and are
killed with their helpers or without.

After each kill: no file under a name of its own is half a file; its bytes are those that an undisturbed run writes, or those that were there before;
every document has its schema; of a folder that is written as a whole there is the old one or the new one; the database passes its integrity check,
and every event that was acknowledged is in it, once; no word of a participant stands in a folder for temporary files. Then the command runs again
(``score`` with --resume, every third time with --force): it must end well, leave the bytes of an undisturbed run, and take away what the killed one
had for itself. Leaves with 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

# Before numpy: a copy of a process has none of its threads.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

from killing.desk import Desk
from killing.trials import Collect, Export, Plan, Score, Tally, Train, Trial

import rf_scorer.cli.collect
import rf_scorer.cli.export
import rf_scorer.cli.plan
import rf_scorer.cli.review
import rf_scorer.cli.score
import rf_scorer.cli.train
import rf_scorer.desk.app
import rf_scorer.desk.serve  # noqa: F401 (what copies of this process need)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Trials, with the share of all kills that each gets.
TRIALS: dict[str, tuple[Callable[[Path, Random], Trial | Desk], float]] = {
    "score": (lambda folder, random: Score(folder, random, over=False), 0.16),
    "score --force": (lambda folder, random: Score(folder, random, over=True), 0.16),
    "train": (lambda folder, random: Train(folder, random, over=False), 0.10),
    "train --force": (lambda folder, random: Train(folder, random, over=True), 0.10),
    "collect": (Collect, 0.16),
    "review": (Desk, 0.16),
    "export --force": (Export, 0.06),
    "plan make --force": (Plan, 0.06),
    # Last, since every process of it has the language model to load.
    "score --jobs 2": (lambda folder, random: Score(folder, random, over=False, processes=2), 0.04),
}
_LINE = "{:18} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8} {:>6}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", action="append", choices=tuple(TRIALS), help="These alone, with the kills shared among them."
    )
    parser.add_argument("--json", type=Path, help="Write the figures to this file, too, after each trial.")
    chosen = parser.parse_args()
    names = [name for name in TRIALS if chosen.only is None or name in chosen.only]
    shares = sum(TRIALS[name][1] for name in names)
    told: dict[str, Tally] = {}
    began = time.monotonic()
    gc.freeze()
    print(_LINE.format("command", "killed", "ended", "begun", "left", "run (s)", "moments", "wrong"), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            make, share = TRIALS[name]
            trial = make(Path(folder) / name.replace(" ", "-"), Random(f"{chosen.seed} {name}"))
            told[name] = _tried(trial, max(1, round(chosen.kills * share / shares)))
            _show(name, told[name])
            if chosen.json is not None:
                chosen.json.write_text(
                    json.dumps({one: asdict(tally) for one, tally in told.items()}, indent=1), encoding="utf-8"
                )
    _sum_up(told.values(), time.monotonic() - began)
    return int(any(tally.wrong for tally in told.values()))


def _tried(trial: Trial | Desk, kills: int) -> Tally:
    trial.prepare()
    number = 0
    # Some runs are over before they are killed; far more than that would be no trial.
    while trial.tally.kills < kills and number < 3 * kills + 10:
        trial.kill(number)
        number += 1
    return trial.tally


def _show(name: str, tally: Tally) -> None:
    print(
        _LINE.format(
            name,
            tally.kills,
            tally.ended,
            tally.begun,
            tally.left,
            f"{tally.seconds:.2f}",
            tally.moments or "",
            len(tally.wrong),
        ),
        flush=True,
    )
    for one in tally.wrong[:20]:
        print(f"    {one}", flush=True)


def _sum_up(told: Iterable[Tally], seconds: float) -> None:
    every = list(told)
    print(
        f"{sum(one.kills for one in every)} kills ({sum(one.begun for one in every)} after something had been written; "
        f"{sum(one.ended for one in every)} runs had ended before), {sum(len(one.wrong) for one in every)} findings, {seconds:.0f} s"
    )
    print(
        "killed: runs that were killed; ended: that were over before; begun: killed after they had changed the folder; left: that left a part or a "
        "lock, removed by the next run; run: seconds of an undisturbed one; moments: calls that change a folder, twice (before, after)."
    )


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
