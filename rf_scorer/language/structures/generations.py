"""Structures of C1: states and ways that are tied to an earlier or later generation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.structures.structure import ANY, structure
from rf_scorer.language.structures.ties import (
    CHILDREN,
    GRANDPARENTS,
    PARENTS,
    THIRD,
    around,
    felt,
    follows,
    named,
    others,
    owner,
    referent,
    seen,
    sentence,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["become_parent", "handed_on", "own_parents", "parents_childhood", "passed_down", "taken_over"]

# fmt: off
_ELDERS = PARENTS | GRANDPARENTS
#: What is done to a child, or withheld from it.
_TREATMENT = frozenset({
    "raise", "beat", "hit", "leave", "abandon", "hug", "hold", "show", "teach", "treat", "shout", "criticise", "criticize", "praise", "punish", "ignore",
    "neglect", "spoil", "protect", "bully", "abuse", "smack", "lose", "scold", "comfort", "reject", "blame", "raised", "brought", "parent",
})
_OFFSPRING = frozenset({"son", "sons", "daughter", "daughters", "kids", "children"})
_RAISED = frozenset({"raised", "raise", "brought", "grew", "upbringing", "childhood", "parented"})
_YOUNG = frozenset({"little", "small", "young", "younger", "boy", "girl", "child", "kid", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "baby", "teenager"})
_ALIKE = frozenset({"like", "same", "way", "what", "how", "than", "different", "differently", "repeat", "repeating", "repeated"})
_ECHOES = frozenset({"sound", "sounded", "act", "acted", "react", "shout", "parent", "behave", "hear", "heard", "catch", "caught", "become", "became", "turned", "doing", "saying", "do", "did"})
_TAKEN = frozenset({"learned", "learnt", "got", "picked", "get", "become", "became", "becoming"})
_EXACTLY = frozenset({"exactly", "just", "same"})
_WHEN = frozenset({"when", "as"})
_SINCE = frozenset({"now", "since", "having", "becoming", "had"})
_HANDED = frozenset({"pass", "passed", "passes", "passing", "handed", "hand", "hands", "carry", "carried"})
# fmt: on


@structure(_ELDERS)
def own_parents(scene: Scene) -> Iterator[Seen]:
    """A parent's own parents, with a state or with how they treated their child."""
    view = scene.view
    for i in scene.places(_ELDERS):
        k = owner(scene, i)
        if k < 0:
            continue
        own = view.w[i - 1] == "own"
        whose = referent(scene, k)
        theirs = view.w[k] in {"his", "her"} | PARENTS and whose in PARENTS
        if theirs or (own and view.w[k] in THIRD and whose not in _OFFSPRING) or _grand(scene, i):
            low, high = sentence(scene, i, 20)
            if named(scene, low, high, {"ill", "hospital"}) >= 0:
                continue
            states = [
                n
                for n in others(scene, low, high)
                if own or (scene.mentions[n].start > i and scene.mentions[n].category == "emotion")
            ]
            done = next((m for m in range(low, high) if view.lemma[m] in _TREATMENT and m != i), -1)
            if states:
                nearest = min((scene.mentions[n].start for n in states), key=lambda m: abs(m - i))
                yield seen(scene, min(k, nearest), max(i, nearest) + 1, states)
            elif done >= 0 and (own or abs(done - i) < 9):
                yield seen(scene, min(k, done), max(i, done) + 1)


def _grand(scene: Scene, i: int) -> bool:
    """Whether the grandparent at ``i`` does something to, or is felt about by, a parent in the same clause."""
    view = scene.view
    if view.w[i] not in GRANDPARENTS or not view.dep[i].startswith("nsubj") or view.head[i] < 0:
        return False
    low, high = scene.subtree(view.head[i])
    return named(scene, i + 1, high, PARENTS) >= 0 and low <= i


