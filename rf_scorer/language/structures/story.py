"""Structures of the families C and D; here those of later understanding (C3) and change (C4)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rf_scorer.language.structures import ages, generations, listener, together
from rf_scorer.language.structures.structure import ANY, by_name, structure
from rf_scorer.language.structures.ties import FAMILY, THIRD, Runs, felt, follows, named, past, seen, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["STRUCTURES"]

# fmt: off
_REALISING = frozenset({
    "see", "realise", "realize", "understand", "know", "think", "wonder", "appreciate", "recognise", "recognize", "believe", "suspect", "get", "suppose",
    "guess", "imagine", "reckon", "accept", "look", "figure", "learn", "find",
})
_LATER = frozenset({"now", "nowadays", "today", "later", "since", "finally", "only", "eventually"})
_TURNS = frozenset({"but", "now", "until", "turns", "turned", "later", "nowadays", "realised", "realized", "actually", "looking"})
_THOUGHT = frozenset({"thought", "felt", "believed", "assumed", "figured", "took", "blamed", "hated", "resented", "convinced", "reckoned", "concluded", "sure", "supposed"})
_FORMERLY = _THOUGHT | {"used"}
_LOOKING = frozenset({"looking", "thinking", "look", "hindsight", "retrospect"})
_OVER = frozenset({"over", "with", "as", "gradually", "eventually", "little", "bit", "slowly"})
#: A word of each way to say that time went by.
_PASSING = frozenset({"gradually", "eventually", "slowly", "years", "time", "older", "grew", "little", "bit"})
_BEGINNINGS, _ENDS = frozenset({"first", "beginning", "initially"}), frozenset({"day", "someday", "older"})
#: A word of each way to say that a feeling is not what it was.
_OTHERWISE = frozenset({"anymore", "more", "longer", "now", "nowadays", "than", "as", "used"})
_COMING_ROUND = frozenset({"forgive", "realise", "realize", "understand", "trust", "accept"})
_KNOWING = frozenset({"think", "realise", "realize", "realised", "realized", "see", "understand", "know", "wonder", "understood", "guess", "saw"})
_COMPARED = frozenset({"more", "less"})
_BECOMING = frozenset({
    "become", "get", "grow", "start", "begin", "stop", "learn", "come", "change", "turn", "fade", "soften", "forgive", "let", "realise", "realize", "lose", "ease",
})
_THEN = Runs(
    "at the time", "back then", "as a child", "as a kid", "as a boy", "as a girl", "when i was", "for years", "always", "all my life", "in those days", "then ,", "it then", "then .", "that then", "them then", "me then",
)
_NOW = frozenset({"now", "nowadays"})
# fmt: on


@structure({"back", "hindsight", "retrospect"}, _LOOKING, needs={ANY})
def looked_back(scene: Scene) -> Iterator[Seen]:
    """Looking back I think she was lonely."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_LOOKING):
        if w[i] in {"looking", "thinking", "look"}:
            if follows(scene, i + 1, "back") < 0 or (w[i] == "look" and w[max(0, i - 2) : i] != ["when", "i"]):
                continue
            start, end = i, i + 2
        else:
            if i == 0 or w[i - 1] not in {"in", "with"}:
                continue
            start, end = i - 1, i + 1
        low, high = max(view.first[i], i - 15), min(len(w), i + 22)
        states = [n for n in felt(scene, low, high) if n != scene.at.get(i, -1)]
        if any(
            scene.mentions[n].holder in {"other", "none"} or past(scene, n) or "negated" in scene.mentions[n].flags
            for n in states
        ):
            yield seen(scene, start, end, states)


