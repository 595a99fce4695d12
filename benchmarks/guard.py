"""Whether ``score`` has become dearer: counts against a stored record. Time is not looked at, so that a busy machine tells the same as an idle one.

Usage::

    python benchmarks/guard.py [--no-instructions] [--record]

On the beginning of a bundled interview, everything loaded:

calls
    functions of rf_scorer that are entered, and functions of C that they call, for each word, by part of the package (the test suite looks at these);
passes
    how many times a word goes through the models (the test suite looks at these too);
instructions
    machine instructions that scoring takes, as a multiple of those of the bare spaCy pipeline on the same words, counted by valgrind in copies
    of one process: another machine, another numpy counts otherwise, the ratio hardly. Takes minutes. (``perf stat -e instructions:u`` would
    be quicker, and is not there on most virtual machines.)

Prints what was found beside the record, and leaves with 1 where something costs more than the record and its tolerance, or so much less that the
record would not notice if it came back: then --record writes a new one, which belongs into the same commit as what made it so.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

# Before numpy: a copy of a process has none of its threads.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

from scaling.counting import Scored, counted
from scaling.judging import judge
from scaling.whole import bare, drain

if TYPE_CHECKING:
    from collections.abc import Callable

RECORD = Path(__file__).parent / "data" / "guard.json"
#: Scorings whose instructions are counted together.
_TIMES = 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--no-instructions", action="store_true", help="Calls and passes alone: seconds instead of minutes."
    )
    parser.add_argument("--record", action="store_true", help="Write what is found as the new record.")
    parser.add_argument("--copies", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.copies is not None:
        return _copies(chosen.copies)
    with tempfile.TemporaryDirectory() as folder:
        found = counted(Scored(Path(folder)))
    if not chosen.no_instructions:
        found["instructions"] = _instructions()
    record = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    if chosen.record:
        RECORD.write_text(json.dumps({**record, **found}, indent=1) + "\n", "utf-8")
        record = json.loads(RECORD.read_text("utf-8"))
    verdicts = judge(record, found)
    for one in verdicts:
        print(one)
    return int(any(one.wrong for one in verdicts))


def _instructions() -> dict[str, float]:
    """Instructions of scoring, of the bare pipeline, and their ratio."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        raise SystemExit("valgrind is not installed: install it, or give --no-instructions.")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # Without a cache to simulate it counts instructions alone; hashes of strings decide how dictionaries collide.
        command = [
            valgrind, "--tool=cachegrind", "--cache-sim=no", "--quiet", f"--cachegrind-out-file={folder}/%p.out",
            sys.executable, __file__, "--copies", str(folder),
        ]  # fmt: skip
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
        pids = json.loads((folder / "copies.json").read_text("utf-8"))
        counts = {name: total((folder / f"{pid}.out").read_text("utf-8")) for name, pid in pids.items()}
    scoring, pipeline = (counts[name] - counts["nothing"] for name in ("score", "bare"))
    return {"score": scoring / _TIMES, "bare": pipeline / _TIMES, "ratio": round(scoring / pipeline, 4)}


def total(text: str) -> int:
    """The instructions in a file of cachegrind's."""
    (line,) = [line for line in text.splitlines() if line.startswith("summary:")]
    return int(line.split()[1])


def _copies(folder: Path) -> int:
    """Load everything, and let copies of this process do one work each."""
    (folder / "in").mkdir()
    scored = Scored(folder / "in")
    nlp = bare(fast=True)
    works: dict[str, Callable[[], None]] = {
        "nothing": lambda: None,
        "score": scored,
        "bare": lambda: drain(nlp, scored.texts),
    }
    for work in works.values():
        work()
    gc.collect()
    gc.disable()
    pids = {}
    for name, work in works.items():
        pid = os.fork()
        if pid == 0:
            for _ in range(_TIMES):
                work()
            os._exit(0)
        os.waitpid(pid, 0)
        pids[name] = pid
    (folder / "copies.json").write_text(json.dumps(pids), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
