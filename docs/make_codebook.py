"""Makes ``reference/codebook``: what is highlighted and marked, by which rule, with the examples that are run as tests."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING

from generated import cell, facts, page, table

from rf_scorer import resources
from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS, MARKER_FAMILIES, REFERENCE_LEVELS
from rf_scorer.language.codebook import CODEBOOK_VERSION, load_codebook
from rf_scorer.language.examples import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rf_scorer.language.codebook import Condition, Entry, MarkerEntry
    from rf_scorer.language.patterns import Pattern

__all__ = ["pages"]

_FOLDER = "reference/codebook"
_CHECK = (
    "> **Check against the manual.** Highlights and markers are signs that a rater may look at, in our own words. None is a finding, and none earns "
    "credit on the scale by itself."
)
_FAMILIES = {
    "A": "awareness of the nature of mental states",
    "B": "effort to tease out mental states behind behaviour",
    "C": "developmental aspects of mental states",
    "D": "mental states in relation to the interviewer",
    "low": "possible low-RF cues",
    "link": "links: cause, result, contrast, time, condition",
}
_WRITTEN = "[How a rule is written](../../../annotation_guides/README.md#how-an-entry-is-written)."


def pages() -> dict[str, str]:
    """The overview, a page for each category of mentions, one for the markers."""
    book = load_codebook()
    about = {name: _about(name) for name in CATEGORIES}
    made = {f"{_FOLDER}/index.md": _overview(about)}
    for name in CATEGORIES:
        made[f"{_FOLDER}/{name}.md"] = _category(
            name, about[name], [entry for entry in book.entries if entry.category == name]
        )
    made[f"{_FOLDER}/markers.md"] = _markers(book.markers)
    return made


def _about(category: str) -> str:
    text = (resources.folder("annotation_guides") / "codebook" / f"{category}.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["about"])


def _overview(about: dict[str, str]) -> str:
    book = load_codebook()
    rows = []
    for name in CATEGORIES:
        entries = [entry for entry in book.entries if entry.category == name and not entry.skip]
        words = len({lemma for entry in entries for lemma in entry.lemmas})
        rows.append(
            (
                f"[{name}]({name}.md)",
                cell(about[name]),
                str(words),
                str(sum(len(entry.patterns) for entry in entries)),
            )
        )
    families = [
        (f"`{family}`", _FAMILIES[family], " ".join(marker.id for marker in book.markers if marker.family == family))
        for family in MARKER_FAMILIES
    ]
    return page(
        "Codebook",
        f"Every rule by which words are highlighted and markers suggested. For raters who ask why something is marked, and for whoever "
        f"counts what the program marked. Version {CODEBOOK_VERSION}.",
        _CHECK,
        "The same for reading: [what is highlighted](../../../annotation_guides/highlights.md) and [markers](../../../annotation_guides/markers.md).",
        "## Mentions",
        table(("category", "what belongs here", "words", "idioms"), rows),
        f"Whose state it is (`holder`): {_codes(HOLDERS)}. What else may be true of it (`flags`): {_codes(FLAGS)}.",
        "## Markers",
        table(("family", "what it may show", "markers"), families),
        "* [Every marker](markers.md)",
        "## Levels of a reference",
        "How much of a mind a mention says; each step contains the one below it.",
        table(("level", "what is said"), ((str(level), name) for level, name in enumerate(REFERENCE_LEVELS))),
    )


def _category(name: str, about: str, entries: list[Entry]) -> str:
    parts = [f"Every rule for mentions of {name}. {cell(about)}", _CHECK, _WRITTEN]
    for entry in entries:
        parts += [f"## {entry.id}", *_entry(entry)]
    return page(f"{name.capitalize()}", *parts)


def _entry(entry: Entry) -> Iterator[str]:
    if entry.skip:
        yield "**Left alone**: what this rule finds is not marked, and nothing else may mark it."
    if entry.note:
        yield cell(entry.note)
    told = [
        ("words", ", ".join(entry.lemmas)),
        ("as", entry.part),
        ("idioms", _patterns(entry.patterns)),
        ("only if", "; or ".join(map(_condition, entry.when))),
        ("unless", "; or ".join(map(_condition, entry.unless))),
        ("whose state", "" if entry.skip else entry.holder or f"the {entry.experiencer}'s"),
        ("flags", " ".join(flag for flag, is_so in (("negated", entry.negated), ("recall", entry.recall)) if is_so)),
        ("marked", _examples(entry.matching)),
        ("not marked", _examples(entry.non_matching)),
    ]
    if not entry.lemmas:
        told.remove(("as", entry.part))
    yield facts(told)


def _markers(markers: Iterable[MarkerEntry]) -> str:
    parts = [
        (
            "Every marker: what it may show, and by which rule. For raters and for whoever counts markers; how often each was right stands in the "
            "[guide](../../../annotation_guides/markers.md)."
        ),
        _CHECK,
        _WRITTEN,
    ]
    for marker in markers:
        told = [
            ("family", f"`{marker.family}`: {_FAMILIES[marker.family]}"),
            ("rules of structure", _codes(marker.structures)),
            ("runs of words", _patterns(marker.patterns)),
            ("marked", _examples(marker.matching)),
            ("not marked", _examples(marker.non_matching)),
        ]
        parts += [
            f"## {marker.id}: possible: {marker.title}",
            f"{cell(marker.meaning)} {cell(marker.note)}".strip(),
            facts(told),
        ]
    return page("Markers", *parts)


def _condition(condition: Condition) -> str:
    parts = []
    for field in fields(condition):
        value = getattr(condition, field.name)
        if value is None:
            continue
        if isinstance(value, frozenset):
            shown = "/".join(sorted(value))
        elif isinstance(value, tuple):
            shown = _patterns(value)
        else:
            shown = {True: "yes", False: "no"}.get(value, str(value))
        parts.append(f"{field.name.replace('_', ' ')}: {shown}")
    return ", ".join(parts)


def _patterns(patterns: Iterable[Pattern]) -> str:
    return " · ".join(f"`{' '.join(pattern.text.split())}`" for pattern in patterns)


def _examples(examples: Iterable[str]) -> str:
    return " · ".join(map(plain, examples))


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    import make

    make.main()
