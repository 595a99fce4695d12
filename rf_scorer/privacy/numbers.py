"""Numbers that stand for a person: of the state, of banks, of hospitals and offices, of vehicles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy.cues import words
from rf_scorer.privacy.hints import BANK, NATIONAL, PLATE, RECORD, STROKE, VEHICLE
from rf_scorer.privacy.lists import lists
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.privacy.glance import Glance

__all__ = ["number_spans"]

_SAID = r"(?:zero|oh|nought|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|one|two|three|four|five|six|seven|eight|nine|double|triple)"
#: A code as it is written (with a digit in it) or dictated, letter by letter.
_CODE = (
    r"(?:(?=[\w/.-]{0,24}\d)[A-Za-z0-9](?:[\w/.-]{2,24}\w)(?:\s(?=[\w/-]{0,12}\d)[\w/-]{1,12}){0,5}"
    rf"|(?:[a-z]|\d{{1,4}}|{_SAID})(?:[ ,-]{{1,2}}(?:[a-z](?![a-z'’])|\d{{1,6}}|{_SAID}|dash|hyphen|slash)){{2,14}}|[a-z]{{1,4}}[ -]\d{{3,10}}|\d{{4,20}})"
)
_LINK = r"(?:'s|’s)?(?:\s(?:is|was|being|which was|ending(?: in)?|ended in|ends in|of|for|it's|it was|said|read|starting|went|goes|no\.?|number|card|on|mine|says|code|here|were|he|she|they|got|his|her|my|the|printed|like|just|still|i think|i know|by heart|wristband|file|form|door|letter|bracelet|tag))*[\s,:#]{1,3}(?:(?:um|uh|er|erm|like|the|it's|that's|was|is),? ){0,3}"
_AFTER = re.compile(rf"^{_LINK}(?P<code>{_CODE})(?!\w)", re.IGNORECASE)
_CUES = {
    "vehicle": r"(?:number ?plate|licen[cs]e ?plate|plates?|reg(?:istration)?(?: number| plate)?|rego|tag number)",
    "bank": r"(?:iban|sort ?code|account(?: number| no)?|acct|bank account|card(?: number)?|routing(?: number)?|credit card|debit card|visa|mastercard|bsb)",
    "national-id": r"(?:social security(?: number)?|social(?= (?:is|was|number))|ssn|national insurance(?: number)?|ni number|nino|passport(?: number| no)?|nhs(?: number)?|nhs no|tax (?:id|file number|number|code)|tfn|pps(?:n)?(?: number)?|personal (?:id|number|identity number|code)|id (?:number|card)|identity (?:number|card)|bsn|cpr(?: number)?|personnummer|f[oø]dselsnummer|aadhaar|pesel|nie|dni|curp|cpf|codice fiscale|medicare(?: number)?|tc kimlik|kimlik|sin(?= (?:number|is|was))|steuer-?id|alien number|a-number|home office (?:ref\w*|number))",
    "record": r"(?:(?:patient|hospital|case|file|record|chart|medical record|mrn|m r n|reference|ref|claim|policy|certificate|licen[cs]e|driving licen[cs]e|driver's licen[cs]e|registration|member(?:ship)?|badge|inmate|prisoner|prison|service|docket|crime|incident|court|insurance|ward|bed|study|participant|unit|student|employee|staff|roll|booking|warrant|adoption|asylum|collar|army|military|health plan|plan|beneficiary|device|serial|pacemaker|implant)(?:\s(?:id|number|no|num|card|ref(?:erence)?|file|record|code|plate))?|mrn|m r n|mrn number|file number|serial number)",
}
_HINTS = {"vehicle": VEHICLE, "bank": BANK, "national-id": NATIONAL, "record": RECORD}
#: Fewest words for numbers in what is dictated.
_FEWEST = 2
_STARTS = {kind: re.compile(rf"\b{cue}\b", re.IGNORECASE) for kind, cue in _CUES.items()}
_SHAPES = {
    "bank": re.compile(
        r"(?<!\w)(?:[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?|\d{2}-\d{2}-\d{2}|\d{4}(?:[ -]\d{4}){3})(?!\w)"
    ),
    "national-id": re.compile(
        r"(?<![\w-])(?:\d{3}-\d{2}-\d{4}|[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]|\d{6}[-+]\d{4}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{8}-?[A-Z]|[XYZ]-?\d{7}-?[A-Z])(?![\w-])",
        re.IGNORECASE,
    ),
    "vehicle": re.compile(r"(?<!\w)(?:[A-Z]{2}\d{2}\s?[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s\d{3}[A-Z])(?!\w)"),
    "record": re.compile(
        r"(?<![\w-])(?:(?=[A-Z0-9/-]*\d{3})[A-Z]{1,5}[-/]?\d{2,8}(?:[-/][A-Z0-9]{1,8}){0,3}|\d{2,6}[-/][A-Z]{1,4}[-/]\d{2,6}|[A-Z]{2,5}[-/]\d{2,8}|[A-Z]\d{5,9}|#\d{4,10})(?![\w-])"
    ),
}
#: Letters and digits dictated one by one, three digits at least.
_DICTATED = re.compile(
    rf"(?<![\w'’-])(?:[a-z]|\d{{1,4}}|{_SAID})(?:[ ,-]{{1,2}}(?:(?:double |triple )?(?:[a-z](?![\w'’])|\d{{1,6}}(?!\w)|{_SAID})|dash|hyphen|stroke|slash(?= )|[a-z]{{2}}(?=[ .,]|$)(?<=stroke..)|[a-z]{{2}}(?<=stroke ..))(?!\w)){{4,20}}(?![\w'’])",
    re.IGNORECASE,
)
_STROKE = re.compile(r"(?<!\w)[A-Za-z0-9]{1,8}(?:\s(?:stroke|slash|dash)\s[A-Za-z0-9]{1,8}){1,4}(?!\w)", re.IGNORECASE)
_PLATE = re.compile(
    r"(?<!\w)(?:[A-Z]{1,3}[ -]?\d{2,4}(?:[ -]?[A-Z]{1,3})?|\d{1,3}[ -]?[A-Z]{1,3}[ -]?\d{1,6}|[A-Z]{2}[ -]\d{3}[ -][A-Z]{2})(?!\w)"
)
_LOW_PLATE = re.compile(r"(?<![\w.])([a-z]{1,3})[ -]\d{2,4}[ -]([a-z]{1,3})(?!\w)", re.IGNORECASE)
_LOW_PARTS = re.compile(
    r"(?<![\w.])(?:([a-z]\d{1,3}) ([a-z]{3})|(\d{2}) ([a-z]{1,3}) ?(\d{3,5})|(\d{3,4}) ?([a-z]{2,3})|([a-z]{2}\d{2}) ?([a-z]{3}))(?!\w)",
    re.IGNORECASE,
)
_CAR = re.compile(
    r"\b(?:plates?|cars?|vans?|trucks?|lorry|lorries|reg|registration|drove|motor|bike|number|vehicle|taxi|jeep|blur|parked|tax disc|seat|ibiza|passat|golf|ford|fiesta|transit|astra|corsa|honda|toyota|corolla|bmw|audi|mercedes|volvo|saab|skoda|lada|trabant|zastava|fiat|renault|peugeot|citroen|nissan|mazda|subaru|chevy|chevrolet|buick|dodge|pickup|estate|saloon|hatchback|minibus|motorbike|moped|scooter|ambulance|coach|red one|blue one|white one|black one|green one)\b",
    re.IGNORECASE,
)
_NATO = r"(?:alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|x-ray|yankee|zulu)"
_TENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
_NO_PLATE = words(
    "is was the a an it its and or on of to in at my his her i he she we so no not for by with that this as up out all you me had got has can did do be if but who how just put off see saw car van one"
)
_UNITS = words(
    "am pm kg st lb lbs cm mm km nd rd th mg ml hrs min mins sec secs mph kph pts ft yds pcm gbp usd eur cc hp"
)
_PLAIN_CODES = re.compile(
    r"^(?:A\d{1,2}|M\d{1,2}|B\d{1,4}|MP3|MP4|F16|B52|COVID-?19|GCSE\w*|G\d|U\d{2}|3D|4x4|Y2K|WW[12I]|P\d{1,2}|T\d|I-\d+|US-\d+|H1N1|PS[1-5]|F1)$",
    re.IGNORECASE,
)


def number_spans(text: str, seen: Glance) -> Iterator[Span]:
    """Numbers by their shape, and by the word that says what they are."""
    if seen.digit:
        for kind, pattern in _SHAPES.items():
            for match in pattern.finditer(text):
                if not _PLAIN_CODES.match(match.group()):
                    yield Span(match.start(), match.end(), kind, ("numbers",))
        yield from _written_plates(text)
    if seen.hints & PLATE:
        yield from _plates(text)
    if seen.digit or seen.numbers >= _FEWEST:
        yield from _dictated(text, seen)
        for kind, start in _STARTS.items():
            if seen.hints & _HINTS[kind]:
                yield from _cued(text, kind, start)


def _cued(text: str, kind: str, start: re.Pattern[str]) -> Iterator[Span]:
    for cue in start.finditer(text):
        said = _AFTER.match(text[cue.end() : cue.end() + 140])
        if said is not None and _numeric(said.group("code")):
            yield Span(cue.end() + said.start("code"), cue.end() + said.end("code"), kind, ("numbers",))


def _written_plates(text: str) -> Iterator[Span]:
    for match in _PLATE.finditer(text):
        near = text[max(0, match.start() - 80) : match.end() + 30]
        long = len(match.group()) > 4 and sum(map(str.isdigit, match.group())) > 1
        if long and not _PLAIN_CODES.match(match.group()) and _CAR.search(near):
            yield Span(match.start(), match.end(), "vehicle", ("numbers",))

    for match in _LOW_PLATE.finditer(text):
        if not any(map(_ordinary, (match.group(1), match.group(2)))):
            yield Span(match.start(), match.end(), "vehicle", ("numbers",))
    for match in _LOW_PARTS.finditer(text):
        near = text[max(0, match.start() - 80) : match.end() + 30]
        if not any(part and part.isalpha() and _ordinary(part) for part in match.groups()) and _CAR.search(near):
            yield Span(match.start(), match.end(), "vehicle", ("numbers",))


def _ordinary(letters: str) -> bool:
    """Whether letters are a word, or a unit, rather than a part of a number plate."""
    low = letters.lower()
    return low in _NO_PLATE or low in _UNITS or low in lists().common


def _dictated(text: str, seen: Glance) -> Iterator[Span]:
    for match in _DICTATED.finditer(text):
        parts = re.findall(r"\w+", match.group().lower())
        letters = sum(len(part) == 1 and part.isalpha() for part in parts)
        if letters and len(parts) - letters > 2 and len(parts) > 4:
            yield Span(match.start(), match.end(), "record", ("numbers",))
    for match in _STROKE.finditer(text) if seen.hints & STROKE else ():
        if sum(map(str.isdigit, match.group())) > 1:
            yield Span(match.start(), match.end(), "record", ("numbers",))


def _plates(text: str) -> Iterator[Span]:
    """What follows the word for a number plate, from the first part that is no plain word to the last."""
    for cue in re.finditer(
        r"\b(?:number ?plates?|licen[cs]e ?plates?|plates?|reg(?:istration)?|rego)\b", text, re.IGNORECASE
    ):
        window = text[cue.end() : cue.end() + 90]
        stop = re.search(r"[?!\n]|\.(?=\s)", window)
        parts = list(re.finditer(r"[A-Za-z0-9]+", window[: stop.start()] if stop else window))
        run: list[re.Match[str]] = []
        for part in [*parts, None]:
            fits = part is not None and _plate_part(part.group()) and (not run or part.start() - run[-1].end() <= 3)
            if fits and part is not None:
                run.append(part)
                continue
            if _is_plate([one.group() for one in run]):
                yield Span(cue.end() + run[0].start(), cue.end() + run[-1].end(), "vehicle", ("numbers",))
                break
            run = [part] if part is not None and _plate_part(part.group()) else []


def _plate_part(word: str) -> bool:
    low = word.lower()
    if low in _NO_PLATE:
        return low == "one" or (len(word) == 1 and word.isupper())
    if len(low) > 1 and low.isalpha() and low in lists().common:
        return re.fullmatch(rf"{_NATO}|{_SAID}|{_TENS}", low) is not None
    return bool(re.fullmatch(rf"(?:[a-z]{{1,3}}|{_NATO}|{_SAID}|{_TENS}|[a-z]{{0,3}}\d{{1,6}}[a-z]{{0,3}})", low))


def _is_plate(words: list[str]) -> bool:
    figures = sum(
        bool(re.search(r"\d", word)) or bool(re.fullmatch(rf"{_SAID}|{_TENS}", word.lower())) for word in words
    )
    letters = sum(
        bool(re.search(r"[A-Za-z]", word)) and not re.fullmatch(rf"{_SAID}|{_TENS}", word.lower()) for word in words
    )
    return bool(figures and letters) and sum(map(len, words)) >= 5


def _numeric(code: str) -> bool:
    """Whether a code is long enough to stand for one person; a room, a bed, a dose and a year are not."""
    figures = sum(character.isdigit() for character in code) + len(re.findall(_SAID, code, re.IGNORECASE))
    letters = len(re.findall(r"(?<![a-z])[a-z](?![a-z])", code, re.IGNORECASE))
    year = re.fullmatch(r"(?:19|20)\d\d", code) is not None
    return (figures >= 4 and not year) or (figures >= 2 and figures + letters >= 5)
