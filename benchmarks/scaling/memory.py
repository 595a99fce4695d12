"""Whether memory stays flat: the peaks of the process that leads and of those that work, with ever more interviews."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling import material, pairs
from scaling.running import PROGRAM, Peaks, run

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["measure"]

#: What a worker of joblib's has beside its work: a process that counts shared things has no model and little memory.
_HELPER = 60.0


def measure(sizes: Sequence[int], *, jobs: Sequence[int], seed: int, shortest: int, longest: int) -> dict[str, Any]:
    """Peaks by number of interviews and of processes.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of interviews. All hold a shortest and a longest one, and new words in every interview.
    jobs : sequence of int
    seed : int
    shortest, longest : int
        Words of an interview.
    """
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            made = material.make(Path(folder) / "in", size, seed=seed, shortest=shortest, longest=longest)
            for processes in jobs:
                peaks = Peaks()
                ended = run(
                    (
                        *PROGRAM, "score", str(made.folder), "-o", str(Path(folder) / f"out-{processes}"), "--protocol", material.PROTOCOL,
                        "--gate", "warn", "--jobs", str(processes), "--quiet",
                    ),
                    watch=peaks,
                )  # fmt: skip
                workers = sorted((peak for peak in peaks.below.values() if peak > _HELPER), reverse=True)
                rows.append(
                    {
                        "interviews": size,
                        "words": made.words,
                        "jobs": processes,
                        "lead_mb": peaks.own,
                        "worker_mb": workers[0] if workers else None,
                        "workers": len(workers),
                        "all_mb": peaks.own + sum(peaks.below.values()),
                        "seconds": ended.seconds,
                        "cpu": ended.cpu,
                    }
                )
                pairs.tell(f"  {size} interviews, {processes} jobs: {peaks.own:.0f} MB, workers {[round(one) for one in workers]}")  # fmt: skip
    return {"shortest": shortest, "longest": longest, "rows": rows}
