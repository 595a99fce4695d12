"""What is measured: each run of each benchmark, its command, and what it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["BENCHMARKS", "CLOCK", "RUNS", "Run", "chosen"]

_PLACE = re.compile(r"\{(data|work)\}/([^\s:]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command that hands figures over.

    Attributes
    ----------
    benchmark, name : str
        The file that keeps the figures, and the run's name in it.
    command : str
        Words parted by spaces; ``{data}`` and ``{work}`` are folders: of data that are no part of the project, and of what runs leave for one
        another; ``{jobs}`` is a number of processes. The option ``--json FILE`` is added.
    before : tuple of str
        Commands that come first. ``> FILE`` at the end takes what is printed. They may leave with 1, as those do that tell of refused files.
    leaves : str
        What the run leaves in ``{work}`` for others; "" where nothing.
    clock : bool
        Whether it tells of time, and so wants a machine that does nothing else.
    minutes : float
        About how long it takes of one processor.
    """

    benchmark: str
    name: str
    command: str
    before: tuple[str, ...] = ()
    leaves: str = ""
    clock: bool = False
    minutes: float = 1.0

    @property
    def data(self) -> tuple[str, ...]:
        """What must stand in the folder of data."""
        return self._places("data")

    @property
    def work(self) -> tuple[str, ...]:
        """What other runs must have left."""
        made = {self.leaves, *(place for place in self._places("work", self.before))}
        return tuple(place for place in self._places("work", (self.command,)) if place not in made)

    def _places(self, kind: str, commands: tuple[str, ...] | None = None) -> tuple[str, ...]:
        words = " ".join(commands if commands is not None else (*self.before, self.command))
        return tuple(dict.fromkeys(match[2] for match in _PLACE.finditer(words) if match[1] == kind))


_TRANSCRIPTS = "{data}/transcripts"
_OUT_OF_FOLD = "rows.jsonl"
#: Folders of results: of which transcripts, by which protocol.
_SCORED = {
    "annomi-none": ("annomi", "none"),
    "annomi-auto": ("annomi", "auto"),
    "annomi-session": ("annomi", "session"),
    "semi-auto": ("semi-structured", "auto"),
    "names-none": ("names", "none"),
}
#: No gate, so that all figures are of all files; what the gate says of them is a benchmark of its own.
_SCORE = tuple(
    f"rf-scorer score {_TRANSCRIPTS}/{folder} --protocol {protocol} --gate off -o {{work}}/{name} --force"
    for name, (folder, protocol) in _SCORED.items()
)
_CHECK = tuple(
    f"rf-scorer check {_TRANSCRIPTS}/{folder} --protocol auto --gate off --json > {{work}}/checked-{folder}.jsonl"
    for folder in ("annomi", "semi-structured", "names")
)


def _real(name: str, folder: str) -> Run:
    results = " ".join(f"{{work}}/{one}" for one, (of, _) in _SCORED.items() if of == folder)
    before = tuple(one for one in (*_SCORE, *_CHECK) if f"/{folder} " in one)
    valid = f"rf-scorer validate {results}"
    return Run(
        benchmark="real-input",
        name=name,
        command=f"python benchmarks/real_input.py {results} --source {_TRANSCRIPTS}/{folder} --checked {{work}}/checked-{folder}.jsonl",
        before=(*before, valid),
    )


