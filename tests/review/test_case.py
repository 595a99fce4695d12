"""The case document: what a page is given of an interview, and above all what it is not given."""

from __future__ import annotations

import json

import pytest
from invented_sheets import MACHINE, MARKS, TALK, event, judged, locking, sheet

from rf_scorer import protocols
from rf_scorer.domain.rating import Assistance, ChangeReason, Reveal, Unratable
from rf_scorer.language import guides
from rf_scorer.review import case
from rf_scorer.review.events import parse
from rf_scorer.review.ledger import Ledger
from rf_scorer.review.terms import read_terms

HELPED = Assistance()
CONTROL = Assistance(control=True, highlights=False, reveal=Reveal.NEVER)
HUSHED = Assistance(reveal=Reveal.NEVER)


def _events(*raws):
    return [parse(raw, rater="anna", interview="talk-1") for raw in raws]


def _case(document, assistance=HELPED, *raws, **more):
    ledger = Ledger(case.terms_of(document, assistance), _events(*raws))
    given = {"study": "st-1", "digest": "d" * 64, "rater": "anna", "assistance": assistance, "ledger": ledger}
    return case.case_document(document, **given, **more)


def _told(document, words) -> list[str]:
    text = json.dumps(document)
    return [word for word in words if word in text]


def test_the_guide_to_rating_says_what_pages_show() -> None:
    """Levels by the scale's names and lines, and reasons for no level by their labels: one word for one thing."""
    lines = [line for line in guides.text("rating").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    levels = protocols.load("aai").scale.levels
    assert [row[:3] for row in rows if row[0].lstrip("-").isdigit()] == [
        [str(level.value), level.name, level.anchor] for level in levels if level.name
    ]
    assert {row[0] for row in rows} >= {reason["label"] for reason in _case(sheet())["unratable"]}


def test_a_case_has_the_keys_that_pages_expect_in_their_order() -> None:
    """The document is the one that the specification describes, key by key, and is JSON."""
    found = _case(sheet())
    assert [*found] == [
        "study", "interview", "participant", "timepoint", "protocol", "sheet_sha256", "source_sha256", "scale", "assistance", "terms", "units",
        "markers", "unratable", "reasons", "notice", "rater", "mode", "ledger", "revealed",
    ]  # fmt: skip
    assert {key: found[key] for key in ("study", "interview", "participant", "timepoint", "rater", "mode")} == {
        "study": "st-1", "interview": "talk-1", "participant": "person-1", "timepoint": "baseline", "rater": "anna", "mode": "rating",
    }  # fmt: skip
    assert found["protocol"] == {
        "id": "aai",
        "title": "Adult Attachment Interview",
        "check": "Check against the manual.",
    }
    assert [level["value"] for level in found["scale"]["levels"]] == list(range(-1, 10))
    assert found["sheet_sha256"] == "d" * 64
    assert json.loads(json.dumps(found)) == found


def test_units_are_the_passages_in_their_order_with_what_a_rater_needs() -> None:
    """Each has its title, turns, state and role; what can be rated and what must be follows from the turns and the role."""
    units = _case(sheet())["units"]
    assert [unit["id"] for unit in units] == ["p01", "p02", "p03", "p04", "p05"]
    assert [unit["title"] for unit in units] == [
        "Where did you live as a child?", "why they acted as they did", "And later?", "Is there anything else?", "Exchange",
    ]  # fmt: skip
    assert [(unit["ratable"], unit["required"]) for unit in units] == [
        (True, False),
        (True, True),
        (True, True),
        (True, False),
        (False, False),
    ]
    assert (units[1]["asking"], units[1]["answering"], units[1]["words"]) == ([2], [3], 18)
    # How sure the alignment is, and how much of a mind was found, are the machine's own.
    assert not {key for unit in units for key in unit} & {"confidence", "method", "reference_level"}


def test_notes_of_the_protocol_stand_beside_its_questions() -> None:
    """Where the protocol is known, a unit has its note for raters; without it the note is empty."""
    noted = _case(sheet(), protocol=protocols.load("aai"))["units"]
    assert noted[1]["note"] == protocols.load("aai").question("aai.5").note != ""
    assert [unit["note"] for unit in _case(sheet())["units"]] == [""] * 5


def test_terms_say_what_a_ledger_must_know() -> None:
    """Turns have their lengths in code points, markers are those of the codebook without links, and the terms read back."""
    talk = (("interviewer", "Why? 𝔄𝔅"), ("participant", "He felt 𝔠 it."))
    document = sheet(talk=talk, roles=("demand",))
    stated = _case(document)["terms"]
    assert stated["turns"] == {"p01": {"0": 7, "1": 13}}
    assert (stated["ratable"], stated["required"]) == (["p01"], ["p01"])
    assert {"A1", "D2", "low.certainty"} <= set(stated["markers"])
    assert not [name for name in stated["markers"] if name.startswith("link")]
    assert read_terms(stated) == case.terms_of(document, HELPED)
    assert stated.pop("overall") is True
    assert read_terms(stated) == case.terms_of(document, HELPED)


def test_suggested_markers_are_in_their_turns_own_text() -> None:
    """The words of a suggested marker are those between its ends in the turn, however far on in the interview it stands."""
    unit = _case(sheet())["units"][2]
    (marker,) = unit["suggested_markers"]
    said = TALK[5][1]
    assert (marker["marker"], marker["turn"]) == ("A2", 5)
    assert said[marker["start"] : marker["end"]] == said[: len(said) // 2]


def test_nothing_of_a_suggestion_stands_in_a_case_before_it_is_revealed() -> None:
    """No figure, no word of evidence or reasons, and no way to sum up, whatever was locked."""
    document = sheet()
    assert _told(document, MACHINE) == [*MACHINE]
    assert _told(_case(document), MACHINE) == []
    found = _case(document, HELPED, locking("p02"), locking("p03"), locking("overall"))
    assert _told(found, MACHINE) == []
    assert found["revealed"] == {}
    assert found["notice"] == document["provisional"]


@pytest.mark.parametrize("assistance", [CONTROL, HUSHED])
def test_where_nothing_may_be_revealed_nothing_ever_is(assistance) -> None:
    """A case without suggestions has none at any stage, and no notice that would speak of them."""
    document = sheet()
    found = _case(document, assistance, locking("p02"), locking("p03"), locking("overall"), event("finished"))
    assert found["ledger"]["status"] == "finished"
    assert _told(found, MACHINE) == []
    assert found["notice"] is None


def test_a_suggestion_that_was_seen_before_the_rules_changed_is_not_shown_any_more() -> None:
    """A study that stops revealing stops for interviews that are under way as well."""
    document = sheet()
    raws = (locking("p02"), event("revealed", "p02", after=1))
    ledger = Ledger.replay(case.terms_of(document, HUSHED), _events(*raws))
    found = case.case_document(document, study="s", digest="d", rater="anna", assistance=HUSHED, ledger=ledger)
    assert found["ledger"]["units"]["p02"]["stage"] == "revealed"
    assert found["revealed"] == {}


def test_a_control_case_holds_nothing_that_a_machine_marked() -> None:
    """No mention, no marker and no rule: the units are as if nobody had looked for any."""
    found = _case(sheet(), CONTROL)
    assert [unit["suggested_markers"] for unit in found["units"]] == [[]] * 5
    assert _told(found, MARKS) == []
    assert found["assistance"] == {"control": True, "highlights": False, "reveal": "never"}


def test_a_revealed_passage_shows_its_suggestion_with_places() -> None:
    """The sheet's suggestion as it is, and for each piece of evidence where its mentions, markers and stretches lie."""
    document = sheet()
    found = _case(document, HELPED, locking("p02"), event("revealed", "p02", after=1))
    assert [*found["revealed"]] == ["p02"]
    shown = found["revealed"]["p02"]
    made = document["suggestions"][1]
    assert {key: shown[key] for key in made if key != "evidence"} == {
        key: made[key] for key in made if key != "evidence"
    }
    said = TALK[3][1]
    first, second = (item["places"] for item in shown["evidence"])
    assert [(place["id"], said[place["start"] : place["end"]]) for place in first] == [
        ("m2", "I"),
        ("k2", said[: len(said) // 2]),
    ]
    assert second == [{"turn": 3, "start": 0, "end": len(said), "id": None}]


def test_a_decided_unit_stays_revealed() -> None:
    """What was seen can be looked at again after the decision."""
    decided = event("decided", "p02", judgement=judged(4), after=2, kept=True, reason=None, reason_note="", seconds=3)
    found = _case(sheet(), HELPED, locking("p02"), event("revealed", "p02", after=1), decided)
    assert [*found["revealed"]] == ["p02"]


def test_sums_do_not_single_out_passages_whose_suggestion_was_not_seen() -> None:
    """Which passage has the lowest level would tell that passage's suggestion: it is named once that was revealed."""
    document = sheet()
    lowest = next(figure for figure in document["overall"]["aggregates"] if figure["id"] == "lowest")
    assert lowest["passages"] == ["p01"]
    events = [locking("p02"), locking("p03"), locking("overall"), event("revealed", "overall", after=3)]
    found = _case(document, HELPED, *events)["revealed"]["overall"]
    assert [(figure["id"], figure["passages"]) for figure in found["aggregates"]] == [
        ("mean", ["p01", "p02", "p03"]),
        ("lowest", []),
    ]
    assert found["note"] == document["overall"]["note"]
    # Locked alone is not enough: it could be unlocked and rated anew.
    for more, named in (([locking("p01")], []), ([locking("p01"), event("revealed", "p01", after=5)], ["p01"])):
        later = _case(document, HELPED, *events, *more)["revealed"]["overall"]
        assert later["aggregates"][1]["passages"] == named
    assert lowest["passages"] == ["p01"]


def test_a_learned_sum_singles_out_nothing_either() -> None:
    """Its lowest, its highest and what moved it are names; what it rests on altogether stays."""
    document = sheet()
    grounds = [
        {"summary": "s", "direction": "for", "contribution": 1.0, "text": "A ground.", "passages": ["p01", "p02"]}
    ]
    basis = {"level": 3, "distribution": {}, "lowest": ["p01"], "highest": ["p02", "p03"], "grounds": grounds}
    document["overall"]["aggregates"][0]["basis"] = basis
    shown = case.revelation(document, "overall", hidden={"p01", "p03"})["aggregates"][0]
    assert (shown["basis"]["lowest"], shown["basis"]["highest"]) == ([], ["p02"])
    assert shown["basis"]["grounds"][0]["passages"] == ["p02"]
    assert shown["passages"] == ["p01", "p02", "p03"]
    assert case.revelation(document, "overall")["aggregates"][0]["basis"] == basis


def test_what_is_revealed_can_be_something_else() -> None:
    """A case to practise on shows what it is given for a unit."""
    raws = (locking("p02"), event("revealed", "p02", after=1))
    found = _case(sheet(), HELPED, *raws, mode="practice", reveal=lambda unit: {"label": unit})
    assert (found["mode"], found["revealed"]) == ("practice", {"p02": {"label": "p02"}})


def test_without_a_protocol_the_scale_is_that_of_reflective_functioning() -> None:
    """The levels have their names, no passage must be rated, and there is no protocol."""
    found = _case(sheet(protocol=None, roles=("none",) * 4))
    assert found["protocol"] is None
    assert (found["scale"]["minimum"], found["scale"]["maximum"]) == (-1, 9)
    assert any(level["name"] for level in found["scale"]["levels"])
    assert found["terms"]["required"] == []


def test_every_reason_has_a_label() -> None:
    """Why there is no rating, and why one was changed: every code is there, and the open ones ask for a note."""
    found = _case(sheet())
    assert {reason["code"] for reason in found["unratable"]} == {code.value for code in Unratable}
    assert {reason["code"] for reason in found["reasons"]} == {code.value for code in ChangeReason}
    for reasons in (found["unratable"], found["reasons"]):
        assert [reason["code"] for reason in reasons if reason["needs_note"]] == ["other"]
        assert all(reason["label"] for reason in reasons)


def test_a_marker_that_the_codebook_does_not_know_is_not_suggested() -> None:
    """A sheet of another codebook's offers only what a rater can tag."""
    document = sheet()
    for marker in document["markers"]:
        marker["marker"] = "A99"
    assert [unit["suggested_markers"] for unit in _case(document)["units"]] == [[]] * 5
