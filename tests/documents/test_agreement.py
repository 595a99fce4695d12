"""Comparisons of raters as documents: figures short and with reasons, formulas told once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from rf_scorer import documents
from rf_scorer.agreement import Coefficient


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    level: str
    figures: dict[str, Coefficient]
    table: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Data:
    scale: float


def _figure(value: float | None, **more: Any) -> Coefficient:
    made = {"low": None, "high": None, "reason": "Too few." if value is None else None, **more}
    return Coefficient(
        id="alpha",
        title="Alpha",
        value=value,
        method="by hand; interval: BCa",
        n_units=3,
        n_raters=2,
        source="Me",
        **made,
    )


def _document(*parts: _Part) -> dict[str, Any]:
    return documents.agreement_document(
        data=_Data(scale=1 / 3),
        parts=parts,
        version="1",
        settings={"seed": 20, "key": None},
        provenance={"rf_scorer": "1"},
        statements=["Said."],
        remarks=[],
        methods=[],
        citation="Us.",
    )


def test_a_figure_keeps_its_reason_and_leaves_its_formula_to_the_list() -> None:
    """Value, interval and reason stand in place; title, method and source once, without the interval's method."""
    known = _figure(0.12345678, low=-0.0000001, high=0.5)
    made = _document(_Part(level="overall", figures={"a": known, "b": _figure(None)}, table=((1, 2),)))
    found = made["parts"][0]["figures"]
    assert found["a"] == {
        "measure": "alpha",
        "value": 0.123457,
        "low": 0.0,
        "high": 0.5,
        "interval": "BCa",
        "n_units": 3,
        "n_raters": 2,
        "reason": None,
        "note": "",
    }
    assert (found["b"]["value"], found["b"]["reason"]) == (None, "Too few.")
    assert made["measures"] == {"alpha": {"title": "Alpha", "method": "by hand", "source": "Me"}}
    assert made["parts"][0]["table"] == [[1, 2]]
    assert made["data"] == {"scale": 0.333333}


def test_a_document_says_what_it_is_and_what_must_be_said() -> None:
    """Its schema comes first; the notice stands in it; the same run gives the same text."""
    made = _document()
    assert next(iter(made)) == "schema"
    assert made["schema"] == "urn:rf-scorer:schema:agreement-report:1"
    assert made["notice"] == documents.AGREEMENT_NOTICE
    assert documents.document_text(made) == documents.document_text(_document())


def test_a_figure_that_is_not_finite_is_our_bug() -> None:
    """It is refused by the coefficient itself and never reaches a document."""
    with pytest.raises(ValueError, match="undefined"):
        _figure(float("nan"))
