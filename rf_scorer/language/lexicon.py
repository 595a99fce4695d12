"""Word classes and forms of the codebook, ready for lookups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.language.morphology import Inflector

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Words", "make_words", "spellings"]

# fmt: off
_ISE = re.compile(r"^(\w{2,}(?:[^aeiou\W]i|aly))s(e|ed|er|ing|ation|able)$")
_NEVER_IZE = (
    "advis", "appris", "chastis", "compris", "compromis", "concis", "despis", "devis", "disguis", "exercis", "franchis", "improvis", "precis",
    "promis", "revis", "supervis", "surpris", "televis", "uncompromis", "unsurpris", "practis",
)
_OUR = re.compile(r"^(\w*(?:hon|fav|sav|hum|rum|col|ard|ferv|ranc|cand|endeav|behavi|enam|demean|rig|vig))our(\w*)$")
_AMERICAN = {
    "acknowledgement": "acknowledgment", "appal": "appall", "centred": "centered", "self-centred": "self-centered", "cosy": "cozy",
    "defence": "defense", "defencelessness": "defenselessness", "disorientated": "disoriented", "enthral": "enthrall", "fulfil": "fulfill",
    "fulfilment": "fulfillment", "grey": "gray", "instil": "instill", "judgement": "judgment", "judgemental": "judgmental",
    "misjudgement": "misjudgment", "offence": "offense", "pretence": "pretense", "sceptical": "skeptical", "sceptically": "skeptically",
    "scepticism": "skepticism", "sombre": "somber", "tranquillity": "tranquility", "wilful": "willful", "wilfully": "willfully",
}
_NOT_FINITE = frozenset({"going", "being", "been", "got", "get", "gets", "getting", "gotten", "gon", "having", "be"})
# fmt: on


@dataclass(frozen=True, slots=True)
class Words:
    """The codebook's closed classes and what forms words have.

    Attributes
    ----------
    classes, measures : mapping of str to frozenset of str
    inflector : Inflector
    verb_tags : mapping of str to frozenset of str
        For each form of each verb that is known: the tags it may have.
    verb_forms : mapping of str to frozenset of str
        Every form of a headword.
    leading, chained, finite, unsaid : frozenset of str
        What may stand between a subject and its verb; auxiliaries and *to*; auxiliaries that a subject may have behind it; adverbs and negations.
    """

    classes: Mapping[str, frozenset[str]]
    measures: Mapping[str, frozenset[str]]
    inflector: Inflector
    verb_tags: Mapping[str, frozenset[str]]
    leading: frozenset[str]
    chained: frozenset[str]
    finite: frozenset[str]
    unsaid: frozenset[str]

    def forms(self, lemma: str) -> frozenset[str]:
        """Every form of a verb or noun, British and American spelling included."""
        forms: set[str] = set()
        for variant in spellings(lemma):
            for values in self.inflector.verb(variant).values():
                forms.update(values)
        return frozenset(forms)


def spellings(lemma: str) -> tuple[str, ...]:
    """A headword with its other spelling, American beside British."""
    american = _ISE.sub(r"\1z\2", lemma) if not lemma.startswith(_NEVER_IZE) else lemma
    american = _OUR.sub(r"\1or\2", american)
    american = _AMERICAN.get(american, american)
    return (lemma, american) if american != lemma else (lemma,)


def make_words(
    classes: Mapping[str, list[str]],
    measures: Mapping[str, list[str]],
    lemmas: Mapping[str, Any],
    verbs: frozenset[str],
) -> Words:
    """Put the tables together.

    Parameters
    ----------
    classes, measures : mapping of str to list of str
    lemmas : mapping
        The file of irregular forms.
    verbs : frozenset of str
        Base forms of the verbs that the entries name.
    """
    inflector = Inflector(lemmas["verbs"], lemmas["nouns"])
    tags: dict[str, set[str]] = {}
    for base in sorted(verbs | set(lemmas["verbs"]) | set(lemmas["plain"]["verbs"])):
        for variant in spellings(base):
            for tag, forms in inflector.verb(variant).items():
                for form in forms:
                    tags.setdefault(form, set()).add(tag)
    plain = (inflector.verb(base)["past"] for base in lemmas["plain"]["verbs"])
    sets = {name: frozenset(words) for name, words in classes.items()}
    sets["past"] = frozenset(form for forms in plain for form in forms if "base" not in tags[form])
    return Words(
        classes=sets,
        measures={name: frozenset(words) for name, words in measures.items()},
        inflector=inflector,
        verb_tags={form: frozenset(found) for form, found in tags.items()},
        leading=sets["aux"] | sets["adverb"] | sets["neg"] | sets["support"] | {"to", "used"},
        chained=sets["aux"] | {"to"},
        finite=sets["aux"] - _NOT_FINITE,
        unsaid=sets["adverb"] | sets["neg"],
    )
