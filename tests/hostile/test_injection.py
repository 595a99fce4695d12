"""What strangers write stays what it is: no formula in a table, no element in a page, nothing in a terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pyreadstat
import pytest
from asking import Desk
from invented_sheets import TALK, sheet
from rated_studies import opened, rate

from rf_scorer import pages, validation
from rf_scorer.cli import console
from rf_scorer.cli.exchange_room import material_of
from rf_scorer.domain import Level, Scale
from rf_scorer.exchange.formats import FORMATS
from rf_scorer.exchange.material import Options
from rf_scorer.pages import change, study_report
from rf_scorer.study.files.csvtext import plain_cell
from rf_scorer.study.running import summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Cells that a spreadsheet would take for a formula, or that would end a row.
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "=HYPERLINK(\"x\",\"y\")", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A1")  # fmt: skip
_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
#: What would end an element, an attribute, a script or a comment, and begin another.
SCRIPT = "</script><script>zwx()</script><!--<script>--><img src=x onerror=zwx()>\"'><svg onload=zwx()>{{7*7}}&lt;b&gt;\u2028]]>"
#: To a terminal: colours, its title, up and over, C1, a bell, a turn of direction, another line.
TERMINAL = "\x1b[31m\x1b]0;zwx\x07\x1b[2A\x9b2J\x07\u202e\u2066\x7f"


# --- tables ------------------------------------------------------------------------------------------------------------


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", cell) is not None


def _sound(text: str) -> None:
    """No cell of a CSV file begins as a formula does, but for numbers, and none holds a control character."""
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert _is_number(cell) or not cell.startswith(_STARTS), cell
            assert not re.search("[\x00-\x1f\x7f-\x9f]", cell), cell


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_is_no_formula(cell: str) -> None:
    """Whatever sign it begins with, in half and in full width, it begins with an apostrophe or a letter instead."""
    assert not str(plain_cell(cell)).startswith(_STARTS)


@pytest.fixture(scope="module", params=FORMULAS[:6])
def material(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A rated study whose participants, timepoints, labels, words and notes are formulas."""
    given = sheet(
        "talk-1", talk=[(role, request.param.strip() + said) for role, said in TALK], participant=request.param
    )
    given["transcript"]["timepoint"] = request.param
    for turn in given["transcript"]["turns"]:
        turn["label"] = request.param
    given["passages"][1]["topic"] = request.param
    root = tmp_path_factory.mktemp("formulas")
    room = opened(root, given)
    for rater in ("anna", "ben"):
        rate(room, rater, "talk-1", {"p01": 4, "p02": 5, "p03": 3, "overall": 4})
    room.close()
    return material_of(root / "study")[0]


@pytest.mark.parametrize("name", ["csv", "rsmeval"])
def test_no_exported_table_holds_a_formula(material: Any, name: str) -> None:
    """Ids, labels, words and notes that begin with a sign of a formula are text in every file."""
    written = FORMATS[name].writes(material, Options(suggestions=True))
    tables = [data.decode("utf-8") for path, data in written.items() if path.endswith(".csv")]
    assert tables
    for table in tables:
        _sound(table)


def test_no_exported_workbook_holds_a_formula(material: Any) -> None:
    """Every such cell is a string, and stays one when somebody edits it."""
    (data,) = FORMATS["xlsx"].writes(material, Options(suggestions=True)).values()
    signs = 0
    for tab in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for row in tab.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (tab.title, cell.coordinate)
                if isinstance(cell.value, str) and cell.value.startswith(_STARTS):
                    signs += 1
                    assert cell.data_type == "s"
                    assert cell.quotePrefix
    assert signs or str(plain_cell(material.sheets["talk-1"]["transcript"]["participant"])).startswith("\ufffd")


def test_no_exported_sav_holds_more_than_text(material: Any, tmp_path: Path) -> None:
    """Text is text, without a control character by which a program that reads on would part cells."""
    (data,) = FORMATS["sav"].writes(material, Options(suggestions=True)).values()
    (tmp_path / "a.sav").write_bytes(data)
    columns, _ = pyreadstat.read_sav(str(tmp_path / "a.sav"), output_format="dict")
    text = [cell for cells in columns.values() for cell in cells if isinstance(cell, str)]
    assert any("1+1" in cell or "SUM" in cell for cell in text)
    assert not any(re.search("[\x00-\x1f\x7f-\x9f]", cell) for cell in text)


