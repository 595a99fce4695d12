"""What came out of a run over real transcripts, in figures: ``python benchmarks/real_input.py RESULTS… [--checked FINDINGS…]``.

RESULTS are folders that ``rf-scorer score`` has written; FINDINGS are files of ``rf-scorer check -o json``. For each folder: files by
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

TEXT_FORMATS = {"text", "vtt", "srt", "csv", "tsv"}


def counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"


def quantiles(values: list[float]) -> str:
    if len(values) < 2:
        return ", ".join(f"{value:.2f}" for value in values) or "none"
    low, middle, high = statistics.quantiles(values, n=4)
    return f"median {middle:.2f}, quartiles {low:.2f} and {high:.2f}, range {min(values):.2f} to {max(values):.2f}"


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


def results(folder: Path, originals: Path | None) -> None:
    rows = list(csv.DictReader((folder / "summary.csv").open(encoding="utf-8", newline="")))
    sheets = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "sheets").glob("*.json"))]
    done = [row for row in rows if row["status"] in {"done", "kept"}]
    print(f"{folder.name}")
    print(f"  files             {len(rows)}: {counted(Counter(row['status'] for row in rows))}")
    print(f"  formats           {counted(Counter(row['format'] for row in done))}")
    for row in rows:
        if row not in done:
            print(f"  refused           {row['file']}: {row['reason']}")
    print(f"  protocol          {counted(Counter(row['protocol'] or 'none' for row in done))}")
    speakers = [speaker for sheet in sheets for speaker in sheet["transcript"]["speakers"]]
    print(f"  speakers          {counted(Counter(speaker['role'] for speaker in speakers))}")
    print(f"  told by           {counted(Counter(speaker['reason'] for speaker in speakers))}")
    print(f"  turns             {sum(len(sheet['transcript']['turns']) for sheet in sheets)}")
    print(f"  participants' words {sum(int(row['participant_words']) for row in done)}")
    passages = [passage for sheet in sheets for passage in sheet["passages"]]
    print(f"  passages          {len(passages)}: {counted(Counter(passage['state'] for passage in passages))}")
    print(f"  roles             {counted(Counter(passage['role'] for passage in passages))}")
    print(f"  mentions          {sum(len(sheet['mentions']) for sheet in sheets)}")
    print(f"  markers           {sum(len(sheet['markers']) for sheet in sheets)}")
    print(f"  mentions per 100 words {quantiles([float(row['mentions_per_100_words']) for row in done])}")
    given = [suggestion for sheet in sheets for suggestion in sheet["suggestions"]]
    print(f"  suggestions       {counted(Counter(suggestion['status'] for suggestion in given))}")
    for status in ("abstained", "provisional"):
        codes = Counter(reason["code"] for one in given if one["status"] == status for reason in one["reasons"])
        print(f"  {status:<17} {counted(codes)}")
    levels = Counter(str(one["level"]) for one in given if one["status"] == "provisional")
    print(f"  levels            {', '.join(f'{level}: {levels[level]}' for level in sorted(levels, key=int))}")
    notes = Counter(note["code"] for sheet in sheets for note in [*sheet["notes"], *sheet["transcript"]["notes"]])
    print(f"  notes             {counted(notes)}")
    spans = sum(len(sheet["mentions"]) + len(sheet["markers"]) for sheet in sheets)
    wrong = sum(wrong_spans(sheet, original_of(sheet["transcript"]["source"], originals)) for sheet in sheets)
    print(f"  spans             {spans}, of which {wrong} wrong{' (originals compared)' if originals else ''}")


def findings(path: Path) -> None:
    files = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    notes = [note for file in files for note in file["notes"]]
    print(f"{path.name}")
    print(f"  files             {len(files)}: {counted(Counter(file['worst'] for file in files))}")
    print(f"  notes             {counted(Counter(note['code'] for note in notes))}")
    print(f"  warnings          {counted(Counter(note['code'] for note in notes if note['severity'] == 'warning'))}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", nargs="*", type=Path)
    parser.add_argument("--source", type=Path, help="the folder that was scored")
    parser.add_argument("--checked", nargs="*", type=Path, default=[])
    given = parser.parse_args()
    for folder in given.results:
        results(folder, given.source)
    for path in given.checked:
        findings(path)


if __name__ == "__main__":
    main()
