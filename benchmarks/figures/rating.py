"""Tables of the suggestions: of passages, of whole interviews, where the model keeps silent, and on another construct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures.measured import figures, line
from figures.table import Table, figure, percent, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["TABLES", "named"]

#: Rows of the model and its baselines, by the beginning of the title that a benchmark gives them.
_ROWS = {
    "rf_passage": "rf_passage",
    "rf_passage without features of length": "the same without features of length",
    "bag_of_words": "baseline: bag of words, TF-IDF",
    "dictionary": "baseline: list of fifty-four words, in a hundred words",
    "states": "baseline: words for mental states, in a hundred words",
    "length": "baseline: number of words",
    "typical": "baseline: most typical level",
}


def named(rows: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    """The figures of a row, by its title or what stands before its colon."""
    for row in rows:
        if row["title"].partition(":")[0] == name:
            return row["figures"]
    return None


def _passages(kept: Mapping[str, Any]) -> Iterator[Table]:
    parts = (
        (figures(kept, "rating", "exemplars")["evaluations"][0], "exemplars"),
        (figures(kept, "rating", "other-writers")["rows"], "other-writers"),
    )
    data = figures(kept, "rating", "exemplars")["data"]
    titles = {
        "exemplars": f"**{data['answers']:,} invented exemplars of {data['people']} speakers, nested 10-fold by speaker**",
        "other-writers": f"**{figures(kept, 'rating', 'other-writers')['answers']} invented passages by other writers, three readers each** (not part of the project)",
    }
    rows: list[tuple[str, ...]] = []
    for found, name in parts:
        rows.append((titles[name], "", "", "", "", ""))
        for key, title in _ROWS.items():
            row = named(found, key)
            if row is None:
                continue
            bare = ("mae", "within_1", "coverage")
            rows.append(
                (
                    title,
                    *(figure(row.get(one)) for one in ("spearman", "qwk")),
                    *(figure(_alone(row.get(one))) if row.get(one) else "" for one in bare),
                )
            )
    yield Table(
        head=("", "Spearman", "weighted kappa (quadratic, -1 to 9)", "mean absolute error", "within one level", "80 % interval holds the rating"),
        rows=tuple(rows),
        note=line(kept, ("rating", "exemplars"), ("rating", "other-writers")),
    )  # fmt: skip


def _alone(found: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return None if found is None else {"value": found["value"]}


def _kinds(kept: Mapping[str, Any]) -> Iterator[Table]:
    rows = figures(kept, "rating", "exemplars")["evaluations"][1]
    yield Table(
        head=("what the writers meant", "mean absolute error", "within one level", "suggested minus rated"),
        rows=tuple((row["title"], *(short(row["figures"][name]["value"]) for name in ("mae", "within_1", "bias"))) for row in rows),
    )  # fmt: skip


_WAYS = {
    "learned": "the learned figure",
    "mean of all, fitted": "baseline: mean of all suggestions, fitted",
    "demand mean, fitted": "baseline: demand mean, fitted",
    "mean of all": "baseline: mean of all suggestions, as it is",
    "demand mean": "baseline: demand mean, as it is",
    "modal level": "baseline: most typical level",
    "(a second rater)": "a second simulated rater",
}


def _overall(kept: Mapping[str, Any]) -> Iterator[Table]:
    sample = figures(kept, "overall", "simulated")["sample"]
    yield Table(
        head=("", "Spearman", "weighted kappa", "mean absolute error", "80 % interval holds the rating", "levels beyond the first in the interval"),
        rows=tuple(
            (title, *(short(sample[way].get(name)) for name in ("spearman", "qwk", "mae")), *(short(sample[way][name]) if name in sample[way] else "" for name in ("coverage", "width")))
            for way, title in _WAYS.items()
        ),
        note=line(kept, ("overall", "simulated")),
    )  # fmt: skip


_SHARES = ("refused", "outside", "doubtful", "neither")
_PLACES = {
    "rf-dev": "invented passages by other writers (`rf-dev`)",
    "semi-structured": "**interviews with engineers** (`semi-structured`, no protocol)",
    "names": "oral histories of Unix (`names`, no protocol)",
    "annomi": "counselling (`annomi`, no protocol)",
}


def _abstention(kept: Mapping[str, Any]) -> Iterator[Table]:
    plain, session = (figures(kept, "abstention", name) for name in ("no-protocol", "session"))
    rows = [("exemplars held out", plain["held"])]
    rows += [(_PLACES[one["title"]], one) for one in plain["others"]]
    rows += [("counselling under bids for mental states (`annomi`, `session`)", session["others"][0])]
    yield Table(
        head=("", "passages", "refused by rule (too short, not English …)", "out of domain", "doubtful", "neither"),
        rows=tuple((title, f"{one['passages']:,}", *(percent(one[name]) for name in _SHARES)) for title, one in rows),
        note=line(kept, ("abstention", "no-protocol"), ("abstention", "session")),
    )


def _tenths(kept: Mapping[str, Any]) -> Iterator[Table]:
    found = figures(kept, "abstention", "no-protocol")["errors"]["tenths"]
    rows = (
        ("by distance", found["distance"]["each"], found["distance"]["spearman"]),
        ("by entropy of the probabilities", found["entropy"]["each"], found["entropy"]["spearman"]),
        ("without all beyond (entropy)", found["entropy"]["up to"], None),
    )
    yield Table(
        head=("", *map(str, range(1, 11)), "Spearman with the error"),
        rows=tuple((title, *map(short, each), "" if rank is None else short(rank)) for title, each, rank in rows),
    )


_CROSSED = ("qwk", "accuracy", "question_qwk", "question_spearman", "participant_spearman")
#: Baselines as the command calls them, in the order in which they are told; that of fifty-four words stands under (c).
_CROSSED_ROWS = ("bag of words, TF-IDF", "words for mental states", "number of words", "most typical level")


def _mind_ca(kept: Mapping[str, Any]) -> Iterator[Table]:
    rows: list[tuple[str, ...]] = []
    titles = {
        ("children", "a"): "**(a) children left out, ten folds, the questions known**",
        ("questions", "b"): "**(b) each question left out, and the children judged with it**",
    }
    for (run, part), title in titles.items():
        found = figures(kept, "mind-ca", run)[part]
        rows.append((title, "", "", "", "", ""))
        companions = (
            f", learned with {found['companions']:,} [invented short answers](../../models/short_answers/EXEMPLARS.md)"
            if found["companions"]
            else ""
        )
        told = {row["title"]: row["figures"] for row in found["rows"]}
        rows.append((f"model{companions}", *(figure(told["the model"].get(name)) for name in _CROSSED)))
        rows.extend(
            (f"baseline: {title}", *(figure(_alone(told[title].get(name))) for name in _CROSSED))
            for title in _CROSSED_ROWS
        )
    yield Table(
        head=("", "weighted kappa", "exact", "kappa within a question", "Spearman within a question", "Spearman of children"),
        rows=tuple(rows),
        note=line(kept, ("mind-ca", "children"), ("mind-ca", "questions")),
    )  # fmt: skip


def _applied(kept: Mapping[str, Any]) -> Iterator[Table]:
    rows = figures(kept, "mind-ca", "applied")["c"]["rows"]
    yield Table(
        head=("**(c) what never learned from these scores**: Spearman over children with the human total", "alone", "number of words held constant", "answers", "children"),
        rows=tuple((row["title"], short(row["alone"]), short(row["held"]), f"{row['answers']:,}", f"{row['children']:,}") for row in rows),
        note=line(kept, ("mind-ca", "applied")),
    )  # fmt: skip


TABLES = {
    "rating": _passages,
    "rating.kinds": _kinds,
    "overall": _overall,
    "abstention": _abstention,
    "abstention.tenths": _tenths,
    "mind-ca": _mind_ca,
    "mind-ca.applied": _applied,
}
