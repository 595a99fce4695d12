"""Structures of C2: how somebody of an age thinks and feels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.structures.structure import ANY, structure
from rf_scorer.language.structures.ties import THIRD, around, felt, follows, named, past, seen, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["at_that_age", "only_a_child", "too_young"]

# fmt: off
_NUMBERS = frozenset({
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
    *(str(age) for age in range(2, 16)),
})
_STAGES = _NUMBERS | {"little", "small", "young", "tiny", "child", "kid", "baby", "toddler", "teenager", "newborn"}
_LIMITS = frozenset({"only", "just", "so", "still", "too", "a", "such"})
_SIZES = frozenset({"young", "little", "small", "old"})
_BE = frozenset({"is", "was", "am", "were", "are", "'s", "be", "being"})
_YOUNGSTERS = frozenset({"child", "children", "kid", "kids", "baby", "babies", "toddler", "toddlers", "teenager", "teenagers", "infant", "infants"})
_AGE = frozenset({"age"})
_COGNITIVE = frozenset({"cognition", "perception"})
_GRASP = frozenset({"understand", "know", "realise", "realize", "see", "think", "get", "tell", "explain", "grasp", "make", "question", "remember", "work", "believe", "process", "imagine", "mean", "notice", "articulate", "name", "say", "figure"})
# fmt: on


@structure(_SIZES, needs={ANY})
def too_young(scene: Scene) -> Iterator[Seen]:
    """Too young to understand; old enough to know."""
    w = scene.view.w
    for i in scene.places(_SIZES):
        if i == 0 or not (w[i - 1] == "too" or (w[i] == "old" and follows(scene, i + 1, "enough to") > 0)):
            continue
        low, high = sentence(scene, i, 20)
        to = named(scene, i + 1, min(i + 4, high), {"to"})
        grasp = felt(scene, to, min(to + 5, high), category=_COGNITIVE | {"emotion"}) if to >= 0 else []
        if grasp:
            yield seen(scene, i - 1, scene.mentions[grasp[0]].end, grasp)
        elif w[i - 1] == "too" and to < 0 and w[i] != "old":
            states = [n for n in felt(scene, low, high, category=_COGNITIVE) if "negated" in scene.mentions[n].flags]
            if states:
                yield seen(scene, i - 1, i + 1, states)


@structure(_STAGES, _BE, needs={ANY})
def only_a_child(scene: Scene) -> Iterator[Seen]:
    """I was only six, I didn't know; he's just a baby, he doesn't understand."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_STAGES):
        first = max(view.first[i], i - 4)
        be = next((k for k in range(i - 1, first - 1, -1) if w[k] in _BE), -1)
        if be < 0 or be == 0 or w[be - 1] not in {"i", "he", "she", "they", "we", "you"} | THIRD.keys():
            continue
        if not all(word in _LIMITS or word in {"little", "young"} for word in w[be + 1 : i]) or (
            w[i] in _NUMBERS and "a" in w[be + 1 : i]
        ):
            continue
        if w[max(0, be - 3) : be - 1] and w[be - 2] in {"since", "till", "until"}:
            continue
        limited = bool({"only", "just", "so", "still", "a"}.intersection(w[be + 1 : i]))
        whose = scene.person(be - 1)
        holders = {"self": {"self"}, "other": {"other"}, "shared": {"shared", "self"}, "you": {"generic", "self"}}.get(
            whose, set()
        )
        low, high = around(scene, i, 14, 16)
        low = max(low, view.first[i])
        for n in felt(scene, low, high, holder=holders, category=("cognition", "desire")):
            item = scene.mentions[n]
            denied = "negated" in item.flags
            if (w[be - 2 : be - 1] == ["when"] and not denied) or item.lemma == "feel":
                continue
            if item.category == "cognition" and (
                view.lemma[item.start] not in _GRASP or (w[be] in {"was", "were"}) != past(scene, n)
            ):
                continue
            if (
                (denied and item.category == "cognition")
                or (denied and item.lemma in {"mean", "try"})
                or (limited and item.category == "cognition" and item.start > i)
            ):
                yield seen(scene, be - 1, i + 1, (n,))
                break


@structure(_YOUNGSTERS | _AGE, needs={ANY})
def at_that_age(scene: Scene) -> Iterator[Seen]:
    """At that age you think it is your fault; a child cannot know; for a five-year-old that is terrifying."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_AGE):
        if i < 2 or w[i - 1] not in {"that", "his", "her", "their"} or w[i - 2] not in {"at", "for", "of"}:
            continue
        states = [
            n
            for n in felt(scene, *sentence(scene, i, 14))
            if scene.mentions[n].holder == "generic" or scene.mentions[n].category == "cognition"
        ]
        if states:
            yield seen(scene, i - 2, i + 1, states)
    for i in scene.places(_YOUNGSTERS):
        if not _at_large(scene, i):
            continue
        if view.dep[i].startswith("nsubj") and view.head[i] > i and w[max(0, i - 2)] not in {"for", "to"}:
            low, high = i + 1, min(view.head[i] + 6, view.last[i])
            states = [
                n
                for n in felt(scene, low, high, category=_COGNITIVE)
                if scene.clause(scene.mentions[n].start) == scene.clause(view.head[i]) and _content(scene, n)
            ]
            if states:
                yield seen(scene, i, scene.mentions[states[0]].end, states)
        elif (
            i >= 2
            and w[i - 1] == "a"
            and w[i - 2] in {"for", "to"}
            and (states := felt(scene, *sentence(scene, i, 10), category=("emotion", "cognition")))
        ):
            yield seen(scene, i - 2, i + 1, states)
        elif i >= 2 and w[i - 1] == "a" and w[i - 2] == "as":
            states = [
                n
                for n in felt(scene, i + 1, min(i + 14, view.last[i]))
                if scene.mentions[n].holder == "generic"
                or (scene.mentions[n].category == "cognition" and "negated" in scene.mentions[n].flags)
            ]
            if states:
                yield seen(scene, i - 2, i + 1, states)


def _content(scene: Scene, n: int) -> bool:
    """Whether it is said what is not, or how it is, understood."""
    item = scene.mentions[n]
    return "negated" in item.flags or any(scene.view.dep[kid] == "ccomp" for kid in scene.view.kids[scene.word(n)])


def _at_large(scene: Scene, i: int) -> bool:
    """Whether children as such are meant."""
    w = scene.view.w
    before = w[i - 1] if i else ""
    if before in {"a", "any", "every", "as", "year-old", "old"}:
        return True
    return (
        w[i].endswith(("s", "children"))
        and not any(
            scene.view.dep[kid] in {"nmod:poss", "det"}
            or scene.view.w[kid] in {"my", "the", "these", "her", "his", "our", "their"}
            for kid in scene.view.kids[i]
        )
        and before not in {"my", "the", "our", "his", "her", "their", "own", "'s", "two", "three"}
    )
