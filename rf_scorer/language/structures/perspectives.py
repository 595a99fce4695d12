"""Several minds on one matter: different views (B3), one's own state in the way (B4), oneself in another's eyes (B6), minds about minds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.links import openers
from rf_scorer.language.scene import Seen
from rf_scorer.language.structures.structure import ANY, by_name, structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene

__all__ = ["STRUCTURES"]

_CONTENT = frozenset({"ccomp", "xcomp", "advcl"})
_DUTIES = frozenset({"should", "must", "can", "could", "ought", "will", "would", "'d", "to"})
_JUDGED = frozenset({"ADJ", "NOUN"})
_ALL = frozenset({"everyone", "everybody", "people", "others", "anyone", "anybody"})
_FAULTS = frozenset({"problem", "problems", "issue", "issues", "temper", "nerve", "attitude", "it"})
_DEGREES = frozenset({"too", "badly", "wrong", "enough", "nothing", "everything"})
_BLURRED = frozenset({"see", "notice", "realise", "realize", "understand", "know", "hear", "think", "listen", "recognise", "recognize", "tell", "imagine", "appreciate", "consider"})  # fmt: skip
_READING = frozenset(
    {
        "think",
        "hear",
        "see",
        "take",
        "assume",
        "believe",
        "feel",
        "imagine",
        "interpret",
        "read",
        "decide",
        "convince",
        "expect",
    }
)
_CLOUDING = frozenset({"degree", "because", "so", "purpose"})
_NO_VIEW = frozenset(
    {
        "know",
        "try",
        "remember",
        "choose",
        "attempt",
        "remind",
        "forget",
        "find",
        "refuse",
        "decide",
        "learn",
        "manage",
        "figure out",
        "find out",
        "mean",
        "intend",
    }
)
_SETTLED = frozenset({"try", "determine", "decide", "recall", "remember", "plan", "learn", "find out", "expect"})
_SPAN = 30


@structure(openers({"contrast"}), needs={ANY})
def differing(scene: Scene) -> Iterator[Seen]:
    """Two people's different states on one matter, set against each other."""
    view = scene.view
    for link in scene.links():
        if link.kind != "contrast" or link.word - link.first > 14:
            continue
        if {"when", "then"} & set(scene.view.w[link.word + 1 : link.word + 3]):
            continue
        clause, b = link.first, _views(scene, link.second)
        if not b:
            continue
        a = _views(scene, clause)
        if not _apart(scene, a, b, clause, link.second):
            if view.dep[clause] != "ccomp" or view.head[clause] < 0:
                continue
            clause = scene.clause(view.head[clause])  # he thought she hated him, but she loved him
            a = _views(scene, clause)
            if not _apart(scene, a, b, clause, link.second):
                continue
        one, two = scene.mentions[a[0]], scene.mentions[b[0]]
        start, end = min(one.start, two.start), max(scene.mentions[a[-1]].end, scene.mentions[b[-1]].end)
        first = scene.clause_at(clause).subject
        start = first if 0 <= start - first <= 6 and first >= 0 else start
        if end - start <= _SPAN:
            yield Seen(start, end, tuple(sorted({*a, *b})))


def _views(scene: Scene, clause: int) -> list[int]:
    """States of whoever is the subject of a clause; not what is quoted, remembered or only tried."""
    return [
        n
        for n in scene.of(clause)
        if scene.mentions[n].category in {"cognition", "emotion", "desire"}
        and not {"quoted", "recall"} & set(scene.mentions[n].flags)
        and scene.mentions[n].lemma not in _NO_VIEW
        and scene.view.dep[scene.word(n)] != "amod"
        and scene.view.pos[scene.word(n)] in {"VERB", "ADJ"}
    ]


def _apart(scene: Scene, a: list[int], b: list[int], first: int, second: int) -> bool:
    """Whether the states of two clauses are two people's."""
    if not a or not b:
        return False
    holders = scene.mentions[a[0]].holder, scene.mentions[b[0]].holder
    if not {*holders} <= {"self", "other", "shared"}:
        return False
    return holders[0] != holders[1] or _two(scene, first, second)


def _two(scene: Scene, one: int, other: int) -> bool:
    """Whether two clauses have subjects that cannot be one other person: he and she, my father and my mother."""
    view = scene.view
    a, b = scene.clause_at(one), scene.clause_at(other)
    if a.subject < 0 or b.subject < 0 or not a.person == b.person == "other":
        return False
    pair = {view.w[a.subject], view.w[b.subject]}
    if len(pair) == 1:
        return False
    return pair <= {"he", "she", "they"} or (all(view.pos[k] in {"NOUN", "PROPN"} for k in (a.subject, b.subject)))


@structure({"i"}, needs={"other"})
@structure({"i"}, needs={"generic"})
def seen_by_others(scene: Scene) -> Iterator[Seen]:
    """What another thinks, notices or feels about the speaker: she thought I was lazy, they saw me as weak."""
    view = scene.view
    for n, item in enumerate(scene.mentions):
        if (
            item.holder not in {"other", "generic"}
            or item.category not in {"cognition", "perception"}
            or "quoted" in item.flags
        ):
            continue
        word = scene.word(n)
        if item.holder == "generic" and not _everybody(scene, word):
            continue
        for kid in view.kids[word]:
            if (
                kid < word
                or view.dep[kid] not in _CONTENT
                or kid - word > 9
                or scene.mark(kid) in {"if", "because", "when"}
            ):
                continue
            if '"' in view.w[word:kid]:
                continue  # what she says in thought
            inner = scene.clause_at(kid)
            if inner.subject < word or view.w[inner.subject] != "i":
                continue
            states = [m for m in scene.of(kid) if scene.mentions[m].holder == "self"]
            if _evaluates(
                scene, kid, states=bool(states), known=item.lemma in {"know", "remember", "see", "find out", "hear"}
            ):
                end = max([kid + 1] + [scene.mentions[m].end for m in states])
                yield Seen(_subject_start(scene, word, item.start), end, tuple(sorted({n, *states})))


