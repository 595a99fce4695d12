"""Where the time goes: the whole of ``score``, stage by stage, in microseconds a word."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any

from scaling import pairs
from scaling.corpora import score
from scaling.meter import REST, metered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaling.corpora import Corpus

__all__ = ["STAGES", "measure"]

#: Stages in the order of the path, each with the functions that do it. What one calls of another counts for the other alone.
STAGES: dict[str, tuple[str, ...]] = {
    "read": (
        "rf_scorer.study.case:open_case",
        "rf_scorer.study.inputs:check_unchanged",
        "rf_scorer.transcripts.reading:read_document",
    ),
    "align": ("rf_scorer.protocols.align:align", "rf_scorer.protocols.choose:choose"),
    "look": ("rf_scorer.study.privacy.gate:seen",),
    "parse": (
        "rf_scorer.language.pipelines:Pipeline.hear",
        "rf_scorer.language.pipelines:Pipeline.grammars",
        "rf_scorer.language.reader:Reader.grammars",
        "rf_scorer.language.reader:Reader.look",
        "rf_scorer.language.looks:Looked.looks",
        "rf_scorer.language.looks:Looked.named",
        "rf_scorer.language.entities:named_words",
    ),
    "rules": ("rf_scorer.language.highlighter:Highlighter.highlight",),
    "suggest": (
        "rf_scorer.pipeline:_rating_input",
        "rf_scorer.rating.model:RatingModel.suggest",
        "rf_scorer.rating.aggregates:aggregates",
        "rf_scorer.rating.overall.aggregate:learned",
    ),
    "document": ("rf_scorer.documents.sheet:sheet_document", "rf_scorer.documents.text:document_text"),
    "validate": ("rf_scorer.validation.check:faults",),
    "page": ("rf_scorer.pages.page:render",),
    "write": ("rf_scorer.jsonio:write_text",),
}
#: What each stage is, for the table.
TITLES = {
    "read": "read: bytes, format, speakers, conventions; the file is as it was",
    "align": "align: turns with the protocol's questions",
    "look": "look: identifiers, by rules and lists",
    "parse": "parse: words, tags, base forms, dependencies, names (all models)",
    "rules": "rules: mentions, holders, markers, levels, measures",
    "suggest": "suggest: features, ratings, summaries",
    "document": "document: sheet, and its JSON text",
    "validate": "validate: against the schema",
    "page": "page: HTML",
    "write": "write: to the disk, whole or not at all",
    REST: "what is left: tables, digests, joining",
}


def measure(corpora: Sequence[Corpus], *, repeat: int) -> dict[str, Any]:
    """CPU time a word of each stage.

    Returns
    -------
    dict
        For each corpus the stages with microseconds a word of all speakers, the whole as timed by stages, the whole as timed
        without them in the same run, and what of the whole no stage takes.
    """
    found = []
    for one in corpora:
        parts: list[dict[str, float]] = []
        bare: list[float] = []
        for turn in range(repeat):
            # The meter is a load too: the whole is timed with it and without it, in turns.
            for with_meter in (True, False) if turn % 2 == 0 else (False, True):
                gc.collect()
                if with_meter:
                    with metered(STAGES) as meter:
                        score(one.inputs, protocol=one.protocol)
                        parts.append(meter.read())
                else:
                    began = time.process_time()
                    score(one.inputs, protocol=one.protocol)
                    bare.append(time.process_time() - began)
            pairs.tell(f"  {turn + 1}/{repeat} stages of {one.name}: {sum(parts[-1].values()):.2f} s, {bare[-1]:.2f} s without the meter")  # fmt: skip
        sums = [sum(part.values()) for part in parts]
        unit = 1e6 / one.words
        found.append(
            {
                "corpus": one.name,
                "words": one.words,
                "stages": {
                    stage: pairs.figure([part.get(stage, 0.0) * unit for part in parts]) for stage in (*STAGES, REST)
                },
                "sum": pairs.figure([total * unit for total in sums]),
                "whole": pairs.figure([seconds * unit for seconds in bare]),
                "meter": pairs.ratio(sums, bare),
                "rest": pairs.figure([part.get(REST, 0.0) / total for part, total in zip(parts, sums, strict=True)]),
            }
        )
    return {"repeat": repeat, "corpora": found}
