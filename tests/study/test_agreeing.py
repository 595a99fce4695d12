"""Comparing raters: tables and documents in, a report with figures, reasons and cautions out."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from rated_by_several import SECRET, document, long, wide

from rf_scorer import validation
from rf_scorer.agreement import Range
from rf_scorer.errors import DataError, RfScorerError, UnknownName, UnreadableFile, UsageError
from rf_scorer.study import agreeing
from rf_scorer.study.agreeing.effort import effort

if TYPE_CHECKING:
    from pathlib import Path

RF = Range(minimum=-1, maximum=9)
#: Shrout & Fleiss 1979, table 2: six targets, four judges.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
JUDGES = ("j1", "j2", "j3", "j4")


def _report(path: Path, *raters: str, scale: Range = RF, step: float = 1.0, plan: Any = None, **named: Any) -> Any:
    columns = agreeing.NamedColumns(raters=raters, **named)
    return agreeing.agree(
        agreeing.read_table(path, columns, scale=scale, step=step), plan or agreeing.Plan(resamples=200)
    )


def _part(report: Any, level: str = "overall") -> Any:
    return next(part for part in report["parts"] if part["level"] == level)


def _drawn(count: int = 30, *, seed: int = 3, raters: tuple[str, ...] = ("anna", "ben")) -> dict[str, list[int]]:
    draw = random.Random(seed)
    true = [draw.gauss(4, 2) for _ in range(count)]
    return {rater: [min(9, max(-1, round(one + draw.gauss(0, 0.8)))) for one in true] for rater in raters}


@pytest.fixture
def shrout_fleiss(tmp_path: Path) -> Path:
    """Their table, a column for each judge."""
    return wide(tmp_path / "sf.csv", dict(zip(JUDGES, zip(*SHROUT_FLEISS, strict=True), strict=True)))


def test_published_figures_come_out_of_a_table(shrout_fleiss: Path) -> None:
    """Shrout and Fleiss's six coefficients, and the one that this field reports is marked."""
    part = _part(_report(shrout_fleiss, *JUDGES, scale=Range(minimum=1, maximum=10)))
    found = {figure["measure"]: round(figure["value"], 2) for figure in part["iccs"]}
    assert (found["icc_1"], found["icc_a_1_random"], found["icc_c_1_mixed"]) == (0.17, 0.29, 0.71)
    assert (found["icc_k"], found["icc_a_k_random"], found["icc_c_k_mixed"]) == (0.44, 0.62, 0.91)
    assert (part["single"], part["mean"]) == ("icc_a_1_random", "icc_a_k_random")
    assert len(part["pairs"]) == 6
    assert part["pairs"][0]["confusion"][8][1] == 1  # j1 gave 9 where j2 gave 2


def test_a_long_table_says_the_same_as_a_wide_one(shrout_fleiss: Path, tmp_path: Path) -> None:
    """The same ratings, a row each: every figure is the same."""
    rows = [
        (f"i{unit:02}", judge, level)
        for unit, row in enumerate(SHROUT_FLEISS)
        for judge, level in zip(JUDGES, row, strict=True)
    ]
    path = long(tmp_path / "long.csv", rows)
    scale = Range(minimum=1, maximum=10)
    one, two = _report(shrout_fleiss, *JUDGES, scale=scale), _report(path, scale=scale)
    assert one["parts"] == two["parts"]
    assert one["data"]["sha256"] != two["data"]["sha256"]


def test_the_same_seed_gives_the_same_report(tmp_path: Path) -> None:
    """Figures, intervals and sentences; another seed moves intervals alone."""
    path = wide(tmp_path / "a.csv", _drawn())
    one, two = (_report(path, "anna", "ben") for _ in range(2))
    other = _part(_report(path, "anna", "ben", plan=agreeing.Plan(resamples=200, seed=5)))
    assert one == two
    first, second = _part(one)["figures"]["icc_a_1_random"], other["figures"]["icc_a_1_random"]
    assert first["value"] == second["value"]
    assert first["low"] != second["low"]
    assert "BCa" in first["interval"]


