"""The transcript as a rater reads it: every turn is one paragraph whose text content is exactly what the sheet holds.

Built here and not in a template, like the pages of :mod:`rf_scorer.pages`, and with their marks: whatever comes from the sheet goes through
``escape`` or is a number. Signs and numbers of marks are attributes that the style sheet draws, so that places in the page's text are
places in the turn's.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rf_scorer.pages.marks import marked
from rf_scorer.pages.passages import title_of
from rf_scorer.pages.view import Marks, clock, grouped, speaker_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["talk"]

_STATES = {"not_asked": "Not asked", "not_answered": "Not answered", "inaudible": "Inaudible"}
_ROLES = {"demand": "Demand", "permit": "Permit", "none": "Not rated"}


@cache
def _marker_titles() -> dict[str, str]:
    from rf_scorer.language.codebook import load_codebook

    return {marker.id: marker.title for marker in load_codebook().markers}


def talk(sheet: Mapping[str, Any], *, assisted: bool) -> Markup:
    """Every turn of an interview, a section for each passage, and sections without ``data-unit`` for turns that belong to none.

    Parameters
    ----------
    sheet : mapping
        A rating sheet without faults.
    assisted : bool
        Whether mentions and markers are marked. Without, nothing in the page tells that there are any.

    Returns
    -------
    Markup
        ``<section class="passage" id="u-p03" data-unit="p03">`` for each passage; in it ``<p class="turn participant" data-turn="5">`` for
        each turn. The text content of such a paragraph is the turn's text, character by character.
    """
    writer = _Writer(sheet, assisted=assisted)
    return Markup("\n".join(writer.section(*group) for group in grouped(sheet)))  # noqa: S704 (see the module)


class _Writer:
    def __init__(self, sheet: Mapping[str, Any], *, assisted: bool) -> None:
        self.turns: Sequence[Mapping[str, Any]] = sheet["transcript"]["turns"]
        self.names = speaker_names(sheet["transcript"]["speakers"])
        self.titles = _marker_titles() if assisted else {}
        self.marks = Marks(sheet, self.titles) if assisted else None
        self.roles = sheet["protocol"] is not None
        language = sheet["transcript"]["language"]
        self.language = f' lang="{escape(language)}"' if language else ""

    def section(self, passage: Mapping[str, Any] | None, indices: Sequence[int]) -> str:
        body = self._turns(indices) + self._words(indices)
        if passage is None:
            return f'<section class="passage loose" aria-label="Not part of a passage">\n{body}</section>'
        name = escape(passage["id"])
        if not indices:
            body = '<p class="gap">Nothing was said here.</p>\n'
        return (
            f'<section class="passage {escape(passage["state"])}" id="u-{name}" data-unit="{name}" aria-labelledby="t-{name}">\n'
            f'<header class="over"><h3 id="t-{name}" tabindex="-1"><span class="pid">{name}</span> {escape(title_of(passage, self.turns))}</h3>\n'
            f'<p class="meta">{self._meta(passage)}</p></header>\n{body}</section>'
        )

    def _meta(self, passage: Mapping[str, Any]) -> str:
        parts = [f'<span class="badge {passage["role"]}">{_ROLES[passage["role"]]}</span>'] if self.roles else []
        if passage["state"] in _STATES:
            parts.append(f'<span class="badge warn">{_STATES[passage["state"]]}</span>')
        if passage["words"]:
            parts.append(f'<span class="dim">{passage["words"]} word{"s" * (passage["words"] != 1)}</span>')
        return " ".join(parts)

    def _turns(self, indices: Sequence[int]) -> str:
        parts: list[str] = []
        before: int | None = None
        for index in indices:
            passed = 0 if before is None else index - before - 1
            if passed:
                parts.append(f'<p class="gap">… {passed} turn{"s" * (passed > 1)} of other passages …</p>\n')
            before = index
            parts.append(self._turn(index))
        return "".join(parts)

    def _turn(self, index: int) -> str:
        turn = self.turns[index]
        role = escape(turn["role"])
        who = escape(self.names.get(turn["label"]) or turn["label"] or turn["role"])
        time = f' <span class="at">{clock(turn["time"])}</span>' if turn.get("time") is not None else ""
        return (
            f'<div class="t {role}"><span class="speaker">{who}{time}</span>'
            f'<p class="turn {role}" data-turn="{index}"{self.language}>{self._text(turn)}</p></div>\n'
        )

    def _text(self, turn: Mapping[str, Any]) -> str:
        if self.marks is None:
            html = escape(turn["text"])
        else:
            mentions, markers = (found.get(turn["index"], ()) for found in (self.marks.mentions, self.marks.markers))
            html = str(marked(turn, mentions, markers, self.titles))
        # A parser of HTML reads a carriage return as a line feed and drops a null: places behind them would be wrong.
        return html.replace("\r", "&#13;").replace("\0", "\ufffd")

    def _words(self, indices: Sequence[int]) -> str:
        """The marks as a list, for those who do not see them, and for whoever wants to see them all at once."""
        rows = self.marks.words(indices) if self.marks is not None else ()
        if not rows:
            return ""
        listed = "".join(f"<div><dt>{escape(kind)}</dt><dd>{escape(said)}</dd></div>" for kind, said in rows)
        return f'<details class="words"><summary>Marked words as a list</summary><dl>{listed}</dl></details>\n'
