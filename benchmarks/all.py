"""Measure everything again, keep the figures, and put them into the pages: one command.

Usage::

    python benchmarks/all.py [--data DATA] [--only NAME …] [--except NAME …] [--work build/figures]
    python benchmarks/all.py --pages
    python benchmarks/all.py --list

Each benchmark runs as a process of its own, one after the other, and what it hands over is kept in ``benchmarks/data/NAME.json`` with the day, the
command, the seconds and the machine. Then the tables and the sentences of the pages that hold figures are made anew from what is kept;
``--pages`` does this alone, and ``tests/docs/test_figures.py`` holds that there is nothing to do. A benchmark whose data are not in DATA is left out,
and it is said so; what was kept of it stays. DATA holds what is public and no part of the project (docs/measurements/overview.md says where it comes
from). NAME is a benchmark, or a run of one as ``rating.other-writers``. Those that tell of time run where they are named, since they want a machine that does
nothing else; ``benchmarks/scale.py`` keeps figures of its own, and its tables are filled here, too.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from figures import pages, running, runs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder of public data")
    parser.add_argument("--only", action="append", nargs="+", default=[], metavar="NAME", help="these alone")
    parser.add_argument("--except", action="append", nargs="+", default=[], metavar="NAME", dest="leave_out")
    parser.add_argument("--work", type=Path, default=Path("build/figures"), help="where runs leave what others need")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the runs that can have several")
    parser.add_argument("--pages", action="store_true", help="measure nothing: fill the pages")
    parser.add_argument("--list", action="store_true", help="tell what there is")
    given = parser.parse_args()
    try:
        wanted = runs.chosen(_names(given.only), _names(given.leave_out))
    except KeyError as error:
        parser.error(f"there is no such benchmark: {error.args[0]}; there are {', '.join(runs.BENCHMARKS)}")
    if given.list:
        return _list()
    failed = [] if given.pages else _measured(wanted, given.data, given.work, given.jobs)
    for page in pages.fill():
        print(f"filled {page}")
    return int(bool(failed))


def _names(given: list[list[str]]) -> tuple[str, ...]:
    return tuple(name for part in given for name in part)


def _measured(wanted: tuple[runs.Run, ...], data: Path | None, work: Path, jobs: int) -> list[runs.Run]:
    """Run what can be run, and tell of what cannot; those that failed."""
    work.mkdir(parents=True, exist_ok=True)
    data, work = (None if data is None else data.resolve()), work.resolve()
    left_out, failed = [], []
    for run in _with_makers(wanted, work):
        if lacking := running.missing(run, data):
            left_out.append(f"{run.benchmark}.{run.name}: DATA has no {', '.join(lacking)}")
            continue
        print(f"\n== {run.benchmark}.{run.name} ({time.strftime('%H:%M')}, about {run.minutes:g} min) ==", flush=True)
        try:
            running.start(run, data=data, work=work, jobs=jobs)
        except running.Failed as error:
            failed.append(run)
            print(f"FAILED {error}", flush=True)
    for line in left_out:
        print(f"left out {line}")
    for run in failed:
        print(f"failed {run.benchmark}.{run.name}")
    return failed


def _with_makers(wanted: tuple[runs.Run, ...], work: Path) -> tuple[runs.Run, ...]:
    """The runs, and those that leave what they need, where it does not lie there."""
    needed = {place for run in wanted for place in run.work if not (work / place).exists()}
    return tuple(run for run in runs.RUNS if run in wanted or run.leaves in needed)


def _list() -> int:
    for run in runs.RUNS:
        told = " (wants an idle machine; by name alone)" if run.clock else ""
        print(f"{run.benchmark}.{run.name}, about {run.minutes:g} min{told}: {running.shown(run.command)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
