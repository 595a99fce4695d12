"""What a command loads before it begins to work: a look at a transcript must not wait for libraries that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

VALID = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "small.json"
#: Libraries that take long to load, by what they are for.
LEARNING = frozenset({"joblib", "scipy", "sklearn"})
FORMATS = frozenset({"docx", "lxml", "openpyxl", "pypdf"})
LANGUAGE = frozenset({"numpy", "spacy", "thinc", "presidio_analyzer", "tldextract", "phonenumbers"})
PAGES = frozenset({"flask", "jinja2", "markdown_it"})
FAULTS = frozenset({"jsonschema", "referencing"})
HEAVY = LEARNING | FORMATS | LANGUAGE | PAGES | FAULTS

_PROGRAM = """
import sys
from rf_scorer.cli import main
try:
    main(sys.argv[2:])
except SystemExit as left:
    assert not left.code, left.code
print(*sorted(set(sys.argv[1].split(",")) & sys.modules.keys()), file=sys.stderr, sep=",")
"""


def _loaded(*arguments: str, among: frozenset[str] = HEAVY) -> set[str]:
    """Which libraries the program has loaded when it is done."""
    found = subprocess.run(
        [sys.executable, "-c", _PROGRAM, ",".join(among), *arguments], capture_output=True, text=True, check=True
    )
    return set(found.stderr.splitlines()[-1].split(",")) - {""}


@pytest.fixture
def interview(tmp_path: Path) -> Path:
    """A short labelled interview."""
    turns = ["I: Why did she leave?", "P: I think she was scared, and she hid it by shouting at all of us."] * 4
    path = tmp_path / "visit.txt"
    path.write_text("\n".join(turns), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "command", [(), ("score",), ("check",), ("agree",)], ids=lambda words: " ".join(words) or "all"
)
def test_help_loads_nothing(command):
    """Help is there at once: none of the libraries is loaded for it, nor are our own rules."""
    assert _loaded(*command, "--help", among=HEAVY | {"rf_scorer.language", "rf_scorer.study", "rapidfuzz"}) == set()


def test_a_look_at_a_text_loads_little(interview):
    """To check a text for format, speakers and questions takes neither numbers, nor language, nor readers of other formats."""
    assert _loaded("check", str(interview), "--protocol", "aai", "--gate", "off", "--quiet") == set()


def test_valid_documents_load_no_judge():
    """The validator that tells faults, which takes long to load, is not loaded where there are none."""
    assert _loaded("validate", str(VALID), "--quiet") == set()


def test_a_model_at_work_loads_no_learning(interview, tmp_path):
    """Scoring takes the language pipeline and numpy: nothing that models are learned with, no other format's reader, no component of another package."""
    loaded = _loaded("score", str(interview), "--gate", "off", "--quiet", "-o", str(tmp_path / "out"))
    assert "spacy" in loaded
    assert loaded & (LEARNING | FORMATS | FAULTS | {"presidio_analyzer", "tldextract", "phonenumbers"}) == set()
