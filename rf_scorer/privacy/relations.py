"""Whose name it is, as the words beside it say: "my brother Tobias", "Tobias was my brother", "Dr Ferreira"."""

from __future__ import annotations

import re

from rf_scorer.privacy.cues import RELATIONS

__all__ = ["ROLES", "role_beside"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Said of anybody: a code made of these would tell a reader nothing.
_GENERIC = _words(
    "guy guys man woman lady girl boy fella lad lass chap bloke kid kids ex lover worker student parents children babies twin twins"
)
_TITLES = {
    "dr": "Doctor",
    "doctor": "Doctor",
    "prof": "Professor",
    "professor": "Professor",
    "uncle": "Uncle",
    "aunt": "Aunt",
    "auntie": "Aunt",
    "aunty": "Aunt",
}
_SPECIAL = {"gp": "GP", "bff": "Friend", "bestie": "Friend", "bro": "Brother", "sis": "Sister"}


def _role(word: str) -> str:
    plain = word.lower()
    if plain.endswith("s") and plain[:-1] in RELATIONS:
        plain = plain[:-1]
    return _SPECIAL.get(plain) or plain.capitalize()


_SPOKEN = sorted(RELATIONS - _GENERIC, key=lambda word: (-len(word), word))
#: Every role that a code can be made of.
ROLES = frozenset({*map(_role, _SPOKEN), *_TITLES.values()})

_ANY = "|".join(map(re.escape, _SPOKEN))
_FILLED = r"(?:,?\s+(?:um|uh|er|erm|like|well|you know|i mean)\b){0,3}"
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<role>{_ANY})"
    rf"(?:['’]s\s+(?:first\s+|last\s+|real\s+)?name\s+(?:is|was)|(?:['’]s|,?\s+who(?:['’]s|\s+(?:is|was))|\s+(?:is|was))?\s+(?:called|named))?"
    rf"{_FILLED}(?P<gap>,?\s+)$",
    re.IGNORECASE,
)  # fmt: skip
_TITLE = re.compile(rf"(?<![\w-])(?P<title>{'|'.join(_TITLES)})\.?\s+$", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?:,?\s+(?:who\s+)?(?:is|was)|(?P<comma>,))\s+(?:my|our)\s+(?:[\w-]{{1,20}}\s+){{0,2}}?(?P<role>{_ANY})(?![\w-])(?P<rest>.{{0,6}})",
    re.IGNORECASE | re.DOTALL,
)
#: In a list ("my mother, Tobias and me") what stands beside a name says nothing about it.
_LISTED = re.compile(r"\s*,?\s*(?:and|or|&)\b|\s*,\s*(?:my|our|his|her|their)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:$|[.,;:?!…)\-–—])")
#: How far around a name the words are looked at.
_LEFT, _RIGHT = 70, 60


def role_beside(text: str, start: int, end: int) -> str | None:
    """The role or kin word beside a name.

    Parameters
    ----------
    text : str
    start, end : int
        Half-open span of the name.

    Returns
    -------
    str or None
        Such as ``Brother``, one of :data:`ROLES`; None where nothing says who it is.
    """
    left, right = text[max(0, start - _LEFT) : start], text[end : end + _RIGHT]
    if before := _BEFORE.search(left):
        listed = "," in before["gap"] and _LISTED.match(right)
        return None if listed else _role(before["role"])
    if title := _TITLE.search(left):
        return _TITLES[title["title"].lower()]
    after = _AFTER.match(right)
    if after is None or (after["comma"] and (not _CLOSED.match(after["rest"]) or _LISTED.match(after["rest"]))):
        return None
    return _role(after["role"])
