"""Crash reports: whatever fails, wherever and however, what is told of it are kinds of errors and lines of code."""

from __future__ import annotations

import dataclasses
import faulthandler
import importlib
import json
import logging
import pkgutil
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import pytest
from canaries import Canaries, words_in

import rf_scorer
from rf_scorer import cli, discreet
from rf_scorer.domain import Source, Turn
from rf_scorer.domain.rating import Decision, Judgement
from rf_scorer.domain.transcript import Piece
from rf_scorer.rating.inputs import RatingInput
from rf_scorer.study.ratings.answers import RatedAnswer
from rf_scorer.transcripts.document import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = Canaries().word("said")


class _Pointed(ValueError):
    """An error that quotes what it was given, as libraries' do."""


def _fail(kind: str) -> None:  # noqa: C901 (a list)
    if kind == "key":
        raise KeyError(WORD)
    if kind == "attribute":
        getattr(object(), WORD)
    if kind == "name":
        eval(WORD)
    if kind == "json":
        json.loads(f"[{WORD}]")
    if kind == "decoding":
        f"{WORD}\udce9".encode()
    if kind == "number":
        float(WORD)
    if kind == "syntax":
        compile(f"{WORD} = = 1", WORD, "exec")
    if kind == "database":
        sqlite3.connect(":memory:").execute(f"SELECT {WORD}")
    if kind == "template":
        jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True).from_string(f"{{{{ {WORD} }}}}").render()
    if kind == "file":
        Path(WORD).read_text()
    if kind == "pydantic":
        pydantic = pytest.importorskip("pydantic")
        pydantic.TypeAdapter(int).validate_python({WORD: WORD})
    if kind == "note":
        error = _Pointed("a message")
        error.add_note(WORD)
        raise error
    if kind == "chain":
        try:
            raise KeyError(WORD)
        except KeyError as error:
            raise _Pointed(WORD) from error
    if kind == "group":
        raise ExceptionGroup(WORD, [_Pointed(WORD), ExceptionGroup(WORD, [KeyError(WORD)])])
    if kind == "class":
        raise type(f"{WORD} was there", (ValueError,), {})(WORD)


