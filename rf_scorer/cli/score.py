"""``rf-scorer score``: from transcripts to rating sheets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE, INTERRUPTED, NOT_ACCEPTABLE, OWN_BUG, offers
from rf_scorer.cli.options import (
    force_option,
    gate_options,
    inputs_argument,
    jobs_option,
    language_model,
    out_folder,
    reading_options,
    run_options,
    tell_unmatched,
    verbosity,
)
from rf_scorer.cli.progress import Progress
from rf_scorer.cli.studies import explicit, placed, study_of, table_of, with_settings
from rf_scorer.cli.text import LISTED, counted, listed
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

    from rf_scorer.study.folder import Study
    from rf_scorer.study.running.batch import BatchResult
    from rf_scorer.study.running.merging import Merged
    from rf_scorer.study.running.sharding import Shard
    from rf_scorer.study.running.summary import Row

__all__ = ["command", "exit_code", "report", "tell_results", "tell_twins"]

#: Groups of files with the same bytes that are told one by one.
_TWINS = 20


def _part(text: str) -> tuple[int, int]:
    from rf_scorer.study.running.sharding import MOST, read_part

    found = read_part(text)
    if found is None:
        raise click.BadParameter(f"Give a part and how many there are, such as 1/10 to 10/10; {MOST} at most.")
    return found


@click.command(
    name="score",
    short_help="Score transcripts and write rating sheets.",
    epilog="""\b
Example:
  rf-scorer score interviews/ --protocol aai -o results/
  rf-scorer score session.vtt --protocol session --participant Client -o results/
  rf-scorer score my-study/
  rf-scorer score interviews/ -o results/ --jobs auto
  rf-scorer score interviews/ -o results/ --shard 3/10

The folder given with -o gets sheets/<id>.json, pages/<id>.html, summary.csv and manifest.json. A study (a folder made by
'rf-scorer init') gets them itself.
""",
)
@inputs_argument
@out_folder("Where results go. Must be given, but for a study, which keeps its own.")
@reading_options
@gate_options
@click.option(
    "--model",
    default="rf_passage",
    show_default=True,
    shell_complete=offers.models,
    metavar="NAME",
    help="A rating model by name or path; see 'rf-scorer models list'.",
)
@language_model
@click.option("--pages/--no-pages", default=True, show_default=True, help="Write an HTML page beside each sheet.")
@jobs_option
@click.option(
    "--dask",
    "cluster",
    metavar="ADDRESS",
    help="Work on a Dask cluster of yours instead: the address of its scheduler, such as tcp://host:8786. Needs the extra 'dask'.",
)
@click.option(
    "--shard",
    type=_part,
    metavar="I/N",
    help="Score one of N parts of the transcripts alone, from 1/N; 'rf-scorer merge' puts them together.",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Keep sheets that this run would make again, and do the rest. A study that keeps its own results is always scored like this, unless with --force.",
)
@force_option("results")
@verbosity
def command(paths: tuple[Path, ...], *, out: Path | None, ids: Any, quiet: bool, verbose: bool, **chosen: Any) -> int:
    """Score transcripts: align, highlight, suggest provisional ratings, write sheets.

    PATH is a transcript or a folder of them (with its subfolders): .txt, .md, .docx, .odt, .rtf, .pdf, .vtt, .srt, .csv, .tsv, .xlsx,
    .json, .cha, .eaf. A file that cannot be scored is a row in the summary with its reason; the others are done all the same.

    Or PATH is one study: then its transcripts/ are scored, with protocol, model and table of cases out of its study.toml unless options say
    otherwise, and the results stand in the study. Scored again, it keeps the sheets that are still good and does what is new or has changed.
    """
    if chosen["force"] and chosen["resume"]:
        raise click.UsageError("Choose --force or --resume, not both.")
    if chosen["cluster"] is not None and explicit("jobs"):
        raise click.UsageError("Choose --jobs or --dask, not both.")
    from rf_scorer.study import inputs
    from rf_scorer.study.running import batch, sharding

    part = chosen.pop("shard")
    options, study = run_options(**chosen), study_of(paths)
    into = _goal(out, study)
    own = study is not None and into.resolve() == study.root.resolve()
    before = _sheets(study) if own and not options.force else frozenset()
    if study is not None:
        options, paths = with_settings(options, study), (study.transcripts,)
    if own and not options.force:
        options = replace(options, resume=True)
    found = inputs.find(paths, ids=ids, outside=into)
    tell_unmatched(options, found, table=table_of(study))
    if part is not None:
        shard, found = sharding.cut(found, *part)
        options = replace(options, shard=shard)
    remedied: set[str] = set()
    weights = {item.name: item.size + 1 for item in found}
    with Progress(len(found), weight=sum(weights.values()), quiet=quiet) as progress, placed(study):

        def told(row: Row) -> None:
            message = None if row.status in {"done", "kept"} and not verbose else _line(row, remedied=remedied)
            progress.step(message, weight=weights[row.file], worked=row.status == "done")

        result = batch.run(found, into, options, progress=told)
    if not quiet:
        report(result, into, resumes=own, shard=options.shard)
        _tell_remade(result, before)
        if study is not None and own and any(row.status in {"done", "kept"} for row in result.rows):
            click.echo(f"Rate them: rf-scorer review {study.root}", err=True)
    return exit_code(result)


def _goal(out: Path | None, study: Study | None) -> Path:
    if out is not None:
        return out
    if study is None:
        raise UsageError(
            "Where the results are to go is not said.",
            where="-o",
            remedy="Give a folder with -o DIR, or score a study, which keeps its own results: rf-scorer init STUDY makes one.",
        )
    return study.root


def _sheets(study: Study | None) -> frozenset[str]:
    return frozenset(path.stem for path in study.sheets.glob("*.json")) if study is not None else frozenset()


def _tell_remade(result: BatchResult, before: frozenset[str]) -> None:
    """Say which sheets are others than they were: somebody may have begun to rate them."""
    remade = [row.transcript for row in result.rows if row.status == "done" and row.transcript in before]
    if remade:
        click.echo(
            f"warning  Sheets that were there were made anew, since their transcript, the settings or a version had changed: {listed(remade)}",
            err=True,
        )


def _line(row: Row, *, remedied: set[str]) -> str:
    """A file's line; its remedy where it was not told yet of another file, since a hundred files may lack the same."""
    if row.status in {"done", "kept"}:
        counts = (
            (row.participant_words, "word"),
            (row.passages, "passage"),
            (row.suggested, "suggestion"),
            (row.warnings, "warning"),
        )
        return f"{row.status:8} {row.file}: {', '.join(counted(count or 0, what) for count, what in counts)}"
    remedy = "" if row.remedy is None or row.remedy in remedied else row.remedy
    remedied.add(remedy)
    return f"{row.status:8} {row.file}: {row.reason}" + (f"\n         {remedy}" if remedy else "")


