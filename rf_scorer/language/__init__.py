"""Mental-state language in a participant's words: mentions, holders, flags, markers, measures.

spaCy is imported with the first use of :func:`load`, not with the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rf_scorer.language.highlighter import Highlighter, load
    from rf_scorer.language.looks import Looked

__all__ = ["Highlighter", "Looked", "load"]


def __getattr__(name: str) -> Any:
    if name == "Looked":
        from rf_scorer.language.looks import Looked

        return Looked
    if name in __all__:
        from rf_scorer.language import highlighter

        return getattr(highlighter, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
