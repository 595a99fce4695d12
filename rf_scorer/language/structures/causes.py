"""Why people act, and what acts and states do to people: behaviour and state with both ends named (B1, B5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.links import openers
from rf_scorer.language.scene import Seen
from rf_scorer.language.structures.structure import ANY, by_name, structure
from rf_scorer.language.valence import welcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.links import Link
    from rf_scorer.language.scene import Scene

__all__ = ["STRUCTURES"]

_PERSONS = frozenset({"self", "other", "shared"})
_OTHER = frozenset({"other"})
_SELF = frozenset({"self", "shared"})
_IDLE = frozenset({"be", "have", "do", "mean", "know", "seem", "look", "sound", "say", "need", "live", "happen", "go"})
_MOVING = frozenset({"go", "do", "say"})
_MAKERS = frozenset({"make", "made", "makes", "making", "leave", "left", "leaves", "leaving", "get", "gets", "got", "drive", "drove", "drives"})  # fmt: skip
_MADE = frozenset({"make", "leave", "get", "drive"})
_POINTERS = frozenset({"that", "which", "it", "this", "what"})
#: Links whose second clause is the reason of the first; in the others the first is the reason.
_REASON_LAST = frozenset({"because", "when", "purpose"})
_CAUSAL = frozenset({"because", "so", "why", "degree", "when", "purpose"})
_EFFECTIVE = frozenset({"because", "so", "why", "degree"})
_LIKING = frozenset(
    {"like", "love", "enjoy", "prefer", "fun", "favourite", "favorite", "interested", "interest", "feel"}
)
_OPINING = frozenset({"think", "know", "guess", "mean", "say"})
_FEIGNED = frozenset({"pretend", "try", "know"})
_LED = frozenset({"xcomp", "ccomp", "obj", "obl"})
_SPAN = 30


@structure(openers(_CAUSAL), needs={ANY})
def explained(scene: Scene) -> Iterator[Seen]:
    """What another does, with the state that it comes from: because, so, that is why, too … to, when, in order to."""
    for link in scene.links():
        if link.kind not in _CAUSAL:
            continue
        cause, effect = _ends(link)
        states = _reasons(scene, link, cause, effect)
        if (
            states
            and _act(scene, cause, unnamed=link.kind == "purpose")
            and _act(scene, effect, unnamed=link.kind == "degree")
            and (seen := _both(scene, link, states))
        ):
            yield seen


def _ends(link: Link) -> tuple[int, int]:
    """The clause of the reason, and that of what came of it."""
    return (link.second, link.first) if link.kind in _REASON_LAST else (link.first, link.second)


def _reasons(scene: Scene, link: Link, cause: int, effect: int) -> list[int]:
    """The states that make a link an explanation of what one other person does or feels."""
    if link.kind == "because" and scene.view.dep[effect] == "ccomp" and not _same(scene, cause, effect):
        effect = scene.clause(scene.view.head[effect])  # she told me that it was over because she was scared
    after = scene.clause_at(effect)
    if link.kind == "purpose":
        moved = _feelings(scene, cause, _SELF) if after.person == "other" else []
        return [n for n in moved if scene.mentions[n].category == "emotion" and scene.view.pos[scene.word(n)] != "NOUN"]
    if after.person != "other" and not (link.kind == "degree" and after.subject < 0):
        return []
    if link.kind != "degree" and not _same(scene, cause, effect):
        return []
    states = _feelings(scene, cause, _OTHER)
    if link.kind == "when":
        return [n for n in states if scene.mentions[n].category == "emotion"]
    if states or link.kind == "degree":
        return states
    return [n for n in _feelings(scene, effect, _OTHER) if scene.mentions[n].category != "cognition"]


def _act(scene: Scene, clause: int, *, unnamed: bool = False) -> bool:
    """Whether a clause tells what a person did or felt rather than what there was."""
    known = scene.clause_at(clause)
    if unnamed and known.subject < 0:
        return True
    if scene.of(clause) and (unnamed or known.person in _PERSONS):
        return True
    if known.subject < 0 or known.person not in _PERSONS or scene.view.pos[clause] != "VERB":
        return False
    lemma = scene.view.lemma[clause]
    return lemma not in _IDLE or known.negated or (lemma in _MOVING and _goes_on(scene, clause))


def _goes_on(scene: Scene, clause: int) -> bool:
    """He went quiet, he did it, she said nothing: an act by what stands behind the verb."""
    return any(kid > clause and scene.view.dep[kid] != "punct" for kid in scene.view.kids[clause])


def _same(scene: Scene, one: int, other: int) -> bool:
    a, b = scene.clause_at(one), scene.clause_at(other)
    return a.subject >= 0 and b.subject >= 0 and a.person == b.person and scene.alike(a.subject, b.subject)


def _feelings(scene: Scene, clause: int, holders: frozenset[str]) -> list[int]:
    """States of a clause by their holders; what one merely remembers or quotes is none."""
    return [
        n
        for n in scene.of(clause)
        if scene.mentions[n].holder in holders
        and not {"quoted", "recall"}.intersection(scene.mentions[n].flags)
        and scene.view.dep[scene.word(n)] != "amod"
        and (scene.view.pos[scene.word(n)] != "NOUN" or scene.mentions[n].category == "emotion")
    ]


def _both(scene: Scene, link: Link, states: list[int]) -> Seen | None:
    """Both ends of a link, from the first word that belongs to either to the last state or predicate; None where they lie too far apart."""
    ends = [scene.mentions[n].end for n in states] + [link.first + 1, link.second + 1]
    starts = [scene.mentions[n].start for n in states] + [link.first, link.second, link.word]
    for clause in (link.first, link.second):
        subject = scene.clause_at(clause).subject
        if 0 <= clause - subject <= 8 and subject >= 0:
            starts.append(subject)
    start, end = min(starts), max(ends)
    return Seen(start, end, tuple(states)) if end - start <= _SPAN else None


@structure(openers(_EFFECTIVE), needs={"emotion"})
def own_effect(scene: Scene) -> Iterator[Seen]:
    """What a feeling made the speaker do, or one person's act or feeling another: so, because, that is why."""
    first = scene.view.first
    for link in scene.links():
        if link.kind not in _EFFECTIVE or first[link.word] != first[link.first]:
            continue
        cause, effect = _ends(link)
        one, two = scene.clause_at(cause), scene.clause_at(effect)
        crossed = (
            link.kind != "degree"
            and one.person in _PERSONS
            and two.person in _PERSONS
            and one.person != two.person
            and scene.view.lemma[effect] not in _OPINING
        )
        moving = _moving(scene, cause, frozenset({one.person}) if crossed else _SELF)
        moved = _moving(scene, effect, frozenset({two.person}))
        if scene.view.w[link.word] == "so" and two.tense == "modal":
            continue  # so they can see it: a purpose
        if crossed and moved and _act(scene, cause):
            states = sorted({*moving, *moved})
        elif moving and (crossed or one.person == two.person == "self") and _act(scene, effect) and not moved:
            if link.kind == "degree" and welcome(scene.mentions[moving[0]].lemma):
                continue  # so glad that I came: no effect, but what one is glad of
            states = moving
        else:
            continue
        if seen := _both(scene, link, states):
            yield seen


