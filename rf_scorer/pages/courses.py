"""Drawings of change: everybody's course over the timepoints, and all changes in order over the band of no reliable change."""

from __future__ import annotations

import math
from statistics import fmean
from typing import TYPE_CHECKING, Any

from rf_scorer.pages.drawn import Frame, mark
from rf_scorer.pages.plots import signed
from rf_scorer.pages.svg import box, dot, drawing, line, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

__all__ = ["MOST_LINES", "changes", "courses"]

#: More lines than this are one grey field: then evenly chosen ones are drawn, and the caption says so.
MOST_LINES = 300
_GOLDEN = 0.618034


def courses(people: Sequence[Mapping[str, Any]], names: Sequence[str], low: float, high: float) -> Markup:
    """A line for each participant over the timepoints, and the mean of those who have a value at each of them.

    Parameters
    ----------
    people : sequence of mapping
        Courses of one group, as in a report.
    names : sequence of str
        The timepoints.
    low, high : float
        The scale's ends.
    """
    step = max(92.0, min(250.0, 420.0 / max(len(names) - 1, 1)))
    frame = Frame(low - 0.3, high + 0.3, width=step * (len(names) - 1) + 40, height=300)

    def x(place: int) -> float:
        return frame.left + 20 + step * place

    parts = frame.grid([float(level) for level in range(math.ceil(low), math.floor(high) + 1)], "level")
    every = max(1, math.ceil(len(people) / MOST_LINES))
    for number, one in enumerate(people[::every]):
        # Whole levels coincide: lines are drawn a little apart, by a rule that puts neighbours far from each other.
        shift = ((number * _GOLDEN) % 1.0 - 0.5) * 0.3
        points = [(x(place), frame.y(value + shift)) for place, value in enumerate(one["values"]) if value is not None]
        if len(points) > 1:
            parts.append(f'<path class="course" d="M{"L".join(f"{px:.1f} {py:.1f}" for px, py in points)}"/>')
        parts += [dot(px, py, 2, "stop") for px, py in points]
    whole = [one["values"] for one in people if None not in one["values"]]
    told = "nobody has a value at every timepoint"
    if whole:
        means = [fmean(column) for column in zip(*whole, strict=True)]
        path = "L".join(f"{x(place):.1f} {frame.y(mean):.1f}" for place, mean in enumerate(means))
        parts.append(f'<path class="path one mean" d="M{path}"/>')
        for place, mean in enumerate(means):
            parts.append(dot(x(place), frame.y(mean), 5.5, "one"))
            parts.append(text(x(place), frame.y(mean) - 11, f"{mean:.1f}".replace("-", "−"), "on-line"))
        told = f"means {', '.join(signed(round(mean, 2)) for mean in means)} of {len(whole)} with a value at every timepoint"
    for place, name in enumerate(names):
        parts.append(text(x(place), frame.bottom + 18, _short(name)))
    title = f"Values of {len(people)} participants at {', '.join(names)}; {told}."
    return drawing("cs", frame.right + 12, frame.bottom + 30, title, parts)


def changes(people: Sequence[Mapping[str, Any]], least: float) -> Markup:
    """Every change with its interval, the largest loss first, over the band in which none is reliable.

    Parameters
    ----------
    people : sequence of mapping
        Of a comparison, by change.
    least : float
        The least change that counts as reliable, in levels.
    """
    step = min(16.0, max(1.6, 900.0 / max(len(people), 1)))
    ends = [abs(one[end]) for one in people for end in ("low", "high")]
    reach = math.ceil(max([least, *ends]))
    frame = Frame(-reach, reach, width=max(step * len(people) + 16, 300.0), height=300)
    parts = [box(frame.left, frame.y(least), frame.width, frame.y(-least) - frame.y(least), "band")]
    parts += frame.grid(_ticks(reach), "change in levels")
    for edge in (least, -least):
        parts.append(line(frame.left, frame.y(edge), frame.right, frame.y(edge), "ideal"))
    size = min(4.5, max(1.6, step * 0.42))
    for place, one in enumerate(people):
        x = frame.left + 8 + step * (place + 0.5)
        kind = one["verdict"] if one["verdict"] in {"higher", "lower"} else "none"
        parts.append(line(x, frame.y(one["low"]), x, frame.y(one["high"]), f"reach {kind}"))
        parts.append(mark(x, frame.y(one["change"]), kind, size))
    parts.append(text(frame.left + frame.width / 2, frame.bottom + 20, "participants, the largest fall first", "name"))
    counts = {kind: sum(one["verdict"] == kind for one in people) for kind in ("higher", "lower")}
    title = (
        f"Changes of {len(people)} participants with their intervals, over the band from {signed(round(-least, 2))} to "
        f"{signed(round(least, 2))}: {counts['higher']} reliably higher, {counts['lower']} reliably lower."
    )
    return drawing("cg", frame.right + 12, frame.bottom + 32, title, parts)


def _ticks(reach: float) -> list[float]:
    step = 1 if reach <= 4 else 2 if reach <= 10 else 5
    half = [float(tick) for tick in range(step, int(reach) + 1, step)]
    return [*(-tick for tick in reversed(half)), 0.0, *half]


def _short(name: str) -> str:
    return name if len(name) <= 14 else f"{name[:13]}…"