def test_intervals_are_drawn_of_participants(tmp_path: Path) -> None:
    """Two interviews of each person are drawn together, and the report says what was drawn."""
    people = [f"p{number // 2}" for number in range(30)]
    path = wide(tmp_path / "a.csv", {**_drawn(), "participant": people})
    facts = _part(_report(path, "anna", "ben"))["facts"]
    assert (facts["participants"], facts["clusters"], facts["clustered_by"]) == (15, 15, "participant")
    alone = _part(_report(wide(tmp_path / "b.csv", _drawn()), "anna", "ben"))["facts"]
    assert (alone["participants"], alone["clusters"], alone["clustered_by"]) == (None, 30, "interview")


def test_unanimous_raters_give_reasons_and_no_figures(tmp_path: Path) -> None:
    """Nothing is made up where nothing varies: null and why; AC2 and exact agreement are defined."""
    report = _report(wide(tmp_path / "a.csv", {"anna": [4] * 20, "ben": [4] * 20}), "anna", "ben")
    figures = _part(report)["figures"]
    for name in ("icc_a_1_random", "light_quadratic", "alpha_ordinal"):
        assert figures[name]["value"] is None
        assert figures[name]["reason"]
    assert figures["gwet_ac2_ordinal"]["value"] == 1
    assert any("all ratings are one level" in remark for remark in report["remarks"])


def test_two_interviews_are_told_as_too_few(tmp_path: Path) -> None:
    """A report comes out, and warns that hardly anything can be said."""
    report = _report(wide(tmp_path / "a.csv", {"anna": [4, 6], "ben": [5, 6]}), "anna", "ben")
    assert any("only 2 interviews" in remark for remark in report["remarks"])
    assert any("too few people to draw from" in remark for remark in report["remarks"])
    assert _part(report)["intervals"] == {"main": 0, "pairs": 0, "machine": 0}
    assert _part(report)["figures"]["icc_a_1_random"]["interval"].startswith("F distribution")


def test_one_level_that_prevails_is_told(tmp_path: Path) -> None:
    """Low coefficients with a narrow distribution are explained, not left to be misread."""
    report = _report(wide(tmp_path / "a.csv", {"anna": [4] * 27 + [5] * 3, "ben": [4] * 28 + [5] * 2}), "anna", "ben")
    assert any("of ratings are one level" in remark for remark in report["remarks"])


def test_units_that_some_raters_lack_are_told(tmp_path: Path) -> None:
    """The ICC rests on complete units alone, and says of how many; alpha uses all of them."""
    drawn: dict[str, list[Any]] = {**_drawn(raters=("anna", "ben", "cleo"))}
    drawn["cleo"] = [level if number < 12 else "" for number, level in enumerate(drawn["cleo"])]
    report = _report(wide(tmp_path / "a.csv", drawn), "anna", "ben", "cleo")
    part = _part(report)
    assert part["figures"]["icc_a_1_random"]["n_units"] == 12
    assert part["figures"]["alpha_ordinal"]["n_units"] == 30
    assert part["facts"]["by_raters"] == {"2": 18, "3": 12}
    assert any("12 of 30 units are rated by every rater" in remark for remark in report["remarks"])
    assert any("cleo the fewest" in remark for remark in report["remarks"])
    assert report["data"]["left_out"] == [{"what": "empty cells, not rated", "count": 18}]


def test_the_few_units_that_all_rated_do_not_speak_for_those_that_raters_share(tmp_path: Path) -> None:
    """Where fewer than half of the shared units have every rater, ICC(1) of every rating is marked and stands first; else ICC(A,1)."""
    drawn: dict[str, list[Any]] = {**_drawn(raters=("anna", "ben", "cleo"))}
    for whole, measure in ((4, "icc_1_unequal"), (20, "icc_a_1_random")):
        shared = {
            rater: [level if number < whole or number % 3 != place else "" for number, level in enumerate(levels)]
            for place, (rater, levels) in enumerate(drawn.items())
        }
        report = _report(wide(tmp_path / f"a{whole}.csv", shared), *drawn)
        part = _part(report)
        assert part["facts"]["complete"] == whole
        assert part["single"] == measure
        first = report["statements"][0]
        assert ("3 raters, and of 30 units 26 have 2 ratings and 4 have 3." in first) == (whole == 4)
        assert first.startswith("Overall ratings: ICC(1), for which" if whole == 4 else "Overall ratings: ICC(A,1) is")
        methods = " ".join(section["text"] for section in report["methods"])
        assert ("numbers of ratings may differ (ICC(1))" in methods) == (whole == 4)
        assert validation.faults(report, "agreement-report") == ()


