"""Change over timepoints: what is read, in which order, and every figure against what a hand finds."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from invented_exports import AT, document, rated, sheet
from rated_tables import SECRET

from rf_scorer import documents, validation
from rf_scorer.documents.change import change_document
from rf_scorer.domain.change import ChangeReport, Verdict
from rf_scorer.domain.confirmed import (
    Adjudicator,
    Consensus,
    ConsensusUnit,
    Derivation,
    Finisher,
    Gap,
    GivenRating,
    RatedInterview,
    UnitFacts,
)
from rf_scorer.errors import DataError, UnknownName, UnreadableFile, UsageError
from rf_scorer.study.changing.confirmed import observed_of, read_folder
from rf_scorer.study.changing.judging import judge
from rf_scorer.study.changing.observed import Observation, Observed
from rf_scorer.study.changing.order import ordered, positions
from rf_scorer.study.changing.plan import Plan
from rf_scorer.study.changing.statements import statements
from rf_scorer.study.changing.table import NamedColumns, read_groups, read_table
from rf_scorer.study.ratings import parse_scale

if TYPE_CHECKING:
    from pathlib import Path

BEFORE, AFTER = (2.0, 4.0, 4.0, 6.0), (5.0, 4.0, 5.0, 6.0)


def observed(*columns: tuple[float | None, ...], names: tuple[str, ...] = ("t1", "t2", "t3"), **more: Any) -> Observed:
    """Values by timepoint, a column each; the participants are A, B, C and so on, the first two of the group one."""
    found = [
        Observation(participant="ABCDEFGHIJKL"[who], timepoint=name, value=value, group="one" if who < 2 else "two")
        for name, column in zip(names, columns, strict=False)
        for who, value in enumerate(column)
        if value is not None
    ]
    facts: dict[str, Any] = {"source": "table", "sha256": "0" * 64, "level": "overall", "use": "table"}
    return Observed(minimum=-1, maximum=9, observations=tuple(found), **(facts | more))


@pytest.fixture
def report() -> ChangeReport:
    """Four participants, 2 4 4 6 and then 5 4 5 6, reliability .84: SD 1.632993, SE .653197, cut-off 1.810539."""
    return judge(observed(BEFORE, AFTER), Plan(reliability=0.84))


@pytest.mark.parametrize(
    ("names", "order", "how"),
    [
        (["t2", "t10", "t1"], ("t1", "t2", "t10"), "numbered"),
        (["12", "0", "6"], ("0", "6", "12"), "numbers"),
        (["post", "pre"], ("pre", "post"), "words"),
        (["Follow-up", "Discharge", "Admission"], ("Admission", "Discharge", "Follow-up"), "words"),
        (["fu2", "post", "pre", "fu1"], ("pre", "post", "fu1", "fu2"), "words"),
        (["month 12", "month 3"], ("month 3", "month 12"), "numbered"),
    ],
)
def test_names_that_have_an_order_are_ordered(names: list[str], order: tuple[str, ...], how: str) -> None:
    """Numbers, one word with numbers, and words for before and after."""
    assert ordered(names, None) == (order, how)


@pytest.mark.parametrize(
    "names", [["spring", "autumn"], ["pre", "baseline"], ["t1", "T1"], ["t1", "visit 2"], ["1", "1.0"]]
)
def test_names_without_an_order_are_refused_with_the_list(names: list[str]) -> None:
    """Nothing is guessed; the remedy lists what there is and the option."""
    with pytest.raises(UsageError) as refused:
        ordered(names, None)
    assert "--timepoints" in str(refused.value)
    assert all(repr(name) in str(refused.value) for name in names)


def test_a_told_order_holds() -> None:
    """As given, whatever the names say; one that does not occur or stands twice is refused, and so is a single one."""
    assert ordered(["a", "b", "c"], ["c", "a"]) == (("c", "a"), "given")
    for told in (["a", "z"], ["a", "a"], ["a"]):
        with pytest.raises(UsageError):
            ordered(["a", "b"], told)
    with pytest.raises(UsageError, match="fewer than two"):
        ordered(["t1"], None)


def test_numbers_lie_where_they_say() -> None:
    """Months 0, 3 and 12 are not one step apart; names are."""
    assert positions(["0", "3", "12"]) == ((0.0, 3.0, 12.0), "number")
    assert positions(["pre", "post"]) == ((0.0, 1.0), "timepoint")


def test_the_error_of_measurement_is_what_a_hand_finds(report: ChangeReport) -> None:
    """Jacobson & Truax: SE = SD sqrt(1 - r), and the cut-off is 1.96 times the root of twice its square."""
    error = report.error
    assert error.sd == pytest.approx(math.sqrt(8 / 3))
    assert error.standard_error == pytest.approx(math.sqrt(8 / 3) * 0.4)
    assert error.difference_error == pytest.approx(0.9237604)
    assert error.least == pytest.approx(1.8105372)
    assert (error.step, error.reached) == (1.0, 2.0)


def test_everybody_has_a_change_an_interval_and_a_verdict(report: ChangeReport) -> None:
    """Changes 0, 0, 1 and 3 in order; the index of 3 is 3.2476; only that one is reliable."""
    people = report.comparisons[0].people
    assert [(one.participant, one.change) for one in people] == [("B", 0), ("D", 0), ("C", 1), ("A", 3)]
    assert people[-1].index == pytest.approx(3 / 0.9237604)
    assert (people[-1].low, people[-1].high) == pytest.approx((3 - 1.8105372, 3 + 1.8105372))
    assert [one.verdict for one in people] == [Verdict.NO_RELIABLE_CHANGE] * 3 + [Verdict.HIGHER]


def test_a_change_exactly_at_the_cut_off_is_reliable() -> None:
    """Beyond or at the deviate."""
    plan = Plan(reliability=0.84)
    least = judge(observed(BEFORE, AFTER), plan).error.least
    found = judge(observed(BEFORE, (2.0 - least, 4.0, 4.0, 6.0 + least * 0.999)), plan)
    assert found.comparisons[0].people[0].verdict is Verdict.LOWER
    assert found.comparisons[0].people[-1].verdict is Verdict.NO_RELIABLE_CHANGE
    assert found.error.step == 0.0


def test_a_group_has_its_figures_beside_what_chance_gives(report: ChangeReport) -> None:
    """Mean change 1, d_z the root of a half, g_av .5938; of four people there is no bootstrap interval, and the reason is told."""
    everybody = report.comparisons[0].groups[0]
    assert (everybody.n, everybody.unchanged, everybody.higher.count, everybody.lower.count) == (4, 3, 1, 0)
    assert everybody.change.value == pytest.approx(1.0)
    assert everybody.change.low is None
    assert "at least 8" in (everybody.change.reason or "")
    assert everybody.d_z.value == pytest.approx(2**-0.5)
    assert everybody.g_av.value == pytest.approx(0.5938155)
    assert everybody.expected is not None
    assert everybody.expected.change == pytest.approx(0.0)
    # Of whole levels a change of 2 begins at 1.5; first ratings of 2, 4, 4, 6 come back by .32, 0, 0, -.32; spread .886041.
    shares = [0.5 * math.erfc((1.5 - back) / 0.8860398 / math.sqrt(2)) for back in (0.32, 0.0, 0.0, -0.32)]
    assert everybody.expected.higher == pytest.approx(sum(shares) / 4, abs=1e-6)
    assert everybody.expected.lower == pytest.approx(everybody.expected.higher)


def test_a_group_below_the_mean_is_expected_to_rise(report: ChangeReport) -> None:
    """Of 2 and 4 around a mean of 4, regression alone gives (1 - .84) times 1."""
    one, two = report.comparisons[0].groups[1:]
    assert (one.name, two.name) == ("one", "two")
    assert one.expected is not None
    assert two.expected is not None
    assert one.expected.change == pytest.approx(0.16)
    assert two.expected.change == pytest.approx(-0.16)


def test_a_given_mean_and_spread_are_taken() -> None:
    """Chosen for low ratings: with a population's mean of 5 all are expected to rise."""
    found = judge(observed(BEFORE, AFTER), Plan(reliability=0.84, sd=2.0, reference_mean=5.0))
    assert found.error.standard_error == pytest.approx(0.8)
    assert (found.error.sd_origin, found.regression.origin) == ("given", "given")
    assert found.comparisons[0].groups[0].expected is not None
    assert found.comparisons[0].groups[0].expected.change == pytest.approx(0.16)


