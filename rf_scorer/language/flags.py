"""Quotation: what somebody is said to have said in their own words, and whose words they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["Quote", "quoted_holder", "quotes"]

_QUOTE_MARK = '"'
_PERSONS = frozenset({"self", "other", "shared", "generic", "you"})
_BE = frozenset({"was", "were", "is", "am", "are", "'s", "be", "been", "m", "re"})
#: Verbs of speech that say by themselves that words follow as they were said.
_GO = frozenset({"goes", "go", "went", "going"})
_LEADING = _GO | {"like"}
_THINKING = frozenset({"thought", "thinking", "think", "thinks"})
# fmt: off
_OPENINGS = frozenset({
    "oh", "no", "yeah", "yes", "well", "hey", "okay", "ok", "wow", "god", "please", "look", "listen", "hang", "wait", "right", "aw",
    "nah", "nope", "sorry", "fine", "hello", "hi", "alright", "stop", "shut", "leave", "let", "come",
})
_ASKING = frozenset({"what", "why", "how", "where", "who", "when", "whose"})
_INVERTED = frozenset({
    "do", "did", "does", "are", "is", "was", "were", "can", "could", "will", "would", "have", "has", "should", "am",
})
_INVERTED_NOW = frozenset({"do", "does", "are", "can", "will", "have"})
_ASKED = frozenset({"i", "you", "he", "she", "it", "we", "they", "not", "my", "your", "the"})
_RELATIVES = frozenset({"who", "that", "which", "what"})
_LINKS = frozenset({"but", "and", "because", "so", "which", "that", "when", "before", "after", "as", "if", "or"})
_YOU = frozenset({"you", "your", "yours", "yourself"})
_SPEAKERS = frozenset({"i", "we", "you"})
_ADDRESSES = frozenset({
    "mum", "mom", "mam", "mummy", "mommy", "dad", "daddy", "nan", "gran", "love", "babe", "baby", "mate", "bro", "son", "darling",
    "sweetheart", "buddy", "honey", "dude", "man",
})
_ADDRESSEES = frozenset({"me", "him", "her", "us", "them", "you", "myself", "himself", "herself"})
# fmt: on
_ENDS = frozenset(".?!")
_BREAKS = frozenset({",", "and", "so", "but", "then"})


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody is said to have said; ``speaker`` is a holder."""

    start: int
    end: int
    speaker: str


def quotes(view: View, finder: SubjectFinder) -> list[Quote]:
    """Stretches of direct speech: between quotation marks, and behind *he was like*, *she goes*, *my mum said*; looked for once a view."""
    if view.quotes is None:
        view.quotes = _quotes(view, finder)
    return view.quotes


def _quotes(view: View, finder: SubjectFinder) -> list[Quote]:
    there, quotative = view.vocabulary, finder.quotatives
    found: list[Quote] = _marked(view, finder) if _QUOTE_MARK in there or "'" in there else []
    places = [i for words in (_LEADING, quotative) for word in there & words for i in view.places[word]]
    if not places:
        return found
    inside = {k for quote in found for k in range(quote.start, quote.end)}
    for i in sorted(set(places)):
        word = view.w[i]
        begins = _begins(view, i, quotative)
        if begins < 0 or i in inside:
            continue
        kind = finder.of_verb(view, i).kind
        if kind in _PERSONS and not (kind == "you" and word in quotative):
            found.append(Quote(begins, _until(view, begins), _speaker(kind)))
            inside.update(range(begins, found[-1].end))
    return found


def _begins(view: View, i: int, quotative: frozenset[str]) -> int:
    """Where direct speech begins behind the word at ``i``, or -1."""
    word = view.w[i]
    if word == "like":
        return _behind_like(view, i) if i > 1 and _was_like(view, i) else -1
    if word in _GO:
        return _behind_go(view, i)
    return _behind_verb(view, i) if word in quotative else -1


def _behind_like(view: View, i: int) -> int:
    """*She was like, …*."""
    k, _ = _over_comma(view, i + 1)
    return k if k >= 0 and _speech_at(view, k, loose=True) else -1


