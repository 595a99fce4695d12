"""Structures of explanations that leave minds out: circumstance, people in general, character, diagnosis."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rf_scorer.language.structures.structure import structure
from rf_scorer.language.structures.ties import FAMILY, THIRD, Runs, felt, follows, named, seen, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["ALL", "asked_why"]

# fmt: off
_CIRCUMSTANCE = frozenset({
    "work", "worked", "works", "working", "job", "money", "shift", "shifts", "nights", "busy", "poor", "rent", "bills", "farm", "business", "shop", "oldest",
    "eldest", "youngest", "drink", "drank", "drunk", "drinking", "ill", "sick", "cancer", "tired", "school", "army", "war", "traffic", "far",
    "strike", "divorce", "divorced", "debt", "hungry", "broke", "kids", "mortgage", "food", "tea", "dinner", "bus", "lorry", "ship", "sea", "bakery", "factory", "mine", "mill", "mines",
})
_GENERAL = frozenset({"people", "parents", "men", "women", "mothers", "fathers", "mums", "dads", "kids", "children", "everybody", "everyone", "folk", "folks", "families", "they", "you"})
_PAST_TIMES = Runs("in those days", "in them days", "back in the day", "back in those days")
_TIMES = Runs(
    "it was the times", "it was a different time", "it was different times", "they were different times", "it was a different era", "a different era", "it was that generation", "that was that generation", "that generation was",
    "that generation did", "that generation were", "his generation", "her generation", "their generation", "my parents ' generation", "people of that generation", "in our culture", "in my culture", "in their culture", "in our community", "in my country", "is human nature", "just human nature",
    "men are like that", "women are like that", "men are men", "boys are boys", "kids are kids", "parents are parents", "that is what parents do", "that is what mothers do", "that is what fathers do", "that is what families do", "that is what men do", "that is what kids do",
    "that is what people did", "that is what parents did", "that is what you did", "that is what they did then", "that is how people were", "that is how parents were", "that is how it was then", "that is how it was back then", "that is how men were", "that is how fathers were", "that is how it was in",
    "that is the way it was then", "that is the way people were", "it was like that then", "it was like that for everybody", "everybody did it", "everyone did it", "everybody did then", "same for everybody", "same for everyone", "same as everybody", "like everybody else's", "all parents do", "all kids do", "all children do",
    "all men are", "all women are", "all mothers are", "typical teenager", "teenagers are like that", "you know what men are", "you know what teenagers are", "you know what kids are",
)
_TRAITS = frozenset({
    "strict", "selfish", "stubborn", "controlling", "mean", "lazy", "shy", "difficult", "moody", "bossy", "aggressive", "violent", "abusive", "manipulative", "weak", "nasty", "evil", "wicked",
    "stupid", "thick", "soft", "hard", "cold", "needy", "dramatic", "spoilt", "spoiled", "irresponsible", "immature", "perfectionist", "cow", "bitch", "bastard", "drunk", "waster", "junkie", "pig", "monster", "liar", "bully",
    "coward", "clown", "idiot", "jerk", "hothead", "worrier", "kind", "caring", "loving", "generous", "easygoing", "old-fashioned", "proud", "sensitive", "attention-seeking", "impatient", "horrible", "twisted", "cruel", "old-school", "awkward", "useless",
    "procrastinator", "introvert", "extrovert", "clingy", "hotheaded", "headstrong", "strong-willed", "workaholic", "alcoholic",
})
_LABELS = frozenset({
    "narcissist", "narcissistic", "psychopath", "sociopath", "bipolar", "borderline", "schizophrenic", "autistic", "adhd", "ocd", "bpd", "npd", "aspergers", "asperger", "psychotic", "manic", "codependent", "psycho", "hormonal",
    "depressive", "neurotic", "schizophrenia", "autism", "narcissism", "add", "odd", "ptsd", "anxious-avoidant",
})
_CONDITIONS = frozenset({"hormones", "genes", "genetics", "menopause", "disorder", "depression"} | _LABELS)
_BECAUSE, _THAT, _JUST = frozenset({"because", "due"}), frozenset({"that"}), frozenset({"just", "simply"})
_BE = frozenset({"is", "was", "are", "were", "am", "'s", "been", "being"})
_NATURE = frozenset({"nature", "personality", "character", "temperament", "genes", "dna"})
# fmt: on


def asked_why(scene: Scene) -> bool:
    """Whether the question asks for a reason."""
    question = scene.question
    if "why" in question or "reason" in question or "reasons" in question:
        return True
    if "what" in question and ("made" in question or "makes" in question):
        return True
    return ("how", "come") in pairwise(question)


def _because(scene: Scene) -> Iterator[tuple[int, int, int]]:
    """Clauses of reason: the word that opens them, and their words."""
    view = scene.view
    for i in scene.places(_BECAUSE):
        end = next(
            (
                k
                for k in range(i + 1, min(view.last[i], i + 16))
                if view.w[k] in {".", ";", "because", "but"} or (view.w[k] == "and" and k > i + 4)
            ),
            min(view.last[i], i + 16),
        )
        if end > i + 1:
            yield i, i + 1, end


@structure(_CIRCUMSTANCE)
def circumstance(scene: Scene) -> Iterator[Seen]:
    """Because he worked nights; because I was the oldest: the reason for what somebody did, with no state on either side."""
    view, w = scene.view, scene.view.w
    why = asked_why(scene)
    for i, low, end in _because(scene):
        before, high = max(view.first[i], i - 16), min(end, low + 8)
        if felt(scene, before, view.last[i]) or "?" in w[i : view.last[i]] or w[i - 1 : i] == ["not"]:
            continue
        fact = named(scene, low, high, _CIRCUMSTANCE)
        subject = named(
            scene, low, min(low + 3, high), THIRD.keys() | FAMILY | {"i", "we", "there", "it", "of", "to", "my"}
        )
        did = any(view.dep[k].startswith("nsubj") and (w[k] in THIRD or w[k] in FAMILY) for k in range(before, i))
        if fact >= 0 and subject >= 0 and (why or did):
            yield seen(scene, i, fact + 1)
    if why and len(w) < 160 and not felt(scene, 0, len(w)):
        first = min(view.last[0], 30)
        fact = named(scene, 0, first, _CIRCUMSTANCE)
        if fact >= 0 and "because" not in w[:first] and named(scene, 0, first, {"?", "not", "i"}) < 0:
            yield seen(scene, 0, fact + 1)


@structure(_TIMES.keys | _PAST_TIMES.keys)
def people_in_general(scene: Scene) -> Iterator[Seen]:
    """That's how people were then; in those days you didn't talk about it."""
    view, w = scene.view, scene.view.w
    for i, end in _TIMES.found(scene):
        if not felt(scene, *sentence(scene, i, 14), holder=("other", "self", "shared")):
            yield seen(scene, i, end)
    for i, end in _PAST_TIMES.found(scene):
        low, high = sentence(scene, i, 14)
        if not felt(scene, low, high, holder=("other", "self", "shared")):
            subject = next(
                (k for k in range(low, high) if w[k] in _GENERAL and (view.dep[k].startswith("nsubj") or k == end)), -1
            )
            told = w[subject + 1 : subject + 4]
            if subject >= 0 and (
                asked_why(scene) or w[subject] not in {"they", "you"} or (w[subject] == "you" and "not" in told)
            ):
                yield seen(scene, i, end)


@structure(_TRAITS, _BECAUSE | _JUST)
@structure(_NATURE)
@structure({"how", "who", "what", "way", "just"}, _THAT)
def character(scene: Scene) -> Iterator[Seen]:
    """Because she's selfish; that's just how he is; it's his nature."""
    view, w = scene.view, scene.view.w
    for i, low, high in _because(scene):
        trait = _predicated(scene, low, min(high, low + 9), _TRAITS)
        if trait >= 0 and not felt(scene, low, high) and named(scene, low, low + 4, _BE) >= 0:
            yield seen(scene, i, trait + 1)
    for i in scene.places(_THAT):
        high = min(view.last[i], i + 8)
        if w[i + 1 : i + 2] not in (["is"], ["was"], ["'s"]):
            continue
        k = i + 2 + (w[i + 2 : i + 3] == ["just"])
        how = (
            k if w[k : k + 1] and w[k] in {"how", "who", "what"} else (k + 1 if w[k : k + 2] == ["the", "way"] else -1)
        )
        person = named(scene, how + 1, min(how + 4, high), {"he", "she", "they", "i"} | FAMILY) if how >= 0 else -1
        if (
            person >= 0
            and person + 1 < len(w)
            and w[person + 1] in _BE
            and (person + 2 >= len(w) or w[person + 2] in {".", ",", "and", "but", "so", "-", "with"})
        ):
            yield seen(scene, i, person + 2)
        elif (
            k == i + 3
            and w[k : k + 1]
            and w[k] in {"him", "her", "them", "me"}
            and w[k + 1 : k + 2] in ([], ["."], [","])
        ):
            yield seen(scene, i, k + 1)
    for i in scene.places(_NATURE):
        own = w[i - 1] in {"his", "her", "their", "my"} if i else False
        before = w[max(view.first[i], i - 4) : i]
        if (
            own
            and {"in", "just", "is", "was", "'s"}.intersection(before)
            and not felt(scene, *sentence(scene, i, 10))
            and "not" not in before
            and _BE.intersection(before)
        ):
            yield seen(scene, i - 1, i + 1)
    for i in scene.places(_JUST):
        trait = _predicated(scene, max(view.first[i], i - 3), min(view.last[i], i + 5), _TRAITS)
        if (
            trait > i and view.w[i - 1] in _BE and scene.person(scene.subject(scene.clause(trait))) == "other"
            if trait > i and i and scene.subject(scene.clause(trait)) >= 0
            else False
        ):
            low, high = sentence(scene, i, 12)
            if (
                not felt(scene, low, high)
                and w[high - 1] != "?"
                and named(scene, low, i, {"not", "think", "thought", "if", "when"}) < 0
            ):
                yield seen(scene, i - 2, trait + 1)


