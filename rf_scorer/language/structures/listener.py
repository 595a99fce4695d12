"""Structures of the family D: the listener as somebody with a mind, who does not know all and who feels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.structures.structure import ANY, structure
from rf_scorer.language.structures.ties import FAMILY, THIRD, Runs, felt, follows, named, seen
from rf_scorer.language.view import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["ALL"]

# fmt: off
_WEIGHED = frozenset({"might", "may", "probably", "must", "maybe", "perhaps"})
_MINDED = frozenset({"think", "thinking", "wonder", "wondering", "find", "disagree", "judge", "judging", "laugh"})
_YOU, _WONDERING, _POINTING = frozenset({"you"}), frozenset({"wonder", "know", "sure"}), frozenset({"that", "who", "she", "he"})
_ATTUNED = Runs(
    "i hope i am not boring", "i hope this is not boring", "i hope this is not upsetting", "i hope that is not upsetting", "i hope this is not too", "i hope that is not too", "i hope i have not upset you", "i hope i did not upset you",
    "i hope i have not offended", "i hope i did not offend", "sorry if this is upsetting", "sorry if that is upsetting", "sorry if i am rambling", "sorry if i am going on", "sorry for rambling", "sorry for going on", "sorry i am rambling",
    "sorry , i am rambling", "sorry i am going on", "sorry , i am going on", "sorry for crying", "sorry for getting upset", "sorry to go on", "sorry to burden you", "sorry to put this on you", "sorry if i upset", "sorry if i offended",
    "sorry if i shocked", "i do not mean to upset you", "i do not mean to offend", "i do not want to upset you", "i do not want to bore you", "i do not want to shock you", "i do not want to burden you", "i do not want to offend you",
    "i do not want you to feel", "this must be hard for you", "it must be hard for you", "this must be hard to hear", "it must be hard to hear", "this must be hard to listen", "it must be hard to listen", "must be hard listening",
    "it must be difficult for you", "this must be difficult for you", "must be tiring for you", "must be boring for you", "you must be tired", "you must be bored", "you must be sick of hearing", "you must hear this", "you must get tired",
    "am i upsetting you", "am i boring you", "have i upset you", "have i shocked you", "did i upset you", "did i offend you", "i can see you are", "i can tell you are", "i can see that you are", "i can tell that you are",
)
_SHOWING = frozenset({"look", "looked", "seem", "seemed", "looks", "looking"})
# fmt: on


@structure(_MINDED | {"feel", "see", "make"}, _YOU)
def another_mind(scene: Scene) -> Iterator[Seen]:
    """You might think that is odd; I wonder what you think of me."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_YOU):
        low, high = view.first[i], min(view.last[i], i + 5)
        weighed = named(scene, i + 1, high, _WEIGHED)
        if weighed < 0 and i and (w[i - 1] in {"maybe", "perhaps"}):
            weighed = i
        mind = named(scene, i + 1, high, _MINDED) if weighed >= 0 else -1
        if (
            mind < 0
            or w[view.last[i] - 1] == "?"
            or "if" in w[max(low, i - 3) : i]
            or named(scene, mind, mind + 2, {"of", "about"}) >= 0
        ):
            continue
        if _general(scene, mind) or (
            w[mind] == "find" and named(scene, mind + 1, mind + 2, {"it", "this", "that"}) < 0
        ):
            continue
        yield seen(scene, min(i, weighed), mind + 1, felt(scene, mind, mind + 1))
    for i in scene.places(_WONDERING):
        unsure = w[i] == "wonder" or "not" in w[max(0, i - 3) : i]
        if (
            unsure
            and follows(scene, i + 1, "what you", "if you think", "how you see", "how you feel") > 0
            and named(scene, i + 2, i + 7, {"think", "thinking", "feel", "see", "make"}) >= 0
        ):
            yield seen(scene, i, min(i + 4, view.last[i]), felt(scene, i, min(i + 6, view.last[i])))


def _general(scene: Scene, i: int) -> bool:
    """Whether *you* is anybody: you might think it would be easy to stop."""
    n = scene.at.get(i, -1)
    return (
        n >= 0
        and scene.mentions[n].holder == "generic"
        and not {"i", "me", "my", "i'm"}.intersection(scene.view.w[i : i + 6])
    )


@structure(FAMILY, _POINTING, {",", "-"})
def who_is_who(scene: Scene) -> Iterator[Seen]:
    """Anna, that's my sister."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_POINTING):
        if i < 2 or w[i + 1 : i + 2] not in (["is"], ["was"], ["'s"]) or w[i - 1] not in {",", "-"}:
            continue
        if not (w[i - 2] == CODE or (view.tag[i - 2].startswith("NNP") and view.text[view.s[i - 2]].isupper())):
            continue
        kin = named(scene, i + 2, min(i + 6, view.last[i]), FAMILY)
        if kin >= 0 and w[kin - 1] in {
            "my",
            "his",
            "her",
            "our",
            "older",
            "elder",
            "younger",
            "little",
            "big",
            "eldest",
            "youngest",
            "the",
        }:
            yield seen(scene, i, kin + 1)


@structure(_ATTUNED.keys)
@structure(_SHOWING, _YOU, needs={ANY})
def what_you_feel(scene: Scene) -> Iterator[Seen]:
    """I hope this isn't upsetting for you; you look tired."""
    view, w = scene.view, scene.view.w
    for i, end in _ATTUNED.found(scene):
        if named(scene, view.first[i], i, THIRD.keys() | {"somebody", "someone", "people", '"'}) >= 0:
            continue
        states = felt(scene, i, min(view.last[i], end + 3))
        if w[i + 1 : i + 2] == ["can"] and not [
            n for n in states if scene.mentions[n].start >= end and scene.mentions[n].category == "emotion"
        ]:
            continue
        yield seen(scene, i, end, states)
    for i in scene.places(_SHOWING):
        if i == 0 or w[i - 1] != "you" or (i > 1 and w[i - 2] not in {".", ",", "and", "but", "?", "so", "-"}):
            continue
        states = felt(scene, i + 1, min(i + 5, view.last[i]), category="emotion")
        if (
            states
            and "quoted" not in scene.mentions[states[0]].flags
            and named(scene, i + 1, scene.mentions[states[0]].start, {"at", "like", "for"}) < 0
        ):
            yield seen(scene, i - 1, scene.mentions[states[0]].end, states)


#: The structures, by their own names.
ALL = (another_mind, who_is_who, what_you_feel)
