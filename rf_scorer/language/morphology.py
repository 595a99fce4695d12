"""English inflection by rule, with the codebook's table of irregular forms: from a headword to everything it may look like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TAGS", "Inflector"]

#: How a form is called in the codebook's ``form`` condition.
TAGS = ("base", "s", "past", "participle", "ing", "singular", "plural", "plain", "comparative")

_DOUBLED = re.compile(r"^(?:[^aeiou]*[aeiou][bdgklmnprtv])$")
# fmt: off
_STRESSED_LAST = frozenset({
    "abhor", "acquit", "admit", "begin", "commit", "concur", "confer", "control", "defer", "deter", "equip", "forget", "incur", "infer", "occur",
    "omit", "outwit", "permit", "prefer", "rebel", "rebut", "recur", "refer", "regret", "submit", "transfer", "upset",
})
# fmt: on
#: Verbs whose last letter some double and some do not: worshipped and worshiped, focussed and focused; and travelled with its like.
_EITHER_WAY = ("el", "al", "il", "worship", "kidnap", "focus", "bias")
#: Participles and pasts beside the regular ones.
_SECOND_PAST = {
    "learn": "learnt",
    "dream": "dreamt",
    "spoil": "spoilt",
    "lean": "leant",
    "leap": "leapt",
    "dwell": "dwelt",
    "burn": "burnt",
    "get": "got",
}
#: Adjectives whose comparative would be another word: number.
_UNCOMPARED = frozenset({"numb", "off", "down"})


def _stem(verb: str) -> str:
    """The verb before -ed and -ing, with its last letter doubled where English doubles it."""
    if verb.endswith("ic"):  # panicked
        return verb + "k"
    if verb in _STRESSED_LAST or (_DOUBLED.match(verb) and not verb.endswith(("w", "x", "y"))):
        return verb + verb[-1]
    return verb


class Inflector:
    """Makes forms.

    Parameters
    ----------
    verbs : mapping of str to str
        Irregular verbs: ``"past participle"`` by base form.
    nouns : mapping of str to str
        Irregular plurals by singular.
    """

    def __init__(self, verbs: Mapping[str, str], nouns: Mapping[str, str]) -> None:
        self._verbs = {base: tuple(forms.split()) for base, forms in verbs.items()}
        self._nouns = dict(nouns)

    def verb(self, base: str) -> dict[str, tuple[str, ...]]:
        """Forms of a verb by tag; a verb with a particle (``figure out``) is inflected in its first word by the caller."""
        stem = _stem(base)
        if base.endswith("e"):
            regular, ing = base + "d", base[:-1] + "ing"
            if base.endswith(("ee", "oe", "ye")):
                ing = base + "ing"
            elif base.endswith("ie"):
                ing = base[:-2] + "ying"
        elif base.endswith("y") and base[-2:-1] not in "aeiou":
            regular, ing = base[:-1] + "ied", base + "ing"
        else:
            regular, ing = stem + "ed", stem + "ing"
        past, participle = self._verbs.get(base, (regular, regular))
        pasts: tuple[str, ...] = (past,)
        ings: tuple[str, ...] = (ing,)
        if base.endswith(_EITHER_WAY) and base not in self._verbs and stem == base:  # travelled and traveled
            pasts = (past, base + base[-1] + "ed")
            ings = (ing, base + base[-1] + "ing")
        extra = (_SECOND_PAST[base],) if base in _SECOND_PAST else ()
        if base == "be":
            return {
                "base": ("be", "am", "are"),
                "s": ("is",),
                "past": ("was", "were"),
                "participle": ("been",),
                "ing": ("being",),
            }
        return {
            "base": (base,),
            "s": (self._third(base),),
            "past": pasts + extra,
            "participle": ((participle,) if base in self._verbs else pasts) + extra,
            "ing": ings,
        }

    @staticmethod
    def _third(base: str) -> str:
        if base == "have":
            return "has"
        if base.endswith(("s", "x", "z", "ch", "sh", "o")):
            return base + "es"
        if base.endswith("y") and base[-2:-1] not in "aeiou":
            return base[:-1] + "ies"
        return base + "s"

    def noun(self, singular: str) -> dict[str, tuple[str, ...]]:
        """Singular and plural of a noun."""
        regular = singular[:-2] + "es" if singular.endswith("sis") else self._third(singular)
        plural = self._nouns.get(singular, regular)
        return {"singular": (singular,), "plural": (plural,)}

    @staticmethod
    def adjective(positive: str) -> dict[str, tuple[str, ...]]:
        """An adjective; short ones with their comparative and superlative."""
        if (
            positive in _UNCOMPARED
            or len(positive) > (8 if positive.endswith("y") else 6)
            or positive.endswith(("ed", "ful", "ous", "al", "ing", "ic", "id", "ive", "ent", "ble"))
        ):
            return {"plain": (positive,)}
        stem = positive[:-1] + "i" if positive.endswith("y") else _stem(positive).removesuffix("e")
        return {"plain": (positive,), "comparative": (stem + "er", stem + "est")}

    def forms(self, lemma: str, part: str) -> dict[str, tuple[str, ...]]:
        """Forms by tag for a part of speech: ``verb``, ``noun``, ``adjective``, or ``word`` (not inflected)."""
        if part == "verb":
            return self.verb(lemma)
        if part == "noun":
            return self.noun(lemma)
        if part == "adjective":
            return self.adjective(lemma)
        return {"plain": (lemma,)}
