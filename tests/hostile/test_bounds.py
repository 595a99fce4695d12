"""Time and memory are bounded, whatever a file holds or is; and the message names the limit."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from hostility import seeds

from rf_scorer import jsonio, validation
from rf_scorer.errors import InvalidDocument, RfScorerError, UnreadableFile
from rf_scorer.exchange.material import Material
from rf_scorer.exchange.qdpx_back import read_qdpx
from rf_scorer.protocols import override, tomlfile
from rf_scorer.rating import modelfile
from rf_scorer.rating.overall import modelfile as overallfile
from rf_scorer.regularfile import read_bytes
from rf_scorer.review import returns
from rf_scorer.study import settings
from rf_scorer.study.casemap import CaseMap
from rf_scorer.study.ratings.columns import Wanted
from rf_scorer.study.ratings.table import open_table
from rf_scorer.transcripts.document import Document, ReadOptions
from rf_scorer.transcripts.readers import archive, pdf_weight, safexml
from rf_scorer.transcripts.reading import read_document
from rf_scorer.validation import tomltext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: Seconds of computing time after which a test fails: far more than any of them takes.
_MOST = 60.0
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    """Nothing here may go on for ever."""

    def stop(*_: object) -> None:
        raise AssertionError("it goes on and on")

    old = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _MOST)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, old)


def _read(name: str, data: bytes, **options: Any) -> Any:
    return read_document(Document(name, data), options=ReadOptions(**options))


def _refused(name: str, data: bytes, told: str) -> None:
    with pytest.raises(RfScorerError) as caught:
        _read(name, data)
    assert told in str(caught.value), str(caught.value)
    assert caught.value.remedy


# --- what is no regular file ---------------------------------------------------------------------------------------------


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A named pipe that nobody writes to."""
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    return path


def test_only_regular_files_are_read(pipe: Path, tmp_path: Path) -> None:
    """A named pipe, a socket, a device and a folder are refused at once; a link to a file is that file; a bound holds."""
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        for path in (
            pipe,
            tmp_path / "s",
            tmp_path,
            tmp_path / "gone",
            *map(type(tmp_path), ("/dev/zero", "/dev/null")),
        ):
            with pytest.raises(OSError, match=r".") as caught:
                read_bytes(path)
            assert caught.value.strerror
    assert read_bytes(tmp_path / "link") == b"abc"
    assert read_bytes(tmp_path / "a", most=3) == b"abc"
    with pytest.raises(OSError, match="more than"):
        read_bytes(tmp_path / "a", most=2)


def test_no_command_waits_for_a_pipe(pipe: Path, tmp_path: Path, run: Any) -> None:
    """Given as transcript, sheet, table, protocol, map, model, ratings, plan or study, it is refused with a message."""
    (tmp_path / "good.txt").write_text("I: Why?\nP: Because I think so.\n" * 3)
    for folder in ("sheets", "ratings", "study"):
        (tmp_path / folder).mkdir()
    os.mkfifo(tmp_path / "sheets" / "x.json")
    os.mkfifo(tmp_path / "ratings" / "x.json")
    os.mkfifo(tmp_path / "study" / "study.toml")
    os.mkfifo(tmp_path / "p.toml")
    good = tmp_path / "good.txt"
    for arguments in (
        ("check", pipe),
        ("check", "/dev/zero"),
        ("score", pipe, "-o", tmp_path / "o"),
        ("check", good, "--cases", pipe),
        ("check", good, "--protocol", tmp_path / "p.toml"),
        ("validate", pipe),
        ("validate", "/dev/zero"),
        ("protocols", "check", pipe),
        ("import", pipe, "--from", "doccano", "--sheets", tmp_path, "-o", tmp_path / "i"),
        ("export", tmp_path, "--to", "csv", "-o", tmp_path / "e"),
        ("evaluate", pipe, "--scale", "0:2"),
        ("train", pipe, "--scale", "0:2", "-o", tmp_path / "m"),
        ("agree", pipe, "--scale", "0:2"),
        ("agree", tmp_path / "ratings"),
        ("change", tmp_path / "ratings"),
        ("report", tmp_path / "study"),
        ("collect", tmp_path / "study", pipe),
        ("init", tmp_path / "new", "--protocol", pipe),
    ):
        signal.alarm(60)
        try:
            ended = run(*arguments)
        finally:
            signal.alarm(0)
        assert ended.code in {1, 2}, arguments
        assert ended.told


