"""The front door: README shows what the program does and what was measured, and the citation is of this version."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from doc_pages import ROOT, blocks, links, section, table_rows

import rf_scorer
from rf_scorer.study import demo

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

README = ROOT / "README.md"
_FIGURE = re.compile(r"(?<![\w.])-?\d*\.?\d+(?:,\d{3})*")
_LINKED = re.compile(r"\]\((docs/[^)]+)\)")
#: A page that holds the same table as README proves nothing of it.
_SAME = "<!-- figures: summary -->"
_CHANGES = re.compile(r"^## \[(?P<version>[\d.]+)\] - (?P<date>\d{4}-\d\d-\d\d)$", re.MULTILINE)


def test_figures_of_the_readme_stand_on_the_pages_it_links_to() -> None:
    """Every number in the table of what was measured is found on a page of measurements that the section links to."""
    told = section(README, "How good is it?")
    pages = [(ROOT / path.partition("#")[0]).read_text("utf-8") for path in _LINKED.findall(told)]
    assert len(pages) >= 4
    there = {figure for page in pages if _SAME not in page for figure in _FIGURE.findall(page)}
    rows = table_rows(told)
    assert len(rows) >= 6
    assert [figure for row in rows for cell in row for figure in _FIGURE.findall(cell) if figure not in there] == []


def test_the_readme_says_first_what_is_not_known() -> None:
    """Before any figure stands that none of them is about real interviews; the page is short, and has the two commands."""
    text = README.read_text("utf-8")
    assert (
        "**Nothing here says how accurate suggestions are for real interviews on reflective functioning.**"
        in section(README, "How good is it?")
    )
    assert len(text.splitlines()) <= 170
    assert "$ make demo\n$ make test\n" in text


def test_the_python_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints a level within its interval."""
    (tmp_path / "interviews").mkdir()
    with demo.opened() as (inputs, _):
        for item in inputs:
            (tmp_path / "interviews" / item.name).write_bytes(item.path.read_bytes())
    monkeypatch.chdir(tmp_path)
    (block,) = (block for block in blocks(README) if block.words[:1] == ("python",))
    made: dict[str, Any] = {}
    exec(compile(block.body, "README.md", "exec"), made)
    level, low, high = map(int, re.findall(r"-?\d+", capsys.readouterr().out))
    assert low <= level <= high


def test_every_way_on_is_reached_from_the_readme() -> None:
    """The tutorials, the explanations for users and the whole list of pages are linked to."""
    assert {
        "docs/tutorials/coder.md",
        "docs/tutorials/rater.md",
        "docs/tutorials/pipeline.md",
        "docs/explanation/reflective-functioning.md",
        "docs/explanation/suggestions.md",
        "docs/index.md",
        "CITATION.cff",
        "CHANGELOG.md",
    } <= set(links(README))


def _citation() -> dict[str, str]:
    lines = (ROOT / "CITATION.cff").read_text("utf-8").splitlines()
    return {
        key: value.strip('"')
        for key, _, value in (line.partition(": ") for line in lines if re.match(r"[a-z-]+: ", line))
    }


def test_the_citation_is_of_this_version() -> None:
    """Version, date, licence and keywords agree with pyproject.toml, the changelog and the README; nothing is invented."""
    cited = _citation()
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    newest = _CHANGES.search((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert newest is not None
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == project["version"] == newest["version"] == rf_scorer.__version__
    assert cited["date-released"] == newest["date"]
    assert cited["license"] == project["license"].split()[0]
    assert cited["title"] == project["name"]
    assert not {"doi", "url", "repository-code", "identifiers"} & set(cited)
    assert project["authors"][0]["name"] in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version {cited['version']}." in README.read_text("utf-8")
