"""A study: one folder with its settings, transcripts, sheets, ratings and what is made of them."""

from __future__ import annotations

import os
import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rf_scorer import validation
from rf_scorer.domain.rating import Reveal
from rf_scorer.errors import OutputExists, UnknownName, UsageError
from rf_scorer.study import settings
from rf_scorer.study.casemap import CaseMap
from rf_scorer.study.gate import Gate, gate_of
from rf_scorer.study.layout import Layout
from rf_scorer.study.placing import check_room, place
from rf_scorer.study.planning.document import FILE as PLAN
from rf_scorer.study.planning.document import read_plan
from rf_scorer.study.settings_text import as_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = [
    "ADJUDICATOR",
    "CASES",
    "LABELS",
    "PRACTICE",
    "RATER",
    "DeskRules",
    "Rater",
    "Study",
    "create",
    "documents_of",
    "is_study",
]

#: What the table of cases is called where the program makes it or finds it in a folder that becomes a study.
CASES = "cases.toml"
#: The labels of a practice study's passages.
LABELS = "labels.json"
_TRANSCRIPTS = "transcripts"
_CODE_REMEDY = "A code is a letter or digit and up to 39 more, or '.', '_', '-'; no two may differ by case alone."

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
        return self.root / _TRANSCRIPTS

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
        found += (root / _TRANSCRIPTS).rglob(pattern)
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


def create(
    root: Path,
    *,
    title: str,
    protocol: str | None = None,
    model: str = "rf_passage",
    cases: str | None = None,
    desk: DeskRules | None = None,
    raters: Sequence[Rater] = (),
    files: Mapping[str, bytes] | None = None,
    labels: str | None = None,
) -> Study:
    """Make a study folder, whole or not at all.

    Parameters
    ----------
    root : Path
        A folder that is not there, is empty, or holds nothing but a folder ``transcripts`` and a ``cases.toml``: these are kept as they are.
    title, protocol, model, cases
        As in ``study.toml``.
    desk : DeskRules, optional
    raters : sequence of Rater
    files : mapping of str to bytes, optional
        What stands in the folder from the start, by path in it; only for a new or empty one.
    labels : str, optional
        The path of the labels that make it a practice study.

    Raises
    ------
    OutputExists
        If the folder is a study already.
    UsageError
        If it holds other things, or the settings cannot be, such as two raters with one code.
    OutputFailed
        If it cannot be written.
    """
    if is_study(root):
        raise OutputExists(
            "The folder is a study already.",
            where=str(root),
            remedy=f"Change its {settings.FILE}, or give another folder.",
        )
    check_room(root, kept=(_TRANSCRIPTS, CASES), files=files or {})
    desk = desk or DeskRules()
    score = {
        "protocol": protocol,
        "model": model,
        "cases": CASES if cases is None and os.path.lexists(root / CASES) else cases,
    }
    document: dict[str, Any] = {
        "schema": settings.SCHEMA,
        "id": f"st-{secrets.token_hex(6)}",
        "title": title,
        **({"kind": PRACTICE, "practice": {"labels": labels}} if labels is not None else {}),
        **({"score": {key: value for key, value in score.items() if value is not None}} if labels is None else {}),
        "desk": {**asdict(desk), "reveal": desk.reveal.value},
        "raters": [
            {"id": one.id, "role": one.role} | ({} if one.interviews is None else {"interviews": list(one.interviews)})
            for one in raters
        ],
    }
    _check_settings(document)
    text = as_toml(document)
    place(
        root,
        {**(files or {}), settings.FILE: text.encode("utf-8")},
        folders=(_TRANSCRIPTS,) if labels is None else (),
        last=settings.FILE,
    )
    return Study.open(root)


def _check_settings(document: Mapping[str, Any]) -> None:
    faults = validation.faults(document, "study") or tuple(settings.repeated(document["raters"]))
    if faults:
        codes = all(fault.path.startswith("$.raters") for fault in faults)
        raise UsageError(
            " ".join(f"{fault.path}: {fault.message}" for fault in faults),
            remedy=_CODE_REMEDY if codes else "'rf-scorer schema study' describes every key.",
        )
