"""What might identify somebody. It can find; it can never show that nothing is there."""

from rf_scorer.privacy.classes import CLASSES, DIRECT, IdentifierClass
from rf_scorer.privacy.gate import inspect, revealed, spans
from rf_scorer.privacy.policy import Policy
from rf_scorer.privacy.span import Span

__all__ = ["CLASSES", "DIRECT", "IdentifierClass", "Policy", "Span", "inspect", "revealed", "spans"]