def test_missing_timepoints_are_told() -> None:
    """Who has one rating counts in neither mean, and is counted."""
    found = judge(observed((2.0, 4.0, 4.0, 6.0, 5.0, None), (5.0, 4.0, 5.0, None, 6.0, 3.0)), Plan(reliability=0.8))
    everybody = found.comparisons[0].groups[0]
    assert (everybody.n, everybody.only_first, everybody.only_last) == (4, 1, 1)
    assert found.timepoints.ratings == (5, 5)
    assert any("1 of 5 participants rated at t1 have no rating at t2" in caution for caution in found.cautions)


def test_three_timepoints_have_comparisons_with_the_first_and_slopes() -> None:
    """2, 3, 5 rise by 1.5 a step; the interval is the deviate times SE over the root of 2."""
    found = judge(observed((2.0, 4.0, 6.0), (3.0, 4.0, None), (5.0, 4.0, 6.0)), Plan(reliability=0.75))
    assert [(one.first, one.last) for one in found.comparisons] == [("t1", "t2"), ("t1", "t3")]
    assert found.slopes is not None
    steepest = found.slopes.people[-1]
    assert (steepest.participant, steepest.ratings) == ("A", 3)
    assert steepest.slope == pytest.approx(1.5)
    assert steepest.high - steepest.slope == pytest.approx(1.9599640 * 2.0 * 0.5 / math.sqrt(2), abs=1e-6)
    assert found.slopes.groups[0].n == 2
    assert judge(observed((2.0, 4.0), (3.0, 4.0)), Plan(reliability=0.75)).slopes is None


