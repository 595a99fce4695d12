"""What a report of change says in plain sentences, the most important first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain.amounts import counted, percent
from rf_scorer.study.changing.order import HOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.domain.change import ChangeReport, Comparison, Estimate, GroupChange

__all__ = ["statements"]


def statements(report: ChangeReport) -> tuple[str, ...]:
    """Sentences for a person: every figure with what it must be read beside."""
    return tuple(_sentences(report))


def _sentences(report: ChangeReport) -> Iterator[str]:
    for comparison in report.comparisons:
        yield _everybody(comparison)
    model, trust = report.error, report.reliability
    interval = "" if trust.low is None or trust.high is None else f" (interval {trust.low:.2f} to {trust.high:.2f})"
    # ICC(1) stands where raters share the work: not every one of them rated all of these.
    some = "two or more of " if trust.name == "ICC(1)" else ""
    origin = (
        f"{trust.name} {trust.value:.2f}{interval}, of {counted(trust.interviews, 'interview')} that {some}{counted(trust.raters, 'rater')} rated blind"
        if trust.origin == "estimated"
        else f"the reliability {trust.value:.2f} that was given"
    )
    whole = f", so that the least change that can be reliable is {model.reached:g}" if model.step else ""
    yield (
        f"A change counts as reliable from {model.least:.2f} levels on{whole}: {model.deviate:.2f} times the standard error of a difference, "
        f"{model.difference_error:.2f}, which follows from {origin} and a standard deviation of {model.sd:.2f}."
    )
    yield f"Timepoints in order: {', '.join(report.timepoints.names)} ({HOW[report.timepoints.order]})."
    yield (
        "“Reliably higher” says that error of measurement hardly explains the difference of two ratings. It does not say why they differ, "
        "nor that somebody has recovered; “no reliable change” does not say that nothing changed."
    )


def _everybody(comparison: Comparison) -> str:
    group = comparison.groups[0]
    head = f"{comparison.first} to {comparison.last}: "
    if group.change.value is None or group.expected is None:
        return f"{head}nobody has ratings at both."
    alone = group.expected
    return (
        f"{head}{counted(group.n, 'participant')} with both ratings changed by {_signed(group.change.value)} levels on average{_ends(group.change)}; "
        f"{_share(group, higher=True)} are reliably higher and {_share(group, higher=False)} reliably lower. "
        f"Regression to the mean and rater error alone would give {_signed(alone.change)} levels, {percent(alone.higher)} higher and "
        f"{percent(alone.lower)} lower."
    )


def _share(group: GroupChange, *, higher: bool) -> str:
    found = group.higher if higher else group.lower
    return f"{found.count} ({percent(found.count / group.n)})"


def _ends(figure: Estimate) -> str:
    if figure.low is None or figure.high is None:
        return " (no interval)"
    return f" (interval {_signed(figure.low)} to {_signed(figure.high)})"


def _signed(value: float) -> str:
    rounded = round(value, 2) + 0.0
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"
