"""Exact dates and high ages, as people say and write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy.hints import BORN, HIGH, MONTH, ORDINAL, YEAR
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.privacy.glance import Glance

__all__ = ["age_spans", "date_spans"]

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_TENS = r"(?:twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety)"
_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -]?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_CARDINAL = rf"(?:{_TENS}[ -]?{_UNIT}|{_TEEN}|{_TENS}|{_UNIT})"
_DAY = rf"(?:[0-3]?\d(?:st|nd|rd|th)?|{_ORDINAL})"
#: A year in digits or in words: 1987, '87, nineteen eighty-seven, two thousand and four, twenty eighteen, oh four.
_YEAR = (
    rf"(?:(?:19|20)\d\d|['’]\d\d|nineteen[ -](?:hundred(?:[ -]and)?[ -]{_CARDINAL}|oh?[ -]{_UNIT}|{_TENS}(?:[ -]{_UNIT})?|{_TEEN})|"
    rf"two[ -]thousand(?:[ -](?:and[ -])?{_CARDINAL})?|twenty[ -](?:oh?[ -]{_UNIT}|{_TEEN}|twenty(?:[ -]{_UNIT})?))"
)
_GAP = r"[ ,]{1,2}(?:(?:um|uh|er|erm|the|of|in),? ){0,3}"
_DATES = re.compile(
    rf"(?<![\w])(?:"
    # 14/03/1987, 05-11-98, 1987-03-14, 3.4.2010
    rf"(?:19|20)\d\d[-/.][01]?\d[-/.][0-3]?\d|[0-3]?\d[/.-]\s?[0-3]?\d[/.-]\s?(?:19|20)?\d\d(?!\.\d)|[0-3]?\d/[01]?\d(?=[ ,.]{{0,2}}(?:19|20)\d\d)[ ,.]{{0,2}}(?:19|20)\d\d|"
    # the fourteenth of March 1987, 14 March, 4th of july in ninety four
    rf"{_DAY}(?:[ -]of)?[ -](?:(?:um|uh|er|erm),? )?{_MONTH}\b(?:{_GAP}(?:{_YEAR}|{_TENS}[ -]{_UNIT}))?|"
    # March 14th, 1987; march fourteenth nineteen eighty seven; March the third
    rf"{_MONTH}\.?[ ,]{{1,2}}(?:the )?(?:[0-3]?\d(?:st|nd|rd|th)?(?!\d|[:.]\d|\s?(?:am|pm|o'clock|percent|%))|{_ORDINAL})\b(?:{_GAP}(?:{_YEAR}|{_TENS}[ -]{_UNIT}))?|"
    # June 1994, in june of oh four
    rf"{_MONTH}\.?{_GAP}{_YEAR}|"
    # the twenty second of the second eighty three
    rf"{_ORDINAL} of the {_ORDINAL}(?:{_GAP}(?:{_YEAR}|{_TENS}[ -]{_UNIT}))?"
    rf")(?!\w)",
    re.IGNORECASE,
)
_OF_THE = re.compile(r" of the ", re.IGNORECASE)
#: "may 12" and "march 3" read as dates; "second may" and "one march" as anything.
_VERBAL = re.compile(
    r"^(?:one|two|three|four|five|six|seven|eight|nine|ten|second|first)[ -](?:may|march|mar|sept?|dec|jan)$",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:born|birthday|dob|d\.o\.b\.?|date of birth|died|passed|wedding|anniversary|married)\b[^.?!\n]{0,25}?\b(?:on|is|was|:)\s*(?:the\s+)?"
    rf"(?P<day>[0-3]?\d(?:st|nd|rd|th)|[0-3]?\d[/.-][01]?\d\b|{_ORDINAL}\s+of\s+the\s+{_ORDINAL})",
    re.IGNORECASE,
)
_HIGH = rf"(?:9\d|1[01]\d|ninety(?:[ -]{_UNIT})?|(?:a|one) hundred(?:(?:[ -]and)?[ -]{_CARDINAL})?)"
_AGES = re.compile(
    rf"(?:\b(?:aged?(?: of)?|reached|turned|turning|nearly|almost|lived to(?: be)?|died at|going on|be|was|is|were|he's|she's|be|till|until|to|at|past|rising|about|around|actually|hit)\s+(?:(?:um|uh|er|like|about|over|nearly|almost|already|like|at|the age of|well,?),? ){{0,2}}(?P<a>{_HIGH})"
    rf"(?=\s*(?:[.,;!?]|$|when|and|years|year-old|but|then|or|now|by|before|at|she|he|i|they|when|with|in\b|last|this|that|still|so|my|yeah|the|to|on))"
    rf"|(?<!\w)(?P<b>{_HIGH})[ -](?:years?[ -]old|years? of age|when (?:he|she) (?:died|passed|went|fell))"
    rf"|(?:\bher|\bhim|\bshe|\bhe|[,.]),? (?P<e>9\d|ninety-(?:one|two|three|four|five|six|seven|eight|nine))(?=[,.]|\sand\s(?:him|her|he|she|still)\b)"
    rf"|\bs?he (?:was|is) (?P<c>{_HIGH})\b"
    rf"|\b(?:his|her|their|my|your|on|gran's|nan's|a|near|past) (?P<d>ninet(?:ieth|y-?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))|(?:one )?hundredth|9\dth|100th)\b)",
    re.IGNORECASE,
)
_NEARLY = re.compile(
    r"\b(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten) years? (?:off|short of|from|shy of) (?:a|the|her|his|being a|being) (?:century|hundred)|in (?:her|his) nineties|(?:well )?(?:over|past) ninety(?! (?:percent|%|minutes|days|pounds))|"
    r"ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))? (?:and a half|odd|something|or so)|(?:a|her|his) (?:hundredth|telegram from the (?:queen|king))|a hundred and (?:one|two|three|four|five|six|seven) years old)\b",
    re.IGNORECASE,
)
_NOT_AGES = re.compile(
    r"^\s*(?:%|percent|per cent|minutes?|mins?|pounds?|dollars?|euros?|quid|miles?|kilos?|kg|lbs?|degrees?|days?|hours?|metres?|meters?|times|people|pence|p\b|k\b|per\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:count(?:s|ed|ing)?|number|page|room|up|back|maybe|clean|weigh\w*|sober)\s(?:\w+\s)?(?:to|from|at|is|was)?\s?$",
    re.IGNORECASE,
)
_ABOUT_AGE = re.compile(
    r"\b(?:she|he|gran\w*|grandad|great|nan|nana|old|age|aged|died|born|birthday|aunt\w*|mother|father|mum|dad|nonna|nonno|oma|opa|abuel\w*|lived|babcia|yiayia|pappou|bibi|neighbour)\b",
    re.IGNORECASE,
)


def date_spans(text: str, seen: Glance) -> Iterator[Span]:
    """Days of months, months with a year, and days of birth; not years, months or weekdays alone."""
    ordinal = seen.hints & ORDINAL
    if seen.digit or (ordinal and _OF_THE.search(text)) or (seen.hints & MONTH and seen.hints & (ORDINAL | YEAR)):
        for match in _DATES.finditer(text):
            if not _VERBAL.match(match.group()):
                yield Span(match.start(), match.end(), "date", ("dates",))
    if seen.digit or (ordinal and seen.hints & BORN):
        for match in _BORN.finditer(text):
            yield Span(match.start("day"), match.end("day"), "date", ("dates",))


def age_spans(text: str, seen: Glance) -> Iterator[Span]:
    """Ages of ninety and more."""
    if not (seen.digit or seen.hints & HIGH):
        return
    for match in _NEARLY.finditer(text):
        yield Span(match.start(), match.end(), "age", ("dates",))
    for match in _AGES.finditer(text):
        name = next(name for name in "abcde" if match.group(name) is not None)
        start, end = match.span(name)
        near = text[max(0, start - 60) : end + 40]
        if (
            not _NOT_AGES.match(text[end : end + 14])
            and (name == "d" or _ABOUT_AGE.search(near))
            and not _COUNTED.search(text[max(0, start - 40) : start])
        ):
            yield Span(start, end, "age", ("dates",))
