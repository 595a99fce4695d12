"""Roles that single a person out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy.hints import ROLE
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.privacy.glance import Glance

__all__ = ["role_spans"]

_OFFICE = (
    r"(?:(?:deputy |lord |lady |former |assistant |chief |high |acting |vice[ -]|arch)?(?:mayor(?:ess)?|sheriff|bishop|archbishop|ambassador|consul|governor|senator|congress(?:man|woman)|harbou?r[ -]?master|lighthouse[ -]keeper|"
    r"(?:head)?master of the hunt|headm(?:aster|istress)|head ?teacher|station[ -]?master|postm(?:aster|istress)|town crier|bell[ -]?ringer|coroner|magistrate|high court judge|chief constable|police chief|fire chief|chief of police|"
    r"minister (?:of|for) \w+|prime minister|president of the \w+|member of parliament|mp|councillor|town clerk|village (?:doctor|priest|vicar|postman|policeman|midwife|teacher|chief|headman|elder)|town (?:doctor|vet|undertaker|librarian)|"
    r"parish priest|abbot|abbess|mother superior|rear admiral|admiral|brigadier|astronaut|olympi(?:an|c \w+)|lock[ -]?keeper|ferryman|gamekeeper|falconer|undertaker|bandmaster|(?:examining|presiding|circuit|county|district) (?:magistrate|judge)|head (?:pastor|priest|chef|gardener|coach|nurse|warden|keeper)(?= (?:for|of|at|in) (?:the|our))|concert pianist|court stenographer|"
    r"air traffic controller|bomb disposal \w+|war correspondent|newsreader|weather (?:girl|man|presenter)|circus \w+|trapeze artist|beekeeper|taxidermist|snake handler|ventriloquist|glass ?blower|piano tuner|stunt\w* ?\w*|chieftain|paramount chief|imam of \w+|chief rabbi|cantor|warden of \w+|dean of \w+|rector))"
)
_OFFICES = re.compile(
    rf"\b(?:the|our|a|as|was|is|became|made|elected|only)\s(?P<role>{_OFFICE}(?:\s(?:of|for|at|in)\s(?:the\s|our\s|a\s)?(?:whole\s)?[\w'’-]{{2,30}}(?:\s[\w'’-]{{2,20}})?)?)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\bthe\s(?P<role>(?:only|first|last|youngest|oldest|one)\s(?:(?:ever|female|male|woman|black|asian|deaf|blind|trans|gay|qualified|licensed|surviving|remaining|other|muslim|jewish|white|polish|indian|chinese)\s){0,2}[\w'’-]{3,20}(?:\s[\w'’-]{3,20}){0,2}?\s(?:in|on|for|at|within)\s(?:the|our|that|this|all|my)\s(?:whole\s|entire\s)?[\w'’-]{3,20}(?:\s(?:county|force|regiment|island|valley|brigade|fleet|department))?)\b",
    re.IGNORECASE,
)
_PROFESSION = (
    r"(?:doctor|nurse|midwife|dentist|vet|surgeon|pharmacist|chemist|optician|undertaker|priest|vicar|pastor|minister|imam|rabbi|bishop|judge|magistrate|lawyer|solicitor|barrister|notary|policeman|policewoman|"
    r"constable|sergeant|sheriff|marshal|firefighter|fireman|warden|ranger|jailer|executioner|teacher|headmaster|headmistress|headteacher|principal|professor|librarian|organist|choirmaster|conductor|pianist|"
    r"violinist|harpist|cellist|singer|soprano|tenor|dancer|ballerina|painter|sculptor|potter|blacksmith|farrier|baker|butcher|cobbler|tailor|barber|hairdresser|postman|postwoman|postmaster|postmistress|"
    r"stationmaster|signalman|driver|pilot|captain|skipper|ferryman|harbou?r ?master|lifeboatman|coxswain|diver|fisherman|lighthouse keeper|gamekeeper|beekeeper|shepherd|farmer|landowner|squire|mayor|councillor|"
    r"clerk|registrar|mp|senator|governor|ambassador|consul|chief|chieftain|elder|headman|healer|shaman|exorcist|journalist|newsreader|broadcaster|editor|photographer|astronomer|meteorologist|architect|engineer|"
    r"surveyor|interpreter|translator|bookmaker|bookie|jockey|referee|umpire|wrestler|boxer|goalkeeper|champion|coach|caretaker|gravedigger|locksmith|watchmaker|glassblower|plumber|electrician|welder|miner|"
    r"hangman|coroner|pathologist|embalmer|psychiatrist|psychologist|anaesthetist|paramedic|abortionist|abbot|prioress|nun|monk|deacon|verger|sexton|cantor|muezzin|detective|inspector|commander|colonel|general|major)"
)
_AREA = (
    r"(?:town|village|county|island|valley|parish|district|region|country|province|harbou?r|port|borough|diocese|state|city|coast|regiment|force|brigade|fleet|navy|air force|army|prison|hospital|cathedral|court|tribe|"
    r"clan|colony|territory|capital|council|orchestra|opera|zoo|circus|embassy|reservation|reserve|commune|kibbutz|base)"
)
_PLACED = re.compile(
    rf"\b(?:the|our|their)\s(?P<role>(?:[\w'’-]{{2,20}}\s){{0,2}}{_PROFESSION})\s(?:of|for|in|at|on|to)\s(?:the|our|that|this|a)\s(?:whole\s|entire\s|little\s|small\s)?(?:[\w'’-]{{2,20}}\s)?{_AREA}\b",
    re.IGNORECASE,
)
#: "the village policeman", "the town drunk's doctor" no, "the island nurse".
_COMPOUND = re.compile(
    rf"\b(?:the|our)\s(?P<role>(?:village|town|island|county|parish|district|harbou?r|cathedral|court|prison|state|royal|chief|head|first|only|deputy)\s(?:[\w'’-]{{2,20}}\s)?{_PROFESSION})\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:er|or|ist|man|men|woman|women|ian|ess|eer|nurse|vet|chef|pilot|priest|judge|doctor|midwife|captain|family|surgeon|imam|rabbi|girl|boy|guard|dentist|clerk|smith|wright|monger|driver|teacher|child|medic|diver|farrier|chemist|twins?|triplets?|person)\b",
    re.IGNORECASE,
)


def role_spans(text: str, seen: Glance) -> Iterator[Span]:
    """Offices that one person holds, and those who are the only ones of their kind somewhere."""
    if seen.hints & ROLE:
        for match in _OFFICES.finditer(text):
            yield Span(*match.span("role"), "occupation", ("roles",))
        for pattern in (_PLACED, _COMPOUND):
            for match in pattern.finditer(text):
                yield Span(*match.span("role"), "occupation", ("roles",))
    for match in _ONLY.finditer(text):
        if _PEOPLE.search(match.group("role").split(" in ")[0].split(" on ")[0].split(" at ")[0].split(" for ")[0]):
            yield Span(*match.span("role"), "occupation", ("roles",))
