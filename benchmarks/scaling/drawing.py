"""The figures of a run as one drawing: stages, speed beside others, memory, processes. SVG with its own colours, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.pages import svg
from scaling import peers, stages, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["drawn"]

_WIDTH, _LEFT, _BAR, _ROOM = 860.0, 330.0, 16.0, 7.0
_RIGHT = _WIDTH - 190.0
_STYLE = """
:root { --paper: #fcfbf8; --ink: #20242a; --dim: #5c636d; --rule: #dedad0; --accent: #1f5c60; --bar: #7fa9ac; --low: #a23b16; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181b; --ink: #e4e2dc; --dim: #a0a6ad; --rule: #343a40; --accent: #7cc3c6; --bar: #4f8588; --low: #f0976f; }
}
svg { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.paper { fill: var(--paper); } text { fill: var(--ink); } .head { font-weight: 600; font-size: 14px; } .end { text-anchor: end; }
.dim, .tick { fill: var(--dim); } .tick { text-anchor: middle; font-size: 11px; } path { fill: none; } .grid { stroke: var(--rule); }
.one { fill: var(--accent); } .two { fill: var(--bar); } .span { stroke: var(--ink); stroke-width: 1.2; } .goal { stroke: var(--low); stroke-dasharray: 4 4; }
.goal-name { fill: var(--low); font-size: 11px; } path.one { fill: none; stroke: var(--accent); stroke-width: 2; } path.two { fill: none; stroke: var(--bar); stroke-width: 2; }
"""


def drawn(document: Mapping[str, Any]) -> str:
    """The drawing of everything that was measured, as the text of an SVG file.

    Raises
    ------
    ValueError
        If nothing was that can be drawn.
    """
    parts: list[str] = []
    top = 10.0
    for name, draw in _PANELS.items():
        if name in document["parts"]:
            made, tall = draw(document["parts"][name], top)
            parts += made
            top += tall + 26
    if not parts:
        raise ValueError("nothing was measured that can be drawn")
    title = "How fast score is: words a second beside the bare pipeline and other libraries, time by stage, processes, memory"
    paper = svg.box(0, 0, _WIDTH, top, "paper")
    inner = svg.drawing("speed", _WIDTH, top, title, [f"<style>{_STYLE}</style>", paper, *parts])
    return str(inner).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def _bars(
    top: float,
    title: str,
    rows: Sequence[tuple[str, Mapping[str, float], str]],
    unit: str,
    goal: tuple[float, str] | None = None,
) -> tuple[list[str], float]:
    """Bars from the left, each with its range, and a line that is to be reached."""
    most = max([row[1]["high"] for row in rows] + ([goal[0]] if goal else []))
    scale = (_RIGHT - _LEFT) / most
    parts = [svg.text(10, top + 14, title, "head")]
    y = top + 26
    for label, figure, kind in rows:
        middle = y + _BAR / 2
        parts += [
            svg.text(_LEFT - 8, middle + 4, label, "end"),
            svg.box(_LEFT, y, max(figure["median"] * scale, 0.5), _BAR, kind),
            svg.line(_LEFT + figure["low"] * scale, middle, _LEFT + figure["high"] * scale, middle, "span"),
            svg.text(
                _LEFT + figure["high"] * scale + 6,
                middle + 4,
                f"{figure['median']:,.{0 if figure['median'] >= 100 else 1}f} {unit}",
                "dim",
            ),
        ]
        y += _BAR + _ROOM
    if goal is not None:
        x = _LEFT + goal[0] * scale
        parts += [svg.line(x, top + 22, x, y - _ROOM + 4, "goal"), svg.text(x + 4, y + 6, goal[1], "goal-name")]
        y += 12
    return parts, y - top


def _whole(part: Mapping[str, Any], top: float) -> tuple[list[str], float]:
    parts: list[str] = []
    used = 0.0
    for one in part["corpora"]:
        speeds = one["words_per_second"]
        made, tall = _bars(
            top + used,
            f"Words a second, {one['corpus']} ({one['words']:,} words, {one['participant'] / one['words']:.0%} the participants')",
            [(title, speeds[name], "one" if name == "score" else "two") for name, title in whole.TITLES.items()],
            "words/s",
            (0.85 * speeds["bare fast"]["median"], "85 % of bare"),
        )
        parts += made
        used += tall + 16
    return parts, used - 16


def _stages(part: Mapping[str, Any], top: float) -> tuple[list[str], float]:
    parts: list[str] = []
    used = 0.0
    for one in part["corpora"]:
        rows = [(title.partition(":")[0], one["stages"][name], "one") for name, title in stages.TITLES.items()]
        made, tall = _bars(top + used, f"Microseconds a word, by stage, {one['corpus']}", rows, "µs")
        parts += made
        used += tall + 16
    return parts, used - 16


def _peers(part: Mapping[str, Any], top: float) -> tuple[list[str], float]:
    one = part["corpora"][-1]
    rows = [
        (peers.TITLES[way], one["words_per_second"][way], "one" if way == "score" else "two")
        for way in ("score", *part["about"]["ways"])
    ]
    return _bars(top, f"Beside other libraries on the same words, {one['corpus']}", rows, "words/s")


def _scaling(part: Mapping[str, Any], top: float) -> tuple[list[str], float]:
    rows = [(name, figure, "one" if name == "jobs 1" else "two") for name, figure in part["times"].items()]
    goal = (1.8, "1.8 with two processes") if "jobs 2" in part["times"] else None
    return _bars(top, f"Times as fast as one process, {part['interviews']} interviews", rows, "times", goal)


def _memory(part: Mapping[str, Any], top: float) -> tuple[list[str], float]:
    """Peaks by the number of interviews, which are spaced evenly: one line for what leads, one for what works."""
    high, left, right = 150.0, 70.0, _RIGHT
    rows = [row for row in part["rows"] if row["jobs"] == max(one["jobs"] for one in part["rows"])]
    series = [("lead_mb", "one", "the process that leads"), ("worker_mb", "two", "the largest that works")]
    known = [name for name, _, _ in series if all(row[name] is not None for row in rows)]
    most = max(row[name] for row in rows for name in known) * 1.1
    step = (right - left) / max(len(rows) - 1, 1)

    def y(value: float) -> float:
        return top + 30 + high * (1 - value / most)

    parts = [svg.text(10, top + 14, f"Peaks of memory (MB), {rows[0]['jobs']} processes", "head")]
    for tick in range(0, int(most) + 1, max(100, int(most / 5 // 100) * 100)):
        parts += [svg.line(left, y(tick), right, y(tick), "grid"), svg.text(left - 6, y(tick) + 4, f"{tick}", "end")]
    for place, row in enumerate(rows):
        parts.append(svg.text(left + place * step, top + 48 + high, f"{row['interviews']:,}", "tick"))
    for name, kind, title in series:
        if name in known:
            places = [(left + place * step, y(row[name])) for place, row in enumerate(rows)]
            parts.append(f'<path class="{kind}" d="M{"L".join(f"{x:.1f} {at:.1f}" for x, at in places)}"/>')
            parts += [svg.dot(x, at, 3.5, kind) for x, at in places]
            parts.append(svg.text(right + 8, places[-1][1] + 4, title, "dim"))
    parts.append(svg.text((left + right) / 2, top + 64 + high, "interviews", "tick"))
    return parts, high + 66


_PANELS: dict[str, Callable[[Mapping[str, Any], float], tuple[list[str], float]]] = {
    "whole": _whole,
    "peers": _peers,
    "stages": _stages,
    "scaling": _scaling,
    "memory": _memory,
}
