"""Part of speech: whether a word, as it stands in its sentence, can be the verb, noun or adjective that an entry means.

The tagger errs on talk, so a reading is refused only where its tag and its dependents agree against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.view import View

__all__ = ["can_be"]

_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_SMALL = frozenset({"ADP", "SCONJ", "CCONJ", "INTJ", "PART", "DET", "PRON", "NUM", "ADV"})
#: Relations that only a noun has to its head.
_NOUN_RELATIONS = frozenset({"obl", "nmod", "compound", "appos"})
_NOUN_KIDS = frozenset({"det", "amod", "nmod:poss", "case", "nummod", "cop"})
_VERB_KIDS = frozenset({"nsubj", "aux", "obj", "ccomp", "nsubj:pass", "aux:pass"})
#: Right behind one of these stands no verb: "no wonder", "the love".
_NOUN_ONLY = frozenset({"a", "an", "the", "my", "your", "our", "their", "no", "every"})
#: How a 'like' hangs on its head that likes nothing.
_FILLING = frozenset({"discourse", "mark", "case", "fixed", "advmod", "cc"})
#: "I kind of like him" is liking all the same.
_HEDGES = (["kind", "of"], ["sort", "of"])
_LIKERS = frozenset({"i", "we", "they", "you", "who"})
_FINITE = frozenset({"VB", "VBP", "VBZ"})


def can_be(part: str, view: View, i: int) -> bool:
    """Whether the word at ``i`` can be a ``verb``, ``noun``, ``adjective``; any other part is never refused."""
    if not view.head:
        return True
    check = _CHECKS.get(part)
    return check is None or check(view, i)


def _verb(view: View, i: int) -> bool:
    pos = view.pos[i]
    if view.w[i] == "like" and view.dep[i].partition(":")[0] in _FILLING:
        return view.w[max(0, i - 2) : i] in _HEDGES and i > 2 and view.w[i - 3] in _LIKERS
    if pos in _VERBAL:
        # "It wasn't love": a verb has no article, possessor or preposition of its own
        return view.tag[i] in {"VBG", "VBN", "VBD"} or not _kids(view, i).intersection({"det", "nmod:poss"})
    if pos in _NOMINAL:
        kids = _kids(view, i)
        if _counted_by_one(view, i) or any(view.w[kid] == "to" and view.dep[kid] == "mark" for kid in view.kids[i]):
            return True  # it used to annoy me, where the tagger knows no such verb
        if i and view.w[i - 1] in _NOUN_ONLY and view.first[i] < i:
            return False
        if view.w[i].endswith(("ing", "ed")):
            return "det" not in kids and "nmod:poss" not in kids
        relation = view.dep[i].partition(":")[0]
        return relation not in _NOUN_RELATIONS and not (kids & _NOUN_KIDS)
    if pos in _SMALL:
        return view.w[i] != "like" and bool(_kids(view, i) & {"nsubj", "aux", "obj", "ccomp"})
    return True


def _counted_by_one(view: View, i: int) -> bool:
    """Whether what was taken for a plural stands after *one*, which counts none: one hopes."""
    return view.tag[i] == "NNS" and i > view.first[i] and view.w[i - 1] == "one"


def _noun(view: View, i: int) -> bool:
    if _counted_by_one(view, i):
        return False
    if view.pos[i] in _VERBAL and not view.w[i].endswith("ing"):
        kids = _kids(view, i)
        return bool(kids & _NOUN_KIDS) or not (kids & _VERB_KIDS or view.tag[i] in {"VBD", "VBN"})
    return True


def _adjective(view: View, i: int) -> bool:
    pos, tag = view.pos[i], view.tag[i]
    if pos in _VERBAL:
        kids = _kids(view, i)
        if tag in _FINITE:
            return "cop" in kids
        if tag == "VBG":
            return "obj" not in kids or "cop" in kids
        return "obj" not in kids and ("nsubj" not in kids or bool(kids & {"cop", "aux", "aux:pass"}))
    return True


_CHECKS = {"verb": _verb, "noun": _noun, "adjective": _adjective}


def _kids(view: View, i: int) -> set[str]:
    return {view.dep[kid] for kid in view.kids[i]}
