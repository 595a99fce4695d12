"""Evaluations as documents: valid, rounded, and the same every time."""

from __future__ import annotations

import dataclasses

import pytest

from rf_scorer import documents, validation
from rf_scorer.domain.evaluation import (
    Appraisal,
    Bin,
    Compared,
    Comparison,
    Estimate,
    Facts,
    RatedLevel,
)
from rf_scorer.study.learning.statements import cautions, statements


def _figures(value: float | None = 0.5, *, low: float | None = 0.4, high: float | None = 0.6) -> dict[str, Estimate]:
    names = ("qwk", "spearman", "accuracy", "mae", "bias", "coverage", "width")
    return {name: Estimate(value=value, low=low, high=high) for name in names}


def _appraisal(*, gain: Estimate | None = None, people: int = 60, **figures: float | None) -> Appraisal:
    gain = gain or Estimate(value=0.1, low=0.05, high=0.15)
    level = RatedLevel(
        level=0, answers=30, suggested=(20, 10), spread=(0.0, 0.1, 0.2, 0.3, 1.0), coverage=0.9, width=1.5
    )
    return Appraisal(
        facts=Facts(
            rows=61,
            answers=60,
            participants=people,
            questions=None,
            protocols=None,
            minimum=0,
            maximum=1,
            levels={"0": 30, "1": 30},
            between_levels=0,
            raters=1,
            words=(1, 5.5, 10),
            sha256="0" * 64,
        ),
        comparisons=(
            Comparison(
                left_out="participants",
                folds=10,
                rows=(
                    Compared(title="the model", kind="model", figures=_figures(**figures)),
                    Compared(title="most typical level", kind="baseline", figures=_figures(None, low=None, high=None)),
                ),
                gain={"qwk": gain, "spearman": gain},
                best_baseline="number of words",
            ),
        ),
        reliability=(Bin(low=0.0, high=0.1, expected=1 / 30, observed=0.0, statements=30),),
        coverage=0.8,
        levels=(level, dataclasses.replace(level, level=1)),
        questions=(),
        subgroups=(),
        curve=(),
        length=None,
        human=None,
    )


def _document(found: Appraisal) -> dict[str, object]:
    return documents.evaluation_document(
        found,
        version="1",
        settings={"seed": 20},
        provenance={"b": "2", "a": "1"},
        statements=statements(found),
        remarks=(),
    )


def test_a_document_fits_its_schema() -> None:
    """Whatever is undefined, and whatever was not tried, is null or empty and valid."""
    assert validation.faults(_document(_appraisal()), "evaluation-report") == ()


def test_figures_are_rounded() -> None:
    """No figure has more digits than differ between machines, and none is a negative zero."""
    document = _document(_appraisal(value=-1e-9))
    row = document["comparisons"][0]["rows"][0]  # type: ignore[index]
    assert str(row["figures"]["qwk"]["value"]) == "0.0"
    assert document["reliability"][0]["expected"] == 0.033333  # type: ignore[index]
    assert list(document["provenance"]) == ["a", "b"]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (Estimate(value=0.1, low=0.05, high=0.15), "above the best baseline"),
        (Estimate(value=0.1, low=-0.05, high=0.25), "It is not shown that the model does better"),
        (Estimate(value=0.1), "It is not shown that the model does better"),
        (Estimate(value=-0.1, low=-0.2, high=-0.05), "of no use"),
    ],
)
def test_the_difference_from_the_best_baseline_is_said_plainly(gain: Estimate, said: str) -> None:
    """A model is called better only where the interval of the difference lies above zero."""
    assert any(said in sentence for sentence in statements(_appraisal(gain=gain)))


def test_few_people_are_named() -> None:
    """How few participants there are stands among the cautions, and stronger the fewer there are."""
    assert any("7 participants are too few" in sentence for sentence in cautions(_appraisal(people=7)))
    assert any("24 participants are few" in sentence for sentence in cautions(_appraisal(people=24)))
    assert not any("participants are" in sentence for sentence in cautions(_appraisal(people=60)))


def test_wide_and_missing_intervals_are_told() -> None:
    """Neither is left to the reader to find."""
    assert any("the interval on agreement is wide" in one for one in statements(_appraisal(low=0.2, high=0.8)))
    assert any("No interval can be given" in one for one in statements(_appraisal(low=None, high=None)))


def test_intervals_that_are_too_narrow_are_a_caution() -> None:
    """Where fewer ratings lie in their intervals than are meant to, that is said."""
    assert any("Intervals are too narrow" in sentence for sentence in cautions(_appraisal(value=0.5)))
    assert not any("too narrow" in sentence for sentence in cautions(_appraisal(value=0.79)))
