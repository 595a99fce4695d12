"""Subjects beside their verb, which the words themselves tell: *I, he, we* with nothing but auxiliaries and adverbs between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.phrases import NounPhrases, Subject

if TYPE_CHECKING:
    from rf_scorer.language.view import View

__all__ = ["NearSubjects"]

#: How many words back a subject is looked for.
_REACH = 20
#: She'd, she'll, he'll, I'll as they are typed without their apostrophe, which the tokenizer leaves whole.
_TYPED = {"shed": "other", "shell": "other", "hell": "other", "ill": "self"}
#: Verbs whose object is the one who does or feels what comes next: saw him panic, got her angry.
_WITNESSED = frozenset({
    "see", "saw", "seen", "seeing", "watch", "watched", "watching", "hear", "heard", "hearing", "make", "makes", "made", "making",
    "let", "lets", "letting", "get", "gets", "got", "getting", "keep", "keeps", "kept", "keeping", "leave", "leaves", "left",
    "leaving", "drive", "drives", "drove", "driving", "find", "finds", "found", "finding",
})  # fmt: skip
#: What somebody feels with: something in her knew, part of me wanted.
_INNER_PARTS = frozenset(
    {
        "something",
        "part",
        "parts",
        "bit",
        "side",
        "half",
        "child",
        "everything",
        "voice",
        "piece",
        "nothing",
        "anything",
    }
)


class NearSubjects(NounPhrases):
    """Finds subjects by neighbouring words, where these are surer than a parse of hesitant speech.

    Parameters
    ----------
    words : Words
    """

    def near(self, view: View, i: int) -> Subject | None:
        """I, he, we … with nothing but auxiliaries and adverbs between: the subject, whatever the parse says."""
        w, first = view.w, max(view.first[i], i - _REACH)
        k = i - 1
        while k >= first:
            word = w[k]
            if word in self._nominative:
                return self._with_partner(view, k)
            if word in _TYPED and self._typed(view, k, i):
                return Subject(_TYPED[word], k)
            if word in self._light:
                if word in self._aux and (found := self._stranded(view, k)) is not None:
                    return found
            elif k == first or w[k - 1] not in self._light or not (word == "," or (word == "that" and k == i - 1)):
                break
            k -= 1
        if k < first:
            return None
        if (
            w[k] == "one"
            and view.tag[i] != "CD"
            and (k == first or (w[k - 1] not in self._counting and not view.tag[k - 1].startswith("JJ")))
        ):
            return Subject("generic", k)
        if w[k] in self._objects:
            return self._object(view, k, i)
        if (
            k == i - 1
            and w[k] == "how"
            and i + 2 < view.last[i]
            and w[i + 1] in self._nominative
            and w[i + 2] in self._aux
        ):
            return self._with_partner(view, i + 1)
        return None

    def _typed(self, view: View, k: int, i: int) -> bool:
        """Whether the word at ``k`` is a pronoun and its auxiliary: a bare form comes next, and nothing makes a noun of it."""
        between = view.w[k + 1 : i]
        if k > view.first[k] and (view.w[k - 1] in self._determiners or view.pos[k - 1] in {"ADP", "AUX", "VERB"}):
            return False
        return view.tag[i] in {"VB", "VBP"} or "be" in between

    def _object(self, view: View, k: int, i: int) -> Subject | None:
        """An object pronoun that does or has what word ``i`` says: something in me knew, saw him panic, got her really angry."""
        w, first = view.w, view.first[i]
        before = w[k - 1] if k > first else ""
        inner = before in {"in", "inside", "of"} and k - 2 >= first and w[k - 2] in _INNER_PARTS
        if (
            inner
            or (
                before in _WITNESSED
                and view.tag[i] != "VBZ"
                and not (before.startswith("f") and w[i].endswith("ing"))  # found him annoying
                and self.adverbs.issuperset(w[k + 1 : i])
            )
        ):
            return self.who(view, k)
        return None

    def _with_partner(self, view: View, k: int) -> Subject:
        """The pronoun at ``k``, with the one who is named before it: my brother and I."""
        found = self.who(view, k)
        if k - 2 < view.first[k] or view.w[k - 1] not in {"and", "or"}:
            return found
        head, j = view.head[k], k - 2
        if view.dep[k] == "conj" and (self.is_person_noun(view, head) or view.w[head] in self._pronouns):
            return self.who(view, head)
        if view.head[j] in {k, head} and (
            self.is_person_noun(view, j) or view.capital(j) or view.w[j] in self._pronouns
        ):
            return Subject("shared" if found.kind == "self" else found.kind, j)
        return found

    def _stranded(self, view: View, k: int) -> Subject | None:
        """The subject of an auxiliary that was parsed as a verb because a filler stands behind it: he did not, like, know."""
        for j in view.kids[k]:
            if view.dep[j] == "nsubj" and j < k:
                found = self.who(view, j)
                return found if found.person else None
        return None
