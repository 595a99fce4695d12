"""What was shown of the machine when a rater revealed a unit: kept beside the events, since a sheet may be scored anew.

A rater who kept or changed a rating did so before these figures, whatever another model says of the passage later on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.domain.confirmed import Shown
from rf_scorer.domain.rating import OVERALL, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rf_scorer.domain.rating import RatingEvent

__all__ = ["figures_shown", "read_shown", "shown_document"]

#: Id of the summary that stands for all where the whole interview is revealed: the only one that has a distribution.
_LEARNED = "learned"
_PROVISIONAL, _ABSTAINED = "provisional", "abstained"


def figures_shown(sheet: Mapping[str, Any] | None, events: Iterable[RatingEvent]) -> dict[str, dict[str, Any] | None]:
    """What each event that reveals a unit shows, by its id; None where the sheet that it is shown out of is not here."""
    return {
        event.id: None if sheet is None else shown_document(sheet, event.unit)
        for event in events
        if event.kind is EventKind.REVEALED and event.unit is not None
    }


def shown_document(sheet: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """The figures that a sheet's suggestion for a unit has, without its evidence.

    Parameters
    ----------
    sheet : mapping
        A rating sheet without faults.
    unit : str
        A passage's id, or :data:`~rf_scorer.domain.rating.OVERALL`, of which it is the learned summary.

    Returns
    -------
    dict
        ``status``, ``level``, ``expected``, ``distribution``, ``interval``, ``model_sha256``; a unit of which the sheet suggests nothing
        counts as one where the program abstained.
    """
    if unit == OVERALL:
        return _overall(sheet)
    made = next((made for made in sheet["suggestions"] if made["passage"] == unit), None)
    if made is None:
        return _nothing(None)
    return {key: made[key] for key in ("status", "level", "expected", "distribution", "interval", "model_sha256")}


def _overall(sheet: Mapping[str, Any]) -> dict[str, Any]:
    digest = sheet["provenance"].get("overall.sha256")
    learned = next((one for one in sheet["overall"]["aggregates"] if one["id"] == _LEARNED), None)
    if learned is None or learned["value"] is None:
        return _nothing(digest)
    return {
        "status": _PROVISIONAL,
        "level": learned["basis"]["level"],
        "expected": learned["value"],
        "distribution": learned["basis"]["distribution"],
        "interval": [learned["low"], learned["high"]],
        "model_sha256": digest,
    }


def _nothing(digest: str | None) -> dict[str, Any]:
    figures = dict.fromkeys(("level", "expected", "distribution", "interval"))
    return {"status": _ABSTAINED, **figures, "model_sha256": digest}


def read_shown(document: Mapping[str, Any]) -> Shown:
    """What :func:`shown_document` made."""
    odds, interval = document["distribution"], document["interval"]
    return Shown(
        status=document["status"],
        level=document["level"],
        expected=document["expected"],
        distribution=None if odds is None else {int(level): share for level, share in odds.items()},
        interval=None if interval is None else (interval[0], interval[1]),
        model_sha256=document["model_sha256"],
    )
