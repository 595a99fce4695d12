"""Invented short answers as further questions: when a lab's ratings are learned with them, and where that is said."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from rated_tables import as_csv, rows

from rf_scorer import pages, pipeline, validation
from rf_scorer.cli.evaluate import lines
from rf_scorer.rating import companions
from rf_scorer.rating.validation import OutOfFold
from rf_scorer.study import ratings
from rf_scorer.study.learning import evaluating, training
from rf_scorer.study.learning.companion import companion
from rf_scorer.study.learning.plan import Plan

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.rating.learning import Options
    from rf_scorer.study.ratings import RatedAnswers

pytestmark = pytest.mark.usefixtures("one_engine", "few_draws")

#: Few invented answers: the shipped ones take seconds to highlight.
FEW = companions.Companions(
    records=tuple(
        {"id": f"sa-{place}", "question": f"Why does {who} hide?", "answer": f"because {who} {why}"}
        for place, (who, why) in enumerate(
            (who, why) for who in ("Ida", "Bo", "Kim") for why in ("is afraid of him", "runs", "knows that he lied")
        )
    ),
    ratings=(1.0, 0.0, 2.0) * 3,
    groups=tuple(f"c-{place}" for place in range(9)),
    stories=("st-1",) * 3 + ("st-2",) * 3 + ("st-3",) * 3,
    sha256="0" * 64,
)
ENGINE = pipeline.Engine.load(None)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companions, "read", lambda: FEW)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """Nothing is learned: these are the options with which it would have been."""
    found = []

    def guess(corpus: Any, options: Options | None = None, **_: Any) -> OutOfFold:
        found.extend([options] if options is not None else [])
        shares = np.full((len(corpus), 3), 1 / 3)
        return OutOfFold(
            title="model",
            probabilities=shares,
            level=np.arange(len(corpus)) % 3,
            expected=np.linspace(0, 2, len(corpus)),
            low=np.zeros(len(corpus), dtype=np.int64) if options is not None else None,
            high=np.full(len(corpus), 2) if options is not None else None,
            fold=np.arange(len(corpus)) % 2,
        )

    monkeypatch.setattr(evaluating, "cross_validate", guess)
    monkeypatch.setattr(evaluating, "baselines", lambda corpus, **_: (guess(corpus),))
    monkeypatch.setattr(evaluating, "learning_curve", lambda *_, **__: ())
    return found


def _answers(tmp_path: Path, *, scale: str = "0:2", **columns: str) -> RatedAnswers:
    path = tmp_path / "ratings.csv"
    path.write_text(as_csv([row | columns for row in rows()]))
    rules = ratings.RatingRules(scale=ratings.parse_scale(scale), allow_between=False)
    return ratings.read(path, ratings.Wanted(), rules)


def _plan(**more: Any) -> Plan:
    # One's own earlier model, or ours, would be a warm start; loading none keeps these tests quick.
    return Plan(**({"quick": True, "folds": 2} | more))


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Makes prepared answers, with a warm start from models that are on the scale they are named by, and that nobody needs to load."""

    def earlier(name: str) -> SimpleNamespace:
        scale = ratings.parse_scale("-1:9" if name == "rf_passage" else name)
        return SimpleNamespace(
            provenance={"id": name, "version": "1", "sha256": "1" * 64}, fitted=SimpleNamespace(scale=scale)
        )

    monkeypatch.setattr(evaluating.rating, "load", earlier)

    def make(plan: Plan, *, scale: str = "0:2", **columns: str) -> Any:
        return evaluating.prepare(_answers(tmp_path, scale=scale, **columns), plan)

    return make


def test_they_are_a_corpus_on_the_same_scale_only() -> None:
    """On 0 to 2 they are highlighted like any answers, a question for each story; on another scale there are none."""
    found = companion(ratings.parse_scale("0:2"), Plan(), engine=ENGINE)
    assert found is not None
    assert found.corpus.questions == FEW.stories
    assert found.corpus.groups == FEW.groups
    assert [item.texts for item in found.corpus.items] == [(record["answer"],) for record in FEW.records]
    assert any(mention.category == "emotion" for item in found.corpus.items for mention in item.highlights[0].mentions)
    assert found.provenance["companion.answers"] == "9"
    assert companion(ratings.parse_scale("-1:9"), Plan(), engine=ENGINE) is None
    assert companion(ratings.parse_scale("1:3"), Plan(), engine=ENGINE) is None


