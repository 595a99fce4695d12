"""Who bears a state where that is not simply its subject: *it scared me*, *it was hard for my mother*, *broke her heart*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.phrases import Subject
from rf_scorer.language.questions import asks_about_another

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.language.site import Site
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["affects_somebody", "bearer", "patient"]

_SELF = Subject("self", -1)
_NOBODY = Subject("none", -1)
# fmt: off
_PREDICATIVE = frozenset({
    "be", "am", "is", "are", "was", "were", "been", "being", "'s", "feel", "feels", "felt", "feeling", "get", "gets",
    "got", "getting", "become", "became", "seem", "seems", "seemed", "look", "looks", "looked", "sound", "sounded",
    "very", "so", "really", "more", "too", "quite", "pretty", "extremely", "and", "or", ",", "not", "made", "make",
    "makes", "left", "leaves", "appeared", "remain", "stay",
})
_POSSESSIVES = frozenset({"my", "our", "his", "her", "their", "your"})
#: What one looks at things from, so that their possessor is not the one who looks.
_STANDPOINTS = frozenset({"shoes", "place", "perspective", "view", "eyes", "face", "point", "side", "angle", "viewpoint", "way"})
#: Verbs that tell how something strikes the one who speaks.
_STRIKING = frozenset({"feel", "seem", "appear", "look", "sound", "be", "become", "get", "make", "mean", "matter", "hurt", "ache", "sting"})
#: Beings that are called "it".
_YOUNG = frozenset({
    "baby", "child", "infant", "newborn", "toddler", "kid", "dog", "cat", "puppy", "kitten", "horse", "animal", "rabbit",
    "pony", "hamster", "bird", "babies", "dogs", "cats",
})
#: What people feel and want with, and what is sad as they are.
_OWN = frozenset({"body", "back", "hands", "stomach", "legs", "heart", "mind", "head", "brain", "gut", "chest", "life", "childhood"})
_PRAISE = frozenset({"good", "great", "excellent", "nice", "lovely", "brilliant", "wonderful", "interesting", "bad"})
_EMPHASIS = frozenset({"the", "hell", "shit", "crap", "out", "of", "really", "even"})
#: Verbs of thought and speech whose subject judges what their clause says.
_REPORTING = frozenset({"think", "say", "find", "feel", "tell", "believe", "know", "realise", "realize", "admit", "decide"})
_FINDING = frozenset({"find", "found", "finds", "finding"})
#: What is asked of others, not left without its "I".
_BIDDEN = frozenset({"worry", "forget", "panic", "imagine", "remember", "forgive", "blame", "fret", "trust", "guess", "believe"})
#: What is left out before these is always "I", whomever the question is about: don't know.
_UNSURE = frozenset({
    "know", "think", "remember", "recall", "wonder", "guess", "suppose", "imagine", "forget", "recollect", "mind", "idea", "clue", "sure",
})
#: How many words back a word is taken to be said again, and before which a sentence still answers the question.
_HEDGES = frozenset({"think", "guess", "suppose", "believe", "reckon", "imagine", "say", "mean", "like", "know", "assume", "feel"})
_RECALLED, _OPENING = 25, 4
# fmt: on


def bearer(site: Site, experiencer: str, part: str, finder: SubjectFinder, asked: Sequence[str] = ()) -> Subject:
    """Who has the state that is named at a site; a *you* whose index is no *you* is whoever is spoken to.

    Parameters
    ----------
    site : Site
    experiencer : str
        Which role bears the state by the codebook: ``subject``, ``object``, ``possessor``, ``speaker`` or ``named``.
    part : str
        Part of speech of the codebook's entry.
    finder : SubjectFinder
    asked : sequence of str
        Words of the question that is answered.
    """
    view, i = site.view, site.start
    if experiencer == "speaker" or view.w[i] == "hopefully":
        return _SELF
    if part == "noun" and _replies(view, i):
        return Subject("you", i)
    if site.end - i > 1 and (owner := _within(view, site, finder, affected=experiencer == "object")) is not None:
        return owner
    if experiencer == "object":
        after = None if _predicate(site, finder) else patient(site, finder)
        if after is not None:
            return after
        if view.w[i].endswith("ing"):
            experiencer = "named"
    if experiencer == "named":
        return _judge(site, finder)
    acts = part == "verb" and experiencer == "subject"
    if acts and (agent := _agent(view, i, finder)) is not None:
        return agent
    if view.w[i - 1 : i] == ["be"] and _bidden(view, i, view.first[i]):
        return Subject("you", i)
    subject = site.subject
    if subject.kind == "none":
        return _without_subject(site, finder, asked)
    if subject.kind in {"it", "thing"}:
        return _impersonal(site, subject, finder, acts=acts)
    return subject if subject.person else _NOBODY


def affects_somebody(site: Site, finder: SubjectFinder) -> bool:
    """Whether a verb such as *scare* has somebody whom it scares: an object, a passive, or a named experiencer."""
    view = site.view
    if site.end - site.start > 1 and _within(view, site, finder, affected=True) is not None:
        return True
    if not _predicate(site, finder) and patient(site, finder) is not None:
        return True
    tags = site.tags
    if "participle" in tags and ("base" not in tags or set(site.before[:3]) & _PREDICATIVE):
        return not site.attributive or (site.end < view.last[site.start] and finder.is_person_noun(view, site.end))
    if view.w[site.start].endswith("ing"):
        return finder.named(view, site.start) is not None or _found(site)
    return False


def patient(site: Site, finder: SubjectFinder) -> Subject | None:
    """Who is affected by a verb such as *scare*: the person after it, or None."""
    view = site.view
    w, k, last = view.w, site.end, view.last[site.start]
    while k < last and w[k] in _EMPHASIS and not finder.is_person_noun(view, k):
        if (w[k] == "the" and k + 1 < last and w[k + 1] not in _EMPHASIS) or (w[k] == "of" and w[k - 1] != "out"):
            break
        k += 1
    return finder.phrase(view, k)


def _found(site: Site) -> bool:
    """``I found it embarrassing``: who finds it so is named."""
    return bool(_FINDING.intersection(site.view.w[max(site.view.first[site.start], site.start - 5) : site.start]))


def _predicate(site: Site, finder: SubjectFinder) -> bool:
    """Whether a participle stands after *be*, *feel* and their like, so that what follows it is no object."""
    if "past" not in site.tags:
        return False
    chain = [word for word in site.before if word not in finder.adverbs]
    return bool(chain) and chain[0] in _PREDICATIVE


def _replies(view: View, i: int) -> bool:
    """``That's a good idea``: the idea of the one who is answered."""
    w = view.w
    return (
        w[i] in {"idea", "thought"}
        and i >= 4
        and w[i - 1] in _PRAISE
        and w[i - 2] in {"a", "an"}
        and w[i - 4 : i - 2] == ["that", "is"]
        and i + 1 < len(w)
        and w[i + 1] in {".", "!", ","}
    )


