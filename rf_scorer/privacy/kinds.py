"""From words that are names to spans with a class: whose name it is, or what's, by the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy import cues
from rf_scorer.privacy.cues import words
from rf_scorer.privacy.lists import lists
from rf_scorer.privacy.span import Span
from rf_scorer.privacy.tokens import Writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.privacy.names import Names
    from rf_scorer.privacy.sight import Signs
    from rf_scorer.privacy.tokens import Tokens

__all__ = ["named_spans"]


#: What ends the name of an institution, by class. What is a kind and no name stands in _ORDINARY.
_HEADS = {
    "school": words("school schools college university academy primary elementary grammar high nursery comp kindergarten seminary polytechnic gymnasium lycee infants juniors montessori preschool comprehensive uni"),
    "hospital": words("hospital infirmary clinic hospice sanatorium ward surgery unit centre center lodge home"),
    "employer": words("assembly tabernacle ltd limited inc llc plc gmbh bank church chapel mosque temple synagogue cathedral abbey convent regiment battalion fc rovers united bakery garage brothers sons logistics "
                       "plastics haulage castings engineering insurance assurance mutual steel roofing freight feeds feed lumber homecare textiles linens packing packaging taxis cabs removals offshore drilling fisheries seafoods creamery brewery distillery publishing gutters council holdings enterprises ironworks foundry scaffolding joinery produce fusilier "
                       "services industries foods stores motors press factory works mill hotel restaurant cafe pub arms trust foundation society club brigade fusiliers rifles parish ministries "
                       "builders plumbing salon pharmacy airlines railways shipyard mine colliery solicitors"),
    "place": words("road street avenue lane close drive crescent terrace way square hill park green river creek lake bay beach island valley wood woods forest falls mountain mount county township "
                    "heights estate bridge harbour harbor village town city district province region peninsula moor common gardens court ville burg springs canyon ridge"),
}  # fmt: skip
#: Class by the word that ends the name.
_KINDS = {head: kind for kind, heads in reversed(_HEADS.items()) for head in heads}
#: What may stand between a name and the word that ends it.
_WITHIN = words(
    "nursing care rest foster residential primary secondary high middle grammar general memorial community catholic church of e and girls boys girls' boys' regional district royal university teaching children's infant junior medical state infants mental health"
)  # fmt: skip
#: Before a head these make a kind of place and nobody's own.
_ORDINARY = words(
    "primary secondary high middle public private boarding grammar nursery sunday medical law art summer local mental psychiatric psych day general state elementary night old new same whole "
    "infant infants junior senior catholic christian religious church village town city country county big little small good bad first last next other special special-needs training nursing "
    "teaching maternity children's childrens women's womens men's eating eating-disorder rehab detox outpatient inpatient a&e secure locked acute sixth-form community family birth youth health "
    "one two three my your his her our their the a an this that every some any no to at in of and or but from for with main busy side back front long dirt country quiet dead one-way high-street "
    "wrong right half half-way all only real proper girls' boys' girls boys girl's boy's ed drug drugs alcohol crisis assessment treatment medium burn burns trauma cancer heart eye dental fertility "
    "pain sleep memory care intensive surgical isolation forensic baby mother neonatal premature labour labor delivery dermatology paediatric pediatric oncology stroke spinal language dance music drama driving "
    "business technical vocational reform residential after pre home homeschool state catholic convent jewish muslim islamic quran koranic hebrew greek polish chinese saturday evening graduate dental vet veterinary "
    "way local central shopping leisure sports sport job call detention removal reception immigration"
)  # fmt: skip
_GATHERINGS = words("church chapel mosque temple synagogue assembly cathedral abbey convent bakery pub bank")
#: Where the name of an institution without capitals must have ended, going back.
_STOPS = (
    cues.FUNCTION
    | cues.DETERMINERS
    | words("mental put took sent had went been was at to from in outside near into of called on")
)
#: Heads by which a firm is known without capitals, behind what one does there.
_TRADES = words(
    "plastics haulage castings steel roofing freight feeds lumber homecare textiles linens packing removals offshore drilling fisheries seafoods creamery brewery distillery gutters ironworks foundry "
    "scaffolding joinery logistics industries foods motors produce brothers sons"
)
_BESIDE = words("at for with from outside when until")
_AT = words("at to from in outside near into of called on via into")
#: What the end of a word leaves out.
_OWNED = re.compile(r"^['’]s(?=\s)")
_WORKED = re.compile(
    r"\b(?:work(?:ed|ing|s)?|job|employed|manager|drove|driving|cleaner|shifts?|nights|fired|sacked|laid off|made redundant|apprentice(?:d|ship)?)\s+(?:(?:a|full|part)\S*\s+)?(?:for|at|by|with|from|down|over)\s+(?:\S+,?\s+){0,2}$",
    re.IGNORECASE,
)
_STUDIED = re.compile(
    r"\b(?:pupil|student|studied|studying|taught|teaching|expelled|enrolled)\s+(?:at|from|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_IN_ALONE = re.compile(r"\b(?:in|near|outside|into)\s+(?:(?:um|uh|er|erm|like),?\s+)*(?:\S+[-–,]\s+)?$", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:moved|went|drove|flew|came|sent|driving|back|move|fly|train|bus|ferry|coach|flight|boat|road|way|over|up|down|trip|holiday|deported|emigrated|evacuated)\s+(?:\S+\s+)?(?:to|from|for)\s+(?:(?:um|uh|er|erm|the),?\s+)*$",
    re.IGNORECASE,
)
_ANIMAL = re.compile(rf"\b(?:{'|'.join(sorted(cues.ANIMALS, key=len, reverse=True))})\b", re.IGNORECASE)
_ANIMAL_AFTER = re.compile(
    rf"^\s*,?\s*(?:(?:was|is|my|our|the|his|her|their|a|old|little|black|white|brown|family|grandmother's|gran's|dad's|mum's|who|and|he|she),?\s+){{1,4}}(?:{'|'.join(sorted(cues.ANIMALS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_ANIMAL_BEFORE = re.compile(
    rf"(?:{_ANIMAL.pattern})s?,?\s+(?:\S+\s+)?(?:called|named|was called|is called)?\s*$", re.IGNORECASE
)
#: Those that are a part of the name behind them; the others belong between two.
_LEADING_PARTICLES = cues.PARTICLES - {"y", "e", "do", "la", "i", "abu"}
#: How far around a name its class is looked for.
_LEFT, _RIGHT = 70, 60


def named_spans(text: str, names: Names, signs: Signs) -> Iterator[Span]:
    """Spans of the names in one text, in order, classed."""
    taken = -1
    for first, last in _runs(text, names):
        if first <= taken:
            continue
        first, last, head = _headed(text, names, first, last)
        taken = last
        start, end = names.tokens.starts[first], names.tokens.end(last)
        yield Span(start, end, head or _kind(text, names.tokens, first, last, signs), ("names",))
    yield from _unnamed(text, names)


def _runs(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Names that stand side by side, with the particles between them."""
    tokens, marked, folded = names.tokens, names.marked, names.tokens.folded
    reached = -1
    for index in sorted(marked):
        if index <= reached:
            continue
        first = last = index
        while True:
            after = last + 1
            while (
                after < len(tokens)
                and after - last <= 3
                and folded[after] in cues.PARTICLES
                and _near(text, tokens, after - 1)
            ):
                after += 1
            if (
                after < len(tokens)
                and after in marked
                and _near(text, tokens, after - 1)
                and (after == last + 1 or tokens.forms[after].capital or names.writing is not Writing.MIXED)
            ):
                last = after
            else:
                break
        while first > 0 and folded[first - 1] in _LEADING_PARTICLES and _near(text, tokens, first - 1):
            first -= 1
        yield first, last
        reached = last