#: In the order in which they run: what leaves something for others comes before them.
RUNS: tuple[Run, ...] = (
    Run(
        benchmark="highlight",
        name="held-out",
        command="python benchmarks/highlight.py benchmarks/data/highlight-heldout.jsonl --lemmas",
    ),
    Run(
        benchmark="highlight",
        name="development",
        command="python benchmarks/highlight.py {data}/highlight-dev/highlight-dev.jsonl",
    ),
    Run(
        benchmark="highlight",
        name="tuning",
        command="python benchmarks/highlight.py benchmarks/data/highlight-own.jsonl",
    ),
    Run(benchmark="alignment", name="interviews", command="python benchmarks/alignment.py"),
    Run(
        benchmark="rating",
        name="exemplars",
        command=f"python benchmarks/train_rf_passage.py --out {{work}}/rf_passage --out-of-fold {{work}}/{_OUT_OF_FOLD} --jobs {{jobs}}",
        leaves=_OUT_OF_FOLD,
        minutes=15,
    ),
    Run(
        benchmark="rating",
        name="other-writers",
        command="python benchmarks/rating.py --data {data}/rf-dev/rf-dev.jsonl",
        minutes=1.5,
    ),
    Run(
        benchmark="short-answers",
        name="exemplars",
        command="python benchmarks/train_short_answers.py --out {work}/short_answers --jobs {jobs}",
        minutes=10,
    ),
    Run(
        benchmark="overall",
        name="simulated",
        command=f"python benchmarks/overall.py --rows {{work}}/{_OUT_OF_FOLD} --evaluate",
        minutes=2,
    ),
    Run(
        benchmark="abstention",
        name="no-protocol",
        command=f"python benchmarks/abstention.py --rows {{work}}/{_OUT_OF_FOLD} --answers {{data}}/rf-dev/rf-dev.jsonl "
        f"--transcripts {_TRANSCRIPTS}/semi-structured {_TRANSCRIPTS}/names {_TRANSCRIPTS}/annomi",
        minutes=2,
    ),
    Run(
        benchmark="abstention",
        name="session",
        command=f"python benchmarks/abstention.py --transcripts {_TRANSCRIPTS}/annomi --protocol session",
    ),
    *(
        Run(
            benchmark="mind-ca",
            name=name,
            command=f"python benchmarks/mind_ca.py {{data}}/mind-ca/mind-ca.csv --parts {part} --jobs {{jobs}}",
            minutes=minutes,
        )
        for part, name, minutes in (("c", "applied", 0.5), ("b", "questions", 15), ("a", "children", 15))
    ),
    Run(
        benchmark="language",
        name="treebanks",
        command="python -m benchmarks.en_interview.evaluate --model models/en_interview --treebanks {data}/treebanks",
        minutes=2,
    ),
    Run(benchmark="privacy", name="test", command="python benchmarks/privacy.py"),
    Run(benchmark="privacy", name="worded", command="python benchmarks/train_worded.py --dry-run"),
    Run(
        benchmark="privacy",
        name="worst",
        command="python benchmarks/privacy.py benchmarks/data/privacy/dev2.jsonl",
    ),
    Run(
        benchmark="privacy",
        name="transcripts",
        command=f"python benchmarks/privacy.py --transcripts {_TRANSCRIPTS}/names --transcripts {_TRANSCRIPTS}/annomi "
        f"--transcripts {_TRANSCRIPTS}/semi-structured",
    ),
    _real("annomi", "annomi"),
    _real("semi-structured", "semi-structured"),
    _real("names", "names"),
    Run(
        benchmark="survival",
        name="kills",
        command="python benchmarks/survival.py --kills 400 --seed 9",
        minutes=12,
    ),
    Run(
        benchmark="hostile",
        name="inputs",
        command="python benchmarks/hostile.py --inputs 1000000 --seed 9",
        minutes=9,
    ),
    Run(
        benchmark="highlight-speed",
        name="passages",
        command="python benchmarks/highlight.py benchmarks/data/highlight-own.jsonl --speed",
        clock=True,
    ),
    Run(benchmark="agreement", name="large", command="python benchmarks/agreement.py 10000 12", clock=True, minutes=2),
)

#: Benchmarks by name, and those that tell of time.
BENCHMARKS = tuple(dict.fromkeys(run.benchmark for run in RUNS))
CLOCK = tuple(dict.fromkeys(run.benchmark for run in RUNS if run.clock))


def chosen(only: tuple[str, ...], leave_out: tuple[str, ...] = ()) -> tuple[Run, ...]:
    """The runs of some benchmarks, or ``benchmark.run``; of all that tell of no time, where none is named.

    Raises
    ------
    KeyError
        For a name that nothing has.
    """
    known = {*BENCHMARKS, *(f"{run.benchmark}.{run.name}" for run in RUNS)}
    for name in (*only, *leave_out):
        if name not in known:
            raise KeyError(name)

    def named(run: Run, names: tuple[str, ...]) -> bool:
        return run.benchmark in names or f"{run.benchmark}.{run.name}" in names

    return tuple(run for run in RUNS if (named(run, only) if only else not run.clock) and not named(run, leave_out))
