"""``rf-scorer score --shard`` and ``rf-scorer merge``, as somebody types them."""

from __future__ import annotations

import pytest


def test_parts_are_scored_and_put_together(interviews, scored, files, run, tmp_path) -> None:
    """Each part says which it is; what is merged is what one run wrote; a second merge wants --force."""
    out = tmp_path / "out"
    for number in (1, 2):
        ended = run("score", interviews, "-o", out, "--shard", f"{number}/2")
        assert ended.code == 0
        assert f"Part {number} of 2: " in ended.err
    ended = run("merge", out)
    assert ended.code == 0
    assert f"2 parts: 3 scored. Results: {out}" in ended.err
    assert "provisional" in ended.err
    assert {name: data for name, data in files(out).items() if "-of-" not in name} == files(scored)
    assert run("validate", out).code == 0
    assert run("merge", out).code == 2
    ended = run("merge", out, "--force", "-q")
    assert (ended.code, ended.err, ended.out) == (0, "", "")


def test_a_refused_transcript_and_twins_are_told_by_the_whole(interviews, run, talk, tmp_path) -> None:
    """Exit 1, as from a single run; the same bytes in two parts are named."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "c", "d"):
        (folder / f"{name}.txt").write_text(talk)
    (folder / "e.txt").write_text("")
    for number in (1, 2):
        run("score", folder, "-o", tmp_path / "out", "--shard", f"{number}/2")
    ended = run("merge", tmp_path / "out")
    assert ended.code == 1
    assert "2 parts: 4 scored, 1 refused." in ended.err
    assert "These files hold the same bytes: a.txt, b.txt, c.txt, d.txt" in ended.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--shard", "0/3"), "Give a part and how many there are"),
        (("--shard", "3"), "Give a part and how many there are"),
        (("--jobs", "0"), "Give a number from 1 to 1024, or auto"),
        (("--jobs", "some"), "Give a number from 1 to 1024, or auto"),
        (("--jobs", "2", "--dask", "tcp://127.0.0.1:1"), "Choose --jobs or --dask, not both"),
    ],
)
def test_wrong_shares_are_told(interviews, run, tmp_path, options, told) -> None:
    """Wrong usage, before anything is made."""
    ended = run("score", interviews, "-o", tmp_path / "out", *options)
    assert ended.code == 2
    assert told in ended.err
    assert not (tmp_path / "out").exists()


def test_as_many_processes_as_there_are_processors(interviews, scored, files, run, tmp_path, monkeypatch) -> None:
    """``--jobs auto`` asks the system; with one processor there is one process, and the same bytes."""
    monkeypatch.setattr("rf_scorer.study.running.processes.processors", lambda: 1)
    assert run("score", interviews, "-o", tmp_path / "out", "--jobs", "auto").code == 0
    assert files(tmp_path / "out") == files(scored)
