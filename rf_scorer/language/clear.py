"""From CLEAR labels, which the widespread English pipelines give, to Universal Dependencies, which the rules read.

What differs is not only names. In CLEAR a preposition governs its noun and hangs on the verb, *be* governs its predicate, every conjunct hangs
on the one before it, and who is made, wanted or seen to do something is the subject of what is done. In Universal Dependencies the words of
content govern one another, and prepositions, auxiliaries and *be* hang on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_clear", "tells_clear", "to_universal"]

#: Labels of CLEAR that Universal Dependencies (version 2) do not have.
_OWN = frozenset({
    "nsubjpass", "csubjpass", "dobj", "pobj", "prep", "pcomp", "acomp", "attr", "auxpass", "poss", "relcl", "dative", "agent", "neg", "prt",
    "npadvmod", "oprd", "intj", "preconj", "predet", "quantmod", "complm", "rcmod", "infmod", "partmod", "meta", "hmod", "hyph", "nn", "num",
    "number", "possessive", "subtok",
})  # fmt: skip
#: Labels of Universal Dependencies that CLEAR does not have.
_OTHER = frozenset({"obj", "obl", "iobj", "cop", "flat", "fixed", "discourse", "vocative", "reparandum", "goeswith"})
_RENAMED = {
    "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "dobj": "obj", "dative": "iobj", "neg": "advmod",
    "poss": "nmod:poss", "possessive": "case", "prt": "compound:prt", "relcl": "acl:relcl", "rcmod": "acl:relcl", "infmod": "acl",
    "partmod": "acl", "npadvmod": "obl:unmarked", "quantmod": "advmod", "predet": "det:predet", "preconj": "cc:preconj", "intj": "discourse",
    "acomp": "xcomp", "attr": "xcomp", "oprd": "xcomp", "pobj": "obl", "prep": "obl", "agent": "obl", "pcomp": "advcl", "complm": "mark",
    "meta": "dep", "hmod": "compound", "hyph": "punct", "nn": "compound", "num": "nummod", "number": "compound", "subtok": "goeswith",
}  # fmt: skip
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_VERBS = frozenset({"VERB", "AUX"})
_BE = frozenset({
    "be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s", "'m", "’m", "'re", "’re", "ai", "m", "s", "re",
})  # fmt: skip
#: Verbs whose clause of one's own may stand behind what it comments on.
_COMMENTS = frozenset({
    "think", "thought", "guess", "guessed", "suppose", "supposed", "believe", "believed", "mean", "know", "imagine", "hope", "reckon", "feel",
    "remember",
})  # fmt: skip
#: Adverbs that say where somebody is, and with *be* are the predicate: she was there.
_PLACES = frozenset({
    "there", "here", "home", "away", "out", "in", "up", "down", "back", "around", "over", "off", "upstairs", "downstairs", "outside",
    "inside", "abroad", "where", "nearby", "everywhere", "somewhere", "nowhere", "together", "apart", "alone",
})  # fmt: skip
#: What a preposition may govern where it has no noun: for sure.
_BARE = ("amod", "acomp", "nummod", "dobj", "npadvmod")
#: Words around a preposition that belong to its noun once the preposition does: right after school, two years before that.
_AROUND = frozenset(
    {"advmod", "npadvmod", "neg", "amod", "quantmod", "nummod", "dep", "punct", "conj", "cc", "prep", "preconj", "mark"}
)


def tells_clear(labels: Iterable[str]) -> bool:
    """Whether these relations (in any case) are of CLEAR and not of Universal Dependencies."""
    seen = {label.lower() for label in labels}
    return seen.isdisjoint(_OTHER) and not seen.isdisjoint(_OWN)


def is_clear(words: list[str], tag: list[str], dep: list[str], head: list[int]) -> bool:
    """Whether a tree is one of CLEAR.

    Where no label tells, coordination and *be* do: in CLEAR a conjunction hangs on the conjunct before it, and *be* has a subject. A text with
    neither reads the same in both schemes.
    """
    seen = set(dep)
    if not seen.isdisjoint(_OTHER):
        return False
    if not seen.isdisjoint(_OWN):
        return True
    there = {head[i] for i, name in enumerate(dep) if name == "expl"}
    return any(
        (name == "cc" and 0 <= head[i] < i)
        or (name == "nsubj" and head[i] not in there and words[head[i]] in _BE and tag[head[i]][:2] == "VB")
        for i, name in enumerate(dep)
    )


def to_universal(words: list[str], pos: list[str], tag: list[str], dep: list[str], head: list[int]) -> None:
    """Turn a CLEAR tree into one of Universal Dependencies, in place.

    Parameters
    ----------
    words : list of str
        In lower case.
    pos, tag, dep : list of str
        Universal parts of speech, Penn tags, relations in lower case.
    head : list of int
        -1 for a root.
    """
    tree = _Tree(words, pos, tag, dep, head)
    tree.coordination()
    tree.prepositions()
    tree.copulas()
    tree.comments()
    tree.small_clauses()
    tree.names()


class _Tree:
    def __init__(self, words: list[str], pos: list[str], tag: list[str], dep: list[str], head: list[int]) -> None:
        self.words, self.pos, self.tag, self.dep, self.head = words, pos, tag, dep, head
        self.kids: list[list[int]] = [[] for _ in words]
        for i, h in enumerate(head):
            if h >= 0:
                self.kids[h].append(i)

    def hang(self, i: int, head: int, dep: str | None = None) -> None:
        """Hang a word on another head."""
        if self.head[i] >= 0:
            self.kids[self.head[i]].remove(i)
        self.head[i] = head
        if head >= 0:
            kids = self.kids[head]
            kids.append(i)
            kids.sort()
        if dep is not None:
            self.dep[i] = dep

    def of(self, i: int, *deps: str) -> list[int]:
        """The dependents of a word under these relations."""
        return [k for k in self.kids[i] if self.dep[k] in deps]

    def coordination(self) -> None:
        """Every conjunct on the first, every conjunction on the conjunct after it."""
        dep, head = self.dep, self.head
        for i in [i for i, name in enumerate(dep) if name == "cc" and 0 <= head[i] < i]:
            following = next((k for k in self.of(head[i], "conj") if k > i), None)
            if following is not None:
                self.hang(i, following)
        # Heads of conjuncts stand before them, so that from left to right each finds its head already on the first.
        for i in [i for i, name in enumerate(dep) if name == "conj"]:
            first = head[i]
            if 0 <= first < i and dep[first] == "conj" and head[first] >= 0:
                self.hang(i, head[first])

    def replace(self, old: int, new: int, dep: str) -> None:
        """Let a dependent take its head's place; all that hung on the head hangs on it, the head itself as `dep`."""
        place, relation = self.head[old], self.dep[old]
        self.hang(new, place, relation)
        self.hang(old, new, dep)
        for kid in list(self.kids[old]):
            self.hang(kid, new)

    def prepositions(self) -> None:
        """Nouns and clauses in the place of the prepositions that governed them."""
        governed = {self.head[i] for i, name in enumerate(self.dep) if name in {"pobj", "pcomp"} and self.head[i] >= 0}
        for p in self._deepest_first(governed | {i for i, name in enumerate(self.dep) if name in {"prep", "agent"}}):
            self._preposition(p)

    def _deepest_first(self, heads: set[int]) -> list[int]:
        depth: dict[int, int] = {}
        for start in heads:
            path = []
            i = start
            while i >= 0 and i not in depth:
                path.append(i)
                i = self.head[i]
            base = depth[i] if i >= 0 else 0
            for step, node in enumerate(reversed(path), start=1):
                depth[node] = base + step
        return sorted(heads, key=lambda i: (-depth[i], i))

    def _preposition(self, p: int) -> None:
        contents = self.of(p, "pobj") or self.of(p, "pcomp") or [k for k in self.of(p, *_BARE) if k > p]
        if not contents:
            return
        content = contents[0]
        outer, relation = self.head[p], self.dep[p]
        clause = self.dep[content] == "pcomp" and (
            self.pos[content] in _VERBS or bool(self.of(content, "nsubj", "nsubjpass"))
        )
        self.hang(content, outer, relation)
        self.hang(p, content, "mark" if clause else "case")
        for kid in list(self.kids[p]):
            if self.dep[kid] in _AROUND:
                self.hang(kid, content)
            elif self.dep[kid] == "pcomp":
                self.dep[kid] = "fixed"  # because of
        if relation in {"prep", "agent", "dative"}:
            self.dep[content] = self._oblique(outer, relation, clause=clause)

    def _oblique(self, head: int, relation: str, *, clause: bool) -> str:
        if head >= 0 and (
            self.dep[head] in {"prep", "agent"} or (self.dep[head] == "pcomp" and self.pos[head] == "ADP")
        ):
            return "pobj"  # out of the house: the outer preposition takes it over in its turn
        nominal = head >= 0 and self.pos[head] in _NOMINAL
        if clause:
            return "acl" if nominal else "advcl"
        if relation == "agent":
            return "obl:agent"
        return "nmod" if nominal else "obl"

    def copulas(self) -> None:
        """The predicate in the place of *be*; "there was" keeps *be* and has a subject."""
        for b in [i for i, word in enumerate(self.words) if word in _BE and self.pos[i] in _VERBS]:
            if self.dep[b] in {"aux", "auxpass"} or (b + 1 < len(self.words) and self.dep[b] == "case"):
                continue
            if any(self.words[k] == "there" for k in self.of(b, "expl")):
                for k in self.of(b, "attr", "nsubj")[:1]:
                    self.dep[k] = "nsubj"
                continue
            predicate = self._predicate(b)
            if predicate is not None:
                self.replace(b, predicate, "cop")
                self.pos[b] = "AUX"
                self._anticipated(predicate)

    def _predicate(self, b: int) -> int | None:
        for names in (("acomp", "oprd"), ("attr",)):
            found = self.of(b, *names)
            if found:
                return next((k for k in found if k > b), found[0])
        if not self.of(b, "nsubj", "csubj"):
            return None
        clauses = self.of(b, "ccomp", "xcomp")
        if clauses:
            return self._clause_as_predicate(b, clauses[0])
        for k in self.of(b, "obl", "advmod", "npadvmod"):
            oblique = self.dep[k] == "obl" and (k > b or self.tag[k] in {"WP", "WDT"})
            if oblique or (self.dep[k] != "obl" and self.words[k] in _PLACES and (k > b or self.words[k] == "where")):
                return k
        return None

    def _clause_as_predicate(self, b: int, clause: int) -> int | None:
        """The clause behind *be*: "that's what I felt" is *what*, with a relative clause; "the thing is that he left", the clause itself."""
        if clause < b or self.words[b + 1] in {"like", ","}:
            return None  # he was like, no; the thing is, I left
        asked = next((k for k in self.kids[clause] if b < k < clause and self.tag[k] in {"WP", "WRB"}), None)
        if asked is not None:
            self.hang(asked, b)
            self.hang(clause, asked, "acl:relcl")
            return asked
        for k in self.of(b, "nsubj"):
            self.dep[k] = "nsubj:outer"
        return clause

    def _anticipated(self, predicate: int) -> None:
        """The clause in "it was clear that he left" is the subject, for which *it* only stands in."""
        it = next((k for k in self.of(predicate, "nsubj") if self.words[k] == "it"), None)
        clause = next((k for k in self.of(predicate, "ccomp", "xcomp") if k > predicate), None)
        if it is not None and clause is not None and it < predicate:
            self.dep[it], self.dep[clause] = "expl", "csubj"

    def comments(self) -> None:
        """What is said, with the comment beside it: "it was a Tuesday, I think"."""
        for c in [i for i, name in enumerate(self.dep) if name == "ccomp"]:
            h = self.head[c]
            if c > h or h < 0 or self.words[h] not in _COMMENTS or self.of(c, "mark"):
                continue
            if all(k > c for k in self.of(h, "nsubj")):
                place, relation = self.head[h], self.dep[h]
                self.hang(c, place, relation)
                self.hang(h, c, "parataxis")

    def small_clauses(self) -> None:
        """Object and open complement in "made him angry", "want her to go", "saw them leave"."""
        for c in [i for i, name in enumerate(self.dep) if name == "ccomp"]:
            h = self.head[c]
            if h < 0 or self.pos[h] not in _VERBS or self.of(c, "mark"):
                continue
            chain = [c, *self.of(c, "aux", "auxpass", "cop")]
            if any(self.tag[k] in _FINITE for k in chain):
                continue
            subject = next((k for k in self.of(c, "nsubj", "nsubjpass") if h < k < c), None)
            if subject is not None and not self.of(h, "dobj"):
                self.hang(subject, h, "dobj")
                self.dep[c] = "xcomp"

    def names(self) -> None:
        """What only has another name."""
        for i, name in enumerate(self.dep):
            if name == "aux" and self.tag[i] == "TO":
                self.dep[i] = "mark"
            else:
                self.dep[i] = _RENAMED.get(name, name)
