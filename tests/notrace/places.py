"""The design: where confidential words may stand, by command and kind of output. What is not listed here may not be written at all.

``docs/explanation/confidentiality.md`` tells the same to people. A new command, or a new file of an old one, fails a test until it has a row here.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

__all__ = ["ERR", "NOTHING", "OUT", "PLACES", "row_of"]

Kinds = frozenset[str]

OUT, ERR = "standard output", "standard error"
NOTHING: Kinds = frozenset()
_FILE: Kinds = frozenset({"file"})
#: Codes, as the study gave them: not words, but somebody can look them up.
_CODES: Kinds = frozenset({"file", "person"})
#: A speaker's label is told where a person must say whose it is: nobody can answer "who is the participant?" without it.
_LABELS: Kinds = frozenset({"file", "label"})
_TALK: Kinds = frozenset({"said", "asked"})
_SHEET: Kinds = _TALK | {"label", "person", "file"}
_NOTES: Kinds = _CODES | {"note"}
#: What an adjudicator, a rater and the program itself must not lose: codes and notes, never what was said.
_DATABASE: Kinds = _NOTES

#: By command: streams, and patterns of paths below the working or the study's folder. The first pattern that fits counts.
PLACES: dict[str, dict[str, Kinds]] = {
    "demo": {OUT: NOTHING, ERR: NOTHING, "rf-scorer-demo/*": NOTHING},
    "init": {OUT: NOTHING, ERR: NOTHING, "study/study.toml": NOTHING},
    # Participant and timepoint as file names or the table of cases give them: that is what a coder looks for there.
    "check": {OUT: _CODES | _LABELS, ERR: NOTHING},
    "attest": {OUT: _FILE, ERR: NOTHING, "*.attest.json": _FILE},
    # Copies for a person to check, and the key that leads back, which is as confidential as the transcripts.
    "pseudonymise": {OUT: _LABELS, ERR: NOTHING, "*key.csv": _TALK | _LABELS, "*copies/*": _TALK},
    "score": {
        OUT: NOTHING,
        ERR: _LABELS,
        "*/sheets/*.json": _SHEET,
        "*/pages/*.html": _SHEET,
        "*/summary*.csv": _CODES | _LABELS,
        "*/manifest*.json": _LABELS,
    },
    "merge": {
        OUT: NOTHING,
        ERR: _FILE,
        "*/sheets/*.json": _SHEET,
        "*/pages/*.html": _SHEET,
        "*/summary.csv": _CODES | _LABELS,
        "*/manifest.json": _LABELS,
    },
    "validate": {OUT: NOTHING, ERR: NOTHING},
    "review": {
        OUT: NOTHING,
        ERR: NOTHING,
        "study/ratings/desk.sqlite3": _DATABASE,
        "study/ratings/access.key": NOTHING,
    },
    "worksheet": {OUT: _FILE, ERR: NOTHING, "study/worksheets/*.html": _TALK | _FILE},
    "collect": {OUT: _FILE, ERR: NOTHING, "study/ratings/desk.sqlite3": _DATABASE},
    "ratings": {
        OUT: _CODES,
        ERR: NOTHING,
        "*/without/codebook.csv": NOTHING,
        "*/without/manifest.json": _FILE,
        "*/without/*": _CODES,
        "*/with/codebook.csv": NOTHING,
        "*/with/manifest.json": _FILE,
        "*/with/ratings-wide.csv": _CODES,
        "*/with/*": _NOTES,
    },
    "agree": {OUT: NOTHING, ERR: NOTHING, "report.html": NOTHING, "report.json": NOTHING},
    "plan": {
        OUT: NOTHING,
        ERR: NOTHING,
        "study/plan.json": _CODES,
        "study/assignments.csv": _FILE,
        "study/codes/codes.csv": _FILE,
        "study/codes/codes.key": NOTHING,
    },
    "change": {
        OUT: frozenset({"person"}),
        ERR: NOTHING,
        "report.html": frozenset({"person"}),
        "report.json": frozenset({"person"}),
    },
    "report": {OUT: _FILE, ERR: NOTHING, "study/report.html": _FILE, "report.json": _FILE},
    "export": {
        OUT: NOTHING,
        ERR: _FILE,
        # With --no-text.
        "out-tables/manifest.json": _FILE,
        "out-tables/*/codebook.*": NOTHING,
        "out-tables/rsmeval/rsmeval.json": NOTHING,
        "out-tables/*": _CODES,
        # Without.
        "out-all/manifest.json": _FILE,
        "out-all/*/codebook.*": NOTHING,
        "out-all/brat/*.conf": NOTHING,
        "out-all/brat/*.jsonl": NOTHING,
        "out-all/brat/*.ann": frozenset({"said"}),
        "out-all/brat/*.txt": _TALK | {"label"},
        "out-all/csv/consensus.csv": _NOTES,
        "out-all/csv/ratings-long.csv": _NOTES,
        "out-all/csv/ratings-wide.csv": _CODES,
        "out-all/csv/interviews.csv": _CODES,
        "out-all/csv/*": _CODES | {"said"},
        "out-all/doccano/labels.json": NOTHING,
        "out-all/labelstudio/config.xml": NOTHING,
        "out-all/prodigy/labels.txt": NOTHING,
        "out-all/*/interviews.jsonl": _TALK | _LABELS,
        "out-all/labelstudio/tasks.json": _TALK | _LABELS,
        "out-all/qdpx/project.qdpx": _SHEET | {"note"},
        "out-all/rsmeval/rsmeval.json": NOTHING,
        "out-all/rsmeval/*": _CODES,
        "out-all/sav/ratings.sav": _CODES,
        "out-all/xlsx/study.xlsx": _NOTES | {"said"},
    },
    "import": {OUT: NOTHING, ERR: _FILE, "edited-*/manifest.json": _FILE, "edited-*/*.json": _CODES},
    # The lab's own answers to practise on, as sheets; and notes on them.
    "practice": {
        OUT: NOTHING,
        ERR: NOTHING,
        "*/labels.json": _FILE,
        "*/sheets/*.json": _TALK,
        "*/study.toml": NOTHING,
        "*/ratings/access.key": NOTHING,
        "*/ratings/desk.sqlite3": frozenset({"note"}),
    },
    "highlight": {OUT: NOTHING, ERR: NOTHING},
    "rate": {OUT: NOTHING, ERR: NOTHING},
    # Questions that were put to several people are told apart by their wording, unless the table has ids for them.
    "evaluate": {
        OUT: frozenset({"asked"}),
        ERR: NOTHING,
        "report.html": frozenset({"asked"}),
        "report.json": frozenset({"asked"}),
        "predictions.csv": _CODES,
    },
    "train": {
        OUT: NOTHING,
        ERR: NOTHING,
        "our-model/model.json": frozenset({"asked"}),
        "our-model/card.json": NOTHING,
        "our-model/README.md": NOTHING,
    },
    "protocols": {OUT: NOTHING, ERR: NOTHING},
    "guides": {OUT: NOTHING, ERR: NOTHING},
    "models": {OUT: NOTHING, ERR: NOTHING},
    "schema": {OUT: NOTHING, ERR: NOTHING},
    "completion": {OUT: NOTHING, ERR: NOTHING},
}


def row_of(command: str, path: str) -> str | None:
    """The pattern by which a file is in the table; None for a file that is not."""
    return next(
        (pattern for pattern in PLACES.get(command, {}) if pattern not in {OUT, ERR} and fnmatchcase(path, pattern)),
        None,
    )
