"""Sentences of the pages that hold figures which stand in a file, too: each hole is filled with the kept figure.

A sentence is known by the words around its holes, so that a page stays plain Markdown. One that a page does not hold as it is written here makes
:func:`missing` tell so, and a test fail: whoever rewords a figure's sentence rewords it here, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from figures import conversations, rating, robustness
from figures.measured import figures
from figures.table import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["SENTENCES", "Sentence", "filled", "missing"]

#: What may stand in a hole.
_FIGURE = r"[-−]?(?:\d[\d,]*)?(?:\.\d+)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words with holes (``{}``), the page they stand on, and what fills the holes."""

    page: str
    words: str
    values: Callable[[Mapping[str, Any]], Iterable[str]]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The sentence with whatever figures."""
        return re.compile(_FIGURE.join(map(re.escape, self.words.split("{}"))))

    def told(self, kept: Mapping[str, Any]) -> str:
        """The sentence with the kept figures.

        Raises
        ------
        KeyError
            If they are not kept.
        """
        return self.words.format(*self.values(kept))


def filled(page: str, kept: Mapping[str, Any]) -> str:
    """A page with its sentences' figures; what is not kept is left."""
    for one in SENTENCES:
        try:
            told = one.told(kept)
        except KeyError:
            continue
        page = one.pattern.sub(lambda _, told=told: told, page)  # type: ignore[misc]
    return page


def missing(page: str, name: str) -> list[str]:
    """The sentences that should stand on a page and do not."""
    return [one.words for one in SENTENCES if one.page == name and not one.pattern.search(page)]


def _length(kept: Mapping[str, Any]) -> Iterable[str]:
    found = figures(kept, "rating", "other-writers")["length"]
    return [short(found[name]) for name in ("suggestions", "ratings", "held")]


def _bias(*kinds: str) -> Callable[[Mapping[str, Any]], Iterable[str]]:
    def values(kept: Mapping[str, Any]) -> Iterable[str]:
        rows = figures(kept, "rating", "exemplars")["evaluations"][1]
        return [short(abs(next(row for row in rows if row["title"].startswith(f"{kind}:"))["figures"]["bias"]["value"]), 1) for kind in kinds]  # fmt: skip

    return values


def _other_bias(kept: Mapping[str, Any]) -> Iterable[str]:
    row = rating.named(figures(kept, "rating", "other-writers")["rows"], "rf_passage")
    assert row is not None
    return [short(row["bias"]["value"])]


def _undecided(kept: Mapping[str, Any]) -> Iterable[str]:
    errors = figures(kept, "abstention", "no-protocol")["errors"]
    sizes = {int(size): one for size, one in errors["sizes"].items()}
    undecided = sum(one["exemplars"] for size, one in sizes.items() if size >= 8)
    everything = sum(one["exemplars"] for one in sizes.values())
    return [*(short(sizes[size]["mae"]) for size in (1, 8, 9)), f"{undecided:,}", f"{everything:,}"]


def _beyond(kept: Mapping[str, Any]) -> Iterable[str]:
    parts = figures(kept, "abstention", "no-protocol")["errors"]["parts"]
    return [short(parts[name]["mae"]) for name in ("refused", "doubtful", "the others")]


def _killed(*names: str) -> Callable[[Mapping[str, Any]], Iterable[str]]:
    def values(kept: Mapping[str, Any]) -> Iterable[str]:
        sums = robustness.kills(figures(kept, "survival", "kills"))
        return [f"{sums[name]:,}" for name in names]

    return values


def _inputs(*names: str) -> Callable[[Mapping[str, Any]], Iterable[str]]:
    def values(kept: Mapping[str, Any]) -> Iterable[str]:
        found = figures(kept, "hostile", "inputs")
        sums = robustness.spoilt(found) | {"seconds": round(found["seconds"]), "memory": round(found["memory_mb"])}
        return [f"{sums[name]:,}" for name in names]

    return values


def _worded(kept: Mapping[str, Any]) -> Iterable[str]:
    hardest = figures(kept, "privacy", "worst")["ours"]["direct"]
    rows = {one["title"]: one["recall"] for one in figures(kept, "privacy", "worded")["rows"]}
    return [short(hardest[0] / hardest[1]), short(rows["model above 0.5"]), short(rows["rules alone"])]


def _engineers(kept: Mapping[str, Any]) -> Iterable[str]:
    one = conversations.results(kept, "semi-auto")
    rated = one["states"]["answered"]
    return [str(rated), str(rated - one["suggestions"]["provisional"]), str(one["abstained"]["out_of_domain"]), str(one["without doubt"])]  # fmt: skip


