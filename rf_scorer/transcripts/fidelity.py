"""How faithful a transcript is to what was said, as far as its words alone can tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Role, Severity, Transcript, Turn
from rf_scorer.transcripts.conventions import asides, masked, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["notes"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
#: Fillers, immediate repetitions and broken-off words: what "clean verbatim" leaves out.
_FILLER = re.compile(r"\b(?:u+h+m*|u+m+|e+r+m*|mm+|hmm+|you know|i mean|sort of|kind of)\b|\blike,", re.IGNORECASE)
_REPEATED = re.compile(r"\b(\w+)[,\s\-–—.…]+\1\b", re.IGNORECASE)
_BROKEN = re.compile(r"\w[-–—](?=\s|$)|--|…|\.\.\.|//")
#: Disfluencies per 100 words. Measured on public conversations: medians 7.8 (75 counselling demonstrations) and 10.6
#: (12 research interviews) as spoken; 0.8, 1.1 and 1.4 in three oral histories that were edited for print.
_CLEAN = 1.5
_CLEAN_FROM_WORDS = 400
#: English words that hardly another language has. In 104 public conversations of fifty words or more
#: the lowest share was 0.25; in a French one it was 0.00.
_ENGLISH = frozenset(
    """the and it that of you to was is were are be been have had with but so what this they we she my not do did just
    there would could when which because about for like i'm it's don't that's know think""".split()  # noqa: SIM905
)
_ENGLISH_SHARE = 0.12
_ENGLISH_FROM_WORDS = 50
_INAUDIBLE_PER_100 = 1.0
_FEW_WORDS = 300
_LONG_TURN = 1200
#: Clients of counselling demonstrations say between a third and a half; below that, labels are more often swapped.
_SMALL_SHARE = 0.3
_LABEL_INSIDE = re.compile(
    r"(?<=[.?!…\"”]\s)(?:I|P|Q|A|T|C|S|INT|PAR|Interviewer|Interviewee|Participant|Respondent|Therapist|Client|Patient|"
    r"Speaker)\s?\d{0,2}\s?:\s"
)
_QUESTION = re.compile(
    r"(?:\b(?:can|could|would|do|did|have|are|were|how|what|why|when) (?:do |did |would |was |were |is |are )?you\b|"
    r"\btell me\b)[^.?!]{0,200}\?",
    re.IGNORECASE,
)


def notes(transcript: Transcript) -> tuple[Note, ...]:
    """Look a transcript over.

    Parameters
    ----------
    transcript : Transcript
        With its speakers known.

    Returns
    -------
    tuple of Note
        Codes ``few-words``, ``not-english``, ``clean-verbatim``, ``inaudible``, ``participant-share``, ``no-question-marks``,
        ``long-turn``, ``label-inside-turn``, ``question-inside-answer`` and ``no-times``; in this order,
        without the transcript's words.
    """
    line = _Lines(transcript.source.text)
    said = {role: [turn for turn in transcript.turns if turn.role is role] for role in Role}
    own, other = said[Role.PARTICIPANT], said[Role.INTERVIEWER]
    texts = [masked(turn.text, asides(turn.text)) for turn in own]
    words = sum(len(_WORD.findall(text)) for text in texts)
    asked = sum(len(_WORD.findall(masked(turn.text, asides(turn.text)))) for turn in other)
    spoken = sum(word_count(turn.text) for turn in own)
    found: list[Note] = []
    if spoken < _FEW_WORDS:
        found.append(
            Note(
                code="few-words",
                message=f"The participant says only {spoken} words.",
                severity=Severity.WARNING,
                remedy="Is the transcript complete, and are the speakers right?",
            )
        )
    foreign = list(_not_english(texts))
    found += foreign or _clean_verbatim(texts, words)
    found += _inaudible(own, words, line)
    found += _shares(words, asked)
    found += _question_marks(other)
    for turn in own:
        found += _merged_turn(turn, line)
    timed = sum(turn.time is not None for turn in transcript.turns)
    if 0 < timed < len(transcript.turns):
        message = f"{len(transcript.turns) - timed} of {len(transcript.turns)} turns have no time."
        found.append(Note(code="no-times", message=message))
    return tuple(found)


def _not_english(texts: list[str]) -> Iterator[Note]:
    words = [word.casefold().replace("’", "'") for text in texts for word in _WORD.findall(text)]
    if len(words) < _ENGLISH_FROM_WORDS or sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words):
        return
    yield Note(
        code="not-english",
        message="Hardly any everyday English word is among the participant's: this seems to be another language.",
        severity=Severity.WARNING,
        remedy="Highlights and suggestions know English only; leave this transcript out.",
    )


def _clean_verbatim(texts: list[str], words: int) -> Iterator[Note]:
    if words < _CLEAN_FROM_WORDS:
        return
    hits = sum(len(pattern.findall(text)) for text in texts for pattern in (_FILLER, _REPEATED, _BROKEN))
    rate = 100 * hits / words
    if rate < _CLEAN:
        yield Note(
            code="clean-verbatim",
            message=f"Fillers, repetitions and broken-off words were probably left out ({rate:.1f} per 100 words).",
            severity=Severity.WARNING,
            remedy="Do not compare its markers with those of transcripts that keep them; note how it was transcribed.",
        )


def _inaudible(own: list[Turn], words: int, line: _Lines) -> Iterator[Note]:
    holes = [(turn, aside) for turn in own for aside in asides(turn.text) if aside.kind == "inaudible"]
    rate = 100 * len(holes) / max(words, 1)
    if holes:
        turn, first = holes[0]
        yield Note(
            code="inaudible",
            message=f"{len(holes)} inaudible stretches in what the participant says; the first is here."
            if len(holes) > 1
            else "An inaudible stretch in what the participant says.",
            severity=Severity.WARNING if rate >= _INAUDIBLE_PER_100 else Severity.INFO,
            line=line(turn.to_source(first.start, first.end)[0]),
            remedy="Listen again where they matter." if rate >= _INAUDIBLE_PER_100 else None,
        )


def _shares(words: int, asked: int) -> Iterator[Note]:
    share = words / max(words + asked, 1)
    if asked and share < 0.5:
        yield Note(
            code="participant-share",
            message=f"The participant says {share:.0%} of the words, less than the interviewer.",
            severity=Severity.WARNING if share < _SMALL_SHARE else Severity.INFO,
            remedy="Interviews for this scale have 70 to 85 %: are the speakers the right way round?",
        )


def _question_marks(other: list[Turn]) -> Iterator[Note]:
    if len(other) >= 8 and not any("?" in turn.text for turn in other):
        yield Note(
            code="no-question-marks",
            message="None of the interviewer's turns has a question mark.",
            severity=Severity.WARNING,
            remedy="Is the punctuation missing, or are the speakers the wrong way round?",
        )


def _merged_turn(turn: Turn, line: _Lines) -> Iterator[Note]:
    label = _LABEL_INSIDE.search(turn.text)
    if label:
        yield Note(
            code="label-inside-turn",
            message="A speaker label stands inside a turn of the participant: two turns may have run together.",
            severity=Severity.WARNING,
            line=line(turn.to_source(*label.span())[0]),
            remedy="Put the label on a new line.",
        )
        return
    text = masked(turn.text, asides(turn.text))
    count = len(_WORD.findall(text))
    if count > _LONG_TURN:
        yield Note(
            code="long-turn",
            message=f"The participant speaks {count} words without a break: a label may be missing.",
            severity=Severity.WARNING,
            line=line(turn.start),
            remedy="Look whether somebody else speaks in it; if not, nothing needs doing.",
        )
    questions = [hit for hit in _QUESTION.finditer(text) if '"' not in hit.group() and "“" not in hit.group()]
    if len(questions) >= 2 and len(questions) * 40 > count:
        yield Note(
            code="question-inside-answer",
            message="This turn of the participant asks like an interviewer: two turns may have run together.",
            severity=Severity.WARNING,
            line=line(turn.to_source(*questions[0].span())[0]),
            remedy="Check the speaker labels around it.",
        )


class _Lines:
    """1-based line of a position in the source; CR, LF and CRLF each end one."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, position: int) -> int:
        before = self._text[:position]
        return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
