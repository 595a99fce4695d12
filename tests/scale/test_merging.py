"""Parts put together: byte for byte what one run writes, and nothing that does not fit."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from routes import Scored, files, score_part, talk

from rf_scorer import jsonio, validation
from rf_scorer.errors import DataError, OutputExists, RfScorerError, UsageError
from rf_scorer.study import inputs
from rf_scorer.study.privacy.gate import Gate, Mode
from rf_scorer.study.running.merging import merge

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = 3


@pytest.fixture(scope="module")
def parts(scored: Scored, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all parts; not to be changed."""
    out = tmp_path_factory.mktemp("parts")
    for number in range(1, PARTS + 1):
        score_part(scored, out, number, PARTS)
    return out


@pytest.fixture
def copy(parts: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copytree(parts, tmp_path / "parts"))


def test_the_whole_is_what_one_run_writes(scored: Scored, copy: Path) -> None:
    """Both tables byte for byte, and twins over all parts; again only if asked for; and the whole is valid."""
    merged = merge([copy])
    assert files(copy) == files(scored.out)
    assert merged.twins == scored.twins
    assert (merged.parts, merged.strays) == (PARTS, ())
    assert merged.counts.total() == len(scored.found)
    assert not validation.faults(jsonio.loads((copy / "manifest.json").read_bytes()), "manifest")
    with pytest.raises(OutputExists):
        merge([copy])
    merge([copy], force=True)
    assert files(copy) == files(scored.out)


def test_parts_that_were_resumed_make_the_same_whole(scored: Scored, copy: Path) -> None:
    """A part that kept its sheets says so; the whole does not tell how often its parts were begun."""
    score_part(scored, copy, 2, PARTS, resume=True)
    assert '"kept"' in (copy / f"manifest-2-of-{PARTS}.json").read_text("utf-8")
    merge([copy])
    assert files(copy) == files(scored.out)


def test_parts_of_several_folders_are_copied_together(scored: Scored, parts: Path, tmp_path: Path) -> None:
    """Each part on a disk of its own: the whole stands where it is asked for, and the parts stay as they are."""
    disks = [tmp_path / f"disk{number}" for number in range(1, PARTS + 1)]
    for number, disk in enumerate(disks, start=1):
        score_part(scored, disk, number, PARTS)
    with pytest.raises(UsageError, match="not said"):
        merge(disks)
    before = [files(disk) for disk in disks]
    merge([*disks, disks[0]], tmp_path / "whole")
    assert files(tmp_path / "whole") == files(scored.out)
    assert [files(disk) for disk in disks] == before
    # Into one of them.
    merge(disks, disks[1])
    assert files(disks[1]) == files(scored.out)


def test_a_sheet_that_no_part_made_is_told(copy: Path) -> None:
    """It is left where it is."""
    (copy / "sheets" / "older.json").write_text("{}")
    assert merge([copy]).strays == ("sheets/older.json",)


def _manifest(folder: Path, number: int) -> Path:
    return folder / f"manifest-{number}-of-{PARTS}.json"


def _edited(**changes: Any) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = _manifest(folder, 2)
        document = json.loads(path.read_text("utf-8"))
        for key, value in changes.items():
            document[key] = {**document[key], **value} if isinstance(value, dict) else value
        path.write_text(jsonio.dumps(document), encoding="utf-8")

    return edit


def _lost(folder: Path) -> None:
    _manifest(folder, 2).unlink()


def _half(folder: Path) -> None:
    path = _manifest(folder, 2)
    path.write_bytes(path.read_bytes()[:-40])


def _renamed(folder: Path) -> None:
    _manifest(folder, 2).rename(_manifest(folder, 9))


def _edited_summary(folder: Path) -> None:
    path = folder / f"summary-2-of-{PARTS}.csv"
    path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")


def _no_summary(folder: Path) -> None:
    (folder / f"summary-2-of-{PARTS}.csv").unlink()


def _no_sheet(folder: Path) -> None:
    next(iter(sorted((folder / "sheets").iterdir()))).unlink()


def _longer_page(folder: Path) -> None:
    page = next(iter(sorted((folder / "pages").iterdir())))
    page.write_bytes(page.read_bytes() + b"\n")


def _foreign_files(folder: Path) -> None:
    document = json.loads(_manifest(folder, 2).read_text("utf-8"))
    document["files"][0]["place"] = 10_000
    _manifest(folder, 2).write_text(jsonio.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_lost, r"Parts are missing: 2 of 3\."),
        (_half, "damaged, or was renamed"),
        (_renamed, "damaged, or was renamed"),
        (_edited(counts={"not_done": 4}), r"Part 2 of 3 is not finished: 4 files"),
        (_edited(version="0.0.9"), r"other version of rf_scorer than part 1 \(0\.0\.9, "),
        (_edited(provenance={"rating.sha256": "0"}), r"other versions or models than part 1 \(rating\.sha256\)"),
        (_edited(options={"participant": ["Zorvath"]}), r"other options than part 1 \(participant\)"),
        (_edited(settings="0" * 64), "the protocol, the table of cases, the gate or the pseudonyms"),
        (_edited(shard={"digest": "0" * 64}), "another set of transcripts"),
        (_edited_summary, "was changed since it was written"),
        (_no_summary, "cannot be read"),
        (_no_sheet, "is gone, or was changed"),
        (_longer_page, "is gone, or was changed"),
        (_foreign_files, "files that do not belong to it"),
    ],
)
def test_what_does_not_fit_is_refused(copy: Path, spoil: Callable[[Path], None], told: str) -> None:
    """One message with the place and what to do, never a value of the data; and no table of a whole is written."""
    spoil(copy)
    with pytest.raises(DataError, match=told) as refused:
        merge([copy])
    assert refused.value.where
    assert refused.value.remedy
    assert "Zorvath" not in str(refused.value)
    assert not (copy / "manifest.json").exists()
    assert not (copy / "summary.csv").exists()


def test_a_part_that_is_there_twice_is_refused(parts: Path, copy: Path, tmp_path: Path) -> None:
    """Whether it is the same or not: nobody can tell which counts."""
    with pytest.raises(DataError, match=r"Part 1 of 3 is there twice"):
        merge([parts, copy], tmp_path / "whole")


def test_another_cut_is_refused(scored: Scored, copy: Path) -> None:
    """Parts of three, and one of four."""
    score_part(scored, copy, 1, 4, force=True)
    with pytest.raises(DataError, match="of two cuts"):
        merge([copy])


def test_parts_with_another_gate_or_other_transcripts_are_refused(scored: Scored, copy: Path, tmp_path: Path) -> None:
    """Real runs, with what no manifest's options tell of: the gate; and with one transcript more."""
    score_part(replace(scored, options=replace(scored.options, gate=Gate(mode=Mode.OFF))), copy, 2, PARTS, force=True)
    with pytest.raises(DataError, match="settings"):
        merge([copy])
    lab = shutil.copytree(scored.lab / "transcripts", tmp_path / "more")
    (lab / "one-more.txt").write_text(talk(500))
    score_part(replace(scored, found=inputs.find([lab])), copy, 2, PARTS, force=True)
    with pytest.raises(DataError, match="another set of transcripts"):
        merge([copy])


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_a_folder_without_parts_is_wrong_usage(tmp_path: Path, name: str) -> None:
    """A folder that is not there, or holds none."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError) as refused:
        merge([tmp_path / name])
    assert isinstance(refused.value, RfScorerError)
    assert not list((tmp_path / "empty").iterdir())