def _behind_go(view: View, i: int) -> int:
    """*She goes …*, *he goes to me …*; *go* itself only before a comma."""
    w, k = view.w, i + 1
    if w[k : k + 1] == ["to"] and k + 1 < view.last[i] and w[k + 1] in _ADDRESSEES:
        k += 2
    elif w[i] in {"go", "going"} and w[k : k + 1] != [","]:
        return -1
    k, comma = _over_comma(view, k)
    if k < 0:
        return -1
    spoken = comma or (w[k] in {"i", "we"} and (w[i] == "goes" or _present(view, k)))  # she goes I'm fine
    return k if _speech_at(view, k, loose=spoken) else -1


def _behind_verb(view: View, i: int) -> int:
    """*My mum said, …*; without a comma only where the words could not be anybody else's."""
    w, k, last = view.w, i + 1, view.last[i]
    if view.tag and view.tag[i] == "VB" and w[i - 1] in {"to", "just"}:
        return -1  # easier to just say yeah
    addressed = k + 1 < last and w[k] == "to" and w[k + 1] in _ADDRESSEES
    if addressed:
        k += 2
    elif k < last and w[k] in _ADDRESSEES and w[k] != "you":
        k += 1
    if k < last and w[k] in {"once", "then", "again"}:
        k += 1
    k, comma = _over_comma(view, k)
    if k < 0:
        return -1
    if w[i] in _THINKING:
        return k if comma and (w[k] in _OPENINGS or w[k] in _ASKING or w[k] in _SPEAKERS) else -1
    if comma:
        return k if w[k] not in {"he", "she", "they"} and _speech_at(view, k, loose=True) else -1
    return k if _speech_at(view, k, loose=False) or (addressed and w[k] in _SPEAKERS and _present(view, k)) else -1


def _over_comma(view: View, k: int) -> tuple[int, bool]:
    """The next word behind a comma, if one stands at ``k``, and whether it did; -1 where no word follows in the sentence."""
    last = view.last[k - 1]
    comma = k < last and view.w[k] == ","
    k += comma
    return (k if k < last and view.w[k] != _QUOTE_MARK else -1), comma


def _was_like(view: View, i: int) -> bool:
    """*She was like*, *they were all like*, *I'm just like*: not *it looks like*."""
    k = i - 1
    while k > view.first[i] and view.w[k] in {"just", "all", "kind", "of", "so", "really"}:
        k -= 1
    return view.w[k] in _BE and view.w[k - 1] not in {"it", "that", "this", "what", "there", "not"}


def _speech_at(view: View, k: int, *, loose: bool) -> bool:
    """Whether words as they were said begin at ``k``; `loose` where what stands before already says so."""
    w, last = view.w, view.last[k]
    word, after = w[k], w[k + 1] if k + 1 < last else ""
    if word in _OPENINGS:
        return loose or word in {"oh", "well", "hey", "please", "look", "no", "yes", "yeah"}
    if word in _ASKING:
        return bool(after) if loose else after in _INVERTED and w[k + 2 : k + 3] == ["you"]
    if word in _INVERTED:
        return (
            after in _ASKED if loose else word in _INVERTED_NOW and (after == "you" or (word, after) == ("do", "not"))
        )
    if word in _ADDRESSES and after in _SPEAKERS:
        return True  # mum I love you
    if word in _SPEAKERS:
        return loose or (word != "you" and _present(view, k) and _names_you(view, k))
    if not loose or not view.head or word in _LINKS:
        return False
    if after == "," and view.pos[k] in {"NOUN", "INTJ", "PROPN"}:
        return True  # bro, please
    # an imperative: leave him be; or a subject and its verb, behind no more than an adverb: obviously she is worried
    return view.tag[k] == "VB" or _subject_at(view, k) >= 0


def _subject_at(view: View, k: int) -> int:
    """The subject of a clause that begins at ``k``, or -1."""
    for i in range(k, min(view.last[k], k + 4)):
        if view.dep[i].startswith("nsubj") and view.head[i] > i and view.w[i] not in _RELATIVES:
            return i
        if view.pos[i] not in {"ADV", "INTJ", "DET", "PRON", "ADJ", "CCONJ", "SCONJ", "PROPN", "NOUN"}:
            return -1
    return -1


def _clause_of(view: View, k: int) -> int:
    """The verb or predicate whose subject begins at ``k``, or -1."""
    if not view.head:
        return -1
    node = k
    for _ in range(2):
        if view.dep[node].startswith("nsubj"):
            return view.head[node]
        node = view.head[node]
        if node < 0:
            return -1
    return -1


