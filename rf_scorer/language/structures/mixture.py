"""Feelings that do not go together: with one another, with what was to be seen, or with what happened (B2, mixed)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rf_scorer.language.links import openers
from rf_scorer.language.scene import Seen
from rf_scorer.language.structures.guard import LAUGHING
from rf_scorer.language.structures.structure import by_name, structure
from rf_scorer.language.valence import opposed, unwelcome, welcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene

__all__ = ["STRUCTURES"]

_JOINING = frozenset({"and", "but", "both", "also", "yet", "part", "half", "time", "once", "or"})
_SHOWING = frozenset({"sing", "cry", "say", "tell", "show", "act", "pretend", "look", "seem", "hug", "cheer", "stay", "shout", "yell", "snap", "hit", "leave", "ask", "push"})  # fmt: skip
_CHANGE = frozenset({"then", "now", "after", "later", "today"})
_AGAINST, _ASIDE = frozenset({"concession", "contrast"}), frozenset({"whereas", "while"})
_EXPECTED = frozenset({"should", "ought", "supposed", "expected"})
_REACH = 12
_SPAN = 26


@structure(_JOINING, needs={"emotion"})
def mixed(scene: Scene) -> Iterator[Seen]:
    """Two opposed feelings of one person at once."""
    view, mentions = scene.view, scene.mentions
    felt = [n for n, item in enumerate(mentions) if item.category == "emotion"]
    for one, two in pairwise(felt):
        a, b = mentions[one], mentions[two]
        between = view.w[a.end : b.start]
        if (
            a.holder != b.holder
            or a.holder not in {"self", "other", "shared"}
            or len(between) > _REACH
            or view.first[a.start] != view.first[b.start]
            or not _JOINING.intersection(between)
            or {"quoted", "negated"} & {*a.flags, *b.flags}
        ):
            continue
        if opposed(a.lemma, b.lemma) and _together(scene, one, two):
            yield Seen(a.start, b.end, (one, two))


def _together(scene: Scene, one: int, two: int) -> bool:
    """Whether nothing between two feelings says that one was over, or about another matter, when the other came."""
    view, mentions = scene.view, scene.mentions
    between = set(view.w[mentions[one].end : mentions[two].start])
    if between & {
        "then",
        "now",
        "later",
        "after",
        "when",
        "because",
        "if",
        "anymore",
        "until",
        "before",
        "so",
        "used",
        "or",
        "today",
    }:
        return False
    if "now" in view.w[mentions[two].end : mentions[two].end + 2] or "sorry" in {
        mentions[one].lemma,
        mentions[two].lemma,
    }:
        return False
    if _EXPECTED.intersection(
        view.w[max(view.first[mentions[one].start], mentions[one].start - 5) : mentions[one].start]
    ):
        return False  # I should have been angry but I was happy
    first, second = scene.word(one), scene.word(two)
    if "but" in between and _thought_of(scene, first, second):
        return False  # he thought she hated him, but she loved him
    if any(scene.clause_at(scene.clause(k)).person == "thing" and view.pos[k] == "NOUN" for k in (first, second)):
        return False  # this was a disappointment
    matters = [
        next((view.w[kid] for kid in view.kids[k] if view.dep[kid] in {"obj", "obl"}), "") for k in (first, second)
    ]
    if (
        all(matters)
        and matters[0] != matters[1]
        and "it" not in matters
        and "him" not in matters
        and "her" not in matters
    ):
        return False
    return view.tag[first][:3] != "VBD" or view.tag[second][:2] not in {"VBZ", "VBP"}


def _thought_of(scene: Scene, first: int, second: int) -> bool:
    """Whether the first of two feelings is what somebody thinks of another, and the second, which has a subject of its own, is what is so."""
    view = scene.view
    one, two = scene.clause(first), scene.clause(second)
    above = view.head[one]
    if view.dep[one] != "ccomp" or above < 0 or one == two or "also" in view.w[one:two]:
        return False
    over = scene.at.get(above, -1)
    if over < 0 or scene.mentions[over].category != "cognition":
        return False
    subject = scene.clause_at(two).subject
    return subject > first and view.head[subject] == two


@structure(openers(_AGAINST) - _ASIDE, needs={"emotion"})
def despite(scene: Scene) -> Iterator[Seen]:
    """A feeling in spite of what went on, or an act in spite of a feeling: even though, although, but."""
    for link in scene.links():
        if link.kind not in _AGAINST or scene.view.w[link.word] in _ASIDE:
            continue
        if scene.view.first[link.word] != scene.view.first[link.first] or _CHANGE.intersection(
            scene.view.w[link.word + 1 : link.second + 1]
        ):
            continue
        first, second = scene.clause_at(link.first), scene.clause_at(link.second)
        a, b = (_emotions(scene, clause) for clause in (link.first, link.second))
        if not (a or b) or first.person not in {"self", "other"}:
            continue
        if a and b:
            one, two = scene.mentions[a[-1]], scene.mentions[b[0]]
            fits = (
                one.holder == two.holder
                and _clash(one.lemma, two.lemma, "negated" in one.flags, "negated" in two.flags)
                and not _thought_of(scene, scene.word(a[-1]), scene.word(b[0]))
            )
        else:
            states, act = (a, second) if a else (b, first)
            holder = scene.mentions[states[0]].holder
            fits = (
                act.person == holder
                and first.person == second.person
                and _contrary(scene, states[0], act.head, negated=act.negated)
            )
        states = sorted({*a, *b})
        if not fits or any(scene.mentions[n].lemma == "sorry" for n in states):
            continue
        start = min(link.word, link.first, link.second, scene.mentions[states[0]].start)
        end = max(link.first + 1, link.second + 1, scene.mentions[states[-1]].end)
        for clause in (first, second):
            if 0 <= clause.head - clause.subject <= 8:
                start = min(start, max(0, clause.subject))
        if end - start <= _SPAN:
            yield Seen(start, end, tuple(states))


def _emotions(scene: Scene, clause: int) -> list[int]:
    return [
        n
        for n in scene.of(clause)
        if scene.mentions[n].category == "emotion" and "quoted" not in scene.mentions[n].flags
    ]


def _clash(one: str, two: str, no: bool, neither: bool) -> bool:
    return (welcome(one, negated=no) and unwelcome(two, negated=neither)) or (
        unwelcome(one, negated=no) and welcome(two, negated=neither)
    )


def _contrary(scene: Scene, n: int, act: int, *, negated: bool) -> bool:
    """Whether an act is not what the feeling leads one to expect: it is withheld, or it shows something else."""
    item = scene.mentions[n]
    if scene.view.pos[act] != "VERB" or not (scene.view.lemma[act] in _SHOWING or scene.view.w[act] in LAUGHING):
        return False
    if "negated" in item.flags:
        return False
    return negated or unwelcome(item.lemma)


STRUCTURES = by_name(mixed, despite)