@structure(_LATER, needs={"self"})
def seen_now(scene: Scene) -> Iterator[Seen]:
    """Now I see that he was frightened; I only understood later why she left."""
    view, w = scene.view, scene.view.w
    for n, item in enumerate(scene.mentions):
        if (
            item.holder != "self"
            or item.category not in {"cognition", "modulation", "perception"}
            or view.lemma[item.start] not in _REALISING
            or "recall" in item.flags
        ):
            continue
        low, high = sentence(scene, item.start, 22)
        if named(scene, max(low, item.start - 4), item.start, {"i", "we"}) < 0 or view.tag[item.start] == "VBN":
            continue
        cue = next(
            (
                k
                for k in (
                    *range(item.start - 1, max(low, item.start - 4) - 1, -1),
                    *range(item.end, min(high, item.end + 3)),
                )
                if w[k] in _LATER and _later(scene, k)
            ),
            -1,
        )
        if cue < 0 or "negated" in item.flags:
            continue
        content = [
            m
            for m in felt(scene, item.end, high)
            if scene.mentions[m].holder == "other" or (scene.mentions[m].holder == "self" and past(scene, m))
        ]
        earlier = (
            named(scene, max(0, item.start - 25), item.start, _THOUGHT | {"used"}) >= 0
            and item.category == "cognition"
            and felt(scene, item.end, high)
        )
        if content or earlier or (abs(cue - item.start) < 3 and _of_another(scene, item.end, high)):
            yield seen(scene, min(cue, item.start), max(cue + 1, item.end), [n, *content])


def _of_another(scene: Scene, start: int, end: int) -> bool:
    """Whether what is thought begins with somebody else, and lies in the past: I believe now that she could not risk it."""
    view = scene.view
    for k in range(start, min(end, start + 7)):
        if view.dep[k].startswith("nsubj") and scene.person(k) == "other" and view.head[k] > k:
            clause = scene.clause_at(scene.clause(view.head[k]))
            return clause.tense == "past" or (clause.tense == "modal" and clause.negated)
    return False


def _later(scene: Scene, k: int) -> bool:
    """Whether the word at ``k`` says that it is later."""
    w = scene.view.w
    if w[k] == "only":
        return k > 0 and w[k - 1] == "i"
    if w[k] == "since":
        return w[k - 1] in {"ever", "have"} if k else False
    # now that I am older; but: I believe now that
    return not (w[k] == "now" and follows(scene, k + 1, "that", "on") > 0 and scene.view.lemma[k - 1] not in _REALISING)


@structure(_FORMERLY, _TURNS, needs={ANY})
def once_thought(scene: Scene) -> Iterator[Seen]:
    """I used to think it was my fault, but now I see; at the time I thought she hated me, now I think she was tired."""
    w = scene.view.w
    for i in scene.places(_FORMERLY):
        states, end = _formerly(scene, i)
        turn = named(scene, end, end + 28, _TURNS) if states else -1
        if turn < 0 or (w[turn] == "turned" and follows(scene, turn + 1, "out") < 0):
            continue
        after = felt(scene, turn, min(turn + 20, len(w)))
        knows = named(scene, turn, turn + 12, _KNOWING)
        if w[turn] == "until" or (not after and knows >= 0):
            somebody = named(scene, turn, turn + 16, THIRD.keys() | {"i"}) >= 0
            if w[turn] in {"until", "but", "now"} and somebody and named(scene, end, turn, THIRD.keys() | FAMILY) >= 0:
                yield seen(scene, i, end, states)
        elif knows >= 0 or w[turn] in {"turns", "turned"} or any(scene.mentions[n].holder == "other" for n in after):
            yield seen(scene, i, end, [*states, *after[:1]])


def _formerly(scene: Scene, i: int) -> tuple[list[int], int]:
    """The thought or feeling of an earlier time that begins at word ``i``, and where it ends; no states where there is none."""
    view, w = scene.view, scene.view.w
    if w[i] == "used":
        if follows(scene, i + 1, "to") < 0 or named(scene, max(view.first[i], i - 3), i, {"i", "we"}) < 0:
            return [], i
        high = min(i + 6, view.last[i])
        states = felt(scene, i + 2, high, holder=("self", "shared"), category=("cognition", "emotion"))
        return states, scene.mentions[states[0]].end if states else i
    n = scene.at.get(i, -1)
    if (
        n < 0
        or scene.mentions[n].holder != "self"
        or scene.mentions[n].category == "modulation"
        or view.tag[i] == "VBG"
    ):
        return [], i
    low, high = sentence(scene, i, 15)
    return [n] if any(_THEN.end(scene, k) > 0 for k in range(low, high)) else [], i + 1


