"""What the figures say, and what a reader should beware of, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain.amounts import counted, percent
from rf_scorer.study.agreeing.figures import SINGLE, TOO_LARGE, UNEQUAL
from rf_scorer.study.ratings.faults import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rf_scorer.agreement import Coefficient
    from rf_scorer.study.agreeing.plan import Plan
    from rf_scorer.study.agreeing.report import Data, Groups, MachinePart, Part

__all__ = [
    "band",
    "figure",
    "interval",
    "intraclass",
    "level_name",
    "signed",
    "statements",
    "title",
    "warnings",
]

_TITLES = {"passages": "Passages", "overall": "Overall ratings"}
#: Fewer people than this, and intervals are too wide to tell fair agreement from good.
_FEW = 30
_MOSTLY_ONE = 0.8
_LEVEL_APART = 0.05
_UNEVEN = 0.7
#: Ends of Koo and Li's words for an intraclass correlation.
_BANDS = ((0.5, "poor"), (0.75, "moderate"), (0.9, "good"))


def title(level: str) -> str:
    """``Passages`` or ``Overall ratings``."""
    return _TITLES[level]


def signed(value: float, digits: int = 2) -> str:
    """A figure with a true minus sign and no negative zero."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "\N{MINUS SIGN}")


def level_name(value: float) -> str:
    """A level of the scale: ``-1``, ``3.5``."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def interval(found: Coefficient) -> str:
    """`` (95 % interval 0.70 to 0.89)``, or nothing where there is none."""
    if found.low is None or found.high is None:
        return ""
    return f" ({100 * found.confidence:g} % interval {signed(found.low)} to {signed(found.high)})"


def figure(found: Coefficient) -> str:
    """The figure with its interval; ``undefined`` and why."""
    if found.value is None:
        return f"undefined: {found.reason}"
    return signed(found.value) + interval(found)


def intraclass(part: Part, measure: str) -> str:
    """An intraclass correlation with both its intervals: drawn over people, and by the F distribution, which allows for other raters."""
    found = part.figures[measure]
    formula = next(one for one in part.iccs if one.id == measure)
    if found.low is None or found.high is None or formula.low is None or formula.high is None:
        return figure(found)
    if (found.low, found.high) == (formula.low, formula.high) or found.value is None:
        return figure(found)
    return f"{signed(found.value)}{interval(found)[:-1]}; by the F distribution {signed(formula.low)} to {signed(formula.high)})"


def band(*intervals: Coefficient) -> str | None:
    """Koo and Li's words for all that intervals hold: ``moderate to good``; None where there is none."""
    ends = [end for one in intervals for end in (one.low, one.high) if end is not None]
    if not ends:
        return None
    words = [next((word for end, word in _BANDS if value < end), "excellent") for value in (min(ends), max(ends))]
    return words[0] if words[0] == words[1] else f"{words[0]} to {words[1]}"


def statements(parts: Sequence[Part], data: Data, plan: Plan) -> list[str]:
    """What the figures say, the most important first; at least one sentence."""
    found = [sentence for part in sorted(parts, key=lambda part: part.level) for sentence in _said(part, data)]
    found.append(
        f"Intervals are of {100 * plan.confidence:g} %. They speak of these raters and of people like these; a coefficient says nothing about a single rating, and "
        "agreement is not correctness: raters can agree and be wrong together."
    )
    return found


def _said(part: Part, data: Data) -> Iterator[str]:
    name, facts = title(part.level), part.facts
    if part.figures:
        yield from _raters(part)
    elif facts.raters == 1:
        yield f"{name}: one rater only, so nothing is said of raters' agreement with each other."
    if part.key:
        yield from _key(part, data)
    if part.machine is not None:
        yield from _machine(name, part.machine)
    if part.anchoring:
        yield from _anchored(name, part)
    for groups in part.groups:
        if groups.column == "assistance":
            yield from _assistance(name, groups, part.single)


