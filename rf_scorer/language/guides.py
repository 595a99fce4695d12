"""The raters' guides: Markdown whose tables are made from the codebook, so that what a rater reads is what the program runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer import resources
from rf_scorer.domain import CATEGORIES, MARKER_FAMILIES
from rf_scorer.errors import UnknownName
from rf_scorer.language.codebook import Codebook, Entry, load_codebook
from rf_scorer.language.examples import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["names", "regenerate", "text"]

_GENERATED = re.compile(r"(<!-- generated: ([a-z]+(?:\.[a-zA-Z]+)?) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHOWN = 14
_FAMILY_TITLES = {
    "A": "A. Awareness of the nature of mental states",
    "B": "B. Effort to tease out mental states underlying behaviour",
    "C": "C. Developmental aspects of mental states",
    "D": "D. Mental states in relation to the interviewer",
    "low": "Possible low-RF cues",
    "link": "Links: cause, result, contrast, time, condition",
}


def names() -> tuple[str, ...]:
    """Names of the guides, sorted."""
    return tuple(
        sorted(
            path.name.removesuffix(".md")
            for path in resources.folder("annotation_guides").iterdir()
            if path.name.endswith(".md")
        )
    )


def text(name: str) -> str:
    """A guide's Markdown.

    Raises
    ------
    UnknownName
        If there is no such guide; the message lists those there are.
    """
    known = names()
    if name not in known:
        raise UnknownName("guide", name, known)
    return (resources.folder("annotation_guides") / f"{name}.md").read_text(encoding="utf-8")


def regenerate(document: str) -> str:
    """The Markdown with every generated table made anew from the codebook.

    A table stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``; names are ``categories``, ``exclusions``, ``files``,
    ``entries.<category>`` and ``markers.<family>``.

    Raises
    ------
    UnknownName
        If a table is not known.
    """
    codebook = load_codebook()
    return _GENERATED.sub(lambda match: f"{match[1]}{_table(match[2], codebook)}{match[3]}", document)


def _table(name: str, codebook: Codebook) -> str:
    kind, _, part = name.partition(".")
    if name == "categories":
        return _rows(
            ("category", "entries", "words", "idioms"), (_category(codebook, category) for category in CATEGORIES)
        )
    if name == "exclusions":
        return _entries(entry for entry in codebook.entries if entry.skip)
    if kind == "entries" and part in CATEGORIES:
        return _entries(entry for entry in codebook.entries if entry.category == part and not entry.skip)
    if kind == "markers" and part in MARKER_FAMILIES:
        shown = [marker for marker in codebook.markers if marker.family == part]
        head = f"**{_FAMILY_TITLES[part]}**\n\n"
        return head + _rows(
            ("id", "title", "meaning", "example"),
            (
                (marker.id, f"possible: {marker.title}", marker.meaning, _examples(marker.matching[:2]))
                for marker in shown
            ),
        )
    tables = [
        "categories",
        "exclusions",
        *(f"entries.{item}" for item in CATEGORIES),
        *(f"markers.{item}" for item in MARKER_FAMILIES),
    ]
    raise UnknownName("table", name, tables)


def _category(codebook: Codebook, category: str) -> tuple[str, ...]:
    entries = [entry for entry in codebook.entries if entry.category == category and not entry.skip]
    words = len({lemma for entry in entries for lemma in entry.lemmas})
    return (f"`{category}`", str(len(entries)), str(words), str(sum(len(entry.patterns) for entry in entries)))


def _entries(entries: Iterable[Entry]) -> str:
    return _rows(
        ("entry", "words", "marked", "not marked"),
        (
            (f"`{entry.id}`", _words(entry), _examples(entry.matching[:3]), _examples(entry.non_matching[:2]))
            for entry in entries
        ),
    )


def _words(entry: Entry) -> str:
    listed = entry.lemmas or tuple(pattern.text for pattern in entry.patterns)
    shown = ", ".join(f"`{word}`" if not entry.lemmas else word for word in listed[:_SHOWN])
    more = len(listed) - _SHOWN
    return f"{shown} … and {more} more" if more > 0 else shown


def _examples(examples: Iterable[str]) -> str:
    return "<br>".join(plain(example) for example in examples)


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
