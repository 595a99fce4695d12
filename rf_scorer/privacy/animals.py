"""Names of animals: words of any kind, told by the animal beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy import cues
from rf_scorer.privacy.hints import ANIMAL
from rf_scorer.privacy.lists import folded, lists
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rf_scorer.privacy.glance import Glance

__all__ = ["Called", "called"]

_ANIMAL = "(?:" + "|".join(sorted(map(re.escape, cues.ANIMALS | cues.HERDS), key=lambda one: (-len(one), one))) + ")"
_SAID = r"(?:(?:um|uh|er|erm|like)[,\s]\s?){0,2}"
_NAME = r"(?P<name>[^\W\d_][\w'’-]{2,19})"
_TWO = r"(?:(?:\s|,\s)and\s(?P<other>[^\W\d_][\w'’-]{2,19}))?"
_OF = r"(?:(?:my|our|the|his|her|their|a|an|this|that|old|little|big|two|three|had|black|white|brown|mad|lovely|stray|family|poor)\s){1,3}"
#: "the parrot was called Admiral", "a mule named Preacher", "her dog's name was Whisky": whatever the word.
_NAMED = re.compile(
    rf"\b{_ANIMAL}(?:['’]?s)?,?\s(?:\w+\s){{0,2}}?(?:called|named|name\s(?:was|is)|name['’]?s)\s{_SAID}(?:(?:him|her|it|them)\s)?{_NAME}{_TWO}",
    re.IGNORECASE,
)
_I_CALLED = re.compile(rf"\b{_ANIMAL}\s(?:that\s)?(?:i|we|she|he|they)\s(?:called|named)\s{_NAME}", re.IGNORECASE)
#: "My horse, Captain," and "Her dog Whisky".
_BESIDE = re.compile(rf"\b{_OF}(?:\w+\s)?{_ANIMAL}(?P<gap>,?\s){_SAID}{_NAME}{_TWO}", re.IGNORECASE)
#: "Our pony was Thistle", "the guinea pigs were gin and tonic".
_WAS = re.compile(rf"\b(?:my|our|the|his|her|their)\s(?:\w+\s)?{_ANIMAL}\s(?:was|were)\s{_SAID}{_NAME}{_TWO}(?=[.,;?!\n]|$|\s(?:and|who|which|she|he|they)\b)", re.IGNORECASE)  # fmt: skip
#: "a parrot that could talk, his name was Professor".
_LATER = re.compile(
    rf"\b{_ANIMAL}\b[^.?!]{{0,70}}?\b(?:(?:his|her|its)\sname\s(?:was|is)|(?:his|her|its)\sname['’]?s|(?:he|she|it)(?:\swas|\sis|['’]?s)\scalled)\s{_SAID}{_NAME}",
    re.IGNORECASE,
)
_ADJECTIVES = (
    r"(?:(?:old|little|big|tiny|lovely|black|white|brown|therapy|first|rescue|family|horrible|grey|guinea)\s){0,2}"
)
#: "Domino died, that's my rabbit", "noodle shes my therapy dog", "Bramble. She was a collie".
_THEN = re.compile(
    rf"\b{_NAME}(?:\sdied)?(?:,?\s(?:that['’]?s|that\swas|was|is)|[.,]?\s(?:she|he)(?:['’]?s|\swas|\sis)|,)\s(?:my|our|his|her|the|a|this)\s{_ADJECTIVES}{_ANIMAL}\b",
    re.IGNORECASE,
)
#: "duchess the horse"; not "pat the dog".
_BEFORE = re.compile(rf"(?:^|\b(?P<last>[\w'’]{{1,20}})\s){_NAME}\sthe\s{_ADJECTIVES}{_ANIMAL}\b", re.IGNORECASE)
#: What an animal has, does and is kept in: nobody calls it that.
_ORDINARY = cues.words(
    "food bowl bed lead leash collar basket house kennel flap litter hair poo shit walk walks walker walking show track race racing racer meat bones pen hutch cage tank lover lovers people person persons owner owners "
    "rescue shelter sanctuary park toy toys tag bites fight fights milk cheese eggs box trailer riding manure stable stables barn shed yard ran sat lay bit slept ate went came died got had kept knew "
    "would could should will can didn't doesn't wasn't isn't with without that thats who which when where because but then too either anyway though instead only just even still really there here "
    "something anything nothing everything someone somebody whatever after before until till like says said does did has have had were was been being always never often sometimes once again out off away "
    "back down home alone outside inside upstairs downstairs first last next every everyone everybody everywhere each another other others one ones two three four five six seven eight nine ten all both "
    "more most some any lots loads ever barking barks bark dead alive sick ill old young big small little good bad nice lovely great horrible scared afraid happy sad gone loose asleep hungry thirsty "
    "loves loved hates hated knows thinks likes liked gets goes comes runs sits lies sleeps eats bites jumps lived lives died dies day night time year years days phobia allergy allergies whisperer trainer "
    "training groomer groomers sitter minder warden catcher hospital vet vets surgery unit therapy therapist charity kind thing things sort part half bit lot number name names daddy mummy dad mum mom "
    "mother father sister brother kids children baby friend friends family woman man lady guy girl boy kid child neighbour neighbours teacher "
    "shook threw dug fell tore stank hid lost found stood woke broke bled drank swam stole took gave made let put cut hit hurt held led left met saw sent shut stuck stung wore won chose drew drove flew "
    "fought froze grew meant rang rose sang sank set shot smelt spoke spun swept taught thought told understood whistle sty pond chops poison bite riding shaped sized eared haired handler handlers mate mates"
)
#: Behind these a word without a capital is the word itself.
_WORD_AFTER = cues.ORDINARY_BEFORE - {"to", "of"}
#: Behind these somebody does something to an animal.
_DOES = cues.ORDINARY_BEFORE | {"said", "and", "just", "please", "go", "let", "me", "him", "them", "us"}
_PIECE = re.compile(r"[^\W\d_][\w'’-]*")


def called(texts: Sequence[str], seen: Iterable[Glance]) -> Called:
    """The names of animals in the texts of one document.

    Parameters
    ----------
    texts : sequence of str
        With notes blanked out.
    seen : iterable of Glance
        Of each text.
    """
    return Called(name for text, one in zip(texts, seen, strict=True) if one.hints & ANIMAL for name in _found(text))


class Called:
    """Names of animals, found wherever they are said.

    Parameters
    ----------
    names : iterable of str
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(map(folded, names))

    def spans(self, text: str) -> Iterator[Span]:
        """Where one of them is named; without capitals, where no article or number says that it is the word itself."""
        if not self._names:
            return
        whole = folded(text)
        if not any(name in whole for name in self._names):
            return
        mixed, before = _mixed(text), ""
        for match in _PIECE.finditer(text):
            said = _bare(match.group())
            word = folded(said)
            if word in self._names and (said[0].isupper() if mixed else before not in _WORD_AFTER):
                yield Span(match.start(), match.start() + len(said), _kind(word), ("animals",))
            before = word


