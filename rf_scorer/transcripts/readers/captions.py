"""WebVTT and SRT captions, as Teams, Zoom and transcription programs write them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.lines import split
from rf_scorer.transcripts.readers.cues import TIMING, Cue, cues, runs
from rf_scorer.transcripts.readers.text_labels import Candidate, Style, candidates, heading, label_key, strength
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["READER", "CaptionReader"]

_REMEDY = (
    "Export them with speaker names (Teams: .vtt or .docx transcript; Zoom: audio transcript), "
    "or begin each caption with 'I: …' or 'P: …'."
)


class CaptionReader:
    """WebVTT (``<v Name>`` or ``Name: …``) and SRT (``Name: …``)."""

    name = "captions"
    description = "WebVTT and SRT captions with speaker names"

    def recognise(self, document: Document) -> float:
        """By the signature of WebVTT, or by time lines with arrows."""
        decoded = document.decoded
        if decoded is None:
            return 0.0
        head = decoded.text[:4000].lstrip("\ufeff \t\r\n")
        if head.startswith("WEBVTT") and head[6:7] in {"", " ", "\t", "\r", "\n"}:
            return 0.99
        return 0.95 if sum(TIMING.match(head, line.start) is not None for line in split(head)) >= 1 else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:  # noqa: ARG002
        """Make turns of the captions; adjacent captions of one speaker are one turn.

        Raises
        ------
        UnreadableFile
            If there are no captions, or none says who speaks.
        """
        decoded = document.decoded
        if decoded is None:
            raise UnreadableFile("This is not text.", remedy="Export the captions as .vtt or .srt.")
        text = decoded.text
        found = list(cues(text, split(text)))
        if not any(cue.lines for cue in found):
            raise UnreadableFile(
                "The file holds no captions with words.", remedy="Was it saved, or exported, completely?"
            )
        labels = {} if any(run.voice for cue in found for run in runs(text, cue)) else _prefixes(text, found)
        builder = TurnBuilder(text)
        tally = _fill(builder, text, found, labels)
        turns = builder.finish()
        if not tally["voiced"]:
            raise UnreadableFile("The captions do not say who speaks.", remedy=_REMEDY)
        signature = text[:20].lstrip("\ufeff \t\r\n").startswith("WEBVTT")
        return Reading(
            format="vtt" if signature else "srt",
            text=text,
            turns=turns,
            notes=_notes(found, tally),
            encoding=decoded.encoding,
            newline=decoded.newline,
        )


def _fill(builder: TurnBuilder, text: str, found: Sequence[Cue], labels: dict[int, Candidate]) -> Counter[str]:
    tally: Counter[str] = Counter()
    label: str | None = None
    for cue in found:
        spoken = False
        voiced = False
        for run in runs(text, cue):
            start, named = run.start, labels.get(run.start)
            if named is not None:
                label, start, voiced = named.label, min(named.speech, run.end), True
            elif run.voice is not None:
                label, voiced = run.voice, True
            if run.text is None and start >= run.end:
                continue
            spoken = True
            builder.add(
                label,
                start,
                run.end,
                text=run.text,
                time=cue.time,
                time_end=cue.time_end,
                joined=run.joined and named is None,
            )
        tally["voiced"] += voiced
        if spoken and not voiced:
            which = "unvoiced" if label is not None else "orphan"
            tally[which] += 1
            tally.setdefault(f"{which}-line", cue.number)
    return tally


def _prefixes(text: str, found: Sequence[Cue]) -> dict[int, Candidate]:
    """Names before a colon at the beginning of caption lines, by where the line begins."""
    lines = [(line, position == 0) for cue in found for position, line in enumerate(cue.lines)]
    openings = sum(opening for _, opening in lines)
    for style in (Style.COLON, Style.BRACKET, Style.DASH):
        here = [
            (candidate, opening, line.start)
            for index, (line, opening) in enumerate(lines)
            for candidate in (*candidates(text, line, index), *_any_name(text, line.start, line.end, index))
            if candidate.style is style and not candidate.weak
        ]
        counts = Counter(candidate.key for candidate, _, _ in here)
        opens = Counter(candidate.key for candidate, opening, _ in here if opening)
        power = {candidate.key: strength(candidate.label) for candidate, _, _ in here}
        covered = sum(opens[key] for key in counts if counts[key] > 1 or power[key] >= 1) / max(1, openings)
        keys = {
            key
            for key, count in counts.items()
            if (power[key] == 3)
            or (power[key] == 2 and (count >= 2 or covered >= 0.5))
            or (
                opens[key] == count
                and ((count >= 3 and (power[key] == 1 or covered >= 0.8)) or (covered >= 0.9 and power[key] == 1))
            )
        }
        if keys and (style is Style.COLON or covered >= 0.5):
            spelled = {candidate.key: candidate.label for candidate, _, _ in reversed(here)}
            return {
                start: candidate._replace(label=spelled[candidate.key])
                for candidate, _, start in here
                if candidate.key in keys
            }
    return {}


def _any_name(text: str, start: int, end: int, index: int) -> list[Candidate]:
    """What people call themselves in a video call: anything short before a colon, of no usual shape."""
    name, colon, _ = text[start : min(end, start + 60)].partition(":")
    bare = name.strip()
    if (
        not colon
        or not bare
        or strength(bare)
        or heading(bare)
        or len(bare.split()) > 5
        or any(mark in bare for mark in '.,?!;"“”')
    ):
        return []
    return [Candidate(index, Style.COLON, label_key(bare) or bare, bare, start + len(name) + 1, None)]


def _notes(found: Sequence[Cue], tally: Counter[str]) -> tuple[Note, ...]:
    notes = []
    if tally["unvoiced"]:
        notes.append(
            Note(
                code="captions-unnamed",
                message=f"{tally['unvoiced']} of {len(found)} captions name no speaker; each continues the one before.",
                severity=Severity.WARNING,
                line=tally["unvoiced-line"],
                remedy="Check that nobody else speaks there.",
            )
        )
    if tally["orphan"]:
        notes.append(
            Note(
                code="captions-orphaned",
                message=f"{tally['orphan']} captions stand before the first that names a speaker.",
                severity=Severity.WARNING,
                line=tally["orphan-line"],
                remedy="Add the speaker's name to the first caption.",
            )
        )
    stray = [cue for cue in found if cue.stray]
    if stray:
        notes.append(
            Note(
                code="captions-broken",
                message=f"{len(stray)} captions hold a blank line; the words behind it were kept.",
                severity=Severity.WARNING,
                line=stray[0].lines[0].number,
            )
        )
    untimed = [cue for cue in found if cue.time is None]
    if untimed:
        notes.append(
            Note(
                code="times-malformed",
                message=f"{len(untimed)} time lines cannot be understood; their captions have no time.",
                severity=Severity.WARNING,
                line=untimed[0].number,
            )
        )
    return tuple(notes)


READER = CaptionReader()
