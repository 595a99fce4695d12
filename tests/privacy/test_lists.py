"""The lists that the detectors go by: sound, small, and not against one another."""

from __future__ import annotations

import importlib.resources
import re

import pytest

from rf_scorer.privacy.lists import lists, long_names, phrases

_DATA = importlib.resources.files("rf_scorer.privacy") / "data"
#: Every list that is there; notices of copyright are in capitals.
_NAMES = sorted(
    entry.name.removesuffix(".txt") for entry in _DATA.iterdir() if entry.name.islower() and entry.name.endswith(".txt")
)
#: Words of letters and digits, parted by blanks, apostrophes, hyphens or full stops; broken off in talk; with a question mark a given name that is oftener a word.
_ENTRY = re.compile(r"['’]?[^\W_]+(?:[ '’.&-]+[^\W_]+)*['’.-]*\??")
#: Given to people on every continent; a list that held one of them as nobody's would hide it.
_COMMON = (
    "anna", "maria", "john", "james", "mohammed", "fatima", "wei", "yuki", "priya", "arjun", "olga", "ivan", "kofi", "amina", "jose", "carmen",
    "tobias", "siobhan", "oluwafemi", "mehmet", "ayse", "nguyen", "lars", "ingrid", "pierre", "chloe", "giovanni", "sofia", "david", "sarah",
)  # fmt: skip


def _entries(name: str) -> list[str]:
    lines = (_DATA / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", _NAMES)
def test_entries_are_words_in_lower_case(name: str) -> None:
    """One a line, of letters and digits, without capitals and without blanks at its ends."""
    entries = _entries(name)
    assert entries
    assert [entry for entry in entries if entry != entry.lower().strip() or not _ENTRY.fullmatch(entry)] == []


@pytest.mark.parametrize("name", _NAMES)
def test_no_entry_stands_twice(name: str) -> None:
    """Not with and without its mark either."""
    entries = [entry.rstrip("?") for entry in _entries(name)]
    assert len(set(entries)) == len(entries)


def test_the_lists_stay_small() -> None:
    """All together below four megabytes: they are read before the first transcript."""
    assert sum(len((_DATA / f"{name}.txt").read_bytes()) for name in _NAMES) < 4_000_000


def test_common_names_are_given_names_and_never_nobodys() -> None:
    """Names that many people have stand among given or family names, and not among what is nobody's."""
    known = lists()
    assert [name for name in _COMMON if name not in known.given | known.family or name in known.plain] == []


def test_what_is_nobodys_hides_few_names() -> None:
    """Peoples, brands and kin words of other languages that are given to somebody as well are fewer than one in a hundred names."""
    known = lists()
    assert len(known.plain & known.given) < len(known.given) / 100


def test_family_names_are_not_nobodys() -> None:
    """No family name is in the list of what identifies nobody."""
    known = lists()
    assert known.family & known.plain == frozenset()


def test_names_of_several_words_are_found_by_their_first() -> None:
    """Each stands below its first word, whole."""
    for table in (phrases(), long_names()):
        assert table
        assert all(words[0] == first for first, several in table.items() for words in several)


@pytest.mark.parametrize(
    ("word", "english"),
    [("frightened", True), ("lovelier", True), ("he'd", True), ("w-w-went", True), ("gonna", True), ("oluwafemi", False), ("kowalczyk", False)],
)  # fmt: skip
def test_english_words_are_known_with_their_endings(word: str, english: bool) -> None:
    """Plain inflections, contractions, stutters and spoken forms are English; names are not."""
    assert lists().english(word) is english
