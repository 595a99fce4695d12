"""Transcribers' conventions: what in a turn is not the speaker's own words.

Sources for the conventions: the transcription rules published at aaicoding.com (``{{…}}``, ``(mhm)``, ``//``,
timed pauses) and common practice (``[…]``, ``((…))``, ``(5.0)``, ``<laughs>``, ``xxx``, ``____``). Check them against your own lab's
rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Aside", "asides", "masked", "word_count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A run of a turn that is not the speaker's words.

    ``kind`` is ``pause``, ``inaudible``, ``code`` (a name replaced by a role, such as ``{{Husband}}``: it
    stands for a word the speaker did say), ``event`` (laughs, cries …), ``interjection`` (the other speaker's
    back-channel), ``cut`` (``//``) or ``sic``.
    """

    start: int
    end: int
    kind: str


#: Parentheses with more words than this are the speaker's own, whatever stands in them.
_SHORT = 4
_BRACKETED = re.compile(
    r"\{\{[^{}\n]{0,200}\}\}|\{[^{}\n]{0,200}\}|\[[^\[\]\n]{0,200}\]|\(\([^()\n]{0,200}\)\)|\([^()\n]{0,60}\)|"
    r"<[^<>\n]{0,60}>|(?<![:/])//(?!/)|\bx{3,}\b|_{3,}",
    re.IGNORECASE,
)
_INAUDIBLE = re.compile(
    r"inaudible|unintelligible|indistinct|unclear|incomprehensible|cross-?talk|cannot hear|can't hear|"
    r"^\W*\?+\W*$|^\W*x{2,}\W*$|^_{3,}$",
    re.IGNORECASE,
)
#: ``{{second husband}}`` is a person: seconds count only with a number, or alone. A year in parentheses is no pause.
_PAUSE = re.compile(
    r"\b(?:pause[sd]?|pausing|silen(?:t|ce))\b|\d\s*(?:seconds?|secs?|s|minutes?|mins?)\b|^\W*+seconds?\W*+$|"
    r"^\W*+\d{0,2}(?:[.,]\d{1,2})?\W*+$",
    re.IGNORECASE,
)
_STAMP = re.compile(r"^\W*\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?\W*$")
_EVENT = re.compile(
    r"\b(?:laugh\w*|cr(?:y|ies|ied|ying)|sob(?:s|bed|bing)?|sigh\w*|sniff\w*|cough\w*|chuckl\w*|giggl\w*|snicker\w*|scoff\w*|"
    r"clear(?:s|ed|ing) (?:her |his |their )?throat|whisper\w*|tear(?:s|y|ful\w*)|groan\w*|"
    r"exhal\w*|inhal\w*|breath(?:es?|ing|s)?|yawn\w*|"
    r"interrupt\w*|nod(?:s|ded|ding)?|shrug\w*|shak(?:es|ing)|gestur\w*|smil\w*|overlap\w*|speak(?:s|ing)|"
    r"softly|loudly|quietly|imitat\w*|mimic\w*|bark(?:s|ing)|ring(?:s|ing)|knock\w*|play(?:s|ing)|enter(?:s|ed)|leav(?:es|ing)|stop(?:s|ped)|"
    r"(?:background|loud) noise|in \w+ tone|\w+ voice|fad(?:es?|ed|ing) out|(?:end|beginning) of (?:side|tape|recording|interview)|"
    r"foreign language)\b|^\W*(?:tape|side)\W+(?:\d+|one|two|three|four|[ab])\b(?:\W+side\W+\w+)?\W*$|"
    r"^\W*(?:phone|door|noises?|recording|tape|music|applause|break|interruption)\b"
    r"(?:\W+(?:off|on|opens?|closes?|slams?|paused|ends?|begins?))?\W*$",
    re.IGNORECASE,
)
#: What may stand in single parentheses and still be the other speaker's: a back-channel of one to three such words.
_BACKCHANNEL = re.compile(
    r"^\(\s*+(?:(?:m++-?h++m++|mm++|hm++|uh-?\s?huh|mhm|mmhm|uhm?|yeah|yes|yep|no|okay|ok|right|sure|i see|oh|wow|really|"
    r"alright|all right|of course|aha|ah|good|go on)[\s,.!?]*+){1,3}\)$",
    re.IGNORECASE,
)


#: A word, from its first letter or digit on.
_SPOKEN = re.compile(r"[^\W_]\S*+")


def _kind(text: str) -> str | None:
    if text == "//":
        return "cut"
    inner = text.strip("{}[]()<> ")
    if inner.lower() == "sic":
        return "sic"
    if _INAUDIBLE.search(inner) or _INAUDIBLE.search(text):
        return "inaudible"
    if text.startswith("<"):  # only what is plainly a remark: a form for computers may stand in such brackets too
        return "event" if _EVENT.search(inner) and len(inner.split()) <= _SHORT else None
    if text.startswith("(") and not text.startswith("(("):
        if _BACKCHANNEL.match(text):
            return "interjection"
        if _PAUSE.search(inner) and len(inner.split()) <= _SHORT:
            return "pause"
        if _STAMP.match(inner):
            return "event"
        return "event" if _EVENT.search(inner) and len(inner.split()) <= _SHORT else None
    if _PAUSE.search(inner):
        return "pause"
    if _STAMP.match(inner):
        return "event"
    if _EVENT.search(inner):
        return "event"
    return "code"


@lru_cache(maxsize=2048)  # speakers, alignment, highlights and pages each look at the same turns of one transcript
def asides(text: str) -> tuple[Aside, ...]:
    """Find what is not the speaker's words.

    Parameters
    ----------
    text : str
        A turn's text.

    Returns
    -------
    tuple of Aside
        Ordered, without overlap. Parentheses that hold neither a back-channel nor a pause nor an event are the
        speaker's own and left out.
    """
    if not (
        "(" in text
        or "[" in text
        or "{" in text
        or "<" in text
        or "//" in text
        or "___" in text
        or "xxx" in text.lower()
    ):
        return ()  # mostly so, and told ten times as fast
    found = []
    for match in _BRACKETED.finditer(text):
        kind = _kind(match.group())
        if kind is not None:
            found.append(Aside(start=match.start(), end=match.end(), kind=kind))
    return tuple(found)


def masked(text: str, found: tuple[Aside, ...]) -> str:
    """The text with every aside replaced by as many spaces, so that offsets stay what they are."""
    if not found:
        return text
    parts, last = [], 0
    for aside in found:
        parts += [text[last : aside.start], " " * (aside.end - aside.start)]
        last = aside.end
    parts.append(text[last:])
    return "".join(parts)


def word_count(text: str) -> int:
    """Words that were spoken: runs between white space that hold a letter or digit, fillers and contractions as one word each.

    A name replaced by a code (``{{Husband}}``) was spoken and counts as one; other transcriber's notes do not count.
    """
    found = asides(text)
    codes = sum(aside.kind == "code" for aside in found)
    return codes + len(_SPOKEN.findall(masked(text, found)))
