"""Structures of the family link: words that tie a state to behaviour, or to another state, with both ends found on the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.links import NOT_BEFORE_SO
from rf_scorer.language.structures.ends import (
    SUBJECTS,
    acts,
    both,
    clause_after,
    clause_before,
    counts,
    states_of,
    tied,
    weighs,
)
from rf_scorer.language.structures.structure import ANY, structure
from rf_scorer.language.structures.ties import Runs, felt, follows, named, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["ALL"]

# fmt: off
_CAUSES = frozenset({"because", "since", "out", "reason"})
_CONTRASTS = frozenset({"but", "although", "though", "whereas", "yet", "while", "despite"})
_TIME = frozenset({"when", "whenever", "while", "before", "after", "until", "once", "since", "soon"})
_DATES = frozenset({"then", "used", "time", "first", "back", "afterwards", "nowadays", "later", "eventually"})
_CONDITIONS = frozenset({"if", "unless", "long", "depends", "depending"})
_LED = frozenset({"made", "makes", "make", "making", "left", "leaves"})
_SO = frozenset({"so", "therefore"})
_RESULTS = _LED | _SO | {"that", "which", "this", "as", "to"}
_OBJECTS = frozenset({"me", "him", "her", "them", "us", "my"})
_ASKED = frozenset({"know", "wonder", "ask", "asked", "see", "sure", "wondered", "knew", "tell", "decide", "matter", "remember", "care", "find", "knows", "check", "say", "idea", "wondering", "as", "what", "like"})
_POLITE = Runs(
    "if you want", "if that makes", "if it makes", "if you will", "if you like", "if i am honest", "if i am being honest", "if anything", "if possible", "if not", "if you see", "if i remember", "if you know", "if you think", "if you ask", "if i recall", "if you do not mind",
)
_NOT_THEN = frozenset({"so", "if", "back", "since", "by", "than", "do", "even"})
_WHO_USED = frozenset({"i", "he", "she", "they", "we", "never", "always", "just", "also"})
_RESULT_PHRASES = Runs("that is why", "which is why", "that was why", "this is why", "as a result", "to the point where", "to the point that")
# fmt: on


@structure(_CAUSES, needs={ANY})
def cause(scene: Scene) -> Iterator[Seen]:
    """I left because I was frightened."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_CAUSES):
        if w[i] == "because" and w[i + 1 : i + 2] == ["of"]:
            low = max(view.first[i], i - 14)
            before = [n for n in felt(scene, low, i) if counts(scene, n) and scene.mentions[n].category == "emotion"]
            after = [n for n in felt(scene, i + 2, min(i + 6, view.last[i]), category="emotion") if counts(scene, n)]
            if before or after:
                yield seen(scene, i, i + 2, before + after)
        elif w[i] == "because":
            if states := tied(scene, i):
                yield seen(scene, i, i + 1, states)
        elif w[i] == "since":
            second = clause_after(scene, i)
            if (
                second >= 0
                and view.dep[i] == "mark"
                and scene.clause_at(second).tense == "present"
                and (states := tied(scene, i, second))
            ):
                yield seen(scene, i, i + 1, states)
        elif w[i] == "out" and w[i + 1 : i + 2] == ["of"]:
            states = [
                n
                for n in felt(scene, i + 2, min(i + 5, view.last[i]), category="emotion")
                if view.tag[scene.mentions[n].start].startswith("NN")
            ]
            if states:
                yield seen(scene, i, i + 2, states)
        elif w[i] == "reason" and w[i - 1 : i] in (["the"], ["only"], ["real"]):
            states = [n for n in felt(scene, i, min(i + 12, view.last[i])) if counts(scene, n)]
            if states and named(scene, i, i + 8, {"was", "is", "'s"}) >= 0:
                yield seen(scene, i - 1, i + 1, states)


