"""Input of RSMTool's ``rsmeval``: how suggestions agree with raters who had not seen them.

Its own default leaves out every response that a human scored 0, and trims to the scores that it sees. Here zero is a level like any
other, and the scale is declared.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from rf_scorer.domain.confirmed import Seen
from rf_scorer.domain.rating import OVERALL
from rf_scorer.errors import DataError
from rf_scorer.exchange.tables import Cell, Column, Table, as_csv
from rf_scorer.jsonio import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.exchange.material import Material, Options

__all__ = ["write_rsmeval"]

_PREDICTIONS = "predictions.csv"
_REMEDY = "Let raters finish, then export again: rf-scorer ratings status STUDY says how far they are."


def write_rsmeval(material: Material, options: Options) -> Mapping[str, bytes]:  # noqa: ARG001 (every format is called so)
    """``predictions.csv`` with a row for each passage that has a suggestion and a blind level, and ``rsmeval.json``.

    Levels are always the blind ones, whatever else is exported: one that was given after the suggestion was seen may follow it.

    Raises
    ------
    DataError
        If there is no such passage, or interviews were rated on different scales.
    """
    by_unit: dict[tuple[str, str], dict[str, tuple[int, bool]]] = defaultdict(dict)
    for rated in material.ratings:
        for unit in rated.units:
            blind = unit.rating.blind
            if blind is not None and blind.judgement.level is not None and unit.facts.unit != OVERALL:
                others = unit.seen is Seen.OTHER_PASSAGES
                by_unit[rated.sheet.interview, unit.facts.unit][rated.rater] = (blind.judgement.level, others)
    scales = {(rated.sheet.scale, rated.sheet.minimum, rated.sheet.maximum) for rated in material.ratings}
    if len(scales) > 1:
        raise DataError(
            "The interviews were rated on different scales.",
            where="rsmeval",
            remedy="Evaluate those of one scale: keep the others in a study of their own.",
        )
    table = _table(material, by_unit)
    if not table.rows:
        raise DataError(
            "No passage has both a suggestion and a level that a rater gave before seeing it.",
            where="rsmeval",
            remedy=_REMEDY,
        )
    ((_, low, high),) = scales
    double = any(row[5] is not None for row in table.rows)
    config: dict[str, Any] = {
        "experiment_id": "rf_scorer",
        "description": "Provisional suggestions of rf_scorer against blind human ratings.",
        "predictions_file": _PREDICTIONS,
        "id_column": "id",
        "candidate_column": "candidate",
        "system_score_column": "system",
        "human_score_column": "h1",
        **({"second_human_score_column": "h2"} if double else {}),
        "exclude_zero_scores": False,
        "trim_min": low,
        "trim_max": high,
    }
    return {_PREDICTIONS: as_csv(table).encode("utf-8"), "rsmeval.json": dumps(config).encode("utf-8")}


def _table(material: Material, by_unit: Mapping[tuple[str, str], Mapping[str, tuple[int, bool]]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, sheet in material.sheets.items():
        passages = {passage["id"]: passage for passage in sheet["passages"]}
        for made in sheet["suggestions"]:
            given = by_unit.get((name, made["passage"]), {})
            if made["expected"] is None or not given:
                continue
            raters = sorted(given)
            second = raters[1] if len(raters) > 1 else None
            rows.append(
                (
                    f"{name}/{made['passage']}",
                    sheet["transcript"]["participant"] or name,
                    passages[made["passage"]]["question_id"],
                    made["expected"],
                    given[raters[0]][0],
                    None if second is None else given[second][0],
                    raters[0],
                    second,
                    int(any(given[rater][1] for rater in raters[:2])),
                )
            )
    columns = (
        Column(name="id", meaning="Interview and passage"),
        Column(name="candidate", meaning="Code of the person interviewed; the interview's id where none is known"),
        Column(name="question_id", meaning="Id of the protocol's question", missing="no question covers it"),
        Column(name="system", meaning="Mean of the suggestion's distribution; not a rating", values="number"),
        Column(name="h1", meaning="Blind level of the first rater, by code", values="whole numbers of the scale"),
        Column(
            name="h2", meaning="Blind level of the second", values="whole numbers of the scale", missing="one rater"
        ),
        Column(name="rater1", meaning="The first rater's code"),
        Column(name="rater2", meaning="The second rater's code", missing="one rater"),
        Column(
            name="seen_others",
            meaning="Whether one of them had seen suggestions for other passages of the interview before",
            values="1 yes, 0 no",
        ),
    )
    return Table(name="predictions", columns=columns, rows=tuple(rows))
