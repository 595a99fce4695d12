"""Tables of what came out on real transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures.measured import figures, line
from figures.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["TABLES", "results"]

_RUNS = ("annomi", "semi-structured", "names")


def results(kept: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Figures of one folder of results."""
    for run in _RUNS:
        for one in figures(kept, "real-input", run)["results"]:
            if one["folder"] == name:
                return one
    raise KeyError(name)


def _counts(found: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in found.items()) or "–"


#: How a role was told, by a part of the reason that a sheet gives.
_WAYS = {"transcriber": "a transcriber's label", "The label": "labels", "": "how people talk"}


def _told_by(found: Mapping[str, int]) -> str:
    """How roles were told, in the page's words."""
    ways: dict[str, int] = {}
    for reason, count in found.items():
        way = next(way for part, way in _WAYS.items() if part in reason)
        ways[way] = ways.get(way, 0) + count
    return ", ".join(f"{way} ({count} of {sum(ways.values())})" for way, count in ways.items())


def _per_hundred(one: Mapping[str, Any]) -> str:
    figure = one["mentions per 100 words"]
    return (
        f"{figure['median']:.1f} ({figure['low']:.1f}, {figure['high']:.1f})"
        if "low" in figure
        else f"{figure['median']:.1f}"
    )


def _read(kept: Mapping[str, Any]) -> Iterator[Table]:
    folders = [results(kept, name) for name in ("annomi-auto", "semi-auto", "names-none")]
    yield Table(
        head=("", "`annomi`", "`semi-structured`", "`names`"),
        rows=(
            ("files read", *(f"{one['sheets']} of {one['files']}" for one in folders)),
            ("turns", *(f"{one['turns']:,}" for one in folders)),
            ("participants' words", *(f"{one['words']:,}" for one in folders)),
            ("roles told by", *(_told_by(one["told by"]) for one in folders)),
            ("protocol under `auto`", *(_counts(one["protocol"]) for one in folders[:2]), "not asked"),
            ("mentions per 100 words, median (quartiles)", *(_per_hundred(one) for one in folders)),
            ("mentions, markers", *(f"{one['mentions']:,}, {one['markers']}" for one in folders)),
            ("spans that are not what stands there", *(f"{one['wrong spans']} of {one['spans']:,}" for one in folders)),
        ),
        note=line(kept, *(("real-input", run) for run in _RUNS)),
    )  # fmt: skip


_REASONS = {
    ("abstained", "role_none"): "… because not rated by the protocol",
    ("abstained", "too_short"): "… because too short",
    ("abstained", "not_prose"): "… because no connected English",
    ("abstained", "out_of_domain"): "… because out of domain",
    ("provisional", "question_unfamiliar"): "doubtful: a question unlike the examples'",
    ("provisional", "short_passage"): "doubtful: fewer than 15 words",
    ("provisional", "far_from_examples"): "doubtful: at the edge of the examples",
    ("provisional", "undecided"): "doubtful: undecided",
}


def _passages(kept: Mapping[str, Any]) -> Iterator[Table]:
    folders = [results(kept, name) for name in ("annomi-none", "annomi-session", "semi-auto")]

    rows: list[tuple[str, ...]] = [("passages", *(f"{one['passages']:,}" for one in folders))]
    for title, name, keys in (
        ("answered / not answered / inaudible", "states", ("answered", "not_answered", "inaudible")),
        ("demand / permit / not rated", "roles", ("demand", "permit", "none")),
        ("provisional suggestions", "suggestions", ("provisional",)),
        ("abstentions", "suggestions", ("abstained",)),
    ):
        rows.append(
            (
                title,
                *(
                    "–" if not one[name].keys() - {"none"} else " / ".join(f"{one[name].get(key, 0):,}" for key in keys)
                    for one in folders
                ),
            )
        )
    for (status, code), title in _known(folders).items():
        rows.append((title, *(str(one[status].get(code, 0)) for one in folders)))
    rows.append(("provisional suggestions without any doubt", *(str(one["without doubt"]) for one in folders)))
    rows.append(("provisional level, most / range", *(_levels(one["levels"]) for one in folders)))
    yield Table(
        head=("", "`annomi`, no protocol", "`annomi`, `session`", "`semi-structured`, none"),
        rows=tuple(rows),
    )


def _known(folders: list[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Reasons with their titles; one that has none is told by its code."""
    there = {(status, code): None for status in ("abstained", "provisional") for one in folders for code in one[status]}
    first = {key: title for key, title in _REASONS.items() if key in there}
    return first | {key: f"{key[0]}: `{key[1]}`" for key in there if key not in _REASONS}


def _levels(levels: Mapping[str, int]) -> str:
    most = max(levels, key=lambda level: levels[level])
    return f"{most} / {min(map(int, levels))} to {max(map(int, levels))}"


def _checked(kept: Mapping[str, Any]) -> Iterator[Table]:
    folders = [figures(kept, "real-input", run)["checked"][0] for run in _RUNS]
    codes = dict.fromkeys(code for one in folders for code in one["warning"])
    yield Table(
        head=("code", *(f"`{run}`" for run in _RUNS)),
        rows=(
            *((f"`{code}`", *(str(one["warning"].get(code, 0)) for one in folders)) for code in codes),
            ("errors", *(str(sum(one["error"].values())) for one in folders)),
        ),
    )


TABLES = {"conversations": _read, "conversations.passages": _passages, "conversations.checked": _checked}