def _near(text: str, tokens: Tokens, index: int) -> bool:
    """Whether a token and the next stand within a space, a hyphen, or a name's full stop."""
    gap = _OWNED.sub("", text[tokens.end(index) : tokens.starts[index + 1]])
    if gap == "- ":  # a word that was cut off
        return True
    ends = gap.startswith(".") and len(tokens.forms[index].text) > 2
    return gap.strip(" -‑–'’.") == "" and len(gap) <= 3 and not ends and not tokens.begins[index + 1]


def _headed(text: str, names: Names, first: int, last: int) -> tuple[int, int, str | None]:
    """Widen a name to the institution or street that it is part of."""
    tokens = names.tokens
    best: tuple[int, str] | None = None
    for place in range(first, min(last + 5, len(tokens))):
        if place > last and not (_near(text, tokens, place - 1)):
            break
        word = tokens.folded[place]
        kind = _KINDS.get(word)
        if kind is not None and place > first:
            best = (place, kind)
        elif place > last and not (word in _WITHIN or (tokens.forms[place].capital and names.writing is Writing.MIXED)):
            break
    if best is None:
        return first, last, None
    return first, max(last, best[0]), best[1]


def _kind(text: str, tokens: Tokens, first: int, last: int, signs: Signs) -> str:
    start, end = tokens.starts[first], tokens.end(last)
    left, right = text[max(0, start - _LEFT) : start], text[end : end + _RIGHT]
    named = lists()
    said = tokens.folded[first : last + 1]
    before = tokens.folded[first - 1] if first else ""
    person = any(word in named.given for word in said)
    if before in cues.TITLES or before in cues.KIN_TITLES or before in cues.RELATIONS:
        return "person"
    if _ANIMAL_AFTER.search(right) or _ANIMAL_BEFORE.search(left):
        return "pet"
    joined = " ".join(said)
    known_place = joined in named.places or (said[-1] in named.places and not person)
    if known_place and not (person and not _IN_ALONE.search(left)):
        return "place"
    if _WORKED.search(left) and not person:
        return "employer"
    if _STUDIED.search(left):
        return "school"
    entity = signs.entities.get(start)
    if _IN_ALONE.search(left) and not (person and not known_place and entity == "PERSON"):
        return "place"
    if _MOVED.search(left) and not person:
        return "place"
    if entity == "PLACE" and not person:
        return "place"
    if entity == "ORG" and not person:
        return "employer"
    return "person"