@structure(_SO | _LED | {"why", "result", "point"}, needs={ANY})
def result(scene: Scene) -> Iterator[Seen]:
    """I was scared, so I hid; it made me angry; that is why she cried."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_RESULTS):
        word = w[i]
        if word in _LED:
            if w[i + 1 : i + 2] and w[i + 1] in _OBJECTS and view.tag[i].startswith("VB"):
                states = [n for n in felt(scene, i + 2, min(i + 6, view.last[i])) if counts(scene, n)]
                if (
                    w[i + 1] != "my"
                    and states
                    and named(
                        scene,
                        i + 2,
                        scene.mentions[states[0]].start,
                        {".", ",", "and", "but", "because", "when", "that", "if", "so"},
                    )
                    < 0
                ):
                    yield seen(scene, i, i + 1, states)
        elif word in _SO:
            if (word == "therefore" or _opens_clause(scene, i)) and (states := tied(scene, i)):
                yield seen(scene, i, i + 1, states)
        else:
            end = _RESULT_PHRASES.end(scene, i)
            second = clause_after(scene, end - 1) if end >= 0 else -1
            first = clause_before(scene, i) if second >= 0 else -1
            if first < 0 or first == second:
                continue
            if states := both(scene, (first, states_of(scene, first)), (second, states_of(scene, second))):
                yield seen(scene, i, end, states)


def _opens_clause(scene: Scene, i: int) -> bool:
    """Whether *so* stands before a subject, not before what it strengthens, nor before a purpose."""
    view, w = scene.view, scene.view.w
    if i and (w[i - 1] in NOT_BEFORE_SO or w[i - 1] in {"if", "even"}):
        return False
    k = i + 1
    while k < view.last[i] and w[k] in {"then", ",", "now", "maybe", "of", "course", "yeah", "when"}:
        k += 1
    if (
        k >= view.last[i]
        or (w[k : k + 3] == ["i", "do", "not"] and w[k + 3 : k + 4] == ["know"])
        or not (view.dep[k].startswith(SUBJECTS) or view.dep[k] in {"det", "nmod:poss"})
    ):
        return False
    return w[k] != "that" and named(scene, k + 1, k + 2, {"can", "could"}) < 0


@structure(_CONTRASTS, needs={ANY})
def contrast(scene: Scene) -> Iterator[Seen]:
    """I was frightened but I smiled; although he loved us, he left."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_CONTRASTS):
        word = w[i]
        if word == "despite":
            if states := [
                n for n in felt(scene, i + 1, min(i + 5, view.last[i]), category="emotion") if counts(scene, n)
            ]:
                yield seen(scene, i, i + 1, states)
            continue
        if word == "while" and not (view.dep[i] == "mark" and i and w[i - 1] == ","):
            continue
        if (word == "yet" and view.dep[i] != "cc") or (word == "though" and w[i + 1 : i + 2] in (["."], [","], [])):
            continue
        if i and w[i - 1] in {"nothing", "anything", "all", "not"}:
            continue
        if states := tied(scene, i) or _shared_subject(scene, i):
            yield seen(scene, i, i + 1, states)


def _shared_subject(scene: Scene, i: int) -> list[int]:
    """Happy but frightened; loved him but left: states side by side under one subject."""
    view = scene.view
    head = view.head[i]
    if view.w[i] != "but" or view.dep[i] != "cc" or not i < head < i + 5 or view.dep[head] != "conj":
        return []
    one = scene.at.get(view.head[head], -1)
    two = scene.at.get(head, -1)
    return sorted({one, two}) if one >= 0 and two >= 0 and counts(scene, one) and counts(scene, two) else []