def _raters(part: Part) -> Iterator[str]:
    name, facts = title(part.level), part.facts
    single = part.figures[part.single]
    who = f"{counted(facts.raters, 'rater')}, {counted(single.n_units, 'unit')} that all of them rated"
    if part.single == UNEQUAL:
        yield from _sharing(part)
    elif single.value is not None:
        told = _banded(single, next(one for one in part.iccs if one.id == part.single))
        yield f"{name}: ICC(A,1) is {intraclass(part, part.single)}{told}; {who}."
    else:
        yield f"{name}: ICC(A,1) is {figure(single)}"
        other = part.figures["icc_1_unequal"]
        if other.value is not None:
            yield f"{name}: ICC(1), for which every rating counts, is {figure(other)}."
    exact, _, one = part.closeness
    if one.figure.value is not None and one.modal.value is not None and exact.figure.value is not None:
        modes = listed([level_name(level) for level in one.modes])
        yield (
            f"{name}: two raters gave the same level to {percent(exact.figure.value)} of units and were within one level on "
            f"{percent(one.figure.value)}; within one level of the most frequent level, {modes}, lie {percent(one.modal.value)} of ratings anyway."
        )


def _sharing(part: Part) -> Iterator[str]:
    """Of raters who share the work, few units of whom have all of them."""
    name, facts, found = title(part.level), part.facts, part.figures[UNEQUAL]
    several = [(count, units) for count, units in facts.by_raters.items() if int(count) > 1]
    have = listed(
        [f"{units:,} have {count}{' ratings' if not place else ''}" for place, (count, units) in enumerate(several)]
    )
    yield (
        f"{name}: ICC(1), for which every rating counts, is {figure(found)}{_banded(found)}; {counted(facts.raters, 'rater')}, and of {counted(facts.units, 'unit')} {have}."
    )
    if facts.complete:
        yield f"{name}: ICC(A,1) of the {counted(facts.complete, 'unit')} that all raters rated is {intraclass(part, SINGLE)}."


def _banded(*intervals: Coefficient) -> str:
    words = band(*intervals)
    return f": by Koo and Li's rule of thumb {words}, judged by the intervals" if words else ""


def _key(part: Part, data: Data) -> Iterator[str]:
    known = [(pair.one, pair.figures["icc_a_1_random"]) for pair in part.key]
    told = [f"{rater} {signed(found.value)}" for rater, found in known if found.value is not None]
    if told:
        yield f"{title(part.level)}: agreement with the key {data.key}, ICC(A,1): {', '.join(told)}."


def _machine(name: str, part: MachinePart) -> Iterator[str]:
    compared = part.compared
    by_id = {one.id: one for one in compared.figures}
    found = by_id["icc_a_1_random"]
    if found.human.value is not None and found.machine.value is not None:
        told = f"{name}: {compared.machine!r} agrees with single raters at ICC(A,1) {figure(found.machine)}, raters with each other at {figure(found.human)}"
        if found.share is not None and found.share.value is not None:
            told += f": {percent(found.share.value)} of it"
        yield f"{told}. The same {counted(compared.n_same, 'unit')} for both."
    elif found.every.value is not None:
        yield f"{name}: {compared.machine!r} agrees with single raters at ICC(A,1) {figure(found.every)}; there is nothing of raters with each other to compare it with."


def _anchored(name: str, part: Part) -> Iterator[str]:
    whole = part.anchoring[0]
    found = whole.anchoring
    if found.towards.value is None or found.away.value is None:
        return
    yield (
        f"{name}: of {counted(found.n_differing, 'blind rating')} that differed from the suggestion, {percent(found.towards.value)} were moved towards it and "
        f"{percent(found.away.value)} away from it once it was seen. Agreement measured after that is too high by what moved."
    )