def test_no_file_of_a_desk_s_export_holds_a_formula(tmp_path: Path, run: Any) -> None:
    """``ratings export`` of a study whose codes and notes are formulas, and the lists of a plan."""
    given = sheet("talk-1", participant="=cmd|' /C calc'!A0")
    room = opened(tmp_path, given)
    rate(room, "anna", "talk-1", {"p01": 4, "p02": 5, "p03": 3, "overall": 4})
    room.close()
    assert run("ratings", "export", tmp_path / "study", "-o", tmp_path / "out", "-q").code == 0
    tables = list((tmp_path / "out").rglob("*.csv"))
    assert len(tables) >= 3
    for path in tables:
        _sound(path.read_text("utf-8"))


def test_a_file_whose_name_is_a_formula_is_none_in_the_summary(tmp_path: Path, run: Any) -> None:
    """Names of files, with their ids and the reasons of refusals."""
    for name in ("=cmd|x!A0.txt", "@SUM(1).txt", "+1.txt", "-2.txt"):
        (tmp_path / name).write_text("I: Why?\nP: Because I think so.\n" * 2)
    assert run("score", *sorted(tmp_path.iterdir()), "-o", tmp_path / "out", "--no-pages", "-q").code == 0
    _sound((tmp_path / "out" / "summary.csv").read_text("utf-8"))


def test_predictions_hold_no_formula() -> None:
    """Ids and participants of a lab's own table come out as text."""
    import numpy as np

    from rf_scorer.rating.validation import OutOfFold
    from rf_scorer.study.learning import predictions
    from rf_scorer.study.ratings.answers import RatedAnswer, RatedAnswers

    scale = Scale(id="own", levels=(Level(value=0), Level(value=1)))
    rows = tuple(
        RatedAnswer(row=n, id=cell, group=cell, text="a", rating=1.0, raters=(1.0,)) for n, cell in enumerate(FORMULAS)
    )
    count = len(rows)
    made = OutOfFold(
        **{  # type: ignore[arg-type]
            **dict.fromkeys(OutOfFold.__dataclass_fields__),
            "probabilities": np.full((count, 2), 0.5),
            "level": np.zeros(count),
            "expected": np.zeros(count),
            "fold": np.zeros(count),
        }
    )
    _sound(predictions.as_csv(RatedAnswers(rows=rows, scale=scale, raters=("=r",), sha256="0" * 64), made))


# --- pages -------------------------------------------------------------------------------------------------------------


class _Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and what stands in its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data


def _untouched(text: str) -> None:
    """No element, attribute or script of the page is what was written into it."""
    elements = _Elements(text)
    assert not any(
        tag in {"svg", "img"} and any(name.startswith("on") for name in names) for tag, names in elements.found
    )
    assert not any(name in {"onerror", "onload"} for _, names in elements.found for name in names)
    for script in elements.scripts:
        assert not script.strip().startswith("zwx")
        assert "<!--" not in script
        assert "<script" not in script
    assert "<script>zwx" not in text
    assert "49" not in re.findall(r"\{\{7\*7\}\}|(?<=\s)49(?=&lt;b)", text)


def _hostile(text: str = SCRIPT) -> dict[str, Any]:
    # The same words in every turn: offsets are those of the talk that it makes.
    return sheet(
        "talk-1", talk=[(role, f"{said} {text.replace(chr(0x2028), ' ')}") for role, said in TALK], participant=text
    )


def _written_over(document: dict[str, Any], text: str) -> dict[str, Any]:
    """The sheet with this in every place that holds free text and no offsets."""
    for turn in document["transcript"]["turns"]:
        turn["label"] = text
    for speaker in document["transcript"]["speakers"]:
        speaker["label"] = speaker["reason"] = text
    document["transcript"]["timepoint"] = text
    document["transcript"]["source"]["name"] = text
    document["provisional"] = document["overall"]["note"] = text
    document["protocol"]["title"] = document["protocol"]["check"] = text
    document["passages"][1]["topic"] = text
    for made in document["suggestions"]:
        for item in (*made["evidence"], *made["reasons"]):
            item["text" if "text" in item else "message"] = text
    note = {"code": "x", "severity": "warning", "message": text, "line": 1, "remedy": text}
    document["notes"], document["transcript"]["notes"] = [note], [note]
    return document


