"""What one rater is given of one interview: the scale, the units, the help that was drawn, and their own work so far.

Nothing that a machine suggests stands in it before the unit is revealed to this rater, and in a control interview nothing
that a machine marked stands in it at all.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rf_scorer import protocols
from rf_scorer.domain import MARKER_FAMILIES
from rf_scorer.domain.rating import OVERALL, ChangeReason, Reveal, Stage, Unratable
from rf_scorer.pages.marks import local
from rf_scorer.pages.passages import title_of
from rf_scorer.review.ledger import ledger_document
from rf_scorer.review.terms import Terms, terms_document

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from rf_scorer.domain import Protocol
    from rf_scorer.domain.rating import Assistance
    from rf_scorer.review.ledger import Ledger

__all__ = [
    "LINKS",
    "case_document",
    "filled",
    "frame",
    "revelation",
    "scale_of",
    "shown",
    "terms_of",
    "unseen",
]

#: The family of markers that others rest on; raters are not asked for them.
LINKS = "link"

_UNRATABLE = {
    Unratable.NOT_ANSWERED: "Not answered",
    Unratable.INAUDIBLE: "Inaudible or missing",
    Unratable.SUPPLIED: "Supplied by the interviewer",
    Unratable.NO_OPPORTUNITY: "No opportunity to reflect",
    Unratable.OTHER: "Other",
}
_REASONS = {
    ChangeReason.OVERLOOKED: "I had overlooked something in the passage",
    ChangeReason.GUIDE: "I read the guide again",
    ChangeReason.SLIP: "A slip of mine",
    ChangeReason.OTHER: "Other",
}
#: Stages in which a rater may have seen the suggestion.
_SEEN = frozenset({Stage.REVEALED, Stage.DECIDED})
#: Ways to sum up that are nothing but the suggestions of the passages they name.
_EXTREMES = ("lowest", "highest")
#: Scale of interviews that follow no protocol.
_DEFAULT_SCALE_OF = "aai"


@cache
def _markers() -> tuple[dict[str, str], ...]:
    """The codebook's markers that a rater can tag, family by family."""
    from rf_scorer.language.codebook import load_codebook

    found = [marker for marker in load_codebook().markers if marker.family != LINKS]
    found.sort(key=lambda marker: MARKER_FAMILIES.index(marker.family))
    return tuple({"id": marker.id, "family": marker.family, "title": marker.title} for marker in found)


