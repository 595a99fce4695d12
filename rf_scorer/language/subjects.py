"""Who feels, thinks or wants: the subject of a word, found in a window of words without a parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.phrases import NounPhrases, Subject

if TYPE_CHECKING:
    from rf_scorer.language.view import View

__all__ = ["SubjectFinder"]

_REACH = 16
_HARD = frozenset({".", "?", "!", ";", ":"})
_COMPLEMENTIZERS = frozenset({"that", "who", "which"})
# fmt: off
_RAISING = frozenset({
    "made", "make", "makes", "making", "let", "lets", "letting", "help", "helped", "helps", "see", "saw", "seen",
    "hear", "heard", "watch", "watched", "want", "wanted", "wants", "leave", "left", "get", "got", "tell", "told",
    "tells", "ask", "asked", "expect", "expected", "have", "had", "teach", "taught", "allow", "allowed", "force",
    "forced", "need", "needed", "found", "find", "keep", "kept", "like", "liked", "cause", "caused", "leaves",
    "drive", "drove", "drives", "leaving", "keeps", "encourage", "encouraged", "teaches", "causes", "for", "with",
    "of", "makin", "hate", "hated", "love", "loved", "knew", "know", "believed", "considered", "thought",
})
# fmt: on


_NOBODY = Subject("none", -1)
#: Told apart by identity: the word was dealt with, go on; the search ends here.
_NEXT = Subject("none", -2)
_GIVE_UP = Subject("none", -3)
_AND = frozenset({"and", "but", "or"})


class _Scan:
    """A walk to the left from the word whose subject is sought."""

    __slots__ = ("coordinated", "direct", "fallback", "first", "i", "j", "low", "view")

    def __init__(self, view: View, i: int) -> None:
        self.view, self.i, self.j = view, i, i - 1
        self.first = view.first[i]
        self.low = max(self.first, i - _REACH)
        self.coordinated = False
        #: Nothing but auxiliaries, adverbs and support verbs have been passed.
        self.direct = True
        self.fallback: Subject | None = None

    def step(self, *, direct: bool | None = None) -> Subject:
        """Go one word on."""
        self.j -= 1
        if direct is not None:
            self.direct = direct
        return _NEXT


class SubjectFinder(NounPhrases):
    """Finds subjects with the word classes of the codebook.

    Parameters
    ----------
    words : Words
    """

    def of_verb(self, view: View, i: int) -> Subject:
        """The subject of the verb or predicate that begins at word ``i``."""
        scan = _Scan(view, i)
        while scan.j >= scan.low:
            word = view.w[scan.j]
            if word in _HARD:
                break
            for handle in (
                self._pronoun,
                self._passed,
                self._relative,
                self._object,
                self._anybody,
                self._person_noun,
                self._clause,
                self._thing,
            ):
                found = handle(scan, word)
                if found is _GIVE_UP:
                    return scan.fallback or _NOBODY
                if found is not None and found is not _NEXT:
                    return found
                if found is _NEXT:
                    break
            else:
                scan.step(direct=False)
        return scan.fallback or _NOBODY

    def _pronoun(self, scan: _Scan, word: str) -> Subject | None:
        """I, he, they …: the subject, unless it is another verb's object."""
        if word not in self._pronouns:
            return None
        w, j, low = scan.view.w, scan.j, scan.low
        before = w[j - 1] if j > low else ""
        if (
            word == "it"
            and before
            and (
                self._object_it(scan.view, j, low)
                or (not scan.direct and not scan.coordinated and before in self._prep)
            )
        ):
            return scan.step()
        if word == "you" and not scan.direct and (before in _RAISING or before in self._prep):
            return scan.step()
        kind = self._pronouns[word]
        if (
            kind in {"self", "other"}
            and j - 2 >= low
            and before == "and"
            and self._noun_or_pronoun(scan.view, j - 2, low)
        ):
            kind = "shared" if kind == "self" else "other"
        return Subject(kind, j, scan.coordinated)

    def _passed(self, scan: _Scan, word: str) -> Subject | None:
        """Auxiliaries, adverbs and support verbs; commas and conjunctions, behind which a shared subject may stand."""
        if word in self._skip and word != "that":
            return scan.step()
        if word == ",":
            scan.step()
            scan.direct = (
                scan.direct
                and scan.j >= scan.low
                and (scan.view.w[scan.j] in _AND or scan.view.w[scan.j] in self._skip)
            )
            return _NEXT
        if word in self._conj:
            scan.coordinated = True
            return scan.step()
        return None

    def _relative(self, scan: _Scan, word: str) -> Subject | None:
        """Who and that: the person they stand for."""
        if word not in {"who", "that"}:
            return None
        antecedent = self._antecedent(scan.view, scan.j, scan.low)
        if antecedent is not None and (scan.direct or word == "who"):
            return antecedent
        if word == "who" and scan.direct:
            return Subject("generic", scan.j)
        return scan.step(direct=False)

    def _object(self, scan: _Scan, word: str) -> Subject | None:
        """Me, him, them …: the subject of what they are made, seen or asked to do."""
        if word not in self._objects or word == "one":
            return None
        w, j, low = scan.view.w, scan.j, scan.low
        before = w[j - 1] if j > low else ""
        if scan.direct:
            if not scan.coordinated and self._raised(scan.view, j, low):
                return Subject(self._objects[word], j)
            if word == "me" and j - 2 >= low and before == "and":
                return Subject("shared", j)
            if word in {"us", "me"} and before == "of":
                return Subject(self._objects[word], j)
        return scan.step(direct=False)

    def _anybody(self, scan: _Scan, word: str) -> Subject | None:
        """Everyone, nobody, one: people at large."""
        if word not in self._indefinite and word != "one":
            return None
        if not (scan.direct or scan.coordinated):
            return scan.step()
        before = scan.view.w[scan.j - 1] if scan.j > scan.low else ""
        if word == "one" and before in self._det:
            return Subject("generic" if before in {"no", "any", "every"} else "other", scan.j)
        return Subject("generic", scan.j)

    def _person_noun(self, scan: _Scan, _: str) -> Subject | None:
        """My mother, Anna, the teacher: the subject, unless it hangs on a preposition or ends another clause."""
        view, j, low = scan.view, scan.j, scan.low
        if not (self.is_person_noun(view, j) or view.capital(j)):
            return None
        found = self._person_phrase(view, j, low)
        start = found.index
        before = view.w[start - 1] if start > scan.first else ""
        if (
            before in self._prep
            and before not in {"than", "as", "after", "before", "like"}
            and not self._raised(view, start, low, over_prep=False)
        ):
            scan.fallback = scan.fallback or found
            scan.j = start - 2
            return _NEXT
        opens = before in {"", ","} or before in self._subordinators
        if not scan.coordinated and (scan.direct or opens):
            return found
        if scan.coordinated and (opens or start == scan.first or before in {"that", "and", "but"}):
            return found
        if not scan.coordinated:
            scan.fallback = scan.fallback or found
        scan.j = start - 1
        scan.direct = False
        return _NEXT

    def _clause(self, scan: _Scan, word: str) -> Subject | None:
        """Because, when, how: another clause begins here, and with it the search ends."""
        if word not in self._subordinators:
            return None
        if scan.j + 1 < scan.i and scan.view.w[scan.j + 1] == "to":
            return scan.step()  # he knew how to show it
        return _GIVE_UP if scan.direct and word != "as" else scan.step()

    def _thing(self, scan: _Scan, word: str) -> Subject | None:
        """The house, everything, my heart."""
        if not scan.direct or scan.coordinated:
            return None
        view, j = scan.view, scan.j
        if word in self._thing_words:
            return Subject("it", j)
        if not self._is_noun_like(view, j):
            return None
        start = self._phrase_start(view, j, scan.low)
        before = view.w[start - 1] if start > scan.first else ""
        if self._body_of(view, start, j):
            return Subject(self._poss.get(view.w[start], "self"), j)
        if before in self._prep:
            scan.j = start - 2
            return _NEXT
        if start == j and before in self._predicates:
            return scan.step()  # an adjective: was able to, felt small and
        if j == scan.i - 1 and not self._finite(view, scan.i):
            scan.j = start - 1
            scan.direct = False
            return _NEXT
        return Subject("thing", j)

    _thing_words = frozenset(
        {"this", "these", "those", "everything", "something", "nothing", "anything", "which", "what"}
    )

    def _finite(self, view: View, i: int) -> bool:
        tags = self._words.verb_tags.get(view.w[i], ())
        return "past" in tags or "s" in tags

    def _noun_or_pronoun(self, view: View, j: int, low: int) -> bool:
        """Whether what stands before 'and I' is a person who shares the state, not the end of another clause."""
        before = view.w[j - 1] if j > low else ""
        opens = before in {"", ",", "because", "when", "that", "and", "so", "but", "me"}
        if view.w[j] in {"he", "she", "him", "her", "they", "them"}:
            return opens
        if not (self.is_person_noun(view, j) or view.capital(j)):
            return False
        start = self._phrase_start(view, j, low)
        return (
            start == low
            or view.w[start - 1] in {",", "because", "when", "that", "and", "so", "but", "if", "since", "both"}
            or start == view.first[j]
        )

    def _object_it(self, view: View, j: int, low: int) -> bool:
        """Whether the 'it' at ``j`` is an object: ``he did it on purpose``."""
        before = view.w[j - 1]
        if j + 1 < len(view.w) and view.w[j + 1] in self._aux:
            return False
        if before in {"do", "did", "does", "done", "have", "had"}:
            return j - 2 >= low and (view.w[j - 2] in self._pronouns or before == "done")
        return before in self._words.verb_tags and before not in self._aux

    def _raised(self, view: View, j: int, low: int, *, over_prep: bool = True) -> bool:
        """Whether the object at ``j`` is the subject of what follows it: ``made him …``, ``want her to …``, ``easy for me to …``."""
        if j <= low:
            return False
        before = view.w[j - 1]
        if before in {"for", "with"}:
            return over_prep or before == "with"
        return before in _RAISING and before not in self._prep

    def _antecedent(self, view: View, j: int, low: int) -> Subject | None:
        k = j - 1
        if k >= low and view.w[k] == ",":
            k -= 1
        if k < low:
            return None
        if self.is_person_noun(view, k) or view.capital(k):
            return self._person_phrase(view, k, low)
        word = view.w[k]
        if word in self._indefinite or word in {"those", "one", "anyone"}:
            return Subject("generic", k)
        if word in self._objects:
            return Subject(self._objects[word], k)
        return None

    def of_noun(self, view: View, i: int) -> Subject:
        """Whose state a noun at word ``i`` names: possessor, else who has or feels it."""
        owner = self._owner(view, i) or self._after_noun(view, i)
        if owner is not None:
            return owner
        found = self.of_verb(view, i)
        return (self.named(view, i) or found) if found.kind in {"thing", "it"} else found

    def _owner(self, view: View, i: int) -> Subject | None:
        """``her anger``, ``my brother's fear``, ``gave me comfort``."""
        w = view.w
        k, low = i - 1, max(view.first[i], i - 5)
        while k >= low:
            word = w[k]
            if word in self._poss:
                return Subject("other" if word == "her" else self._poss[word], k)
            if word == "'s":
                return self._genitive(view, k)
            if word in self._objects and word != "one" and all(x in self._skip or x in self._det for x in w[k + 1 : i]):
                return Subject(self._objects[word], k)
            if word in {",", "and"} or (word in self._prep and word != "of") or word in self._pronouns:
                return None
            if word in self._words.verb_tags and word not in self._skip:
                return None
            k -= 1
        return None

    def _genitive(self, view: View, k: int) -> Subject | None:
        if k - 1 < view.first[k]:
            return None
        if self.is_person_noun(view, k - 1) or view.capital(k - 1):
            return self._person_phrase(view, k - 1, view.first[k])
        return Subject("generic", k - 1) if view.w[k - 1] in self._indefinite else None

    def _after_noun(self, view: View, i: int) -> Subject | None:
        """``the anger of my father``, ``the fear he had``."""
        w, last = view.w, view.last[i]
        if i + 2 < last and w[i + 1] in {"that", "which"} and w[i + 2] in self._pronouns:
            if w[i + 1] == "that" and i + 3 < last and w[i + 3] not in self._skip:
                return None
            return None
        if (
            i + 2 < last
            and w[i + 1] in {"i", "he", "she", "we", "they"}
            and w[i + 2]
            in {"had", "have", "has", "felt", "feel", "feels", "carried", "carry", "carries", "must", "was", "'d"}
        ):
            return Subject(self._pronouns[w[i + 1]], i + 1)
        if i + 2 < last and w[i + 1] == "in" and w[i + 2] in self._objects:
            return Subject(self._objects[w[i + 2]], i + 2)
        if (
            i + 3 < last
            and w[i + 1] in {"in", "of"}
            and w[i + 2] in {"my", "his", "her", "their", "the"}
            and self.is_person_noun(view, i + 3)
            and w[i + 1] == "of"
            and view.w[i] in _OWNED
        ):
            return Subject("other", i + 2)
        return None


# fmt: off
_OWNED = frozenset({
    "anger", "love", "fear", "rage", "sadness", "grief", "feelings", "feeling", "thoughts", "view", "views", "belief",
    "beliefs", "wishes", "wish", "needs", "joy", "hatred", "jealousy", "worry", "anxiety", "pain",
})
# fmt: on
