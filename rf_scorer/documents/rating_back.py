"""Human ratings read back from their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.domain.confirmed import (
    Adjudication,
    Adjudicator,
    Consensus,
    ConsensusUnit,
    Derivation,
    Finisher,
    Gap,
    GivenRating,
    ModelUsed,
    RatedInterview,
    RatedSheet,
    RatedUnit,
    Reopening,
    Seen,
    Shown,
    UnitFacts,
)
from rf_scorer.domain.rating import (
    Assistance,
    Blind,
    ChangeReason,
    Decision,
    DisagreementCode,
    Judgement,
    MarkerTag,
    Reveal,
    Stage,
    UnitRating,
    Unratable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["consensus_from_document", "rating_from_document"]


def rating_from_document(document: Mapping[str, Any]) -> RatedInterview:
    """What a rater's document says.

    Parameters
    ----------
    document : mapping
        Of kind ``rater``, without faults by :func:`rf_scorer.validation.faults`. Notes that were left out read as empty.
    """
    return RatedInterview(
        sheet=_sheet(document),
        rater=document["rater"],
        finished_at=document["finished_at"],
        reopenings=tuple(Reopening(at=one["at"], reason=one["reason"]) for one in document["reopenings"]),
        assistance=_help(document["assistance"]),
        model=_model(document["assistance"]["model"]),
        units=tuple(_unit(unit) for unit in document["units"]),
        overall=_unit(document["overall"]),
    )


def consensus_from_document(document: Mapping[str, Any]) -> Consensus:
    """What a document of kind ``consensus`` says, if it has no faults."""
    return Consensus(
        sheet=_sheet(document),
        raters=tuple(
            Finisher(rater=one["rater"], status=one["status"], finished_at=one["finished_at"])
            for one in document["raters"]
        ),
        assistance=_help(document["assistance"]),
        model=_model(document["assistance"]["model"]),
        margin=document["rules"]["margin"],
        adjudication=Adjudicator(document["rules"]["adjudication"]),
        units=tuple(_consensus_unit(unit) for unit in document["units"]),
        overall=_consensus_unit(document["overall"]),
    )


def _sheet(document: Mapping[str, Any]) -> RatedSheet:
    study, interview = document["study"], document["interview"]
    return RatedSheet(
        study=study["id"],
        title=study["title"],
        interview=interview["id"],
        participant=interview["participant"],
        timepoint=interview["timepoint"],
        protocol=interview["protocol"],
        source_sha256=interview["source_sha256"],
        sheet_sha256=interview["sheet_sha256"],
        scale=interview["scale"]["id"],
        minimum=interview["scale"]["minimum"],
        maximum=interview["scale"]["maximum"],
    )


def _help(given: Mapping[str, Any]) -> Assistance:
    return Assistance(control=given["control"], highlights=given["highlights"], reveal=Reveal(given["reveal"]))


def _model(given: Mapping[str, Any] | None) -> ModelUsed | None:
    return None if given is None else ModelUsed(**given)


def _facts_back(unit: Mapping[str, Any]) -> UnitFacts:
    return UnitFacts(**{key: unit[key] for key in UnitFacts.__slots__})


def _unit(unit: Mapping[str, Any]) -> RatedUnit:
    blind, decision, shown = unit["blind"], unit["decision"], unit["suggestion"]
    rating = UnitRating(
        unit=unit["unit"],
        stage=_stage(unit),
        blind=None
        if blind is None
        else Blind(judgement=_judgement_back(blind["judgement"]), at=blind["at"], seconds=blind["seconds"]),
        revealed_at=unit["revealed_at"],
        decision=None
        if decision is None
        else Decision(
            judgement=_judgement_back(decision["judgement"]),
            at=decision["at"],
            kept=decision["kept"],
            reason=None if decision["reason"] is None else ChangeReason(decision["reason"]),
            reason_note=decision["reason_note"] or "",
            seconds=decision["seconds"],
        ),
    )
    return RatedUnit(
        facts=_facts_back(unit),
        rating=rating,
        seen=None if unit["seen"] is None else Seen(unit["seen"]),
        shown=None if shown is None else _shown_back(shown),
    )


def _stage(unit: Mapping[str, Any]) -> Stage:
    if unit["decision"] is not None:
        return Stage.DECIDED
    if unit["revealed_at"] is not None:
        return Stage.REVEALED
    return Stage.LOCKED if unit["blind"] is not None else Stage.NEW


def _judgement_back(judgement: Mapping[str, Any]) -> Judgement:
    return Judgement(
        level=judgement["level"],
        unratable=_unratable(judgement["unratable"]),
        markers=tuple(MarkerTag(**tag) for tag in judgement["markers"]),
        note=judgement["note"] or "",
    )


def _shown_back(shown: Mapping[str, Any]) -> Shown:
    odds, interval = shown["distribution"], shown["interval"]
    return Shown(
        status=shown["status"],
        level=shown["level"],
        expected=shown["expected"],
        distribution=None if odds is None else {int(level): share for level, share in odds.items()},
        interval=None if interval is None else (interval[0], interval[1]),
        model_sha256=shown["model_sha256"],
    )


def _consensus_unit(unit: Mapping[str, Any]) -> ConsensusUnit:
    made, final = unit["consensus"], unit["final"] or {"level": None, "unratable": None}
    return ConsensusUnit(
        facts=_facts_back(unit),
        ratings=tuple(
            GivenRating(rater=one["rater"], level=one["level"], unratable=_unratable(one["unratable"]))
            for one in made["ratings"]
        ),
        adjudications=tuple(
            Adjudication(
                adjudicator=one["adjudicator"],
                by=Adjudicator(one["by"]),
                level=one["level"],
                unratable=_unratable(one["unratable"]),
                code=DisagreementCode(one["code"]),
                note=one["note"],
                at=one["at"],
                counts=one["counts"],
            )
            for one in made["adjudications"]
        ),
        level=final["level"],
        unratable=_unratable(final["unratable"]),
        derivation=None if made["derivation"] is None else Derivation(made["derivation"]),
        gap=None if made["reason"] is None else Gap(made["reason"]),
    )


def _unratable(code: str | None) -> Unratable | None:
    return None if code is None else Unratable(code)
