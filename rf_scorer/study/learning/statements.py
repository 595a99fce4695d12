"""What an evaluation says and what it does not, in sentences that nobody can read more into."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.domain.evaluation import Appraisal, Estimate

__all__ = ["cautions", "statements"]

#: Fewer participants than this, and intervals are wide whatever the figures are.
_FEW, _FAIR = 10, 40
#: An interval on kappa wider than this leaves open whether agreement is poor or good.
_WIDE = 0.2
#: Of a share of so many answers, a deviation from the nominal coverage is no chance.
_OFF = 0.05


def statements(found: Appraisal) -> tuple[str, ...]:
    """Sentences for the head of a report, the most important first."""
    return tuple(sentence for part in _PARTS for sentence in part(found))


def cautions(found: Appraisal) -> tuple[str, ...]:
    """Those of the sentences that say what a model is not good for."""
    return tuple(sentence for part in _CAUTIONS for sentence in part(found))


def _agreement(found: Appraisal) -> Iterator[str]:
    first = found.comparisons[0]
    figures = first.rows[0].figures
    yield (
        f"{_LEFT[first.left_out]}, suggestions agreed with the ratings at a weighted kappa of {_with(figures['qwk'])} and a rank correlation of "
        f"{_with(figures['spearman'])}; the suggested level was the rated one in {_percent(figures['accuracy'].value)} of answers."
    )
    qwk = figures["qwk"]
    if qwk.low is None or qwk.high is None:
        yield "No interval can be given for this agreement: there are too few participants, or suggestions are all alike."
    elif qwk.high - qwk.low > _WIDE:
        yield f"{found.facts.participants} participants: the interval on agreement is wide, and the true agreement may lie anywhere in it."


def _baseline(found: Appraisal) -> Iterator[str]:
    first = found.comparisons[0]
    gain = first.gain["qwk"]
    if gain.value is None:
        return
    if gain.low is not None and gain.low > 0:
        yield f"That is {_with(gain)} above the best baseline ({first.best_baseline})."
    elif gain.high is not None and gain.high < 0:
        yield f"A baseline does better by {_number(-gain.value)} ({first.best_baseline}): the model is of no use on these data."
    else:
        yield (
            f"It is not shown that the model does better than the best baseline ({first.best_baseline}): the difference is {_with(gain)}, "
            "which may be chance."
        )


def _size(found: Appraisal) -> Iterator[str]:
    people = found.facts.participants
    if people < _FEW:
        yield (
            f"{people} participants are too few to say how the model would do for other people; the figures describe these participants alone."
        )
    elif people < _FAIR:
        yield f"{people} participants are few: a handful of others could change these figures. Forty or more are a fair basis."


def _elsewhere(found: Appraisal) -> Iterator[str]:
    for other in found.comparisons[1:]:
        figures = other.rows[0].figures
        within = figures.get("question_spearman")
        told = f"a kappa of {_with(figures['qwk'])}"
        if within is not None:
            told += f", and a rank correlation within a question of {_with(within)} on average"
        yield f"{_LEFT[other.left_out]}, agreement was {told}. {_MEANS[other.left_out]}"
        gain = other.gain["qwk"]
        if gain.value is not None and (gain.low is None or gain.low <= 0):
            yield f"There it is not shown that the model does better than the best baseline ({other.best_baseline})."


def _further(found: Appraisal) -> Iterator[str]:
    counts = {comparison.companions for comparison in found.comparisons if comparison.companions}
    if counts:
        yield (
            f"Where questions are new, the model learned from {max(counts)} invented short answers to other questions as well. They are not human "
            "ratings; what agreement is told was reached on these participants' answers alone."
        )


def _untried(found: Appraisal) -> Iterator[str]:
    if len(found.comparisons) == 1 and found.comparisons[0].left_out == "participants":
        yield "How the model does on questions or protocols that it has not seen was not tried."


def _people(found: Appraisal) -> Iterator[str]:
    figure = found.comparisons[0].rows[0].figures.get("participant_spearman")
    if figure is not None and figure.value is not None:
        yield f"Participants' mean suggestions and mean ratings put them in the same order to {_with(figure)} (rank correlation)."


def _human(found: Appraisal) -> Iterator[str]:
    human = found.human
    if human is not None:
        yield (
            f"On {human.answers} answers of {human.participants} participants that {human.raters} raters rated, raters agreed with each other at a kappa of "
            f"{_with(human.between_raters['qwk'])}; suggestions agreed with single raters at {_with(human.suggestions_with_raters['qwk'])}."
        )


def _unrated(found: Appraisal) -> Iterator[str]:
    if found.human is None and found.facts.raters > 1:
        yield "Too few answers were rated by every rater to say how raters agree with each other."
    elif found.human is None:
        yield "Each answer has one rating: how far two raters would agree, which is the most that can be hoped for, is not known."


def _intervals(found: Appraisal) -> Iterator[str]:
    coverage = found.comparisons[0].rows[0].figures.get("coverage")
    width = found.comparisons[0].rows[0].figures.get("width")
    if coverage is None or coverage.value is None or width is None or width.value is None:
        return
    levels = found.facts.maximum - found.facts.minimum + 1
    yield (
        f"Intervals meant to hold {_percent(found.coverage)} of ratings held {_percent(coverage.value)}, and were {width.value:.1f} of {levels} levels "
        "wide on average."
    )


def _narrow(found: Appraisal) -> Iterator[str]:
    coverage = found.comparisons[0].rows[0].figures.get("coverage")
    if coverage is not None and coverage.value is not None and coverage.value < found.coverage - _OFF:
        yield f"Intervals are too narrow: they held {_percent(coverage.value)} of ratings and were meant to hold {_percent(found.coverage)}."
    worst = [row for row in found.levels if row.coverage is not None and row.answers >= _FEW]
    if worst:
        low = min(worst, key=lambda row: row.coverage or 0.0)
        if low.coverage is not None and low.coverage < found.coverage - 2 * _OFF:
            yield f"Intervals hold least for answers rated {_level(low.level)}: {_percent(low.coverage)}."


def _length(found: Appraisal) -> Iterator[str]:
    length = found.length
    if length is None or length.expected_words.value is None:
        return
    yield (
        f"Suggestions correlate {_number(length.expected_words.value)} with the number of words (ratings: {_number(length.rating_words.value)}); "
        f"with length held constant they correlate {_number(length.expected_rating_without_words.value)} with the ratings."
    )


def _groups(found: Appraisal) -> Iterator[str]:
    small = sum(group.too_small for group in found.subgroups)
    if small:
        yield f"{small} groups are too small to be judged and are not named: nothing can be said of them, neither good nor bad."
    for column in dict.fromkeys(group.column for group in found.subgroups):
        biased = [
            group
            for group in found.subgroups
            if group.column == column and group.figures is not None and _off_zero(group.figures["bias"])
        ]
        if biased:
            yield f"By {column!r}, suggestions are off on average for {len(biased)} group{'s' if len(biased) > 1 else ''}: look at the bias in the table."


def _limits(found: Appraisal) -> Iterator[str]:  # noqa: ARG001 (one of several that are called alike)
    yield (
        "These figures hold for people, questions, transcription and raters like these. They are averages: for a single answer, look at its "
        "interval, and let a trained rater decide."
    )


#: What limits the use of a model, among all that is said.
_CAUTIONS = (_size, _untried, _unrated, _narrow, _groups, _limits)
_PARTS = (
    _agreement,
    _baseline,
    _size,
    _elsewhere,
    _further,
    _untried,
    _people,
    _human,
    _unrated,
    _intervals,
    _narrow,
    _length,
    _groups,
    _limits,
)
_LEFT: Mapping[str, str] = {
    "participants": "For participants whom the model had not seen",
    "question": "For questions (and participants) that the model had not seen",
    "protocol": "For protocols (and participants) that the model had not seen",
}
_MEANS: Mapping[str, str] = {
    "question": "This is what to expect where you ask something new.",
    "protocol": "This is what to expect with another interview.",
}


def _off_zero(figure: Estimate) -> bool:
    return figure.low is not None and figure.high is not None and (figure.low > 0 or figure.high < 0)


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _with(figure: Estimate) -> str:
    if figure.low is None or figure.high is None:
        return _number(figure.value)
    return f"{_number(figure.value)} (95 % interval {_number(figure.low)} to {_number(figure.high)})"


def _percent(value: float | None) -> str:
    return "an undefined share" if value is None else f"{100 * value:.0f} %"


def _level(level: int) -> str:
    return str(level).replace("-", "−")
