"""Lines of streams, and the manifest."""

import dataclasses

from rf_scorer import validation
from rf_scorer.documents import highlight_record, manifest_document, rate_record
from rf_scorer.documents.streams import suggestion_part
from rf_scorer.domain import Evidence, Highlights, Marker, Mention, Stretch


def marks(sheet):
    """The highlights of the turn that a passage's evidence rests on, as the rating model saw them."""
    named = {name for item in sheet.suggestions[3].evidence for name in (*item.mentions, *item.markers)}
    (turn,) = {mark.turn for mark in (*sheet.mentions, *sheet.markers) if mark.id in named}
    return Highlights(
        mentions=tuple(mention for mention in sheet.mentions if mention.turn == turn),
        markers=tuple(marker for marker in sheet.markers if marker.turn == turn),
        words=9,
        sentences=1,
    )


def test_a_highlight_line_has_exactly_the_fields_of_the_contract():
    """Pipelines rely on these names: the codebook's marker id stands under 'id'."""
    found = Highlights(
        mentions=(
            Mention(start=2, end=7, category="emotion", holder="other", flags=("negated",), lemma="care", level=2),
        ),
        markers=(Marker(start=0, end=9, marker="A1", family="A", mentions=(0,)),),
        words=3,
        sentences=1,
    )
    record = highlight_record("r1", found)
    assert record == {
        "id": "r1",
        "mentions": [
            {
                "start": 2,
                "end": 7,
                "category": "emotion",
                "holder": "other",
                "flags": ["negated"],
                "lemma": "care",
                "level": 2,
            }
        ],
        "markers": [{"start": 0, "end": 9, "id": "A1", "family": "A", "mentions": [0]}],
        "reference_level": 2,
        "reference_level_75": 2,
        "notes": [],
    }
    assert validation.faults(record, "highlight-record") == ()


def test_a_rate_line_has_the_fields_of_the_contract_first(sheet):
    """The promised fields come first and in order; what was added since stands behind them."""
    record = rate_record(7, sheet.suggestions[3], marks(sheet), training="trained on made-up examples")
    promised = ["id", "status", "level", "expected", "distribution", "interval"]
    assert list(record)[:6] == promised
    assert {"evidence", "reasons"} <= set(record)
    assert list(record["distribution"]) == [str(level) for level in range(-1, 10)]
    assert validation.faults(record, "rate-record") == ()


def test_evidence_in_a_stream_says_where_its_words_stand(sheet):
    """Ids would lead nowhere in a stream: evidence gives offsets, and for a marker those of the mentions that carry it."""
    suggestion = sheet.suggestions[3]
    record = rate_record("x", suggestion, marks(sheet), training="trained on made-up examples")
    assert validation.faults(record, "rate-record") == ()
    mentions = {mention.id: mention for mention in sheet.mentions}
    for item, written in zip(suggestion.evidence, record["evidence"], strict=True):
        assert {(span["start"], span["end"]) for span in written["mentions"]} == {
            (mentions[name].start, mentions[name].end) for name in item.mentions
        }
        assert len(written["markers"]) == len(item.markers)
        for marker in written["markers"]:
            assert all(marker["start"] <= span["start"] < span["end"] <= marker["end"] for span in marker["mentions"])
    assert any(marker["mentions"] for item in record["evidence"] for marker in item["markers"])


def test_stretches_of_wording(sheet):
    """A sheet says in which turn a stretch of wording stands; a stream, whose answer is one text, gives offsets alone."""
    wording = Evidence(
        feature="wording",
        direction="for",
        contribution=0.25,
        text="Worded like higher-rated examples.",
        stretches=(Stretch(turn=0, start=2, end=9), Stretch(turn=0, start=11, end=12)),
    )
    suggestion = dataclasses.replace(sheet.suggestions[3], evidence=(wording,))
    (written,) = suggestion_part(suggestion)["evidence"]
    assert written["stretches"] == [{"turn": 0, "start": 2, "end": 9}, {"turn": 0, "start": 11, "end": 12}]
    record = rate_record("x", suggestion, marks(sheet), training="trained on made-up examples")
    assert record["evidence"][0]["stretches"] == [{"start": 2, "end": 9}, {"start": 11, "end": 12}]
    assert validation.faults(record, "rate-record") == ()


def test_an_abstention_has_reasons_and_no_figure(sheet):
    """Null is written where there is no rating, never a low number."""
    record = rate_record("x", sheet.suggestions[0], marks(sheet), training="trained on made-up examples")
    assert record["status"] == "abstained"
    assert [record[key] for key in ("level", "expected", "distribution", "interval", "coverage")] == [None] * 5
    assert validation.faults(record, "rate-record") == ()


def test_a_manifest_counts_what_became_of_every_file():
    """Refused files stand beside the scored ones, and every status is counted, those without files as well."""
    document = manifest_document(
        version="1.0",
        command="score",
        options={"protocol": "auto", "pages": True, "participant": ["P"]},
        provenance={"seed": "0"},
        files=[
            {
                "file": "a.txt",
                "id": "a",
                "status": "done",
                "sha256": "0" * 64,
                "outputs": [{"path": "sheets/a.json", "sha256": "1" * 64, "size": 9}],
            },
            {"file": "b.txt", "id": "b", "status": "refused", "reason": "The file is empty.", "remedy": ""},
        ],
    )
    assert document["counts"] == {"done": 1, "kept": 0, "refused": 1, "error": 0, "not_done": 0}
    assert document["files"][1]["remedy"] is None
    assert validation.faults(document) == ()