def _assistance(name: str, groups: Groups, measure: str) -> Iterator[str]:
    told = [
        f"{group.name} {signed(group.figures[measure].value or 0.0)} ({counted(group.n_units, 'unit')})"
        for group in groups.groups
        if group.figures[measure].value is not None
    ]
    if len(told) > 1:
        yield f"{name}: {'ICC(1)' if measure == UNEQUAL else 'ICC(A,1)'} of raters with and without help: {', '.join(told)}. Compare the intervals before calling it a difference."


def warnings(part: Part, data: Data, plan: Plan) -> Iterator[str]:
    """What a reader should beware of."""
    name, facts = title(part.level), part.facts
    if facts.clusters < _FEW:
        yield (
            f"{name}: only {counted(facts.clusters, facts.clustered_by)}. With so few, intervals are wide, and another sample may show quite other figures."
        )
    if part.figures:
        yield from _of_raters(part)
    if data.use == "final":
        yield f"{name}: levels as they stood after suggestions had been seen are not independent ratings."
    yield from _effort(part, plan)


def _of_raters(part: Part) -> Iterator[str]:
    name, facts = title(part.level), part.facts
    most = max(facts.by_level, default=0)
    if facts.ratings and most == facts.ratings:
        yield f"{name}: all ratings are one level. Coefficients that correct for chance are undefined; agreement that costs nothing proves nothing."
    elif facts.ratings and most / facts.ratings >= _MOSTLY_ONE:
        yield f"{name}: {percent(most / facts.ratings)} of ratings are one level. Kappa, alpha and the ICC are low in such data even where raters rarely differ; AC2 and exact agreement with its baseline stand beside them."
    if facts.complete == 0:
        yield f"{name}: no unit is rated by every rater, so the ten forms of the ICC are undefined; ICC(1) for unequal numbers, alpha and the pairs use what there is."
    elif facts.complete < facts.units:
        yield f"{name}: {facts.complete:,} of {facts.units:,} units are rated by every rater; the ten forms of the ICC rest on these alone."
    apart = [f"{pair.one} and {pair.two}" for pair in part.pairs if pair.n_units == 0]
    if apart:
        yield f"{name}: these raters have no unit in common: {listed(apart)}."
    if any("bootstrap" in part.figures[measure].method for measure in (SINGLE, part.mean)):
        yield f"{name}: intervals that are drawn of people hold the raters fixed; those of the F distribution allow for other raters of the same kind, and are the wider the fewer raters there are. Report the latter where the ratings of other raters are meant."
    agree, consist = part.figures["icc_a_1_random"].value, part.figures["icc_c_1_random"].value
    if agree is not None and consist is not None and consist - agree > _LEVEL_APART:
        yield f"{name}: consistency (ICC(C,1) {signed(consist)}) is above agreement (ICC(A,1) {signed(agree)}): raters order units alike and differ in level; see who rates high."
    numbers = [profile.n_units for profile in part.profiles]
    if numbers and min(numbers) < _UNEVEN * max(numbers):
        few = min(part.profiles, key=lambda profile: profile.n_units)
        yield f"{name}: raters rated unequally many units, {few.rater} the fewest ({few.n_units:,} of {facts.units:,})."


def _effort(part: Part, plan: Plan) -> Iterator[str]:
    name, made = title(part.level), part.intervals
    if made.main == 0 and part.facts.clusters < 8:
        yield f"{name}: intervals are by formula, where there is one, and take units as independent: there are too few people to draw from."
        return
    cut = [
        f"{what}: {counted(count, 'resample')}" if count else f"{what}: by formula, where there is one"
        for what, count, asked in (
            ("all raters", made.main, bool(part.figures)),
            ("pairs", made.pairs, bool(part.pairs or part.key or part.machine)),
            ("the machine", made.machine, part.machine is not None),
        )
        if asked and count < plan.resamples
    ]
    if cut:
        yield f"{name}: of so many units and pairs not all {plan.resamples:,} resamples were drawn ({'; '.join(cut)})."
    if any(found.reason == TOO_LARGE for found in part.figures.values()):
        yield f"{name}: means over all pairs, and a machine among humans, were left out: there are too many units and pairs."
