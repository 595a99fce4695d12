"""The study folder: its settings as they are read, all faults at once, and how a new one is made."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from rf_scorer import validation
from rf_scorer.domain.rating import Reveal
from rf_scorer.errors import InvalidDocument, OutputExists, OutputFailed, UnknownName, UsageError
from rf_scorer.study import settings
from rf_scorer.study.creating import create
from rf_scorer.study.folder import ADJUDICATOR, PRACTICE, DeskRules, Rater, Study, documents_of, is_study

_HEAD = 'schema = "urn:rf-scorer:schema:study:1"\nid = "st-3f9c2a7b41d0"\ntitle = "Ours"\n'
_AS_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write into every folder"
)


def _written(folder: Path, more: str = "", head: str = _HEAD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "study.toml").write_text(head + more, "utf-8")
    return folder


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_not_said_has_one_meaning(tmp_path: Path) -> None:
    """The smallest settings give a study of the shipped model, without protocol, table or raters, under the default rules."""
    study = Study.open(_written(tmp_path / "s"))
    assert (study.kind, study.protocol, study.model, study.cases, study.raters) == (
        "rating",
        None,
        "rf_passage",
        None,
        (),
    )
    assert study.desk == DeskRules(reveal=Reveal.PASSAGE, highlights=True, control_share=0.2, margin=1)


def test_everything_that_is_said_is_read(tmp_path: Path) -> None:
    """Rules, raters with their interviews, and the table of cases come out as they stand in the file, behind a byte-order mark too."""
    folder = _written(
        tmp_path / "s",
        '[score]\nprotocol = "auto"\nmodel = "short_answers"\ncases = "who.toml"\n'
        '[desk]\nreveal = "interview"\nhighlights = false\ncontrol_share = 1\nseed = 7\nmargin = 2\nadjudication = "consensus"\n'
        '[[raters]]\nid = "anna"\ninterviews = ["aai-01"]\n[[raters]]\nid = "cleo"\nrole = "adjudicator"\n',
        head=f"\ufeff{_HEAD}",
    )
    (folder / "who.toml").write_text('[files."aai-01.txt"]\nparticipant = "P1"\n')
    study = Study.open(folder)
    assert study.desk == DeskRules(
        reveal=Reveal.INTERVIEW, highlights=False, control_share=1, seed=7, margin=2, adjudication="consensus"
    )
    assert (study.protocol, study.model) == ("auto", "short_answers")
    assert study.cases is not None
    assert study.cases.case("aai-01.txt").participant == "P1"
    anna, cleo = study.raters
    assert (anna.gets("aai-01"), anna.gets("aai-02"), cleo.gets("aai-02")) == (True, False, True)
    assert (anna.adjudicates, cleo.adjudicates) == (False, True)
    assert study.rater("cleo") is cleo


def test_paths_lead_from_the_study_and_names_stay(tmp_path: Path) -> None:
    """A lab's own protocol and model are found wherever the command runs."""
    folder = _written(tmp_path / "s", '[score]\nprotocol = "ours.toml"\nmodel = "models/ours"\n')
    study = Study.open(folder)
    assert (study.protocol, study.model) == (str(folder / "ours.toml"), str(folder / "models" / "ours"))


def test_everything_has_its_place(tmp_path: Path) -> None:
    """The paths of a study are those that the other commands write and read."""
    study = Study.open(_written(tmp_path / "s"))
    places = {
        study.settings: "study.toml",
        study.transcripts: "transcripts",
        study.sheets: "sheets",
        study.layout.sheet("a"): "sheets/a.json",
        study.database: "ratings/desk.sqlite3",
        study.access_key: "ratings/access.key",
        study.worksheets: "worksheets",
        study.exports: "exports",
    }
    assert {path.relative_to(study.root).as_posix() for path in places} == set(places.values())


def test_a_study_knows_whether_it_has_transcripts(tmp_path: Path) -> None:
    """An empty folder is told from one that is not there or is filled, about which whoever reads it has more to say."""
    study = create(tmp_path / "s", title="x")
    assert study.empty
    (study.transcripts / "a.txt").write_text("I: …")
    assert not study.empty
    (study.transcripts / "a.txt").unlink()
    study.transcripts.rmdir()
    assert not study.empty


def test_a_rater_who_is_not_there_is_told_with_those_who_are(tmp_path: Path) -> None:
    """A misspelt code is mended without opening the file."""
    study = Study.open(_written(tmp_path / "s", '[[raters]]\nid = "anna"\n'))
    with pytest.raises(UnknownName, match="Known: anna"):
        study.rater("Anna")