@pytest.mark.parametrize(
    ("plan", "scale", "there"),
    [
        (_plan(leave_out="question"), "0:2", True),
        (_plan(leave_out="protocol"), "0:2", True),
        (_plan(new_questions=True), "0:2", True),
        (_plan(quick=False), "0:2", True),
        (_plan(), "0:2", False),
        (_plan(leave_out="question", warm_start=()), "0:2", False),
        (_plan(new_questions=True, warm_start=()), "0:2", False),
        (_plan(leave_out="question"), "-1:9", False),
    ],
)
def test_they_are_loaded_where_a_model_for_new_questions_is_learned(
    plan: Plan, scale: str, there: bool, prepared: Any
) -> None:
    """With questions left out or meant to be new, on the scale from 0 to 2, and never where all begins from scratch."""
    made = prepared(plan, scale=scale)
    assert (made.options.companion is not None) == there
    assert ("companion.sha256" in made.provenance) == there
    assert made.options.new_questions == plan.new_questions


def test_a_report_says_where_they_were_learned_from(prepared: Any, asked: list[Options]) -> None:
    """Folds of participants do without; left-out questions count them, in the document, on the terminal and on the page."""
    plan = _plan(quick=False)
    found = evaluating.evaluate(prepared(plan), plan)
    counts = {one["left_out"]: one["companions"] for one in found.document["comparisons"]}
    assert counts == {"participants": 0, "question": 9}
    assert validation.faults(found.document, "evaluation-report") == ()
    assert found.document["provenance"]["companion.id"] == "short_answers"
    assert any("9 invented short answers" in sentence for sentence in found.document["statements"])
    printed = lines(found.document)
    (place,) = [at for at, line in enumerate(printed) if "learned with 9 invented short answers" in line]
    assert printed[place - 1].startswith("Each question left out")
    assert pages.render_evaluation(found.document).count("learned with 9 invented short answers") == 1
    assert [options.new_questions for options in asked if options.companion is not None] == [False, False, True]


def test_from_scratch_is_without_them(prepared: Any, asked: list[Options]) -> None:
    """The variant from scratch has neither the earlier models nor the invented answers, and says so."""
    plan = _plan(quick=False, leave_out="question", warm_start=("0:2",))
    found = evaluating.evaluate(prepared(plan), plan)
    titles = [row["title"] for row in found.document["comparisons"][0]["rows"]]
    assert titles[1] == "from scratch, without the earlier models and invented answers"
    assert asked[0].companion is not None
    assert len(asked[0].priors) == 1
    assert asked[1].companion is None
    assert asked[1].priors == ()
    assert asked[2].companion is not None
    assert not asked[2].length


def test_a_model_on_another_scale_is_none_for_new_questions(prepared: Any, asked: list[Options]) -> None:
    """It may help with questions that are known; where they are new only models on the ratings' own scale take part, and only they are told."""
    plan = _plan(quick=False, warm_start=("rf_passage", "0:2"))
    found = evaluating.evaluate(prepared(plan), plan)
    assert [[len(prior.scale.values) for prior in options.priors] for options in asked] == [[11, 3], [], [11, 3], [3]]
    assert found.document["settings"]["warm_start"] == ["rf_passage", "0:2"]
    for more in ({"leave_out": "question"}, {"new_questions": True}):
        made = prepared(_plan(warm_start=("rf_passage", "0:2"), **more))
        assert [len(prior.scale.values) for prior in made.options.priors] == [3]
        assert made.provenance["warm_start.1.id"] == "0:2"
        assert "warm_start.2.id" not in made.provenance
    plan = _plan(leave_out="question", warm_start=("rf_passage",))
    assert evaluating.evaluate(prepared(plan), plan).document["settings"]["warm_start"] == []


def test_nothing_is_said_where_they_are_not_used(prepared: Any, asked: list[Options]) -> None:
    """Without them the report, the terminal and the page do not speak of them."""
    plan = _plan(leave_out="question", warm_start=())
    found = evaluating.evaluate(prepared(plan), plan)
    assert [one["companions"] for one in found.document["comparisons"]] == [0]
    assert not any("invented" in line for line in [*lines(found.document), pages.render_evaluation(found.document)])


@pytest.mark.parametrize("new", [True, False])
def test_the_card_of_a_model_says_so(new: bool, prepared: Any) -> None:
    """A model for new questions that was learned with them says so in its statement, its method and its limits."""
    made = prepared(_plan(new_questions=new))
    made = dataclasses.replace(made, options=dataclasses.replace(made.options, priors=()))
    trained = training.train(made, name="mine", evaluated=None, command="rf-scorer train")
    statement = trained.fitted.training["statement"]
    assert ("and on 9 invented short answers" in statement) == new
    assert ("9 invented short answers as further questions" in trained.readme) == new
    assert ("which are not human ratings" in trained.readme) == new


def test_protocols_that_were_asked_are_known(prepared: Any) -> None:
    """A table's protocols go into the model where each is one of ours by its id, and not where any is not."""
    assert prepared(_plan(), protocol="aai").options.protocols == ("aai",)
    assert prepared(_plan(), protocol="our own").options.protocols == ()
    assert prepared(_plan()).options.protocols == ()
