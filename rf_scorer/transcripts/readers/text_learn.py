"""Learning from a whole document which line beginnings are speaker labels.

A colon at the start of a wrapped line looks like a label, and a pronoun before a dash looks like ``I - …``. What
tells them apart is not the line but the document: labels come back, stand where paragraphs begin, and between them
begin nearly every paragraph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from rf_scorer.transcripts.readers.text_labels import Candidate, Style, candidates, heading, strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rf_scorer.transcripts.lines import Line

__all__ = ["Learned", "learn"]

#: A style must account for this share of the paragraphs if its mark (a dash, a tab, nothing at all) is common in
#: speech, too.
_COVERAGE = {
    Style.TAB: 0.5,
    Style.DASH: 0.6,
    Style.BRACKET: 0.6,
    Style.CAPITALS: 0.6,
    Style.LETTER: 0.8,
    Style.ALONE: 0.45,
}
_SHORT_HEADING = 8
#: Slips are looked for among so many labels; an interview has a handful, and comparing all with all would not be
#: linear.
_MOST_FREQUENT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The labels of a document.

    Attributes
    ----------
    style : Style or None
        How labels are set off; None where there are none.
    labels : dict of int to Candidate
        By line index; only the accepted ones, with keys and spellings unified.
    first : int
        Index of the first line that is not cover page.
    rare : tuple of int
        Line indices of labels that were accepted although they occur once.
    doubtful : tuple of int
        Line indices of what looked like a label and was read as speech.
    unified : tuple of int
        Line indices whose label was spelled in another way than most.
    misspelled : tuple of int
        Line indices whose label was taken for a slip of a frequent one.
    """

    style: Style | None = None
    labels: dict[int, Candidate] = field(default_factory=dict)
    first: int = 0
    rare: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    unified: tuple[int, ...] = ()
    misspelled: tuple[int, ...] = ()


