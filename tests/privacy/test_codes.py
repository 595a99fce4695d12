"""Codes in the place of names: whose name it is, one code for each bearer, and a text that keeps everything else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.privacy.codes import PREFIXES, CodeBook, Entry, Mention, codes_in, parts
from rf_scorer.privacy.relations import ROLES, role_beside
from rf_scorer.privacy.replacing import Edit, applied, outside, replacements
from rf_scorer.transcripts.conventions import asides, word_count


def _person(words: str, role: str | None = None, file: str = "a.txt") -> Mention:
    return Mention(kind="person", words=words, role=role, file=file)


def _settled(*mentions: Mention, entries: tuple[Entry, ...] = (), reserved: str = "") -> CodeBook:
    book = CodeBook(entries)
    book.reserve([reserved])
    book.learn(mentions)
    book.settle()
    return book


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("my brother Zorvath was loud", "Brother"),
        ("my brother, um, Zorvath was loud", "Brother"),
        ("my mother, Zorvath, said so", "Mother"),
        ("my brother's called Zorvath", "Brother"),
        ("my sister's name was Zorvath.", "Sister"),
        ("my brothers Zorvath and him", "Brother"),
        ("my mother-in-law Zorvath", "Mother-in-law"),
        ("then Dr. Zorvath came", "Doctor"),
        ("Zorvath was my older brother", "Brother"),
        ("Zorvath, my brother, came", "Brother"),
        ("my mother, Zorvath and me", None),
        ("there was Zorvath, my mother and me", None),
        ("my brother told Zorvath", None),
        ("that guy Zorvath", None),
        ("Zorvath came", None),
    ],
)
def test_the_words_beside_a_name_say_whose_it_is(text: str, role: str | None) -> None:
    """A role or kin word next to a name is its role; words in a list with it, and words for anybody, are not."""
    start = text.index("Zorvath")
    assert role_beside(text, start, start + len("Zorvath")) == role


@pytest.mark.parametrize("words", sorted({*ROLES, *PREFIXES.values(), "Place", "Participant", "Interviewer", "Other"}))
def test_every_code_is_read_as_a_code(words: str) -> None:
    """No code that can be given is taken for a pause, a laugh or a telephone that rings; each counts as one word."""
    for code in (f"{{{{{words} 2}}}}", f"{{{{{words} 1 (1994)}}}}", *([f"{{{{{words}}}}}"] if words in ROLES else [])):
        assert [aside.kind for aside in asides(code)] == ["code"]
        assert word_count(f"then {code} came") == 3


def test_a_name_and_its_parts_have_one_code() -> None:
    """Whole names, parts, other spellings and names that are spelled out are the same person's."""
    book = _settled(_person("Zorá"), _person("Zora Vathe"), _person("Vathe"), _person("Z-O-R-A"), _person("ZORA"))
    assert {book.code("person", words) for words in ("Zora", "zora  vathe", "Vathe", "Z O R A", "Zora’s")} == {
        "Person 1"
    }


def test_a_part_of_two_names_is_nobodys() -> None:
    """A first name that two people have gets a code of its own."""
    book = _settled(_person("Zora Vathe"), _person("Zora Brisk"), _person("Zora"))
    codes = [book.code("person", words) for words in ("Zora Vathe", "Zora Brisk", "Zora")]
    assert codes == ["Person 1", "Person 2", "Person 3"]


def test_roles_that_differ_are_two_people() -> None:
    """The doctor who has the brother's family name is not the brother."""
    book = _settled(_person("Zora Vathe", "Sister"), _person("Vathe", "Doctor"))
    assert [book.code("person", words) for words in ("Zora Vathe", "Zora", "Vathe")] == ["Sister", "Sister", "Doctor"]


def test_a_role_that_is_said_late_gives_the_code() -> None:
    """Codes are given when all mentions are known."""
    book = _settled(_person("Zorvath"), _person("Quillon"), _person("Zorvath", "Brother"), _person("Brisk", "Brother"))
    assert [book.code("person", name) for name in ("Zorvath", "Quillon", "Brisk")] == [
        "Brother",
        "Person 1",
        "Brother 2",
    ]


def test_codes_that_stand_in_the_text_are_not_used_again() -> None:
    """Neither codes in braces nor roles with numbers are given to anybody else."""
    book = _settled(
        _person("Zorvath", "Brother"), _person("Quillon"), reserved="{{Brother}} met Person 1 and {{person  3}}."
    )
    assert [book.code("person", name) for name in ("Zorvath", "Quillon")] == ["Brother 2", "Person 2"]
    assert set(codes_in("{{Date 4 (1994)}} at Town 2")) == {"date 4", "town 2"}


