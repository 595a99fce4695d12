"""Reading the codebook: TOML in, checked entries out. What is unknown is refused, with what is known beside it."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rf_scorer import resources
from rf_scorer.domain import CATEGORIES, HOLDERS, MARKER_FAMILIES
from rf_scorer.errors import ResourceMissing, UsageError
from rf_scorer.language.following import COMPLEMENTS
from rf_scorer.language.lexicon import Words, make_words
from rf_scorer.language.morphology import TAGS
from rf_scorer.language.patterns import Element, Pattern, PatternError, compile_pattern
from rf_scorer.language.site import TENSES
from rf_scorer.language.structures import STRUCTURES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CODEBOOK_VERSION",
    "FILES",
    "Codebook",
    "Condition",
    "Entry",
    "MarkerEntry",
    "load_codebook",
    "parse_codebook",
]

#: Raised with every change of meaning; a digest of the files stands beside it in each result.
CODEBOOK_VERSION = "1.0"
#: The files of the codebook; all others in its folder are left alone.
MARKER_FILES = ("markers", "markers_context", "markers_low")
FILES = ("words", "lemmas", *CATEGORIES, *MARKER_FILES)

_PARTS = ("verb", "noun", "adjective", "word")
_EXPERIENCERS = ("subject", "object", "possessor", "speaker", "named")
_SUBJECTS = ("self", "other", "shared", "generic", "you", "it", "thing", "there", "none", "person")
_OBJECTS = ("person", "thing", "clause", "none")
_UNIVERSAL = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
_ENTRY_KEYS = {
    "id", "lemmas", "patterns", "pos", "skip", "rank", "when", "unless", "experiencer", "holder", "negated", "recall", "frame", "matching", "non_matching", "note", "lemma",
}  # fmt: skip
_CONDITION_KEYS = {
    "form",
    "subject",
    "tense",
    "complement",
    "next",
    "previous",
    "sentence",
    "negated",
    "question",
    "named",
    "attributive",
    "scope",
    "person_object",
    "word",
    "pos",
    "relation",
    "governor",
    "auxiliary",
    "object",
    "predicate",
}
_MARKER_KEYS = {
    "id",
    "family",
    "title",
    "meaning",
    "patterns",
    "structures",
    "matching",
    "non_matching",
    "note",
    "unless",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """All of these must hold; a field that is None does not matter."""

    form: frozenset[str] | None = None
    subject: frozenset[str] | None = None
    tense: frozenset[str] | None = None
    complement: frozenset[str] | None = None
    next: tuple[Pattern, ...] | None = None
    previous: tuple[Pattern, ...] | None = None
    sentence: tuple[Pattern, ...] | None = None
    negated: bool | None = None
    question: bool | None = None
    named: bool | None = None
    attributive: bool | None = None
    scope: str | None = None
    person_object: bool | None = None
    word: frozenset[str] | None = None
    pos: frozenset[str] | None = None
    relation: frozenset[str] | None = None
    governor: frozenset[str] | None = None
    auxiliary: frozenset[str] | None = None
    object: frozenset[str] | None = None
    predicate: bool | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of one or more headwords, or an idiom."""

    id: str
    category: str
    part: str
    skip: bool
    rank: int
    lemmas: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    experiencer: str
    holder: str | None
    negated: bool | None
    recall: bool
    frame: str | None
    matching: tuple[str, ...]
    non_matching: tuple[str, ...]
    note: str
    lemma: str = ""

    @property
    def scoped(self) -> bool:
        """Whether it can be judged only once other mentions are known."""
        return any(condition.scope for condition in (*self.when, *self.unless))


@dataclass(frozen=True, slots=True)
class MarkerEntry:
    """A marker with the runs of words, and the structures by name, that may show it."""

    id: str
    family: str
    title: str
    meaning: str
    patterns: tuple[Pattern, ...]
    structures: tuple[str, ...]
    unless: tuple[Pattern, ...]
    matching: tuple[str, ...]
    non_matching: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """Everything the rules know.

    Attributes
    ----------
    entries : tuple of Entry
        In the order in which senses of one word are tried.
    markers : tuple of MarkerEntry
    words : Words
    digest : str
        SHA-256 over the files, 64 hexadecimal digits.
    """

    entries: tuple[Entry, ...]
    markers: tuple[MarkerEntry, ...]
    words: Words
    digest: str


