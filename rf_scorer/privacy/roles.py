"""Roles that single a person out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy import offices
from rf_scorer.privacy.hints import ROLE
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rf_scorer.privacy.glance import Glance

__all__ = ["role_spans"]


def _any(choices: Iterable[str]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(one).replace("\\ ", r"\s") for one in sorted(choices, key=lambda one: (-len(one), one)))
        + ")"
    )


_WORD = r"[\w'’-]{2,20}"
#: Somebody is said to be what follows.
_IS = r"(?:was|is|were|are|am|be|being|been|become|became|as|made|elected|he[’']?s|she[’']?s|i[’']?m|[’']s|dads|mums|moms)\s(?:(?:um|uh|er|erm|like)\s){0,2}"
_RANK = r"(?:(?:deputy|lord|lady|former|assistant|acting|vice|chief|head|high|regional|national|royal|senior|retired|old|new|local|whole)[\s-]){0,2}"
_OFFICE = (
    "(?:"
    + "|".join([_any(offices.OFFICES), *(rf"{_any(kinds)}[\s-]{head}" for head, kinds in offices.KEEPERS.items())])
    + ")"
)
_MORE = (
    r"(?:(?:head)?master of the hunt|head[ -]teacher|high court judge|police chief|fire chief|chief of police|minister (?:of|for) \w+|president of the \w+|member of parliament|mother superior|rear admiral|"
    r"olympi(?:an|c \w+)|air traffic controller|bomb disposal \w+|circus \w+|stunt ?(?:man|woman|double|driver|pilot)|imam of \w+|warden of \w+|dean of \w+|mp|councillor|"
    r"head (?:pastor|priest|chef|gardener|coach|nurse|warden|keeper|groundsman|gamekeeper)(?= (?:for|of|at|in) (?:the|our)))"
)
_OCCUPATION, _AREA, _SMALL = _any(offices.OCCUPATIONS), _any(offices.AREAS), _any(offices.SMALL)
_FIXED = r"(?:the|our|that|this|my|his|her|their|a|all)"
_PREPOSITION = r"(?:of|for|in|at|on|to|with|outside|from|up|down|by)"
_OF_A_PLACE = rf"(?:\s{_PREPOSITION}\s(?:{_FIXED}\s)?(?:whole\s)?{_WORD}(?:\s{_WORD})?)?"
_OFFICES = re.compile(rf"{_IS}(?:(?:the|our)\s(?:{_WORD}\s){{0,2}}?)?(?P<role>{_RANK}(?:{_OFFICE}|{_MORE})(?![’'\w]){_OF_A_PLACE})", re.IGNORECASE)  # fmt: skip
_PUBLIC = re.compile(rf"\b(?:the|our)\s(?P<role>(?:{_any(offices.PUBLIC)}|{_any(offices.KEEPERS['keeper'] - {'game', 'bee'})}[\s-]keeper|harbou?r[\s-]master|station[\s-]master)(?![’'\w]){_OF_A_PLACE})", re.IGNORECASE)  # fmt: skip
#: "the vicar's daughter", "the policemans wife".
_NEAR = re.compile(rf"{_IS}(?:the|a|our)\s(?P<role>(?:{_WORD}\s)?(?:{_OFFICE}|{_OCCUPATION})[’']?s[’']?\s{_any(offices.KIN)})\b", re.IGNORECASE)  # fmt: skip
#: "the harpist of our town", whatever is said of them.
_PLACED = re.compile(rf"\b(?:the|our|their)\s(?P<role>(?:{_WORD}\s){{0,2}}{_OCCUPATION}\s{_PREPOSITION}\s(?:the|our|that|this|a)\s(?:{_WORD}\s){{0,2}}{_AREA})\b", re.IGNORECASE)  # fmt: skip
#: "was the matron of the cottage hospital": of an institution only where somebody is said to be it.
_THERE = re.compile(rf"{_IS}(?:the|our|their)\s(?P<role>(?:{_WORD}\s){{0,3}}{_OCCUPATION}\s{_PREPOSITION}\s(?:the|our|that|this|a|my|his|her)\s(?:{_WORD}\s){{0,3}}{_SMALL})\b", re.IGNORECASE)  # fmt: skip
_NAMED_PLACE = re.compile(rf"(?i:\b(?:the|our|their)\s)(?P<role>(?i:(?:{_WORD}\s){{0,2}}(?:{_OFFICE}|{_OCCUPATION})\s(?:of|for|in|at|on)\s(?:the\s)?)[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){{0,2}})")  # fmt: skip
#: "the village policeman", "the town drunk".
_COMPOUND = re.compile(
    rf"\b(?:the|our)\s(?P<role>(?:village|town|island|county|parish|harbou?r|cathedral)\s(?:{_WORD}\s)?(?:{_OCCUPATION}|{_OFFICE})(?:\s(?:up|down|out|over|round)\s(?:there|here))?)\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(rf"\b(?:the|our)\s(?P<role>(?:village|town|island|parish|county)\s{_any(offices.LOCALS)})\b", re.IGNORECASE)  # fmt: skip
_SEEN = re.compile(rf"{_IS}(?:the|a)\s(?P<role>(?:{_WORD}\s)?{_any(offices.STAGE)}\s(?:of|in|on|for|with)\s(?:the|a|an|our|that)\s{_WORD}(?:\s{_WORD}){{0,3}})\b", re.IGNORECASE)  # fmt: skip
_CHAMPION = re.compile(rf"\b(?P<role>(?:world|olympic|european|national|british|irish|scottish|welsh|english|american|african|asian|commonwealth|state|county|regional|all-ireland|junior)\s(?:{_WORD}\s)?{_any(offices.CHAMPIONS)}(?:\s{_WORD})?|miss\s(?:world|universe|england|ireland|scotland|wales|america|australia|india|jamaica|nigeria))\b", re.IGNORECASE)  # fmt: skip
_KIND = r"(?:(?:ever|female|male|woman|black|asian|deaf|blind|trans|gay|qualified|licensed|surviving|remaining|living|other|muslim|jewish|catholic|protestant|white|polish|indian|chinese)\s){0,2}"
_ONLY = re.compile(
    rf"\b(?:the|[\w-]+['’]s)\s(?P<role>(?:only|first|last|youngest|oldest|one|sole)\s{_KIND}(?P<who>[\w'’-]{{3,20}}(?:\s[\w'’-]{{3,20}}){{0,2}}?)\s(?P<tail>(?:in|on|for|at|within|of)\s(?:the|our|that|this|all|my)\s(?:whole\s|entire\s)?[\w'’-]{{3,20}}(?:\s(?:county|force|regiment|island|valley|brigade|fleet|department))?))\b",
    re.IGNORECASE,
)
#: Without a place, for those who are few anywhere.
_ALONE = re.compile(rf"\b(?:the|[\w-]+['’]s)\s(?P<role>(?:only|first|last|youngest|oldest|sole)\s(?:(?:ever|female|male|woman|black|asian|deaf|blind|surviving|remaining|living|hand|lady)\s){{1,2}}(?:{_OFFICE}|{_OCCUPATION}|{_any(offices.HOLDERS)}))\b", re.IGNORECASE)  # fmt: skip
_PEOPLE = re.compile(
    r"(?:er|or|ist|man|men|woman|women|ian|ess|eer|nurse|vet|chef|pilot|priest|judge|doctor|midwife|captain|family|surgeon|imam|rabbi|girl|boy|guard|dentist|clerk|smith|wright|monger|driver|teacher|child|medic|diver|farrier|chemist|twins?|triplets?|person)\b",
    re.IGNORECASE,
)
#: Who is anybody, and where: "the only girl in my class", "the first person in my family", "the only man in my life".
_ANYBODY = re.compile(r"(?:person|man|woman|men|women|girl|boy|child|family|daughter|sister|brother|mother|father|lover|ever|never|other)$", re.IGNORECASE)  # fmt: skip
_ANYWHERE = re.compile(r"\b(?:family|class|house|life|world|room|home|group|kitchen|time|night|day|year|end|table|bed|car|ward|team|office|job|line|list|queue)$", re.IGNORECASE)  # fmt: skip
_KNOWN = offices.OFFICES | offices.OCCUPATIONS | offices.HOLDERS
_HINTED = (_OFFICES, _PUBLIC, _NEAR, _PLACED, _THERE, _NAMED_PLACE, _COMPOUND, _LOCAL, _SEEN, _CHAMPION, _ALONE)


def role_spans(text: str, seen: Glance) -> Iterator[Span]:
    """Offices that one person holds, and those who are the only ones of their kind somewhere."""
    if seen.hints & ROLE:
        for pattern in _HINTED:
            for match in pattern.finditer(text):
                yield Span(*match.span("role"), "occupation", ("roles",))
    for match in _ONLY.finditer(text):
        who = match["who"]
        known = who.rpartition(" ")[2].lower() in _KNOWN
        if (known or _PEOPLE.search(who)) and not (_ANYBODY.search(who) and _ANYWHERE.search(match["tail"])):
            yield Span(*match.span("role"), "occupation", ("roles",))
