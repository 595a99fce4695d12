"""Interview protocols, and the alignment of what interviewers said with what protocols ask."""

from __future__ import annotations

from rf_scorer.protocols.align import Alignment, align
from rf_scorer.protocols.catalogue import load, names, source
from rf_scorer.protocols.choose import Choice, choose
from rf_scorer.protocols.override import find_override, override_paths
from rf_scorer.protocols.tomlfile import check

__all__ = [
    "Alignment",
    "Choice",
    "align",
    "check",
    "choose",
    "find_override",
    "load",
    "names",
    "override_paths",
    "source",
]
