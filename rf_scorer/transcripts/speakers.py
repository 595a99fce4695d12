"""Who is the participant: a role and a reason for every label, or an error that names the candidates.

Authority, in this order: what a person said (:class:`SpeakerChoice`), what the document's style says, what the
labels say, how people speak.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Role, Severity, Speaker, Turn
from rf_scorer.errors import SpeakerError
from rf_scorer.transcripts import speaker_evidence as evidence
from rf_scorer.transcripts import speaker_words as words
from rf_scorer.transcripts.conventions import word_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rf_scorer.transcripts.document import Reading

__all__ = ["MAX_SPEAKERS", "Assignment", "SpeakerChoice", "assign"]

#: Speakers of one file. A family therapy session with its observers has ten; a table whose columns were taken for one another has thousands.
MAX_SPEAKERS = 100

_UNLABELLED = "(no label)"
#: A third voice with less than this share of the words may be set aside when the first two are told by how they speak.
_MINOR = 0.03
_LISTED = 12
#: Letters and words of a label that is shown. What is longer is no label but a sentence that stands where one should.
_SHOWN, _WORDS = 40, 4
#: However clear the evidence: a person who looks may know better.
_MOST = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerChoice:
    """What a person said about speakers. Labels are compared without regard to case and outer white space.

    Attributes
    ----------
    participant, interviewer : tuple of str
        Labels; each must occur in the document.
    map : mapping of str to Role
        Label to role for a whole study; labels that a document does not have are passed over.
    """

    participant: tuple[str, ...] = ()
    interviewer: tuple[str, ...] = ()
    map: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Speakers with their roles, the turns that carry them, and what was guessed."""

    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    role: Role
    reason: str
    confidence: float


_Verdicts = dict[str, _Verdict]


def _key(label: str) -> str:
    return " ".join(label.casefold().split()).rstrip(" :")


def _name(turn: Turn) -> str:
    return turn.label if turn.label is not None and turn.label.strip() else _UNLABELLED


def _shown(label: str) -> str:
    """A label as messages hold it."""
    if (
        len(label) <= _SHOWN
        and len(label.split()) <= _WORDS
        and not (" " in label and label.endswith((".", "?", "!", ",", "…")))
    ) or label == _UNLABELLED:
        return repr(label)
    return f"a label of {len(label)} characters"


def _listing(labels: Iterable[str]) -> str:
    shown = [_shown(label) for label in labels]
    more = f" and {len(shown) - _LISTED} more" if len(shown) > _LISTED else ""
    return ", ".join(shown[:_LISTED]) + more


class _Cast:
    """The labels of a document in order of appearance, with what each says."""

    def __init__(self, turns: tuple[Turn, ...]) -> None:
        self.said: dict[str, list[Turn]] = {}
        for turn in turns:
            self.said.setdefault(_name(turn), []).append(turn)
        self.words = {label: sum(word_count(turn.text) for turn in said) for label, said in self.said.items()}
        self.first = _name(turns[0]) if turns else ""
        self.labels = tuple(self.said)

    def habits(self, label: str) -> evidence.Habits:
        return evidence.habits(self.said[label], first=label == self.first)


def assign(reading: Reading, choice: SpeakerChoice) -> Assignment:
    """Give every label a role.

    Parameters
    ----------
    reading : Reading
        What a reader made of a document.
    choice : SpeakerChoice
        What a person said; empty for nothing.

    Returns
    -------
    Assignment
        At least one participant who says something, and (unless the participant was named) at least one interviewer.

    Raises
    ------
    SpeakerError
        If a label that was named does not occur, if nobody or only one person speaks, if the participant says
        no word, or if the roles are not certain. The message names the labels; it holds nothing that was said.
    """
    cast = _Cast(reading.turns)
    if not cast.labels:
        raise SpeakerError(
            "There are no speaker turns.",
            remedy="Is this a transcript? Write a label such as 'I:' or 'P:' before each turn.",
        )
    if len(cast.labels) > MAX_SPEAKERS:
        raise SpeakerError(
            f"The file has {len(cast.labels)} speakers; a conversation has at most {MAX_SPEAKERS}.",
            remedy="Is the column of speakers another one (--speaker-column), or does each turn have a label of its own?",
        )
    verdicts = _chosen(cast, choice)
    named = Role.PARTICIPANT in _roles(verdicts)
    for step in (_styled(reading), _by_words, _sole_other, _by_speech):
        verdicts = step(cast, verdicts)
    if len(cast.labels) == 1 and not named:
        label = cast.labels[0]
        what = (
            "No speaker labels were found" if label == _UNLABELLED else f"Only one speaker was found, {_shown(label)}"
        )
        raise SpeakerError(
            f"{what}: nobody can be told from anybody else.",
            remedy="Label each turn ('I:' and 'P:'), or say who speaks: --participant LABEL.",
        )
    _demand_certainty(cast, verdicts, named=named)
    turns = tuple(replace(turn, role=verdicts[_name(turn)].role) for turn in reading.turns)
    if not any(turn.role is Role.PARTICIPANT and word_count(turn.text) for turn in turns):
        raise SpeakerError(
            "The participant says no word: their turns hold only transcriber's notes, or they have none.",
            remedy=f"Is the right label the participant's? Found: {_listing(cast.labels)}.",
        )
    speakers = tuple(
        Speaker(
            label=label,
            role=verdicts[label].role,
            reason=verdicts[label].reason,
            confidence=round(verdicts[label].confidence, 2),
            turns=len(said),
            words=cast.words[label],
        )
        for label, said in cast.said.items()
    )
    return Assignment(speakers=speakers, turns=turns, notes=_notes(speakers, named=named))


