"""A study told as a whole: what is counted, what is said to be missing or far off, and that nobody's words are in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from invented_exports import rated
from invented_exports import sheet as small_sheet
from invented_sheets import MACHINE, TALK, sheet, study

from rf_scorer import documents, protocols, validation
from rf_scorer.documents.study_report import study_report_document
from rf_scorer.domain.study_report import RaterPart, StudyReport
from rf_scorer.study.reporting.asking import asking_of, protocol_parts
from rf_scorer.study.reporting.building import Progress, build, statements
from rf_scorer.study.reporting.facts import QuestionFact, SheetFacts, facts_of
from rf_scorer.study.reporting.levels import abstentions, distributions
from rf_scorer.study.reporting.reading import find, known_protocols
from rf_scorer.study.reporting.spread import profiles, robust

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.study.folder import Study

SCALE = ("rf", -1, 9)


def facts(
    interview: str = "a", *, asked: tuple[str, ...] = (), missing: tuple[str, ...] = (), **more: Any
) -> SheetFacts:
    """What is kept of an invented sheet."""

    def question(name: str, state: str) -> QuestionFact:
        # Names that begin with d are demand questions; what is asked was told by its wording, ever more surely.
        return QuestionFact(
            question=name,
            topic=f"topic {name}",
            role="demand" if name.startswith("d") else "permit",
            state=state,
            confidence=0.9 if state == "answered" else None,
            method="wording" if state == "answered" else "none",
            merged=(),
        )

    given: dict[str, Any] = {
        "interview": interview,
        "participant": f"P-{interview}",
        "timepoint": "t1",
        "format": "text",
        "source_sha256": interview.rjust(64, "0"),
        "protocol": "home",
        "protocol_title": "Home",
        "protocol_version": "1",
        "scale": SCALE,
        "interviewer": None,
        "questions": (
            *(question(name, "answered") for name in asked),
            *(question(name, "not_asked") for name in missing),
        ),
        "words": 1000,
        "other_words": 300,
        "passages": 10,
        "answered": 9,
        "ratable": 8,
        "inaudible": 0,
        "answer_words": 100.0,
        "mentions": {"cognition": 20, "emotion": 10},
        "suggested": {3: 5, 4: 2},
        "abstained": {"too_short": 1},
        "abstained_ratable": 1,
        "speakers": 0.97,
    }
    return SheetFacts(**(given | more))


def reported(made: Study, progress: Progress | None = None, **more: Any) -> StudyReport:
    """The report of a study folder."""
    return build(made, find(made), progress=progress, known=known_protocols(made), **more)


def written(report: StudyReport) -> str:
    """Its document as text, which keeps its schema."""
    document = study_report_document(report, version="1", statements=statements(report))
    assert validation.faults(document) == ()
    return json.dumps(document, ensure_ascii=False)


def test_a_sheet_becomes_counts_and_codes() -> None:
    """Words, passages, mentions, suggestions by level, reasons for none; labels of one letter name no interviewer."""
    found = facts_of(sheet("talk-1"))
    assert (found.interview, found.participant, found.timepoint, found.protocol) == (
        "talk-1",
        "person-1",
        "baseline",
        "aai",
    )
    assert found.words == sum(len(said.split()) for role, said in TALK if role == "participant")
    assert (found.passages, found.answered, found.ratable) == (5, 4, 3)
    assert found.mentions == {"cognition": 3}
    assert found.density == pytest.approx(300 / found.words)
    assert found.suggested == {3: 3}
    assert found.abstained == {"too_short": 2}
    assert (found.abstained_ratable, found.interviewer) == (0, None)


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("INT01", "INT01"),
        ("MK", "MK"),
        ("Interviewer", None),
        ("I", None),
        ("Speaker 2", None),
        ("bold", None),
        ("Well I think so", None),
    ],
)
def test_an_interviewer_is_known_by_a_code_alone(label: str, code: str | None) -> None:
    """Usual labels name nobody, and a sentence that was taken for a label is never shown."""
    made = sheet("talk-1")
    made["transcript"]["speakers"][0]["label"] = label
    assert facts_of(made).interviewer == code


def test_questions_are_counted_by_what_became_of_them() -> None:
    """The order of the protocol at hand, expected questions that are missing, and those nobody expects."""
    aai = protocols.load("aai")
    ids = [one.id for one in aai.questions if one.expected]
    unexpected = [one.id for one in aai.questions if not one.expected]
    demands = [one.id for one in aai.questions if one.expected and one.role.value == "demand"]
    whole = facts("a", asked=tuple(ids), protocol="aai", protocol_version=aai.version)
    lacking = facts(
        "b",
        asked=tuple(name for name in ids if name != demands[0]),
        missing=(demands[0],),
        protocol="aai",
        protocol_version=aai.version,
    )
    (part,), made = protocol_parts([whole, lacking], lambda name, version: aai)
    assert (part.known, part.kind, part.lacking) == (True, "interview", 1)
    assert (part.demand_expected, part.demand_missing) == (2 * len(demands), 1)
    by_id = {one.question: one for one in part.questions}
    assert (by_id[demands[0]].answered, by_id[demands[0]].missing) == (1, 1)
    assert by_id[unexpected[0]].missing == 0
    assert part.matrix is not None
    assert part.matrix.interviews == ("b", "a")
    assert part.matrix.states[0].count("x") == 1
    assert part.matrix.states[0].count(".") == len(unexpected)
    assert made["a"].in_order == 1.0


def test_order_is_the_longest_run_in_the_protocols_order() -> None:
    """Of a d1 c b, in a protocol a b c d1, three of four questions can keep their places."""
    ones = [facts("x", asked=("a", "b", "c", "d1")), facts("y", asked=("a", "b", "c", "d1"))]
    (part,), _ = protocol_parts(ones, lambda name, version: None)
    assert [one.question for one in part.questions] == ["a", "b", "c", "d1"]
    assert part.known is False
    shuffled = asking_of(facts("z", asked=("a", "d1", "b", "c")), part.questions)  # type: ignore[arg-type]
    assert shuffled.in_order == pytest.approx(3 / 4)


def test_interviewers_are_told_apart_where_labels_tell(tmp_path: Path) -> None:
    """Else every interview stands for itself."""
    one, two = sheet("talk-1"), sheet("talk-2", source="other")
    assert reported(study(tmp_path / "plain", one, two)).adherence_by == "interview"
    one["transcript"]["speakers"][0]["label"] = "INT7"
    report = reported(study(tmp_path / "named", one, two))
    assert report.adherence_by == "interviewer"
    assert {row.who for row in report.adherence} == {"INT7", None}


def test_robust_z_is_what_a_hand_finds() -> None:
    """1 to 5 and 100: median 3.5, median distance 1.5, so that 100 has 0.6745 times 96.5 over 1.5."""
    found = robust([1, 2, 3, 4, 5, 100])
    assert found[-1] == pytest.approx(0.6745 * 96.5 / 1.5)
    assert found[0] == pytest.approx(-0.6745 * 2.5 / 1.5)
    assert robust([5.0, 5.0, 5.0]) == [0.0, 0.0, 0.0]
    # Most are equal: the mean distance, 1.5, stands for the median of nothing.
    assert robust([0, 0, 0, 6])[-1] == pytest.approx(6 / (1.253314 * 1.5))


def test_outliers_are_told_within_a_protocol_and_from_eight_interviews_on() -> None:
    """A long interview among its like; seven are too few; and what most do not have at all tells nobody apart."""
    ones = [facts(str(place), words=1000 + 10 * place) for place in range(8)]
    long = replace(ones[-1], interview="long", words=9000)
    found = {one.id: one for one in profiles([*ones[:-1], long])}
    assert [one.interview for one in found["words"].outliers] == ["long"]
    assert (found["words"].lowest, found["words"].highest, found["words"].median) == (1000, 9000, 1035)
    assert found["mentions"].median == pytest.approx(100 * 30 / 1035, abs=0.05)
    seeing = replace(ones[0], mentions={**ones[0].mentions, "perception": 2})
    rare = next(one for one in profiles([seeing, *ones[1:]]) if one.id == "perception")
    assert (rare.highest > 0, rare.median, rare.outliers, rare.judged) == (True, 0, (), True)
    few = {one.id: one for one in profiles([*ones[:6], long])}
    assert (few["words"].outliers, few["words"].judged) == ((), False)


def test_many_values_are_thinned_and_keep_their_ends() -> None:
    """A drawing of a thousand interviews has three hundred dots."""
    (words, *_) = profiles([facts(str(place), words=place + 1) for place in range(1000)])
    assert len(words.values) == 300
    assert (words.values[0], words.values[-1], words.n) == (1, 1000, 1000)


def test_levels_are_counted_for_who_finished_alone() -> None:
    """Blind and final apart; an open interview counts for nothing; suggestions can be left out."""
    made = small_sheet("a", ["I think so."] * 4, participant="A", scale=(-1, 9))
    done = rated(made, "anna", [3, 3, 4, None], finals=[5, 3, 4, None])
    still = rated(made, "ben", [9, 9, 9, 9], finished=False)
    (found,) = distributions([facts("a", scale=("-1:9", -1, 9))], [done, still], suggestions=True)
    assert {level: count for level, count in found.blind.items() if count} == {3: 2, 4: 1}
    assert {level: count for level, count in found.final.items() if count} == {3: 1, 4: 1, 5: 1}
    assert {level: count for level, count in found.final_overall.items() if count} == {-1: 1}
    assert found.suggestions is not None
    assert {level: count for level, count in found.suggestions.items() if count} == {3: 5, 4: 2}
    assert distributions([facts()], [], suggestions=False)[0].suggestions is None


def test_reasons_for_no_suggestion_are_our_own_words() -> None:
    """By code; a code of another program has none."""
    found = abstentions([facts(abstained={"too_short": 2, "other_code": 1}), facts("b", abstained={"too_short": 1})])
    assert [(one.code, one.passages, one.text is None) for one in found] == [
        ("too_short", 3, False),
        ("other_code", 1, True),
    ]


def test_no_word_of_anybody_is_in_it(tmp_path: Path) -> None:
    """Neither what was said nor what a machine said of it."""
    told = written(reported(study(tmp_path / "s", sheet("talk-1"))))
    for _, said in TALK:
        if len(said.split()) > 2:
            assert said not in told
    assert not [word for word in MACHINE if word in told]


def test_a_study_without_anything_is_told(tmp_path: Path) -> None:
    """No sheet, no rating: what to do next."""
    report = reported(study(tmp_path / "s"))
    assert report.facts.interviews == 0
    assert "Copy transcripts" in report.next[0]
    written(report)


def test_faults_are_listed_and_cost_nothing_else(tmp_path: Path) -> None:
    """A sheet that is no JSON, one that breaks its schema, one that was renamed; the good one is told all the same."""
    made = study(tmp_path / "s", sheet("talk-1"))
    (made.sheets / "half.json").write_text('{"transcript": {"text": "zwickelmond', "utf-8")
    (made.sheets / "other.json").write_text(documents.document_text(sheet("talk-9")), "utf-8")
    (made.sheets / "empty.json").write_text('{"schema": "urn:rf-scorer:schema:rating-sheet:1"}', "utf-8")
    report = reported(made)
    assert report.read.sheets == 1
    assert [one.name for one in report.read.faulty] == ["empty", "half", "other"]
    assert [one.interview for one in report.look[:3]] == ["empty", "half", "other"]
    assert "zwickelmond" not in written(report)


def test_only_faulty_sheets_are_not_taken_for_none(tmp_path: Path) -> None:
    """The first thing to do is to score them again, not to copy transcripts."""
    made = study(tmp_path / "s")
    made.sheets.mkdir(exist_ok=True)
    (made.sheets / "bad.json").write_text("{}", "utf-8")
    assert "cannot be used" in reported(made).next[0]


def test_refused_files_are_told_with_their_reason(tmp_path: Path) -> None:
    """As the manifest has them; of many the first fifty and how many more."""
    made = study(tmp_path / "s", sheet("talk-1"))
    rows = [
        {
            "file": f"{number}.pdf",
            "id": None,
            "status": "refused",
            "reason": "No text layer.",
            "remedy": "Scan it again.",
        }
        for number in range(60)
    ]
    document = documents.manifest_document(version="1", command="score", options={}, provenance={}, files=rows)
    made.layout.manifest.write_text(documents.document_text(document), "utf-8")
    report = reported(made)
    assert (len(report.read.refused), report.read.refused_more) == (50, 10)
    assert report.read.refused[0].reason == "No text layer."
    assert "60 files" in report.next[0]
    written(report)


def test_a_sheet_that_is_gone_is_missed(tmp_path: Path) -> None:
    """The manifest says that it was made."""
    made = study(tmp_path / "s", sheet("talk-1"))
    rows = [{"file": f"{name}.txt", "id": name, "status": "done", "outputs": []} for name in ("talk-1", "talk-2")]
    document = documents.manifest_document(version="1", command="score", options={}, provenance={}, files=rows)
    made.layout.manifest.write_text(documents.document_text(document), "utf-8")
    (gone,) = reported(made).read.refused
    assert (gone.name, "is gone" in gone.reason) == ("talk-2.txt", True)


def test_rules_name_what_to_look_at(tmp_path: Path) -> None:
    """Copies, doubles, a quiet participant, missing demand questions, nothing suggested, undecided units; each in words, with its page."""
    one, twin = sheet("talk-1"), sheet("talk-2")
    one["transcript"]["speakers"][1]["confidence"] = 0.5
    made = study(tmp_path / "s", one, twin)
    (made.root / "pages").mkdir()
    (made.root / "pages" / "talk-1.html").write_text("x", "utf-8")
    progress = Progress(
        raters=(), rated=(), waiting={"talk-2": 2}, differ=2, decided=0, faulty=(("gone", "It was rated."),)
    )
    report = reported(made, progress)
    look = {one.interview: one for one in report.look}
    assert report.look[0].interview == "gone"
    assert look["talk-1"].page == "pages/talk-1.html"
    assert look["talk-2"].page is None
    told = " ".join(look["talk-1"].reasons)
    for words in (
        "same file as talk-2",
        "Same participant",
        "demand questions were not found",
        "Who speaks is not certain",
    ):
        assert words in told
    assert "Raters differ on 2 units" in " ".join(look["talk-2"].reasons)


def test_timepoints_groups_and_progress(tmp_path: Path) -> None:
    """Counts by timepoint and group, participants with all timepoints, and what raters have left."""
    sheets = []
    for who in range(3):
        for when in ("t1", "t2"):
            if (who, when) != (2, "t2"):
                made = sheet(f"talk-{who}-{when}", participant=f"person-{who}", source=f"{who}{when}")
                made["transcript"]["timepoint"] = when
                sheets.append(made)
    raters = (RaterPart(rater="anna", new=1, open=1, finished=3, done=20, required=30),)
    progress = Progress(raters=raters, rated=(), waiting={}, differ=0, decided=0)
    report = reported(study(tmp_path / "s", *sheets), progress, groups={"person-0": "x", "person-1": "y"})
    assert [(one.name, one.interviews, one.participants) for one in report.timepoints] == [("t1", 3, 3), ("t2", 2, 2)]
    assert report.complete == 2
    assert [(one.name, one.interviews) for one in report.groups] == [("x", 2), ("y", 2), (None, 1)]
    assert report.ratings is not None
    assert report.ratings.raters == raters
    written(report)


def test_lists_are_bounded(tmp_path: Path) -> None:
    """A hundred interviews: sixty columns, forty rows, forty to look at; the others are counted."""
    made = study(tmp_path / "s")
    ones = tuple(
        facts(f"i{place:03}", asked=("a", "b"), missing=("d1", "d2"), source_sha256=f"{place:064}")
        for place in range(100)
    )
    report = build(made, replace(find(made), sheets=ones), progress=None, known=lambda name, version: None)
    (part,) = report.protocols
    assert part.matrix is not None
    assert (len(part.matrix.interviews), part.matrix.more) == (60, 40)
    assert (len(report.adherence), report.adherence_more) == (40, 60)
    assert (len(report.look), report.look_more) == (40, 60)
    assert part.demand_missing == 200
    written(report)


def test_a_protocol_is_found_by_id_and_version(tmp_path: Path) -> None:
    """Another version's questions are not these."""
    known = known_protocols(study(tmp_path / "s"))
    aai = protocols.load("aai")
    assert known("aai", aai.version) is not None
    assert known("aai", "0") is None
    assert known("nothing", "1") is None