@structure(_RAISED)
@structure(_YOUNG, {"when"})
def parents_childhood(scene: Scene) -> Iterator[Seen]:
    """A parent as a child: how they were raised, what they felt when they were little."""
    view = scene.view
    for i in scene.places(_RAISED):
        subject = scene.subject(scene.clause(i)) if view.w[i] not in {"upbringing", "childhood"} else owner(scene, i)
        if (
            subject < 0
            or view.w[subject] not in THIRD | dict.fromkeys(PARENTS)
            or referent(scene, subject) not in PARENTS
        ):
            continue
        if view.w[i] == "brought" and follows(scene, i + 1, "up") < 0:
            continue
        low, high = sentence(scene, i, 18)
        states = felt(scene, low, high, holder=("other", "generic", "none"))
        how = named(scene, max(low, i - 6), i, {"how", "way", "what"})
        if how >= 0 or states:
            yield seen(scene, how if how >= 0 else min(subject, i), i + 1 + (view.w[i] == "brought"), states)
    for i in scene.places(_WHEN):
        end = _when_small(scene, i)
        if end < 0 or not (referent(scene, i + 1) in PARENTS or named(scene, end, end + 4, PARENTS) >= 0):
            continue
        low, high = sentence(scene, i, 20)
        states = [n for n in others(scene, low, high) if view.w[scene.mentions[n].start] != "was"]
        done = next((m for m in range(low, high) if view.lemma[m] in _TREATMENT and not i <= m < end), -1)
        if states or done >= 0:
            yield seen(scene, i, end, states)


def _when_small(scene: Scene, i: int) -> int:
    """Where ``when he was a boy`` ends; -1 if it does not stand at ``i``."""
    w = scene.view.w
    if (
        len(w) < i + 4
        or w[i] != "when"
        or (w[i + 1] not in THIRD and w[i + 1] not in PARENTS)
        or w[i + 2] not in {"was", "were"}
    ):
        return -1
    return next((k + 1 for k in range(i + 3, min(i + 7, len(w))) if w[k] in _YOUNG), -1)


@structure(CHILDREN, {"my", "our", "own"}, _ALIKE)
def handed_on(scene: Scene) -> Iterator[Seen]:
    """The speaker between their parents and their children: what is done, felt or feared is measured against how it was."""
    view = scene.view
    for i in scene.places(CHILDREN):
        if view.w[i - 1] not in {"my", "our", "own"} or i == 0:
            continue
        low, high = sentence(scene, i)
        like = next((k for k in range(low, high) if view.w[k] in _ALIKE and _compares(scene, k, high)), -1)
        states = felt(scene, low, high)
        if like >= 0 and (states or next((m for m in range(like, high) if view.lemma[m] in _TREATMENT), -1) >= 0):
            yield seen(scene, min(i, like), max(i, like) + 1, states)


@structure(CHILDREN | PARENTS | {"own"}, _SINCE, needs={ANY})
@structure(PARENTS, _ECHOES)
def become_parent(scene: Scene) -> Iterator[Seen]:
    """Now that I'm a mother I understand why she was worried; I sound just like my mother."""
    view = scene.view
    for i in scene.places(_SINCE):
        end = _parenthood(scene, i)
        if end < 0:
            continue
        low, high = sentence(scene, i)
        about = named(scene, low, i, PARENTS) >= 0 or named(scene, end, high, PARENTS) >= 0
        states = felt(scene, end, high) + felt(scene, low, i)
        if states and (about or any(scene.mentions[n].holder == "other" and _parent_there(scene, n) for n in states)):
            yield seen(scene, i, end, states)
    for i in scene.places(_ECHOES):
        if named(scene, max(view.first[i], i - 4), i, {"i", "myself"}) < 0:
            continue
        like = named(scene, i + 1, min(view.last[i], i + 6), PARENTS)
        if like < 0 or view.w[like - 1] not in {"my", "own"}:
            continue
        between = view.w[i + 1 : like]
        if (
            {"like", "as", "same"}.intersection(between)
            or view.w[i] in {"become", "became"}
            or ("hear" in view.lemma[i] and "in" in view.w[like : like + 4])
        ):
            yield seen(scene, i, like + 1, felt(scene, *sentence(scene, i)))


@structure(_HANDED, {"on", "down"}, needs={ANY})
def passed_down(scene: Scene) -> Iterator[Seen]:
    """The fear that was passed down from my grandmother."""
    view = scene.view
    for i in scene.places(_HANDED):
        place = named(scene, i + 1, min(view.last[i], i + 6), {"on", "down"})
        if place < 0:
            continue
        thing = named(scene, i + 1, place, {"it", "that", "this", "them", "pain", "fear", "anger", "things"}) >= 0
        low, high = around(scene, i, 30, 15)
        if (
            (thing or _from_whom(scene, place))
            and named(scene, low, high, PARENTS | CHILDREN | GRANDPARENTS) >= 0
            and (states := felt(scene, low, high))
        ):
            yield seen(scene, i, place + 1, states)