@structure(_OTHERWISE, needs={"emotion"})
def felt_otherwise(scene: Scene) -> Iterator[Seen]:
    """Less angry now; not as scared as I was; no longer ashamed; I don't hate him any more; used to be afraid, but now."""
    view, w = scene.view, scene.view.w
    for n in felt(scene, 0, len(w), category="emotion"):
        item = scene.mentions[n]
        low, high = sentence(scene, item.start, 14)
        before, after = w[max(low, item.start - 4) : item.start], w[item.end : min(high, item.end + 9)]
        start = item.start
        if "negated" in item.flags and ("anymore" in after or _run(after, "any", "more")):
            end = item.end
        elif _run(before, "no", "longer"):
            start, end = item.start - len(before) + before.index("longer") - 1, item.end
        elif {"could", "would", "can"}.intersection(before):
            continue
        elif (before[-1:] and before[-1] in _COMPARED) or view.tag[item.start] in {"JJR", "RBR"}:
            subject = scene.subject(scene.clause(item.start))
            if not (
                _NOW.intersection((*w[max(low, item.start - 5) : item.start], *after[:4]))
                or _than_before(after, w[subject] if subject >= 0 else "")
            ):
                continue
            start, end = item.start - (before[-1:] != [] and before[-1] in _COMPARED), item.end
        elif (
            "negated" in item.flags
            and before[-1:]
            and before[-1] in {"as", "so"}
            and _as_before(scene, item.start, after)
        ):
            start, end = item.start - 1, item.end
        elif _run(before, "used", "to") and (
            named(scene, item.end, min(len(w), item.end + 18), {"now", "nowadays", "anymore"}) >= 0
        ):
            start, end = item.start - len(before) + before.index("used"), item.end
        else:
            continue
        yield seen(scene, start, end, (n,))


def _run(words: list[str], first: str, second: str) -> bool:
    return any(a == first and b == second for a, b in pairwise(words))


def _as_before(scene: Scene, i: int, after: list[str]) -> bool:
    """Not as scared as I was; not so angry any more."""
    if {"now", "anymore", "nowadays"}.intersection(after) or _run(after, "any", "more"):
        return True
    behind = after[after.index("as") + 1 :] if "as" in after else []
    subject = scene.subject(scene.clause(i))
    return behind[:1] == ["before"] or (subject >= 0 and behind[:1] == [scene.view.w[subject]])


def _than_before(after: list[str], subject: str) -> bool:
    """Whether somebody is compared with how they were themselves."""
    if "than" not in after:
        return False
    behind = after[after.index("than") + 1 :]
    if (
        behind[:1]
        and behind[0] in THIRD
        and subject not in THIRD
        and subject != "i"
        and {"before", "used"}.intersection(behind)
    ):
        return True
    return behind[:1] in (["before"], ["ever"]) or (
        behind[:1] == [subject] and bool({"used", "was", "were", "did", "am", "is"}.intersection(behind[1:3]))
    )


