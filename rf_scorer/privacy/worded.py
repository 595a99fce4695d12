"""Whether an ordinary word in a caption without capitals is somebody's name: a linear model over the words and tags around it.

"will", "grace", "mark" and some thousand others are names now and words most of the time; no single sign settles which. The weights were learned by
logistic regression on invented passages (``benchmarks/train_worded.py``; their data stand in ``benchmarks/data/privacy``).
"""

from __future__ import annotations

import importlib.resources
import json
from functools import cache
from typing import TYPE_CHECKING

from rf_scorer.privacy import cues
from rf_scorer.privacy.lists import lists

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["THRESHOLD", "features", "score"]

#: Least score of a name; a logit.
THRESHOLD = 0.0
_BEFORE = {
    "determiner": cues.DETERMINERS,
    "ordinary": cues.ORDINARY_BEFORE,
    "relation": cues.RELATIONS,
    "towards": cues.TOWARDS_PEOPLE,
    "clause": cues.CLAUSES,
    "preposition": cues.BEFORE_PLACES,
    "possessive": cues.POSSESSIVES,
}
_AFTER = {
    "personal": cues.PERSONAL,
    "predicate": cues.PREDICATES,
    "relation": cues.RELATIONS,
    "function": cues.FUNCTION,
}


def features(words: Sequence[str], tag: Callable[[int], str], index: int, *, signs: Sequence[str]) -> list[str]:
    """What can be seen of one word.

    Parameters
    ----------
    words : sequence of str
        Folded words of the text.
    tag : callable
        Part of speech by index, empty beyond the ends.
    index : int
    signs : sequence of str
        Names of the rules that hold for the word.
    """
    last = words[index - 1] if index else "<s>"
    after = words[index + 1] if index + 1 < len(words) else "</s>"
    found = [
        f"tag={tag(index)}",
        f"tag-1={tag(index - 1)}",
        f"tag+1={tag(index + 1)}",
        f"tag+2={tag(index + 2)}",
        f"last={last}",
        f"next={after}",
    ]
    found += [f"last:{name}" for name, group in _BEFORE.items() if last in group]
    found += [f"next:{name}" for name, group in _AFTER.items() if after in group]
    found.append("quality" if words[index] in cues.QUALITIES else "thing")
    found.append("again" if words.count(words[index]) > 1 else "once")
    known = lists()
    near = {*words[max(0, index - 3) : index], *words[index + 1 : index + 4]} - {words[index]} - cues.FUNCTION
    if near & known.given - known.worded:
        found.append("near:name")
    if any(word in known.worded and len(word) > 2 for word in near):
        found.append("near:worded")
    return found + [f"rule:{sign}" for sign in signs]


def score(found: Sequence[str]) -> float:
    """Logit of a name, from features."""
    weights = _weights()
    return float(weights["intercept"] + sum(weights["weights"].get(feature, 0.0) for feature in found))


@cache
def _weights() -> dict[str, Any]:
    text = (importlib.resources.files("rf_scorer.privacy") / "data" / "worded.json").read_text("utf-8")
    return dict(json.loads(text))
