"""The arithmetic of one kind of units: every figure asked for once, with the interval that it can bear."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING

from rf_scorer import agreement
from rf_scorer.study.agreeing.report import AnchoredRater, ComparedPair, Group, Groups, MachinePart, Timing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rf_scorer.agreement import Closeness, Coefficient, Drift, Profile, Range, Ratings, Resampling, Statistic
    from rf_scorer.study.agreeing.effort import Effort
    from rf_scorer.study.agreeing.matrix import Machine, Matrix, Twice
    from rf_scorer.study.agreeing.plan import Plan

__all__ = ["MEAN", "SINGLE", "TOO_LARGE", "UNEQUAL", "Asked", "better"]

#: The forms that practice in this field reports: raters are a sample of raters, and must agree in level.
SINGLE, MEAN = "icc_a_1_random", "icc_a_k_random"
#: What stands in the place of the former where raters share the work: numbers of ratings may differ.
UNEQUAL = "icc_1_unequal"
_NAN = float("nan")
#: Units up to which figures share their draws; of more, one is worked out after the other.
_TOGETHER = 5_000
#: Why a mean over pairs is not worked out.
TOO_LARGE = "There are too many units and pairs of raters for a mean over all pairs; Conger's kappa says the same of them together."


def better(drawn: Coefficient, formula: Coefficient) -> Coefficient:
    """The figure with its interval by bootstrap, or else with the formula's, and a note that says so."""
    if drawn.low is not None or formula.low is None:
        return drawn
    why = f"By formula, units taken as independent, since by bootstrap: {drawn.reason}"
    return replace(formula, note=" ".join(part for part in (formula.note, why) if part))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One kind of units, and how its figures are to be worked out.

    Attributes
    ----------
    matrix : Matrix
    scale : Range
    step : float
    plan : Plan
    effort : Effort
    """

    matrix: Matrix
    scale: Range
    step: float
    plan: Plan
    effort: Effort

    def resampling(self, resamples: int) -> Resampling | None:
        """Draws of whole participants or interviews; None for none."""
        if resamples == 0:
            return None
        clusters = [unit.cluster for unit in self.matrix.units]
        return agreement.Resampling(clusters=clusters, seed=self.plan.seed, resamples=resamples)

    def ratings(self, raters: Sequence[str], *, machine: Machine | None = None) -> Ratings:
        """The matrix of some raters, and of a machine behind them."""
        by_name = {column.rater: column.levels for column in self.matrix.columns}
        columns = [by_name[rater] for rater in raters]
        names = list(raters)
        if machine is not None:
            columns.append(machine.levels)
            names.append(machine.name)
        rows = list(zip(*columns, strict=True))
        units = [unit.id for unit in self.matrix.units]
        return agreement.ratings_of(rows, scale=self.scale, step=self.step, raters=names, units=units)

    def iccs(self, ratings: Ratings) -> tuple[Coefficient, ...]:
        """The ten forms, with intervals by formula."""
        return agreement.iccs(ratings, confidence=self.plan.confidence)

    def together(self, ratings: Ratings) -> dict[str, Coefficient]:
        """Figures of all raters at once."""
        wanted = [
            agreement.icc(SINGLE),
            agreement.icc(MEAN),
            agreement.icc("icc_c_1_random"),
            agreement.icc("icc_c_k_random"),
            agreement.icc_unequal(),
            *(agreement.alpha(metric) for metric in ("nominal", "ordinal", "interval")),
            *(agreement.conger(weights) for weights in ("unweighted", "linear", "quadratic")),
            *(agreement.gwet(weights) for weights in ("unweighted", "ordinal", "quadratic")),
            *(agreement.brennan_prediger(weights) for weights in ("unweighted", "quadratic")),
        ]
        found = self._measured(ratings, wanted)
        for weights in ("unweighted", "linear", "quadratic"):
            light = agreement.light(weights)
            # One after the other: what each adds for every unit and pair need not be held for all of them at once.
            found |= self._measured(ratings, [light]) if self.effort.over_pairs else {light.label.id: _refused(light)}
        return found

    def _measured(self, ratings: Ratings, wanted: Sequence[Statistic]) -> dict[str, Coefficient]:
        if len(wanted) > 1 and len(ratings.units) > _TOGETHER:
            # What each figure adds for every unit need not be held for all figures at once.
            return {name: found for one in wanted for name, found in self._measured(ratings, [one]).items()}
        plan, drawing = self.plan, self.resampling(self.effort.main)
        formula = agreement.measure(ratings, wanted, confidence=plan.confidence)
        if drawing is None:
            return formula
        drawn = agreement.measure(ratings, wanted, confidence=plan.confidence, resampling=drawing)
        return {name: better(drawn[name], formula[name]) for name in drawn}

    def close(self, ratings: Ratings) -> tuple[Closeness, ...]:
        """Exact agreement, within half a level and within one, beside always giving the most frequent level."""
        return agreement.closeness(
            ratings, confidence=self.plan.confidence, resampling=self.resampling(self.effort.main)
        )

    def profiles(self, ratings: Ratings) -> tuple[Profile, ...]:
        """Each rater by themselves."""
        return agreement.profiles(
            ratings, confidence=self.plan.confidence, resampling=self.resampling(self.effort.main)
        )

    def pairs(self, ratings: Ratings, chosen: Iterable[tuple[str, str]] | None = None) -> tuple[ComparedPair, ...]:
        """Every figure of each pair, by default of all."""
        wanted = list(combinations(ratings.raters, 2) if chosen is None else chosen)
        made = agreement.pairs(
            ratings,
            chosen=wanted,
            confidence=self.plan.confidence,
            resampling=self.resampling(self.effort.pairs),
        )
        return tuple(
            ComparedPair(
                one=pair.one,
                two=pair.two,
                n_units=pair.n_units,
                figures=pair.figures,
                closeness=pair.closeness,
                limits=pair.limits,
                confusion=tuple(map(tuple, agreement.confusion(ratings, pair.one, pair.two).counts.tolist())),
            )
            for pair in made
        )

    def drift(self, ratings: Ratings, raters: Sequence[str], *, key: str | None) -> tuple[Drift, ...]:
        """Each rater over time, against the key where there is one and against the other raters."""
        times = {column.rater: column.times for column in self.matrix.columns}
        if all(times[rater] is None for rater in raters):
            return ()
        nothing = [None] * len(self.matrix.units)
        order = [
            [_NAN if when is None else when for when in row]
            for row in zip(*(times[rater] or nothing for rater in raters), strict=True)
        ]
        found = list(self._over_time(ratings, order, None))
        if key is not None:
            levels = next(column.levels for column in self.matrix.columns if column.rater == key)
            found += self._over_time(ratings, order, _numbers(levels))
        return tuple(map(_named, found))

    def _over_time(
        self, ratings: Ratings, order: Sequence[Sequence[float]], key: Sequence[float] | None
    ) -> Iterable[Drift]:
        confidence, drawing = self.plan.confidence, self.resampling(self.effort.main)
        formula = agreement.drift(ratings, order=order, key=key, confidence=confidence)
        if drawing is None:
            return formula
        drawn = agreement.drift(ratings, order=order, key=key, confidence=confidence, resampling=drawing)
        return [
            replace(
                one,
                slope=better(one.slope, two.slope),
                total=better(one.total, two.total),
                blocks=tuple(
                    replace(block, difference=better(block.difference, other.difference))
                    for block, other in zip(one.blocks, two.blocks, strict=True)
                ),
            )
            for one, two in zip(drawn, formula, strict=True)
        ]

    def machine(self, raters: Sequence[str]) -> MachinePart | None:
        """A machine among humans."""
        machine = self.matrix.machine
        if machine is None:
            return None
        ratings = self.ratings(raters, machine=machine)
        scores = None
        if machine.scores is not None:
            scores = [_NAN if score is None else score for score in machine.scores]
        compared = agreement.human_machine(
            ratings,
            machine=machine.name,
            scores=scores,
            confidence=self.plan.confidence,
            resampling=self.resampling(self.effort.machine),
        )
        silent = sum(
            level is None and any(column.levels[place] is not None for column in self.matrix.columns)
            for place, level in enumerate(machine.levels)
        )
        pairs = self.pairs(ratings, [(rater, machine.name) for rater in raters])
        return MachinePart(silent=silent, compared=compared, pairs=pairs)

    def anchoring(self) -> tuple[AnchoredRater, ...]:
        """Raters before and after suggestions: all together, where there are several, and each."""
        twice = self.matrix.twice
        found = [self._anchored(one.rater, [one]) for one in twice]
        return (self._anchored(None, twice), *found) if len(twice) > 1 else tuple(found)

    def _anchored(self, rater: str | None, twice: Sequence[Twice]) -> AnchoredRater:
        clusters = [cluster for one in twice for cluster in one.clusters]
        drawing = None
        if self.effort.main:
            drawing = agreement.Resampling(clusters=clusters, seed=self.plan.seed, resamples=self.effort.main)
        found = agreement.anchoring(
            _numbers(level for one in twice for level in one.before),
            _numbers(level for one in twice for level in one.after),
            _numbers(level for one in twice for level in one.suggestion),
            scale=self.scale,
            step=self.step,
            units=[f"{one.rater} {unit}" for one in twice for unit in one.units],
            confidence=self.plan.confidence,
            resampling=drawing,
        )
        before = [seconds for one in twice for seconds in one.seconds_before]
        more = [seconds for one in twice for seconds in one.seconds_more]
        timing = Timing(
            units=len(before), before=median(before) if before else None, more=median(more) if more else None
        )
        return AnchoredRater(rater=rater, anchoring=found, seconds=timing)

    def groups(self, ratings: Ratings, column: str, names: Sequence[str | None]) -> Groups:
        """A handful of figures for each group of units."""
        statistics = [
            agreement.icc(SINGLE),
            agreement.icc_unequal(),
            agreement.alpha("ordinal"),
            agreement.conger("quadratic"),
            agreement.within(0.0),
            agreement.within(1.0),
        ]
        found = agreement.subgroups(
            ratings,
            names,
            statistics,
            minimum=self.plan.minimum,
            confidence=self.plan.confidence,
            resampling=self.resampling(self.effort.main),
        )
        return Groups(
            column=column,
            groups=tuple(
                Group(
                    # A name of few may point at a person.
                    name=one.name if one.n_units >= self.plan.minimum else None,
                    n_units=one.n_units,
                    figures=one.figures,
                )
                for one in found
            ),
        )


def _named(one: Drift) -> Drift:
    """The same with ids that differ by what is compared, and are alike for all stretches of work."""
    head = "drift" if one.against == "others" else "drift_key"
    what = "the mean of the other raters" if one.against == "others" else "the calibration key"
    title = f"Mean signed difference from {what}, in one stretch of the rater's work"
    return replace(
        one,
        slope=replace(one.slope, id=f"{head}_slope"),
        total=replace(one.total, id=f"{head}_total"),
        blocks=tuple(
            replace(block, difference=replace(block.difference, id=f"{head}_block", title=title))
            for block in one.blocks
        ),
    )


def _numbers(levels: Iterable[float | None]) -> list[float]:
    return [_NAN if level is None else level for level in levels]


def _refused(statistic: Statistic) -> Coefficient:
    label = statistic.label
    return agreement.Coefficient(
        id=label.id,
        title=label.title,
        value=None,
        method=label.method,
        n_units=0,
        n_raters=0,
        reason=TOO_LARGE,
        source=label.source,
    )
