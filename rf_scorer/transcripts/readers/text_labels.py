"""What may be a speaker label at the beginning of a line.

Whether it is one, the whole document decides (``text_learn``).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.transcripts.readers.text_words import FUNCTION_WORDS, HEADINGS, PARTICLES, ROLES
from rf_scorer.transcripts.stamps import STAMP, balanced, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.lines import Line

__all__ = ["Candidate", "Style", "candidates", "heading", "label_key", "strength"]

_REACH = 90
_LONGEST = 40

_ID = re.compile(r"[A-Z]{0,4}[-_ .#]?\d{1,6}[A-Za-z]?|[a-z]{1,3}[-_]?\d{1,6}|[A-Z]{1,4}[-_][A-Z]{1,4}")
_ALLOWED = re.compile(r"[\w .'’`\-/&#()+]+")
_CONTINUED = re.compile(r"\((?:cont(?:'d|’d|inued|\.)?|cont)\)", re.IGNORECASE)

_LEAD = re.compile(r"(?:>[ \t]?){0,3}(?:#{1,6}[ \t]+)?(?:[-*+•][ \t]+)?")
_NUMBER = re.compile(r"\(?\d{1,5}[.)]?[ \t]+(?=\S)|#\d{1,5}[ \t]+(?=\S)")
_DECORATION = re.compile(r"[*_]{1,3}(?=\S)")
_BRACKET = re.compile(r"[\[<({]([^\[\]<>(){}:]{1,40})[\]>)}][ \t]*(:?)[ \t]*")
_DASH = re.compile(r"([^\-–—:;\t]{1,30}?)[ \t]{1,3}[-–—]{1,2}[ \t]{1,8}(?=\S)")
_CAPITALS = re.compile(r"([A-Z]{2,20}\d{0,3}(?: \d{1,3})?)(?:[ \t]+(?=\S)|$)")
_LETTER = re.compile(r"([A-Z])\.[ \t]+(?=\S)")


class Style(StrEnum):
    """How a document sets its labels off."""

    COLON = "a colon"
    TIMED = "a time stamp"
    BRACKET = "brackets"
    TAB = "a tab"
    DASH = "a dash"
    CAPITALS = "capitals"
    LETTER = "a letter and a full stop"
    ALONE = "a line of their own"


class Candidate(NamedTuple):
    """A label, perhaps.

    ``line`` is an index into the document's lines; ``speech`` is where the words after the label begin in the source;
    ``weak`` marks a semicolon where a colon is due, which counts only for labels that are known otherwise.
    """

    line: int
    style: Style
    key: str
    label: str
    speech: int
    time: float | None
    weak: bool = False


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """What spellings of one label share: ``INTERVIEWER1``, ``Interviewer 1`` and ``interviewer_01`` are the same."""
    plain = _CONTINUED.sub(" ", unicodedata.normalize("NFKC", label)).casefold()
    words = [word.lstrip("0") or "0" for word in re.findall(r"\d+|[^\W\d_]+", plain)]
    return " ".join(word for position, word in enumerate(words) if position == 0 or word != words[position - 1])


@lru_cache(maxsize=4096)
def heading(label: str) -> bool:
    """Whether this is a word of cover pages and remarks rather than a speaker."""
    words = label_key(label).split()
    return bool(words) and (words[0] in HEADINGS or words[-1] in {"id", "code", "number", "date", "name", "time", "by"})


@lru_cache(maxsize=4096)
def strength(label: str) -> int:
    """How much this looks like a label: 3 a role, 2 a letter, number, code or initials, 1 a name, 0 no label."""
    label = label.strip()
    words = label_key(label).split()
    if not words or len(words) > 5 or len(label) > _LONGEST or not _ALLOWED.fullmatch(label) or label[-1] in "-'’/&":
        return 0
    if any(word in ROLES for word in words) and all(
        word in ROLES or word.isdigit() or len(word) == 1 for word in words
    ):
        return 3
    if heading(label):
        return 0
    if (
        _ID.fullmatch(label)
        or (len(label.rstrip(".")) == 1 and label[0].isupper())
        or label.casefold() in {"i", "p", "q", "a", "r", "s", "t", "c", "m", "f"}
    ):
        return 2
    if words[0] in FUNCTION_WORDS or (label[-1:] == "." and len(words) > 3):
        return 0
    if 2 <= len(label) <= 4 and label.isalpha() and label.isupper():
        return 2
    spoken = [word for word in re.split(r"[\s\-/]+", label) if word]
    named = all(word[0].isupper() or word[0].isdigit() or word[0] == "(" or word in PARTICLES for word in spoken)
    return 1 if named and spoken[0][0].isupper() and len(spoken) <= 4 else 0


class _Head(NamedTuple):
    """The beginning of a line, behind whatever may stand before a label."""

    rest: str
    origin: int
    line: int
    whole: bool
    time: float | None
    decoration: str

    def make(
        self, style: Style, label: str, length: int, *, time: float | None = None, weak: bool = False
    ) -> Candidate | None:
        label = label.strip(" \t*_,|")
        if label[:1] + label[-1:] in {"[]", "<>"}:
            label = label[1:-1]
        if not strength(label):
            return None
        stamp = self.time if time is None else time
        return Candidate(self.line, style, label_key(label), label, self.origin + length, stamp, weak)

    def after(self, at: int, label: str) -> int:
        """Step over asterisks that were opened before the label and not closed in it."""
        if self.decoration and not label.rstrip().endswith(self.decoration[0]):
            while at < len(self.rest) and self.rest[at] in "*_":
                at += 1
        return at


def candidates(text: str, line: Line, index: int) -> Iterator[Candidate]:
    """Every way in which a line may begin with a label, at most one a style."""
    beginning = text[line.start : min(line.end, line.start + _REACH)]
    at, time, decoration = _before(beginning)
    rest = beginning[at:]
    if not rest:
        return
    head = _Head(rest, line.start + at, index, line.end - line.start <= _REACH, time, decoration)
    found = [_timed(head), _colon(head), _bracket(head), _tab(head), _alone(head)]
    found += [
        _simple(head, *way) for way in ((_DASH, Style.DASH), (_CAPITALS, Style.CAPITALS), (_LETTER, Style.LETTER))
    ]
    seen = set()
    for candidate in found:
        if candidate is not None and candidate.style not in seen:
            seen.add(candidate.style)
            yield candidate


def _before(head: str) -> tuple[int, float | None, str]:
    """Step over quote marks, bullets, a number, a time stamp, and the asterisks of bold type."""
    at = _LEAD.match(head).end()  # type: ignore[union-attr]  # it matches the empty string
    time: float | None = None
    decoration = ""
    for _ in range(3):
        if not decoration and (mark := _DECORATION.match(head, at)):
            decoration, at = mark.group(), mark.end()
        if time is None and (stamp := STAMP.match(head, at)) and balanced(stamp) and _ends(head, stamp.end()):
            time, at = seconds(stamp["time"]), stamp.end()
        elif number := _NUMBER.match(head, at):
            at = number.end()
        else:
            break
        while at < len(head) and head[at] in " \t|-–—":
            at += 1
    if not decoration and (mark := _DECORATION.match(head, at)):
        decoration, at = mark.group(), mark.end()
    return at, time, decoration


def _ends(head: str, at: int) -> bool:
    return at >= len(head) or head[at] in " \t|" or head[at - 1] in " \t])>}#"


def _timed(head: _Head) -> Candidate | None:
    rest = head.rest
    stamp = STAMP.search(rest, 1, 70)
    if stamp is None or not balanced(stamp) or ":" in rest[: stamp.start()]:
        return None
    label, at = rest[: stamp.start()], head.after(stamp.end(), rest[: stamp.start()])
    time = seconds(stamp["time"])
    behind = rest[at:].lstrip()
    if behind[:1] == ":":
        return head.make(Style.COLON, label, head.after(rest.index(":", at) + 1, label), time=time)
    if (not behind and head.whole) or (stamp["open"] and stamp["close"]):
        return head.make(Style.TIMED, label, at, time=time)
    return None


def _colon(head: _Head) -> Candidate | None:
    rest = head.rest
    place = next((at for at, character in enumerate(rest[: _LONGEST + 8]) if character in ":;："), None)
    if not place:
        return None
    at = place + 1
    while at < len(rest) and rest[at] in ":：":
        at += 1
    at = head.after(at, rest[:place])
    if (rest[place - 1].isdigit() and rest[at : at + 1].isdigit()) or rest.startswith("//", at):
        return None  # a time of day or an address
    return head.make(Style.COLON, rest[:place], at, weak=rest[place] == ";")


def _bracket(head: _Head) -> Candidate | None:
    found = _BRACKET.match(head.rest)
    return None if found is None else head.make(Style.COLON if found[2] else Style.BRACKET, found[1], found.end())


def _tab(head: _Head) -> Candidate | None:
    place = head.rest.find("\t", 0, _LONGEST + 2)
    return head.make(Style.TAB, head.rest[:place], place + 1) if place > 0 else None


def _alone(head: _Head) -> Candidate | None:
    if not head.whole or len(head.rest) > _LONGEST + 6 or head.rest[-1] in ".?!,:;":
        return None
    return head.make(Style.ALONE, head.rest, len(head.rest))


def _simple(head: _Head, pattern: re.Pattern[str], style: Style) -> Candidate | None:
    found = pattern.match(head.rest)
    return None if found is None else head.make(style, found[1], found.end())
