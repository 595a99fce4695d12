"""The tables of a run: as text for a terminal, or as Markdown for docs/measurements/speed.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from figures.table import Table, as_markdown, as_text

from rf_scorer.domain.amounts import counted
from scaling import machine, peers, stages, start, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["PARTS", "Table", "as_markdown", "as_text", "filled", "tables"]

_MARK = re.compile(r"(?P<open><!-- scale: (?P<name>[a-z]+) -->\n).*?(?P<close><!-- /scale -->)", re.DOTALL)


def _turns(part: Mapping[str, Any]) -> str:
    return f"{counted(part['repeat'], 'repetition')} in turns" if part["repeat"] > 1 else "one repetition"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}"


def _figure(figure: Mapping[str, float] | None, show: Callable[[float], str] = _number) -> str:
    if figure is None:
        return "–"
    return f"{show(figure['median'])} ({show(figure['low'])} to {show(figure['high'])})"


def _stages(part: Mapping[str, Any]) -> Iterator[Table]:
    corpora = part["corpora"]
    names = [one["corpus"] for one in corpora]
    rows = [
        (title, *(_figure(one["stages"][stage]) for one in corpora), *(_share(one, stage) for one in corpora))
        for stage, title in stages.TITLES.items()
    ]
    rows += [
        ("sum", *(_figure(one["sum"]) for one in corpora), *("100 %" for _ in corpora)),
        ("the whole, without the meter", *(_figure(one["whole"]) for one in corpora), *("" for _ in corpora)),
    ]
    yield Table(
        title="Stages: µs of CPU for a word of all speakers",
        head=("stage", *names, *(f"{name}, share" for name in names)),
        rows=tuple(rows),
        note=f"Medians of {part['repeat']} repetitions, with the lowest and the highest. A moment counts for the innermost stage. The sum is "
        + " and ".join(
            f"{_figure(one['meter'])} times the whole without the meter ({one['corpus']})" for one in corpora
        )
        + ".",
    )


def _share(one: Mapping[str, Any], stage: str) -> str:
    return f"{one['stages'][stage]['median'] / one['sum']['median']:.1%}".replace("%", " %")


def _whole(part: Mapping[str, Any]) -> Iterator[Table]:
    for one in part["corpora"]:
        rows = [
            (
                whole.TITLES[name],
                _figure(one["words_per_second"][name]),
                *(_figure(one["of_bare"].get(name, {}).get(other)) for other in ("bare", "bare fast")),
            )
            for name in whole.TITLES
        ]
        refused = one["found"] - one["files"]
        yield Table(
            title=f"The whole: {one['corpus']}",
            head=("what", "words/s", "of bare, with names", "of bare, our products, no names"),
            rows=tuple(rows),
            note=f"{one['files']} of {one['found']} files, {one['words']:,} words by all speakers, {one['participant']:,} of them the participants'; "
            f"protocol {one['protocol'] or 'none'}. One process, CPU time, {_turns(part)}; ratios of pairs. "
            "The gate warns where by default it would refuse, so that every file counts"
            + (f"; {refused} cannot be scored and are left out of all rows." if refused else "."),
        )


def _peers(part: Mapping[str, Any]) -> Iterator[Table]:
    about = part["about"]
    corpora = part["corpora"]
    names = [one["corpus"] for one in corpora]
    weights = (
        "en_core_web_sm's components, architecture and sizes with random weights: what weights know costs no time, "
        "but a parser that has learned nothing takes other steps"
        if about["random"]
        else f"the pipeline is {about['model']}"
    )
    yield Table(
        title="Peers on the same words",
        head=("what", *(f"{name}: words/s" for name in names), *(f"{name}: score is so many times as fast" for name in names)),
        rows=tuple(
            (
                peers.TITLES[way],
                *(_figure(one["words_per_second"][way]) for one in corpora),
                *(_figure(one["times"].get(way)) for one in corpora),
            )
            for way in ("score", *about["ways"])
        ),
        note=f"{', '.join(f'{name} {number}' for name, number in about['versions'].items())} in a Python of their own, in turns with ours, one thread each; "
        f"{weights}. They work on every speaker's words; `score` reads files, writes sheets and pages, and parses what it needs.",
    )  # fmt: skip


def _scaling(part: Mapping[str, Any]) -> Iterator[Table]:
    yield Table(
        title="Several processes",
        head=("route", "wall time (s)", "words/s", "times as fast as one", "CPU (s)", "CPU, times one", "same bytes"),
        rows=tuple(
            (
                name,
                _figure(part["seconds"][name]),
                _number(part["words"] / part["seconds"][name]["median"]),
                _figure(part["times"][name]),
                _figure(part["cpu"][name]),
                _figure(part["cpu_times"][name]),
                "yes" if part["same_bytes"][name] else "NO",
            )
            for name in part["seconds"]
        ),
        note=f"{part['interviews']} made interviews, {part['words']:,} words; fresh processes with all that starting takes; {_turns(part)}. "
        "Dask's workers are started before, and their CPU is not in the table.",
    )


def _memory(part: Mapping[str, Any]) -> Iterator[Table]:
    yield Table(
        title="Memory: peaks (MB)",
        head=("interviews", "words", "processes", "the one that leads", "the largest that works", "all together"),
        rows=tuple(
            (
                f"{row['interviews']:,}",
                f"{row['words']:,}",
                str(row["jobs"]),
                f"{row['lead_mb']:.0f}",
                "–" if row["worker_mb"] is None else f"{row['worker_mb']:.0f}",
                f"{row['all_mb']:.0f}",
            )
            for row in part["rows"]
        ),
        note=f"Made interviews of {part['shortest']:,} to {part['longest']:,} words, both in every row, with new words in each. What is shared among processes is counted in each.",
    )


def _start(part: Mapping[str, Any]) -> Iterator[Table]:
    yield Table(
        title="Start: seconds",
        head=("what", "wall time", "CPU", "target"),
        rows=tuple(
            (
                title,
                _figure(part["seconds"][name]),
                "" if name == "score" else _figure(part["cpu"][name]),
                f"{start.TARGETS[name]:g}" if name in start.TARGETS else "",
            )
            for name, title in start.TITLES.items()
        ),
        note=f"Fresh processes, their files in the system's cache; {_turns(part)}.",
    )


def _simulation(part: Mapping[str, Any]) -> Iterator[Table]:
    scenarios = part["scenarios"]
    first = next(iter(scenarios.values()))
    world, measured, storage = first["world"], first["measured"], first["storage"]

    def row(name: str, title: str, unit: float = 1.0) -> tuple[str, ...]:
        cells = [
            {edge: one["figures"][name][edge] * unit for edge in ("median", "low", "high")}
            for one in scenarios.values()
        ]
        return title, *map(_figure, cells)

    def same(title: str, told: str) -> tuple[str, ...]:
        return title, *(told for _ in scenarios)

    yield Table(
        title=f"A simulation of {world['interviews']:,} interviews",
        head=("figure", *scenarios),
        rows=(
            ("failures of a node in an hour", *(f"{one['world']['failures']:g}" for one in scenarios.values())),
            ("pre-emptions of a node in an hour", *(f"{one['world']['preemptions']:g}" for one in scenarios.values())),
            ("price of a core hour", *(f"{one['world']['price']:g}" for one in scenarios.values())),
            row("wall_hours", "wall time (h)"),
            row("core_hours", "core hours"),
            row("cost", "cost"),
            row("failures", "failures of nodes at work"),
            row("preemptions", "pre-emptions of nodes at work"),
            row("ended", "tasks that were ended and resumed"),
            row("again_share", "core time for starting again, and for work that was lost (%)", 100),
            same("sheets on the disk (GB)", _number(storage["sheets_gb"])),
            same("pages on the disk (GB)", _number(storage["pages_gb"])),
            same("tables (GB)", _number(storage["tables_gb"])),
            same("files and folders", f"{storage['files']:,}"),
        ),
        note=f"Medians of {first['seeds']} seeds, and where nine of ten lie. Measured: {measured['words_per_second']:,.0f} words/s a core, {measured['start']:.1f} s to start, "
        f"{1000 * measured['keep']:.1f} ms for a sheet that is kept, {measured['sheet_bytes']:.1f} + {measured['page_bytes']:.1f} bytes of sheet and page a word. Assumed, beside the first three rows: "
        f"{world['words']:,.0f} words an interview (log-normal, {world['spread']:g}), {world['shards']:,} shards on {world['nodes']} nodes of {world['cores']} cores, {world['queue']:g} s between tasks, "
        f"a failed node back after {world['repair'] / 60:g} min and a pre-empted one after {world['wait'] / 60:g} min, cores as fast as this one, a file system that keeps up.",
    )  # fmt: skip


#: What makes the tables of each part of a run, in the order of printing.
PARTS: dict[str, Callable[[Mapping[str, Any]], Iterator[Table]]] = {
    "whole": _whole,
    "stages": _stages,
    "peers": _peers,
    "scaling": _scaling,
    "memory": _memory,
    "start": _start,
    "simulation": _simulation,
}


def tables(document: Mapping[str, Any], part: str) -> list[Table]:
    """The tables of one part of a run; none where it was not measured."""
    found = document["parts"].get(part)
    return list(PARTS[part](found)) if found is not None else []


def block(document: Mapping[str, Any], part: str) -> str:
    """All tables of a part as Markdown, and what they were measured on."""
    found = tables(document, part)
    about = document["parts"][part]["machine"] if found else None
    told = [f"`{about['command']}`, {about['at']}: {machine.line(about)}.", ""] if about else []
    return "\n".join([*map(as_markdown, found), *told])


def filled(page: str, document: Mapping[str, Any]) -> str:
    """A page with the tables of a run between its marks, ``<!-- scale: PART -->`` and ``<!-- /scale -->``; what was not measured is left."""

    def between(match: re.Match[str]) -> str:
        made = block(document, match["name"]) if match["name"] in PARTS else ""
        return f"{match['open']}\n{made}{match['close']}" if made else match[0]

    return _MARK.sub(between, page)


def parts_of(page: str) -> Sequence[str]:
    """The parts that a page has marks for."""
    return [match["name"] for match in _MARK.finditer(page)]
