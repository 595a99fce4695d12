"""Codes in the place of what identifies somebody: ``{{Brother}}``, ``{{Town 2}}``; the same name has the same code wherever it stands.

A name and its parts are one bearer ("Anna Kowalska" and "Anna"), unless a part could be two people's. What a bearer is called is decided when
all mentions are known, so that "my brother Tobias" late in an interview gives its code to the "Tobias" of the beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rf_scorer.privacy.cues import PARTICLES, TITLES
from rf_scorer.privacy.lists import folded, lists
from rf_scorer.privacy.relations import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["PREFIXES", "CodeBook", "Entry", "Mention", "codes_in", "parts"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What codes of a class are called where no role says more.
PREFIXES = {
    "person": "Person",
    "place": "Town",
    "school": "School",
    "hospital": "Hospital",
    "employer": "Employer",
    "pet": "Pet",
    "date": "Date",
    "age": "Age",
    "phone": "Phone",
    "email": "Email",
    "handle": "Handle",
    "url": "Web page",
    "ip": "Network address",
    "address": "Address",
    "national-id": "State number",
    "bank": "Account",
    "vehicle": "Number plate",
    "record": "File number",
    "occupation": "Occupation",
    "initials": "Initials",
    "picture": "Picture",
}
#: Places that are no towns.
_GROUNDS = _words(
    "street road avenue lane close drive crescent terrace way square hill park green river creek lake beach island valley wood woods forest falls mountain "
    "moor common gardens court bridge harbour harbor estate"
)
#: Classes in which one word can be a name of anything: a name that is a person's here and a dog's there has one code all the same.
_NAMES = frozenset({"person", "pet", "place", "school", "hospital", "employer"})
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"\{\{([^{}\n]{1,200})\}\}")
_BARE = re.compile(
    rf"\b({'|'.join([*PREFIXES.values(), 'Place', 'Participant', 'Interviewer', *sorted(ROLES, key=len, reverse=True)])})[ -]?(\d{{1,6}})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19[4-9]\d|20\d\d)(?!\d)")
_SHORTEST = 3
#: Words of what is looked for elsewhere; an address has fewer.
_LONGEST = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where something identifies somebody.

    Attributes
    ----------
    kind : str
        A class of identifiers.
    words : str
        As they stand there.
    role : str or None
        What words beside it say of a person.
    file : str
        Name of the transcript.
    """

    kind: str
    words: str = field(repr=False)
    role: str | None = None
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the key: a code, and one form of what it stands for.

    Attributes
    ----------
    code : str
        Without braces.
    kind : str
    original : str
    file : str
        Where the form stood first.
    """

    code: str
    kind: str
    original: str = field(repr=False)
    file: str = ""


@dataclass(slots=True, kw_only=True)
class _Bearer:
    kind: str
    words: set[str]
    forms: dict[str, tuple[str, str]] = field(default_factory=dict)
    role: str | None = None
    code: str | None = None


def codes_in(text: str) -> Iterator[str]:
    """Codes that a text holds already, with braces (``{{Sister}}``) or as role and number (``Company 1``); without braces, case folded."""
    for match in _CODE.finditer(text):
        yield _plain(match[1])
    for match in _BARE.finditer(text):
        yield _plain(f"{match[1]} {match[2]}")


def _plain(code: str) -> str:
    return " ".join(re.sub(r"\([^()]*\)", " ", code).casefold().split())


def parts(words: str) -> tuple[str, ...]:
    """The words of a name, folded; one that is spelled out letter by letter is one word."""
    found = tuple(_WORD.findall(folded(words.replace("’", "'").removesuffix("'s"))))
    return ("".join(found),) if len(found) >= _SHORTEST and all(len(word) == 1 for word in found) else found


class CodeBook:
    """Bearers of names and their codes.

    Parameters
    ----------
    entries : iterable of Entry
        Of earlier runs; their codes hold.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._bearers: list[_Bearer] = []
        self._forms: dict[tuple[str, str], _Bearer] = {}
        self._used: set[str] = set()
        by_code: dict[str, _Bearer] = {}
        for entry in entries:
            bearer = by_code.get(entry.code)
            if bearer is None:
                bearer = by_code[entry.code] = _Bearer(kind=entry.kind, words=set(), code=entry.code)
                self._bearers.append(bearer)
                self._used.add(_plain(entry.code))
            self._give(bearer, entry.kind, entry.original, entry.file)

    def reserve(self, texts: Iterable[str]) -> None:
        """Never use codes that stand in these texts: they are somebody else's."""
        for text in texts:
            self._used.update(codes_in(text))

    def learn(self, mentions: Iterable[Mention]) -> None:
        """Take mentions in. Their codes exist after :meth:`settle`."""
        for mention in mentions:
            bearer = self._bearer(mention.kind, mention.words, role=mention.role)
            if bearer is None:
                bearer = _Bearer(kind=mention.kind, words=set())
                self._bearers.append(bearer)
            bearer.role = bearer.role or mention.role
            self._give(bearer, mention.kind, mention.words, mention.file)

    def settle(self) -> None:
        """Give a code to every bearer who has none, in the order in which they were learned."""
        for bearer in self._bearers:
            if bearer.code is None:
                bearer.code = self._new(bearer)
                self._used.add(_plain(bearer.code))

    def code(self, kind: str, words: str) -> str:
        """The code of what has been learned, without braces.

        Raises
        ------
        KeyError
            If it has not been learned, or not settled.
        """
        bearer = self._bearer(kind, words)
        if bearer is None or bearer.code is None:
            raise KeyError(kind)
        return bearer.code

    def kinds(self) -> dict[str, str]:
        """Class by code."""
        return {bearer.code: bearer.kind for bearer in self._bearers if bearer.code is not None}

    def people(self) -> frozenset[str]:
        """Words, folded, by which people are called of whom more is known than one word: a role, or a whole name. English may have them, too."""
        known = (one for one in self._bearers if one.kind == "person" and (one.role is not None or len(one.words) > 1))
        return frozenset(word for one in known for word in one.words if len(word) >= _SHORTEST)

    def entries(self) -> tuple[Entry, ...]:
        """The rows of the key, in the order in which they were learned."""
        return tuple(
            Entry(code=bearer.code, kind=bearer.kind, original=original, file=file)
            for bearer in self._bearers
            if bearer.code is not None
            for original, file in bearer.forms.values()
        )

    def sweep(
        self, *, stays: Callable[[str, str], bool] = lambda *_: False
    ) -> Callable[[str], Iterator[tuple[int, int, str, str]]]:
        """A search for everything that has been learned, wherever else it stands.

        Words that English has ("Rose", "Will") are passed over: only who reads can tell whether they are a name.

        Parameters
        ----------
        stays : callable
            Whether words of a class may stand.

        Returns
        -------
        callable
            Gives for a text (start, end, class, code) in order, without overlap.
        """
        known: dict[tuple[str, ...], _Bearer] = {}
        for bearer in self._bearers:
            for form in self._sought(bearer):
                if 0 < len(form) <= _LONGEST and not stays(bearer.kind, " ".join(form)):
                    known.setdefault(form, bearer)
        longest = max(map(len, known), default=0)
        firsts = {form[0] for form in known}

        def found(text: str) -> Iterator[tuple[int, int, str, str]]:
            words = (
                [(match.start(), match.end(), folded(match.group())) for match in _WORD.finditer(text)] if known else []
            )
            place = 0
            while place < len(words):
                step = 1
                if words[place][2] in firsts:
                    for length in range(min(longest, len(words) - place), 0, -1):
                        bearer = known.get(tuple(word for _, _, word in words[place : place + length]))
                        if (
                            bearer is not None
                            and bearer.code is not None
                            and _close(text, words[place : place + length])
                        ):
                            yield words[place][0], words[place + length - 1][1], bearer.kind, bearer.code
                            step = length
                            break
                place += step

        return found

    def _sought(self, bearer: _Bearer) -> Iterator[tuple[str, ...]]:
        english = lists().english
        for original, _ in bearer.forms.values():
            form = tuple(_WORD.findall(folded(original)))
            named = bearer.kind in _NAMES
            if sum(map(len, form)) >= (_SHORTEST if named else 2 * _SHORTEST) and not (
                named and all(map(english, form))
            ):
                yield form
        if bearer.kind == "person":
            yield from ((word,) for word in sorted(bearer.words) if len(word) >= _SHORTEST and not english(word))

    def _give(self, bearer: _Bearer, kind: str, words: str, file: str) -> None:
        found = parts(words)
        key = " ".join(found)
        bearer.forms.setdefault(key, (words, file))
        self._forms.setdefault((_group(kind), key), bearer)
        if kind == "person":
            bearer.words.update(_own(found))

    def _bearer(self, kind: str, words: str, *, role: str | None = None) -> _Bearer | None:
        found = parts(words)
        exact = self._forms.get((_group(kind), " ".join(found)))
        if exact is not None or kind != "person":
            return exact
        own = _own(found)
        if not own:
            return None
        # "Dr Ferreira" is not the brother who is called Ferreira, too.
        people = [
            one
            for one in self._bearers
            if one.kind == "person" and one.words and (role is None or one.role is None or one.role == role)
        ]
        whole = [one for one in people if own <= one.words]
        if whole:  # a part of somebody's name; of two people's it is nobody's yet
            return whole[0] if len(whole) == 1 else None
        part = [one for one in people if one.words <= own]
        first = next((word for word in found if word in own), "")
        return next((one for one in part if first in one.words), part[0] if part else None)

    def _new(self, bearer: _Bearer) -> str:
        if bearer.role is not None and bearer.kind == "person":
            return self._free(bearer.role, bare=True)
        prefix = PREFIXES.get(bearer.kind, bearer.kind.capitalize())
        originals = [original for original, _ in bearer.forms.values()]
        if bearer.kind == "place" and parts(originals[0])[-1:] and parts(originals[0])[-1] in _GROUNDS:
            prefix = "Place"
        code = self._free(prefix, bare=False)
        years = set(_YEAR.findall(originals[0])) if bearer.kind == "date" else set()
        return f"{code} ({years.pop()})" if len(years) == 1 else code

    def _free(self, prefix: str, *, bare: bool) -> str:
        if bare and prefix.casefold() not in self._used:
            return prefix
        number = 2 if bare else 1
        while f"{prefix} {number}".casefold() in self._used:
            number += 1
        return f"{prefix} {number}"


def _group(kind: str) -> str:
    return "name" if kind in _NAMES else kind


def _own(words: Iterable[str]) -> set[str]:
    """The words by which a person is told from others."""
    found = set(words)
    return found - (PARTICLES | TITLES) or found


def _close(text: str, words: list[tuple[int, int, str]]) -> bool:
    """Whether nothing but marks and single blanks or line breaks stands between words."""
    return all(
        len(gap) <= 4 and not any(character.isalnum() or character in "{}" for character in gap)
        for (_, end, _), (start, _, _) in pairwise(words)
        for gap in [text[end:start]]
    )