def _kind(word: str) -> str:
    """A name that people have stays one that the gate blocks: an animal beside it may be chance."""
    known = lists()
    return "person" if word in known.given and word not in known.worded and not known.english(word) else "pet"


def _bare(word: str) -> str:
    """A word without a possessive ending."""
    return word.removesuffix("'s").removesuffix("’s")


def _found(text: str) -> Iterator[str]:
    mixed = _mixed(text)
    for pattern in (_NAMED, _I_CALLED, _LATER):
        for match in pattern.finditer(text):
            yield from _names(match, sure=True, mixed=mixed)
    for match in _BESIDE.finditer(text):
        if mixed or not match["gap"].startswith(","):  # in captions a clause begins behind a comma
            yield from _names(match, sure=False, mixed=mixed)
    for match in _WAS.finditer(text):
        if mixed or match["other"] or _is_name(match["name"]):  # "the dog was filthy and"
            yield from _names(match, sure=False, mixed=mixed)
    for match in _THEN.finditer(text):
        yield from _names(match, sure=False, mixed=mixed)
    for match in _BEFORE.finditer(text):
        if (match["last"] or "").lower() not in _DOES:
            yield from _names(match, sure=False, mixed=mixed)


def _names(match: re.Match[str], *, sure: bool, mixed: bool) -> Iterator[str]:
    """The one or two names of a match, as far as they may be some."""
    for word in filter(None, map(match.groupdict().get, ("name", "other"))):
        if not _may_be(word, sure=sure, mixed=mixed):
            return
        yield _bare(word)


def _may_be(word: str, *, sure: bool, mixed: bool) -> bool:
    low = folded(word)
    if low in _ORDINARY or low in cues.FUNCTION or low in cues.RELATIONS or low in cues.ANIMALS or low in cues.HERDS:
        return False
    if mixed:
        return word[0].isupper() and low not in lists().plain
    ends = low.endswith(("ing", "ed", "ly")) and len(low) > 4 and lists().english(low)
    return sure or not (ends or low in cues.QUALITIES)


def _is_name(word: str) -> bool:
    """Whether people have the name, or English has no such word."""
    return folded(word) in lists().given or not lists().english(folded(word))


def _mixed(text: str) -> bool:
    """Whether capitals mean something: there are some beside "I", and small letters."""
    words = [word for word in _PIECE.findall(text) if word != "I" and not word.startswith(("I'", "I’"))]
    return any(word[0].isupper() for word in words) and any(word.islower() for word in words)
