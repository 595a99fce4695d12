"""Which mention stands in the content of which, as far as the grammar says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.language.mentions import Found
    from rf_scorer.language.scene import Scene
    from rf_scorer.language.view import View

__all__ = ["above", "governs", "has_content", "with_content"]

_CONTENT = frozenset({"ccomp", "xcomp", "csubj"})
_EMBEDDED = frozenset({"ccomp", "xcomp", "csubj", "acl"})
_SUBORDINATE = frozenset({"ccomp", "xcomp", "csubj", "acl", "acl:relcl", "advcl", "advcl:relcl"})
_WH = frozenset({"what", "how", "why", "where", "who", "whether", "which", "whatever"})
_SUBJECTS = frozenset({"i", "he", "she", "we", "they"})
_LIKE = frozenset({"like", "as", "that", "if"})
#: Heads are followed no further than this: a chain is never that long, and a malformed one ends here.
_STEPS = 12


def has_content(view: View, mention: Found) -> bool:
    """Whether a clause says what is thought, known, felt or wanted."""
    if not view.head:
        return False
    for place in range(mention.start, mention.end):
        for kid in view.kids[place]:
            dep = view.dep[kid]
            if dep in _CONTENT or (dep == "acl" and view.pos[place] == "NOUN"):
                return True
            if kid > place and dep == "advcl" and any(view.w[k] in _LIKE for k in view.kids[kid] if k < kid):
                return True
            if dep == "obj" and view.w[kid] in _WH and any(view.dep[k].startswith("acl") for k in view.kids[kid]):
                return True
    return _opens_clause(view, mention.end)


def _opens_clause(view: View, i: int) -> bool:
    """Whether a clause begins at word ``i``, told by near words, however it hangs: know [where we were], see [he was ashamed]."""
    if i + 1 >= len(view.w) or view.first[i] != view.first[i - 1] or view.pos[i - 1] != "VERB":
        return False
    if view.w[i] in _WH:
        return view.pos[i + 1] in {"PRON", "DET", "NOUN", "PROPN", "VERB", "AUX"}
    return view.w[i] in _SUBJECTS and view.dep[i].startswith("nsubj") and view.head[i] > i


def above(scene: Scene, n: int) -> int | None:
    """The mention in whose content a mention stands: the nearest one that governs its clause."""
    view = scene.view
    clause = scene.clause(scene.mentions[n].start)
    for _ in range(_STEPS):
        dep, head = view.dep[clause], view.head[clause]
        if head < 0 or dep not in _EMBEDDED:
            return None
        found = scene.at.get(head)
        if found is None:  # was afraid that …: the clause may hang on the verb beside the word of the state
            beside = (scene.at.get(kid) for kid in view.kids[head] if kid < clause and view.dep[kid] == "xcomp")
            found = next((place for place in beside if place is not None), None)
        if found is not None and found != n and scene.mentions[found].category != "modulation":
            return found
        clause = scene.clause(head)
    return None


def governs(scene: Scene, clause: int, n: int) -> bool:
    """Whether a mention stands in a clause or in one that depends on it."""
    view = scene.view
    place = scene.clause(scene.mentions[n].start)
    for _ in range(_STEPS):
        if place == clause:
            return True
        if view.head[place] < 0 or view.dep[place] not in _SUBORDINATE:
            return False
        place = scene.clause(view.head[place])
    return False


def with_content(scene: Scene, named: Sequence[int]) -> set[int]:
    """These mentions, and those that say what is thought or felt in them: looking back I realise [he was ashamed]."""
    found = set(named)
    if named:
        first, last = scene.mentions[named[0]], scene.mentions[named[-1]]
        for n in scene.states(first.end, scene.view.last[last.start]):
            if above(scene, n) in found:
                found.add(n)
    return found
