"""Structures of the families low and link; here those that speak of others as settled: certainty, absolutes, deeds as proof, blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.links import openers
from rf_scorer.language.structures import abstract, connectives, reasons, refusal
from rf_scorer.language.structures.structure import ANY, by_name, structure
from rf_scorer.language.structures.ties import FAMILY, THIRD, Runs, felt, follows, hedged, named, others, seen, sentence
from rf_scorer.language.view import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["STRUCTURES"]

# fmt: off
_CERTAIN = frozenset({"obviously", "clearly", "definitely", "undoubtedly", "evidently", "unquestionably", "100%", "course", "doubt"})
_KNOWING, _MERELY, _KNEW = frozenset({"know", "knew", "knows"}), frozenset({"just", "only", "simply"}), frozenset({"knew", "knows"})
_TO, _IF, _COULD, _FAULTS = frozenset({"to"}), frozenset({"if"}), frozenset({"could"}), frozenset({"fault"})
_ENVIOUS = frozenset({"jealous", "envious", "intimidated", "threatened"})
_REASONS = frozenset({"because", "so"})
_EXACTLY = frozenset({"exactly", "precisely", "perfectly"})
_HOSTILE = frozenset({
    "hurt", "control", "annoy", "punish", "spite", "use", "manipulate", "embarrass", "humiliate", "upset", "ruin", "trap", "destroy", "provoke", "torment", "hate", "despise",
    "resent", "break", "wind", "get", "make", "show", "win", "be", "see", "take",
})
_ILL_WILL = frozenset({"hurt", "annoy", "punish", "spite", "upset", "humiliate", "embarrass", "provoke", "get", "torment", "wind", "shame", "manipulate", "destroy"})
_AGAINST = frozenset({"me", "us", "my", "right", "attention", "money", "power", "way", "suffer", "pay", "miserable"})
_ALWAYS = frozenset({"always", "never", "constantly", "forever"})
_EVERYBODY = frozenset({"everybody", "everyone", "nobody", "noone"})
_JUDGED = frozenset({
    "perfect", "wonderful", "amazing", "brilliant", "fantastic", "lovely", "nice", "kind", "cruel", "evil", "selfish", "horrible", "mean", "strict", "right", "wrong", "best",
    "worst", "strong", "cold", "warm", "loving", "caring", "supportive", "there", "patient", "gentle", "lazy", "useless", "stubborn", "critical", "negative",
    "violent", "abusive", "jealous", "generous", "cheerful", "jolly", "moody", "difficult", "controlling", "manipulative", "nasty", "awful", "terrible", "great", "calm", "fair",
})
_CARING = frozenset({"love", "care", "listen", "understand", "trust", "respect", "appreciate", "support", "hate", "believe", "accept", "bother", "forgive"})
_SWEEPING = frozenset({"love", "hate", "like", "respect", "adore", "jealous", "admire", "scared", "scare", "trust", "envy", "afraid", "care", "blame"})
_SUPERLATIVE = frozenset({"best", "worst", "perfect", "kindest", "nicest", "loveliest"})
_KINDRED = (FAMILY - {"friend"}) | {"childhood", "family", "marriage", "upbringing"}
_SOFTENED = frozenset({"almost", "nearly", "not", "hardly", "usually", "mostly", "really", "seemed", "seems", "felt", "feel", "feels", "like", "?"})
_FOND = frozenset({"love", "care", "want", "respect", "like", "trust", "miss", "mind", "appreciate", "value", "understand"})
_DEEDS = frozenset({
    "buy", "pay", "give", "cook", "drive", "come", "call", "ring", "phone", "visit", "provide", "work", "bring", "send", "write", "text", "turn", "feed", "wash", "iron", "leave",
    "stop", "help", "show", "stay", "go", "do", "say", "answer", "remember", "make", "take", "pick", "hug", "quit", "put", "keep",
})
_PROVING = frozenset({"prove", "proves", "proved", "proof"})
_FAULT = frozenset({"his", "her", "their", "your"})
_UNSAID = frozenset({"think", "thought", "thinks", "felt", "feel", "feels", "feeling", "thinking", "believe", "believed", "say", "said", "says", "if", "not", "maybe", "like", "blame", "wonder", "as", "whether"})
_WELL = Runs(
    "well", "rightly", "full well", "fine well", "damn well", "perfectly well", "bloody well", "exactly what he is", "exactly what she is", "exactly what he was", "exactly what she was",
)
_NO_BETTER = Runs(
    "could not have been better", "could not have been nicer", "could not have been kinder", "could not have been happier", "could not have asked for", "could not ask for", "could not wish for", "could not have wished for",
)
_BLAMING = Runs(
    "did nothing wrong", "done nothing wrong", "never did anything wrong", "did everything for", "did everything right", "done everything for", "gave them everything", "gave him everything", "gave her everything",
    "gave up everything for", "sacrificed everything", "should be grateful", "ought to be grateful", "should be thankful", "should be thanking", "should thank me", "should be ashamed of", "owes me", "owe me", "owed me", "serves him right",
    "serves her right", "serves them right", "served him right", "served her right", "got what he deserved", "got what she deserved", "got what they deserved", "had it coming", "deserved everything he got", "deserved everything she got",
    "deserves everything he gets", "deserves everything she gets", "ruined my life", "ruined my childhood", "ruined our family", "ruined everything for me", "destroyed my life", "destroyed our family", "wrecked my life", "nothing to do with me",
    "not my fault", "never my fault", "turned them against me", "turned him against me", "turned her against me", "after everything i have done", "after all i have done", "after everything i did", "after all i did", "they are all against me",
    "everyone is against me", "all against me", "only one who ever did", "made me do it", "made me hit", "a superb mother", "a perfect mother", "a perfect father", "an excellent mother", "an excellent father", "nobody could have done more", "no one could have done more",
    "nothing i did wrong", "has only himself to blame", "have only themselves to blame", "has only herself to blame", "nothing to apologise for", "nothing to apologize for", "nothing to be sorry for", "nothing to reproach myself", "i was in the right", "never put a foot wrong", "always the honest one", "always the strong one", "always the good one", "always been the strong one", "always been the honest one", "always been the good one", "always the responsible one", "the only one who is honest", "the only one who ever",
    "only one who tells the truth", "never asked for a thing", "never laid a hand on", "never laid a finger on", "right to be angry", "deserved better than", "would be nothing without me", "be nowhere without me", "would be lost without me",
)
# fmt: on


@structure(_CERTAIN, needs={"other"})
def certain_of_another(scene: Scene) -> Iterator[Seen]:
    """Clearly she was jealous; of course he hated me."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_CERTAIN):
        start = i
        if w[i] == "course":
            if i == 0 or w[i - 1] != "of":
                continue
            start = i - 1
        if w[i] == "doubt":
            if i == 0 or w[i - 1] not in {"no", "a", "without"}:
                continue
            start = i - 1
        clause = scene.clause(i)
        low, high = max(view.first[i], i - 8), min(view.last[i], i + 9)
        near = [
            n
            for n in others(scene, low, high)
            if scene.clause(scene.mentions[n].start) == clause or 0 < scene.mentions[n].start - i < 3
        ]
        near = [n for n in near if scene.mentions[n].category != "perception" and _asserted(scene, n, low)]
        if not near or hedged(scene, low, high) or w[view.last[i] - 1] == "?" or "not" in w[max(low, i - 1) : i]:
            continue
        if {"would", "could", "will", "'d", "should"}.intersection(w[max(low, i - 2) : scene.mentions[near[0]].start]):
            continue
        if w[i] == "course" and named(scene, i, high, {"me", "us"}) < 0:
            continue
        n = near[0]
        yield seen(scene, min(start, scene.mentions[n].start), max(i + 1, scene.mentions[n].end), near)