def _counselling(kept: Mapping[str, Any]) -> Iterable[str]:
    others = figures(kept, "abstention", "no-protocol")["others"]
    reasons = next(one for one in others if one["title"] == "annomi")["reasons"]
    return [str(reasons[code]) for code in ("question_unfamiliar", "short_passage")]


def _either(kept: Mapping[str, Any]) -> Iterable[str]:
    held = figures(kept, "abstention", "no-protocol")["held"]
    kinds = held["either"]["subtype"]
    return [f"{100 * share:.0f}" for share in (kinds["over-analytical"], kinds["concrete"], 1 - held["neither"])]


def _flat(kept: Mapping[str, Any]) -> Iterable[str]:
    return [short(figures(kept, "overall", "simulated")["worlds"]["as assumed, every level"]["coverage"])]


def _questions(kept: Mapping[str, Any]) -> Iterable[str]:
    found = figures(kept, "mind-ca", "questions")["b"]
    within = [one for one in found["questions"] if one is not None]
    model, length = found["rows"][0]["figures"], found["length"]
    return [
        short(min(within)),
        short(max(within)),
        *(short(length[name]["value"]) for name in ("expected_words", "rating_words", "expected_rating_without_words")),
        f"{100 * model['coverage']['value']:.0f}",
        short(model["width"]["value"], 1),
    ]


def _cost(kept: Mapping[str, Any]) -> Iterable[str]:
    seconds = figures(kept, "highlight-speed", "passages")["speed"]["seconds"]
    bare, mentions, markers = (seconds[name] for name in ("bare pipeline", "mentions", "markers"))
    added = [f"{100 * one / bare:.1f}" for one in (mentions + markers, mentions, markers)]
    return [*added, short(seconds["highlight"] / bare)]


_ACCURACY, _REAL = "docs/measurements/accuracy.md", "docs/measurements/real-input.md"
SENTENCES: tuple[Sentence, ...] = (
    Sentence(page=_ACCURACY, words="Suggestions correlate {} with the number of words on the 41 passages (the ratings themselves: {}); with length held constant they correlate {} with the ratings.", values=_length),
    Sentence(page=_ACCURACY, words="bizarre passages too high by {} levels, self-serving ones by {}, exceptional ones too low by {} and marked ones by {},", values=_bias("bizarre", "self-serving", "exceptional", "marked")),
    Sentence(page=_ACCURACY, words="suggestions lie {} above the ratings of the 41", values=_other_bias),
    Sentence(page=_ACCURACY, words="(error {} refused, {} doubtful, {} the others)", values=_beyond),
    Sentence(page=_ACCURACY, words="error {} where the 80 % interval is one level, {} where it is eight, {} at nine. From eight levels on ({} of {} exemplars)", values=_undecided),
    Sentence(page=_ACCURACY, words="interviews ({} passages) or answers have fewer than fifteen words ({}).", values=_counselling),
    Sentence(page=_ACCURACY, words="Of over-analytical exemplars {} % are refused or doubtful, of concrete ones {} %, of all {} %.", values=_either),
    Sentence(page=_ACCURACY, words="With every level equally common its intervals hold {},", values=_flat),
    Sentence(
        page=_ACCURACY,
        words="Spearman within them goes from {} (what somebody thinks, where the answer is a thought and no explanation) to {}. Suggestions follow the number of words more ({}) than the scores do ({}); with length\n"
        "  held constant they correlate {} with the scores. Intervals held {} % of scores, and were {} of three levels wide.",
        values=_questions,
    ),
    Sentence(page=_ACCURACY, words="mentions and markers add {} % to the bare pipeline (mentions {} %, markers {} %); with preparing the words, measures and levels all of highlighting takes {} of its time.", values=_cost),
    Sentence(page=_REAL, words="Of an engineer's {} answers about data quality it refuses {} ({} as out of domain) and doubts all but {} of the others.", values=_engineers),
    Sentence(page="docs/how-to/privacy.md", words="which the detectors were built on, {} are found", values=lambda kept: list(_worded(kept))[:1]),
    Sentence(page="docs/how-to/privacy.md", words="finds {} of them in cross-validation where rules alone find {}", values=lambda kept: list(_worded(kept))[1:]),
    Sentence(page="docs/explanation/confidentiality.md", words="{} spoiled files and documents were tried", values=_inputs("inputs")),
    Sentence(page="docs/explanation/confidentiality.md", words="{} runs were killed in the middle", values=_killed("kills")),
    Sentence(page="docs/reference/limits.md", words="({} s of one busy processor, at most {} MB of memory) {} spoiled inputs went to {} things that read", values=_inputs("seconds", "memory", "inputs", "targets")),
    Sentence(page="docs/reference/outputs.md", words="Of {} killed runs, {} after something had been written, none left half a file under its name", values=_killed("kills", "begun")),
)  # fmt: skip