def _predicated(scene: Scene, low: int, high: int, words: frozenset[str]) -> int:
    """One of these words said of somebody: he is …, she was a …; -1 without one."""
    view, w = scene.view, scene.view.w
    for k in range(low, high):
        if w[k] in words and w[k - 1] not in {"not", "i", "you"} and not (k + 1 < len(w) and w[k + 1].startswith("of")):
            be = next((m for m in range(k - 1, max(low - 1, k - 6), -1) if w[m] in _BE), -1)
            if (
                be >= 1
                and w[be + 1] != "not"
                and (
                    w[be - 1] in THIRD
                    or w[be - 1] in FAMILY
                    or w[be - 1] in {"i", "person", "just", "always"}
                    or view.tag[be - 1].startswith("NNP")
                )
            ):
                if k + 1 < len(w) and w[k + 1] in {"to", "at", "for"} and w[k] in {"hard", "good", "bad", "difficult"}:
                    continue
                return k
    return -1


@structure(_CONDITIONS)
def label(scene: Scene) -> Iterator[Seen]:
    """Because he's bipolar; she was a narcissist; it's the hormones."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_LABELS):
        low, high = sentence(scene, i, 10)
        be = next((m for m in range(i - 1, max(low - 1, i - 6), -1) if w[m] in _BE), -1)
        if be < 1 or "not" in w[be:i] or w[high - 1] == "?":
            continue
        if w[be - 1] in THIRD or w[be - 1] in FAMILY or (named(scene, low, be, {"because"}) >= 0):
            yield seen(scene, be - 1, i + 1)
    for i in scene.places(_CONDITIONS):
        low = max(view.first[i], i - 6)
        cause = next(
            (
                k
                for k in range(i - 1, low - 1, -1)
                if follows(
                    scene,
                    k,
                    "because of",
                    "due to",
                    "down to",
                    "it is the",
                    "it was the",
                    "it is her",
                    "it was her",
                    "it is his",
                    "it was his",
                    "it is just",
                    "it is all",
                    "because he has",
                    "because she has",
                    "because he had",
                    "because she had",
                    "comes from",
                )
                > 0
            ),
            -1,
        )
        if (
            cause >= 0
            and "not" not in w[cause:i]
            and named(scene, cause, i, {"i", "my"}) < 0
            and (asked_why(scene) or named(scene, *sentence(scene, i, 14), THIRD.keys() | FAMILY) >= 0)
            and (w[i + 1 : i + 2] in ([], ["."], [","], ["and"], ["disorder"], ["talking"]))
        ):
            yield seen(scene, cause, i + 1)


#: The structures, by their own names.
ALL = (circumstance, people_in_general, character, label)
