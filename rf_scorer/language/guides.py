"""The raters' guides: Markdown whose tables are made from the codebook, so that what a rater reads is what the program runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer import resources
from rf_scorer.domain import CATEGORIES, MARKER_FAMILIES
from rf_scorer.errors import UnknownName
from rf_scorer.language.codebook import Codebook, Entry, load_codebook
from rf_scorer.language.examples import plain
from rf_scorer.language.precision import load_precision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rf_scorer.language.codebook import MarkerEntry
    from rf_scorer.language.precision import Figure

__all__ = ["names", "regenerate", "text"]

_GENERATED = re.compile(r"(<!-- generated: ([a-z]+(?:\.[a-zA-Z]+)?) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHOWN = 12
_EXAMPLES = 6
_FAMILY_TITLES = {
    "A": "A. Awareness of the nature of mental states",
    "B": "B. Effort to tease out mental states underlying behaviour",
    "C": "C. Developmental aspects of mental states",
    "D": "D. Mental states in relation to the interviewer",
    "low": "Possible low-RF cues",
    "link": "Links: cause, result, contrast, time, condition",
}
#: How the pattern language reads in a table for people who write no rules.
_SAID = {
    "{poss}": "one's",
    "{object}": "somebody",
    "{kin}": "a relative",
    "{name}": "Name",
    "{person}": "a person",
    "@mind": "any marked word",
    "@state": "a state",
    "@other": "another's state",
    "@self": "an own state",
    "@modulation": "maybe",
    "*": "…",
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
    """The Markdown with every generated table made anew from the codebook; ``python docs/make_guides.py`` does so for all guides.

    A table stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``; names are ``categories``, ``exclusions``,
    ``entries.<category>``, ``markers.<family>`` and ``precision``.

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
        return _entries(
            (entry for entry in codebook.entries if entry.skip), head=("entry", "words", "left alone", "but")
        )
    if kind == "entries" and part in CATEGORIES:
        return _entries(entry for entry in codebook.entries if entry.category == part and not entry.skip)
    if kind == "markers" and part in MARKER_FAMILIES:
        return _family(codebook, part)
    if name == "precision":
        return _precision(codebook)
    tables = [
        "categories",
        "exclusions",
        "precision",
        *(f"entries.{item}" for item in CATEGORIES),
        *(f"markers.{item}" for item in MARKER_FAMILIES),
    ]
    raise UnknownName("table", name, tables)


def _category(codebook: Codebook, category: str) -> tuple[str, ...]:
    entries = [entry for entry in codebook.entries if entry.category == category and not entry.skip]
    words = len({lemma for entry in entries for lemma in entry.lemmas})
    return (f"`{category}`", str(len(entries)), str(words), str(sum(len(entry.patterns) for entry in entries)))


def _entries(entries: Iterable[Entry], *, head: tuple[str, ...] = ("entry", "words", "marked", "not marked")) -> str:
    return _rows(
        head,
        (
            (f"`{entry.id}`", _words(entry), _examples(entry.matching[:3]), _examples(entry.non_matching[:3]))
            for entry in entries
        ),
    )


def _words(entry: Entry) -> str:
    listed = entry.lemmas or tuple(dict.fromkeys(_phrase(pattern.text) for pattern in entry.patterns))
    more = len(listed) - _SHOWN
    return ", ".join(listed[:_SHOWN]) + (f" … and {more} more" if more > 0 else "")


def _phrase(pattern: str) -> str:
    """A pattern as one would say it: ``[ ~break {poss} heart ]`` is *break one's heart*."""
    parts = []
    for piece in re.findall(r"[^\s\[\]^$]+", pattern):
        optional = len(piece) > 1 and piece.endswith("?") and piece[-2] != "|"
        choices = (piece[:-1] if optional else piece).split("|")
        shown = "/".join(dict.fromkeys(_word(choice) for choice in choices[:3]))
        shown += "/…" if len(choices) > 3 else ""
        parts.append(f"({shown})" if optional else shown)
    return re.sub(r"(?:… )+…|…", "…", " ".join(parts))


def _word(choice: str) -> str:
    if choice in _SAID:
        return _SAID[choice]
    if choice.startswith("@"):
        return f"a state ({choice[1:]})"
    return "…" if choice.startswith(("{", "<")) else choice.removeprefix("~")


def _family(codebook: Codebook, family: str) -> str:
    """Every marker of a family: what it may show, with what it finds and what it leaves."""
    _, figures = load_precision({marker.id for marker in codebook.markers})
    parts = [f"## {_FAMILY_TITLES[family]}\n"]
    parts += [_marker(marker, figures.get(marker.id)) for marker in codebook.markers if marker.family == family]
    return "\n".join(parts)


def _marker(marker: MarkerEntry, figure: Figure | None) -> str:
    found, left = list(marker.matching[:_EXAMPLES]), list(marker.non_matching[:_EXAMPLES])
    count = max(len(found), len(left))
    rows = zip(found + [""] * (count - len(found)), left + [""] * (count - len(left)), strict=True)
    table = _rows(("marked", "not marked"), ((plain(yes), plain(no)) for yes, no in rows))
    note = f" {marker.note}" if marker.note else ""
    return f"### {marker.id}: possible: {marker.title}\n\n{marker.meaning}{note}\n\n{table}\nMeasured: {_measured(figure)}.\n"


def _measured(figure: Figure | None) -> str:
    if figure is None:
        return "not measured"
    low, high = figure.interval
    return f"{figure.right} of {figure.read} hits that were read were right ({figure.share:.0%}; 95 % interval {low:.0%} to {high:.0%})"


def _precision(codebook: Codebook) -> str:
    """Every marker with how often it was right."""
    about, figures = load_precision({marker.id for marker in codebook.markers})
    rows = []
    for marker in codebook.markers:
        figure = figures.get(marker.id)
        if figure is None:
            measured = ("", "not measured", "")
        else:
            low, high = figure.interval
            measured = (f"{figure.right} of {figure.read}", f"{figure.share:.0%}", f"{low:.0%} to {high:.0%}")
        rows.append((marker.id, f"possible: {marker.title}", *measured))
    table = _rows(("id", "what it may show", "right of read", "share", "95 % interval"), rows)
    return f"{about}\n\n{table}" if about else table


def _examples(examples: Iterable[str]) -> str:
    return "<br>".join(plain(example) for example in examples)


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
