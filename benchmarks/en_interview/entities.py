"""Named entities from the mention spans of GUM, which annotate every noun phrase, named or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = {"person": "PERSON", "place": "PLACE", "organization": "ORG", "time": "DATE"}
LONGEST = 8
"""Words; a longer span holds a relative clause or an apposition beside the name."""

_BRACKET = re.compile(r"\((?P<open>[^()]+)(?P<alone>\)?)|(?P<close>[^()]+)\)")
_LEADING = frozenset({"DET", "ADP", "PUNCT", "CCONJ"})


def spans(
    misc: Sequence[str],
    words: Sequence[str],
    pos: Sequence[str],
    heads: Sequence[int],
    opened: dict[str, tuple[int, str]],
) -> tuple[tuple[int, int, str], ...]:
    """Read the named entities of one sentence.

    A mention counts as named if its head is a proper noun or, for times, a number.

    Parameters
    ----------
    misc, words, pos, heads : sequences, one item a word
        The columns of the sentence; `heads` are indices, the root its own head.
    opened : dict
        Scratch space; emptied, since a mention never crosses a sentence.

    Returns
    -------
    tuple[tuple[int, int, str], ...]
        Half-open word spans with labels, the outermost of nested ones, in order.
    """
    opened.clear()
    found: list[tuple[int, int, str]] = []
    for i, cell in enumerate(misc):
        field = next((part[7:] for part in cell.split("|") if part.startswith("Entity=")), "")
        for match in _BRACKET.finditer(field):
            if match["open"]:
                group, _, rest = match["open"].partition("-")
                kind = rest.partition("-")[0]
                if match["alone"]:
                    found.append((i, i + 1, kind))
                else:
                    opened[group] = (i, kind)
            elif match["close"] in opened:
                start, kind = opened.pop(match["close"])
                found.append((start, i + 1, kind))
    named = []
    for start, end, kind in found:
        trimmed = _trim(start, end, words, pos)
        if kind in LABELS and trimmed and _is_named(*trimmed, kind, pos, heads):
            named.append((*trimmed, LABELS[kind]))
    return _outermost(named)


def _trim(start: int, end: int, words: Sequence[str], pos: Sequence[str]) -> tuple[int, int] | None:
    while start < end and pos[start] in _LEADING:
        start += 1
    while start < end and (pos[end - 1] == "PUNCT" or words[end - 1] in {"'s", "’s", "'", "’"}):
        end -= 1
    return (start, end) if 0 < end - start <= LONGEST else None


def _is_named(start: int, end: int, kind: str, pos: Sequence[str], heads: Sequence[int]) -> bool:
    tops = [i for i in range(start, end) if heads[i] == i or not start <= heads[i] < end]
    wanted = {"PROPN", "NUM"} if kind == "time" else {"PROPN"}
    return any(pos[i] in wanted for i in tops[:1])


def _outermost(found: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    kept: list[tuple[int, int, str]] = []
    for start, end, label in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, label))
    return tuple(sorted(kept))