def _roles(verdicts: _Verdicts) -> set[Role]:
    return {verdict.role for verdict in verdicts.values()}


def _chosen(cast: _Cast, choice: SpeakerChoice) -> _Verdicts:
    keys = {_key(label): label for label in cast.labels}
    verdicts: _Verdicts = {}
    for label, role in choice.map.items():
        if _key(label) in keys:
            verdicts[keys[_key(label)]] = _Verdict(Role(role), "The study's speaker map says so.", 1.0)
    for role, labels in ((Role.INTERVIEWER, choice.interviewer), (Role.PARTICIPANT, choice.participant)):
        for label in labels:
            if _key(label) not in keys:
                raise SpeakerError(
                    f"No speaker is called {label[:40]!r}.",
                    remedy=f"Labels found: {_listing(cast.labels)}. What holds for some files alone goes into a table of cases: --cases FILE.toml.",
                )
            found = keys[_key(label)]
            if role is Role.PARTICIPANT and _key(label) in map(_key, choice.interviewer):
                raise SpeakerError(
                    f"The label {label[:40]!r} was given as participant and as interviewer.", remedy="Give it once."
                )
            verdicts[found] = _Verdict(role, "Named by the user.", 1.0)
    return verdicts


def _styled(reading: Reading) -> Callable[[_Cast, _Verdicts], _Verdicts]:
    def step(cast: _Cast, verdicts: _Verdicts) -> _Verdicts:
        found = dict(verdicts)
        styles = {_key(label): role for label, role in reading.styled.items()}
        for label in cast.labels:
            role = styles.get(_key(label))
            if label == _UNLABELLED and role is None and len(set(reading.styled) - set(cast.labels)) == 1:
                role = next(role for name, role in reading.styled.items() if name not in cast.labels)
            if role is not None and label not in found:
                found[label] = _Verdict(role, "The document marks this speaker by style.", 0.97)
        return found

    return step


def _by_words(cast: _Cast, verdicts: _Verdicts) -> _Verdicts:
    """Roles that the labels themselves say; a relative is the participant only where no better label is."""
    found = dict(verdicts)
    kinds = words.kinds(cast.labels)
    open_ = [label for label in cast.labels if label not in found]
    named = Role.PARTICIPANT in _roles(found)
    participants = [label for label in open_ if kinds[label] == words.PARTICIPANT]
    relatives = [label for label in open_ if kinds[label] == words.RELATIVE]
    for label in open_:
        if kinds[label] == words.INTERVIEWER:
            found[label] = _Verdict(Role.INTERVIEWER, "The label is an interviewer's.", 0.98)
        elif kinds[label] == words.TRANSCRIBER:
            found[label] = _Verdict(Role.OTHER, "The label is a transcriber's, or of nobody in particular.", 0.95)
    if named:
        for label in participants + relatives:
            found[label] = _Verdict(Role.OTHER, "Somebody else was named as the participant.", 0.9)
    elif len(participants) == 1:
        found[participants[0]] = _Verdict(Role.PARTICIPANT, "The label is a participant's.", 0.98)
        for label in relatives:
            found[label] = _Verdict(Role.OTHER, "Another label is the participant's.", 0.9)
    elif len(participants) + len(relatives) > 1:
        candidates = participants or relatives
        raise SpeakerError(
            f"More than one speaker could be the participant: {_listing(candidates)}.",
            remedy="Say who is rated: --participant LABEL (the others are then set aside).",
        )
    elif relatives:
        found[relatives[0]] = _Verdict(
            Role.PARTICIPANT, "The label is that of the only relative in the conversation.", 0.93
        )
    return found


def _sole_other(cast: _Cast, verdicts: _Verdicts) -> _Verdicts:
    """One role is known and one label is left: it has the other role, unless it hardly speaks."""
    found = dict(verdicts)
    open_ = [label for label in cast.labels if label not in found]
    roles = _roles(found)
    total = sum(cast.words.values())
    if len(open_) > 1 and Role.INTERVIEWER in roles and Role.PARTICIPANT not in roles:
        main = max(open_, key=lambda label: cast.words[label])
        rest = sum(cast.words[label] for label in open_ if label != main)
        if rest <= _MINOR * (rest + cast.words[main]):
            found[main] = _Verdict(
                Role.PARTICIPANT, "Nearly all that interviewers do not say is said under this label.", 0.9
            )
            for label in open_:
                found.setdefault(label, _Verdict(Role.OTHER, "This label hardly speaks.", 0.9))
        return found
    if len(open_) != 1 or len(roles & {Role.PARTICIPANT, Role.INTERVIEWER}) != 1:
        return found
    (label,) = open_
    if Role.INTERVIEWER in roles:
        if cast.words[label] > _MINOR * total:
            found[label] = _Verdict(Role.PARTICIPANT, "The only speaker beside the interviewer.", 0.93)
    else:
        found[label] = _Verdict(Role.INTERVIEWER, "The only speaker beside the participant.", 0.93)
    return found


