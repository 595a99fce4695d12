"""Minds cannot be read: guesses at another's state (A1), and what the speaker does or did not understand (A3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.scene import Seen
from rf_scorer.language.structures.structure import by_name, structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene

__all__ = ["STRUCTURES"]

_SURE = frozenset({"obviously", "definitely", "clearly", "of course", "certainly", "sure", "certain", "undoubtedly", "absolutely", "surely", "no doubt", "without a doubt", "there is no doubt", "without question", "no question", "likely", "unlikely", "for sure", "know", "don't know", "naturally", "actually"})  # fmt: skip
_CONTENT = frozenset({"ccomp", "advcl", "parataxis"})
_NAMING = frozenset({"", "because", "that", "so", "like", "if", "whether"})
_PAUSES = frozenset({".", ",", "?", "-", "...", "!", "and", "but", "because", "or"})
_UNKNOWING = frozenset(
    {
        "know",
        "knew",
        "known",
        "idea",
        "tell",
        "understand",
        "understood",
        "sure",
        "certain",
        "figure",
        "clue",
        "say",
        "remember",
    }
)
_OPEN = frozenset({"what", "why", "how", "if", "whether", "who", "that", "when"})
_HAVING = frozenset({"have", "feel", "be"})
_POLITE = frozenset({"may", "might", "could", "would"})
_WONDERING = frozenset({"wonder", "wondered", "wondering"})
_ASKING = _UNKNOWING | _WONDERING
_INSIGHT = frozenset({"know", "realise", "realize", "understand", "see", "notice", "recognise", "recognize", "appreciate", "get", "grasp", "remember"})  # fmt: skip
_LATE = frozenset({"then", "until", "till", "later", "time", "before", "yet"})
_REACH = 14


@structure(needs={"self", "other"})
def guess(scene: Scene) -> Iterator[Seen]:
    """A hedge of the speaker in whose scope somebody else's state stands."""
    for n, hedge in enumerate(scene.mentions):
        if hedge.holder != "self" or "quoted" in hedge.flags or not _hedges(scene, n):
            continue
        states = [
            m
            for m in _scope(scene, n, scene.word(n))
            if abs(scene.mentions[m].start - hedge.start) <= _REACH
            and _guessable(scene, m)
            and not (hedge.lemma in _POLITE and scene.mentions[m].lemma in {"want", "choose", "like", "prefer"})
        ]
        if states:
            first, last = min(states), max(states)
            start = min(_from(scene, hedge.start), scene.mentions[first].start)
            yield Seen(start, max(hedge.end, scene.mentions[last].end), tuple(states))


def _hedges(scene: Scene, n: int) -> bool:
    """Whether a mention says that the speaker guesses: not *obviously*, nor *I don't know* alone."""
    item = scene.mentions[n]
    if item.category == "modulation":
        return item.lemma not in _SURE or "negated" in item.flags
    return (
        item.category == "cognition"
        and item.lemma in {"feel", "feeling", "figure"}
        and scene.clause_at(scene.clause(item.start)).tense == "present"
    )


def _guessable(scene: Scene, n: int) -> bool:
    """Whether a state is one other person's, told of them by a predicate."""
    item, word, view = scene.mentions[n], scene.word(n), scene.view
    if item.holder != "other" or item.category == "modulation" or {"quoted", "recall"}.intersection(item.flags):
        return False
    clause = scene.clause_at(scene.clause(word))
    if view.dep[word] == "amod" or clause.person == "generic":
        return False
    if view.pos[word] == "NOUN" and item.end - item.start == 1:
        return item.category == "emotion" and (clause.head == word or view.lemma[clause.head] in _HAVING)
    if view.pos[word] == "VERB" and clause.person == "thing":
        return view.dep[word] == "xcomp"
    return view.pos[word] in {"VERB", "AUX", "ADJ", "ADV"} or item.end - item.start > 1


def _scope(scene: Scene, n: int, word: int) -> list[int]:
    """The states that a hedge speaks of: in its content, if it has one; in the clause that it trails; else in its own clause."""
    view, hedge = scene.view, scene.mentions[n]
    for kid in view.kids[word]:
        if kid > word and view.dep[kid] in _CONTENT and scene.mark(kid) in _NAMING:
            return _under(scene, kid)
    after = view.w[hedge.end] if hedge.end < view.last[word] else "."
    if view.pos[word] == "VERB":
        if after in _PAUSES:  # she was hurt, I think
            above = view.head[word] if 0 <= view.head[word] < word else max(view.first[word], hedge.start - 3)
            return [m for m in scene.of(scene.clause(above)) if m < n]
        subject = scene.next_subject(hedge.end, 4)
        return _under(scene, scene.clause(view.head[subject])) if subject >= 0 else []
    trailing = after in _PAUSES
    return [
        m for m in _under(scene, scene.clause(word)) if m > n or (trailing and scene.mentions[m].end >= hedge.start - 2)
    ]