def _everybody(scene: Scene, word: int) -> bool:
    """Whether the subject of a word is people at large: everyone, people, others."""
    subject = scene.subject(scene.clause(word))
    return subject >= 0 and scene.view.w[subject] in _ALL


def _evaluates(scene: Scene, head: int, *, states: bool, known: bool) -> bool:
    """Whether content about the speaker says what they are like or feel, not what they should do or where they were."""
    view = scene.view
    if any(view.w[kid] in _DUTIES for kid in view.kids[head] if kid < head):
        return False
    if states:
        return True
    if known or view.lemma[head] in {"need", "ought", "go"}:
        return False
    if view.pos[head] == "VERB" and (view.tag[head] == "VBG" or any(view.w[kid] == "not" for kid in view.kids[head])):
        return True
    if view.lemma[head] in {"have", "get"}:
        return any(view.dep[kid] == "obj" and view.w[kid] in _FAULTS for kid in view.kids[head])
    if view.pos[head] == "NOUN" and any(view.w[kid] == "the" for kid in view.kids[head]):
        return False  # somebody she takes me for
    return view.pos[head] in _JUDGED or bool(_DEGREES.intersection(view.w[head + 1 : head + 4]))


def _subject_start(scene: Scene, word: int, start: int) -> int:
    subject = scene.subject(scene.clause(word))
    return subject if 0 <= start - subject <= 6 and subject >= 0 else start


@structure(openers(_CLOUDING), needs={"self"})
def clouded(scene: Scene) -> Iterator[Seen]:
    """The speaker's own feeling kept them from seeing another's mind, or made them read it so."""
    view = scene.view
    for link in scene.links():
        if link.kind not in _CLOUDING:
            continue
        cause, effect = (link.second, link.first) if link.kind == "because" else (link.first, link.second)
        own = [
            n
            for n in scene.of(cause)
            if scene.mentions[n].holder == "self" and scene.mentions[n].category in {"emotion", "desire"}
        ]
        if not own or scene.clause_at(effect).person != "self":
            continue
        reading = [
            n
            for n in scene.of(effect)
            if scene.mentions[n].holder == "self" and scene.mentions[n].category in {"cognition", "perception"}
        ]
        lemma = view.lemma[effect]
        blind = scene.clause_at(effect).negated or "too" in view.w[view.first[cause] : cause]
        if not ((lemma in _BLURRED and blind) or (lemma in _READING and reading)):
            continue
        low, high = scene.subtree(effect)
        if (
            not any(
                scene.person(k) == "other"
                for k in range(max(low, min(effect, high)), high)
                if view.pos[k] in {"PRON", "NOUN", "PROPN"}
            )
            and not blind
        ):
            continue
        start = min(scene.mentions[own[0]].start, effect)
        subject = scene.clause_at(cause).subject
        start = min(start, subject) if 0 <= start - subject <= 8 else start
        end = max(effect + 1, scene.mentions[own[-1]].end)
        if end - start <= _SPAN:
            yield Seen(start, end, tuple(sorted({*own, *reading})))


@structure(needs={"other"})
def nested(scene: Scene) -> Iterator[Seen]:
    """A state about a state: what another thinks, wants or knows of somebody else's mind."""
    view = scene.view
    for n, item in enumerate(scene.mentions):
        if item.holder != "other" or item.category in {"emotion", "modulation"} or item.lemma in _SETTLED:
            continue
        if {"quoted", "recall"}.intersection(item.flags):
            continue
        word = scene.word(n)
        for kid in view.kids[word]:
            if kid < word or view.dep[kid] not in {"ccomp", "xcomp", "advcl"} or kid - word > 10:
                continue
            if view.dep[kid] == "advcl" and scene.mark(kid) not in {"", "that", "like", "if", "whether"}:
                continue
            if '"' in view.w[word:kid]:
                continue
            shared = scene.subject(kid) == scene.subject(scene.clause(word))
            inner = [
                m
                for m in scene.of(kid)
                if view.pos[scene.word(m)] in {"VERB", "ADJ"}
                and (not shared or scene.mentions[m].category == "emotion")
                and (
                    scene.mentions[m].holder not in {item.holder, "none", "interviewer", "generic"}
                    or _other_than(scene, n, m)
                )
            ]
            if inner:
                end = max(scene.mentions[m].end for m in inner)
                yield Seen(_subject_start(scene, word, item.start), end, (n, *sorted(inner)))
                break


def _other_than(scene: Scene, outer: int, inner: int) -> bool:
    """Whether two others are surely two: he knew she was sad."""
    return scene.mentions[inner].holder == "other" and _two(
        scene, scene.clause(scene.word(outer)), scene.clause(scene.word(inner))
    )


STRUCTURES = by_name(differing, seen_by_others, clouded, nested)
