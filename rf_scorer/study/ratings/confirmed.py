"""Ratings that humans confirmed at the desk, as answers to learn from: levels from an export, words from the sheets.

By default a level is the blind one. A level that was given after the suggestion had been seen may follow the suggestion, and a
model learned from it would in part learn from an earlier model, and be judged by it.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from rf_scorer import jsonio, validation
from rf_scorer.documents import rating_from_document
from rf_scorer.domain import Level, Scale
from rf_scorer.domain.confirmed import Seen
from rf_scorer.errors import DataError, InvalidDocument
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.ratings import cells
from rf_scorer.study.ratings.answers import RatedAnswer, RatedAnswers
from rf_scorer.study.ratings.enough import check_enough, remarks_on_size
from rf_scorer.study.ratings.faults import Faults, listed
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rf_scorer.domain.confirmed import RatedInterview, RatedUnit

__all__ = ["Use", "read_confirmed"]

#: Which of a rater's two levels is taken.
Use: TypeAlias = Literal["blind", "final"]

_FINAL_REMARK = (
    "The levels were taken as they stood after suggestions had been seen (--use final): they may follow those suggestions, "
    "and whatever is learned from them or compared with them looks better than it is."
)


def read_confirmed(ratings: Path, sheets: Path, *, use: Use = "blind") -> RatedAnswers:
    """Read what raters finished.

    Parameters
    ----------
    ratings : Path
        A folder of documents of the schema ``rating``. Those of a consensus, and those that are open, are passed over.
    sheets : Path
        The folder of the rating sheets, each named after its interview.
    use : {"blind", "final"}
        Levels as they were locked, or as they stood in the end.

    Returns
    -------
    RatedAnswers
        A row for each passage that somebody gave a level, by interview and in the sheet's order; overall ratings are left out. A passage's
        answer is that of its answering turns, a line each; the participant is the group.

    Raises
    ------
    InvalidDocument
        If a document breaks its schema.
    DataError
        With every fault at once: nothing finished, a sheet missing or made of another transcript, scales that differ, two documents of one
        rater; or where there is too little to learn from.
    """
    faults = Faults(unit="interview")
    digest = hashlib.sha256()
    found, passed = _documents(ratings, digest)
    where = shown(ratings.name)
    if not found:
        raise DataError(
            "No rater has finished an interview here." if passed else "There are no raters' documents here.",
            where=where,
            remedy="Let raters finish, and export again: rf-scorer ratings export STUDY.",
        )
    _told_apart(found, faults)
    scale = _scale(found, faults)
    faults.raise_any(where)
    reading = _Reading(sheets, use, faults, digest)
    interviews: dict[str, list[RatedInterview]] = defaultdict(list)
    for rated in found:
        interviews[rated.sheet.interview].append(rated)
    raters = tuple(sorted({rated.rater for rated in found}))
    rows = [row for name in sorted(interviews) for row in reading.rows(name, interviews[name], raters)]
    reading.participants_told_apart()
    faults.raise_any(where)
    numbered = tuple(replace(row, row=number) for number, row in enumerate(rows, start=1))
    check_enough(numbered, faults)
    faults.raise_any(where)
    answers = RatedAnswers(
        rows=numbered, scale=scale, raters=raters, sha256=digest.hexdigest(), origin="confirmed ratings"
    )
    remarks = (*_passed(passed), *reading.remarks(), *remarks_on_size(answers, asked=True))
    return replace(answers, remarks=remarks)


def _documents(folder: Path, digest: Any) -> tuple[list[RatedInterview], list[str]]:
    """Finished raters' documents, and the interviews of open ones."""
    found, passed = [], []
    for path in sorted(folder.glob("*.json")):
        if path.name.startswith("."):
            continue
        name = shown(path.name)
        data = _bytes(path, name)
        document = _loaded(data, name, "rating")
        if document["kind"] != "rater":
            continue
        if document["status"] != "finished":
            passed.append(document["interview"]["id"])
            continue
        digest.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
        found.append(rating_from_document(document))
    return found, passed


def _bytes(path: Path, name: str) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        raise DataError(f"The file cannot be opened ({error.strerror}).", where=name) from None


def _loaded(data: bytes, name: str, schema: str) -> dict[str, Any]:
    document: dict[str, Any] = jsonio.loads(data, where=name)
    faults = validation.faults(document, schema)
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise InvalidDocument(
            f"{faults[0].path}: {faults[0].message}{more}",
            where=name,
            remedy="Export the ratings again, or score the study again.",
        )
    return document


def _told_apart(found: Sequence[RatedInterview], faults: Faults) -> None:
    seen = set()
    for rated in found:
        key = (rated.sheet.interview, rated.rater.casefold())
        if key in seen:
            faults.add(
                "Two documents hold one rater's ratings.",
                place=rated.sheet.interview,
                remedy="Give one export, not several in one folder.",
            )
        seen.add(key)