def test_ten_participants_have_intervals_by_bootstrap() -> None:
    """The same for the same seed, and around the figure."""
    before = tuple(float(place % 5) for place in range(10))
    after = tuple(level + place % 2 for place, level in enumerate(before))
    one, two = (judge(observed(before, after), Plan(reliability=0.8, resamples=300)) for _ in range(2))
    figure = one.comparisons[0].groups[0].change
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 0.5 < figure.high
    assert one == two


def test_the_reliability_is_never_taken_silently() -> None:
    """A table of one rating each does not tell it; few double ratings do not; enough do, with their interval and their name."""
    with pytest.raises(DataError, match="error of measurement is not known"):
        judge(observed(BEFORE, AFTER), Plan())
    rows = tuple((float(place % 6), float(place % 6 + place % 2)) for place in range(12))
    few = observed(BEFORE, AFTER, source="study", raters=("anna", "ben"), rows=rows[:9])
    with pytest.raises(DataError, match="Only 9 interviews"):
        judge(few, Plan())
    found = judge(observed(BEFORE, AFTER, source="study", use="mean", raters=("anna", "ben"), rows=rows), Plan())
    trust = found.reliability
    assert (trust.origin, trust.name, trust.interviews, trust.raters) == ("estimated", "ICC(A,1)", 12, 2)
    assert trust.low is not None
    assert trust.low < trust.value
    assert "more reliable as a rule" in trust.note
    assert any(f"{trust.value:.2f}" in sentence for sentence in statements(found))


def test_raters_who_change_from_interview_to_interview_give_another_figure_and_its_name() -> None:
    """Of rotating pairs no interview has all three raters: ICC(1) for unequal numbers is taken, and called so."""
    rows = tuple(
        tuple(None if place % 3 == rater else float(place % 6 + (rater == 2)) for rater in range(3))
        for place in range(15)
    )
    found = judge(observed(BEFORE, AFTER, source="study", raters=("anna", "ben", "cleo"), rows=rows), Plan())
    assert (found.reliability.name, found.reliability.interviews) == ("ICC(1)", 15)
    assert any("15 interviews that two or more of 3 raters rated blind" in sentence for sentence in statements(found))
    for whole, name in ((10, "ICC(1)"), (20, "ICC(A,1)")):
        all_three = tuple((float(n % 6), float(n % 6), float(n % 6 + n % 2)) for n in range(whole))
        found = judge(
            observed(BEFORE, AFTER, source="study", raters=("anna", "ben", "cleo"), rows=rows + all_three), Plan()
        )
        assert found.reliability.name == name