def test_interviews_that_do_not_exist_are_no_fault(tmp_path: Path) -> None:
    """Who gets what is often written down before the transcripts are there."""
    study = Study.open(_written(tmp_path / "s", '[[raters]]\nid = "anna"\ninterviews = ["not-yet"]\n'))
    assert study.raters[0].interviews == ("not-yet",)
    assert study.raters[0].lacks(["a", "b"]) == ("not-yet",)
    assert study.raters[0].lacks(["not-yet"]) == Rater(id="ben").lacks([]) == ()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[desk]\ncontrol_share = 2\n", r"\$\.desk\.control_share: This must be 1 or less\."),
        ('[[raters]]\nid = "anna"\n[[raters]]\nid = "ANNA"\n', r"\$\.raters\[1\]\.id: Another rater has this code"),
        ("[desk]\nseed = 2026-11-30\n", r"\$\.desk\.seed: A date or a time means nothing here"),
        ("[desk]\ncontrol_share = nan\n", "A number is not finite"),
        ("[desks]\n", "Not allowed here: 'desks'"),
        ("[desk\n", r"This is not TOML \(at line 4"),
        ("[practice]\nlabels = 'l.json'\n", "The key 'kind' is missing"),
    ],
)
def test_a_fault_is_told_with_its_place(more: str, told: str, tmp_path: Path) -> None:
    """One message: the file, the key, what is wrong, and where the keys are described."""
    with pytest.raises(InvalidDocument, match=told) as caught:
        Study.open(_written(tmp_path / "s", more))
    assert str(caught.value).startswith(f"{tmp_path / 's' / 'study.toml'}: ")
    assert "rf-scorer schema study" in str(caught.value)


def test_all_faults_are_told_at_once_and_no_value(tmp_path: Path) -> None:
    """Settings with several faults are mended in one go; what was written there is not repeated."""
    more = '[desk]\nmargin = -1\nreveal = "zwickelmond"\n[[raters]]\nid = "a b zwickelmond"\n'
    with pytest.raises(InvalidDocument) as caught:
        Study.open(_written(tmp_path / "s", more))
    for path in ("$.desk.margin", "$.desk.reveal", "$.raters[0].id"):
        assert path in str(caught.value)
    assert "zwickelmond" not in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", _HEAD.encode() + b'x = "\xff"'])
def test_what_is_not_utf8_is_refused(data: bytes, tmp_path: Path) -> None:
    """Settings saved in another encoding are told as that."""
    (tmp_path / "study.toml").write_bytes(data)
    with pytest.raises(InvalidDocument, match="not UTF-8"):
        Study.open(tmp_path)


def test_a_folder_without_settings_is_no_study(tmp_path: Path) -> None:
    """The message says how to make one; a name that no system can open is no study either."""
    with pytest.raises(UsageError, match=r"no study\.toml") as caught:
        Study.open(tmp_path)
    assert "rf-scorer init" in str(caught.value)
    assert not is_study(tmp_path / ("x" * 5000))
    (tmp_path / "study.toml").mkdir()
    assert not is_study(tmp_path)


def test_a_table_of_cases_that_is_missing_or_wrong_is_told_with_its_name(tmp_path: Path) -> None:
    """The study does not open without it: labels and protocols would be lost silently."""
    folder = _written(tmp_path / "s", '[score]\ncases = "cases.toml"\n')
    with pytest.raises(UsageError, match=r"cases\.toml: The table cannot be read"):
        Study.open(folder)
    (folder / "cases.toml").write_text("[lables]\n")
    with pytest.raises(UsageError, match="unknown table 'lables'"):
        Study.open(folder)


def test_a_new_study_reads_back_as_it_was_meant(tmp_path: Path) -> None:
    """Rules, raters and a title with every awkward character stand in a commented file that is valid."""
    title = "„Mütter\" \\ babies' # 1 \u2028x"
    rules = DeskRules(reveal=Reveal.NEVER, highlights=False, control_share=1e-7, seed=3, margin=0)
    raters = (
        Rater(id="anna", interviews=("a-1", "b.2")),
        Rater(id="ben", interviews=()),
        Rater(id="c", role=ADJUDICATOR),
    )
    study = create(tmp_path / "new" / "s", title=title, protocol="aai", desk=rules, raters=raters)
    assert study == Study.open(tmp_path / "new" / "s")
    assert (study.title, study.protocol, study.desk, study.raters) == (title, "aai", rules, raters)
    assert set(_contents(study.root)) == {"study.toml"}
    assert study.transcripts.is_dir()
    assert settings.located(study.settings).faults == ()
    text = study.settings.read_text("utf-8")
    assert validation.faults(tomllib.loads(text)) == ()
    assert sum("#" in line for line in text.splitlines()) > 12


def test_two_studies_have_two_ids(tmp_path: Path) -> None:
    """Worksheets of one can never be taken for the other's."""
    assert create(tmp_path / "a", title="x").id != create(tmp_path / "b", title="x").id


def test_labels_make_a_practice_study(tmp_path: Path) -> None:
    """It has no place for transcripts, and says where its labels stand."""
    study = create(tmp_path / "p", title="x", labels="labels.json", files={"labels.json": b"{}"})
    assert (study.kind, study.labels) == (PRACTICE, study.root / "labels.json")
    assert set(_contents(study.root)) == {"study.toml", "labels.json"}
    assert not study.transcripts.exists()


