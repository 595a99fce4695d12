"""A paragraph for a methods section in the order of the guidelines for reporting reliability and agreement studies.

Only what is known stands in it. Whatever a person must say stands in [brackets]. The order of the items is that of Kottner and
colleagues 2011 (GRRAS), given here from general knowledge: check it against the guideline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain.amounts import counted, percent
from rf_scorer.study.agreeing.figures import UNEQUAL
from rf_scorer.study.agreeing.report import Sentence
from rf_scorer.study.agreeing.wording import figure, intraclass, level_name, title
from rf_scorer.study.ratings.faults import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rf_scorer.study.agreeing.plan import Plan
    from rf_scorer.study.agreeing.report import Data, Part

__all__ = ["citation", "sentences"]


def citation(version: str) -> str:
    """How this program is cited."""
    return f"The rf_scorer developers. rf_scorer (version {version}) [Computer software]."


def sentences(parts: Sequence[Part], data: Data, plan: Plan, *, version: str) -> list[Sentence]:
    """The paragraph, item by item."""
    return [
        Sentence(item=item, text=" ".join(told))
        for item, told in (
            ("Title and abstract", ["[Say in the title or the abstract that interrater agreement was studied.]"]),
            ("Instrument", list(_instrument(data))),
            ("Subjects and raters", list(_people(parts, data))),
            (
                "Prior evidence",
                ["[State what is known of the agreement of raters on this scale, and why it was studied here.]"],
            ),
            ("Sample size and sampling", list(_sample(parts))),
            ("Rating process", list(_process(data))),
            ("Independence", list(_independence(data))),
            ("Statistical analysis", list(_analysis(parts, data, plan, version))),
            ("Numbers", list(_numbers(parts, data))),
            ("Estimates", list(_estimates(parts))),
            ("Practical relevance", ["[Say what this agreement means for the use of the ratings in this study.]"]),
            (
                "Details",
                [
                    "The full report, with every pair of raters and every figure's source, is in the supplement. [Add where.]"
                ],
            ),
        )
        if told
    ]


def _instrument(data: Data) -> Iterator[str]:
    step = "" if data.step == 1 else " in half points"
    yield f"Ratings were given on a scale from {level_name(data.minimum)} to {level_name(data.maximum)}{step} [name the scale, its version and its manual]."
    if data.protocols:
        yield f"Interviews followed the protocol {listed(list(data.protocols))}."


def _people(parts: Sequence[Part], data: Data) -> Iterator[str]:
    most = max(parts, key=lambda part: part.facts.interviews, default=None)
    if most is not None:
        facts = most.facts
        of = f" of {counted(facts.participants, 'participant')}" if facts.participants is not None else ""
        yield f"{counted(facts.interviews, 'interview').capitalize()}{of} [who they are, and where they come from] were rated."
    yield f"{counted(len(data.raters), 'rater').capitalize()} [profession, training in the scale, certification and experience] took part."
    if data.key is not None:
        yield f"Ratings by {data.key} served as a calibration key [who made them, and how]."


def _sample(parts: Sequence[Part]) -> Iterator[str]:
    yield "[Give the reason for the number of interviews and raters, and how those that several raters rated were chosen.]"
    for part in parts:
        facts = part.facts
        yield (
            f"{title(part.level)}: {facts.complete:,} of {counted(facts.units, 'unit')} were rated by every one of {counted(facts.raters, 'rater')}."
        )


def _process(data: Data) -> Iterator[str]:
    if data.source != "documents":
        yield "[Say how and when ratings were made, in which order, and from what: transcript, audio or video.]"
        return
    yield "Raters rated passages, and the whole interview, at rf_scorer's desk or in its worksheets; each rating was locked before any suggestion for the same unit could be seen."
    if data.assistance:
        told = listed(
            [
                f"{counted(count, 'interview')} {'without any help (control)' if name == 'control' else 'with help (highlights, or suggestions after locking)'}"
                for name, count in data.assistance.items()
            ]
        )
        yield f"There were {told}."
    yield "[Say in which order interviews were rated, and how much time lay between them.]"


def _independence(data: Data) -> Iterator[str]:
    yield "[Say what raters knew of participants, of hypotheses and of each other's ratings.]"
    if data.use == "blind":
        yield "The ratings compared here are those that were locked before the suggestion was seen."
    elif data.use == "final":
        yield "The ratings compared here are those after suggestions had been seen; they are not independent of the suggestions."


def _analysis(parts: Sequence[Part], data: Data, plan: Plan, version: str) -> Iterator[str]:
    sharing = (
        " and, since few units have all raters, by that of a one-way model in which numbers of ratings may differ (ICC(1))"
        if any(part.single == UNEQUAL for part in parts)
        else ""
    )
    yield (
        "Agreement was estimated by the intraclass correlation for absolute agreement of a single rater (two-way random effects; ICC(A,1) of McGraw and Wong, 1996; "
        "ICC(2,1) of Shrout and Fleiss, 1979)"
        f"{sharing}"
        " [if the mean of the raters is analysed, report ICC(A,k) in its place], by weighted kappa, by Krippendorff's alpha (ordinal) and by Gwet's AC2; exact agreement "
        "and agreement within one level are given beside what always giving the most frequent level would reach."
    )
    made = sorted({part.intervals.main for part in parts} - {0})
    by = listed(sorted({part.facts.clustered_by for part in parts}))
    if made:
        yield (
            f"{100 * plan.confidence:g} % intervals are bias-corrected and accelerated bootstrap intervals ({' and '.join(f'{count:,}' for count in made)} resamples of whole clusters: {by}; seed {plan.seed}); "
            "those of the ten forms of the ICC rest on the F distribution and allow for other raters."
        )
    else:
        yield f"{100 * plan.confidence:g} % intervals are by formula and take units as independent."
    if data.machine is not None:
        yield f"The machine's levels ({data.machine}) were compared with single raters on the units that raters were compared on [name the model and its version]."
    yield f"All figures were computed with rf_scorer, version {version}."


def _numbers(parts: Sequence[Part], data: Data) -> Iterator[str]:
    for part in parts:
        facts = part.facts
        spread = ", ".join(
            f"{count} rater{'' if count == '1' else 's'}: {units:,}" for count, units in facts.by_raters.items()
        )
        yield f"{title(part.level)}: {counted(facts.ratings, 'rating')} of {counted(facts.units, 'unit')} (units by number of raters: {spread})."
    for one in data.left_out:
        yield f"Not counted: {one['what']}: {one['count']}."
    yield "[Describe raters and participants.]"


def _estimates(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if not part.figures:
            continue
        exact, _, one = part.closeness
        told = [
            *([f"ICC(1) {figure(part.figures[UNEQUAL])}"] if part.single == UNEQUAL else []),
            f"ICC(A,1) {intraclass(part, 'icc_a_1_random')}",
            f"ICC(A,k) {intraclass(part, 'icc_a_k_random')}",
            f"quadratic kappa, mean over pairs, {figure(part.figures['light_quadratic'])}",
            f"ordinal alpha {figure(part.figures['alpha_ordinal'])}",
            f"AC2 (ordinal) {figure(part.figures['gwet_ac2_ordinal'])}",
        ]
        if exact.figure.value is not None and one.figure.value is not None:
            told.append(f"exact agreement {percent(exact.figure.value)}, within one level {percent(one.figure.value)}")
        told = [text.rstrip(".") for text in told]
        yield f"{title(part.level)}: {'; '.join(told)}."
