"""Adjectives: said of somebody, or standing before a noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.site import Site
    from rf_scorer.language.view import View

__all__ = ["attributive", "predicative"]

_NOUNS = frozenset({"NOUN", "PROPN"})
#: Verbs whose complement is said of their subject, or of their object.
_COPULAR = frozenset({
    "be", "feel", "get", "become", "seem", "look", "sound", "appear", "stay", "remain", "grow", "turn", "go", "end", "make", "keep",
    "leave", "find", "drive", "render", "act", "come", "let", "have", "sit", "stand", "die", "wake", "see",
})  # fmt: skip
_STATEMENTS = frozenset({"root", "parataxis", "ccomp", "advcl", "conj", "acl:relcl"})


def predicative(view: View, i: int, depth: int = 0) -> bool:
    """Whether the word at ``i`` is what is said of somebody: *was sad*, *made him sad*, or all that is said."""
    dep = view.dep[i]
    kids = {view.dep[kid] for kid in view.kids[i]}
    if "cop" in kids or "aux:pass" in kids:
        return True
    if dep.startswith("xcomp") and (view.lemma[view.head[i]] in _COPULAR or view.pos[view.head[i]] == "ADJ"):
        return True
    if (
        dep == "conj"
        and depth < 3
        and view.pos[view.head[i]] in {"ADJ", "VERB"}
        and predicative(view, view.head[i], depth + 1)
    ):
        return True
    # nothing else is said: Sad. Really lonely.
    return view.pos[i] == "ADJ" and dep in _STATEMENTS and not kids & {"det", "nsubj", "obj", "case"}


def attributive(site: Site, words: Words) -> bool:
    """Whether an adjective here stands before its noun."""
    view = site.view
    k = site.end
    if k >= view.last[site.start]:
        return False
    word = view.w[k]
    if not word[0].isalpha():
        return False
    before = view.w[site.start - 1] if site.start > view.first[site.start] else ""
    classes = words.classes
    if (
        word in classes["preposition"]
        or word in classes["subordinator"]
        or word in classes["conjunction"]
        or word in classes["wh"]
        or word in classes["aux"]
        or word in classes["neg"]
    ):
        return False
    if view.head:
        if (
            view.dep[site.head] == "amod"
            and site.head < view.head[site.head] <= site.end + 4
            and view.pos[view.head[site.head]] in _NOUNS
        ):
            return True
        if site.predicate:
            return False
    if (
        word in classes["det"]
        or word in classes["poss"]
        or word in classes["subject"]
        or word in classes["object"]
        or word in {"to", "who"}
        or word.endswith("ly")
        or word in classes["adverb"]
    ):
        return False
    if before in {
        "a",
        "an",
        "the",
        "my",
        "his",
        "her",
        "their",
        "our",
        "your",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "no",
        "such",
        "very",
        "of",
        "with",
        "really",
        "in",
        "many",
        "all",
        "most",
        "pretty",
        "so",
        "every",
        "lot",
        "other",
        "one",
        "little",
        "more",
    }:
        return True
    return before in {"", ","} or before in classes["preposition"]
