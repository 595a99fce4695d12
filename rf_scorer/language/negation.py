"""Whether a state, or a stance, is denied: negations and what they reach, over the parse, with the words just before as a second witness."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.view import View

__all__ = ["head_of", "negated"]

_NEGATORS = frozenset({"not", "never", "hardly", "barely", "scarcely", "rarely", "seldom", "neither", "nor", "cannot"})
_NOBODY = frozenset({"nobody", "noone", "none", "neither", "nothing"})
_NO = frozenset({"no", "neither"})
#: The last words of the fixed runs by which a denial is told.
_FIXED = frozenset({"but", "from", "a", "being", "only", "merely", "simply"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
_CONJUNCTIONS = frozenset({"because", "so", "when", "if", "since", "while", "until"})
_STEPS = 6
# fmt: off
#: Verbs and adjectives that add nothing of their own, so that to deny them is to deny what they govern.
_CARRIERS = frozenset({
    "be", "feel", "get", "become", "seem", "appear", "look", "sound", "make", "keep", "leave", "let", "have", "start", "begin",
    "end", "go", "stay", "remain", "grow", "turn", "use", "able", "unable", "allow", "suppose", "tend", "bring", "act", "come",
    "happen", "sit", "stand", "walk", "drive",
})
_CAUSING = frozenset({"make", "let", "have", "feel"})
#: Verbs that have, show or give what their object names.
_HOLDING = frozenset({
    "have", "feel", "get", "give", "show", "express", "make", "take", "pay", "hold", "carry", "experience", "find", "see", "share",
    "leave", "bear", "offer", "receive", "need", "do",
})
_SHOWING = frozenset({"show", "express", "share", "see", "leave", "take", "need", "find"})
_QUANTITIES = frozenset({
    "lot", "lots", "bit", "kind", "sort", "sense", "amount", "trace", "sign", "degree", "level", "shred", "ounce", "form", "type",
    "much", "any", "feeling",
})
#: What one has stopped doing, one does no longer.
_ENDING = frozenset({"stop", "quit", "cease", "fail", "lack"})
#: "I would not say I was angry" denies the anger; "he did not say" does not.
_SAYING = frozenset({"say", "call", "describe"})
_PREDICATIVE_CASES = frozenset({"in", "at", "of", "on", "under", "out", "like"})
_SKIPPED = frozenset({
    "much", "any", "a", "an", "the", "lot", "of", "to", "bit", "very", "real", "single", "such", "particularly", "that", "idea",
})
_TRANSPARENT = frozenset({"have", "had", "has", "used", "going", "seem", "seemed", "seems", "able", "get", "got", "begin", "start"})
# fmt: on


def head_of(view: View, start: int, end: int) -> int:
    """The word of a run on which its other words depend."""
    head = view.head
    if not head:
        return start
    for i in range(start, end):
        if not start <= head[i] < end:
            return i
    return start


def negated(view: View, start: int, end: int, words: Words) -> bool:
    """Whether what stands at the words from ``start`` to ``end`` is denied.

    The negation stands with the word itself, with what governs it and adds nothing of its own (*didn't feel sad*, *no sign of regret*), with
    its subject (*nobody cared*), or over a list that it is part of (*not sad or lonely*). It does not reach out of a clause into its reasons
    or its contents: *didn't leave because I was angry*, *don't think he cared*.
    """
    fixed = _by_words(view, start, end)
    if fixed is not None:
        return fixed
    if view.head:
        node = head_of(view, start, end)
        for step in range(_STEPS):
            if step == 0 and _about(view, node):
                return False
            denied = _denied_at(view, node, start)
            if denied is not None:
                return denied and not _so(view, node, start)
            above = _above(view, node)
            if above < 0:
                break
            if view.lemma[above] in _ENDING:
                return _denied_at(view, above, start) is None
            if view.lemma[above] in _SAYING and not _would_not_say(view, above):
                break
            node = above
    return _just_before(view, start, words)


def _by_words(view: View, start: int, end: int) -> bool | None:
    """Fixed runs of words that decide at once."""
    w, low = view.w, view.first[start]
    if start == low:
        return True if w[end : end + 2] == [",", "no"] else None  # rejected, no
    if w[start - 1] not in _FIXED and "help" not in w[max(low, start - 3) : start]:
        return None  # mostly so
    before = w[max(low, start - 6) : start]
    if before[-2:] in (["anything", "but"], ["far", "from"]) or before[-3:] in (
        ["anything", "but", "a"],
        ["far", "from", "being"],
    ):
        return True
    if "help" in before[-3:] and "not" in before:
        return False  # I cannot help but love her
    if len(before) > 1 and before[-2] == "not" and before[-1] in {"only", "merely", "simply"}:
        return False
    return None


def _denied_at(view: View, node: int, start: int) -> bool | None:
    """Whether a negation stands with this word; None where there is none."""
    w, dep = view.w, view.dep
    if _not_that_not(view, node, start):
        return False
    for kid in view.kids[node]:
        word = w[kid]
        if word in _NEGATORS:
            if kid < start and dep[kid] != "discourse" and not _cut_off(view, node, kid):
                return _denies(view, kid, start)
        elif dep[kid] in _SUBJECTS:
            if kid < start and _is_nobody(view, kid):
                return True
        elif word in _NO:
            if dep[kid] == "det" and kid < node and w[kid + 1] != "matter":
                return True
        elif (
            word == "without"
            or (word == "longer" and kid and w[kid - 1] == "no")
            or (kid > node and dep[kid] == "obj" and node >= start and _is_nobody(view, kid))
        ):
            return True
    return None


def _not_that_not(view: View, node: int, start: int) -> bool:
    """*It's not that I don't believe her*: two negations make none."""
    negators = [kid for kid in view.kids[node] if view.w[kid] in _NEGATORS and kid < start]
    return len(negators) > 1 and view.w[negators[0] + 1] in {"that", "like"}


def _cut_off(view: View, node: int, k: int) -> bool:
    """*It's not because I hate him*: a conjunction stands between."""
    return any(view.dep[kid] == "mark" and kid > k and view.w[kid] in _CONJUNCTIONS for kid in view.kids[node])


def _is_nobody(view: View, i: int) -> bool:
    """Nobody, nothing he did, no one in my family, neither of them."""
    if view.w[i] in _NOBODY:
        return True
    return any(
        (view.w[kid] in _NO or (view.w[kid] == "not" and view.w[i] == "one")) and kid < i for kid in view.kids[i]
    )


def _denies(view: View, k: int, start: int) -> bool:
    """Whether the negation at ``k`` is meant as one: not *not only*, not *I didn't just want*."""
    w = view.w
    after = w[k + 1] if k + 1 < len(w) else ""
    if w[k] != "not" or k + 1 >= start:
        return True
    if after == "just":
        return k > 0 and w[k - 1] in {"do", "did", "does", "could", "can"}
    return after not in {"only", "merely", "simply"}


def _so(view: View, node: int, start: int) -> bool:
    """*Never been so scared*, *couldn't be more proud*: the negation makes the state the strongest of all."""
    kids = [view.w[kid] for kid in view.kids[node] if kid < start] if node >= start else []
    if "never" in kids:
        return bool({"so", "more", "as"}.intersection(kids))
    return (
        "could" in kids
        and "be" in {view.lemma[kid] for kid in view.kids[node]}
        and ("more" in kids or view.tag[node] == "JJR")
    )


def _about(view: View, node: int) -> bool:
    """*It wouldn't be about my mood*: what is denied is not the mood."""
    cases = [view.w[n] for n in view.kids[node] if n < node and (view.dep[n] == "case" or view.w[n] == "about")]
    return bool(cases) and not _PREDICATIVE_CASES.intersection(cases) and "without" not in cases


def _would_not_say(view: View, node: int) -> bool:
    """*I wouldn't say*, *I can't say*, *I'm not saying*: the speaker's own denial."""
    if view.tag[node] == "VBG":
        return True
    return any(view.w[kid] in {"would", "'d", "can", "could"} for kid in view.kids[node])


def _above(view: View, node: int) -> int:
    """The word whose negation reaches this one, or -1."""
    above = view.head[node]
    if above < 0:
        return -1
    relation, _, _ = view.dep[node].partition(":")
    reached = _REACHES.get(relation)
    return above if reached is not None and reached(view, node, above) else -1


def _in_list(view: View, node: int, above: int) -> bool:
    """The second of *sad or lonely*, if it has no subject of its own."""
    return (
        above < node
        and any(view.w[kid] in {"or", "nor"} and view.dep[kid] == "cc" for kid in view.kids[node])
        and not any(view.dep[kid] in _SUBJECTS for kid in view.kids[node])
    )


def _governed(view: View, node: int, above: int) -> bool:  # noqa: ARG001
    return view.lemma[above] in _CARRIERS or view.lemma[above] in _ENDING


def _clause(view: View, node: int, above: int) -> bool:
    return view.lemma[above] in _SAYING or (
        view.lemma[above] in _CAUSING | _ENDING
        and not any(view.w[kid] in {"because", "like", "that"} for kid in view.kids[node] if kid < node)
    )


def _adjunct(view: View, node: int, above: int) -> bool:
    """*Doesn't sit around thinking*: a participle without a subject or a conjunction."""
    return (
        view.tag[node] == "VBG"
        and view.lemma[above] in _CARRIERS
        and not any(view.dep[kid] in _SUBJECTS or view.dep[kid] == "mark" for kid in view.kids[node])
    )


def _had(view: View, node: int, above: int) -> bool:
    if view.lemma[above] in _ENDING:
        return True
    if view.lemma[above] not in _HOLDING:
        return False
    # not to show one's feelings is not to have none
    return view.lemma[above] not in _SHOWING or not any(
        view.dep[kid] in {"nmod:poss", "det"} and view.tag[kid] != "DT" for kid in view.kids[node]
    )


def _within(view: View, node: int, above: int) -> bool:
    """*Not in a good mood*, *not a lot of affection*."""
    if view.dep[node].startswith("nmod"):
        return view.w[above] in _QUANTITIES
    cases = {view.w[kid] for kid in view.kids[node] if view.dep[kid] == "case"}
    return bool(cases & _PREDICATIVE_CASES) and view.lemma[above] in _CARRIERS


def _there(view: View, node: int, above: int) -> bool:
    """*There wasn't much affection*."""
    return (
        view.lemma[above] == "be"
        and view.dep[node] == "nsubj"
        and any(view.dep[kid] == "expl" for kid in view.kids[above])
    )


def _of_predicate(view: View, node: int, above: int) -> bool:
    """*He isn't an angry man*, *we don't have happy memories*."""
    return above > node and any(view.dep[kid] == "cop" for kid in view.kids[above])


_REACHES = {
    "conj": _in_list, "xcomp": _governed, "ccomp": _clause, "advcl": _adjunct, "obj": _had, "obl": _within, "nmod": _within,
    "nsubj": _there, "amod": _of_predicate,
}  # fmt: skip


def _just_before(view: View, i: int, words: Words) -> bool:
    """A negation before it with nothing but auxiliaries, adverbs and support verbs between."""
    w, classes = view.w, words.classes
    k, low = i - 1, max(view.first[i], i - 7)
    while k >= low:
        word = w[k]
        if word in _NEGATORS or word == "without" or (word == "no" and w[k + 1] not in {",", "matter"}):
            return _denies(view, k, i)
        if word in _NOBODY:
            return True
        if word == "to":
            if k == low or w[k - 1] not in _TRANSPARENT:
                return False
        elif not (
            word in _SKIPPED or word in classes["adverb"] or word in classes["aux"] or word in classes["support"]
        ):
            return False
        k -= 1
    return False
