"""Hostile input: a million spoilt files against everything that reads, and how each was met.

Usage::

    python benchmarks/hostile.py [--inputs 1000000] [--seed 1] [--first 0] [--target NAME ...] [--json FILE]
    python benchmarks/hostile.py --target "reader docx" --show 4711

Seeds are small invented transcripts, documents, models and tables, made by the program. Each input is a seed that was spoilt in one to five ways: by
bytes, lines, tags, members of a container, or values of a document. It may be read or be refused with a message of ours; anything else is a
finding: another exception, more than ten seconds of computing time, more than 4 GB of memory, a warning, or a message that holds a word of the
input. Speakers' labels and the names of columns are told, if they are short, since only a person can say who is who: where a spoilt input has
somebody's word in such a place, the message holds it, which is counted under "names". A finding is led back to by the seed and its number: ``--show`` prints the traceback of one input, ``--first`` goes on where an earlier
campaign ended. Leaves with 1 where anything was found.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rf_scorer.errors import RfScorerError

sys.path.insert(0, str(Path(__file__).parent))

from hostility import campaign
from hostility.targets import targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hostility.campaign import Tally
    from hostility.targets import Target

_MEMORY = Path("/dev/shm")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of each target's first input")
    parser.add_argument("--target", action="append", default=[], help="only these, by name or a part of it")
    parser.add_argument("--show", type=int, help="run one input of one target and print what happens")
    parser.add_argument("--json", type=Path, help="write figures and findings after every 20,000 inputs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        chosen = [
            one for one in targets(Path(folder)) if not given.target or any(part in one.name for part in given.target)
        ]
        if not chosen:
            parser.error("there is no such target")
        if given.show is not None:
            return _show(chosen[0], given.seed, given.show)
        began = time.monotonic()

        def told(tallies: dict[str, Tally], done: int) -> None:
            print(
                f"{done:,} inputs, {time.monotonic() - began:.0f} s, findings: {sum(len(one.findings) for one in tallies.values())}",
                file=sys.stderr,
            )
            if given.json is not None:
                _write(given.json, tallies, given.seed, given.first, time.monotonic() - began)

        tallies = campaign.run(chosen, seed=given.seed, inputs=given.inputs, first=given.first, told=told)
        told(tallies, sum(one.inputs for one in tallies.values()))
    return _table(tallies, time.monotonic() - began)


def _show(target: Target, seed: int, number: int) -> int:
    data = campaign.input_of(target, seed, number)
    print(f"{target.name}, input {number}: {len(data)} bytes, begins {data[:60]!r}")
    try:
        with campaign.bounded():
            target.run(data, number)
    except RfScorerError as error:
        print(f"refused: {error}")
    except BaseException:  # noqa: BLE001
        print(traceback.format_exc())
        return 1
    else:
        print("read")
    return 0


def _write(path: Path, tallies: dict[str, Tally], seed: int, first: int, seconds: float) -> None:
    rows = {
        name: {**asdict(tally), "findings": [asdict(one) for one in tally.findings.values()]}
        for name, tally in tallies.items()
    }
    path.write_text(
        json.dumps(
            {"seed": seed, "first": first, "seconds": seconds, "memory_mb": _memory_mb(), "targets": rows}, indent=1
        ),
        encoding="utf-8",
    )


def _memory_mb() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _table(tallies: dict[str, Tally], seconds: float) -> int:
    print(
        f"{'target':<28} {'inputs':>9} {'refused':>9} {'read':>9} {'mean ms':>8} {'slowest ms':>10} {'names':>6}  findings"
    )
    for name, one in tallies.items():
        mean = 1000 * one.seconds / max(1, one.inputs)
        print(
            f"{name:<28} {one.inputs:>9,} {one.refused:>9,} {one.read:>9,} {mean:>8.2f} {1000 * one.slowest:>10.0f} {one.named:>6}  {len(one.findings)}"
        )
    count = {key: sum(getattr(one, key) for one in tallies.values()) for key in ("inputs", "refused", "read")}
    findings: Sequence[campaign.Finding] = [found for one in tallies.values() for found in one.findings.values()]
    print(
        f"{'all':<28} {count['inputs']:>9,} {count['refused']:>9,} {count['read']:>9,} {'':>8} {'':>10} {sum(one.named for one in tallies.values()):>6}  {len(findings)}"
    )
    print(f"{seconds:.0f} s, at most {_memory_mb():.0f} MB of memory")
    for found in findings:
        print(
            f"FINDING {found.target}: {found.kind} at {found.place}, {found.count} times, first input {found.first}: {found.told}"
        )
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