def _within(view: View, site: Site, finder: SubjectFinder, *, affected: bool) -> Subject | None:
    """Whose heart it broke, whom it drove up the wall: the experiencer in an idiom, but not of another's shoes."""
    words = view.w[site.start : site.end]
    if not affected and _STANDPOINTS.intersection(words):
        return None
    for k, word in enumerate(words, site.start):
        if word in _POSSESSIVES and not (affected and finder.is_person_noun(view, k + 1 if k + 1 < len(view.w) else k)):
            return finder.of_pronoun(view, k)
        if affected and k > site.start and (found := finder.phrase(view, k)) is not None:
            return found
    return None


def _judge(site: Site, finder: SubjectFinder) -> Subject:
    """For whom something is so: who is named, else who finds or says it, else the one who speaks."""
    after = finder.named(site.view, site.start)
    if after is not None:
        return after
    if site.subject.person:
        return site.subject
    return _reporter(site, finder) or _SELF


def _reporter(site: Site, finder: SubjectFinder) -> Subject | None:
    """Who thinks or says what the clause of the site says."""
    view, p = site.view, site.start
    for _ in range(4):
        relation, h = view.dep[p], view.head[p]
        if h < 0:
            return None
        if relation in {"ccomp", "xcomp"} and view.lemma[h] in _REPORTING:
            found = finder.of_verb(view, h)
            return found if found.person else None
        if relation not in {"xcomp", "conj", "amod", "advcl", "obj"}:
            return None
        p = h
    return None