def test_pairs_without_a_common_unit_are_named(tmp_path: Path) -> None:
    """Where every unit has two of three raters in a chain, the pair that never meets is told and its figures are null."""
    rows = [
        (f"i{n:02}", rater, n % 5 + (n + len(rater)) % 2)
        for n in range(20)
        for rater in (("anna", "ben") if n < 10 else ("ben", "cleo"))
    ]
    report = _report(long(tmp_path / "a.csv", rows))
    assert any("no unit in common: anna and cleo" in remark for remark in report["remarks"])
    (apart,) = [pair for pair in _part(report)["pairs"] if not pair["n_units"]]
    assert all(figure["value"] is None and figure["reason"] for figure in apart["figures"].values())
    assert _part(report)["figures"]["icc_a_1_random"]["value"] is None
    assert _part(report)["figures"]["icc_1_unequal"]["value"] is not None


def test_passages_and_interviews_are_parts_of_their_own(tmp_path: Path) -> None:
    """Rows with a passage, and rows with none or with 'overall', are never mixed."""
    rows = []
    for n in range(10):
        for rater, more in (("anna", 0), ("ben", n % 2)):
            rows += [(f"i{n}", f"p{p}", rater, (n + p) % 6 + more) for p in range(3)]
            rows.append((f"i{n}", "overall" if n % 2 else "", rater, n % 5 + more))
    path = long(tmp_path / "a.csv", rows, header=("interview", "passage", "rater", "rating"))
    report = _report(path)
    assert [(part["level"], part["facts"]["units"], part["facts"]["clusters"]) for part in report["parts"]] == [
        ("passages", 30, 10),
        ("overall", 10, 10),
    ]
    only = _report(path, plan=agreeing.Plan(levels="passages", resamples=200))
    assert [part["level"] for part in only["parts"]] == ["passages"]


def test_half_points_are_taken_where_they_are_declared(tmp_path: Path) -> None:
    """Without --step they are a fault with its place; with it they are levels."""
    path = wide(tmp_path / "a.csv", {"anna": [1, 2.5, 4, "3,5"] * 5, "ben": [1, 2, 4, 3.5] * 5})
    with pytest.raises(DataError, match=r"rows 3, 5.*column 'anna': The rating lies between two levels"):
        _report(path, "anna", "ben")
    part = _part(_report(path, "anna", "ben", step=0.5))
    assert len(part["facts"]["by_level"]) == 21
    assert part["closeness"][1]["figure"]["value"] == 1


