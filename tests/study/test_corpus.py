"""From rated answers to a corpus: in order, with their highlights, the same by one process or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rated_tables import rows

from rf_scorer import pipeline
from rf_scorer.study.ratings import parse_scale

if TYPE_CHECKING:
    import pytest


def test_processes_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares of the answers, highlighted elsewhere, come back in their order and with the same highlights."""
    monkeypatch.setattr(pipeline, "_SHARE", 10)
    engine = pipeline.Engine.load(None)
    table, told = rows(), []
    made = [
        pipeline.corpus(
            [{"id": row["id"], "answer": row["answer"], "question": row["question"]} for row in table],
            engine=engine,
            ratings=[float(row["rating"]) for row in table],
            groups=[row["participant"] for row in table],
            questions=None,
            scale=parse_scale("0:2"),
            jobs=jobs,
            progress=lambda done, every: told.append((done, every)),
        )
        for jobs in (1, 2)
    ]
    assert made[0].items == made[1].items
    assert [item.texts for item in made[0].items] == [(row["answer"],) for row in table]
    assert made[0].questions == (None,) * len(table)
    assert told[-1] == (len(table), len(table))
