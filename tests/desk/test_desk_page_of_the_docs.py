"""``docs/how-to/desk.md`` and ``docs/reference/desk.md`` say what the desk is: its keys, its settings, its messages."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("axe_playwright_python", reason="axe is not installed")
from doc_pages import DOCS, PACKAGE, first_cells, section, table_rows
from invented_sheets import event, judged, sheet, study
from served_pages import ORIGIN, Served

from rf_scorer import validation
from rf_scorer.desk.app import create_app
from rf_scorer.review.room import Room
from rf_scorer.study.folder import DeskRules, Rater

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

PAGE = DOCS / "how-to/desk.md"
KEYS = DOCS / "reference/desk.md"
_HELP = """[...document.querySelectorAll('#help .help-keys > div, #keys tbody tr')].map(
    (row) => [[...row.querySelectorAll('kbd')].map((key) => key.textContent).join(' '), row.lastElementChild.textContent])"""


def _told(heading: str) -> list[list[str]]:
    """Keys and what they do, as a table of the page has them."""
    keys = section(KEYS, "Keys").split(f"### {heading}\n")[1].split("### ")[0]
    keys = re.sub(r"`0` to `9`", " ".join(f"`{digit}`" for digit in range(10)), keys)
    return [[" ".join(re.findall(r"`([^`]+)`", key)), does] for key, does in table_rows(keys)]


@pytest.fixture
def served(tmp_path: Path, page: Page) -> Iterator[Served]:
    """A desk at which a rater rates and an adjudicator decides."""
    raters = (Rater(id="anna"), Rater(id="ben"), Rater(id="eva", role="adjudicator"))
    made = study(tmp_path / "study", sheet(), raters=raters)
    room = Room.open(made)
    for rater, level in (("anna", 3), ("ben", 7)):
        for unit in ("p02", "p03", "overall"):
            room.record(rater, "talk-1", [event("locked", unit, judgement=judged(level), after=0)])
    room.record("anna", "talk-1", [event("finished")])
    room.record("ben", "talk-1", [event("finished")])
    served = Served(page, client=create_app(room, made).test_client(use_cookies=True))
    served.room = room  # type: ignore[attr-defined]
    yield served
    room.close()


@pytest.mark.parametrize(
    ("rater", "path", "heading"),
    [
        ("anna", "/interviews/talk-1", "Rating an interview"),
        ("eva", "/adjudication/talk-1", "Deciding on disagreements"),
        ("anna", "/", "The list of interviews"),
    ],
)
def test_the_keys_that_are_told_are_those_of_the_help(served: Served, rater: str, path: str, heading: str) -> None:
    """Each table of keys has the rows of the help on its page, in the same order and words."""
    token = served.room.token(rater)  # type: ignore[attr-defined]
    assert served.client is not None
    served.client.post("/enter", json={"token": token}, base_url=ORIGIN, headers={"Origin": ORIGIN})
    page = served.open(path)
    page.wait_for_selector("html[data-ready=true]" if path != "/" else "#keys-open:visible")
    page.keyboard.press("?")
    assert page.evaluate(_HELP) == _told(heading)


def test_every_key_of_the_settings_is_told() -> None:
    """The table of ``study.toml`` lists every key of its schema, in the same order, and no other."""
    schema = validation.schema("study")["properties"]
    keys = []
    for name, part in schema.items():
        inner = part.get("properties") or part.get("items", {}).get("properties")
        keys += [f"{name}.{key}" for key in inner] if inner else [name]
    assert first_cells(section(PAGE, "study.toml")) == keys


def test_the_defaults_that_are_told_are_those_of_the_program() -> None:
    """What holds where a key of the desk is left out is what the program then takes."""
    told = {row[0].strip("`"): row[2] for row in table_rows(section(PAGE, "study.toml"))}
    for field in fields(DeskRules):
        default = getattr(field.default, "value", field.default)
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert told[f"desk.{field.name}"].startswith(f"`{shown}`"), field.name


def test_messages_that_are_told_are_those_of_the_program() -> None:
    """Whatever the page quotes as a message stands in the program."""
    source = "\n".join(path.read_text("utf-8") for path in (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.js")))
    quoted = re.findall(r"^\| \*([^*]+)\* \|", section(PAGE, "What to do when …"), re.MULTILINE)
    assert len(quoted) > 4
    assert [part for text in quoted for part in text.split(" … ") if part not in source] == []
