"""Who feels, thinks or wants: the subject of a word, found by climbing the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.nearby import NearSubjects
from rf_scorer.language.owners import owner
from rf_scorer.language.phrases import Subject

if TYPE_CHECKING:
    from rf_scorer.language.view import View

__all__ = ["SubjectFinder"]

_NOBODY = Subject("none", -1)
_STEPS = 12
_FUNCTION = frozenset({"case", "mark", "det", "cc", "punct", "aux", "aux:pass", "cop", "advmod", "nmod:poss"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
#: Verbs whose object does not do what the infinitive says: he promised me to try.
_SUBJECT_CONTROL = frozenset({"promise", "swear", "threaten", "vow"})
#: What a judge finds: I found it embarrassing.
_JUDGING = frozenset({"find", "consider", "think", "call", "feel"})
_FOR = frozenset({"for", "of", "on", "to", "upon"})
_SEEING = frozenset({
    "see", "watch", "hear", "catch", "find", "leave", "keep", "have", "notice", "feel", "remember", "imagine", "want", "hate", "stop",
})  # fmt: skip
#: Verbs with an object behind which an infinitive tells their own subject's purpose: I use them to relax.
_USING = frozenset(
    {"use", "take", "spend", "do", "write", "read", "buy", "say", "play", "eat", "drink", "need", "know"}
)
#: Of no particular people even in a story.
_ANYBODY = frozenset({"people", "nobody", "noone", "none", "whoever", "humans", "humanity", "mankind", "society"})
_RELATIVE = frozenset({"who", "that", "which"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_INFINITE = frozenset({"VB", "VBG"})
_PARTICIPLES = frozenset({"VBG", "VBN"})


class SubjectFinder(NearSubjects):
    """Finds subjects with the parse.

    Parameters
    ----------
    words : Words
    """

    def of_verb(self, view: View, i: int, end: int | None = None) -> Subject:
        """The subject of the verb or predicate that begins at word ``i`` (and ends before ``end``)."""
        if not view.dep:
            return _NOBODY
        if (near := self.near(view, i)) is not None:
            return near
        return self.climb(view, i if end is None or end - i < 2 else _anchor(view, i, end))

    def of_noun(self, view: View, i: int, end: int | None = None) -> Subject:
        """Whose state a noun at word ``i`` names: possessor, else who has or feels it."""
        if not view.dep:
            return _NOBODY
        return owner(self, view, i if end is None or end - i < 2 else _anchor(view, i, end))

    def climb(self, view: View, p: int) -> Subject:
        """The subject of word ``p``, its own or that of a word on which it depends."""
        coordinated = adrift = False
        start = p
        for _ in range(_STEPS):
            found = self._own(view, p)
            if found is None and p != start and view.pos[p] == "VERB":
                found = self.near(view, p)
            if found is not None:
                if adrift and not found.person:
                    return _NOBODY
                return Subject(found.kind, found.index, coordinated) if coordinated else found
            relation, h = view.dep[p], view.head[p]
            if h < 0 or (relation == "parataxis" and p < h):
                return _NOBODY
            if relation == "conj":
                coordinated = True
                p = self._first(view, p, h)
                continue
            loose = relation == "xcomp" or (relation in {"ccomp", "advcl"} and not self._finite(view, p))
            found = self._controller(view, p, h) if loose else self._over(view, p, h, relation)
            if found is not None:
                return found
            # What hangs loose on a clause whose subject has no mind has none there: it is hard to know.
            adrift = adrift or loose
            p = h
        return _NOBODY

    def _over(self, view: View, p: int, h: int, relation: str) -> Subject | None:
        """Who has what word ``p`` says by its relation to word ``h``, unless it is the subject of that."""
        if relation.startswith("acl"):
            return self._of_modified(view, p, h)
        if relation == "amod":
            return self._of_described(view, h)
        if relation.startswith("nmod"):
            found = self.possessor(view, h)
            return found if found is not None and found.person else None
        if relation.startswith("csubj") or (relation == "nsubj" and view.pos[p] not in _NOMINAL):
            return self._affected(view, h) or _NOBODY
        return None

    def _own(self, view: View, p: int) -> Subject | None:
        """The word's own subject."""
        best, there = self._nearest(view, p)
        if there and (best < 0 or view.w[best] not in self._pronouns):
            return Subject("there", best)
        if best < 0:
            return None
        if view.dep[best].startswith("csubj"):
            return Subject("thing", best)
        word = view.w[best]
        if word in _RELATIVE:
            return self._relative(view, best, p)
        found = self.who(view, best)
        if found.kind == "generic" and word in self._indefinite and self._told(view, best, p):
            return Subject("other", best)
        return found

    def _nearest(self, view: View, p: int) -> tuple[int, bool]:
        """The word's subject, or -1, and whether a *there* stands in its place."""
        best, there = -1, False
        for j in view.kids[p]:
            relation = view.dep[j]
            if relation in {"nsubj", "nsubj:pass"}:
                if best < 0 or ((j < p or best > p) and view.w[j] not in _RELATIVE):
                    best = j
            elif relation == "expl":
                there = there or view.w[j] == "there"
                if best < 0 and view.w[j] == "it" and j < p:
                    best = j
            elif relation in {"csubj", "csubj:pass"} and best < 0:
                best = j
        return (best if best >= 0 else self._of_helper(view, p)), there

    def _of_helper(self, view: View, p: int) -> int:
        """The subject that hangs on the word's copula or auxiliary in its stead, or -1: how unhappy I was."""
        for j in view.kids[p]:
            if view.dep[j] in {"cop", "aux", "aux:pass"}:
                for n in view.kids[j]:
                    if view.dep[n] == "nsubj":
                        return n
        return -1

    def _told(self, view: View, k: int, p: int) -> bool:
        """Whether everybody did so once: then it is everybody who was there."""
        if (view.w[k] in _ANYBODY and view.w[k + 1] != "else") or {"ever", "always", "never"}.intersection(
            view.w[k + 1 : p + 1]
        ):
            return False
        helpers = [j for j in view.kids[p] if view.dep[j] in {"aux", "cop", "aux:pass"}]
        if helpers:
            return view.w[helpers[0]] in {"was", "were", "had", "did"}
        return view.tag[p] == "VBD"

    def _relative(self, view: View, k: int, p: int) -> Subject:
        """Who, that, which: what they stand for."""
        if view.dep[p] == "acl:relcl" and view.head[p] >= 0:
            return self.antecedent(view, view.head[p])
        if view.w[k] == "that" and (k == view.first[k] or not self._could_precede(view, k - 1)):
            return Subject("thing", k)
        before = k - 1 - (k > view.first[k] and view.w[k - 1] == ",")
        if before >= view.first[k] and self._could_precede(view, before):
            return self.antecedent(view, before)
        return Subject("generic" if view.w[k] == "who" else "thing", k)

    def _could_precede(self, view: View, k: int) -> bool:
        return (
            self.is_person_noun(view, k)
            or view.capital(k)
            or view.w[k] in self._indefinite
            or view.w[k] in {"one", "ones", "those"}
        )

    def antecedent(self, view: View, a: int) -> Subject:
        """What a relative clause says something of: ``I was the one who`` says it of me."""
        if self._predicate_noun(view, a):
            mine = self.climb(view, a)
            if mine.kind in {"self", "shared", "other", "you"}:
                return mine
        if view.w[a] == "those":
            return Subject("generic", a)
        return self.who(view, a)

    def _predicate_noun(self, view: View, a: int) -> bool:
        """Whether a noun says what somebody is."""
        return view.w[a] not in self._pronouns and any(view.dep[j] == "cop" for j in view.kids[a])

    def _first(self, view: View, p: int, h: int) -> int:
        """The member of a coordination that shares its subject with ``p``: a finite verb does not continue an infinitive."""
        if view.tag[p] in _FINITE and not any(view.dep[j] == "aux" for j in view.kids[p]):
            while (
                view.tag[h] in _INFINITE
                and view.dep[h] in {"xcomp", "advcl", "acl", "ccomp"}
                and view.head[h] >= 0
                and not self._auxiliary(view, h)
            ):
                h = view.head[h]
        return h

    def _auxiliary(self, view: View, h: int) -> bool:
        return any(view.dep[j] == "aux" and view.w[j] != "to" for j in view.kids[h])

    def _finite(self, view: View, p: int) -> bool:
        return view.tag[p] in {"VBD", "VBZ", "VBP"} or any(
            view.dep[j] in {"aux", "cop"} and view.tag[j] in _FINITE for j in view.kids[p]
        )

    def _controller(self, view: View, p: int, h: int) -> Subject | None:
        """The object of the governing verb that does or feels what ``p`` says: ``made him``, ``told her to``, ``hard for me to``."""
        lemma, infinitive = view.lemma[h], self._infinitive(view, p)
        if lemma in _SUBJECT_CONTROL or (infinitive and lemma in _USING):
            return None
        loose = view.dep[p] == "advcl"
        thing: Subject | None = None
        for j in view.kids[h]:
            if not h < j < p:
                continue
            relation = view.dep[j]
            if relation in {"obj", "iobj"}:
                if loose and not infinitive and (lemma not in _SEEING or "," in view.w[j:p]):
                    continue
                found = self.who(view, j)
                if found.person:
                    return found
                thing = found
            elif infinitive and relation.startswith("obl") and any(view.w[n] in _FOR for n in view.kids[j]):
                found = self.who(view, j)
                if found.person:
                    return found
        if thing is None or loose or infinitive or lemma in _JUDGING:
            return None
        return thing

    def _infinitive(self, view: View, p: int) -> bool:
        return any(view.w[j] == "to" for j in view.kids[p])

    def _of_modified(self, view: View, p: int, h: int) -> Subject | None:
        """Of a clause that hangs on a noun: ``my mum wanting to leave``, ``my need to know``."""
        if view.dep[p] == "acl:relcl":
            return self.antecedent(view, h) if view.pos[p] in {"VERB", "ADJ", "AUX"} else None
        if self._infinitive(view, p):
            for j in view.kids[h]:
                if h < j < p and any(view.w[n] == "for" for n in view.kids[j]):
                    found = self.who(view, j)
                    if found.person:
                        return found
        elif view.tag[p] in _PARTICIPLES or view.pos[p] == "ADJ":
            found = self.antecedent(view, h)
            if found.person:
                return found
        owner = self.possessor(view, h)
        return owner if owner is not None and owner.person else None

    def _of_described(self, view: View, n: int) -> Subject | None:
        """Of an adjective before its noun: an anxious child is the one who is it, or the one who is one."""
        for j in view.kids[n]:
            if view.dep[j] == "amod" and (found := self._own(view, j)) is not None:
                return found
        if self._predicate_noun(view, n) or any(view.w[j] == "as" for j in view.kids[n] if view.dep[j] == "case"):
            found = self.climb(view, n)
            if found.person:
                return found
        found = self.who(view, n)
        if found.person:
            return found
        return self.possessor(view, n)

    def _affected(self, view: View, h: int) -> Subject | None:
        """Whom a clause affects that is itself a subject: knowing it helped me."""
        for j in view.kids[h]:
            if view.dep[j] in {"obj", "iobj"}:
                found = self.who(view, j)
                if found.person:
                    return found
        return None


def _anchor(view: View, i: int, end: int) -> int:
    """The word of a run on which the others depend."""
    best = -1
    for j in range(i, end):
        if not i <= view.head[j] < end:
            if view.dep[j] not in _FUNCTION:
                return j
            best = j if best < 0 else best
    return best if best >= 0 else i
