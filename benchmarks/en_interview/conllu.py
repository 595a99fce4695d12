"""Reads Universal Dependencies treebanks (gzip-compressed CoNLL-U) into plain sentences."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .entities import spans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SPOKEN = frozenset({"conversation", "court", "interview", "speech", "vlog"})
"""The genres of GUM in which somebody talks."""

_GUM_GENRE = re.compile(r"GUM_([a-z]+)_")
_EWT_GENRE = re.compile(r"([a-z]+)-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a treebank, every column as long as ``words``.

    Attributes
    ----------
    words : tuple[str, ...]
        The words as the treebank splits them.
    spaces : tuple[bool, ...]
        Whether a space follows the word.
    tags, pos, morphs, lemmas : tuple[str, ...]
        Penn tag, universal part of speech, features (``A=x|B=y`` or empty) and base form.
    heads : tuple[int, ...]
        Index of the head in this sentence; the root is its own head.
    deps : tuple[str, ...]
        Universal relations, subtypes kept; ``ROOT`` for the root, as spaCy writes it.
    entities : tuple[tuple[int, int, str], ...] or None
        Half-open word spans and labels; None if the treebank has no entities.
    features : bool
        Whether part of speech, features and base forms may be learnt from.
    document, genre, speaker : str
        Where it comes from; `speaker` is empty if the treebank names none.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    pos: tuple[str, ...]
    morphs: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    entities: tuple[tuple[int, int, str], ...] | None
    features: bool
    document: str
    genre: str
    speaker: str = ""

    def __len__(self) -> int:
        return len(self.words)


def read(path: Path) -> Iterator[Sentence]:
    """Read one treebank file.

    Parameters
    ----------
    path : Path
        A ``.conllu.gz`` file whose name begins with ``en_gum``, ``en_ewt`` or ``en_childes``.

    Yields
    ------
    Sentence
        The sentences in the order of the file.

    Raises
    ------
    ValueError
        If a line is not CoNLL-U.
    """
    bank = path.name.split("-")[0].removeprefix("en_")
    document, speaker = bank, ""
    opened: dict[str, tuple[int, str]] = {}
    rows: list[list[str]] = []
    joined: dict[int, list[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                document, opened = line.partition("=")[2].strip(), {}
            elif line.startswith("# speaker ="):
                speaker = line.partition("=")[2].strip()
            elif line and not line.startswith("#"):
                row = line.split("\t")
                if len(row) != 10:
                    raise ValueError(f"{path.name}, line {number}: {len(row)} columns, CoNLL-U has 10")
                if "-" in row[0]:
                    joined[int(row[0].split("-")[0])] = row
                elif "." not in row[0]:
                    rows.append(row)
            elif not line and rows:
                yield _sentence(rows, joined, opened, bank, document, speaker)
                speaker, rows, joined = "", [], {}


def _sentence(
    rows: list[list[str]],
    joined: dict[int, list[str]],
    opened: dict[str, tuple[int, str]],
    bank: str,
    document: str,
    speaker: str,
) -> Sentence:
    spaces = ["SpaceAfter=No" not in row[9] for row in rows]
    for first, row in joined.items():
        last = int(row[0].split("-")[1])
        if "".join(r[1] for r in rows[first - 1 : last]) == row[1]:
            spaces[first - 1 : last - 1] = [False] * (last - first)
        spaces[last - 1] = "SpaceAfter=No" not in row[9]
    heads = tuple(i if row[6] == "0" else int(row[6]) - 1 for i, row in enumerate(rows))
    pos = tuple(row[3] for row in rows)
    return Sentence(
        # A word of a treebank may hold a space ("1 000"); a word of spaCy may not begin or end with one.
        words=tuple(row[1].replace(" ", "\u00a0") for row in rows),
        spaces=tuple(spaces),
        tags=tuple(row[4] for row in rows),
        pos=pos,
        morphs=tuple("" if row[5] == "_" else row[5] for row in rows),
        lemmas=tuple(row[2] if row[2] != "_" else row[1] for row in rows),
        heads=heads,
        deps=tuple("ROOT" if row[6] == "0" else row[7] for row in rows),
        entities=spans([row[9] for row in rows], [row[1] for row in rows], pos, heads, opened)
        if bank == "gum"
        else None,
        features=bank != "childes",
        document=document,
        genre=_genre(bank, document),
        speaker=speaker,
    )


def _genre(bank: str, document: str) -> str:
    match = {"gum": _GUM_GENRE, "ewt": _EWT_GENRE}.get(bank, re.compile("$^")).match(document)
    return match.group(1) if match else bank
