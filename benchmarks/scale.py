"""How fast ``score`` is, what it is compared with, how it grows: one command that measures, and prints the tables.

Usage::

    python benchmarks/scale.py FOLDER [--protocol session] [--only whole,stages,...] [--repeat 5] [--json OUT.json] [--markdown]
    python benchmarks/scale.py --from OUT.json [--markdown] [--into docs/measurements/speed.md docs/how-to/scale.md]

FOLDER holds transcripts, for instance AnnoMI's (uccollab/AnnoMI). Beside them interviews are made of invented material, 3,000 to 10,000 words
each, four fifths of them the participant's: most transcripts that are public are shorter, and of them participants say less. Parts:

whole
    ``score`` with the gate and without, against the bare spaCy pipeline on the same words;
stages
    where the time goes, in microseconds a word;
peers
    a pipeline of en_core_web_sm's sizes, and TextDescriptives' components behind it, on the same words in the same run (asks for --peers);
scaling
    one process against several, shards and Dask, and whether all write the same bytes;
memory
    peaks with ever more interviews;
start
    how long ``--help`` and the first sheet take;
simulation
    a million interviews on a cluster, from the figures of this run or of an earlier one in the same JSON, and stated assumptions.

What is compared takes turns in one run; CPU seconds, one thread for matrix products, medians with the lowest and the highest, ratios of pairs. Only
`scaling` and `start` tell of wall time, and want a machine that does nothing else. Parts are added to those that stand in the JSON file already.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Before numpy: one thread, whatever the machine has.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

from scaling import corpora, machine, memory, pairs, peers, routes, stages, start, tables, whole
from scaling.simulation import SCENARIOS, Measured, World, summary

if TYPE_CHECKING:
    from collections.abc import Callable

#: What the simulation assumes.
_ASSUMED: dict[str, float] = {one.name: one.default for one in fields(World) if one.name != "hashed"}  # type: ignore[misc]
#: Parts that score files in this process.
_IN_PROCESS = ("whole", "stages", "peers")


def main() -> int:
    chosen = _arguments()
    document: dict[str, Any] = {"format": "rf_scorer.benchmark/1", "parts": {}}
    known = chosen.read or chosen.json
    if known is not None and known.exists():
        document = json.loads(known.read_text("utf-8"))
    only = [] if chosen.read else [part for part in tables.PARTS if part in chosen.only]
    if only:
        pairs.tell(machine.line(machine.described()))
        with tempfile.TemporaryDirectory() as scratch:
            _measure(chosen, only, document, Path(scratch))
    show = tables.as_markdown if chosen.markdown else tables.as_text
    for part in only or tables.PARTS:
        for table in tables.tables(document, part):
            print(show(table), end="\n\n")
    for page in chosen.into:
        page.write_text(tables.filled(page.read_text("utf-8"), document), "utf-8")
    return 0


def _measure(chosen: argparse.Namespace, only: list[str], document: dict[str, Any], scratch: Path) -> None:
    found: list[corpora.Corpus] = []
    if any(part in _IN_PROCESS for part in only):
        if chosen.folder is not None:
            found.append(corpora.corpus(chosen.folder, name=chosen.name, protocol=chosen.protocol))
        if chosen.made:
            found.append(corpora.made(scratch / "made", chosen.made, seed=chosen.seed))
    works: dict[str, Callable[[], dict[str, Any]]] = {
        "whole": lambda: whole.measure(found, repeat=chosen.repeat),
        "stages": lambda: stages.measure(found, repeat=chosen.repeat),
        "peers": lambda: peers.measure(found, repeat=chosen.repeat, python=chosen.peers, model=chosen.peer_model),
        "scaling": lambda: routes.measure(chosen.interviews, repeat=chosen.repeat, seed=chosen.seed, shortest=chosen.words[0], longest=chosen.words[1]),
        "memory": lambda: memory.measure(chosen.sizes, jobs=(1, 2), seed=chosen.seed, shortest=chosen.memory_words[0], longest=chosen.memory_words[1]),
        "start": lambda: start.measure(repeat=max(chosen.repeat, 5)),
        "simulation": lambda: _simulated(chosen, document),
    }  # fmt: skip
    for part in only:
        if part == "peers" and chosen.peers is None:
            pairs.tell(f"peers: left out, since no Python that has them was given: {peers.HOW}")
            continue
        pairs.tell(f"{part} ...")
        about = {**machine.described(), "command": _command(part)}
        document["parts"][part] = {**works[part](), "machine": about}
        if chosen.json is not None:
            chosen.json.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def _command(part: str) -> str:
    """The command for one part, as a reader would give it: folders by their last name, without what is said of output."""
    shown = ["python", "benchmarks/scale.py"]
    words = iter(sys.argv[1:])
    for word in words:
        if word in {"--only", "--json", "--into", "--from", "--name"}:
            next(words)
        elif word != "--markdown":
            path = Path(word)
            # Where somebody keeps folders and Pythons is nobody's business.
            keep = 1 if path.is_dir() else 3 if path.is_absolute() and path.exists() else len(path.parts)
            shown.append(str(Path(*path.parts[-keep:])) if path.exists() else word)
    return shlex.join([*shown, "--only", part])


def _simulated(chosen: argparse.Namespace, document: dict[str, Any]) -> dict[str, Any]:
    """From what this run, or an earlier one in the same file, measured."""
    parts = document["parts"]
    if not {"whole", "scaling", "start"} <= set(parts):
        raise SystemExit(
            "The simulation asks for whole, scaling and start: measure them in the same run, or give --json of a run that has them."
        )
    long = parts["whole"]["corpora"][-1]
    scaling = parts["scaling"]
    begun = parts["start"]["cpu"]
    measured = Measured(
        words_per_second=long["words_per_second"]["score"]["median"],
        # Processor time, which a busy machine does not stretch; with one interview in it, so rather too much.
        start=begun["score end"]["median"],
        keep=max(scaling["again_cpu"] - begun["score end"]["median"], 0.0) / scaling["interviews"],
        sheet_bytes=scaling["written"]["sheet_bytes_per_word"],
        page_bytes=scaling["written"]["page_bytes_per_word"],
        table_bytes=scaling["written"]["table_bytes_per_word"],
    )
    given = {name: value for name in _ASSUMED if (value := getattr(chosen, f"world_{name}")) is not None}
    worlds = {name: World(**{**differs, **given}) for name, differs in SCENARIOS.items()}
    return {"scenarios": {name: summary(measured, world, seeds=chosen.seeds) for name, world in worlds.items()}}


def _span(text: str) -> tuple[int, int]:
    low, _, high = text.partition(":")
    return int(low), int(high or low)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="Transcripts; without it the made interviews alone.")
    parser.add_argument("--name", help="What tables call the folder.")
    parser.add_argument("--protocol", help="Of the folder's transcripts.")
    parser.add_argument(
        "--only", type=lambda text: text.split(","), default=list(tables.PARTS), help=f"Of {','.join(tables.PARTS)}."
    )
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--made", type=int, default=16, help="Made interviews for whole, stages and peers.")
    parser.add_argument("--peers", type=Path, help=f"A Python that has the peers: {peers.HOW}")
    parser.add_argument(
        "--peer-model", type=Path, help="A spaCy pipeline's folder for them, instead of random weights."
    )
    parser.add_argument("--interviews", type=int, default=200, help="Made interviews for scaling.")
    parser.add_argument("--words", type=_span, default=(3000, 10_000), help="Their words, as LOW:HIGH.")
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(one) for one in text.split(",")],
        default=[10, 100, 500, 2000],
        help="Numbers of interviews for memory.",
    )
    parser.add_argument("--memory-words", type=_span, default=(1000, 6000), help="Their words, as LOW:HIGH.")
    parser.add_argument("--json", type=Path, help="Where figures are kept, and added to.")
    parser.add_argument("--from", dest="read", type=Path, help="Measure nothing: tables of these figures.")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--into", type=Path, nargs="+", default=[], help="Pages whose tables are to be replaced.")
    world = parser.add_argument_group("simulation: what is assumed")
    for name, default in _ASSUMED.items():
        world.add_argument(f"--world-{name}", type=type(default), metavar="N", help=f"{default:g}")
    world.add_argument("--seeds", type=int, default=20)
    chosen = parser.parse_args()
    unknown = set(chosen.only) - set(tables.PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if chosen.name is None and chosen.folder is not None:
        chosen.name = chosen.folder.resolve().name
    return chosen


if __name__ == "__main__":
    sys.exit(main())
