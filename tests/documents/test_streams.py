"""Lines of streams, and the manifest."""

from rf_scorer import validation
from rf_scorer.documents import highlight_record, manifest_document, rate_record
from rf_scorer.domain import Highlights, Marker, Mention


def test_a_highlight_line_has_exactly_the_fields_of_the_contract():
    """Pipelines rely on these names: the codebook's marker id stands under 'id'."""
    found = Highlights(
        mentions=(Mention(start=2, end=7, category="emotion", holder="other", flags=("negated",), lemma="care"),),
        markers=(Marker(start=0, end=9, marker="A1", family="A"),),
        words=3,
        sentences=1,
    )
    record = highlight_record("r1", found)
    assert record == {
        "id": "r1",
        "mentions": [
            {"start": 2, "end": 7, "category": "emotion", "holder": "other", "flags": ["negated"], "lemma": "care"}
        ],
        "markers": [{"start": 0, "end": 9, "id": "A1", "family": "A"}],
    }
    assert validation.faults(record, "highlight-record") == ()


def test_a_rate_line_has_the_fields_of_the_contract_first(sheet):
    """The promised fields come first and in order; what was added since stands behind them."""
    record = rate_record(7, sheet.suggestions[3], training="trained on made-up examples")
    promised = ["id", "status", "level", "expected", "distribution", "interval"]
    assert list(record)[:6] == promised
    assert {"evidence", "reasons"} <= set(record)
    assert list(record["distribution"]) == [str(level) for level in range(-1, 10)]
    assert validation.faults(record, "rate-record") == ()


def test_evidence_in_a_stream_names_no_ids(sheet):
    """Ids of mentions would lead nowhere in a stream, where no mention is listed."""
    record = rate_record("x", sheet.suggestions[3], training="trained on made-up examples")
    assert {tuple(item) for item in record["evidence"]} == {("feature", "direction", "contribution", "text")}


def test_an_abstention_has_reasons_and_no_figure(sheet):
    """Null is written where there is no rating, never a low number."""
    record = rate_record("x", sheet.suggestions[0], training="trained on made-up examples")
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