def _agent(view: View, i: int, finder: SubjectFinder) -> Subject | None:
    """``I was loved by my nan``: who loved."""
    if view.tag[i] not in {"VBN", "VBD"}:
        return None
    for j in view.kids[i]:
        if j > i and view.dep[j] in {"obl:agent", "obl"} and any(view.w[n] == "by" for n in view.kids[j]):
            found = finder.who(view, j)
            return found if found.person else None
    return None


def _impersonal(site: Site, subject: Subject, finder: SubjectFinder, *, acts: bool) -> Subject:
    """A thing, or an "it", that has a mind, as babies, animals and schools have; or something that is so for somebody."""
    view, i = site.view, site.start
    if not acts or view.lemma[i] in _STRIKING:
        after = finder.named(view, i)
        if after is not None:
            return after
    owner = finder.possessor(view, subject.index) if subject.kind == "thing" and subject.index >= 0 else None
    if owner is not None and owner.person and (not acts or view.w[subject.index] in _OWN):
        return owner
    if acts and any(view.dep[j] in {"aux:pass", "nsubj:pass"} for j in view.kids[i]):
        return _NOBODY  # it was considered a joke
    if _minded(view, i, subject, acts=acts):
        return Subject("other", subject.index)
    return _topic(view, i) if view.pos[i] == "NOUN" and view.w[subject.index] in {"it", "that", "this"} else _SELF


def _topic(view: View, i: int) -> Subject:
    """``He never looked up. I think it was shame``: whoever was spoken of before."""
    w = view.w
    for k in range(i - 1, max(-1, i - _RECALLED), -1):
        if w[k] in {"he", "she", "they"}:
            return Subject("other", k)
        if w[k] in {"i", "we"} and view.lemma[view.head[k]] not in _HEDGES:
            return Subject("self" if w[k] == "i" else "shared", k)
    return _SELF


def _minded(view: View, i: int, subject: Subject, *, acts: bool) -> bool:
    """Whether what is no person's noun or pronoun has a mind here."""
    k = subject.index
    if k < 0 or view.head[k] != i or view.w[i].endswith("ing"):
        return False
    if acts:
        return view.lemma[i] not in _STRIKING and (subject.kind == "it" or view.pos[k] in {"NOUN", "PROPN"})
    return subject.kind == "it" and bool(_YOUNG.intersection(view.w[max(0, k - 60) : k]))


def _without_subject(site: Site, finder: SubjectFinder, asked: Sequence[str]) -> Subject:
    """Nobody before the word: what others are bidden or asked, what was said just before, or an ellipsis that leaves out 'I'."""
    view, i = site.view, site.start
    w, first, last = view.w, view.first[i], view.last[i]
    if site.question:
        if i == first and view.tag[i] in {"VB", "VBP"}:
            return Subject("you", i)  # want some?
        for k in range(first, last):
            if w[k] in {"you", "your"}:
                return Subject("you", k)
    if _bidden(view, i, first):
        return Subject("you", i)
    after = finder.named(view, i)
    if after is not None:
        return after
    if (
        asked
        and view.lemma[i] not in _UNSURE
        and w[max(first, i - 2) : i] != ["do", "not"]
        and first <= _OPENING
        and asks_about_another(asked, finder.people)
    ):
        return Subject("other", -1)
    return _repeated(view, i, first, finder) or _SELF


def _bidden(view: View, i: int, first: int) -> bool:
    """Whether others are bidden: ``Imagine that``, ``Don't worry``, ``Please be happy``."""
    w, before = view.w, view.w[i - 1] if i > first else ""
    if before == "be":
        k = i - 2
        return k < first or w[k] in {"please", '"'} or w[k - 1 : k + 1] == ["do", "not"]
    if view.tag[i] not in {"VB", "VBP"} or w[i] not in _BIDDEN:
        return False
    return (
        before in {"", "please", "just", '"'}
        or (before == "not" and i - 2 >= first and w[i - 2] == "do")
        or before == "never"
    )


def _repeated(view: View, i: int, first: int, finder: SubjectFinder) -> Subject | None:
    """Whose it was when the same word fell just before: ``She was scared. Really scared.`` said of her."""
    lemma = view.lemma[i]
    for j in range(first - 1, max(-1, first - _RECALLED), -1):
        if view.lemma[j] == lemma and view.w[j] not in finder.adverbs:
            found = finder.of_verb(view, j)
            return found if found.person else None
    return None
