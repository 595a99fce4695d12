"""A sheet as a page shows it: blocks of turns in the order of the interview, each with its marks and its suggestion."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rf_scorer.pages.marks import CONNECTIVES, carriers, describe, marked, marker_tag, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Block", "Marks", "blocks", "clock", "grouped", "speaker_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A passage, or turns that belong to none (``passage`` is then None).

    ``talk`` is its turns as HTML, empty where there are none.
    ``words`` lists the marked words by category with their levels, and the markers with the words that carry them: for those who do not
    see the marks, and for whoever wants to see them all at once.
    """

    passage: Mapping[str, Any] | None
    suggestion: Mapping[str, Any] | None
    talk: Markup
    words: tuple[tuple[str, str], ...]


def clock(seconds: float) -> str:
    """Seconds as ``m:ss`` or ``h:mm:ss``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def speaker_names(speakers: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What to call a speaker: by role, which reads better than ``P`` or ``plain``, unless several share it."""
    roles = Counter(speaker["role"] for speaker in speakers)
    return {
        speaker["label"]: speaker["role"].capitalize()
        for speaker in speakers
        if roles[speaker["role"]] == 1 and speaker["role"] != "other"
    }


class Marks:
    """A sheet's mentions and markers by turn, and how turns are written with them.

    Parameters
    ----------
    document : mapping
        A rating sheet without faults.
    titles : mapping of str to str
        What each marker may show, by its id in the codebook.
    """

    def __init__(self, document: Mapping[str, Any], titles: Mapping[str, str]) -> None:
        self.titles = titles
        self.names = speaker_names(document["transcript"]["speakers"])
        self.mentions: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        self.markers: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        self._shown: dict[tuple[str | None, str], tuple[str, str]] = {}
        self.by_id = {mention["id"]: mention for mention in document["mentions"]}
        for mention in document["mentions"]:
            self.mentions[mention["turn"]].append(mention)
        for marker in document["markers"]:
            self.markers[marker["turn"]].append(marker)

    def talk(self, turns: Sequence[Mapping[str, Any]], indices: Sequence[int]) -> Markup:
        """These turns as HTML, with a line where turns of other passages were said between them."""
        # Built here and not in the template: it is most of the page, and a template takes three times as long.
        parts = []
        before: int | None = None
        for index in indices:
            turn = turns[index]
            passed = 0 if before is None else index - before - 1
            if passed:
                parts.append(f'<p class="gap">… {passed} turn{"s" * (passed > 1)} of other passages …</p>')
            before = index
            time = f' <span class="at">{clock(turn["time"])}</span>' if turn.get("time") is not None else ""
            html = marked(turn, self.mentions.get(index, ()), self.markers.get(index, ()), self.titles)
            role, who = self._speaker(turn["label"], turn["role"])
            parts.append(f'<div class="t {role}"><span class="who">{who}{time}</span><p>{html}</p></div>')
        return Markup("\n".join(parts))  # noqa: S704 (every part is escaped where it is made)

    def _speaker(self, label: str | None, role: str) -> tuple[str, str]:
        """The role and the name that are shown of a speaker, escaped: few, and thousands of times."""
        if (label, role) not in self._shown:
            name = None if label is None else self.names.get(label)
            self._shown[label, role] = escape(role), escape(name or label or role)
        return self._shown[label, role]

    def words(self, indices: Sequence[int]) -> tuple[tuple[str, str], ...]:
        """Marked words of these turns by category, and markers with the words that carry them."""
        listed: dict[str, list[str]] = defaultdict(list)
        for index in indices:
            for mention in self.mentions.get(index, ()):
                plain = mention["holder"] == "self" and not mention["flags"]
                category, _, rest = describe(mention).partition(", ")
                level = "" if mention["level"] is None else str(mention["level"])
                notes = ", ".join(part for part in (level, "" if plain else rest) if part)
                listed[category].append(f"{said(mention)} ({notes})" if notes else said(mention))
        for index in indices:
            for marker in self.markers.get(index, ()):
                if marker["marker"] not in CONNECTIVES:
                    listed[self._marker(marker)].append(carriers(marker, self.by_id) or f"“{said(marker)}”")
        return tuple((kind, "; ".join(entries)) for kind, entries in listed.items())

    def _marker(self, marker: Mapping[str, Any]) -> str:
        title = self.titles.get(marker["marker"])
        return f"possible {marker_tag(marker['marker'])}" + (f", {title}" if title else "")


def blocks(document: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[Block]:
    """Every turn, in passages where it belongs to one; passages without turns last.

    A turn that no passage claims (a third person's, for one) is shown where it was said: within the passage that goes
    on behind it, or between two passages.

    Parameters
    ----------
    document : mapping
        A rating sheet without faults.
    titles : mapping of str to str
        What each marker may show, by its id in the codebook.
    """
    turns = document["transcript"]["turns"]
    suggestions = {made["passage"]: made for made in document["suggestions"]}
    marks = Marks(document, titles)
    for passage, indices in grouped(document):
        made = suggestions.get(passage["id"]) if passage is not None else None
        yield Block(passage=passage, suggestion=made, talk=marks.talk(turns, indices), words=marks.words(indices))


def grouped(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any] | None, Sequence[int]]]:
    """Which turns are read together, in the order of the interview, as :func:`blocks` describes.

    Yields
    ------
    passage : mapping or None
        None for turns that belong to none.
    indices : sequence of int
        Of its turns, and of those of nobody's that were said within it.
    """
    turns = document["transcript"]["turns"]
    own: dict[str, set[int]] = {p["id"]: {*p["asking"], *p["answering"]} for p in document["passages"]}
    loose: list[list[int]] = []
    for run, home in _runs(len(turns), own):
        if home is None:
            loose.append(run)
        else:
            own[home].update(run)
    order: list[tuple[int, Mapping[str, Any] | None, Sequence[int]]] = [(run[0], None, run) for run in loose]
    order += [(min(own[p["id"]], default=len(turns)), p, sorted(own[p["id"]])) for p in document["passages"]]
    for _, passage, indices in sorted(order, key=lambda entry: entry[0]):
        yield passage, indices


def _runs(count: int, own: Mapping[str, set[int]]) -> Iterator[tuple[list[int], str | None]]:
    """Unbroken runs of turns that no passage claims, and the passage that stands on both sides, if it is one."""
    owner = {index: name for name, indices in own.items() for index in indices}
    run: list[int] = []
    for index in range(count + 1):
        if index < count and index not in owner:
            run.append(index)
        elif run:
            before, after = owner.get(run[0] - 1), owner.get(index)
            yield run, before if before == after else None
            run = []