def test_no_script_gets_into_the_page_of_an_interview() -> None:
    """Words, labels, titles, reasons and notes that would be elements are text; the page has the elements that it always has."""
    hostile = pages.render(_written_over(_hostile(), SCRIPT))
    _untouched(hostile)
    plain = pages.render(_written_over(_hostile("plainly so"), "plainly so"))
    # Braces and brackets are a transcriber's, and are marked as such.
    assert set(_Elements(hostile).found) <= {*_Elements(plain).found, ("span", ("class",))}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rated study in which every free text is a script, notes among them."""
    root = tmp_path_factory.mktemp("scripts")
    room = opened(root, _written_over(_hostile(), SCRIPT), sheet("talk-2"), margin=0)
    for rater, level in (("anna", 4), ("ben", 7)):
        rate(room, rater, "talk-1", {"p01": level, "p02": level, "p03": level, "overall": level})
    room.close()
    settings = root / "study" / "study.toml"
    title = json.dumps(SCRIPT.replace("\u2028", " ")[:190])
    settings.write_text(re.sub(r"(?m)^title = .*$", lambda _: f"title = {title}", settings.read_text("utf-8")), "utf-8")
    return root / "study"


def test_no_script_gets_into_a_worksheet(study: Path, tmp_path: Path, run: Any) -> None:
    """Pages with the whole interview embedded as JSON: the JSON is read back as it was, and ends where it should."""
    assert run("worksheet", study, "--interview", "talk-2", "-o", tmp_path / "w", "-q").code == 0
    ended = run("worksheet", study, "--interview", "talk-1", "--rater", "dora", "-o", tmp_path / "v", "-q")
    made = [*(tmp_path / "w").glob("*.html"), *(tmp_path / "v").glob("*.html")]
    assert made, ended.told
    for path in made:
        text = path.read_text("utf-8")
        _untouched(text)
        embedded = re.findall(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL)
        assert embedded
        for document in embedded:
            json.loads(document)


def test_no_script_gets_into_the_desk(study: Path) -> None:
    """Its list, an interview's page, the page of who decides, and what is answered to an odd address."""
    desk = Desk(study)
    try:
        for rater, paths in (
            ("anna", ("/", "/interviews/talk-1", "/interviews/talk-2")),
            ("cleo", ("/", "/adjudicate/talk-1", "/interviews/talk-1")),
        ):
            somebody = desk.somebody(rater)
            for path in (*paths, f"/interviews/{SCRIPT}", f"/guides/{SCRIPT}", "/enter"):
                answer = somebody.get(path)
                if "html" in answer.content_type:
                    _untouched(answer.get_data(as_text=True))
    finally:
        desk.room.close()


def test_no_script_gets_into_reports(study: Path, tmp_path: Path, run: Any) -> None:
    """The page of the study, and that of agreement."""
    made = []
    for command, out in (("report", tmp_path / "r.html"), ("agree", tmp_path / "a.html")):
        ended = run(command, study, "--report", out)
        if out.exists():
            made.append(out)
            _untouched(out.read_text("utf-8"))
        assert "zwx" not in ended.told or "</script>" not in ended.told
    assert made


_REPORTS = {
    "evaluation-report": pages.render_evaluation,
    "change-report": change.render,
    "agreement-report": pages.render_agreement,
    "study-report": study_report.render,
    "rating-sheet": pages.render,
}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {new if key == old else key: _replaced(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, old, new) for inner in value]
    return new if value == old else value


@pytest.mark.parametrize("schema", _REPORTS)
def test_no_free_text_of_a_report_becomes_an_element(schema: str) -> None:
    """Every string of its document that may be anything, by its schema, is a script at once: names, codes, titles, remarks, reasons."""
    written = 0
    for path in sorted((Path(__file__).parents[1] / "schemas" / schema / "valid").glob("*.json")):
        if path.stat().st_size > 60_000:
            continue
        document = json.loads(path.read_text("utf-8"))
        for number, old in enumerate(sorted(set(_strings(document)))):
            # Not twice the same: codes must stay apart.
            changed = _replaced(document, old, f"{SCRIPT} {number}")
            if not validation.faults(changed):
                document, written = changed, written + 1
        _untouched(_REPORTS[schema](document))
    assert written >= 5


# --- terminals ---------------------------------------------------------------------------------------------------------

_ACTED_ON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _quiet(text: str) -> None:
    assert _ACTED_ON.search(text) is None, ascii(text)


def test_what_a_terminal_would_act_on_is_written_out() -> None:
    """As JSON would write it, so that JSON that is printed is still the same JSON; line feeds and tabs stay."""
    shown = console.harmless(TERMINAL + "\udc80 a\n\tb")
    _quiet(shown)
    assert shown.endswith(" a\n\tb")
    said = {"label": TERMINAL + "\u2028\udc80", "n": 1}
    assert json.loads(console.harmless(json.dumps(said, ensure_ascii=False))) == said