@structure(_KNOWING, _EXACTLY | {"fact", "well", "certain", "always"}, needs={ANY})
@structure(_MERELY, needs={"other", "desire"})
def knows_exactly(scene: Scene) -> Iterator[Seen]:
    """I know exactly what he wanted; he just wanted to hurt me."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_KNOWING):
        if (
            named(scene, max(view.first[i], i - 3), i, {"i", "we", "everyone", "everybody"}) < 0
            or "not" in w[max(0, i - 3) : i]
        ):
            continue
        sure = named(scene, max(view.first[i], i - 2), min(i + 4, view.last[i]), _EXACTLY)
        if (
            sure < 0
            and follows(scene, i + 1, "for a fact", "full well", "for certain") < 0
            and not _always_knows(scene, i)
        ):
            continue
        states = felt(scene, i + 1, min(i + 14, view.last[i]), holder=("other", "generic"))
        if states and w[view.last[i] - 1] != "?":
            yield seen(scene, i, scene.mentions[states[0]].end, states)
    for i in scene.places(_MERELY):
        n = scene.at.get(i + 1, -1)
        low, _ = sentence(scene, i, 14)
        if (
            n < 0
            or scene.mentions[n].category != "desire"
            or scene.mentions[n].holder != "other"
            or view.lemma[i + 1] not in {"want", "try", "enjoy", "like", "love"}
        ):
            continue
        goal = named(scene, i + 2, min(i + 5, view.last[i]), _HOSTILE_FORMS)
        if (
            goal >= 0
            and named(scene, goal, min(goal + 4, view.last[i]), _AGAINST) >= 0
            and not hedged(scene, low, i + 2)
        ):
            yield seen(scene, i, goal + 1, (n,))


@structure(_ILL_WILL, {"me", "us"}, _TO)
@structure(_KNEW, {"he", "she", "they"})
@structure(_ENVIOUS, needs={ANY})
def out_of_ill_will(scene: Scene) -> Iterator[Seen]:
    """She did it to hurt me; he knew well; they were jealous of me."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_TO):
        if w[i + 1 : i + 2] and w[i + 1] in _ILL_WILL and w[i + 2 : i + 3] and w[i + 2] in {"me", "us"}:
            low = max(view.first[i], i - 7)
            subject = named(scene, low, i, THIRD.keys() | FAMILY)
            did = next(
                (k for k in range(low, i) if view.lemma[k] in {"do", "say", "cry", "act", "come", "pretend"}), -1
            )
            if (
                subject >= 0
                and did > subject
                and not hedged(scene, max(view.first[i], i - 9), i)
                and w[view.last[i] - 1] != "?"
                and "not" not in w[low:i]
            ):
                yield seen(scene, did, i + 3, felt(scene, i, i + 3))
    for i in scene.places(_KNEW):
        if i and (w[i - 1] in {"he", "she", "they"}) and _WELL.end(scene, i + 1) > 0:
            if hedged(scene, max(view.first[i], i - 6), i) or "not" in w[max(0, i - 4) : i]:
                continue
            yield seen(scene, i - 1, min(i + 3, view.last[i]), felt(scene, i, i + 1))
    for i in scene.places(_ENVIOUS):
        n = scene.at.get(i, -1)
        if (
            n >= 0
            and scene.mentions[n].holder in {"other", "generic"}
            and follows(scene, i + 1, "of me", "by me", "of us") > 0
        ):
            if hedged(scene, max(view.first[i], i - 8), i) or "not" in w[max(0, i - 4) : i]:
                continue
            yield seen(scene, i, i + 3, (n,))