# --- containers and XML --------------------------------------------------------------------------------------------------


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        return {name: made.read(name) for name in made.namelist()}


_CONTAINERS = {
    "docx": ("a.docx", "word/document.xml"),
    "odt": ("a.odt", "content.xml"),
    "xlsx": ("a.xlsx", "xl/worksheets/sheet1.xml"),
}


def _container(kind: str) -> dict[str, bytes]:
    return _parts(seeds.readers()[kind][2][0])


@pytest.mark.parametrize("kind", _CONTAINERS)
def test_bombs_are_refused(kind: str) -> None:
    """A part that unpacks a thousandfold, parts that are too much together, and a bomb within a harmless-looking container."""
    name, main = _CONTAINERS[kind]
    parts = _container(kind)
    _refused(name, _zip({**parts, main: b"<a>" + b" " * 70_000_000 + b"</a>"}), f"{archive.MAX_RATIO} times")
    flat = {f"media/{n}.bin": os.urandom(1000) * 20_000 for n in range(11)}
    _refused(name, _zip({**parts, **flat}), "unpack")
    # A container within a container is opened by nobody.
    bomb = _zip({"x.xml": bytes(50_000_000)})
    read = _read(name, _zip({**parts, "word/embeddings/x.docx": bomb}), tracked_changes="accept", comments="drop")
    assert read.turns


@pytest.mark.parametrize("kind", _CONTAINERS)
def test_parts_that_lead_out_are_refused(kind: str) -> None:
    """Names with ``..``, absolute ones and drives; and a relationship that leads out leads nowhere."""
    name, _ = _CONTAINERS[kind]
    for odd in ("../x.xml", "/etc/passwd", "a/../../b", "..\\up", "C:/x"):
        _refused(name, _zip({**_container(kind), odd: b"x"}), "lead out")


def test_a_relationship_leads_nowhere_but_into_the_document() -> None:
    """Targets with ``..``, absolute paths and addresses on the net are looked for among the parts, and only there."""
    parts = _container("docx")
    for target in ("../../../../etc/passwd", "file:///etc/passwd", "http://192.0.2.1/x.xml", "/etc/passwd"):
        rels = parts["_rels/.rels"].replace(b"word/document.xml", target.encode())
        with contextlib.suppress(UnreadableFile):
            assert "root:" not in _read("a.docx", _zip({**parts, "_rels/.rels": rels})).source.text


_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>'
)
_ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">',
    b'<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
    _LAUGHS,
)


def _with(xml: bytes, declaration: bytes) -> bytes:
    head, mark, rest = xml.partition(b"?>")
    return head + mark + declaration + rest if mark else declaration + xml


@pytest.mark.parametrize("declaration", _ENTITIES)
def test_entities_are_refused_wherever_xml_is_read(declaration: bytes) -> None:
    """In every part of every container, in plain XML, and in UTF-16: nothing is fetched, nothing is unfolded."""
    for kind, (name, _) in _CONTAINERS.items():
        parts = _container(kind)
        for part in [
            one
            for one in parts
            if one.endswith((".xml", ".rels")) and one not in {"META-INF/manifest.xml", "[Content_Types].xml"}
        ]:
            if kind == "docx" and "comments" in part:
                continue  # not read where nothing refers to it
            _refused(name, _zip({**parts, part: _with(parts[part], declaration)}), "XML entities")
    for kind in ("elan", "fodt"):
        name, _, (data, *_) = seeds.readers()[kind]
        _refused(name, _with(data, declaration), "XML entities")
        wide = _with(data, declaration).decode().replace("UTF-8", "UTF-16").encode("utf-16")
        with pytest.raises(UnreadableFile):
            _read(name, wide, format=kind.replace("fodt", "odt"))
    sheet = _container("xlsx")
    part = "xl/worksheets/sheet1.xml"
    wide = (
        _with(b'<?xml version="1.0" encoding="UTF-16"?>' + sheet[part].partition(b"?>")[2], declaration)
        .decode()
        .encode("utf-16")
    )
    _refused("a.xlsx", _zip({**sheet, part: wide}), "XML entities")


