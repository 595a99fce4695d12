"""Human ratings as documents: one rater's, or the consensus of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.documents.numbers import probabilities, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from rf_scorer.domain.confirmed import (
        Consensus,
        ConsensusUnit,
        ModelUsed,
        RatedInterview,
        RatedSheet,
        RatedUnit,
        Shown,
        UnitFacts,
    )
    from rf_scorer.domain.rating import Assistance, Judgement

__all__ = ["CONSENSUS", "RATER", "consensus_document", "rating_document"]

_SCHEMA = "urn:rf-scorer:schema:rating:1"
#: Kinds of the document.
RATER, CONSENSUS = "rater", "consensus"


def rating_document(rated: RatedInterview, *, provenance: Mapping[str, str], notes: bool = True) -> dict[str, Any]:
    """One rater's ratings of one interview (``schemas/rating.schema.json``), the same for the same ratings.

    Parameters
    ----------
    rated : RatedInterview
        With markers in source coordinates. A draft in it is not written: what was not locked is nobody's rating.
    provenance : mapping of str to str
    notes : bool
        Whether the rater's notes, and the words of their reasons, are written.
    """
    return {
        "schema": _SCHEMA,
        "kind": RATER,
        **_interview(rated.sheet),
        "rater": rated.rater,
        "raters": [],
        "status": "finished" if rated.finished else "open",
        "finished_at": rated.finished_at,
        "reopenings": [{"at": one.at, "reason": one.reason if notes else None} for one in rated.reopenings],
        "assistance": _assistance(rated.assistance, rated.model),
        "rules": None,
        "units": [_rated(unit, notes=notes) for unit in rated.units],
        "overall": _rated(rated.overall, notes=notes),
        "provenance": dict(sorted(provenance.items())),
    }


def consensus_document(consensus: Consensus, *, provenance: Mapping[str, str], notes: bool = True) -> dict[str, Any]:
    """The consensus on one interview (``schemas/rating.schema.json``), with the ratings that it follows from.

    Parameters
    ----------
    consensus : Consensus
    provenance : mapping of str to str
    notes : bool
        Whether adjudicators' notes are written.
    """
    return {
        "schema": _SCHEMA,
        "kind": CONSENSUS,
        **_interview(consensus.sheet),
        "rater": None,
        "raters": [
            {"rater": one.rater, "status": one.status, "finished_at": one.finished_at} for one in consensus.raters
        ],
        "status": "finished" if consensus.complete else "open",
        "finished_at": None,
        "reopenings": [],
        "assistance": _assistance(consensus.assistance, consensus.model),
        "rules": {"margin": consensus.margin, "adjudication": consensus.adjudication.value},
        "units": [_agreed(unit, notes=notes) for unit in consensus.units],
        "overall": _agreed(consensus.overall, notes=notes),
        "provenance": dict(sorted(provenance.items())),
    }


def _interview(sheet: RatedSheet) -> dict[str, Any]:
    return {
        "study": {"id": sheet.study, "title": sheet.title},
        "interview": {
            "id": sheet.interview,
            "participant": sheet.participant,
            "timepoint": sheet.timepoint,
            "protocol": sheet.protocol,
            "source_sha256": sheet.source_sha256,
            "sheet_sha256": sheet.sheet_sha256,
            "scale": {"id": sheet.scale, "minimum": sheet.minimum, "maximum": sheet.maximum},
        },
    }


def _assistance(assistance: Assistance, model: ModelUsed | None) -> dict[str, Any]:
    return {
        "control": assistance.control,
        "highlights": assistance.highlights,
        "reveal": assistance.reveal.value,
        "model": None
        if model is None
        else {"id": model.id, "version": model.version, "sha256": model.sha256, "notice": model.notice},
    }


def _facts(facts: UnitFacts) -> dict[str, Any]:
    return {
        "unit": facts.unit,
        "question_id": facts.question_id,
        "topic": facts.topic,
        "role": facts.role,
        "state": facts.state,
        "required": facts.required,
    }


def _rated(unit: RatedUnit, *, notes: bool) -> dict[str, Any]:
    rating = unit.rating
    blind, decision, final = rating.blind, rating.decision, rating.final
    return {
        **_facts(unit.facts),
        "blind": None
        if blind is None
        else {
            "judgement": _judgement(blind.judgement, notes=notes),
            "at": blind.at,
            "seconds": rounded(blind.seconds),
        },
        "seen": None if unit.seen is None else unit.seen.value,
        "revealed_at": rating.revealed_at,
        "suggestion": None if unit.shown is None else _shown(unit.shown),
        "decision": None
        if decision is None
        else {
            "judgement": _judgement(decision.judgement, notes=notes),
            "at": decision.at,
            "seconds": rounded(decision.seconds),
            "kept": decision.kept,
            "reason": _code(decision.reason),
            "reason_note": decision.reason_note if notes else None,
        },
        "final": None if final is None else {"level": final.level, "unratable": _code(final.unratable)},
        "consensus": None,
    }


def _agreed(unit: ConsensusUnit, *, notes: bool) -> dict[str, Any]:
    return {
        **_facts(unit.facts),
        "blind": None,
        "seen": None,
        "revealed_at": None,
        "suggestion": None,
        "decision": None,
        "final": None if unit.derivation is None else {"level": _whole(unit.level), "unratable": _code(unit.unratable)},
        "consensus": {
            "derivation": _code(unit.derivation),
            "reason": _code(unit.gap),
            "ratings": [
                {"rater": one.rater, "level": one.level, "unratable": _code(one.unratable)} for one in unit.ratings
            ],
            "adjudications": [
                {
                    "adjudicator": one.adjudicator,
                    "by": one.by.value,
                    "level": one.level,
                    "unratable": _code(one.unratable),
                    "code": one.code.value,
                    "note": one.note if notes else None,
                    "at": one.at,
                    "counts": one.counts,
                }
                for one in unit.adjudications
            ],
        },
    }


def _judgement(judgement: Judgement, *, notes: bool) -> dict[str, Any]:
    return {
        "level": judgement.level,
        "unratable": _code(judgement.unratable),
        "markers": [
            {"marker": tag.marker, "turn": tag.turn, "start": tag.start, "end": tag.end, "suggested": tag.suggested}
            for tag in judgement.markers
        ],
        "note": judgement.note if notes else None,
    }


def _shown(shown: Shown) -> dict[str, Any]:
    return {
        "status": shown.status,
        "level": shown.level,
        "expected": rounded(shown.expected),
        "distribution": None if shown.distribution is None else probabilities(shown.distribution),
        "interval": None if shown.interval is None else [_whole(end) for end in shown.interval],
        "model_sha256": shown.model_sha256,
    }


def _code(code: StrEnum | None) -> str | None:
    return None if code is None else code.value


def _whole(figure: float | None) -> float | int | None:
    """A figure, as a whole number where it is one: a level is 5, not 5.0."""
    short = rounded(figure)
    return int(short) if short is not None and short.is_integer() else short
