"""States kept from others (A2), from oneself (A5), and measured by what anybody would feel (A4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.scene import Seen
from rf_scorer.language.structures.structure import ANY, by_name, structure
from rf_scorer.language.valence import unwelcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene

__all__ = ["LAUGHING", "STRUCTURES"]

_PERSONS = frozenset({"self", "other", "shared"})
_HIDING = frozenset({"hide", "hid", "hides", "hiding", "hidden", "mask", "masks", "masked", "masking", "conceal", "concealed", "disguise", "disguised", "disguises", "cover", "covered", "covers", "covering", "fake", "faked", "faking"})  # fmt: skip
_SHOWING = frozenset(
    {"show", "shows", "showed", "showing", "admit", "admits", "admitted", "admitting", "express", "expressed", "betray"}
)
_KEPT = _HIDING | _SHOWING
_FEIGNING = frozenset({"pretend", "pretends", "pretended", "pretending", "act", "acts", "acted", "acting"})
_FEIGNED = frozenset({"fine", "okay", "ok", "nothing", "happy", "care", "alright", "normal"})
_BREAKS = frozenset({"and", "but", "because", ",", "so", "when", ";", "then"})
_WITHHELD = frozenset({"not", "never", "without", "hardly", "cannot", "nobody"})
#: By form: base forms of these are not always found.
LAUGHING = frozenset(
    {
        "laugh",
        "laughs",
        "laughed",
        "laughing",
        "smile",
        "smiles",
        "smiled",
        "smiling",
        "grin",
        "grins",
        "grinned",
        "grinning",
        "joke",
        "jokes",
        "joked",
        "joking",
    }
)
_INNER = frozenset({"inside", "underneath", "deep", "inwardly", "secretly", "behind"})
_SHUT = frozenset({"push", "block", "shut", "bottle", "brush", "bury", "suppress", "repress", "deny", "avoid", "numb", "swallow", "ignore", "minimise", "minimize", "shove", "squash", "hold"})  # fmt: skip
_SHUT_FORMS: frozenset[str] = frozenset(
    form
    for lemma in _SHUT
    for form in (
        lemma,
        f"{lemma}s",
        f"{lemma}es",
        f"{lemma}ed",
        f"{lemma}ing",
        f"{lemma[:-1]}ied",
        f"{lemma[:-1]}ing",
        f"{lemma}d",
        f"{lemma}ting",
    )
) | {"buried", "held"}
_STIRRINGS = frozenset({"memory", "memories", "thought", "thoughts"})
_EASIER, _INSTEAD = frozenset({"easier", "safer", "simpler"}), frozenset({"rather", "instead"})
_WOULD = frozenset({"would", "'d"})
_ANYBODY = frozenset(
    {"anyone", "anybody", "everyone", "everybody", "who", "any", "most", "every", "you", "people", "all"}
)


@structure(_KEPT, needs={ANY})
def hidden(scene: Scene) -> Iterator[Seen]:
    """A feeling is hidden, or not shown or admitted."""
    view = scene.view
    for i in scene.places(_KEPT):
        if view.pos[i] not in {"VERB", "AUX"}:
            continue
        if view.w[i] in _SHOWING and not _withheld(scene, i):
            continue
        clause = scene.clause_at(i) if scene.clause(i) == i else scene.clause_at(scene.clause(i))
        if clause.person == "thing":
            continue
        states = [
            n
            for n in _objects(scene, i)
            if scene.mentions[n].category == "emotion"
            or (scene.mentions[n].category != "perception" and view.pos[scene.word(n)] == "VERB")
        ]
        if states:
            start = min(_verb_start(scene, i), scene.mentions[states[0]].start)
            yield Seen(start, max(i + 1, scene.mentions[states[-1]].end), tuple(states))


def _withheld(scene: Scene, i: int) -> bool:
    view = scene.view
    low = max(view.first[i], i - 6)
    return any(
        view.w[k] in _WITHHELD
        and (view.head[k] == i or k >= i - 2 or scene.clause(k) in {scene.clause(i), view.head[i]})
        for k in range(low, i)
    )


def _verb_start(scene: Scene, i: int) -> int:
    low = max(scene.view.first[i], i - 6)
    return next((k for k in range(low, i) if scene.view.w[k] in _WITHHELD), i)


def _objects(scene: Scene, i: int) -> list[int]:
    """States in what a verb takes as its object or content."""
    view = scene.view
    found: list[int] = []
    for kid in view.kids[i]:
        if kid > i and view.dep[kid] in {"obj", "ccomp", "xcomp", "advcl", "obl"} and kid - i <= 8:
            low, high = scene.subtree(kid)
            if view.dep[kid] in {"advcl", "obl"} and view.w[min(view.kids[kid], default=kid)] not in {
                "how",
                "what",
                "that",
                "like",
                "behind",
            }:
                continue
            found += scene.states(max(low, i + 1), min(high, i + 10))
    return found


@structure(_FEIGNING)
def feigned(scene: Scene) -> Iterator[Seen]:
    """Somebody pretends to be in a state, or to be in none."""
    view = scene.view
    for i in scene.places(_FEIGNING):
        if view.pos[i] != "VERB" or scene.subject(scene.clause(i)) < 0:
            continue
        if view.lemma[i] == "act" and view.w[i + 1 : i + 2] not in (["like"], ["as"]):
            continue
        high = next(
            (k for k in range(i + 1, min(view.last[i], i + 9)) if view.w[k] in _BREAKS), min(view.last[i], i + 9)
        )
        states = [n for n in scene.states(i + 1, high) if scene.mentions[n].lemma not in {"know", "try"}]
        named = next((k for k in range(i + 1, high) if view.w[k] in _FEIGNED), -1)
        if states or named >= 0:
            end = max([named + 1] + [scene.mentions[n].end for n in states[:1]])
            yield Seen(i, end, tuple(states[:2]) or _near(scene, i))


def _near(scene: Scene, i: int) -> tuple[int, ...]:
    return tuple(scene.states(scene.view.first[i], scene.view.last[i])[:2])


@structure(LAUGHING, needs={ANY})
def laughing(scene: Scene) -> Iterator[Seen]:
    """Somebody laughs, jokes or smiles while they are hurt or afraid."""
    view = scene.view
    for link in scene.links():
        if link.kind not in {"when", "contrast", "concession", "so"}:
            continue
        for shown, felt in ((link.first, link.second), (link.second, link.first)):
            if view.w[shown] not in LAUGHING or scene.clause_at(shown).negated:
                continue
            states = [
                n
                for n in scene.of(felt)
                if unwelcome(scene.mentions[n].lemma, negated="negated" in scene.mentions[n].flags)
            ]
            if states and scene.clause_at(shown).person == scene.mentions[states[0]].holder:
                start = min(shown, scene.mentions[states[0]].start)
                yield Seen(start, max(shown + 1, scene.mentions[states[-1]].end), tuple(states))


@structure(_INNER, needs={ANY})
def inner(scene: Scene) -> Iterator[Seen]:
    """Underneath, inside, deep down or behind what shows there is another feeling."""
    view = scene.view
    for i in scene.places(_INNER):
        word = view.w[i]
        if word == "deep" and view.w[i + 1 : i + 2] not in (["down"], ["inside"]):
            continue
        if word in {"inside", "behind", "underneath"} and any(
            view.pos[kid] == "NOUN" and kid not in scene.at for kid in view.kids[i]
        ):
            continue
        low, high = max(view.first[i], i - 8), min(view.last[i], i + 10)
        if word == "behind":
            continue
        clause = scene.clause(i)
        states = [
            n
            for n in scene.states(low, high)
            if scene.mentions[n].category in {"emotion", "desire"}
            and scene.mentions[n].holder in _PERSONS
            and scene.clause(scene.word(n)) in {clause, view.head[clause]}
        ]
        if not states:
            continue
        if word == "inside" and not _predicated(scene, i, states[0]):
            continue
        start, end = min(i, scene.mentions[states[0]].start), max(i + 1, scene.mentions[states[-1]].end)
        yield Seen(start, end, tuple(states))


def _predicated(scene: Scene, i: int, n: int) -> bool:
    """Whether *inside* goes with a feeling, not with a place."""
    view = scene.view
    after = view.w[i + 1] if i + 1 < view.last[i] else "."
    if (
        after not in {".", ",", "i", "he", "she", "they", "we", "but", "and", "was"}
        or abs(scene.mentions[n].start - i) > 6
    ):
        return False
    return not any(view.dep[kid] == "obj" for kid in view.kids[scene.word(n)])


@structure(_WOULD, _ANYBODY, needs={ANY})
def anybody(scene: Scene) -> Iterator[Seen]:
    """What anybody would feel, think or want in such a place."""
    view = scene.view
    for i in scene.places(_ANYBODY):
        word = view.w[i]
        if word in {"who"} and view.w[i + 1 : i + 3] not in (["would", "not"],):
            continue
        if word in {"any", "most", "every", "all"}:
            head = view.head[i]
            if head < i or head - i > 2 or scene.person(head) not in {"generic", "other"}:
                continue
            subject = head
        else:
            subject = i
        if not view.dep[subject].startswith("nsubj"):
            continue
        if word == "you" and view.w[i + 1 : i + 2] not in (["would"], ["'d"]):
            continue
        head = scene.clause(view.head[subject])
        if not any(view.w[kid] in _WOULD for kid in view.kids[head]):
            continue
        states = [n for n in scene.of(head) if scene.mentions[n].holder != "self"]
        states = [
            n
            for n in states
            if scene.mentions[n].start > subject
            and (scene.mentions[n].category == "emotion" or scene.mentions[n].lemma == "want")
            and scene.mentions[n].lemma not in {"like", "love"}
        ]
        if word == "you":
            states = _expected(scene, head) if view.lemma[head] in {"expect", "think"} else []
        if states:
            yield Seen(i, scene.mentions[states[-1]].end, tuple(states))


def _expected(scene: Scene, head: int) -> list[int]:
    """Feelings and wishes that *you would expect* of somebody."""
    low, high = scene.subtree(head)
    return scene.states(max(low, head + 1), min(high, head + 10), category=("emotion", "desire"))


@structure(_SHUT_FORMS, needs={ANY})
def pushed_away(scene: Scene) -> Iterator[Seen]:
    """A feeling, thought or memory is pushed down, bottled up, denied, avoided."""
    view = scene.view
    for i in scene.places(_SHUT_FORMS):
        if view.pos[i] != "VERB" or view.lemma[i] not in _SHUT:
            continue
        if scene.clause_at(scene.clause(i)).person == "thing":
            continue
        states = [
            n
            for kid in view.kids[i]
            if kid > i
            and kid - i <= 5
            and view.dep[kid] in ({"ccomp"} if view.lemma[i] == "deny" else {"obj", "xcomp", "ccomp"})
            for n in scene.states(i + 1, kid + 1)
        ]
        states = [
            n
            for n in states
            if scene.mentions[n].holder in _PERSONS
            and scene.mentions[n].category in {"emotion", "cognition"}
            and (
                scene.mentions[n].category == "emotion"
                or view.pos[scene.word(n)] == "VERB"
                or view.w[scene.word(n)] in _STIRRINGS
            )
            and (
                scene.person(subject) == scene.mentions[n].holder
                if (subject := scene.subject(scene.clause(i))) >= 0
                else True
            )
        ]
        if states:
            yield Seen(i, scene.mentions[states[-1]].end, tuple(states))


@structure(_EASIER | _INSTEAD, needs={ANY})
def eased(scene: Scene) -> Iterator[Seen]:
    """One feeling in place of another: easier to be angry than sad; angry so as not to feel hurt."""
    view = scene.view
    for i in scene.places(_EASIER):
        states = scene.states(i + 1, min(view.last[i], i + 9), category="emotion")
        if states and view.w[i + 1] == "to" and view.w[i + 2] in {"be", "feel", "get", "stay", "hate", "blame"}:
            yield Seen(i, scene.mentions[states[-1]].end, tuple(states))
    for i in scene.places(_INSTEAD):
        follow = view.w[i + 1 : i + 2]
        if follow not in (["than"], ["of"]):
            continue
        states = scene.states(i + 2, min(view.last[i], i + 7), category=("emotion", "cognition"))
        before = scene.states(view.first[i], i, category="emotion")
        if states and (
            before or view.w[i + 2] in {"feel", "feeling", "admit", "admitting", "face", "facing", "show", "showing"}
        ):
            yield Seen(
                scene.mentions[before[-1]].start if before else i,
                scene.mentions[states[-1]].end,
                (*before[-1:], *states),
            )


STRUCTURES = by_name(hidden, feigned, laughing, inner, anybody, pushed_away, eased)