#: Verbs that stand as infinitives behind *wants to*.
_HOSTILE_FORMS = _HOSTILE - {"be", "see", "take", "make", "show", "get"} | {"power", "money", "attention"}


def _asserted(scene: Scene, n: int, low: int) -> bool:
    """Whether a state is somebody's in particular, and no skill: *they certainly know what they are doing*."""
    w, item = scene.view.w, scene.mentions[n]
    if (
        item.lemma in {"know", "understand", "get", "learn", "remember"}
        and named(scene, item.end, item.end + 9, {"me", "us", "i", "my"}) < 0
    ):
        return False
    return any(
        w[k] in THIRD or w[k] in FAMILY or w[k] == CODE or scene.view.tag[k].startswith("NNP")
        for k in range(max(low, item.start - 8), item.start)
    )


def _always_knows(scene: Scene, i: int) -> bool:
    """I always know what she is thinking."""
    w = scene.view.w
    return w[i - 1] == "always" and w[i + 1 : i + 2] in (["what"], ["how"], ["why"])


@structure(_ALWAYS)
@structure(_EVERYBODY, needs={"emotion"})
def no_exception(scene: Scene) -> Iterator[Seen]:
    """She never cared; he was always perfect; nobody ever loved me."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_ALWAYS):
        head = scene.clause(i)
        low, high = max(view.first[i], i - 5), min(view.last[i], i + 8)
        if {"would", "'d"}.intersection(w[max(low, i - 2) : i]) or named(
            scene, i, high, {"seemed", "seem", "seems"}
        ) >= 0:
            continue
        if (
            _SOFTENED.intersection(w[max(low, i - 2) : i])
            or w[i + 1 : i + 2] == ["really"]
            or w[view.last[i] - 1] == "?"
            or hedged(scene, low, i)
        ):
            continue
        subject = scene.subject(head)
        if subject < 0 or scene.person(subject) != "other" or subject > i or i - subject > 4:
            continue
        hit = _absolute(scene, i, high)
        if hit >= 0:
            states = others(scene, i, hit + 1)
            yield seen(scene, i, hit + 1, states)
    for i in scene.places(_EVERYBODY):
        if (
            w[i + 1 : i + 2] == ["else"]
            or w[view.last[i] - 1] == "?"
            or hedged(scene, max(view.first[i], i - 5), i)
            or "like" in w[max(0, i - 2) : i]
        ):
            continue
        for n in felt(scene, i + 1, min(i + 6, view.last[i]), category="emotion"):
            item = scene.mentions[n]
            whom = named(scene, item.end, min(item.end + 3, view.last[i]), {"me", "him", "her", "us", "them"} | FAMILY)
            if item.lemma in _SWEEPING and scene.subject(scene.clause(item.start)) == i and whom >= 0:
                yield seen(scene, i, whom + 1, (n,))
                break


@structure(_SUPERLATIVE, _KINDRED)
@structure(_NO_BETTER.keys)
def best_of_all(scene: Scene) -> Iterator[Seen]:
    """The best mum in the world; we couldn't have asked for better parents."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_SUPERLATIVE):
        if (
            hedged(scene, max(view.first[i], i - 6), i)
            or named(scene, max(0, i - 6), i, {"like", "felt", "feel", "feels", "i", "am"}) >= 0
        ):
            continue
        if (
            w[i + 1 : i + 2]
            and w[i + 1] in _KINDRED
            and (i + 2 >= len(w) or not view.tag[i + 2].startswith(("NN", "CC")))
            and i
            and w[i - 1] in {"the", "a", "my", "such"}
            and named(scene, max(0, i - 6), i, {"not", "if", "than", "be"}) < 0
        ):
            yield seen(scene, i - 1, i + 2)
    for i in scene.places(_COULD):
        end = _NO_BETTER.end(scene, i)
        about = _KINDRED - {"friend", "boss", "man", "woman", "guy", "lady", "teacher"}
        if end >= 0 and (
            named(scene, max(0, i - 25), i, about) >= 0
            or named(scene, end, end + 5, about) >= 0
            or about.intersection(scene.question)
        ):
            yield seen(scene, i, min(end + 2, view.last[i]))


