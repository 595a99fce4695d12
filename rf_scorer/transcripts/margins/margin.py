"""Words that stand in a file beside its interview, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LONGEST", "Margin", "Place", "anonymous", "entry", "named", "said"]

#: Characters of one margin; longer words are cut at a line end or a blank, so that no look-up has to swallow a book.
LONGEST = 20_000


class Place(StrEnum):
    """Where words can stand beside an interview. The values are shown to people and stay as they are."""

    PROPERTIES = "document properties"
    COMMENTS = "comments"
    COMMENTERS = "authors of comments"
    CHANGERS = "authors of changes"
    DELETED = "deleted text"
    INSERTED = "inserted text"
    HEADERS = "headers and footers"
    FOOTNOTES = "footnotes"
    HIDDEN = "hidden text"
    TEXT_BOXES = "text boxes"
    ALTERNATIVE = "alternative texts"
    LINKS = "link targets"
    FIELDS = "field codes"
    CONTROLS = "content controls"
    BOOKMARKS = "bookmarks"
    LISTS = "list labels"
    FORMULAS = "formulas"
    UNSEEN = "parts that are not shown"
    MEDIA = "media paths"
    FILE_HEADERS = "file headers"
    ANNOTATORS = "annotators"
    TIERS = "tiers that were not read"
    CAPTION_NOTES = "caption notes"
    CAPTION_STYLES = "caption styles"
    CUE_NAMES = "cue identifiers"
    SPEAKER_TAGS = "speaker tags"
    COLUMNS = "other columns"
    SHEETS = "other sheets"
    SHEET_NAMES = "sheet names"
    DEFINED = "defined names"
    OTHER_FIELDS = "other fields"
    ATTACHMENTS = "attachments"
    FORM = "form fields"
    BESIDE = "beside the turns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Words beside an interview.

    Attributes
    ----------
    where : str
        A :class:`Place`.
    text : str
        The words, at most :data:`LONGEST` characters; lines of one place may stand together.
    start : int or None
        Offset in the source text where the words stand in it exactly so, else None.
    names : bool
        Whether the whole value is a person's name by its meaning (an author, an annotator): any such value tells who
        somebody is, whether or not it looks like a name. Values that name nobody (:func:`anonymous`) are left out.
    """

    where: str
    text: str = field(repr=False)
    start: int | None = None
    names: bool = False


#: What programs, and people without a name, write where an author is due. Compared without case.
_NOBODY = frozenset(
    """
    author|authors|autor|auteur|verfasser|user|users|benutzer|nutzer|utilisateur|usuario|utente|gebruiker|unknown|unknown author|
    unknown user|unbekannt|unbekannter autor|inconnu|microsoft office user|microsoft office-benutzer|microsoft office-anwender|
    microsoft account|microsoft-konto|microsoft user|windows user|windows-benutzer|administrator|admin|root|owner|default|system|
    guest|anonymous|anonym|anonyme|anonymized|anonymised|none|null|nobody|n/a|na|no name|not specified|unspecified|not provided|
    removed|redacted|python-docx|openpyxl|odfdo|libreoffice|openoffice|openoffice.org|apache poi|xlsxwriter|pandoc|google docs|
    microsoft|microsoft word|microsoft excel|microsoft office|word|excel|office|calibre|docx4j|aspose|whisper|whisperx|elan|
    transcriber|transcribers|transcriptionist|transcript|annotator|coder|rater|reviewer|editor|researcher|research assistant|
    assistant|interviewer|interviewee|participant|therapist|client|patient|respondent|subject|student|teacher|lab|laboratory|
    speaker|investigator|examiner|observer|clinician|operator|manager|me|i|p|t|c|q|a|r|s|int|par|inv
    """.replace("\n", "").replace("    ", "").split("|")
)  # fmt: skip
_ROLE = re.compile(
    r"(?i:(?:author|user|transcriber|annotator|coder|rater|reviewer|editor|researcher|assistant|interviewer|interviewee|"
    r"participant|therapist|client|patient|respondent|subject|student|speaker|investigator|person|team|group|company|site|"
    r"lab|ra|mother|father|parent|child|brother|sister|husband|wife)[ _#.-]{0,2})?[A-Za-z]?\d{1,6}[A-Za-z]?"
    r"|(?i:author|user|transcriber|annotator|coder|rater|reviewer|interviewer|participant|speaker|person|team|group|site)"
    r"[ _#.-]{1,2}[A-Z]"
    r"|[A-Z]{1,3}[-_ ]?\d{1,6}[A-Za-z]?|\{\{[^{}]{1,60}\}\}"
)
#: Identifiers that programs make up; they hold letters and are nobody's words.
_MACHINE = re.compile(
    r"S-1-[\d-]{4,100}|(?:(?:urn|uuid|xmp\.[a-z]id)[:.]|tc=){0,2}\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?(?:/\d+-\d+)?|(?:0x)?(?=[0-9]{0,127}[a-f])[0-9a-f]{16,128}|true|false|yes|no|on|off",
    re.IGNORECASE,
)
_BLANK = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\x00\x1a\u200b\u200e\u200f\ufeff"
#: So many digits can be a telephone number or somebody's birthday.
_DIGITS = 5