class _Reader:
    """Turns one file's tables into entries and says where it could not."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._pieces: dict[str, list[Element]] = {}

    def fail(self, where: str, message: str, remedy: str | None = None) -> UsageError:
        return UsageError(message, where=where, remedy=remedy)

    def keys(self, table: Mapping[str, Any], allowed: set[str], where: str) -> None:
        unknown = sorted(set(table) - allowed)
        if unknown:
            raise self.fail(where, f"There is no key {unknown[0]!r}.", f"Allowed: {', '.join(sorted(allowed))}.")

    def choice(self, value: str, allowed: tuple[str, ...], where: str) -> str:
        if value not in allowed:
            raise self.fail(where, f"{value!r} is not known here.", f"Allowed: {', '.join(allowed)}.")
        return value

    def pattern(self, text: str, where: str, *, anchored: bool = True) -> Pattern:
        try:
            return compile_pattern(
                text, forms=self.words.forms, classes=self.words.classes, anchored=anchored, known=self._pieces
            )
        except PatternError as error:
            message = f"The pattern {text!r} cannot be used: {error}."
        raise self.fail(where, message)

    def conditions(self, value: Any, where: str) -> tuple[Condition, ...]:
        tables = value if isinstance(value, list) else [value]
        return tuple(self.condition(table, where) for table in tables)

    def condition(self, table: Mapping[str, Any], where: str) -> Condition:
        self.keys(table, _CONDITION_KEYS, where)
        fields: dict[str, Any] = {}
        for key, allowed in (
            ("form", TAGS), ("tense", TENSES), ("complement", COMPLEMENTS), ("subject", _SUBJECTS), ("pos", _UNIVERSAL), ("object", _OBJECTS),
        ):  # fmt: skip
            if key in table:
                given = table[key] if isinstance(table[key], list) else [table[key]]
                values = {self.choice(item, allowed, where) for item in given}
                if "person" in values and key == "subject":
                    values = (values - {"person"}) | {"self", "other", "shared", "generic", "you"}
                fields[key] = frozenset(values)
        for key in ("next", "previous", "sentence"):
            if key in table:
                given = table[key] if isinstance(table[key], list) else [table[key]]
                fields[key] = tuple(self.pattern(item, where, anchored=key == "sentence") for item in given)
        for key in ("negated", "question", "named", "attributive", "person_object", "predicate"):
            if key in table:
                fields[key] = bool(table[key])
        for key in ("word", "relation", "governor", "auxiliary"):
            if key in table:
                fields[key] = frozenset(table[key].split("|"))
        if "scope" in table:
            fields["scope"] = self.choice(table["scope"], ("state", "other", "any"), where)
        return Condition(**fields)

    def entry(self, table: Mapping[str, Any], category: str, where: str) -> Entry:
        name = table.get("id")
        if not isinstance(name, str) or not name:
            raise self.fail(where, "An entry has no id.")
        where = f"{where}::{name}"
        self.keys(table, _ENTRY_KEYS, where)
        if ("lemmas" in table) == ("patterns" in table):
            raise self.fail(where, "An entry has either lemmas or patterns.")
        if not table.get("matching"):
            raise self.fail(where, "An entry has at least one matching example.")
        part = self.choice(table.get("pos", "word"), _PARTS, where)
        experiencer = self.choice(
            table.get("experiencer", "possessor" if part == "noun" else "subject"), _EXPERIENCERS, where
        )
        return Entry(
            id=name,
            category=category,
            part=part,
            skip=bool(table.get("skip", False)),
            rank=int(table.get("rank", 50)),
            lemmas=tuple(table.get("lemmas", ())),
            patterns=tuple(self.pattern(text, where) for text in table.get("patterns", ())),
            when=self.conditions(table["when"], where) if "when" in table else (),
            unless=self.conditions(table["unless"], where) if "unless" in table else (),
            experiencer=experiencer,
            holder=self.choice(table["holder"], HOLDERS, where) if "holder" in table else None,
            negated=table.get("negated"),
            recall=bool(table.get("recall", False)),
            frame=table.get("frame"),
            matching=tuple(table["matching"]),
            non_matching=tuple(table.get("non_matching", ())),
            note=table.get("note", ""),
            lemma=table.get("lemma", ""),
        )

    def marker(self, table: Mapping[str, Any], where: str) -> MarkerEntry:
        name = table.get("id")
        if not isinstance(name, str) or not name:
            raise self.fail(where, "A marker has no id.")
        where = f"{where}::{name}"
        self.keys(table, _MARKER_KEYS, where)
        for key in ("title", "meaning", "matching"):
            if not table.get(key):
                raise self.fail(where, f"A marker has no {key}.")
        if not (table.get("patterns") or table.get("structures")):
            raise self.fail(where, "A marker has patterns or structures.")
        return MarkerEntry(
            id=name,
            family=self.choice(table.get("family", ""), MARKER_FAMILIES, where),
            title=table["title"],
            meaning=table["meaning"],
            patterns=tuple(self.pattern(text, where) for text in table.get("patterns", ())),
            structures=tuple(
                self.choice(name, tuple(sorted(STRUCTURES)), where) for name in table.get("structures", ())
            ),
            unless=tuple(self.pattern(text, where) for text in table.get("unless", ())),
            matching=tuple(table["matching"]),
            non_matching=tuple(table.get("non_matching", ())),
            note=table.get("note", ""),
        )


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"This is not TOML: {error}."
    raise UsageError(message, where=f"{name}.toml")


def parse_codebook(texts: Mapping[str, str]) -> Codebook:
    """Make a codebook of its files.

    Parameters
    ----------
    texts : mapping of str to str
        TOML by file name without suffix: those of :data:`FILES`.

    Raises
    ------
    UsageError
        Where an entry uses what is not known; says the file and the entry.
    """
    tables = {name: _parsed(name, text) for name, text in texts.items()}
    verbs = frozenset(
        lemma
        for category in CATEGORIES
        for table in tables[category].get("entry", ())
        if table.get("pos") == "verb"
        for lemma in table.get("lemmas", ())
    )
    words = make_words(tables["words"]["classes"], tables["words"]["measures"], tables["lemmas"], verbs)
    reader = _Reader(words)
    entries = []
    for category in CATEGORIES:
        reader.keys(tables[category], {"category", "title", "about", "entry"}, f"{category}.toml")
        entries += [reader.entry(table, category, f"{category}.toml") for table in tables[category].get("entry", ())]
    markers = [
        reader.marker(table, f"{name}.toml") for name in MARKER_FILES for table in tables[name].get("marker", ())
    ]
    seen: set[str] = set()
    for name in [entry.id for entry in entries] + [marker.id for marker in markers]:
        if name in seen:
            raise UsageError(f"The id {name!r} stands twice in the codebook.")
        seen.add(name)
    digest = hashlib.sha256("\0".join(texts[name] for name in FILES).encode()).hexdigest()
    return Codebook(
        entries=tuple(sorted(entries, key=lambda entry: entry.rank)), markers=tuple(markers), words=words, digest=digest
    )


@cache
def load_codebook() -> Codebook:
    """The codebook that ships with rf_scorer.

    Raises
    ------
    ResourceMissing
        If a file of it is gone.
    """
    folder = resources.folder("annotation_guides") / "codebook"
    texts = {}
    for name in FILES:
        path = folder / f"{name}.toml"
        if not path.is_file():
            raise ResourceMissing(
                f"The codebook's file {name}.toml is missing.",
                remedy="Install again: pip install --force-reinstall rf_scorer",
            )
        texts[name] = path.read_text(encoding="utf-8")
    return parse_codebook(texts)
