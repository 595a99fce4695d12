"""Ways to reach somebody: addresses, telephones, mail and handles, written or dictated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy.cues import KIN_TITLES, RELATIONS
from rf_scorer.privacy.hints import DOT, JOIN, NUMBER, STREET, SUFFIX, UNDERSCORE, WEB, ZIP
from rf_scorer.privacy.lists import folded, lists
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.privacy.glance import Glance

__all__ = ["contact_spans"]

_DIGIT = r"(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|hundred|thousand|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|ten|(?:double|triple)[ -](?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine)|\d{1,4})"
_SPOKEN_NUMBER = re.compile(
    rf"(?<![\w-]){_DIGIT}(?:[ ,.-]{{1,3}}(?:(?:um|uh|er|no|then|and),? ){{0,2}}{_DIGIT}){{6,16}}(?![\w-])",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:one|1)[ ,.-]+(?:two|2)[ ,.-]+(?:three|3)[ ,.-]+(?:four|4)[ ,.-]+(?:five|5)\b", re.IGNORECASE
)
_WRITTEN_NUMBER = re.compile(
    r"(?<![\w.€$£#])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\)[ .-]?)?\d{2,5}(?:[ .-]\d{2,6}){1,5}(?![\w%])|(?<![\w.])\+?\d{7,15}(?!\w)"
)
_SHORT_NUMBER = re.compile(
    r"\b(?:call(?:ed)?|ring|rang|phone[ds]?|number(?:'s)?|mobile|cell|text(?:ed)?|landline|extension|ext|whatsapp|tel|telephone|pager|fax)\b[^.?!\n]{0,30}?(?<!\w)(\d{3}[ -.]\d{4}|\d{5,8})(?!\w)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_WORDS = r"[\w.+-]{1,40}"
#: A part before the "at": without the signs that part it from the next, so that a row of dots is read in one way.
_PART = r"(?:[^\W_]|\+){1,40}+"
_SPOKEN_EMAIL = re.compile(
    rf"(?<![\w'’]){_PART}(?:(?:\s(?:dot|underscore|dash|hyphen|point)\s|[ ._-]){_PART}){{0,5}}\s(?:at|@)\s{_WORDS}(?:\s(?:dash|hyphen)\s{_WORDS}|\s{_WORDS}){{0,2}}\s(?:dot|point)\s(?:com|org|net|edu|co|gov|ac|uk|de|fr|ie|nl|it|es|info|me|ca|au|example|test)\b(?:\s(?:dot|point)\s(?:uk|au|nz|za|com|org|br))?",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"(?:\b(?:e-?mail's|e-?mail|address|it['’]s|its|is|was|to|on|me|at|and|then)(?!['’\w])[ ,:]*)", re.IGNORECASE
)
_URL = re.compile(
    r"\b(?:https?://|www\.)\S{3,200}[\w/]|\b(?:www|double u double u double u|double you double you double you)\s(?:dot|\.)\s?\S{1,60}(?:\s(?:dot\s)?\S{1,30}){0,3}?\s?(?:dot|\.)\s?(?:com|org|net|info|uk|de|blog)\b"
    r"|(?<![\w@.])[a-z0-9][a-z0-9-]{1,62}(?:\.[a-z0-9-]{1,62}){0,3}\.(?:com|org|net|info|co\.uk|org\.uk|ac\.uk|edu|gov|blog|io|me|example|test|wordpress|tumblr|de|fr|nl|ie|au|ca|nz)\b(?:/\S{0,100}[\w/])?"
    r"|(?<![\w])[\w-]{2,40}(?:\s(?:slash|dash|hyphen)\s[\w-]{1,40}){0,2}\sdot\s(?:com|org|net|co dot uk|org dot uk|blog|info|me|wordpress dot com|tumblr dot com)\b(?:\sslash\s[\w-]{1,40}){0,3}",
    re.IGNORECASE,
)
_SPOKEN_URL = re.compile(
    r"\b(?:w w w|www|double u double u double u|triple w)\s(?:dot\s)?[\w-]{2,30}(?:\s[\w-]{1,30}){0,5}?\sdot\s\w{2,10}(?:\sdot\s\w{2,6})?(?:\sslash\s[\w-]{1,30}){0,3}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_][\w.]{1,30}\w?")
_PLATFORM = r"(?:insta(?:gram)?|twitter|tik ?tok|snap(?:chat)?|discord|reddit|facebook|tumblr|telegram|whatsapp|twitch|youtube|skype|steam|x box|xbox|psn|msn|bluesky|mastodon|threads|onlyfans|tinder|grindr)"
_NAMED_HANDLE = re.compile(
    rf"(?:\b(?:handle|user ?name|screen ?name|gamertag|gamer tag|tag|account|profile|login|nickname online)\b(?:\s(?:on|for|in)\s(?:\S+\s)?{_PLATFORM})?(?:'s|’s|\s(?:is|was|called|name|name was|name is))?,?[\s:]+(?:(?:um|uh|like|er|just|called|literally),? ){{0,2}}"
    rf"|\b(?:(?:i'm|im|i was|she's|he's|find me|follow me|under|goes by|went by|known as|called|as)\s(?:on\s{_PLATFORM}\s)?(?:as\s|under\s)?))"
    r"(?P<h>[A-Za-z]*(?=[\w.]{0,30}[_\d])[\w.]{3,30}\w|(?:at|@)\s[a-z0-9_]+(?:\s(?:underscore|dot|dash)\s[a-z0-9_]+){1,4}|[a-z0-9]+(?:\s(?:underscore|dot)\s[a-z0-9]+){1,4})",
    re.IGNORECASE,
)
_ROLE_CODE = re.compile(r"^[A-Za-z]+(?:_[A-Za-z]+)?_\d{1,3}$")
#: "somchaiii88" in running text is nobody's spelling of a word.
_LETTERS_DIGITS = re.compile(r"(?<![\w@./:#-])[a-zA-Z]{4,24}\d{2,4}(?![\w%]|[.:]\d)")
_UNDERSCORED = re.compile(
    r"(?<![\w@./])(?=[\w.]{4,40}(?![\w.]))[A-Za-z][A-Za-z0-9.]*_[\w.]*\w|(?<!\w)(?:at\s)?[a-z0-9]{2,30}(?:\s(?:underscore)\s[a-z0-9]{1,30}){1,4}(?:\s\d{1,4})?",
    re.IGNORECASE,
)
_IP = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\d)|(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])|(?<!\w)\d{1,3}(?:\s(?:dot|point)\s\d{1,3}){3}(?!\w)",
    re.IGNORECASE,
)
_NUMBER_WORDS = r"(?:(?:\d{1,3}|zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|and|double)[ -]?){1,5}"
_DOTTED = re.compile(rf"(?<!\w){_NUMBER_WORDS}(?:\s?(?:dot|point)\s{_NUMBER_WORDS}){{3}}(?!\w)", re.IGNORECASE)
_SPOKEN_IP = re.compile(
    r"\b(?:ip|i p)\b[^.?!\n]{0,30}?(?P<ip>\w+(?:[ -]\w+){0,3}(?:\s(?:dot|point)\s\w+(?:[ -]\w+){0,2}){3})",
    re.IGNORECASE,
)

#: Fewest words for numbers in a telephone number, and fewest colons in an address of a machine.
_FEWEST, _COLONS = 7, 4

_STREET = (
    r"(?:street|st|road|rd|avenue|ave|av|lane|ln|close|drive|dr|crescent|terrace|place|pl|way|square|sq|boulevard|blvd|court|ct|gardens?|cottages?|villas|grove|row|walk|hill|park|mews|parade|highway|hwy|alley|circle|rise|view|wharf|quay|"
    r"stra(?:ss|ß)e|weg|platz|gasse|laan|straat|gata|gatan|vej|rue|calle|mahallesi|sokak|sokağı|caddesi)"
)
_ONE_WORD_STREET = r"[^\W\d_]{3,30}(?:stra(?:ss|ß)e|weg|gasse|platz|laan|straat|gata|gatan|vej|gate)"
_HOUSE = r"(?:\d{1,5}[a-z]?(?:[/-]\d{1,4}[a-z]?)?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|and|oh|[a-d](?= ))){0,3})"
_ADDRESS = re.compile(
    rf"(?<!\w)(?:(?:flat|apartment|apt|unit|room|number|no\.?|house|suite|block)\s#?\w{{1,5}},?\s){{0,2}}(?:number\s)?{_HOUSE},?\s(?:(?!of\b|or\b|and\b|years?\b|in\b|minutes?\b|hours?\b|days?\b|people\b|down\b|by\b|on\b|at\b|the\b|up\b|to\b|times\b|from\b|off\b|that\b|was\b|is\b)[^\W\d_][\w'’-]{{0,30}}\s){{1,3}}{_STREET}\b"
    rf"|(?<!\w){_ONE_WORD_STREET}\s{_HOUSE}(?!\w)|(?<!\w)(?:rue|calle|via|rua|avenida|avenue|ulica|ul\.|carrer|corso|viale|passeig)\s(?:(?:de|del|della|des|du|la|le|los|das|do)\s)?(?:[^\W\d_][\w'’-]{{1,30}}\s){{0,2}}[^\W\d_][\w'’-]{{1,30}},?\s\d{{1,4}}(?!\w)"
    rf"|(?<!\w){_HOUSE},?\s(?:rue|calle|via|rua|avenida|avenue|carrer)\s(?:(?:de|del|della|des|du|la|le|los|das|do|l')\s?){{0,2}}[^\W\d_][\w'’-]{{1,30}}"
    rf"|\b(?:flat|apartment|apt)\s#?(?:\d{{1,4}}[a-z]?|[a-z]\d{{1,3}}),?\s(?:[^\W\d_][\w'’-]{{1,30}}\s){{1,3}}(?:house|court|tower|towers|building|block|lodge|mansions|point)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d)(?!\w)"  # United Kingdom, Canada
    r"|(?<!\w)\d{4}\s[A-Z]{2}(?!\w)"  # Netherlands
)
_ZIP = re.compile(
    r"\b(?:zip(?: ?code)?|post ?code|postal code)\b(?:'s|\s(?:is|was|being|of|starts))?[\s,:]*(?:(?:um|uh|it's|like|er|the),? ){0,2}(?P<z>(?:\d{4,6}(?:-\d{4})?|[a-z]{1,2}\s?\d{1,2}[a-z]?(?:\s?\d\s?[a-z]\s?[a-z])?|(?:[a-z]|\d|oh|zero|one|two|three|four|five|six|seven|eight|nine|double)(?:[ -](?:[a-z]|\d|oh|zero|one|two|three|four|five|six|seven|eight|nine|double)){3,7})(?!\w))"
    r"|(?<!\w)(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])\s(?P<us>\d{5}(?:-\d{4})?)(?!\w)",
    re.IGNORECASE,
)


def contact_spans(text: str, seen: Glance) -> Iterator[Span]:
    """Mail, web, handles, telephones, IP and postal addresses in a text."""
    for pattern, kind in _patterns(text, seen):
        for match in pattern.finditer(text):
            if not (kind == "handle" and _role_code(match.group())):
                yield Span(match.start(), match.end(), kind, ("contacts",))
    if seen.hints & DOT:
        yield from _dictated(text)
    if seen.digit or seen.hints & JOIN or "_" in text:
        for match in _NAMED_HANDLE.finditer(text):
            yield Span(*match.span("h"), "handle", ("contacts",))
    if seen.digit or seen.hints & ZIP:
        for match in _ZIP.finditer(text):
            yield Span(*match.span("z" if match.group("z") else "us"), "address", ("contacts",))
    if seen.digit or seen.numbers >= _FEWEST:
        yield from _numbers(text)


def _patterns(text: str, seen: Glance) -> Iterator[tuple[re.Pattern[str], str]]:
    """Those patterns that the text can hold at all."""
    if "@" in text:
        yield _EMAIL, "email"
        yield _HANDLE, "handle"
    if seen.signs or seen.hints & (WEB | DOT):
        yield _URL, "url"
    if seen.hints & DOT:
        yield _SPOKEN_URL, "url"
    if "_" in text or seen.hints & UNDERSCORE:
        yield _UNDERSCORED, "handle"
    if seen.digit:
        yield _LETTERS_DIGITS, "handle"
        yield _POSTCODE, "address"
    if seen.digit or text.count(":") >= _COLONS:
        yield _IP, "ip"
    if seen.digit or (seen.hints & NUMBER and seen.hints & (STREET | SUFFIX)):
        yield _ADDRESS, "address"


def _dictated(text: str) -> Iterator[Span]:
    for match in _SPOKEN_EMAIL.finditer(text):
        yield Span(_trimmed(match.group(), match.start()), match.end(), "email", ("contacts",))
    for match in _DOTTED.finditer(text):
        yield Span(match.start(), match.start() + len(match.group().rstrip()), "ip", ("contacts",))
    for match in _SPOKEN_IP.finditer(text):
        yield Span(*match.span("ip"), "ip", ("contacts",))


def _role_code(found: str) -> bool:
    """Codes such as GRANDMOTHER_1 stand for a name, and SIB2 for one."""
    word = folded(re.split(r"[_\d]", found)[0])
    known = lists().english(word)
    coded = _ROLE_CODE.match(found) is not None and (known or word in RELATIONS or word in KIN_TITLES)
    return coded or (found.isupper() and known and "_" not in found)


def _trimmed(found: str, start: int) -> int:
    """Where a dictated address begins, past the words that lead to it."""
    local = re.split(r"\s(?:at|@)\s", found, maxsplit=1, flags=re.IGNORECASE)[0]
    last = None
    for match in _LOCAL.finditer(local):
        last = match
    return start + (last.end() if last is not None and last.end() < len(local) else 0)


def _numbers(text: str) -> Iterator[Span]:
    for match in _SPOKEN_NUMBER.finditer(text):
        words = re.findall(r"\w+", match.group())
        if (
            not _COUNTING.search(match.group())
            and not re.search(
                r"\b(?:count\w*|backwards?|sevens|nines)\b",
                text[max(0, match.start() - 30) : match.start()],
                re.IGNORECASE,
            )
            and len(words) - sum(word in {"um", "uh", "er", "no", "then", "and"} for word in words) > 6
        ):
            yield Span(match.start(), match.end(), "phone", ("contacts",))
    for match in _WRITTEN_NUMBER.finditer(text):
        digits = sum(character.isdigit() for character in match.group())
        if 7 <= digits <= 15 and not _years(match.group()):
            yield Span(match.start(), match.end(), "phone", ("contacts",))
    for match in _SHORT_NUMBER.finditer(text):
        yield Span(*match.span(1), "phone", ("contacts",))


def _years(found: str) -> bool:
    """Two years ("1998-2004") are no telephone."""
    return re.fullmatch(r"(?:19|20)\d\d[ .-]{1,3}(?:19|20)\d\d", found) is not None
