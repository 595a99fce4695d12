"""How much faster several processes are than one, by every route that is installed; the bytes of all routes are compared."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling import material, pairs
from scaling.running import PROGRAM, Ended, run

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["measure"]


def measure(count: int, *, repeat: int, seed: int, shortest: int, longest: int, dask: bool = True) -> dict[str, Any]:
    """Wall time and CPU time of each route on the same interviews, in turns.

    Parameters
    ----------
    count : int
        Interviews.
    repeat, seed : int
    shortest, longest : int
        Words of an interview.
    dask : bool
        Whether to try a cluster on this machine, where dask is installed.
    """
    with tempfile.TemporaryDirectory() as kept:
        root = Path(kept)
        made = material.make(root / "in", count, seed=seed, shortest=shortest, longest=longest)
        routes = _routes(made.folder, dask=dask)
        wall: dict[str, list[float]] = {name: [] for name in routes}
        cpu: dict[str, list[float]] = {name: [] for name in routes}
        digests: dict[str, str] = {}
        for turn in range(repeat):
            for name in list(routes) if turn % 2 == 0 else reversed(list(routes)):
                out = root / f"out-{turn}-{name.replace(' ', '-')}"
                ended = routes[name](out)
                wall[name].append(ended.seconds)
                cpu[name].append(ended.cpu)
                digests[name] = _digest(out)
                pairs.tell(f"  {turn + 1}/{repeat} {name}: {ended.seconds:.1f} s, CPU {ended.cpu:.1f} s")
        first = root / "out-0-jobs-1"
        size = _size(first, made.words)
        again = run(_score(made.folder, first, "--resume"))
    return {
        "repeat": repeat,
        "interviews": count,
        "words": made.words,
        "seconds": {name: pairs.figure(values) for name, values in wall.items()},
        "cpu": {name: pairs.figure(values) for name, values in cpu.items()},
        "times": {name: pairs.ratio(wall["jobs 1"], values) for name, values in wall.items()},
        "cpu_times": {name: pairs.ratio(values, cpu["jobs 1"]) for name, values in cpu.items()},
        "same_bytes": {name: digest == digests["jobs 1"] for name, digest in digests.items()},
        # All that a resumed run does where nothing is left to be done.
        "again_cpu": again.cpu,
        "written": size,
    }


def _routes(folder: Path, *, dask: bool) -> dict[str, Callable[[Path], Ended]]:
    cores = os.cpu_count() or 1
    found: dict[str, Callable[[Path], Ended]] = {
        f"jobs {jobs}": partial(_jobs, folder, jobs) for jobs in (1, 2, 4) if jobs == 1 or jobs <= cores
    }
    told = subprocess.run([*PROGRAM, "score", "--help"], capture_output=True, text=True, check=True).stdout
    if "--shard" in told and cores > 1:
        found["2 shards, merged"] = partial(_shards, folder)
    if dask and "--dask" in told and importlib.util.find_spec("distributed") and cores > 1:
        found["dask, 2 workers"] = partial(_dask, folder)
    return found


def _score(folder: Path, out: Path, *more: str) -> tuple[str, ...]:
    return (*PROGRAM, "score", str(folder), "-o", str(out), "--protocol", material.PROTOCOL, "--gate", "warn", "--quiet", *more)  # fmt: skip


def _jobs(folder: Path, jobs: int, out: Path) -> Ended:
    return run(_score(folder, out, "--jobs", str(jobs)))


def _shards(folder: Path, out: Path) -> Ended:
    """Both parts at the same time into one folder, and what merging takes."""
    parts = run(*(_score(folder, out, "--shard", f"{number}/2") for number in (1, 2)))
    merged = run((*PROGRAM, "merge", str(out), "--quiet"))
    return Ended(seconds=parts.seconds + merged.seconds, cpu=parts.cpu + merged.cpu, codes=parts.codes + merged.codes)


def _dask(folder: Path, out: Path) -> Ended:
    """A scheduler and two workers, started before the clock; what they use is not in the CPU time."""
    code = (
        "import sys\nfrom distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:\n"
        "        print(cluster.scheduler_address, flush=True)\n        sys.stdin.read()\n"
    )
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "cluster.py"
        script.write_text(code, "utf-8")
        with subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as cluster:  # fmt: skip
            assert cluster.stdin is not None
            assert cluster.stdout is not None
            address = cluster.stdout.readline().strip()
            ended = run(_score(folder, out, "--dask", address))
            cluster.stdin.close()
    return ended


def _digest(out: Path) -> str:
    """Over names and bytes of all sheets and pages."""
    total = hashlib.sha256()
    for file in sorted([*out.glob("sheets/*"), *out.glob("pages/*")]):
        total.update(f"{file.parent.name}/{file.name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _size(out: Path, words: int) -> dict[str, float]:
    """Bytes that a word of the transcripts becomes, by kind of file."""
    return {
        kind: sum(file.stat().st_size for file in out.glob(pattern)) / words
        for kind, pattern in (
            ("sheet_bytes_per_word", "sheets/*"),
            ("page_bytes_per_word", "pages/*"),
            ("table_bytes_per_word", "*.*"),
        )
    }
