"""One input with what the study knows of it: the transcript, its protocol, and a person's corrections."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from rf_scorer import protocols, transcripts
from rf_scorer.domain import Protocol
from rf_scorer.errors import UnreadableFile
from rf_scorer.study.privacy.attestation import read_attestation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.domain import Note, Transcript
    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.privacy.attestation import Attestation
    from rf_scorer.transcripts import Document

__all__ = ["AUTO", "NONE", "Opened", "check_names", "named_protocol", "open_case", "settings_of"]

#: Instead of a protocol's name: choose one for each file, or take every exchange as a passage.
AUTO, NONE = "auto", "none"
#: Names that one message lists: ten thousand folders may each hold a "session.txt".
_LISTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A transcript ready for the path.

    Attributes
    ----------
    document : Document
        The file it was read of.
    transcript : Transcript
    protocol : Protocol or None
    notes : tuple of Note
        Why a protocol was chosen, where the program chose.
    override : mapping or None
        A person's alignment for this file.
    attestation : Attestation or None
        A person's word that this file, with these bytes, identifies nobody.
    settings : str
        Digest of every choice that changes what a sheet holds, 64 hexadecimal digits; the model is told by its own digest.
    """

    document: Document
    transcript: Transcript
    protocol: Protocol | None
    notes: tuple[Note, ...]
    override: Mapping[str, Any] | None
    attestation: Attestation | None
    settings: str


def check_names(options: RunOptions) -> None:
    """Look up every name in the options before any work is done, so that a wrong one is told once and not once a file.

    Raises
    ------
    UsageError
        For a protocol, format or encoding that is not known.
    """
    for name in {options.protocol, *(case.protocol for case in options.cases.files.values())} - {None, AUTO, NONE}:
        named_protocol(str(name))
    transcripts.check_options(options.read)


def settings_of(options: RunOptions) -> str:
    """Digest of every choice in the options that changes what sheets hold, 64 hexadecimal digits; models are told by their own digests.

    Names of protocols must be known.
    """
    names = {options.protocol, *(case.protocol for case in options.cases.files.values())} - {None, AUTO, NONE}
    known = [(str(name), named_protocol(str(name))) for name in sorted(map(str, names))]
    # Where a lab keeps a protocol of its own must not change the digest; which of several a file has, does.
    order = {name: place for place, (name, _) in enumerate(known)}
    cases = [
        (name, case.participant, case.timepoint, order.get(str(case.protocol), case.protocol), case.labels)
        for name, case in options.cases.files.items()
    ]
    # Who uses no pattern has the digest that earlier versions made.
    pattern = () if options.cases.names is None else (options.cases.names.text,)
    return _digest(
        options.read,
        options.speakers,
        options.cases.labels,
        cases,
        order.get(str(options.protocol), options.protocol),
        [protocol for _, protocol in known],
        options.gate,
        *pattern,
    )


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _stated(transcript: Transcript) -> str | None:
    # Only names: a document from elsewhere must not make us open a path.
    return transcript.protocol if transcript.protocol in protocols.names() else None


@cache
def named_protocol(name: str) -> Protocol:
    """A protocol by name or path, parsed once a process."""
    return protocols.load(name)


def open_case(item: Input, options: RunOptions, *, document: Document | None = None) -> Opened:
    """Read one input.

    Parameters
    ----------
    item : Input
    options : RunOptions
    document : Document, optional
        What the input holds, where it is no file but at hand: then nothing stands beside it.

    Raises
    ------
    DataError
        If it cannot be read, its speakers are not certain, its id is not its own, or its override does not fit.
    UnknownName
        If its protocol is not known.
    """
    at_hand = document is not None
    document = document or transcripts.Document.open(item.path, encoding=options.read.encoding)
    if item.clash:
        # Of what is no transcript it helps to hear that, and not which other file has its name.
        transcripts.read_document(document, options=options.read, speakers=None, transcript_id=item.id)
        raise UnreadableFile(
            f"{len(item.clash)} files would have the transcript id {item.id!r}: {_some(item.clash)}.",
            remedy="Rename them, remove copies, or make ids of paths with --ids path.",
        )
    case = options.cases.case(item.name)
    choice = replace(options.speakers, map={**options.speakers.map, **case.labels})
    transcript = transcripts.read_document(document, options=options.read, speakers=choice, transcript_id=item.id)
    transcript = replace(
        transcript,
        participant=case.participant or transcript.participant,
        timepoint=case.timepoint or transcript.timepoint,
    )
    override = None if at_hand else protocols.find_override(item.path)
    attestation = None if at_hand else read_attestation(item.path, sha256=document.sha256)
    wanted = case.protocol or options.protocol or _stated(transcript)
    protocol: Protocol | None = None
    notes: tuple[Note, ...] = ()
    if wanted == AUTO:
        choice_made = protocols.choose(transcript)
        protocol, notes = choice_made.protocol, (choice_made.note,)
    elif wanted not in {None, NONE}:
        protocol = named_protocol(str(wanted))
    return Opened(
        document=document,
        transcript=transcript,
        protocol=protocol,
        notes=notes,
        override=override,
        attestation=attestation,
        settings=_digest(
            options.read,
            choice,
            transcript.participant,
            transcript.timepoint,
            wanted == AUTO,
            protocol,
            override,
            options.gate,
            attestation,
        ),
    )


def _digest(*parts: object) -> str:
    # Everything in here is a frozen dataclass, a string, or a mapping read from a file in its own order: its repr is stable.
    spelled = f"({', '.join(_of_protocol(part) if isinstance(part, Protocol) else repr(part) for part in parts)})"
    return hashlib.sha256(spelled.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def _of_protocol(protocol: Protocol) -> str:
    """A protocol as the digest takes it: thousands of letters, spelled out once and not for each file."""
    return repr(protocol)