def _present(view: View, k: int) -> bool:
    """Whether the clause whose subject stands at ``k`` is in the present, an auxiliary of the future, or the imperative."""
    verb = _clause_of(view, k)
    if verb < 0:
        return False
    tags = [view.tag[kid] for kid in view.kids[verb] if view.dep[kid].startswith(("aux", "cop")) and kid > k] or [
        view.tag[verb]
    ]
    return tags[0] in {"VBP", "VBZ", "VB", "MD"} and not any(
        view.w[kid] in {"would", "could", "'d", "might"} for kid in view.kids[verb]
    )


def _names_you(view: View, k: int) -> bool:
    return bool(_YOU.intersection(view.w[k : min(view.last[k], k + 10)]))


def _until(view: View, begins: int) -> int:
    """Where direct speech ends: with the sentence, or where the tale goes on in the past (*…, and I was shocked*)."""
    last = view.last[begins]
    if not view.head:
        return last
    verb = _clause_of(view, begins)
    past = verb >= 0 and not _present(view, begins)
    for k in range(begins + 1, last - 2):
        if (
            view.w[k] not in _BREAKS
            or view.dep[k + 1].split(":")[0] != "nsubj"
            or view.w[k + 1] not in {"i", "he", "she", "we", "they"}
        ):
            continue
        resumed = view.head[k + 1]
        if resumed > k and not past and _is_past(view, resumed):
            return k
    return last


def _is_past(view: View, verb: int) -> bool:
    finite = [view.tag[kid] for kid in view.kids[verb] if view.dep[kid].startswith(("aux", "cop")) and kid < verb] or [
        view.tag[verb]
    ]
    return finite[0] == "VBD"


def _speaker(kind: str) -> str:
    return "interviewer" if kind == "you" else kind


def _marked(view: View, finder: SubjectFinder) -> list[Quote]:
    """Speech between quotation marks; who speaks is told before it, or behind it."""
    w = view.w
    marks = [i for i, word in enumerate(w) if word == _QUOTE_MARK]
    found: list[Quote] = []
    for opening, closing in [*zip(marks[::2], marks[1::2], strict=False), *_single(view, finder.quotatives)]:
        before = _teller(view, finder, opening)
        if closing - opening < 4 and not (opening and w[opening - 1] in {",", "like"} | finder.quotatives):
            continue  # a word in inverted commas, not speech
        speaker = before or _teller_behind(view, finder, closing) or "other"
        found.append(Quote(opening + 1, closing, speaker))
    return found


def _single(view: View, quotative: frozenset[str]) -> list[tuple[int, int]]:
    """Pairs of single quotation marks around speech, which apostrophes look like."""
    w, pairs, opening = view.w, [], -1
    for i, word in enumerate(w):
        if word != "'" or not i:
            continue
        if opening < 0:
            opening = i if w[i - 1] == "," or w[i - 1] == "like" or w[i - 1] in quotative else -1
        elif w[i - 1] in _ENDS or w[i - 1] == ",":
            pairs.append((opening, i))
            opening = -1
    return pairs


def _teller(view: View, finder: SubjectFinder, opening: int) -> str:
    """Who speaks, as told before the quotation mark."""
    w = view.w
    if not opening:
        return ""
    for k in range(opening - 1, max(view.first[opening - 1], opening - 8) - 1, -1):
        if w[k] in finder.quotatives or w[k] in _GO or (w[k] == "like" and k and w[k - 1] in _BE | {"all", "just"}):
            kind = finder.of_verb(view, k).kind
            return _speaker(kind) if kind in _PERSONS else "self" if kind == "none" else ""
    return ""


def _teller_behind(view: View, finder: SubjectFinder, closing: int) -> str:
    """*"…," he said*."""
    w, count = view.w, len(view.w)
    for k in range(closing + 1, min(closing + 6, count)):
        if w[k] in _ENDS or w[k] == _QUOTE_MARK:
            return ""
        if w[k] in finder.quotatives:
            kind = finder.of_verb(view, k).kind
            return _speaker(kind) if kind in _PERSONS else ""
    return ""


def quoted_holder(whose: str, speaker: str, subject: str) -> str:
    """Whose state it is in somebody's direct speech: their 'I' is theirs, their 'you' is whoever they speak to."""
    if whose in {"self", "shared"}:
        return speaker if whose == "self" or speaker != "self" else "shared"
    if subject == "you":
        return "self" if speaker in {"other", "generic"} else "other"
    return whose