def anonymous(value: str) -> bool:
    """Whether a value in the place of a name names nobody: a program, a role, a code.

    Initials are not anonymous.
    """
    bare = " ".join(value.strip(_BLANK + ".,;:*-–—_").split())
    if len(bare) < 2 or bare.casefold() in _NOBODY:
        return True
    return _ROLE.fullmatch(bare) is not None or _MACHINE.fullmatch(bare) is not None


def _telling(text: str) -> bool:
    letters = digits = 0
    for character in text:
        letters += character.isalpha()
        digits += character.isdigit()
        if letters or digits >= _DIGITS:
            return _MACHINE.fullmatch(text) is None
    return False


def said(where: Place, text: str | None, start: int | None = None) -> Iterator[Margin]:
    """Words in a place, without white space at their ends; nothing where there are neither letters nor long numbers.

    Parameters
    ----------
    where : Place
    text : str or None
    start : int, optional
        Offset in the source text where ``text`` begins.
    """
    if not text:
        return
    bare = text.lstrip(_BLANK)
    first = len(text) - len(bare)
    bare = bare.rstrip(_BLANK)
    if not _telling(bare):
        return
    place = 0
    while place < len(bare):
        end = _cut(bare, place)
        yield Margin(where=where, text=bare[place:end], start=None if start is None else start + first + place)
        place = end


def _cut(text: str, start: int) -> int:
    """Where the part of a text that begins at ``start`` ends, if it is not too long."""
    end = start + LONGEST
    if len(text) <= end:
        return len(text)
    found = max(text.rfind(sign, start + LONGEST // 2, end) for sign in "\n ")
    return found + 1 if found > 0 else end


def named(where: Place, value: str | None, start: int | None = None) -> Iterator[Margin]:
    """A value that is a person's name by its meaning; nothing where it names nobody."""
    if value and not anonymous(value):
        bare = value.strip(_BLANK)
        at = None if start is None else start + len(value) - len(value.lstrip(_BLANK))
        yield Margin(where=where, text=bare[:LONGEST], start=at, names=True)


#: Fields whose value is a person by their meaning, in file headers, tables and JSON; without case and separators.
_PERSONS = frozenset(
    """
    author authors annotator annotators transcriber transcribers transcribedby transcriptionist typist operator creator
    createdby user username owner interviewername participantname clientname patientname therapistname coder codername rater
    ratername reviewer reviewedby checkedby editor editedby corrector speakername fullname firstname lastname surname
    familyname givenname forename middlename manager displayname investigator researcher lastmodifiedby modifiedby
    """.split()  # noqa: SIM905
)


def entry(where: Place, key: str, value: str | None, start: int | None = None) -> Iterator[Margin]:
    """The value of a field: a name where the field's own name says so, else words."""
    plain = re.sub(r"[\W_]+", "", key[:60]).casefold()
    yield from named(where, value, start) if plain in _PERSONS else said(where, value, start)
