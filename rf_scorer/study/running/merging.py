"""Parts of a run, put together into what one run of the whole would have written.

Nothing is scored, and no sheet is opened: the parts' tables say what was made, of what and with what, and whatever does not fit is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.documents import manifest_document
from rf_scorer.errors import DataError, InvalidDocument, OutputExists, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.files import lock
from rf_scorer.study.running.layout import Layout, strays
from rf_scorer.study.running.sharding import part_of
from rf_scorer.study.running.summary import DONE, KEPT, NOT_DONE, as_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Merged", "merge"]

_TABLE = re.compile(r"manifest(-([1-9][0-9]*)-of-([1-9][0-9]*))\.json", re.ASCII)
#: Numbers and names that one message lists.
_LISTED = 8
_AGAIN = "Score all parts with the same transcripts, options, versions and models."


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What was put together.

    Attributes
    ----------
    parts : int
    counts : Counter of str
        Files by status.
    twins : tuple of tuple of str
        Files with the same bytes under different names.
    training : str
        What the rating model was trained on.
    strays : tuple of str
        Sheets and pages in the folder that no part has made, below it.
    """

    parts: int
    counts: Counter[str]
    twins: tuple[tuple[str, ...], ...]
    training: str
    strays: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The tables of one part: the manifest without its files, and where they stand."""

    layout: Layout
    number: int
    document: Mapping[str, Any]

    @property
    def where(self) -> str:
        return str(self.layout.manifest)


@dataclass(slots=True)
class _Whole:
    """What all parts say, by the places of the files: lines of the two tables, and what is needed to tell of them."""

    entries: list[bytes]
    rows: list[bytes]
    counts: Counter[str] = field(default_factory=Counter)
    names: dict[str, list[str]] = field(default_factory=dict)


def merge(folders: Sequence[Path], out: Path | None = None, *, force: bool = False) -> Merged:
    """Put the parts of a run together.

    Parameters
    ----------
    folders : sequence of Path
        Folders in which ``score --shard`` has left its results: one for all parts, or several.
    out : Path, optional
        Where the whole is to stand: what was made is copied there. Without it, the tables are written into the one folder that was given.
    force : bool
        Replace the tables of an earlier run or merge, and files in ``out``.

    Returns
    -------
    Merged

    Raises
    ------
    UsageError
        If there are no parts, or several folders and nothing said of where the whole is to stand.
    DataError
        If parts are missing, doubled, unfinished, of another set, or made with other options, versions or models; or a file is gone.
    OutputExists
        If the tables are there, and ``force`` was not chosen.
    FolderTaken
        If a run is at work in one of the folders.
    OutputFailed
        If the folder cannot be written or the disk is full.
    """
    sources = list({os.path.realpath(folder): folder for folder in folders}.values())
    if out is None and len(sources) > 1:
        raise UsageError(
            "Where the whole is to stand is not said.",
            where="-o",
            remedy="Parts stand in several folders: give one for the whole with -o DIR. What they made is copied there.",
        )
    goal = Layout(out if out is not None else sources[0])
    for source in sources:
        if not os.path.isdir(source):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
            raise UsageError("There is no such folder.", where=str(source), remedy="Check the path.")
    with ExitStack() as stack:
        for folder in sorted({*sources, goal.root}, key=os.path.realpath):
            stack.enter_context(lock.inside(folder))
        return _merged(sources, goal, force=force)


def _merged(sources: Sequence[Path], goal: Layout, *, force: bool) -> Merged:
    if not force and any(map(os.path.lexists, (goal.manifest, goal.summary))):
        raise OutputExists(
            "The folder holds the tables of an earlier run or merge.",
            where=str(goal.root),
            remedy="Give another folder, or --force to replace them.",
        )
    found = _found(sources)
    parts = _checked(found)
    whole = _Whole(entries=[b""] * parts[0].document["shard"]["inputs"], rows=[])
    whole.rows = [b""] * len(whole.entries)
    for part in parts:
        _take(part, whole)
    lacking = whole.entries.count(b"")
    if lacking:
        raise DataError(f"The parts do not tell of {lacking} of the transcripts.", where=str(goal.root), remedy=_AGAIN)
    for folder in (goal.root, goal.sheet("any").parent, goal.page("any").parent):
        jsonio.remove_parts(folder)
    known = set()
    for part in parts:
        for output in _outputs(part):
            known.add(output["path"])
            _bring(part.layout.root / output["path"], goal.root / output["path"], output, force=force)
    _write(goal, parts[0].document, whole)
    return Merged(
        parts=len(parts),
        counts=whole.counts,
        twins=tuple(tuple(names) for names in whole.names.values() if len(names) > 1),
        training=parts[0].document["provenance"].get("rating.training", ""),
        strays=strays(goal, known=known),
    )


def _found(folders: Iterable[Path]) -> list[_Part]:
    """All parts in the folders, by number.

    Raises
    ------
    UsageError
        If there are none.
    DataError
        If the tables of one are damaged.
    """
    parts = []
    for folder in folders:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
        tables = [found for found in map(_TABLE.fullmatch, names) if found]
        if not tables:
            raise UsageError(
                "The folder holds no parts of a run.",
                where=str(folder),
                remedy="Parts are made by rf-scorer score --shard 1/10 (and 2/10, and so on) -o DIR.",
            )
        parts += [_read(Layout(folder, found[1]), int(found[2]), int(found[3])) for found in tables]
    return sorted(parts, key=lambda part: part.number)


def _read(layout: Layout, number: int, of: int) -> _Part:
    where = str(layout.manifest)
    damaged = DataError(
        "The table of a part is damaged, or was renamed.", where=where, remedy="Score that part again with --resume."
    )
    try:
        document = jsonio.loads(_bytes(layout.manifest))
    except InvalidDocument:
        raise damaged from None
    if not isinstance(document, dict) or validation.faults(document, "manifest"):
        raise damaged
    shard = document.get("shard")
    if shard is None or (shard["number"], shard["of"]) != (number, of):
        raise damaged
    table = _bytes(layout.summary)
    if document.get("summary") != hashlib.sha256(table).hexdigest():
        raise DataError(
            "The summary of a part was changed since it was written, or belongs to another run.",
            where=str(layout.summary),
            remedy="Score that part again with --resume: it keeps the sheets that are good.",
        )
    unfinished = document["counts"][NOT_DONE]
    if unfinished:
        raise DataError(
            f"Part {number} of {of} is not finished: {unfinished} files are not done.",
            where=where,
            remedy="Score that part again with --resume.",
        )
    # The files are read again when their turn comes: a thousand parts need not be in memory at once.
    return _Part(layout=layout, number=number, document={key: document[key] for key in document if key != "files"})


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        raise DataError(
            f"A table of a part cannot be read ({error.strerror}).",
            where=str(path),
            remedy="Score that part again with --resume.",
        ) from None


def _checked(parts: list[_Part]) -> list[_Part]:
    """The parts, if they are all of one run.

    Raises
    ------
    DataError
        If one is missing, doubled, or differs.
    """
    first = parts[0]
    shard = first.document["shard"]
    for part in parts[1:]:
        _compare(part, first)
    twice = next((pair for pair in pairwise(parts) if pair[0].number == pair[1].number), None)
    if twice is not None:
        raise DataError(
            f"Part {twice[0].number} of {shard['of']} is there twice.",
            where=twice[1].where,
            remedy=f"It stands in {twice[0].where} as well: leave one of the folders out, or remove the older one's tables.",
        )
    missing = sorted(set(range(1, shard["of"] + 1)) - {part.number for part in parts})
    if missing:
        listed = ", ".join(map(str, missing[:_LISTED])) + (
            f" and {len(missing) - _LISTED} more" if len(missing) > _LISTED else ""
        )
        raise DataError(
            f"Parts are missing: {listed} of {shard['of']}.",
            where=str(first.layout.root),
            remedy="Score them, or give the folders in which they stand as well.",
        )
    return parts


def _compare(part: _Part, first: _Part) -> None:
    ours, other = part.document["shard"], first.document["shard"]
    if ours["of"] != other["of"]:
        raise DataError(
            f"The parts are of two cuts: one of {other['of']} parts and one of {ours['of']}.",
            where=part.where,
            remedy="Remove the tables of the one that does not count, or give another folder.",
        )
    if (ours["inputs"], ours["digest"]) != (other["inputs"], other["digest"]):
        raise DataError(
            f"Part {part.number} is of another set of transcripts than part {first.number}.",
            where=part.where,
            remedy="Transcripts were added, removed or renamed between the two. Score all parts again with --resume.",
        )
    for key, what in (
        ("version", "version of rf_scorer"),
        ("provenance", "versions or models"),
        ("options", "options"),
    ):
        if part.document[key] != first.document[key]:
            raise DataError(
                f"Part {part.number} was made with other {what} than part {first.number}{_differing(part.document[key], first.document[key])}.",
                where=part.where,
                remedy=_AGAIN,
            )
    if part.document["settings"] != first.document["settings"]:
        raise DataError(
            f"Part {part.number} was made with other settings than part {first.number}: the protocol, the table of cases, the gate or the pseudonyms differ.",
            where=part.where,
            remedy=_AGAIN,
        )


def _differing(one: Any, other: Any) -> str:
    if not isinstance(one, dict):
        return f" ({one}, {other})"
    keys = sorted(key for key in {*one, *other} if one.get(key) != other.get(key))
    return f" ({', '.join(keys[:_LISTED])})"


def _take(part: _Part, whole: _Whole) -> None:
    """Put a part's files in their places."""
    files = jsonio.loads(read_bytes(part.layout.manifest))["files"]
    lines = csv.reader(io.StringIO(read_bytes(part.layout.summary).decode("utf-8", "surrogatepass"), newline=""))
    header = next(lines)
    status = header.index("status")
    of = part.document["shard"]["of"]
    for entry, row in zip(files, lines, strict=True):
        place = entry.pop("place")
        if place >= len(whole.entries) or whole.entries[place] or part_of(entry["id"], of) != part.number:
            raise DataError(
                f"Part {part.number} holds files that do not belong to it.", where=part.where, remedy=_AGAIN
            )
        # Whether a part was done in one go or resumed on the way is its own affair.
        entry["status"] = DONE if entry["status"] == KEPT else entry["status"]
        row[status] = entry["status"]
        whole.counts[entry["status"]] += 1
        whole.entries[place] = _entry(entry)
        whole.rows[place] = _line(row)
        if entry["sha256"] is not None:
            whole.names.setdefault(entry["sha256"], []).append(entry["file"])


