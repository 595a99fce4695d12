"""The two ends of a link: the clauses that a word ties, and whether they hold a state or an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.scene import Scene

__all__ = ["SUBJECTS", "acts", "both", "clause_after", "clause_before", "counts", "states_of", "tied", "weighs"]

# fmt: off
_SUBORDINATE = frozenset({"advcl", "parataxis", "conj", "ccomp", "xcomp", "advcl:relcl"})
_CONTENT = frozenset({"xcomp", "ccomp"})
_PERSONS = frozenset({"self", "other", "shared", "generic", "you"})
#: States that say too little of a mind to be tied to anything.
_THIN = frozenset({
    "try", "prediction", "predict", "expectation", "understanding", "knowledge", "information", "goal", "objective", "plan", "decide", "decision", "idea", "example", "remember", "forget",
    "use", "evaluate", "assumption", "assume", "estimate", "figure out", "learn", "find", "check", "concept", "interest", "attention", "fine", "find out", "mean", "look", "guess", "purpose", "focus",
})
_PAUSES = frozenset({",", "-", "...", ";", '"', "and", "like", "well", "so", "even", "then", "just", "only"})
SUBJECTS = ("nsubj", "expl", "csubj")
# fmt: on


def clause_after(scene: Scene, i: int) -> int:
    """The clause that the word at ``i`` opens; -1 where none is found near by."""
    view = scene.view
    head = view.head[i]
    if view.dep[i] in {"mark", "advmod", "cc"} and i < head < i + 14:
        return scene.clause(head)
    for k in range(i + 1, min(view.last[i], i + 7)):
        if view.dep[k].startswith(SUBJECTS):
            return scene.clause(view.head[k]) if view.head[k] > i else -1
    return -1


def clause_before(scene: Scene, i: int) -> int:
    """The clause that ends before word ``i``, in the sentence before it where ``i`` begins one; -1 without one."""
    view = scene.view
    k = i - 1
    while k >= 0 and view.w[k] in _PAUSES:
        k -= 1
    if k < 0 or view.w[k] in {"?", "!"}:
        return -1
    if view.w[k] == ".":
        if view.first[i] != k + 1 or i - k > 3:
            return -1
        return next((scene.clause(m) for m in range(view.first[k], k) if view.head[m] < 0), -1)
    head = scene.clause(k)
    above = view.head[head]
    while above >= 0 and above < head and view.dep[head] in {"acl:relcl", "acl", "xcomp", "ccomp"}:
        head = scene.clause(above)
        above = view.head[head]
    return head


def _other_end(scene: Scene, i: int, second: int) -> int:
    """The clause to which that of the word at ``i`` is tied."""
    view = scene.view
    above = view.head[second]
    if above >= 0 and view.dep[second] in _SUBORDINATE and abs(above - second) < 26:
        return scene.clause(above)
    content = next((k for k in view.kids[second] if k > second and view.dep[k] in {"ccomp", "parataxis"}), -1)
    if i == view.first[i] and content > second:
        return content  # though she was afraid, she went in: taken for the content of being afraid
    return clause_before(scene, i)


def states_of(scene: Scene, clause: int, depth: int = 0) -> list[int]:
    """States of a clause, and of what it says is felt, thought or wanted."""
    view = scene.view
    found = [n for n in scene.of(clause) if counts(scene, n)]
    if depth < 3:
        for kid in view.kids[clause]:
            if view.dep[kid] in _CONTENT and kid > clause:
                head = scene.clause(kid)
                if head == kid:
                    found += states_of(scene, kid, depth + 1)
    return sorted(set(found))


def counts(scene: Scene, n: int) -> bool:
    """Whether a mention is a state that can be tied: a person's, and more than a word of planning."""
    item = scene.mentions[n]
    if "echo" in item.flags or "recall" in item.flags or item.lemma in _THIN:
        return False
    return item.holder in {"self", "other"} or (item.category == "emotion" and item.holder in {"shared", "none"})


def weighs(scene: Scene, n: int) -> bool:
    """Whether a state bears a link: a feeling, another's state, or what the speaker once thought or wanted.

    What the speaker knows or wants at this moment is more often about the talk itself: *I don't know if I can list them all*.
    """
    item = scene.mentions[n]
    if item.category == "emotion" or item.holder == "other":
        return True
    tense = scene.clause_at(scene.clause(scene.word(n))).tense
    return (tense == "past" and item.lemma not in {"know", "see", "think"} | _THIN) or (
        tense == "past" and item.category == "cognition" and "negated" in item.flags
    )


def acts(scene: Scene, clause: int) -> bool:
    """Whether the clause says that somebody does something."""
    view = scene.view
    if not view.tag[clause].startswith("VB") or view.lemma[clause] in {
        "have",
        "be",
        "mean",
        "say",
        "happen",
        "need",
        "get",
    }:
        return False
    return scene.clause_at(clause).person in _PERSONS


def tied(scene: Scene, i: int, second: int = -1) -> list[int]:
    """States that the word at ``i`` ties to behaviour or to one another; empty where it ties none."""
    second = clause_after(scene, i) if second < 0 else second
    if second < 0:
        return []
    first = _other_end(scene, i, second)
    if first < 0 or first == second:
        return []
    first, second = scene.content(first), scene.content(second)
    here = states_of(scene, second)
    there = [n for n in states_of(scene, first) if n not in here]
    return both(scene, (first, there), (second, here))


def both(scene: Scene, one: tuple[int, list[int]], two: tuple[int, list[int]]) -> list[int]:
    """The states of two clauses, where one has a state that bears a link, and the other a state or an act; else none."""
    states = one[1] + two[1]
    if not any(weighs(scene, n) for n in states):
        return []
    if scene.view.first[one[0]] != scene.view.first[two[0]] and not (one[1] and two[1]):
        return []  # over a full stop only two states are sure to belong together
    ends = (one[1] and two[1]) or (one[1] and acts(scene, two[0])) or (two[1] and acts(scene, one[0]))
    return states if ends else []
