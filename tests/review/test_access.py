"""Links for raters: what they are made of, who can make them, and what voids them."""

from __future__ import annotations

import os
import re
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from rf_scorer.errors import OutputFailed, UsageError
from rf_scorer.review.access import load_or_make_key, new_key, token, who
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from pathlib import Path

_KEY = bytes(range(32))
_RATERS = (Rater(id="anna"), Rater(id="ben"), Rater(id="cleo", role="adjudicator"))


def test_a_token_stands_in_an_address_and_never_changes() -> None:
    """32 characters that need no quoting; the same key and rater give the same token in every version."""
    assert token(_KEY, "anna") == "E3ECftSprj4IPsU9KRWKr2dWJGiZeC_N"
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token(bytes([n]) * 32, "anna")) for n in range(50))


def test_everybody_has_a_token_of_their_own() -> None:
    """It depends on the rater and on the key, and on nothing else."""
    made = {token(key, rater.id) for key in (_KEY, _KEY[::-1]) for rater in _RATERS}
    assert len(made) == 6


def test_a_token_tells_whose_it_is() -> None:
    """Each rater by their own, and nobody by another's, an old, a shortened or a foreign one."""
    for rater in _RATERS:
        assert who(_KEY, _RATERS, token(_KEY, rater.id)) is rater
    good = token(_KEY, "anna")
    for bad in (
        "",
        good[:-1],
        f"{good}=",
        good.lower(),
        f" {good}",
        token(_KEY, "dora"),
        token(_KEY[::-1], "anna"),
        "é\udcff",
    ):
        assert who(_KEY, _RATERS, bad) is None
    assert who(_KEY, (), good) is None


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    """The folder is made too; what comes second reads what came first; only the owner may read it; no part is left."""
    path = tmp_path / "ratings" / "access.key"
    key = load_or_make_key(path)
    assert len(key) == 32
    assert load_or_make_key(path) == key == path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["access.key"]
    assert load_or_make_key(tmp_path / "other" / "access.key") != key


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """A study that came over a drive without permissions is put right when it is opened."""
    path = tmp_path / "access.key"
    key = load_or_make_key(path)
    path.chmod(0o644)
    assert load_or_make_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_of_many_that_make_it_at_once_the_first_wins(tmp_path: Path) -> None:
    """All get the same key, and it is the one in the file."""
    path = tmp_path / "ratings" / "access.key"
    barrier = threading.Barrier(8)
    keys: list[bytes] = []

    def make() -> None:
        barrier.wait()
        keys.append(load_or_make_key(path))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert set(keys) == {path.read_bytes()}
    assert [entry.name for entry in path.parent.iterdir()] == ["access.key"]


def test_without_links_in_the_file_system_the_first_wins_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some drives know no links; a key that is there is not replaced there either."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "access.key"
    key = load_or_make_key(path)
    assert load_or_make_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["access.key"]


def test_a_new_key_voids_every_link(tmp_path: Path) -> None:
    """Who had a link is nobody any more."""
    path = tmp_path / "access.key"
    old = load_or_make_key(path)
    new = new_key(path)
    assert new != old
    assert load_or_make_key(path) == new
    assert who(new, _RATERS, token(old, "anna")) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["access.key"]


@pytest.mark.parametrize("data", [b"", b"short", b"x" * 33])
def test_a_file_that_is_no_key_is_told_and_kept(data: bytes, tmp_path: Path) -> None:
    """An empty key would make links that anybody can make."""
    path = tmp_path / "access.key"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"access\.key: This is not a key"):
        load_or_make_key(path)
    assert path.read_bytes() == data


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the system's reason, for a first key and for a new one."""

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    for make in (load_or_make_key, new_key):
        with pytest.raises(OutputFailed, match=r"cannot be written \(Permission denied\)"):
            make(tmp_path / "access.key")
    assert list(tmp_path.iterdir()) == []
