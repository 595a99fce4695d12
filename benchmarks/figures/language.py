"""Tables of the highlights, of alignment, and of the language pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures.measured import figures, line
from figures.table import Table, figure, share, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["TABLES"]

_SETS = ("held-out", "development", "tuning")
_CATEGORIES = ("cognition", "emotion", "desire", "perception", "modulation")
_BASELINES = {
    "word list": "baseline: word list of the same codebook",
    "word list and part of speech": "baseline: the word list where the tag agrees with the part of speech",
}


def _highlight(kept: Mapping[str, Any]) -> Iterator[Table]:
    sets = [figures(kept, "highlight", name) for name in _SETS]
    total = [one["ours"]["total"] for one in sets]
    yield Table(
        head=("", *(f"{name} passages" for name in _SETS)),
        rows=(
            ("passages, speakers or documents, words, mentions", *(f"{one['passages']}, {one['documents']}, {one['words']:,}, {one['ours']['total']['gold']:,}" for one in sets)),
            ("**F1**", *(f"**{short(one['f1']['value'], 3)}** ({short(one['f1']['low'], 3)} to {short(one['f1']['high'], 3)})" for one in total)),
            ("precision, recall", *(f"{short(one['precision'], 3)}, {short(one['recall'], 3)}" for one in total)),
            *((f"F1 of {name}", *(f"{figure(one['ours'][name]['f1'], 3)}, {one['ours'][name]['gold']} mentions" for one in sets)) for name in _CATEGORIES),
            ("holder right (of matched)", *(figure(one["attributes"]["holder"], 3) for one in sets)),
            ("baseline: always the commonest holder", *(short(one["commonest"]["holder"], 3) for one in sets)),
            ("all flags right (of matched)", *(figure(one["attributes"]["all flags"], 3) for one in sets)),
            ("baseline: never any flag", *(short(one["commonest"]["all flags"], 3) for one in sets)),
            *((title, *(figure(one["baselines"][name]["f1"], 3) for one in sets)) for name, title in _BASELINES.items()),
        ),
        note=line(kept, *(("highlight", name) for name in _SETS)),
    )  # fmt: skip


def _headwords(kept: Mapping[str, Any]) -> Iterator[Table]:
    rows = figures(kept, "highlight", "held-out")["headwords"]
    yield Table(
        head=("headword", "precision", "recall", "true", "found"),
        rows=tuple(
            (
                f"{name} ({category})",
                short(right / found, 3) if found else "–",
                short(recalled / gold, 3) if gold else "–",
                str(gold),
                str(found),
            )
            for category, name, gold, recalled, found, right in rows
        ),
    )


def _alignment(kept: Mapping[str, Any]) -> Iterator[Table]:
    parts = [figures(kept, "alignment", "interviews")[name] for name in ("heldout", "tuning")]

    def of(name: str) -> tuple[str, ...]:
        return tuple(f"{one[name][0]} of {one[name][1]} ({share(one[name])})" for one in parts)

    yield Table(
        head=("", *(f"{name}, {one['interviews']} interviews" for name, one in zip(("held out", "tuning"), parts, strict=True))),
        rows=(
            ("asked questions found", *of("asked, found")),
            ("other turns taken for a question", *of("not asked, taken for a question")),
            ("right when the confidence is .9 or more", *of("sure")),
        ),
        note=line(kept, ("alignment", "interviews")),
    )  # fmt: skip


_TALK = ("interview", "conversation", "vlog", "speech", "court")
_COLUMNS = {"tag": "tag", "lemma": "lemma", "UAS": "UAS", "LAS": "LAS", "sent F": "sentence F1", "ent F": "entity F1"}


def _treebank(kept: Mapping[str, Any], part: str, columns: tuple[str, ...], note: str = "") -> Iterator[Table]:
    rows = figures(kept, "language", "treebanks")[part]
    bold = "GUM spoken"
    talk = [name for name in rows if name.removeprefix("GUM ") in _TALK]
    yield Table(
        head=("", "words", *(_COLUMNS[name] for name in columns)),
        rows=tuple(
            (
                f"**{name}**" if name == bold else name,
                f"{found['tokens']:,.0f}",
                *(f"{found[column]:.1f}" if column in found else "" for column in columns),
            )
            for name, found in (
                (name, rows[name])
                for name in sorted(
                    rows, key=lambda name: (name != bold, name not in talk, name == "EWT" or name.startswith("CHILDES"))
                )
            )
            if name != "GUM"
        ),
        note=note,
    )


def _whole(kept: Mapping[str, Any]) -> Iterator[Table]:
    yield from _treebank(kept, "whole", tuple(_COLUMNS))


def _cut(kept: Mapping[str, Any]) -> Iterator[Table]:
    columns = tuple(name for name in _COLUMNS if name != "lemma")
    yield from _treebank(kept, "cut", columns, line(kept, ("language", "treebanks")))


TABLES = {
    "highlight": _highlight,
    "highlight.headwords": _headwords,
    "alignment": _alignment,
    "language.whole": _whole,
    "language.cut": _cut,
}
