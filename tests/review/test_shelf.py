"""The shelf: what is known of the sheets, found again quickly, and without a word of a participant."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer.errors import InvalidDocument, UnknownName
from rf_scorer.review import shelf as module
from rf_scorer.review.shelf import Shelf
from rf_scorer.review.store import Store
from rf_scorer.study.creating import create

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rf_scorer.study.folder import Study

_SHEET = json.loads(
    (Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "interview.json").read_text("utf-8")
)


def _put(study: Study, interview: str, change: Callable[[dict[str, Any]], object] = lambda _: None) -> Path:
    """A sheet of the example interview under another id."""
    sheet = json.loads(json.dumps(_SHEET))
    sheet["transcript"]["id"] = interview
    change(sheet)
    path = study.layout.sheet(interview)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(sheet), "utf-8")
    return path


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study without sheets."""
    return create(tmp_path / "study", title="x")


@pytest.fixture
def store(study: Study) -> Iterator[Store]:
    """Its database."""
    with Store.open(study.database, study=study.id) as opened:
        yield opened


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The interviews whose sheets were read, as they are read."""
    found: list[str] = []
    read = module._read

    def noted(path: Path, interview: str) -> Any:
        found.append(interview)
        return read(path, interview)

    monkeypatch.setattr(module, "_read", noted)
    return found


def test_a_study_without_sheets_has_an_empty_shelf(study: Study, store: Store) -> None:
    """Nothing was scored yet; that is no fault."""
    assert Shelf(study, store).rows() == ()


def test_a_row_says_what_the_sheet_says(study: Study, store: Store) -> None:
    """Counts and ids agree with the document, and the digests are those of the files."""
    _put(study, "b")
    _put(study, "a", lambda sheet: sheet["transcript"].update(participant="P1", timepoint="t2"))
    first, second = Shelf(study, store).rows()
    passages = _SHEET["passages"]
    assert (first.interview, second.interview) == ("a", "b")
    assert (first.participant, first.timepoint) == ("P1", "t2")
    assert (first.protocol, first.protocol_title) == (_SHEET["protocol"]["id"], _SHEET["protocol"]["title"])
    assert first.source_sha256 == _SHEET["transcript"]["source"]["sha256"]
    assert first.words == sum(turn["words"] for turn in _SHEET["transcript"]["turns"] if turn["role"] == "participant")
    assert first.units == len(passages)
    assert first.ratable_units == tuple(one["id"] for one in passages if one["asking"] or one["answering"])
    assert first.required_units == tuple(
        one["id"] for one in passages if (one["state"], one["role"]) == ("answered", "demand")
    )
    assert first.required == len(first.required_units) > 0
    assert first.needed == (*first.required_units, "overall")
    assert first.ratable == len(first.ratable_units) < first.units
    assert first.fault is None


def test_no_word_of_a_participant_is_kept(study: Study, store: Store) -> None:
    """What is stored of a sheet holds none of its turns, and the words of a broken one do not come out of its fault."""
    secret = "zwickelmond"

    def spoil(sheet: dict[str, Any]) -> None:
        sheet["passages"][0]["state"] = secret
        sheet["transcript"]["turns"][0]["role"] = secret

    _put(study, "good")
    _put(study, "bad", spoil)
    Shelf(study, store).refresh()
    stored = json.dumps(store.shelf_rows())
    assert secret not in stored
    words = {word for turn in _SHEET["transcript"]["turns"] for word in turn["text"].split() if len(word) > 7}
    assert len(words) > 20
    assert [word for word in words if word in stored] == []


def test_a_second_look_reads_nothing(study: Study, store: Store, reads: list[str]) -> None:
    """Neither in this program nor in one that opens the study later."""
    for name in ("a", "b"):
        _put(study, name)
    shelf = Shelf(study, store)
    before = shelf.rows()
    assert sorted(reads) == ["a", "b"]
    shelf.refresh()
    assert shelf.rows() == before
    assert Shelf(study, store).rows() == before
    assert sorted(reads) == ["a", "b"]


def test_only_what_changed_is_looked_at_again(study: Study, store: Store, reads: list[str]) -> None:
    """New and changed sheets are read, one that is gone is forgotten here and in the database."""
    for name in ("a", "b", "c"):
        _put(study, name)
    shelf = Shelf(study, store)
    shelf.refresh()
    reads.clear()
    study.layout.sheet("a").unlink()
    path = _put(study, "b", lambda sheet: sheet["transcript"].update(participant="P9"))
    os.utime(path, ns=(1, 1))
    _put(study, "d")
    shelf.refresh()
    assert sorted(reads) == ["b", "d"]
    assert [(row.interview, row.participant == "P9") for row in shelf.rows()] == [
        ("b", True),
        ("c", False),
        ("d", False),
    ]
    assert set(store.shelf_rows()) == {"b", "c", "d"}


def test_a_sheet_that_cannot_be_used_is_a_row_with_its_fault(study: Study, store: Store) -> None:
    """Not JSON, against the schema, named after another interview: each is told by its place, and the good one is there all the same."""
    _put(study, "good")
    _put(study, "schema", lambda sheet: sheet["passages"][0].update(state="lost"))
    _put(study, "copy", lambda sheet: sheet["transcript"].update(id="good"))
    study.layout.sheet("half").write_text('{"schema": "urn')
    shelf = Shelf(study, store)
    faults = {row.interview: row.fault for row in shelf.rows()}
    assert faults["good"] is None
    assert faults["half"] is not None
    assert faults["half"].startswith("This is not JSON")
    assert faults["schema"] is not None
    assert faults["schema"].startswith("$.passages[0].state: This must be one of")
    assert faults["copy"] == "The file is not named after the interview in it: it was renamed or copied."
    assert all(row.units == 0 for row in shelf.rows() if row.fault is not None)
    for name in ("half", "schema", "copy"):
        with pytest.raises(InvalidDocument, match=rf"sheets/{name}\.json") as caught:
            shelf.sheet(name)
        assert "rf-scorer score STUDY" in str(caught.value)
    assert Shelf(study, store).rows() == shelf.rows()


def test_what_could_not_be_read_is_tried_again(study: Study, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that another program held for a moment is not lost until it changes."""
    path = _put(study, "a")
    read = module.read_bytes

    def held(one: Path, **options: int) -> bytes:
        if one == path:
            raise PermissionError(13, "Permission denied")
        return read(one, **options)

    with monkeypatch.context() as patched:
        patched.setattr(module, "read_bytes", held)
        shelf = Shelf(study, store)
        assert [row.fault for row in shelf.rows()] == ["The sheet cannot be opened (Permission denied)."]
    shelf.refresh()
    assert [row.fault for row in shelf.rows()] == [None]