def test_perfect_agreement_is_no_reliability() -> None:
    """An error of nothing would make every change reliable."""
    rows = tuple((float(place), float(place)) for place in range(10))
    with pytest.raises(DataError, match="no reliability between 0 and 1"):
        judge(observed(BEFORE, AFTER, source="study", raters=("anna", "ben"), rows=rows), Plan())


def test_what_cannot_be_judged_is_refused() -> None:
    """First ratings that do not vary, and nobody with both."""
    with pytest.raises(DataError, match="do not vary"):
        judge(observed((3.0, 3.0), (4.0, 5.0)), Plan(reliability=0.8))
    with pytest.raises(DataError, match="first timepoint and a later one"):
        judge(observed((3.0, 4.0, None), (None, None, 5.0)), Plan(reliability=0.8))


@pytest.mark.parametrize("wrong", [{"reliability": 1.0}, {"confidence": 0.0}, {"sd": 0.0}, {"resamples": 10}])
def test_numbers_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    """Before anything is read."""
    with pytest.raises(UsageError):
        Plan(**wrong)


def test_warnings_name_what_is_not_known(report: ChangeReport) -> None:
    """Blindness to the timepoint, few people, a reliability from elsewhere; and blindness is said where somebody says it."""
    told = " ".join(report.cautions)
    for words in (
        "knew the timepoint is not known",
        "4 participants",
        "reliability was given",
        "Regression to the mean",
    ):
        assert words in told
    assert "not to have known" in judge(observed(BEFORE, AFTER), Plan(reliability=0.8, blind=True)).cautions[0]


def test_the_document_keeps_its_schema(report: ChangeReport) -> None:
    """Every figure of the report, undefined ones too."""
    made = change_document(report, version="1", settings={"seed": 20}, statements=statements(report))
    assert validation.faults(made) == ()
    assert "recovered" in made["notice"]


# Reading.


def table(folder: Path, text: str) -> Path:
    """A table in a file."""
    path = folder / "ratings.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_table_is_read(tmp_path: Path) -> None:
    """Usual names are known, an empty rating is counted, half levels and decimal commas are numbers."""
    path = table(tmp_path, "subject;wave;score;arm\nA;1;3,5;x\nA;2;4;x\nB;1;-1;\nB;2;;\n")
    found = read_table(path, NamedColumns(), scale=parse_scale("-1:9"))
    assert [(one.participant, one.timepoint, one.value, one.group) for one in found.observations] == [
        ("A", "1", 3.5, "x"),
        ("A", "2", 4.0, "x"),
        ("B", "1", -1.0, None),
    ]
    assert found.left_out == {"rows without a rating": 1}


def test_every_fault_of_a_table_is_told_at_once_and_no_value(tmp_path: Path) -> None:
    """Rows and columns, never what stands there."""
    rows = [
        f"{SECRET},t1,3,x",
        f"{SECRET},t1,4,x",
        "B,t1,11,x",
        f"B,t2,{SECRET},x",
        "C,,3,x",
        ",t1,3,x",
        "B,t3,4,y",
        "b ,t1,3,x",
    ]
    path = table(tmp_path, "participant,timepoint,rating,group\n" + "\n".join(rows) + "\n")
    with pytest.raises(DataError) as refused:
        read_table(path, NamedColumns(), scale=parse_scale("-1:9"))
    told = str(refused.value)
    for words in (
        "earlier row",
        "off the scale",
        "text, not a number",
        "timepoint is missing",
        "participant is missing",
        "another group",
        "differ in case",
    ):
        assert words in told
    assert SECRET not in told


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    """The names that there are, and the options."""
    path = table(tmp_path, "who,pre,post\nA,3,4\n")
    with pytest.raises(UnreadableFile, match="--timepoint NAME") as refused:
        read_table(path, NamedColumns(participant="who"), scale=parse_scale("-1:9"))
    assert "one participant at one timepoint" in str(refused.value)