def report(result: BatchResult, out: Path, *, resumes: bool = False, shard: Shard | None = None) -> None:
    """Say on standard error what was done and where it stands; ``resumes`` where the same command would go on by itself."""
    counts = result.counts
    words = {"done": "scored", "kept": "kept", "refused": "refused", "error": "failed by a bug", "not_done": "not done"}
    told = ", ".join(f"{counts[status]:,} {word}" for status, word in words.items() if counts[status])
    if result.interrupted:
        click.echo(f"Interrupted. The same command{'' if resumes else ' with --resume'} does the rest.", err=True)
    if shard is not None:
        told = f"Part {shard.number} of {shard.of}: {told or 'no transcripts'}"
    click.echo(f"{told}. Results: {out}", err=True)
    tell_results(result, those="this one", refused={row.transcript for row in result.rows if row.status == "refused"})


def tell_results(result: BatchResult | Merged, *, those: str, refused: Container[str] = ()) -> None:
    """Say what is to be known of results: strays beside `those` that were made now, twins, and what suggestions are.

    Of strays, those of transcripts that are ``refused`` by now, such as one whose attestation was withdrawn, are told apart: the desk, exports
    and reports still take them for interviews of the study.
    """
    withdrawn = [stray for stray in result.strays if PurePosixPath(stray).stem in refused]
    strays = [stray for stray in result.strays if PurePosixPath(stray).stem not in refused]
    if withdrawn:
        told = counted(len(withdrawn), "sheet or page is", "sheets or pages are")
        click.echo(
            f"warning  {told} still there from an earlier run, of transcripts that are refused now: {listed(withdrawn)}\n"
            "         Whoever opens the results takes them for good: remove them, or mend the transcripts and score again.",
            err=True,
        )
    if strays:
        told = counted(len(strays), "sheet or page there is", "sheets or pages there are")
        click.echo(
            f"warning  {told} from an earlier run, not from {those}: {listed(strays)}\n"
            "         Remove them if they are not wanted.",
            err=True,
        )
    tell_twins(result.twins)
    click.echo(
        f"Suggestions are provisional, for a trained rater to confirm; the model was {result.training}.", err=True
    )


def tell_twins(twins: Sequence[tuple[str, ...]]) -> None:
    """Say which files hold the same bytes: one interview that would count twice."""
    for files in twins[:_TWINS]:
        more = f" and {len(files) - LISTED} more" if len(files) > LISTED else ""
        click.echo(
            f"warning  These files hold the same bytes: {', '.join(files[:LISTED])}{more}\n"
            "         Keep one of them, if this is one interview: it would count twice.",
            err=True,
        )
    if len(twins) > _TWINS:
        click.echo(
            f"warning  And so do those of {counted(len(twins) - _TWINS, 'more group')}; the column sha256 tells.",
            err=True,
        )


def exit_code(result: BatchResult) -> int:
    """130 after an interrupt, 3 after a bug of ours, 1 where a file was refused, else 0."""
    counts = result.counts
    if result.interrupted:
        return INTERRUPTED
    if counts["error"]:
        return OWN_BUG
    return NOT_ACCEPTABLE if counts["refused"] else DONE
