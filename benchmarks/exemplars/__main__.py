"""Check the exemplars and describe them.

Usage::

    python -m benchmarks.exemplars              # faults by place, else the tables of the data statement
    python -m benchmarks.exemplars --write      # puts the tables into models/rf_passage/EXEMPLARS.md
    python -m benchmarks.exemplars --names      # two capitalised words in a row, to be read for names of real people

Faults go to the error stream, one a line. Lines that cannot be read stop everything; with any other fault the tables are
still made, so that what is wrong can be seen in them. Exit codes: 0 without a fault, 1 with faults, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import RfScorerError

from . import document
from .checks import check
from .names import capitalised
from .passages import Fault, read

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDER = Path("models/rf_passage")


def _tell(faults: Sequence[Fault]) -> int:
    for fault in faults:
        print(f"{fault.place}: {fault.message}", file=sys.stderr)
    return 1 if faults else 0


def run(options: argparse.Namespace) -> int:
    """Do what the options say; returns the exit code."""
    passages, faults = read(options.exemplars)
    if faults or not passages:
        return _tell(faults or [Fault(options.exemplars.name, "There is no passage.")])
    code = _tell(check(passages))
    if options.names:
        for run_of_words, ids in capitalised(passages).items():
            print(f"{run_of_words}: {', '.join(ids)}")
        return code
    if min(len({one.writer for one in passages}), len({one.participant for one in passages})) < 2:
        # Nobody could be left out; the faults are told beside it.
        return _tell([Fault(options.exemplars.name, "The tables need two writers and two participants at least.")])
    made = document.generated(passages, sha256=document.digest(options.exemplars))
    if options.write:
        text = options.document.read_text(encoding="utf-8")
        jsonio.write_text(options.document, document.replaced(text, made, where=options.document.name), force=True)
    else:
        print(made, end="")
    return code


def main() -> None:
    """Read the options and go."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.exemplars",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--exemplars", type=Path, default=_FOLDER / "exemplars.jsonl")
    parser.add_argument("--document", type=Path, default=_FOLDER / "EXEMPLARS.md", help="the data statement")
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--write", action="store_true", help="put the tables into the data statement")
    doing.add_argument("--names", action="store_true", help="list capitalised words in a row, and print no tables")
    options = parser.parse_args()
    for path in (options.exemplars, options.document) if options.write else (options.exemplars,):
        if not path.is_file():
            parser.error(f"{path}: There is no such file. Run this in the project's folder, or give its path.")
    try:
        sys.exit(run(options))
    except RfScorerError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
