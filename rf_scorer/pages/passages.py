"""Passages and their suggestions as HTML.

Built here and not in the template: these parts repeat a hundred times in a page, and a template takes three times as
long over them. Whatever comes from the sheet goes through ``escape`` or is a number.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rf_scorer.domain import REFERENCE_LEVELS
from rf_scorer.domain.amounts import percent
from rf_scorer.pages.marks import carriers, marker_tag
from rf_scorer.pages.plots import distribution, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rf_scorer.pages.view import Block

__all__ = ["STATES", "PassageWriter", "title_of"]

#: What is said of a passage that was not answered.
STATES = {"answered": "", "not_asked": "not asked", "not_answered": "not answered", "inaudible": "inaudible"}

_BADGES = {
    role: f'<span class="badge {role}">{text}</span>'
    for role, text in (("demand", "Demand"), ("permit", "Permit"), ("none", "Not rated"))
}
_BOX = '<p class="box"><span>Rating</span><span>Markers</span><span>Note</span></p>'
_CAPTION = "Probability of each level, in %. Line below: the interval. Full bar: the level."
#: Alignment less sure than this is said beside the question.
_UNSURE = 0.7
#: Words that show which stretch of the talk is meant.
_STRETCH_WORDS = 8
#: Words of a question that stand over a passage without a topic.
_TITLE_WORDS = 7


class PassageWriter:
    """Writes the repeated parts of one sheet's page.

    Parameters
    ----------
    document : mapping
        A rating sheet without faults.
    low, high : int
        The scale's ends.
    """

    def __init__(self, document: Mapping[str, Any], *, low: int, high: int) -> None:
        turns = document["transcript"]["turns"]
        self._protocol = document["protocol"] is not None
        levels = document["protocol"]["scale"]["levels"] if self._protocol else ()
        self._names = {level["value"]: level["name"] for level in levels if level["name"]}
        self._range = f"{signed(low)} to {signed(high)}"
        self._links = {mark["id"]: _link(mark["id"], mark["text"]) for mark in document["mentions"]}
        mentions = {mark["id"]: mark for mark in document["mentions"]}
        for mark in document["markers"]:
            carried = carriers(mark, mentions)
            link = _link(mark["id"], marker_tag(mark["marker"]))
            self._links[mark["id"]] = f'{link} <span class="dim">in {escape(carried)}</span>' if carried else link
        self._text = document["transcript"]["text"]
        self._passages = {passage["id"]: passage for passage in document["passages"]}
        #: What stands over each passage: its topic, or the first words of what was asked.
        self.titles = {passage["id"]: title_of(passage, turns) for passage in document["passages"]}
        language = document["transcript"]["language"]
        self._lang = f' lang="{escape(language)}"' if language else ""

    def sections(self, blocks: Iterable[Block]) -> Markup:
        """Every block as a section, in order."""
        return Markup("\n".join(self._section(block) for block in blocks))  # noqa: S704 (see the module)

    def _section(self, block: Block) -> str:
        talk = f'<div class="talk"{self._lang}>\n{block.talk}\n</div>\n' if block.talk else ""
        if block.words:
            rows = "".join(f"<div><dt>{escape(kind)}</dt><dd>{escape(said)}</dd></div>" for kind, said in block.words)
            reach = "" if block.passage is None else f"<p>{_reach(block.passage)}</p>"
            talk += (
                f'<details class="words"><summary>Marked words as a list</summary>{reach}<dl>{rows}</dl></details>\n'
            )
        passage = block.passage
        if passage is None:
            return f'<section class="passage loose" aria-label="Not part of a passage">\n{talk}</section>'
        name = escape(passage["id"])
        answered = passage["state"] == "answered"
        box = _BOX if answered and (passage["role"] != "none" or not self._protocol) else ""
        made = self._suggestion(block.suggestion) if block.suggestion is not None else ""
        return (
            f'<section class="passage {escape(passage["state"])}" id="{name}" aria-labelledby="h-{name}">\n'
            f'<header><h2 id="h-{name}"><span class="pid">{name}</span> {escape(self.titles[passage["id"]])}</h2>\n'
            f'<p class="meta">{self._meta(passage)}</p></header>\n{talk}{box}{made}</section>'
        )

    def _meta(self, passage: Mapping[str, Any]) -> str:
        parts = [_BADGES[passage["role"]]] if self._protocol else []
        state = STATES[passage["state"]]
        if state:
            parts.append(f'<span class="badge state">{state.capitalize()}</span>')
        if passage["words"]:
            parts.append(f'<span class="dim">{passage["words"]} word{"s" * (passage["words"] != 1)}</span>')
        if passage["question_id"]:
            asked = " + ".join((passage["question_id"], *passage["merged"]))
            parts.append(f'<span class="dim">{escape(asked)}</span>')
        sure = passage["confidence"]
        if sure is not None and sure < _UNSURE and passage["state"] != "not_asked":
            parts.append(f'<span class="badge unsure">Match {percent(sure)} sure</span>')
        return " ".join(parts)

    def _suggestion(self, made: Mapping[str, Any]) -> str:
        reasons = _reasons(made)
        if made["status"] != "provisional":
            return f'<p class="nosug"><strong>No suggestion.</strong> {reasons}</p>\n'
        name = self._names.get(made["level"])
        level = signed(made["level"]) + (f" ({escape(name)})" if name else "")
        first, last = made["interval"]
        doubt = f'<p class="doubt"><strong>Doubt.</strong> {reasons}</p>\n' if reasons else ""
        return (
            '<details class="sugg"><summary>Rate first, then open the suggestion</summary>\n<div class="in">\n'
            f'<p class="lead"><span class="badge prov">Provisional</span> <strong>{level}</strong> on {self._range}; '
            f"interval {signed(first)} to {signed(last)}, meant to hold {percent(made['coverage'])} of ratings; "
            f"mean {_figure(made['expected'])}</p>\n"
            f"<figure>{distribution(made)}<figcaption>{_CAPTION}</figcaption></figure>\n"
            f'<div class="cols">{self._evidence(made, "for", "higher", "pro")}'
            f"{self._evidence(made, 'against', 'lower', 'con')}</div>\n{doubt}</div></details>\n"
        )

    def _evidence(self, made: Mapping[str, Any], direction: str, way: str, kind: str) -> str:
        rows = ""
        for item in made["evidence"]:
            if item["direction"] == direction:
                ids = (*item["mentions"], *item["markers"])
                links = " · ".join(
                    (
                        *(self._links[name] for name in ids if name in self._links),
                        *(self._stretch(run) for run in item["stretches"]),
                    )
                )
                rows += f"<li>{escape(item['text'])}" + (f' <span class="to">{links}</span></li>' if links else "</li>")
        return f'<div><h3>For a {way} rating</h3><ul class="{kind}">{rows}</ul></div>' if rows else ""

    def _stretch(self, run: Mapping[str, Any]) -> str:
        """How a stretch of the talk begins: enough to find it above."""
        words = self._text[run["start"] : run["end"]].split()
        return f"“{escape(' '.join(words[:_STRETCH_WORDS]))}{' …' * (len(words) > _STRETCH_WORDS)}”"

    def rows(self, suggestions: Sequence[Mapping[str, Any]]) -> Markup:
        """The suggestions as rows of the printed appendix."""
        return Markup("\n".join(self._row(made) for made in suggestions))  # noqa: S704 (see the module)

    def _row(self, made: Mapping[str, Any]) -> str:
        name = made["passage"]
        head = f'<tr><th scope="row">{escape(name)} {escape(self.titles.get(name, ""))}</th>'
        reasons = _reasons(made)
        passage = self._passages[name]
        reach = f'<td class="num">{passage["reference_level"]}, {passage["reference_level_75"]}</td>'
        if made["status"] != "provisional":
            return f'{head}<td class="num">–</td><td></td><td></td>{reach}<td>{reasons}</td></tr>'
        first, last = made["interval"]
        items = "".join(
            f"<li>{'+' if item['direction'] == 'for' else '−'} {escape(item['text'])}</li>" for item in made["evidence"]
        )
        return (
            f'{head}<td class="num">{signed(made["level"])}</td><td class="num">{signed(first)} to {signed(last)}</td>'
            f'<td class="num">{_figure(made["expected"])}</td>{reach}'
            f"<td>{f'<ul>{items}</ul>' if items else ''}{f'<em>{reasons}</em>' if reasons else ''}</td></tr>"
        )


def _link(name: str, text: str) -> str:
    return f'<a href="#{escape(name)}">{escape(" ".join(text.split()))}</a>'


def _reach(passage: Mapping[str, Any]) -> str:
    """How far up the ladder of levels a passage comes, in words."""
    highest, upper = passage["reference_level"], passage["reference_level_75"]
    upto = f"; 75th percentile {upper}" if highest > 1 else ""
    return f"Highest level of a reference: {highest} of 6, {REFERENCE_LEVELS[highest]}{upto}. No rating."


def _reasons(made: Mapping[str, Any]) -> str:
    return escape(" ".join(reason["message"] for reason in made["reasons"]))


def _figure(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def title_of(passage: Mapping[str, Any], turns: Sequence[Mapping[str, Any]]) -> str:
    """What stands over a passage: its topic, or the first words of what was asked."""
    if passage["topic"]:
        return str(passage["topic"])
    words = turns[passage["asking"][0]]["text"].split(None, _TITLE_WORDS) if passage["asking"] else []
    short = " ".join(words[:_TITLE_WORDS])
    return f"{short} …" if len(words) > _TITLE_WORDS else short or "Exchange"
