"""A study: one folder with its settings, transcripts, sheets, ratings and what is made of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rf_scorer.domain.rating import Reveal
from rf_scorer.errors import UnknownName, UsageError
from rf_scorer.study import settings
from rf_scorer.study.casemap import CaseMap
from rf_scorer.study.planning.document import FILE as PLAN
from rf_scorer.study.planning.document import read_plan
from rf_scorer.study.privacy.gate import Gate, gate_of
from rf_scorer.study.running.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = [
    "ADJUDICATOR",
    "CASES",
    "LABELS",
    "PRACTICE",
    "RATER",
    "TRANSCRIPTS",
    "DeskRules",
    "Rater",
    "Study",
    "documents_of",
    "is_study",
]

#: What the table of cases is called where the program makes it or finds it in a folder that becomes a study.
CASES = "cases.toml"
#: The labels of a practice study's passages.
LABELS = "labels.json"
#: Where the transcripts stand.
TRANSCRIPTS = "transcripts"

#: What somebody does in a study.
RATER, ADJUDICATOR = "rater", "adjudicator"
#: Kinds of a study.
_RATING, PRACTICE = "rating", "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rater:
    """Somebody who rates or adjudicates.

    Attributes
    ----------
    id : str
        A code: letters, digits, ``.``, ``_``, ``-``; unique in the study without regard to case.
    role : str
        ``rater`` or ``adjudicator``.
    interviews : tuple of str or None
        Ids of those that the rater gets, whether they exist or not, in the order in which they are to be rated; None for all.
    """

    id: str
    role: str = RATER
    interviews: tuple[str, ...] | None = None
    #: Lists are long, and are asked for every interview of a study.
    _places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {interview: place for place, interview in enumerate(self.interviews or ())}
        object.__setattr__(self, "_places", places)

    @property
    def adjudicates(self) -> bool:
        """Whether this is somebody who settles disagreements."""
        return self.role == ADJUDICATOR

    def lacks(self, there: Iterable[str]) -> tuple[str, ...]:
        """Interviews that this rater is to get and that are not among ``there``: misspelt, or not scored yet."""
        known = set(there)
        return tuple(interview for interview in self.interviews or () if interview not in known)

    def gets(self, interview: str) -> bool:
        """Whether an interview is among those of this rater."""
        return self.interviews is None or interview in self._places

    def place(self, interview: str) -> int:
        """Where an interview stands in the rater's list, for sorting: those that are not in it, or all without a list, come last."""
        return self._places.get(interview, len(self._places))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRules:
    """What raters see, and when.

    Attributes
    ----------
    reveal : Reveal
        When suggestions may be seen.
    highlights : bool
        Whether they are on when an interview is opened.
    show_participants : bool
        Whether raters and adjudicators see participants' codes and timepoints, which tell what belongs together and what came when.
    control_share : float
        0 to 1: the share of interviews without any assistance.
    seed : int
        Decides which those are.
    margin : int
        Two ratings further apart than this, in levels, go to adjudication.
    adjudication : str
        ``third`` or ``consensus``.
    """

    reveal: Reveal = Reveal.PASSAGE
    highlights: bool = True
    show_participants: bool = False
    control_share: float = 0.2
    seed: int = 0
    margin: int = 1
    adjudication: str = "third"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study folder and its settings.

    Attributes
    ----------
    root : Path
    id : str
        ``st-`` and twelve hexadecimal digits.
    title : str
    kind : str
        ``rating``, or ``practice`` for invented answers with labels.
    protocol : str or None
        Name or path, ``auto``, ``none``, or None for what each document states; a relative path has been led to the study's folder.
    model : str
        Name or path, likewise.
    cases : CaseMap or None
        The table of labels, participants, timepoints and protocols, read.
    cases_path : Path or None
        Where it stands.
    gate : Gate
        How transcripts are looked through for identifiers.
    desk : DeskRules
    raters : tuple of Rater
        Where the settings name no interviews of a rater, and the study has a plan, with those of the plan.
    labels : Path or None
        The labels of a practice study's passages.
    """

    root: Path
    id: str
    title: str
    kind: str = _RATING
    protocol: str | None = None
    model: str = "rf_passage"
    cases: CaseMap | None = None
    cases_path: Path | None = None
    gate: Gate = field(default_factory=Gate)
    desk: DeskRules = field(default_factory=DeskRules)
    raters: tuple[Rater, ...] = ()
    labels: Path | None = None

    @classmethod
    def open(cls, root: Path, *, planned: bool = True) -> Study:
        """Read the settings of a study folder.

        Parameters
        ----------
        root : Path
        planned : bool
            Whether raters whose interviews the settings do not name get those of the study's plan; none where the plan does not know them.

        Raises
        ------
        UsageError
            If the folder is no study, or its settings, its table of cases or its plan cannot be opened.
        InvalidDocument
            If the settings or the plan have faults; all of the settings are told at once.
        """
        if not is_study(root):
            raise UsageError(
                f"This is no study: it has no {settings.FILE}.",
                where=str(root),
                remedy="Give the folder of a study, or make one: rf-scorer init STUDY.",
            )
        study = _study(root, settings.read(root / settings.FILE))
        return _planned(study) if planned else study

    @property
    def settings(self) -> Path:
        """The ``study.toml``."""
        return self.root / settings.FILE

    @property
    def transcripts(self) -> Path:
        """The folder of transcripts; nothing in it is ever changed."""
        return self.root / TRANSCRIPTS

    @property
    def empty(self) -> bool:
        """Whether the folder of transcripts is there and nothing stands in it."""
        try:
            return not any(self.transcripts.iterdir())
        except OSError:  # whoever reads it will tell
            return False

    @property
    def layout(self) -> Layout:
        """Where sheets, pages, summary and manifest stand."""
        return Layout(self.root)

    @property
    def sheets(self) -> Path:
        """The folder of rating sheets."""
        return self.layout.sheet("any").parent

    @property
    def ratings(self) -> Path:
        """The folder of what raters entered."""
        return self.root / "ratings"

    @property
    def database(self) -> Path:
        """Everything that raters entered."""
        return self.ratings / "desk.sqlite3"

    @property
    def access_key(self) -> Path:
        """What raters' links are made with."""
        return self.ratings / "access.key"

    @property
    def plan(self) -> Path:
        """Who rates what, where it was planned."""
        return self.root / PLAN

    @property
    def worksheets(self) -> Path:
        """Worksheets that were given out."""
        return self.root / "worksheets"

    @property
    def exports(self) -> Path:
        """Tables for analysis."""
        return self.root / "exports"

    def rater(self, rater_id: str) -> Rater:
        """The rater or adjudicator with this code.

        Raises
        ------
        UnknownName
            If there is none; the message lists those of the study.
        """
        found = next((rater for rater in self.raters if rater.id == rater_id), None)
        if found is None:
            raise UnknownName("rater", rater_id, (rater.id for rater in self.raters)).at(str(self.settings))
        return found


