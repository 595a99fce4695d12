"""Whose state a noun names: who has it, who is given it, in whom it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.phrases import OUTWARD, Subject

if TYPE_CHECKING:
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["owner"]

_NOBODY = Subject("none", -1)
# fmt: off
#: Nouns whose of-phrase names the one who has the state: the anger of my father, but not the fear of him.
_OWNED = frozenset({
    "anger", "love", "rage", "sadness", "grief", "feeling", "thought", "view", "belief", "wish", "need", "joy",
    "hatred", "jealousy", "worry", "anxiety", "pain", "opinion", "expectation", "decision", "mind", "point", "intention",
    "happiness", "despair", "desire", "disappointment",
})
_HAVING = frozenset({
    "have", "feel", "carry", "hold", "experience", "bear", "show", "express", "get", "keep", "share", "harbour", "harbor",
    "nurse", "suffer", "want", "need", "be", "hide", "give", "bring",
})
_NOMINATIVE = frozenset({"i", "he", "she", "we", "they"})
_HAD = frozenset({"had", "have", "has", "felt", "feel", "feels", "carried", "carry", "carries", "was", "is", "were", "'d"})
_GIVING = frozenset({"give", "bring", "cause", "offer", "leave", "fill", "save", "spare", "hit", "teach", "show", "do", "make", "take", "consume", "overwhelm"})
#: What is given of oneself: she gave me love.
_ATTITUDES = frozenset({"love", "affection", "sympathy", "respect", "trust", "care", "blame", "compassion", "hate", "admiration", "understanding", "approval"})
_HANDING = frozenset({"give", "offer", "show", "bring", "send"})
_INNER = frozenset({"in", "inside", "within"})
_TOWARDS = frozenset({"to", "for", "in"})
_AT = frozenset({"in", "inside", "with", "to", "within", "for", "on", "between"})
_BETWEEN = frozenset({"in", "inside", "within", "between", "among", "from"})
# fmt: on


def owner(finder: SubjectFinder, view: View, i: int) -> Subject:
    """Whose state the noun at word ``i`` names.

    Parameters
    ----------
    finder : SubjectFinder
    view : View
    i : int
        The noun.
    """
    n, seen = i, 0
    while True:
        found = finder.possessor(view, n)
        if found is not None and found.kind != "thing":
            return found if found.kind != "it" else Subject("other", found.index)
        found = _belonging(finder, view, n)
        if found is not None:
            return found
        h, relation = view.head[n], view.dep[n]
        seen += 1
        if (
            h < 0
            or seen > 6
            or relation
            not in {"compound", "conj", "nmod", "amod", "nmod:desc", "nmod:unmarked", "appos", "reparandum", "flat"}
        ):
            break
        if view.pos[h] not in {"NOUN", "PROPN", "PRON", "NUM"}:
            break
        if relation in {"compound", "nmod"} and finder.who(view, h).person:
            return finder.who(view, h)
        n = h
    return _by_role(finder, view, n)


def _belonging(finder: SubjectFinder, view: View, n: int) -> Subject | None:
    """``the anger of my father``, ``a lot of anger in him``, ``the love my mother had``."""
    w = view.w
    if n + 2 < len(w) and w[n + 1] in _NOMINATIVE and (w[n + 2] in _HAD or w[n + 2 : n + 4] == ["must", "have"]):
        return finder.who(view, n + 1)
    for j in view.kids[n]:
        if j < n:
            continue
        relation = view.dep[j]
        found = None
        if relation.startswith(("nmod", "obl")):
            found = _inside(finder, view, n, j)
        elif relation == "acl" and view.tag[j] == "VBG":
            found = _emitting(finder, view, j)
        elif relation == "acl:relcl" and view.lemma[j] in _HAVING:
            found = finder.climb(view, j)
        if found is not None and found.person and found.index != n:
            return found
    return None


def _inside(finder: SubjectFinder, view: View, n: int, j: int) -> Subject | None:
    """In him, of my father, in her eyes."""
    cases = {view.w[m] for m in view.kids[j] if view.dep[m] == "case"}
    if not (cases & _BETWEEN or ("of" in cases and view.lemma[n] in _OWNED)):
        return None
    found = finder.who(view, j)
    if found.person:
        return found
    return finder.possessor(view, j) if cases & {"in", "of"} else None


def _emitting(finder: SubjectFinder, view: View, j: int) -> Subject | None:
    """``the rage coming off her``: from whom it comes."""
    for m in view.kids[j]:
        if view.dep[m].startswith("obl") and {view.w[c] for c in view.kids[m]} & {"off", "from", "in"}:
            return finder.who(view, m)
    return None


def _by_role(finder: SubjectFinder, view: View, n: int) -> Subject:
    """The one to whom the noun's place in the clause gives the state."""
    h, relation = view.head[n], view.dep[n]
    if h < 0 or relation in {"parataxis", "ccomp", "advcl", "acl:relcl", "xcomp"}:
        return finder.climb(view, n)
    if relation in {"nsubj", "nsubj:pass"}:
        return _as_subject(finder, view, n, h)
    if relation in {"obj", "obl", "iobj"} or relation.startswith("obl"):
        found = _recipient(finder, view, n, h)
        if found is None:
            found = _where(finder, view, n, h)
        if found is not None:
            return found
    return finder.climb(view, n)


def _where(finder: SubjectFinder, view: View, n: int, h: int) -> Subject | None:
    """``You could see the fear in her eyes``: in whom it is."""
    for j in view.kids[h]:
        if n < j < n + 6 and view.dep[j].startswith("obl") and any(view.w[m] in _INNER for m in view.kids[j]):
            found = _person(finder, view, j, view.w[j] in OUTWARD)
            if found is not None:
                return found
    return None


def _person(finder: SubjectFinder, view: View, j: int, part: bool) -> Subject | None:
    """Whom a noun names, or, if it names a part of somebody, whose it is."""
    found = finder.who(view, j)
    if found.person:
        return found
    owner = finder.possessor(view, j) if part else None
    return owner if owner is not None and owner.person else None


def _recipient(finder: SubjectFinder, view: View, n: int, h: int) -> Subject | None:
    """``gave me hope``, ``filled me with dread``, ``caused her grief``; but the love she gave me is hers."""
    lemma = view.lemma[h]
    if lemma not in _GIVING or (lemma in _HANDING and view.lemma[n] in _ATTITUDES):
        return None
    for j in view.kids[h]:
        if j == n or j < h:
            continue
        relation = view.dep[j]
        oblique = relation.startswith("obl") and any(view.w[m] in _TOWARDS for m in view.kids[j])
        if oblique or relation in {"iobj", "obj"}:
            found = _person(finder, view, j, oblique)
            if found is not None:
                return found
    return None


def _as_subject(finder: SubjectFinder, view: View, n: int, h: int) -> Subject:
    """``There was anger in him``, ``the grief hit me``, ``the memory stays with me``, ``the joy never reached her eyes``."""
    there = False
    for j in view.kids[h]:
        if view.w[j] == "there" and view.dep[j] == "expl":
            there = True
        if j <= h or j == n:
            continue
        relation = view.dep[j]
        oblique = relation.startswith("obl")
        if oblique or relation in {"obj", "iobj"}:
            found = _person(finder, view, j, view.w[j] in OUTWARD or view.w[j] in finder.body)
            if found is not None and (
                not oblique or view.w[j] in OUTWARD or any(view.w[m] in _AT for m in view.kids[j])
            ):
                return found
    return Subject("there", n) if there else Subject("thing", n)
