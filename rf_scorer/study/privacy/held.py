"""A transcript as its file holds it, without protocol, override or attestation: what is looked through, attested or copied, and not scored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rf_scorer import privacy, transcripts
from rf_scorer.transcripts.margins import margins, pictures

if TYPE_CHECKING:
    from rf_scorer.domain import Transcript
    from rf_scorer.domain.privacy import Verdict
    from rf_scorer.language import Looked
    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions

__all__ = ["Held", "held", "inspected", "revealed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file and what was read of it.

    Attributes
    ----------
    document : Document
    transcript : Transcript
    """

    document: transcripts.Document
    transcript: Transcript


def held(item: Input, options: RunOptions, *, roles: bool = True) -> Held:
    """Read one input.

    Parameters
    ----------
    item : Input
    options : RunOptions
    roles : bool
        Whether it must be certain who the participant is. Without, every role is ``other``: names can be looked for whoever says them.

    Raises
    ------
    DataError
        If it cannot be read, or its speakers are not certain and must be.
    """
    choice = replace(options.speakers, map={**options.speakers.map, **options.cases.case(item.name).labels})
    document = transcripts.Document.open(item.path, encoding=options.read.encoding)
    transcript = transcripts.read_document(
        document, options=options.read, speakers=choice if roles else None, transcript_id=item.id
    )
    return Held(document=document, transcript=transcript)


def inspected(one: Held, policy: privacy.Policy, *, looked: Looked | None = None) -> Verdict:
    """What may identify somebody in a file, in its speech and beside it; `looked` if its turns are looked at for somebody else as well."""
    return revealed(one, policy, looked=looked)[0]


def revealed(one: Held, policy: privacy.Policy, *, looked: Looked | None = None) -> tuple[Verdict, tuple[str, ...]]:
    """:func:`inspected` with the words of each finding, which are to be written nowhere."""
    return privacy.revealed(
        one.transcript,
        policy=policy,
        margins=margins(one.document, one.transcript),
        pictures=pictures(one.document),
        named=looked,
    )
