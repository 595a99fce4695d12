"""Frozen types as plain documents: objects of their fields, lists, rounded figures."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from rf_scorer.documents.numbers import rounded

__all__ = ["plain"]


def plain(value: Any) -> Any:
    """Dataclasses and mappings as objects, sequences as lists, codes as text, figures rounded; the rest as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if hasattr(value, "items"):
        return {str(key): plain(part) for key, part in value.items()}
    return value