KINDS = (
    "key", "attribute", "name", "json", "decoding", "number", "syntax", "database", "template", "file", "pydantic", "note", "chain", "group", "class",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_bug_is_told_without_its_message(kind: str) -> None:
    """Arguments, notes, causes, parts of groups, source lines and locals hold a word; the report holds none, and the line of code."""
    local = {"words": [WORD]}
    with pytest.raises(BaseException) as caught:
        _fail(kind)
    told = discreet.bug_report(caught.value)
    assert local
    assert words_in(told) == set()
    assert "test_crash_reports.py:" in told
    assert told.startswith("This is a bug in rf_scorer.")
    assert str(Path.home()) not in told


def test_causes_and_parts_are_named_by_kind() -> None:
    """What an error was caused by, and what stands in a group, is told in order, each with its own lines."""
    with pytest.raises(_Pointed) as chained:
        _fail("chain")
    assert [line for line in discreet.bug_report(chained.value).splitlines()[2:] if not line.startswith(" ")] == [
        "_Pointed",
        "caused by KeyError",
    ]
    with pytest.raises(ExceptionGroup) as several:
        _fail("group")
    kinds = [line for line in discreet.bug_report(several.value).splitlines()[2:] if not line.startswith(" ")]
    assert kinds == [
        "ExceptionGroup",
        "one of several: _Pointed",
        "one of several: ExceptionGroup",
        "one of several: KeyError",
    ]


def test_endless_recursion_is_told_shortly() -> None:
    """Of a thousand frames the innermost forty."""

    def deep(word: str) -> None:
        deep(word)

    with pytest.raises(RecursionError) as caught:
        deep(WORD)
    lines = discreet.bug_report(caught.value).splitlines()
    assert len(lines) < 60
    assert any(line.strip().endswith(" more") for line in lines)


def test_a_chain_that_bites_its_tail_ends() -> None:
    """An error that is its own cause is told once."""
    first, second = KeyError(WORD), ValueError(WORD)
    first.__cause__, second.__cause__ = second, first
    assert discreet.bug_report(first).count("KeyError") == 1


def _alone(code: str, *, text: str = WORD, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    environment = {
        "PYTHONPATH": str(Path(rf_scorer.__file__).parents[1]),
        "PATH": "/usr/bin:/bin",
        "TEXT": text,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, *options, "-c", code], env=environment, capture_output=True, text=True, check=False
    )


_LAST_GASPS = """
import atexit, gc, logging, os, resource, sys, threading, warnings
from rf_scorer import discreet
discreet.install()
text = os.environ["TEXT"]
warnings.warn(text)
warnings.warn_explicit(text, UserWarning, text + ".py", 1)
logging.getLogger("x").warning("logged %s", text)
logging.getLogger("x").error("logged badly %d", text)
try:
    raise KeyError(text)
except KeyError:
    logging.getLogger("x").exception(text)
def thread():
    raise ValueError(text)
one = threading.Thread(target=thread, name=text)
one.start()
one.join()
class Careless:
    def __del__(self):
        raise LookupError(text)
careless = Careless()
del careless
class Cyclic:
    def __del__(self):
        raise IndexError(text)
cyclic = Cyclic()
cyclic.itself = cyclic
@atexit.register
def late():
    raise RuntimeError(text)
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
raise MemoryError(text)
"""


def test_nothing_is_told_by_other_ways_out() -> None:
    """Warnings, log records, threads, finalizers, exit handlers and uncaught errors, to the interpreter's very end: kinds and places; and no core dump."""
    ended = _alone(_LAST_GASPS)
    assert words_in(ended.stderr) == set()
    for kind in ("UserWarning", "WARNING", "ERROR", "ValueError", "LookupError", "IndexError", "MemoryError"):
        assert kind in ended.stderr, kind
    assert "Traceback" not in ended.stderr
    assert ended.stdout == "0\n"
    assert ended.returncode == 1


def test_the_same_is_told_without_that(tmp_path: Path) -> None:
    """Python itself would have told the word by every one of these ways: the test before is no empty one."""
    ended = _alone(_LAST_GASPS.replace("discreet.install()", "pass"))
    assert words_in(ended.stderr) == {WORD.lower()}
    assert ended.stderr.lower().count(WORD.lower()) > 10


_LEAVING = """
import os, sys
from rf_scorer import cli
import rf_scorer.cli.schema
from click.core import Command
def leave(self, context):
    {what}
Command.invoke = leave
sys.argv = ["rf-scorer", "schema"]
cli.main()
"""


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ('raise SystemExit(os.environ["TEXT"])', "SystemExit"),
        ('raise GeneratorExit(os.environ["TEXT"])', "GeneratorExit"),
        ('raise UnicodeDecodeError("utf-8", os.environb[b"TEXT"], 0, 1, os.environ["TEXT"])', "UnicodeDecodeError"),
        ('exec(os.environ["TEXT"] + " = = 1")', "SyntaxError"),
    ],
)
def test_a_library_that_wants_to_end_the_program_with_a_text_is_a_bug(what: str, kind: str) -> None:
    """Exit 3 with the kind, where Python would have printed the text."""
    ended = _alone(_LEAVING.format(what=what))
    assert ended.returncode == 3, ended.stderr
    assert kind in ended.stderr
    assert words_in(ended.stderr + ended.stdout) == set()


_WORKING = """
import logging, os, sys, warnings
from joblib import Parallel, delayed
from rf_scorer import discreet
def noisy(text):
    warnings.warn(text)
    logging.getLogger("x").warning(text)
    class Careless:
        def __del__(self):
            raise KeyError(text)
    Careless()
    return len(text)
if sys.argv[0] == "-c":
    {function}
    print(sum(Parallel(n_jobs=2)(delayed(function)(os.environ["TEXT"]) for _ in range(2))))
"""


def test_worker_processes_are_as_discreet() -> None:
    """What a worker warns of, logs or drops goes the same way as in the program itself, and would otherwise have been told."""
    ended = _alone(_WORKING.format(function="function = discreet.quietly(noisy)"))
    assert ended.stdout == f"{2 * len(WORD)}\n", ended.stderr
    assert words_in(ended.stderr) == set()
    assert "UserWarning" in ended.stderr
    assert words_in(_alone(_WORKING.format(function="function = noisy")).stderr) == {WORD.lower()}


