"""One copy: edited in its own format where that can be, else written anew, and in any case read back and compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import DataError, RfScorerError
from rf_scorer.privacy.labels import label_kind, name_kinds
from rf_scorer.privacy.replacing import Edit, applied
from rf_scorer.study.privacy.held import Held
from rf_scorer.study.pseudonymising.editing import EDITED, beside_edits, in_source, in_turn
from rf_scorer.study.pseudonymising.labels import CHAT, LETTERS, NAMES, named_labels, renamed, roles
from rf_scorer.study.pseudonymising.rendering import house_text, shape, transcript_document
from rf_scorer.transcripts import Document, ReadOptions, SpeakerChoice, read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rf_scorer.domain import Role, Transcript
    from rf_scorer.privacy import Policy
    from rf_scorer.study.pseudonymising.editing import Sweep
    from rf_scorer.study.pseudonymising.targets import Found

__all__ = ["Copy", "Rewritten", "rewritten"]

#: What copies are called while they are held against their transcripts.
_NAME = "copy"
_LEFT_OUT = "What stands beside the interview in the file (properties, comments, headers, notes) is not in the copy."
_ANEW = "With codes in its own format it would be read in another way, so it was written anew."
_TAKEN_OUT = "What says words once more that were replaced (dependent tiers, lists of words) was taken out of the copy."


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that reads back as it should.

    Attributes
    ----------
    held : Held
        Its bytes, and what was read of them.
    suffix : str
        Of its name.
    notes : tuple of str
        What a person must know of it.
    """

    held: Held
    suffix: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A copy with what was done for it.

    Attributes
    ----------
    copy : Copy
    codes : tuple of str
        Codes that were put in, one for each place, without braces.
    labels : int
        Speakers' labels that were names.
    """

    copy: Copy
    codes: tuple[str, ...] = ()
    labels: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edits:
    """All that is to change in a transcript."""

    labels: dict[str, str]
    turns: dict[int, tuple[Edit, ...]]
    texts: list[str] = field(repr=False)
    codes: tuple[str, ...]


def rewritten(
    copy: Copy,
    found: Found,
    *,
    code: Callable[[str, str], str],
    sweep: Sweep,
    policy: Policy,
    read: ReadOptions,
    first: bool,
) -> Rewritten | None:
    """A transcript, or a copy that still holds something, with codes.

    Parameters
    ----------
    copy : Copy
        What is to be rewritten.
    found : Found
        What identifies somebody in it.
    code, sweep : callable
        Of the book of codes.
    policy : Policy
    read : ReadOptions
        How the file was read.
    first : bool
        Whether this is the transcript itself: there is a copy even if nothing changes.

    Returns
    -------
    Rewritten or None
        None where nothing changes in a copy.

    Raises
    ------
    DataError
        If no copy reads back into the same turns.
    """
    transcript = copy.held.transcript
    kind = transcript.source.format
    vocabularies = (CHAT,) if kind == "chat" else (NAMES, LETTERS)
    for names in vocabularies:
        edits = _edits(transcript, found, code=code, sweep=sweep, policy=policy, names=names)
        if kind not in EDITED:
            if not first and not edits.turns and not edits.labels:
                return None
            break
        made, placed = _in_place(copy, found, edits, code=code, sweep=sweep, read=read)
        if not placed and not first:
            return None
        if made is not None:
            return Rewritten(copy=made, codes=edits.codes + placed, labels=len(edits.labels))
        if not edits.labels:
            break
    made = _written_anew(copy, edits, policy)
    if made is None:
        raise DataError(
            "No copy of this transcript reads back into the same turns.",
            remedy="Save it as labelled text ('I: …', 'P: …', a line for every turn) and pseudonymise that.",
        )
    return Rewritten(copy=made, codes=edits.codes, labels=len(edits.labels))


def _edits(
    transcript: Transcript,
    found: Found,
    *,
    code: Callable[[str, str], str],
    sweep: Sweep,
    policy: Policy,
    names: Mapping[Role, str],
) -> _Edits:
    named = named_labels(transcript, policy)
    others = {turn.label for turn in transcript.turns if turn.label is not None} - set(named)
    turns, texts, codes = {}, [], []
    for turn in transcript.turns:
        edits = in_turn(turn, found.speech.get(turn.index, ()), code=code, sweep=sweep)
        if edits:
            turns[turn.index] = edits
            codes += [edit.text.strip("{}") for edit in edits]
        texts.append(applied(turn.text, edits))
    labels = renamed(named, others, names=names)
    return _Edits(labels=labels, turns=turns, texts=texts, codes=tuple(codes))


def _in_place(
    copy: Copy, found: Found, edits: _Edits, *, code: Callable[[str, str], str], sweep: Sweep, read: ReadOptions
) -> tuple[Copy | None, tuple[str, ...]]:
    """The file with its edits if it reads back as it should, and the codes that stand beside its turns (or marks of any other change)."""
    transcript = copy.held.transcript
    speech = [edit for index, changed in edits.turns.items() for edit in in_source(transcript.turns[index], changed)]
    beside = beside_edits(transcript, found.beside, labels=edits.labels, code=code, sweep=sweep, speech=speech)
    everything = sorted([*speech, *beside])
    if not everything:
        return copy, ()
    text = applied(transcript.source.text, everything)
    data = text.encode(transcript.source.encoding or "utf-8", errors="replace")
    spoken = {
        edits.labels.get(turn.label, turn.label): turn.role for turn in transcript.turns if turn.label is not None
    }
    held, certain = _read_back(
        f"{_NAME}{copy.suffix}", data, expected=shape(transcript, edits.texts), spoken=spoken, read=read
    )
    placed = tuple(edit.text for edit in beside) or ("",)
    if held is None:
        return None, placed
    notes = copy.notes if all(edit.text for edit in beside) else (*copy.notes, _TAKEN_OUT)
    return Copy(held=held, suffix=copy.suffix, notes=_merged(notes, certain)), placed


def _written_anew(copy: Copy, edits: _Edits, policy: Policy) -> Copy | None:
    transcript = copy.held.transcript
    expected = shape(transcript, edits.texts)
    left_out = (*copy.notes, _LEFT_OUT)
    if transcript.source.format in EDITED:
        left_out = (*left_out, _ANEW)
    if transcript.source.format != "transcript":
        spoken = {name: turn.role for turn in transcript.turns for name in [roles(transcript)[turn.label]]}
        data = house_text(transcript, edits.texts).encode("utf-8", errors="replace")
        held, certain = _read_back(f"{_NAME}.txt", data, expected=expected, spoken=spoken, read=ReadOptions())
        if held is not None:
            return Copy(held=held, suffix=".txt", notes=_merged(left_out, certain))
    participant = transcript.participant
    document = transcript_document(
        transcript, edits.texts, edits.labels, participant=participant if _may_stand(participant, policy) else None
    )
    if not _may_stand(transcript.timepoint, policy):
        document.pop("timepoint", None)
    data = jsonio.dumps(document).encode("utf-8", errors="replace")
    held, certain = _read_back(f"{_NAME}.json", data, expected=expected, spoken={}, read=ReadOptions())
    return None if held is None else Copy(held=held, suffix=".json", notes=_merged(left_out, certain))


def _may_stand(value: str | None, policy: Policy) -> bool:
    return value is None or policy.allows(value) or (label_kind(value) is None and not any(name_kinds(value)))


def _merged(notes: Sequence[str], certain: bool) -> tuple[str, ...]:
    asked = (
        () if certain else ("Who is who must be said when the copy is read: --participant LABEL, --interviewer LABEL.",)
    )
    return tuple(dict.fromkeys((*notes, *asked)))


def _read_back(
    name: str, data: bytes, *, expected: list[tuple[Role, str]], spoken: Mapping[str, Role], read: ReadOptions
) -> tuple[Held | None, bool]:
    """The copy as it is read, if these are the expected turns, and whether nobody has to say who is who."""
    for choice in (SpeakerChoice(), SpeakerChoice(map=spoken)):
        try:
            document = Document(Path(name).name, data, encoding=read.encoding)
            transcript = read_document(document, options=read, speakers=choice)
        except RfScorerError:
            continue
        if shape(transcript) == expected:
            return Held(document=document, transcript=transcript), not choice.map
    return None, False
