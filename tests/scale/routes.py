"""Transcripts of many kinds, and the ways in which they can be scored."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rf_scorer.study import demo, inputs
from rf_scorer.study.casemap import CaseMap
from rf_scorer.study.options import RunOptions
from rf_scorer.study.privacy.gate import Gate, Mode
from rf_scorer.study.running import batch, sharding

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.study.inputs import Input

__all__ = ["Scored", "files", "plain_tables", "score_part", "talk", "transcripts"]


def talk(number: int, times: int = 1) -> str:
    """A small interview that is like no other."""
    return (
        f"I: What was it like at home in the year {number}?\n"
        f"P: {'It was loud, and I think my brother hated it. ' * times}\n"
        f"I: Why did he, when you were {number}?\nP: Because he wanted to be left alone, I believe, and she knew it.\n"
    )


def transcripts(folder: Path) -> Path:
    """A folder with the demonstration's interviews, small ones, twins, two that clash, and two that cannot be read."""
    for name, data in demo.study_files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    below = folder / "transcripts"
    for number in range(9):
        (below / f"small-{number}.txt").write_text(talk(number, 1 + number % 3))
    (below / "twin.txt").write_bytes((below / "small-3.txt").read_bytes())
    for site in ("north", "south"):
        (below / site).mkdir()
        (below / site / "session.txt").write_text(talk(77))
    (below / "empty.txt").write_text("")
    (below / "=cmd.txt").write_text("no speakers here")
    return folder


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A folder of transcripts with what one process made of it.

    Attributes
    ----------
    lab : Path
    options : RunOptions
    found : tuple of Input
    out : Path
        Sheets, pages and tables.
    twins : tuple of tuple of str
    """

    lab: Path
    options: RunOptions
    found: tuple[Input, ...]
    out: Path
    twins: tuple[tuple[str, ...], ...]

    @classmethod
    def make(cls, lab: Path) -> Scored:
        """Score everything in this process."""
        options = RunOptions(cases=CaseMap.load(lab / "cases.toml"), gate=Gate(mode=Mode.WARN))
        found = inputs.find([lab / "transcripts"])
        result = batch.run(found, lab / "one", options)
        return cls(lab=lab, options=options, found=found, out=lab / "one", twins=result.twins)


def score_part(scored: Scored, out: Path, number: int, of: int, **more: Any) -> batch.BatchResult:
    """Score one part."""
    shard, own = sharding.cut(scored.found, number, of)
    return batch.run(own, out, replace(scored.options, shard=shard, **more))


def files(folder: Path, *, tables: bool = True) -> dict[str, bytes]:
    """Everything that stands in an output folder, without the tables of parts."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "-of-" not in path.name and (tables or path.parent != folder)
    }


def plain_tables(folder: Path) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """The two tables without what tells that a run was resumed."""
    rows = list(csv.DictReader(io.StringIO((folder / "summary.csv").read_text("utf-8"))))
    for row in rows:
        row["status"] = row["status"].replace("kept", "done")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for file in manifest["files"]:
        file["status"] = file["status"].replace("kept", "done")
    del manifest["summary"], manifest["counts"]
    return rows, manifest
