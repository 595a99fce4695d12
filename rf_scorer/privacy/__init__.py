"""A first look for what might identify somebody. It can find; it can never show that nothing is there."""

from rf_scorer.privacy.scan import KINDS, Finding, findings, notes

__all__ = ["KINDS", "Finding", "findings", "notes"]