def test_transcripts_and_cases_that_are_there_are_kept(tmp_path: Path) -> None:
    """A folder of nothing else becomes a study around them, and the table is used."""
    (tmp_path / "transcripts" / "site").mkdir(parents=True)
    (tmp_path / "transcripts" / "site" / "a.txt").write_text("I: …")
    (tmp_path / "cases.toml").write_text('[files."a.txt"]\nparticipant = "P1"\n')
    (tmp_path / ".DS_Store").write_bytes(b"x")
    study = create(tmp_path, title="x")
    assert set(_contents(tmp_path)) == {"transcripts/site/a.txt", "cases.toml", ".DS_Store", "study.toml"}
    assert study.cases is not None
    assert study.cases.case("site/a.txt").participant == "P1"


def test_an_empty_folder_stays_the_same_folder(tmp_path: Path) -> None:
    """Whoever stands in it (``init .``) is not left in a folder that is gone."""
    before = tmp_path.stat().st_ino
    create(tmp_path, title="x", files={"transcripts/a.txt": b"x"})
    assert tmp_path.stat().st_ino == before
    assert set(_contents(tmp_path)) == {"study.toml", "transcripts/a.txt"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["study.toml", "transcripts"]


def test_a_study_is_never_made_over_a_study(tmp_path: Path) -> None:
    """Its settings stay as they were, sound or not."""
    _written(tmp_path / "s", "[desk\n")
    before = _contents(tmp_path)
    with pytest.raises(OutputExists, match="a study already"):
        create(tmp_path / "s", title="x")
    assert _contents(tmp_path) == before


@pytest.mark.parametrize("name", ["a.docx", "sheets", ".git"])
def test_a_folder_of_other_things_is_left_alone(name: str, tmp_path: Path) -> None:
    """The message says what a folder may hold; nothing is moved and nothing is added."""
    (tmp_path / name).mkdir()
    with pytest.raises(UsageError, match="other things") as caught:
        create(tmp_path, title="x")
    assert "'transcripts' and 'cases.toml'" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_files_never_join_transcripts_that_are_there(tmp_path: Path) -> None:
    """Invented interviews among real ones would be taken for real."""
    (tmp_path / "transcripts").mkdir()
    with pytest.raises(UsageError, match="holds what would be made in it: transcripts"):
        create(tmp_path, title="x", files={"transcripts/a.txt": b"x"})
    assert [path.name for path in tmp_path.rglob("*")] == ["transcripts"]


def test_a_file_of_this_name_is_told(tmp_path: Path) -> None:
    """It stays; so does a link that leads nowhere."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link"):
        with pytest.raises(UsageError, match="file of this name"):
            create(tmp_path / name, title="x")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"raters": (Rater(id="anna"), Rater(id="Anna"))}, r"\$\.raters\[1\]\.id.*differs by case alone"),
        ({"raters": (Rater(id="an na"),)}, r"\$\.raters\[0\]\.id"),
        ({"desk": DeskRules(control_share=2)}, r"\$\.desk\.control_share: This must be 1 or less"),
        ({"title": " "}, r"\$\.title"),
        ({"title": "a\nb"}, r"\$\.title"),
        ({"title": "\udcff"}, "half of a surrogate pair"),
    ],
)
def test_settings_that_cannot_be_make_nothing(change: dict[str, object], told: str, tmp_path: Path) -> None:
    """They are told before anything is written."""
    with pytest.raises(UsageError, match=told):
        create(tmp_path / "s", **{"title": "x", **change})  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("there", [True, False])
def test_whatever_ends_the_making_leaves_nothing(
    kind: type[BaseException], there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new folder is not there, one that was there holds what it held, and no part lies about."""
    root = tmp_path / "s"
    if there:
        root.mkdir()
        (root / "cases.toml").write_text("")
    before = sorted(tmp_path.rglob("*"))
    renamed = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if target.name in {"study.toml", "s"}:
            raise kind
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises((KeyboardInterrupt, OutputFailed)):
        create(root, title="x", files={"transcripts/a.txt": b"x"})
    assert sorted(tmp_path.rglob("*")) == before


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason and what to check, with the folder's name."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputFailed, match=r"s: The folder cannot be written \(Permission denied\)"):
        create(tmp_path / "s", title="x")


@_AS_ROOT
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    """The same, with a real folder."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputFailed, match="Permission denied"):
            create(tmp_path / "s", title="x")
    finally:
        tmp_path.chmod(0o700)


def test_documents_of_a_study_are_ours_alone(tmp_path: Path) -> None:
    """Sheets, manifests, corrected alignments, exported ratings; never the database, tables, or somebody's JSON transcripts."""
    study = create(
        tmp_path / "s", title="x", files={"transcripts/sub/a.align.json": b"{}", "transcripts/w.json": b"{}"}
    )
    for name in (
        "sheets/a.json",
        "sheets/.b.json",
        "exports/r.json",
        "exports/ratings/a--anna.json",
        "exports/manifest.json",
        "ratings/x.json",
        "manifest.json",
        "pages/a.html",
    ):
        (study.root / name).parent.mkdir(parents=True, exist_ok=True)
        (study.root / name).write_text("{}")
    found = [path.relative_to(study.root).as_posix() for path in documents_of(study.root)]
    assert found == [
        "exports/manifest.json",
        "exports/ratings/a--anna.json",
        "manifest.json",
        "sheets/a.json",
        "transcripts/sub/a.align.json",
    ]