def test_codes_of_earlier_runs_hold() -> None:
    """What a key says stays so, whatever is learned of it later, and its numbers are not given again."""
    earlier = (Entry(code="Person 2", kind="person", original="Zorvath", file="old.txt"),)
    book = _settled(_person("Zorvath", "Brother"), _person("Quillon"), _person("Brisk"), entries=earlier)
    assert [book.code("person", name) for name in ("Zorvath", "Quillon", "Brisk")] == [
        "Person 2",
        "Person 1",
        "Person 3",
    ]
    assert CodeBook(book.entries()).entries() == book.entries()


@pytest.mark.parametrize(
    ("kind", "words", "code"),
    [
        ("date", "12 March 1994", "Date 1 (1994)"),
        ("date", "12 March 1931", "Date 1"),
        ("date", "between 1994 and 1995", "Date 1"),
        ("date", "the twelfth of March", "Date 1"),
        ("place", "Brisk Street", "Place 1"),
        ("place", "Briskwick", "Town 1"),
        ("phone", "07700 900123", "Phone 1"),
    ],
)
def test_years_may_stand_unless_they_tell_an_age_over_89(kind: str, words: str, code: str) -> None:
    """A date keeps its one year, if it is a recent one; streets and rivers are no towns."""
    assert _settled(Mention(kind=kind, words=words)).code(kind, words) == code


def test_known_names_are_found_wherever_they_stand() -> None:
    """In any case and over line breaks; not in codes, not inside words, not where English has the word, not where they may stand."""
    book = _settled(_person("Zora Vathe"), _person("Rose"), Mention(kind="email", words="z@brisk.example"))
    found = book.sweep()
    text = "ZORA\nVathe, zora; zorab {{Zora}} a rose, z@brisk.example"
    told = [text[start:end] for start, end, _, _ in found(text)]
    assert told[:2] == ["ZORA\nVathe", "zora"]
    assert told[-1] == "z@brisk.example"
    assert "zorab" not in told
    assert "rose" not in told
    assert list(book.sweep(stays=lambda *_: True)(text)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{my Zorvath}}", []),
        (" ({{A}}, Zorvath) ", ["Zorvath"]),
        ("Zorvath {{A}} Brisk!", ["Zorvath", "Brisk"]),
        (" +44 7700.", ["+44 7700"]),
        ("(020) 7946", ["(020) 7946"]),
        (" … ", []),
    ],
)
def test_nothing_inside_a_code_is_touched(text: str, said: list[str]) -> None:
    """Of a span that runs over a code or a note only what is said is left, without marks at its ends."""
    assert [text[start:end] for start, end in outside(text, 0, len(text))] == said


_TEXT = st.text(alphabet=st.sampled_from("ab Z.\n{}é"), max_size=60)
_SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["{{A}}", "B", ""])), max_size=8)


@settings(max_examples=300, deadline=None)
@given(_TEXT, _SPANS)
def test_edits_change_what_they_cover_and_nothing_else(text: str, spans: list[tuple[int, int, str]]) -> None:
    """Whatever is to be replaced, edits are in order and apart, cover exactly that, and leave all other characters."""
    targets = [(start, min(end, len(text)), code) for start, end, code in spans if start < min(end, len(text))]
    edits = replacements(targets)
    covered = {place for start, end, _ in targets for place in range(start, end)}
    assert {place for edit in edits for place in range(edit.start, edit.end)} == covered
    assert all(one.end <= two.start for one, two in pairwise(edits))
    kept = "".join(character for place, character in enumerate(text) if place not in covered)
    assert applied(text, [Edit(start, end, "") for start, end, _ in edits]) == kept


_NAMES = st.sampled_from(["Zorvath", "Quillon", "Brisk Vathe", "Vathe", "Zorvath Brisk"])
_ROLE = st.sampled_from([None, None, "Brother", "Doctor"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_NAMES, _ROLE), min_size=1, max_size=12), st.integers(0, 12))
def test_a_book_gives_every_name_one_code_and_every_code_to_one_bearer(
    named: list[tuple[str, str | None]], cut: int
) -> None:
    """However mentions come, and over a key in between: a name keeps its code, and rows of one code are never two classes."""
    book = _settled(*(_person(words, role) for words, role in named[:cut]))
    before = {words: book.code("person", words) for words, _ in named[:cut]}
    later = CodeBook(book.entries())
    later.learn(_person(words, role) for words, role in named)
    later.settle()
    assert {words: later.code("person", words) for words in before} == before
    assert all(later.code("person", words) for words, _ in named)
    rows = {(entry.code, parts(entry.original)) for entry in later.entries()}
    assert len(rows) == len({form for _, form in rows})