def test_every_parallel_call_goes_through_it() -> None:
    """Wherever work is handed to other processes, it is handed over quietly; what goes to a cluster lets no error out (`tests/scale`)."""
    for path in Path(rf_scorer.__file__).parent.rglob("*.py"):
        code = path.read_text("utf-8").replace("delayed(worker.done)", "")
        assert code.count("delayed(") == code.count("delayed(quietly("), path.name


def test_somebody_elses_hooks_are_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever calls the program from Python keeps the hooks that were there."""
    before = (sys.excepthook, sys.unraisablehook, warnings.showwarning, logging.lastResort, logging.raiseExceptions)
    with pytest.raises(SystemExit):
        cli.main(["schema"])
    assert (
        sys.excepthook,
        sys.unraisablehook,
        warnings.showwarning,
        logging.lastResort,
        logging.raiseExceptions,
    ) == before
    assert capsys.readouterr().err == ""


def test_a_place_is_told_without_anybodys_home(tmp_path: Path) -> None:
    """Of our own code, of libraries and of Python's: the path below the folder that they stand in; of others the file's name, and of code without a file nothing."""
    root = Path(rf_scorer.__file__).parent
    assert discreet.place(str(root / "cli" / "score.py"), 3) == "rf_scorer/cli/score.py:3"
    assert discreet.place(json.__file__, 1) == "json/__init__.py:1"
    assert discreet.place(jinja2.__file__, 1) == "jinja2/__init__.py:1"
    plugin = tmp_path / "plugin.py"
    plugin.write_text("")
    assert discreet.place(str(plugin), 7) == "plugin.py:7"
    for made in ("<string>", WORD, f"{WORD}.py", f"/{WORD}/x.py", "", "\0"):
        assert discreet.place(made, 1) == "code that is in no file:1"


def test_a_dump_of_a_hard_crash_names_lines_alone(tmp_path: Path) -> None:
    """Python's own fault handler, where somebody has switched it on, tells files, lines and functions, and no value."""
    local = [WORD]
    with (tmp_path / "dump").open("w+b") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        told = file.read()
    assert local
    assert b"test_a_dump_of_a_hard_crash" in told
    assert words_in(told) == set()


_PIECE = (Piece(offset=0, length=len(WORD), start=0, end=len(WORD)),)
_TURN = Turn(index=0, label="P", text=WORD, pieces=_PIECE)


@pytest.mark.parametrize(
    "made",
    [
        lambda: _TURN,
        lambda: Source(name="a.txt", format="text", reader="text", sha256="0" * 64, size=1, text=WORD),
        lambda: Reading(format="text", text=WORD, turns=(_TURN,)),
        lambda: Judgement(level=3, note=WORD),
        lambda: Decision(judgement=Judgement(level=3, note=WORD), at="now", kept=False, reason_note=WORD),
        lambda: RatedAnswer(row=1, id="1", group="a", text=WORD, rating=1.0, raters=(1.0,), question=WORD),
    ],
    ids=["turn", "source", "reading", "judgement", "decision", "answer"],
)
def test_what_holds_words_shows_none(made: Callable[[], object]) -> None:
    """The form in which an object appears in a debugger, a log or an assertion of somebody else's tool is without them."""
    assert words_in(repr(made())) == set()
    assert words_in(f"{made()}") == set()


def test_no_type_that_holds_words_was_forgotten() -> None:
    """Every field of ours that is called text, texts, note or notes of raters, or question text, and is a plain text, stays out of sight."""
    shown = set()
    for module in pkgutil.walk_packages(rf_scorer.__path__, "rf_scorer."):
        if not module.name.startswith(
            (
                "rf_scorer.domain",
                "rf_scorer.transcripts.document",
                "rf_scorer.rating.inputs",
                "rf_scorer.study.ratings.answers",
                "rf_scorer.review.events",
            )
        ):
            continue
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and dataclasses.is_dataclass(thing):
                shown |= {
                    f"{thing.__name__}.{one.name}"
                    for one in dataclasses.fields(thing)
                    if one.repr and one.name in {"text", "texts", "note", "reason_note", "question_text"}
                }
    assert shown - _OURS == set()
    assert RatingInput.__dataclass_fields__["texts"].repr is False


#: Texts of our own: what evidence means, what a statistic is called, what a protocol says.
_OURS = {"Abstention.text", "Evidence.text", "Ground.text", "Reliability.note", "Question.note"}