def test_files_that_are_no_sheets_are_passed_over(study: Study, store: Store) -> None:
    """What is being written, what a system put there, and anything else than ``.json``."""
    _put(study, "a")
    for name in (".1-abc.rf-part", ".hidden.json", "notes.txt"):
        (study.sheets / name).write_text("{}")
    assert [row.interview for row in Shelf(study, store).rows()] == ["a"]


def test_a_sheet_is_the_file_as_it_stands(study: Study, store: Store, reads: list[str]) -> None:
    """Document and digest belong together; it is read once while it is the same, and anew when it is another."""
    path = _put(study, "a")
    shelf = Shelf(study, store)
    document, digest = shelf.sheet("a")
    assert document == json.loads(path.read_bytes())
    assert digest == shelf.row("a").sha256
    reads.clear()
    assert shelf.sheet("a") == (document, digest)
    assert reads == []
    _put(study, "a", lambda sheet: sheet["transcript"].update(participant="P-new"))
    os.utime(path, ns=(1, 1))
    changed, other = shelf.sheet("a")
    assert changed["transcript"]["participant"] == "P-new"
    assert other != digest
    assert shelf.row("a").sha256 == other
    assert shelf.row("a").participant == "P-new"


def test_only_a_few_sheets_are_held(study: Study, store: Store) -> None:
    """Memory does not grow with the number of interviews that raters open."""
    for number in range(20):
        _put(study, f"i{number}")
    shelf = Shelf(study, store)
    for number in range(20):
        shelf.sheet(f"i{number}")
    assert len(shelf._held) <= 6


@pytest.mark.parametrize("name", ["nobody", "../study", "a/../a", ""])
def test_only_what_is_on_the_shelf_is_opened(name: str, study: Study, store: Store) -> None:
    """An id that leads elsewhere is as unknown as any other."""
    _put(study, "a")
    with pytest.raises(UnknownName, match="interview"):
        Shelf(study, store).sheet(name)


def test_rows_of_another_form_are_made_anew(study: Study, store: Store, reads: list[str]) -> None:
    """A later version may keep other things: what an earlier one kept is not misread."""
    _put(study, "a")
    Shelf(study, store).refresh()
    row = store.shelf_rows()["a"]
    store.put_shelf_rows([{**row, "row": {"form": 0, "words": "many"}}])
    reads.clear()
    assert Shelf(study, store).rows()[0].words > 0
    assert reads == ["a"]
