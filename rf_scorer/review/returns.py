"""Files that worksheets save: read, and looked over as far as that can be done without the study."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.errors import DataError, InvalidDocument
from rf_scorer.regularfile import read_bytes
from rf_scorer.review.events import parse
from rf_scorer.review.refused import Refused
from rf_scorer.review.seal import CHECK, checksum

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rf_scorer.domain.rating import RatingEvent

__all__ = ["LARGEST", "SCHEMA", "Return", "read", "worksheet_id"]

SCHEMA = "urn:rf-scorer:schema:worksheet-return:1"
#: Bytes of a file; the pages refuse to open larger ones as well. A long interview with long notes takes a tenth of it.
LARGEST = 8_000_000
#: Events of one file, as in the schema.
_MOST = 20_000
#: Clocks differ. Beyond this one of them is wrong.
_AHEAD = timedelta(days=1)
#: Events that are held against the schema together.
_AT_ONCE = 500
_EVENT = re.compile(r"^\$\.events\[([0-9]+)\]")
_AGAIN = "Ask the rater to save again from the worksheet, and collect that file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What stands in a saved file.

    Attributes
    ----------
    study, interview, rater : str
    source_sha256, sheet_sha256 : str
        The transcript and the rating sheet that the worksheet was made of.
    went_on_from : str or None
        Id of the last event that the study had when the worksheet was made.
    events : tuple of RatingEvent
        In their order, without ``seq``; ``after`` counts as the page did, see :mod:`rf_scorer.review.collect`.
    digest : str
        SHA-256 of the file, which events carry as their origin.
    """

    study: str
    interview: str
    rater: str
    source_sha256: str
    sheet_sha256: str
    went_on_from: str | None
    events: tuple[RatingEvent, ...]
    digest: str


def worksheet_id(
    *, study: str, interview: str, rater: str, source_sha256: str, sheet_sha256: str, went_on_from: str | None
) -> str:
    """The id of the worksheet that is made for a rater and an interview: the same for the same state of the study.

    Whoever changes a name in a saved file has another id there than this one. It is no signature: who wants to forge can.
    """
    parts = (study, interview, rater, source_sha256, sheet_sha256, went_on_from or "")
    return f"ws-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"


def read(path: Path, *, now: datetime | None = None, any_clock: bool = False) -> Return:
    """Read a saved file.

    Parameters
    ----------
    path : Path
    now : datetime, optional
        By default what this machine's clock says.
    any_clock : bool
        Whether times that lie in the future are taken.

    Raises
    ------
    DataError
        With one message for the first thing that is wrong; places are paths within the file, and no value is told.
    """
    data = _bytes(path)
    document = _document(data)
    _identity(document)
    _times(document, limit=(now or datetime.now(UTC)) + _AHEAD, any_clock=any_clock)
    digest = hashlib.sha256(data).hexdigest()
    return Return(
        **{key: document[key] for key in ("study", "interview", "rater", "source_sha256", "sheet_sha256")},
        went_on_from=document["went_on_from"],
        events=tuple(_events(document, origin=f"worksheet:{digest}")),
        digest=digest,
    )


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise DataError("This is no file.", remedy="Give the .rating.json files that worksheets saved.")
        if path.stat().st_size <= LARGEST:
            return read_bytes(path, most=LARGEST)
    except OSError as error:
        raise DataError(
            f"The file cannot be opened ({error.strerror}).", remedy="Check its permissions, or copy it again."
        ) from None
    raise DataError(
        f"The file has more than {LARGEST // 1_000_000} MB and is not one that a worksheet saved.",
        remedy="Give the .rating.json files that worksheets saved.",
    )


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = jsonio.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except InvalidDocument as error:
        raise DataError(error.message, remedy=_AGAIN) from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise DataError("This is not what a worksheet saves.", remedy="Give the .rating.json files of worksheets.")
    events = document.get("events")
    # Before the schema: to list the faults of a million events takes minutes.
    if isinstance(events, list) and len(events) > _MOST:
        raise DataError(f"There are more than {_MOST} events.", where="$.events", remedy=_AGAIN)
    _valid(document)
    return document


def _valid(document: dict[str, Any]) -> None:
    """Hold the document against its schema, some events at a time: to list every fault of thousands takes long, and one is told."""
    events = document.get("events")
    for first in range(0, len(events) or 1, _AT_ONCE) if isinstance(events, list) else (0,):
        part = {**document, "events": events[first : first + _AT_ONCE]} if isinstance(events, list) else document
        faults = validation.faults(part, "worksheet-return")
        if faults:
            raise DataError(
                faults[0].message,
                where=_EVENT.sub(lambda found: f"$.events[{int(found[1]) + first}]", faults[0].path),  # noqa: B023 (called at once)
                remedy=f"{_AGAIN} 'rf-scorer validate' tells every fault.",
            )


def _identity(document: dict[str, Any]) -> None:
    if document[CHECK] != checksum(document):
        raise DataError("The file was changed after it was saved, or it is a broken copy.", where="$", remedy=_AGAIN)
    keys = ("study", "interview", "rater", "source_sha256", "sheet_sha256", "went_on_from")
    if document["worksheet"] != worksheet_id(**{key: document[key] for key in keys}):
        raise DataError(
            "The worksheet was not made for this rater, this interview and this state of the study.",
            where="$.worksheet",
            remedy=_AGAIN,
        )


def _times(document: dict[str, Any], *, limit: datetime, any_clock: bool) -> None:
    places = [("$.saved_at", document["saved_at"])]
    places += ((f"$.events[{index}].at", event["at"]) for index, event in enumerate(document["events"]))
    for place, text in places:
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            raise DataError("This is no time.", where=place, remedy=_AGAIN) from None
        if time > limit and not any_clock:
            raise DataError(
                "This time lies in the future.",
                where=place,
                remedy="Set this machine's clock right; if it was the rater's that was wrong, collect with --any-clock.",
            )


def _events(document: dict[str, Any], *, origin: str) -> Iterator[RatingEvent]:
    seen = set()
    for index, raw in enumerate(document["events"]):
        place = f"$.events[{index}]"
        try:
            event = parse(raw, rater=document["rater"], interview=document["interview"], origin=origin)
        except Refused as refused:
            below = (refused.where or "$").removeprefix("$")
            raise DataError(refused.message, where=f"{place}{below}", remedy=_AGAIN) from None
        if event.id in seen:
            raise DataError("An event stands here twice.", where=place, remedy=_AGAIN)
        seen.add(event.id)
        yield event