def test_groups_come_from_a_table(tmp_path: Path) -> None:
    """A participant in two groups is a fault."""
    assert read_groups(table(tmp_path, "participant,group\nA,x\nB,y\nA,x\n")) == {"A": "x", "B": "y"}
    with pytest.raises(DataError, match="another group"):
        read_groups(table(tmp_path, "participant,group\nA,x\nA,y\n"))


def interview(who: str, when: str, levels: tuple[int, ...], *, rater: str = "anna", overall: int = 4) -> RatedInterview:
    """A finished rating of an interview with four passages, by levels; the overall rating was locked as ``overall``."""
    made = sheet(f"{who}-{when}", ["I think so."] * 4, participant=who, scale=(-1, 9))
    found = rated(made, rater, levels)
    unit = found.overall
    assert unit.rating.blind is not None
    assert unit.rating.decision is not None
    judgement = replace(unit.rating.blind.judgement, level=overall, unratable=None)
    whole = replace(
        unit,
        rating=replace(
            unit.rating,
            blind=replace(unit.rating.blind, judgement=judgement),
            decision=replace(unit.rating.decision, judgement=judgement),
        ),
    )
    return replace(found, sheet=replace(found.sheet, timepoint=when), overall=whole)


def agreed(one: RatedInterview, level: float | None) -> Consensus:
    """A consensus on an interview: the overall level, or none since nobody has decided."""
    whole = ConsensusUnit(
        facts=UnitFacts(unit="overall", required=True),
        ratings=(
            GivenRating(rater="anna", level=3, unratable=None),
            GivenRating(rater="ben", level=8 if level is None else 4, unratable=None),
        ),
        level=level,
        derivation=Derivation.MEAN if level is not None else None,
        gap=None if level is not None else Gap.NOT_ADJUDICATED,
    )
    return Consensus(
        sheet=one.sheet,
        raters=(
            Finisher(rater="anna", status="finished", finished_at=AT),
            Finisher(rater="ben", status="finished", finished_at=AT),
        ),
        assistance=one.assistance,
        model=one.model,
        margin=1,
        adjudication=Adjudicator.THIRD,
        units=(),
        overall=whole,
    )


def test_the_consensus_counts_and_what_has_none_is_left_out() -> None:
    """A disagreement that nobody decided is no rating."""
    rated_ones = [
        interview("A", "t1", (3, 3, 3, 3)),
        interview("A", "t2", (3, 3, 3, 3)),
        interview("B", "t1", (3, 3, 3, 3)),
    ]
    found = observed_of(
        rated_ones,
        [agreed(rated_ones[0], 3.5), agreed(rated_ones[1], 5.0), agreed(rated_ones[2], None)],
        source="documents",
    )
    assert [(one.participant, one.timepoint, one.value) for one in found.observations] == [
        ("A", "t1", 3.5),
        ("A", "t2", 5.0),
    ]
    assert sum(found.left_out.values()) == 1


def test_other_ratings_can_be_taken() -> None:
    """The mean of what raters locked; one rater's, who must be named where several rated."""
    both = [interview("A", "t1", (3,) * 4, overall=3), interview("A", "t1", (3,) * 4, rater="ben", overall=6)]
    assert observed_of(both, [], source="documents", use="mean").observations[0].value == pytest.approx(4.5)
    assert observed_of(both, [], source="documents", use="final", rater="ben").observations[0].value == 6
    with pytest.raises(UsageError, match="--rater anna"):
        observed_of(both, [], source="documents", use="blind")
    with pytest.raises(UsageError):
        observed_of(both, [], source="documents", use="mean", rater="ben")
    with pytest.raises(UnknownName):
        observed_of(both, [], source="documents", use="blind", rater="dora")


def test_the_calibration_set_counts_and_tells_nothing_of_the_reliability() -> None:
    """Its ratings are values like all others; what raters said of it apart is no row, and a caution says so."""
    both = [interview("A", "t1", (3,) * 4, overall=3), interview("A", "t1", (3,) * 4, rater="ben", overall=6)]
    (name,) = {one.sheet.interview for one in both}
    found = observed_of(both, [], source="documents", use="mean")
    apart = observed_of(both, [], source="documents", use="mean", calibration=[name])
    assert (len(found.rows), len(apart.rows)) == (1, 0)
    assert apart.observations == found.observations
    assert [one for one in apart.cautions if one not in found.cautions] == [
        "1 interview of the calibration set counts as all others do, and not towards the reliability: raters may have talked about what they were trained on."
    ]


