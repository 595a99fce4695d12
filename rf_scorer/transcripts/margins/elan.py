"""What ELAN files hold besides speech: paths of recordings, annotators, tiers that were not read, properties."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from rf_scorer.transcripts.margins.collecting import Collection
from rf_scorer.transcripts.margins.margin import Place
from rf_scorer.transcripts.readers.safexml import local, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import Document
    from rf_scorer.transcripts.margins.cover import Cover
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["elan_margins"]

_PATHS = (
    "MEDIA_FILE",
    "MEDIA_URL",
    "RELATIVE_MEDIA_URL",
    "EXTRACTED_FROM",
    "LINK_URL",
    "RELATIVE_LINK_URL",
    "ASSOCIATED_WITH",
)
_PERSONS = ("AUTHOR", "ANNOTATOR")
#: Elements whose text is a remark or a property and no annotation.
_TEXTS = {
    "PROPERTY": Place.PROPERTIES,
    "LICENSE": Place.PROPERTIES,
    "DESCRIPTION": Place.PROPERTIES,
    "CV_ENTRY": Place.PROPERTIES,
    "CVE_VALUE": Place.PROPERTIES,
}
_NAMES = ("LINGUISTIC_TYPE_ID", "CV_ID", "LICENSE_URL", "LEXICON_NAME", "NAME", "LEXICON_ID", "DESCRIPTION")
#: The bulk of a file, which holds no attribute that matters; tiers are looked at as a whole.
_BULK = frozenset({"ANNOTATION", "ALIGNABLE_ANNOTATION", "REF_ANNOTATION", "ANNOTATION_VALUE", "TIME_SLOT"})
#: Properties that ELAN itself keeps.
_OWN = frozenset({"URN", "lastUsedAnnotationId"})
#: What ELAN calls the type of a new file, and types that everybody has.
_COMMON = frozenset({"default-lt", "orthography", "utterance", "transcription", "words", "word", "translation"})


def elan_margins(document: Document, cover: Cover) -> Iterator[Margin]:
    """Attributes and texts of the document that are no speaker's words."""
    found = Collection()
    for element in parse_xml(document.data, where=document.name).iter():
        name = local(element)
        if name in _BULK:
            continue
        for key in _PERSONS:
            found.name(Place.ANNOTATORS, element.get(key))
        for key in _PATHS:
            found.add(Place.MEDIA, unquote(element.get(key) or ""))
        if name == "TIER":
            _tier(found, element, cover)
        elif name in _TEXTS and element.get("NAME") not in _OWN:
            found.field(_TEXTS[name], element.get("NAME") or "", element.text)
        if name != "PROPERTY":
            for key in _NAMES:
                value = element.get(key) or ""
                found.add(Place.PROPERTIES, "" if value.casefold() in _COMMON else value)
    yield from found


def _tier(found: Collection, tier: Element, cover: Cover) -> None:
    for key in ("TIER_ID", "PARTICIPANT"):
        value = tier.get(key) or ""
        if not cover.is_label(value):
            found.add(Place.SPEAKER_TAGS, value)
    for annotation in tier.iter("ANNOTATION_VALUE"):
        words = annotation.text or ""
        if words.strip() and not cover.repeats(words):
            found.add(Place.TIERS, words)
