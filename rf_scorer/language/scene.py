"""One text with its mentions, as markers see it: who feels what in which clause. All but the mentions is worked out where it is asked for."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.links import links
from rf_scorer.language.view import CODE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.links import Link
    from rf_scorer.language.mentions import Found
    from rf_scorer.language.view import View

__all__ = ["Clause", "Scene", "Seen"]

_CLAUSAL = frozenset({"root", "ccomp", "advcl", "acl", "csubj", "parataxis"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_PREDICATES = frozenset({"VERB", "AUX", "ADJ"})
_MARKS = frozenset({"that", "if", "whether", "because", "so", "although", "though", "when", "while", "whereas", "since", "until", "unless", "as", "to", "like"})  # fmt: skip
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_NEGATIONS = frozenset({"not", "never", "no", "hardly", "nobody", "noone", "nothing", "neither", "cannot"})
#: Verbs whose object does what the infinitive under them says: made him cry.
_OBJECT_CONTROL = frozenset({"make", "let", "help", "have", "see", "hear", "watch", "want", "need", "ask", "tell", "force", "allow", "get", "expect", "push", "encourage", "leave", "teach", "cause", "lead", "keep", "feel", "notice", "like", "find", "drive", "set"})  # fmt: skip
_PERSONS = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "self"),
    **dict.fromkeys(("he", "she", "him", "her", "his", "hers", "they", "them", "their", "theirs", "himself", "herself", "themselves"), "other"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "shared"),
    **dict.fromkeys(("you", "your", "yourself"), "you"),
    **dict.fromkeys(("one", "oneself"), "generic"),
}  # fmt: skip
_KINDS = {
    **dict.fromkeys(("he", "him", "his", "himself", "dad", "father", "brother", "husband", "grandad", "boyfriend", "son", "uncle"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself", "mum", "mom", "mother", "sister", "wife", "nan", "girlfriend", "daughter", "aunt"), "she"),
    **dict.fromkeys(("they", "them", "their", "themselves", "parents"), "they"),
}  # fmt: skip
_THIRD = frozenset({"he", "she", "they", "him", "her", "them", "his", "their"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PAST = frozenset({"was", "were", "had", "did"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a structure found: half-open words of the view, and the mentions that carry it (indices into ``scene.mentions``)."""

    start: int
    end: int
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate with what stands around it.

    Attributes
    ----------
    head : int
        Word of the predicate.
    subject : int
        Word of its subject, also one that it shares with a clause above; -1 where nobody is named.
    person : str
        Who that is: ``self``, ``other``, ``shared``, ``you``, ``generic``, ``thing``, or empty.
    negated : bool
    tense : str
        ``past``, ``present``, ``future``, ``modal``, or ``none`` (no finite verb).
    mark : str
        The word that opens it, where it is subordinate; else empty.
    """

    head: int
    subject: int
    person: str
    negated: bool
    tense: str
    mark: str


class Scene:
    """A text, its mentions, and what the grammar says of them.

    Parameters
    ----------
    view : View
        With grammar.
    mentions : list of Found
        In order.
    question : sequence of str
        Words of the question before it; may be empty.
    words : Words
        Classes of words: kin, persons, people.
    """

    # fmt: off
    __slots__ = (
        "_clause", "_clauses", "_held", "_hulls", "_links", "_starts", "at", "mentions", "question", "view", "words",
    )
    # fmt: on

    def __init__(self, view: View, mentions: list[Found], question: Sequence[str], words: Words) -> None:
        self.view, self.mentions, self.question, self.words = view, mentions, question, words
        self.at: dict[int, int] = {}
        self._starts: list[int] = []
        for n, item in enumerate(mentions):
            self._starts.append(item.start)
            for k in range(item.start, item.end):
                self.at[k] = n
        self._hulls: dict[int, tuple[int, int]] = {}
        self._clause: dict[int, int] = {}
        self._clauses: dict[int, Clause] = {}
        self._links: list[Link] | None = None
        self._held: dict[int, list[int]] | None = None

    def places(self, words: frozenset[str]) -> list[int]:
        """Where any of these words stands, in order."""
        view = self.view
        if view.vocabulary.isdisjoint(words):  # mostly so, and cheaper than to build what they share
            return []
        there, places = view.vocabulary & words, view.places
        if len(there) == 1:
            return places[next(iter(there))]
        return sorted([i for word in there for i in places[word]])

    def subtree(self, i: int) -> tuple[int, int]:
        """Half-open range of the words under word ``i``: their hull, cut at the sentence."""
        hull = self._hulls.get(i)
        if hull is None:
            kids, low, high, seen, stack = self.view.kids, i, i, {i}, [i]
            while stack:
                for kid in kids[stack.pop()]:
                    if kid not in seen:
                        seen.add(kid)
                        stack.append(kid)
                        low, high = min(low, kid), max(high, kid)
            hull = (max(low, self.view.first[i]), min(high + 1, self.view.last[i]))
            self._hulls[i] = hull
        return hull

    def clause(self, i: int) -> int:
        """Head word of the clause that word ``i`` stands in."""
        head = self._clause.get(i)
        if head is None:
            head = i
            for _ in range(40):  # a chain of heads is never that long; a malformed one ends here
                if self._heads_clause(head) or self.view.head[head] < 0:
                    break
                head = self.view.head[head]
            self._clause[i] = head
        return head

    def _heads_clause(self, i: int) -> bool:
        view = self.view
        dep = view.dep[i]
        if dep.partition(":")[0] in _CLAUSAL:
            return True
        if dep == "xcomp":
            return view.pos[i] in {"VERB", "AUX"} or any(view.dep[kid] in _SUBJECTS for kid in view.kids[i])
        if dep == "conj":
            return view.pos[i] in {"VERB", "AUX"} or any(
                view.dep[kid] in _SUBJECTS or view.dep[kid] == "cop" for kid in view.kids[i]
            )
        return False

    def states(
        self,
        start: int,
        end: int,
        *,
        holder: str | Collection[str] | None = None,
        category: str | Collection[str] | None = None,
        modulation: bool = False,
    ) -> list[int]:
        """Mentions that lie within these words, of some holders and categories where given; the speaker's certainty only if asked for."""
        holders = {holder} if isinstance(holder, str) else holder
        categories = {category} if isinstance(category, str) else category
        found = []
        for n in range(bisect_left(self._starts, start), len(self.mentions)):
            item = self.mentions[n]
            if item.start >= end:
                break
            if (
                item.end <= end
                and (modulation or item.category != "modulation" or (categories and "modulation" in categories))
                and (holders is None or item.holder in holders)
                and (categories is None or item.category in categories)
            ):
                found.append(n)
        return found

    def links(self) -> list[Link]:
        """The links between clauses."""
        if self._links is None:
            self._links = list(links(self)) if len(self.mentions) else []
        return self._links

    def word(self, n: int) -> int:
        """The word of a mention on which the others of it depend."""
        item, head = self.mentions[n], self.view.head
        return next((k for k in range(item.start, item.end) if not item.start <= head[k] < item.end), item.start)

    def of(self, clause: int) -> list[int]:
        """The states that the clause with this head names, with what is no clause of its own under it: *wanted to hide*, *felt sad*."""
        if self._held is None:
            self._held = {}
            for n, item in enumerate(self.mentions):
                if item.category == "modulation" or (item.lemma == "hurt" and self._harms(self.word(n))):
                    continue
                head = self.clause(self.word(n))
                self._held.setdefault(head, []).append(n)
                for _ in range(3):
                    if not self.led(head):
                        break
                    head = self.clause(self.view.head[head])
                    self._held.setdefault(head, []).append(n)
        return self._held.get(clause, [])

    def _harms(self, i: int) -> bool:
        """Whether *hurt* is what somebody would do to another: wanted to hurt her."""
        view = self.view
        if view.pos[i] != "VERB" or self._tense(i) in {"past", "present"}:
            return False
        return any(kid > i and view.dep[kid] in {"obj", "iobj"} for kid in view.kids[i])

    def led(self, clause: int) -> bool:
        """Whether a clause is none of its own beside the word that it depends on: *wanted to hide*, *busy being angry*."""
        view = self.view
        above = view.head[clause]
        if above < 0 or above >= clause:
            return False
        if view.dep[clause] == "advcl":  # a gerund right behind an adjective
            begins = view.kids[clause][0] if view.kids[clause] else clause
            return view.pos[above] == "ADJ" and min(begins, clause) == above + 1 and view.w[above + 1].endswith("ing")
        return view.dep[clause] == "xcomp" and self.mark(clause) in {"", "to"}

    def content(self, clause: int) -> int:
        """The same clause, or, where it only says how sure the speaker is, the one it says so of: *I think he left*."""
        n = self.at.get(clause, -1)
        if n >= 0 and self.mentions[n].category == "modulation" and self.view.pos[clause] == "VERB":
            for kid in self.view.kids[clause]:
                if self.view.dep[kid] in {"ccomp", "parataxis", "advcl"} and self._heads_clause(kid):
                    return kid
        return clause

    def clauses(self) -> Iterator[Clause]:
        """The predicates of the text, in order."""
        for i, pos in enumerate(self.view.pos):
            if (pos in _PREDICATES or self.view.head[i] < 0) and self._heads_clause(i):
                yield self.clause_at(i)

    def clause_at(self, head: int) -> Clause:
        """What stands around the predicate at word ``head``."""
        known = self._clauses.get(head)
        if known is None:
            view = self.view
            subject = self.subject(head)
            known = self._clauses[head] = Clause(
                head=head,
                subject=subject,
                person=self.person(subject) if subject >= 0 else "",
                negated=any(view.w[kid] in _NEGATIONS for kid in view.kids[head]),
                tense=self._tense(head),
                mark=self.mark(head),
            )
        return known

    def mark(self, head: int) -> str:
        """The word that makes a clause subordinate, or nothing."""
        view = self.view
        for kid in view.kids[head]:
            if kid > head:
                break
            if view.dep[kid] == "mark" or (view.dep[kid] == "advmod" and view.w[kid] in _MARKS):
                return view.w[kid]
        return ""

    def subject(self, head: int) -> int:
        """Word of the subject of a predicate, also where it is shared with a predicate above; -1 where there is none."""
        view, i = self.view, head
        for _ in range(8):
            own = [kid for kid in view.kids[i] if view.dep[kid] in _SUBJECTS]
            # now and then a parser hangs the subject on the auxiliary: she got worried
            own = own or [
                kid
                for aux in view.kids[i]
                if view.dep[aux].startswith(("aux", "cop"))
                for kid in view.kids[aux]
                if view.dep[kid] in _SUBJECTS
            ]
            if own:
                word = own[0]
                if view.w[word] in _RELATIVE and view.dep[i].startswith("acl") and view.head[i] >= 0:
                    return view.head[i]
                return word
            above = view.head[i]
            if above < 0:
                return -1
            if view.dep[i] == "xcomp" and view.lemma[above] in _OBJECT_CONTROL:
                objects = [kid for kid in view.kids[above] if view.dep[kid] in {"obj", "iobj"} and kid < i]
                if objects:
                    return objects[-1]
            if view.dep[i] not in {"xcomp", "conj", "advcl"} or (view.dep[i] == "advcl" and self._tense(i) != "none"):
                return -1
            i = above
        return -1

    def next_subject(self, start: int, most: int) -> int:
        """The first subject among so many words from ``start`` whose predicate follows it; -1 where there is none in the sentence."""
        view = self.view
        for k in range(start, min(start + most, len(view.w))):
            if view.first[k] != view.first[start]:
                break
            if view.dep[k] in _SUBJECTS and view.head[k] > k:
                return k
        return -1

    def person(self, i: int) -> str:
        """Who a pronoun or noun names: ``self``, ``other``, ``shared``, ``you``, ``generic``, or ``thing``."""
        view = self.view
        word = view.w[i]
        if word in _PERSONS:
            return _PERSONS[word]
        classes = self.words.classes
        owner = next((view.w[kid] for kid in view.kids[i] if view.dep[kid] == "nmod:poss"), "")
        if word == CODE or word in classes["kin"] or (word in classes["person"] and self._definite(i)):
            return "other" if owner or not word.endswith("s") or self._definite(i) else "generic"
        if word in classes["people"] or word in classes["person"]:
            return "other" if owner else "generic"
        if view.pos[i] == "PROPN":
            return "other"
        return "thing"

    def alike(self, one: int, other: int) -> bool:
        """Whether two words for other persons may name one and the same: not *he* and *she*, nor *he* and *they*."""
        a, b = self.view.w[one], self.view.w[other]
        kinds = {_KINDS.get(a, ""), _KINDS.get(b, "")}
        if kinds == {"he", "she"}:
            return False
        return a == b or "they" not in kinds or not {a, b} <= _THIRD

    def _definite(self, i: int) -> bool:
        view = self.view
        return any(
            view.dep[kid] == "nmod:poss" or view.w[kid] in {"the", "this", "that", "these", "those"}
            for kid in view.kids[i]
            if kid < i
        )

    def _tense(self, head: int) -> str:
        view = self.view
        parts = [kid for kid in view.kids[head] if view.dep[kid].partition(":")[0] in {"aux", "cop"}]
        finite = next((k for k in parts if view.tag[k] in _FINITE), head if view.tag[head] in _FINITE else -1)
        if finite < 0:
            return "none"
        tag, word = view.tag[finite], view.w[finite]
        if tag == "MD":
            return "future" if word in {"will", "shall"} else "modal"
        return "past" if tag == "VBD" or word in _PAST else "present"
