"""``docs/explanation/confidentiality.md`` and ``docs/how-to/privacy.md``: every promise has its test, and every class its row."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from doc_pages import DOCS, PAGES, ROOT, links, section, table_rows

from rf_scorer import cli
from rf_scorer.privacy import CLASSES

SECURITY = ROOT / "SECURITY.md"
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@cache
def _tests_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize("page", [*PAGES, SECURITY], ids=lambda page: page.name)
def test_every_test_that_is_named_exists(page) -> None:
    """Whatever a page names as a proof is a test of this project."""
    missing = [
        f"{path}::{name}"
        for path, name in _TEST.findall(page.read_text("utf-8"))
        if not (ROOT / path).is_file() or (name and name not in _tests_of(path))
    ]
    assert missing == []


def test_every_promise_has_a_test() -> None:
    """No row of the table of promises says that something is so without saying how it is known."""
    rows = table_rows(section(DOCS / "explanation/confidentiality.md", "What is promised"))
    assert len(rows) > 10
    assert [row[0] for row in rows if not any(name for _, name in _TEST.findall(row[1]))] == []


def test_the_page_is_one_page() -> None:
    """An ethics board reads it at one go: about a thousand words, names of tests left out."""
    text = _TEST.sub("", (DOCS / "explanation/confidentiality.md").read_text("utf-8"))
    assert len(text.split()) < 1300


def test_every_class_of_identifiers_has_its_row() -> None:
    """Id, title, action, directness and letters of the law are those of the program, in its order."""
    rows = [row for row in table_rows(section(DOCS / "how-to/privacy.md", "What it looks for")) if len(row) == 5]
    assert rows == [
        [f"`{kind.id}`", kind.title, kind.action.value, "yes" if kind.direct else "no", kind.safe_harbor or "–"]
        for kind in CLASSES.values()
    ]


def test_every_command_that_reads_is_in_the_table_of_gates() -> None:
    """Whoever looks for a command learns whether the gate stands before it, and commands that are named exist."""
    told = {
        name
        for row in table_rows(section(DOCS / "how-to/privacy.md", "Where it looks"))
        for name in re.findall(r"`([a-z]+)", row[0])
    }
    assert told >= {"score", "check", "attest", "pseudonymise", "highlight", "rate", "evaluate", "train", "demo"}
    assert told <= set(cli.COMMANDS)


def test_links_of_the_security_policy_lead_somewhere() -> None:
    """Each leads to a file of this project."""
    assert links(SECURITY)
    assert [link for link in links(SECURITY) if not (ROOT / link.partition("#")[0]).is_file()] == []