@pytest.fixture
def odd_names(tmp_path: Path) -> Path:
    """Files whose names and labels are commands to a terminal, and one whose name would be two lines."""
    folder = tmp_path / "in"
    folder.mkdir()
    talk = "I: Why?\nP: Because I think so.\n" * 2
    for name in (
        "\x1b[31mred.txt",
        "\x1b]0;zwx\x07.txt",
        "\u202etxt.exe.txt",
        "\x9b2J.txt",
        "two\nrefused  forged.txt: no.txt",
        "bell\x07.docx",
        "\udc80.txt",
    ):
        (folder / name).write_text(talk, "utf-8")
    segments = [
        {"start": n, "end": n + 1, "text": "It was loud, I think.", "speaker": f"S{n % 2}{TERMINAL}\nforged line"}
        for n in range(4)
    ]
    (folder / "labels.json").write_text(json.dumps({"segments": segments}), "utf-8")
    (folder / "doc\x1b[31m\nforged.json").write_text(json.dumps({"schema": TERMINAL, TERMINAL: TERMINAL}), "utf-8")
    (folder / "lines\x1b[2A\nforged.jsonl").write_text('{"id": 1}\n', "utf-8")
    return folder


def _commands(folder: Path, out: Path) -> Iterator[Sequence[object]]:
    odd = sorted(folder.iterdir(), key=str)
    yield "check", folder
    yield "check", folder, "-v", "--protocol", "auto"
    yield "check", folder, "--json"
    yield "score", folder, "-o", out / "scored", "-v"
    yield "score", folder, "-o", out / "\x1b[31m", "--no-pages"
    yield "validate", folder
    yield "validate", folder, "--json"
    for path in odd:
        yield "validate", path
        yield "protocols", "check", path
        yield "evaluate", path, "--scale", "0:2"
        yield "agree", path, "--scale", "0:2"
        yield "import", path, "--from", "doccano", "--sheets", out / "scored", "-o", out / "back"
        yield "highlight", path
        yield "check", folder, "--cases", path
        yield "rate", "--model", path
        yield "review", path, "--print-links"
    yield "check", folder / TERMINAL.replace("\x00", "")
    yield "check", folder, "--participant", TERMINAL
    yield "check", folder, "--format", TERMINAL
    yield "init", out / "study", "--title", f"a{TERMINAL}\nforged"
    yield (TERMINAL + "\nforged",)


def test_no_command_prints_what_a_terminal_would_act_on(odd_names: Path, tmp_path: Path, run: Any) -> None:
    """Names, labels, titles and paths are told, in one line and with their commands written out; no line is forged."""
    for arguments in _commands(odd_names, tmp_path / "out"):
        ended = run(*arguments)
        _quiet(ended.told)
        assert ended.code in {0, 1, 2}, ended.told
        assert not any(line.startswith(("forged", "refused  forged")) for line in ended.told.splitlines()), (
            arguments,
            ended.told,
        )


def test_colours_are_for_terminals_and_ours_alone(odd_names: Path) -> None:
    """On a terminal our own words have colours; what a file's name says of colours is written out there as well."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        guard = console.Guard(terminal)
        before = sys.stdout
        sys.stdout = guard  # type: ignore[assignment]
        try:
            guard.write(console.style("good", bold=True) + " \x1b[31mbad\n")
        finally:
            sys.stdout = before
        terminal.flush()
        shown = os.read(ours, 1000).decode()
    os.close(ours)
    assert shown.replace("\r", "") == "\x1b[1mgood\x1b[0m \\u001b[31mbad\n"
    kept = io.StringIO()
    guard = console.Guard(kept)
    sys.stdout = guard  # type: ignore[assignment]
    try:
        guard.write(console.style("good", fg="red") + "\n")
    finally:
        sys.stdout = before
    assert kept.getvalue() == "good\n"


def test_a_console_that_cannot_write_a_sign_does_not_end_the_program() -> None:
    """What the console's encoding lacks is written out."""
    raw = io.BytesIO()
    inner = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    console.Guard(inner).write("Ж é \udc80\n")
    assert raw.getvalue() == b"\\u0416 \\xe9 \\udc80\n"


def test_notes_and_reasons_in_the_summary_are_on_one_line() -> None:
    """A row is a row, whatever a name holds."""
    row = summary.Row(file=f"a{TERMINAL}\nb", transcript="a", status="refused", reason="x\r\n=1")
    assert len(summary.as_csv([row]).splitlines()) == 2
    _sound(summary.as_csv([row]))
