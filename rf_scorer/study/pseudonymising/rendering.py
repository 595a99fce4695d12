"""Copies of transcripts whose own format is not written: labelled text, or, where that would not be read back alike, a transcript document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.study.pseudonymising.labels import roles
from rf_scorer.transcripts.stamps import INSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.domain import Role, Transcript

__all__ = ["house_text", "shape", "transcript_document"]

_SCHEMA = "urn:rf-scorer:schema:transcript:1"


def house_text(transcript: Transcript, texts: Sequence[str]) -> str:
    """Labelled text with a line for every turn: time where there is one, role, words."""
    labels = roles(transcript)
    lines = []
    for turn, text in zip(transcript.turns, texts, strict=True):
        stamp = f"[{_clock(turn.time)}] " if turn.time is not None else ""
        lines.append(f"{stamp}{labels[turn.label]}: {' '.join(text.split())}\n")
    return "\n".join(lines)


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    whole, rest = divmod(thousandths, 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" + (f".{rest:03}" if rest else "")


def transcript_document(
    transcript: Transcript, texts: Sequence[str], labels: Mapping[str, str], *, participant: str | None
) -> dict[str, Any]:
    """A document of the schema ``transcript`` with roles and times, and nothing of the file that was read.

    Parameters
    ----------
    transcript : Transcript
    texts : sequence of str
        The words of each turn.
    labels : mapping of str to str
        New labels by old, where they change.
    participant : str or None
        The participant's code, if it may stand.
    """
    document: dict[str, Any] = {"schema": _SCHEMA}
    known = {
        "participant": participant,
        "timepoint": transcript.timepoint,
        "language": transcript.language,
        "protocol": transcript.protocol,
    }
    document |= {key: value for key, value in known.items() if value is not None}
    document["turns"] = [
        {
            **({"label": labels.get(turn.label, turn.label)} if turn.label is not None else {}),
            "role": turn.role.value,
            "text": text,
            **({"time": turn.time} if turn.time is not None else {}),
            **({"time_end": turn.time_end} if turn.time_end is not None else {}),
        }
        for turn, text in zip(transcript.turns, texts, strict=True)
    ]
    return document


def shape(transcript: Transcript, texts: Sequence[str] | None = None) -> list[tuple[Role, str]]:
    """Who says what, for comparing a copy with what it was made of: turns of one role on end are one, white space and stamps inside speech do not count."""
    found: list[tuple[Role, str]] = []
    for turn, text in zip(transcript.turns, texts or [turn.text for turn in transcript.turns], strict=True):
        plain = "".join(INSIDE.sub("", text).split())
        if not plain:
            continue
        if found and found[-1][0] is turn.role:
            found[-1] = (turn.role, found[-1][1] + plain)
        else:
            found.append((turn.role, plain))
    return found
