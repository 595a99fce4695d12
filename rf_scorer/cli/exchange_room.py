"""What ``export`` and ``import`` have in common: a study, its sheets, and the ratings that raters finished in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.cli.studies import rated_study, room_of

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.exchange.gathering import Sheets
    from rf_scorer.exchange.material import Material

__all__ = ["material_of"]


def material_of(root: Path) -> tuple[Material, Sheets]:
    """The sheets in a folder, and, where it is a study that raters have opened, what they finished.

    Raises
    ------
    UsageError
        If there are no sheets, or the study is one to practise in.
    DataError
        If a sheet is not acceptable, or is not what was rated; or the database of ratings was lost.
    """
    from rf_scorer.exchange.gathering import sheets_in
    from rf_scorer.exchange.material import Material
    from rf_scorer.exchange.tables import table_of
    from rf_scorer.review.export import work_of
    from rf_scorer.review.export_tables.agreed import CONSENSUS, consensus_table
    from rf_scorer.review.export_tables.long import LONG, long_table
    from rf_scorer.review.export_tables.wide import wide_table
    from rf_scorer.study.folder import is_study

    if not is_study(root):
        sheets = sheets_in(root)
        return Material(study=root.resolve().name, title=root.resolve().name, sheets=sheets.documents), sheets
    study = rated_study(root)
    sheets = sheets_in(root)
    with room_of(study) as room:
        work = None if room is None else work_of(room)
    if work is None:
        return Material(study=study.id, title=study.title, sheets=sheets.documents), sheets
    columns, rows = wide_table(work.rated)
    tables = (
        table_of("ratings-long", LONG, long_table(work.rated)),
        table_of("ratings-wide", columns, rows),
        table_of("consensus", CONSENSUS, consensus_table(work.agreed)),
    )
    material = Material(
        study=study.id,
        title=study.title,
        sheets=sheets.documents,
        ratings=work.rated,
        consensus=work.agreed,
        tables=tables if work.rated else (),
    )
    return material, sheets
