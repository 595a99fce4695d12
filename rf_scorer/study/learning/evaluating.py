"""How well a model learned from a lab's own ratings follows them: every way of leaving out, every baseline, and what changes it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer import documents, pipeline, protocols, rating, validation
from rf_scorer.domain.evaluation import Appraisal, Compared, Comparison, CurvePoint, Estimate, Facts
from rf_scorer.errors import UsageError
from rf_scorer.rating import appraisal as judge
from rf_scorer.rating.appraisal import Judged
from rf_scorer.rating.learning import Options
from rf_scorer.rating.validation import baselines, cross_validate, learning_curve
from rf_scorer.study.learning.companion import companion
from rf_scorer.study.learning.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rf_scorer.domain import Scale
    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.fitted import Fitted
    from rf_scorer.rating.validation import OutOfFold
    from rf_scorer.study.learning.plan import Plan
    from rf_scorer.study.ratings import RatedAnswers

    Progress = Callable[[str, int, int], None]

__all__ = ["Evaluated", "Prepared", "companions_of", "evaluate", "facts_of", "prepare"]

#: Shares of the participants that a learning curve learns from.
_CURVE = (0.1, 0.25, 0.5, 0.75)
_CURVE_REPEATS = 3
_CURVE_FIGURES = ("qwk", "spearman", "mae")
_PLURAL = {"participants": "participants", "question": "questions", "protocol": "protocols"}
#: What the baselines are called in tables.
_BASELINES = {
    "typical": "most typical level",
    "length": "number of words",
    "states": "words for mental states",
    "dictionary": "list of 54 words",
    "bag_of_words": "bag of words, TF-IDF",
}
#: A model cannot be learned from fewer participants.
_CURVE_LEAST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Rated answers with their highlights, the models and invented answers to begin from, and the versions that decide what comes out."""

    answers: RatedAnswers
    corpus: Corpus
    options: Options
    provenance: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What was found, the document that says it, and the suggestions behind it (for every answer, in order)."""

    appraisal: Appraisal
    document: dict[str, Any]
    made: OutOfFold


def _silent(stage: str, done: int, every: int) -> None:
    """Tell nobody."""


def prepare(answers: RatedAnswers, plan: Plan, *, progress: Progress = _silent) -> Prepared:
    """Highlight the answers and load the models to begin from.

    Raises
    ------
    UsageError
        If there is no such model or language model.
    """
    models = [rating.load(name) for name in plan.warm_start]
    if plan.new_questions or plan.leave_out is not None:
        models = [model for model in models if _same_scale(model.fitted, answers.scale)]
    engine = pipeline.Engine.load(None, language_model=plan.language_model)
    rows = answers.answers
    corpus = pipeline.corpus(
        [
            {"id": str(number), "answer": row.text, "question": row.question, "question_id": row.question_id}
            for number, row in enumerate(rows)
        ],
        engine=engine,
        ratings=[row.rating for row in rows],
        groups=[row.group for row in rows],
        questions=answers.questions,
        scale=answers.scale,
        language_model=plan.language_model,
        jobs=plan.jobs,
        progress=lambda done, every: progress("highlighting answers", done, every),
    )
    provenance = dict(engine.provenance)
    for number, model in enumerate(models, start=1):
        provenance |= {f"warm_start.{number}.{key}": model.provenance[key] for key in ("id", "version", "sha256")}
    further = None
    if plan.warm_start and _meant_for_new(answers, plan):
        further = companion(
            answers.scale,
            plan,
            engine=engine,
            progress=lambda done, every: progress("highlighting invented short answers", done, every),
        )
    if further is not None:
        provenance |= further.provenance
    options = Options(
        seed=plan.seed,
        new_questions=plan.new_questions,
        least_people=plan.least_people,
        priors=tuple(model.fitted for model in models),
        companion=further.corpus if further is not None else None,
        protocols=_known_protocols(answers),
    )
    return Prepared(answers=answers, corpus=corpus, options=options, provenance=provenance)


def _same_scale(fitted: Fitted, scale: Scale) -> bool:
    return tuple(fitted.scale.values) == tuple(scale.values)


def _for_new(options: Options, scale: Scale) -> Options:
    """The options for questions that a model has not seen.

    Of few questions no weights are learned, and members count alike: a model that was made for another scale, and so for something else, would count as
    much as all that the ratings themselves say.
    """
    former = tuple(prior for prior in options.priors if _same_scale(prior, scale))
    return dataclasses.replace(options, new_questions=True, priors=former)


def _meant_for_new(answers: RatedAnswers, plan: Plan) -> bool:
    """Whether any model is to be learned for questions that it has not seen."""
    recurring = answers.questions is not None or answers.protocols is not None
    return plan.new_questions or plan.leave_out is not None or (recurring and not plan.quick)


def _known_protocols(answers: RatedAnswers) -> tuple[str, ...]:
    """The protocols that were asked, where the table names each by an id that scoring uses too; none where it does not."""
    named = {row.protocol for row in answers.answers}
    found = sorted(name for name in named if name is not None and name in protocols.names())
    return tuple(found) if len(found) == len(named) else ()


def evaluate(prepared: Prepared, plan: Plan, *, progress: Progress = _silent) -> Evaluated:
    """Cross-validate a model on rated answers, with baselines on the same folds.

    Raises
    ------
    DataError
        If there is too little to learn from.
    UsageError
        If questions or protocols are to be left out and do not recur.
    """
    run = _Run(prepared, plan, progress)
    first, made = run.first()
    judged = run.judged(made)
    answers = prepared.answers
    found = Appraisal(
        facts=facts_of(answers, prepared.corpus),
        comparisons=(first, *run.others()),
        reliability=judge.reliability(judged),
        coverage=prepared.options.coverage,
        levels=judge.rated_levels(judged),
        questions=judge.rated_questions(judged),
        subgroups=judge.subgroups(
            judged,
            answers.subgroups,
            [row.subgroups for row in answers.answers],
            least=plan.min_group,
            seed=plan.seed,
        ),
        curve=run.curve(),
        length=judge.length_check(judged, judge.words_of(prepared.corpus), seed=plan.seed),
        human=judge.human(judged, [row.raters for row in answers.answers], seed=plan.seed),
    )
    return Evaluated(appraisal=found, document=_document(found, prepared, plan), made=made)


class _Run:
    """One evaluation: what is left out, and how, in its several ways."""

    def __init__(self, prepared: Prepared, plan: Plan, progress: Progress) -> None:
        self.answers = prepared.answers
        self.corpus = prepared.corpus
        self.options = prepared.options
        self.plan = plan
        self.progress = progress

    def judged(self, made: OutOfFold) -> Judged:
        return Judged(corpus=self.corpus, made=made, questions=self.answers.questions)

    def first(self) -> tuple[Comparison, OutOfFold]:
        kind = self.plan.leave_out or "participants"
        return self._comparison(kind, self._labels(kind), variants=not self.plan.quick)

    def others(self) -> list[Comparison]:
        if self.plan.quick or self.plan.leave_out is not None:
            return []
        kinds = [
            kind
            for kind, labels in (("question", self.answers.questions), ("protocol", self.answers.protocols))
            if labels is not None
        ]
        return [self._comparison(kind, self._labels(kind), variants=False)[0] for kind in kinds]

    def _labels(self, kind: str) -> tuple[str | None, ...] | None:
        if kind == "participants":
            return None
        labels = self.answers.questions if kind == "question" else self.answers.protocols
        if labels is None:
            raise UsageError(
                f"There is no {kind} that recurs, so that none can be left out.",
                where="--leave-out",
                remedy=f"Give the column: --{kind} NAME. It takes two {kind}s at least, asked of several participants.",
            )
        return labels

    def _comparison(
        self, kind: str, labels: tuple[str | None, ...] | None, *, variants: bool
    ) -> tuple[Comparison, OutOfFold]:
        options = self.options if kind == "participants" else _for_new(self.options, self.answers.scale)
        made = self._crossed(f"leaving out {_PLURAL[kind]}", options, labels)
        model, seed = self.judged(made), self.plan.seed
        rows = [judge.compared(model, title="the model", kind="model", seed=seed)]
        for title, changed in self._variants(options) if variants else ():
            other = self._crossed(title, changed, labels)
            rows.append(judge.compared(self.judged(other), title=title, kind="variant", seed=seed))
        self.progress(f"baselines, leaving out {_PLURAL[kind]}", 0, 1)
        plain = baselines(self.corpus, folds=self.plan.folds, leave_out=labels, seed=seed, jobs=self.plan.jobs)
        others = [self.judged(other) for other in plain]
        shown = [
            judge.compared(other, title=_BASELINES.get(other.made.title, other.made.title), kind="baseline", seed=seed)
            for other in others
        ]
        best = max(range(len(shown)), key=lambda place: _kappa(shown[place]))
        comparison = Comparison(
            left_out=kind,
            folds=len(set(made.fold.tolist())),
            rows=(*rows, *shown),
            gain=judge.gain(model, others[best], seed=seed),
            best_baseline=shown[best].title,
            companions=companions_of(options),
        )
        return comparison, made

    def _variants(self, options: Options) -> list[tuple[str, Options]]:
        found = []
        without = [
            title
            for title, there in (("earlier models", options.priors), ("invented answers", companions_of(options)))
            if there
        ]
        if without:
            scratch = dataclasses.replace(options, priors=(), companion=None)
            found.append((f"from scratch, without the {' and '.join(without)}", scratch))
        found.append(("without features of length", dataclasses.replace(options, length=False)))
        return found

    def _crossed(self, stage: str, options: Options, labels: tuple[str | None, ...] | None) -> OutOfFold:
        return cross_validate(
            self.corpus,
            options,
            folds=self.plan.folds,
            leave_out=labels,
            jobs=self.plan.jobs,
            progress=lambda done, every: self.progress(stage, done, every),
        )

    def curve(self) -> tuple[CurvePoint, ...]:
        """How agreement grows with the number of participants learned from, up to three quarters of them."""
        people = self.answers.people
        sizes = sorted({round(share * people) for share in _CURVE if round(share * people) >= _CURVE_LEAST})
        if self.plan.quick or self.plan.leave_out is not None or not sizes:
            return ()
        steps = learning_curve(
            self.corpus,
            self.options,
            sizes=sizes,
            repeats=_CURVE_REPEATS,
            jobs=self.plan.jobs,
            progress=lambda done, every: self.progress("learning curve", done, every),
        )
        return tuple(
            CurvePoint(
                participants=step.people,
                answers=step.answers,
                repeats=step.repeats,
                figures={name: _range(step.figures.get(name, ())) for name in _CURVE_FIGURES},
            )
            for step in steps
        )


def _range(values: Sequence[float]) -> Estimate:
    """The mean of some draws, and the lowest and highest of them."""
    if not values:
        return Estimate(value=None)
    return Estimate(value=sum(values) / len(values), low=min(values), high=max(values))


def _kappa(row: Compared) -> float:
    value = row.figures["qwk"].value
    return -1.0 if value is None else value


def companions_of(options: Options) -> int:
    """How many invented answers to other questions a model with these options learns from as well."""
    return len(options.companion) if options.companion is not None and options.new_questions else 0


def facts_of(answers: RatedAnswers, corpus: Corpus) -> Facts:
    """What there is to learn from."""
    scale, words = answers.scale, [int(count) for count in judge.words_of(corpus)]
    nearest = Counter(int(row.rating + 0.5 - scale.minimum) + scale.minimum for row in answers.answers)
    return Facts(
        rows=len(answers.rows),
        answers=len(answers.answers),
        participants=answers.people,
        questions=len(set(answers.questions)) if answers.questions is not None else None,
        protocols=len(set(answers.protocols)) if answers.protocols is not None else None,
        minimum=scale.minimum,
        maximum=scale.maximum,
        levels={str(level): nearest[level] for level in scale.values},
        between_levels=sum(not row.rating.is_integer() for row in answers.answers),
        raters=len(answers.raters),
        words=(min(words), float(median(words)), max(words)),
        sha256=answers.sha256,
    )


def _document(found: Appraisal, prepared: Prepared, plan: Plan) -> dict[str, Any]:
    document = documents.evaluation_document(
        found,
        version=rf_scorer.__version__,
        settings={
            "folds": plan.folds,
            "leave_out": plan.leave_out,
            "quick": plan.quick,
            "new_questions": plan.new_questions,
            "seed": plan.seed,
            "least_people": plan.least_people,
            "min_group": plan.min_group,
            "warm_start": [
                text
                for key, text in prepared.provenance.items()
                if key.startswith("warm_start.") and key.endswith(".id")
            ],
        },
        provenance=prepared.provenance,
        statements=statements(found),
        remarks=prepared.answers.remarks,
    )
    faults = validation.faults(document, "evaluation-report")
    if faults:
        raise AssertionError(f"the report breaks its own schema at {faults[0].path}")
    return document
