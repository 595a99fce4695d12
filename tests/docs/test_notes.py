"""``docs/reference/notes.md`` says what every code means that the program can write, and none that it cannot."""

from __future__ import annotations

import json

import pytest
from doc_codes import Source, Unresolved, grouped
from doc_pages import DOCS, PACKAGE, ROOT, first_cells, section, table_rows

from rf_scorer import errors, validation
from rf_scorer.language import english
from rf_scorer.privacy import CLASSES
from rf_scorer.rating import doubts
from rf_scorer.study.privacy import attestation
from rf_scorer.transcripts import document, fidelity, speaker_evidence
from rf_scorer.transcripts.readers import house

_IN_WORDS = {1: "one", 3: "three", 5: "five", 8: "eight", 15: "fifteen"}

#: Keywords of a schema that only lead to others: a fault is told for the keyword that is broken inside them.
_LEADING = {
    "$ref",
    "allOf",
    "else",
    "if",
    "items",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "then",
}
_ANNOTATIONS = {"$defs", "$id", "$schema", "description", "title", "default", "examples", "$comment"}


def _error_codes(source: Source) -> set[str]:
    """``UnreadableFile`` reads as ``unreadable-file``: the codes under which ``check`` tells what stopped a file."""
    # The root of the tree is none of them: with it a bug of ours is told where results are handed on, and `check` has a code of its own for that.
    kinds, found = errors.RfScorerError.__subclasses__(), set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__name__ in source.classes_called() and kind.__module__ in {errors.__name__, attestation.__name__}:
            found.add("".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(kind.__name__)))
    return found


def _schema_rules(_: Source) -> set[str]:
    """Every keyword of the shipped schemas that can be broken."""
    found: set[str] = set()

    def walk(schema: object, *, named: bool) -> None:
        if isinstance(schema, list):
            for part in schema:
                walk(part, named=False)
        elif isinstance(schema, dict):
            for key, value in schema.items():
                if named:
                    walk(value, named=False)
                    continue
                found.add(key)
                if key in {"properties", "patternProperties", "$defs", "dependentSchemas"}:
                    walk(value, named=True)
                elif key not in {"enum", "const", "required", "type", "examples", "default", "dependentRequired"}:
                    walk(value, named=False)

    for path in (ROOT / "schemas").glob("*.json"):
        walk(json.loads(path.read_text("utf-8")), named=False)
    return found - _LEADING - _ANNOTATIONS


SPECIAL = {
    "_code(error)": _error_codes,
    "keyword(told)": _schema_rules,
    "_sorted(by_kind)": lambda _: set(CLASSES),
    "severities[found[0].action]": lambda _: {"error", "warning", "info"},
    "meaning(document)": lambda source: source.findings("validation", 3, 1),
}


@pytest.fixture(scope="module")
def source() -> Source:
    """The program's own source."""
    return Source(PACKAGE, SPECIAL)


@pytest.mark.parametrize(
    ("carrier", "heading"), [("Note", "Notes"), ("Reason", "Reasons of suggestions"), ("Fault", "Rules of faults")]
)
def test_every_code_is_documented_and_no_other(source: Source, carrier: str, heading: str) -> None:
    """The codes in a section's tables are exactly those that the source can write, each once."""
    told = first_cells(section(DOCS / "reference/notes.md", heading))
    written = grouped(source.codes, carrier)
    assert sorted(set(written) - set(told)) == [], "written by the program, not documented"
    assert sorted(set(told) - set(written)) == [], "documented, never written"
    assert len(told) == len(set(told))


def test_severities_are_those_of_the_source(source: Source) -> None:
    """A note's severities stand in the second column as the source gives them."""
    order = ["error", "warning", "info"]
    written = {
        name: " or ".join(sorted(found, key=order.index)) for name, found in grouped(source.codes, "Note").items()
    }
    told = {row[0].strip("`"): row[1] for row in table_rows(section(DOCS / "reference/notes.md", "Notes"))}
    assert {name: told[name] for name in written if name in told} == {
        name: written[name] for name in written if name in told
    }


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("reference/notes.md", f"fewer than {fidelity._FEW_WORDS} words"),
        ("reference/notes.md", f"fewer than {fidelity._CLEAN:g} in 100 words"),
        ("reference/notes.md", f"from {fidelity._INAUDIBLE_PER_100:g} in 100 words on"),
        ("reference/notes.md", f"more than {fidelity._LONG_TURN:,} words without a break"),
        ("reference/notes.md", f"below {fidelity._SMALL_SHARE * 100:.0f} %"),
        ("reference/notes.md", f"Fewer than {_IN_WORDS[doubts.FEWEST_WORDS]} words"),
        ("reference/notes.md", f"Fewer than {_IN_WORDS[doubts.FEW_WORDS]} words"),
        ("reference/notes.md", f"more than {validation.files.MAX_BYTES // 1_000_000} MB"),
        ("reference/notes.md", f"More than {validation.check.MAX_DEPTH} levels"),
        ("reference/notes.md", f"More than {validation.check.MAX_FAULTS} faults"),
        ("reference/notes.md", f"{english.FEWEST_WORDS} words or more"),
        ("reference/notes.md", f"fewer than {english.FEWEST_SHARE * 100:.0f} in 100"),
        ("reference/input.md", f"files above {document.MAX_BYTES // 1_000_000} MB"),
        ("reference/input.md", f"Below a confidence of {speaker_evidence.THRESHOLD:.2f}"),
        ("reference/input.md", f"{_IN_WORDS[1].capitalize()} to {_IN_WORDS[house._SHORT]} words"),
        ("reference/input.md", f"{_IN_WORDS[house._LONG]} or more as the other speaker"),
    ],
)
def test_limits_are_those_of_the_program(page: str, sentence: str) -> None:
    """A limit that the docs name is the constant that the program uses."""
    assert sentence in (DOCS / page).read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('Note(code="a-b", message=m)', {"a-b"}),
        ('Note(code="a" if x else "b", message=m)', {"a", "b"}),
        ('K = {"x": 1, "y": 2}\nn = [Note(code=f"id-{k}") for k, v in K.items()]', {"id-x", "id-y"}),
        (
            "def f(kind):\n return Note(code=f\"{kind.replace(' ', '-')}-gone\")\nf('a b')\nf(kind='c')",
            {"a-b-gone", "c-gone"},
        ),
        ('def f():\n for n, c in ((1, "p"), (2, "q")):\n  yield Note(code=c)', {"p", "q"}),
        ('def g():\n yield "r", 1\n yield "s", 2\nx = [Note(code=c) for c, _ in g()]', {"r", "s"}),
    ],
)
def test_codes_are_followed_to_their_strings(
    tmp_path_factory: pytest.TempPathFactory, text: str, codes: set[str]
) -> None:
    """Conditions, f-strings, tables, parameters and generators all lead to the codes they can make."""
    folder = tmp_path_factory.mktemp("source") / "package"
    folder.mkdir()
    (folder / "module.py").write_text(text, "utf-8")
    assert {code.name for code in Source(folder, {}).codes} == codes


def test_a_code_that_cannot_be_followed_is_an_error(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A code that is computed in a way that reading cannot follow fails the test instead of going undocumented."""
    folder = tmp_path_factory.mktemp("source") / "package"
    folder.mkdir()
    (folder / "module.py").write_text("Note(code=invent(), message=m)", "utf-8")
    with pytest.raises(Unresolved, match="invent"):
        Source(folder, {}).codes  # noqa: B018 (the property does the work)