def _absolute(scene: Scene, i: int, high: int) -> int:
    """The word by which always, or never, at ``i`` judges somebody or names their state; -1 where it does not."""
    view, w = scene.view, scene.view.w
    for k in range(i + 1, high):
        if w[k] in {",", ".", "and", "but", "because", "when", "that", "said", "says", "say"}:
            return -1
        n = scene.at.get(k, -1)
        if n >= 0 and scene.mentions[n].holder == "other":
            item = scene.mentions[n]
            if (item.category == "emotion" and view.lemma[k] != "like") or (
                w[i] == "never" and view.lemma[k] in _CARING
            ):
                return item.end - 1
            return -1
        if (
            w[k] in _JUDGED
            and w[k + 1 : k + 2] != ["of"]
            and view.head[i] in {k, view.head[k]}
            and (w[k] != "there" or w[k + 1 : k + 2] == ["for"])
        ):
            return k
        if w[i] == "never" and view.lemma[k] in {"listen", "bother"}:
            return k
    return -1


@structure(_IF, {"would", "'d", "should"}, needs={"other"})
@structure(_PROVING | openers(_REASONS), needs={"other"})
def deeds_prove(scene: Scene) -> Iterator[Seen]:
    """If he loved me he would have come; she paid for it, so she must love me."""
    view = scene.view
    for i in scene.places(_IF):
        high = min(view.last[i], i + 30)
        states = [
            n
            for n in others(scene, i + 1, min(i + 8, high))
            if (view.lemma[scene.mentions[n].start] in _FOND or scene.mentions[n].lemma == "feeling")
            and "negated" not in scene.mentions[n].flags
        ]
        if not states:
            continue
        n = states[0]
        fond = scene.mentions[n]
        if named(scene, fond.end, min(fond.end + 3, high), {"to"}) >= 0:
            continue
        would = named(scene, fond.end, min(fond.end + 9, high), {"would", "'d", "should"})
        if (
            would >= 0
            and named(scene, fond.end, would + 1, THIRD.keys() | FAMILY) >= 0
            and next(
                (k for k in range(would, min(would + 6, high)) if view.lemma[k] in _DEEDS and k not in scene.at), -1
            )
            >= 0
        ):
            yield seen(scene, i, would + 1, states)
    for i in scene.places(_PROVING):
        states = [
            n
            for n in others(scene, max(view.first[i], i - 4), min(i + 9, view.last[i]))
            if view.lemma[scene.mentions[n].start] in _FOND | {"hate"}
        ]
        if states and named(scene, max(view.first[i], i - 3), i, {"to"}) < 0:
            yield seen(
                scene, min(i, scene.mentions[states[0]].start), max(i + 1, scene.mentions[states[0]].end), states
            )
    for link in scene.links():
        if link.kind not in _REASONS:
            continue
        state, deed = (link.first, link.second) if link.kind == "because" else (link.second, link.first)
        found = [
            n
            for n in scene.of(state)
            if scene.mentions[n].holder == "other" and view.lemma[scene.mentions[n].start] in {"love", "care"}
        ]
        if (
            found
            and not scene.of(deed)
            and view.lemma[deed] in _DEEDS
            and scene.clause_at(deed).person == "other"
            and abs(deed - state) < 14
            and named(scene, min(deed, state), max(deed, state) + 5, {"me", "us", "my"}) >= 0
        ):
            yield seen(scene, min(state, deed), max(state, deed) + 1, found)


