"""The measures: cheap counts over one text (see :mod:`rf_scorer.language.measures`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.diction import count_diction
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
_NEGATIONS = frozenset({"not", "never", "no", "nothing", "nobody", "none", "without", "noone", "neither", "nor"})
_CONTENTLESS = 4


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

    def measure(self, view: View, quotes: list[Quote], question: list[str]) -> dict[str, float]:
        """All measures of a text, in their order.

        Parameters
        ----------
        view : View
        quotes : list of Quote
        question : list of str
            Lower-case words of the question; empty where there is none.
        """
        found: dict[str, float] = dict.fromkeys(MEASURES, 0.0)
        table, w = self._table, view.w
        seen: set[str] = set()
        persons: set[str] = set()
        letters = count = 0
        before = ""
        for i, word in enumerate(w):
            for name in table.get(word, ()):
                found[name] += 1
            if word[0].isalpha() or word == CODE:
                seen.add(word)
                count += 1
                letters += len(word)
                if word == before:
                    found["repeated_words"] += 1
                if word in self._kin or word == CODE:
                    persons.add(word if word != CODE else view.text[view.s[i] : view.e[i]])
                elif word not in table:
                    self._tense(found, word)
            elif word == "-" and i + 1 < len(w) and view.s[i] == view.e[i - 1]:
                found["cut_offs"] += 1
            self._hedge(found, view, i, before)
            before = word
        self._rest(found, view, quotes, question, seen, persons, letters, count)
        count_diction(view, found, persons=self._persons)
        return found

    def _tense(self, found: dict[str, float], word: str) -> None:
        if word in self._present_s:
            found["present_tense"] += 1
        elif word.endswith("ed") and len(word) > _CONTENTLESS:
            found["past_tense"] += 1

    def _hedge(self, found: dict[str, float], view: View, i: int, before: str) -> None:
        """Generic subjects, hedges of degree and fillers, which take two words to tell."""
        word = view.w[i]
        if word in _GENERIC_SUBJECTS and self._generic(view, i):
            found["present_generic"] += 1
        elif word == "of" and before in {"kind", "sort"}:
            found["degree_hedges"] += 1
            found["fillers"] += 1
        elif word in {"bit", "little"} and before == "a":
            found["degree_hedges"] += 1
        elif (word == "mean" and before == "i") or (
            word == "like" and before == "," and view.w[i + 1 : i + 2] == [","]
        ):
            found["fillers"] += 1

    def _generic(self, view: View, i: int) -> bool:
        w = view.w
        if i + 1 >= view.last[i]:
            return False
        if w[i] == "they" or (
            i > view.first[i] and w[i - 1] in {"did", "do", "the", "my", "our", "his", "her", "their"}
        ):
            return False
        return "base" in self._words.verb_tags.get(w[i + 1], ()) or w[i + 1] in {
            "are",
            "is",
            "can",
            "do",
            "will",
            "just",
            "always",
            "never",
        }

    def _rest(
        self,
        found: dict[str, float],
        view: View,
        quotes: list[Quote],
        question: list[str],
        seen: set[str],
        persons: set[str],
        letters: int,
        count: int,
    ) -> None:
        hesitations = float(view.removed["hesitation"])
        found["hesitations"] = hesitations
        found["fillers"] += hesitations + view.removed["filler"]
        found["cut_offs"] += found["repeated_words"]
        found["quotes"] = float(len(quotes))
        found["particular_persons"] = float(len(persons))
        content = seen - self._function
        found["types"] = float(len(seen))
        found["content_types"] = float(len(content))
        if count:
            found["type_token"] = len(seen) / count
            found["mean_word_length"] = letters / count
        lengths = [
            sum(1 for word in view.w[start:end] if word[0].isalnum() or word == CODE) for start, end in view.sentences
        ]
        lengths = [length for length in lengths if length]
        if lengths:
            found["mean_sentence_length"] = sum(lengths) / len(lengths)
            found["longest_sentence"] = float(max(lengths))
        if question and content:
            found["question_overlap"] = len(content.intersection(question)) / len(content)
        for aside in view.asides:
            if aside.kind in {"pause", "event", "inaudible"}:
                found[{"pause": "pauses", "event": "events", "inaudible": "inaudible"}[aside.kind]] += 1
        numerals = sum(1 for word in view.w if word[0].isdigit())
        found["numbers"] += numerals