def _unnamed(text: str, names: Names) -> Iterator[Span]:
    """Institutions called by ordinary words: "Rainbow Nursery", "at riverside clinic"."""
    tokens, folded = names.tokens, names.tokens.folded
    for index in [index for index, word in enumerate(folded) if word in _KINDS]:
        kind, word = _KINDS[folded[index]], folded[index]
        if index == 0 or index in names.marked:
            continue
        first = index
        if names.writing is Writing.MIXED:
            if not tokens.forms[index].capital and kind in {"place", "employer"}:
                continue
            while (
                first > 0
                and _near(text, tokens, first - 1)
                and tokens.forms[first - 1].capital
                and not tokens.begins[first - 1]
                and folded[first - 1] not in cues.FUNCTION
            ):
                first -= 1
            if any(part not in _ORDINARY for part in folded[first:index]):
                yield Span(tokens.starts[first], tokens.end(index), kind, ("names",))
        elif kind in {"school", "hospital"} or word in _GATHERINGS or word in _TRADES:
            while (
                first > 0 and index - first < 4 and _near(text, tokens, first - 1) and folded[first - 1] not in _STOPS
            ):
                first -= 1
            ahead = folded[first - 1] if first else ""
            own = any(part not in _ORDINARY for part in folded[first:index])
            at = _BESIDE if word in _TRADES else _AT
            if own and (ahead in at or (ahead == "the" and first > 1 and folded[first - 2] in at)):
                yield Span(tokens.starts[first], tokens.end(index), kind, ("names",))
