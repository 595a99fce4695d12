"""Copies of transcripts with codes in the place of what identifies somebody, for a person to check, and the key that leads back."""

from rf_scorer.study.pseudonymising.key import Key, check_apart
from rf_scorer.study.pseudonymising.making import Copied, Made, make
from rf_scorer.study.pseudonymising.placing import check_out, write

__all__ = ["Copied", "Key", "Made", "check_apart", "check_out", "make", "write"]
