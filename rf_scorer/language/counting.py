"""The measures: cheap counts over one text (see :mod:`rf_scorer.language.measures`)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.language.diction import NAMES_OF_WORDS, count_diction
from rf_scorer.language.measures import MEASURES
from rf_scorer.language.view import CODE, PLACE

if TYPE_CHECKING:
    from rf_scorer.language.flags import Quote
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.view import View

__all__ = ["Counter"]

_BE_PAST = frozenset({"was", "were", "had", "did"})
_PRESENT = frozenset({"is", "am", "are", "has", "have", "does", "do"})
_GENERIC_SUBJECTS = frozenset({"you", "people", "kids", "children", "everybody", "everyone", "one", "parents", "they"})
#: The words at which :meth:`Counter._hedges` looks.
_HEDGING = _GENERIC_SUBJECTS | {"of", "bit", "little", "mean", "like"}
_NEGATIONS = frozenset({"not", "never", "no", "nothing", "nobody", "none", "without", "noone", "neither", "nor"})
_NOT_GENERIC = frozenset({"did", "do", "the", "my", "our", "his", "her", "their"})
_GENERIC_VERBS = frozenset({"are", "is", "can", "do", "will", "just", "always", "never"})
_CONTENTLESS = 4
_NOTHING: dict[str, float] = dict.fromkeys(MEASURES, 0.0)
#: Different words that are kept in mind, which is more than most people use.
_MOST_KNOWN = 20_000


class _Word(NamedTuple):
    """What a word adds to the measures wherever it stands."""

    names: tuple[str, ...]
    said: bool
    content: bool
    kin: bool


class Counter:
    """Counts with the word lists of the codebook.

    Parameters
    ----------
    words : Words
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        classes, lists = words.classes, words.measures
        self._table: dict[str, list[str]] = {}
        groups = {
            "first_person": classes["self"], "first_person_plural": classes["shared"], "second_person": classes["you"], "third_person": classes["third"],
            "indefinite_person": classes["indefinite"] | classes["people"], "kin_terms": classes["kin"], "numbers": classes["number"] - {"one"}, "modals": lists["modals"],
            "times": lists["times"], "places": lists["places"], "causal": lists["causal"], "contrast": lists["contrast"], "conditional": lists["conditional"],
            "absolutes": lists["absolutes"], "intensifiers": lists["intensifiers"], "abstract_terms": lists["abstract_terms"], "trait_terms": lists["trait_terms"],
            "bodily_terms": lists["bodily_terms"], "behaviour_terms": lists["behaviour_terms"], "speech_verbs": lists["speech_verbs"], "function_words": lists["function_words"],
            "negations": _NEGATIONS, "present_tense": _PRESENT, "name_codes": frozenset({CODE, PLACE}), "questions": frozenset({"?"}),
            "past_tense": _BE_PAST | frozenset(form for form, tags in words.verb_tags.items() if "past" in tags and "base" not in tags),
        }  # fmt: skip
        for name, group in groups.items():
            for word in group:
                self._table.setdefault(word, []).append(name)
        self._function = lists["function_words"]
        self._kin = classes["kin"]
        self._persons = classes["kin"] | classes["person"]
        self._present_s = frozenset(form for form, tags in words.verb_tags.items() if tags == {"s"})
        self._known: dict[str, _Word] = {}

    def measure(self, view: View, quotes: list[Quote], question: list[str]) -> dict[str, float]:
        """All measures of a text, in their order.

        Parameters
        ----------
        view : View
        quotes : list of Quote
        question : list of str
            Lower-case words of the question; empty where there is none.
        """
        found = _NOTHING.copy()  # four times as fast as to make it anew
        self._different(found, view, question)
        self._hedges(found, view)
        self._rest(found, view, quotes)
        count_diction(view, found, persons=self._persons)
        return found

    def _different(self, found: dict[str, float], view: View, question: list[str]) -> None:
        """Measures to which each of the different words adds as often as it stands there."""
        known = self._known
        persons: set[str] = set()
        content: list[str] = []
        types = letters = count = repeated = 0
        for word, places in view.places.items():
            times = len(places)
            one = known.get(word) or self._learn(word)
            for name in one.names:
                found[name] += times
            if not one.said:
                continue
            types += 1
            count += times
            letters += len(word) * times
            if one.content:
                content.append(word)
            if one.kin:
                persons.add(word)
            if times > 1:
                for before, place in pairwise(places):
                    repeated += before + 1 == place
        persons.update(view.text[view.s[i] : view.e[i]] for i in view.places.get(CODE, ()))
        found["repeated_words"] = float(repeated)
        found["types"] = float(types)
        found["content_types"] = float(len(content))
        found["particular_persons"] = float(len(persons))
        if count:
            found["type_token"] = types / count
            found["mean_word_length"] = letters / count
        if question and content:
            found["question_overlap"] = len(set(question).intersection(content)) / len(content)

    def _learn(self, word: str) -> _Word:
        """Look a word up once: talk is made of few different words."""
        names = [*self._table.get(word, ()), *NAMES_OF_WORDS.get(word, ())]
        said = word[0].isalpha() or word == CODE
        kin = word in self._kin
        if word[0].isdigit():
            names.append("numbers")
        if said and word not in self._table:
            if word in self._present_s:
                names.append("present_tense")
            elif word.endswith("ed") and len(word) > _CONTENTLESS:
                names.append("past_tense")
        made = _Word(tuple(names), said, said and word not in self._function, kin)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[word] = made
        return made

    def _hedges(self, found: dict[str, float], view: View) -> None:
        """Generic subjects, hedges of degree and fillers, which take two words to tell."""
        if view.vocabulary.isdisjoint(_HEDGING):
            return
        w, there = view.w, view.places
        for word in view.vocabulary & _GENERIC_SUBJECTS:
            found["present_generic"] += sum([self._generic(view, i) for i in there[word]])
        for i in there.get("of", ()):
            if i and w[i - 1] in {"kind", "sort"}:
                found["degree_hedges"] += 1
                found["fillers"] += 1
        for word in ("bit", "little"):
            for i in there.get(word, ()):
                if i and w[i - 1] == "a":
                    found["degree_hedges"] += 1
        for i in there.get("mean", ()):
            if i and w[i - 1] == "i":
                found["fillers"] += 1
        for i in there.get("like", ()):
            if i and w[i - 1] == "," and w[i + 1 : i + 2] == [","]:
                found["fillers"] += 1

    def _generic(self, view: View, i: int) -> bool:
        w = view.w
        if i + 1 >= view.last[i]:
            return False
        if w[i] == "they" or (i > view.first[i] and w[i - 1] in _NOT_GENERIC):
            return False
        return "base" in self._words.verb_tags.get(w[i + 1], ()) or w[i + 1] in _GENERIC_VERBS

    def _rest(self, found: dict[str, float], view: View, quotes: list[Quote]) -> None:
        hesitations = float(view.removed["hesitation"])
        found["hesitations"] = hesitations
        found["fillers"] += hesitations + view.removed["filler"]
        for i in view.places.get("-", ()):
            if i + 1 < len(view.w) and view.s[i] == view.e[i - 1]:
                found["cut_offs"] += 1
        found["cut_offs"] += found["repeated_words"]
        found["quotes"] = float(len(quotes))
        said = [word[0].isalnum() or word == CODE for word in view.w]
        lengths = [length for start, end in view.sentences if (length := sum(said[start:end]))]
        if lengths:
            found["mean_sentence_length"] = sum(lengths) / len(lengths)
            found["longest_sentence"] = float(max(lengths))
        for aside in view.asides:
            if aside.kind in {"pause", "event", "inaudible"}:
                found[{"pause": "pauses", "event": "events", "inaudible": "inaudible"}[aside.kind]] += 1
