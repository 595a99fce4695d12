"""What speaker labels mean by themselves: ``Interviewer 2``, ``*PAR``, ``T`` beside ``C``.

A label is reduced to its base (lower case, without numbers and marks) and looked up. Single letters mean
something only beside one another: ``P`` beside ``I`` is a participant, ``P`` beside ``T`` a patient, ``M``
beside ``F`` nothing that a program could know.
"""

from __future__ import annotations

import re

__all__ = ["INTERVIEWER", "PARTICIPANT", "RELATIVE", "TRANSCRIBER", "UNKNOWN", "base", "kinds"]

#: What a label can stand for. ``relative`` is a participant in a parent interview and somebody else in most others.
INTERVIEWER, PARTICIPANT, RELATIVE, TRANSCRIBER, UNKNOWN = (
    "interviewer",
    "participant",
    "relative",
    "transcriber",
    "unknown",
)

_WORDS = {
    INTERVIEWER: """
        interviewer int intv intvr inter inv ivr ir iv investigator researcher res rsr therapist psychotherapist
        th ther counsellor counselor coun psychologist psychiatrist clinician analyst psychoanalyst practitioner
        provider nurse doctor dr physician moderator mod facilitator experimenter exp examiner assessor host
        coach question questioner supervisor
    """,
    PARTICIPANT: """
        interviewee participant part par ptcp respondent resp rspd client cl patient pt pat subject sub subj
        informant analysand speaker-participant answer ans ie
    """,
    RELATIVE: """
        mother mum mom mommy mummy father dad daddy parent parents child kid son daughter boy girl adolescent
        teenager teen caregiver carer guardian grandmother grandfather grandma grandpa wife husband spouse
        partner sister brother sibling mot fat chi
    """,
    TRANSCRIBER: """
        transcriber transcriptionist transcript note notes comment comments remark remarks all both everyone
        group unknown unidentified speaker-unknown inaudible crosstalk noise narrator
    """,
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in words.split()}
#: First letter asks, second answers; only these pairs are conventions that we know of.
_PAIRS = (
    ("i", "p"),
    ("i", "s"),
    ("i", "r"),
    ("i", "c"),
    ("i", "m"),
    ("i", "f"),
    ("i", "a"),
    ("i", "e"),
    ("t", "c"),
    ("t", "p"),
    ("q", "a"),
    ("r", "p"),
    ("e", "s"),
    ("d", "p"),
    ("e", "p"),
)
_ASKING = {"i", "t", "q"}
_ANSWERING = {"p", "s", "c", "a", "m", "f", "r"}
_MARKS = re.compile(r"[\W\d_]+")


def base(label: str) -> str:
    """A label in lower case, with numbers, marks and a leading ``foster`` or ``birth`` taken off.

    Words stay apart by dashes: ``Interviewer 2`` gives ``interviewer``, ``*INV:`` gives ``inv``, ``SPEAKER_00``
    gives ``speaker``.
    """
    words = _MARKS.sub(" ", label.casefold()).split()
    if len(words) > 1 and words[0] in {"foster", "birth", "biological", "adoptive", "the"}:
        words = words[1:]
    return "-".join(words)


def _letters(bases: set[str]) -> dict[str, str]:
    """What single letters mean in the company they keep."""
    asked = {pair for pair in _PAIRS if pair[0] in bases and pair[1] in bases}
    singles = {name for name in bases if len(name) == 1}
    if len(asked) == 1 and len(singles) == 2:
        ((first, second),) = asked
        return {first: INTERVIEWER, second: PARTICIPANT}
    others = {_KIND[name] for name in bases if name in _KIND}
    found = {}
    for name in singles:
        rest = singles - {name}
        if not rest and INTERVIEWER in others and name in _ANSWERING:
            found[name] = PARTICIPANT
        elif not rest and others & {PARTICIPANT, RELATIVE} and INTERVIEWER not in others and name in _ASKING | {"r"}:
            found[name] = INTERVIEWER
    return found


def kinds(labels: tuple[str, ...]) -> dict[str, str]:
    """What each label stands for, by its words alone and the company it keeps.

    Parameters
    ----------
    labels : tuple of str
        All labels of one document.

    Returns
    -------
    dict
        Label to ``interviewer``, ``participant``, ``relative``, ``transcriber`` or ``unknown``.
    """
    bases = {label: base(label) for label in labels}
    letters = _letters(set(bases.values()))
    found = {}
    for label, name in bases.items():
        kind = letters.get(name) or _KIND.get(name)
        if kind is None:
            # "Interviewer Smith", "Dr Jones" and "Patient AB" say what they are in their first word.
            first = name.partition("-")[0]
            kind = _KIND.get(first, UNKNOWN) if len(first) > 2 or first == "dr" else UNKNOWN
        found[label] = kind
    return found
