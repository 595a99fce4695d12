"""Presidio's recognisers at work: kept offline, silent, and without a language model.

Presidio takes a third of a second to load: only texts in which it can find something are worth that (:mod:`rf_scorer.privacy.presidio`).
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.predefined_recognizers import EmailRecognizer
from tldextract import TLDExtract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ENTITIES", "FEW", "Recognised", "engine", "recognised"]

#: What Presidio calls it, and the class that it is here. Recognisers that fire on any long number without a word beside it are left out.
ENTITIES = {
    "EMAIL_ADDRESS": "email", "IP_ADDRESS": "ip", "MAC_ADDRESS": "ip", "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "bank", "CRYPTO": "bank", "IBAN_CODE": "bank", "US_BANK_NUMBER": "bank", "ABA_ROUTING_NUMBER": "bank",
    "US_SSN": "national-id", "US_ITIN": "national-id", "US_PASSPORT": "national-id", "US_MBI": "record",
    "US_DRIVER_LICENSE": "record", "MEDICAL_LICENSE": "record", "UK_NHS": "national-id", "UK_NINO": "national-id", "UK_PASSPORT": "national-id",
    "UK_POSTCODE": "address", "UK_VEHICLE_REGISTRATION": "vehicle", "UK_DRIVING_LICENCE": "record",
    "AU_TFN": "national-id", "AU_MEDICARE": "national-id", "CA_SIN": "national-id", "CA_POSTAL_CODE": "address",
    "FI_PERSONAL_IDENTITY_CODE": "national-id", "DE_ID_CARD": "national-id", "DE_TAX_ID": "national-id", "DE_SOCIAL_SECURITY": "national-id", "DE_HEALTH_INSURANCE": "record",
    "IN_AADHAAR": "national-id", "IN_PAN": "national-id", "IT_FISCAL_CODE": "national-id", "KR_RRN": "national-id", "NG_NIN": "national-id",
    "PL_PESEL": "national-id", "SG_NRIC_FIN": "national-id", "ZA_ID_NUMBER": "national-id", "ES_NIF": "national-id", "ES_NIE": "national-id",
    "SE_PERSONNUMMER": "national-id", "TH_TNIN": "national-id", "TR_NATIONAL_ID": "national-id",
}  # fmt: skip
#: Those of them that can be sure with fewer than five digits.
FEW = (
    "EMAIL_ADDRESS", "IP_ADDRESS", "MAC_ADDRESS", "CRYPTO", "IBAN_CODE", "US_DRIVER_LICENSE", "IT_FISCAL_CODE", "IN_PAN", "UK_POSTCODE",
    "UK_VEHICLE_REGISTRATION", "CA_POSTAL_CODE", "DE_ID_CARD",
)  # fmt: skip
#: Presidio's own scores: a number whose check digits hold, or a pattern with a word beside it that says what it is, reaches this.
_SURE = 0.5
#: A telephone number that its country's plan allows, and the digits it has at least: in some countries any year is one.
_PHONE, _PHONE_DIGITS = 0.4, 6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str

    def __len__(self) -> int:
        return len(self.text)


class _Words(NlpEngine):
    """Words and nothing else: what Presidio needs to see whether "passport" stands beside a number."""

    engine_name = "words"
    is_available = True

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Cut a text into words."""
        found = [(match.start(), match.group()) for match in _WORD.finditer(text)]
        # What stands behind the last word, such as "::", must have a word to belong to, or Presidio fails.
        found.append((len(text), ""))
        words: Any = [_Word(word) for _, word in found]
        return NlpArtifacts(
            entities=[],
            tokens=words,
            tokens_indices=[start for start, _ in found],
            lemmas=[word.lower() for _, word in found],
            nlp_engine=self,
            language=language,
        )

    def process_batch(
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,  # noqa: ARG002 (Presidio's signature)
        n_process: int = 1,  # noqa: ARG002 (Presidio's signature)
        **_: Any,
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Cut texts into words."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002 (Presidio's signature)
        """No word is left out."""
        return False

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002 (Presidio's signature)
        """Words hold no punctuation."""
        return False

    def get_supported_entities(self) -> list[str]:
        """None: names are found elsewhere."""
        return []

    def get_supported_languages(self) -> list[str]:
        """English."""
        return ["en"]


class _OfflineEmail(EmailRecognizer):
    """Presidio's, with the list of public suffixes that comes with the library."""

    _suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)

    def validate_result(self, pattern_text: str) -> bool:
        """Whether the address ends in a public suffix."""
        return bool(self._suffixes(pattern_text).top_domain_under_public_suffix)


@cache
def engine() -> AnalyzerEngine:
    """The recognisers, made once a process."""
    # Presidio tells its log what it compares, and that would be a participant's words.
    for name in ("presidio-analyzer", "tldextract", "phonenumbers"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    recognisers = []
    for name in predefined_recognizers.__all__:
        kind = getattr(predefined_recognizers, name)
        module = getattr(kind, "__module__", "")
        if ".generic." not in module and ".country_specific." not in module:
            continue
        made = _OfflineEmail() if kind is EmailRecognizer else kind(supported_language="en")
        if set(made.supported_entities) & set(ENTITIES):
            recognisers.append(made)
    registry = RecognizerRegistry(recognizers=recognisers, supported_languages=["en"])
    return AnalyzerEngine(registry=registry, nlp_engine=_Words(), supported_languages=["en"])


@dataclass(frozen=True, slots=True)
class Recognised:
    """A half-open span and its class."""

    start: int
    end: int
    kind: str


def recognised(text: str, *, few: bool = False) -> Iterator[Recognised]:
    """What the recognisers are sure of.

    Parameters
    ----------
    text : str
    few : bool
        Whether the text holds fewer than five digits, and most recognisers need not look.

    Raises
    ------
    RuntimeError
        If Presidio fails; its own message, which quotes the text, is left out.
    """
    failed = False
    try:
        found = engine().analyze(text, "en", entities=[*(FEW if few else ENTITIES)])
    except ValueError:
        found, failed = [], True
    if failed:
        raise RuntimeError("Presidio failed on a part of the text.")  # what it says itself may quote the text
    for result in found:
        if result.entity_type == "PHONE_NUMBER":
            sure = result.score >= _PHONE and _digits(text[result.start : result.end]) >= _PHONE_DIGITS
        else:
            sure = result.score >= _SURE
        if sure:
            yield Recognised(result.start, result.end, ENTITIES[result.entity_type])


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
