"""A resumed run: what is still good is told by digests, without opening a transcript; whatever is in doubt is looked at, or made again."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from routes import Scored, files, plain_tables

from rf_scorer.study import inputs
from rf_scorer.study.privacy.gate import Gate, Mode
from rf_scorer.study.running import batch, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.study.options import RunOptions


@pytest.fixture
def again(scored: Scored, tmp_path: Path) -> Scored:
    """A copy of the laboratory and of what one process made in it."""
    lab = Path(shutil.copytree(scored.lab, tmp_path / "lab"))
    return replace(
        scored,
        lab=lab,
        found=inputs.find([lab / "transcripts"]),
        out=lab / "one",
        options=replace(scored.options, resume=True),
    )


def _opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files whose transcripts are opened from now on."""
    opened: list[str] = []
    plain = work.open_case

    def heard(item: inputs.Input, options: RunOptions) -> object:
        opened.append(item.name)
        return plain(item, options)

    monkeypatch.setattr(work, "open_case", heard)
    return opened


_UNREAD = {"empty.txt", "=cmd.txt", "north/session.txt", "south/session.txt"}


def test_what_is_still_good_is_not_opened(again: Scored, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what was refused is tried again; the tables say what they said, but for the word 'kept', and so they do the next time."""
    before = files(again.out)
    opened = _opened(monkeypatch)
    for _ in range(2):
        opened.clear()
        result = batch.run(again.found, again.out, again.options)
        assert set(opened) == _UNREAD
        assert result.counts == {"kept": 16, "refused": 4}
    assert {name: data for name, data in files(again.out).items() if "/" in name} == {
        name: data for name, data in before.items() if "/" in name
    }
    summary, manifest = again.out / "summary.csv", again.out / "manifest.json"
    assert summary.read_bytes().replace(b",kept,", b",done,") == before["summary.csv"]
    now, then = json.loads(manifest.read_bytes()), json.loads(before["manifest.json"])
    assert [{**file, "status": ""} for file in now["files"]] == [{**file, "status": ""} for file in then["files"]]


def _touched(lab: Path) -> None:
    path = lab / "transcripts" / "small-1.txt"
    path.write_text(path.read_text() + "I: And then?\nP: I think she cried.\n")


def _attested(lab: Path) -> None:
    (lab / "transcripts" / "small-1.txt.attest.json").write_text("{}")


def _aligned(lab: Path) -> None:
    (lab / "transcripts" / "small-1.align.json").write_text("{}")


def _sheet_edited(lab: Path) -> None:
    path = lab / "one" / "sheets" / "small-1.json"
    path.write_bytes(path.read_bytes() + b" ")


def _sheet_gone(lab: Path) -> None:
    (lab / "one" / "sheets" / "small-1.json").unlink()


def _page_gone(lab: Path) -> None:
    (lab / "one" / "pages" / "small-1.html").unlink()


@pytest.mark.parametrize("change", [_touched, _attested, _aligned, _sheet_edited, _sheet_gone, _page_gone])
def test_whatever_changed_is_opened_again(
    again: Scored, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """The transcript, what stands beside it, its sheet or its page: that file is looked at, and no other."""
    change(again.lab)
    opened = _opened(monkeypatch)
    result = batch.run(again.found, again.out, again.options)
    assert set(opened) == {*_UNREAD, "small-1.txt"}
    status = {row.file: row.status for row in result.rows}["small-1.txt"]
    expected = {_touched: "done", _attested: "refused", _aligned: "refused", _sheet_gone: "done"}.get(change, "kept")
    assert status == expected
    assert (again.out / "pages" / "small-1.html").exists()


@pytest.mark.parametrize("table", ["summary.csv", "manifest.json"])
def test_a_table_that_was_touched_is_not_believed(again: Scored, monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    """Somebody saved the table from a spreadsheet, or it was cut off: the sheets themselves are asked, and are still good."""
    path = again.out / table
    path.write_bytes(path.read_bytes()[:-9])
    opened = _opened(monkeypatch)
    result = batch.run(again.found, again.out, again.options)
    assert len(opened) == len(again.found)
    assert result.counts == {"kept": 16, "refused": 4}


def test_other_settings_make_everything_again(again: Scored) -> None:
    """Another gate stands in every sheet: nothing is kept, as without tables."""
    result = batch.run(again.found, again.out, replace(again.options, gate=Gate(mode=Mode.OFF)))
    assert result.counts == {"done": 16, "refused": 4}


def test_a_run_that_was_killed_is_finished(scored: Scored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the tables of the beginning stand, and some sheets: those are kept, the others made, and all is as in one go."""
    out = tmp_path / "out"
    done = 0

    class Killed(BaseException):
        pass

    def attempt(job: work.Job) -> work.Outcome:
        nonlocal done
        if done == 7:
            raise Killed
        done += 1
        return work.attempt(job)

    write = batch._Run._write_tables
    with monkeypatch.context() as patched:
        patched.setattr(batch, "attempt", attempt)
        # What a killed process does not do any more.
        patched.setattr(
            batch._Run, "_write_tables", lambda run, *, force: write(run, force=force) if not done else None
        )
        with pytest.raises(Killed):
            batch.run(scored.found, out, scored.options)
    assert '"not_done"' in (out / "manifest.json").read_text("utf-8")
    result = batch.run(scored.found, out, replace(scored.options, resume=True))
    assert result.counts["kept"] > 0
    assert result.counts["done"] > 0
    assert files(out, tables=False) == files(scored.out, tables=False)
    assert plain_tables(out) == plain_tables(scored.out)


def test_tables_are_written_now_and_then(scored: Scored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed has rows for what it finished, since the tables are kept up while it works."""
    monkeypatch.setattr(batch, "_TELL_EVERY", 0.0)
    monkeypatch.setattr(batch, "_TELL_SHARE", 0.0)
    seen = []
    for _ in batch.outcomes(scored.found, tmp_path, scored.options):
        seen.append(json.loads((tmp_path / "manifest.json").read_bytes())["counts"]["not_done"])
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == 1
    assert files(tmp_path) == files(scored.out)


def test_an_iterator_that_is_closed_leaves_tables(scored: Scored, tmp_path: Path) -> None:
    """Whoever takes three outcomes and goes has three rows that are done; the folder is free again."""
    finished = batch.outcomes(scored.found, tmp_path, scored.options)
    taken = [next(finished) for _ in range(3)]
    finished.close()
    counts = json.loads((tmp_path / "manifest.json").read_bytes())["counts"]
    assert counts["not_done"] == len(scored.found) - len(taken)
    batch.run(scored.found, tmp_path, replace(scored.options, resume=True))
    assert files(tmp_path, tables=False) == files(scored.out, tables=False)
