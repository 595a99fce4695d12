"""A comparison of raters as a document: every figure rounded, what is undefined null with its reason, and each formula told once."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

from rf_scorer.documents.numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["AGREEMENT_NOTICE", "agreement_document"]

#: Stands in every report.
AGREEMENT_NOTICE = (
    "These figures describe how far raters of these interviews agree. They say nothing about any single participant, and high agreement does not show that "
    "ratings are right. A suggestion of the program is never one of the ratings compared as raters'."
)
_INTERVAL = "; interval: "


class _Figure(Protocol):
    """What a coefficient has."""

    id: str
    title: str
    value: float | None
    low: float | None
    high: float | None
    confidence: float
    method: str
    n_units: int
    n_raters: int
    reason: str | None
    source: str
    note: str


def agreement_document(
    *,
    data: object,
    parts: Sequence[object],
    version: str,
    settings: Mapping[str, Any],
    provenance: Mapping[str, str],
    statements: Sequence[str],
    remarks: Sequence[str],
    methods: Sequence[object],
    citation: str,
) -> dict[str, Any]:
    """An agreement report (``schemas/agreement-report.schema.json``), the same for the same run.

    Parameters
    ----------
    data : dataclass
        What was read.
    parts : sequence of dataclass
        One for each kind of units; its coefficients become objects of value, interval and reason, and what they are called, how they
        are worked out and where that is published is told once, under ``measures``.
    version : str
        Of rf_scorer.
    settings : mapping
        What was chosen: strings, numbers and None.
    provenance : mapping of str to str
    statements : sequence of str
        What the figures say.
    remarks : sequence of str
        What a reader should beware of.
    methods : sequence of dataclass
        Sentences of a methods section with ``item`` and ``text``.
    citation : str
        How the program is cited.
    """
    measures: dict[str, dict[str, str]] = {}
    made = [_plain(part, measures) for part in parts]
    return {
        "schema": "urn:rf-scorer:schema:agreement-report:1",
        "version": version,
        "notice": AGREEMENT_NOTICE,
        "settings": dict(sorted(settings.items())),
        "provenance": dict(sorted(provenance.items())),
        "data": _plain(data, measures),
        "statements": list(statements),
        "remarks": list(remarks),
        "parts": made,
        "methods": [_plain(sentence, measures) for sentence in methods],
        "citation": citation,
        "measures": dict(sorted(measures.items())),
    }


def _is_figure(value: object) -> TypeGuard[_Figure]:
    return is_dataclass(value) and all(hasattr(value, name) for name in _Figure.__annotations__)


def _plain(value: Any, measures: dict[str, dict[str, str]]) -> Any:
    """Dataclasses as objects of their fields, coefficients as figures, sequences as lists, numbers rounded."""
    if _is_figure(value):
        return _figure(value, measures)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name), measures) for field in fields(value)}
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, tuple | list):
        return [_plain(part, measures) for part in value]
    if hasattr(value, "items"):
        return {str(key): _plain(part, measures) for key, part in value.items()}
    return value


def _figure(found: _Figure, measures: dict[str, dict[str, str]]) -> dict[str, Any]:
    method, _, interval = found.method.partition(_INTERVAL)
    measures.setdefault(found.id, {"title": found.title, "method": method, "source": found.source})
    return {
        "measure": found.id,
        "value": rounded(found.value),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "interval": interval or None,
        "n_units": found.n_units,
        "n_raters": found.n_raters,
        "reason": found.reason,
        "note": found.note,
    }
