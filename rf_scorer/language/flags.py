"""Negation, quotation and whose words they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["Quote", "negated", "quoted_holder", "quotes"]

# fmt: off
_STOP = frozenset({
    ".", "?", "!", ";", ":", "because", "but", "if", "when", "while", "although", "though", "whether", "what", "why",
    "how", "where", "who", "which", "that", "unless", "until", "i", "he", "she", "we", "they",
})
# fmt: on
_PRONOUNS = frozenset({"i", "he", "she", "we", "they"})
_INVERTED = frozenset({"do", "did", "does", "is", "was", "were", "are", "could", "would"})
_DENIALS = frozenset({"not", "never", "hardly", "barely", "scarcely", "rarely", "seldom", "without", "cannot"})
_NOBODY = frozenset({"nobody", "noone", "none", "neither", "nothing"})
_BREAKS = frozenset({",", "and", "or", "-", "..."})
#: Verbs that let a negation through to what follows them: did not seem to care.
_TRANSPARENT = frozenset({"have", "had", "has", "used", "going", "seem", "seemed", "seems", "able", "get", "got"})
# fmt: off
_LIGHT = frozenset({
    "idea", "any", "a", "an", "the", "much", "lot", "of", "to", "bit", "very", "have", "had", "has", "having", "make",
    "made", "take", "took", "pay", "give", "gave", "think", "sense", "real", "single", "such", "my", "his", "her",
    "their", "our", "your", "particularly", "that",
})
# fmt: on
_QUOTE_MARK = '"'


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody is said to have said; ``speaker`` is a holder."""

    start: int
    end: int
    speaker: str


def negated(view: View, i: int, words: Words, finder: SubjectFinder) -> bool:
    """Whether the word at ``i`` is denied: a negation before it, with nothing but auxiliaries, adverbs and support verbs between."""
    w, classes = view.w, words.classes
    k, low = i - 1, max(view.first[i], i - 8)
    pass_over = classes["aux"] | classes["adverb"] | classes["support"] | _LIGHT
    governed = False  # a verb that governs this one has been met: want to feel
    while k >= low:
        word = w[k]
        if word in _DENIALS or word == "no" or (word == "one" and k > low and w[k - 1] == "no"):
            return _denies(w, k, i, low, governed=governed)
        if word in _NOBODY:
            return all(x in pass_over for x in w[k + 1 : i])
        if word == "to":
            before = w[k - 1] if k > low else ""
            governed = governed or (before in words.verb_tags and before not in _TRANSPARENT)
        elif word == "or" and k > low and w[k - 1] not in pass_over:
            k -= 1  # not sad or lonely: the negation carries over a list of states
        elif word in _STOP and not (word in _PRONOUNS and k > low and w[k - 1] in {"do", "did", "does"}):
            return word in _PRONOUNS and k - 2 >= low and w[k - 1] == "not" and w[k - 2] in _INVERTED
        elif (
            word in _BREAKS
            or (word in words.verb_tags and word not in pass_over)
            or (finder.is_person_noun(view, k) and k < i - 1)
        ):
            return False
        k -= 1
    return False


def _denies(w: list[str], k: int, i: int, low: int, *, governed: bool) -> bool:
    """Whether the negation at ``k`` reaches the word at ``i``."""
    word, after = w[k], w[k + 1]
    if word == "no":
        return after not in {",", "matter"}
    if word == "not" and after in {"only", "just"} and k + 1 < i:
        # not just sad, but: it is not the sadness that is denied; I did not just want: it is
        return after == "just" and k > low and w[k - 1] in {"do", "did", "does", "could", "can"}
    return not (governed and word == "not")


def quotes(view: View, finder: SubjectFinder) -> list[Quote]:
    """Stretches of direct speech: between quotation marks, and after 'he was like' or 'she goes,'."""
    found: list[Quote] = []
    w = view.w
    if _QUOTE_MARK in w:
        found += _marked(view, finder)
    quotative = finder.quotatives
    for i, word in enumerate(w):
        if word == "like" and i > 1 and w[i - 1] in {"was", "were", "is", "am", "are", "'s", "be", "been"}:
            begins = i + 1 < len(w) and (
                w[i + 1]
                in {
                    ",",
                    "oh",
                    "what",
                    "no",
                    "why",
                    "hey",
                    "okay",
                    "ok",
                    "yeah",
                    "well",
                    "wow",
                    "god",
                    "please",
                    "do",
                    "you",
                    "i",
                    "we",
                    "let",
                    "how",
                    "just",
                    "hang",
                    "wait",
                }
            )
            if begins and not any(quote.start <= i < quote.end for quote in found):
                subject = finder.of_verb(view, i)
                if subject.kind in {"self", "other", "shared", "generic", "you"}:
                    found.append(Quote(i + 1, view.last[i], _speaker(subject.kind)))
        elif (
            word in quotative
            and i + 2 < len(w)
            and w[i + 1] == ","
            and w[i + 2] in {"i", "you", "oh", "no", "well", "why", "what", "we", "do", "hey", "look", "okay"}
        ):
            if any(quote.start <= i < quote.end for quote in found) or w[i + 2] == '"':
                continue
            subject = finder.of_verb(view, i)
            if subject.kind in {"self", "other", "shared", "generic"}:
                found.append(Quote(i + 2, view.last[i], _speaker(subject.kind)))
    return found


def _speaker(kind: str) -> str:
    return "interviewer" if kind == "you" else kind


def _marked(view: View, finder: SubjectFinder) -> list[Quote]:
    w = view.w
    marks = [i for i, word in enumerate(w) if word == _QUOTE_MARK]
    found = []
    for opening, closing in zip(marks[::2], marks[1::2], strict=False):
        if closing - opening < 4 and not (opening and w[opening - 1] in {",", "like"} | finder.quotatives):
            continue  # a word in inverted commas, not speech
        speaker = "other"
        for k in range(opening - 1, max(view.first[opening], opening - 8) - 1, -1) if opening else ():
            if (
                w[k] in finder.quotatives
                or (w[k] == "like" and k and w[k - 1] in {"was", "is", "'s", "were", "am", "are"})
                or w[k] in {"goes", "went"}
            ):
                kind = finder.of_verb(view, k).kind
                speaker = _speaker(kind) if kind in {"self", "other", "shared", "generic", "you"} else "self"
                break
        found.append(Quote(opening + 1, closing, speaker))
    return found


def quoted_holder(whose: str, speaker: str, subject: str) -> str:
    """Whose state it is in somebody's direct speech: their 'I' is theirs, their 'you' is whoever they speak to."""
    if whose in {"self", "shared"}:
        return speaker if whose == "self" or speaker != "self" else "shared"
    if subject == "you":
        return "self" if speaker in {"other", "generic"} else "other"
    return whose
