"""Looking at transcripts before anything is scored: can they be read, who speaks, what was asked, are they whole, do they identify anybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import protocols
from rf_scorer.domain import Note, PassageState, QuestionRole, Role, Severity
from rf_scorer.errors import RfScorerError
from rf_scorer.study.case import check_names, open_case
from rf_scorer.study.privacy import gate
from rf_scorer.study.reason import REPORT, bug, refusal
from rf_scorer.transcripts import fidelity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions

__all__ = ["BUG", "Checked", "run"]

#: Code of the note on a file at which rf_scorer itself failed.
BUG = "bug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found in one file.

    Attributes
    ----------
    file, transcript : str
    facts : mapping of str to object
        Format, encoding, participant and timepoint, speakers with their roles and reasons, protocol, passages by state; empty where it could
        not be read.
    notes : tuple of Note
        Everything that was guessed, dropped, missed or doubted.
    sha256 : str or None
        Digest of its bytes; None where it could not be read.
    """

    file: str
    transcript: str
    facts: dict[str, Any]
    notes: tuple[Note, ...]
    sha256: str | None = None

    @property
    def worst(self) -> Severity:
        """The highest severity among the notes."""
        order = list(Severity)
        return max((note.severity for note in self.notes), key=order.index, default=Severity.INFO)


def run(inputs: Sequence[Input], options: RunOptions) -> Iterator[Checked]:
    """Check every input, one result each, in order; nothing is written.

    Raises
    ------
    UnknownName
        If the protocol is not known.
    """
    check_names(options)
    for item in inputs:
        try:
            yield _check(item, options)
        except RfScorerError as error:
            note = Note(code=_code(error), message=refusal(error, item), severity=Severity.ERROR, remedy=error.remedy)
            yield Checked(file=item.name, transcript=item.id, facts={}, notes=(note,))
        except Exception as error:  # noqa: BLE001 (our own bug on one file must not cost the look at the others)
            note = Note(code=BUG, message=bug(error), severity=Severity.ERROR, remedy=REPORT)
            yield Checked(file=item.name, transcript=item.id, facts={}, notes=(note,))


def _code(error: RfScorerError) -> str:
    """``UnreadableFile`` reads as ``unreadable-file``."""
    name = type(error).__name__
    return "".join(
        f"-{letter.lower()}" if letter.isupper() and index else letter.lower() for index, letter in enumerate(name)
    )


def _check(item: Input, options: RunOptions) -> Checked:
    opened = open_case(item, options)
    transcript, protocol = opened.transcript, opened.protocol
    alignment = protocols.align(transcript, protocol, override=opened.override)
    found = (
        gate.notes(gate.look(opened, options.gate), options.gate, opened.attestation)
        if options.gate.mode is not gate.Mode.OFF
        else ()
    )
    notes = (
        *transcript.source.notes,
        *fidelity.notes(transcript),
        *opened.notes,
        *alignment.notes,
        *found,
    )
    states = Counter(passage.state for passage in alignment.passages)
    words = Counter[Role]()
    for speaker in transcript.speakers:
        words[speaker.role] += speaker.words
    facts = {
        "format": transcript.source.format,
        "encoding": transcript.source.encoding,
        "participant": transcript.participant,
        "timepoint": transcript.timepoint,
        "turns": len(transcript.turns),
        "participant_words": words[Role.PARTICIPANT],
        "participant_share": round(words[Role.PARTICIPANT] / max(words.total(), 1), 3),
        "speakers": [
            {
                "label": speaker.label,
                "role": speaker.role.value,
                "confidence": round(speaker.confidence, 2),
                "reason": speaker.reason,
            }
            for speaker in transcript.speakers
        ],
        "protocol": protocol.id if protocol else None,
        "passages": {state.value: states[state] for state in PassageState},
        "demand_missing": [
            passage.question_id
            for passage in alignment.passages
            if passage.role is QuestionRole.DEMAND and passage.state is PassageState.NOT_ASKED
        ],
    }
    return Checked(file=item.name, transcript=item.id, facts=facts, notes=notes, sha256=transcript.source.sha256)
