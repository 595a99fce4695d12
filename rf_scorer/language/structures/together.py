"""Structures of what happens between people: each acting on the other (C5), what steadies a feeling (C6), a family's states among one another (C7)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rf_scorer.language.structures.structure import ANY, structure
from rf_scorer.language.structures.ties import (
    CHILDREN,
    FAMILY,
    PARENTS,
    THIRD,
    Runs,
    felt,
    named,
    others,
    seen,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.language.scene import Clause, Scene, Seen

__all__ = ["ALL"]

# fmt: off
_PAIR = frozenset({"self", "other"})
_DRIVING = frozenset({"so", "then", "when", "whenever", "which", "makes", "made", "until", "if"})
_OWN_CLAUSE = frozenset({"root", "conj", "advcl", "parataxis", "acl:relcl", "advcl:relcl"})
_MUTUAL = Runs(
    "feed off each other", "fed off each other", "feeding off each other", "set each other off", "sets each other off", "setting each other off",
    "wind each other up", "wound each other up", "winding each other up", "both ways", "two-way street", "feed into each other",
)
_SENSING = frozenset({"pick", "picks", "picked", "picking", "feed", "feeds", "react", "reacts", "reacted", "respond", "responds", "mirror", "mirrors"})
_SOOTHING = frozenset({"calm", "calms", "calmed", "calming", "soothe", "soothes", "soothed", "soothing", "settle", "settles", "settled", "reassures", "comfort", "comforted", "relax", "relaxes", "relaxed"})
_HANDLING = frozenset({"cope", "coped", "coping", "copes", "deal", "dealt", "dealing", "deals", "manage", "managed", "managing", "handle", "handled", "handling", "control", "controlled", "controlling", "regulate", "regulating"})
_HELPING = frozenset({"help", "helps", "helped", "helping"})
#: On what a feeling may depend is said behind one of these.
_CIRCUMSTANCES = frozenset({"when", "after", "once", "if", "because", "knowing", "by", "whenever", "cos"})
_DEGREES = frozenset({"more", "less"})
_EASED = frozenset({"better", "calmer", "safer", "lighter", "happier", "safe", "calm", "okay", "relaxed", "less", "easier", "relieved", "secure"})
_BODY = frozenset({"tired", "hungry", "exhausted", "drunk", "ill", "sick", "pregnant", "overtired", "knackered", "sleep", "hungover", "sober", "drinking", "rested"})
_MEANS = frozenset({"by", "until", "when", "because", "so", "if", "after", "before", "once", "with", "while"})
_NOMINATIVE = {"him": "he", "her": "she", "them": "they", "me": "i"}
_FIRST_PERSON = frozenset({"i", "me", "my", "myself", "we", "us"})
_SIDES = Runs(
    "take sides", "took sides", "taking sides", "takes sides", "caught between", "stuck between", "torn between", "caught in the middle", "stuck in the middle",
    "in the middle of them", "in the middle between", "keep the peace", "kept the peace", "keeping the peace", "the peacemaker", "the black sheep", "ganged up on", "gang up on", "sided with", "sides with", "siding with", "side with",
    "the go-between", "play us off", "played us off", "playing us off", "play them off", "took his side", "took her side", "takes his side",
    "takes her side", "took my side", "takes my side", "came between us", "come between us",
)
_RELATION = frozenset({"obj", "obl", "iobj", "nmod", "obl:agent"})
# fmt: on


@structure(_DEGREES, {"the"})
@structure(_SENSING | _MUTUAL.keys, needs={ANY})
@structure(_DRIVING | {"because"}, needs=_PAIR)
def back_and_forth(scene: Scene) -> Iterator[Seen]:
    """I get anxious, so she clings, and then I get more anxious; the more I cried the more he shouted."""
    yield from _more_and_more(scene)
    yield from _each_other(scene)
    holders = {item.holder for item in scene.mentions if item.category != "modulation"}
    if not holders >= _PAIR:
        return
    chain = [clause for clause in scene.clauses() if clause.person in _PAIR and _acts_for_itself(scene, clause)]
    until = -1
    for one, two, three in zip(chain, chain[1:], chain[2:], strict=False):
        if (
            one.person != three.person
            or one.person == two.person
            or one.subject < until
            or not _same(scene, one, three)
        ):
            continue
        if not (_joined(scene, one, two) and _joined(scene, two, three)):
            continue
        states = _moved(scene, one, two, three)
        if not states or not _driven(scene, one, two, three):
            continue
        until = three.head
        yield seen(scene, min(one.subject, one.head), three.head + 1, states)


def _driven(scene: Scene, one: Clause, two: Clause, three: Clause) -> bool:
    """Whether a word says that one step brought on the next."""
    w = scene.view.w
    opening, closing = w[max(0, one.subject - 1) : two.subject], w[two.subject : three.subject]
    return bool((_DRIVING | {"because"}).intersection(opening) or _DRIVING.intersection(closing))


def _moved(scene: Scene, one: Clause, two: Clause, three: Clause) -> list[int]:
    """States of the steps, where both persons have one and a feeling is among them; else none."""
    steps = [[n for n in scene.of(clause.head) if scene.mentions[n].holder in _PAIR] for clause in (one, two, three)]
    states = sorted({n for step in steps for n in step})
    if not steps[1] or not (steps[0] or steps[2]) or {scene.mentions[n].holder for n in states} != _PAIR:
        return []
    return states if any(scene.mentions[n].category == "emotion" for n in states) else []


def _acts_for_itself(scene: Scene, clause: Clause) -> bool:
    """Whether a clause is a step of its own: no content of another, not only how sure the speaker is; also *made him feel*."""
    view = scene.view
    n = scene.at.get(clause.head, -1)
    if n >= 0 and scene.mentions[n].category == "modulation":
        return False
    if view.dep[clause.head] == "xcomp":
        above = view.head[clause.head]
        return view.lemma[above] in {"make", "leave", "get"} and above < clause.subject < clause.head
    return view.dep[clause.head] in _OWN_CLAUSE


def _same(scene: Scene, one: Clause, three: Clause) -> bool:
    """Whether two clauses have the same subject: the same word, or a noun and then a pronoun."""
    first, second = scene.view.w[one.subject], scene.view.w[three.subject]
    return _NOMINATIVE.get(first, first) == _NOMINATIVE.get(second, second) or (
        first not in THIRD and first not in _FIRST_PERSON and second in THIRD
    )


def _joined(scene: Scene, one: Clause, two: Clause) -> bool:
    """Whether a joining word stands right before the second clause, or opens the first; the second may begin a sentence with *so* or *then*."""
    view, w = scene.view, scene.view.w
    if not 0 < two.subject - one.subject < 16:
        return False
    before = w[max(one.subject + 1, two.subject - 3) : two.subject]
    if view.first[two.subject] != view.first[one.subject]:
        return bool({"so", "then"}.intersection(before))
    if view.dep[two.head] == "xcomp":
        return True
    if "because" in w[one.head + 1 : two.subject]:
        # the reason of what came before is a step back, unless it is a state again: she got worse, because I wasn't calm
        return bool(scene.of(one.head) and scene.of(two.head)) and "when" not in before
    return bool(
        _DRIVING.intersection(before)
        or "and" in before
        or (one.subject and w[one.subject - 1] in _DRIVING | {"because"})
    )


def _more_and_more(scene: Scene) -> Iterator[Seen]:
    view, w = scene.view, scene.view.w
    places = [i for i in scene.places(_DEGREES) if i and w[i - 1] == "the"]
    for one, two in pairwise(places):
        if two > min(view.last[one], one + 14):
            continue
        first = {
            scene.person(k) for k in range(one + 1, two) if w[k] in THIRD or w[k] in _FIRST_PERSON or w[k] in FAMILY
        }
        second = {
            scene.person(k)
            for k in range(two + 1, min(two + 8, view.last[one]))
            if w[k] in THIRD or w[k] in _FIRST_PERSON or w[k] in FAMILY
        }
        if first and second and {"self", "other"} <= first | second and first != second:
            yield seen(scene, one - 1, min(two + 4, view.last[one]), felt(scene, one, min(two + 9, view.last[one])))


def _each_other(scene: Scene) -> Iterator[Seen]:
    """Feeding off each other; picking up on how the other feels, and what that does in turn."""
    view = scene.view
    for i, end in _MUTUAL.found(scene):
        if states := felt(scene, *sentence(scene, i, 25)):
            yield seen(scene, i, end, states)
    for i in scene.places(_SENSING):
        high = min(view.last[i], i + 6)
        if named(scene, i + 1, min(high, i + 4), {"on", "off", "to"}) < 0:
            continue
        whose = named(scene, i + 1, high, {"my", "me", "our", "how"})
        if whose < 0 or named(scene, max(view.first[i], i - 4), i, THIRD.keys() | CHILDREN | PARENTS) < 0:
            continue
        states = felt(scene, whose, min(view.last[i], whose + 6), holder=("self", "shared"))
        back = felt(scene, *sentence(scene, i, 20), holder="other")
        if states and back:
            yield seen(scene, i, scene.mentions[states[0]].end, [*states, *back])


@structure(_SOOTHING)
@structure(_HANDLING | _HELPING, needs={"emotion"})
@structure(_CIRCUMSTANCES, needs={"emotion"})
def steadied(scene: Scene) -> Iterator[Seen]:
    """What calms, helps, eases or stirs a feeling."""
    view, w = scene.view, scene.view.w
    for i in scene.places(_SOOTHING):
        if not view.tag[i].startswith("VB"):
            continue
        low, high = sentence(scene, i, 14)
        object_ = next(
            (
                k
                for k in range(i + 1, min(high, i + 3))
                if w[k] in {"me", "myself", "us", "him", "her", "them", "himself", "herself", "themselves"}
                or w[k] in FAMILY
            ),
            -1,
        )
        helped = named(scene, max(low, i - 5), i, {"help", "helps", "helped", "makes", "made"}) >= 0
        down = w[i + 1 : i + 2] == ["down"] or (object_ >= 0 and w[object_ + 1 : object_ + 2] == ["down"])
        states = [
            n
            for n in felt(scene, low, high, category="emotion")
            if not scene.mentions[n].start <= i < scene.mentions[n].end
        ]
        means = (
            named(scene, i + 1, min(high, i + 8), _MEANS) >= 0
            or named(scene, max(low, i - 8), i, {"until", "to", "when", "if", "once"}) >= 0
        )
        if (object_ >= 0 or down or helped) and (helped or states or (down and means)):
            yield seen(scene, i, max(i, object_, i + down) + 1, felt(scene, low, high))
    for i in scene.places(_HANDLING):
        high = min(view.last[i], i + 6)
        states = [
            n
            for n in felt(scene, i + 1, high, category="emotion")
            if view.tag[scene.mentions[n].start].startswith("NN")
        ]
        if (
            view.tag[i].startswith("VB")
            and states
            and named(scene, i + 1, scene.mentions[states[0]].start, {".", ",", "and", "when"}) < 0
        ):
            yield seen(scene, i, scene.mentions[states[0]].end, states)
    for i in scene.places(_HELPING):
        if w[i + 1 : i + 2] not in (["me"], ["him"], ["her"], ["them"], ["us"]):
            continue
        states = felt(scene, i + 2, min(view.last[i], i + 7), category="emotion")
        if states and named(scene, i + 1, scene.mentions[states[0]].start, {".", ",", "because", "when"}) < 0:
            yield seen(scene, i, scene.mentions[states[0]].end, states)
    yield from _depends(scene)


def _depends(scene: Scene) -> Iterator[Seen]:
    """I feel calmer when she is there; he gets irritable when he is tired."""
    view, w = scene.view, scene.view.w
    for n in felt(scene, 0, len(w), category="emotion"):
        item = scene.mentions[n]
        low, high = sentence(scene, item.start, 14)
        if w[item.start] in _EASED or w[item.end - 1] in _EASED or view.tag[item.start] == "JJR":
            k = named(
                scene,
                item.end,
                min(high, item.end + 4),
                {"when", "after", "once", "if", "because", "knowing", "by", "whenever"},
            )
            if k >= 0 and k + 2 < high:
                yield seen(scene, item.start, k + 1, (n,))
            continue
        body = next(
            (
                k
                for k in range(low, high)
                if w[k] in _BODY and named(scene, max(low, k - 6), k, {"when", "because", "if", "whenever", "cos"}) >= 0
            ),
            -1,
        )
        if (
            body >= 0
            and item.holder in {"self", "other", "shared"}
            and scene.clause(item.start) != scene.clause(body)
            and named(scene, min(body, item.start), max(body, item.start), {"and", "but", "or"}) < 0
        ):
            yield seen(scene, min(item.start, body), max(item.end, body + 1), (n,))


@structure(FAMILY, needs={"other"})
@structure(_SIDES.keys)
def among_relatives(scene: Scene) -> Iterator[Seen]:
    """Dad got angry, so Mum took my brother's side; my sister was jealous of the baby."""
    view, w = scene.view, scene.view.w
    for n in others(scene, 0, len(w)):
        item = scene.mentions[n]
        if item.category == "perception":
            continue
        head = scene.clause(item.start)
        subject = scene.subject(head)
        if subject < 0 or w[subject] not in FAMILY or subject > item.start:
            continue
        low, high = scene.subtree(head)
        for k in range(item.end, min(high, item.end + 7)):
            if (
                w[k] in FAMILY
                and w[k] != w[subject]
                and view.dep[k] in _RELATION
                and (
                    w[k - 1] in {"my", "his", "her", "the", "our", "of", "with", "to", "at", "for"}
                    or view.tag[k].startswith("NNP")
                )
            ):
                yield seen(scene, subject, k + 1, (n,))
                break
    for link in scene.links():
        states = [
            m for clause in (link.first, link.second) for m in scene.of(clause) if scene.mentions[m].holder == "other"
        ]
        pair = [scene.subject(clause) for clause in (link.first, link.second)]
        if (
            len(states) > 1
            and link.kind != "contrast"
            and min(pair) >= 0
            and all(w[k] in FAMILY for k in pair)
            and w[pair[0]] != w[pair[1]]
        ):
            yield seen(scene, min(pair), max(scene.mentions[m].end for m in states), states)
    for i, end in _SIDES.found(scene):
        low, high = max(0, i - 20), min(len(w), i + 20)
        if named(scene, low, high, FAMILY) >= 0 or (named(scene, low, high, THIRD) >= 0 and others(scene, low, high)):
            yield seen(scene, i, end, felt(scene, *sentence(scene, i, 20)))


#: The structures, by their own names.
ALL = (back_and_forth, steadied, among_relatives)
