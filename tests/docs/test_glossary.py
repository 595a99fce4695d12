"""``docs/reference/glossary.md``: the program says its words, and no page, label, message or schema says another word for the same thing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING

import click
import pytest
from doc_pages import DOCS, ROOT, table_rows

from rf_scorer import cli, validation

if TYPE_CHECKING:
    from pathlib import Path

GLOSSARY = (DOCS / "reference/glossary.md").read_text("utf-8")
#: Rows of the glossary: term, meaning, its names.
ROWS = [row for row in table_rows(GLOSSARY) if row[0].startswith("**")]

#: What users read, or what it is made of.
_PRODUCT = (
    "rf_scorer/**/*.py",
    "rf_scorer/**/*.jinja",
    "rf_scorer/**/*.js",
    "schemas/*.json",
    "annotation_guides/**/*.md",
)
_TOLD = (*_PRODUCT, "docs/**/*.md", "README.md", "CHANGELOG.md", "SECURITY.md")
#: Lists of words that transcripts and their files can hold; of spellings; what other people's tables call their columns.
_LISTS = re.compile(
    r"rf_scorer/(?:transcripts|privacy|language|rating/(?:baselines|features|overall|metrics)|study/ratings/columns)|docs/reference/(?:codebook|protocols)|"
    r"annotation_guides/(?:highlights|markers)"
)

#: Another word, as a regular expression, and the one that is ours.
FORBIDDEN = {
    r"interviewees?|respondents?": "participant",
    r"time[ -]points?": "timepoint",
    r"case[ -]maps?|--map\b": "table of cases, --cases",
    r"double[ -]ratings?|double[ -]rated": "double-coded",
    r"interviews? as (?:a )?wholes?": "overall rating, or the whole interview",
    r"raters? without a server|rate without a server": "without a network",
    r"review (?:desk|page)s?|rating desk": "desk",
    r"coding sheets?|score ?sheets?": "rating sheet",
    r"gold (?:standard|ratings?)": "calibration key, or rating",
    r"(?:highlight|marker) scores?|predicted scores?|predicted ratings?": "suggestion",
    r"masked ratings?|unmasked": "blind, reveal",
    r"arbitrat\w+|moderators?": "adjudicator",
    r"anonymi[sz]e[sd]? (?:copy|copies|transcripts?)": "pseudonymise",
    r"command[ -]line (?:flag|switch)\w*": "option",
}
#: Spellings that are not British.
AMERICAN = (
    r"behaviors?|analyz(?:e|es|ed|ing)|recogniz\w+|organiz\w+|summariz\w+|pseudonymiz\w+|standardiz\w+|labeled|labeling|modeling|canceled|judgments?|"
    r"toward|fulfill|skillful|catalogs?|licensed?(?! under)|neighbors?|favorites?"
)


def _bare(term: str) -> list[str]:
    """What stands in bold in a cell: the term, and another form of it."""
    return [word.strip() for word in re.findall(r"\*\*(.+?)\*\*", term)]


@cache
def _files(patterns: tuple[str, ...]) -> tuple[Path, ...]:
    found = (path for pattern in patterns for path in ROOT.glob(pattern))
    return tuple(sorted(path for path in found if "_build" not in path.parts))


@cache
def _product() -> str:
    return "\n".join(path.read_text("utf-8") for path in _files(_PRODUCT)).casefold()


def _options() -> set[str]:
    context, found = click.Context(cli.program, **cli.program.context_settings), set()
    for name in cli.COMMANDS:
        command = cli.program.get_command(context, name)
        assert command is not None
        for one in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            found |= {option for parameter in one.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip("*"))
def test_every_term_is_a_word_of_the_program(row: list[str]) -> None:
    """Each term stands in a message, label, schema or guide, and has its meaning in one to three sentences."""
    for term in _bare(row[0]):
        assert term.casefold() in _product(), term
    assert 1 <= len(re.findall(r"[.?](?:\s|$)", row[1])) <= 3, row[1]


def test_no_term_is_explained_twice() -> None:
    """One row for each term."""
    terms = [term for row in ROWS for term in _bare(row[0])]
    assert len(terms) > 60
    assert len(set(terms)) == len(terms)


def test_the_names_are_those_of_the_program() -> None:
    """Options, commands and schemas that the last column names exist."""
    options, schemas = _options(), set(validation.schema_names())
    for name in re.findall(r"`([^`]+)`", "".join(row[2] for row in ROWS)):
        for option in re.findall(r"--[a-z-]+", name):
            assert option in options, option
        if name.startswith("rf-scorer "):
            assert name.split()[1] in cli.COMMANDS, name
    for name in re.findall(r"schema `([a-z-]+)`", GLOSSARY):
        assert name in schemas, name


def test_one_word_for_one_thing() -> None:
    """No page, label, message, schema or guide uses a word that stands for one of ours."""
    wrong = []
    for path in _files(_TOLD):
        place = path.relative_to(ROOT).as_posix()
        if _LISTS.match(place) or place == "docs/reference/glossary.md":
            continue
        text = path.read_text("utf-8")
        for word, ours in FORBIDDEN.items():
            for found in re.finditer(rf"(?i)(?<!\w)(?:{word})(?![\w`])", text):
                wrong.append(f"{place}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()} -> {ours}")
    assert wrong == []


def test_the_spelling_is_british() -> None:
    """In all that users read; not in lists of words that people may say, nor where another program's word is meant (in backticks)."""
    wrong = []
    for path in _files(_TOLD):
        place = path.relative_to(ROOT).as_posix()
        if _LISTS.match(place) or path.suffix in {".py", ".js", ".jinja"}:
            continue
        text = re.sub(r"`[^`]*`", "", path.read_text("utf-8"))
        wrong += [f"{place}: {found}" for found in re.findall(rf"(?i)\b(?:{AMERICAN})\b", text)]
    assert wrong == []