@structure(_TIME | _DATES, needs={ANY})
def time(scene: Scene) -> Iterator[Seen]:
    """When he shouted I was scared; and then I felt sad."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_TIME):
        if w[i] == "soon":
            if i and w[i - 1 : i + 2] == ["as", "soon", "as"] and (states := tied(scene, i + 1) or tied(scene, i - 1)):
                yield seen(scene, i - 1, i + 2, states)
            continue
        opens = w[i] in {"when", "whenever"} and view.dep[i + 1 : i + 2] and view.dep[i + 1].startswith("nsubj")
        if view.dep[i] not in {"mark", "advmod"} or (view.head[i] < i and not opens):
            continue
        if view.head[i] > i and view.dep[view.head[i]] in {"ccomp", "csubj", "acl", "acl:relcl"}:
            continue
        if (w[i] == "while" and i and w[i - 1] == ",") or (
            w[i] == "since" and scene.clause_at(scene.clause(view.head[i])).tense != "past"
        ):
            continue
        if states := tied(scene, i):
            yield seen(scene, i, i + 1, states)
    yield from _placed(scene)


def _placed(scene: Scene) -> Iterator[Seen]:
    """At first I was angry, and I shouted: a state with words that say when."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_DATES):
        span = _dated(scene, i)
        if span is None:
            continue
        states = [
            n
            for n in states_of(scene, scene.clause(view.head[i] if w[i] == "used" and view.head[i] >= 0 else i))
            if counts(scene, n)
        ]
        if not states and w[i] != "then":
            states = [n for n in felt(scene, i + 1, min(i + 7, view.last[i])) if counts(scene, n)]
        if not states:
            continue
        low, high = max(view.first[i], i - 16), min(view.last[i], i + 16)
        more = [n for n in felt(scene, low, high) if n not in states and counts(scene, n)]
        clause = scene.clause(i)
        deeds = any(
            view.tag[k].startswith("VB") and k not in scene.at and scene.clause(k) == k != clause and acts(scene, k)
            for k in range(low, high)
        )
        if (more or deeds) and any(weighs(scene, n) for n in states):
            yield seen(scene, *span, states + more)


def _dated(scene: Scene, i: int) -> tuple[int, int] | None:
    """The words that say when, of which the word at ``i`` is one; None where it says something else."""
    view, w = scene.view, scene.view.w
    word, before, after = w[i], w[i - 1] if i else "", w[i + 1] if i + 1 < len(w) else ""
    if word == "then":
        subject = any(view.dep[k].startswith(SUBJECTS) for k in range(i + 1, min(i + 3, len(w))))
        return (i, i + 1) if subject and view.dep[i] == "advmod" and before not in _NOT_THEN else None
    if word == "used":
        return (i, i + 2) if after == "to" and before in _WHO_USED else None
    if word == "time":
        return (i - 2, i + 1) if before == "the" and i > 1 and w[i - 2] == "at" else None
    if word == "first":
        return (i - 1, i + 1) if before == "at" else None
    if word == "back":
        if before == "looking":
            return i - 1, i + 1
        return (i, i + 2) if after == "then" and before not in {"about", "from", "of", "to"} else None
    return i, i + 1


@structure(_CONDITIONS, needs={ANY})
def condition(scene: Scene) -> Iterator[Seen]:
    """If I cried, he left."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_CONDITIONS):
        word = w[i]
        if word == "long":
            if i and w[i - 1 : i + 2] == ["as", "long", "as"] and (states := tied(scene, i + 1) or tied(scene, i - 1)):
                yield seen(scene, i - 1, i + 2, states)
        elif word in {"depends", "depending"}:
            if states := [
                n
                for n in felt(scene, i + 1, min(i + 8, view.last[i]), category="emotion")
                if weighs(scene, n) and counts(scene, n) and w[i + 1 : i + 2] == ["on"]
            ]:
                yield seen(scene, i, i + 1, states)
        else:
            if i and w[i - 1] in _ASKED:
                continue
            if view.head[i] >= 0 and view.dep[view.head[i]] in {"ccomp", "csubj"} and view.head[view.head[i]] < i:
                continue
            if _POLITE.end(scene, i) >= 0 and follows(scene, i, "if you want to") < 0:
                continue
            states = tied(scene, i)
            if any(_moves(scene, n) for n in states) and w[view.last[i] - 1] != "?":
                yield seen(scene, i, i + 1, states)


def _moves(scene: Scene, n: int) -> bool:
    """Whether a state is one on which something may depend: a feeling, or more of another's mind than what they come to know."""
    item = scene.mentions[n]
    if item.category == "emotion":
        return item.holder in {"self", "other", "shared"}
    return item.holder == "other" and item.lemma not in {"know", "find", "find out", "see", "look", "hear"}


#: The structures, by their own names.
ALL = (cause, result, contrast, time, condition)