def test_crowds_of_tags_are_refused_before_they_fill_the_memory() -> None:
    """The message says how many tags are too many."""
    crowd = b"<a>" + b"<b/>" * (safexml.MAX_TAGS + 1) + b"</a>"
    with pytest.raises(UnreadableFile, match=str(safexml.MAX_TAGS)):
        safexml.parse_xml(crowd, where="a.xml")
    padded = {
        **_container("docx"),
        "word/document.xml": f"<w:document {_W}><w:body>".encode()
        + os.urandom(60_000).hex().encode()
        + b"<w:p/>" * 2_000_001,
    }
    _refused("a.docx", _zip({**padded, "x.bin": os.urandom(400_000)}), str(safexml.MAX_TAGS))


def test_a_workbook_of_a_million_empty_rows_is_refused() -> None:
    """Rows that cost nothing to write are counted, over all sheets."""
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    _refused("a.xlsx", _zip({**_container("xlsx"), "xl/worksheets/sheet1.xml": sheet}), "200000 rows")


def _project(extra: dict[str, bytes], qde: bytes) -> dict[str, bytes]:
    return {"a.qdpx": _zip({"project.qde": qde, **extra})}


def test_a_project_of_another_program_can_do_no_harm() -> None:
    """Of a REFI-QDA project: bombs, entities, parts and paths that lead out, endless nesting."""
    material = Material(study="st", title="a", sheets={})
    source = b'<Project><Sources><TextSource name="a" plainTextPath="%s"/></Sources></Project>'
    for files in (
        _project({"../up.txt": b"x"}, source % b"internal://../up.txt"),
        _project({}, source % b"internal://../../../../etc/passwd"),
        _project({}, source % b"/etc/passwd"),
        _project({}, source % b"absolute:///etc/passwd"),
        _project({"sources/a.txt": bytes(70_000_000)}, source % b"internal://a.txt"),
        *(_project({}, _with(source % b"internal://a.txt", one)) for one in _ENTITIES),
        _project({}, b"<Project>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</Project>"),
        {"a.qdpx": b"PK\x03\x04 and no more"},
    ):
        with pytest.raises(RfScorerError) as caught:
            list(read_qdpx(files, material))
        assert "root:" not in str(caught.value)


# --- PDF -----------------------------------------------------------------------------------------------------------------