def _faulty(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


LONG_HEAD = "interview,rater,rating\n"
FAULTS = {
    "off the scale": (
        LONG_HEAD + "i1,anna,4\ni1,ben,12\n",
        "row 3, column 'rating': The rating is off the scale (-1 to 9)",
    ),
    "text": (LONG_HEAD + f"i1,anna,4\ni1,ben,{SECRET}\n", "row 3, column 'rating': The rating is text"),
    "no rater": (LONG_HEAD + "i1,anna,4\ni1,,4\n", "row 3, column 'rater': The rater is missing"),
    "no unit": (LONG_HEAD + "i1,anna,4\n,ben,4\n", "row 3, column 'interview': What was rated is missing"),
    "twice": (
        LONG_HEAD + "i1,anna,4\ni1,anna,5\ni1,ben,5\n",
        "row 3, column 'rater': The rater has rated the unit in an earlier row",
    ),
    "raters by case": (LONG_HEAD + "i1,anna,4\ni2,Anna,5\n", "Rows 2 and 3 name raters that differ in case"),
    "units by case": (LONG_HEAD + "i1,anna,4\nI1,ben,5\n", "Rows 2 and 3 name units that differ in case"),
    "one rater": (LONG_HEAD + "i1,anna,4\ni2,anna,5\n", "There is one rater only"),
    "no overlap": (LONG_HEAD + "i1,anna,4\ni2,ben,5\n", "No unit is rated by two raters"),
    "nothing below": (LONG_HEAD, "no row below its header"),
    "empty": ("", "The file is empty"),
    "times mixed": (
        "interview,rater,rating,time\ni1,anna,4,2026-11-30\ni1,ben,5,3\n",
        "Some times are dates and some are numbers",
    ),
    "no time": (
        "interview,rater,rating,time\ni1,anna,4,soon\ni1,ben,5,3\n",
        "row 2, column 'time': The time is neither",
    ),
    "people by case": (
        "interview,rater,rating,participant\ni1,anna,4,x\ni1,ben,5,x\ni2,anna,4,X\n",
        "name participants that differ in case",
    ),
    "people differ": (
        "interview,rater,rating,participant\ni1,anna,4,x\ni1,ben,5,y\n",
        "row 3, column 'participant': Another row of the same unit says something else",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_table_that_cannot_be_says_where_and_why(tmp_path: Path, name: str) -> None:
    """One message with the row and the column, and never with what stands there."""
    text, told = FAULTS[name]
    with pytest.raises(RfScorerError) as error:
        _report(_faulty(tmp_path, "a.csv", text))
    assert told in str(error.value)
    assert SECRET not in str(error.value)


WIDE_FAULTS = {
    "not named": ("interview,anna,ben,site\ni1,4,5,north\n", (), "Columns that hold numbers: anna, ben"),
    "misspelt": (
        "interview,anna,ben\ni1,4,5\n",
        ("anna", "bem"),
        "There is no column 'bem' (--rater-columns).\n  Columns found: interview, anna, ben",
    ),
    "repeated": ("interview,anna,anna\ni1,4,5\n", ("anna", "anna"), "Two columns are called 'anna'"),
    "merged": (
        "interview,ratings,,\nx,anna,ben,cleo\ni1,4,5,4\n",
        ("anna", "ben"),
        "There are columns without a name: the header must be one row",
    ),
    "for two things": ("interview,anna,ben\ni1,4,5\n", ("anna", "ANNA"), "One column is given for two things"),
    "rows repeated": (
        "interview,anna,ben\ni1,4,5\ni1,4,4\n",
        ("anna", "ben"),
        "row 3, column 'interview': The unit stands in an earlier row",
    ),
    "off the scale": (
        "interview,anna,ben\ni1,4,5\ni2,4,-3\n",
        ("anna", "ben"),
        "row 3, column 'ben': The rating is off the scale",
    ),
    "no unit column": ("anna,ben\n4,5\n", ("anna", "ben"), "No column is known to hold what was rated"),
}


@pytest.mark.parametrize("name", WIDE_FAULTS)
def test_a_wide_table_that_cannot_be_says_where_and_why(tmp_path: Path, name: str) -> None:
    """Columns are declared; whoever did not is told which ones there are."""
    text, raters, told = WIDE_FAULTS[name]
    with pytest.raises(RfScorerError) as error:
        _report(_faulty(tmp_path, "a.csv", text), *raters)
    assert told in str(error.value)
    assert isinstance(error.value, DataError | UnreadableFile)


def test_a_workbook_with_merged_heads_is_told(tmp_path: Path) -> None:
    """A head over several columns leaves columns without a name; the same table with one row of names is read."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["interview", "ratings", None])
    sheet.append([None, "anna", "ben"])
    for number in range(6):
        sheet.append([f"i{number}", number, number])
    sheet.merge_cells("B1:C1")
    book.save(tmp_path / "merged.xlsx")
    with pytest.raises(UnreadableFile, match="the header must be one row, without merged cells"):
        _report(tmp_path / "merged.xlsx", "anna", "ben")
    sheet.unmerge_cells("B1:C1")
    sheet.delete_rows(1)
    sheet["A1"] = "interview"
    book.save(tmp_path / "plain.xlsx")
    assert _part(_report(tmp_path / "plain.xlsx", "anna", "ben"))["facts"]["complete"] == 6


def test_na_is_no_rating_and_is_counted(tmp_path: Path) -> None:
    """What statistics programs write for a missing value counts as not rated, and is told."""
    drawn: dict[str, list[Any]] = {**_drawn(12)}
    drawn["ben"][3] = "NA"
    report = _report(wide(tmp_path / "a.csv", drawn), "anna", "ben")
    assert _part(report)["facts"]["complete"] == 11
    assert report["data"]["left_out"][0]["count"] == 1
    assert "NA and the like" in report["data"]["left_out"][0]["what"]


def test_a_key_is_compared_with_everybody_and_counted_among_nobody(tmp_path: Path) -> None:
    """Figures of raters are those without the key; each rater's agreement with it stands beside."""
    drawn = _drawn(raters=("anna", "ben", "gold"))
    with_key = _report(
        wide(tmp_path / "a.csv", drawn), "anna", "ben", "gold", plan=agreeing.Plan(key="gold", resamples=200)
    )
    without = _report(wide(tmp_path / "b.csv", drawn), "anna", "ben")
    assert _part(with_key)["figures"] == _part(without)["figures"]
    assert [(pair["one"], pair["two"]) for pair in _part(with_key)["key"]] == [("anna", "gold"), ("ben", "gold")]
    assert with_key["data"]["raters"] == ["anna", "ben"]
    with pytest.raises(UnknownName, match="gild"):
        _report(wide(tmp_path / "c.csv", drawn), "anna", "ben", plan=agreeing.Plan(key="gild"))


@pytest.mark.parametrize("as_rater", [False, True])
def test_a_machine_stands_beside_raters_and_not_among_them(tmp_path: Path, *, as_rater: bool) -> None:
    """As a column of scores or as a rater of a long table; its scores are rounded for agreement and kept for PRMSE."""
    drawn = _drawn()
    scores = [0.5 * level + 2.3 for level in drawn["anna"]]
    if as_rater:
        rows = [
            (f"i{n:02}", rater, levels[n]) for rater, levels in {**drawn, "engine": scores}.items() for n in range(30)
        ]
        report = _report(long(tmp_path / "a.csv", rows), machine="engine")
    else:
        report = _report(wide(tmp_path / "a.csv", {**drawn, "engine": scores}), "anna", "ben", machine="engine")
    part = _part(report)
    assert report["data"]["raters"] == ["anna", "ben"]
    assert part["figures"] == _part(_report(wide(tmp_path / "b.csv", drawn), "anna", "ben"))["figures"]
    compared = part["machine"]["compared"]
    assert (compared["n_same"], compared["n_every"], part["machine"]["silent"]) == (30, 30, 0)
    assert compared["true_scores"]["prmse"]["value"] > 0.5
    assert {rule["met"] for rule in compared["rules"]} <= {True, False}
    assert all("check it against the paper" in rule["check"] for rule in compared["rules"])
    assert any("rounded to the nearest level" in remark for remark in report["remarks"])


def test_one_rater_can_be_compared_with_a_machine(tmp_path: Path) -> None:
    """Human figures are absent and the report says so; the machine's agreement is there."""
    drawn = _drawn()
    report = _report(
        wide(tmp_path / "a.csv", {"anna": drawn["anna"], "engine": drawn["ben"]}), "anna", machine="engine"
    )
    part = _part(report)
    assert part["figures"] == {}
    assert part["machine"]["compared"]["figures"][0]["every"]["value"] > 0.5
    assert part["machine"]["compared"]["figures"][0]["human"]["value"] is None
    assert "one rater only" in report["statements"][0]


def test_a_machine_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    """With the names that would have been found."""
    rows = [(f"i{n}", rater, n) for n in range(5) for rater in ("anna", "ben")]
    with pytest.raises(DataError, match="anna, ben"):
        _report(long(tmp_path / "a.csv", rows), machine="engine")


def test_small_groups_are_neither_named_nor_judged(tmp_path: Path) -> None:
    """A group below the least size loses its name and its figures, and keeps its count."""
    sites = ["north"] * 24 + [SECRET] * 6
    report = _report(wide(tmp_path / "a.csv", {**_drawn(), "site": sites}), "anna", "ben", group="site")
    (groups,) = _part(report)["groups"]
    assert [(group["name"], group["n_units"]) for group in groups["groups"]] == [("north", 24), (None, 6)]
    assert all(figure["value"] is None for figure in groups["groups"][1]["figures"].values())
    assert SECRET not in str(report)


def test_drift_over_dates_is_found(tmp_path: Path) -> None:
    """A rater who climbs two levels over the months has a slope, and the key's drift has names of its own."""
    key = [n % 5 + 1 for n in range(40)]
    anna = [level + (n // 20) * 2 for n, level in enumerate(key)]
    ben = [level + n % 2 for n, level in enumerate(key)]
    dates = [f"2026-{1 + n // 10:02}-{1 + n % 10:02}" for n in range(40)]
    path = wide(tmp_path / "a.csv", {"anna": anna, "ben": ben, "gold": key, "date": dates})
    part = _part(_report(path, "anna", "ben", "gold", plan=agreeing.Plan(key="gold", resamples=200)))
    runs = {(run["rater"], run["against"]): run for run in part["drift"]}
    assert set(runs) == {("anna", "others"), ("ben", "others"), ("anna", "key"), ("ben", "key")}
    found = runs["anna", "key"]["total"]
    assert found["measure"] == "drift_key_total"
    assert found["value"] > 1.5
    assert [block["difference"]["value"] for block in runs["anna", "key"]["blocks"]] == [0, 0, 2, 2]


def _documents(count: int = 12, **more: Any) -> list[Any]:
    """Anna follows the suggestion where she differs; ben never moves; the suggestion is one above the truth."""
    made = []
    for n in range(count):
        level = n % 5 + 1
        units = {"p01": level, "p02": (n * 2) % 6 + 1, "overall": level}
        anna = {name: (one, one + 1, one + 1) for name, one in units.items()}
        ben = {name: (one + n % 2, one + 1, one + n % 2) for name, one in units.items()}
        made.append(document(f"talk-{n:02}", "anna", anna, participant=f"x{n}", day=n % 28 + 1, **more))
        made.append(document(f"talk-{n:02}", "ben", ben, participant=f"x{n}", day=n % 28 + 1, **more))
    return made


def test_confirmed_ratings_are_compared_blind_unless_that_is_said() -> None:
    """Blind and final levels give different figures; final ones come with a warning."""
    plan = agreeing.Plan(resamples=200)
    blind = agreeing.agree(agreeing.gathered_from(_documents()), plan)
    final = agreeing.agree(agreeing.gathered_from(_documents(), use="final"), plan)
    assert (blind["data"]["use"], final["data"]["use"]) == ("blind", "final")
    assert [part["level"] for part in blind["parts"]] == ["passages", "overall"]
    assert _part(blind)["pairs"][0]["figures"]["mean_difference"]["value"] == -0.5
    assert _part(final)["pairs"][0]["figures"]["mean_difference"]["value"] == 0.5
    assert any("not independent" in remark for remark in final["remarks"])
    assert SECRET not in str(blind)
    assert _part(blind)["drift"]


def test_the_calibration_set_is_left_out_unless_asked_for() -> None:
    """What raters were trained on is left out and counted; alone or among the others it comes with a warning; of none left it is told."""
    made, ids = _documents(), ("talk-00", "talk-01")
    left = agreeing.gathered_from(made, calibration=ids)
    assert {unit.interview for unit in left.matrices[0].units}.isdisjoint(ids)
    assert [(one.what, one.count) for one in left.left_out] == [("raters' interviews of the calibration set", 4)]
    only = agreeing.gathered_from(made, calibration=ids, calibration_set="only")
    assert {unit.interview for unit in only.matrices[0].units} == set(ids)
    counted = agreeing.gathered_from(made, calibration=ids, calibration_set="counted")
    assert len({unit.interview for unit in counted.matrices[0].units}) == 12
    for told in (only, counted):
        assert any("2 interviews of the calibration set count" in remark for remark in told.remarks)
    with pytest.raises(DataError, match="Nothing but the calibration set"):
        agreeing.gathered_from(made, calibration=[one.sheet.interview for one in made])


def test_what_suggestions_did_is_told_by_rater() -> None:
    """All together first, then each: shares that moved, kappa gained, seconds."""
    report = agreeing.agree(agreeing.gathered_from(_documents()), agreeing.Plan(resamples=200))
    rows = _part(report, "passages")["anchoring"]
    assert [row["rater"] for row in rows] == [None, "anna", "ben"]
    anna, ben = rows[1]["anchoring"], rows[2]["anchoring"]
    assert (anna["towards"]["value"], anna["accepted"]["value"], anna["n_differing"]) == (1, 1, 24)
    assert (ben["towards"]["value"], ben["changed"]["value"], ben["n_differing"]) == (0, 0, 12)
    assert rows[1]["seconds"] == {"units": 24, "before": 40, "more": 10}
    assert report["data"]["machine"] == "suggestion"


def test_control_interviews_stand_beside_assisted_ones() -> None:
    """Where some interviews were rated without help, agreement is told apart by it."""
    made = _documents(24)
    made = [
        *made[:24],
        *(
            document(
                one.sheet.interview,
                one.rater,
                {"p01": (n % 6, None, None), "overall": (n % 5 + 1, None, None)},
                control=True,
            )
            for n, one in enumerate(made[24:])
        ),
    ]
    report = agreeing.agree(agreeing.gathered_from(made), agreeing.Plan(resamples=200))
    (groups,) = _part(report)["groups"]
    assert groups["column"] == "assistance"
    assert [(group["name"], group["n_units"]) for group in groups["groups"]] == [("assisted", 12), ("control", 12)]
    assert report["data"]["assistance"] == {"assisted": 12, "control": 12}
    assert any("without help" in text for text in report["statements"])
    assert any("count as a person each" in remark for remark in report["remarks"])


def test_suggestions_that_nobody_saw_come_from_the_sheets() -> None:
    """Of control interviews the machine is compared all the same, and the report says where its levels are from."""
    made = [
        document(f"t{n:02}", rater, {"p01": (n % 6, None, None), "overall": (n % 6, None, None)}, control=True)
        for n in range(12)
        for rater in ("anna", "ben")
    ]

    def suggested(interview: str, unit: str) -> dict[str, Any] | None:
        return None if unit == "overall" else {"level": int(interview[1:]) % 6, "expected": 2.5}

    report = agreeing.agree(agreeing.gathered_from(made, suggested=suggested), agreeing.Plan(resamples=200))
    assert _part(report, "passages")["machine"]["compared"]["n_same"] == 12
    assert _part(report)["machine"] is None
    assert any("taken from the sheets" in remark for remark in report["remarks"])


def test_what_is_open_or_has_no_level_is_counted_and_left_out() -> None:
    """An unfinished interview is nobody's rating; a passage without a level is never a low one."""
    made = _documents()
    made.append(document("talk-90", "anna", {"p01": (4, None, None), "overall": (4, None, None)}, finished=False))
    made.append(document("talk-91", "anna", {"p01": (None, None, None), "overall": (4, None, None)}))
    report = agreeing.agree(agreeing.gathered_from(made), agreeing.Plan(resamples=200))
    told = {one["what"]: one["count"] for one in report["data"]["left_out"]}
    assert told["raters' interviews that are not finished"] == 1
    assert told["ratings with a reason for no level (inaudible), never low ones"] == 1
    plan = agreeing.Plan(resamples=200, levels="overall")
    whole = agreeing.agree(agreeing.gathered_from(made, level="overall"), plan)
    assert {one["what"] for one in whole["data"]["left_out"]} == {"raters' interviews that are not finished"}
    assert _part(whole) == _part(report)
    assert _part(report, "passages")["facts"]["units"] == 24


REFUSED = {
    "different scales": (
        [*_documents(3), document("z", "ben", {"overall": (1, None, None)}, scale=(0, 2))],
        "different scales",
    ),
    "different versions": (
        [document("z", rater, {"overall": (1, None, None)}, transcript=rater[0]) for rater in ("anna", "ben")],
        "z: Raters rated different versions",
    ),
    "raters by case": (
        [document(f"t{n}", rater, {"overall": (1, None, None)}) for n, rater in enumerate(("ben", "Ben"))],
        "name raters that differ in case",
    ),
    "nothing finished": ([document("z", "ben", {"overall": (1, None, None)}, finished=False)], "No rater has finished"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_confirmed_ratings_that_do_not_fit_are_refused(name: str) -> None:
    """With the interview, and what to do."""
    made, told = REFUSED[name]
    with pytest.raises(DataError, match=told):
        agreeing.gathered_from(made)


def test_groups_of_confirmed_ratings_are_known_by_name() -> None:
    """A misspelt one is told with those that there are; a participant is no group."""
    with pytest.raises(UnknownName, match="timepoint"):
        agreeing.gathered_from(_documents(), group="participant")
    assert agreeing.gathered_from(_documents(), group="role").group == "role"


def test_a_paragraph_for_the_methods_section_states_what_is_known_alone(tmp_path: Path) -> None:
    """Figures and numbers as in the report; training, blinding and the like in brackets."""
    report = _report(wide(tmp_path / "a.csv", _drawn()), "anna", "ben")
    told = {one["item"]: one["text"] for one in report["methods"]}
    assert "scale from −1 to 9" in told["Instrument"]
    assert "30 of 30 units were rated by every one of 2 raters" in told["Sample size and sampling"]
    value = f"{_part(report)['figures']['icc_a_1_random']['value']:.2f}"
    assert f"ICC(A,1) {value} (95 % interval" in told["Estimates"]
    assert "[profession, training in the scale" in told["Subjects and raters"]
    assert "[Say what raters knew" in told["Independence"]
    assert "rf_scorer" in report["citation"]


def test_a_report_keeps_its_schema(tmp_path: Path) -> None:
    """Every figure's measure is described once, whatever the report holds."""
    drawn = _drawn(raters=("anna", "ben", "cleo", "gold"))
    path = wide(tmp_path / "a.csv", {**drawn, "engine": drawn["ben"], "site": ["a", "b"] * 15, "time": range(30)})
    report = _report(
        path,
        "anna",
        "ben",
        "cleo",
        "gold",
        machine="engine",
        group="site",
        plan=agreeing.Plan(key="gold", resamples=200),
    )
    assert validation.faults(report, "agreement-report") == ()
    used: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "measure" in value:
                used.add(value["measure"])
                assert (value["value"] is None or value["low"] is None) <= (value["reason"] is not None)
            for below in value.values():
                walk(below)
        elif isinstance(value, list):
            for below in value:
                walk(below)

    walk(report["parts"])
    assert used == set(report["measures"])


def test_what_cannot_be_asked_is_refused() -> None:
    """Before anything is read."""
    for wrong in ({"confidence": 1.0}, {"resamples": 10}, {"minimum": 1}):
        with pytest.raises(UsageError):
            agreeing.Plan(**wrong)


def test_effort_is_bounded_and_never_more_than_asked() -> None:
    """Small studies get what they ask; large ones fewer resamples, and none where it would mean nothing."""
    small = effort(clusters=60, units=60, raters=3, levels=11, resamples=2000)
    assert (small.main, small.pairs, small.machine, small.over_pairs) == (2000, 2000, 2000, True)
    large = effort(clusters=10_000, units=200_000, raters=13, levels=11, resamples=2000)
    assert large.main == 2000
    assert large.pairs == 0
    assert not large.over_pairs
    assert effort(clusters=7, units=70, raters=3, levels=11, resamples=2000).main == 0