class _Layout:
    """Where paragraphs begin."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        filled = [index for index, line in enumerate(lines) if line.end > line.start]
        widths = sorted(lines[index].end - lines[index].start for index in filled)
        self.filled = filled
        # Wrapped text has a right margin that many lines come close to; one line a paragraph has no such margin.
        self.margin = widths[int(0.95 * (len(widths) - 1))] if widths else 0
        near = sum(0.8 * self.margin <= width for width in widths)
        self.wrapped = len(widths) >= 8 and self.margin <= 140 and near >= 0.35 * len(widths)
        self.begins: set[int] = set()
        self.spaced = {index for index in filled if index == 0 or lines[index - 1].end == lines[index - 1].start}
        previous: Line | None = None
        for index in filled:
            line = lines[index]
            if previous is None or index in self.spaced or self._ended(text, previous):
                self.begins.add(index)
            previous = line

    def _ended(self, text: str, line: Line) -> bool:
        if not self.wrapped:
            return True
        return text[line.end - 1] in '.?!…"”’)]}—–-/' or line.end - line.start < 0.6 * self.margin


def learn(text: str, lines: Sequence[Line], skip: frozenset[int] = frozenset()) -> Learned:
    """Find a document's labels.

    Parameters
    ----------
    text : str
    lines : sequence of Line
        Of the whole document.
    skip : frozenset of int
        Indices of lines that are neither speech nor label (page numbers, rules).

    Returns
    -------
    Learned
        With ``style`` None where no set of labels explains the document.
    """
    kept = [line if index not in skip else line._replace(end=line.start) for index, line in enumerate(lines)]
    layout = _Layout(text, kept)
    by_style: dict[Style, list[Candidate]] = defaultdict(list)
    for index in layout.filled:
        for candidate in candidates(text, kept[index], index):
            by_style[candidate.style].append(candidate)
    best: Learned | None = None
    points = 0.0
    for style in Style:
        if style in by_style:
            learned, found = _judge(style, by_style[style], layout, text, kept)
            if learned is not None and found > points:
                best, points = learned, found
    return best or Learned()


def _judge(
    style: Style, found: list[Candidate], layout: _Layout, text: str, lines: Sequence[Line]
) -> tuple[Learned | None, float]:
    counts = Counter(candidate.key for candidate in found if not candidate.weak)
    power = _powers(found)
    opening = layout.begins - _hanging(found, counts, lines)
    begins = Counter(candidate.key for candidate in found if candidate.line in opening and not candidate.weak)
    tiny = len(layout.begins) <= 8
    plausible = {key for key in counts if counts[key] > 1 or power[key] > 1 or tiny}
    covered = _coverage(found, plausible, layout)
    keys = {
        key
        for key, count in counts.items()
        if _accept(style, power[key], count, begins[key] / count, covered=covered, tiny=tiny)
        # No word begins a line with a colon behind it again and again, all through a document, but a speaker's.
        or (style is Style.COLON and power[key] and count >= 10 and count >= 0.15 * sum(counts.values()))
    }
    if not _enough(style, keys, counts, power, _coverage(found, keys, layout)):
        return None, 0.0
    if style is Style.ALONE:
        found = _parted(found, keys, layout)
    elif style is Style.CAPITALS:
        found = _without_numbers(found, keys, counts, text, lines)
    first = _cover(found, keys, counts, text, lines)
    accepted = {}
    rare, doubtful = [], []
    for candidate in found:
        if candidate.line < first:
            continue
        once = counts[candidate.key] == 1
        if candidate.key in keys and not (once and candidate.line not in opening):
            accepted[candidate.line] = candidate
            if once and not tiny:
                rare.append(candidate.line)
        elif style is Style.COLON and candidate.line in layout.begins and not candidate.weak:
            doubtful.append(candidate.line)
    slips = _slips([candidate for candidate in found if candidate.line >= first], keys, counts, power)
    accepted.update(slips)
    unified = _unify(accepted)
    learned = Learned(
        style=style,
        labels=dict(sorted(accepted.items())),
        first=first,
        rare=tuple(line for line in rare if line not in slips),
        doubtful=tuple(line for line in doubtful if line not in slips),
        unified=tuple(sorted(set(unified) - set(slips))),
        misspelled=tuple(sorted(slips)),
    )
    weight = 1.0 if style in {Style.COLON, Style.TIMED} else 0.9
    return learned, weight * len(accepted) * (1.0 if len(keys) > 1 else 0.5)


def _parted(found: list[Candidate], keys: set[str], layout: _Layout) -> list[Candidate]:
    """Where labels on lines of their own follow blank lines, a line in the middle of a paragraph is none."""
    accepted = [candidate.line for candidate in found if candidate.key in keys]
    if sum(line in layout.spaced for line in accepted) < 0.8 * len(accepted):
        return found
    return [candidate for candidate in found if candidate.line in layout.spaced]


def _without_numbers(
    found: list[Candidate], keys: set[str], counts: Counter[str], text: str, lines: Sequence[Line]
) -> list[Candidate]:
    """Give back to speech a number that follows a label in capitals once in a while (``INTERVIEWER 100 times …``)."""
    kept = []
    for candidate in found:
        base, _, number = candidate.key.rpartition(" ")
        if base in keys and number.isdigit() and counts[base] >= 5 * counts[candidate.key]:
            label, _, digits = candidate.label.rpartition(" ")
            speech = text.rindex(digits, lines[candidate.line].start, candidate.speech)
            kept.append(candidate._replace(key=base, label=label, speech=speech))
        else:
            kept.append(candidate)
    return kept


def _hanging(found: Sequence[Candidate], counts: Counter[str], lines: Sequence[Line]) -> set[int]:
    """Lines of rare labels that are indented like the rest of a paragraph whose first line is not."""
    base = max((lines[candidate.line].indent for candidate in found if counts[candidate.key] > 1), default=None)
    if base is None:
        return set()
    return {
        candidate.line
        for candidate in found
        if counts[candidate.key] <= 2
        and lines[candidate.line].indent > base
        and candidate.line > 0
        and lines[candidate.line - 1].end > lines[candidate.line - 1].start
    }


def _powers(found: Iterable[Candidate]) -> dict[str, int]:
    power: dict[str, int] = {}
    for candidate in found:
        power[candidate.key] = max(power.get(candidate.key, 0), strength(candidate.label))
    return power


def _coverage(found: Iterable[Candidate], keys: set[str], layout: _Layout) -> float:
    """Share of the paragraphs, from the first label on, that begin with one of the labels."""
    lines = {candidate.line for candidate in found if candidate.key in keys}
    if not lines:
        return 0.0
    first = min(lines)
    # Where blank lines part the turns, they say better than line ends where a paragraph begins.
    parted = len(lines & layout.spaced) >= 0.9 * len(lines)
    paragraphs = [index for index in (layout.spaced if parted else layout.begins) if index >= first]
    return sum(index in lines for index in paragraphs) / max(1, len(paragraphs))


def _accept(style: Style, power: int, count: int, begins: float, *, covered: float, tiny: bool) -> bool:
    if style is Style.COLON or style is Style.TIMED:
        if power == 3 or (style is Style.TIMED and power == 2):
            return True
        if power == 2:
            return count >= 2 or (tiny and begins == 1 and covered >= 0.5)
        return (
            (count >= 3 and begins >= 0.7)
            or (count == 2 and begins == 1 and covered >= 0.9)
            or (tiny and begins == 1 and (covered >= 0.9 or style is Style.TIMED))
        )
    if power == 3:
        return True
    return count >= (2 if power == 2 else 3) and begins >= 0.7


def _enough(style: Style, keys: set[str], counts: Counter[str], power: dict[str, int], covered: float) -> bool:
    """Whether the labels explain the document."""
    if not keys:
        return False
    known = any(power[key] == 3 for key in keys)
    total = sum(counts[key] for key in keys)
    if style is Style.COLON or style is Style.TIMED:
        if len(keys) == 1 and not known:
            return total >= 3 and covered >= 0.5
        return known or covered >= 0.3 or total >= 10
    if len(keys) < 2 or len(keys) > 12:
        return False
    if style is Style.LETTER and keys != {"q", "a"}:
        return False
    marked = style is not Style.ALONE and style is not Style.CAPITALS
    return covered >= _COVERAGE[style] and (known or total >= 6 or (marked and covered >= 0.75))


def _cover(found: Sequence[Candidate], keys: set[str], counts: Counter[str], text: str, lines: Sequence[Line]) -> int:
    """The first line of the conversation.

    Cover pages say ``Interviewer: …``, too. A line of one belongs to the conversation only if its label comes back,
    or if it says much.
    """
    accepted = [candidate for candidate in found if candidate.key in keys and not candidate.weak]
    if not accepted:
        return 0
    often = {key for key in keys if counts[key] >= max(2, 0.03 * len(accepted))}
    block = _heading_block(text, lines, accepted)
    for candidate in accepted:
        short = len(text[candidate.speech : lines[candidate.line].end].split()) <= _SHORT_HEADING
        if candidate.line in block or (often and candidate.key not in often and short):
            continue
        return candidate.line
    return accepted[0].line


def _heading_block(text: str, lines: Sequence[Line], accepted: Sequence[Candidate]) -> frozenset[int]:
    """Labelled lines of a cover page: of the first block with a label, if a word of cover pages is in it, too.

    The conversation begins where a label comes twice in the block, or where more than a name or a code stands behind
    one.
    """
    first = accepted[0].line
    begin = first
    while begin > 0 and lines[begin - 1].end > lines[begin - 1].start and first - begin < 30:
        begin -= 1
    end = first
    while end < len(lines) and lines[end].end > lines[end].start and end - begin < 60:
        end += 1
    headings = 0
    for index in range(begin, end):
        name, colon, _ = text[lines[index].start : min(lines[index].end, lines[index].start + 120)].partition(":")
        headings += bool(colon) and heading(name.strip(" *_#-"))
    block = set()
    inside = [candidate for candidate in accepted if candidate.line < end]
    repeated = Counter(candidate.key for candidate in inside)
    for candidate in inside:
        value = text[candidate.speech : lines[candidate.line].end].strip()
        if repeated[candidate.key] > 1 or (value and not strength(value[:60])):
            break
        block.add(candidate.line)
    return frozenset(block) if headings else frozenset()


def _slips(
    found: Sequence[Candidate], keys: set[str], counts: Counter[str], power: dict[str, int]
) -> dict[int, Candidate]:
    """Rare labels that are one slip of the finger away from exactly one frequent label."""
    frequent = sorted((key for key in keys if counts[key] >= 4), key=lambda key: (-counts[key], key))[:_MOST_FREQUENT]
    spelled = {candidate.key: candidate.label for candidate in found if candidate.key in frequent}
    slips = {}
    for candidate in found:
        key = candidate.key
        if counts[key] > 2 or power[key] == 3 or len(key) < 5 or (candidate.weak and key in keys):
            continue
        digits = [part for part in key.split() if part.isdigit()]
        near = [
            (distance, other)
            for other in frequent
            if other != key
            and other[0] == key[0]
            and digits == [part for part in other.split() if part.isdigit()]
            and counts[other] >= 5 * counts[key]
            and (distance := DamerauLevenshtein.distance(key, other, score_cutoff=2)) <= (1 if len(key) < 8 else 2)
        ]
        near.sort()
        if near and (len(near) == 1 or near[0][0] < near[1][0]):
            slips[candidate.line] = candidate._replace(key=near[0][1], label=spelled[near[0][1]])
    return slips


def _unify(accepted: dict[int, Candidate]) -> list[int]:
    """Give every label of one key its most frequent spelling, the first of several; the lines that this changed."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for line in sorted(accepted):
        spellings[accepted[line].key][accepted[line].label] += 1
    chosen = {key: max(found, key=lambda label: found[label]) for key, found in spellings.items()}
    changed = []
    for line, candidate in accepted.items():
        if candidate.label != chosen[candidate.key]:
            accepted[line] = candidate._replace(label=chosen[candidate.key])
            changed.append(line)
    return changed
