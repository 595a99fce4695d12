"""The types that travel along the path: transcript, passages, highlights, features, suggestions, sheet.

All are frozen, slotted and keyword-only, and none imports a third-party library. Offsets are half-open and count Unicode
code points. Two systems of coordinates exist, and only :class:`Turn` knows both:

*source*
    the text of the source document (:attr:`Source.text`): for text formats the file as decoded, without its byte-order
    mark and with its own line ends; for formats that are not text (docx, odt, pdf, xlsx) the text that the reader
    extracted. Everything that is written to a sheet is in source coordinates.
*local*
    a turn's own :attr:`Turn.text`, in which captions are joined and line breaks read as spaces. The language package
    works in these; :meth:`Turn.to_source` leads back.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CATEGORIES",
    "FLAGS",
    "HOLDERS",
    "MARKER_FAMILIES",
    "Aggregate",
    "Evidence",
    "FeatureRow",
    "Highlights",
    "Level",
    "Marker",
    "Mention",
    "Note",
    "Passage",
    "PassageState",
    "Piece",
    "Probe",
    "Protocol",
    "Question",
    "QuestionRole",
    "RatingSheet",
    "Reason",
    "Role",
    "Scale",
    "Severity",
    "Source",
    "Speaker",
    "Suggestion",
    "Transcript",
    "Turn",
]

#: What a mention can be about, in the order in which legends and tables show them (highlight codebook, section 2).
CATEGORIES = ("cognition", "emotion", "desire", "perception", "modulation")
#: Whose state a mention is (highlight codebook, section 3).
HOLDERS = ("self", "other", "shared", "generic", "interviewer", "none")
#: What else may be true of a mention (highlight codebook, section 4).
FLAGS = ("negated", "recall", "quoted", "echo")
#: Marker families: A-D after the scale's own grouping, ``low`` for possible low-RF cues, ``link`` for structure
#: (causal, temporal, contrast) that ties states to behaviour or to one another.
MARKER_FAMILIES = ("A", "B", "C", "D", "low", "link")


class Role(StrEnum):
    """Who is speaking. Only the participant is ever highlighted or rated."""

    PARTICIPANT = "participant"
    INTERVIEWER = "interviewer"
    OTHER = "other"


class Severity(StrEnum):
    """How much a note matters: ``error`` stops the file, ``warning`` wants a look, ``info`` is for the record."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a step guessed, dropped, normalised or missed.

    Attributes
    ----------
    code : str
        Stable, lower-case with dashes, such as ``encoding-guessed``. Documented in ``docs/notes.md``.
    message : str
        One sentence without any of the transcript's words.
    severity : Severity
    line : int or None
        1-based line in the source text.
    remedy : str or None
        What to do about it, in one sentence.
    """

    code: str
    message: str
    severity: Severity = Severity.INFO
    line: int | None = None
    remedy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The document that was read.

    Attributes
    ----------
    name : str
        File name without folders.
    format : str
        What the content turned out to be: ``text``, ``docx``, ``vtt``, ``csv`` …
    reader : str
        Name of the reader that made the turns.
    sha256 : str
        Digest of the file's bytes, 64 hexadecimal digits.
    size : int
        Bytes.
    text : str
        The text into which all offsets point.
    encoding : str or None
        For text formats, such as ``utf-8`` or ``cp1252``.
    newline : str or None
        ``lf``, ``crlf``, ``cr`` or ``mixed`` for text formats.
    notes : tuple of Note
        What the reader guessed, dropped or normalised.
    """

    name: str
    format: str
    reader: str
    sha256: str
    size: int
    text: str
    encoding: str | None = None
    newline: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a turn's text and where it stands in the source.

    ``length`` characters of the turn's text from ``offset`` stand at ``[start, end)`` in the source. Where the two
    lengths agree, the run corresponds character by character (a line break or tab in the source reads as a space); where they differ (an
    entity such as ``&amp;``) the run is indivisible.
    """

    offset: int
    length: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.offset < 0 or self.length < 0 or self.start < 0 or self.end < self.start:
            raise ValueError("a piece has a negative offset, length or extent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one person says before another speaks.

    Attributes
    ----------
    index : int
        0-based position in the transcript.
    label : str or None
        The speaker as the document names them; None where a format marks speakers by style alone.
    role : Role
        ``other`` until speakers have been assigned.
    text : str
        The words, without speaker label, time stamps and line breaks; transcriber's notes are kept.
    pieces : tuple of Piece
        Where the words stand in the source; in order, without overlap. Between pieces the text may hold joining spaces.
    time, time_end : float or None
        Seconds from the start of the recording.
    """

    index: int
    label: str | None
    text: str
    pieces: tuple[Piece, ...]
    role: Role = Role.OTHER
    time: float | None = None
    time_end: float | None = None

    def __post_init__(self) -> None:
        if not self.pieces:
            raise ValueError("a turn has no place in the source")

    @property
    def start(self) -> int:
        """Where the turn's words begin in the source."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where the turn's words end in the source."""
        return self.pieces[-1].end

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Lead a half-open local span back to the source.

        Raises
        ------
        ValueError
            If the span is empty or outside the turn's text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError("a span lies outside its turn")
        return self._place(start, last=False), self._place(end - 1, last=True)

    def _place(self, position: int, *, last: bool) -> int:
        found = max(bisect_right(self.pieces, position, key=lambda piece: piece.offset) - 1, 0)
        piece = self.pieces[found]
        within = position - piece.offset
        if within >= piece.length:  # a joining space behind the piece
            return piece.end
        if piece.end - piece.start != piece.length:
            return piece.end if last else piece.start
        return piece.start + within + int(last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A label, the role it was given, and why.

    Attributes
    ----------
    label : str
        As in the document; for style-marked formats a descriptive one, such as ``plain``.
    role : Role
    reason : str
        One sentence without the transcript's words.
    confidence : float
        0 to 1; 1 where a person said so.
    turns, words : int
        How much this speaker says.
    """

    label: str
    role: Role
    reason: str
    confidence: float
    turns: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """An interview, read and with its speakers known.

    Attributes
    ----------
    id : str
        Unique in a run; letters, digits, ``.``, ``_``, ``-``.
    participant : str or None
        The person interviewed, across interviews; None where unknown.
    timepoint, language : str or None
    protocol : str or None
        Where the document itself names one.
    source : Source
    speakers : tuple of Speaker
    turns : tuple of Turn
    """

    id: str
    source: Source
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    participant: str | None = None
    timepoint: str | None = None
    language: str | None = None
    protocol: str | None = None


class QuestionRole(StrEnum):
    """Whether a question asks for reflective functioning: ``demand`` does, ``permit`` gives room for it."""

    DEMAND = "demand"
    PERMIT = "permit"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A point of a scale; ``name`` and ``anchor`` are empty for points between the anchors."""

    value: int
    name: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Ordered whole-number levels from a declared minimum to a declared maximum (RF: -1 to 9).

    Agreement and probabilities are meaningless without the declared range, so every level is listed, seen or not.
    """

    id: str
    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        values = [level.value for level in self.levels]
        if len(values) < 2 or values != list(range(values[0], values[-1] + 1)):
            raise ValueError("a scale lists every whole number from its minimum to its maximum, in order")

    @property
    def values(self) -> tuple[int, ...]:
        """Every level, lowest first."""
        return tuple(level.value for level in self.levels)

    @property
    def minimum(self) -> int:
        """The lowest level."""
        return self.levels[0].value

    @property
    def maximum(self) -> int:
        """The highest level."""
        return self.levels[-1].value


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A follow-up that belongs to a question."""

    id: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a protocol, in our own paraphrases.

    Attributes
    ----------
    id : str
        Such as ``aai.11``.
    number : str or None
        As interviewers write it before the question; None where a protocol has none.
    topic : str
        Three to eight words for tables.
    role : QuestionRole
    wordings : tuple of str
        Several paraphrases, to match what interviewers really say.
    probes : tuple of Probe
    expected : bool
        False for a question that is rightly left out of many interviews (own children, other trauma).
    note : str
        For raters; empty where there is nothing to say.
    """

    id: str
    number: str | None
    topic: str
    role: QuestionRole
    wordings: tuple[str, ...]
    probes: tuple[Probe, ...] = ()
    expected: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """The plan of an interview.

    Attributes
    ----------
    id, title, version, language : str
    kind : str
        ``interview`` (questions in an order) or ``session`` (turns; the therapist's bids for mental states are demands).
    scale : Scale
    questions : tuple of Question
        For a session: kinds of bid rather than questions in an order.
    check : str
        What a user must verify against the instrument's manual; shown wherever the protocol is.
    sources : tuple of str
        Citations, never text of an instrument.
    """

    id: str
    title: str
    version: str
    language: str
    kind: str
    scale: Scale
    questions: tuple[Question, ...]
    check: str
    sources: tuple[str, ...] = ()

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)


class PassageState(StrEnum):
    """What became of a question. Only ``answered`` can be rated; the others are never a low rating."""

    ANSWERED = "answered"
    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"
    INAUDIBLE = "inaudible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One rated unit: a question with its answer and follow-ups.

    Attributes
    ----------
    id : str
        ``p01``, ``p02`` … in the order of the interview; questions that were not asked come last.
    state : PassageState
    question_id : str or None
        None for an exchange that no question of the protocol covers.
    role : QuestionRole
    asking, answering : tuple of int
        Indices of the interviewer's and the participant's turns, ascending; empty for ``not_asked``.
    confidence : float or None
        0 to 1, that these turns belong to this question; None where there is no protocol.
    method : str
        ``number``, ``wording``, ``order``, ``override``, ``exchange`` or ``none``.
    merged : tuple of str
        Other question ids that were asked in the same breath and are answered here.
    """

    id: str
    state: PassageState
    question_id: str | None = None
    role: QuestionRole = QuestionRole.NONE
    asking: tuple[int, ...] = ()
    answering: tuple[int, ...] = ()
    confidence: float | None = None
    method: str = "exchange"
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that name a mental state (highlight codebook).

    Attributes
    ----------
    start, end : int
        Half-open; local to a turn as the language package gives it, in the source once placed.
    category : str
        One of :data:`CATEGORIES`.
    holder : str
        One of :data:`HOLDERS`.
    flags : tuple of str
        Of :data:`FLAGS`, in that order.
    lemma : str
        The codebook entry's headword.
    rule : str
        Id of the codebook entry that fired.
    id : str
        ``m1``, ``m2`` … within a sheet; empty until placed.
    turn : int
        Index of the turn.
    """

    start: int
    end: int
    category: str
    holder: str
    flags: tuple[str, ...] = ()
    lemma: str = ""
    rule: str = ""
    id: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Words that may show reflective functioning, or its lack; a suggestion to a rater, never a finding.

    ``marker`` is the codebook's id (``A1``, ``B3``, ``low.certainty`` …), ``family`` one of :data:`MARKER_FAMILIES`; the rest as in
    :class:`Mention`.
    """

    start: int
    end: int
    marker: str
    family: str
    rule: str = ""
    id: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlights:
    """What the language package finds in one text.

    Attributes
    ----------
    mentions, markers
        Ordered by start.
    words : int
        Spoken words, without punctuation and transcriber's notes.
    sentences : int
    measures : mapping of str to float
        Counts that features need and that no mention carries (past tense, pronouns, fillers …), named by the language package.
    """

    mentions: tuple[Mention, ...]
    markers: tuple[Marker, ...]
    words: int
    sentences: int
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRow:
    """Features of one passage: ``values`` in the order of the versioned set named ``set``."""

    passage: str
    set: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a suggestion abstains or is doubtful: a stable code and one sentence for a rater."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that spoke for a higher or a lower rating.

    Attributes
    ----------
    feature : str
        Name in the feature set.
    direction : str
        ``for`` (a higher rating) or ``against``.
    contribution : float
        On the model's latent scale; signed.
    text : str
        What it means, in a rater's words; holds none of the participant's.
    mentions, markers : tuple of str
        Ids of what carries it; may be empty (length, for one).
    """

    feature: str
    direction: str
    contribution: float
    text: str
    mentions: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A provisional rating of one passage, or a reason for none.

    Attributes
    ----------
    passage : str
    status : str
        ``provisional`` or ``abstained``. When abstained, every number below is None and ``reasons`` says why.
    level : int or None
        Median of the distribution.
    expected : float or None
        Mean of the distribution, on the scale.
    distribution : mapping of int to float, or None
        Every level of the scale; sums to 1.
    interval : tuple of int or None
        Lowest and highest level of a contiguous interval.
    coverage : float or None
        The share of ratings that the interval is meant to hold.
    evidence : tuple of Evidence
        Strongest first.
    reasons : tuple of Reason
    model, model_sha256 : str
    """

    passage: str
    status: str
    model: str
    model_sha256: str
    level: int | None = None
    expected: float | None = None
    distribution: Mapping[int, float] | None = None
    interval: tuple[int, int] | None = None
    coverage: float | None = None
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One transparent way to sum up the passages; none is a final score.

    ``value`` is None with a ``reason`` where it is undefined. ``passages`` are those it rests on.
    """

    id: str
    title: str
    value: float | None
    passages: tuple[str, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingSheet:
    """Everything the machine offers a human rater about one interview; never edited in place.

    Attributes
    ----------
    transcript : Transcript
    protocol : Protocol or None
        None where every exchange is a passage.
    passages : tuple of Passage
    mentions, markers
        In source coordinates, with ids, ordered by start.
    suggestions : tuple of Suggestion
        One for every passage, in the passages' order.
    aggregates : tuple of Aggregate
    words : mapping of int to int
        Spoken words by turn index, participant's turns only.
    notes : tuple of Note
        Of alignment and rating; the reader's stand in the source.
    provenance : mapping of str to str
        Versions, model names and digests, seed.
    """

    transcript: Transcript
    protocol: Protocol | None
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    markers: tuple[Marker, ...]
    suggestions: tuple[Suggestion, ...]
    aggregates: tuple[Aggregate, ...]
    words: Mapping[int, int]
    notes: tuple[Note, ...]
    provenance: Mapping[str, str]