def _by_speech(cast: _Cast, verdicts: _Verdicts) -> _Verdicts:
    """Two labels that mean nothing: tell them by how they speak. Further labels that hardly speak are set aside."""
    found = dict(verdicts)
    open_ = [label for label in cast.labels if label not in found]
    roles = _roles(found)
    if Role.PARTICIPANT in roles:
        return _around_the_participant(cast, found, open_)
    if len(open_) < 2 or Role.INTERVIEWER in roles:
        return found
    ranked = sorted(open_, key=lambda label: -cast.words[label])
    one, two, *rest = ranked
    if sum(cast.words[label] for label in rest) > _MINOR * sum(cast.words[label] for label in open_):
        return found
    probability = evidence.asking(cast.habits(one), cast.habits(two))
    asks, answers, confidence = (one, two, probability) if probability >= 0.5 else (two, one, 1 - probability)
    confidence = min(confidence, _MOST)
    if confidence < evidence.THRESHOLD:
        return found
    found[asks] = _Verdict(
        Role.INTERVIEWER, "Asks more, and says 'you' more than 'I'; the label itself says nothing.", confidence
    )
    found[answers] = _Verdict(
        Role.PARTICIPANT, "Answers more, and says 'I' more than 'you'; the label itself says nothing.", confidence
    )
    for label in rest:
        found[label] = _Verdict(Role.OTHER, "This label hardly speaks.", confidence)
    return found


def _around_the_participant(cast: _Cast, found: _Verdicts, open_: list[str]) -> _Verdicts:
    """The participant is known: the others that ask are interviewers if none is known, and else set aside."""
    if Role.INTERVIEWER in _roles(found):
        for label in open_:
            found[label] = _Verdict(Role.OTHER, "Neither the participant nor an interviewer.", 0.9)
        return found
    participants = [label for label, verdict in found.items() if verdict.role is Role.PARTICIPANT]
    answering = evidence.habits(
        [turn for label in participants for turn in cast.said[label]], first=cast.first in participants
    )
    chances = {label: evidence.asking(cast.habits(label), answering) for label in open_}
    for label, chance in chances.items():
        if chance >= evidence.THRESHOLD:
            found[label] = _Verdict(
                Role.INTERVIEWER, "Asks more than the participant does; the label itself says nothing.", chance
            )
    if Role.INTERVIEWER in _roles(found):
        for label in open_:
            found.setdefault(label, _Verdict(Role.OTHER, "Does not speak like an interviewer.", 1 - chances[label]))
    return found


def _demand_certainty(cast: _Cast, verdicts: _Verdicts, *, named: bool) -> None:
    open_ = [label for label in cast.labels if label not in verdicts]
    roles = _roles(verdicts)
    if not open_ and Role.PARTICIPANT in roles and (named or Role.INTERVIEWER in roles):
        return
    if Role.PARTICIPANT not in roles:
        candidates = open_ or list(cast.labels)
        raise SpeakerError(
            f"Who is the participant is not certain; speakers: {_listing(candidates)}.",
            remedy="Say who it is: --participant LABEL, or, for one file of many, in a table of cases: --cases FILE.toml.",
        )
    raise SpeakerError(
        f"Who asks the questions is not certain; speakers: {_listing(open_ or cast.labels)}.",
        remedy="Say who it is: --interviewer LABEL, or, for one file of many, in a table of cases: --cases FILE.toml.",
    )


def _notes(speakers: tuple[Speaker, ...], *, named: bool) -> tuple[Note, ...]:
    notes = []
    least = min((speaker.confidence for speaker in speakers if speaker.role is not Role.OTHER), default=1.0)
    if least <= _MOST:
        listed = "; ".join(
            f"{_shown(speaker.label)} is {speaker.role} ({speaker.confidence:.2f})" for speaker in speakers
        )
        notes.append(
            Note(
                code="speakers-inferred",
                message=f"Roles were inferred: {listed}.",
                severity=Severity.WARNING if least < 0.9 else Severity.INFO,
                remedy="If this is wrong: --participant LABEL.",
            )
        )
    aside = [speaker for speaker in speakers if speaker.role is Role.OTHER]
    if aside:
        listed = _listing(speaker.label for speaker in aside)
        count = sum(speaker.words for speaker in aside)
        notes.append(
            Note(code="speakers-set-aside", message=f"Neither highlighted nor rated: {listed} ({count} words).")
        )
    if named and not any(speaker.role is Role.INTERVIEWER for speaker in speakers):
        notes.append(
            Note(
                code="no-interviewer",
                message="Nobody asks: no question can be matched.",
                severity=Severity.WARNING,
                remedy="Label the interviewer's turns, or say who asks: --interviewer LABEL.",
            )
        )
    return tuple(notes)
