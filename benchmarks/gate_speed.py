"""What the privacy gate costs: µs of processor time a word, of the gate's own Python and of the whole.

    OMP_NUM_THREADS=1 python benchmarks/gate_speed.py DIR [--repeat 5]

Every transcript of the folder is read once. Then, alternating in one process, the gate looks through all of them with the language pipeline's word on
each turn given (its own Python: words, names, patterns, what stands beside the turns) and without (the whole, as ``check --privacy`` runs it). The
fastest of the runs counts: others may load the machine. Words are those of all speakers.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rf_scorer import privacy, transcripts
from rf_scorer.errors import RfScorerError
from rf_scorer.language.entities import named_words
from rf_scorer.transcripts.margins import margins, pictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.domain import Transcript
    from rf_scorer.language.entities import NamedWords

    Held = tuple[transcripts.Document, Transcript, list[NamedWords]]


def held(folder: Path) -> list[Held]:
    """Every transcript that can be read, with the pipeline's word on its turns."""
    found = []
    for path in sorted(folder.iterdir()):
        try:
            document = transcripts.Document.open(path)
            transcript = transcripts.read_document(document, speakers=None)
        except RfScorerError:
            continue
        found.append((document, transcript, list(named_words(turn.text for turn in transcript.turns))))
    return found


def beside(everything: list[Held]) -> None:
    """What stands beside the turns, alone."""
    for document, transcript, _ in everything:
        margins(document, transcript)
        pictures(document)


def own(everything: list[Held]) -> None:
    """The gate where the pipeline has looked already."""
    _look(everything, told=True)


def whole(everything: list[Held]) -> None:
    """The gate as it runs by itself."""
    _look(everything, told=False)


def _look(everything: list[Held], *, told: bool) -> None:
    for document, transcript, named in everything:
        privacy.inspect(
            transcript,
            margins=margins(document, transcript),
            pictures=pictures(document),
            named=named if told else None,
        )


def seconds(run: Callable[[list[Held]], None], everything: list[Held]) -> float:
    """Processor time of one run."""
    begun = time.process_time()
    run(everything)
    return time.process_time() - begun


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    chosen = parser.parse_args()
    everything = held(chosen.folder)
    words = sum(len(turn.text.split()) for _, transcript, _ in everything for turn in transcript.turns)
    runs = (beside, own, whole)
    took: dict[str, list[float]] = {run.__name__: [] for run in runs}
    own(everything)  # lists are read, words are met
    for _ in range(chosen.repeat):
        for run in runs:
            took[run.__name__].append(seconds(run, everything))
    print(f"{len(everything)} files, {words} words")
    for name, times in took.items():
        print(f"{name:7} {1e6 * min(times) / words:6.2f} µs a word ({', '.join(f'{one:.2f}' for one in times)} s)")


if __name__ == "__main__":
    main()
