"""Writes every generated page and table: ``python docs/make.py``, or ``make reference``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import generated  # its folder is no package
import make_architecture
import make_cli
import make_codebook
import make_guides
import make_protocols
import make_python
import make_schemas
import make_settings

__all__ = ["MAKERS", "main", "pages"]

MAKERS = (make_cli, make_codebook, make_protocols, make_python, make_schemas, make_settings)


def pages() -> dict[str, str]:
    """Every generated page of ``docs``: path below it → text."""
    return {name: text for maker in MAKERS for name, text in maker.pages().items()}


def main() -> None:
    """Write what is not up to date, and say what that was."""
    for name in (*generated.write(pages()), *make_guides.refresh(), *make_architecture.refresh()):
        print(name)  # noqa: T201 (what a person who ran it wants to know)


if __name__ == "__main__":
    main()
