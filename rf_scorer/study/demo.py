"""The bundled interviews: invented, one for every kind of transcript a newcomer is likely to have."""

from __future__ import annotations

import tomllib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.resources import as_file
from typing import TYPE_CHECKING

from rf_scorer import resources
from rf_scorer.study.casemap import Case, CaseMap
from rf_scorer.study.inputs import Input
from rf_scorer.study.options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Bundled", "bundled", "opened", "study_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """One of the bundled interviews: its file, id and protocol, a title, and what it shows."""

    file: str
    id: str
    protocol: str
    title: str
    shows: str


def bundled() -> tuple[Bundled, ...]:
    """The bundled interviews, in the order in which they are shown."""
    table = tomllib.loads((resources.folder("annotation_guides") / "demo" / "demo.toml").read_text("utf-8"))
    return tuple(Bundled(**entry) for entry in table["interview"])


@contextmanager
def opened(
    *, language_model: str | None = None, jobs: int = 1, force: bool = False
) -> Iterator[tuple[tuple[Input, ...], RunOptions]]:
    """The bundled interviews as inputs, with the options to score them, for as long as the block lasts."""
    interviews = bundled()
    folder = resources.folder("annotation_guides") / "demo"
    with ExitStack() as stack:
        paths: list[Path] = [stack.enter_context(as_file(folder / interview.file)) for interview in interviews]
        yield (
            tuple(
                Input(path=path, name=interview.file, id=interview.id)
                for path, interview in zip(paths, interviews, strict=True)
            ),
            RunOptions(
                cases=CaseMap(
                    files={
                        interview.file: Case(protocol=interview.protocol, participant=interview.id)
                        for interview in interviews
                    }
                ),
                language_model=language_model,
                jobs=jobs,
                force=force,
            ),
        )


def study_files() -> dict[str, bytes]:
    """What a study of the bundled interviews starts with, by path in its folder: the transcripts, and the table of their protocols."""
    folder = resources.folder("annotation_guides") / "demo"
    interviews = bundled()
    cases = [
        "# Who is who in transcripts/, and which protocol each interview follows; see 'rf-scorer guides show transcripts'.",
        "# These interviews are invented.",
    ]
    for interview in interviews:
        cases += [
            "",
            f'[files."{interview.file}"]  # {interview.title}',
            f'participant = "{interview.id}"',
            f'protocol = "{interview.protocol}"',
        ]
    return {
        **{f"transcripts/{interview.file}": (folder / interview.file).read_bytes() for interview in interviews},
        "cases.toml": ("\n".join(cases) + "\n").encode("utf-8"),
    }
