"""Words without which a finder of numbers, dates, addresses and the like can find nothing.

Such finders look for patterns that few texts hold. One look at the words of a text tells which of them can be there at all, at a small part of the cost.
A hint is necessary and never sufficient: whatever a pattern matches has its hint (``tests/privacy/test_glance.py`` makes matches of every pattern and
looks).
"""

from __future__ import annotations

import re

from rf_scorer.privacy import cues, offices
from rf_scorer.privacy.cues import words

__all__ = [
    "ANIMAL",
    "BANK",
    "BORN",
    "DOT",
    "HIGH",
    "JOIN",
    "MONTH",
    "NATIONAL",
    "NUMBER",
    "ORDINAL",
    "PLATE",
    "RECORD",
    "ROLE",
    "STREET",
    "STROKE",
    "SUFFIX",
    "UNDERSCORE",
    "VEHICLE",
    "WEB",
    "YEAR",
    "ZIP",
    "hints",
]

#: One bit each: what a word can be a part of.
(
    NUMBER, ORDINAL, MONTH, YEAR, BORN, HIGH, STREET, SUFFIX, DOT, WEB, STROKE, UNDERSCORE, JOIN, ZIP, PLATE, VEHICLE, BANK, NATIONAL, RECORD,
    ROLE, ANIMAL,
) = (1 << place for place in range(21))  # fmt: skip

_NUMBERS = words(
    "zero oh o nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fourty fifty sixty seventy eighty ninety hundred thousand double triple"
)
#: What is dictated between numbers.
_STROKES = words("dash hyphen stroke slash")
_UNITS = words("first second third fourth fifth sixth seventh eighth ninth")
_ORDINALS = tuple(
    _UNITS
    | words(
        "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
    )
    | {ten + unit for ten in ("twenty", "thirty") for unit in _UNITS}
)
_BY_WORD = {
    NUMBER: _NUMBERS,
    MONTH: words(
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
    ),
    YEAR: words("nineteen two twenty"),
    BORN: words("born birthday dob d date died passed wedding anniversary married"),
    STREET: words(
        "street st road rd avenue ave av lane ln close drive dr crescent terrace place pl way square sq boulevard blvd court ct garden gardens cottage "
        "cottages villa villas grove row walk hill park mews parade highway hwy alley circle rise view wharf quay strasse straße weg platz gasse laan straat "
        "gata gatan vej rue calle mahallesi sokak sokağı sokaği caddesi via rua avenida carrer"
    ),
    WEB: words("www double"),
    STROKE: _STROKES,
    UNDERSCORE: words("underscore"),
    JOIN: words("underscore dot dash"),
    ZIP: words("zip zipcode postcode code"),
    PLATE: words(
        "plate plates numberplate numberplates licenceplate licenceplates licenseplate licenseplates reg registration rego"
    ),
    VEHICLE: words("plate plates numberplate licenceplate licenseplate reg registration rego tag"),
    BANK: words("iban sort sortcode account acct card routing visa mastercard bsb"),
    NATIONAL: words(
        "social ssn national ni nino passport nhs tax tfn pps ppsn personal id identity bsn cpr personnummer fodselsnummer fødselsnummer aadhaar pesel nie "
        "dni curp cpf codice medicare tc kimlik sin steuer steuerid alien number office"
    ),
    RECORD: words(
        "patient hospital case file record chart medical mrn n reference ref claim policy certificate license licence driving driver registration member "
        "membership badge inmate prisoner prison service docket crime incident court insurance ward bed study participant unit student employee staff roll "
        "booking warrant adoption asylum collar army military health plan beneficiary device serial pacemaker implant"
    ),
    # "guinea-pig" and "jack-russell" are looked at in pieces.
    ANIMAL: cues.ANIMALS | cues.HERDS | {"russell"},
    ROLE: offices.OFFICES
    | offices.OCCUPATIONS
    | offices.STAGE
    | offices.LOCALS
    | offices.CHAMPIONS
    | offices.HOLDERS
    | frozenset(offices.KEEPERS)
    | words(
        "holder runner miss hunt parliament superior minister president member controller disposal circus groundsman teacher"
    ),
}
_HINTS: dict[str, int] = {}
for _hint, _group in _BY_WORD.items():
    for _word in _group:
        _HINTS[_word] = _HINTS.get(_word, 0) | _hint
_ENDINGS = {
    DOT: ("dot", "point"),
    SUFFIX: ("strasse", "straße", "weg", "gasse", "platz", "laan", "straat", "gata", "gatan", "vej", "gate"),
}
#: Offices that go on as they like: "archdean", "olympian", "stuntwoman".
_ROLE_BEGINS = ("arch", "olympi", "stunt")
#: Of ages of ninety and more.
_HIGH_PARTS = re.compile(r"ninet|hundred|century|telegram")
_PIECE = re.compile(r"\w+")


def hints(word: str) -> tuple[int, int, int]:
    """What a word can be a part of.

    Parameters
    ----------
    word : str
        As it is written, with apostrophes and hyphens.

    Returns
    -------
    tuple of (int, int, int)
        The hints of its pieces; how many pieces say a number, or a stroke between numbers; how many are one letter.
    """
    pieces = _PIECE.findall(word.lower())
    found = 0
    for piece in pieces:
        found |= _HINTS.get(piece, 0)
        for hint, endings in _ENDINGS.items():
            if piece.endswith(endings):
                found |= hint
        if piece.startswith(_ORDINALS):
            found |= ORDINAL
        if piece.startswith(_ROLE_BEGINS) or (piece.endswith("s") and piece[:-1] in _BY_WORD[ROLE]):
            found |= ROLE
        if _HIGH_PARTS.search(piece):
            found |= HIGH
    numbers = sum(piece in _NUMBERS or piece in _STROKES for piece in pieces)
    return found, numbers, sum(len(piece) == 1 for piece in pieces)
