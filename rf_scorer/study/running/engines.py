"""What is loaded once a process and shared by all who work in it."""

from __future__ import annotations

from functools import cache

from rf_scorer import pipeline

__all__ = ["engine_for"]


@cache
def engine_for(model: str | None, language_model: str | None) -> pipeline.Engine:
    """One engine a process for a rating model (None: for highlighting alone) and a spaCy pipeline, both by name or path."""
    return pipeline.Engine.load(model, language_model=language_model)