def is_study(path: Path) -> bool:
    """Whether a path is a folder with a ``study.toml``, sound or not."""
    return os.path.isfile(path / settings.FILE)  # noqa: PTH113 (Path.is_file raises where a name is too long)


def documents_of(root: Path) -> tuple[Path, ...]:
    """The files of a study folder, sound or not, that are documents of ours and have a schema; its ``study.toml`` is not among them."""
    found = [root / "manifest.json", root / LABELS, root / PLAN, *(root / "sheets").glob("*.json")]
    for pattern in ("*.align.json", "*.attest.json"):
        found += (root / TRANSCRIPTS).rglob(pattern)
    for pattern in ("manifest.json", "ratings/*.json"):
        found += (root / "exports").rglob(pattern)
    return tuple(sorted(path for path in found if path.is_file() and not path.name.startswith(".")))


def _study(root: Path, document: Mapping[str, Any]) -> Study:
    score, desk = document.get("score", {}), dict(document.get("desk", {}))
    if "reveal" in desk:
        desk["reveal"] = Reveal(desk["reveal"])
    cases_path = root / score["cases"] if "cases" in score else None
    practice = document.get("practice")
    return Study(
        root=root,
        id=document["id"],
        title=document["title"],
        kind=document.get("kind", _RATING),
        protocol=_led(root, score.get("protocol"), suffix=".toml"),
        model=_led(root, score.get("model")) or "rf_passage",
        cases=CaseMap.load(cases_path) if cases_path is not None else None,
        cases_path=cases_path,
        gate=gate_of(root, document.get("privacy", {})),
        desk=DeskRules(**desk),
        raters=tuple(
            Rater(
                id=entry["id"],
                role=entry.get("role", RATER),
                interviews=tuple(entry["interviews"]) if "interviews" in entry else None,
            )
            for entry in document.get("raters", ())
        ),
        labels=root / practice["labels"] if practice is not None else None,
    )


def _planned(study: Study) -> Study:
    plan = read_plan(study.plan, study=study.id)
    if plan is None:
        return study
    parts = {rater.id: rater.interviews for rater in plan.raters}
    free = {one.id for one in study.raters if not one.adjudicates and one.interviews is None}
    raters = (replace(one, interviews=parts.get(one.id, ())) if one.id in free else one for one in study.raters)
    return replace(study, raters=tuple(raters))


def _led(root: Path, name_or_path: str | None, *, suffix: str = "\0") -> str | None:
    """A name as it is, and a path as it leads from the study's folder and not from wherever a command is run."""
    if name_or_path is None:
        return None
    is_path = "/" in name_or_path or "\\" in name_or_path or name_or_path.endswith(suffix)
    return str(root / name_or_path) if is_path else name_or_path