@structure(_PASSING, needs={ANY})
def over_time(scene: Scene) -> Iterator[Seen]:
    """Over the years I forgave him."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_OVER):
        end = (
            i + 1
            if w[i] in {"gradually", "eventually", "slowly"}
            else follows(
                scene,
                i,
                "over the years",
                "over time",
                "with time",
                "as time went",
                "as i got older",
                "as i get older",
                "as i have got older",
                "as i grew up",
                "as he got older",
                "as she got older",
                "little by little",
                "bit by bit",
            )
        )
        if end < 0:
            continue
        low, high = sentence(scene, i, 14)
        for n in felt(scene, low, high, category=("emotion", "cognition")):
            item = scene.mentions[n]
            if w[i] in {"gradually", "eventually", "slowly"} and scene.clause(i) not in {
                scene.clause(item.start),
                scene.clause(max(view.head[scene.clause(item.start)], 0)),
            }:
                continue
            if item.category == "cognition" and item.lemma not in _COMING_ROUND:
                continue
            if _becomes(scene, item.start) or (item.lemma in _COMING_ROUND):
                yield seen(scene, i, end, (n,))
                break


@structure(_BEGINNINGS | _ENDS, needs={ANY})
def then_and_later(scene: Scene) -> Iterator[Seen]:
    """At first I was angry, then I was only sad; one day she will understand."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_BEGINNINGS):
        if (w[i] == "first" and (i == 0 or w[i - 1] != "at")) or (
            w[i] == "beginning" and w[max(0, i - 2) : i] != ["in", "the"]
        ):
            continue
        start = felt(scene, max(view.first[i], i - 8), min(i + 11, view.last[i]), category="emotion")
        turn = named(scene, i + 1, min(i + 30, len(w)), {"then", "later", "now", "after", "but", "eventually", "until"})
        later = (
            felt(scene, turn, min(turn + 16, len(w)), category=("emotion", "cognition", "desire")) if turn >= 0 else []
        )
        if start and [n for n in later if n not in start]:
            yield seen(scene, i, i + 1, [*start[:1], *later[:1]])
    for i in scene.places(_ENDS):
        if (w[i] == "day" and (i == 0 or w[i - 1] not in {"one", "some"})) or (
            w[i] == "older" and follows(scene, i - 3, "when he is", "when she is", "when they are") < 0
        ):
            continue
        low, high = sentence(scene, i, 12)
        states = [
            n
            for n in felt(scene, low, high, holder="other", category=("emotion", "cognition"))
            if named(
                scene,
                max(low, scene.mentions[n].start - 4),
                scene.mentions[n].start,
                {"will", "might", "may", "can", "could", "would", "to"},
            )
            >= 0
        ]
        if states and named(scene, low, high, {"will", "hope", "hopefully", "might", "may", "wish"}) >= 0:
            yield seen(scene, i - (w[i] != "someday"), i + 1, states)


@structure(_NOW, needs={"emotion"})
def now_unlike_then(scene: Scene) -> Iterator[Seen]:
    """He was always so angry, and now he is just sad."""
    view = scene.view
    for i in scene.places(_NOW):
        if follows(scene, i + 1, "that", "and then") > 0:
            continue
        low, high = max(view.first[i], i - 5), min(view.last[i], i + 7)
        for n in felt(scene, low, high, category="emotion"):
            item = scene.mentions[n]
            if (
                view.dep[scene.word(n)] == "amod"
                or scene.clause_at(scene.clause(item.start)).tense != "present"
                or scene.clause(i) != scene.clause(item.start)
            ):
                continue
            once = [
                m
                for m in felt(scene, max(0, i - 28), min(i, item.start), category="emotion", holder=item.holder)
                if past(scene, m) and scene.mentions[m].lemma != item.lemma
            ]
            if once:
                yield seen(scene, min(i, item.start), max(i + 1, item.end), [once[-1], n])
                break


def _becomes(scene: Scene, i: int) -> bool:
    """Whether the state at ``i`` comes or goes rather than is."""
    view = scene.view
    head, steps = i, 0
    while head >= 0 and steps < 4:
        if view.lemma[head] in _BECOMING and head != i:
            return True
        head, steps = view.head[head], steps + 1
    return view.tag[i] in {"JJR", "RBR"} or (i > 0 and view.w[i - 1] in _COMPARED)


STRUCTURES = by_name(
    generations.own_parents, generations.parents_childhood, generations.handed_on, generations.become_parent, generations.passed_down,
    generations.taken_over, ages.too_young, ages.only_a_child, ages.at_that_age, looked_back, seen_now,
    once_thought, felt_otherwise, over_time, then_and_later, now_unlike_then, *together.ALL, *listener.ALL,
)  # fmt: skip