@structure(_TAKEN, {"i", "i'm"})
@structure(_EXACTLY, {"did", "used", "does"}, {"i"})
def taken_over(scene: Scene) -> Iterator[Seen]:
    """I learned it off him; I stand there exactly as he did; when I'm tired I become him: of a parent."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_TAKEN):
        if named(scene, max(view.first[i], i - 5), i, {"i", "i'm"}) < 0:
            continue
        if w[i] in {"become", "became", "becoming"}:
            who = i + 1
        else:
            place = named(scene, i + 1, min(i + 5, view.last[i]), {"off", "from"})
            who = place + 1 if place >= 0 and named(scene, i + 1, place, {"it", "that", "this", "how"}) >= 0 else -1
        if 0 < who < len(w) and _parent_at(scene, who):
            yield seen(scene, i, who + 1, felt(scene, *sentence(scene, i, 20)))
    for i in scene.places(_EXACTLY):
        high = min(view.last[i], i + 6)
        like = named(scene, i + 1, min(high, i + 4), {"as", "like", "way"})
        if like < 0 or named(scene, max(view.first[i], i - 14), i, {"i"}) < 0:
            continue
        did = named(scene, like + 2, high + 1, {"did", "used", "does"})
        who = did - 1
        if did >= 0 and _parent_at(scene, who):
            yield seen(scene, i, did + 1, felt(scene, *sentence(scene, i, 20)))


def _parent_at(scene: Scene, i: int) -> bool:
    """Whether the word at ``i`` names a parent, or stands for one."""
    word = scene.view.w[i]
    if word == "my" and i + 1 < len(scene.view.w):
        return scene.view.w[i + 1] in PARENTS
    return word in PARENTS or (word in THIRD and referent(scene, i) in PARENTS)


def _from_whom(scene: Scene, place: int) -> bool:
    """Whether what was handed down comes from somebody, or goes to somebody."""
    return scene.view.w[place] == "down" and named(scene, place + 1, place + 3, {"from", "to"}) >= 0


def _parent_there(scene: Scene, n: int) -> bool:
    """Whether a state is a parent's."""
    low, _ = sentence(scene, scene.mentions[n].start, 10)
    k = next((k for k in range(scene.mentions[n].start - 1, low - 1, -1) if scene.view.w[k] in THIRD), -1)
    return k >= 0 and referent(scene, k) in PARENTS


def _compares(scene: Scene, k: int, high: int) -> bool:
    """Whether the word at ``k`` is followed by what the speaker's parents did, or what was done to the speaker."""
    view = scene.view
    if view.w[k] == "like" and view.tag[k].startswith("VB"):
        return False
    for m in range(k + 1, min(high, k + 7)):
        word = view.w[m]
        if word in PARENTS and view.w[m - 1] == "my":
            return True
        if word == "i" and m + 1 < high and view.w[m + 1] in {"was", "had", "felt", "went", "got", "did", "grew"}:
            return True
        if word == "done" and follows(scene, m + 1, "to me") > 0:
            return True
    return False


def _parenthood(scene: Scene, i: int) -> int:
    """Where ``now that I have my own`` ends; -1 if nothing of the kind stands at ``i``."""
    view, w = scene.view, scene.view.w
    if w[i] == "now" and follows(scene, i + 1, "that i", "i") < 0:
        return -1
    if w[i] == "since" and follows(scene, i + 1, "i had", "i became", "i have", "having", "becoming") < 0:
        return -1
    if w[i] == "had" and (i < 2 or w[i - 2 : i] != ["when", "i"] or named(scene, i, i + 4, {"own"}) < 0):
        return -1
    for k in range(i + 1, min(view.last[i], i + 7)):
        if w[k] in CHILDREN or (w[k] in PARENTS and w[k - 1] in {"a", "am"}) or (w[k] == "own" and w[k - 1] == "my"):
            return k + 2 if w[k] == "own" and k + 1 < view.last[i] and w[k + 1] in CHILDREN else k + 1
    return -1