def _scale(found: Sequence[RatedInterview], faults: Faults) -> Scale:
    scales = {(rated.sheet.scale, rated.sheet.minimum, rated.sheet.maximum) for rated in found}
    if len(scales) > 1:
        faults.add(
            "The interviews were rated on different scales.",
            remedy="Learn from those of one scale: put their documents into a folder of their own.",
        )
    name, minimum, maximum = min(scales)
    return Scale(id=name, levels=tuple(Level(value=value) for value in range(minimum, maximum + 1)))


def _passed(passed: Sequence[str]) -> list[str]:
    if not passed:
        return []
    names = sorted(set(passed))
    return [f"Ratings that are not finished are left out: {len(passed)}, of {listed(names)}."]


@dataclass(slots=True)
class _Reading:
    """Rows of one interview after another, with what is to be said of all."""

    sheets: Path
    use: Use
    faults: Faults
    digest: Any
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)
    unrated: int = 0
    ratings: int = 0
    after_others: int = 0

    def rows(self, interview: str, rated: Sequence[RatedInterview], raters: Sequence[str]) -> Iterator[RatedAnswer]:
        """The passages of an interview that somebody gave a level."""
        sheet = self._sheet(interview, rated)
        if sheet is None:
            return
        passages = {passage["id"]: passage for passage in sheet["passages"]}
        units: dict[str, dict[str, RatedUnit]] = {}
        for one in rated:
            for unit in one.units:
                units.setdefault(unit.facts.unit, {})[one.rater] = unit
        group = self._group(rated[0])
        for name in [passage for passage in passages if passage in units]:
            by_rater = {rater: self._level(units[name][rater]) for rater in raters if rater in units[name]}
            given = [level for level in by_rater.values() if level is not None]
            turns = sheet["transcript"]["turns"]
            text = "\n".join(turns[index]["text"] for index in passages[name]["answering"])
            if not given or not text:
                self.unrated += any(unit.rating.blind is not None for unit in units[name].values())
                continue
            yield RatedAnswer(
                row=0,
                id=f"{interview}/{name}",
                group=group,
                text=text,
                rating=math.fsum(given) / len(given),
                raters=tuple(by_rater.get(rater) for rater in raters),
                question=" ".join(turns[index]["text"] for index in passages[name]["asking"]) or None,
                question_id=passages[name]["question_id"],
                protocol=rated[0].sheet.protocol,
            )

    def _level(self, unit: RatedUnit) -> float | None:
        rating = unit.rating
        judgement = rating.final if self.use == "final" else rating.blind.judgement if rating.blind else None
        if judgement is None or judgement.level is None:
            return None
        self.ratings += 1
        self.after_others += unit.seen is Seen.OTHER_PASSAGES
        return float(judgement.level)

    def _sheet(self, interview: str, rated: Sequence[RatedInterview]) -> Mapping[str, Any] | None:
        path = self.sheets / f"{interview}.json"
        if not path.is_file():
            self.faults.add(
                "There is no sheet.", place=interview, remedy="Score the study again, or leave its ratings out."
            )
            return None
        name = f"{self.sheets.name}/{path.name}"
        data = _bytes(path, name)
        sheet = _loaded(data, name, "rating-sheet")
        if {one.sheet.source_sha256 for one in rated} != {sheet["transcript"]["source"]["sha256"]}:
            self.faults.add(
                "The transcript is not the one that was rated.",
                place=interview,
                remedy="Restore the transcript and score it again, or leave its ratings out.",
            )
            return None
        questions = {passage["id"]: passage["question_id"] for passage in sheet["passages"]}
        if any(
            unit.rating.blind is not None and questions.get(unit.facts.unit, ...) != unit.facts.question_id
            for one in rated
            for unit in one.units
        ):
            self.faults.add(
                "The sheet has other passages than were rated.",
                place=interview,
                remedy="Score it with the protocol that it was rated with, or export the ratings again.",
            )
            return None
        self.digest.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
        return sheet

    def _group(self, rated: RatedInterview) -> str:
        sheet = rated.sheet
        if sheet.participant is None or cells.blank(sheet.participant):
            self.nameless.append(sheet.interview)
            return sheet.interview
        self.people.setdefault(cells.same(sheet.participant), {}).setdefault(sheet.participant, sheet.interview)
        return sheet.participant

    def participants_told_apart(self) -> None:
        """Add a fault where two codes may be one and the same person."""
        for spellings in self.people.values():
            if len(spellings) > 1:
                self.faults.add(
                    f"Interviews {listed(list(spellings.values()))} name participants that differ in case, spaces or width alone.",
                    remedy="One person under two names would be trained and tested on: write the name alike in the table of cases.",
                )

    def remarks(self) -> Iterator[str]:
        """What a person should know before reading any figure."""
        if self.use == "final":
            yield _FINAL_REMARK
        elif self.after_others:
            yield (
                f"{self.after_others} of {self.ratings} blind ratings were locked after suggestions for other passages of the same "
                "interview had been seen."
            )
        if self.unrated:
            yield (
                f"Passages that have no level, for a stated reason, or no answer: {self.unrated}. They are left out and are never low ratings."
            )
        if self.nameless:
            # Without their ids: what is remarked goes into a model's card, which may travel.
            yield f"Interviews without a participant count as a person each: {len(self.nameless)}."
