"""Names that are spelled out, letter by letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.privacy.cues import words
from rf_scorer.privacy.lists import folded, lists
from rf_scorer.privacy.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.privacy.glance import Glance

__all__ = ["spelled_spans"]

_FEWEST = 3
_LETTER = r"(?:double[ -])?[^\W\d_]"
_SPELLED = re.compile(
    rf"(?<![\w'’-]){_LETTER}(?:(?:\s?[-‑–.,]\s?|\s|\s?\.\.\.\s?)(?:(?:um|uh|then|and|capital),?\s)?{_LETTER}(?![\w'’])){{2,24}}\.?(?![\w'’])",
    re.IGNORECASE,
)
#: "T for tango, I, N for november", "k as in kilo, double l, with a y".
_LED = r"[^\W\d_](?:,?\s(?:for|as in|like(?: the| a)?)\s[^\W\d_]{2,12})?"
_SPELLED_OUT = re.compile(
    rf"(?<![\w'’-])[^\W\d_],?\s(?:for|as in|like(?: the| a)?)\s[^\W\d_]{{2,12}}(?:[,.]?\s(?:(?:and|then|um|uh|double),?\s){{0,2}}{_LED}(?![\w'’])){{2,14}}",
    re.IGNORECASE,
)
_ABBREVIATIONS = words(
    "aai adhd aids asd bbc bpd cbt cia cid cmht cps cptsd dbt dna dvd dwp ecg ect eeg eft emdr fbi gcse gp hiv icu ied imd irs itv lgbt lgbtq mbt mri msn nhs nicu nspcc nvq ocd omg pdi pip pmt ptsd rspca "
    "sas sos ssri sud suv tbh tfl tmi tv uk un us usa usb vhs wtf www abc xyz lsd mdma iop iud ivf ufo aka diy rip wwe yolo fomo edt est pst idk lol"
)


def spelled_spans(text: str, seen: Glance) -> Iterator[Span]:
    """Runs of three letters and more that spell no word and are no usual abbreviation."""
    if seen.letters < _FEWEST:
        return
    known = lists()
    for match in _SPELLED_OUT.finditer(text):
        yield Span(match.start(), match.end(), "person", ("spelled",))
    for match in _SPELLED.finditer(text):
        letters = re.findall(r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])", match.group())
        word = folded("".join(letters))
        if word in _ABBREVIATIONS or len(set(word)) == 1 or (len(letters) == 3 and word not in known.given):
            continue
        if word in known.common and word not in known.given:
            continue
        yield Span(match.start(), match.end() - match.group().endswith("."), "person", ("spelled",))
