"""What came out of a run over real transcripts, in figures: ``python benchmarks/real_input.py RESULTS… [--checked FINDINGS…] [--json FILE]``.

RESULTS are folders that ``rf-scorer score`` has written; FINDINGS are files of ``rf-scorer check --json``. For each folder: files by
format and status, speakers' roles and how they were told, passages by state and role, mentions per 100 words, abstentions and
doubts by reason, and whether every span of every sheet is what stands there. With ``--source FOLDER`` the spans of text formats are also
held against the original files. Nothing that anybody said is printed.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

from figures import keeping

TEXT_FORMATS = {"text", "vtt", "srt", "csv", "tsv"}


def counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"


def quantiles(values: list[float]) -> dict[str, float]:
    """Median, quartiles and ends; of two values and fewer the median alone."""
    if not values:
        return {}
    if len(values) < 3:
        return {"median": statistics.median(values)}
    low, middle, high = statistics.quantiles(values, n=4)
    return {"median": middle, "low": low, "high": high, "least": min(values), "most": max(values)}


def wrong_spans(sheet: dict[str, Any], original: str | None) -> int:
    text = sheet["transcript"]["text"]
    spans = [*sheet["mentions"], *sheet["markers"]]
    participant = {turn["index"] for turn in sheet["transcript"]["turns"] if turn["role"] == "participant"}
    return sum(
        text[span["start"] : span["end"]] != span["text"]
        or span["turn"] not in participant
        or (original is not None and original[span["start"] : span["end"]] != span["text"])
        for span in spans
    )


def original_of(source: dict[str, Any], folder: Path | None) -> str | None:
    if folder is None or source["format"] not in TEXT_FORMATS:
        return None
    with (folder / source["name"]).open(encoding=source["encoding"], newline="") as file:
        return file.read().removeprefix("\ufeff")


def results(folder: Path, originals: Path | None) -> dict[str, Any]:
    """Figures of one folder of results."""
    rows = list(csv.DictReader((folder / "summary.csv").open(encoding="utf-8", newline="")))
    sheets = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "sheets").glob("*.json"))]
    done = [row for row in rows if row["status"] in {"done", "kept"}]
    speakers = [speaker for sheet in sheets for speaker in sheet["transcript"]["speakers"]]
    passages = [passage for sheet in sheets for passage in sheet["passages"]]
    given = [suggestion for sheet in sheets for suggestion in sheet["suggestions"]]
    levels = Counter(str(one["level"]) for one in given if one["status"] == "provisional")
    return {
        "folder": folder.name,
        "files": len(rows),
        "sheets": len(sheets),
        "status": Counter(row["status"] for row in rows),
        "formats": Counter(row["format"] for row in done),
        "refused": sum(row not in done for row in rows),
        "protocol": Counter(row["protocol"] or "none" for row in done),
        "speakers": Counter(speaker["role"] for speaker in speakers),
        "told by": Counter(speaker["reason"] for speaker in speakers),
        "turns": sum(len(sheet["transcript"]["turns"]) for sheet in sheets),
        "words": sum(int(row["participant_words"]) for row in done),
        "fewer than 300 words": sum(int(row["participant_words"]) < 300 for row in done),
        "passages": len(passages),
        "states": Counter(passage["state"] for passage in passages),
        "roles": Counter(passage["role"] for passage in passages),
        "mentions": sum(len(sheet["mentions"]) for sheet in sheets),
        "markers": sum(len(sheet["markers"]) for sheet in sheets),
        "mentions per 100 words": quantiles([float(row["mentions_per_100_words"]) for row in done]),
        "suggestions": Counter(suggestion["status"] for suggestion in given),
        **{
            status: Counter(reason["code"] for one in given if one["status"] == status for reason in one["reasons"])
            for status in ("abstained", "provisional")
        },
        "without doubt": sum(one["status"] == "provisional" and not one["reasons"] for one in given),
        "levels": {level: levels[level] for level in sorted(levels, key=int)},
        "notes": Counter(note["code"] for sheet in sheets for note in [*sheet["notes"], *sheet["transcript"]["notes"]]),
        "spans": sum(len(sheet["mentions"]) + len(sheet["markers"]) for sheet in sheets),
        "wrong spans": sum(
            wrong_spans(sheet, original_of(sheet["transcript"]["source"], originals)) for sheet in sheets
        ),
        "originals compared": originals is not None,
    }


def findings(path: Path) -> dict[str, Any]:
    """Figures of what ``check`` found."""
    files = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    notes = [note for file in files for note in file["notes"]]
    return {
        "checked": path.name,
        "files": len(files),
        "worst": Counter(file["worst"] for file in files),
        **{
            severity: Counter(note["code"] for note in notes if note["severity"] == severity)
            for severity in ("error", "warning", "info")
        },
    }


def told(figures: dict[str, Any]) -> None:
    """Print the figures of one folder or file."""
    for name, value in figures.items():
        print(f"  {name:<22} {counted(value) if isinstance(value, Counter) else value}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", nargs="*", type=Path)
    parser.add_argument("--source", type=Path, help="the folder that was scored")
    parser.add_argument("--checked", nargs="*", type=Path, default=[])
    keeping.offer(parser)
    given = parser.parse_args()
    figures = {
        "results": [results(folder, given.source) for folder in given.results],
        "checked": [findings(path) for path in given.checked],
    }
    for one in (*figures["results"], *figures["checked"]):
        told(one)
    keeping.write(given.json, figures)


if __name__ == "__main__":
    main()
