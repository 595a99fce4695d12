"""The bundled interviews: complete, in the forms they claim, of the promised length, and without anybody's name."""

from __future__ import annotations

import csv
import html
import importlib.util
import io
import re
import sys
import tomllib
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "annotation_guides" / "demo"
SOURCES = Path(__file__).parent / "source"
INTERVIEWS = tuple(tomllib.loads((DEMO / "demo.toml").read_text(encoding="utf-8"))["interview"])
FILES = tuple(entry["file"] for entry in INTERVIEWS)
STYLED = tuple(sorted(path.stem for path in SOURCES.glob("*.txt")))

#: Capitalised words that may stand inside a sentence, because they name no one and no place.
HARMLESS = frozenset(
    {"I", "I'm", "I'd", "I'll", "I've", "Mum", "Mum's", "Mummy", "Dad", "Dad's", "Nana", "God", "Professor"}
    | {"Monday", "Tuesday", "Wednesday", "Friday", "Saturday", "Sunday", "Sundays", "September", "August"}
    | {"Christmas", "Christmases", "World", "War", "Three", "Trojan", "Kleinian"}
)


@cache
def builder() -> ModuleType:
    """The script beside this file; it is no part of the package."""
    spec = importlib.util.spec_from_file_location("build_demo_docx", Path(__file__).with_name("build_demo_docx.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def parts(data: bytes) -> dict[str, bytes]:
    """The files inside a .docx, by name, unpacked: how hard they are compressed depends on the version of zlib."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def shape(data: bytes) -> list[list[tuple[str, bool, bool, bool]]]:
    """Every paragraph as its runs: words, bold, underlined, italic."""
    return [
        [(run.text, bool(run.bold), bool(run.underline), bool(run.italic)) for run in paragraph.runs]
        for paragraph in docx.Document(io.BytesIO(data)).paragraphs
    ]


def spoken(name: str) -> list[str]:
    """What is said, paragraph by paragraph or turn by turn, without labels, times, headers and cue names."""
    data = (DEMO / name).read_bytes()
    if name.endswith(".docx"):
        return ["".join(words for words, *_ in runs) for runs in shape(data)]
    text = data.decode("utf-8")
    if name.endswith(".csv"):
        return [row["text"] for row in csv.DictReader(io.StringIO(text))]
    if name.endswith(".vtt"):
        cues = re.findall(r"<v (\w+)>(.*?)</v>", text, re.DOTALL)
        joined: list[list[str]] = []
        for index, (speaker, words) in enumerate(cues):
            if index and speaker == cues[index - 1][0]:
                joined[-1].append(words)
            else:
                joined.append([words])
        return [html.unescape(" ".join(" ".join(words).split())) for words in joined]
    text = re.sub(r"^(?:#.*|Parent interview 03 .*)\n", "", text, flags=re.MULTILINE)
    turns = re.split(r"^(?:\d+ )?(?:I|P|INT|SUB): ", text, flags=re.MULTILINE)[1:]
    return [" ".join(turn.split()) for turn in turns]


@pytest.mark.parametrize("name", STYLED)
def test_committed_document_is_what_the_builder_makes(name: str) -> None:
    """A committed .docx has the parts, paragraphs and runs that its source gives; otherwise run the builder again."""
    committed = (DEMO / f"{name}.docx").read_bytes()
    built = builder().build((SOURCES / f"{name}.txt").read_text(encoding="utf-8"))
    assert shape(committed) == shape(built)
    for part in ("word/header1.xml", "docProps/core.xml"):
        assert parts(committed)[part] == parts(built)[part]


@pytest.mark.parametrize("name", STYLED)
def test_builder_gives_the_same_bytes_twice(name: str) -> None:
    """Neither the hour nor the order of a dictionary reaches the file."""
    source = (SOURCES / f"{name}.txt").read_text(encoding="utf-8")
    assert builder().build(source) == builder().build(source)


@pytest.mark.parametrize("name", STYLED)
def test_document_carries_no_author_and_no_true_time(name: str) -> None:
    """The core properties name nobody and no moment, and there is neither a picture of a page nor a comment."""
    data = (DEMO / f"{name}.docx").read_bytes()
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.created == properties.modified
    assert properties.created.year == 2000
    assert not [part for part in parts(data) if "thumbnail" in part or "comments" in part]


@pytest.mark.parametrize("name", STYLED)
def test_document_is_in_the_house_style(name: str) -> None:
    """The interviewer is bold, main questions underlined and numbered, the participant plain; nobody is labelled."""
    kinds = []
    for runs in shape((DEMO / f"{name}.docx").read_bytes()):
        bold, underlined = {run[1] for run in runs}, {run[2] for run in runs}
        assert len(bold) == len(underlined) == 1
        kinds.append((bold.pop(), underlined.pop()))
        numbered = re.match(r"\d+\. ", runs[0][0]) is not None
        assert numbered == kinds[-1][1]
        assert re.match(r"\w{1,12}:", runs[0][0]) is None
        for words, _, _, italic in runs:
            assert italic == bool(re.fullmatch(r"\([a-z][^()]*\)", words))
    assert {(True, True), (True, False), (False, False)} == set(kinds)


def test_list_and_folder_agree() -> None:
    """Every interview in the folder is listed once, every listed one is there, and the README describes each."""
    found = {path.name for path in DEMO.iterdir()} - {"README.md", "demo.toml"}
    assert sorted(FILES) == sorted(found)
    readme = (DEMO / "README.md").read_text(encoding="utf-8")
    assert not [name for name in FILES if f"`{name}`" not in readme]


def test_list_has_what_the_demonstration_needs() -> None:
    """Each entry has exactly the five keys, an id that is a file name, and texts that fit on a line of a table."""
    for entry in INTERVIEWS:
        assert set(entry) == {"file", "id", "protocol", "title", "shows"}
        assert re.fullmatch(r"[a-z0-9-]+", entry["id"])
        assert entry["protocol"] in {"aai", "brfi", "pdi", "pi", "session"}
        assert len(entry["title"]) <= 60
        assert len(entry["shows"]) <= 160
    assert len({entry["id"] for entry in INTERVIEWS}) == len(INTERVIEWS) >= 6


@pytest.mark.parametrize("name", FILES)
def test_interview_has_the_promised_length(name: str) -> None:
    """800 to 3,000 words, both speakers together, and as many as the README says."""
    words = sum(len(turn.split()) for turn in spoken(name))
    assert 800 <= words <= 3000
    row = next(
        line for line in (DEMO / "README.md").read_text(encoding="utf-8").splitlines() if f"| `{name}` |" in line
    )
    assert f"{words:,}" in [cell.strip() for cell in row.split("|")]


@pytest.mark.parametrize("name", FILES)
def test_interview_names_no_one(name: str) -> None:
    """Inside a sentence no word is capitalised that could name a person or a place; role codes stand in for them."""
    suspects = set()
    for turn in spoken(name):
        plain = re.sub(r"\{\{[^{}]*\}\}|\[[^\[\]]*\]", " ", turn).replace("’", "'")
        suspects |= set(re.findall(r"(?<=[a-z,] )[A-Z][\w']*", plain)) - HARMLESS
    assert not suspects


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".docx")])
def test_text_files_are_plain_utf8(name: str) -> None:
    """Text files have no byte-order mark, line feeds only, and one line end at the end."""
    data = (DEMO / name).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")
    data.decode("utf-8")


def test_captions_cut_sentences_and_never_overlap() -> None:
    """Cue names are unique, times run forward, most cues end in mid-sentence, and entities stand in the text."""
    text = (DEMO / "pregnancy-interview.vtt").read_text(encoding="utf-8")
    cues = re.findall(
        r"^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/\d+-\d+)\n(\S+) --> (\S+)\n<v \w+>((?:.|\n)*?)</v>$",
        text,
        re.MULTILINE,
    )
    assert len(cues) == text.count("-->")
    assert len({name for name, *_ in cues}) == len(cues)
    assert all(start < end for _, start, end, _ in cues)
    assert all(before[2] < after[1] for before, after in pairwise(cues))
    assert sum(words[-1] not in ".?!]" for *_, words in cues) > len(cues) / 2
    assert "&amp;" in text
    assert "&#39;" in text


def test_session_alternates() -> None:
    """Rows are numbered from 1, times run forward, and therapist and client take turns."""
    rows = list(csv.DictReader(io.StringIO((DEMO / "therapy-session.csv").read_text(encoding="utf-8"))))
    assert [int(row["turn"]) for row in rows] == list(range(1, len(rows) + 1))
    assert all(before["time"] < after["time"] for before, after in pairwise(rows))
    assert {row["speaker"] for row in rows} == {"therapist", "client"}
    assert all(before["speaker"] != after["speaker"] for before, after in pairwise(rows))


def test_brief_interview_numbers_its_turns() -> None:
    """Turns are numbered without a gap, and one question is put again because no answer came."""
    text = (DEMO / "brief-interview.md").read_text(encoding="utf-8")
    turns = re.findall(r"^(\d+) (INT|SUB): ", text, re.MULTILINE)
    assert [int(number) for number, _ in turns] == list(range(1, len(turns) + 1))
    assert sum(before[1] == after[1] == "INT" for before, after in pairwise(turns)) == 1


def test_parent_interview_has_page_headers_within_turns() -> None:
    """The header comes back on every page, at least once in the middle of somebody's turn, and lines are wrapped."""
    lines = (DEMO / "parent-interview.txt").read_text(encoding="utf-8").splitlines()
    headers = [number for number, line in enumerate(lines) if line.startswith("Parent interview 03 ")]
    assert [re.sub(r"\D+", " ", lines[number]).split()[1:] for number in headers] == [
        [str(page), str(len(headers))] for page in range(1, len(headers) + 1)
    ]
    assert any(not re.match(r"[IP]: ", lines[number + 2]) for number in headers)
    assert max(map(len, lines)) <= 84