def scale_of(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """The scale of a sheet's protocol; of a sheet without one that on which the default protocol is rated."""
    if sheet["protocol"] is not None:
        return dict(sheet["protocol"]["scale"])
    scale = protocols.load(_DEFAULT_SCALE_OF).scale
    return {
        "id": scale.id,
        "minimum": scale.minimum,
        "maximum": scale.maximum,
        "levels": [{"value": level.value, "name": level.name, "anchor": level.anchor} for level in scale.levels],
    }


def _ratable(passage: Mapping[str, Any]) -> bool:
    return bool(passage["asking"] or passage["answering"])


def _required(passage: Mapping[str, Any]) -> bool:
    return bool(passage["state"] == "answered" and passage["role"] == "demand")


def terms_of(sheet: Mapping[str, Any], assistance: Assistance, *, practice: bool = False) -> Terms:
    """What a ledger must know of a sheet.

    Parameters
    ----------
    sheet : mapping
        A rating sheet without faults.
    assistance : Assistance
    practice : bool
        Whether it is a set to practise with: every answer is rated, and no whole, since each is somebody else's.
    """
    scale, turns = scale_of(sheet), sheet["transcript"]["turns"]
    return Terms(
        minimum=scale["minimum"],
        maximum=scale["maximum"],
        ratable=tuple(passage["id"] for passage in sheet["passages"] if _ratable(passage)),
        required=tuple(
            passage["id"] for passage in sheet["passages"] if (_ratable if practice else _required)(passage)
        ),
        turns={
            passage["id"]: {
                index: len(turns[index]["text"]) for index in sorted({*passage["asking"], *passage["answering"]})
            }
            for passage in sheet["passages"]
            if _ratable(passage)
        },
        markers=frozenset(marker["id"] for marker in _markers()),
        assistance=assistance,
        overall=not practice,
    )


def _span(found: Mapping[str, Any], turns: Mapping[int, Mapping[str, Any]]) -> dict[str, int]:
    """Where a mention, marker or stretch lies in its turn's own text."""
    turn = turns[found["turn"]]
    return {
        "turn": found["turn"],
        "start": local(found["start"], turn),
        "end": local(found["end"], turn, last=True),
    }


def _turns(sheet: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    return {turn["index"]: turn for turn in sheet["transcript"]["turns"]}


def _units(sheet: Mapping[str, Any], *, terms: Terms, protocol: Protocol | None) -> list[dict[str, Any]]:
    turns, required = _turns(sheet), frozenset(terms.required)
    known = {marker["id"]: marker["title"] for marker in _markers()}
    suggested: dict[str, list[dict[str, Any]]] = {}
    for marker in () if terms.assistance.control else sheet["markers"]:
        if marker["passage"] is not None and marker["marker"] in known:
            place = {"marker": marker["marker"], "title": known[marker["marker"]], **_span(marker, turns)}
            suggested.setdefault(marker["passage"], []).append(place)
    notes = {} if protocol is None else {question.id: question.note for question in protocol.questions}
    return [
        {
            "id": passage["id"],
            "title": title_of(passage, sheet["transcript"]["turns"]),
            "question_id": passage["question_id"],
            "topic": passage["topic"],
            "role": passage["role"],
            "state": passage["state"],
            "note": notes.get(passage["question_id"], ""),
            "words": passage["words"],
            "asking": list(passage["asking"]),
            "answering": list(passage["answering"]),
            "ratable": _ratable(passage),
            "required": passage["id"] in required,
            "suggested_markers": suggested.get(passage["id"], []),
        }
        for passage in sheet["passages"]
    ]


def unseen(ledger: Ledger, terms: Terms) -> frozenset[str]:
    """Passages whose suggestion the rater has not been shown: they can still be rated, or unlocked and rated again, blind."""
    return frozenset(unit for unit in terms.ratable if ledger.unit(unit).stage not in _SEEN)


def _unnamed(figure: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """A way to sum up that does not say of these passages that they are the lowest, the highest, or what moved it."""

    def kept(names: Sequence[str]) -> list[str]:
        return [name for name in names if name not in hidden]

    found = dict(figure)
    if found["id"] in _EXTREMES:
        found["passages"] = kept(found["passages"])
    basis = found["basis"]
    if basis is not None:
        grounds = [{**ground, "passages": kept(ground["passages"])} for ground in basis["grounds"]]
        found["basis"] = {**basis, **{key: kept(basis[key]) for key in _EXTREMES}, "grounds": grounds}
    return found


def revelation(sheet: Mapping[str, Any], unit: str, *, hidden: Collection[str] = ()) -> dict[str, Any] | None:
    """What a rater sees of the machine once a unit is revealed.

    Parameters
    ----------
    sheet : mapping
        A rating sheet without faults.
    unit : str
        A passage's id, or :data:`~rf_scorer.domain.rating.OVERALL`.
    hidden : collection of str
        Passages whose suggestion the rater has not seen (:func:`unseen`). What is said of the whole interview does not single
        them out: of the passage with the lowest level, say, the suggestion would be known before it is revealed.

    Returns
    -------
    dict or None
        Of a passage the sheet's suggestion; every piece of its evidence has ``places``: where its mentions, markers and
        stretches lie, in their turns' own text. Of the whole interview the ways to sum it up. None where the sheet has no
        suggestion for the unit.
    """
    if unit == OVERALL:
        found = sheet["overall"]
        return {"aggregates": [_unnamed(figure, hidden) for figure in found["aggregates"]], "note": found["note"]}
    made = next((made for made in sheet["suggestions"] if made["passage"] == unit), None)
    if made is None:
        return None
    turns = _turns(sheet)
    marks = {mark["id"]: mark for mark in (*sheet["mentions"], *sheet["markers"])}
    evidence = []
    for item in made["evidence"]:
        places = [
            {**_span(marks[name], turns), "id": name} for name in (*item["mentions"], *item["markers"]) if name in marks
        ]
        places += [{**_span(run, turns), "id": None} for run in item["stretches"]]
        evidence.append({**item, "places": places})
    return {**made, "evidence": evidence}


def frame(
    sheet: Mapping[str, Any],
    *,
    study: str,
    digest: str,
    assistance: Assistance,
    protocol: Protocol | None = None,
    terms: Terms | None = None,
    named: bool = True,
) -> dict[str, Any]:
    """The part of a case that is the same for every rater with the same help; see :func:`case_document`.

    Without ``named`` it does not tell whose interview it is, nor when it was: who knows it may see the change that they expect.
    """
    transcript, plan = sheet["transcript"], sheet["protocol"]
    hushed = assistance.reveal is Reveal.NEVER
    terms = terms or terms_of(sheet, assistance)
    stated = terms_document(terms)
    return {
        "study": study,
        "interview": transcript["id"],
        "participant": transcript["participant"] if named else None,
        "timepoint": transcript["timepoint"] if named else None,
        "protocol": None if plan is None else {key: plan[key] for key in ("id", "title", "check")},
        "sheet_sha256": digest,
        "source_sha256": transcript["source"]["sha256"],
        "scale": scale_of(sheet),
        "assistance": stated["assistance"],
        "terms": stated,
        "units": _units(sheet, terms=terms, protocol=protocol),
        "markers": list(_markers()),
        "unratable": [
            {"code": code.value, "label": label, "needs_note": code is Unratable.OTHER}
            for code, label in _UNRATABLE.items()
        ],
        "reasons": [
            {"code": code.value, "label": label, "needs_note": code is ChangeReason.OTHER}
            for code, label in _REASONS.items()
        ],
        "notice": None if hushed else sheet["provisional"],
    }


def case_document(
    sheet: Mapping[str, Any],
    *,
    study: str,
    digest: str,
    rater: str,
    assistance: Assistance,
    ledger: Ledger,
    mode: str = "rating",
    protocol: Protocol | None = None,
    reveal: Callable[[str], Any] | None = None,
) -> dict[str, Any]:
    """What a page is given.

    Parameters
    ----------
    sheet : mapping
        A rating sheet without faults.
    study : str
        Id of the study.
    digest : str
        SHA-256 of the sheet's bytes.
    rater : str
    assistance : Assistance
    ledger : Ledger
        The rater's work so far.
    mode : {"rating", "practice", "worksheet"}
    protocol : Protocol, optional
        Where it is known, its notes for raters stand beside the units.
    reveal : callable, optional
        What is revealed of a unit, if not :func:`revelation`.

    Returns
    -------
    dict
        ``revealed`` holds only units that this rater has been shown already, and is empty where nothing may be shown.
    """
    terms = terms_of(sheet, assistance, practice=mode == "practice")
    facts = frame(sheet, study=study, digest=digest, assistance=assistance, protocol=protocol, terms=terms)
    show = reveal or (lambda unit: revelation(sheet, unit, hidden=unseen(ledger, terms)))
    return filled(facts, rater=rater, mode=mode, ledger=ledger, reveal=show)


def filled(
    facts: Mapping[str, Any], *, rater: str, mode: str, ledger: Ledger, reveal: Callable[[str], Any]
) -> dict[str, Any]:
    """A :func:`frame` with a rater and their work in it."""
    seen = shown(ledger, facts["assistance"]["reveal"])
    return {
        **facts,
        "rater": rater,
        "mode": mode,
        "ledger": ledger_document(ledger),
        "revealed": {unit: reveal(unit) for unit in seen},
    }


def shown(ledger: Ledger, reveal: str) -> tuple[str, ...]:
    """Units whose suggestion this rater has been shown and that can be rated; none where nothing may be shown."""
    if reveal == Reveal.NEVER:
        return ()
    return tuple(unit for unit, rating in ledger.units.items() if rating.stage in _SEEN and ledger.terms.knows(unit))