def test_no_message_sends_anybody_to_a_page_that_is_not_installed() -> None:
    """Messages, settings and schemas name commands and guides: the pages of ``docs`` are not in the wheel."""
    named = []
    for path in _files(_PRODUCT[:-1]):
        found = re.findall(r"(?<!`)docs/[\w/-]+\.md", path.read_text("utf-8"))
        named += [f"{path.relative_to(ROOT)}: {page}" for page in found]
    assert named == []


def test_the_help_and_the_pages_group_commands_alike() -> None:
    """``rf-scorer --help`` and the overview of commands have the same headings, with the same commands below them."""
    tasks = tomllib.loads((DOCS / "commands.toml").read_text("utf-8"))["tasks"]
    assert {task["title"]: tuple(task["commands"]) for task in tasks} == cli.SECTIONS


def _helps() -> list[tuple[str, click.Command]]:
    context, found = click.Context(cli.program, **cli.program.context_settings), []
    for name in cli.COMMANDS:
        command = cli.program.get_command(context, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {part}", one) for part, one in command.commands.items()]
    return found


@pytest.mark.parametrize(("name", "command"), _helps(), ids=lambda value: value if isinstance(value, str) else "")
def test_commands_are_described_alike(name: str, command: click.Command) -> None:
    """An imperative first sentence; a sentence for each option; the same option with one letter, one kind of value and one meaning."""
    first = (command.help or "").split("\n\n")[0]
    assert re.match(r"[A-Z][a-z-]+\b(?<!s)", first), first
    assert first.endswith(".")
    assert len(command.get_short_help_str(100)) <= 64, name
    for option in command.params:
        if not isinstance(option, click.Option):
            continue
        told = re.sub(r"  \[default: .*\]$", "", option.help or "")
        assert re.match(r"[A-Z0-9]", told), (name, option.opts, told)
        assert told.endswith("."), (name, option.opts, told)
        assert "without it" not in told.casefold() or option.name == "protocol", (name, option.opts)
        assert "May be repeated" not in told, (name, option.opts)
        assert not option.multiple or "repeated" in told, (name, option.opts)
        for letter, word in {"-o": "--out", "-q": "--quiet", "-v": "--verbose"}.items():
            assert (letter in option.opts) == (word in option.opts), (name, option.opts)
        if "--json" in option.opts or "--force" in option.opts or "--quiet" in option.opts:
            assert option.is_flag, name
        if not option.is_flag and not isinstance(option.type, click.Choice):
            assert option.metavar, (name, option.opts)


@pytest.mark.parametrize(("name", "command"), _helps(), ids=lambda value: value if isinstance(value, str) else "")
def test_options_stand_in_one_order(name: str, command: click.Command) -> None:
    """Where outputs go comes first; JSON, dry run, consent, force, quiet and verbose come last, in this order."""
    names = [str(option.name) for option in command.params if isinstance(option, click.Option)]
    first = [one for one in ("out", "report", "predictions") if one in names]
    last = [one for one in ("as_json", "dry_run", "yes", "force", "quiet", "verbose") if one in names]
    assert names[: len(first)] == first, name
    assert names[len(names) - len(last) :] == last, name