@structure(_BLAMING.keys | _FAULTS)
def lays_blame(scene: Scene) -> Iterator[Seen]:
    """It was all her fault; I did nothing wrong; he got what he deserved."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_FAULTS):
        if i < 2 or w[i - 1] not in _FAULT | {"own"} or w[i - 1] == "your":
            continue
        low = max(view.first[i], i - 9)
        if _UNSAID.intersection(w[low:i]) or w[view.last[i] - 1] == "?":
            continue
        if named(scene, low, i, {"is", "was", "'s", "all", "entirely"}) >= 0:
            yield seen(scene, i - 1 - (w[i - 2] == "all"), i + 1, felt(scene, *sentence(scene, i, 12)))
    for i, end in _BLAMING.found(scene):
        low = max(view.first[i], i - 6)
        if (_UNSAID - {"not"}).intersection(w[low:i]) or "not" in w[max(low, i - 2) : i]:
            continue
        if not felt(scene, end, view.last[i], holder="self", category="emotion"):
            yield seen(scene, i, end)


STRUCTURES = by_name(
    certain_of_another, knows_exactly, out_of_ill_will, no_exception, best_of_all, deeds_prove, lays_blame, *reasons.ALL, *refusal.ALL, *abstract.ALL, *connectives.ALL,
)  # fmt: skip
