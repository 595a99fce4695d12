"""A plan as the document that is kept in the study, and back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer import jsonio, validation
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.planning.rating_plan import (
    Interview,
    Move,
    Planned,
    PlannedRater,
    Purpose,
    RatingPlan,
    Rules,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["FILE", "SCHEMA", "calibration_of", "plan_document", "plan_text", "read_plan"]

#: What a plan is called in the folder of its study.
FILE = "plan.json"
SCHEMA = "urn:rf-scorer:schema:plan:1"
_REMEDY = "Put back the plan that was there, or make a new one: rf-scorer plan make STUDY --force."


def plan_document(plan: RatingPlan) -> dict[str, Any]:
    """A plan as ``schemas/plan.schema.json`` has it."""
    rules = plan.rules
    return {
        "schema": SCHEMA,
        "study": plan.study,
        "rules": {
            "double": rules.double,
            "by": list(rules.by),
            "participant": rules.participant,
            "calibration": rules.calibration,
            "recalibrate": rules.recalibrate,
            "blind": rules.blind,
            "seed": rules.seed,
        },
        "interviews": [
            {
                "id": one.interview.id,
                "words": one.interview.words,
                "participant": one.interview.participant,
                "stratum": list(one.interview.stratum),
                "purpose": one.purpose.value,
            }
            for one in plan.interviews
        ],
        "raters": [
            {
                "id": one.id,
                "active": one.active,
                "capacity": one.capacity,
                "head_start": one.head_start,
                "interviews": list(one.interviews),
            }
            for one in plan.raters
        ],
        "history": [
            {
                "action": step.action,
                "rater": step.rater,
                "moves": [{"interview": move.interview, "from": move.giver, "to": move.taker} for move in step.moves],
            }
            for step in plan.history
        ],
        "provenance": {"rf_scorer": rf_scorer.__version__},
    }


def plan_text(plan: RatingPlan) -> str:
    """A plan as the text of its file; it matches its schema."""
    document = plan_document(plan)
    found = [f"{fault.path} ({fault.rule})" for fault in validation.faults(document, "plan")]
    found = found or list(_contradictions(document))
    if found:
        raise AssertionError(f"the plan breaks its own rules: {found[0]}")
    return jsonio.dumps(document)


def read_plan(path: Path, *, study: str) -> RatingPlan | None:
    """The plan of a study, or None where it has none.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    InvalidDocument
        If it is no plan, contradicts itself, or is another study's.
    """
    if not os.path.lexists(path):
        return None
    try:
        data = read_bytes(path)
    except OSError as error:
        raise UsageError(
            f"The plan cannot be opened ({error.strerror}).", where=str(path), remedy="Check its permissions."
        ) from None
    try:
        document = jsonio.loads(data, where=str(path))
    except InvalidDocument as error:
        error.remedy = _REMEDY
        raise
    found = [f"{fault.path}: {fault.message}" for fault in validation.faults(document, "plan")]
    found = found or list(_contradictions(document))
    if found:
        more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
        raise InvalidDocument(f"{found[0]}{more}", where=str(path), remedy=_REMEDY)
    if document["study"] != study:
        raise InvalidDocument("The plan is another study's.", where=str(path), remedy=_REMEDY)
    return _plan(document)


def _contradictions(document: Mapping[str, Any]) -> Iterator[str]:
    """What no schema can say: ids once, raters' interviews among those of the plan, a value for each column, and as many raters as are wanted."""
    columns, purposes = len(document["rules"]["by"]), {}
    for place, one in enumerate(document["interviews"]):
        if one["id"] in purposes:
            yield f"$.interviews[{place}].id: Another interview has this id."
        if len(one["stratum"]) != columns:
            yield f"$.interviews[{place}].stratum: There must be a value for each column of $.rules.by."
        purposes[one["id"]] = one["purpose"]
    count = dict.fromkeys(purposes, 0)
    codes: set[str] = set()
    for place, rater in enumerate(document["raters"]):
        if rater["id"].casefold() in codes:
            yield f"$.raters[{place}].id: Another rater has this code, or one that differs by case alone."
        codes.add(rater["id"].casefold())
        for number, interview in enumerate(rater["interviews"]):
            if interview in count:
                count[interview] += 1
            else:
                yield f"$.raters[{place}].interviews[{number}]: The plan has no such interview."
    active = sum(rater["active"] for rater in document["raters"])
    for place, one in enumerate(document["interviews"]):
        if count[one["id"]] < Purpose(one["purpose"]).wanted(active):
            yield f"$.interviews[{place}]: Fewer raters have this interview than its purpose says."


def calibration_of(path: Path, *, study: str) -> tuple[str, ...]:
    """The interviews of the calibration set; none where the study has no plan.

    Raises
    ------
    UsageError, InvalidDocument
        As :func:`read_plan` says.
    """
    plan = read_plan(path, study=study)
    return () if plan is None else plan.of(Purpose.CALIBRATION)


def _plan(document: Mapping[str, Any]) -> RatingPlan:
    return RatingPlan(
        study=document["study"],
        rules=Rules(**{**document["rules"], "by": tuple(document["rules"]["by"])}),
        interviews=tuple(
            Planned(
                interview=Interview(
                    id=one["id"],
                    words=one["words"],
                    participant=one["participant"],
                    stratum=tuple(one["stratum"]),
                ),
                purpose=Purpose(one["purpose"]),
            )
            for one in document["interviews"]
        ),
        raters=tuple(PlannedRater(**{**one, "interviews": tuple(one["interviews"])}) for one in document["raters"]),
        history=tuple(
            Step(
                action=step["action"],
                rater=step["rater"],
                moves=tuple(
                    Move(interview=move["interview"], giver=move["from"], taker=move["to"]) for move in step["moves"]
                ),
            )
            for step in document["history"]
        ),
    )