def _moving(scene: Scene, clause: int, holders: frozenset[str]) -> list[int]:
    """Feelings of a clause that can move somebody to act: no likings of things."""
    return [
        n
        for n in _feelings(scene, clause, holders)
        if scene.mentions[n].category == "emotion" and scene.mentions[n].lemma not in _LIKING
    ]


@structure(_MAKERS, needs={ANY})
def made(scene: Scene) -> Iterator[Seen]:
    """Somebody's act, word or state made somebody feel, think or want something."""
    view = scene.view
    for i in scene.places(_MAKERS):
        if view.pos[i] != "VERB" or view.lemma[i] not in _MADE:
            continue
        patient = _patient(scene, i)
        if patient < 0:
            continue
        whose = scene.person(patient)
        near = scene.states(patient + 1, min(view.last[i], patient + 7), holder=whose)
        if not near or not _hangs(scene, near[0], i):
            continue
        subject = scene.subject(i)
        if _by_somebody(scene, i, subject, patient):
            start = subject if subject >= view.first[i] and 0 <= i - subject <= 6 else i
            yield Seen(start, scene.mentions[near[0]].end, (near[0],))


def _patient(scene: Scene, i: int) -> int:
    """Whom the verb at ``i`` makes do or feel something; -1 if nobody."""
    view = scene.view
    for k in range(i + 1, min(view.last[i], i + 5)):
        if view.pos[k] in {"VERB", "ADJ"} or view.w[k] in {"sure", "out", "up"}:
            return -1
        if view.pos[k] in {"PRON", "NOUN", "PROPN"} and scene.person(k) in _PERSONS:
            taken = view.dep[k] in {"obj", "iobj"} or (view.dep[k].startswith("nsubj") and view.head[view.head[k]] == i)
            return k if taken or view.w[k] in {"me", "him", "us", "them"} else -1
    return -1


def _hangs(scene: Scene, n: int, i: int) -> bool:
    """Whether a state is what the verb at ``i`` leads to."""
    k = scene.word(n)
    if scene.mentions[n].lemma in _FEIGNED:
        return False
    for _ in range(4):
        if k == i or k < 0 or scene.view.dep[k] not in _LED:
            break
        k = scene.view.head[k]
    return k == i


def _by_somebody(scene: Scene, i: int, subject: int, patient: int) -> bool:
    """Whether it was a person, their state, or what they had just done, that made somebody feel so."""
    view = scene.view
    if subject < 0:
        return False
    who = scene.person(subject)
    if who in _PERSONS:
        return who != scene.person(patient) or (who == "other" and not scene.alike(subject, patient))
    if subject in scene.at or any(
        view.dep[kid] == "nmod:poss" and scene.person(kid) in _PERSONS for kid in view.kids[subject]
    ):
        return True
    return view.w[subject] in _POINTERS and _earlier(scene, i, subject, patient)


def _earlier(scene: Scene, i: int, subject: int, patient: int) -> bool:
    """Whether what *that* points to was said of somebody else's act."""
    view = scene.view
    for k in range(subject - 1, max(-1, subject - 16), -1):
        if view.dep[k].startswith("nsubj") and view.head[k] != i:
            who = scene.person(k)
            if who not in _PERSONS:
                continue
            apart = who != scene.person(patient) or (who == "other" and not scene.alike(k, patient))
            return apart and view.pos[view.head[k]] in {"VERB", "ADJ"}
    return False


STRUCTURES = by_name(explained, own_effect, made)
