"""``rf-scorer merge``: the parts of a run put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rf_scorer.cli import DONE, NOT_ACCEPTABLE, OWN_BUG
from rf_scorer.cli.options import force_option, out_folder, quiet_option
from rf_scorer.cli.score import tell_results
from rf_scorer.cli.text import counted

if TYPE_CHECKING:
    from rf_scorer.study.running.merging import Merged

__all__ = ["command"]


@click.command(
    name="merge",
    short_help="Put the parts of a run together.",
    epilog="""\b
Example:
  rf-scorer score interviews/ -o results/ --shard 1/2
  rf-scorer score interviews/ -o results/ --shard 2/2
  rf-scorer merge results/
  rf-scorer merge disk1/results/ disk2/results/ -o results/

Exit code 0 if every transcript was scored, 1 if one was refused or the parts do not fit together, 2 if there is nothing to put together.
""",
)
@click.argument("folders", nargs=-1, required=True, metavar="DIR...", type=click.Path(file_okay=False, path_type=Path))
@out_folder("Where the whole goes: sheets and pages are copied there. Must be given for several folders.")
@force_option("tables")
@quiet_option
def command(folders: tuple[Path, ...], *, out: Path | None, force: bool, quiet: bool) -> int:
    """Put the parts of a run together: one summary.csv and one manifest.json, as a single run would have written them.

    DIR is a folder in which 'rf-scorer score --shard' has left its results: one for all parts, or several. Parts that are missing, there twice, not
    finished, of other transcripts, or made with other options, versions or models are refused; nothing is scored, and no sheet is changed.
    """
    from rf_scorer.study.running.merging import merge

    merged = merge(folders, out, force=force)
    if not quiet:
        _report(merged, out or folders[0])
    if merged.counts["error"]:
        return OWN_BUG
    return NOT_ACCEPTABLE if merged.counts["refused"] else DONE


def _report(merged: Merged, out: Path) -> None:
    words = {"done": "scored", "refused": "refused", "error": "failed by a bug"}
    told = ", ".join(f"{merged.counts[status]:,} {word}" for status, word in words.items() if merged.counts[status])
    click.echo(f"{counted(merged.parts, 'part')}: {told}. Results: {out}", err=True)
    tell_results(merged, those="these parts")