def _entry(entry: Mapping[str, Any]) -> bytes:
    text = json.dumps(entry, ensure_ascii=False, indent=1, allow_nan=False)
    return "\n".join(f"  {line}" for line in text.split("\n")).encode("utf-8", "surrogatepass")


def _line(row: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(row)
    return buffer.getvalue().encode("utf-8", "surrogatepass")


def _outputs(part: _Part) -> Iterator[Mapping[str, Any]]:
    """What a part made. Its table is read once more: the list for all parts would take more memory than their tables do."""
    for entry in jsonio.loads(read_bytes(part.layout.manifest))["files"]:
        yield from entry["outputs"]


def _bring(source: Path, goal: Path, output: Mapping[str, Any], *, force: bool) -> None:
    """See that a file that a part made is there, and have it where the whole stands."""
    gone = DataError(
        "A file that a part made is gone, or was changed.",
        where=str(source),
        remedy="Score that part again with --resume: it makes what is missing.",
    )
    try:
        if os.stat(source).st_size != output["size"]:  # noqa: PTH116 (Path.stat raises where a name is too long)
            raise gone
        if os.path.realpath(source) == os.path.realpath(goal):
            return
        data = read_bytes(source)
    except OSError:
        raise gone from None
    if hashlib.sha256(data).hexdigest() != output["sha256"]:
        raise gone
    try:
        jsonio.write_bytes(goal, data, force=force)
    except OutputExists:
        # An earlier attempt may have copied it.
        if read_bytes(goal) != data:
            raise


def _write(goal: Layout, like: Mapping[str, Any], whole: _Whole) -> None:
    table = b"".join([as_csv(()).encode(), *whole.rows])
    whole.rows.clear()
    jsonio.write_bytes(goal.summary, table, force=True)
    document = manifest_document(
        version=like["version"],
        command=like["command"],
        options=like["options"],
        provenance=like["provenance"],
        settings=like["settings"],
        summary=hashlib.sha256(table).hexdigest(),
        files=(),
    )
    document["counts"] = {status: whole.counts[status] for status in document["counts"]}
    head = jsonio.dumps(document).encode("utf-8", "surrogatepass")
    ending = b"[]\n}\n"
    assert head.endswith(ending)
    # The list of files as the writer of JSON would have it, without a million objects.
    body = b",\n".join(whole.entries)
    jsonio.write_bytes(goal.manifest, b"".join([head.removesuffix(ending), b"[\n", body, b"\n ]\n}\n"]), force=True)
