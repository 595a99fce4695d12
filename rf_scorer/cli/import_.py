"""``rf-scorer import``: spans that people edited in another tool, led back to the sheets."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import force_option, out_folder, quiet_option
from rf_scorer.cli.text import counted
from rf_scorer.regularfile import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["command", "read_back"]

_COMMAND = "import"
_NAMES = ("qdpx", "labelstudio", "doccano", "prodigy", "brat")
_ENDINGS = {
    "qdpx": (".qdpx",),
    "labelstudio": (".json",),
    "doccano": (".jsonl", ".json"),
    "prodigy": (".jsonl", ".json"),
    "brat": (".ann", ".txt"),
}
#: What we wrote beside the texts.
_OURS = frozenset({"manifest.json", "labels.json"})
#: No file that a person brings back is larger.
_MOST = 500_000_000


@click.command(
    name="import",
    short_help="Take back spans that were edited in another tool.",
    epilog="""\b
Example:
  rf-scorer import project.qdpx --from qdpx --study my-study -o edited/
  rf-scorer import brat-collection/ --from brat --sheets results/sheets -o edited/
  rf-scorer validate edited/

Which export to take: of Label Studio JSON (not JSON-MIN), of doccano JSONL, of Prodigy what db-out prints, of brat .ann with .txt.

Exit code 1 if a file is not of this format, or a text is not the study's.
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@out_folder("Where the documents go.", required=True)
@click.option("--from", "name", required=True, type=click.Choice(_NAMES), help="The format.")
@click.option(
    "--study",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="STUDY",
    help="The study that was exported, or what 'rf-scorer score' wrote.",
)
@click.option(
    "--sheets",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of its sheets, instead of --study.",
)
@force_option("documents")
@quiet_option
def command(
    paths: tuple[Path, ...],
    *,
    name: str,
    study: Path | None,
    sheets: Path | None,
    out: Path,
    force: bool,
    quiet: bool,
) -> int:
    """Read edited spans back, and write a document for each interview: what was kept, changed, added and removed.

    FILE is a file of the format, or a folder of them. Every text must be as it was exported. Sheets are never changed; the documents (schema
    'spans') hold places in them, and no words.
    """
    if (study is None) == (sheets is None):
        raise click.UsageError("Give --study or --sheets, one of them.")
    from rf_scorer.study.files import lock

    with lock.beside(out):
        documents = read_back(paths, study or sheets or Path(), name, out, force=force)
    if not quiet:
        for line in _told(documents, out):
            click.echo(line, err=True)
    return DONE


def _told(documents: Sequence[dict[str, Any]], out: Path) -> Iterator[str]:
    count = {
        status: sum(span["status"] == status for one in documents for span in one["spans"])
        for status in ("kept", "changed", "added")
    }
    removed = sum(len(one["removed"]) for one in documents)
    yield (
        f"{counted(len(documents), 'document')}: {counted(count['kept'], 'span')} kept, {count['changed']:,} changed, {count['added']:,} added, {removed:,} removed. "
        f"Documents: {out}"
    )
    for one in documents:
        if one["left_out"]:
            yield f"warning  {one['interview']['id']}: spans left out: {len(one['left_out'])}; the document says why."


def read_back(paths: Iterable[Path], root: Path, name: str, out: Path, *, force: bool) -> list[dict[str, Any]]:
    """Read files of a format and write what came back, whole or not at all.

    Returns
    -------
    list of dict
        The documents.
    """
    import rf_scorer
    from rf_scorer import documents, validation
    from rf_scorer.cli.exchange_room import material_of
    from rf_scorer.errors import DataError
    from rf_scorer.exchange import folder
    from rf_scorer.exchange.fitting import fit
    from rf_scorer.exchange.formats import format_of
    from rf_scorer.exchange.matching import spans_document

    folder.check(out, command=_COMMAND, force=force)
    material, sheets = material_of(root)
    given = _files(paths, name)
    reads = format_of(name).reads
    assert reads is not None
    digests = {interview: hashlib.sha256(data).hexdigest() for interview, data in sheets.sources.values()}
    provenance = {"rf_scorer": rf_scorer.__version__, "program": f"rf-scorer {_COMMAND}", "study": material.study}
    made = []
    for returned in reads(given, material):
        fitted = fit(returned, material)
        document = spans_document(
            fitted,
            material,
            tool=name,
            sheet_sha256=digests[fitted.talk.interview],
            provenance=provenance,
        )
        faults = validation.faults(document)
        if faults:
            raise AssertionError(f"spans break their own schema at {faults[0].path} ({faults[0].rule})")
        made.append(document)
    if not made:
        raise DataError("There is nothing in these files.", where=name, remedy="Export what was annotated again.")
    folder.write(
        out,
        {path: documents.document_text(document).encode("utf-8") for path, document in _named(made)},
        command=_COMMAND,
        options={"from": name},
        provenance=provenance,
        sources={file: (None, data) for file, data in given.items()},
        force=force,
    )
    return made


def _named(made: Iterable[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    from rf_scorer.transcripts.identity import identifier

    taken: set[str] = set()
    for document in made:
        whose = document["annotator"]
        plain = document["interview"]["id"] + ("" if whose is None else f"--{identifier(whose)}")
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}--{number}"
        taken.add(name.casefold())
        yield f"{name}.json", document


def _files(paths: Iterable[Path], name: str) -> dict[str, bytes]:
    from rf_scorer.errors import DataError, UsageError
    from rf_scorer.transcripts.identity import shown

    found: dict[str, bytes] = {}
    for path in paths:
        folder = os.path.isdir(path)  # noqa: PTH112 (Path.is_dir raises where a name is too long)
        inside = sorted(path.rglob("*")) if folder else [path]
        for one in inside:
            if folder and (one.suffix.lower() not in _ENDINGS[name] or one.name in _OURS or not one.is_file()):
                continue
            key = shown(one.relative_to(path).as_posix() if folder else one.name)
            if key in found:
                raise UsageError("Two files have one name.", where=key, remedy="Give them one after the other.")
            try:
                if one.stat().st_size > _MOST:
                    raise DataError(
                        f"The file has more than {_MOST // 1_000_000} MB.",
                        where=key,
                        remedy="Give the export of fewer interviews.",
                    )
                found[key] = read_bytes(one)
            except OSError as error:
                raise DataError(
                    f"The file cannot be opened ({error.strerror}).", where=key, remedy="Check the path."
                ) from None
    if not found:
        raise UsageError(
            "There is no file of this format.",
            where=str(next(iter(paths), "")),
            remedy=f"Files of {name} end in {' or '.join(_ENDINGS[name])}.",
        )
    return found