def _under(scene: Scene, clause: int) -> list[int]:
    """The states of a clause, and of a reason or content under it."""
    view = scene.view
    found = list(scene.of(clause))
    for kid in view.kids[clause]:
        if (
            kid > clause
            and view.dep[kid] in {"ccomp", "advcl", "conj", "parataxis"}
            and scene.mark(kid) in {"", "because", "that", "so", "like"}
        ):
            found += [n for n in scene.of(kid) if n not in found]
    return sorted(found)


def _from(scene: Scene, start: int) -> int:
    """Where the speaker's hedge begins, with its *I*."""
    low = max(scene.view.first[start], start - 3)
    return next((k for k in range(start - 1, low - 1, -1) if scene.view.w[k] == "i"), start)


@structure(_ASKING, _OPEN, needs={"self", "other"})
def unknown(scene: Scene) -> Iterator[Seen]:
    """The speaker does not know, or wonders, what somebody else felt or thought."""
    for i, other in _questions(scene):
        states = [n for n in other if _guessable(scene, n)]
        if states:
            yield Seen(_from(scene, i), scene.mentions[states[-1]].end, tuple(states))


@structure(_ASKING, {"why", "what", "how"}, {"i"}, needs={"self"})
def own_riddle(scene: Scene) -> Iterator[Seen]:
    """The speaker does not know why they themselves felt or did something."""
    view = scene.view
    for i, _ in _questions(scene):
        opener = next((k for k in range(i + 1, min(view.last[i], i + 4)) if view.w[k] in {"why", "what", "how"}), -1)
        if opener < 0 or (view.w[i] in _WONDERING and view.w[opener] != "why"):
            continue
        subject = scene.next_subject(opener + 1, 3)
        if subject < 0 or view.w[subject] != "i" or view.dep[subject] != "nsubj":
            continue
        head = scene.clause(view.head[subject])
        states = [
            n for n in scene.of(head) if scene.mentions[n].holder == "self" and scene.mentions[n].category == "emotion"
        ]
        if (view.w[opener] == "why" and view.w[i] not in _WONDERING) or states:
            end = scene.mentions[states[-1]].end if states else head + 1
            yield Seen(_from(scene, i), max(end, head + 1), tuple(states))


def _questions(scene: Scene) -> Iterator[tuple[int, list[int]]]:
    """Words by which the speaker does not know or wonders, with the states in the clause that they ask about."""
    view = scene.view
    for i in scene.places(_ASKING):
        n = scene.at.get(i, -1)
        if n < 0 or scene.mentions[n].holder != "self" or i == 0 or "quoted" in scene.mentions[n].flags:
            continue
        if (
            view.w[i] not in _WONDERING
            and "negated" not in scene.mentions[n].flags
            and scene.mentions[n].lemma not in {"don't know", "no idea"}
        ):
            continue
        end = scene.mentions[n].end
        opener = next((k for k in range(end, min(view.last[i], end + 4)) if view.w[k] in _OPEN), -1)
        if opener < 0:
            continue
        subject = scene.next_subject(opener + 1, 5)
        yield end - 1, scene.of(scene.clause(view.head[subject])) if subject >= 0 else []


@structure(needs={"self", "negated"})
def blind(scene: Scene) -> Iterator[Seen]:
    """What the speaker did not see at the time: somebody's state, or anything until later."""
    view = scene.view
    for n, item in enumerate(scene.mentions):
        if item.lemma not in _INSIGHT or item.holder != "self" or "negated" not in item.flags or "quoted" in item.flags:
            continue
        word = scene.word(n)
        if scene.clause_at(scene.clause(word)).tense != "past":
            continue
        low, high = item.end, min(view.last[word], item.end + _REACH)
        late = next((k for k in range(low, min(high, low + 7)) if view.w[k] in _LATE and view.dep[k] != "mark"), -1)
        content = [kid for kid in view.kids[word] if kid > word and view.dep[kid] in {"ccomp", "advcl"} and kid < high]
        states = [
            m
            for kid in content
            if scene.mark(kid) not in {"because", "when", "so"}
            for m in scene.of(kid)
            if scene.mentions[m].holder == "other" or scene.mentions[m].category == "emotion"
        ]
        if states or late >= 0:
            end = max([scene.mentions[m].end for m in states] + ([late + 1] if late >= 0 else []))
            yield Seen(_from(scene, item.start), end, tuple(sorted({n, *states})))


STRUCTURES = by_name(guess, unknown, own_riddle, blind)
