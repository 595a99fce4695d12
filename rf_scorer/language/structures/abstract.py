"""Structures of talk that has lost its persons: psychologising at length, and minds where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.structures.structure import structure
from rf_scorer.language.structures.ties import THIRD, Runs, felt, named, seen, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["ALL"]

# fmt: off
_TERMS = frozenset({
    "attachment", "abandonment", "projection", "projecting", "projected", "unconsciously", "subconsciously", "unconscious", "subconscious", "psyche", "ego", "dynamic", "dynamics", "dysfunctional", "enmeshed", "enmeshment", "codependent",
    "codependency", "parentified", "parentification", "triangulated", "triangulation", "internalised", "internalized", "internalising", "internalizing", "trauma", "traumas", "traumatised", "traumatized", "intergenerational", "transgenerational", "oedipal", "freudian", "jungian", "archetype", "archetypal",
    "individuation", "differentiation", "healing", "validation", "invalidated", "invalidating", "triggered", "trigger", "triggers", "gaslighting", "gaslit", "somatic", "dysregulated", "dysregulation", "hypervigilant", "hypervigilance", "dissociated", "dissociation", "narrative", "transference", "countertransference",
    "psychologically", "psychodynamically", "energetically", "energetic", "schema", "schemas", "avoidant", "ambivalent", "ambivalence", "disorganised", "disorganized", "mirroring", "containment", "attunement", "misattunement", "unavailable", "unavailability", "boundaries", "toxic", "complex", "narcissistic", "narcissism", "defence", "defense",
    "mechanism", "mechanisms", "coping", "pattern", "patterns", "wound", "wounds", "wounded", "repressed", "repression", "issues", "process", "processing", "framework", "matrix", "identity", "intimacy", "symbolic", "symbolically", "dialectic", "existential", "inner", "scapegoat", "shadow", "self-worth", "self-esteem", "vulnerability",
    "attached", "secure", "insecure", "regulate", "regulation", "emotional", "emotionally", "relational", "boundary", "systemic", "level", "dependency", "compulsion", "repetition", "authentic", "authenticity", "unprocessed", "resistance", "integration", "integrate", "integrated", "ideal", "idealised", "idealized", "idealisation", "role", "structure",
})
#: Those that nobody says but of the psyche.
_PLAIN = frozenset({
    "issues", "process", "processing", "pattern", "patterns", "level", "identity", "emotional", "emotionally", "complex", "structure", "role", "secure", "ideal", "framework", "attached", "inner", "narrative", "resistance", "coping", "mechanism", "mechanisms", "trigger", "triggers", "triggered", "healing", "matrix", "integration", "integrate", "integrated",
    "regulate", "regulation", "dependency", "unavailable", "symbolic", "validation", "schema", "schemas", "differentiation",
})
_THINGS = frozenset({
    "house", "wall", "walls", "tv", "television", "radio", "phone", "computer", "furniture", "camera", "cameras", "moon", "tree", "trees", "doll", "mirror", "clock", "kettle", "cup", "cups", "fan", "lamp", "light", "lights", "pipe", "pipes", "door", "doors", "table", "chair", "stairs", "roof", "numbers", "number",
    "street", "road", "stone", "stones", "river", "wind", "rain", "weather", "curtains", "carpet", "floor", "key", "keys", "bed", "milk", "bread", "photograph", "photographs", "picture", "pictures", "letter", "letters", "telephone", "fridge", "window", "windows", "vents", "wires", "ceiling", "clouds", "stars", "sun", "sea",
})
_TOWARDS = frozenset({"hate", "love", "want", "watch", "know", "mind", "like", "forgive", "blame", "resent", "listen", "talk", "think", "decide", "remember", "laugh", "speak", "judge", "spy", "whisper", "miss"})
_PERSONS = frozenset({"me", "us", "her", "him", "my", "them", "you"})
_INFANTS = frozenset({"baby", "newborn", "infant", "babies"})
_SCHEMING = frozenset({"manipulate", "manipulates", "manipulating", "manipulative", "spite", "revenge", "punish", "punishing", "plotting", "planning", "testing", "evil", "hates", "hated", "mocking", "plot", "scheming", "deliberately", "purpose"})
_ODD = Runs(
    "read my mind", "reads my mind", "reading my mind", "read my thoughts", "reads my thoughts", "reading my thoughts", "hear my thoughts", "hears my thoughts", "hear his thoughts", "hear her thoughts", "put thoughts in", "puts thoughts in", "putting thoughts in", "control my mind", "controls my mind", "controlling my mind", "control my thoughts", "controls my thoughts",
    "voices told me", "voices tell me", "voices said", "send me messages", "sends me messages", "sending me messages", "sends me signs", "sending me signs", "sending me signals", "sends me signals", "send me signals", "evil eye", "evil spirit", "evil spirits", "possessed by", "put a curse on", "was cursed", "is cursed", "are cursed", "in a past life", "in a previous life", "in a former life", "all in on it",
    "plotting against", "conspiring against", "spying on me", "poisoning me", "poison me", "smiling with their face", "through the vents", "through the walls",
)
# fmt: on


@structure(_TERMS)
def psychologising(scene: Scene) -> Iterator[Seen]:
    """A long account in the abstract: many terms of the trade, few persons who feel something in particular."""
    places = scene.places(_TERMS)
    if len(places) < 3:
        return
    w = scene.view.w
    count = sum(word[0].isalnum() for word in w)
    sure = [i for i in places if w[i] not in _PLAIN]
    if count < 30 or len({w[i] for i in sure}) < 2 or len(places) * 100 < 3.5 * count:
        return
    emotions = [
        n
        for n in felt(scene, 0, len(w), category="emotion", holder=("self", "other"))
        if w[scene.mentions[n].start] not in _TERMS
    ]
    if len(places) < 1.5 * len(emotions):
        return
    for i in sure:
        yield seen(scene, i, i + 1)


@structure(_THINGS, _PERSONS)
@structure(_ODD.keys)
def minds_of_things(scene: Scene) -> Iterator[Seen]:
    """The house didn't want her; the numbers that hated me; they read my thoughts."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_THINGS):
        head = view.head[i]
        if (
            not view.dep[i].startswith("nsubj")
            or not 0 < head - i < 6
            or view.lemma[head] not in _TOWARDS | {"stop", "start"}
            or not view.tag[head].startswith("VB")
        ):
            continue
        if (i and w[i - 1] in {"like", "as"}) or (
            view.lemma[head] in {"stop", "start"} and not (head + 1 < len(w) and view.lemma[head + 1] in _TOWARDS)
        ):
            continue
        high = min(view.last[i], head + 5)
        if named(scene, head + 1, high, _PERSONS) >= 0:
            n = scene.at.get(head, -1)
            yield seen(scene, i, min(named(scene, head + 1, high, _PERSONS) + 1, high), (n,) if n >= 0 else ())
    for i in scene.places(frozenset({"that"})):
        # it was the numbers that hated me
        if (
            i
            and w[i - 1] in _THINGS
            and i + 2 < len(w)
            and view.lemma[i + 1] in {"hate", "love", "want", "know", "watch"}
            and w[i + 2] in _PERSONS
        ):
            yield seen(scene, i - 1, i + 3, felt(scene, i, i + 2))
    for i, end in _ODD.found(scene):
        if named(scene, max(view.first[i], i - 5), i, {"not", "if", "as", "like", "felt"}) < 0:
            yield seen(scene, i, end, felt(scene, i, end))


@structure(_SCHEMING)
def scheming_infants(scene: Scene) -> Iterator[Seen]:
    """The baby hates me; of a baby: she does it to spite me."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_INFANTS):
        low, high = sentence(scene, i, 10)
        bad = named(scene, i + 1, high, _SCHEMING)
        if (
            bad >= 0
            and "not" not in w[i:bad]
            and "no" not in w[i:bad]
            and view.dep[i].startswith("nsubj")
            and w[high - 1] != "?"
            and named(scene, low, bad, {"think", "thought", "felt", "like", "if", "feel", "feels"}) < 0
        ):
            yield seen(scene, i, bad + 1, felt(scene, i, bad + 1))
    if {"baby", "infant", "newborn"}.intersection(scene.question):
        for i in scene.places(_SCHEMING):
            if (
                named(scene, max(view.first[i], i - 4), i, THIRD.keys()) >= 0
                and "not" not in w[max(0, i - 5) : i]
                and named(scene, max(0, i - 6), i, {"think", "feels", "like", "felt", "as", "if"}) < 0
            ):
                yield seen(scene, i, i + 1, felt(scene, i, i + 1))


#: The structures, by their own names.
ALL = (psychologising, minds_of_things, scheming_infants)
