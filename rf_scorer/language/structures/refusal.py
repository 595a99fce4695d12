"""Structures of turning the question away: not knowing, and hostility to whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.structures.structure import structure
from rf_scorer.language.structures.ties import Runs, felt, named, opens, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["ALL", "demands"]

# fmt: off
#: Words by which a question asks after a mind, or after what made somebody do something.
_DEMANDING = frozenset({
    "why", "feel", "felt", "feeling", "feelings", "mind", "affect", "affected", "affects", "effect", "effects", "influence", "influenced", "shape", "shaped", "understand", "reason", "reasons", "emotion", "emotions",
    "upset", "hurt", "loss", "explanation", "childhood", "relationship", "parents", "mother", "father", "mum", "dad", "mom", "died", "upbringing", "raised", "rejected", "afraid", "poorly",
})
_ASKING = frozenset({"what", "how", "who"})
_OPEN = frozenset({"think", "like", "imagine", "suppose", "reckon", "changed", "different", "done", "happened", "make"})
#: A number or a fact is asked for.
_FACTUAL = frozenset({"many", "much", "often", "long", "times", "scale", "number", "report", "drinks", "plan", "could", "should", "helpful", "ready", "confident"})
_BARE = Runs(
    "i do not know", "i do not really know", "i have no idea", "i have no clue", "no idea", "no clue", "i can not remember", "i can not really remember", "i do not remember", "i do not really remember", "i can not recall", "i do not recall",
    "can not remember", "do not remember", "do not know", "could not tell you", "i could not tell you", "could not say", "i could not say", "can not say", "i can not say", "i would not know", "would not know", "not that i remember", "not that i know",
    "not that i recall", "not that i can think", "not that i can remember", "i have never thought about", "i never thought about", "never thought about", "never really thought about", "i have never really thought about", "i do not think about", "nothing comes to mind",
    "i can not think of anything", "i do not have an answer", "i have no answer", "nothing really", "no really", "nothing", "i really could not tell you", "i really could not say", "i honestly could not tell you", "nothing i can", "it does not matter", "does not matter", "it did not matter", "it did not bother me", "did not bother me", "it did not affect me", "it has not affected me",
    "it just happened", "it just was", "they just did", "he just did", "she just did", "just did", "just because", "whatever", "who knows", "i try not to think", "i just got on", "you just got on", "got on with it", "no reason", "no effect", "no difference",
)
_BLAND = Runs(
    "it was normal", "it was fine", "it was perfectly fine", "it was just normal", "it is fine", "its fine", "it was okay", "it was all right", "it was alright", "it was grand", "it is normal", "same as anybody", "it was ordinary",
)
_FIRM = Runs(
    "i have never thought about it", "i have never really thought about it", "i never thought about it", "never thought about it", "never really thought about it", "never gave it a thought", "never gave it any thought", "never gave it much thought",
    "i do not think about it", "i do not think about that", "i do not think about them", "i do not think about him", "i do not think about her", "i do not like to think about it", "i try not to think about it", "i do not dwell on", "no point dwelling",
    "it did not affect me", "it has not affected me", "did not affect me", "it did not bother me", "did not bother me", "does not bother me", "it made no difference", "made no difference", "had no effect", "has had no effect", "has no effect", "no effect on me",
    "has not affected me", "did not do anything to me", "i do not remember anything", "i do not remember much", "i do not remember a lot", "i do not have one", "i do not see what it has", "i do not remember any of it", "i can not remember anything", "i can not remember much", "i have nothing to say", "nothing to say about", "nothing to tell",
    "what is done is done", "no use going over", "no use talking about it", "no point talking about it", "no point going over",
)
_NEVER, _YOU = frozenset({"never"}), frozenset({"you"})
_ACCUSED = frozenset({"think", "want", "reckon", "assume", "expect", "sit", "enjoy", "love"})
_SWEARING = frozenset({"fuck", "fucking", "bloody", "hell", "shit", "bullshit", "damn", "crap", "bollocks"})
_SPEAKER = frozenset({"i", "me", "my"})
#: Not a disavowal after all: the speaker goes on to think.
_THINKING = frozenset({"suppose", "guess", "maybe", "perhaps", "probably", "think", "might", "wonder", "must", "because"})
# fmt: on
#: An answer of more words has gone on to something; one that begins with *it was normal* goes on to nothing for longer.
_LONG, _LONGER = 60, 140


def demands(scene: Scene) -> bool:
    """Whether the question asks after a mind or a reason, or nobody knows what was asked."""
    asked = scene.question
    if not asked:
        return True
    if _FACTUAL.intersection(asked):
        return False
    return bool(_DEMANDING.intersection(asked)) or bool(_ASKING.intersection(asked) and _OPEN.intersection(asked))


@structure(_FIRM.keys | _BARE.keys | _BLAND.keys | _NEVER)
def turned_away(scene: Scene) -> Iterator[Seen]:
    """I don't know, as the answer; it didn't affect me."""
    w = scene.view.w
    if not demands(scene):
        return
    firm = [(i, end) for i, end in _FIRM.found(scene) if w[i] != "never"]
    for i, end in sorted(firm + [(i, _never_thought(scene, i)) for i in scene.places(_NEVER)]):
        if (
            end >= 0
            and named(scene, end, end + 3, {"until", "that", "before", "but"}) < 0
            and w[end : end + 1] != ["much"]
        ):
            yield seen(scene, i, end, felt(scene, i, end))
    hit = _opening(scene)
    if hit is not None:
        yield hit


def _never_thought(scene: Scene, i: int) -> int:
    """Where *never sat down and thought about it*, *never given it any thought* ends; -1 if it does not stand at ``i``."""
    w = scene.view.w
    high = min(scene.view.last[i], i + 8)
    thought = named(scene, i + 1, high, {"thought", "think"})
    if thought < 0 or named(scene, i + 1, thought, {"that", "i", "he", "she", ","}) >= 0:
        return -1
    if (
        w[thought + 1 : thought + 2] == ["about"]
        and w[thought + 2 : thought + 3]
        and w[thought + 2] in {"it", "that", "them", "this"}
    ):
        return thought + 3
    return (
        thought + 1
        if named(scene, i + 1, thought, {"any", "a", "much"}) >= 0 and named(scene, i + 1, thought, {"it", "that"}) >= 0
        else -1
    )


def _opening(scene: Scene) -> Seen | None:
    """A bare disavowal as nearly the whole answer, or at its start with nothing mental behind it."""
    w = scene.view.w
    if (end := _BLAND.end(scene, 0)) > 0 and _spoken(w) <= _LONGER and w[end : end + 1] in ([], ["."], [","]):
        moved = [n for n in felt(scene, end, len(w), category="emotion") if "negated" not in scene.mentions[n].flags]
        if not moved and named(scene, end, len(w), _THINKING - {"because"}) < 0:
            return seen(scene, 0, end, felt(scene, 0, end))
    for i, end in _BARE.found(scene):
        if i > 8:
            break
        if i > 1 and not opens(scene, i):
            continue
        if named(
            scene,
            end,
            min(end + 1, len(w)),
            {"if", "what", "how", "why", "whether", "that", "who", "where", "when", "which", "about"},
        ) >= 0 and w[i:end][-2:] in (["not", "know"], ["no", "idea"], ["really", "know"]):
            return None
        states = [
            n
            for n in felt(scene, 0, len(w))
            if not i <= scene.mentions[n].start < end and "negated" not in scene.mentions[n].flags
        ]
        thinking = named(scene, end, end + 16, _THINKING) >= 0
        if not states and not thinking and _spoken(w) <= _LONG and (i <= 1 or opens(scene, i)):
            return seen(scene, i, end, felt(scene, i, end))
    return None


def _spoken(w: list[str]) -> int:
    return sum([word[0].isalnum() for word in w])


@structure(_ACCUSED, _YOU)
def against_the_question(scene: Scene) -> Iterator[Seen]:
    """You think I hated her; you want me to cry: what the listener is accused of, twice, or once with swearing."""
    view, w = scene.view, scene.view.w
    accused = []
    for i in scene.places(_YOU):
        if not opens(scene, i) or w[view.last[i] - 1] == "?":
            continue
        verb = named(scene, i + 1, min(i + 4, view.last[i]), _ACCUSED)
        if (
            verb >= 0
            and named(scene, verb + 1, min(verb + 3, view.last[i]), _SPEAKER) >= 0
            and '"' not in w[max(0, i - 3) : i]
        ):
            accused.append((i, verb + 2))
    sworn = (
        [(i, i + 1) for i in scene.places(_SWEARING) if named(scene, max(0, i - 12), i + 12, {"you", "your"}) >= 0]
        if accused
        else []
    )
    if len(accused) + len(sworn) > 1:
        for start, end in (*accused, *sworn):
            yield seen(scene, start, min(end, len(w)))


#: The structures, by their own names.
ALL = (turned_away, against_the_question)