def _pdf(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    data = seeds.readers()["pdf"][2][1]
    start = data.index(b"4 0 obj")
    end = data.index(b"endobj", start)
    made = b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\n" % (len(packed), packed)
    return data[:start] + made + data[end:]


def test_a_page_that_asks_for_endless_drawing_is_refused() -> None:
    """By the bytes that draw it, before they are made objects of; and by the steps, as they are taken."""
    _refused(
        "a.pdf", _pdf(b"BT /F1 9 Tf (I: x) Tj ET\n" * 1_000_000), f"{pdf_weight.MAX_DRAWING // 1_000_000} MB of drawing"
    )
    steps = pdf_weight.Operations()
    steps.count = pdf_weight.MAX_OPERATIONS
    with pytest.raises(pdf_weight.TooManyOperations):
        steps("BT", [], None, None)


# --- much of everything --------------------------------------------------------------------------------------------------


def _million(kind: str) -> tuple[str, bytes]:
    count = 1_000_000
    match kind:
        case "text":
            return "a.txt", b"".join(b"S%d: It was\n" % n for n in range(count))
        case "csv":
            return "a.csv", b"speaker,text\n" + b"".join(b"S%d,It\n" % n for n in range(count - 1))
        case "chat":
            return "a.cha", b"@UTF8\n" + b"".join(b"*S%d:\tit\n" % n for n in range(count // 5))
        case "vtt":
            return "a.vtt", b"WEBVTT\n\n" + b"".join(
                b"1:1.0 --> 1:2.0\n<v S%d>It\n\n" % n for n in range(count // 3 - 9)
            )
        case _:
            return "a.json", b"[" + b",".join(b'{"text":"It","speaker":"S%d"}' % n for n in range(count // 8)) + b"]"


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("text", "200000"), ("csv", "100000"), ("chat", "100000"), ("vtt", "100000"), ("json", "100000")],
)
def test_a_million_speakers_are_refused(kind: str, limit: str) -> None:
    """In bounded time, and the message names the bound that they pass; in the slower formats a hundred thousand are enough for that."""
    _refused(*_million(kind), limit)


def test_a_thousand_speakers_are_refused() -> None:
    """Far fewer than turns may be, and more than any conversation has."""
    lines = "".join(f"S{n},It was loud\n" for n in range(1000))
    _refused("a.csv", f"speaker,text\n{lines}".encode(), "1000 speakers; a conversation has at most 100")


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.csv", "a.vtt", "a.rtf"])
def test_a_turn_of_fifty_megabytes_is_refused(name: str) -> None:
    """Whatever the format: by the characters of the file, by those that are said, or by its bytes."""
    said = b"It was so loud. " * 3_000_000
    form = {
        "a.txt": b"I: Why?\nP: %s\nI: So?\n",
        "a.json": b'[{"text":"Why?","speaker":"A"},{"text":"%s","speaker":"B"}]',
        "a.csv": b'speaker,text\nI,Why?\nP,"%s"\n',
        "a.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>Why?\n\n00:02.000 --> 00:03.000\n<v P>%s\n",
        "a.rtf": b"{\\rtf1 I: Why?\\par P: %s\\par}",
    }[name]
    _refused(name, form % said, "million characters")
    _refused(name, form % (said * 2), "MB; a transcript has at most 50")


def test_a_run_in_a_small_memory_says_no_in_words(tmp_path: Path) -> None:
    """A bomb and a crowd are refused by a program that may have two gigabytes of addresses, and no more."""
    parts = _container("docx")
    (tmp_path / "bomb.docx").write_bytes(_zip({**parts, "word/document.xml": bytes(90_000_000)}))
    (tmp_path / "turn.txt").write_bytes(b"I: Why?\nP: " + b"It was so loud. " * 3_000_000)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))

    ended = subprocess.run(
        [sys.executable, "-c", _READ_ALL, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert ended.stdout.splitlines() == ["bomb.docx", "turn.txt"], ended.stderr


_READ_ALL = """
import sys
from pathlib import Path
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.reading import read
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        read(path)
    except UnreadableFile as error:
        print(error.where)
"""


# --- documents -----------------------------------------------------------------------------------------------------------

_DEEP = {
    "lists": b"[" * 200_000,
    "closed": b"[" * 900 + b"]" * 900,
    "objects": b'{"a":' * 100_000,
    "closed objects": b'{"a":' * 300 + b"1" + b"}" * 300,
    "number": b"[" + b"9" * 1_000_000 + b"]",
    "infinite": b'{"a": 1e999}',
    "half": b'{"a": "\\ud800"}',
    "twice": b'{"a": 1, "a": 2}',
}


def _in_a_file(path: Path, read: Callable[[Path], Any]) -> Callable[[bytes], Any]:
    def reading(data: bytes) -> Any:
        path.write_bytes(data)
        return read(path)

    return reading


def _json_readers(folder: Path) -> dict[str, Callable[[bytes], Any]]:
    (folder / "a.txt").write_text("I: x")
    from rf_scorer.exchange.jsontext import read_records
    from rf_scorer.review import exemplars
    from rf_scorer.study.planning.document import read_plan

    def judged(data: bytes) -> None:
        for name in (None, *validation.schema_names()):
            found = validation.validate_text(data, "a.json", name=name)
            assert found[0].faults
        raise InvalidDocument("as it should")

    def model(path: Path) -> Any:
        return modelfile.read(path.parent, where="model")

    return {
        "json": jsonio.loads,
        "schemas": judged,
        "override": _in_a_file(folder / "a.align.json", lambda _: override.find_override(folder / "a.txt")),
        "return": _in_a_file(folder / "a.rating.json", returns.read),
        "plan": _in_a_file(folder / "plan.json", lambda path: read_plan(path, study="st")),
        "answers": _in_a_file(folder / "answers.jsonl", exemplars.read),
        "model": _in_a_file(folder / modelfile.FILE, model),
        "overall": _in_a_file(folder / overallfile.FILE, lambda path: overallfile.read(path.parent, where="o")),
        "tool": lambda data: list(read_records({"a.json": data}, "A tool", lambda record, _: record["spans"])),
        "transcript": lambda data: _read("a.json", data, format="transcript"),
        "whisperx": lambda data: _read("a.json", data, format="whisperx"),
    }


@pytest.mark.parametrize("deep", _DEEP)
def test_no_reader_of_json_is_brought_down(deep: str, tmp_path: Path) -> None:
    """Depth, endless numbers, infinity, halves of characters and repeated keys are refused by each of them."""
    for name, read in _json_readers(tmp_path).items():
        if name == "json" and deep in {"closed", "closed objects", "infinite", "half"}:
            continue  # JSON; what is wrong with it is for the schema to say
        with pytest.raises(RfScorerError):
            read(_DEEP[deep])


def test_deep_json_in_a_stream_and_a_table_costs_a_line(tmp_path: Path, run: Any) -> None:
    """The lines around it are read."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(_DEEP["lists"] + b"\n" + b'{"id": 1, "text": "I knew it."}\n' + _DEEP["closed objects"] + b"\n")
    ended = run("validate", path, "--schema", "highlight-request")
    assert ended.code == 1
    assert ended.out.count("nesting") == 2
    with pytest.raises(RfScorerError):
        open_table(path, Wanted()).faults.raise_any("a.jsonl")


def test_toml_that_would_take_for_ever_is_refused(tmp_path: Path) -> None:
    """Dotted keys without end, for which Python's parser takes the square of their length; depth; endless numbers."""
    for text in (
        "a" + ".a" * 500_000 + " = 1",
        "a = " + "[" * 100_000,
        "a = " + "9" * 500_000,
        "a = {" * 50_000,
        "a = '" + "." * 900_000,
        "[" + "a." * 400_000 + "a]",
    ):
        with contextlib.suppress(InvalidDocument):
            tomltext.loads(text)
        for read in (
            _in_a_file(tmp_path / "p.toml", tomlfile.read),
            _in_a_file(tmp_path / "study.toml", settings.read),
            _in_a_file(tmp_path / "cases.toml", CaseMap.load),
        ):
            with pytest.raises(RfScorerError):
                read(text.encode())


def test_a_title_that_is_hard_for_its_pattern_is_told_quickly(tmp_path: Path) -> None:
    """A megabyte of letters with a control character at its end."""
    document = json.loads(seeds.valid("study")[0]) | {"title": "a" * 1_000_000 + "\x01"}
    assert {fault.path for fault in validation.faults(document, "study")} == {"$.title"}


# --- models --------------------------------------------------------------------------------------------------------------


class _Trap:
    """An object that would do something if it were ever unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("sprung",)


def test_a_pickle_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    """Given as a model, as an overall model, in a folder or as a file, it is refused unopened."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m").mkdir()
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        data = pickle.dumps(_Trap(), protocol)
        (tmp_path / "m" / modelfile.FILE).write_bytes(data)
        (tmp_path / "m" / overallfile.FILE).write_bytes(data)
        with pytest.raises(InvalidDocument):
            modelfile.read(tmp_path / "m", where="m")
        with pytest.raises(InvalidDocument):
            overallfile.read(tmp_path / "m", where="m")
    ended = run("rate", "--model", tmp_path / "m")
    assert ended.code == 1
    assert not (tmp_path / "sprung").exists()


def test_nothing_in_the_package_can_unpickle() -> None:
    """No module of ours imports pickle, marshal, shelve, dill or joblib's loading, or evaluates a text."""
    import ast
    from pathlib import Path

    import rf_scorer

    forbidden = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
    for path in Path(rf_scorer.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not forbidden & {name.partition(".")[0] for name in names}, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec"}, path


def _model() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(seeds.model_document())
    return document


def _set(document: Any, path: str, value: Any) -> Any:
    *way, last = path.split(".")
    inside = document
    for step in way:
        inside = inside[int(step) if step.isdigit() else step]
    inside[int(last) if last.isdigit() else last] = value
    return document


@pytest.mark.parametrize(
    "path",
    [
        "stack.weights",
        "typical",
        "familiarity.precision",
        "members.boosted.trees.0.feature",
        "members.graded.levels",
        "members.wording.grams",
        "interval.scores",
        "scale.minimum",
        "questions",
        "longest",
        "priors",
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "text",
        None,
        True,
        -1,
        10**400,
        1e308,
        [],
        {},
        [[]],
        [None],
        ["1"],
        [1e308] * 3,
        [[0.0] * 3] * 2,
        {"a": 1},
        [10**30],
    ],
)
def test_foreign_values_in_a_model_are_refused(path: str, value: Any, tmp_path: Path) -> None:
    """Other types, other shapes, numbers that no array holds: one message, which quotes nothing. Or the model is one that can be."""
    (tmp_path / modelfile.FILE).write_text(json.dumps(_set(_model(), path, value)))
    told = ""
    try:
        modelfile.read(tmp_path, where="m")
    except InvalidDocument as error:
        told = error.message
    assert "text" not in told
    assert "0000" not in told


def test_a_model_with_huge_shapes_is_refused_before_it_takes_memory(tmp_path: Path) -> None:
    """Scales of billions of levels, models within models, and numbers that are none."""
    for path, value in (("scale.maximum", 10**9), ("priors", [_model()] * 11), ("members.priors", 10**6)):
        (tmp_path / modelfile.FILE).write_text(json.dumps(_set(_model(), path, value)))
        with pytest.raises(InvalidDocument):
            modelfile.read(tmp_path, where="m")
    for number in ("NaN", "Infinity", "-Infinity"):
        text = json.dumps(_set(_model(), "stack.weights.0", 12345.0)).replace("12345.0", number)
        (tmp_path / modelfile.FILE).write_text(text)
        with pytest.raises(InvalidDocument, match="NaN and Infinity"):
            modelfile.read(tmp_path, where="m")
    nested = _model()
    for _ in range(4):
        nested = _set(_model(), "priors", [nested])
    (tmp_path / modelfile.FILE).write_text(json.dumps(nested))
    with pytest.raises(InvalidDocument):
        modelfile.read(tmp_path, where="m")


# --- schemas -------------------------------------------------------------------------------------------------------------


def test_no_schema_is_fetched() -> None:
    """Ours refer to themselves alone; a document that refers to an address is refused, and nobody asks there."""

    def addresses(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (
                value for key, value in node.items() if key in {"$ref", "$dynamicRef"} and isinstance(value, str)
            )
            for part in node.values():
                yield from addresses(part)
        elif isinstance(node, list):
            for part in node:
                yield from addresses(part)

    for name in validation.schema_names():
        assert all(address.startswith("#") for address in addresses(validation.schema(name))), name
    for key in ("$ref", "$schema", "$id", "$dynamicRef"):
        document = {key: "http://192.0.2.1/schema.json", "schema": "urn:rf-scorer:schema:transcript:1", "turns": []}
        assert validation.faults(document)
    for named in ("http://192.0.2.1/schema.json", "file:///etc/passwd", "../transcript", "transcript"):
        (fault,) = validation.faults({"schema": named})
        assert "192.0.2.1" not in fault.message
        assert "passwd" not in fault.message


def test_a_schema_that_refers_elsewhere_finds_nothing_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The validators that documents are held against have no way to the net, were a schema ever to point to one."""
    import jsonschema_rs
    from referencing.exceptions import Unresolvable

    from rf_scorer.validation import catalogue

    remote = {"$ref": "http://192.0.2.1/schema.json"}
    with pytest.raises(Exception, match=r"192\.0\.2\.1|resolv|retriev"):
        jsonschema_rs.Draft202012Validator(remote, retriever=catalogue._nowhere)
    monkeypatch.setattr(catalogue, "schema", lambda _: remote)
    judge = catalogue.judge.__wrapped__("any")
    with pytest.raises(Exception) as caught:
        list(judge.iter_errors({}))
    assert isinstance(caught.value.__cause__ or caught.value, Unresolvable) or "Unresolvable" in repr(caught.value)
