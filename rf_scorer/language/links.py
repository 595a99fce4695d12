"""Links between clauses: because, so, although, but, when … with the clause on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rf_scorer.language.scene import Scene

__all__ = ["NOT_BEFORE_SO", "Link", "links", "openers"]

#: Behind one of these *so* stands for what was said, or strengthens: I think so; was so sad.
NOT_BEFORE_SO = frozenset(
    {"think", "thought", "say", "hope", "guess", "suppose", "did", "do", "is", "was", "or", "not"}
)

_KINDS = {
    "because": "because", "since": "because", "so": "so", "therefore": "so", "why": "why", "although": "concession", "though": "concession",
    "but": "contrast", "yet": "contrast", "whereas": "contrast", "while": "contrast", "when": "when", "whenever": "when", "if": "if",
    "to": "purpose", "too": "degree",
}  # fmt: skip
#: The kinds that one word may have besides.
_MORE_KINDS = {"so": ("purpose", "degree")}
_WORDS = frozenset(_KINDS)
_BE = frozenset({"is", "was", "'s", "be"})
_POINTING = frozenset({"that", "which", "this"})
_STOPS = frozenset(".?!;")
_PAUSES = frozenset({",", "-", "...", ";", '"'})
_OPENERS = frozenset({"i", "he", "she", "we", "they", "it", "you", "that", "there", "my", "his", "her", "then", "now", "maybe", "perhaps", "in", "if", "when", "the"})  # fmt: skip
#: Verbs with which an infinitive behind their object says what for.
_ACTS = frozenset(
    {"do", "say", "buy", "send", "bring", "take", "write", "use", "leave", "hide", "change", "call", "cook"}
)
#: Words right behind which *if* asks instead of setting a condition.
_ASKING = frozenset(
    {"wonder", "ask", "know", "see", "tell", "understand", "doubt", "care", "sure", "certain", "matter", "check", "say"}
)
_OPENED_LATER = frozenset({"ccomp", "parataxis", "conj", "advcl"})
_REACH = 9


@dataclass(frozen=True, slots=True)
class Link:
    """Two clauses and what links them.

    Attributes
    ----------
    word : int
        The linking word.
    kind : str
        ``because`` (the second is the reason of the first), ``so``, ``why`` and ``degree`` (the first is the reason of the second), ``purpose``
        (the second is what the first is for), ``concession``, ``contrast``, ``when``, or ``if``.
    first, second : int
        Heads of the clauses: the second is the one that the word opens.
    """

    word: int
    kind: str
    first: int
    second: int


def openers(kinds: Collection[str]) -> frozenset[str]:
    """The words that may make a link of one of these kinds."""
    return frozenset(
        word for word, kind in _KINDS.items() if kind in kinds or not set(_MORE_KINDS.get(word, ())).isdisjoint(kinds)
    )


def links(scene: Scene) -> Iterator[Link]:
    """Every link of two clauses in a text, in order of the linking words."""
    for i in scene.places(_WORDS):
        word = scene.view.w[i]
        if word in {"too", "so"} and (degree := _degree(scene, i)):
            yield degree
            continue
        kind = _kind(scene, i)
        if not kind:
            continue
        first, second = _clauses(scene, i)
        if second >= 0 and first >= 0 and first != second:
            yield Link(i, kind, scene.content(first), scene.content(second))


def _kind(scene: Scene, i: int) -> str:
    """How the word at ``i`` links clauses; empty where it does not."""
    view = scene.view
    word = view.w[i]
    if word == "so":
        purpose = i + 1 < len(view.w) and view.w[i + 1] == "that" and view.dep[i + 1] in {"mark", "fixed"}
        return ("purpose" if purpose else "so") if _opens(scene, i) else ""
    links_here = True
    if word == "to":
        links_here = view.dep[i] == "mark" and view.head[i] > i and _is_purpose(scene, view.head[i])
    elif word == "since":
        links_here = view.dep[i] == "mark"
    elif word == "yet":
        links_here = view.dep[i] == "cc"
    elif word == "why":
        links_here = i > 1 and view.w[i - 1] in _BE and view.w[i - 2] in _POINTING
    elif word == "if":
        links_here = not _asks(scene, i)
    return _KINDS[word] if links_here and word != "too" else ""


def _asks(scene: Scene, i: int) -> bool:
    """Whether the *if* at ``i`` stands for *whether*: wonder if."""
    view = scene.view
    if view.head[i] >= 0 and view.dep[view.head[i]] == "ccomp":
        return True
    before = i - 2 if i > 1 and view.pos[i - 1] == "PRON" and view.dep[i - 1] in {"obj", "iobj"} else i - 1
    return before >= view.first[i] and view.lemma[before] in _ASKING


def _clauses(scene: Scene, i: int) -> tuple[int, int]:
    """The clauses that the word at ``i`` links; -1 for one that is not found."""
    view, word = scene.view, scene.view.w[i]
    if word == "why":
        return _before(scene, i - 2), _after(scene, i)
    if word == "to":
        return scene.clause(view.head[view.head[i]]), view.head[i]
    if word in {"but", "yet"}:
        second = _after(scene, i)
        joined = second >= 0 and view.dep[second] == "conj"
        return scene.clause(view.head[second]) if joined else _before(scene, i), second
    second = _opened(scene, i)
    return _main(scene, i, second), second


def _is_purpose(scene: Scene, second: int) -> bool:
    """Whether an infinitive says what another act is for: did it to make me happy; not: wanted me to go."""
    view = scene.view
    above = view.head[second]
    if above < 0 or above > second or above in scene.at or view.pos[above] != "VERB":
        return False
    return view.dep[second] == "advcl" or (
        view.dep[second] == "xcomp"
        and view.lemma[above] in _ACTS
        and any(view.dep[k] == "obj" for k in view.kids[above])
    )


def _opens(scene: Scene, i: int) -> bool:
    """Whether the *so* at ``i`` opens a clause rather than strengthening a word."""
    w = scene.view.w
    after = w[i + 1] if i + 1 < len(w) else ""
    before = w[i - 1] if i else "."
    if before in NOT_BEFORE_SO or before in {"said", "ago"}:
        return False
    return (after in _OPENERS and after not in {"when", "if"}) or scene.view.pos[i + 1 : i + 2] == ["PROPN"]


def _degree(scene: Scene, i: int) -> Link | None:
    """So ashamed that he left; too proud to ask."""
    view = scene.view
    state = view.head[i]
    if state <= i or state - i > 4 or any(view.dep[k] in {"nsubj", "nsubj:pass"} for k in range(i, state)):
        return None
    if not (state in scene.at or scene.of(scene.clause(state))):
        return None
    opener = {"so": ("that", "i", "he", "she", "they", "we"), "too": ("to",)}[view.w[i]]
    heads = [state, *(kid for kid in view.kids[state] if kid in scene.at and scene.led(kid))]
    for kid in (kid for word in heads for kid in view.kids[word]):
        if kid > state and view.dep[kid] in {"ccomp", "advcl", "xcomp", "parataxis"} and kid - state < _REACH:
            opens = min((k for k in view.kids[kid] if view.w[k] != ","), default=kid)
            if view.w[opens] in opener:
                return Link(i, "degree", scene.clause(state), scene.content(kid))
    return None


def _opened(scene: Scene, i: int) -> int:
    """The clause that the word at ``i`` opens."""
    view = scene.view
    if view.dep[i] in {"mark", "advmod"} and view.head[i] > i:
        return scene.clause(view.head[i])
    return _after(scene, i)


def _after(scene: Scene, i: int) -> int:
    """The clause that begins behind word ``i``: that of the next subject."""
    view = scene.view
    for k in range(i + 1, min(view.last[i], i + _REACH)):
        if view.dep[k].startswith("nsubj") or view.dep[k] == "expl":
            return scene.clause(view.head[k]) if view.head[k] > i else -1
    if view.dep[i] in {"cc", "mark"} and view.head[i] > i:
        return scene.clause(view.head[i])
    return -1


def _before(scene: Scene, i: int) -> int:
    """The clause that ends before word ``i``: in the same sentence, or the one before it where ``i`` begins a sentence."""
    view = scene.view
    k = i - 1
    while k >= 0 and (view.w[k] in _PAUSES or view.w[k] in {"and", "like", "well", "so"}):
        k -= 1
    if k < 0:
        return -1
    if view.w[k] in _STOPS:
        if k and view.first[i] == k + 1 and view.w[k] == ".":
            return next((scene.clause(m) for m in range(view.first[k], k) if view.head[m] < 0), -1)
        return -1
    head = scene.clause(k)
    above = view.head[head]
    while above >= 0 and above < head and view.dep[head] in {"acl:relcl", "acl", "xcomp"}:
        head = scene.clause(above)
        above = view.head[head]
    return head


def _main(scene: Scene, i: int, second: int) -> int:
    """The clause to which that of the word at ``i`` is subordinate."""
    view = scene.view
    if second < 0:
        return -1
    head = view.head[second]
    if head >= 0 and view.dep[second] in {"advcl", "parataxis", "conj", "ccomp", "xcomp", "advcl:relcl"}:
        return scene.clause(head)
    return _later(scene, i, second) if i - view.first[i] < 3 and head < 0 else _before(scene, i)


def _later(scene: Scene, i: int, second: int) -> int:
    """The main clause behind a subordinate one that begins the sentence, where the parse hangs the one on the other; else what went before."""
    view = scene.view
    for kid in reversed(view.kids[second]):
        if kid <= second or view.dep[kid] not in _OPENED_LATER:
            continue
        begins = next((k for k in view.kids[kid] if view.w[k] not in _PAUSES), kid)
        if view.dep[begins] in {"nsubj", "expl", "nsubj:pass"}:
            return kid
    return _before(scene, i)