def test_passages_are_compared_by_question() -> None:
    """Only questions that have a level at every timepoint of a participant make the mean: here the second to the fourth."""
    ones = [interview("A", "t1", (9, 2, 3, 4)), interview("A", "t2", (None, 3, 4, 5))]  # type: ignore[arg-type]
    found = observed_of(ones, [], source="documents", use="blind", level="passages")
    assert [one.value for one in found.observations] == pytest.approx([3.0, 4.0])
    report = judge(replace(found, observations=(*found.observations, *_others())), Plan(reliability=0.8))
    questions = {one.question: (one.n, one.mean_before, one.mean_after) for one in report.comparisons[0].questions}
    assert questions == {"q.2": (1, 2, 3), "q.3": (1, 3, 4), "q.4": (1, 4, 5)}


def _others() -> list[Observation]:
    return [Observation(participant="Z", timepoint=when, value=6.0) for when in ("t1", "t2")]


def test_what_was_rated_twice_tells_the_reliability() -> None:
    """A row for each interview that two rated: overall, or the mean of the passages that both rated."""
    both = [
        interview("A", "t1", (1, 2, 3, 4), overall=3),
        interview("A", "t1", (3, 4, 5, None), rater="ben", overall=6),
    ]  # type: ignore[arg-type]
    assert observed_of(both, [], source="documents", use="mean").rows == ((3.0, 6.0),)
    assert observed_of(both, [], source="documents", use="mean", level="passages").rows == ((2.0, 4.0),)


def test_documents_that_do_not_fit_are_told_together() -> None:
    """Two interviews of one participant at one timepoint, and codes that differ by case."""
    one = interview("A", "t1", (3,) * 4)
    other = replace(one, sheet=replace(one.sheet, interview="A-again"))
    spelt = interview("a", "t2", (3,) * 4)
    with pytest.raises(DataError, match="same participant at the same timepoint") as refused:
        observed_of([one, other, spelt], [], source="documents", use="blind")
    assert "differ in case" in str(refused.value)


def test_cautions_say_how_values_came_about() -> None:
    """One rater each, suggestions seen before, and raters who rated one timepoint only."""
    ones = [interview("A", "t1", (3,) * 4), interview("A", "t2", (3,) * 4, rater="ben")]
    told = " ".join(observed_of(ones, [], source="documents", use="blind", rater=None).cautions)
    assert "one rater" in told
    assert "In 2 of 2 interviews" in told
    assert "one timepoint only: anna, ben" in told


def test_interviews_without_a_code_or_unfinished_are_counted() -> None:
    """Nothing is left out silently; where nobody finished there is nothing to read."""
    one = interview("A", "t1", (3,) * 4)
    nameless = replace(one, sheet=replace(one.sheet, participant=None, interview="x"))
    timeless = replace(one, sheet=replace(one.sheet, timepoint=" ", interview="y"))
    open_one = replace(one, rater="ben", finished_at=None)
    found = observed_of([one, nameless, timeless, open_one], [], source="documents", use="blind")
    assert set(found.left_out.values()) == {1}
    assert len(found.left_out) == 3
    with pytest.raises(DataError, match="No rater has finished"):
        observed_of([open_one], [], source="documents")


def test_a_folder_of_documents_is_read_with_its_consensus(tmp_path: Path) -> None:
    """Raters' documents and the consensus on each interview."""
    one = interview("A", "t1", (3,) * 4)
    (tmp_path / "A-t1--anna.json").write_text(document(one), "utf-8")
    found, none = read_folder(tmp_path)
    assert (len(found), none) == (1, ())
    made = documents.consensus_document(agreed(one, 3.5), provenance={})
    (tmp_path / "A-t1--consensus.json").write_text(documents.document_text(made), "utf-8")
    assert read_folder(tmp_path)[1][0].overall.level == 3.5
