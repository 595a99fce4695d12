"""``rf-scorer report``: a study told as a whole, on one page."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import groups_option, quiet_option, report_outputs, study_argument
from rf_scorer.cli.studies import rated_study, room_of
from rf_scorer.cli.text import tell_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.review.overview import OverviewRow
    from rf_scorer.review.room import Room
    from rf_scorer.study.reporting.building import Progress

__all__ = ["command", "lines", "progress_of"]

_PAGE = "report.html"
#: Interviews to look at that a terminal lists.
_SHOWN = 8


@click.command(
    name="report",
    short_help="Tell a whole study on one page.",
    epilog="""\b
Example:
  rf-scorer report my-study
  rf-scorer report my-study --report overview.html -o overview.json --groups groups.csv
  rf-scorer report my-study --json > overview.json
  rf-scorer report my-study --no-suggestions --force
""",
)
@study_argument
@groups_option
@click.option("--no-suggestions", is_flag=True, help="Leave suggestions out.")
@report_outputs("study-report", printed="a summary", page="STUDY/report.html, where neither -o nor --json is given")
@quiet_option
def command(
    root: Path,
    *,
    out: Path | None,
    report: Path | None,
    groups: Path | None,
    no_suggestions: bool,
    as_json: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Tell a whole study on one page: what was read, what was asked, how long and dense interviews are, levels, progress, outliers.

    STUDY is the folder of a study, scored or not, rated or not. The page holds no participant's word. It sums up suggestions and ratings: raters
    who have not finished should not see it.
    """
    import rf_scorer
    from rf_scorer import documents, validation
    from rf_scorer.documents.study_report import study_report_document
    from rf_scorer.pages.study_report import render
    from rf_scorer.study.changing.table import read_groups
    from rf_scorer.study.files import outputs
    from rf_scorer.study.reporting.building import build, statements
    from rf_scorer.study.reporting.reading import find, known_protocols

    study = rated_study(root)
    page = report if report is not None or out is not None or as_json else root / _PAGE
    wanted = outputs.Outputs(paths=(page, out), force=force, source=study.settings, beside=(groups,))
    wanted.check()
    outputs.check_outside(study.root, (page, out))
    table = None if groups is None else read_groups(groups)
    with room_of(study) as room:
        progress = None if room is None else progress_of(room)
    found = build(
        study,
        find(study),
        progress=progress,
        known=known_protocols(study),
        groups=table,
        suggestions=not no_suggestions,
    )
    document = study_report_document(found, version=rf_scorer.__version__, statements=statements(found))
    faults = validation.faults(document, "study-report")
    if faults:
        raise AssertionError(f"the report breaks its own schema at {faults[0].path} ({faults[0].rule})")
    base = "" if page is None else _base(root, page)
    wanted.write({page: lambda: render(document, base=base), out: lambda: documents.document_text(document)})
    if as_json:
        click.echo(documents.document_text(document), nl=False)
    elif not quiet:
        click.echo("\n".join(lines(document)))
    if not quiet:
        tell_written({"Document": out, "Page": page})
    return DONE


def _base(root: Path, page: Path) -> str:
    """How the study is reached from the page's folder; nothing where that is the study's."""
    try:
        way = os.path.relpath(root.resolve(), page.resolve().parent)
    except ValueError:  # another drive: no relative way leads there
        way = str(root.resolve())
    return "" if way == "." else Path(way).as_posix()


def progress_of(room: Room) -> Progress:
    """How far raters are, and what they have confirmed."""
    from rf_scorer.domain.study_report import RaterPart
    from rf_scorer.review.outcome import outcome
    from rf_scorer.review.overview import overview
    from rf_scorer.study.reporting.building import Progress

    rows = overview(room)
    found = outcome(room)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for rater, one in row.raters.items():
            if not one.counts:
                continue
            counts[rater].update({one.status: 1, "done": one.done, "required": one.required})
    return Progress(
        raters=tuple(
            RaterPart(
                rater=rater,
                new=count["new"],
                open=count["open"],
                finished=count["finished"],
                done=count["done"],
                required=count["required"],
            )
            for rater, count in sorted(counts.items())
        ),
        rated=found.rated,
        waiting={row.interview: row.differ - row.decided for row in rows if row.differ > row.decided},
        differ=sum(row.differ for row in rows),
        decided=sum(row.decided for row in rows),
        faulty=(*((name, f"Its ratings cannot be taken. {reason}") for name, reason in found.faulty), *_gone(rows)),
    )


def _gone(rows: tuple[OverviewRow, ...]) -> Iterator[tuple[str, str]]:
    for row in rows:
        # Faults of sheets are told where sheets are read.
        if row.fault is not None and row.raters and row.participant is None and "no sheet" in row.fault:
            yield row.interview, "It was rated, and there is no sheet of it any more."


def lines(document: Mapping[str, Any]) -> list[str]:
    """The report in short, as plain text."""
    found = [f"* {sentence}" for sentence in document["statements"]]
    if document["look"]:
        found += ["", "Look at"]
        found += [f"  {one['interview']}: {' '.join(one['reasons'])}" for one in document["look"][:_SHOWN]]
        rest = len(document["look"]) - _SHOWN + document["look_more"]
        if rest > 0:
            found.append(f"  and {rest} more, on the page")
    found += ["", "Next"]
    found += [f"  {number}. {step}" for number, step in enumerate(document["next"], start=1)]
    return found
