"""Makes the tables of the raters' guides anew from the codebook: ``python docs/make_guides.py``."""

from __future__ import annotations

from pathlib import Path

from rf_scorer.language import guides

__all__ = ["refresh"]

_FOLDER = Path(__file__).parents[1] / "annotation_guides"


def refresh(folder: Path = _FOLDER) -> tuple[str, ...]:
    """Write every guide of a folder whose tables differ from the codebook; their names."""
    changed = []
    for path in sorted(folder.glob("*.md")):
        before = path.read_text(encoding="utf-8")
        after = guides.regenerate(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path.name)
    return tuple(changed)


if __name__ == "__main__":
    for name in refresh():
        print(name)  # noqa: T201 (what a person who ran it wants to know)
