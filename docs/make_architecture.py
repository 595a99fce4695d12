"""Draws ``explanation/architecture.svg``: the ways of the data, and the layers that may import one another, from the import contracts: ``python docs/make.py``.

What a layer is for is taken from the page's own list, and what it alone may import from the contracts: neither can be drawn otherwise than it is.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from generated import DOCS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DRAWING", "WAYS", "drawn", "homes", "layers", "purposes", "refresh"]

#: Where it stands.
DRAWING = DOCS / "explanation/architecture.svg"
_PAGE = DOCS / "explanation/architecture.md"
_WIDTH, _EDGE, _GAP, _LINE = 880.0, 14.0, 8.0, 13.0
_STYLE = """
:root { --paper: #fcfbf8; --ink: #20242a; --dim: #5c636d; --rule: #c9c4b8; --box: #ffffff; --accent: #1f5c60; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181b; --ink: #e4e2dc; --dim: #a0a6ad; --rule: #4a525a; --box: #1e2226; --accent: #7cc3c6; }
}
svg { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.paper { fill: var(--paper); } .box { fill: var(--box); stroke: var(--rule); } text { fill: var(--ink); }
.head { font-size: 14px; font-weight: 600; } .name { font-weight: 600; font-size: 12px; } .dim { fill: var(--dim); } .out { fill: var(--accent); }
.end { text-anchor: end; } .way { fill: none; stroke: var(--accent); stroke-width: 1.6; } .tip { fill: var(--accent); }
"""


class Station(NamedTuple):
    """Where data come by: the room, what is done there, and what comes out."""

    room: str
    does: str
    gives: str


#: The ways of the data, each a row of stations; rooms are packages or modules of rf_scorer.
WAYS = {
    "From a file to a rating sheet": (
        Station("transcripts", "reads, tells who speaks", "Transcript"),
        Station("privacy", "looks for identifiers", "Verdict"),
        Station("protocols", "finds what was asked", "Passages"),
        Station("language", "highlights mental states", "Highlights"),
        Station("rating", "suggests levels", "Suggestions"),
        Station("pipeline", "puts it all together", "RatingSheet"),
        Station("study", "writes, once, what validation passes", "files"),
    ),
    "From sheets to human ratings": (
        Station("review.shelf", "keeps a study's sheets", "sheets"),
        Station("review.case", "leaves out what must not be seen yet", "case"),
        Station("desk", "page, or worksheet without a server", "events"),
        Station("review.ledger", "judges what may follow what", "ratings"),
        Station("review.consensus", "brings raters together", "consensus"),
        Station("review.export", "what humans confirmed", "documents, tables"),
    ),
    "From human ratings to a model, and how good it is": (
        Station("study.ratings", "reads tables and exports", "RatedAnswers"),
        Station("pipeline", "highlights them like any passage", "Corpus"),
        Station("rating.learning", "learns a model", "model, card"),
        Station("rating.validation", "learns again, without those it then asks", "OutOfFold"),
        Station("rating.appraisal", "judges that beside baselines", "report"),
    ),
    "From human ratings to agreement and change": (
        Station("study.agreeing", "reads raters side by side", "Ratings"),
        Station("study.changing", "reads timepoints in order", "values"),
        Station("agreement", "one definition for figure and interval", "coefficients"),
        Station("documents", "rounds once, gives reasons for gaps", "document"),
        Station("pages", "one page, without scripts", "report"),
    ),
}
#: Rooms whose neighbour before them gives them nothing: both give to the next.
_BESIDE = frozenset({"study.changing"})


def _contracts() -> list[dict[str, object]]:
    text = (DOCS.parent / "pyproject.toml").read_text("utf-8")
    found: list[dict[str, object]] = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return found


def layers() -> list[list[str]]:
    """Rooms of every layer, from the top."""
    held = next(contract["layers"] for contract in _contracts() if contract["type"] == "layers")
    assert isinstance(held, list)
    return [layer.split(" | ") for layer in held]


def homes() -> dict[str, list[str]]:
    """Libraries that only this room, or it and few others, may import."""
    found: dict[str, list[str]] = {}
    for contract in _contracts():
        if contract["type"] == "protected":
            libraries, rooms = contract["protected_modules"], contract["allowed_importers"]
            assert isinstance(libraries, list)
            assert isinstance(rooms, list)
            for room in rooms:
                found.setdefault(room.removeprefix("rf_scorer."), []).append(libraries[0])
    return found


def purposes() -> dict[str, str]:
    """What each room is for, as the page's list of layers says.

    Raises
    ------
    ValueError
        If the page has another list than the contract, or not one purpose for each room.
    """
    found: dict[str, str] = {}
    block = next(
        block for block in re.findall(r"```\n(.*?)```", _PAGE.read_text("utf-8"), re.DOTALL) if block.startswith("cli ")
    )
    for rooms, line in zip(layers(), block.splitlines(), strict=True):
        named, told = re.split(r" {2,}", line, maxsplit=1)
        if named.split(" | ") != rooms:
            raise ValueError(f"the page draws {named!r} where the contract has {' | '.join(rooms)!r}")
        found |= zip(rooms, told.split(" | "), strict=True)
    return found


def _text(x: float, y: float, kind: str, words: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{kind}">{escape(words)}</text>'


def _box(x: float, y: float, wide: float, tall: float) -> str:
    return f'<rect class="box" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="3"/>'


def _lines(words: str, wide: float) -> list[str]:
    return textwrap.wrap(words, int(wide / 6.1))


def _way(top: float, title: str, stations: tuple[Station, ...]) -> tuple[list[str], float]:
    gap = 16.0
    wide = (_WIDTH - 2 * _EDGE - gap * (len(stations) - 1)) / len(stations)
    told = [_lines(station.does, wide - 6) for station in stations]
    tall = 38.0 + _LINE * max(map(len, told))
    parts = [_text(_EDGE, top + 12, "head", title)]
    for number, (station, lines) in enumerate(zip(stations, told, strict=True)):
        x, y = _EDGE + number * (wide + gap), top + 22
        parts += [_box(x, y, wide, tall), _text(x + 6, y + 16, "name", station.room)]
        parts += [_text(x + 6, y + 31 + _LINE * line, "dim", words) for line, words in enumerate(lines)]
        parts.append(_text(x + 6, y + tall - 6, "out", f"→ {station.gives}"))
        if number and station.room not in _BESIDE:
            middle = y + 12
            parts.append(f'<path class="way" d="M{x - gap:.0f} {middle:.0f}H{x - 5:.0f}"/>')
            parts.append(f'<path class="tip" d="M{x - 6:.0f} {middle - 4:.0f}l6 4l-6 4z"/>')
    return parts, tall + 44


def _layer(top: float, rooms: list[str]) -> tuple[list[str], float]:
    wide = (_WIDTH - 2 * _EDGE - _GAP * (len(rooms) - 1)) / len(rooms)
    known, owned = purposes(), homes()
    # A room that has a layer for itself has room beside its name; its libraries stand at the right.
    right, down, less = (110, 14, 210) if len(rooms) == 1 else (6, 28, 18)
    told = [_lines(known[room], wide - less) for room in rooms]
    tall = down - 5 + _LINE * max(map(len, told))
    parts = []
    for number, (room, lines) in enumerate(zip(rooms, told, strict=True)):
        x = _EDGE + number * (wide + _GAP)
        parts += [_box(x, top, wide, tall), _text(x + 6, top + 14, "name", room)]
        parts += [_text(x + right, top + down + _LINE * line, "dim", words) for line, words in enumerate(lines)]
        if room in owned:
            parts.append(_text(x + wide - 6, top + 14, "out end", ", ".join(owned[room])))
    return parts, tall + 5


def drawn() -> str:
    """The drawing as the text of an SVG file, with its own colours for light and dark."""
    parts: list[str] = []
    top = 10.0
    for part, tall in _parts():
        parts += [f'<g transform="translate(0 {top:.0f})">', *part, "</g>"]
        top += tall
    about = "How rf_scorer is built: ways of the data from room to room, and below them the layers, of which an upper one may import a lower one."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH:.0f} {top + 6:.0f}" '
        f'width="{_WIDTH:.0f}" height="{top + 6:.0f}"><title>{about}</title>\n<style>{_STYLE}</style>\n'
        f'<rect class="paper" width="{_WIDTH:.0f}" height="{top + 6:.0f}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _parts() -> Iterator[tuple[list[str], float]]:
    for title, stations in WAYS.items():
        yield _way(0, title, stations)
    yield (
        [
            _text(_EDGE, 12, "head", "Who may import whom: an upper layer a lower one, never a neighbour"),
            _text(_WIDTH - _EDGE, 12, "out end", "libraries that have their home in this room"),
        ],
        20.0,
    )
    for rooms in layers():
        yield _layer(0, rooms)


def refresh() -> tuple[str, ...]:
    """Draw it anew if it is not up to date; what changed."""
    if DRAWING.is_file() and DRAWING.read_text("utf-8") == drawn():
        return ()
    DRAWING.write_text(drawn(), "utf-8")
    return (DRAWING.relative_to(DOCS).as_posix(),)


if __name__ == "__main__":
    refresh()
