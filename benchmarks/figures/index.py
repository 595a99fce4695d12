"""Tables of the whole: everything that is measured, and the figures that a reader wants first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import privacy, rating
from figures.measured import duration, figures
from figures.runs import RUNS
from figures.table import Table, figure, share, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["TABLES"]


def _runs(kept: Mapping[str, Any]) -> Iterator[Table]:
    rows = []
    for run in RUNS:
        record = kept.get(run.benchmark, {}).get(run.name)
        told = ("–", "–") if record is None else (record["at"][:10], duration(record))
        command = run.command.replace(" --jobs {jobs}", "").format(data="DATA", work="WORK")
        rows.append((f"`{run.benchmark}.{run.name}`", f"`{command}`", *told))
    yield Table(head=("run", "command", "last measured", "processor time"), rows=tuple(rows))


def _summary(kept: Mapping[str, Any]) -> Iterator[Table]:
    held = figures(kept, "highlight", "held-out")
    aligned = figures(kept, "alignment", "interviews")["heldout"]["asked, found"]
    exemplars = figures(kept, "rating", "exemplars")["evaluations"][0]
    others = figures(kept, "rating", "other-writers")["rows"]
    gate = figures(kept, "privacy", "test")
    plain = gate["baselines"]["capitals inside sentences and long numbers"]

    def ranked(rows: Any, name: str) -> str:
        row = rating.named(rows, name)
        return figure(None if row is None else row["spearman"])

    def alone(found: str) -> str:
        return found.partition(" (")[0]

    yield Table(
        head=("what", "on what", "figure", "baseline"),
        rows=(
            ("mentions of mental states", f"{held['passages']} held-out invented passages", f"F1 **{figure(held['ours']['total']['f1'], 3)}**", f"word list {alone(figure(held['baselines']['word list']['f1'], 3))}"),
            ("whose state it is", "the same, of mentions that are found", figure(held["attributes"]["holder"], 3), f"always the commonest {short(held['commonest']['holder'], 3)}"),
            ("questions of the protocol found", "invented interviews, phrased otherwise", f"{share(aligned)} ({aligned[0]} of {aligned[1]})", ""),
            ("suggested level of a passage", "invented exemplars, speakers left out", f"Spearman **{ranked(exemplars, 'rf_passage')}**", f"bag of words {alone(ranked(exemplars, 'bag_of_words'))}"),
            ("suggested level of a passage", f"{figures(kept, 'rating', 'other-writers')['answers']} invented passages by other writers", f"Spearman {ranked(others, 'rf_passage')}", f"bag of words {alone(ranked(others, 'bag_of_words'))}"),
            ("**real interviews rated on the scale**", "none are public", "**unknown**", ""),
            ("direct identifiers found by the gate", f"{gate['passages']} invented passages", f"**{privacy.found(gate['ours']['direct'], 3)}**, {privacy.alarms(gate['ours'])} false alarms in 1,000 words", f"capitals and long numbers {alone(privacy.found(plain['direct'], 3))}, {privacy.alarms(plain)}"),
        ),
    )  # fmt: skip


TABLES = {"runs": _runs, "summary": _summary}
